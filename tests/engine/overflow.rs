//! Fewer machines than the busiest hour needs, and an API for the rest: against trying every
//! number of machines, hour by hour; and queues against a simulation of every request.

// A test that cannot go on has failed.
#![allow(clippy::unwrap_used)]

use crate::support::case::{Case, World, filled};
use crate::support::draw::{case, config};
use crate::support::oracle::{activity, at_load, machine};
use crate::support::question::with_shipped;
use breakeven::criterion::Criterion;
use std::rc::Rc;

use breakeven::assumptions::RentMode;
use breakeven::calc::capacity::activities::Activities;
use breakeven::calc::capacity::decode_curve::Steps;
use breakeven::calc::capacity::fleet::{Fleet, Tenure};
use breakeven::calc::capacity::loss::{COUNTED, Queue};
use breakeven::calc::capacity::waiting;
use breakeven::calc::decide::compiled::Compiled;
use breakeven::calc::decide::listing::{candidates, cheapest as cheapest_of};
use breakeven::calc::decide::overflow::Overflow;
use breakeven::calc::decide::overflow_curve::overflow_curve;
use breakeven::calc::decide::price_list::ApiPrices;
use breakeven::calc::decide::rated::Rated;
use breakeven::calc::decide::sized_fleet::sized;
use breakeven::calc::demand::horizon::Horizon;
use breakeven::calc::option::quantities::excess;
use breakeven::calc::option::serving::Kind;
use breakeven::calc::throughput::{Rates, serving};
use breakeven::requirement::Requirement;
use breakeven::scenario::Scenario;
use proptest::prelude::*;

/// The week of a case, hour by hour, in plain numbers.
struct Week<'a> {
    case: &'a Case,
    /// Machines that must be held at least, and hours that a machine is paid before it serves,
    /// when rented machines follow the load.
    autoscale: Option<(f64, f64)>,
    /// Work of each hour, in machines that are never idle.
    work: Vec<f64>,
    /// The same where machines do what can wait in quiet hours.
    filled: Vec<f64>,
    /// What a machine does by its load.
    busy: Vec<f64>,
    power: Vec<f64>,
}

impl<'a> Week<'a> {
    fn new(case: &'a Case, autoscale: Option<(f64, f64)>) -> Self {
        let weight =
            |hour: usize| case.hours[hour % 24] * if hour < 120 { 1.0 } else { case.weekend };
        let weights: Vec<f64> = (0..168).map(weight).collect();
        let mean = weights.iter().sum::<f64>() / 168.0;
        let run = machine(case);
        let input = (case.fresh_per_day + case.cached_per_day) * run.processed;
        let seconds = input / case.prefill + case.output_per_day / run.decode;
        let busy = seconds * case.model_tokens_factor / 86_400.0;
        let work: Vec<f64> = weights.iter().map(|weight| weight / mean * busy).collect();
        let filled = filled(&work, case.batch_share);
        let (busy, power) = activity(case);
        Self { case, autoscale, work, filled, busy, power }
    }

    /// The part of an hour's work that cannot wait.
    fn interactive(&self, work: f64) -> f64 {
        work * (1.0 - self.case.batch_share)
    }

    /// Machines that an hour needs.
    fn needs(&self, hour: usize) -> f64 {
        let interactive = self.interactive(self.work[hour]) / self.case.headroom;
        (interactive.max(self.filled[hour]) * (1.0 - 1e-12)).ceil()
    }

    fn most(&self) -> u32 {
        (0..168).map(|hour| self.needs(hour)).fold(1.0, f64::max) as u32
    }

    /// The API's bill of a month, for a share of all tokens of which some waits.
    fn bill(&self, (interactive, waits): (f64, f64)) -> f64 {
        let case = self.case;
        let input = case.price.input[1];
        let cached = case.price.cached.map_or(input, |span| span[1]);
        let day = case.fresh_per_day * input
            + case.cached_per_day * cached
            + case.output_per_day * case.price.output[1];
        let price = interactive + waits * (1.0 - case.batch_discount.unwrap_or(0.0));
        day / 1e6 * 365.0 / 12.0 * case.api_tokens_factor * price
    }

    /// What of an hour's work that cannot wait is served by this many machines.
    fn served(&self, work: f64, machines: u32) -> f64 {
        self.interactive(work).min(f64::from(machines) * self.case.headroom)
    }

