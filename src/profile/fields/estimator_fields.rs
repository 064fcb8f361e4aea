//! Fields of `[estimator]`: the throughput model's constants.

use super::shared_fields::*;

/// Prompt tokens in a step.
pub const TOKENS_IN_A_STEP: Kind = Kind::Number(from(1.0, 1e6));
const SPREAD_EXAMPLE: &str = "{ low = 0.7, high = 1.4 }";

fields!(
    ALL,
    [
        ONE_STREAM = must(
            "one_stream",
            Kind::Table(one_stream::ALL),
            "{ efficiency = 0.9 }",
            "Time of one stream."
        ),
        PREFILL = must(
            "prefill",
            Kind::Table(prefill::ALL),
            "{ peak_fraction = 0.4 }",
            "Time of prompts."
        ),
        BATCH = must(
            "batch",
            Kind::Table(batch::ALL),
            "{ peak_fraction = 0.2 }",
            "Several streams in a step."
        ),
        GAIN = must(
            "gain",
            Kind::Table(gain::ALL),
            "{ eight_bit = 1.3, four_bit = 1.5 }",
            "How much faster narrow numbers are multiplied than 16-bit ones, where hardware can.",
        ),
        INTERVAL = must(
            "interval",
            Kind::Table(interval::ALL),
            "{ batch = { low = 0.6, high = 1.4 } }",
            "80 % intervals.",
        ),
        CALIBRATION = must(
            "calibration",
            Kind::Table(prior::ALL),
            "{ prior_measurements = 0.5 }",
            "How far a measurement corrects the model.",
        ),
        AS_OF,
        SOURCE,
        BASIS,
        NOTES,
    ]
);

/// Fields of `calibration`.
pub mod prior {
    use super::*;

    fields!(
        ALL,
        [PRIOR_MEASUREMENTS = must(
            "prior_measurements",
            RATIO,
            "0.5",
            "A factor from n measurements counts with the exponent n / (n + this).",
        ),]
    );
}

/// Fields of `one_stream`.
pub mod one_stream {
    use super::*;

    fields!(
        ALL,
        [
            EFFICIENCY = must(
                "efficiency",
                SHARE,
                "0.92",
                "Share of the memory bandwidth at which weights are read."
            ),
            KV_EFFICIENCY = must(
                "kv_efficiency",
                RATIO,
                "0.8",
                "Further factor on it when the KV cache is read."
            ),
            LAYER_MICROSECONDS =
                must("layer_microseconds", MICROSECONDS, "97", "Time per layer and step."),
            EXPERT_LAYER_MICROSECONDS = must(
                "expert_layer_microseconds",
                MICROSECONDS,
                "50",
                "Further time per layer and step of a mixture of experts."
            ),
            UNPACK = must(
                "unpack",
                Kind::Number(from(0.0, 1_000.0)),
                "5.7",
                "Time to unpack weights, in units of 2 x parameters / 16-bit compute.",
            ),
        ]
    );
}

/// Fields of `prefill`.
pub mod prefill {
    use super::*;

    fields!(
        ALL,
        [
            PEAK_FRACTION =
                must("peak_fraction", SHARE, "0.4", "Share of the 16-bit peak that prompts use."),
            MOE_FACTOR =
                must("moe_factor", RATIO, "0.74", "Further factor on it for a mixture of experts."),
            WEIGHT_READ =
                must("weight_read", RATIO, "1.3", "Reads of all weights per chunk of the prompt."),
            EXPERT_PAD_TOKENS = may(
                "expert_pad_tokens",
                Kind::Number(from(0.0, 100_000.0)),
                "32",
                "Rows that every routed expert multiplies beside its tokens in a step; none where not stated.",
            ),
            ACTIVATION_BYTES = may(
                "activation_bytes",
                Kind::Number(from(0.0, 100_000.0)),
                "60",
                "Bytes beside the weights that a token of a prompt moves, per layer and unit of its width; none where not stated.",
            ),
            CHUNK_LAYER_MICROSECONDS =
                must("chunk_layer_microseconds", MICROSECONDS, "700", "Time per layer and step."),
            ATTENTION =
                must("attention", RATIO, "0.7", "Attention, in units of its 16-bit arithmetic."),
            CHUNK_TOKENS =
                must("chunk_tokens", TOKENS_IN_A_STEP, "2048", "Prompt tokens in a step at most."),
        ]
    );
}

/// Fields of `batch`.
pub mod batch {
    use super::*;

    fields!(
        ALL,
        [
            PEAK_FRACTION = must(
                "peak_fraction",
                SHARE,
                "0.2",
                "Share of the 16-bit compute of further streams."
            ),
            SEQUENCE_LAYER_MICROSECONDS = must(
                "sequence_layer_microseconds",
                MICROSECONDS,
                "1.0",
                "Time per layer and further stream of a step.",
            ),
        ]
    );
}

/// Fields of `gain`.
pub mod gain {
    use super::*;

    fields!(
        ALL,
        [
            EIGHT_BIT = must("eight_bit", RATIO, "1.3", "Speed of 8-bit arithmetic."),
            FOUR_BIT = must("four_bit", RATIO, "1.5", "Speed of 4-bit arithmetic."),
        ]
    );
}

/// Fields of each `interval`.
pub mod spread {
    use super::*;

    fields!(
        ALL,
        [
            LOW = must("low", SHARE, "0.7", "Low end over the point."),
            HIGH = must("high", Kind::Number(from(1.0, 100.0)), "1.4", "High end over the point."),
        ]
    );
}

/// Fields of `interval`.
pub mod interval {
    use super::*;

    fields!(
        ALL,
        [
            ONE_STREAM = must(
                "one_stream",
                Kind::Table(spread::ALL),
                SPREAD_EXAMPLE,
                "One stream, modelled."
            ),
            BATCH = must(
                "batch",
                Kind::Table(spread::ALL),
                SPREAD_EXAMPLE,
                "Several streams, modelled."
            ),
            PREFILL =
                must("prefill", Kind::Table(spread::ALL), SPREAD_EXAMPLE, "Prompts, modelled."),
            CALIBRATED = must(
                "calibrated",
                Kind::Table(spread::ALL),
                SPREAD_EXAMPLE,
                "Corrected by a measurement."
            ),
            MEASURED = must(
                "measured",
                Kind::Table(spread::ALL),
                SPREAD_EXAMPLE,
                "Measured by somebody else."
            ),
        ]
    );
}
