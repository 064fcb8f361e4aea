//! Time of prompts: arithmetic, and what every step costs however few tokens are in it.

use super::job::Job;
use crate::engine::Constants;

/// No engine was measured to process prompts with a larger share of the stated peak.
const MOST_OF_PEAK: f64 = 0.75;

/// Seconds per prompt token of one copy of the model, by cause: arithmetic, reading weights, starting
/// layers, attention, filling up tiles of experts, moving activations.
///
/// `2A/F/mfu`, `r W/BW/chunk`, `c L/chunk`, `a q kv (depth + p/2)/F`, `2E x/F/mfu/chunk`, `y L w/BW/eff`: arithmetic
/// at the share `mfu` of the 16-bit peak; all weights read, and every layer started, once per step, which takes
/// `chunk = min(the engine's most, prompt x streams)` tokens, and of which the prompts pay one part in
/// `streams`: the others are output, for which it runs anyway; attention of `q` heads of queries
/// for each head of the cache, to what is in it already and, on average, half of the prompt; `x` rows
/// beside its tokens that each routed expert multiplies, no more than the step has, in the `E` parameters
/// of those that it needs; and `y` bytes beside the weights written and read in each layer for each unit of
/// its width `w`. Fitted, see profiles/engines.toml. `depth` is the tokens that the cache already
/// holds.
///
/// ```
/// use breakeven::calc::throughput::{job::{Coverage, Job}, layout::Layout, prefill};
/// use breakeven::engine::Arithmetic;
/// use breakeven::profile::catalog::Catalog;
/// use breakeven::workload::Request;
/// let mut constants = Catalog::with(vec![]).unwrap().estimator.unwrap().constants("any", "any");
/// constants.prefill.peak_fraction = 0.5;
/// constants.prefill.weight_read = 1.0;
/// constants.prefill.chunk_layer_seconds = 0.001;
/// constants.prefill.chunk_tokens = 150.0;
/// constants.prefill.attention = 0.0;
/// constants.prefill.activation_bytes = 0.0;
/// let request = Request { prompt_tokens: 100.0, output_tokens: 1.0 };
/// let job = Job { bandwidth: 1_000.0, compute: 100_000.0, weights: 10.0, parameters: 10.0,
///     active: 10.0, layers: 30.0, kv_bytes: 0.0, heads: breakeven::model::Heads::UNKNOWN, has_experts: false, coverage: Coverage::of(1.0, None),
///     request, layout: Layout::SINGLE, arithmetic: Arithmetic::SIXTEEN, link_speed: 1.0, main_memory: None };
/// // 20 of 50,000 is 400 us; 10 GB of 1,000 is 10 ms, and 30 layers are 30 ms, over 100 tokens.
/// let alone: f64 = prefill::parts(&job, &constants, 0.0, 1.0).iter().sum();
/// assert!((alone - 0.000_8).abs() < 1e-12);
/// // Two streams are in steps of 150 tokens, half of which is output's.
/// let two: f64 = prefill::parts(&job, &constants, 0.0, 2.0).iter().sum();
/// assert!((two - (0.000_4 + 0.04 / 150.0 / 2.0)).abs() < 1e-12);
/// // 10 billion parameters in 30 layers are 5,270.5 wide: 100 bytes for each of them and layer at 800 GB/s.
/// constants.prefill.activation_bytes = 100.0;
/// constants.one_stream.efficiency = 0.8;
/// let moved = prefill::parts(&job, &constants, 0.0, 1.0)[5];
/// assert!((moved - 30.0 * 5_270.5 * 100.0 / 0.8e12).abs() < 1e-9);
/// ```
pub fn parts(job: &Job, constants: &Constants, depth: f64, streams: f64) -> [f64; 6] {
    let fitted = &constants.prefill;
    let group = job.layout.tensor_parallel;
    let (compute, bandwidth) = (job.compute * group, job.bandwidth * group);
    let prompt = job.request.prompt_tokens.max(1.0);
    let tokens = chunk(job, constants, streams);
    let shared = tokens * streams.max(1.0);
    // Experts that are elsewhere are carried to the accelerators for each step.
    let (on_accelerators, carried) = match job.main_memory {
        None => (job.weights, 0.0),
        Some(main) => {
            let there = job.weights * job.coverage.shared();
            (there, (job.weights - there) / main.carried)
        }
    };
    let attended = 1e-9 * job.kv_bytes * job.heads.queries * (depth + prompt / 2.0);
    let computing = 2.0 / compute / used(job, constants);
    let experts = job.parameters * (job.coverage.at(tokens) - job.coverage.shared());
    [
        computing * job.active,
        fitted.weight_read * on_accelerators / bandwidth / shared + carried / shared,
        fitted.chunk_layer_seconds * job.layers / shared,
        fitted.attention * attended / compute,
        computing * experts * fitted.expert_pad_tokens.min(tokens) / shared,
        1e-9 * fitted.activation_bytes * job.widths()
            / (bandwidth * constants.one_stream.efficiency),
    ]
}

/// Prompt tokens in a step with so many streams.
pub fn chunk(job: &Job, constants: &Constants, streams: f64) -> f64 {
    let prompts = job.request.prompt_tokens.max(1.0) * streams.max(1.0);
    prompts.min(constants.prefill.chunk_tokens).max(1.0)
}

/// What prompts use over the stated 16-bit compute: a share of the peak with 16-bit numbers, and more where narrower
/// ones are faster.
fn used(job: &Job, constants: &Constants) -> f64 {
    let fitted = &constants.prefill;
    let experts = if job.has_experts { fitted.moe_factor } else { 1.0 };
    let peak = constants.peak_factor * constants.gain(job.arithmetic.width);
    let share = fitted.peak_fraction * experts * peak;
    share.min(MOST_OF_PEAK * job.arithmetic.peak)
}
