//! Floor 2: the answer as plain data, versioned. JSON is this struct and nothing else.

mod asked;
mod decided;
pub mod drawn;
mod explained;
mod feature_change;
pub mod inputs;
mod mix;
mod money_report;
mod number;
mod sentence;
pub mod swept;
pub mod throughput;

use serde::{Deserialize, Serialize};

pub use asked::{AssumptionsReport, RackReport, RequestReport, WorkloadReport};
pub use feature_change::FeatureReport;
pub use money_report::{
    BreakEvenReport, CostsReport, Ends, IntervalReport, MonthlyReport, PaybackReport,
};

pub use explained::{ExplanationReport, NumberReport, StepReport};
pub use number::{Figure, LARGEST};

pub use decided::{
    ConditionReport, DecidedBy, Flip, OpenWeightsReport, RevisitReport, ShadowPrice, Verdict,
};
use drawn::SensitivityReport;
use inputs::InputsReport;
pub use mix::{MixReport, SpillPointReport};
pub use sentence::{About, Sentence};

/// The version of this format; it changes only when something is taken away or changes meaning.
pub const SCHEMA_VERSION: u32 = 1;

/// The whole answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Report {
    /// The version of this format.
    pub schema_version: u32,
    /// The program.
    pub tool: Tool,
    /// Demand.
    pub workload: WorkloadReport,
    /// Money and policy.
    pub assumptions: AssumptionsReport,
    /// The id of the option that payback is measured against; `null` when no API meets the
    /// requirements.
    pub baseline: Option<String>,
    /// The options, in the order of the output.
    pub options: Vec<OptionReport>,
    /// What to do.
    pub verdict: Verdict,
    /// What the margin of the verdict hangs on, most first; absent when nothing is drawn.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub sensitivity: Vec<SensitivityReport>,
    /// What features of engines that are off would change; absent unless everything is shown.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub features: Vec<FeatureReport>,
    /// What to be careful with.
    pub warnings: Vec<Warning>,
    /// The profiles used.
    pub sources: Vec<SourceReport>,
    /// Each formula with its numbers; absent unless asked for.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub explanation: Vec<ExplanationReport>,
}

/// The program that wrote a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Tool {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
}

impl Tool {
    /// This program.
    pub fn this() -> Self {
        Self { name: env!("CARGO_PKG_NAME").into(), version: env!("CARGO_PKG_VERSION").into() }
    }
}

/// One way to serve the workload.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct OptionReport {
    /// A name that no other option has.
    pub id: String,
    /// `api`, `subscription`, `local`, `rent`, `routed` or `mixed`.
    pub kind: String,
    /// What it is called in a table, most important words first.
    pub label: Vec<String>,
    /// The endpoint or the machine by itself; no part of the JSON.
    #[serde(skip)]
    pub served_by: String,
    /// Endpoints beside it, a line of `label` each, the last ones; no part of the JSON.
    #[serde(skip)]
    pub beside: Vec<String>,
    /// Why it is shown.
    pub chosen: String,
    /// Whether it may be used.
    pub meets_requirements: bool,
    /// The requirements that it fails.
    pub unmet: Vec<UnmetReport>,
    /// Numbers that a requirement hangs on and that no profile states; absent when there are none.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub not_stated: Vec<ConditionReport>,
    /// Shown to compare with, and not to choose from; absent when it may be the verdict.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub comparison_only: bool,
    /// What serves the tokens that are not hard can do this much: `small`, `mid` or `frontier`.
    #[serde(default)]
    pub tier: String,
    /// Its number on the index that tiers are drawn from; absent where none is stated.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub index: Option<Figure>,
    /// Share of the draws, 0 to 1, in which it is the cheapest; absent when nothing is drawn, or it may
    /// not be chosen.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub won_share: Option<Figure>,
    /// Where its machines stand, `home` or `rack`; absent for an API and for machines that are rented.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub place: Option<String>,
    /// Machines; absent for an API.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub units: Option<Figure>,
    /// Money; absent when the option cannot exist.
    #[serde(flatten, skip_serializing_if = "Option::is_none", default)]
    pub costs: Option<CostsReport>,
    /// Tokens a day that the machines serve at this mix; absent for an API.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub capacity_tokens_per_day: Option<Figure>,
    /// How busy the machines are, 0 to 1; absent for an API.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub utilization: Option<UtilizationReport>,
    /// How fast a machine is; absent for an API.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub throughput: Option<ThroughputReport>,
    /// Output tokens per second of one stream: of a machine when all its streams are busy, of an API as
    /// its profile states; absent where it does not.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub decode_tokens_per_second_per_stream: Option<Figure>,
    /// Seconds to the first token: of machines in the busiest hour, of an API as its profile states; absent
    /// where it does not.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub wait: Option<WaitReport>,
    /// How the work is divided; absent unless the option is a mix.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub mix: Option<MixReport>,
    /// The numbers it was calculated from; absent when there is more to it than one endpoint or
    /// one kind of machine.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub inputs: Option<InputsReport>,
}

/// Seconds to the first token.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct WaitReport {
    /// The mean; `null` when the queue grows without end.
    pub mean: Option<Figure>,
    /// What 95 of 100 requests do not pass; `null` when the queue grows without end, and for an API.
    pub p95: Option<Figure>,
}

/// How busy machines are, 0 to 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct UtilizationReport {
    /// Over the week.
    pub mean: Figure,
    /// In the busiest hour.
    pub peak: Figure,
}

/// How fast one machine is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ThroughputReport {
    /// `measured`, `calibrated` or `modelled`.
    pub basis: String,
    /// How the prefill rate is known.
    pub prefill_basis: String,
    /// Prompt tokens per second.
    pub prefill_tokens_per_second: Figure,
    /// Output tokens per second of all streams together.
    pub decode_tokens_per_second: Figure,
    /// Streams.
    pub concurrency: Figure,
    /// Low end of the decode rate.
    pub low: Figure,
    /// High end of the decode rate.
    pub high: Figure,
    /// Share of the cached input, 0 to 1, that it still has in memory when its session comes back; absent
    /// when that is all of it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cache_hit_share: Option<Figure>,
}

/// A requirement that an option fails.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct UnmetReport {
    /// Its word.
    pub requirement: String,
    /// Why.
    pub reason: String,
}

/// What to be careful with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Warning {
    /// A word for programs.
    pub code: String,
    /// A sentence for people.
    pub message: String,
}

/// A profile used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SourceReport {
    /// Kind and name.
    pub profile: String,
    /// The file.
    pub file: String,
    /// The line of its heading.
    pub line: u32,
    /// The day of its facts.
    pub as_of: String,
    /// The publication.
    pub source: String,
    /// What is not published, and how it was obtained; absent when all is published.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub basis: Option<String>,
}

impl SourceReport {
    /// The kind of the profile, which its name follows.
    pub fn kind(&self) -> &str {
        self.profile.split(' ').next().unwrap_or_default()
    }

    /// Whether prices are in it.
    pub fn is_priced(&self) -> bool {
        matches!(self.kind(), "api" | "hardware")
    }
}
