//! What measurements on one's own machine say about the throughput model there: one factor.

use super::curve::Curve;
use super::job::Job;
use super::layout::layout;
use crate::throughput::Deployment;
use crate::units::TokensPerSecond;
use crate::unmet::{Short, Unmet, Unrated};
use crate::workload::Request;

/// Above this multiple of the roof, a rate is not what it is said to be; below, the size of the
/// weights or the bandwidth may be a little off.
const MISLABELLED: f64 = 1.15;

/// One rate measured on the machine that is calibrated.
#[derive(Clone, Debug, PartialEq)]
pub struct Measurement<'c> {
    /// What ran.
    pub deployment: Deployment<'c>,
    /// Requests in progress at the same time.
    pub concurrency: f64,
    /// Output tokens per second of all of them together.
    pub rate: TokensPerSecond,
    /// Their shape.
    pub request: Request,
    /// Whether the rate includes the time of prompts.
    pub end_to_end: bool,
}

/// Measured over modelled.
#[derive(Clone, Debug, PartialEq)]
pub struct Factor {
    /// The modelled rate of each measurement, in their order.
    pub modelled: Vec<TokensPerSecond>,
    /// The geometric mean of the ratios: first over the measurements of a model, then over models.
    pub factor: f64,
    /// The number of models.
    pub models: f64,
}

/// The factor of measurements at one concurrency on one machine and engine.
///
/// # Errors
/// `fit` when a model does not fit in the machine's memory as it is said to have been measured,
/// `throughput` when nothing is known of the engine there, or the layout or a number is not stated.
pub fn factor(measurements: &[Measurement<'_>]) -> Result<Factor, Unmet> {
    let modelled = measurements.iter().map(modelled).collect::<Result<Vec<_>, _>>()?;
    // Sum of the logarithms and number of measurements, by model.
    let mut models: Vec<(&str, f64, f64)> = Vec::new();
    for (measurement, modelled) in measurements.iter().zip(&modelled) {
        let log = (measurement.rate / *modelled).ln();
        let id = &*measurement.deployment.model.id;
        match models.iter_mut().find(|(name, ..)| *name == id) {
            Some((_, sum, number)) => (*sum, *number) = (*sum + log, *number + 1.0),
            None => models.push((id, log, 1.0)),
        }
    }
    let count = models.len() as f64;
    let mean = models.iter().map(|(_, sum, number)| sum / number).sum::<f64>() / count;
    Ok(Factor { modelled, factor: mean.exp(), models: count })
}

/// What the model alone says of a measurement, without anything that was measured.
fn modelled(measurement: &Measurement<'_>) -> Result<TokensPerSecond, Unmet> {
    let Measurement { deployment, concurrency, request, .. } = measurement;
    let constants = deployment.constants.ok_or(Unrated::UnknownEngine)?;
    let (layout, fit) = layout(deployment, request.context_tokens())?;
    let most = fit.largest_concurrency();
    if *concurrency > most {
        return Err(Unrated::MeasuredRequests(Short { has: most, wanted: *concurrency }).into());
    }
    let job = Job::of(deployment, *request, layout.supported()?).ok_or(Unrated::NoCompute)?;
    let curve = Curve::new(job, constants);
    let (rate, roof) = (measurement.rate.get(), curve.roof(*concurrency));
    if rate > MISLABELLED * roof {
        let roof = TokensPerSecond::new(roof);
        return Err(Unrated::AboveRoof { rate: measurement.rate, roof }.into());
    }
    Ok(TokensPerSecond::new(match measurement.end_to_end {
        true => curve.end_to_end(*concurrency),
        false => curve.decode(*concurrency),
    }))
}
