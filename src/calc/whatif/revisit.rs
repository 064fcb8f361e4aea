//! When to ask again: the first month in which the same question has another answer, as announced prices,
//! last days, growth and trends go on.

use crate::calc::decide::menu::{Cheapest, Menu};
use crate::calc::demand::compound::{compounded, floored};
use crate::calc::option::serving::Kind;
use crate::date::Date;
use crate::scenario::Scenario;
use crate::units::DAYS_PER_MONTH;

/// A month with another verdict.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Revisit {
    /// Months from now.
    pub month: u32,
    /// Its first day.
    pub day: Date,
    /// The kind that wins then; `None` when nothing meets the requirements any more.
    pub becomes: Option<Kind>,
}

/// Where demand or prices drift, so many months lie between two askings.
const STEP: u32 = 3;

/// The first month within the horizon in which the question, asked then for as long a horizon, has a
/// verdict of another kind than `now`. Without growth and trends only months are asked in which something that is
/// announced happens; with them every third one, and those between where it changes.
pub fn revisit(menu: &Menu<'_, '_>, now: Cheapest) -> Option<Revisit> {
    let scenario = menu.scenario;
    let kind = |month: u32| {
        let later = later(scenario, month)?;
        let then = menu.beside(&later);
        // Machines that are not sold any more are in its list no more.
        let entry = now.entry.and_then(|entry| then.place_of(menu.entries[entry]));
        let winner = then.winner(&later, Some(Cheapest { entry, ..now }));
        Some(winner.map(|winner| winner.kind))
    };
    let changes = |month: u32| kind(month).filter(|kind| *kind != Some(now.kind));
    let horizon = scenario.assumptions.horizon_months;
    let mut months = announced(scenario, horizon);
    if drifts(scenario) {
        months.extend((1..=horizon / STEP).map(|step| step * STEP));
    }
    months.sort_unstable();
    months.dedup();
    let mut before = 0;
    for month in months {
        if let Some(becomes) = changes(month) {
            let mut earlier = before + 1..month;
            let first = earlier.find_map(|month| Some((month, changes(month)?)));
            let (month, becomes) = first.unwrap_or((month, becomes));
            return Some(Revisit { month, day: day(scenario.today, month)?, becomes });
        }
        before = month;
    }
    None
}

/// Whether the months differ in demand or in prices that follow a trend.
fn drifts(scenario: &Scenario<'_>) -> bool {
    let assumptions = &scenario.assumptions;
    let trends = [assumptions.api_price_trend, assumptions.rent_trend, assumptions.hardware_trend];
    scenario.workload.growth_per_year != 0.0 || trends.iter().any(|trend| *trend != 0.0)
}

/// The months, counted from now, by whose first day something that is announced has happened: other prices
/// of endpoints, machines that are not sold any more, and endpoints whose last day has come within the
/// horizon.
fn announced(scenario: &Scenario<'_>, horizon: u32) -> Vec<u32> {
    let prices = scenario.apis.iter().flat_map(|api| &api.scheduled).map(|change| change.from);
    let machines = 0..scenario.deployments.machines();
    let machines = machines.map(|machine| scenario.deployments.hardware(machine));
    let sales = machines.filter_map(|hardware| hardware.sale.withdrawn);
    let away = |day: Date| day.days_since(scenario.today) as f64 / DAYS_PER_MONTH;
    let last = scenario.apis.iter().filter_map(|api| api.terms.retires);
    let last = last.map(|day| away(day) - f64::from(horizon));
    let months = prices.chain(sales).map(away).chain(last).map(f64::ceil);
    let within = |month: &f64| (1.0..=f64::from(horizon)).contains(month);
    months.filter(within).map(|month| month as u32).collect()
}

fn day(today: Date, month: u32) -> Option<Date> {
    let days = (f64::from(month) * DAYS_PER_MONTH).ceil() as i64;
    Date::from_days_since_1970(today.days_since_1970() + days)
}

/// The question as it is asked so many months later: what drifts has drifted.
pub fn later<'c>(scenario: &Scenario<'c>, month: u32) -> Option<Scenario<'c>> {
    let mut later = Scenario { today: day(scenario.today, month)?, ..scenario.clone() };
    let months = f64::from(month);
    let grown = compounded(scenario.workload.growth_per_year, months);
    later.workload = scenario.workload.times(grown);
    let (now, then) = (&scenario.assumptions, &mut later.assumptions);
    let api = compounded(now.api_price_trend, months);
    let api = floored(now.api_price_trend, now.api_price_floor, api);
    then.scale.api_price *= api;
    // The floor is a part of the prices of then.
    then.api_price_floor = if api > 0.0 { (now.api_price_floor / api).min(1.0) } else { 0.0 };
    then.scale.hardware_price *= compounded(now.hardware_trend, months);
    then.rent_overhead = (1.0 + now.rent_overhead) * compounded(now.rent_trend, months) - 1.0;
    Some(later)
}
