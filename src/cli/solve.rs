//! `breakeven solve`: the question in reverse.

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use serde::Serialize;

use super::args::{CompareArgs, Format, positive};
use crate::calc::contest::Contest;
use crate::calc::input::Input;
use crate::calc::search::Search;
use crate::calc::solve::{Payback, Solution, solve, unit};
use crate::figure::{dollars, duration, fixed, per_mtok, short};
use crate::render::json;
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

/// The answer as text.
///
/// # Errors
/// For a format that has no form for it, and when machines are owned already.
pub fn answer(args: &SolveArgs, scenario: &Scenario<'_>) -> Result<String> {
    if scenario.owned {
        bail!("`--owned` machines are paid for; there is no payback to solve for");
    }
    let search = Search::new(scenario);
    let contest = Contest::new(&search);
    let horizon = f64::from(scenario.assumptions.horizon_months);
    let target = Months::new(args.target_payback.unwrap_or(horizon));
    let (input, target) = match args.what {
        Unknown::Volume => (Input::Volume, target),
        Unknown::ApiPrice => (Input::ApiPrice, target),
        Unknown::HardwarePrice => (Input::HardwarePrice, target),
        Unknown::Electricity => (Input::Electricity, target),
        Unknown::Throughput => (Input::Throughput, target),
        // Whatever the payback is now, it is in time.
        Unknown::Months => (Input::Volume, Months::new(f64::INFINITY)),
    };
    let solution = solve(&contest, input, target);
    let sentence = sentence(args.what, input, target, &solution);
    match args.compare.output.format {
        Format::Table => Ok(format!("{sentence}\n")),
        Format::Json => {
            let months = target.get();
            let target = if months.is_finite() { months } else { horizon };
            Ok(json::render(&Answer {
                what: if args.what == Unknown::Months { "months" } else { input.word() },
                unit: if args.what == Unknown::Months { "months" } else { unit(input) },
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

fn at(found: &Payback) -> AnswerAt {
    AnswerAt {
        value: Figure(found.value),
        payback_months: Figure(found.months.get()),
        machines: found.machines.clone(),
    }
}

fn sentence(what: Unknown, input: Input, target: Months, solution: &Solution) -> String {
    let now = match &solution.now {
        Some(now) => {
            format!("as things are, {} pay back in {}", now.machines, duration(now.months))
        }
        None => "as things are, no machine that serves this ever pays back".into(),
    };
    if what == Unknown::Months {
        return now;
    }
    let goal = duration(target);
    match &solution.at {
        Some(found) if Some(found) == solution.now.as_ref() => {
            format!("{now}: already within {goal}, at {}", value(input, found.value))
        }
        Some(found) => format!(
            "machines pay back within {goal} at {}: {}; {now}",
            value(input, found.value),
            found.machines
        ),
        None => {
            let best = solution.best.as_ref().map_or("nothing ever pays back".into(), |best| {
                let (time, at) = (duration(best.months), value(input, best.value));
                format!("the shortest is {time}, at {at} ({})", best.machines)
            });
            format!("no {} makes machines pay back within {goal}: {best}; {now}", input.word())
        }
    }
}

fn value(input: Input, value: f64) -> String {
    match input {
        Input::Volume => format!("{} tokens/day", short(value)),
        Input::ApiPrice => {
            format!("an API price of {} per million tokens", per_mtok(UsdPerMtok::new(value)))
        }
        Input::HardwarePrice => format!("{} per machine", dollars(value)),
        Input::Electricity => format!("${} per kWh", fixed(value, 4)),
        _ => format!("{} output tokens/s per machine", short(value)),
    }
}
