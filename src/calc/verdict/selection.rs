//! Which options are shown: the best of each kind, or what the user named, or all.

use std::collections::BTreeSet;

use crate::api::Api;
use crate::calc::decide::eligibility::not_stated;
use crate::calc::decide::rank::best;
use crate::calc::option::serving::Kind;
use crate::calc::option::subject::Candidate;
use crate::model::Model;
use crate::scenario::{Scenario, Shown};
use crate::units::Usd;
use crate::why::Why;

/// An option that is shown, and why.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Choice<'a, 'c> {
    /// The option.
    pub candidate: &'a Candidate<'c>,
    /// Why it is shown.
    pub why: Why,
    /// Whether it may be the verdict, or is there to compare with.
    pub can_win: bool,
}

/// A nearest miss that costs more than this many times the verdict is no miss at all.
const FAR: f64 = 20.0;

/// The options to show, in the order of the output.
pub fn choose<'a, 'c>(
    scenario: &Scenario<'c>,
    candidates: &'a [Candidate<'c>],
    outside: &'a [Candidate<'c>],
    baseline: Option<&'c Api>,
) -> Vec<Choice<'a, 'c>> {
    match scenario.shown {
        Shown::Best => {}
        Shown::All => return all(candidates),
        Shown::Most(most) => return best_of_each(candidates, most),
    }
    let mut chosen = Vec::new();
    let of_kind = |kind| candidates.iter().filter(move |c| c.subject.kind() == kind);
    let pins = &scenario.pins;
    if pins.apis.len() > 1 {
        for name in &pins.apis {
            let named = of_kind(Kind::Api).filter(|c| api_of(c).is_some_and(|api| api.id == *name));
            add(&mut chosen, best(named), Why::Named);
        }
    } else {
        let why = if pins.apis.is_empty() { Why::CheapestApi } else { Why::Named };
        add(&mut chosen, best(of_kind(Kind::Api)), why);
    }
    for plan in of_kind(Kind::Subscription) {
        add(&mut chosen, Some(plan), Why::Named);
    }
    for kind in [Kind::Local, Kind::Rent] {
        fleets(scenario, &of_kind(kind).collect::<Vec<_>>(), kind, &mut chosen);
    }
    mixes(scenario, candidates, &mut chosen);
    otherwise(scenario, candidates, &mut chosen);
    twins(candidates, outside, &mut chosen);
    switch(scenario, outside, &mut chosen);
    if let Some(baseline) = baseline {
        let is = |c: &&Candidate<'_>| api_of(c).is_some_and(|api| api.id == baseline.id);
        add(&mut chosen, candidates.iter().find(is), Why::Baseline);
    }
    forget_far_misses(scenario, &mut chosen);
    chosen.sort_by_key(|choice| choice.candidate.subject.kind());
    chosen
}

