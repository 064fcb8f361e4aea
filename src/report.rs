//! Floor 2: the answer as plain data, versioned. JSON is this struct and nothing else.

mod decided;
pub mod drawn;
mod explained;
mod feature_change;
pub mod inputs;
mod mix;
mod number;
pub mod swept;
pub mod throughput;

use serde::{Deserialize, Serialize};

pub use feature_change::FeatureReport;

pub use explained::{ExplanationReport, NumberReport, StepReport};
pub use number::{Figure, LARGEST};

pub use decided::{
    ConditionReport, DecidedBy, Flip, OpenWeightsReport, RevisitReport, ShadowPrice, Verdict,
};
use drawn::{DrawsReport, SensitivityReport};
use inputs::InputsReport;
pub use mix::{MixReport, SpillPointReport};

/// The version of this format; it changes only when something is taken away or changes meaning.
pub const SCHEMA_VERSION: u32 = 1;

/// The whole answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// [`SCHEMA_VERSION`].
    pub schema_version: u32,
    /// The program.
    pub tool: Tool,
    /// Demand.
    pub workload: WorkloadReport,
    /// Money and policy.
    pub assumptions: AssumptionsReport,
    /// The option that payback is measured against; `null` when no API meets the requirements.
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

/// Demand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WorkloadReport {
    /// What it is called.
    pub name: String,
    /// What is paid now to the baseline, from which the volume follows; absent when a volume is stated.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub spend_usd_per_month: Option<Figure>,
    /// People from whose requests the volume follows; absent when a volume is stated.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub users: Option<Figure>,
    /// What each of them makes a day; absent when a volume is stated.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub requests_per_user_per_day: Option<Figure>,
    /// Input that must be processed.
    pub input_tokens_per_day: Figure,
    /// Input that a cache holds.
    pub cached_input_tokens_per_day: Figure,
    /// Output.
    pub output_tokens_per_day: Figure,
    /// All three.
    pub tokens_per_day: Figure,
    /// The load.
    pub load: String,
    /// The busiest hour over the mean hour.
    pub peak_factor: Figure,
    /// Weights of the hours in which machines do the work, the busiest first, each with the number of
    /// hours of a week that have it; absent where not the week but a series of hours is counted.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub hours: Option<Vec<[Figure; 2]>>,
    /// One typical call.
    pub request: RequestReport,
    /// Growth of the volume, percent a year.
    pub growth_percent_per_year: Figure,
    /// Share of the tokens that can wait for a batch price, percent.
    pub batch_percent: Figure,
    /// Standard deviation of the logarithm of prompt lengths; absent in reports of versions that took
    /// every prompt for the mean one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub prompt_spread: Option<Figure>,
}

/// One typical call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RequestReport {
    /// Tokens sent, cached ones included.
    pub prompt_tokens: Figure,
    /// Tokens received.
    pub output_tokens: Figure,
}

