//! What is known about the rates of a deployment: the model, corrected by what was measured.

use std::cell::OnceCell;

use super::correction::{Compared, Correction, shrunk};
use super::curve::Curve;
use super::job::Job;
use super::layout::{Layout, layout};
use super::{Rates, interpolate, terms};
use crate::calc::memory::Fit;
use crate::engine::{Constants, Spread};
use crate::range::Range;
use crate::requirement::Unmet;
use crate::throughput::{Basis, Deployment};
use crate::units::TokensPerSecond;
use crate::workload::Request;

/// A deployment with the model and the measurements that speak for it.
pub struct Known<'d, 'c> {
    deployment: &'d Deployment<'c>,
    request: Request,
    /// What fits in its memory.
    pub fit: Fit,
    model: Option<(Curve<'c>, &'c Constants)>,
    correction: Correction<'c>,
    /// The ends of the measured curve, each when it is first asked for.
    ends: [OnceCell<End>; 2],
}

/// An end of the measured curve, by which what lies beyond is corrected.
#[derive(Clone, Copy, Debug, PartialEq)]
struct End {
    /// What the model is multiplied with.
    factor: f64,
    /// The rate there.
    value: f64,
}

/// A rate, how it is known and how far to trust it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Rate {
    value: f64,
    basis: Basis,
    spread: Spread,
}

impl<'d, 'c> Known<'d, 'c> {
    /// Everything known about a deployment for requests of this shape.
    ///
    /// # Errors
    /// `fit` when it does not fit, `throughput` when nothing was measured and the model does not
    /// know the layout or lacks a number.
    pub fn of(deployment: &'d Deployment<'c>, request: Request) -> Result<Self, Unmet> {
        Self::with_context(deployment, request, request.context_tokens())
    }

    /// The same with memory for this many tokens of each request.
    ///
    /// # Errors
    /// As [`Self::of`].
    pub fn with_context(
        deployment: &'d Deployment<'c>,
        request: Request,
        context_tokens: f64,
    ) -> Result<Self, Unmet> {
        let (layout, fit) = layout(deployment, context_tokens)?;
        let job = layout.supported().and_then(|layout| {
            Job::of(deployment, request, layout).ok_or_else(|| {
                Unmet::new("throughput", "16-bit compute of the hardware is not stated")
            })
        });
        if let (None, Err(reason)) = (deployment.measured, &job) {
            return Err(reason.clone());
        }
        let model = job
            .ok()
            .zip(deployment.constants)
            .map(|(job, constants)| (Curve::new(job, constants), constants));
        let correction = Correction::of(deployment, model.as_ref().map(|(curve, _)| &curve.job));
        Ok(Self { deployment, request, fit, model, correction, ends: Default::default() })
    }

    /// The largest concurrency that fits and that there is an answer for.
    pub fn most(&self) -> f64 {
        let fits = self.fit.largest_concurrency();
        let known = match (&self.correction, &self.model) {
            (Correction::AsMeasured(measured), _) => last(&measured.decode),
            (Correction::Measured(at), _) if at.measured.speculative => last(&at.measured.decode),
            (_, Some((curve, _))) => Curve::most(&curve.job, fits),
            (_, None) => 0.0,
        };
        fits.min(known)
    }

    /// Aggregate output tokens per second, without its interval.
    pub fn decode_rate(&self, concurrency: f64) -> f64 {
        self.decode(concurrency).value
    }

    /// The decode rate at a concurrency of at most [`Self::most`], how it is known, and its roof.
    pub fn decode_range(&self, concurrency: f64) -> (Range<TokensPerSecond>, Basis, Option<f64>) {
        let (decode, roof) = (self.decode(concurrency), self.roof(concurrency));
        (ranged(decode, roof), decode.basis, roof)
    }

    /// All rates at a concurrency of at most [`Self::most`].
    ///
    /// # Errors
    /// `throughput` when the prefill rate is not known.
    pub fn rates(&self, concurrency: f64) -> Result<Rates, Unmet> {
        let decode = self.decode(concurrency);
        let (prefill, prefill_roof) = self.prefill(concurrency)?;
        let roof = self.roof(concurrency);
        let unproven = self.model.is_some_and(|(_, constants)| !constants.batch_was_measured);
        Ok(Rates {
            concurrency,
            prefill: ranged(prefill, prefill_roof),
            prefill_basis: prefill.basis,
            decode: ranged(decode, roof),
            basis: decode.basis,
            roof: roof.map(TokensPerSecond::new),
            extrapolated: unproven && concurrency > 1.0 && decode.basis != Basis::Measured,
        })
    }

    /// What the machine cannot pass; nothing is known of a draft model's cost, or without a model.
    fn roof(&self, concurrency: f64) -> Option<f64> {
        let speculative = self.deployment.measured.is_some_and(|measured| measured.speculative);
        let (curve, _) = self.model.as_ref().filter(|_| !speculative)?;
        Some(match &self.correction {
            // Who knows how it used the accelerators; all of them on one copy have the most.
            Correction::AsMeasured(_) => {
                let gpus = f64::from(self.deployment.hardware.gpus);
                let layout = Layout { tensor_parallel: gpus, ..Layout::SINGLE };
                terms::roof(&Job { layout, ..curve.job }, concurrency)
            }
            _ => curve.roof(concurrency),
        })
    }

