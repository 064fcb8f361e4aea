//! The modelled decode rate of a machine as a function of concurrency.

use super::job::Job;
use super::terms::{decode_rate, end_to_end_rate, prompt_rate, prompt_roof, roof};
use crate::engine::Constants;

/// Streams on one copy of a model beyond which there are no measurements, and no answer.
pub const MOST_STREAMS: f64 = 1_024.0;

/// More powers of two than any concurrency has: 1,024 streams on each of 1,024 accelerators.
const STEPS: usize = 21;

/// The best rate of every power of two so far: an engine may always run a smaller batch, so a rate
/// that more streams would bring down stays.
#[derive(Clone, Copy, Debug)]
pub struct Curve<'c> {
    /// The physical numbers.
    pub job: Job,
    constants: &'c Constants,
    best: [f64; STEPS],
    steps: usize,
}

impl<'c> Curve<'c> {
    /// The curve of a job up to a concurrency.
    pub fn new(job: Job, constants: &'c Constants, most: f64) -> Self {
        let mut curve = Self { job, constants, best: [0.0; STEPS], steps: 0 };
        let (mut concurrency, mut best) = (1.0, 0.0_f64);
        while curve.steps < STEPS && concurrency <= most.max(1.0) {
            best = best.max(curve.raw(concurrency));
            curve.best[curve.steps] = best;
            curve.steps += 1;
            concurrency *= 2.0;
        }
        curve
    }

    /// The largest concurrency that the model answers for, of what fits.
    pub fn most(job: &Job, fits: f64) -> f64 {
        fits.min(MOST_STREAMS * job.layout.replicas)
    }

    fn streams(&self, concurrency: f64) -> f64 {
        concurrency / self.job.layout.replicas
    }

    fn raw(&self, concurrency: f64) -> f64 {
        decode_rate(&self.job, self.constants, self.streams(concurrency))
    }

    /// Aggregate output tokens per second of decoding: the best of this concurrency and of every
    /// power of two below it.
    pub fn decode(&self, concurrency: f64) -> f64 {
        let below = concurrency.max(1.0).log2() as usize;
        let best = self.best[below.min(self.steps.max(1) - 1)];
        best.max(self.raw(concurrency))
    }

    /// Prompt tokens per second while serving.
    pub fn prompt(&self, concurrency: f64) -> f64 {
        prompt_rate(&self.job, self.constants, self.streams(concurrency))
    }

    /// Prompt tokens per second at the full compute.
    pub fn prompt_roof(&self) -> f64 {
        prompt_roof(&self.job)
    }

    /// Output tokens per second of whole requests in a closed loop.
    pub fn end_to_end(&self, concurrency: f64) -> f64 {
        end_to_end_rate(&self.job, self.constants, self.streams(concurrency))
    }

    /// Aggregate output tokens per second that no machine passes.
    pub fn roof(&self, concurrency: f64) -> f64 {
        roof(&self.job, self.streams(concurrency))
    }
}
