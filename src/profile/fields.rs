//! The fields of what one chooses from: endpoints, machines, models and what was measured.

use crate::model::MODALITIES;

use super::schema::{Bounds, Field, Kind, above, from};

pub(super) const fn must(
    key: &'static str,
    kind: Kind,
    example: &'static str,
    doc: &'static str,
) -> Field {
    Field { key, kind, required: true, doc, example }
}

pub(super) const fn may(
    key: &'static str,
    kind: Kind,
    example: &'static str,
    doc: &'static str,
) -> Field {
    Field { key, kind, required: false, doc, example }
}

/// What a model can do, lowest first.
pub const TIERS: &[&str] = &["small", "mid", "frontier"];
/// Kinds of accelerators.
pub const FAMILIES: &[&str] = &[
    "nv-geforce",
    "nv-pro",
    "nv-dc",
    "nv-gb10",
    "nv-old",
    "apple",
    "amd-apu",
    "amd-radeon",
    "amd-dc",
    "igpu",
    "cpu",
    "other",
];

pub(super) const FRACTION: Bounds = from(0.0, 1.0);
const MONEY: Bounds = from(0.0, 100_000_000.0);
const RENT: Bounds = above(0.0, 100_000.0);
const POWER: Bounds = from(0.0, 1_000_000.0);
pub(super) const TOKENS: Bounds = above(0.0, 100_000_000.0);
// Slower or smaller is surely in another unit, and the fleet would be too large to count.
pub(super) const RATE: Bounds = from(0.001, 100_000_000.0);
const FACTOR: Bounds = from(0.01, 100.0);

pub(super) const AS_OF: Field =
    must("as_of", Kind::Date, "2026-11-11", "The day on which the numbers were true.");
pub(super) const SOURCE: Field = must(
    "source",
    Kind::Text,
    "\"https://example.com/prices\"",
    "Where the numbers are from: an address or the name of a publication.",
);
pub(super) const BASIS: Field = may(
    "basis",
    Kind::Text,
    "\"estimate: host power is a guess\"",
    "Which number nobody published, and how it was obtained; begins with `estimate:` or `old:`.",
);
pub(super) const NOTES: Field =
    may("notes", Kind::Text, "\"price rises in 2027\"", "What a user of these numbers must know.");

const INPUT_PRICE: Field =
    must("input_usd_per_mtok", Kind::TokenPrice, "0.10", "Price of a million input tokens.");
const CACHED_PRICE: Field = may(
    "cached_input_usd_per_mtok",
    Kind::TokenPrice,
    "0.01",
    "Price of a million cached input tokens; without it they are billed as input.",
);
const OUTPUT_PRICE: Field =
    must("output_usd_per_mtok", Kind::TokenPrice, "0.50", "Price of a million output tokens.");

/// Fields of `[api]`.
pub const API: &[Field] = &[
    must("provider", Kind::Text, "\"anthropic\"", "Who bills."),
    must("model", Kind::Text, "\"claude-haiku-5-5\"", "What the provider calls the model."),
    must("tier", Kind::Word(TIERS), "\"mid\"", "What the model can do."),
    may("tier_basis", Kind::Text, "\"index 43.0, 2026-10-08\"", "Why it is in that tier."),
    may(
        "serves",
        Kind::Name,
        "\"qwen3.8-27b\"",
        "The open-weight model profile it serves, which makes it that model's hosted twin.",
    ),
    may("modalities", Kind::Words(MODALITIES), "[\"text\", \"image\"]", "Kinds of input accepted."),
    may("context_tokens", Kind::Whole(TOKENS), "1_000_000", "Longest prompt plus output."),
    may("max_output_tokens", Kind::Whole(TOKENS), "128_000", "Longest output."),
    INPUT_PRICE,
    CACHED_PRICE,
    OUTPUT_PRICE,
    may("batch_discount", Kind::Number(FRACTION), "0.5", "Share off all prices in batch mode."),
    may(
        "long_context",
        Kind::Tables(LONG_CONTEXT),
        "[{ above_prompt_tokens = 100_000, input_usd_per_mtok = 0.50, output_usd_per_mtok = 2.50 }]",
        "Prices of every token of a request whose prompt is longer than the threshold.",
    ),
    may(
        "scheduled",
        Kind::Tables(SCHEDULED),
        "[{ from = 2027-01-01, input_usd_per_mtok = 0.20, output_usd_per_mtok = 1.0 }]",
        "Prices that replace the ones above from a date on.",
    ),
    may("free", Kind::Flag, "true", "Allows prices of zero: it really costs nothing."),
    may(
        "tokens_factor",
        Kind::Number(FACTOR),
        "1.3",
        "Tokens billed per token of the workload (another tokenizer, more words).",
    ),
    may(
        "time_to_first_token_seconds",
        Kind::Range(from(0.0, 10_000.0)),
        "0.6",
        "Wait for the first token.",
    ),
    may(
        "decode_tokens_per_second",
        Kind::Range(RATE),
        "80",
        "Speed of one stream after the first token.",
    ),
    AS_OF,
    SOURCE,
    BASIS,
    NOTES,
];

