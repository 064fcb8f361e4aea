//! What `prices diff` answers.

use serde::Serialize;

use crate::date::Date;
use crate::prices::compare::Comparison;
use crate::prices::disagreement::Disagreement;
use crate::report::Tool;

/// A question asked with the prices of before and with those of the database.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Question {
    /// The workload.
    pub name: String,
    /// The option of the verdict before; `null` when nothing meets the requirements.
    pub before: Option<String>,
    /// The same with the new prices.
    pub after: Option<String>,
    /// What it costs in the first month.
    pub usd_per_month_before: Option<f64>,
    /// The same with the new prices.
    pub usd_per_month_after: Option<f64>,
    /// What the new answer names and the database says will end.
    pub retiring: Vec<String>,
}

/// The answer.
#[derive(Clone, Debug, Serialize)]
pub struct DiffedPrices {
    /// Version of this answer's form.
    pub schema_version: u32,
    /// This program.
    pub tool: Tool,
    /// The database and its version.
    pub database: String,
    /// The day of its prices.
    #[serde(serialize_with = "in_words")]
    pub as_of: Date,
    /// Records in it.
    pub records: usize,
    /// Those with usable prices.
    pub importable: usize,
    /// What it says of the profiles.
    #[serde(flatten)]
    pub comparison: Comparison,
    /// Another database that was read beside it; `null` where none was.
    pub beside: Option<String>,
    /// Where the two say something else of the same profile.
    pub disagree: Vec<Disagreement>,
    /// What it does to the answers.
    pub questions: Vec<Question>,
    /// Whether all new listings are shown.
    #[serde(skip)]
    pub all: bool,
}

fn in_words<S: serde::Serializer>(day: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(day)
}
