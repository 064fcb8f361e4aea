//! Where the time of a step goes: the terms of the throughput model, each with its own cause.
//!
//! Fitted constants are from profiles/engines.toml. Symbols: `b` streams on one copy of the model,
//! `m = max(1, b / stages)` streams in a step, `n = b x copies` streams on the machine, `g`
//! accelerators that share layers, `W` weights and `KV` cache of one stream in GB, `BW` bandwidth
//! and `F` compute of the `g` together, `L` layers, `A` active and `T` all parameters.

use super::job::Job;
use super::layout::Interconnect;
use super::prefill;
use crate::engine::Constants;

/// Seconds by cause.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Terms {
    /// Per output token of the machine: reading weights, reading the KV cache, starting layers,
    /// further work of layers with experts, unpacking weights, arithmetic of further streams,
    /// bookkeeping of further streams, links per step, links per token.
    pub decode: [f64; 9],
    /// Per prompt token of the machine: arithmetic, reading weights, starting layers, attention,
    /// links per step, links per token, filled-up tiles of experts, moving activations.
    pub prompt: [f64; 8],
}

/// The terms at `b` streams on each copy; `b` may be below 1, when a machine has more copies than
/// streams. The cache already holds `depth` tokens before a prompt.
pub fn terms(job: &Job, constants: &Constants, b: f64, depth: f64) -> Terms {
    let step = Step::of(job, b);
    Terms {
        decode: decode_terms(job, constants, &step),
        prompt: prompt_terms(job, constants, &step, b, depth),
    }
}

fn prompt_terms(job: &Job, constants: &Constants, step: &Step, b: f64, depth: f64) -> [f64; 8] {
    let layout = &job.layout;
    let link = step.link(job, constants);
    // With stages, a copy works on as many prompts as it has stages filled.
    let overlap = if layout.stages > 1.0 { b / step.streams } else { 1.0 };
    let [arithmetic, weights, layers, attention, padding, activations] =
        prefill::parts(job, constants, depth, step.streams);
    let shared = prefill::chunk(job, constants, step.streams) * step.streams;
    let linked = [job.layers * link.0 / shared, job.layers * step.ring * link.1];
    let [steps, tokens] = linked.map(|seconds| seconds / layout.replicas);
    let alone = [arithmetic, weights, layers, attention, padding, activations];
    let [arithmetic, weights, layers, attention, padding, activations] =
        alone.map(|seconds| seconds / (layout.replicas * overlap));
    [arithmetic, weights, layers, attention, steps, tokens, padding, activations]
}

/// Aggregate output tokens per second of decoding at `b` streams on each copy, below the roof.
pub fn decode_rate(job: &Job, constants: &Constants, b: f64) -> f64 {
    let step = Step::of(job, b);
    let seconds: f64 = decode_terms(job, constants, &step).iter().sum();
    (1.0 / seconds).min(step.roof(job))
}

/// Prompt tokens per second of the machine while it serves `b` streams on each copy, below what its
/// compute can do: `peak F / 2A`.
pub fn prompt_rate(job: &Job, constants: &Constants, b: f64) -> f64 {
    let seconds: f64 = prompt_terms(job, constants, &Step::of(job, b), b, 0.0).iter().sum();
    (1.0 / seconds).min(prompt_roof(job))
}

/// Prompt tokens per second if all of the stated peak were used: 2 operations per active parameter.
pub fn prompt_roof(job: &Job) -> f64 {
    let layout = &job.layout;
    let accelerators = layout.tensor_parallel * layout.stages * layout.replicas;
    job.compute * job.arithmetic.peak * accelerators / (2.0 * job.active)
}

/// Output tokens over the time of whole requests, prompts included, which is what a benchmark of
/// requests in a closed loop reports: `1 / (1/decode + P/O/prefill)`.
pub fn end_to_end_rate(job: &Job, constants: &Constants, b: f64) -> f64 {
    let prompts = match job.request.prompt_tokens {
        0.0 => 0.0,
        tokens => tokens / job.request.output_tokens / prompt_rate(job, constants, b),
    };
    1.0 / (1.0 / decode_rate(job, constants, b) + prompts)
}

