//! Overflow: fewer machines than the busiest hour needs, and an endpoint for what exceeds them.

use super::compiled::Compiled;
use super::month_bill::MonthBill;
use super::price_list::ApiPrices;
use crate::api::Api;
use crate::assumptions::RentMode;
use crate::calc::capacity::autoscale;
use crate::calc::capacity::fleet::{Fleet, Stage};
use crate::calc::capacity::purchases::owning;
use crate::calc::crossing::first_whole;
use crate::calc::demand::horizon::Month;
use crate::calc::option::quantities::excess;
use crate::calc::price::machine_rates::MachineRates;
use crate::units::Usd;

/// A month, or all of them where demand stays.
#[derive(Clone, Debug, PartialEq)]
struct OverflowMonth {
    month: Month,
    /// Worth today of a dollar, in months.
    worth: f64,
    /// The same of a rent of today.
    rented: f64,
    /// The endpoint's bill.
    bill: MonthBill,
}

/// An endpoint that takes what exceeds machines, in the months of a question.
pub struct Overflow<'c> {
    /// The endpoint.
    pub api: &'c Api,
    months: Vec<OverflowMonth>,
}

impl<'c> Overflow<'c> {
    /// The endpoint in the months of a question.
    pub fn new(compiled: &Compiled<'_, '_>, prices: &ApiPrices<'c>) -> Self {
        let (horizon, tokens) = (compiled.horizon, compiled.tokens);
        let worth = horizon.worth;
        let months = if horizon.is_level() && prices.is_linear() {
            let bill = prices.all_months(tokens, horizon);
            let month = Month { demand: 1.0, ..Month::STATED };
            vec![OverflowMonth { month, worth: worth.months, rented: worth.rented, bill }]
        } else {
            let bills = horizon.months.iter().zip(prices.months(tokens, horizon));
            let month = |(month, bill): (&Month, MonthBill)| OverflowMonth {
                month: *month,
                worth: month.worth,
                rented: month.worth * month.rent,
                bill,
            };
            bills.map(month).collect()
        };
        Self { api: prices.api, months }
    }

    /// The total of a fleet whose machines are fewer than demand needs, and of what exceeds them.
    pub fn total(
        &self,
        compiled: &Compiled<'_, '_>,
        fleet: &Fleet<'_>,
        rates: &MachineRates,
    ) -> Usd {
        let scenario = compiled.scenario;
        let owned = rates.owning(owning(fleet, scenario, compiled.horizon));
        let month = |at: &OverflowMonth| {
            let machines = fleet.machines_in(&at.month, scenario);
            let offered = fleet.offered.mean * at.month.demand;
            let excess = excess(fleet, scenario, at.month.demand, machines);
            let held = autoscale::held(scenario, fleet, offered, machines);
            rates.there(machines) * at.worth
                + rates.held * (held * at.rented)
                + rates.of(machines).busy * (offered * (1.0 - excess.total()) * at.worth)
                + at.bill.bill_of(excess, fleet.share)
        };
        let running: Usd = self.months.iter().map(month).sum();
        compiled.around(rates) + owned + running
    }

