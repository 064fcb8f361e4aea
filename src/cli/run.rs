//! Runs what was asked: arguments and surroundings in, text and an exit code out.

use std::ffi::OsString;

use anyhow::Result;

use super::args::{CompareArgs, Format};
use super::around::style;
pub use super::around::{Outcome, Surroundings};
use super::command_line::Command;
use super::declared::completed;
use super::doubts::{doubts, implausible};
use super::hinted::hinted;
use super::own_profiles::catalog;
use super::parse::parse;
use super::resolve::scenario;
use super::solve::SolveArgs;
use super::sweep_args::Sweep;
use super::throughput_args::{ThroughputArgs, ThroughputCommand};
use super::usage_question::asked;
use super::{
    calibrate, chart_args, check, complaint, import, init, page_command, prices, profiles, shell,
    together, usage_command,
};
use crate::answer::report;
use crate::calc::verdict::evaluation::with_evaluation;
use crate::render::{csv, json, markdown, table};

/// Runs the program.
pub fn run(args: impl IntoIterator<Item = OsString>, around: &Surroundings) -> Outcome {
    let args: Vec<OsString> = args.into_iter().collect();
    let cli = match parse(&args) {
        Ok(cli) => cli,
        Err(error) => return complaint::outcome(&error, &args).guarded(true),
    };
    let data = matches!(
        cli.command,
        Some(
            Command::Report(_)
                | Command::Import(_)
                | Command::Profiles(_)
                | Command::Completions { .. }
                | Command::Man
        )
    );
    let done = match &cli.command {
        None => {
            let answer = || compare(&cli.compare, cli.sweep.as_ref(), around);
            cli.compare.output.in_currency(answer).map(Outcome::answer)
        }
        Some(Command::Solve(args)) => args.compare.output.in_currency(|| solve(args, around)),
        Some(Command::Report(report)) => {
            report.compare.output.in_currency(|| page_command::run(report, &args, around))
        }
        Some(Command::Throughput(args)) => throughput(args, around).map(Outcome::answer),
        Some(Command::Import(args)) => import::run(args, around),
        Some(Command::Prices(args)) => prices::run(args, around),
        Some(Command::Usage(args)) => usage_command::run(args, around),
        Some(Command::Profiles(args)) => profiles::run(args, around),
        Some(Command::Init(args)) => init::run(args),
        Some(Command::Check(args)) => check::check(args, around),
        Some(Command::Portfolio(args)) => together::portfolio(args, around).map(Outcome::answer),
        Some(Command::Diff(args)) => check::diff(args, around),
        Some(Command::Completions { shell }) => Ok(bytes(shell::completions(*shell))),
        Some(Command::Man) => shell::manual().map(bytes).map_err(anyhow::Error::from),
    };
    done.unwrap_or_else(Outcome::refusal).guarded(data)
}

fn compare(args: &CompareArgs, sweep: Option<&Sweep>, around: &Surroundings) -> Result<String> {
    let mut args = completed(args)?;
    if let Some(sweep) = sweep {
        sweep.leaves_volume_open(&mut args);
    }
    let (catalog, said) = asked(&mut args, around)?;
    let args = &args;
    let mut scenario = scenario(args, &catalog, args.profiles.today.unwrap_or(around.today))?;
    scenario.flips = args.charts.flips(scenario.flips);
    let style = style(&args.output, around);
    if let Some(sweep) = sweep {
        return sweep.answer(args, &scenario, &style);
    }
    let frame = args.charts.frame(style, around.height);
    let (mut report, pictures) = with_evaluation(&scenario, |evaluation| {
        (report(evaluation), args.charts.pictures(evaluation, &args.output, frame))
    });
    let pictures = pictures?;
    catalog.point_at_fields(&mut report);
    report.warnings.extend(implausible(&catalog, &report, scenario.today));
    report.warnings.extend(doubts(args));
    report.warnings.extend(said);
    if !pictures.is_empty() {
        return chart_args::render(&pictures, &report, args.output.form(), frame);
    }
    Ok(match args.output.form() {
        Format::Table => table::render(&report, &style),
        Format::Json => json::render(&report),
        Format::Csv => csv::render(&report)?,
        Format::Markdown => markdown::render(&report),
    })
}

fn solve(args: &SolveArgs, around: &Surroundings) -> Result<Outcome> {
    let mut compare = completed(&args.compare)?;
    if compare.charts.is_asked() {
        return Err(hinted("`solve` has no chart", "`--chart` goes with the question itself"));
    }
    let (catalog, said) = asked(&mut compare, around)?;
    let today = compare.profiles.today.unwrap_or(around.today);
    let is_open = super::solve::leaves_volume_open(args.what, &mut compare);
    let scenario = scenario(&compare, &catalog, today)?;
    let width = style(&compare.output, around).width;
    let stdout = super::solve::answer(args, &scenario, is_open, width)?;
    let stderr = said.iter().map(|warning| format!("warning: {}\n", warning.message)).collect();
    Ok(Outcome { stdout, stderr, ..Outcome::default() })
}

fn throughput(args: &ThroughputArgs, around: &Surroundings) -> Result<String> {
    let (mut profiles, mut measurements) = (args.profiles.clone(), Vec::new());
    if let Some(ThroughputCommand::Calibrate(args)) = &args.command {
        (profiles, measurements) = (args.profiles.clone(), args.from.clone());
    }
    profiles.profiles.append(&mut measurements);
    let catalog = catalog(&profiles, around)?;
    match &args.command {
        Some(ThroughputCommand::Calibrate(args)) => {
            calibrate::run(args, &catalog, profiles.today.unwrap_or(around.today))
        }
        None => super::throughput::run(args, &catalog, &style(&args.output, around)),
    }
}

fn bytes(text: Vec<u8>) -> Outcome {
    Outcome::answer(String::from_utf8_lossy(&text).into_owned())
}
