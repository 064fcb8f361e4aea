//! How old prices may be, as the defaults say it.

use super::fields::default_fields::{self, stale};
use super::record::Fields;
use crate::stale::StaleAfter;

/// The limits of `[defaults]`, by what a price is of.
pub fn stale_after(defaults: Fields<'_>) -> StaleAfter {
    let days = defaults.required(&default_fields::STALE_AFTER_DAYS) as i64;
    let own = defaults.table(&default_fields::STALE_AFTER_DAYS_OF);
    let of = |key| own.number(key).map_or(days, |days| days as i64);
    StaleAfter {
        first_party: days,
        host: of(&stale::HOST),
        router: of(&stale::ROUTER),
        hardware: of(&stale::HARDWARE),
        rent: of(&stale::RENT),
    }
}
