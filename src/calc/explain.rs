//! Each formula with its numbers, and where each number is from.

use super::cash::totals;
use super::demand::When;
use super::evaluate::Evaluation;
use super::fleet::{Fleet, Tenure, purchase, resale_fraction};
use super::hybrid::{Base, spilled};
use super::option::ServingOption;
use super::running::{energy, mean_power};
use super::{api_bill, demand, rent};
use crate::api::Api;
use crate::figure::{dollars, grouped, per_mtok, percent, whole};
use crate::report::{ExplanationReport, NumberReport, StepReport};
use crate::source::Source;
use crate::units::UsdPerMtok;

/// The explanation of every option shown that can exist.
pub fn explain(evaluation: &Evaluation<'_, '_>) -> Vec<ExplanationReport> {
    let priced = evaluation.choices.iter().filter_map(|choice| {
        let (option, _) = choice.candidate.priced.as_ref()?;
        Some((choice.candidate.subject.id(), option))
    });
    priced
        .map(|(id, option)| Explanation { evaluation, steps: Vec::new() }.of(id, option))
        .collect()
}

struct Explanation<'a, 'b, 'c> {
    evaluation: &'a Evaluation<'b, 'c>,
    steps: Vec<StepReport>,
}

/// A number of a profile.
fn stated(source: &Source, field: &str, value: String) -> NumberReport {
    NumberReport {
        name: field.into(),
        value,
        profile: format!("{} {}", source.kind, source.profile),
        file: source.file.to_string(),
        line: source.line,
        as_of: source.as_of.to_string(),
    }
}

/// A number of the question or of the defaults.
fn assumed(flag: &str, value: String) -> NumberReport {
    NumberReport { name: flag.into(), value, ..NumberReport::default() }
}

impl<'c> Explanation<'_, '_, 'c> {
    fn of(mut self, option: String, serving: &ServingOption<'c>) -> ExplanationReport {
        let hard = self.evaluation.scenario.requirements.hard_share;
        match serving {
            ServingOption::Api(api) => self.api(api, 1.0),
            ServingOption::Fleet(fleet) => self.fleet(fleet, 0.0),
            ServingOption::Hybrid(hybrid) => {
                let scenario = self.evaluation.scenario;
                match &hybrid.base {
                    Base::Api(api) => self.api(api, hybrid.base_share(scenario)),
                    Base::Fleet(fleet, None) => self.fleet(fleet, 0.0),
                    Base::Fleet(fleet, Some(api)) => {
                        let spilled = spilled(fleet, scenario, When::FIRST);
                        self.fleet(fleet, spilled);
                        self.api(api, spilled * fleet.share);
                    }
                }
                hybrid.hard.into_iter().for_each(|api| self.api(api, hard));
            }
        }
        self.total(serving);
        ExplanationReport { option, steps: self.steps }
    }

    fn step(&mut self, name: &str, formula: &str, numbers: String, from: Vec<NumberReport>) {
        self.steps.push(StepReport { name: name.into(), formula: formula.into(), numbers, from });
    }

    fn api(&mut self, api: &Api, share: f64) {
        let scenario = self.evaluation.scenario;
        let tokens = demand::monthly_tokens(&scenario.workload).times(share * api.tokens_factor);
        let prices = api_bill::prices_on(api, scenario.workload.request, scenario.today);
        let pick = scenario.assumptions.outlook.api_price;
        let price = |price: crate::range::Range<UsdPerMtok>| price.at(pick).get().to_string();
        let cached = prices.cached.unwrap_or(prices.input);
        let batch = scenario.workload.batch_share * api.batch_discount.unwrap_or(0.0);
        let bill = api_bill::api_today(api, scenario, share);
        let mtok = |tokens: crate::units::MtokPerMonth| grouped(tokens.get(), 2);
        let off = if batch > 0.0 { format!(" x (1 - {batch})") } else { String::new() };
        let numbers = format!(
            "({} x {} + {} x {} + {} x {}){off} = {} a month",
            mtok(tokens.fresh),
            price(prices.input),
            mtok(tokens.cached),
            price(cached),
            mtok(tokens.output),
            price(prices.output),
            dollars(bill.get())
        );
        let cached_field = if prices.cached.is_some() {
            "cached_input_usd_per_mtok"
        } else {
            "input_usd_per_mtok"
        };
        let from = vec![
            stated(&api.source, "input_usd_per_mtok", price(prices.input)),
            stated(&api.source, cached_field, price(cached)),
            stated(&api.source, "output_usd_per_mtok", price(prices.output)),
        ];
        let name = format!("bill of {}", api.id);
        self.step(
            &name,
            "fresh x p_in + cached x p_cached + output x p_out (Mtok, $/Mtok)",
            numbers,
            from,
        );
    }

