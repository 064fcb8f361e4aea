//! Spill: fewer machines than the busiest hour needs, and an API for what they cannot serve.

pub mod fallback;

use super::calendar::Calendar;
use super::candidate::{Candidate, Subject};
use super::cash::{estimate, totals, totals_in};
use super::demand::When;
use super::dominance;
use super::fleet::Fleet;
use super::hybrid::{Base, Hybrid, spilled};
use super::option::ServingOption;
use super::rent;
use super::root::first_whole;
use crate::api::Api;
use crate::assumptions::RentMode;
use crate::scenario::Scenario;
use fallback::Fallback;

/// The best spilling fleet of every possible fleet that has more than one machine, and of every
/// fleet whose given size is too small. `hard` is the endpoint of the hard share, which is not
/// theirs.
pub fn candidates<'c>(
    calendar: &Calendar<'_, 'c>,
    fleets: &[Candidate<'c>],
    fallback: Option<&'c Api>,
    hard: Option<&'c Api>,
) -> Vec<Candidate<'c>> {
    let scenario = calendar.scenario;
    let Some(fallback) = fallback.map(|api| Fallback::new(calendar, api)) else {
        return Vec::new();
    };
    let possible = fleets.iter().filter_map(|candidate| {
        let (ServingOption::Fleet(fleet), _) = candidate.priced.as_ref()? else { return None };
        let blocked = candidate.unmet.iter().any(|unmet| unmet.requirement != "capacity");
        (!blocked).then_some((candidate, &**fleet))
    });
    let spilling = |(candidate, fleet): (&Candidate<'c>, &Fleet<'c>)| {
        let option = option(calendar, fleet, &fallback, hard)?;
        let totals = totals_in(calendar, &option);
        let subject =
            Subject::Hybrid(Box::new(candidate.subject.clone()), Some(fallback.api), hard);
        Some(Candidate { subject, unmet: Vec::new(), priced: Some((option, totals)) })
    };
    if scenario.shows_more_than_the_best() {
        return possible.filter_map(spilling).collect();
    }
    // What is no better in any number spills no better either.
    let possible = possible.collect();
    let numbers = |(_, fleet): &(_, &Fleet<'_>)| dominance::of_fleet(scenario, fleet);
    let best = dominance::keep_best(possible, numbers, dominance::none_higher);
    best.into_iter().filter_map(spilling).collect()
}

/// Beyond this, a machine more is the same number: 2^53.
const COUNTABLE: f64 = 9_007_199_254_740_992.0;

/// A fleet with the cheapest number of machines from 1 to one fewer than it ever needs, and the rest
/// spilled; `None` when there is no such number.
///
/// Machines that follow the load are held for fewer hours the further they come; then every number
/// that an hour asks for is tried. What a longest wait spills has no slope that could be followed.
pub fn option<'c>(
    calendar: &Calendar<'_, '_>,
    fleet: &Fleet<'c>,
    fallback: &Fallback<'c>,
    hard: Option<&'c Api>,
) -> Option<ServingOption<'c>> {
    let scenario = calendar.scenario;
    let with = |machines| with_machines(fleet, machines, fallback.api, hard);
    let needed = fleet.needed_at_last(scenario) + fleet.spare;
    if let Some(given) = fleet.machines {
        return (given < needed).then(|| with(given));
    }
    let most = needed - 1.0;
    if !(1.0..=COUNTABLE).contains(&most) {
        return None;
    }
    let steady = fallback.months.len() == 1;
    let cost = |machines: f64| match steady {
        true => totals_in(calendar, &with(machines)).cost(),
        // A sum over all months for every size tried would take long; the size is chosen by some.
        false => estimate(calendar, &with(machines)),
    };
    if rent::machines_paid(fleet, scenario, When::FIRST).is_some() {
        let sizes = corners(scenario, fleet, most).into_iter();
        return sizes
            .map(|size| (size, cost(size).get()))
            .min_by(|a, b| a.1.total_cmp(&b.1))
            .map(|(size, _)| with(size));
    }
    if scenario.requirements.max_wait().is_none() {
        return Some(with(fallback.best_size(scenario, fleet, most)));
    }
    let one_more_pays = |machines: f64| cost(machines + 1.0) < cost(machines);
    Some(with(first_whole(1.0, most, one_more_pays)))
}