    /// Of all work what goes to the API: what cannot wait and finds its hour full, and what can wait
    /// and finds its day full.
    fn spilled(&self, machines: u32) -> (f64, f64) {
        let all: f64 = self.work.iter().sum();
        let (mut interactive, mut waits) = (0.0, 0.0);
        for day in self.work.chunks(24) {
            let served: f64 = day.iter().map(|work| self.served(*work, machines)).sum();
            let asked: f64 = day.iter().sum();
            interactive += self.interactive(asked) - served;
            let room = 24.0 * f64::from(machines) - served;
            waits += (asked - self.interactive(asked) - room).max(0.0);
        }
        ((interactive / all).max(0.0), waits / all)
    }

    /// The hours of machines when a share of all work goes elsewhere, out of the busiest: all above a level
    /// found by halving.
    fn done(&self, elsewhere: f64) -> Vec<f64> {
        let all: f64 = self.work.iter().sum();
        let above =
            |level: f64| self.filled.iter().map(|work| (work - level).max(0.0)).sum::<f64>();
        let (mut low, mut high) = (0.0, self.filled.iter().copied().fold(0.0, f64::max));
        for _ in 0..200 {
            let middle = (low + high) / 2.0;
            if above(middle) > elsewhere * all { low = middle } else { high = middle }
        }
        self.filled.iter().map(|work| work.min(high)).collect()
    }

    /// Machine-hours paid in the mean hour.
    fn held(&self, machines: u32) -> f64 {
        let machines = f64::from(machines);
        let Some((least, start)) = self.autoscale else { return machines };
        let held = |hour: usize| self.needs(hour % 168).max(least).min(machines);
        let hour = |h: usize| held(h + 1) + (held(h + 1) - held(h)).max(0.0) * start;
        (0..168).map(hour).sum::<f64>() / 168.0
    }

    /// The total over the horizon with this many machines and the rest spilled.
    fn cost(&self, rented: bool, machines: u32) -> f64 {
        let case = self.case;
        let months = f64::from(case.horizon);
        if machines == 0 {
            let waits = case.batch_share;
            return self.bill((1.0 - waits, waits)) * months;
        }
        let each = f64::from(machines);
        let (space, hours) = case.rack_asks(machines);
        let operations = (case.ops_hours + hours) * case.ops_rate;
        let spilled = self.spilled(machines);
        let api = self.bill(spilled);
        if rented {
            let hour = case.rent_per_hour.unwrap()[1] * (1.0 + case.rent_overhead);
            return (hour * 730.0 * self.held(machines) + operations + api) * months;
        }
        let (idle, load) = (case.idle_watts[1], case.load_watts[1]);
        let waiting = case.sleep_watts.unwrap_or(idle);
        let hours = self.done(spilled.0 + spilled.1);
        let mean_watts = hours.iter().map(|work| {
            let at = (work / each).min(1.0);
            let (busy, power) = (at_load(&self.busy, at), at_load(&self.power, at));
            each * (waiting + (idle - waiting) * busy + (load - idle) * power)
        });
        let mean_watts = mean_watts.sum::<f64>() / 168.0;
        let energy = mean_watts * 730.0 / 1_000.0 * case.price_of_power(machines);
        let hosting = case.hosting.map_or(space, |one| one * each);
        let upkeep = hosting + case.maintenance.unwrap_or(0.0) * each;
        let resale = case.resale_for_all.or(case.resale.map(|span| span[1])).unwrap_or(0.0);
        let lost = (case.machine_usd[1] + case.host_usd) * (1.0 - resale) / case.life_months;
        // One machine is there already.
        let bought = if case.owned { each - 1.0 } else { each };
        (lost * bought + energy + upkeep + operations + api) * months
    }

    /// Every number of machines: whether they are rented, how many, what they cost.
    fn all(&self) -> Vec<(bool, u32, f64)> {
        let tenures = [false, true].into_iter().filter(|r| !r || self.case.rent_per_hour.is_some());
        tenures.flat_map(|r| (0..=self.most()).map(move |n| (r, n, self.cost(r, n)))).collect()
    }
}

fn cheapest(all: impl Iterator<Item = (bool, u32, f64)>) -> Option<(bool, u32, f64)> {
    all.min_by(|a, b| a.2.total_cmp(&b.2))
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs())
}