const LONG_CONTEXT: &[Field] = &[
    must(
        "above_prompt_tokens",
        Kind::Whole(TOKENS),
        "100_000",
        "Longest prompt, cached tokens included, at the ordinary prices.",
    ),
    INPUT_PRICE,
    CACHED_PRICE,
    OUTPUT_PRICE,
];

const SCHEDULED: &[Field] = &[
    must("from", Kind::Date, "2027-01-01", "The first day of these prices."),
    INPUT_PRICE,
    CACHED_PRICE,
    OUTPUT_PRICE,
];

/// Fields of `[hardware]`.
pub const HARDWARE: &[Field] = &[
    must("name", Kind::Text, "\"RTX 3090 24 GB in a desktop\"", "What people call it."),
    must("family", Kind::Word(FAMILIES), "\"nv-geforce\"", "What kind of accelerator it has."),
    must("gpus", Kind::Whole(from(1.0, 1_024.0)), "1", "Number of accelerators."),
    may(
        "interconnect",
        Kind::Word(&["nvlink", "pcie"]),
        "\"pcie\"",
        "How several accelerators talk to each other.",
    ),
    must(
        "memory_gb",
        Kind::Number(above(0.0, 1_000_000.0)),
        "24",
        "Memory that models can use, total over all accelerators.",
    ),
    must(
        "memory_bandwidth_gb_per_s",
        Kind::Number(above(0.0, 10_000_000.0)),
        "936",
        "Memory bandwidth, total over all accelerators.",
    ),
    may(
        "fp16_tflops",
        Kind::Number(above(0.0, 10_000_000.0)),
        "71.2",
        "Dense 16-bit compute, total over all accelerators.",
    ),
    may(
        "fp8_tflops",
        Kind::Number(above(0.0, 10_000_000.0)),
        "284",
        "Dense 8-bit compute, total over all accelerators.",
    ),
    may(
        "price_usd",
        Kind::Range(MONEY),
        "{ low = 700, typical = 950, high = 1_210 }",
        "All accelerators, or the whole system where it is sold as one.",
    ),
    may("host_usd", Kind::Number(MONEY), "700", "Everything else that makes it a machine."),
    must(
        "power_idle_watts",
        Kind::Range(POWER),
        "75",
        "Whole machine at the wall, on and waiting.",
    ),
    must("power_load_watts", Kind::Range(POWER), "420", "Whole machine at the wall, at work."),
    may(
        "sleep_watts",
        Kind::Number(POWER),
        "3",
        "Whole machine at the wall when it sleeps between requests; without it, it never sleeps.",
    ),
    must(
        "life_months",
        Kind::Number(from(1.0, 600.0)),
        "36",
        "Time over which the purchase is written off.",
    ),
    may(
        "resale_fraction",
        Kind::Range(FRACTION),
        "{ low = 0.0, typical = 0.25, high = 0.55 }",
        "Share of the whole purchase that the machine fetches in the end; without it, nothing.",
    ),
    may(
        "rent_usd_per_hour",
        Kind::Range(RENT),
        "{ low = 0.18, typical = 0.22, high = 0.39 }",
        "Rent of one whole machine, on demand.",
    ),
    may(
        "rent_spot_usd_per_hour",
        Kind::Range(RENT),
        "0.12",
        "Rent of one whole machine that its owner may take back.",
    ),
    may(
        "rent_reserved_usd_per_hour",
        Kind::Range(RENT),
        "0.17",
        "Rent of one whole machine under a long contract.",
    ),
    may("rent_as_of", Kind::Date, "2026-09-15", "The day of the rent, if it is another."),
    may(
        "rent_source",
        Kind::Text,
        "\"https://example.com\"",
        "Where the rent is from, if elsewhere.",
    ),
    may(
        "hosting_usd_per_month",
        Kind::Number(MONEY),
        "120",
        "Space, network and hands for one machine.",
    ),
    may(
        "maintenance_usd_per_month",
        Kind::Number(MONEY),
        "15",
        "Repairs and spare parts of one machine.",
    ),
    AS_OF,
    SOURCE,
    BASIS,
    NOTES,
];