/// The largest fleet of which every size is tried while demand grows.
const SMALL: f64 = 64.0;

/// Numbers of machines between which the cost of a fleet that follows the load is linear: those
/// that the hours of the week ask for. When demand grows each month has its own, and of a large
/// fleet only those of the first month and the last are tried.
fn corners(scenario: &Scenario<'_>, fleet: &Fleet<'_>, most: f64) -> Vec<f64> {
    let last = When::last(scenario);
    if last.growth != 1.0 && most <= SMALL {
        return (1..=most as u32).map(f64::from).collect();
    }
    let mut sizes = vec![1.0, most];
    if let RentMode::Autoscale { min_machines, .. } = scenario.assumptions.rent_mode {
        sizes.push(min_machines);
    }
    for growth in [1.0, last.growth] {
        let mean = fleet.busy.mean * growth / scenario.assumptions.headroom;
        for weight in scenario.workload.load.weights() {
            let asked = weight * mean;
            sizes.extend([asked.floor(), asked.ceil()]);
        }
    }
    sizes.iter_mut().for_each(|size| *size = size.clamp(1.0, most));
    sizes.sort_by(f64::total_cmp);
    sizes.dedup();
    sizes
}

/// The fleet with this many machines and the rest spilled.
fn with_machines<'c>(
    fleet: &Fleet<'c>,
    machines: f64,
    fallback: &'c Api,
    hard: Option<&'c Api>,
) -> ServingOption<'c> {
    let fleet = Fleet { machines: Some(machines), ..fleet.clone() };
    let base = Base::Fleet(Box::new(fleet), Some(fallback));
    ServingOption::Hybrid(Box::new(Hybrid { base, hard }))
}

/// A point of the spill curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SpillPoint {
    /// Machines.
    pub machines: f64,
    /// Total over the horizon.
    pub cost: f64,
    /// Share of the first month's tokens that goes to the fallback API.
    pub spilled: f64,
}

/// The most points that a curve shows.
const CURVE: usize = 33;

/// Cost and spill from no machine to the full fleet, at most [`CURVE`] of them, evenly spaced,
/// always with the chosen one.
pub fn curve<'c>(scenario: &Scenario<'c>, hybrid: &Hybrid<'c>) -> Vec<SpillPoint> {
    let (Some(chosen), Some(fallback)) = (hybrid.fleet(), hybrid.spill_to()) else {
        return Vec::new();
    };
    let full = chosen.needed_at_last(scenario);
    let step = (full / (CURVE - 2) as f64).ceil().max(1.0);
    let mut sizes: Vec<f64> = Vec::new();
    let mut size = 0.0;
    while size < full {
        sizes.push(size);
        size += step;
    }
    sizes.extend([full, chosen.machines.unwrap_or(full)]);
    sizes.sort_by(f64::total_cmp);
    sizes.dedup();
    sizes.into_iter().map(|machines| point(scenario, hybrid, chosen, fallback, machines)).collect()
}

fn point<'c>(
    scenario: &Scenario<'c>,
    hybrid: &Hybrid<'c>,
    chosen: &Fleet<'c>,
    fallback: &'c Api,
    machines: f64,
) -> SpillPoint {
    if machines == 0.0 {
        let base = Base::Api(fallback);
        let option = ServingOption::Hybrid(Box::new(Hybrid { base, hard: hybrid.hard }));
        return SpillPoint { machines, cost: totals(scenario, &option).cost().get(), spilled: 1.0 };
    }
    let option = with_machines(chosen, machines, fallback, hybrid.hard);
    let spilled = option.fleet().map_or(0.0, |fleet| spilled(fleet, scenario, When::FIRST));
    SpillPoint { machines, cost: totals(scenario, &option).cost().get(), spilled }
}
