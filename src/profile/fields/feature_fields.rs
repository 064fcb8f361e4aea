//! Fields of `[feature]` and `[gain]`.

use super::shared_fields::*;

/// Words of [`crate::feature::Effect`].
const EFFECTS: &[&str] =
    &["speculation", "kv-cache", "experts-in-main-memory", "expert-parallel", "layer-split"];

fields!(
    ALL,
    [
        DOES = must(
            "does",
            Kind::Text,
            "\"guesses ahead with a small draft model\"",
            "What it does, in a few words.",
        ),
        EFFECT = must("effect", Kind::Word(EFFECTS), "\"speculation\"", "What it acts on."),
        ENGINES = must(
            "engines",
            Kind::Texts,
            "[\"vllm\", \"sglang\"]",
            "Engines that have it; an entry that ends in `*` stands for all that begin so.",
        ),
        KV_FACTOR = may(
            "kv_factor",
            SHARE,
            "0.5",
            "Bytes of the KV cache over those at 16 bit; without it, 1.",
        ),
        EXTRA_LAYERS = may(
            "extra_layers",
            Kind::Number(from(0.0, 100.0)),
            "1",
            "Layers that it adds to the model, weights and KV cache alike.",
        ),
        MAIN_MEMORY_EFFICIENCY = may(
            "main_memory_efficiency",
            SHARE,
            "0.7",
            "Share of the main memory's bandwidth at which experts are read; without it, 1.",
        ),
        INTERVAL = may(
            "interval",
            Kind::Table(super::estimator_fields::spread::ALL),
            "{ low = 0.7, high = 1.6 }",
            "80 % interval that it adds to a decode rate where its gain is not stated, as factors.",
        ),
        AS_OF,
        SOURCE,
        BASIS,
        NOTES,
    ]
);

/// Fields of `[gain]`.
pub mod gain {
    use super::*;

    fields!(
        ALL,
        [
            MODELS = must(
                "models",
                Kind::Texts,
                "[\"qwen3.6-27b\"]",
                "Models that it was measured on, or that have the same layers.",
            ),
            ENGINES = may(
                "engines",
                Kind::Texts,
                "[\"llama.cpp\"]",
                "Engines that it was measured on; without it, every one that has the feature.",
            ),
            DECODE = must(
                "decode",
                Kind::Tables(point::ALL),
                "[{ streams = 1, gain = { low = 2.5, typical = 2.6, high = 2.7 } }]",
                "The gain by streams, fewest first. Between two it goes by the logarithm of the \
                 streams; from four times the last on there is none.",
            ),
            AS_OF,
            SOURCE,
            BASIS,
            NOTES,
        ]
    );
}

/// Fields of an entry of a gain's `decode`.
pub mod point {
    use super::*;

    fields!(
        ALL,
        [
            STREAMS = must(
                "streams",
                Kind::Number(from(1.0, 1e6)),
                "16",
                "Streams on one copy of the model.",
            ),
            GAIN = must(
                "gain",
                Kind::Range(above(0.0, 100.0)),
                "1.9",
                "Decode rate with the feature over that without.",
            ),
        ]
    );
}
