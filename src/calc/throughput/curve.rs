//! The modelled decode rate of a machine as a function of concurrency.

use super::job::Job;
use super::terms::{decode_rate, end_to_end_rate, prompt_rate, prompt_roof, roof};
use crate::engine::Constants;

/// Streams on one copy of a model beyond which there are no measurements, and no answer.
pub const MOST_STREAMS: f64 = 1_024.0;

/// The powers of two up to that.
const STEPS: usize = 11;

/// The decode rate at every power of two of streams on one copy, and the best one so far.
///
/// An engine may always run a smaller batch, so a rate that more streams would bring down stays.
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
        let (mut streams, mut best) = (1.0, 0.0_f64);
        let last = 2.0 * most / job.layout.replicas;
        while curve.steps < STEPS && streams < last.max(1.5) {
            best = best.max(decode_rate(&job, constants, streams));
            curve.best[curve.steps] = best;
            curve.steps += 1;
            streams *= 2.0;
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

    /// Aggregate output tokens per second of decoding: what the terms say, but at least the best
    /// of fewer streams and at most that of the next power of two, so that it never falls.
    pub fn decode(&self, concurrency: f64) -> f64 {
        let streams = self.streams(concurrency);
        let raw = decode_rate(&self.job, self.constants, streams);
        if streams <= 1.0 || self.steps == 0 {
            return raw;
        }
        let below = (streams.log2() as usize).min(self.steps - 1);
        let (low, next) = (self.best[below], self.best.get(below + 1));
        let high = next.filter(|_| below + 1 < self.steps).copied().unwrap_or(f64::INFINITY);
        raw.max(low).min(high)
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