/// Fields of `[model]`.
pub const MODEL: &[Field] = &[
    must("name", Kind::Text, "\"Qwen3.8 27B\"", "What people call it."),
    must(
        "parameters_billion",
        Kind::Number(above(0.0, 100_000.0)),
        "27.78",
        "Parameters, in billions.",
    ),
    must(
        "active_parameters_billion",
        Kind::Number(above(0.0, 100_000.0)),
        "27.78",
        "Parameters that one token uses, in billions; all of them in a dense model.",
    ),
    must("layers", Kind::Whole(from(1.0, 10_000.0)), "64", "Transformer layers."),
    may("experts", Kind::Whole(from(2.0, 100_000.0)), "256", "Routed experts in a layer."),
    may(
        "experts_per_token",
        Kind::Whole(from(1.0, 100_000.0)),
        "8",
        "Routed experts that one token uses.",
    ),
    must(
        "kv_bytes_per_token",
        Kind::Number(from(0.0, 1e9)),
        "65_536",
        "Bytes of KV cache per token of context, at 16 bit.",
    ),
    must("context_tokens", Kind::Whole(TOKENS), "262_144", "Longest context."),
    may("modalities", Kind::Words(MODALITIES), "[\"text\", \"image\"]", "Kinds of input accepted."),
    must("tier", Kind::Word(TIERS), "\"mid\"", "What the model can do."),
    may("tier_basis", Kind::Text, "\"index 33.7, 2026-10-06\"", "Why it is in that tier."),
    may("license", Kind::Text, "\"Apache-2.0\"", "The licence of the weights."),
    must(
        "weights_gb",
        Kind::Sizes(above(0.0, 100_000.0)),
        "{ q4_k_m = 16.9, fp8 = 28.3 }",
        "Size of the weights by quantization, in 10^9 bytes.",
    ),
    may(
        "tokens_factor",
        Kind::Number(FACTOR),
        "1.1",
        "Tokens handled per token of the workload (another tokenizer, more words).",
    ),
    AS_OF,
    SOURCE,
    BASIS,
    NOTES,
];

/// Fields of `[throughput]`.
pub const THROUGHPUT: &[Field] = &[
    may(
        "prefill_tokens_per_second",
        Kind::Number(RATE),
        "1150",
        "Prompt tokens processed per second by the whole machine.",
    ),
    must(
        "decode_tokens_per_second",
        Kind::Curve,
        "[[1, 35.0], [8, 190.0]]",
        "Output tokens per second of all requests together, by number of requests in progress.",
    ),
    may("context_tokens", Kind::Whole(TOKENS), "2048", "Prompt plus output when measured."),
    may("prompt_tokens", Kind::Whole(from(0.0, 1e8)), "1024", "Prompt of the measurement."),
    may("output_tokens", Kind::Whole(from(0.0, 1e8)), "1024", "Output of the measurement."),
    may(
        "includes_prefill",
        Kind::Flag,
        "true",
        "The rate is output over the time of whole requests, prompts included; then \
         `prompt_tokens` and `output_tokens` are needed.",
    ),
    may(
        "tensor_parallel",
        Kind::Whole(from(1.0, 1_024.0)),
        "2",
        "Accelerators that shared every layer; without it, as few as hold the model are taken to.",
    ),
    may(
        "pipeline_stages",
        Kind::Whole(from(1.0, 1_024.0)),
        "2",
        "Groups of accelerators that had different layers; what is left of the machine ran copies.",
    ),
    may("speculative", Kind::Flag, "true", "A draft model guessed ahead."),
    may(
        "ran",
        Kind::Flag,
        "true",
        "Whether it ran on this very machine, a part of the weights in main memory perhaps; what \
         ran fits, whatever the sizes say. Without it, true.",
    ),
    AS_OF,
    SOURCE,
    BASIS,
    NOTES,
];
