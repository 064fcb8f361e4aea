//! Fields of what corrects the constants: engines, vendors, families. A factor that is not
//! written is 1.

use super::estimator_fields;
use super::shared_fields::*;

const QUANTIZATIONS_DOC: &str =
    "What it runs; an entry that ends in `*` stands for all that begin so.";

fields!(
    SHARED,
    [
        SOURCE =
            may(super::SOURCE.key, super::SOURCE.kind, super::SOURCE.example, super::SOURCE.doc),
        AS_OF = may(super::AS_OF.key, super::AS_OF.kind, super::AS_OF.example, super::AS_OF.doc),
        USABLE_MEMORY_SHARE = may(
            "usable_memory_share",
            SHARE,
            "0.9",
            "Share of the machine's memory that may be used; the shares of engine and family multiply.",
        ),
        LAYER_FACTOR = may(
            "layer_factor",
            RATIO,
            "1.4",
            "Factor on the time per layer and step of one stream.",
        ),
        PREFILL_FACTOR = may(
            "prefill_factor",
            RATIO,
            "1.2",
            "Factor on the share of compute that prompts use.",
        ),
        EFFICIENCY_FACTOR = may(
            "efficiency_factor",
            RATIO,
            "0.9",
            "Factor on the share of the bandwidth that is used.",
        ),
        KV_FACTOR =
            may("kv_factor", RATIO, "1.1", "Factor on that share when the KV cache is read."),
        UNPACK_FACTOR = may("unpack_factor", RATIO, "0.8", "Factor on the time to unpack weights."),
        EXPERT_PREFILL_FACTOR = may(
            "expert_prefill_factor",
            RATIO,
            "0.9",
            "Factor on what prompts of a mixture of experts use of their share.",
        ),
        CHUNK_FACTOR =
            may("chunk_factor", RATIO, "1.3", "Factor on the time per layer and step of prompts."),
        ATTENTION_FACTOR =
            may("attention_factor", RATIO, "2.5", "Factor on the attention of prompts."),
        BATCH_PEAK_FACTOR = may(
            "batch_peak_factor",
            RATIO,
            "2.9",
            "Factor on the compute share of further streams.",
        ),
        BATCH_SEQUENCE_FACTOR =
            may("batch_sequence_factor", RATIO, "0.6", "Factor on the time per further stream.",),
    ]
);

/// Fields of `[engine]`.
pub mod engine {
    use super::*;

    fields!(
        ALL,
        [
            FAMILIES = must(
                "families",
                Kind::Words(crate::profile::fields::shared_fields::FAMILIES),
                "[\"nv-geforce\"]",
                "Hardware that it runs on."
            ),
            QUANTIZATIONS =
                must("quantizations", Kind::Texts, "[\"q4_k_m\", \"ud_*\"]", QUANTIZATIONS_DOC),
            USABLE_MEMORY_SHARE = must(
                super::USABLE_MEMORY_SHARE.key,
                super::USABLE_MEMORY_SHARE.kind,
                super::USABLE_MEMORY_SHARE.example,
                super::USABLE_MEMORY_SHARE.doc
            ),
            MEMORY_OVERHEAD_GB = must(
                "memory_overhead_gb",
                Kind::Number(from(0.0, 1_000.0)),
                "1.0",
                "Memory of one accelerator for the runtime, activations and fragmentation.",
            ),
            CHUNK_TOKENS = may(
                "chunk_tokens",
                estimator_fields::TOKENS_IN_A_STEP,
                "512",
                "Prompt tokens in a step at most."
            ),
            EIGHT_BIT =
                may("eight_bit", Kind::Texts, "[\"fp8\"]", "Quantizations multiplied in 8 bit."),
            FOUR_BIT =
                may("four_bit", Kind::Texts, "[\"nvfp4\"]", "Quantizations multiplied in 4 bit."),
            KV_FACTOR,
            LAYER_FACTOR,
            PREFILL_FACTOR,
            EXPERT_PREFILL_FACTOR,
            CHUNK_FACTOR,
            BATCH_PEAK_FACTOR,
            BATCH_SEQUENCE_FACTOR,
            AS_OF,
            SOURCE,
            BASIS,
            NOTES,
        ]
    );
}

/// Fields of `[vendor]`.
pub mod vendor {
    use super::*;

    fields!(
        ALL,
        [
            LAYER_FACTOR,
            PREFILL_FACTOR,
            CHUNK_FACTOR,
            ATTENTION_FACTOR,
            BATCH_PEAK_FACTOR,
            AS_OF,
            SOURCE,
            BASIS,
            NOTES,
        ]
    );
}

/// Fields of `[family]`.
pub mod family {
    use super::*;

    fields!(
        ALL,
        [
            EFFICIENCY_FACTOR,
            UNPACK_FACTOR,
            PEAK_FACTOR = may(
                "peak_factor",
                RATIO,
                "2",
                "Peak over the stated 16-bit compute, which is with 32-bit accumulation."
            ),
            USABLE_MEMORY_SHARE,
            AS_OF,
            SOURCE,
            BASIS,
            NOTES,
        ]
    );
}

/// Fields of the `interval` of an engine on a family.
pub mod own_interval {
    use super::*;

    const KIND: Kind = Kind::Table(estimator_fields::spread::ALL);
    const EXAMPLE: &str = "{ low = 0.7, high = 1.4 }";

    fields!(
        ALL,
        [
            ONE_STREAM = may("one_stream", KIND, EXAMPLE, "One stream, modelled."),
            BATCH = may("batch", KIND, EXAMPLE, "Several streams, modelled."),
            PREFILL = may("prefill", KIND, EXAMPLE, "Prompts, modelled."),
        ]
    );
}

/// Fields of `[engine_family]`.
pub mod engine_family {
    use super::*;

    fields!(
        ALL,
        [
            LAYER_FACTOR,
            PREFILL_FACTOR,
            CHUNK_FACTOR,
            BATCH_PEAK_FACTOR,
            BATCH_SEQUENCE_FACTOR,
            INTERVAL = may(
                "interval",
                Kind::Table(own_interval::ALL),
                "{ batch = { low = 0.6, high = 1.4 } }",
                "80 % intervals of this engine on this family."
            ),
            QUANTIZATIONS = may("quantizations", Kind::Texts, "[\"fp8\"]", QUANTIZATIONS_DOC),
            AS_OF,
            SOURCE,
            BASIS,
            NOTES,
        ]
    );
}

/// Fields of `[interconnect]`.
pub mod interconnect {
    use super::*;

    fields!(
        ALL,
        [
            LAYER_MICROSECONDS =
                must("layer_microseconds", MICROSECONDS, "15", "Time per layer and step."),
            TOKEN_LAYER_MICROSECONDS =
                must("token_layer_microseconds", MICROSECONDS, "0.3", "Time per layer and token."),
            AS_OF,
            SOURCE,
            BASIS,
            NOTES,
        ]
    );
}
