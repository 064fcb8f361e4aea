//! Machines when demand grows, is shared with an API, or must not wait.

// A test that cannot go on has failed.
#![allow(clippy::unwrap_used)]

use crate::support::case::{Case, World};
use crate::support::draw::{billed_case, case, config};
use crate::support::fleet::first_fleet;
use breakeven::api::Api;
use breakeven::assumptions::RentMode;
use breakeven::calc::capacity::fleet::{Fleet, Tenure};
use breakeven::calc::capacity::service::Offered;
use breakeven::calc::cash::ledger::{Ledger, totals};
use breakeven::calc::crossing::first_whole;
use breakeven::calc::decide::compiled::Compiled;
use breakeven::calc::decide::overflow::Overflow;
use breakeven::calc::decide::price_list::ApiPrices;
use breakeven::calc::demand::horizon::{Horizon, Month};
use breakeven::calc::option::serving::{Base, ServingOption};
use breakeven::calc::price::item::Part;
use breakeven::requirement::Requirement;
use breakeven::scenario::Scenario;
use proptest::prelude::*;

/// The cheapest number of machines below the full fleet, with the API for the rest: that number and
/// the total.
fn cheapest_mix(scenario: &Scenario<'_>, fleet: &Fleet<'_>, api: &Api) -> Option<(f64, f64)> {
    let horizon = Horizon::of(scenario);
    let compiled = Compiled::new(scenario, &horizon);
    let overflow = Overflow::new(&compiled, &ApiPrices::new(api, scenario));
    let found = overflow.cheapest(&compiled, fleet, &compiled.rates_of(fleet), None);
    found.map(|(sized, total)| (sized.given().unwrap(), total.get()))
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs())
}

fn tenures(case: &Case) -> impl Iterator<Item = Tenure> {
    let rented = case.rent_per_hour.map(|_| Tenure::Rented);
    [Some(Tenure::Bought), Some(Tenure::Owned), rented].into_iter().flatten()
}

/// Everything that can serve a quarter of hard tokens and the rest, or all at once.
fn ways<'c>(scenario: &Scenario<'c>, case: &Case, machines: f64) -> Vec<ServingOption<'c>> {
    let api = scenario.baseline.unwrap();
    let mix = |base| ServingOption { base, overflow: None, hard: Some(api) };
    let mut ways = vec![ServingOption::api(api), mix(Base::Api(api))];
    for tenure in tenures(case) {
        let all = Fleet { spare: 2.0, ..first_fleet(scenario, tenure, 1.0) };
        let share = 1.0 - scenario.requirements.hard_share;
        let rest = first_fleet(scenario, tenure, share);
        ways.push(ServingOption::overflowing(&all, machines, api));
        ways.push(ServingOption::fleet(all));
        ways.push(mix(Base::Fleet(Box::new(rest.clone()))));
        ways.push(ServingOption {
            hard: Some(api),
            ..ServingOption::overflowing(&rest, machines, api)
        });
    }
    ways
}

const PARTS: [Part; 7] = [
    Part::Api,
    Part::Energy,
    Part::Operations,
    Part::Hosting,
    Part::Maintenance,
    Part::Rent,
    Part::Routing,
];

/// Prices that do not change, and no fleet of a given size.
fn fixed_prices(case: Case) -> Case {
    Case { trend: 0.0, changes: Vec::new(), machines: None, ..case }
}

fn autoscale() -> impl Strategy<Value = Option<(u32, f64)>> {
    prop::option::weighted(0.4, (0_u32..3, 0.0..1.0))
}

