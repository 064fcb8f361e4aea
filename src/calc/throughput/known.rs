//! What is known about the rates of a deployment: the model, corrected by what was measured.

use super::compared::{Compared, Place, doublings};
use super::correction::{Correction, calibrated_share, faded, shrunk};
use super::curve::Curve;
use super::job::Job;
use super::known_rate::{Rate, Rates, interpolate, ranged};
use super::layout::{Interconnect, Layout, layout};
use super::memory::Fit;
use super::terms;
use crate::engine::{Constants, Spread};
use crate::range::Range;
use crate::throughput::{Basis, Calibration, Deployment, Measured};
use crate::units::TokensPerSecond;
use crate::unmet::{Unmet, Unrated};
use crate::workload::Request;

/// A deployment with the model and the measurements that speak for it.
pub struct Known<'d, 'c> {
    pub(super) deployment: &'d Deployment<'c>,
    pub(super) request: Request,
    /// What fits in its memory.
    pub fit: Fit,
    pub(super) model: Option<(Curve<'c>, &'c Constants)>,
    pub(super) correction: Correction<'c>,
    /// The machine with fewer of the same accelerators, and how often it is in this one.
    pub(super) smaller: Option<(Box<Self>, f64)>,
    /// Above 1 when something was measured above the roof, which then lies that much higher: the
    /// sizes of what ran are not those of the profile.
    lifted: f64,
}

