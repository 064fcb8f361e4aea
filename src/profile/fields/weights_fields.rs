//! Fields of `[model]`.

pub use super::shared_fields::OUTPUT_FACTOR;
use super::shared_fields::*;

fields!(
    ALL,
    [
        NAME = must("name", Kind::Text, "\"Qwen3.8 27B\"", "What people call it."),
        ALIASES,
        PARAMETERS_BILLION = must(
            "parameters_billion",
            Kind::Number(above(0.0, 100_000.0)),
            "27.78",
            "Parameters, in billions.",
        ),
        ACTIVE_PARAMETERS_BILLION = must(
            "active_parameters_billion",
            Kind::Number(above(0.0, 100_000.0)),
            "27.78",
            "Parameters that one token uses, in billions; all of them in a dense model.",
        ),
        LAYERS = must(
            "layers",
            Kind::Whole(from(1.0, 10_000.0)),
            "64",
            "Transformer layers, each a mixer and a feed-forward part."
        ),
        EXPERTS =
            may("experts", Kind::Whole(from(2.0, 100_000.0)), "256", "Routed experts in a layer."),
        EXPERTS_PER_TOKEN = may(
            "experts_per_token",
            Kind::Whole(from(1.0, 100_000.0)),
            "8",
            "Routed experts that one token uses.",
        ),
        KV_BYTES_PER_TOKEN = must(
            "kv_bytes_per_token",
            Kind::Number(from(0.0, 1e9)),
            "65_536",
            "Bytes of KV cache per token of context, at 16 bit.",
        ),
        QUERY_HEADS_PER_KV_HEAD = may(
            "query_heads_per_kv_head",
            Kind::Number(above(0.0, 1_000.0)),
            "4",
            "Heads of queries for each head of the KV cache, 8 where not stated: num_attention_heads \
             over num_key_value_heads of the published configuration. Where the cache is compressed, \
             the operations of a prompt's attention per byte of it.",
        ),
        KV_HEADS = may(
            "kv_heads",
            Kind::Whole(from(1.0, 10_000.0)),
            "2",
            "Heads of the KV cache, 1 where it is compressed: of fewer than there are accelerators that \
             share layers each keeps one; enough for all where not stated.",
        ),
        STATE_MB_PER_REQUEST = may(
            "state_mb_per_request",
            Kind::Number(from(0.0, 1e6)),
            "66",
            "What a request keeps whatever its length, recurrent state or windows, in 10^6 bytes.",
        ),
        CONTEXT_TOKENS = must("context_tokens", Kind::Whole(TOKENS), "262_144", "Longest context."),
        MODALITIES = may(
            "modalities",
            Kind::Words(crate::model::MODALITIES),
            "[\"text\", \"image\"]",
            "Kinds of input accepted."
        ),
        TIER,
        INDEX,
        TIER_BASIS =
            may("tier_basis", Kind::Text, "\"index 33.7, 2026-10-06\"", "Why it is in that tier."),
        LICENSE = may("license", Kind::Text, "\"Apache-2.0\"", "The licence of the weights."),
        WEIGHTS_GB = must(
            "weights_gb",
            Kind::Sizes(above(0.0, 100_000.0)),
            "{ q4_k_m = 16.9, fp8 = 28.3 }",
            "Size of the weights by quantization, in 10^9 bytes.",
        ),
        OUTPUT_FACTOR,
        TOKENS_FACTOR = may(
            "tokens_factor",
            Kind::Number(TOKENIZER),
            "1.1",
            "Tokens handled per token of the workload (another tokenizer, more words).",
        ),
        AS_OF,
        SOURCE,
        BASIS,
        NOTES,
    ]
);
