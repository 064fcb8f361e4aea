//! The prefill rate of a deployment: measured, or modelled and corrected by whole requests.

use super::compared::Place;
use super::correction::{Correction, faded};
use super::curve::Curve;
use super::job::Job;
use super::known::Known;
use super::known_rate::{Rate, ranged};
use crate::range::Range;
use crate::throughput::Basis;
use crate::units::TokensPerSecond;
use crate::unmet::{Unmet, Unrated};

impl Known<'_, '_> {
    /// The prefill rate while serving, and what the machine cannot pass.
    pub(super) fn prefill(&self, concurrency: f64) -> Result<(Rate, Option<f64>), Unmet> {
        let (own, roof) = self.own_prefill(concurrency)?;
        let rate = self.prompts_with_smaller(own, concurrency);
        let rate = Rate { basis: self.basis_of(rate.basis), ..rate };
        Ok((rate, roof.map(|roof| roof.max(rate.value))))
    }

    /// The rate of one prompt alone, which is on one of the copies.
    pub(super) fn one_prompt(&self) -> Result<Range<TokensPerSecond>, Unmet> {
        let (rate, roof) = self.prefill(1.0)?;
        let copies = match rate.basis {
            // What was measured with one request is the rate of one.
            Basis::Measured => 1.0,
            Basis::Calibrated | Basis::Modelled => self.fit.replicas.max(1.0),
        };
        let one = |whole: f64| whole / copies;
        Ok(ranged(Rate { value: one(rate.value), ..rate }, roof.map(one)))
    }

    fn own_prefill(&self, concurrency: f64) -> Result<(Rate, Option<f64>), Unmet> {
        if let Some(stated) = self.stated_prefill() {
            return Ok((stated, None));
        }
        let (curve, constants) = self.model.as_ref().ok_or(Unrated::NoPrefill)?;
        let (model, roof) = (curve.prompt(concurrency), curve.prompt_roof());
        let modelled =
            Rate { value: model, basis: Basis::Modelled, spread: constants.spreads.prefill };
        // The measurement was of prompts and output together, so its ratio is that of both.
        let Correction::Measured(at) = &self.correction else { return Ok((modelled, Some(roof))) };
        let prior = constants.prior_measurements;
        let distance = at.distance(concurrency, self.request);
        let value = match at.place(concurrency) {
            Place::Inside(point) => point.prompts.map(|ratio| model * ratio),
            Place::Below(first) => first.prompts.map(|ratio| {
                let end = curve.prompt(first.concurrency) * ratio;
                (model * faded(ratio, distance.concurrency, prior)).min(end)
            }),
            Place::Above(last) => last.prompts.map(|ratio| {
                let end = curve.prompt(last.concurrency) * ratio;
                (model * faded(ratio, distance.concurrency, prior)).max(end)
            }),
        };
        let Some(value) = value else { return Ok((modelled, Some(roof))) };
        let points = at.points().iter();
        let best = points.filter_map(|p| Some(curve.prompt(p.concurrency) * p.prompts?));
        let roof = best.fold(roof, f64::max);
        let (basis, spread) = (Basis::Calibrated, constants.spreads.calibrated);
        Ok((Rate { value: value.min(roof), basis, spread }, Some(roof)))
    }

    /// The prompt rate that was measured; for prompts of another length as the model says.
    fn stated_prefill(&self) -> Option<Rate> {
        let measured = self.deployment.measured?;
        let value = match &self.correction {
            Correction::Measured(at) => at.prefill()?,
            _ => measured.prefill?.get(),
        };
        let as_stated = Rate { value, basis: Basis::Measured, spread: measured.doubt };
        let (Some((curve, constants)), Some(own)) =
            (&self.model, measured.end_to_end.or(measured.request))
        else {
            return Some(as_stated);
        };
        let at = |request| Curve::new(Job { request, ..curve.job }, constants).prompt(1.0);
        let value = value * at(self.request) / at(own);
        let (asked, own) = (self.request.prompt_tokens.max(1.0), own.prompt_tokens.max(1.0));
        let near = (0.5..=2.0).contains(&(asked / own));
        let spread = if near { measured.doubt } else { constants.spreads.calibrated };
        let basis = if near { Basis::Measured } else { Basis::Calibrated };
        Some(Rate { value, basis, spread })
    }
}
