//! A lever at many values, as data.

use serde::Serialize;

use super::number::Figure;
use super::{SCHEMA_VERSION, Tool};

/// What wins at each value of an input.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SweepReport {
    /// [`SCHEMA_VERSION`].
    pub schema_version: u32,
    /// The program.
    pub tool: Tool,
    /// The input, in the words of `flips` of a report.
    pub input: String,
    /// Months over which totals are; `null` when they are the input.
    pub horizon_months: Option<u32>,
    /// From the lowest value to the highest, and those between at which another kind begins to win.
    pub points: Vec<SweptPoint>,
}

impl SweepReport {
    /// Of these points.
    pub fn new(input: &str, horizon_months: Option<u32>, points: Vec<SweptPoint>) -> Self {
        let input = input.to_string();
        Self { schema_version: SCHEMA_VERSION, tool: Tool::this(), input, horizon_months, points }
    }
}

/// One value.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SweptPoint {
    /// The value, in the unit of `flips`.
    pub value: Figure,
    /// Whether from here on another kind is the cheapest.
    pub changes: bool,
    /// The cheapest option; `null` when nothing meets the requirements.
    pub cheapest: Option<SweptOption>,
    /// The cheapest one of another kind; `null` when there is none.
    pub instead: Option<SweptOption>,
}

/// An option at a value.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SweptOption {
    /// Its name among options.
    pub id: String,
    /// Its kind.
    pub kind: String,
    /// What it is called in a table, most important words first.
    pub label: Vec<String>,
    /// Machines of the first month; `null` for an API.
    pub units: Option<Figure>,
    /// The first month, write-off included.
    pub first_month_usd: Figure,
    /// Total over the horizon.
    pub horizon_usd: Figure,
}
