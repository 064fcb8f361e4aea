//! What measurements say about the model: their ratio to it, at their own shape.

use super::curve::Curve;
use super::job::Job;
use super::layout::layout;
use crate::engine::Constants;
use crate::throughput::{Calibration, DecodePoint, Deployment, Measured};
use crate::workload::Request;

/// How the model of a deployment is corrected.
#[derive(Clone, Debug, PartialEq)]
pub enum Correction<'c> {
    /// Not at all.
    None,
    /// By what the user measured with other models on this machine.
    Calibration(&'c Calibration),
    /// Measured at a known shape: the ratio to the model there holds at other shapes too.
    Measured(Compared<'c>),
    /// Measured at an unknown shape, or on what cannot be modelled: taken as it is.
    AsMeasured(&'c Measured),
}

impl<'c> Correction<'c> {
    /// The correction of a deployment with this model, if it has one.
    pub fn of(deployment: &Deployment<'c>, model: Option<&Job>) -> Self {
        match (deployment.measured, deployment.calibration) {
            (Some(measured), _) => model
                .and_then(|job| Compared::new(measured, deployment, job))
                .map_or(Self::AsMeasured(measured), Self::Measured),
            (None, Some(calibration)) => Self::Calibration(calibration),
            (None, None) => Self::None,
        }
    }
}

/// A measured curve, and the model's job at its own shape.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared<'c> {
    /// The measurement.
    pub measured: &'c Measured,
    job: Job,
    /// The concurrency that fits at that shape; a benchmark's further requests had to wait.
    fits: f64,
}

impl<'c> Compared<'c> {
    fn new(measured: &'c Measured, deployment: &Deployment<'_>, job: &Job) -> Option<Self> {
        // Several accelerators can share the work in ways that differ threefold.
        if deployment.hardware.gpus > 1 && measured.split.is_none() {
            return None;
        }
        let context = measured.context_tokens;
        // A decode rate at a context is a rate with that much KV cache to read.
        let shape = |tokens| Request { prompt_tokens: tokens, output_tokens: 0.0 };
        let request = measured.end_to_end.or_else(|| context.map(shape))?;
        let job = Job { request, ..*job };
        let fits = layout(deployment, request.context_tokens())
            .map_or(1.0, |(_, fit)| fit.largest_concurrency());
        Some(Self { measured, job, fits })
    }

    /// The lowest concurrency measured.
    pub fn first(&self) -> f64 {
        self.measured.decode.first().map_or(1.0, |point| point.concurrency)
    }

    /// The highest concurrency measured.
    pub fn last(&self) -> f64 {
        self.measured.decode.last().map_or(1.0, |point| point.concurrency)
    }

    /// Whether a request is like those measured: its context within a factor of 2 of theirs.
    pub fn is_like(&self, request: Request) -> bool {
        let context = self.measured.context_tokens.unwrap_or(self.job.request.context_tokens());
        (0.5..=2.0).contains(&(request.context_tokens() / context))
    }

    /// Measured over modelled at a concurrency: between two points, by the logarithm of both.
    pub fn ratio(&self, constants: &Constants, concurrency: f64) -> f64 {
        let curve = &self.measured.decode;
        match curve.iter().position(|point| point.concurrency >= concurrency) {
            Some(index) if index > 0 && curve[index].concurrency > concurrency => {
                let (low, high) = (curve[index - 1], curve[index]);
                let share = (concurrency / low.concurrency).ln()
                    / (high.concurrency / low.concurrency).ln();
                let (below, above) = (self.at(constants, low), self.at(constants, high));
                below * (above / below).powf(share)
            }
            Some(index) => self.at(constants, curve[index]),
            None => curve.last().map_or(1.0, |point| self.at(constants, *point)),
        }
    }

    fn at(&self, constants: &Constants, point: DecodePoint) -> f64 {
        let concurrency = point.concurrency.min(self.fits.max(1.0));
        let curve = Curve::new(self.job, constants);
        let modelled = match self.measured.end_to_end {
            Some(_) => curve.end_to_end(concurrency),
            None => curve.decode(concurrency),
        };
        point.aggregate.get() / modelled
    }
}

/// A ratio from `n` measurements, drawn towards 1 by the prior: `ratio ^ (n / (n + prior))`.
///
/// Source: fitted, see profiles/engines.toml; one measurement counts with two thirds of its log.
///
/// ```
/// use breakeven::calc::throughput::correction::shrunk;
/// assert!((shrunk(8.0, 1.0, 0.5) - 4.0).abs() < 1e-12);
/// assert!((shrunk(8.0, 1.0, 0.0) - 8.0).abs() < 1e-12);
/// ```
pub fn shrunk(ratio: f64, measurements: f64, prior: f64) -> f64 {
    ratio.powf(measurements / (measurements + prior))
}
