//! What a run of checks found, as plain data, versioned. JSON is this struct and nothing else.

use serde::{Deserialize, Serialize};

use super::decision::{Cause, DecisionReport};
use crate::report::{Figure, Report, Tool};

/// The version of this format; it changes only when something is taken away or changes meaning.
pub const SCHEMA_VERSION: u32 = 1;

/// The whole answer of `breakeven check`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CheckReport {
    /// [`SCHEMA_VERSION`].
    pub schema_version: u32,
    /// The program.
    pub tool: Tool,
    /// The file that declares the checks.
    pub config: String,
    /// The report it was compared with; absent without one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub baseline: Option<String>,
    /// Whether no check of severity `error` failed.
    pub passed: bool,
    /// How many checks ended how.
    pub counts: Counts,
    /// One for every check, in file order, and what was found beyond them.
    pub findings: Vec<Finding>,
    /// What changed since the baseline; empty without one.
    pub changes: Vec<Change>,
    /// The answers, by workload, in file order.
    pub workloads: Vec<Answer>,
}

/// How many checks ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Counts {
    /// Kept their limits.
    pub passed: u32,
    /// Failed, and are only a warning.
    pub warned: u32,
    /// Failed.
    pub failed: u32,
    /// Could not be judged.
    pub skipped: u32,
}

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It keeps its limit.
    Pass,
    /// It fails, and is only a warning.
    Warn,
    /// It fails.
    Fail,
    /// It could not be judged.
    Skip,
}

impl Status {
    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Warn => "warn",
            Self::Fail => "fail",
            Self::Skip => "skip",
        }
    }
}

/// How one check ended, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Finding {
    /// The check.
    pub check: String,
    /// The workload.
    pub workload: String,
    /// How it ended.
    pub status: Status,
    /// The path of the metric, or `verdict`.
    pub metric: String,
    /// The unit; absent for a verdict.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub unit: Option<String>,
    /// The number; `null` when it never comes, is absent, or is not a number.
    pub value: Option<Figure>,
    /// The limit that decides; `null` for a verdict.
    pub limit: Option<Figure>,
    /// What was found, for people.
    pub found: String,
    /// What was wanted, for people.
    pub wanted: String,
    /// The share of draws in which it holds; absent unless asked for.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub share: Option<Figure>,
    /// One sentence.
    pub message: String,
    /// What would pass; absent when it passes or nothing was found.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub passes: Vec<Advice>,
    /// When and why the verdict was decided; absent when that was not said.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub decision: Option<DecisionReport>,
    /// Why a decided verdict no longer holds; absent when it does.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub causes: Vec<Cause>,
    /// The file that declares it.
    pub file: String,
    /// The line of the limit.
    pub line: u32,
}

/// An input with which a failed check would pass.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Advice {
    /// `volume` or `api-price`.
    pub input: String,
    /// Its value now.
    pub now: Figure,
    /// The value nearest to it with which the check passes.
    pub at: Figure,
    /// `at / now - 1`.
    pub relative_change: Figure,
    /// For people.
    pub text: String,
}

/// The difference between a workload's answer and the one of the baseline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Change {
    /// The workload.
    pub workload: String,
    /// Whether anything but the day differs.
    pub changed: bool,
    /// Whether it is worth a comment.
    #[serde(default)]
    pub notable: bool,
    /// One line.
    pub headline: String,
    /// The difference; `null` when the baseline has no such workload.
    pub diff: Option<super::diff::Difference>,
}

/// A workload's answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Answer {
    /// The workload.
    pub name: String,
    /// The whole report.
    pub report: Report,
}