    /// The cheapest fleet with fewer machines than it ever needs, and its total; `None` when there is
    /// no such number.
    ///
    /// Where demand grows, each month holds the number that is cheapest at that month's load, and never
    /// fewer than before; else one number is there from the first month to the last.
    pub fn cheapest<'f>(
        &self,
        compiled: &Compiled<'_, '_>,
        fleet: &Fleet<'f>,
        rates: &MachineRates,
    ) -> Option<(Fleet<'f>, Usd)> {
        let scenario = compiled.scenario;
        let fleet =
            &Fleet { spare: fleet.spare - f64::from(scenario.spare_machines), ..fleet.clone() };
        let most_demand = compiled.horizon.last().start_demand.max(1.0);
        let needed = fleet.needed_at(most_demand, scenario.assumptions.headroom) + fleet.spare;
        let priced = |sized: Fleet<'f>| {
            let total = self.total(compiled, &sized, rates);
            (sized, total)
        };
        let at = |machines: f64| priced(fleet.of_size(machines));
        if let Some(given) = fleet.given() {
            return (given < needed).then(|| at(given));
        }
        let most = (needed - 1.0).min(fleet.most(scenario).unwrap_or(f64::INFINITY));
        if !(1.0..=COUNTABLE).contains(&most) {
            return None;
        }
        let least = |one_more_pays: &dyn Fn(f64) -> bool| {
            stretches(rates, 1.0, most)
                .map(|(from, to)| at(first_whole(from, to, one_more_pays)))
                .min_by(|a, b| a.1.get().total_cmp(&b.1.get()))
        };
        if autoscale::follows_load(scenario, fleet.deployment.hardware, fleet.tenure) {
            let sizes = corners(compiled, fleet, rates, most).into_iter().map(at);
            return sizes.min_by(|a, b| a.1.get().total_cmp(&b.1.get()));
        }
        if scenario.requirements.max_wait().is_some() {
            let one_more_pays = |machines: f64| at(machines + 1.0).1 < at(machines).1;
            return least(&one_more_pays);
        }
        if compiled.horizon.drift.growth > 0.0 && !fleet.is_committed() {
            return self.staged(compiled, fleet, rates).map(priced);
        }
        let worth = compiled.horizon.worth;
        let owned = rates.owning(compiled.horizon.to_the_end(0.0, rates.life));
        let one_more_pays = |n: f64| {
            let standing = owned + rates.of(n).there * worth.months + rates.held * worth.rented;
            self.months.iter().map(|at| saved(compiled, fleet, rates, at, n)).sum::<Usd>()
                > standing
        };
        least(&one_more_pays)
    }

    /// The fleet with the number of machines in each month that is cheapest at its load: write-off and
    /// running cost of one machine more against what it saves.
    fn staged<'f>(
        &self,
        compiled: &Compiled<'_, '_>,
        fleet: &Fleet<'f>,
        rates: &MachineRates,
    ) -> Option<Fleet<'f>> {
        let (drift, headroom) = (compiled.horizon.drift, compiled.scenario.assumptions.headroom);
        let write_off = rates.write_off();
        let (mut stages, mut machines): (Vec<Stage>, f64) = (Vec::new(), 1.0);
        let mut exceeds = false;
        let sold = fleet.most(compiled.scenario).unwrap_or(f64::INFINITY);
        for at in &self.months {
            let month = at.month;
            let owned = write_off * drift.hardware_at(f64::from(month.index));
            let needed = fleet.needed_at(month.start_demand, headroom);
            let one_more_pays = |n: f64| {
                let standing = (owned + rates.of(n).there) * at.worth + rates.held * at.rented;
                saved(compiled, fleet, rates, at, n) > standing
            };
            let cost = |n: f64| {
                let excess = excess(fleet, compiled.scenario, month.demand, n);
                let busy = fleet.offered.mean * month.demand * (1.0 - excess.total());
                let there = owned * n + rates.there(n) + rates.of(n).busy * busy;
                there * at.worth
                    + rates.held * (n * at.rented)
                    + at.bill.bill_of(excess, fleet.share)
            };
            machines = stretches(rates, machines, needed.min(sold).max(machines))
                .map(|(from, to)| first_whole(from, to, one_more_pays))
                .min_by(|a, b| cost(*a).get().total_cmp(&cost(*b).get()))
                .unwrap_or(machines);
            if stages.last().is_none_or(|last| last.machines < machines) {
                stages.push(Stage { from: month.index, machines });
            }
            exceeds |= machines < needed;
        }
        // Machines that are enough in every month are no mix.
        exceeds.then(|| Fleet { stages, spare: 0.0, ..fleet.clone() })
    }

    /// What machines and this endpoint cost together at least: in every month the cheaper of the two,
    /// by what a busy machine costs for a month.
    pub fn at_least(&self, fleet: &Fleet<'_>, busy_month: Usd) -> Usd {
        let month = |at: &OverflowMonth| {
            let machines = busy_month * (fleet.offered.mean * at.month.demand * at.worth);
            at.bill.at_least(machines, fleet.share)
        };
        self.months.iter().map(month).sum()
    }
}

/// The stretches of a fleet's size in each of which the total is convex: where more machines stand
/// elsewhere, or begin to pay for their load, another begins.
fn stretches(rates: &MachineRates, from: f64, to: f64) -> impl Iterator<Item = (f64, f64)> {
    let cut = rates.most_alike().filter(|most| from <= *most && *most < to);
    let first = (from, cut.unwrap_or(to));
    std::iter::once(first).chain(cut.map(|most| (most + 1.0, to)))
}

/// What one machine more than so many saves in a month, where it stands like the others.
///
/// It takes off the bill what the hours above the limit of the others have above it, and what days have
/// no room for: less the more there are, for what can wait is never dearer than what cannot. So the
/// total is convex in their number, and the first machine that does not pay is the last.
fn saved(
    compiled: &Compiled<'_, '_>,
    fleet: &Fleet<'_>,
    rates: &MachineRates,
    at: &OverflowMonth,
    machines: f64,
) -> Usd {
    let demand = at.month.demand;
    let exceeding = |machines: f64| excess(fleet, compiled.scenario, demand, machines);
    let (more, less) = (exceeding(machines), exceeding(machines + 1.0));
    let bill = |excess| at.bill.bill_of(excess, fleet.share);
    let busier = more.total() - less.total();
    let busy = rates.of(machines).busy;
    bill(more) - bill(less) - busy * (fleet.offered.mean * demand * busier * at.worth)
}

/// Beyond this, a machine more is the same number: 2^53.
const COUNTABLE: f64 = 9_007_199_254_740_992.0;

/// The largest fleet of which every size is tried while demand grows.
const SMALL: f64 = 64.0;

/// Numbers of machines between which the cost of a fleet that follows the load is linear: those
/// that the hours of the week ask for. When demand grows each month has its own, and of a large
/// fleet only those of the first month and the last are tried.
fn corners(
    compiled: &Compiled<'_, '_>,
    fleet: &Fleet<'_>,
    rates: &MachineRates,
    most: f64,
) -> Vec<f64> {
    let (scenario, horizon) = (compiled.scenario, compiled.horizon);
    let last = horizon.last().demand;
    if last != 1.0 && most <= SMALL {
        return (1..=most as u32).map(f64::from).collect();
    }
    let mut sizes = vec![1.0, most];
    sizes.extend(rates.most_alike().into_iter().flat_map(|alike| [alike, alike + 1.0]));
    if let RentMode::Autoscale { min_machines, .. } = scenario.assumptions.rent_mode {
        sizes.push(min_machines);
    }
    for demand in [1.0, last] {
        let mean = fleet.offered.mean * demand;
        for corner in scenario.workload.load.corners(scenario.assumptions.headroom) {
            sizes.extend([(corner * mean).floor(), (corner * mean).ceil()]);
        }
    }
    sizes.iter_mut().for_each(|size| *size = size.clamp(1.0, most));
    sizes.sort_by(f64::total_cmp);
    sizes.dedup();
    sizes
}