/// What exceeds a limit or machines and, with a hard share, each kind of base.
fn mixes<'a, 'c>(
    scenario: &Scenario<'c>,
    candidates: &'a [Candidate<'c>],
    chosen: &mut Vec<Choice<'a, 'c>>,
) {
    let pins = &scenario.pins;
    let of_kind = |kind| candidates.iter().filter(move |c| c.subject.kind() == kind);
    let mixes: Vec<_> = of_kind(Kind::Routed).chain(of_kind(Kind::Mixed)).collect();
    let bases: &[&[Kind]] = if scenario.requirements.hard_share > 0.0 {
        &[&[Kind::Api, Kind::Subscription], &[Kind::Local], &[Kind::Rent]]
    } else {
        &[&[Kind::Api], &[Kind::Local, Kind::Rent]]
    };
    for kinds in bases {
        let of_base = |c: &&Candidate<'_>| kinds.contains(&c.subject.base.kind());
        let based: Vec<_> = mixes.iter().copied().filter(of_base).collect();
        let possible = chosen.iter().filter(|c: &&Choice<'_, '_>| c.candidate.is_possible());
        let beaten =
            possible.map(|choice| choice.candidate.cost().get()).fold(f64::INFINITY, f64::min);
        let wins = based.iter().any(|mix| mix.is_possible() && mix.cost().get() < beaten);
        let named = if kinds.contains(&Kind::Api) { &pins.apis } else { &pins.hardware };
        let asked = scenario.requirements.hard_share > 0.0 || !named.is_empty();
        // What spills and nobody asked about is shown when it is what to do.
        if wins || asked {
            fleets(scenario, &based, kinds[0].with_another(true), chosen);
        }
    }
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
        (Kind::Rent, false) => Why::Rented,
        (Kind::Rent, true) => Why::RentedOfNamed,
        (Kind::Routed | Kind::Mixed, _) => Why::Mix,
        (_, false) => Why::Bought,
        (_, true) => Why::BoughtOfNamed,
    };
    let any = [None];
    let names = |pins: &'_ [crate::source::Text]| -> Vec<Option<crate::source::Text>> {
        if pins.len() > 1 { pins.iter().cloned().map(Some).collect() } else { any.to_vec() }
    };
    for hardware in names(&pins.hardware) {
        for model in names(&pins.models) {
            let is_named = |c: &&&Candidate<'_>| match c.subject.deployment() {
                Some((deployment, _)) => {
                    hardware.as_ref().is_none_or(|name| *deployment.hardware.machine() == *name)
                        && model.as_ref().is_none_or(|name| deployment.model.id == *name)
                }
                // Two endpoints name no machine; they are shown once.
                None => true,
            };
            add(chosen, best(candidates.iter().filter(is_named).copied()), why);
        }
    }
}

/// Where the best option hangs on a number that is not stated: the best that hangs on none.
fn otherwise<'a, 'c>(
    scenario: &Scenario<'c>,
    candidates: &'a [Candidate<'c>],
    chosen: &mut Vec<Choice<'a, 'c>>,
) {
    let is_certain =
        |candidate: &Candidate<'_>| not_stated(scenario, &candidate.subject).is_empty();
    if cheapest(chosen).is_some_and(|best| !is_certain(best.candidate)) {
        let certain = candidates.iter().filter(|c| c.is_possible() && is_certain(c));
        add(chosen, best(certain), Why::Certain);
    }
}

/// Where APIs were named: the cheapest other one of at least their tier, if it is cheaper.
fn switch<'a, 'c>(
    scenario: &Scenario<'c>,
    outside: &'a [Candidate<'c>],
    chosen: &mut Vec<Choice<'a, 'c>>,
) {
    let pins = &scenario.pins.apis;
    let named: Vec<&Choice<'_, '_>> = chosen
        .iter()
        .filter(|choice| api_of(choice.candidate).is_some_and(|api| pins.contains(&api.id)))
        .collect();
    let Some(least) = named.iter().filter_map(|c| api_of(c.candidate)).map(|api| api.tier).min()
    else {
        return;
    };
    let costs = named.iter().map(|choice| choice.candidate.cost().get());
    let bill = costs.fold(f64::INFINITY, f64::min);
    let others = outside.iter().filter(|candidate| {
        let reaches = api_of(candidate).is_some_and(|api| api.tier >= least);
        reaches && candidate.is_possible() && candidate.cost().get() < bill
    });
    compare_with(chosen, best(others), Why::OtherApi);
}

/// Misses that nobody asked about are left out where they cost many times the best option.
fn forget_far_misses(scenario: &Scenario<'_>, chosen: &mut Vec<Choice<'_, '_>>) {
    let Some(best) = cheapest(chosen) else { return };
    let far = best.candidate.cost() * FAR;
    let pins = &scenario.pins;
    let is_named = |candidate: &Candidate<'_>| match candidate.subject.deployment() {
        Some((deployment, _)) => {
            pins.hardware.contains(deployment.hardware.machine())
                || pins.models.contains(&deployment.model.id)
        }
        None => candidate.subject.apis().any(|api| {
            let is_baseline = scenario.baseline.is_some_and(|baseline| baseline.id == api.id);
            is_baseline || api.plan.is_some() || pins.apis.contains(&api.id)
        }),
    };
    let is_far = |cost: Usd| cost.get().is_finite() && cost > far;
    chosen.retain(|Choice { candidate, .. }| {
        candidate.is_possible() || is_named(candidate) || !is_far(candidate.cost())
    });
}

