//! The modelled decode rate of a machine as a function of concurrency.

use super::job::Job;
use super::layout::Layout;
use super::terms::{decode_rate, end_to_end_rate, prompt_rate, prompt_roof, roof};
use crate::engine::Constants;

/// Streams on one copy of a model beyond which there are no measurements, and no answer.
pub const MOST_STREAMS: f64 = 1_024.0;

/// The decode rate at any number of streams.
///
/// An engine may always run a smaller batch, so a rate that more streams would bring down stays.
/// Up to one stream for each stage every further one adds its whole rate. From there on a step of
/// `m` takes `a + s m + W c(m)`, where the share `c` of the weights that it reads bends down: the
/// time per stream rises first, if at all, and falls then. So the best of fewer streams is what one
/// stream for each stage makes, or nothing that the rate itself does not reach.
#[derive(Clone, Copy, Debug)]
pub struct Curve<'c> {
    /// The physical numbers.
    pub job: Job,
    constants: &'c Constants,
    /// The rate with one stream for each stage.
    one_each: f64,
}

impl<'c> Curve<'c> {
    /// The curve of a job.
    pub fn new(job: Job, constants: &'c Constants) -> Self {
        let one_each = decode_rate(&job, constants, job.layout.stages);
        Self { job, constants, one_each }
    }

    /// The largest concurrency that the model answers for, of what fits.
    pub fn most(job: &Job, fits: f64) -> f64 {
        fits.min(MOST_STREAMS * job.layout.replicas)
    }

    fn streams(&self, concurrency: f64) -> f64 {
        concurrency / self.job.layout.replicas
    }

    /// Aggregate output tokens per second of decoding; more streams never make it less.
    pub fn decode(&self, concurrency: f64) -> f64 {
        let streams = self.streams(concurrency);
        let rate = decode_rate(&self.job, self.constants, streams);
        if streams > self.job.layout.stages { rate.max(self.one_each) } else { rate }
    }

    /// Prompt tokens per second while serving. Fewer copies take larger chunks, and may do more.
    pub fn prompt(&self, concurrency: f64) -> f64 {
        let on = |copies: f64| {
            let layout = Layout { replicas: copies, ..self.job.layout };
            prompt_rate(&Job { layout, ..self.job }, self.constants, concurrency / copies)
        };
        let mut copies = self.job.layout.replicas;
        let mut best = on(copies);
        while copies >= 2.0 {
            copies = (copies / 2.0).floor();
            best = best.max(on(copies));
        }
        best
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
