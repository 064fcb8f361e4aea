//! What the tables do not say of the shape of a model.

use breakeven::model::Heads;

/// Heads of queries for each head of the KV cache, `num_attention_heads / num_key_value_heads` of the
/// published configurations. DeepSeek V2 and V3 and GLM 4.7 Flash keep a compressed cache, of which a
/// prompt makes full heads: `2 heads (qk + v) / 2 (rank + rope)` operations per byte.
/// Of those that are not here they are 8, or nobody says.
const QUERIES: [(f64, &[&str]); 12] = [
    (1.0, &["Llama-2-7B", "DeepSeek-Coder-6.7B", "SmolLM2-1.7B", "dots.llm1"]),
    (2.0, &["Gemma-2-2B", "Gemma-2-9B", "Gemma-3-4B", "Gemma-3-12B", "Gemma-3-27B", "Qwen3-1.7B"]),
    (3.0, &["Llama-3.2-3B", "Phi-4-mini", "Phi-mini-3.8B"]),
    (
        4.0,
        &[
            "Gemma-3-1B",
            "Hunyuan-A13B",
            "LFM2-1.2B",
            "LFM2-2.6B",
            "LFM2-24B-A2B",
            "LFM2-8B-A1B",
            "Llama-3.1-8B",
            "Llama-3.2-1B",
            "Llama-3.x-8B",
            "Ministral-3-14B",
            "Ministral-3-3B",
            "Ministral-3-8B",
            "Mistral-7B",
            "Mistral-Small-24B",
            "Mixtral-8x7B",
            "Qwen3-4B",
            "Qwen3-8B",
            "Qwen3.5-2B",
            "Qwen3.5-4B",
            "Qwen3.5-9B",
            "SmolLM3-3B",
        ],
    ),
    (
        5.0,
        &[
            "AFM-4.5B",
            "ERNIE-4.5-21B-A3B",
            "Llama-4-Maverick",
            "Llama-4-Scout",
            "Nemotron-3-Nano-4B",
            "Qwen2.5-14B",
            "Qwen2.5-32B",
            "Qwen3-14B",
        ],
    ),
    (6.0, &["MiniMax-M2", "MiniMax-M2.5", "Qwen-27B", "Qwen2.5-1.5B", "Qwen3.5/3.6/3.8-27B"]),
    (7.0, &["Qwen2.5-7B"]),
    (8.9, &["DeepSeek-V2-Lite"]),
    (
        12.0,
        &[
            "GLM-4.5-Air",
            "GLM-4.6",
            "GLM-4.6/4.7",
            "Mistral-Medium-3.5-128B",
            "Qwen3-Coder-480B",
            "Qwen3-Coder-480B-A35B",
        ],
    ),
    (
        16.0,
        &[
            "Llama-3.1-405B",
            "Nemotron-3-Nano-30B-A3B",
            "Nemotron-3-Super",
            "Nemotron-3-Super-120B-A12B",
            "Qwen3-235B-A22B",
            "Qwen3.5-122B-A10B",
            "Qwen3.5-397B-A17B",
        ],
    ),
    (17.8, &["GLM-4.7-Flash"]),
    (71.0, &["DeepSeek-671B", "DeepSeek-V3/R1"]),
];

/// Heads of the KV cache where they are fewer than accelerators shared layers in a row; 1 where it is
/// compressed.
const FEW: [(f64, &[&str]); 2] = [
    (1.0, &["DeepSeek-671B", "DeepSeek-V2-Lite", "DeepSeek-V4-Flash", "GLM-4.7-Flash"]),
    (2.0, &["Nemotron-3-Super-120B-A12B", "Qwen3-Next-80B-A3B", "Qwen3.5-397B-A17B"]),
];

/// The heads of a model.
pub fn heads(model: &str) -> Heads {
    let known = |of: &[(f64, &[&str])], unknown: f64| {
        let found = of.iter().find(|(_, models)| models.contains(&model));
        found.map_or(unknown, |(heads, _)| *heads)
    };
    let Heads { queries, cache } = Heads::UNKNOWN;
    Heads { queries: known(&QUERIES, queries), cache: known(&FEW, cache) }
}
