//! The money of an option, as data.

use serde::{Deserialize, Serialize};

use super::drawn::DrawsReport;
use super::number::Figure;

/// The money of an option.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CostsReport {
    /// Machines bought in the first month; this and all other money is absent when the option cannot
    /// exist.
    pub upfront_usd: Figure,
    /// The first month at today's prices.
    pub monthly_usd: MonthlyReport,
    /// Total over the horizon per million tokens served.
    pub levelized_usd_per_mtok: Figure,
    /// Total over the horizon.
    pub horizon_usd: Figure,
    /// When the saving over the baseline has repaid the purchases.
    pub payback: PaybackReport,
    /// The same against the cheapest option without machines; absent unless another baseline was stated.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub payback_vs_cheapest: Option<PaybackReport>,
    /// The volume at which it costs what the baseline costs.
    pub break_even: BreakEvenReport,
    /// What the ranges in the profiles make of it.
    pub interval: IntervalReport,
}

/// The first month by part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MonthlyReport {
    /// Bills of APIs.
    pub api: Figure,
    /// Electricity.
    pub energy: Figure,
    /// Electricity in it of machines that wait.
    #[serde(default)]
    pub energy_idle: Figure,
    /// Somebody's time.
    pub operations: Figure,
    /// Space, network and hands.
    pub hosting: Figure,
    /// Repairs and spare parts.
    pub maintenance: Figure,
    /// Rent of machines.
    pub rent: Figure,
    /// Deciding which request goes where.
    #[serde(default)]
    pub routing: Figure,
    /// Purchase less resale, spread over the life of the machines.
    pub amortization: Figure,
    /// All parts.
    pub total: Figure,
}

/// When the saving over the baseline has repaid the purchases.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PaybackReport {
    /// `after`, `beyond_horizon`, `never`, `immediate` or `none` (it is the baseline, or
    /// there is none).
    pub status: String,
    /// Months; `null` when never or none.
    pub months: Option<Figure>,
    /// The same, counting what the machines would then fetch; absent when they fetch nothing.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub net_of_resale_months: Option<Figure>,
}

/// The volume at which an option costs what the baseline costs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct BreakEvenReport {
    /// `reachable`, `never` or `none` (an API, or there is no baseline).
    pub status: String,
    /// Tokens a day; for `never`, what it would take if the machines could serve it; `null` when
    /// no volume does.
    pub tokens_per_day: Option<Figure>,
    /// Machines at that volume.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub units: Option<Figure>,
    /// Above this volume the option always wins.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub always_above_tokens_per_day: Option<Figure>,
}

/// What the ranges in the profiles make of an option.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct IntervalReport {
    /// First month, total.
    pub monthly_usd: Ends,
    /// Total over the horizon.
    pub horizon_usd: Ends,
    /// Payback in months; `high` is `null` when it never comes.
    pub payback_months: Ends,
    /// What draws from all that is believed make of it; absent when nothing is drawn.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub draws: Option<DrawsReport>,
}

/// Two ends; `null` where there is none.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Ends {
    /// The low end.
    pub low: Option<Figure>,
    /// The high end.
    pub high: Option<Figure>,
}
