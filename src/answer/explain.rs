//! Each item of an option's ledger in words, with its numbers and where each number is from.

mod bill_steps;
mod rent_steps;
mod reserved_step;

use crate::assumptions::Setup;
use crate::calc::capacity::fleet::Fleet;
use crate::calc::cash::ledger::Ledger;
use crate::calc::demand::TokenClass;
use crate::calc::demand::horizon::Horizon;
use crate::calc::option::quantities::Quantities;
use crate::calc::option::serving::ServingOption;
use crate::calc::price::item::{Driver, Item, Origin, Part};
use crate::calc::price::machine::{host, setup_of};
use crate::calc::price::wall_power::{load_power, sleep_of, waiting_power};
use crate::calc::verdict::evaluation::Evaluation;
use crate::figure::{grouped, per_mtok, percent, significant, whole};
use crate::hardware::Hardware;
use crate::money::{published, worked};
use crate::report::{ExplanationReport, NumberReport, StepReport};
use crate::scenario::Scenario;
use crate::source::Source;
use crate::units::{HOURS_PER_MONTH, Usd};

/// The explanation of every option shown that can exist.
pub fn explain(evaluation: &Evaluation<'_, '_>) -> Vec<ExplanationReport> {
    let options = evaluation
        .choices
        .iter()
        .filter_map(|choice| Some((choice.candidate.subject.id(), choice.candidate.option()?)));
    options.map(|(id, option)| Explanation::new(option, evaluation.scenario).of(id)).collect()
}

/// An option's ledger while it is put into words.
struct Explanation<'a, 's, 'c> {
    scenario: &'a Scenario<'s>,
    option: &'a ServingOption<'c>,
    ledger: Ledger<'a, 's, 'c>,
    quantities: Quantities,
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

impl<'a, 's, 'c> Explanation<'a, 's, 'c> {
    fn new(option: &'a ServingOption<'c>, scenario: &'a Scenario<'s>) -> Self {
        let ledger = Ledger::new(option, scenario);
        let quantities = ledger.first_quantities();
        Self { scenario, option, ledger, quantities, steps: Vec::new() }
    }

    fn of(mut self, id: String) -> ExplanationReport {
        if let Some(fleet) = self.option.machines() {
            self.offered(fleet);
            self.machines(fleet);
        }
        // An endpoint's three prices and a machine's two powers are said together.
        let items = self.ledger.items.clone();
        for item in &items {
            match item.origin {
                Origin::TokenPrice(api, TokenClass::Fresh) => self.bill(api, item),
                Origin::Requests(api) => self.requests(api, item),
                Origin::Invoice(api) => self.invoice(api, item),
                Origin::IdlePower(hardware) => self.energy(hardware, item),
                Origin::Purchase(hardware) => self.purchase(hardware, item),
                Origin::Rent(hardware) => self.rent(hardware, item),
                Origin::Operations => self.operations(),
                Origin::Router => self.routing(item),
                Origin::Setup(hardware) => self.setup(hardware, item),
                Origin::Migration => self.migration(item),
                Origin::Hosting(hardware) => self.upkeep("hosting", hardware, item),
                Origin::Maintenance(hardware) => self.upkeep("maintenance", hardware, item),
                Origin::RackHosting => self.rack("hosting", item),
                Origin::RackOperations => self.rack("operations of a rack", item),
                Origin::TokenPrice(..) | Origin::LoadPower(_) => {}
            }
        }
        self.total();
        ExplanationReport { option: id, steps: self.steps }
    }

    fn step(&mut self, name: &str, formula: &str, numbers: String, from: Vec<NumberReport>) {
        self.steps.push(StepReport { name: name.into(), formula: formula.into(), numbers, from });
    }

