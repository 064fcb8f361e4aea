//! How sure the verdict is, and what draws make of each option.

use serde::{Deserialize, Serialize};

use super::number::Figure;

/// How sure the verdict is: what is only believed is drawn, the same for every option and in every run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ConfidenceReport {
    /// Share of the draws, 0 to 1, in which an option of the verdict's kind is the cheapest.
    pub won_share: Figure,
    /// The share below which a verdict is a toss-up.
    pub level: Figure,
    /// How many draws.
    pub draws: u32,
    /// Where they begin.
    pub seed: u64,
}

/// What to do where the verdict wins too few of the draws.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TossUpReport {
    /// The simplest option within 5 % of the cheapest.
    pub simplest: String,
    /// The input that is worth most to know; absent when there is none.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub find_out: Option<String>,
    /// What knowing it before deciding saves on average over the horizon.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub worth_usd: Option<Figure>,
}

/// How much the margin between the verdict's kind and the next one hangs on an input.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SensitivityReport {
    /// The input.
    pub input: String,
    /// Share of the variance of the margin that goes when it is known, 0 to 1.
    pub variance_share: Figure,
    /// What knowing it before deciding saves on average over the horizon.
    pub worth_usd: Figure,
}

/// What draws make of an option.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DrawsReport {
    /// Total over the horizon, US dollars.
    pub horizon_usd: Quantiles,
    /// Payback in months; absent when nothing is paid upfront.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub payback_months: Option<Quantiles>,
}

/// The values that a tenth, a half and nine tenths of the draws do not exceed; `null` for never.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Quantiles {
    /// A tenth of the draws does not exceed it; `null` for never.
    pub p10: Option<Figure>,
    /// A half of the draws does not exceed it; `null` for never.
    pub p50: Option<Figure>,
    /// Nine tenths of the draws do not exceed it; `null` for never.
    pub p90: Option<Figure>,
}