/// Demand, prices and machines that do not change, and no fleet of a given size.
fn steady(case: Case) -> Case {
    Case {
        growth: 0.0,
        trend: 0.0,
        rent_trend: 0.0,
        hardware_trend: 0.0,
        setup: 0.0,
        setup_hours: 0.0,
        migration: 0.0,
        discount: 0.0,
        changes: Vec::new(),
        cliff: None,
        machines: None,
        ..case
    }
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn no_other_number_of_machines_is_cheaper(
        case in case(),
        more in 1.0..10.0,
        autoscale in prop::option::weighted(0.4, (0_u32..3, 0.0..1.0)),
    ) {
        let case = steady(case).times(more);
        let autoscale = autoscale.map(|(least, start)| (f64::from(least), start));
        let world = World::of(&case);
        let mut scenario = world.scenario(&case);
        if let Some((min_machines, start_hours)) = autoscale {
            scenario.assumptions.rent_mode = RentMode::Autoscale { min_machines, start_hours };
        }
        let candidates = candidates(&scenario);
        let week = Week::new(&case, autoscale);
        let all = week.all();
        let full = week.most();
        let mixed = all.iter().copied().filter(|(_, n, _)| (1..full).contains(n));
        let found = candidates.iter().filter(|found| found.subject.kind() == Kind::Mixed);
        let found = found.min_by(|a, b| a.cost().get().total_cmp(&b.cost().get()));
        let Some((rented, machines, cost)) = cheapest(mixed) else {
            prop_assert!(found.is_none());
            return Ok(());
        };
        let found = found.unwrap();
        prop_assert!(close(found.cost().get(), cost), "{:?} is not {machines} for {cost}", found.cost());
        let option = found.option().unwrap();
        let fleet = option.machines().unwrap();
        // Another number may cost the same to the last digit.
        let chosen = (fleet.tenure == Tenure::Rented, fleet.given().unwrap() as u32);
        prop_assert!(chosen == (rented, machines) || close(week.cost(chosen.0, chosen.1), cost));
        let horizon = Horizon::of(&scenario);
        let points = overflow_curve(&Compiled::new(&scenario, &horizon), option);
        let sizes: Vec<u32> = points.iter().map(|point| point.machines as u32).collect();
        if full < 32 {
            prop_assert_eq!(sizes, (0..=full).collect::<Vec<_>>());
        } else {
            prop_assert!(sizes.len() > 16 && sizes.len() <= 33, "{}", sizes.len());
            prop_assert!([0, chosen.1, full].iter().all(|size| sizes.contains(size)));
            prop_assert!(sizes.is_sorted_by(|a, b| a < b));
        }
        for point in points {
            let machines = point.machines as u32;
            prop_assert!(close(point.total.get(), week.cost(chosen.0, machines)));
            let (interactive, waits) = week.spilled(machines);
            prop_assert!((point.exceeding - interactive - waits).abs() < 1e-9);
        }
        let (_, _, best) = cheapest(all.into_iter()).unwrap();
        prop_assert!(close(cheapest_of(&candidates).unwrap().cost().get(), best));
    }
}

proptest! {
    #![proptest_config(config(256))]

    /// Where demand grows, the months hold the numbers that cost least together, of all that never fall. Without
    /// trends and discount a machine costs its straight line from its month on.
    #[test]
    fn no_numbers_that_grow_with_demand_are_cheaper(
        case in case(), more in 0.5..6.0, growth in 0.05..2.0,
    ) {
        let case = Case { growth, horizon: case.horizon.min(30), ..steady(case).times(more) };
        let world = World::of(&case);
        let scenario = world.scenario(&case);
        let month = |index: u32| {
            let at = |months: f64| (1.0 + growth).powf(months / 12.0);
            let of = |times: f64| Case { horizon: 1, growth: 0.0, ..case.clone().times(times) };
            (of(at(f64::from(index))), of(at(f64::from(index) + 0.5)))
        };
        let most = Week::new(&month(case.horizon - 1).1, None).most();
        let mut cheapest: Option<f64> = None;
        for rented in [false, true].into_iter().filter(|r| !r || case.rent_per_hour.is_some()) {
            // What the months up to this one cost at least with so many machines, and whether demand exceeds them.
            let mut least = vec![(0.0, false); most as usize];
            for index in 0..case.horizon {
                let (start, middle) = month(index);
                let (needed, week) = (Week::new(&start, None).most(), Week::new(&middle, None));
                let mut before = (f64::INFINITY, false);
                for (machines, least) in (1..).zip(&mut least) {
                    before = if least.0 < before.0 { *least } else { before };
                    *least = (before.0 + week.cost(rented, machines), before.1 || machines < needed);
                }
            }
            let (total, exceeds) = least.into_iter().min_by(|a, b| a.0.total_cmp(&b.0)).unwrap();
            if exceeds && cheapest.is_none_or(|least| total < least) {
                cheapest = Some(total);
            }
        }
        let candidates = candidates(&scenario);
        let mixes = candidates.iter().filter(|one| one.subject.kind() == Kind::Mixed);
        let found = mixes.map(|one| one.cost().get()).min_by(f64::total_cmp);
        match (found, cheapest) {
            (None, None) => {}
            (Some(found), Some(cheapest)) => prop_assert!(close(found, cheapest), "{found} {cheapest}"),
            (found, cheapest) => prop_assert!(false, "{found:?} {cheapest:?}"),
        }
    }
}

