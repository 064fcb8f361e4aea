//! Overflow: fewer machines than the busiest hour needs, and an endpoint for what exceeds them.

use std::borrow::Cow;

use super::compiled::{Compiled, MachineRates};
use super::price_list::ApiPrices;
use crate::api::Api;
use crate::assumptions::RentMode;
use crate::calc::capacity::autoscale;
use crate::calc::capacity::fleet::Fleet;
use crate::calc::crossing::first_whole;
use crate::calc::demand::load_duration::{CurveMonth, LoadDuration};
use crate::calc::option::quantities::overflow_share;
use crate::calc::option::serving::ServingOption;
use crate::scenario::Scenario;
use crate::units::Usd;

/// An endpoint that takes what exceeds machines, in the months of a question.
pub struct Overflow<'o, 'c> {
    /// The endpoint.
    pub api: &'c Api,
    /// Its bill for everything.
    bill: Usd,
    /// The same by month; one for all where demand stays.
    months: Vec<CurveMonth>,
    curve: Cow<'o, LoadDuration>,
}

impl<'o, 'c> Overflow<'o, 'c> {
    /// The endpoint in the months of a question. `known` is the curve of the same load and months
    /// with prices that follow the trend alone, if there is one already.
    pub fn new(
        compiled: &Compiled<'_, '_>,
        prices: &ApiPrices<'c>,
        known: Option<&'o LoadDuration>,
    ) -> Self {
        let (horizon, tokens) = (compiled.horizon, compiled.tokens);
        let bill = prices.bill(tokens, horizon);
        let months: Vec<CurveMonth> = if horizon.is_level() {
            vec![CurveMonth { demand: 1.0, worth: horizon.worth.months, bill: bill.get() }]
        } else {
            let bills = horizon.months.iter().zip(prices.bills(tokens, horizon));
            let month = |demand, worth, bill: Usd| CurveMonth { demand, worth, bill: bill.get() };
            bills.map(|(m, bill)| month(m.demand, m.end, bill)).collect()
        };
        let curve = match known.filter(|_| prices.is_steady()) {
            Some(known) => Cow::Borrowed(known),
            None => Cow::Owned(LoadDuration::new(&compiled.scenario.workload.load, &months)),
        };
        Self { api: prices.api, bill, months, curve }
    }

    /// The total of so many machines of a fleet, which are there all the time, and of what exceeds
    /// them.
    pub fn total(
        &self,
        compiled: &Compiled<'_, '_>,
        fleet: &Fleet<'_>,
        rates: &MachineRates,
        machines: f64,
    ) -> Usd {
        let scenario = compiled.scenario;
        let worth = compiled.horizon.worth;
        let (exceeding, bill) = self.exceeding(scenario, fleet, machines);
        let served = fleet.offered.mean * (worth.grown - exceeding);
        let held = match autoscale::follows_load(scenario, fleet.tenure) {
            true => self.held(scenario, fleet, machines),
            false => machines * worth.months,
        };
        let bought = rates.bought * (1.0 - rates.resale * worth.end) * machines;
        let there = rates.there * (machines * worth.months) + rates.held * held;
        compiled.operations + bought + there + rates.busy * served + bill * fleet.share
    }

    /// What machines and this endpoint cost together at least: in every month the cheaper of the two,
    /// by what a busy machine costs for a month.
    pub fn at_least(&self, fleet: &Fleet<'_>, busy_month: Usd) -> Usd {
        let month = |month: &CurveMonth| {
            let machines = busy_month * (fleet.offered.mean * month.demand * month.worth);
            machines.min(Usd::new(month.bill) * fleet.share)
        };
        self.months.iter().map(month).sum()
    }

    /// Demand that exceeds so many machines, in months of the first month's mean demand, and the bill
    /// of the whole workload for it.
    fn exceeding(&self, scenario: &Scenario<'_>, fleet: &Fleet<'_>, machines: f64) -> (f64, Usd) {
        if scenario.requirements.max_wait().is_none() {
            let limit = machines * scenario.assumptions.headroom / fleet.offered.mean;
            let above = self.curve.above(limit);
            return (above.demand, self.bill * above.share_of_bill);
        }
        let fleet = Fleet { machines: Some(machines), ..fleet.clone() };
        let mut sums = (0.0, Usd::ZERO);
        for month in &self.months {
            let share = overflow_share(&fleet, scenario, month.demand);
            sums.0 += share * month.demand * month.worth;
            sums.1 += Usd::new(month.bill) * share;
        }
        sums
    }

    fn held(&self, scenario: &Scenario<'_>, fleet: &Fleet<'_>, machines: f64) -> f64 {
        let held = |month: &CurveMonth| {
            autoscale::held_by(fleet, scenario, month.demand, machines) * month.worth
        };
        self.months.iter().map(held).sum()
    }