    /// Machines that leave this share of what comes to them to others.
    fn fleet(&mut self, fleet: &Fleet<'c>, spilled: f64) {
        self.busy(fleet);
        self.machines(fleet);
        match fleet.tenure {
            Tenure::Rented => self.rent(fleet),
            Tenure::Bought | Tenure::Owned => self.energy(fleet, spilled),
        }
        if fleet.tenure == Tenure::Bought {
            self.purchase(fleet);
        }
        self.operations();
    }

    fn busy(&mut self, fleet: &Fleet<'c>) {
        let workload = &self.evaluation.scenario.workload;
        let factor = fleet.share * fleet.deployment.model.tokens_factor;
        let (prefill, decode) = (fleet.service.prefill.get(), fleet.service.decode.get());
        let numbers = format!(
            "({} / {} + {} / {}) / 86,400 = {}",
            whole(workload.fresh.get() * factor),
            grouped(prefill, 1),
            whole(workload.output.get() * factor),
            grouped(decode, 1),
            percent(fleet.busy.mean)
        );
        let rates = &fleet.rates;
        let basis = |what: &str, rate: f64, basis: &str| {
            let value = format!("{} tokens/s, {basis}", grouped(rate, 1));
            match fleet.deployment.measured {
                Some(measured) => stated(&measured.source, what, value),
                None => match fleet.deployment.constants {
                    Some(constants) => stated(&constants.source, what, value),
                    None => assumed(what, value),
                },
            }
        };
        let streams = format!("decode_tokens_per_second at {} streams", rates.concurrency);
        let from = vec![
            basis("prefill_tokens_per_second", prefill, rates.prefill_basis.word()),
            basis(&streams, decode, rates.basis.word()),
        ];
        self.step("demand in machines", "(I / P + O / D) / 86,400", numbers, from);
    }

    fn machines(&mut self, fleet: &Fleet<'c>) {
        let scenario = self.evaluation.scenario;
        let assumptions = &scenario.assumptions;
        let numbers = format!(
            "ceil({} x {} / {}) = {}",
            percent(fleet.busy.mean),
            scenario.peak_factor(),
            assumptions.headroom,
            fleet.needed(assumptions)
        );
        let mut from = vec![
            assumed(
                "peak factor",
                format!("{} ({})", scenario.peak_factor(), scenario.workload.load.name),
            ),
            assumed("--headroom", percent(assumptions.headroom)),
        ];
        if let Some(given) = fleet.machines {
            from.push(assumed("machines used", given.to_string()));
        }
        self.step("machines", "ceil(demand x peak / headroom)", numbers, from);
    }

    fn energy(&mut self, fleet: &Fleet<'c>, spilled: f64) {
        let scenario = self.evaluation.scenario;
        let (assumptions, hardware) = (&scenario.assumptions, fleet.deployment.hardware);
        let pick = assumptions.outlook.power;
        let waiting = hardware.sleep.unwrap_or(hardware.idle.at(pick));
        let load = hardware.load.at(pick);
        let machines = fleet.first_machines(assumptions);
        let utilization = (fleet.busy.mean * (1.0 - spilled) / machines).min(1.0);
        let cost = energy(hardware, machines, utilization, assumptions);
        let numbers = format!(
            "{machines} x 730 x ({} + ({} - {}) x {}) / 1000 x {} x {} = {} a month ({} W each)",
            waiting.get(),
            load.get(),
            waiting.get(),
            percent(utilization),
            assumptions.pue,
            assumptions.electricity.get(),
            dollars(cost.get()),
            whole(mean_power(waiting, load, utilization).get())
        );
        let idle_field = if hardware.sleep.is_some() { "sleep_watts" } else { "power_idle_watts" };
        let from = vec![
            stated(&hardware.source, idle_field, waiting.get().to_string()),
            stated(&hardware.source, "power_load_watts", load.get().to_string()),
            assumed("--pue", assumptions.pue.to_string()),
            assumed("--electricity", assumptions.electricity.get().to_string()),
        ];
        let formula = "n x 730 h x (idle + (load - idle) x utilization) / 1000 x PUE x $/kWh";
        self.step("energy", formula, numbers, from);
    }