/// A generator of random numbers: splitmix64.
struct Random(u64);

impl Random {
    /// Evenly spread above 0 and up to 1.
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (((z ^ (z >> 31)) >> 11) as f64 + 1.0) / (1_u64 << 53) as f64
    }

    /// Time until the next of events that come once in `mean` on average.
    fn after(&mut self, mean: f64) -> f64 {
        -mean * self.share().ln()
    }
}

/// Share of arrivals that found all `places` taken, and the mean wait of the others in seconds,
/// when `servers` streams take requests in the order of arrival.
fn simulated(between: f64, service: f64, servers: usize, places: usize) -> (f64, f64) {
    const ARRIVALS: u32 = 400_000;
    let mut random = Random(20_261_122);
    let mut free = vec![0.0_f64; servers];
    let mut leaving: Vec<f64> = Vec::new();
    let (mut now, mut lost, mut waited) = (0.0_f64, 0_u32, 0.0);
    for _ in 0..ARRIVALS {
        now += random.after(between);
        leaving.retain(|at| *at > now);
        if leaving.len() >= places {
            lost += 1;
            continue;
        }
        let first = free.iter_mut().min_by(|a, b| a.total_cmp(b)).unwrap();
        let start = first.max(now);
        waited += start - now;
        *first = start + random.after(service);
        leaving.push(*first);
    }
    (f64::from(lost) / f64::from(ARRIVALS), waited / f64::from(ARRIVALS - lost))
}

/// Half input, half output: prompts of 1,000 tokens at 1,000 a second, replies of 1,000 at 100.
/// A request takes 11 seconds of a machine; 200 requests an hour keep it 61 % busy, and the
/// busiest hour 76 %.
fn busy_case() -> Case {
    let mut hours = [0.8; 24];
    hours[..8].fill(1.25);
    hours[8..16].fill(0.95);
    let tokens = 200.0 * 24.0 * 1_000.0;
    Case {
        fresh_per_day: tokens,
        cached_per_day: 0.0,
        output_per_day: tokens,
        prompt_tokens: 1_000.0,
        reply_tokens: 1_000.0,
        hours,
        weekend: 1.0,
        headroom: 0.8,
        prefill: 1_000.0,
        decode: 100.0,
        streams: 1,
        model_tokens_factor: 1.0,
        batch_share: 0.0,
        machines: None,
        ..plain()
    }
}

/// Any case that does not change.
fn plain() -> Case {
    use proptest::strategy::ValueTree as _;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    steady(case().new_tree(&mut runner).unwrap().current())
}

fn fleet<'c>(scenario: &Scenario<'c>, streams: f64) -> Fleet<'c> {
    let deployment = scenario.deployments.on(0)[0].clone();
    let rates = serving(&deployment, scenario.workload.request, scenario.min_speed()).unwrap();
    let rates = Rates { concurrency: streams, ..rates };
    let known = (rates, Rc::new(Activities::proportional()));
    Fleet::new(deployment, Tenure::Bought, known, 1.0, scenario)
}

#[test]
fn queues_lose_what_a_simulation_loses() {
    let case = busy_case();
    let world = World::of(&case);
    let mut scenario = world.scenario(&case);
    let mut sums = (0.0, 0.0);
    // The sum over the hours, as if requests came evenly, loses nothing.
    assert_eq!(excess(&fleet(&scenario, 4.0), &scenario, 1.0, 1.0).total(), 0.0);
    // A prompt takes a second, so a request may wait for one place's worth of service and no more.
    scenario.requirements.asked = vec![Requirement::MaxWait(15.0)];
    for (hour, weight) in [(0, 1.25), (8, 0.95), (16, 0.8)] {
        let mut flat = busy_case().times(weight);
        flat.hours = [1.0; 24];
        let world = World::of(&flat);
        let mut scenario = world.scenario(&flat);
        scenario.requirements.asked = vec![Requirement::MaxWait(15.0)];
        let lost = waiting::excess(&fleet(&scenario, 4.0), &scenario, 1.0, 1.0).total();
        // A stream holds a request for 4 x 11 seconds; 14 seconds of waiting are one place.
        let (counted, _) = simulated(18.0 / weight, 44.0, 4, 5);
        assert!((lost - counted).abs() < 0.003, "hour {hour}: {lost}, simulated {counted}");
        assert!(counted > 0.02);
        sums = (sums.0 + lost * weight / 3.0, sums.1 + counted * weight / 3.0);
    }
    // 11.5 seconds are one for the prompt and not quite one place's worth of service.
    scenario.requirements.asked = vec![Requirement::MaxWait(11.5)];
    let impatient = waiting::excess(&fleet(&scenario, 4.0), &scenario, 1.0, 1.0).total();
    let hours = [1.25, 0.95, 0.8];
    let counted = hours.map(|weight| simulated(18.0 / weight, 44.0, 4, 4).0 * weight / 3.0);
    let counted: f64 = counted.iter().sum();
    assert!((impatient - counted).abs() < 0.003, "{impatient}, simulated {counted}");
    scenario.requirements.asked = vec![Requirement::MaxWait(15.0)];
    let week = waiting::excess(&fleet(&scenario, 4.0), &scenario, 1.0, 1.0).total();
    assert!((week - sums.0).abs() < 1e-12);
    assert!((week - sums.1).abs() < 0.003, "{week}, simulated {}", sums.1);
}

