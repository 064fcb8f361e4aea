//! The question in reverse: at which value of a lever do machines pay back in a given time?

use crate::calc::capacity::fleet::{Fleet, Tenure};
use crate::calc::cash::ledger::Ledger;
use crate::calc::cash::payback::payback;
use crate::calc::crossing::{Scale, first_change};
use crate::calc::decide::compiled::Compiled;
use crate::calc::decide::menu::{Menu, eligible};
use crate::calc::demand::MonthlyTokens;
use crate::calc::demand::horizon::Horizon;
use crate::calc::option::serving::ServingOption;
use crate::calc::price::machine::purchase;
use crate::lever::Lever;
use crate::scenario::Scenario;
use crate::throughput::Deployment;
use crate::units::Months;

/// Steps of the search over a span.
const STEPS: u32 = 512;

/// The answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Solution<'c> {
    /// The payback at today's value; `None` when it never comes.
    pub now: Option<Payback<'c>>,
    /// The value nearest to today's at which the payback is in time.
    pub at: Option<Payback<'c>>,
    /// The shortest payback met on the way, when none was in time.
    pub best: Option<Payback<'c>>,
}

/// The shortest payback at one value of the lever.
#[derive(Clone, Debug, PartialEq)]
pub struct Payback<'c> {
    /// The value, as people think of the lever: the price of a machine, its rate.
    pub value: f64,
    /// How many machines.
    pub machines: f64,
    /// What they are.
    pub deployment: Deployment<'c>,
    /// When their saving has repaid them.
    pub months: Months,
}

/// The value nearest to today's at which some machines are repaid within `target`.
pub fn solve<'c>(menu: &Menu<'_, 'c>, lever: Lever, target: Months) -> Solution<'c> {
    let Some(here) = lever.now(menu.scenario) else {
        return Solution { now: None, at: None, best: None };
    };
    let look = |value: f64| shortest(menu, lever, value);
    let now = look(here);
    if now.as_ref().is_some_and(|now| now.months <= target) {
        return Solution { at: now.clone(), now, best: None };
    }
    let mut best = now.clone();
    let mut found: Vec<(f64, Payback<'_>)> = Vec::new();
    for (scale, end) in reach(lever, here) {
        let in_time = |value: f64| {
            let payback = look(value);
            let in_time = payback.as_ref().is_some_and(|found| found.months <= target);
            best = shorter(best.take(), payback);
            in_time
        };
        let crossing = first_change(scale, (here, false), end, STEPS, in_time);
        let after = crossing.and_then(|crossing| Some((crossing.after.0, look(crossing.after.0)?)));
        found.extend(after);
    }
    let distance = |value: f64| (value / here).ln().abs();
    let nearest = found.into_iter().min_by(|a, b| distance(a.0).total_cmp(&distance(b.0)));
    match nearest {
        Some((_, at)) => Solution { now, at: Some(at), best: None },
        None => Solution { now, at: None, best },
    }
}

fn shorter<'c>(a: Option<Payback<'c>>, b: Option<Payback<'c>>) -> Option<Payback<'c>> {
    [a, b].into_iter().flatten().min_by(|a, b| a.months.get().total_cmp(&b.months.get()))
}

/// How far a lever is turned: ten thousand times for a volume, a thousand times for a ratio.
/// Dearer machines, dearer power, cheaper APIs and slower machines never pay back sooner.
fn reach(lever: Lever, now: f64) -> Vec<(Scale, f64)> {
    match lever {
        Lever::Volume => vec![(Scale::Ratio, now * 1e4), (Scale::Ratio, now / 1e4)],
        Lever::HardwarePrice | Lever::Electricity => vec![(Scale::Difference, 0.0)],
        _ => vec![(Scale::Ratio, now * 1e3)],
    }
}

fn shortest<'c>(menu: &Menu<'_, 'c>, lever: Lever, value: f64) -> Option<Payback<'c>> {
    let scenario = lever.set(menu.scenario, value);
    let baseline = baseline(&scenario)?;
    let side = menu.sides.first()?;
    let entries = menu.entries.iter().enumerate();
    let bought = entries.filter(|(_, entry)| entry.tenure == Tenure::Bought);
    let slots = bought.flat_map(|(index, _)| menu.shortlist(side, index));
    let fleets = slots.filter_map(|slot| {
        let (fleet, unmet) = menu.fleet(&scenario, *slot, Tenure::Bought, 1.0)?;
        unmet.is_empty().then_some(fleet)
    });
    let paybacks = fleets.filter_map(|fleet| {
        let option = ServingOption::fleet(fleet);
        let months = payback(&option, &baseline, &scenario, false).months()?;
        Some((option, months))
    });
    let (option, months) = paybacks.min_by(|a, b| a.1.get().total_cmp(&b.1.get()))?;
    let fleet = option.machines()?;
    Some(Payback {
        value: shown(lever, value, &scenario, fleet, &baseline),
        machines: fleet.first_machines(&scenario),
        deployment: fleet.deployment.clone(),
        months,
    })
}

/// Whether there is an API that payback can be measured against.
pub fn has_baseline(scenario: &Scenario<'_>) -> bool {
    baseline(scenario).is_some()
}

/// What payback is measured against: the endpoint that was named, else the cheapest that may be
/// chosen.
fn baseline<'c>(scenario: &Scenario<'c>) -> Option<ServingOption<'c>> {
    let horizon = Horizon::of(scenario);
    let compiled = Compiled::new(scenario, &horizon);
    let cheapest = || {
        let apis = eligible(scenario, None, 1.0)
            .into_iter()
            .filter(|api| api.plan.is_none())
            .map(|api| (api, compiled.bill(api, 1.0).get()));
        apis.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(api, _)| api)
    };
    scenario.baseline.or_else(cheapest).map(ServingOption::api)
}

/// The value in the unit that people think in.
fn shown(
    lever: Lever,
    value: f64,
    scenario: &Scenario<'_>,
    fleet: &Fleet<'_>,
    baseline: &ServingOption<'_>,
) -> f64 {
    match lever {
        Lever::ApiPrice => {
            let bill = Ledger::new(baseline, scenario).today().running.total();
            (bill / MonthlyTokens::of(&scenario.workload).total()).get()
        }
        Lever::HardwarePrice => purchase(fleet.deployment.hardware, &scenario.assumptions).get(),
        Lever::Throughput => fleet.service.decode.get(),
        _ => value,
    }
}
