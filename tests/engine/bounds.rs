//! What a search leaves out: nothing costs less than the bound that leaves it out, and no other
//! number of machines costs less than the one that is chosen.

// A test that cannot go on has failed.
#![allow(clippy::unwrap_used)]

use crate::support::case::{Case, World};
use crate::support::draw::{case, config};
use breakeven::api::Api;
use breakeven::assumptions::RentMode;
use breakeven::calc::bound::Bounds;
use breakeven::calc::calendar::Calendar;
use breakeven::calc::candidate::Subject;
use breakeven::calc::cash::totals;
use breakeven::calc::fleet::Fleet;
use breakeven::calc::hybrid::{Base, Hybrid};
use breakeven::calc::option::ServingOption;
use breakeven::calc::search::candidates;
use breakeven::calc::spill::{fallback::Fallback, option};
use breakeven::requirement::Requirement;
use breakeven::scenario::Scenario;
use proptest::prelude::*;

/// Fleets are tried one machine at a time up to this many.
const MOST: u32 = 400;

fn cost(scenario: &Scenario<'_>, option: &ServingOption<'_>) -> f64 {
    totals(scenario, option).cost().get()
}

/// The total with this many machines and the rest spilled, of the share that comes to the fleet.
fn spilling<'c>(scenario: &Scenario<'c>, fleet: &Fleet<'c>, api: &'c Api, machines: f64) -> f64 {
    let fleet = Fleet { machines: Some(machines), ..fleet.clone() };
    let hard = (fleet.share < 1.0).then_some(api);
    let base = Base::Fleet(Box::new(fleet), Some(api));
    let all = cost(scenario, &ServingOption::Hybrid(Box::new(Hybrid { base, hard })));
    all - hard.map_or(0.0, |api| hard_part(scenario, api))
}

/// What the endpoint costs that serves the rest.
fn hard_part<'c>(scenario: &Scenario<'c>, api: &'c Api) -> f64 {
    cost(scenario, &ServingOption::Api(api)) * scenario.requirements.hard_share
}

/// Every fleet of a scenario, and its endpoint.
fn fleets<'c>(scenario: &Scenario<'c>) -> (Vec<Fleet<'c>>, &'c Api) {
    let found = candidates(scenario);
    let fleets = found.iter().filter_map(|candidate| {
        let possible = candidate.unmet.iter().all(|unmet| unmet.requirement == "capacity");
        match &candidate.priced.as_ref().filter(|_| possible)?.0 {
            ServingOption::Fleet(fleet) => Some((**fleet).clone()),
            ServingOption::Api(_) | ServingOption::Hybrid(_) => None,
        }
    });
    let api = found.iter().find_map(|candidate| match candidate.subject {
        Subject::Api(api) => Some(api),
        Subject::Deployment(..) | Subject::Hybrid(..) => None,
    });
    (fleets.collect(), api.unwrap())
}

/// A case that a test which tries one machine more at a time can follow.
fn small(case: &Case) -> bool {
    let years = f64::from(case.horizon) / 12.0;
    (1.0 + case.growth).powf(years) < 50.0
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn nothing_costs_less_than_its_bound(
        case in case(),
        more in 0.05..20.0,
        autoscale in prop::option::weighted(0.2, (0_u32..3, 0.0..1.0)),
        wait in prop::option::weighted(0.2, 1.0..60.0),
        share in prop_oneof![Just(1.0), 0.1..1.0],
    ) {
        prop_assume!(small(&case));
        let case = case.times(more);
        let world = World::of(&case);
        let mut scenario = world.scenario(&case);
        if let Some((least, start_hours)) = autoscale {
            let min_machines = f64::from(least);
            scenario.assumptions.rent_mode = RentMode::Autoscale { min_machines, start_hours };
        }
        scenario.requirements.asked.extend(wait.map(Requirement::MaxWait));
        let (fleets, api) = fleets(&scenario);
        scenario.requirements.hard_share = 1.0 - share;
        let calendar = Calendar::new(&scenario);
        let fallback = Fallback::new(&calendar, api);
        let bounds = Bounds::new(&calendar, Some(&fallback));
        let without = Bounds::new(&calendar, None);
        for fleet in fleets {
            let fleet = fleet.resized(&scenario, share);
            let standing = bounds.standing(&fleet);
            let idle = bounds.idle(&fleet);
            let least = bounds.spilling(&fleet, &standing);
            prop_assert_eq!(without.spilling(&fleet, &standing), f64::INFINITY);
            let needed = fleet.needed_at_last(&scenario) + fleet.spare;
            if fleet.machines.is_none_or(|given| given >= needed) {
                let alone = cost(&scenario, &ServingOption::Fleet(Box::new(fleet.clone())));
                for bounds in [&bounds, &without] {
                    prop_assert!(bounds.idle(&fleet) <= alone);
                    prop_assert!(bounds.alone(&fleet, &standing) <= alone);
                }
                prop_assert!(idle <= bounds.alone(&fleet, &standing) * (1.0 + 1e-12));
            }
            let sizes = match fleet.machines {
                Some(given) => vec![given],
                None => (1..MOST).map(f64::from).take_while(|size| *size < needed).collect(),
            };
            for size in sizes {
                let slack = 1e-9 * hard_part(&scenario, api);
                let cost = spilling(&scenario, &fleet, api, size) + slack;
                prop_assert!(idle <= cost, "{} machines: {} above {}", size, idle, cost);
                prop_assert!(least <= cost, "{} machines: {} above {}", size, least, cost);
            }
        }
    }

    #[test]
    fn no_other_number_of_machines_is_cheaper_while_things_change(
        case in case(),
        more in 1.0..20.0,
        share in prop_oneof![Just(1.0), 0.1..1.0],
    ) {
        prop_assume!(small(&case) && case.machines.is_none());
        let case = case.times(more);
        let world = World::of(&case);
        let mut scenario = world.scenario(&case);
        let (fleets, api) = fleets(&scenario);
        scenario.requirements.hard_share = 1.0 - share;
        let calendar = Calendar::new(&scenario);
        let fallback = Fallback::new(&calendar, api);
        for fleet in fleets {
            let fleet = fleet.resized(&scenario, share);
            let needed = fleet.needed_at_last(&scenario);
            if needed > f64::from(MOST) {
                continue;
            }
            let sizes = (1..MOST).map(f64::from).take_while(|size| *size < needed);
            let all = sizes.map(|size| spilling(&scenario, &fleet, api, size));
            let best = all.fold(f64::INFINITY, f64::min);
            let hard = (share < 1.0).then_some(api);
            let chosen = option(&Calendar::new(&scenario), &fleet, &fallback, hard);
            let rest = hard.map_or(0.0, |api| hard_part(&scenario, api));
            let found = chosen.map_or(f64::INFINITY, |option| cost(&scenario, &option) - rest);
            // An endpoint that bills less than the work it takes over makes every machine a loss.
            let work = Bounds::new(&calendar, Some(&fallback)).standing(&fleet).work(&scenario, &fleet);
            let dearer = fallback.months.iter().all(|m| m.bill * share >= work * m.demand * m.worth);
            prop_assert!(
                found <= best + (best + rest) * 1e-9 || !dearer,
                "{} for {} of {}", found, best, needed
            );
        }
    }
}

