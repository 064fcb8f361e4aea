//! Options that cannot win, whatever the inputs: another of the same kind is at least as good in
//! every number that a cost is made of.

use super::api_bill::cliff;
use super::fleet::{Fleet, Tenure, purchase, resale_fraction};
use super::rent;
use super::throughput::Rates;
use crate::api::{Api, Prices};
use crate::model::Model;
use crate::scenario::Scenario;
use crate::units::UsdPerHour;

/// The endpoints that no other undercuts in every price, for requests of this shape or of any. Prices
/// that change count as the dearest against those of another, which count as the cheapest.
pub fn apis<'c>(scenario: &Scenario<'_>, apis: Vec<&'c Api>, of_any_shape: bool) -> Vec<&'c Api> {
    let beats = |one: &[_; 2], other: &[_; 2]| none_higher(&one[1], &other[0]);
    keep_best(apis, |api| Some(of_api(scenario, api, of_any_shape)), beats)
}

/// The numbers that a bill is made of, at the cheapest and the dearest prices that the endpoint may
/// come to have.
fn of_api(scenario: &Scenario<'_>, api: &Api, of_any_shape: bool) -> [[f64; 5]; 2] {
    let batch = 1.0 - scenario.workload.batch_share * api.batch_discount.unwrap_or(0.0);
    let pick = scenario.assumptions.outlook.api_price;
    // Another mix may ask for a longer context or output, too.
    let holds = api.context_tokens.unwrap_or(0.0) / api.tokens_factor;
    let writes = api.max_output_tokens.unwrap_or(f64::INFINITY) / api.tokens_factor;
    let of = |prices: &Prices| {
        let cached = prices.cached.unwrap_or(prices.input);
        [prices.input, cached, prices.output]
            .map(|price| price.at(pick).get() * api.tokens_factor * batch)
    };
    let beyond = if of_any_shape { None } else { cliff(api, scenario.workload.request) };
    let first = of(beyond.map_or(&api.prices, |cliff| &cliff.prices));
    let [mut low, mut high] = [first; 2];
    let mut may_be = |prices: &Prices| {
        for (index, price) in of(prices).into_iter().enumerate() {
            low[index] = low[index].min(price);
            high[index] = high[index].max(price);
        }
    };
    if beyond.is_none() {
        api.scheduled.iter().for_each(|change| may_be(&change.prices));
    }
    if of_any_shape {
        api.long_context.iter().for_each(|cliff| may_be(&cliff.prices));
    }
    [low, high].map(|[input, cached, output]| [input, cached, output, -holds, -writes])
}

/// The fleets that no other undercuts in every number.
pub fn fleets<'a, 'c>(scenario: &Scenario<'_>, fleets: Vec<&'a Fleet<'c>>) -> Vec<&'a Fleet<'c>> {
    keep_best(fleets, |fleet| of_fleet(scenario, fleet), none_higher)
}

/// The numbers that the cost of a fleet is made of. A number of its own for each tenure keeps
/// fleets of different kinds apart.
pub fn of_fleet(scenario: &Scenario<'_>, fleet: &Fleet<'_>) -> Option<[f64; 19]> {
    // How long requests wait depends on the number of streams too; then nothing is left out.
    if scenario.requirements.max_wait().is_some() {
        return None;
    }
    let assumptions = &scenario.assumptions;
    let hardware = fleet.deployment.hardware;
    let seconds = seconds_per_token(&fleet.rates, fleet.deployment.model);
    let pick = assumptions.outlook.power;
    let waiting = hardware.sleep.unwrap_or(hardware.idle.at(pick)).get();
    let work = hardware.load.at(pick).get() - waiting;
    let upkeep = hardware.hosting.unwrap_or_default() + hardware.maintenance.unwrap_or_default();
    let mut numbers = [0.0; 19];
    numbers[..6].copy_from_slice(&seconds);
    match fleet.tenure {
        Tenure::Rented => {
            numbers[6] = rent::price(hardware, assumptions).map_or(0.0, UsdPerHour::get);
            numbers[7..9].copy_from_slice(&[1.0, -1.0]);
        }
        tenure => {
            let bought = tenure == Tenure::Bought;
            let price = if bought { purchase(hardware, assumptions).get() } else { 0.0 };
            let lost = price * (1.0 - resale_fraction(hardware, assumptions));
            numbers[9..13].copy_from_slice(&[price, lost, waiting, upkeep.get()]);
            numbers[13..].copy_from_slice(&seconds.map(|seconds| work * seconds));
        }
    }
    Some(numbers)
}

/// Seconds of one machine for a prompt token and for an output token of the workload, at every pick:
/// another outlook on throughput makes no other fleet the better one.
pub fn seconds_per_token(rates: &Rates, model: &Model) -> [f64; 6] {
    let Rates { prefill, decode, .. } = rates;
    [prefill.low, prefill.typical, prefill.high, decode.low, decode.typical, decode.high]
        .map(|rate| model.tokens_factor / rate.get())
}

/// Whether every number is at most the other.
pub fn none_higher<const N: usize>(one: &[f64; N], other: &[f64; N]) -> bool {
    one.iter().zip(other).all(|(one, other)| one <= other)
}

/// Those that no other beats in its numbers, of equals the first; those without numbers stay.
pub fn keep_best<T, N>(
    items: Vec<T>,
    numbers: impl Fn(&T) -> Option<N>,
    beats: impl Fn(&N, &N) -> bool,
) -> Vec<T> {
    let mut kept: Vec<(T, Option<N>)> = Vec::with_capacity(items.len());
    let beats = |one: &Option<N>, other: &Option<N>| match (one, other) {
        (Some(one), Some(other)) => beats(one, other),
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
