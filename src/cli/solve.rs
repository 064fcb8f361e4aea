//! `breakeven solve`: the question in reverse.

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use serde::Serialize;

use super::amounts::positive;
use super::args::{CompareArgs, Format};
use super::hinted::hinted;
use super::spending;
use crate::answer::solved::{machines, unit};
use crate::calc::decide::menu::Menu;
use crate::calc::whatif::solve::{Payback, Solution, has_baseline, solve};
use crate::figure::{dollars, duration, fixed, per_mtok, short};
use crate::lever::Lever;
use crate::money::amount;
use crate::render::json;
use crate::render::wrap::wrap;
use crate::report::Figure;
use crate::scenario::Scenario;
use crate::units::{Months, UsdPerMtok};

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
    let mut sentence = sentence(args.what, lever, target, &solution);
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

fn sentence(what: Unknown, lever: Lever, target: Months, solution: &Solution<'_>) -> String {
    let now = match &solution.now {
        Some(now) => {
            format!("as things are, {} pay back in {}", machines(now), duration(now.months))
        }
        None => "as things are, no machine that serves this ever pays back".into(),
    };
    if what == Unknown::Months {
        return now;
    }
    let goal = duration(target);
    match &solution.at {
        Some(found) if Some(found) == solution.now.as_ref() => {
            format!("{now}: already within {goal}, at {}", value(lever, found.value))
        }
        Some(found) => format!(
            "machines pay back within {goal} at {}: {}; {now}",
            value(lever, found.value),
            machines(found)
        ),
        None => {
            let best = solution.best.as_ref().map_or("nothing ever pays back".into(), |best| {
                let (time, at) = (duration(best.months), value(lever, best.value));
                format!("the shortest is {time}, at {at} ({})", machines(best))
            });
            format!("no {} makes machines pay back within {goal}: {best}; {now}", lever.word())
        }
    }
}

/// What is found where no volume was said.
fn volume_alone(target: Months, solution: &Solution<'_>) -> String {
    let goal = duration(target);
    let volume = |found: &Payback<'_>| value(Lever::Volume, found.value);
    match (&solution.at, &solution.best) {
        (Some(found), _) => {
            format!(
                "machines pay back within {goal} from {} on: {}",
                volume(found),
                machines(found)
            )
        }
        (None, Some(best)) => format!(
            "at no volume do machines pay back within {goal}: the shortest is {}, at {} ({})",
            duration(best.months),
            volume(best),
            machines(best)
        ),
        (None, None) => "at no volume do machines ever pay back".into(),
    }
}

fn value(lever: Lever, value: f64) -> String {
    match lever {
        Lever::Volume => format!("{} tokens/day", short(value)),
        Lever::ApiPrice => {
            format!("an API price of {} per million tokens", per_mtok(UsdPerMtok::new(value)))
        }
        Lever::HardwarePrice => format!("{} per machine", dollars(value)),
        Lever::Electricity => format!("{} per kWh", amount(value, |usd| fixed(usd, 4))),
        _ => format!("{} output tokens/s per machine", short(value)),
    }
}
