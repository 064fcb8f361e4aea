//! The numbers that an option was calculated from, so that two reports can be compared cause by
//! cause without the profiles they were made from.

use serde::{Deserialize, Serialize};

use super::number::Figure;

/// The numbers of the point answer, by where they come from. Exactly one of the two is there.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct InputsReport {
    /// Of an endpoint.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub api: Option<ApiInputs>,
    /// Of machines.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub machine: Option<MachineInputs>,
}

/// What an endpoint asks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ApiInputs {
    /// Prices until the first scheduled change.
    pub prices: PricesReport,
    /// Share off all prices in batch mode.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub batch_discount: Option<Figure>,
    /// Prices of requests with long prompts.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub long_context: Vec<CliffReport>,
    /// Changes to come.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub scheduled: Vec<ScheduledReport>,
    /// Tokens billed per token of the workload.
    pub tokens_factor: Figure,
    /// Output billed for each token that is seen; absent when that is all there is.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub output_factor: Option<Figure>,
    /// A thousand requests beside their tokens, with what they call, fee and tax; absent when nothing.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub usd_per_1k_requests: Option<Figure>,
    /// Tokens that cost nothing, each day; absent when there are none.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub free_tokens_per_day: Option<Figure>,
    /// Part of the bill, fee and tax included, that is not paid; absent when there is none.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub free_usd_per_month: Option<Figure>,
    /// What is paid at least, fee and tax included; absent when that is nothing.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub minimum_usd_per_month: Option<Figure>,
    /// The plan under which it is used, all of its seats together; absent when it is paid by the
    /// token.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub plan: Option<PlanReport>,
}

/// A plan, all of its seats together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PlanReport {
    /// Fee.
    pub usd_per_month: Figure,
    /// What may be used, by the price list; absent when it is counted in tokens.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub allowance_usd_per_month: Option<Figure>,
    /// What may be used, in tokens; absent when it is counted in dollars.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub allowance_tokens_per_month: Option<Figure>,
}

/// US dollars per million tokens.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PricesReport {
    /// Fresh input.
    pub input_usd_per_mtok: Figure,
    /// Cached input; absent when it is billed as input.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cached_input_usd_per_mtok: Option<Figure>,
    /// Output.
    pub output_usd_per_mtok: Figure,
}

/// Prices of every token of a request whose prompt is longer than a threshold.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CliffReport {
    /// The longest prompt that is billed at the ordinary prices.
    pub above_prompt_tokens: Figure,
    /// The prices above it.
    pub prices: PricesReport,
}

/// Prices that hold from a date on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ScheduledReport {
    /// The first day.
    pub from: String,
    /// The prices from then on.
    pub prices: PricesReport,
}

/// One machine: what it costs and how fast it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MachineInputs {
    /// How it comes to be there: `bought`, `owned` or `rented`.
    pub tenure: String,
    /// The number of machines, when it was given.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub machines: Option<Figure>,
    /// Machines that are there already; absent unless some are.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub owned_machines: Option<Figure>,
    /// Machines beyond what capacity needs, to keep waits short.
    #[serde(default)]
    pub spare_machines: Figure,
    /// The multiple of the mean demand that the machines are sized for.
    pub planned_peak_factor: Figure,
    /// Price of the accelerators or the whole system; absent when not stated.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub price_usd: Option<Figure>,
    /// Everything else that makes it a machine.
    pub host_usd: Figure,
    /// Setting such machines up, hours included; absent when its profile says nothing, or a flag does.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub setup_usd: Option<Figure>,
    /// Rent at the kind of price that is paid; absent when not stated.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rent_usd_per_hour: Option<Figure>,
    /// Waiting, at the wall.
    pub power_idle_watts: Figure,
    /// At work, at the wall.
    pub power_load_watts: Figure,
    /// Asleep; absent when it does not sleep.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sleep_watts: Option<Figure>,
    /// What it does at offered loads of 1 - (1 - k / 31)^2, k from 0 to 31, with straight lines in
    /// between; absent where both are that load.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub activity: Option<ActivityReport>,
    /// Months over which the purchase is written off.
    pub life_months: Figure,
    /// Share of the purchase that it fetches in the end; absent when not stated.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub resale_fraction: Option<Figure>,
    /// Where it must stand; absent when not stated.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub place: Option<String>,
    /// Space, network and hands; absent when not stated.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub hosting_usd_per_month: Option<Figure>,
    /// Repairs; absent when not stated.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub maintenance_usd_per_month: Option<Figure>,
    /// Tokens of the model per token of the workload.
    pub tokens_factor: Figure,
    /// Output made for each token that is seen; absent when that is all there is.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub output_factor: Option<Figure>,
    /// Prompt tokens per second, as planned with.
    pub prefill_tokens_per_second: Figure,
    /// Share of the cached input that it finds in its memory; absent when that is all of it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cache_hit_share: Option<Figure>,
    /// Output tokens per second of all streams, as planned with.
    pub decode_tokens_per_second: Figure,
}

/// What a machine does at offered loads of `1 - (1 - k / 31)^2`, `k` from 0 to 31; straight lines in between.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ActivityReport {
    /// Share of the time with a request in progress.
    pub busy: Vec<Figure>,
    /// Power, as a part of the way from idle to load.
    pub power: Vec<Figure>,
}