fn rent_mode(autoscale: Option<(u32, f64)>) -> RentMode {
    autoscale.map_or(RentMode::Always, |(least, start_hours)| RentMode::Autoscale {
        min_machines: f64::from(least),
        start_hours,
    })
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn a_later_month_costs_what_its_demand_would_cost_today(
        case in case(),
        growth in 0.1..2.0,
        month in 1_u32..48,
        machines in 1_u32..4,
        autoscale in autoscale(),
        max_wait in prop::option::weighted(0.3, 1.0..60.0),
    ) {
        let growing = Case { growth, ..fixed_prices(case) };
        let grown = (1.0 + growth).powf(f64::from(month) / 12.0);
        let there = Case { growth: 0.0, ..growing.times(grown) };
        let world = World::of(&growing);
        let scenario = |case: &Case| {
            let mut scenario = world.scenario(case);
            scenario.requirements.hard_share = 0.25;
            scenario.requirements.asked = max_wait.map(Requirement::MaxWait).into_iter().collect();
            scenario.assumptions.router_usd_per_1k = 2.0;
            scenario.assumptions.rent_mode = rent_mode(autoscale);
            scenario
        };
        let (growing_scenario, there_scenario) = (scenario(&growing), scenario(&there));
        for option in ways(&growing_scenario, &growing, f64::from(machines)) {
            let later = Month { start_demand: grown, demand: grown, ..Month::STATED };
            let (_, later) = Ledger::new(&option, &growing_scenario).months(&[later])[0];
            let there = option.under(&there_scenario);
            let today = Ledger::new(&there, &there_scenario).today();
            for part in PARTS {
                let [later, today] = [later.running[part], today.running[part]].map(|usd| usd.get());
                prop_assert!((later - today).abs() <= 1e-9 * later.max(today), "{later} {today}");
            }
        }
    }

    /// The compiled form is the ledger's sum of months, for every kind of way.
    #[test]
    fn the_compiled_total_is_the_sum_of_months(
        case in prop_oneof![case(), billed_case()],
        growth in prop_oneof![Just(0.0), -0.5..3.0],
        horizon in 1_u32..80,
        machines in 1_u32..4,
        autoscale in autoscale(),
        max_wait in prop::option::weighted(0.2, 1.0..60.0),
    ) {
        let case = Case { growth, horizon, machines: None, ..case };
        let world = World::of(&case);
        let mut scenario = world.scenario(&case);
        scenario.requirements.hard_share = 0.25;
        scenario.requirements.asked = max_wait.map(Requirement::MaxWait).into_iter().collect();
        scenario.assumptions.router_usd_per_1k = 2.0;
        scenario.assumptions.rent_mode = rent_mode(autoscale);
        let months = Horizon::of(&scenario);
        let compiled = Compiled::new(&scenario, &months);
        for option in ways(&scenario, &case, f64::from(machines)) {
            let (found, sum) = (compiled.total(&option), totals(&option, &scenario));
            let scale = (sum.purchases + sum.running).get();
            let off = (found - sum.cost()).get().abs();
            // Free tokens take one large number off another.
            let exact = if case.extras.free_tokens > 0.0 { 1e-10 } else { 1e-12 };
            prop_assert!(off <= exact * scale, "{found:?} {:?} for {option:?}", sum.cost());
        }
    }

    #[test]
    fn while_no_machine_is_worth_more_later_no_other_number_is_cheaper(
        case in case(),
        growth in prop_oneof![Just(0.0), -0.5..0.0],
        horizon in 1_u32..=12,
        given in prop::option::weighted(0.2, 1_u32..6),
        autoscale in autoscale(),
        worth in 0.8..2.0,
    ) {
        // Later on nothing is worth more.
        let (trend, changes) = (-case.trend.abs(), Vec::new());
        let [rent_trend, hardware_trend] = [case.rent_trend, case.hardware_trend].map(f64::abs);
        let case = Case { trend, rent_trend, hardware_trend, changes, ..case };
        let mut case = Case { growth, horizon, machines: None, ..case };
        {
            // A full machine is worth so many times its rent, so that it is a question.
            let world = World::of(&case);
            let scenario = world.scenario(&case);
            let option = ServingOption::api(scenario.baseline.unwrap());
            let bill = Ledger::new(&option, &scenario).today().running;
            let full = first_fleet(&scenario, Tenure::Bought, 1.0).offered.mean / case.headroom;
            let hour = bill.total().get() / full / 730.0 / worth / (1.0 + case.rent_overhead);
            case.rent_per_hour = Some([hour; 3]);
        }
        let world = World::of(&case);
        let mut scenario = world.scenario(&case);
        scenario.assumptions.rent_mode = rent_mode(autoscale);
        let api = scenario.baseline.unwrap();
        for tenure in tenures(&case) {
            let free = first_fleet(&scenario, tenure, 1.0);
            let last = Horizon::of(&scenario).last().start_demand;
            let needed = free.needed_at(last.max(1.0), case.headroom);
            prop_assume!(needed <= 60.0);
            let fleet = given.map_or(free.clone(), |given| free.of_size(f64::from(given)));
            let found = cheapest_mix(&scenario, &fleet, api).map(|(_, total)| total);
            let cost = |machines: f64| {
                totals(&ServingOption::overflowing(&free, machines, api), &scenario).cost()
            };
            let possible = (1..needed as u32).map(f64::from);
            let possible = possible.filter(|n| fleet.given().is_none_or(|given| given == *n));
            let best = possible.map(|n| cost(n).get()).min_by(f64::total_cmp);
            match (found, best) {
                (Some(found), Some(best)) => prop_assert!(close(found, best), "{found} {best}"),
                (found, best) => prop_assert_eq!(found, best),
            }
        }
    }

    /// Where demand grows, APIs get dearer or machines cheaper the months hold the numbers that cost least together,
    /// of all that never fall, with what is bought at the prices of its day.
    #[test]
    fn while_machines_may_be_worth_more_later_no_numbers_are_cheaper(
        case in case(), growth in prop_oneof![3 => 0.05..3.0, 1 => Just(0.0), 1 => -0.6..0.0],
        horizon in 1_u32..=24, worth in 0.8..2.0,
    ) {
        prop_assume!(growth > 0.0 || case.trend > 0.0 || case.rent_trend < 0.0 || case.hardware_trend < 0.0);
        let changes = Vec::new();
        let mut case = Case { growth, horizon, machines: None, owned: false, changes, ..case };
        let world = World::of(&case);
        let scenario = world.scenario(&case);
        let option = ServingOption::api(scenario.baseline.unwrap());
        let bill = Ledger::new(&option, &scenario).today().running;
        let full = first_fleet(&scenario, Tenure::Bought, 1.0).offered.mean / case.headroom;
        let hour = bill.total().get() / full / 730.0 / worth / (1.0 + case.rent_overhead);
        case.rent_per_hour = Some([hour; 3]);
        let world = World::of(&case);
        let scenario = world.scenario(&case);
        let (api, horizon) = (scenario.baseline.unwrap(), Horizon::of(&scenario));
        for tenure in [Tenure::Bought, Tenure::Rented] {
            let free = first_fleet(&scenario, tenure, 1.0);
            let most = free.needed_at(horizon.last().demand.max(horizon.months[0].demand), case.headroom);
            prop_assume!(most <= 60.0);
            let compiled = Compiled::new(&scenario, &horizon);
            let overflow = Overflow::new(&compiled, &ApiPrices::new(api, &scenario));
            let rates = compiled.rates_of(&free);
            let found = overflow.sized(&compiled, &free, &rates, None);
            let Some((sized, total, _)) = found else { continue };
            prop_assert!(close(total.get(), overflow.total(&compiled, &sized, &rates).get()));
            let owning = |from: f64| rates.owning(horizon.to_the_end(from, rates.life)).get();
            let sizes = (1..=most as u32).map(f64::from);
            let mut least: Vec<f64> = sizes.map(|machines| owning(0.0) * machines).collect();
            for month in &horizon.months {
                let owning = owning(f64::from(month.index));
                // What is bought before and what now, each at its price.
                let mut before = f64::INFINITY;
                for (machines, least) in (1..).map(f64::from).zip(&mut least) {
                    let option = ServingOption::overflowing(&free, machines, api);
                    let running = Ledger::new(&option, &scenario).months(&[Month { index: 0, ..*month }])[0].1.running;
                    let bought = owning * machines;
                    before = f64::min(before, *least - bought);
                    *least = before + bought + running.total().get() * month.worth;
                }
            }
            let least = least.into_iter().min_by(f64::total_cmp).unwrap();
            let once = (rates.setup + compiled.migration).get();
            prop_assert!(close(total.get(), least + once), "{total:?} {} {:?}", least + once, sized.stages);
        }
    }

    /// Without growth, discount, trends, schedules and once-items the total over any horizon is the
    /// first month times its months.
    #[test]
    fn where_nothing_changes_the_total_is_the_first_month_times_its_months(
        case in case(), horizon in 1_u32..200, autoscale in autoscale(),
    ) {
        let case = Case {
            growth: 0.0, trend: 0.0, rent_trend: 0.0, hardware_trend: 0.0, discount: 0.0,
            setup: 0.0, setup_hours: 0.0, migration: 0.0, changes: Vec::new(), horizon, ..case
        };
        let world = World::of(&case);
        let mut scenario = world.scenario(&case);
        scenario.requirements.hard_share = 0.25;
        scenario.assumptions.rent_mode = rent_mode(autoscale);
        for option in ways(&scenario, &case, 1.0) {
            let total = totals(&option, &scenario);
            let months = f64::from(horizon) * Ledger::new(&option, &scenario).monthly().get();
            let scale = (total.purchases + total.running).get();
            let off = (total.cost().get() - months).abs();
            prop_assert!(off <= 1e-9 * scale, "{:?} {months} {option:?}", total.cost());
        }
    }

    #[test]
    fn a_machine_serves_as_much_whatever_share_comes_to_it(case in case(), share in 0.01..1.0) {
        let world = World::of(&case);
        let scenario = world.scenario(&case);
        let capacity = |share| first_fleet(&scenario, Tenure::Bought, share).capacity_each(&scenario);
        prop_assert!(close(capacity(share).get(), capacity(1.0).get()));
    }
}