    /// What the items of a part cost in the first month.
    fn cost_of(&self, which: impl Fn(&Item<'_>) -> bool) -> f64 {
        self.ledger.first_month_of(which).get()
    }

    fn part(&self, part: Part) -> f64 {
        self.cost_of(|item| item.part == part)
    }

    fn offered(&mut self, fleet: &Fleet<'_>) {
        let workload = &self.scenario.workload;
        let factor = fleet.share * fleet.deployment.model.tokens_factor;
        let (prefill, decode) = (fleet.service.prefill.get(), fleet.service.decode.get());
        let numbers = format!(
            "({} / {} + {} / {}) / 86,400 = {}",
            whole(workload.fresh.get() * factor),
            grouped(prefill, 1),
            whole(workload.output.get() * factor),
            grouped(decode, 1),
            percent(fleet.offered.mean)
        );
        let rates = &fleet.rates;
        let basis = |what: &str, rate: f64, basis: &str| {
            let value = format!("{} tokens/s, {basis}", grouped(rate, 1));
            match (fleet.deployment.measured, fleet.deployment.constants) {
                (Some(measured), _) => stated(&measured.source, what, value),
                (None, Some(constants)) => stated(&constants.source, what, value),
                (None, None) => assumed(what, value),
            }
        };
        let streams = format!("decode_tokens_per_second at {} streams", rates.concurrency);
        let from = vec![
            basis("prefill_tokens_per_second", prefill, rates.prefill_basis.word()),
            basis(&streams, decode, rates.basis.word()),
        ];
        self.step("demand in machines", "(I / P + O / D) / 86,400", numbers, from);
    }

    fn machines(&mut self, fleet: &Fleet<'_>) {
        let (scenario, assumptions) = (self.scenario, &self.scenario.assumptions);
        let needed = fleet.needed_at(1.0, assumptions.headroom);
        let spare = match fleet.given() {
            None if fleet.spare > 0.0 => {
                let why = match scenario.spare_machines {
                    0 => " to keep waits short",
                    _ => " to spare",
                };
                format!(", and {} more{why}: {}", fleet.spare, needed + fleet.spare)
            }
            _ => String::new(),
        };
        let (mean, planned) =
            (percent(fleet.offered.mean), significant(scenario.planned_peak(), 6));
        let (load, headroom) = (&scenario.workload.load, assumptions.headroom);
        let numbers = format!("ceil({mean} x {planned} / {headroom}) = {needed}{spare}");
        let mut from = vec![
            assumed("peak factor", format!("{planned} ({})", load.name)),
            assumed("--headroom", percent(headroom)),
        ];
        if load.batch_share() > 0.0 {
            let (interactive, all) = (load.interactive().peak(), load.busiest());
            let filled = format!("the larger of {interactive} and {all} x {headroom}");
            from.push(assumed("what can wait fills quiet hours of its day", filled));
        }
        if let Some(given) = fleet.given() {
            from.push(assumed("machines used", given.to_string()));
        }
        self.step("machines", "ceil(demand x peak / headroom)", numbers, from);
    }

    fn energy(&mut self, hardware: &Hardware, item: &Item<'_>) {
        // Machines stand in one place.
        if self.quantities.of_driver(item.driver) == 0.0 {
            return;
        }
        let assumptions = &self.scenario.assumptions;
        let place = self.quantities.place;
        let (electricity, pue) = assumptions.power_at(place);
        let waiting = waiting_power(hardware, self.scenario).get();
        let load = load_power(hardware, assumptions).get();
        let Quantities { machines, busy, .. } = self.quantities;
        let utilization = busy / machines;
        let numbers = format!(
            "{machines} x {HOURS_PER_MONTH} x ({waiting} + ({load} - {waiting}) x {}) / 1000 x {} x {} = {} a \
             month ({} W each)",
            percent(utilization),
            pue,
            electricity.get(),
            worked(self.part(Part::Energy)),
            whole(waiting + (load - waiting) * utilization)
        );
        let sleeps = sleep_of(hardware, assumptions).is_some();
        let idle_field = if sleeps { "sleep_watts" } else { "power_idle_watts" };
        let from = vec![
            stated(&hardware.source, idle_field, waiting.to_string()),
            stated(&hardware.source, "power_load_watts", load.to_string()),
            assumed("--place", place.word().to_string()),
            assumed("--pue", pue.to_string()),
            assumed("--electricity", electricity.get().to_string()),
        ];
        let formula = "n x 730 h x (idle + (load - idle) x utilization) / 1000 x PUE x $/kWh";
        self.step("energy", formula, numbers, from);
    }

    fn upkeep(&mut self, name: &str, hardware: &Hardware, item: &Item<'_>) {
        let each = match item.part {
            Part::Hosting => hardware.hosting,
            _ => hardware.maintenance,
        };
        // What is not stated is said among the assumptions.
        let Some(each) = each else { return };
        let machines = self.quantities.machines;
        let numbers =
            format!("{machines} x {} = {} a month", each.get(), worked(self.part(item.part)));
        let field = format!("{name}_usd_per_month");
        let from = vec![stated(&hardware.source, &field, each.get().to_string())];
        self.step(name, "n x $/month", numbers, from);
    }

    /// What a rack costs by the kW that stands in it.
    fn rack(&mut self, name: &str, item: &Item<'_>) {
        let kilowatts = self.quantities.rack_kilowatts;
        if kilowatts == 0.0 {
            return;
        }
        let (each, cost) = (item.rate.get(), worked((item.rate * kilowatts).get()));
        let numbers = format!("{} x {} = {cost} a month", grouped(kilowatts, 3), grouped(each, 2));
        let above = self.scenario.assumptions.places.rack.map_or(0.0, |rack| rack.above.get());
        let from = vec![assumed("--place", "rack".into()), assumed("W at home", above.to_string())];
        self.step(name, "kW of load above what stands at home x $/kW", numbers, from);
    }

    fn purchase(&mut self, hardware: &Hardware, item: &Item<'_>) {
        let Driver::Purchase { life, resale } = item.driver else { return };
        let assumptions = &self.scenario.assumptions;
        let machines = self.quantities.bought;
        if machines == 0.0 {
            return;
        }
        let host = host(hardware, assumptions);
        let accelerators = (item.rate - host).get();
        let numbers = format!(
            "{machines} x ({accelerators} + {}) x (1 - {resale}) / {} = {} a month; {} upfront",
            host.get(),
            life.get(),
            worked((item.write_off() * machines).get()),
            worked((item.rate * machines).get())
        );
        let resale_from = match assumptions.resale_fraction {
            Some(_) => assumed("--resale", percent(resale)),
            None => stated(&hardware.source, "resale_fraction", percent(resale)),
        };
        let from = vec![
            stated(&hardware.source, "price_usd", published(accelerators)),
            stated(&hardware.source, "host_usd", published(host.get())),
            stated(&hardware.source, "life_months", life.get().to_string()),
            resale_from,
        ];
        self.step("write-off", "n x (price + host) x (1 - resale) / life", numbers, from);
    }

    fn operations(&mut self) {
        let assumptions = &self.scenario.assumptions;
        let (hours, rate) = (assumptions.ops_hours.get(), assumptions.ops_rate.get());
        let cost = worked(self.part(Part::Operations));
        let numbers = format!("{hours} x {rate} = {cost} a month");
        let from = vec![
            assumed("--ops-hours", hours.to_string()),
            assumed("--ops-rate", rate.to_string()),
        ];
        self.step("operations", "hours x rate, once for the fleet", numbers, from);
    }

    fn routing(&mut self, item: &Item<'_>) {
        let requests = self.quantities.of_driver(item.driver);
        let price = item.rate.get();
        let cost = worked(self.part(Part::Routing));
        let numbers = format!("{} x {price} = {cost} a month", grouped(requests, 2));
        let from = vec![assumed("--router-usd-per-1k", price.to_string())];
        self.step("routing", "thousands of requests x $ per thousand", numbers, from);
    }

    /// What is paid once, if anything is.
    fn setup(&mut self, hardware: &Hardware, item: &Item<'_>) {
        let assumptions = &self.scenario.assumptions;
        let Setup { usd, hours } = setup_of(hardware, assumptions);
        if item.rate > Usd::ZERO {
            let (usd, rate) = (usd.get(), assumptions.ops_rate.get());
            let numbers = format!("{usd} + {hours} x {rate} = {} once", worked(item.rate.get()));
            let part = |flag: &str, field: &str, value: f64| match assumptions.setup {
                Some(_) => assumed(flag, value.to_string()),
                None => stated(&hardware.source, field, value.to_string()),
            };
            let from = vec![
                part("--setup", "setup_usd", usd),
                part("--setup-hours", "setup_hours", hours),
                assumed("--ops-rate", rate.to_string()),
            ];
            self.step("setup", "money + hours x rate, once", numbers, from);
        }
    }

    fn migration(&mut self, item: &Item<'_>) {
        if item.rate > Usd::ZERO {
            let numbers = format!("{} once", worked(item.rate.get()));
            let cost = item.rate.get().to_string();
            let from = vec![match (self.scenario.assumptions.migration, self.scenario.baseline) {
                (None, Some(baseline)) => stated(&baseline.source, "migration_usd", cost),
                _ => assumed("--migration", cost),
            }];
            self.step("migration", "leaving the baseline, once", numbers, from);
        }
    }

    fn total(&mut self) {
        let totals = self.ledger.totals(&Horizon::of(self.scenario));
        let numbers = format!(
            "{} - {} + {} = {}; / {} Mtok = {} per million tokens",
            worked((totals.once + totals.purchases).get()),
            worked(totals.resale.get()),
            worked(totals.running.get()),
            worked(totals.cost().get()),
            grouped(totals.tokens.get(), 0),
            per_mtok(totals.levelized())
        );
        let months = self.scenario.assumptions.horizon_months.to_string();
        let from = vec![assumed("--horizon", months)];
        self.step("total over the horizon", "purchases - resale + running costs", numbers, from);
    }
}
