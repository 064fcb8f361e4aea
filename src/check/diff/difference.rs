//! The answer of `breakeven diff` as plain data.

use serde::{Deserialize, Serialize};

use crate::report::{Figure, Tool};

/// The version of this format; it changes only when something is taken away or changes meaning.
pub const SCHEMA_VERSION: u32 = 1;

/// The whole answer of `breakeven diff`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DiffReport {
    /// [`SCHEMA_VERSION`].
    pub schema_version: u32,
    /// The program.
    pub tool: Tool,
    /// The old report.
    pub old: String,
    /// The new report.
    pub new: String,
    /// Whether anything but the day differs.
    pub changed: bool,
    /// The workloads that both have, in the order of the new one.
    pub workloads: Vec<WorkloadDiff>,
    /// Workloads that only the new one has.
    pub added: Vec<String>,
    /// Workloads that only the old one has.
    pub removed: Vec<String>,
}

/// The difference of one workload.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct WorkloadDiff {
    /// The workload.
    pub workload: String,
    /// Whether anything but the day differs.
    pub changed: bool,
    /// One line.
    pub headline: String,
    /// What differs.
    pub diff: Difference,
}

/// The difference between two reports.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Difference {
    /// The verdict.
    pub verdict: VerdictChange,
    /// The programs that wrote the reports.
    pub program: Pair,
    /// Costs: of the verdict, and of the best option of each kind.
    pub costs: Vec<CostChange>,
    /// Every input that differs.
    pub inputs: Vec<InputChange>,
}

/// The old and the new words for something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Pair {
    /// Before.
    pub from: String,
    /// Now.
    pub to: String,
}

/// Kind and option of the verdict, before and now; `null` when nothing meets the requirements.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct VerdictChange {
    /// Whether the kind differs.
    pub changed: bool,
    /// Kind before.
    pub from: Option<String>,
    /// Kind now.
    pub to: Option<String>,
    /// Option before.
    pub from_option: Option<String>,
    /// Option now.
    pub to_option: Option<String>,
}

/// What happened to the cost of the verdict or of a kind's best option.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CostChange {
    /// `verdict` or a kind.
    pub subject: String,
    /// The option before; `null` when there was none.
    pub from_option: Option<String>,
    /// The option now; `null` when there is none.
    pub to_option: Option<String>,
    /// First month, US dollars; `null` unless there are both options.
    pub monthly_usd: Option<Attribution>,
    /// Total over the horizon, US dollars; `null` unless there are both options.
    pub horizon_usd: Option<Attribution>,
}

/// A difference and what it is made of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Attribution {
    /// Before.
    pub from: Figure,
    /// Now.
    pub to: Figure,
    /// `to - from`.
    pub difference: Figure,
    /// The causes, which sum to the difference.
    pub causes: Vec<CauseShare>,
}

/// The share of one cause.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CauseShare {
    /// `workload`, `assumptions`, `price`, `profile`, `throughput`; `switch` to another option;
    /// `program` when versions differ, else `rounding` or `unexplained`. Reports do not hold what a
    /// mix is calculated from: its first month is told `part …` by part, its total is
    /// `unattributed`.
    pub cause: String,
    /// US dollars.
    pub usd: Figure,
}

/// An input that differs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct InputChange {
    /// The cause it belongs to.
    pub cause: String,
    /// Its path.
    pub input: String,
    /// Before; `null` when it was absent.
    pub from: serde_json::Value,
    /// Now; `null` when it is absent.
    pub to: serde_json::Value,
}
