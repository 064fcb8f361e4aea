//! Time of one prompt that is processed alone.

use super::job::Job;
use crate::engine::Constants;

/// Seconds per prompt token of one copy of the model:
/// `2A/F/mfu + r W/BW/chunk + c L/chunk + a 8 kv (depth + p/2)/F`.
///
/// Arithmetic at the share `mfu` of the compute; all weights read, and every layer started, once
/// per chunk; attention to what is in the cache already and, on average, half of the prompt.
/// Fitted, see profiles/engines.toml. `depth` is the tokens that the cache already holds.
///
/// ```
/// use breakeven::calc::throughput::{job::{Coverage, Job}, layout::Layout, prefill};
/// use breakeven::profile::catalog::Catalog;
/// use breakeven::workload::Request;
/// let mut constants = Catalog::with(vec![]).unwrap().estimator.unwrap().constants("any", "any");
/// constants.prefill.peak_fraction = 0.5;
/// constants.prefill.weight_read = 1.0;
/// constants.prefill.chunk_layer_seconds = 0.001;
/// constants.prefill.attention = 0.0;
/// let request = Request { prompt_tokens: 100.0, output_tokens: 1.0 };
/// let job = Job { bandwidth: 1_000.0, compute: 100_000.0, weights: 10.0, parameters: 10.0,
///     active: 10.0, layers: 30.0, kv_bytes: 0.0, has_experts: false, coverage: Coverage::of(1.0, None),
///     request, layout: Layout::SINGLE };
/// // 20 of 50,000 is 400 us; 10 GB of 1,000 is 10 ms, and 30 layers are 30 ms, over 100 tokens.
/// assert!((prefill::seconds(&job, &constants, 0.0) - 0.000_8).abs() < 1e-12);
/// ```
pub fn seconds(job: &Job, constants: &Constants, depth: f64) -> f64 {
    let fitted = &constants.prefill;
    let group = job.layout.tensor_parallel;
    let (compute, bandwidth) = (job.compute * group, job.bandwidth * group);
    let prompt = job.request.prompt_tokens.max(1.0);
    let chunk = prompt.min(fitted.chunk_tokens);
    let moe = if job.has_experts { fitted.moe_factor } else { 1.0 };
    let used = (fitted.peak_fraction * moe).min(1.0);
    let attended = 8e-9 * job.kv_bytes * (depth + prompt / 2.0);
    2.0 * job.active / compute / used
        + fitted.weight_read * job.weights / bandwidth / chunk
        + fitted.chunk_layer_seconds * job.layers / chunk
        + fitted.attention * attended / compute
}