/// Beyond 2^53 a machine more is the same number.
#[test]
fn machines_beyond_counting_do_not_spill() {
    use proptest::strategy::ValueTree as _;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let case = Case { machines: None, ..case().new_tree(&mut runner).unwrap().current() };
    let world = World::of(&case);
    let scenario = world.scenario(&case);
    let spilling = |peak: f64| {
        let fleet = first_fleet(&scenario, Tenure::Owned, 1.0);
        let offered = Offered { planned: peak, ..fleet.offered };
        cheapest_mix(&scenario, &Fleet { offered, ..fleet }, scenario.baseline.unwrap())
    };
    assert!(spilling(1e6).is_some() && spilling(1e17).is_none());
}

/// 40 machines by day, and by night 5.7. Rented while they are needed, and for an hour before, a full
/// one is worth 1.04 times its rent: those of the day are not, with a thirteenth hour for twelve.
#[test]
fn machines_that_start_every_day_must_be_worth_their_start() {
    use proptest::strategy::ValueTree as _;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let any = fixed_prices(case().new_tree(&mut runner).unwrap().current());
    let mut hours = [0.25; 24];
    hours[6..18].fill(1.75);
    // A token of output takes 1 / 100 second: 18.29 machines' work on average.
    let output_per_day = 40.0 / 1.75 * 0.8 * 86_400.0 * 100.0;
    let mut case = Case {
        fresh_per_day: 0.0,
        cached_per_day: 0.0,
        output_per_day,
        decode: 100.0,
        model_tokens_factor: 1.0,
        headroom: 0.8,
        hours,
        weekend: 1.0,
        growth: 0.0,
        discount: 0.0,
        rent_overhead: 0.0,
        rack: None,
        ..any
    };
    {
        let world = World::of(&case);
        let scenario = world.scenario(&case);
        let option = ServingOption::api(scenario.baseline.unwrap());
        let bill = Ledger::new(&option, &scenario).today().running;
        let machines = 40.0 / 1.75;
        case.rent_per_hour = Some([bill.total().get() / machines / 730.0 / 1.04; 3]);
    }
    let world = World::of(&case);
    let mut scenario = world.scenario(&case);
    scenario.assumptions.rent_mode = rent_mode(Some((0, 1.0)));
    let rented = first_fleet(&scenario, Tenure::Rented, 1.0);
    let (machines, _) = cheapest_mix(&scenario, &rented, scenario.baseline.unwrap()).unwrap();
    assert_eq!(machines, 5.0);
}

#[test]
fn the_number_that_pays_is_found_however_large() {
    // The last whole number that a 64-bit float counts to.
    let countable = 9_007_199_254_740_992.0;
    for most in [1.0, 2.0, 1_000.0, countable - 1.0, countable] {
        for last in [1.0, 2.0, 999.0, countable - 2.0, countable - 1.0, countable] {
            let found = first_whole(1.0, most, |machines| machines < last);
            assert_eq!(found, last.min(most), "{last} of {most}");
        }
    }
}
