//! Options that cannot win, whatever the inputs: another of the same kind is at least as good in
//! every number that a cost is made of.

use super::fleet::{Fleet, Tenure, purchase, resale_fraction};
use super::rent;
use crate::api::{Api, Prices};
use crate::scenario::Scenario;

/// The endpoints that no other undercuts in every price.
pub fn apis<'c>(scenario: &Scenario<'_>, apis: Vec<&'c Api>) -> Vec<&'c Api> {
    keep_best(apis, |api| {
        // Prices that change are compared with nothing.
        if !api.scheduled.is_empty() {
            return None;
        }
        let request = scenario.workload.request;
        // Another mix makes another prompt, so an endpoint with cliffs counts at its dearest.
        let cliff = api
            .long_context
            .iter()
            .map(|cliff| &cliff.prices)
            .max_by(|a, b| a.input.typical.get().total_cmp(&b.input.typical.get()));
        let now = super::api_bill::prices_on(api, request, scenario.today);
        let batch = 1.0 - scenario.workload.batch_share * api.batch_discount.unwrap_or(0.0);
        let classes = |prices: &Prices| {
            let pick = scenario.assumptions.outlook.api_price;
            let factor = api.tokens_factor * batch;
            let cached = prices.cached.unwrap_or(prices.input);
            [prices.input, cached, prices.output].map(|price| price.at(pick).get() * factor)
        };
        let (best, worst) = (classes(now), classes(cliff.unwrap_or(now)));
        Some([best[0], best[1], best[2], worst[0], worst[1], worst[2], 0.0, 0.0, 0.0])
    })
}

/// The fleets that no other of the same tenure undercuts in every number.
pub fn fleets<'c>(scenario: &Scenario<'_>, fleets: Vec<Fleet<'c>>) -> Vec<Fleet<'c>> {
    // How long requests wait depends on the number of streams too; then nothing is left out.
    if scenario.requirements.max_wait().is_some() {
        return fleets;
    }
    let assumptions = &scenario.assumptions;
    let of = |tenure: Tenure| -> Vec<Fleet<'c>> {
        let same = fleets.iter().filter(|fleet| fleet.tenure == tenure).cloned().collect();
        keep_best(same, |fleet| {
            let hardware = fleet.deployment.hardware;
            let factor = fleet.deployment.model.tokens_factor;
            let (fresh, output) =
                (factor / fleet.service.prefill.get(), factor / fleet.service.decode.get());
            let pick = assumptions.outlook.power;
            let waiting = hardware.sleep.unwrap_or(hardware.idle.at(pick)).get();
            let work = hardware.load.at(pick).get() - waiting;
            let upkeep =
                hardware.hosting.unwrap_or_default() + hardware.maintenance.unwrap_or_default();
            let rent = rent::price(hardware, assumptions).map_or(0.0, |price| price.get());
            let price = match tenure {
                Tenure::Bought => purchase(hardware, assumptions).get(),
                Tenure::Owned | Tenure::Rented => 0.0,
            };
            let lost = price * (1.0 - resale_fraction(hardware, assumptions));
            let (rent, upkeep, waiting, work) = match tenure {
                Tenure::Rented => (rent, 0.0, 0.0, 0.0),
                _ => (0.0, upkeep.get(), waiting, work),
            };
            Some([price, lost, waiting, work * fresh, work * output, fresh, output, upkeep, rent])
        })
    };
    [Tenure::Bought, Tenure::Owned, Tenure::Rented].into_iter().flat_map(of).collect()
}

/// Those that no other is at least as good as in every number, of equals the first; those without
/// numbers stay.
fn keep_best<T>(items: Vec<T>, numbers: impl Fn(&T) -> Option<[f64; 9]>) -> Vec<T> {
    let mut kept: Vec<(T, Option<[f64; 9]>)> = Vec::new();
    for item in items {
        let mine = numbers(&item);
        let beats = |a: &[f64; 9], b: &[f64; 9]| a.iter().zip(b).all(|(a, b)| a <= b);
        let beaten = |other: &Option<[f64; 9]>| match (other, &mine) {
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