    fn purchase(&mut self, fleet: &Fleet<'c>) {
        let assumptions = &self.evaluation.scenario.assumptions;
        let hardware = fleet.deployment.hardware;
        let (each, resale) =
            (purchase(hardware, assumptions), resale_fraction(hardware, assumptions));
        let machines = fleet.first_machines(assumptions);
        let accelerators = each - hardware.host;
        let numbers = format!(
            "{machines} x ({} + {}) x (1 - {resale}) / {} = {} a month; {} upfront",
            accelerators.get(),
            hardware.host.get(),
            hardware.life.get(),
            dollars(fleet.amortization(assumptions).get()),
            dollars((each * machines).get())
        );
        let resale_from = match assumptions.resale_fraction {
            Some(_) => assumed("--resale", percent(resale)),
            None => stated(&hardware.source, "resale_fraction", percent(resale)),
        };
        let from = vec![
            stated(&hardware.source, "price_usd", dollars(accelerators.get())),
            stated(&hardware.source, "host_usd", dollars(hardware.host.get())),
            stated(&hardware.source, "life_months", hardware.life.get().to_string()),
            resale_from,
        ];
        self.step("write-off", "n x (price + host) x (1 - resale) / life", numbers, from);
    }

    fn rent(&mut self, fleet: &Fleet<'c>) {
        let scenario = self.evaluation.scenario;
        let (assumptions, hardware) = (&scenario.assumptions, fleet.deployment.hardware);
        let Some(price) = rent::price(hardware, assumptions) else { return };
        let machines = rent::machines_paid(fleet, scenario, When::FIRST)
            .unwrap_or_else(|| fleet.first_machines(assumptions));
        let numbers = format!(
            "{} x 730 x {} x (1 + {}) = {} a month",
            grouped(machines, 2),
            price.get(),
            assumptions.rent_overhead,
            dollars(fleet.running(scenario, When::FIRST).rent.get())
        );
        let field = match assumptions.rent_price {
            crate::assumptions::RentPrice::OnDemand => "rent_usd_per_hour",
            crate::assumptions::RentPrice::Spot => "rent_spot_usd_per_hour",
            crate::assumptions::RentPrice::Reserved => "rent_reserved_usd_per_hour",
        };
        let from = vec![
            stated(&hardware.source, field, price.get().to_string()),
            assumed("--overhead", percent(assumptions.rent_overhead)),
        ];
        self.step("rent", "n x 730 h x $/h x (1 + overhead)", numbers, from);
    }

    fn operations(&mut self) {
        let assumptions = &self.evaluation.scenario.assumptions;
        let (hours, rate) = (assumptions.ops_hours, assumptions.ops_rate);
        let numbers =
            format!("{} x {} = {} a month", hours.get(), rate.get(), dollars((rate * hours).get()));
        let from = vec![
            assumed("--ops-hours", hours.get().to_string()),
            assumed("--ops-rate", rate.get().to_string()),
        ];
        self.step("operations", "hours x rate, once for the fleet", numbers, from);
    }

    fn total(&mut self, option: &ServingOption<'c>) {
        let scenario = self.evaluation.scenario;
        let totals = totals(scenario, option);
        let numbers = format!(
            "{} - {} + {} = {}; / {} Mtok = {} per million tokens",
            dollars(totals.purchases.get()),
            dollars(totals.resale.get()),
            dollars(totals.running.get()),
            dollars(totals.cost().get()),
            grouped(totals.tokens.get(), 0),
            per_mtok(totals.levelized())
        );
        let months = scenario.assumptions.horizon_months.to_string();
        let from = vec![assumed("--horizon", months)];
        self.step("total over the horizon", "purchases - resale + running costs", numbers, from);
    }
}