/// Half of the work can wait: it finds the room that the other half leaves, of which those who would wait
/// too long have gone elsewhere.
#[test]
fn what_can_wait_finds_the_room_that_impatience_leaves() {
    let flat = |batch_share: f64, times: f64, growth: f64| {
        let mut case = Case { batch_share, ..busy_case().times(times) };
        case.hours = [1.0; 24];
        let world = World::of(&case);
        let mut scenario = world.scenario(&case);
        scenario.requirements.asked = vec![Requirement::MaxWait(15.0)];
        let fleet = fleet(&scenario, 4.0);
        (waiting::excess(&fleet, &scenario, 1.0, growth), fleet.offered.mean)
    };
    // 1.25 and twice of the demand of an hour; all of the second is more than the machine can do.
    for growth in [1.25, 2.0] {
        let lost = flat(0.0, 0.5 * growth, 1.0).0.total();
        let (found, offered) = flat(0.5, 1.0, growth);
        assert!(lost > 0.001 && (found.interactive - 0.5 * lost).abs() < 1e-9, "{found:?} {lost}");
        let room = 1.0 / (offered * growth) - 0.5 * (1.0 - lost);
        let without = (0.5 - room).max(0.0);
        assert!((found.batch - without).abs() < 1e-9, "{found:?}: {without}");
        assert_eq!(without > 0.0, growth == 2.0);
    }
}

fn first_token_seconds(fleet: &Fleet<'_>, scenario: &Scenario<'_>, machines: f64) -> f64 {
    let serving = waiting::serving(fleet, scenario).unwrap();
    waiting::first_token(&serving, fleet, scenario, machines).mean
}

/// A slot, the prompts ahead, the own prompt and a step: by hand, where every number of streams makes 100
/// tokens a second together, so that the machine is a queue of one server with four slots.
#[test]
fn the_first_token_comes_after_a_slot_the_prompts_ahead_its_own_and_a_step() {
    let case = busy_case();
    let world = World::of(&case);
    let scenario = world.scenario(&case);
    let seconds = first_token_seconds(&fleet(&scenario, 4.0), &scenario, 1.0);
    let rate = 250.0 / 3_600.0;
    let busy: f64 = rate * 11.0;
    let slot = busy.powi(4) * 11.0 / (1.0 - busy);
    let ahead = rate / (2.0 * (1.0 - rate));
    let few: f64 = (0..3).map(|b| (1.0 - busy) * busy.powi(b) * f64::from(b + 1) / 100.0).sum();
    let step = few + busy.powi(3) * 4.0 / 100.0;
    assert!(close(seconds, slot + ahead + 1.0 + step), "{seconds} {}", slot + ahead + 1.0 + step);
    assert!(slot > 10.0);
}

/// The shares of time with so many requests in the system: each arrival rate over the rate at which
/// requests leave. Starts where the share is largest, so that nothing is too large to add.
fn stationary(offered: f64, servers: usize, places: usize) -> Vec<f64> {
    let ratio = |k: usize| offered / k.min(servers) as f64;
    let mut logs = vec![0.0_f64];
    for k in 1..=places {
        logs.push(logs[k - 1] + ratio(k).ln());
    }
    let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = logs.iter().map(|log| (log - most).exp()).collect();
    let sum: f64 = weights.iter().sum();
    weights.iter().map(|weight| weight / sum).collect()
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn a_queue_spends_its_time_as_arrivals_and_departures_balance(
        load in 0.01..3.0, servers in 1_usize..200, room in 0_usize..300, endless in any::<bool>(),
    ) {
        let load = if endless { load / 4.0 } else { load };
        let offered = load * servers as f64;
        // Further places would be empty all the time.
        let places = servers + if endless { 3_000 } else { room };
        let shares = stationary(offered, servers, places);
        let lost = if endless { 0.0 } else { shares[places] };
        let places = if endless { f64::INFINITY } else { places as f64 };
        let found = Queue { offered, servers: servers as f64, places }.lost();
        prop_assert!((found - lost).abs() <= 1e-9 * lost + 1e-15, "{found} {lost}");
    }
}

