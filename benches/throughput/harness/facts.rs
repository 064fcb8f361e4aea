//! What is known of the measurements besides the tables, and which of them say too little to be used.
//! Every rule is in terms of what a source says, none of how far its rows are off.

use super::row::{Kind, Row};

/// The source whose scripts are public: <https://github.com/SemiAnalysisAI/InferenceX>, `benchmarks/`.
pub const SCRIPTED: &str = "inferencex-main";
/// The one model of it that is from elsewhere, with lengths that are exact.
const ELSEWHERE: &str = "Llama-3.1-8B";
/// `--random-range-ratio 0.8`: lengths are spread evenly from 80 to 100 % of what is asked.
const MEAN_LENGTH: f64 = 0.9;
/// Since then the scripts of MiniMax ask for an 8-bit KV cache, except on B200 with 8-bit weights.
const NARROW_SINCE: f64 = 2026.2;

/// Bytes of KV cache over those of the tables: half where the scripts of a run ask for 8 bit
/// (`--kv-cache-dtype fp8`, `kv_cache_config: dtype: fp8`); twice for Gemma 2 in MLX, which keeps all of
/// the context in every layer, where the tables count the half without windows
/// (<https://github.com/ml-explore/mlx-lm>, `mlx_lm/models/gemma2.py`).
pub fn kv_factor(row: &Row) -> f64 {
    if row.engine == "mlx" && row.model.starts_with("Gemma-2-") {
        return 2.0;
    }
    let is_narrow = match &*row.model {
        _ if row.source != SCRIPTED => false,
        "Llama-3.1-70B" => true,
        "DeepSeek-671B" => row.engine == "tensorrt-llm" || row.hardware != "h200-sxm",
        "MiniMax-M2.5" => {
            row.year > NARROW_SINCE && (row.hardware != "b200" || row.quantization == "fp4")
        }
        _ => false,
    };
    if is_narrow { 0.5 } else { 1.0 }
}

/// Whether the time to the first token is that of a prompt. For Llama 70B in TensorRT-LLM with lengths of
/// 1,024 on fewer than 8 GPUs the scripts let prompts wait for others for up to 20 steps
/// (`batch_wait_timeout_iters: 20`).
pub fn is_prompt_timed(row: &Row, asked: f64) -> bool {
    let waits = row.source == SCRIPTED
        && row.engine == "tensorrt-llm"
        && row.model == "Llama-3.1-70B"
        && row.layout.tensor_parallel < 8.0
        && asked == 1_024.0
        && row.request.output_tokens == 1_024.0;
    !waits
}

/// Tokens of a prompt on average over those that the table states. The rate of the table is for the
/// stated output, from the time between tokens.
pub fn prompt_factor(row: &Row) -> f64 {
    if row.source == SCRIPTED && row.model != ELSEWHERE { MEAN_LENGTH } else { 1.0 }
}

/// Layers of a model over those that its table states: in Nemotron 3 each is a mixer or experts, of
/// which other models have both in a layer.
pub fn layer_factor(model: &str) -> f64 {
    if model.starts_with("Nemotron-3") { 0.5 } else { 1.0 }
}

/// Cards of this source were held at 220 of their 350 W: what that leaves of their compute, and of
/// the bandwidth that they make use of.
pub fn powered(source: &str) -> f64 {
    if source == "4x3090-archive" { (220.0_f64 / 350.0).powf(0.75) } else { 1.0 }
}

/// Prompt tokens in a step at most, where a source ran another number than the engine does by itself:
/// `n_ubatch` is 2,048 in `benches/dgx-spark.md` of <https://github.com/ggml-org/llama.cpp> and, but for one
/// backend of five with 1,024, in `docs/toolbox-performance-results.json` of
/// <https://github.com/kyuz0/amd-strix-halo-toolboxes>.
pub fn chunk_tokens(source: &str) -> Option<f64> {
    matches!(source, "ggml-dgx-spark" | "kyuz0-strix").then_some(2_048.0)
}

/// Whether a source timed a setup with several backends and builds of its own choice: the fastest is
/// what anybody would use. Elsewhere several runs are of several people, and the middle one counts.
pub fn has_backends(source: &str) -> bool {
    matches!(source, "lhl-strix" | "kyuz0-strix")
}

/// Whether a source names a chip without its variant: models that are larger than the memory of an M1
/// or M4 ran on it.
pub fn is_unclear(source: &str, hardware: &str) -> bool {
    source == "localmaxxing" && matches!(hardware, "m1" | "m4")
}

/// Longer prompts take a time that matters.
const LONG: f64 = 4_096.0;

/// Whether a rate of one stream says what was timed: of vLLM this source does not say whether the
/// prompt is in the time, which matters where prompts are long.
pub fn is_clear(row: &Row) -> bool {
    let may_include = row.source == "localmaxxing" && row.engine == "vllm";
    let long = row.kind == Kind::Single && row.request.prompt_tokens > LONG;
    !(may_include && long || is_unclear(&row.source, &row.hardware))
}

/// Whether rates of several streams are N times that of one, without prompts (`metric_kind` of the raw
/// table): the long ones of this source.
pub fn is_output_alone(row: &Row) -> bool {
    row.source == "club-3090" && row.request.prompt_tokens > LONG
}

/// Of bandwidth over active weights: below it a prompt would take longer than its tokens one by one.
const LEAST_OF_ROOF: f64 = 0.1;

/// Whether a prompt rate is one. Above twice the peak the prompt was in a cache already.
pub fn is_prompt_rate(row: &Row) -> bool {
    let accelerators = row.layout.tensor_parallel * row.layout.stages;
    let most = accelerators * row.tflops * 1_000.0 / row.active;
    let one_by_one = row.bandwidth / (row.weights * row.active / row.parameters);
    (LEAST_OF_ROOF * one_by_one..=most).contains(&row.rate)
}

/// A card has one 16-bit compute. Where rows state two, the larger is that of 8 bit, which the model
/// counts by its gain.
pub fn agree_on_compute(rows: &mut [Row]) {
    let mut least = std::collections::BTreeMap::new();
    for row in rows.iter() {
        let known = least.entry(row.hardware.clone()).or_insert(f64::INFINITY);
        *known = row.tflops.min(*known);
    }
    for row in rows {
        row.tflops = least[&row.hardware];
    }
}
