//! What features that are off would change.

use super::names;
use crate::calc::capacity::fleet::Fleet;
use crate::calc::decide::listing::candidates;
use crate::calc::option::serving::ServingOption;
use crate::calc::option::subject::Candidate;
use crate::calc::throughput::rates;
use crate::calc::verdict::evaluation::Evaluation;
use crate::feature::{Features, Place, Used};
use crate::figure::{fixed, once, whole};
use crate::report::{FeatureReport, Figure};
use crate::scenario::{Scenario, Tried};
use crate::text::count;
use crate::throughput::Deployment;

/// One for each feature that is tried and can be counted in some deployment, then what cannot.
pub fn all(evaluation: &Evaluation<'_, '_>) -> Vec<FeatureReport> {
    let scenario = evaluation.scenario;
    if scenario.tried.is_empty() {
        return Vec::new();
    }
    let plain = machines(candidates(scenario));
    let tried = scenario.tried.iter();
    tried.filter_map(|tried| effect(evaluation, tried, plain.as_ref())).collect()
}

/// `None` where no engine of a machine in question has the feature.
fn effect<'c>(
    evaluation: &Evaluation<'_, 'c>,
    tried: &Tried<'c>,
    plain: Option<&Candidate<'c>>,
) -> Option<FeatureReport> {
    let scenario = evaluation.scenario;
    let with =
        Scenario { deployments: tried.deployments.clone(), tried: Vec::new(), ..scenario.clone() };
    let best = machines(candidates(&with));
    let mut report = FeatureReport {
        feature: tried.feature.name.to_string(),
        option: None,
        streams: None,
        decode_gain: None,
        single_stream_gain: None,
        horizon_usd: None,
        horizon_usd_without: plain.map(|plain| Figure(plain.cost().get())),
        becomes_verdict: false,
        sentence: String::new(),
    };
    let Some((best, fleet)) = best.as_ref().and_then(|best| Some((best, fleet_of(best)?))) else {
        let deployment = &plain.and_then(fleet_of)?.deployment;
        let why = match tried.feature.is_of(&deployment.engine) {
            true => refusal(tried, deployment)?,
            false => return None,
        };
        report.sentence = format!("{}: not counted, {why}", tried.feature.name);
        return Some(report);
    };
    let gain = gain(&fleet.deployment, fleet.rates.concurrency, scenario);
    report.option = Some(best.subject.id());
    report.streams = Some(Figure(fleet.rates.concurrency));
    report.decode_gain = gain.map(Figure);
    report.single_stream_gain = self::gain(&fleet.deployment, 1.0, scenario).map(Figure);
    report.horizon_usd = Some(Figure(best.cost().get()));
    report.becomes_verdict = evaluation.cheapest_cost.is_none_or(|cost| best.cost() < cost);
    report.sentence = sentence(&report, scenario, best, fleet, plain);
    Some(report)
}

/// The cheapest possible option with machines.
fn machines(all: Vec<Candidate<'_>>) -> Option<Candidate<'_>> {
    let with = all.into_iter().filter(|one| one.is_possible() && fleet_of(one).is_some());
    with.min_by(|a, b| a.cost().get().total_cmp(&b.cost().get()))
}

fn fleet_of<'a, 'c>(candidate: &'a Candidate<'c>) -> Option<&'a Fleet<'c>> {
    candidate.option().and_then(ServingOption::machines)
}

/// Decode rate with the features over that without, at so many streams; `None` where so many do not
/// fit without.
fn gain(deployment: &Deployment<'_>, streams: f64, scenario: &Scenario<'_>) -> Option<f64> {
    let model = deployment.model;
    let request = scenario.request_of(model).times(model.tokens_factor);
    let measured = deployment.measured.filter(|measured| measured.features.is_empty());
    let without = Deployment { features: Features::default(), measured, ..deployment.clone() };
    let decode = |deployment| Some(rates(deployment, request, streams).ok()?.decode.typical.get());
    Some(decode(deployment)? / decode(&without)?)
}

/// Why a feature is not counted on the machines that are best without it.
fn refusal(tried: &Tried<'_>, deployment: &Deployment<'_>) -> Option<String> {
    let Deployment { hardware, model, weights, engine, .. } = deployment;
    let place = Place { hardware, model, weights: *weights, engine };
    place.refuses(Used { feature: tried.feature, gain: None })
}

/// `mtp: 1.98 times as fast at 16 requests, …; the verdict would be to buy …`.
fn sentence(
    report: &FeatureReport,
    scenario: &Scenario<'_>,
    best: &Candidate<'_>,
    fleet: &Fleet<'_>,
    plain: Option<&Candidate<'_>>,
) -> String {
    let Deployment { hardware, model, .. } = &fleet.deployment;
    let streams = fleet.rates.concurrency;
    let requests = if streams == 1.0 { "request" } else { "requests" };
    let alone = report.single_stream_gain.filter(|_| streams > 1.0);
    let speed = match (alone, report.decode_gain) {
        (Some(alone), Some(gain)) => format!(
            "{} times the tokens at 1 request, {} times at {}",
            fixed(alone.0, 2),
            fixed(gain.0, 2),
            whole(streams)
        ),
        (None, Some(gain)) => {
            format!("{} times the tokens at {} {requests}", fixed(gain.0, 2), whole(streams))
        }
        (_, None) => {
            format!("{} {requests} at the same time, more than without it", whole(streams))
        }
    };
    let months = count(scenario.assumptions.horizon_months as usize, "month");
    let without = plain.map_or_else(String::new, |plain| {
        format!(", {} for the best machines without it", once(plain.cost()))
    });
    let verdict = match report.becomes_verdict {
        true => format!("the verdict would be to {}", names::of(scenario, best)),
        false => "the verdict would stay".into(),
    };
    format!(
        "{}: {speed} on {} with {}, {} over {months}{without}; {verdict}",
        report.feature,
        hardware.id,
        model.id,
        once(best.cost())
    )
}