proptest! {
    #![proptest_config(config(256))]

    /// The states of many servers, one by one and as an integral: about as many arrivals as they serve, and
    /// far more or fewer.
    #[test]
    fn an_integral_counts_the_states_of_many_servers(
        log in COUNTED.ln() - 1.0..1e6_f64.ln(), way in -8.0..8.0, far in prop::option::of(0.2..20.0),
    ) {
        let servers = log.exp().round();
        let load = far.unwrap_or(1.0 + way / servers.sqrt());
        let queue = Queue { offered: servers * load, servers, places: servers };
        let (counted, integrated) = (queue.counted(), queue.integrated());
        match counted < 1e17 {
            true => prop_assert!((counted - integrated).abs() <= 1e-11 * (1.0 + counted), "{counted} {integrated}"),
            false => prop_assert!(integrated > 1e17),
        }
    }
}

/// Trillions of servers take no longer than thousands; next to nothing of a load below theirs is lost.
#[test]
fn trillions_of_servers_are_no_more_work() {
    let lost = |load: f64| {
        let servers = 1e13;
        Queue { offered: servers * load, servers, places: servers }.lost()
    };
    // Of the load that servers can just do: sqrt(2 / (pi c)).
    assert!((lost(1.0) / (2.0 / (std::f64::consts::PI * 1e13)).sqrt() - 1.0).abs() < 1e-5);
    assert!((lost(2.0) - 0.5).abs() < 1e-9 && lost(0.999) < 1e-17);
}

#[test]
fn a_long_queue_that_is_always_full_loses_what_is_too_much() {
    let queue = Queue { offered: 20.0, servers: 10.0, places: 10_010.0 };
    assert!(close(queue.lost(), 0.5), "{}", queue.lost());
    // As many arrivals as one server does: all states are as likely.
    assert!(close(Queue { offered: 1.0, servers: 1.0, places: 999.0 }.lost(), 0.001));
    for ratio in [1.0 - 1e-12, 1.0 + 1e-12] {
        let lost = Queue { offered: ratio, servers: 1.0, places: 999.0 }.lost();
        assert!((lost / 0.001 - 1.0).abs() < 1e-8, "{lost}");
    }
}

/// Half of a million servers are busy: nobody is lost, and it takes no million steps to see.
#[test]
fn where_there_is_room_for_all_nobody_is_lost() {
    for places in [1_000_000.0, 2_000_000.0, f64::INFINITY] {
        let queue = Queue { offered: 500_000.0, servers: 1_000_000.0, places };
        assert!(queue.lost() < 1e-17, "{}", queue.lost());
    }
}

#[test]
fn a_quarter_waits_like_a_quarter() {
    let (whole, quarter) = (busy_case().times(4.0), busy_case());
    let (of_whole, of_quarter) = (World::of(&whole), World::of(&quarter));
    let (whole, quarter) = (of_whole.scenario(&whole), of_quarter.scenario(&quarter));
    let all = fleet(&quarter, 4.0);
    let known = (all.rates, Rc::clone(&all.activities));
    let part = Fleet::new(all.deployment.clone(), all.tenure, known, 0.25, &whole);
    let [alone, shared] = [(&all, &quarter), (&part, &whole)]
        .map(|(fleet, scenario)| first_token_seconds(fleet, scenario, 1.0));
    assert!(alone > 2.0 && close(alone, shared), "{alone} {shared}");
}

/// Half of the requests on a machine that is half as fast as its profile says are the same hour in slow motion.
#[test]
fn half_as_fast_waits_twice_as_long() {
    let (usual, half) = (busy_case(), busy_case().times(0.5));
    let (of_usual, of_half) = (World::of(&usual), World::of(&half));
    let (usual, mut slow) = (of_usual.scenario(&usual), of_half.scenario(&half));
    slow.assumptions.scale.throughput = 0.5;
    let [fast, slow] =
        [usual, slow].map(|scenario| first_token_seconds(&fleet(&scenario, 4.0), &scenario, 1.0));
    assert!(fast > 2.0 && close(slow, 2.0 * fast), "{fast} {slow}");
}