    /// The roof of one stream, and that of prompts; `None` when not known.
    pub fn roofs(&self) -> (Option<f64>, Option<f64>) {
        (self.roof(1.0), self.model.as_ref().map(|(curve, _)| curve.prompt_roof()))
    }

    fn decode(&self, concurrency: f64) -> Rate {
        let Some((curve, constants)) = &self.model else { return self.as_measured(concurrency) };
        let spreads = &constants.spreads;
        let batch = if concurrency > 1.0 { spreads.batch } else { spreads.one_stream };
        let model = curve.decode(concurrency);
        let modelled = Rate { value: model, basis: Basis::Modelled, spread: batch };
        let calibrated =
            |value| Rate { value, basis: Basis::Calibrated, spread: spreads.calibrated };
        let prior = constants.prior_measurements;
        let rate = match &self.correction {
            Correction::AsMeasured(_) => self.as_measured(concurrency),
            // The model itself stays below the roof.
            Correction::None => return modelled,
            Correction::Calibration(known) => {
                let factor = shrunk(known.factor, known.measurements, prior);
                let (low, high) = (known.concurrency / 2.0, known.concurrency * 2.0);
                if concurrency < low {
                    let value = model.min(self.decode(low).value);
                    Rate { value, ..modelled }
                } else if concurrency > high {
                    let value = model.max(self.decode(high).value);
                    Rate { value, ..modelled }
                } else {
                    calibrated(model * factor)
                }
            }
            Correction::Measured(at) => {
                let (first, last) = (at.first(), at.last());
                if (first..=last).contains(&concurrency) {
                    let value = model * at.ratio(constants, concurrency);
                    if at.is_like(self.request) {
                        Rate { value, basis: Basis::Measured, spread: at.measured.doubt }
                    } else {
                        calibrated(value)
                    }
                } else if at.measured.speculative {
                    modelled
                } else if concurrency < first {
                    let End { factor, value } = self.end(0, at, constants);
                    calibrated((model * factor).min(value))
                } else {
                    let End { factor, value } = self.end(1, at, constants);
                    let value = (model * factor).max(value);
                    // One stream says little about many: the interval is that of the model.
                    let spread =
                        if last == 1.0 && concurrency > 2.0 { batch } else { spreads.calibrated };
                    Rate { spread, ..calibrated(value) }
                }
            }
        };
        let roof = self.roof(concurrency).unwrap_or(f64::INFINITY);
        Rate { value: rate.value.min(roof), ..rate }
    }

    /// The first or the last point of the measured curve.
    fn end(&self, which: usize, at: &Compared<'c>, constants: &Constants) -> End {
        *self.ends[which].get_or_init(|| {
            let concurrency = [at.first(), at.last()][which];
            let ratio = at.ratio(constants, concurrency);
            let factor = shrunk(ratio, 1.0, constants.prior_measurements);
            End { factor, value: self.decode(concurrency).value }
        })
    }

    fn as_measured(&self, concurrency: f64) -> Rate {
        let measured = self.deployment.measured;
        let value = measured.map_or(0.0, |m| interpolate(&m.decode, concurrency).get());
        let spread = measured.map_or(Spread::NONE, |measured| measured.doubt);
        Rate { value, basis: Basis::Measured, spread }
    }

    /// The prefill rate while serving, and what the machine cannot pass.
    fn prefill(&self, concurrency: f64) -> Result<(Rate, Option<f64>), Unmet> {
        if let Some((value, measured)) =
            self.deployment.measured.and_then(|m| Some((m.prefill?, m)))
        {
            let (basis, spread) = (Basis::Measured, measured.doubt);
            return Ok((Rate { value: value.get(), basis, spread }, None));
        }
        let (curve, constants) = self
            .model
            .as_ref()
            .ok_or_else(|| Unmet::new("throughput", "prefill rate is not stated"))?;
        let (model, roof) = (curve.prompt(concurrency), curve.prompt_roof());
        let rate = match &self.correction {
            // The measurement was of prompts and output together, so its ratio is that of both.
            Correction::Measured(at) if at.measured.end_to_end.is_some() => {
                let nearest = concurrency.clamp(at.first(), at.last());
                let ratio = at.ratio(constants, nearest);
                let factor = if nearest == concurrency {
                    ratio
                } else {
                    shrunk(ratio, 1.0, constants.prior_measurements)
                };
                let (basis, spread) = (Basis::Calibrated, constants.spreads.calibrated);
                Rate { value: (model * factor).min(roof), basis, spread }
            }
            _ => Rate { value: model, basis: Basis::Modelled, spread: constants.spreads.prefill },
        };
        Ok((rate, Some(roof)))
    }
}

fn last(decode: &[crate::throughput::DecodePoint]) -> f64 {
    decode.last().map_or(0.0, |point| point.concurrency)
}

/// The interval: the spread around the value, cut at the roof, with the value inside.
fn ranged(rate: Rate, roof: Option<f64>) -> Range<TokensPerSecond> {
    let Rate { value, spread, .. } = rate;
    let high = (value * spread.high).min(roof.unwrap_or(f64::INFINITY)).max(value);
    Range { low: value * spread.low, typical: value, high }.map(TokensPerSecond::new)
}
