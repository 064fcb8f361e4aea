//! Demand and what was assumed, as data.

use serde::{Deserialize, Serialize};

use super::number::Figure;

/// Demand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
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
    /// How demand is spread over the week.
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
    /// Sessions between two requests for each one in progress; absent where nothing is cached.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub idle_sessions_per_stream: Option<Figure>,
}

/// One typical call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RequestReport {
    /// Tokens sent, cached ones included.
    pub prompt_tokens: Figure,
    /// Tokens received.
    pub output_tokens: Figure,
}

/// Money and policy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
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
    /// Resale fraction of every machine; absent when each profile's own is used.
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
#[cfg_attr(test, derive(schemars::JsonSchema))]
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
