//! Options that cannot win, whatever the inputs: another of the same kind is at least as good in
//! every number that a cost is made of.

use super::api_bill::cliff;
use super::fleet::{Fleet, Tenure, purchase, resale_fraction};
use super::rent;
use super::service::Service;
use crate::api::{Api, Prices};
use crate::range::Range;
use crate::scenario::Scenario;
use crate::units::{UsdPerHour, UsdPerMtok};

/// The endpoints that no other undercuts in every price, for requests of this shape or of any.
pub fn apis<'c>(scenario: &Scenario<'_>, apis: Vec<&'c Api>, of_any_shape: bool) -> Vec<&'c Api> {
    keep_best(apis, |api| Some(of_api(scenario, api, of_any_shape)))
}

/// The numbers that a bill is made of, at the dearest and the cheapest prices that the endpoint may
/// come to have.
fn of_api(scenario: &Scenario<'_>, api: &Api, of_any_shape: bool) -> Ends {
    let mut prices: Vec<&Prices> = vec![&api.prices];
    prices.extend(api.scheduled.iter().map(|change| &change.prices));
    if of_any_shape {
        prices.extend(api.long_context.iter().map(|cliff| &cliff.prices));
    } else if let Some(cliff) = cliff(api, scenario.workload.request) {
        prices = vec![&cliff.prices];
    }
    let batch = 1.0 - scenario.workload.batch_share * api.batch_discount.unwrap_or(0.0);
    let pick = scenario.assumptions.outlook.api_price;
    let factor = api.tokens_factor * batch;
    // Another mix may ask for a longer context or output, too.
    let holds = api.context_tokens.unwrap_or(0.0) / api.tokens_factor;
    let writes = api.max_output_tokens.unwrap_or(f64::INFINITY) / api.tokens_factor;
    let end = |start: f64, pick_one: fn(f64, f64) -> f64| {
        let of = |price: fn(&Prices) -> Range<UsdPerMtok>| {
            let prices = prices.iter().map(|prices| price(prices).at(pick).get() * factor);
            prices.fold(start, pick_one)
        };
        let [input, output] = [of(|prices| prices.input), of(|prices| prices.output)];
        let cached = of(|prices| prices.cached.unwrap_or(prices.input));
        [input, cached, output, -holds, -writes, 0.0, 0.0, 0.0, 0.0, 0.0]
    };
    Ends { worst: end(0.0, f64::max), best: end(f64::INFINITY, f64::min) }
}

/// The fleets that no other undercuts in every number.
pub fn fleets<'a, 'c>(scenario: &Scenario<'_>, fleets: Vec<&'a Fleet<'c>>) -> Vec<&'a Fleet<'c>> {
    keep_best(fleets, |fleet| of_fleet(scenario, fleet))
}

/// The numbers that the cost of a fleet is made of. A number of its own for each tenure keeps
/// fleets of different kinds apart.
pub fn of_fleet(scenario: &Scenario<'_>, fleet: &Fleet<'_>) -> Option<Ends> {
    // How long requests wait depends on the number of streams too; then nothing is left out.
    if scenario.requirements.max_wait().is_some() {
        return None;
    }
    let assumptions = &scenario.assumptions;
    let hardware = fleet.deployment.hardware;
    let factor = fleet.deployment.model.tokens_factor;
    let service = Service::of(&fleet.rates, assumptions);
    let (fresh, output) = (factor / service.prefill.get(), factor / service.decode.get());
    let pick = assumptions.outlook.power;
    let waiting = hardware.sleep.unwrap_or(hardware.idle.at(pick)).get();
    let work = hardware.load.at(pick).get() - waiting;
    let upkeep = hardware.hosting.unwrap_or_default() + hardware.maintenance.unwrap_or_default();
    let mut numbers = [0.0; 10];
    numbers[..2].copy_from_slice(&[fresh, output]);
    match fleet.tenure {
        Tenure::Rented => {
            numbers[2] = rent::price(hardware, assumptions).map_or(0.0, UsdPerHour::get);
            numbers[9] = -1.0;
            numbers[8] = 1.0;
        }
        tenure => {
            let bought = tenure == Tenure::Bought;
            let price = if bought { purchase(hardware, assumptions).get() } else { 0.0 };
            let lost = price * (1.0 - resale_fraction(hardware, assumptions));
            let power = [waiting, work * fresh, work * output];
            numbers[2..7].copy_from_slice(&[price, lost, power[0], power[1], power[2]]);
            numbers[7] = upkeep.get();
        }
    }
    Some(Ends::exactly(numbers))
}

/// What a cost is made of.
pub type Numbers = [f64; 10];

/// Numbers that change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ends {
    /// The highest of each.
    pub worst: Numbers,
    /// The lowest of each.
    pub best: Numbers,
}

impl Ends {
    /// Numbers that stay.
    pub const fn exactly(numbers: Numbers) -> Self {
        Self { worst: numbers, best: numbers }
    }

    fn beats(&self, other: &Self) -> bool {
        self.worst.iter().zip(&other.best).all(|(own, other)| own <= other)
    }
}

/// Those that no other is always at least as good as in every number, of equals the first; those
/// without numbers stay.
pub fn keep_best<T>(items: Vec<T>, numbers: impl Fn(&T) -> Option<Ends>) -> Vec<T> {
    let mut kept: Vec<(T, Option<Ends>)> = Vec::with_capacity(items.len());
    let beats = |one: &Option<Ends>, other: &Option<Ends>| match (one, other) {
        (Some(one), Some(other)) => one.beats(other),
        _ => false,
    };
    for item in items {
        let mine = numbers(&item);
        if kept.iter().any(|(_, other)| beats(other, &mine)) {
            continue;
        }
        kept.retain(|(_, other)| !beats(&mine, other));
        kept.push((item, mine));
    }
    kept.into_iter().map(|(item, _)| item).collect()
}
