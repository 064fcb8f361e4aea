//! The numbers of an option's profiles, as the point answer takes them.

use crate::api::{Allowance, Api, Plan, Prices};
use crate::calc::capacity::activity::{Activity, ByLoad};
use crate::calc::capacity::autoscale::follows_load;
use crate::calc::capacity::fleet::{Fleet, Tenure};
use crate::calc::option::serving::{Base, ServingOption};
use crate::calc::price::api_bill::{by_hour, with_extras};
use crate::calc::price::granted::is_reserved;
use crate::calc::price::invoice::rate_of_requests;
use crate::calc::price::machine::{host, setup_cost};
use crate::calc::price::wall_power::{idle_power, load_power, sleep_of, waiting_power};
use crate::range::{Pick, Plain, Range};
use crate::report::Figure;
use crate::report::inputs::{
    ActivityReport, ApiInputs, CliffReport, InputsReport, MachineInputs, PlanReport, PricesReport,
    ScheduledReport,
};
use crate::scenario::Scenario;

/// The inputs of an option.
///
/// A mix has more than one of them, machines that follow the load depend on the order of its hours, and
/// a series has more hours than a report keeps: those have none.
pub fn of(option: &ServingOption<'_>, scenario: &Scenario<'_>) -> Option<InputsReport> {
    if option.overflow.or(option.hard).is_some() {
        return None;
    }
    match &option.base {
        // Units follow the busiest hour, which a report does not keep.
        Base::Api(api) if is_reserved(api) => None,
        Base::Api(api) => Some(InputsReport { api: Some(of_api(api, scenario)), machine: None }),
        Base::Fleet(fleet) => {
            let machine = Some(of_fleet(fleet, scenario));
            let hardware = fleet.deployment.hardware;
            let follows =
                follows_load(scenario, hardware, fleet.tenure) || hardware.offer.is_some();
            let is_weekly = scenario.workload.load.filled().is_weekly();
            (is_weekly && !follows).then_some(InputsReport { api: None, machine })
        }
    }
}

fn typical<T: Copy + Plain>(range: Range<T>) -> Figure {
    Figure(range.at(Pick::Typical).plain())
}

/// A number that is not there when it changes nothing.
fn some(number: f64) -> Option<Figure> {
    (number != 0.0).then_some(Figure(number))
}

fn factor(factor: f64) -> Option<Figure> {
    (factor != 1.0).then_some(Figure(factor))
}

fn of_api(api: &Api, scenario: &Scenario<'_>) -> ApiInputs {
    let (workload, billing) = (&scenario.workload, &api.billing);
    // Cliffs stay apart: which share of a workload lies beyond one is the workload's.
    let prices = |listed: &Prices| prices(&with_extras(api, listed, workload));
    ApiInputs {
        prices: prices(&by_hour(api, &api.prices, workload, workload.batch_share())),
        batch_discount: api.batch_discount.map(Figure),
        long_context: api
            .long_context
            .iter()
            .map(|cliff| CliffReport {
                above_prompt_tokens: Figure(cliff.above_prompt_tokens),
                prices: prices(&cliff.prices),
            })
            .collect(),
        scheduled: api
            .scheduled
            .iter()
            .map(|change| ScheduledReport {
                from: change.from.to_string(),
                prices: prices(&change.prices),
            })
            .collect(),
        tokens_factor: Figure(api.tokens_factor),
        output_factor: factor(workload.output_times(billing.output_factor)),
        usd_per_1k_requests: some(rate_of_requests(api, scenario).get()),
        free_tokens_per_day: some(billing.free_tokens.get()),
        free_usd_per_month: some(billing.free.get() * billing.on_top()),
        minimum_usd_per_month: some(billing.minimum.get() * billing.on_top()),
        plan: api.plan.as_ref().map(|plan| of_plan(plan, scenario.users)),
    }
}

fn of_plan(plan: &Plan, seats: f64) -> PlanReport {
    let (usd, tokens) = match plan.allowance {
        Allowance::Listed(usd) => (Some(Figure(usd.typical.get() * seats)), None),
        Allowance::Tokens(mtok) => (None, Some(Figure(mtok.typical.get() * 1e6 * seats))),
        Allowance::NotStated | Allowance::Units(_) => (None, None),
    };
    PlanReport {
        usd_per_month: Figure(plan.seat.get() * seats),
        allowance_usd_per_month: usd,
        allowance_tokens_per_month: tokens,
    }
}

fn prices(prices: &Prices) -> PricesReport {
    PricesReport {
        input_usd_per_mtok: typical(prices.input),
        cached_input_usd_per_mtok: prices.cached.map(typical),
        output_usd_per_mtok: typical(prices.output),
    }
}

fn activity(fleet: &Fleet<'_>) -> Option<ActivityReport> {
    let figures = |of: &ByLoad| of.knots().iter().copied().map(Figure).collect();
    let Activity { busy, power } = &fleet.activity;
    let proportional = fleet.activity == Activity::proportional();
    (!proportional).then(|| ActivityReport { busy: figures(busy), power: figures(power) })
}

/// The share of cached input that is found; `None` where that is all of it.
pub fn hit_share(fleet: &Fleet<'_>) -> Option<Figure> {
    let hits = fleet.rates.cache_hits;
    (hits < 1.0).then_some(Figure(hits))
}

fn of_fleet(fleet: &Fleet<'_>, scenario: &Scenario<'_>) -> MachineInputs {
    let hardware = fleet.deployment.hardware;
    let sleeps = sleep_of(hardware, &scenario.assumptions).is_some();
    MachineInputs {
        tenure: match fleet.tenure {
            Tenure::Bought => "bought",
            Tenure::Owned => "owned",
            Tenure::Rented => "rented",
        }
        .into(),
        machines: fleet.given().map(Figure),
        owned_machines: (fleet.owned > 0.0).then_some(Figure(fleet.owned)),
        spare_machines: Figure(fleet.spare),
        planned_peak_factor: Figure(scenario.planned_peak()),
        price_usd: hardware.price.map(typical),
        host_usd: Figure(host(hardware, &scenario.assumptions).get()),
        setup_usd: match scenario.assumptions.setup {
            Some(_) => None,
            None => some(setup_cost(hardware.setup, &scenario.assumptions).get()),
        },
        rent_usd_per_hour: hardware.rent_at(scenario.assumptions.rent_price).map(typical),
        power_idle_watts: Figure(idle_power(hardware, &scenario.assumptions).get()),
        power_load_watts: Figure(load_power(hardware, &scenario.assumptions).get()),
        sleep_watts: sleeps.then(|| Figure(waiting_power(hardware, scenario).get())),
        activity: activity(fleet),
        life_months: Figure(hardware.life.get()),
        resale_fraction: hardware.resale_fraction.map(typical),
        place: hardware.place.map(|place| place.word().into()),
        hosting_usd_per_month: hardware.hosting.map(|cost| Figure(cost.get())),
        maintenance_usd_per_month: hardware.maintenance.map(|cost| Figure(cost.get())),
        tokens_factor: Figure(fleet.deployment.model.tokens_factor),
        output_factor: factor(scenario.workload.output_times(fleet.deployment.model.output_factor)),
        prefill_tokens_per_second: typical(fleet.rates.prefill),
        cache_hit_share: hit_share(fleet),
        decode_tokens_per_second: typical(fleet.rates.decode),
    }
}
