//! What draws from the ranges make of an option.

use serde::{Deserialize, Serialize};

use super::number::Figure;

/// What draws from the ranges make of an option. Ranges are triangular, the draws are the same for
/// every option, and the same in every run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DrawsReport {
    /// How many.
    pub count: u32,
    /// Total over the horizon, US dollars.
    pub horizon_usd: Quantiles,
    /// Payback, months.
    pub payback_months: Quantiles,
    /// Share of the draws, 0 to 1, in which it is the cheapest of the options shown.
    pub cheapest_share: Figure,
}

/// The values that a tenth, a half and nine tenths of the draws do not exceed; `null` for never.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quantiles {
    /// A tenth.
    pub p10: Option<Figure>,
    /// A half.
    pub p50: Option<Figure>,
    /// Nine tenths.
    pub p90: Option<Figure>,
}