/// Aggregate output tokens per second that no machine passes: weights and KV cache read once per
/// step at the full bandwidth, or 2 operations per active parameter and token at the stated peak.
///
/// ```
/// use breakeven::calc::throughput::{job::{Coverage, Job}, layout::Layout, terms};
/// use breakeven::workload::Request;
/// let request = Request { prompt_tokens: 0.0, output_tokens: 0.0 };
/// let job = Job { bandwidth: 1_000.0, compute: 50_000.0, weights: 10.0, parameters: 10.0,
///     active: 10.0, layers: 30.0, kv_bytes: 0.0, heads: breakeven::model::Heads::UNKNOWN, has_experts: false,
///     coverage: Coverage::of(1.0, None), request, layout: Layout::SINGLE,
///     arithmetic: breakeven::engine::Arithmetic::SIXTEEN, link_speed: 1.0, main_memory: None };
/// assert_eq!(terms::roof(&job, 1.0), 100.0);
/// assert_eq!(terms::roof(&job, 8.0), 800.0);
/// assert_eq!(terms::roof(&job, 1_000.0), 2_500.0);
/// ```
pub fn roof(job: &Job, b: f64) -> f64 {
    Step::of(job, b).roof(job)
}

/// One step of one copy.
struct Step {
    /// Streams in it.
    streams: f64,
    /// Streams on the machine.
    total: f64,
    /// Bandwidth of the accelerators that share it.
    bandwidth: f64,
    /// Their compute.
    compute: f64,
    /// Weights that it reads from the accelerators' memory.
    weights: f64,
    /// Share of the weights that it reads there.
    covered: f64,
    /// Weights that it reads from main memory.
    elsewhere: f64,
    /// KV cache that one stream reads, on all accelerators together.
    kv: f64,
    /// Traffic of a ring of accelerators relative to what they exchange: `2 (g-1) / g`.
    ring: f64,
}

impl Step {
    fn of(job: &Job, b: f64) -> Self {
        let layout = &job.layout;
        let group = layout.tensor_parallel;
        let streams = (b / layout.stages).max(1.0);
        let read = job.coverage.at(streams);
        let covered = if job.main_memory.is_some() { job.coverage.shared() } else { read };
        Self {
            streams,
            total: b * layout.replicas,
            bandwidth: job.bandwidth * group,
            compute: job.compute * group,
            weights: job.weights * covered,
            covered,
            elsewhere: job.weights * (read - covered),
            kv: job.kv() * job.heads.copies(group),
            ring: 2.0 * (group - 1.0) / group,
        }
    }

    fn roof(&self, job: &Job) -> f64 {
        let elsewhere = job.main_memory.map_or(0.0, |main| self.elsewhere / main.bandwidth);
        let reading = (self.weights + self.kv * self.streams) / self.bandwidth + elsewhere;
        let computing = 2.0 * job.active * self.streams / (self.compute * job.arithmetic.peak);
        self.total / reading.max(computing)
    }

    /// Seconds per layer and step, and per layer and token; nothing on one accelerator.
    fn link(&self, job: &Job, constants: &Constants) -> (f64, f64) {
        match job.layout.interconnect {
            Some(interconnect) if job.layout.tensor_parallel > 1.0 => {
                let link = interconnect.link(constants);
                let speed = if interconnect == Interconnect::Pcie { job.link_speed } else { 1.0 };
                (link.layer_seconds, link.token_layer_seconds / speed)
            }
            _ => (0.0, 0.0),
        }
    }
}

fn decode_terms(job: &Job, constants: &Constants, step: &Step) -> [f64; 9] {
    let (fitted, batch) = (&constants.one_stream, &constants.batch);
    let link = step.link(job, constants);
    let experts = if job.has_experts { fitted.expert_layer_seconds } else { 0.0 };
    let gain = constants.gain(job.arithmetic.width);
    let used = (batch.peak_fraction * gain).min(job.arithmetic.peak);
    let further = step.streams - 1.0;
    let elsewhere =
        job.main_memory.map_or(0.0, |main| step.elsewhere / (main.bandwidth * main.efficiency));
    let kv_efficiency = (fitted.efficiency * fitted.kv_efficiency).min(1.0);
    [
        step.weights / (step.bandwidth * fitted.efficiency) + elsewhere,
        step.kv * step.streams / (step.bandwidth * kv_efficiency),
        job.layers * fitted.layer_seconds,
        job.layers * experts,
        fitted.unpack * 2.0 * job.parameters * step.covered / step.compute,
        2.0 * job.active * further / (step.compute * used),
        job.layers * further * batch.sequence_layer_seconds,
        job.layers * link.0,
        job.layers * step.streams * step.ring * link.1,
    ]
    .map(|seconds| seconds / step.total)
}
