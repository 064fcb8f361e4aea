//! Which options are shown: the best of each kind, or what the user named, or all.

use crate::api::Api;
use crate::calc::option::serving::Kind;
use crate::calc::option::subject::Candidate;
use crate::model::Model;
use crate::scenario::{Scenario, Shown};

/// An option that is shown, and why.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Choice<'a, 'c> {
    /// The option.
    pub candidate: &'a Candidate<'c>,
    /// Why it is shown.
    pub why: &'static str,
}

/// The options to show, in the order of the output.
pub fn choose<'a, 'c>(
    scenario: &Scenario<'c>,
    candidates: &'a [Candidate<'c>],
    baseline: Option<&'c Api>,
) -> Vec<Choice<'a, 'c>> {
    if scenario.shown == Shown::All {
        return all(candidates);
    }
    let mut chosen = Vec::new();
    let of_kind = |kind| candidates.iter().filter(move |c| c.subject.kind() == kind);
    let pins = &scenario.pins;
    if pins.apis.len() > 1 {
        for name in &pins.apis {
            let named = of_kind(Kind::Api).filter(|c| api_of(c).is_some_and(|api| api.id == *name));
            add(&mut chosen, best(named), "named with --api");
        }
    } else {
        let why = if pins.apis.is_empty() { "cheapest API" } else { "named with --api" };
        add(&mut chosen, best(of_kind(Kind::Api)), why);
    }
    for kind in [Kind::Local, Kind::Rent] {
        fleets(scenario, &of_kind(kind).collect::<Vec<_>>(), kind, &mut chosen);
    }
    // Without a hard share a mix is fleets that spill; with one, each kind of base is a way.
    let hybrids: Vec<_> = of_kind(Kind::Hybrid).collect();
    let bases: &[&[Kind]] = if scenario.requirements.hard_share > 0.0 {
        &[&[Kind::Api], &[Kind::Local], &[Kind::Rent]]
    } else {
        &[&[Kind::Local, Kind::Rent]]
    };
    for kinds in bases {
        let of_base = |c: &&Candidate<'_>| kinds.contains(&c.subject.base.kind());
        let based: Vec<_> = hybrids.iter().copied().filter(of_base).collect();
        let possible = chosen.iter().filter(|c: &&Choice<'_, '_>| c.candidate.is_possible());
        let beaten =
            possible.map(|choice| choice.candidate.cost().get()).fold(f64::INFINITY, f64::min);
        let wins = based.iter().any(|hybrid| hybrid.is_possible() && hybrid.cost().get() < beaten);
        let asked = scenario.requirements.hard_share > 0.0 || !pins.hardware.is_empty();
        // A spilling fleet that nobody asked about is shown when it is what to do.
        if wins || asked {
            fleets(scenario, &based, Kind::Hybrid, &mut chosen);
        }
    }
    twins(candidates, &mut chosen);
    if let Some(baseline) = baseline {
        let is = |c: &&Candidate<'_>| api_of(c).is_some_and(|api| api.id == baseline.id);
        add(&mut chosen, candidates.iter().find(is), "the baseline");
    }
    chosen.sort_by_key(|choice| choice.candidate.subject.kind());
    chosen
}

/// The best fleet of a kind, or the best for each machine or model that was named.
fn fleets<'a, 'c>(
    scenario: &Scenario<'c>,
    candidates: &[&'a Candidate<'c>],
    kind: Kind,
    chosen: &mut Vec<Choice<'a, 'c>>,
) {
    let pins = &scenario.pins;
    let named = !(pins.hardware.is_empty() && pins.models.is_empty());
    let why = match (kind, named) {
        (Kind::Rent, false) => "cheapest machines to rent",
        (Kind::Rent, true) => "cheapest rent of those named",
        (Kind::Hybrid, _) => "cheapest mix",
        (_, false) => "cheapest machines to buy",
        (_, true) => "cheapest of those named",
    };
    let any = [None];
    let names = |pins: &'_ [crate::source::Text]| -> Vec<Option<crate::source::Text>> {
        if pins.len() > 1 { pins.iter().cloned().map(Some).collect() } else { any.to_vec() }
    };
    for hardware in names(&pins.hardware) {
        for model in names(&pins.models) {
            let is_named = |c: &&&Candidate<'_>| match c.subject.deployment() {
                Some((deployment, _)) => {
                    hardware.as_ref().is_none_or(|name| deployment.hardware.id == *name)
                        && model.as_ref().is_none_or(|name| deployment.model.id == *name)
                }
                // Two endpoints name no machine; they are shown once.
                None => true,
            };
            add(chosen, best(candidates.iter().filter(is_named).copied()), why);
        }
    }
}

/// For every model shown on machines, the cheapest API that serves the same weights.
fn twins<'a, 'c>(candidates: &'a [Candidate<'c>], chosen: &mut Vec<Choice<'a, 'c>>) {
    let models: Vec<_> = chosen.iter().filter_map(|choice| model_of(choice.candidate)).collect();
    for model in models {
        let serves = |c: &&Candidate<'_>| {
            api_of(c).is_some_and(|api| api.serves.as_ref().is_some_and(|id| *id == model.id))
        };
        add(chosen, best(candidates.iter().filter(serves)), "the same weights, hosted");
    }
}

fn all<'a, 'c>(candidates: &'a [Candidate<'c>]) -> Vec<Choice<'a, 'c>> {
    let mut sorted: Vec<&Candidate<'c>> = candidates.iter().collect();
    sorted.sort_by(|a, b| a.order(b));
    sorted.into_iter().map(|candidate| Choice { candidate, why: "--all" }).collect()
}

fn add<'a, 'c>(
    chosen: &mut Vec<Choice<'a, 'c>>,
    candidate: Option<&'a Candidate<'c>>,
    why: &'static str,
) {
    let Some(candidate) = candidate else { return };
    if !chosen.iter().any(|choice| std::ptr::eq(choice.candidate, candidate)) {
        chosen.push(Choice { candidate, why });
    }
}

/// The best, else the nearest miss; candidates come by name, and a minimum keeps the first of
/// equals.
fn best<'a, 'c: 'a>(
    candidates: impl Iterator<Item = &'a Candidate<'c>>,
) -> Option<&'a Candidate<'c>> {
    candidates.min_by(|a, b| a.order(b))
}

fn api_of<'c>(candidate: &Candidate<'c>) -> Option<&'c Api> {
    candidate.subject.api_alone()
}

fn model_of<'c>(candidate: &Candidate<'c>) -> Option<&'c Model> {
    candidate.subject.deployment().map(|(deployment, _)| deployment.model)
}

/// The cheapest possible option among those shown.
pub fn cheapest<'a, 'c>(choices: &[Choice<'a, 'c>]) -> Option<Choice<'a, 'c>> {
    let possible = choices.iter().filter(|choice| choice.candidate.is_possible());
    possible.min_by(|a, b| a.candidate.cost().get().total_cmp(&b.candidate.cost().get())).copied()
}
