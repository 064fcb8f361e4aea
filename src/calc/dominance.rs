//! Options that cannot win, whatever the inputs: another of the same kind is at least as good in
//! every number that a cost is made of.

use super::api_bill::prices_on;
use super::fleet::{Fleet, Tenure, purchase, resale_fraction};
use super::rent;
use super::service::Service;
use crate::api::Api;
use crate::scenario::Scenario;
use crate::units::UsdPerHour;

/// The endpoints that no other undercuts in every price, for requests of this shape or of any.
pub fn apis<'c>(scenario: &Scenario<'_>, apis: Vec<&'c Api>, of_any_shape: bool) -> Vec<&'c Api> {
    keep_best(apis, |api| {
        // Prices that change are compared with nothing, whether by the day or with a longer prompt.
        if !api.scheduled.is_empty() || of_any_shape && !api.long_context.is_empty() {
            return None;
        }
        let prices = prices_on(api, scenario.workload.request, scenario.today);
        let batch = 1.0 - scenario.workload.batch_share * api.batch_discount.unwrap_or(0.0);
        let pick = scenario.assumptions.outlook.api_price;
        let factor = api.tokens_factor * batch;
        let cached = prices.cached.unwrap_or(prices.input);
        let [input, cached, output] =
            [prices.input, cached, prices.output].map(|price| price.at(pick).get() * factor);
        // Another mix may ask for a longer context or output, too.
        let holds = api.context_tokens.unwrap_or(0.0) / api.tokens_factor;
        let writes = api.max_output_tokens.unwrap_or(f64::INFINITY) / api.tokens_factor;
        Some([input, cached, output, -holds, -writes, 0.0, 0.0, 0.0, 0.0, 0.0])
    })
}

/// The fleets that no other undercuts in every number.
pub fn fleets<'a, 'c>(scenario: &Scenario<'_>, fleets: Vec<&'a Fleet<'c>>) -> Vec<&'a Fleet<'c>> {
    keep_best(fleets, |fleet| of_fleet(scenario, fleet))
}

/// The numbers that the cost of a fleet is made of. A number of its own for each tenure keeps
/// fleets of different kinds apart.
pub fn of_fleet(scenario: &Scenario<'_>, fleet: &Fleet<'_>) -> Option<Numbers> {
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
    Some(numbers)
}

/// What a cost is made of.
pub type Numbers = [f64; 10];

/// Those that no other is at least as good as in every number, of equals the first; those without
/// numbers stay.
pub fn keep_best<T>(items: Vec<T>, numbers: impl Fn(&T) -> Option<Numbers>) -> Vec<T> {
    let mut kept: Vec<(T, Option<Numbers>)> = Vec::new();
    for item in items {
        let mine = numbers(&item);
        let beats = |a: &Numbers, b: &Numbers| a.iter().zip(b).all(|(a, b)| a <= b);
        let beaten = |other: &Option<Numbers>| match (other, &mine) {
            (Some(other), Some(mine)) => beats(other, mine),
            _ => false,
        };
        if kept.iter().any(|(_, other)| beaten(other)) {
            continue;
        }
        kept.retain(|(_, other)| match (other, &mine) {
            (Some(other), Some(mine)) => !beats(mine, other),
            _ => true,
        });
        kept.push((item, mine));
    }
    kept.into_iter().map(|(item, _)| item).collect()
}
