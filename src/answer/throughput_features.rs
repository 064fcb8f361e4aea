//! What features that are off would change of a deployment's rates.

use super::lacking::reason;
use super::throughput_answer::Question;
use crate::calc::throughput::known::Known;
use crate::feature::Feature;
use crate::report::Figure;
use crate::report::throughput::{FeatureGainReport, FeatureRatesReport, PointReport};
use crate::throughput::Deployment;
use crate::unmet::Unmet;

/// A feature, and the deployment with it, or why it cannot be counted there.
pub type Tried<'c> = (&'c Feature, Result<Deployment<'c>, String>);

/// What each feature makes of the rates of a deployment that are shown, as far as so many fit.
pub fn would_change(
    deployment: &Deployment<'_>,
    question: &Question,
    shown: &[PointReport],
    tried: &[Tried<'_>],
) -> Vec<FeatureRatesReport> {
    let without = known(deployment, question);
    let change = |(feature, with): &Tried<'_>| {
        let mut report = FeatureRatesReport {
            feature: feature.name.to_string(),
            does: feature.does.to_string(),
            points: Vec::new(),
            largest_concurrency: None,
            reason: None,
        };
        let with = with.as_ref().map_err(Clone::clone);
        match with.and_then(|with| known(with, question).map_err(|unmet| reason(&unmet))) {
            Err(reason) => report.reason = Some(reason),
            Ok(with) => {
                let most = with.fit.largest_concurrency();
                report.largest_concurrency = Some(Figure(most)).filter(|_| most.is_finite());
                let fits = shown.iter().map(|point| point.concurrency.0);
                let fits = fits.filter(|n| *n <= with.most());
                report.points = fits.map(|n| point(&with, without.as_ref().ok(), n)).collect();
            }
        }
        report
    };
    tried.iter().map(change).collect()
}

fn known<'d, 'c>(
    deployment: &'d Deployment<'c>,
    question: &Question,
) -> Result<Known<'d, 'c>, Unmet> {
    Known::with_context(deployment, question.request, question.context_tokens)
}

fn point(
    with: &Known<'_, '_>,
    without: Option<&Known<'_, '_>>,
    concurrency: f64,
) -> FeatureGainReport {
    let rate = with.decode_rate(concurrency);
    let plain = without.filter(|known| concurrency <= known.most());
    FeatureGainReport {
        concurrency: Figure(concurrency),
        decode_tokens_per_second: Figure(rate),
        gain: plain.map(|known| Figure(rate / known.decode_rate(concurrency))),
    }
}
