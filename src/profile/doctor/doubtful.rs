//! When a number is doubtful.

use crate::source::Fault;

/// A doubt at a field when `doubtful`.
pub fn doubt(
    doubtful: bool,
    field: &'static str,
    reason: impl FnOnce() -> String,
) -> Option<Fault> {
    doubtful.then(|| Fault::new(field, reason()))
}

/// Ratio to the median of its neighbours from which a price is doubtful.
pub const FAR: f64 = 100.0;
