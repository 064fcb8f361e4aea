//! The fields of the throughput model's constants. A factor that is not written is 1.

use super::fields::{AS_OF, BASIS, FAMILIES, NOTES, SOURCE, may, must};
use super::schema::{Bounds, Field, Kind, above, from};

const SHARE: Kind = Kind::Number(above(0.0, 1.0));
const POSITIVE: Bounds = above(0.0, 1_000.0);
const FACTOR: Kind = Kind::Number(POSITIVE);
const MICROSECONDS: Kind = Kind::Number(from(0.0, 1e6));

const ORIGIN: Field = may("source", SOURCE.kind, SOURCE.example, SOURCE.doc);
const DATE: Field = may("as_of", AS_OF.kind, AS_OF.example, AS_OF.doc);

const QUANTIZATIONS_DOC: &str =
    "What it runs; an entry that ends in `*` stands for all that begin so.";
const USABLE: Field = may(
    "usable_memory_share",
    SHARE,
    "0.9",
    "Share of the machine's memory that may be used; the shares of engine and family multiply.",
);
const LAYER: Field =
    may("layer_factor", FACTOR, "1.4", "Factor on the time per layer and step of one stream.");
const PREFILL: Field =
    may("prefill_factor", FACTOR, "1.2", "Factor on the share of compute that prompts use.");

/// Fields of `[estimator]`.
pub const ESTIMATOR: &[Field] = &[
    must("one_stream", Kind::Table(ONE_STREAM), "{ efficiency = 0.9 }", "Time of one stream."),
    must("prefill", Kind::Table(PROMPTS), "{ peak_fraction = 0.4 }", "Time of prompts."),
    must("batch", Kind::Table(BATCH), "{ peak_fraction = 0.2 }", "Several streams in a step."),
    must(
        "interval",
        Kind::Table(INTERVALS),
        "{ batch = { low = 0.6, high = 1.4 } }",
        "80 % intervals.",
    ),
    must(
        "calibration",
        Kind::Table(&[must(
            "prior_measurements",
            FACTOR,
            "0.5",
            "A factor from n measurements counts with the exponent n / (n + this).",
        )]),
        "{ prior_measurements = 0.5 }",
        "How far a measurement corrects the model.",
    ),
    may(
        "batch_measured_engines",
        Kind::Texts,
        "[\"vllm\"]",
        "Engines with several streams among the data of the fit.",
    ),
    may(
        "batch_measured_families",
        Kind::Words(FAMILIES),
        "[\"nv-dc\"]",
        "Families of hardware with several streams among the data of the fit.",
    ),
    AS_OF,
    SOURCE,
    BASIS,
    NOTES,
];

const ONE_STREAM: &[Field] = &[
    must("efficiency", SHARE, "0.92", "Share of the memory bandwidth at which weights are read."),
    must("kv_efficiency", FACTOR, "0.8", "Further factor on it when the KV cache is read."),
    must("layer_microseconds", MICROSECONDS, "97", "Time per layer and step."),
    must(
        "unpack",
        Kind::Number(from(0.0, 1_000.0)),
        "5.7",
        "Time to unpack weights, in units of 2 x parameters / 16-bit compute.",
    ),
];

const PROMPTS: &[Field] = &[
    must("peak_fraction", SHARE, "0.4", "Share of the 16-bit compute that prompts use."),
    must("moe_factor", FACTOR, "0.74", "Further factor on it for a mixture of experts."),
    must("weight_read", FACTOR, "1.3", "Reads of all weights per chunk of the prompt."),
    must("chunk_layer_microseconds", MICROSECONDS, "1500", "Time per layer and chunk."),
    must("attention", FACTOR, "0.7", "Attention, in units of its 16-bit arithmetic."),
    must("chunk_tokens", Kind::Number(from(1.0, 1e6)), "512", "The longest chunk."),
];