    /// The number of machines, from 1 to one fewer than the fleet ever needs, with which it is
    /// cheapest, and that total; `None` when there is no such number.
    pub fn cheapest(
        &self,
        compiled: &Compiled<'_, '_>,
        fleet: &Fleet<'_>,
        rates: &MachineRates,
    ) -> Option<(f64, Usd)> {
        let headroom = compiled.scenario.assumptions.headroom;
        let needed = fleet.needed_at(compiled.horizon.most_demand(), headroom) + fleet.spare;
        let at = |machines: f64| (machines, self.total(compiled, fleet, rates, machines));
        if let Some(given) = fleet.machines {
            return (given < needed).then(|| at(given));
        }
        let most = needed - 1.0;
        if !(1.0..=COUNTABLE).contains(&most) {
            return None;
        }
        if autoscale::follows_load(compiled.scenario, fleet.tenure) {
            let sizes = corners(compiled, fleet, most).into_iter().map(at);
            return sizes.min_by(|a, b| a.1.get().total_cmp(&b.1.get()));
        }
        if compiled.scenario.requirements.max_wait().is_some() {
            let one_more_pays = |machines: f64| at(machines + 1.0).1 < at(machines).1;
            return Some(at(first_whole(1.0, most, one_more_pays)));
        }
        let one_more_pays = |machines: f64| self.one_more_pays(compiled, fleet, rates, machines);
        Some(at(first_whole(1.0, most, one_more_pays)))
    }

    /// Whether one machine more saves more than it costs to stand there.
    ///
    /// It takes off the bill what the hours above the limit of the others have above it: less the
    /// more there are. So the total is convex in their number, and the first machine that does not
    /// pay is the last.
    fn one_more_pays(
        &self,
        compiled: &Compiled<'_, '_>,
        fleet: &Fleet<'_>,
        rates: &MachineRates,
        machines: f64,
    ) -> bool {
        let (more, bill) = self.exceeding(compiled.scenario, fleet, machines);
        let (less, reduced) = self.exceeding(compiled.scenario, fleet, machines + 1.0);
        let saved =
            (bill - reduced) * fleet.share - rates.busy * (fleet.offered.mean * (more - less));
        saved > compiled.standing(rates)
    }
}

/// Beyond this, a machine more is the same number: 2^53.
const COUNTABLE: f64 = 9_007_199_254_740_992.0;

/// The largest fleet of which every size is tried while demand grows.
const SMALL: f64 = 64.0;

/// Numbers of machines between which the cost of a fleet that follows the load is linear: those
/// that the hours of the week ask for. When demand grows each month has its own, and of a large
/// fleet only those of the first month and the last are tried.
fn corners(compiled: &Compiled<'_, '_>, fleet: &Fleet<'_>, most: f64) -> Vec<f64> {
    let (scenario, horizon) = (compiled.scenario, compiled.horizon);
    let last = horizon.months.last().map_or(1.0, |month| month.demand);
    if last != 1.0 && most <= SMALL {
        return (1..=most as u32).map(f64::from).collect();
    }
    let mut sizes = vec![1.0, most];
    if let RentMode::Autoscale { min_machines, .. } = scenario.assumptions.rent_mode {
        sizes.push(min_machines);
    }
    for demand in [1.0, last] {
        let mean = fleet.offered.mean * demand / scenario.assumptions.headroom;
        for (weight, _) in scenario.workload.load.levels() {
            sizes.extend([(weight * mean).floor(), (weight * mean).ceil()]);
        }
    }
    sizes.iter_mut().for_each(|size| *size = size.clamp(1.0, most));
    sizes.sort_by(f64::total_cmp);
    sizes.dedup();
    sizes
}

/// A point of the overflow curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OverflowPoint {
    /// Machines.
    pub machines: f64,
    /// Total over the horizon.
    pub total: Usd,
    /// Share of the first month's tokens of the base that exceeds the machines.
    pub exceeding: f64,
}

/// The most points that a curve shows.
const CURVE: usize = 33;

/// Cost and overflow from no machine to the full fleet, at most [`CURVE`] of them, evenly spaced,
/// always with the chosen one.
pub fn overflow_curve(
    compiled: &Compiled<'_, '_>,
    option: &ServingOption<'_>,
) -> Vec<OverflowPoint> {
    let (Some(chosen), Some(api)) = (option.machines(), option.overflow) else {
        return Vec::new();
    };
    let headroom = compiled.scenario.assumptions.headroom;
    let full = chosen.needed_at(compiled.horizon.most_demand(), headroom);
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
    let point = |machines: f64| {
        let without = ServingOption { hard: option.hard, ..ServingOption::api(api) };
        let with = ServingOption {
            hard: option.hard,
            ..ServingOption::overflowing(chosen, machines, api)
        };
        let exceeding = match with.machines() {
            Some(fleet) if machines > 0.0 => overflow_share(fleet, compiled.scenario, 1.0),
            _ => 1.0,
        };
        let total = compiled.total(if machines == 0.0 { &without } else { &with });
        OverflowPoint { machines, total, exceeding }
    };
    sizes.into_iter().map(point).collect()
}