/// Two machines and a half at work all the time, in a world where nothing changes.
fn steady(owned: bool, rent: Option<f64>) -> Case {
    use proptest::strategy::ValueTree as _;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    Case {
        fresh_per_day: 0.0,
        cached_per_day: 0.0,
        output_per_day: 2.5 * 86_400.0 * 100.0,
        hours: [1.0; 24],
        weekend: 1.0,
        growth: 0.0,
        trend: 0.0,
        discount: 0.0,
        horizon: 40,
        headroom: 1.0,
        ops_hours: 2.0,
        ops_rate: 50.0,
        machines: None,
        owned,
        changes: Vec::new(),
        cliff: None,
        resale_for_all: Some(0.2),
        model_tokens_factor: 1.0,
        decode: 100.0,
        sleep_watts: None,
        idle_watts: [100.0; 3],
        load_watts: [500.0; 3],
        electricity: 0.2,
        rent_per_hour: rent.map(|usd| [usd; 3]),
        rent_overhead: 0.0,
        ..case().new_tree(&mut runner).unwrap().current()
    }
}

/// Where every hour is like every other and all machines are full, bounds are what they bound.
#[test]
fn a_bound_is_the_cost_where_nothing_is_left_open() {
    for (owned, rent, full) in
        [(false, None, 3.0), (true, None, 2.5), (false, Some(1.5), 3.0), (true, None, 1.0)]
    {
        let case = steady(owned, rent).times(full / 2.5);
        let world = World::of(&case);
        let scenario = world.scenario(&case);
        let (fleets, api) = fleets(&scenario);
        assert_eq!(fleets.len(), 1 + usize::from(rent.is_some()));
        let calendar = Calendar::new(&scenario);
        let fallback = Fallback::new(&calendar, api);
        let bounds = Bounds::new(&calendar, Some(&fallback));
        for fleet in fleets {
            let standing = bounds.standing(&fleet);
            let alone = cost(&scenario, &ServingOption::Fleet(Box::new(fleet.clone())));
            let close = |bound: f64, cost: f64| {
                assert!(bound <= cost && bound >= cost * (1.0 - 1e-8), "{bound} {cost}");
            };
            close(bounds.alone(&fleet, &standing), alone);
            // Of so many machines each serves its share and the endpoint the rest.
            for given in [1.0, 2.0] {
                let few = Fleet { machines: Some(given), ..fleet.clone() };
                if given < full {
                    let least = bounds.spilling(&few, &standing);
                    close(least, spilling(&scenario, &fleet, api, given));
                }
                let idle = steady(owned, rent).times(1e-9);
                let world = World::of(&idle);
                let scenario = world.scenario(&idle);
                let few = few.resized(&scenario, 1.0);
                let few = Fleet { machines: Some(given), ..few };
                let alone = cost(&scenario, &ServingOption::Fleet(Box::new(few.clone())));
                close(Bounds::new(&calendar, None).idle(&few), alone);
                close(Bounds::new(&calendar, None).alone(&few, &standing), alone);
            }
        }
    }
}
