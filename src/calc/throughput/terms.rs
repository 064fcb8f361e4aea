//! Where the time of a step goes: the terms of the throughput model, each with its own cause.
//!
//! Fitted constants are from profiles/engines.toml. Symbols: `b` streams on one copy of the model,
//! `m = max(1, b / stages)` streams in a step, `n = b x copies` streams on the machine, `g`
//! accelerators that share layers, `W` weights and `KV` cache of one stream in GB, `BW` bandwidth
//! and `F` compute of the `g` together, `L` layers, `A` active and `T` all parameters.

use super::job::Job;
use super::prefill;
use crate::engine::Constants;

/// Seconds by cause. The constants of one stream, of prompts and of links are in them; those of
/// [`Batch`](crate::engine::Batch) are not, so that a fit can put in its own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Terms {
    /// Per output token of the machine: reading weights, reading the KV cache, starting layers,
    /// unpacking weights, arithmetic of further streams, bookkeeping of further streams, links per
    /// step, links per token.
    pub decode: [f64; 8],
    /// Per prompt token of the machine: processing, links.
    pub prompt: [f64; 2],
    /// The exponent of the batch's factor on prompts: `1 - 1/m`.
    pub fade: f64,
}

/// The terms at `b` streams on each copy; `b` may be below 1, when a machine has more copies than
/// streams.
pub fn terms(job: &Job, constants: &Constants, b: f64) -> Terms {
    let step = Step::of(job, b);
    let layout = &job.layout;
    let link = step.link(job, constants);
    // With stages, a copy works on as many prompts as it has stages filled.
    let overlap = if layout.stages > 1.0 { b / step.streams } else { 1.0 };
    let alone = prefill::seconds(job, constants, 0.0);
    Terms {
        decode: decode_terms(job, constants, &step, link),
        prompt: [
            alone / (layout.replicas * overlap),
            job.layers * step.ring * link.1 / layout.replicas,
        ],
        fade: 1.0 - 1.0 / step.streams,
    }
}

impl Terms {
    /// Seconds per output token of the machine, prompts apart.
    pub fn decode_seconds(&self, constants: &Constants) -> f64 {
        decode_seconds(&self.decode, constants)
    }

    /// Seconds per prompt token of the machine. Many prompts in progress go faster than one alone.
    pub fn prompt_seconds(&self, constants: &Constants) -> f64 {
        self.prompt[0] / constants.batch.prefill_factor.powf(self.fade) + self.prompt[1]
    }
}

fn decode_seconds(decode: &[f64; 8], constants: &Constants) -> f64 {
    let [weights, kv, layers, unpack, compute, sequences, steps, tokens] = *decode;
    let batch = &constants.batch;
    weights
        + kv
        + layers
        + unpack
        + compute / batch.peak_fraction
        + sequences * batch.sequence_layer_seconds
        + steps
        + tokens
}

/// Aggregate output tokens per second of decoding at `b` streams on each copy, below the roof.
pub fn decode_rate(job: &Job, constants: &Constants, b: f64) -> f64 {
    let step = Step::of(job, b);
    let terms = decode_terms(job, constants, &step, step.link(job, constants));
    (1.0 / decode_seconds(&terms, constants)).min(step.roof(job))
}

/// Prompt tokens per second of the machine while it serves `b` streams on each copy, below what its
/// compute can do: `F / 2A`.
pub fn prompt_rate(job: &Job, constants: &Constants, b: f64) -> f64 {
    let seconds = terms(job, constants, b).prompt_seconds(constants);
    (1.0 / seconds).min(prompt_roof(job))
}

/// Prompt tokens per second if all of the compute were used: 2 operations per active parameter.
pub fn prompt_roof(job: &Job) -> f64 {
    let layout = &job.layout;
    job.compute * layout.tensor_parallel * layout.stages * layout.replicas / (2.0 * job.active)
}

/// Output tokens over the time of whole requests, prompts included, which is what a benchmark of
/// requests in a closed loop reports: `1 / (decode + P/O prompt)`, below the roof.
pub fn end_to_end_rate(job: &Job, constants: &Constants, b: f64) -> f64 {
    let terms = terms(job, constants, b);
    let prompts = match job.request.prompt_tokens {
        0.0 => 0.0,
        tokens => tokens / job.request.output_tokens * terms.prompt_seconds(constants),
    };
    (1.0 / (terms.decode_seconds(constants) + prompts)).min(roof(job, b))
}

/// Aggregate output tokens per second that no machine passes: weights and KV cache read once per
/// step at the full bandwidth, or 2 operations per active parameter and token at the full compute.
///
/// ```
/// use breakeven::calc::throughput::{job::{Coverage, Job}, layout::Layout, terms};
/// use breakeven::workload::Request;
/// let request = Request { prompt_tokens: 0.0, output_tokens: 0.0 };
/// let job = Job { bandwidth: 1_000.0, compute: 50_000.0, weights: 10.0, parameters: 10.0,
///     active: 10.0, layers: 30.0, kv_bytes: 0.0, has_experts: false,
///     coverage: Coverage::of(1.0, None), request, layout: Layout::SINGLE };
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
    /// Weights that it reads.
    weights: f64,
    /// Share of the weights that it reads.
    covered: f64,
    /// KV cache that one stream reads.
    kv: f64,
    /// Traffic of a ring of accelerators relative to what they exchange: `2 (g-1) / g`.
    ring: f64,
}

impl Step {
    fn of(job: &Job, b: f64) -> Self {
        let layout = &job.layout;
        let group = layout.tensor_parallel;
        let streams = (b / layout.stages).max(1.0);
        let covered = job.coverage.at(streams);
        Self {
            streams,
            total: b * layout.replicas,
            bandwidth: job.bandwidth * group,
            compute: job.compute * group,
            weights: job.weights * covered,
            covered,
            kv: job.kv(),
            ring: 2.0 * (group - 1.0) / group,
        }
    }

    fn roof(&self, job: &Job) -> f64 {
        let reading = (self.weights + self.kv * self.streams) / self.bandwidth;
        let computing = 2.0 * job.active * self.streams / self.compute;
        self.total / reading.max(computing)
    }

    /// Seconds per layer and step, and per layer and token; nothing on one accelerator.
    fn link(&self, job: &Job, constants: &Constants) -> (f64, f64) {
        match job.layout.interconnect {
            Some(interconnect) if job.layout.tensor_parallel > 1.0 => {
                let link = interconnect.link(constants);
                (link.layer_seconds, link.token_layer_seconds)
            }
            _ => (0.0, 0.0),
        }
    }
}

fn decode_terms(job: &Job, constants: &Constants, step: &Step, link: (f64, f64)) -> [f64; 8] {
    let fitted = &constants.one_stream;
    let further = step.streams - 1.0;
    let kv_efficiency = (fitted.efficiency * fitted.kv_efficiency).min(1.0);
    [
        step.weights / (step.bandwidth * fitted.efficiency),
        step.kv * step.streams / (step.bandwidth * kv_efficiency),
        job.layers * fitted.layer_seconds,
        fitted.unpack * 2.0 * job.parameters * step.covered / step.compute,
        2.0 * job.active * further / step.compute,
        job.layers * further,
        job.layers * link.0,
        job.layers * step.streams * step.ring * link.1,
    ]
    .map(|seconds| seconds / step.total)
}