/// Doublings of the request's length beyond which a rate that is taken as it is was not measured on
/// such requests.
const FAR_AS_MEASURED: f64 = 1.5;

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
        let supported = match deployment.measured {
            // Only the shape of the curve is asked of the model, whose level is the measurement's.
            Some(_) if layout.interconnect.is_none() => {
                Ok(Layout { interconnect: Some(Interconnect::Pcie), ..layout })
            }
            _ => layout.supported(),
        };
        let job = supported.and_then(|layout| {
            Job::of(deployment, request, layout).ok_or(Unmet::from(Unrated::NoCompute))
        });
        if let (None, Err(reason)) = (deployment.measured, &job) {
            return Err(reason.clone());
        }
        let model = job
            .ok()
            .zip(deployment.constants)
            .map(|(job, constants)| (Curve::new(job, constants), constants));
        let known = model.as_ref().map(|(curve, constants)| (&curve.job, *constants));
        // What is larger than the memory ran partly elsewhere, of which the model knows nothing.
        let correction = match deployment.measured {
            Some(measured) if fit.by_size() < 1.0 => Correction::AsMeasured(measured),
            _ => Correction::of(deployment, known, request),
        };
        let found =
            Self { deployment, request, fit, model, correction, smaller: None, lifted: 1.0 };
        let smaller = deployment.smaller.as_deref().and_then(|smaller| {
            let copies = f64::from(deployment.hardware.gpus / smaller.hardware.gpus.max(1));
            Some((Box::new(Self::with_context(smaller, request, context_tokens).ok()?), copies))
        });
        let below = smaller.as_ref().map_or(1.0, |(smaller, _)| smaller.lifted);
        let lifted = found.lifted().max(below);
        Ok(Self { lifted, smaller, ..found })
    }

    fn lifted(&self) -> f64 {
        let (Some((curve, _)), Correction::Measured(at)) = (&self.model, &self.correction) else {
            return 1.0;
        };
        let over = at.points().iter().filter_map(|point| {
            let rate = curve.decode(point.concurrency) * point.decode;
            Some(rate / self.physical(point.concurrency)?)
        });
        over.fold(1.0, f64::max)
    }

    /// The largest concurrency that fits and that there is an answer for.
    pub fn most(&self) -> f64 {
        let fits = self.fit.largest_concurrency();
        let last = |measured: &Measured| measured.decode.last().map_or(0.0, |p| p.concurrency);
        let known = match (&self.correction, &self.model) {
            (Correction::AsMeasured(measured), _) => last(measured),
            (Correction::Measured(at), _) if at.measured.speculative => last(at.measured),
            (_, Some((curve, _))) => Curve::most(&curve.job, fits),
            (_, None) => 0.0,
        };
        fits.min(known)
    }

    /// The concurrencies that were measured, as far as they are answered for.
    pub fn measured(&self) -> impl Iterator<Item = f64> + use<'c> {
        let most = self.most();
        let points = self.deployment.measured.map_or(&[][..], |measured| &measured.decode);
        points.iter().map(|point| point.concurrency).filter(move |n| *n <= most)
    }

    /// Aggregate output tokens per second, without its interval.
    pub fn decode_rate(&self, concurrency: f64) -> f64 {
        self.decode(concurrency).value
    }

    /// The decode rate at a concurrency of at most [`Self::most`], how it is known, and its roof.
    pub fn decode_range(&self, concurrency: f64) -> (Range<TokensPerSecond>, Basis, Option<f64>) {
        let decode = self.decode(concurrency);
        let roof = self.physical(concurrency).filter(|_| !self.is_gained());
        let decoded = ranged(decode, roof);
        (decoded, decode.basis, self.roof(concurrency))
    }

    /// All rates at a concurrency of at most [`Self::most`], without a word on sessions.
    ///
    /// # Errors
    /// `throughput` when the prefill rate is not known.
    pub fn rates(&self, concurrency: f64) -> Result<Rates, Unmet> {
        let (decode, basis, roof) = self.decode_range(concurrency);
        let (prefill, prefill_roof) = self.prefill(concurrency)?;
        let unproven = self.model.is_some_and(|(_, constants)| !constants.batch_was_measured);
        Ok(Rates {
            concurrency,
            prefill: ranged(prefill, prefill_roof),
            prefill_basis: prefill.basis,
            one_prompt: self.one_prompt()?,
            decode,
            one_stream: TokensPerSecond::new(self.decode_rate(1.0)),
            basis,
            roof: roof.map(TokensPerSecond::new),
            extrapolated: unproven && concurrency > 1.0 && basis != Basis::Measured,
            cache_hits: 1.0,
        })
    }

    /// Prompt and output tokens per second at a concurrency of at most [`Self::most`], without their
    /// intervals.
    ///
    /// # Errors
    /// As [`Self::rates`].
    pub fn typical_rates(&self, concurrency: f64) -> Result<[f64; 2], Unmet> {
        let (prefill, _) = self.prefill(concurrency)?;
        Ok([prefill.value, self.decode_rate(concurrency)])
    }

    /// What the machine cannot pass; not known where something was measured above it.
    fn roof(&self, concurrency: f64) -> Option<f64> {
        self.physical(concurrency).filter(|_| self.lifted <= 1.0 && !self.is_gained())
    }

    /// What the bandwidth or the compute allows; nothing is known of tokens that are guessed ahead,
    /// without a model, or where a part of the weights is elsewhere.
    fn physical(&self, concurrency: f64) -> Option<f64> {
        let speculative = self.deployment.measured.is_some_and(|measured| measured.speculative);
        let (curve, _) =
            self.model.as_ref().filter(|_| !speculative && self.fit.by_size() >= 1.0)?;
        let hardware = self.deployment.hardware;
        let stated = self.deployment.measured.is_none_or(|measured| measured.split.is_some());
        Some(match hardware.gpus {
            1 => curve.roof(concurrency),
            _ if stated => curve.roof(concurrency),
            // Who knows how it used the accelerators; all of them on one copy have the most.
            gpus => {
                let layout = Layout { tensor_parallel: gpus.into(), ..Layout::SINGLE };
                terms::roof(&Job { layout, ..curve.job }, concurrency)
            }
        })
    }

    /// The roof of one stream, and that of prompts; `None` when not known.
    pub fn roofs(&self) -> (Option<f64>, Option<f64>) {
        (self.roof(1.0), self.model.as_ref().map(|(curve, _)| curve.prompt_roof()))
    }

    /// Without the gain of features that were not measured.
    pub(super) fn plain_decode(&self, concurrency: f64) -> Rate {
        self.with_smaller(self.own_decode(concurrency), concurrency)
    }

    fn own_decode(&self, concurrency: f64) -> Rate {
        let Some((curve, constants)) = &self.model else { return self.as_measured(concurrency) };
        let spreads = &constants.spreads;
        let batch = if concurrency > 1.0 { spreads.batch } else { spreads.one_stream };
        match &self.correction {
            Correction::AsMeasured(_) => self.as_measured(concurrency),
            // The model itself stays below the roof.
            Correction::None => {
                let value = curve.decode(concurrency);
                Rate { value, basis: Basis::Modelled, spread: batch }
            }
            Correction::Calibration(known) => {
                let rate = calibrated(curve, constants, known, concurrency);
                let roof = self.roof(concurrency).unwrap_or(f64::INFINITY);
                Rate { value: rate.value.min(roof), ..rate }
            }
            Correction::Measured(at) => self.compared(at, curve, constants, concurrency),
        }
    }

    /// The model times the ratio of a measurement: at its points what was measured, between them by
    /// the ratio, beyond them by the ratio of the end, which fades.
    fn compared(
        &self,
        at: &Compared<'c>,
        curve: &Curve<'c>,
        constants: &Constants,
        concurrency: f64,
    ) -> Rate {
        let (spreads, prior) = (&constants.spreads, constants.prior_measurements);
        let distance = at.distance(concurrency, self.request);
        let model = curve.decode(concurrency);
        let place = at.place(concurrency);
        let value = match place {
            Place::Inside(point) => model * point.decode,
            Place::Below(first) => {
                let end = curve.decode(first.concurrency) * first.decode;
                let value = model * faded(first.decode, distance.concurrency, prior);
                // Nobody is slower among fewer.
                value.clamp(end * concurrency / first.concurrency, end)
            }
            Place::Above(last) => {
                let end = curve.decode(last.concurrency) * last.decode;
                (model * faded(last.decode, distance.concurrency, prior)).max(end)
            }
        };
        let roof = self.physical(concurrency).map_or(f64::INFINITY, |roof| roof * self.lifted);
        let near = distance.is_near(matches!(place, Place::Inside(_)));
        // One stream says little about many.
        let far = match at.ends()[1].concurrency <= 1.0 && concurrency > 2.0 {
            true => spreads.batch,
            false => spreads.calibrated,
        };
        Rate {
            value: value.min(roof),
            basis: if near { Basis::Measured } else { Basis::Calibrated },
            spread: distance.spread(at.measured.doubt, far),
        }
    }

    fn as_measured(&self, concurrency: f64) -> Rate {
        let measured = self.deployment.measured;
        let value = measured.map_or(0.0, |m| interpolate(&m.decode, concurrency).get());
        let spread = measured.map_or(Spread::NONE, |measured| measured.doubt);
        let far = measured.and_then(|measured| measured.context_tokens).is_some_and(|context| {
            doublings(self.request.context_tokens(), context) > FAR_AS_MEASURED
        });
        let basis = if far { Basis::Calibrated } else { Basis::Measured };
        Rate { value, basis, spread }
    }
}

/// The model corrected by what other models made on this machine, near the concurrency of that; what
/// is farther keeps the order: fewer streams no faster together than those near, and each no slower; more
/// no slower together, and each no faster.
fn calibrated(
    curve: &Curve<'_>,
    constants: &Constants,
    known: &Calibration,
    concurrency: f64,
) -> Rate {
    let factor = shrunk(known.factor, known.measurements, constants.prior_measurements);
    let doublings = (concurrency / known.concurrency).log2();
    let share = calibrated_share(doublings.abs());
    let value = curve.decode(concurrency) * factor.powf(share);
    let near = known.concurrency * doublings.clamp(-1.0, 1.0).exp2();
    let (together, each) = (curve.decode(near) * factor, curve.decode(near) * factor / near);
    let value = match concurrency < near {
        true => value.min(together).max(each * concurrency),
        false => value.max(together).min(each * concurrency),
    };
    let spreads = &constants.spreads;
    let modelled = if concurrency > 1.0 { spreads.batch } else { spreads.one_stream };
    match share > 0.0 {
        true => Rate { value, basis: Basis::Calibrated, spread: spreads.calibrated },
        false => Rate { value, basis: Basis::Modelled, spread: modelled },
    }
}
