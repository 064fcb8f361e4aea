//! `breakeven solve`: the question in reverse.

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use serde::Serialize;

use super::amounts::positive;
use super::args::{CompareArgs, Format};
use super::hinted::hinted;
use super::spending;
use crate::answer::solved::{machines, sentence, unit, volume_alone};
use crate::calc::decide::menu::Menu;
use crate::calc::whatif::solve::{Payback, has_baseline, solve};
use crate::lever::Lever;
use crate::render::json;
use crate::render::wrap::wrap;
use crate::report::Figure;
use crate::scenario::Scenario;
use crate::units::Months;

/// The question in reverse.
#[derive(Debug, Args)]
pub struct SolveArgs {
    /// What to find: volume, api-price, hardware-price, electricity, throughput, or months (the
    /// payback itself)
    #[arg(long = "for", value_name = "WHAT")]
    pub what: Unknown,
    /// Payback to reach [default: the horizon]
    #[arg(long, value_name = "MONTHS", value_parser = positive, allow_hyphen_values = true)]
    pub target_payback: Option<f64>,
    /// The question.
    #[command(flatten)]
    pub compare: CompareArgs,
}

/// What to find.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Unknown {
    /// Tokens a day
    Volume,
    /// Price of the baseline
    ApiPrice,
    /// Price of a machine
    HardwarePrice,
    /// Price of electricity
    Electricity,
    /// Rate of a machine
    Throughput,
    /// The payback as things are
    Months,
}

/// The answer as data.
#[derive(Debug, Serialize)]
struct Answer {
    #[serde(rename = "for")]
    what: &'static str,
    unit: &'static str,
    target_payback_months: Figure,
    now: Option<AnswerAt>,
    at: Option<AnswerAt>,
    #[serde(skip_serializing_if = "Option::is_none")]
    best: Option<AnswerAt>,
    sentence: String,
}

#[derive(Debug, Serialize)]
struct AnswerAt {
    value: Figure,
    payback_months: Figure,
    machines: String,
}

/// Tokens a day below which nobody asks for machines.
const FEWEST: f64 = 100.0;

/// Whether a volume is looked for and none is said; then it is looked for from a usual one on.
pub fn leaves_volume_open(what: Unknown, compare: &mut CompareArgs) -> bool {
    let demand = &compare.demand;
    let is_said = demand.volume.is_some()
        || demand.input.is_some()
        || demand.requests.is_some()
        || demand.spend.is_some()
        || demand.workload.is_some()
        || !demand.usage.is_empty();
    let is_open = what == Unknown::Volume && !is_said;
    if is_open {
        compare.demand.volume = Some(spending::TRIED);
    }
    is_open
}

/// The answer as text, no wider than so many columns; nothing is said of things as they are where the
/// volume is open.
///
/// # Errors
/// For a format that has no form for it, when machines are owned already, and when there is no API to
/// pay back against.
pub fn answer(
    args: &SolveArgs,
    scenario: &Scenario<'_>,
    is_open: bool,
    columns: u16,
) -> Result<String> {
    if scenario.owned {
        bail!("`--owned` machines are paid for; there is no payback to solve for");
    }
    if !has_baseline(scenario) {
        return Err(hinted(
            "there is nothing to pay back against: no API to choose from meets the requirements",
            "the question without `solve` says why",
        ));
    }
    let menu = Menu::new(scenario);
    let horizon = f64::from(scenario.assumptions.horizon_months);
    let target = Months::new(args.target_payback.unwrap_or(horizon));
    let (lever, target) = match args.what {
        Unknown::Volume => (Lever::Volume, target),
        Unknown::ApiPrice => (Lever::ApiPrice, target),
        Unknown::HardwarePrice => (Lever::HardwarePrice, target),
        Unknown::Electricity => (Lever::Electricity, target),
        Unknown::Throughput => (Lever::Throughput, target),
        // Whatever the payback is now, it is in time.
        Unknown::Months => (Lever::Volume, Months::new(f64::INFINITY)),
    };
    let mut solution = solve(&menu, lever, target);
    let asked = (args.what != Unknown::Months).then_some(lever);
    let mut sentence = sentence(asked, target, &solution);
    if is_open {
        if solution.at.is_some() && solution.at == solution.now {
            // In time where the search begins: the first volume that is lies below.
            let low = Lever::Volume.set(scenario, FEWEST);
            solution = solve(&Menu::new(&low), lever, target);
        }
        solution.now = None;
        sentence = volume_alone(target, &solution);
    }
    match args.compare.output.form() {
        Format::Table => Ok(format!("{}\n", wrap(&sentence, columns.into()))),
        Format::Json => {
            let months = target.get();
            let target = if months.is_finite() { months } else { horizon };
            Ok(json::render(&Answer {
                what: if args.what == Unknown::Months { "months" } else { lever.word() },
                unit: if args.what == Unknown::Months { "months" } else { unit(lever) },
                target_payback_months: Figure(target),
                now: solution.now.as_ref().map(at),
                at: solution.at.as_ref().map(at),
                best: solution.best.as_ref().map(at),
                sentence,
            }))
        }
        Format::Csv | Format::Markdown => {
            bail!("`solve` has no csv and no markdown form; expected `--format table` or `json`")
        }
    }
}

fn at(found: &Payback<'_>) -> AnswerAt {
    AnswerAt {
        value: Figure(found.value),
        payback_months: Figure(found.months.get()),
        machines: machines(found),
    }
}
