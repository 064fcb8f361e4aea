//! Fields of `[throughput]`.

use super::shared_fields::*;

fields!(
    ALL,
    [
        PREFILL_TOKENS_PER_SECOND = may(
            "prefill_tokens_per_second",
            Kind::Number(RATE),
            "1150",
            "Prompt tokens processed per second by the whole machine.",
        ),
        DECODE_TOKENS_PER_SECOND = must(
            "decode_tokens_per_second",
            Kind::Curve,
            "[[1, 35.0], [8, 190.0]]",
            "Output tokens per second of all requests together, by number of requests in progress.",
        ),
        CONTEXT_TOKENS =
            may("context_tokens", Kind::Whole(TOKENS), "2048", "Prompt plus output when measured."),
        PROMPT_TOKENS =
            may("prompt_tokens", Kind::Whole(from(0.0, 1e8)), "1024", "Prompt of the measurement."),
        OUTPUT_TOKENS =
            may("output_tokens", Kind::Whole(from(0.0, 1e8)), "1024", "Output of the measurement."),
        INCLUDES_PREFILL = may(
            "includes_prefill",
            Kind::Flag,
            "true",
            "The rate is output over the time of whole requests, prompts included; then \
         `prompt_tokens` and `output_tokens` are needed.",
        ),
        TENSOR_PARALLEL = may(
            "tensor_parallel",
            Kind::Whole(from(1.0, 1_024.0)),
            "2",
            "Accelerators that shared every layer; without it, as few as hold the model are taken to.",
        ),
        PIPELINE_STAGES = may(
            "pipeline_stages",
            Kind::Whole(from(1.0, 1_024.0)),
            "2",
            "Groups of accelerators that had different layers; what is left of the machine ran copies.",
        ),
        SPREAD_PERCENT = may(
            "spread_percent",
            Kind::Number(from(0.0, 60.0)),
            "4",
            "How much a rate differed from run to run: its standard deviation.",
        ),
        SPECULATIVE = may("speculative", Kind::Flag, "true", "A draft model guessed ahead."),
        RAN = may(
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
    ]
);
