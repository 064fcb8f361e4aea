//! How fast one deployment is, as plain data: rates, memory, the physical roof, and sources.

use serde::{Deserialize, Serialize};

use super::{Figure, RequestReport, SourceReport, Tool, Warning};

/// The throughput of one deployment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DeploymentReport {
    /// [`super::SCHEMA_VERSION`].
    pub schema_version: u32,
    /// The program.
    pub tool: Tool,
    /// The hardware profile.
    pub hardware: String,
    /// The model profile.
    pub model: String,
    /// The quantization.
    pub quantization: String,
    /// The inference engine.
    pub engine: String,
    /// Features of the engine that are on; absent when none is.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub features: Vec<String>,
    /// The typical request.
    pub request: RequestReport,
    /// Rates, a concurrency each.
    pub points: Vec<PointReport>,
    /// What features that are off would change.
    #[serde(default)]
    pub would_change: Vec<FeatureRatesReport>,
    /// Memory.
    pub fit: FitReport,
    /// What the machine cannot pass.
    pub roof: RoofReport,
    /// What was measured on exactly this; absent when nothing was.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub measured: Option<MeasuredReport>,
    /// What the user measured on this machine with other models; absent when nothing was.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub calibration: Option<CalibrationReport>,
    /// Other deployments of this model on this machine, as `quantization/engine`.
    pub others: Vec<String>,
    /// What to be careful with.
    pub warnings: Vec<Warning>,
    /// The profiles used.
    pub sources: Vec<SourceReport>,
}

/// Rates at one concurrency; `null` when there is no answer, and then `reason` says why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PointReport {
    /// Requests in progress on the whole machine.
    pub concurrency: Figure,
    /// Tokens of context that each of them holds.
    pub context_tokens: Figure,
    /// Whether so many fit in memory.
    pub fits: bool,
    /// How the decode rate is known: `measured`, `calibrated` or `modelled`.
    pub basis: Option<String>,
    /// Output tokens per second of all streams together.
    pub decode_tokens_per_second: Option<Figure>,
    /// Output tokens per second of one stream.
    pub per_stream_tokens_per_second: Option<Figure>,
    /// Low end of the 80 % interval of the decode rate of all streams.
    pub low: Option<Figure>,
    /// High end of it.
    pub high: Option<Figure>,
    /// Decode rate of all streams that the machine cannot pass; `null` when not known.
    pub roof_tokens_per_second: Option<Figure>,
    /// How the prefill rate is known.
    pub prefill_basis: Option<String>,
    /// Prompt tokens processed per second by the whole machine, doing nothing else.
    pub prefill_tokens_per_second: Option<Figure>,
    /// Low end of the 80 % interval of the prefill rate.
    pub prefill_low: Option<Figure>,
    /// High end of it.
    pub prefill_high: Option<Figure>,
    /// Output tokens over the time of whole requests, prompts included, in a closed loop.
    pub end_to_end_tokens_per_second: Option<Figure>,
    /// Why there is no rate.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<String>,
}

/// What a feature would make of the rates.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FeatureRatesReport {
    /// The feature.
    pub feature: String,
    /// What it does.
    pub does: String,
    /// Its rates, a concurrency each.
    pub points: Vec<FeatureGainReport>,
    /// Requests that would fit at the same time; `null` when nothing limits them, or it cannot be
    /// counted.
    pub largest_concurrency: Option<Figure>,
    /// Why it cannot be counted.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<String>,
}

/// The decode rate with a feature at one concurrency.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FeatureGainReport {
    /// Requests in progress on the whole machine.
    pub concurrency: Figure,
    /// Output tokens per second of all streams together.
    pub decode_tokens_per_second: Figure,
    /// That rate over the one without the feature; `null` when that is not known.
    pub gain: Option<Figure>,
}

/// Memory of one copy of the model, and how many copies the machine runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FitReport {
    /// Whether one request fits.
    pub fits: bool,
    /// Tokens of context of one request.
    pub context_tokens: Figure,
    /// The weights, 10^9 bytes.
    pub weights_gb: Figure,
    /// KV cache of one request, 10^9 bytes.
    pub kv_gb: Figure,
    /// What a request keeps whatever its length, recurrent state or windows, 10^9 bytes.
    #[serde(default = "nothing")]
    pub state_gb: Figure,
    /// Runtime, activations and fragmentation, 10^9 bytes.
    pub overhead_gb: Figure,
    /// What the engine may use for one copy, 10^9 bytes.
    pub usable_gb: Figure,
    /// What is left beside all of that with one request; below 0 it is missing.
    pub spare_gb: Figure,
    /// Requests that fit on the machine at the same time; `null` when nothing limits them, or when
    /// more than fits by its size ran.
    pub largest_concurrency: Option<Figure>,
    /// Accelerators that one copy uses.
    pub accelerators_per_copy: Figure,
    /// Groups of those that have layers of their own; the accelerators of a group share every layer.
    pub stages_per_copy: Figure,
    /// Copies on the machine.
    pub copies: Figure,
}

/// What reports without the figure mean.
const fn nothing() -> Figure {
    Figure(0.0)
}

/// What no engine on this machine can pass; each `null` when not known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RoofReport {
    /// Memory bandwidth of the machine.
    pub bandwidth_gb_per_s: Figure,
    /// Weights and KV cache that one token of one stream reads, 10^9 bytes.
    pub read_gb_per_token: Figure,
    /// Output tokens per second of one stream.
    pub one_stream_tokens_per_second: Option<Figure>,
    /// Prompt tokens per second of the machine with all of its dense 16-bit compute.
    pub prefill_tokens_per_second: Option<Figure>,
}

/// A measurement used.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MeasuredReport {
    /// `[concurrency, tokens per second of all streams together]`.
    pub decode_tokens_per_second: Vec<[Figure; 2]>,
    /// Prompt tokens per second; `null` when not measured.
    pub prefill_tokens_per_second: Option<Figure>,
    /// Prompt plus output when measured; `null` when not stated.
    pub context_tokens: Option<Figure>,
    /// Whether the rate includes the time of prompts.
    pub includes_prefill: bool,
    /// Whether a draft model guessed ahead.
    pub speculative: bool,
    /// Where it is from.
    pub source: SourceReport,
}

/// A calibration used.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CalibrationReport {
    /// Measured over modelled.
    pub factor: Figure,
    /// What that counts for, with so few measurements.
    pub effective_factor: Figure,
    /// Models measured.
    pub measurements: Figure,
    /// Requests in progress when measured.
    pub concurrency: Figure,
    /// Where it is from.
    pub source: SourceReport,
}

/// What fits where, and how fast.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MatrixReport {
    /// [`super::SCHEMA_VERSION`].
    pub schema_version: u32,
    /// The program.
    pub tool: Tool,
    /// The typical request.
    pub request: RequestReport,
    /// A machine and a model each.
    pub cells: Vec<CellReport>,
}

/// One model on one machine, in the quantization and on the engine that serve it best there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CellReport {
    /// The hardware profile.
    pub hardware: String,
    /// The model profile.
    pub model: String,
    /// The quantization; `null` when no engine runs any on this machine.
    pub quantization: Option<String>,
    /// The inference engine; `null` like the quantization.
    pub engine: Option<String>,
    /// Requests that fit at the same time; `null` when nothing limits them.
    pub largest_concurrency: Option<Figure>,
    /// Rates, a concurrency each.
    pub points: Vec<PointReport>,
    /// Why there is none.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<String>,
}
