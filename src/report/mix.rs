//! How a mix divides the work.

use serde::{Deserialize, Serialize};

use super::number::Figure;

/// How a mix divides the work.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MixReport {
    /// The option that serves what is neither hard nor spilled.
    pub base: String,
    /// Share of the tokens that goes to the frontier API, 0 to 1.
    pub hard_share: Figure,
    /// Share of the first month's cost, write-off included, that the frontier API bills.
    pub hard_share_of_bill: Figure,
    /// Share of the base's tokens that the machines cannot serve.
    pub spilled_share: Figure,
    /// From no machine to the full fleet: what it costs over the horizon and what it spills.
    pub spill_curve: Vec<SpillPointReport>,
}

/// A point of the spill curve.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SpillPointReport {
    /// Machines.
    pub units: Figure,
    /// Total over the horizon.
    pub horizon_usd: Figure,
    /// Share of the base's tokens that goes to the fallback API.
    pub spilled_share: Figure,
}
