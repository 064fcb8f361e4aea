//! Runs what was asked: arguments and surroundings in, text and an exit code out.

use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::{Result, anyhow};
use clap::{CommandFactory as _, Parser as _};

use super::args::{Cli, Color, Command, CompareArgs, Format, OutputArgs, ProfileArgs, SolveArgs};
use super::complaint;
use super::import;
use super::resolve::scenario;
use crate::calc::evaluate::evaluate;
use crate::date::Date;
use crate::profile::catalog::Catalog;
use crate::profile::files;
use crate::profile::problem::Problem;
use crate::render::{Style, csv, json, markdown, table};
use crate::text::count;

/// What `main` reads from the outside, once.
#[derive(Clone, Debug)]
pub struct Surroundings {
    /// The clock.
    pub today: Date,
    /// `BREAKEVEN_PROFILES`: paths joined as in `PATH`.
    pub profiles: Option<OsString>,
    /// Columns of the terminal, if stdout is one.
    pub width: Option<u16>,
    /// Whether stdout takes colours.
    pub color: bool,
}

/// What `main` prints, and its exit code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Data.
    pub stdout: String,
    /// Everything else.
    pub stderr: String,
    /// 0 answered, 1 a budget check failed, 2 could not answer.
    pub code: u8,
}

impl Outcome {
    fn answer(stdout: String) -> Self {
        Self { stdout, ..Self::default() }
    }

    fn refusal(message: impl std::fmt::Display) -> Self {
        Self { stderr: format!("error: {message}\n"), code: 2, ..Self::default() }
    }
}

/// Runs the program.
pub fn run(args: impl IntoIterator<Item = OsString>, around: &Surroundings) -> Outcome {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => return complaint::outcome(&error),
    };
    let done = match &cli.command {
        None => compare(&cli.compare, around).map(Outcome::answer),
        Some(Command::Solve(args)) => solve(args, around).map(Outcome::answer),
        Some(Command::Import(args)) => import::run(args),
        Some(Command::Completions { shell }) => Ok(Outcome::answer(completions(*shell))),
    };
    done.unwrap_or_else(Outcome::refusal)
}

fn compare(args: &CompareArgs, around: &Surroundings) -> Result<String> {
    let catalog = catalog(&args.profiles, around)?;
    let scenario = scenario(args, &catalog, args.profiles.today.unwrap_or(around.today))?;
    let mut report = evaluate(&scenario);
    catalog.point_at_fields(&mut report);
    let style = style(&args.output, around);
    Ok(match args.output.format {
        Format::Table => table::render(&report, &style),
        Format::Json => json::render(&report),
        Format::Csv => csv::render(&report)?,
        Format::Markdown => markdown::render(&report),
    })
}

fn style(args: &OutputArgs, around: &Surroundings) -> Style {
    Style {
        width: args.width.or(around.width).unwrap_or(80).max(20),
        ascii: args.ascii,
        color: match args.color {
            Color::Auto => around.color,
            Color::Always => true,
            Color::Never => false,
        },
    }
}

fn solve(args: &SolveArgs, around: &Surroundings) -> Result<String> {
    let profiles = &args.compare.profiles;
    let catalog = catalog(profiles, around)?;
    let scenario = scenario(&args.compare, &catalog, profiles.today.unwrap_or(around.today))?;
    super::solve::answer(args, &scenario)
}

/// The shipped profiles with those of `BREAKEVEN_PROFILES` and then `--profiles` over them.
fn catalog(args: &ProfileArgs, around: &Surroundings) -> Result<Catalog> {
    let from_variable = around.profiles.iter().flat_map(std::env::split_paths);
    let paths: Vec<PathBuf> = from_variable
        .filter(|path| !path.as_os_str().is_empty())
        .chain(args.profiles.iter().cloned())
        .collect();
    files::read(&paths).and_then(Catalog::with).map_err(|problems| complain(&problems))
}

/// All problems at once, and how many there are when they are many.
fn complain(problems: &[Problem]) -> anyhow::Error {
    let texts: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let mut message = texts.join("\nerror: ");
    if problems.len() > 1 {
        message.push_str(&format!("\n{}", count(problems.len(), "problem")));
    }
    anyhow!(message)
}

fn completions(shell: clap_complete::Shell) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "breakeven", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}
