//! What measurements say about the model: their ratio to it, at their own shape.

use super::compared::Compared;
use super::job::Job;
use crate::engine::Constants;
use crate::throughput::{Calibration, Deployment, Measured};
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
    /// The correction of a deployment with this model, if it has one, for requests of a shape.
    pub fn of(
        deployment: &Deployment<'c>,
        model: Option<(&Job, &Constants)>,
        asked: Request,
    ) -> Self {
        match (deployment.measured, deployment.calibration) {
            (Some(measured), _) => model
                .and_then(|(job, constants)| {
                    // What was measured without the features is compared with the model without them.
                    let kv_bytes = match deployment.own_measured() {
                        Some(_) => job.kv_bytes,
                        None => deployment.model.kv_bytes_per_token,
                    };
                    Compared::new(measured, &Job { kv_bytes, ..*job }, constants, asked)
                })
                .map_or(Self::AsMeasured(measured), Self::Measured),
            (None, Some(calibration)) => Self::Calibration(calibration),
            (None, None) => Self::None,
        }
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

/// The ratio of one measurement at some doublings from it: all of it there, and from one doubling on
/// what one measurement counts with.
///
/// ```
/// use breakeven::calc::throughput::correction::faded;
/// assert_eq!(faded(8.0, 0.0, 0.5), 8.0);
/// assert!((faded(8.0, 1.0, 0.5) - 4.0).abs() < 1e-12);
/// assert_eq!(faded(8.0, 5.0, 0.5), faded(8.0, 1.0, 0.5));
/// ```
pub fn faded(ratio: f64, doublings: f64, prior: f64) -> f64 {
    shrunk(ratio, 1.0, prior * doublings.min(1.0))
}

/// The share of a calibration's logarithm that counts at some doublings from its concurrency: all of
/// it up to one, none from two on.
///
/// ```
/// use breakeven::calc::throughput::correction::calibrated_share;
/// assert_eq!([0.5, 1.0, 1.5, 2.0, 9.0].map(calibrated_share), [1.0, 1.0, 0.5, 0.0, 0.0]);
/// ```
pub fn calibrated_share(doublings: f64) -> f64 {
    (2.0 - doublings).clamp(0.0, 1.0)
}