#[test]
fn without_a_queue_the_first_token_takes_the_fresh_part_of_the_prompt() {
    // Three quarters of a prompt of 1,000 are cached; the model makes 1.5 tokens of each.
    let case = Case {
        fresh_per_day: 25.0,
        cached_per_day: 75.0,
        output_per_day: 100.0,
        model_tokens_factor: 1.5,
        ..busy_case()
    };
    let seconds = |case: &Case| {
        let world = World::of(case);
        let scenario = world.scenario(case);
        first_token_seconds(&fleet(&scenario, 4.0), &scenario, 1.0)
    };
    let near = |found: f64, expected: f64| (found - expected).abs() < 1e-5;
    // One step of 100 a second comes after it.
    assert!(near(seconds(&case), 0.375 + 0.01), "{}", seconds(&case));
    // Nothing to read.
    let silent = Case { fresh_per_day: 0.0, cached_per_day: 0.0, prompt_tokens: 0.0, ..case };
    assert!(near(seconds(&silent), 0.01), "{}", seconds(&silent));
}

#[test]
fn machines_are_added_until_the_first_token_is_in_time() {
    let case = busy_case().times(3.0);
    let world = World::of(&case);
    let mut scenario = world.scenario(&case);
    let plain = fleet(&scenario, 4.0);
    let needed = plain.first_machines(&scenario);
    let wait = |more: f64| first_token_seconds(&plain, &scenario, needed + more);
    let seconds = (wait(1.0) + wait(2.0)) / 2.0;
    assert!(wait(0.0) > wait(1.0) && wait(1.0) > wait(2.0));
    scenario.requirements.asked = vec![Requirement::MaxWait(seconds)];
    assert_eq!(waiting::spare(&plain, &scenario).unwrap(), 2.0);
    let (fleet, unmet) = sized(&scenario, plain.clone());
    assert!(unmet.is_empty());
    assert_eq!(fleet.first_machines(&scenario), needed + 2.0);
    // What keeps waits short is no reason to spill: an API takes what so many fewer cannot serve.
    let horizon = Horizon::of(&scenario);
    let compiled = Compiled::new(&scenario, &horizon);
    let overflow = Overflow::new(&compiled, &ApiPrices::new(scenario.baseline.unwrap(), &scenario));
    let (sized, _) =
        overflow.cheapest(&compiled, &fleet, &compiled.rates_of(&fleet), None).unwrap();
    assert!(sized.given().unwrap() < needed + 2.0);
    // Of a given number there are no more.
    let given = plain.of_size(needed);
    assert_eq!(waiting::spare(&given, &scenario).unwrap_err().criterion(), Criterion::MaxWait);
}

#[test]
fn hours_without_demand_lose_nothing() {
    let mut case = busy_case();
    case.hours[..12].fill(0.0);
    case.hours[12..].fill(1.0);
    let world = World::of(&case);
    let mut scenario = world.scenario(&case);
    scenario.requirements.asked = vec![Requirement::MaxWait(15.0)];
    let lost = waiting::excess(&fleet(&scenario, 4.0), &scenario, 1.0, 1.0).total();
    let (counted, _) = simulated(9.0, 44.0, 4, 5);
    assert!((lost - counted).abs() < 0.003, "{lost}, simulated {counted}");
}

/// As few machines more as keep the wait short, for every machine of the shipped profiles.
#[test]
fn no_machine_is_added_that_is_not_needed() {
    let mut added = Vec::new();
    for flags in ["--volume 2B/day --max-wait 1.2", "--volume 40M/day --max-wait 2.5 --tier small"]
    {
        with_shipped(flags, |scenario| {
            let most = scenario.requirements.max_wait().unwrap();
            let rated = Rated::new(scenario);
            let slots = (0..scenario.deployments.machines()).flat_map(|one| rated.slots(one));
            for slot in slots {
                let Some(known) = rated.rated(slot, Tenure::Rented) else { continue };
                let deployment = rated.deployment(slot).clone();
                let fleet = Fleet::new(deployment, Tenure::Rented, known, 1.0, scenario);
                let first = fleet.first_machines(scenario);
                let wait = |more: f64| first_token_seconds(&fleet, scenario, first + more);
                match waiting::spare(&fleet, scenario) {
                    Ok(more) => {
                        assert!(wait(more) <= most);
                        assert!(more == 0.0 || wait(more - 1.0) > most);
                        added.push(more);
                    }
                    Err(_) => assert!(wait(64.0) > most),
                }
            }
        });
    }
    for some in [0.0, 1.0, 2.0] {
        assert!(added.contains(&some), "{some}");
    }
    assert!(added.iter().any(|more| *more > 2.0), "{added:?}");
}