/// Money and policy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AssumptionsReport {
    /// Price of electricity.
    pub electricity_usd_per_kwh: Figure,
    /// Inputs that nobody stated: their usual values are counted, and what is believed of them is drawn.
    #[serde(default)]
    pub unstated: Vec<String>,
    /// Facility power over machine power.
    pub pue: Figure,
    /// What was said of where machines stand: `home` or `rack`; absent when their load decides.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub place: Option<String>,
    /// What a rack costs; absent where nobody says.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rack: Option<RackReport>,
    /// `owned` when the computers around cards are there already; absent when they are bought.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub host: Option<String>,
    /// Power of machines that sleep between requests; absent when their profiles decide.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sleep_watts: Option<Figure>,
    /// They fall asleep so long after their last request; absent when at once.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sleep_after_seconds: Option<Figure>,
    /// Months of the comparison.
    pub horizon_months: u32,
    /// The highest utilization a machine is planned for, 0 to 1.
    pub headroom: Figure,
    /// Hours in a month: 730.
    pub hours_per_month: Figure,
    /// Somebody's time for the whole fleet.
    pub operations_hours_per_month: Figure,
    /// What that time costs.
    pub operations_usd_per_hour: Figure,
    /// What rent costs on top of its price, percent.
    pub rent_overhead_percent: Figure,
    /// Resale fraction of every machine, when the profiles' own is not used.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub resale_percent: Option<Figure>,
    /// Change of API prices, percent a year.
    pub api_price_trend_percent_per_year: Figure,
    /// API prices never fall below this share of today's, percent.
    pub api_price_floor_percent: Figure,
    /// Change of rents, percent a year; absent when 0.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rent_trend_percent_per_year: Option<Figure>,
    /// Change of the prices of machines, percent a year; absent when 0.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub hardware_trend_percent_per_year: Option<Figure>,
    /// Paid once to set machines up, hours included; absent when 0.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub setup_usd: Option<Figure>,
    /// Paid once for leaving a stated baseline; absent when 0.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub migration_usd: Option<Figure>,
    /// Discount rate, percent a year.
    pub discount_percent_per_year: Figure,
    /// Slowest stream accepted.
    pub min_tokens_per_second: Figure,
    /// The lowest tier accepted.
    pub tier: String,
    /// The least number accepted on the index that tiers are drawn from; absent when nobody asks.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub min_index: Option<Figure>,
    /// The day for which prices are taken.
    pub today: String,
}

/// What a rack costs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RackReport {
    /// Load of a fleet above which it stands in one.
    pub above_watts: Figure,
    /// Price of electricity there.
    pub electricity_usd_per_kwh: Figure,
    /// Facility power over machine power there.
    pub pue: Figure,
    /// Space, network and hands for each kW of load above the limit.
    pub hosting_usd_per_kw_month: Figure,
    /// Somebody's hours for each kW of load above the limit.
    pub operations_hours_per_kw_month: Figure,
}

/// One way to serve the workload.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OptionReport {
    /// A name that no other option has.
    pub id: String,
    /// `api`, `subscription`, `local`, `rent`, `routed` or `mixed`.
    pub kind: String,
    /// What it is called in a table, most important words first.
    pub label: Vec<String>,
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
pub struct WaitReport {
    /// The mean; `null` when the queue grows without end.
    pub mean: Option<Figure>,
    /// What 95 of 100 requests do not pass; `null` when the queue grows without end, and for an API.
    pub p95: Option<Figure>,
}

/// The money of an option.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CostsReport {
    /// Machines bought in the first month.
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
    /// Write-off of what was bought.
    pub amortization: Figure,
    /// All parts.
    pub total: Figure,
}

/// When the saving over the baseline has repaid the purchases.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PaybackReport {
    /// `after`, `beyond_horizon`, `never`, `immediate` or `none` (it is the baseline).
    pub status: String,
    /// Months; `null` when never or none.
    pub months: Option<Figure>,
    /// The same, counting what the machines would then fetch; absent when they fetch nothing.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub net_of_resale_months: Option<Figure>,
}

/// The volume at which an option costs what the baseline costs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BreakEvenReport {
    /// `reachable`, `never` or `none` (an API).
    pub status: String,
    /// Tokens a day; for `never`, what it would take if the machines could serve it; `null` when
    /// no volume does.
    pub tokens_per_day: Option<Figure>,
    /// Machines at that volume.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub units: Option<Figure>,
    /// Above this volume it always wins.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub always_above_tokens_per_day: Option<Figure>,
}

/// What the ranges in the profiles make of an option.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
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
pub struct Ends {
    /// The low end.
    pub low: Option<Figure>,
    /// The high end.
    pub high: Option<Figure>,
}

/// How busy machines are, 0 to 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UtilizationReport {
    /// Over the week.
    pub mean: Figure,
    /// In the busiest hour.
    pub peak: Figure,
}

/// How fast one machine is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
}

/// A requirement that an option fails.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnmetReport {
    /// Its word.
    pub requirement: String,
    /// Why.
    pub reason: String,
}

/// What to be careful with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// A word for programs.
    pub code: String,
    /// A sentence for people.
    pub message: String,
}

/// A profile used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// What is not published, and how it was obtained.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub basis: Option<String>,
}
