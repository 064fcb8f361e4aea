//! How old things are.

use crate::date::Date;
use crate::text::count;

/// How old something is: `146 days`.
pub(super) fn age(as_of: Date, today: Date) -> String {
    match today.days_since(as_of) {
        days if days < 0 => "in the future".into(),
        days => count(days as usize, "day"),
    }
}
