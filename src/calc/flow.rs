//! What is paid over the months of a horizon, each dollar at what it is worth today.
//!
//! Months in which no machine is bought are alike but for demand and API prices, and most costs are
//! proportional to one of these: such months are summed at once. What is not is summed one by one.

use super::api_bill::api_month;
use super::calendar::{Calendar, Dated};
use super::demand::When;
use super::fleet::Fleet;
use super::hybrid::{Base, Hybrid, spilled};
use super::option::{Month, ServingOption};
use super::rent;
use crate::api::Api;
use crate::units::{Months, Usd, UsdPerMonth};

/// Sums over the months.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Flow {
    /// All purchases.
    pub purchases: Usd,
    /// The same at the prices that were paid, which is what a resale is a share of.
    pub bought: Usd,
    /// Everything else.
    pub running: Usd,
}

impl Flow {
    fn buy(&mut self, purchase: Usd, worth: f64) {
        self.bought += purchase;
        self.purchases += purchase * worth;
    }

    /// A monthly cost in months that are worth this many today.
    fn pay(&mut self, monthly: UsdPerMonth, months: f64) {
        self.running += monthly * Months::new(months);
    }
}

/// The flow of an option.
pub fn flow(calendar: &Calendar<'_, '_>, option: &ServingOption<'_>) -> Flow {
    let growing = calendar.scenario.workload.growth_per_year != 0.0;
    if option.apis().any(|api| !api.scheduled.is_empty()) {
        return month_by_month(calendar, option);
    }
    let summed = match option {
        _ if !growing => Some(without_growth(calendar, option)),
        ServingOption::Api(api) => Some(of_bill(calendar, api, 1.0)),
        ServingOption::Fleet(fleet) => of_fleet(calendar, fleet),
        ServingOption::Hybrid(hybrid) => of_hybrid(calendar, hybrid),
    };
    summed.unwrap_or_else(|| month_by_month(calendar, option))
}

/// The flow of an option as the sum of its months.
pub fn month_by_month(calendar: &Calendar<'_, '_>, option: &ServingOption<'_>) -> Flow {
    let mut flow = Flow::default();
    for Dated { when, start, end } in calendar.months().iter().copied() {
        let Month { purchase, running } = option.month(calendar.scenario, when);
        flow.buy(purchase, start);
        flow.pay(running.total(), end);
    }
    flow
}

/// Every month is the first one again, but for API prices.
fn without_growth(calendar: &Calendar<'_, '_>, option: &ServingOption<'_>) -> Flow {
    let Month { purchase, running } = option.month(calendar.scenario, When::FIRST);
    let mut flow = Flow::default();
    flow.buy(purchase, 1.0);
    flow.pay(running.total() - running.api, calendar.worth().months);
    flow.pay(running.api, calendar.worth().billed);
    flow
}

/// A share of the workload on an endpoint whose prices follow the trend alone.
fn of_bill(calendar: &Calendar<'_, '_>, api: &Api, share: f64) -> Flow {
    let mut flow = Flow::default();
    flow.pay(api_month(api, calendar.scenario, When::FIRST, share), calendar.worth().billed);
    flow
}

/// Machines whose number rises with demand: months with as many of them are one month of their mean
/// demand, because running cost is linear in it. `None` where it is not.
fn of_fleet(calendar: &Calendar<'_, '_>, fleet: &Fleet<'_>) -> Option<Flow> {
    let scenario = calendar.scenario;
    let follows = rent::machines_paid(fleet, scenario, When::FIRST).is_some();
    // Machines that are busy all the time draw no more power, however much is asked of them.
    let too_few = fleet.machines.is_some_and(|given| fleet.needed_at_last(scenario) > given);
    if follows || too_few {
        return None;
    }
    let machines = |month: &Dated| fleet.machines_in(scenario, month.when);
    let mut flow = Flow::default();
    for alike in calendar.months().chunk_by(|a, b| machines(a) == machines(b)) {
        let months: f64 = alike.iter().map(|month| month.end).sum();
        let grown: f64 = alike.iter().map(|month| month.when.growth * month.end).sum();
        let (first, last) = (alike[0], alike[alike.len() - 1].when.growth);
        let (least, most) = (first.when.growth.min(last), first.when.growth.max(last));
        let mean = When { growth: (grown / months).clamp(least, most), ..first.when };
        flow.buy(fleet.purchase(scenario, first.when), first.start);
        flow.pay(fleet.running(scenario, mean).total(), months);
    }
    Some(flow)
}

fn of_hybrid(calendar: &Calendar<'_, '_>, hybrid: &Hybrid<'_>) -> Option<Flow> {
    let scenario = calendar.scenario;
    let share = hybrid.base_share(scenario);
    let mut flow = match &hybrid.base {
        Base::Api(api) => of_bill(calendar, api, share),
        Base::Fleet(fleet, None) => of_fleet(calendar, fleet)?,
        Base::Fleet(fleet, Some(api)) => of_spilling(calendar, fleet, (*api, share))?,
    };
    if let Some(api) = hybrid.hard {
        let hard = of_bill(calendar, api, scenario.requirements.hard_share);
        flow.running += hard.running;
        flow.pay(hybrid.routing(scenario, When::FIRST), calendar.worth().grown);
    }
    Some(flow)
}

/// Machines of a given number and the endpoint that takes what they cannot serve. What differs from
/// month to month is how much that is.
fn of_spilling(
    calendar: &Calendar<'_, '_>,
    fleet: &Fleet<'_>,
    (api, share): (&Api, f64),
) -> Option<Flow> {
    let scenario = calendar.scenario;
    let machines = fleet.machines?;
    if rent::machines_paid(fleet, scenario, When::FIRST).is_some() {
        return None;
    }
    let (mut served, mut left) = (0.0, 0.0);
    for Dated { when, end, .. } in calendar.months().iter().copied() {
        let spilled = spilled(fleet, scenario, when);
        served += (1.0 - spilled) * when.growth * end;
        left += spilled * when.growth * when.prices * end;
    }
    let months = calendar.worth().months;
    let utilization = fleet.busy.mean * (served / months) / machines;
    let own = fleet.running_of(machines, utilization, &scenario.assumptions);
    let mut flow = Flow::default();
    flow.buy(fleet.purchase(scenario, When::FIRST), 1.0);
    flow.pay(own.total(), months);
    flow.pay(api_month(api, scenario, When::FIRST, share), left);
    Some(flow)
}
