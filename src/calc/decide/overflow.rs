//! Overflow: fewer machines than the busiest hour needs, and an endpoint for what exceeds them.

use super::compiled::Compiled;
use super::full_month::FullMonth;
use super::growing_mix::growing;
use super::month_bill::MonthBill;
use super::overflow_month::OverflowMonth;
use super::overflow_size::cheapest_size;
use super::price_list::ApiPrices;
use crate::api::Api;
use crate::assumptions::RentMode;
use crate::calc::capacity::autoscale;
use crate::calc::capacity::fleet::Fleet;
use crate::calc::capacity::purchases::owning;
use crate::calc::demand::horizon::Month;
use crate::calc::price::machine_rates::MachineRates;
use crate::units::Usd;

/// An endpoint that takes what exceeds machines, in the months of a question.
pub struct Overflow<'c> {
    /// The endpoint.
    pub api: &'c Api,
    months: Vec<OverflowMonth>,
    /// Whether each month has a number of machines of its own.
    by_month: bool,
}

impl<'c> Overflow<'c> {
    /// The endpoint in the months of a question.
    pub fn new(compiled: &Compiled<'_, '_>, prices: &ApiPrices<'c>) -> Self {
        let (horizon, tokens) = (compiled.horizon, compiled.tokens);
        let worth = horizon.worth;
        let waits = compiled.scenario.requirements.max_wait().is_some();
        let moves = horizon.drift.may_buy_later() || !prices.is_steady();
        let by_month = moves && !waits;
        let months = if horizon.is_level() && prices.is_linear() && !by_month {
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
        Self { api: prices.api, months, by_month }
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
            let held = autoscale::held(scenario, fleet, offered, machines);
            at.spent(compiled, (fleet, rates), machines, held)
        };
        let running: Usd = self.months.iter().map(month).sum();
        compiled.around(rates) + owned + running
    }

    /// The cheapest fleet with fewer machines than it ever needs, and its total; `None` when there is
    /// no such number.
    ///
    /// Where more machines may be worth it later on, each month holds a number of its own, never fewer than before;
    /// else one number is there from the first month to the last.
    ///
    /// The search begins `near` the number of a fleet like this one, if that is known.
    pub fn cheapest<'f>(
        &self,
        compiled: &Compiled<'_, '_>,
        fleet: &Fleet<'f>,
        rates: &MachineRates,
        near: Option<f64>,
    ) -> Option<(Fleet<'f>, Usd)> {
        let (fleet, total, exceeds) = self.sized(compiled, fleet, rates, near)?;
        // Machines that are enough in every month are no mix.
        exceeds.then_some((fleet, total))
    }

    /// The same where it may turn out that machines are cheapest which are enough in every month; and whether
    /// demand exceeds them.
    pub fn sized<'f>(
        &self,
        compiled: &Compiled<'_, '_>,
        fleet: &Fleet<'f>,
        rates: &MachineRates,
        near: Option<f64>,
    ) -> Option<(Fleet<'f>, Usd, bool)> {
        let scenario = compiled.scenario;
        let fleet =
            &Fleet { spare: fleet.spare - f64::from(scenario.spare_machines), ..fleet.clone() };
        let most_demand = compiled.horizon.last().start_demand.max(1.0);
        let needed = fleet.needed_at(most_demand, scenario.assumptions.headroom) + fleet.spare;
        let priced = |sized: Fleet<'f>| {
            let total = self.total(compiled, &sized, rates);
            (sized, total, true)
        };
        let at = |machines: f64| priced(fleet.of_size(machines));
        if let Some(given) = fleet.given() {
            return (given < needed).then(|| at(given));
        }
        let most = (needed - 1.0).min(fleet.most(scenario).unwrap_or(f64::INFINITY));
        if !(1.0..=COUNTABLE).contains(&most) {
            return None;
        }
        if autoscale::follows_load(scenario, fleet.deployment.hardware, fleet.tenure) {
            let sizes = corners(compiled, fleet, rates, most).into_iter().map(at);
            return sizes.min_by(|a, b| a.1.get().total_cmp(&b.1.get()));
        }
        if self.by_month && !fleet.is_committed() {
            return Some(growing(compiled, &self.months, (fleet, rates), near));
        }
        let of = |sized: &mut Fleet<'_>, machines: f64| {
            sized.stages[0].machines = machines;
            self.total(compiled, sized, rates)
        };
        let (mut light, mut full) = (fleet.of_size(1.0).drawing_least(), fleet.of_size(1.0));
        let draws_more = !fleet.activity.is_proportional();
        let (least, total) = (|n| of(&mut light, n), draws_more.then_some(|n| of(&mut full, n)));
        let near = near.unwrap_or(fleet.offered.mean);
        let (machines, total) = cheapest_size(rates, (1.0, most), near, least, total);
        Some((fleet.of_size(machines), total, true))
    }

    /// What machines of a mean offered load and this endpoint cost together at least for a share of the
    /// workload.
    pub fn at_least(&self, offered: f64, share: f64, machine: &FullMonth<'_>) -> Usd {
        let loaded = |at: &OverflowMonth| (offered * at.month.demand, at.worth);
        if !self.by_month && machine.whole && self.months.len() > 1 {
            let months = self.months.iter().map(|at| machine.in_month(&at.bill, loaded(at), share));
            let staying = machine.staying(&months.collect::<Vec<_>>());
            let by_token = |at: &OverflowMonth| machine.by_token(&at.bill, loaded(at), share);
            return staying.max(self.months.iter().map(by_token).sum());
        }
        let month = |at: &OverflowMonth| machine.beside(&at.bill, loaded(at), share);
        self.months.iter().map(month).sum()
    }
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