/// Requests of 1,000 prompt tokens, of which a quarter is fresh, and 5 of output, on a machine that does 0.4 of
/// what was measured, with a model that makes two tokens of each: 500 at 400 a second take 1.25 s, and 10 at 40 a
/// quarter of a second. Of 5.6 seconds the own prompt leaves 4.35, in which a stream that is held for 4 x 1.5 takes
/// its share of 2.9 requests: two places.
#[test]
fn the_own_prompt_leaves_less_patience() {
    let case = Case {
        fresh_per_day: 12.5e6,
        cached_per_day: 37.5e6,
        output_per_day: 0.25e6,
        reply_tokens: 5.0,
        hours: [1.0; 24],
        model_tokens_factor: 2.0,
        ..busy_case()
    };
    let world = World::of(&case);
    let mut scenario = world.scenario(&case);
    scenario.assumptions.scale.throughput = 0.4;
    scenario.requirements.asked = vec![Requirement::MaxWait(5.6)];
    let lost = waiting::excess(&fleet(&scenario, 4.0), &scenario, 1.0, 1.0).total();
    // 50,000 requests a day keep 1.5 / 1.728 of a machine busy.
    let queue = |places: f64| Queue { offered: 4.0 * 1.5 / 1.728, servers: 4.0, places }.lost();
    assert!(close(lost, queue(6.0)), "{lost} is not {}", queue(6.0));
    assert!(!close(queue(6.0), queue(7.0)) && !close(queue(6.0), queue(4.0)));
}

#[test]
fn a_quarter_is_as_patient_as_a_quarter() {
    let (whole, quarter) = (busy_case().times(4.0), busy_case());
    let (of_whole, of_quarter) = (World::of(&whole), World::of(&quarter));
    let (mut whole, mut quarter) = (of_whole.scenario(&whole), of_quarter.scenario(&quarter));
    whole.requirements.asked = vec![Requirement::MaxWait(15.0)];
    quarter.requirements.asked = vec![Requirement::MaxWait(15.0)];
    let all = fleet(&quarter, 4.0);
    let known = (all.rates, Rc::clone(&all.activities));
    let part = Fleet::new(all.deployment.clone(), all.tenure, known, 0.25, &whole);
    let alone = waiting::excess(&all, &quarter, 1.0, 1.0).total();
    let shared = waiting::excess(&part, &whole, 1.0, 1.0).total();
    assert!(alone > 0.02 && close(alone, shared), "{alone} {shared}");
}

/// Where so many streams make so many times 100 tokens a second, a step takes a hundredth of a second whatever
/// their number. With `b` in progress a request of a second of prompt and ten of output is done `b / (b + 10)`
/// times a second.
#[test]
fn a_step_of_many_streams_takes_as_long_as_one_of_few() {
    let case = Case { decode: 400.0, streams: 4, ..busy_case() };
    let world = World::of(&case);
    let scenario = world.scenario(&case);
    let seconds = first_token_seconds(&fleet(&scenario, 4.0), &scenario, 1.0);
    let rate = 250.0 / 3_600.0;
    let done = |b: f64| b / (b + 10.0);
    let one = rate / done(1.0);
    let two = one * rate / done(2.0);
    let three = two * rate / done(3.0);
    let all = three * rate / (done(4.0) - rate);
    let slot = all / (1.0 + one + two + three + all) / (done(4.0) - rate);
    let ahead = rate / (2.0 * (1.0 - rate));
    assert!(close(seconds, slot + ahead + 1.0 + 0.01), "{seconds} {slot} {ahead}");
}

/// What a fleet knows of its requests is of these alone: what others take is worked out anew.
#[test]
fn other_requests_take_what_they_take() {
    let case = busy_case();
    let world = World::of(&case);
    let scenario = world.scenario(&case);
    let plain = fleet(&scenario, 4.0);
    let steps = Steps::of(&plain.deployment, scenario.workload.request, &plain.rates).unwrap();
    let activities = Activities::proportional().taking(Some(Rc::new(steps)));
    let knowing = Fleet { activities: Rc::new(activities), ..plain.clone() };
    let mut other = scenario.clone();
    other.workload.request = other.workload.request.times(2.0);
    for scenario in [&scenario, &other] {
        let [anew, known] =
            [&plain, &knowing].map(|fleet| waiting::serving(fleet, scenario).unwrap().station);
        assert_eq!(anew, known);
    }
}