/// For every model shown on machines, the cheapest API that serves the same weights.
fn twins<'a, 'c>(
    candidates: &'a [Candidate<'c>],
    outside: &'a [Candidate<'c>],
    chosen: &mut Vec<Choice<'a, 'c>>,
) {
    let models: Vec<_> = chosen.iter().filter_map(|choice| model_of(choice.candidate)).collect();
    for model in models {
        let serves = |c: &&Candidate<'_>| {
            api_of(c).is_some_and(|api| api.serves.as_ref().is_some_and(|id| *id == model.id))
        };
        let why = Why::Twin;
        match best(candidates.iter().filter(serves)) {
            Some(twin) => add(chosen, Some(twin), why),
            None => {
                let possible = outside.iter().filter(|candidate| candidate.is_possible());
                compare_with(chosen, best(possible.filter(serves)), why);
            }
        }
    }
}

fn all<'a, 'c>(candidates: &'a [Candidate<'c>]) -> Vec<Choice<'a, 'c>> {
    let mut sorted: Vec<&Candidate<'c>> = candidates.iter().collect();
    sorted.sort_by(|a, b| a.order(b));
    sorted.into_iter().map(|candidate| Choice { candidate, why: Why::All, can_win: true }).collect()
}

/// The best that each machine can do, bought, rented and in a mix, and each endpoint; the best of those.
fn best_of_each<'a, 'c>(candidates: &'a [Candidate<'c>], most: usize) -> Vec<Choice<'a, 'c>> {
    let mut seen = BTreeSet::new();
    let name = |candidate: &Candidate<'c>| match candidate.subject.deployment() {
        Some((deployment, _)) => deployment.hardware.id.clone(),
        None => candidate.subject.id().into(),
    };
    let mut chosen = all(candidates);
    chosen.retain(|Choice { candidate, .. }| {
        candidate.is_possible() && seen.insert((candidate.subject.kind(), name(candidate)))
    });
    chosen.truncate(most);
    chosen
}

fn add<'a, 'c>(chosen: &mut Vec<Choice<'a, 'c>>, candidate: Option<&'a Candidate<'c>>, why: Why) {
    chosen.extend(new(chosen, candidate, why, true));
}

/// Adds an option that may not be chosen.
fn compare_with<'a, 'c>(
    chosen: &mut Vec<Choice<'a, 'c>>,
    candidate: Option<&'a Candidate<'c>>,
    why: Why,
) {
    chosen.extend(new(chosen, candidate, why, false));
}

fn new<'a, 'c>(
    chosen: &[Choice<'a, 'c>],
    candidate: Option<&'a Candidate<'c>>,
    why: Why,
    can_win: bool,
) -> Option<Choice<'a, 'c>> {
    let candidate = candidate?;
    let known = chosen.iter().any(|choice| std::ptr::eq(choice.candidate, candidate));
    (!known).then_some(Choice { candidate, why, can_win })
}

fn api_of<'c>(candidate: &Candidate<'c>) -> Option<&'c Api> {
    candidate.subject.api_alone()
}

fn model_of<'c>(candidate: &Candidate<'c>) -> Option<&'c Model> {
    candidate.subject.deployment().map(|(deployment, _)| deployment.model)
}

/// The cheapest possible option among those shown that may be chosen.
pub fn cheapest<'a, 'c>(choices: &[Choice<'a, 'c>]) -> Option<Choice<'a, 'c>> {
    let possible =
        || choices.iter().filter(|choice| choice.can_win && choice.candidate.is_possible());
    let found = best(possible().map(|choice| choice.candidate))?;
    possible().find(|choice| std::ptr::eq(choice.candidate, found)).copied()
}