const BATCH: &[Field] = &[
    must("peak_fraction", SHARE, "0.2", "Share of the 16-bit compute of further streams."),
    must(
        "sequence_layer_microseconds",
        MICROSECONDS,
        "1.0",
        "Time per layer and further stream of a step.",
    ),
    must("prefill_factor", FACTOR, "1.9", "Speed of many prompts in progress over one alone."),
];

const SPREAD: &[Field] = &[
    must("low", SHARE, "0.7", "Low end over the point."),
    must("high", Kind::Number(from(1.0, 100.0)), "1.4", "High end over the point."),
];

const SPREAD_EXAMPLE: &str = "{ low = 0.7, high = 1.4 }";
const INTERVALS: &[Field] = &[
    must("one_stream", Kind::Table(SPREAD), SPREAD_EXAMPLE, "One stream, modelled."),
    must("batch", Kind::Table(SPREAD), SPREAD_EXAMPLE, "Several streams, modelled."),
    must("prefill", Kind::Table(SPREAD), SPREAD_EXAMPLE, "Prompts, modelled."),
    must("calibrated", Kind::Table(SPREAD), SPREAD_EXAMPLE, "Corrected by a measurement."),
    must("measured", Kind::Table(SPREAD), SPREAD_EXAMPLE, "Measured by somebody else."),
];

/// Fields of `[engine]`.
pub const ENGINE: &[Field] = &[
    must("families", Kind::Words(FAMILIES), "[\"nv-geforce\"]", "Hardware that it runs on."),
    must("quantizations", Kind::Texts, "[\"q4_k_m\", \"ud_*\"]", QUANTIZATIONS_DOC),
    must("usable_memory_share", USABLE.kind, USABLE.example, USABLE.doc),
    must(
        "memory_overhead_gb",
        Kind::Number(from(0.0, 1_000.0)),
        "1.0",
        "Memory of one accelerator for the runtime, activations and fragmentation.",
    ),
    LAYER,
    PREFILL,
    may("batch_peak_factor", FACTOR, "2.9", "Factor on the compute share of further streams."),
    may("batch_sequence_factor", FACTOR, "0.6", "Factor on the time per further stream."),
    may("batch_prefill_factor", FACTOR, "2.2", "Factor on the speed of many prompts over one."),
    DATE,
    ORIGIN,
    BASIS,
    NOTES,
];

/// Fields of `[vendor]`.
pub const VENDOR: &[Field] = &[LAYER, PREFILL, DATE, ORIGIN, BASIS, NOTES];

/// Fields of `[family]`.
pub const FAMILY: &[Field] = &[
    may("unpack_factor", FACTOR, "0.8", "Factor on the time to unpack weights."),
    USABLE,
    DATE,
    ORIGIN,
    BASIS,
    NOTES,
];

/// Fields of `[engine_family]`.
pub const ENGINE_FAMILY: &[Field] = &[
    LAYER,
    PREFILL,
    may("quantizations", Kind::Texts, "[\"fp8\"]", QUANTIZATIONS_DOC),
    may("caution", Kind::Text, "\"no measurement\"", "What is said when a modelled rate is used."),
    DATE,
    ORIGIN,
    BASIS,
    NOTES,
];

/// Fields of `[interconnect]`.
pub const INTERCONNECT: &[Field] = &[
    must("layer_microseconds", MICROSECONDS, "15", "Time per layer and step."),
    must("token_layer_microseconds", MICROSECONDS, "0.3", "Time per layer and token."),
    DATE,
    ORIGIN,
    BASIS,
    NOTES,
];

/// Fields of `[calibration]`.
pub const CALIBRATION: &[Field] = &[
    must("factor", FACTOR, "0.87", "Measured over modelled, geometric mean over the models."),
    must("measurements", Kind::Whole(from(1.0, 10_000.0)), "2", "Number of models measured."),
    must("concurrency", Kind::Number(from(1.0, 1e6)), "1", "Requests in progress when measured."),
    AS_OF,
    SOURCE,
    BASIS,
    NOTES,
];
