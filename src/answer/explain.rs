//! Each item of an option's ledger in words, with its numbers and where each number is from.

mod bill_steps;
mod limit_step;
mod machine_steps;
mod rent_steps;
mod reserved_step;

use crate::assumptions::Setup;
use crate::calc::cash::ledger::Ledger;
use crate::calc::demand::TokenClass;
use crate::calc::demand::horizon::Horizon;
use crate::calc::option::quantities::Quantities;
use crate::calc::option::serving::ServingOption;
use crate::calc::price::item::{Item, Origin, Part};
use crate::calc::price::machine::setup_of;
use crate::calc::verdict::evaluation::Evaluation;
use crate::figure::{grouped, per_mtok};
use crate::hardware::Hardware;
use crate::money::worked;
use crate::report::{ExplanationReport, NumberReport, StepReport};
use crate::scenario::Scenario;
use crate::source::Source;
use crate::units::Usd;

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
        profile: source.title(),
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
        self.limits();
        // An endpoint's three prices and a machine's powers are said together.
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
                Origin::TokenPrice(..) | Origin::Waking(_) | Origin::LoadPower(_) => {}
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
