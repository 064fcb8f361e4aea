//! Runs what was asked: arguments and surroundings in, text and an exit code out.

use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::{Result, anyhow, bail};

use super::args::{Color, Command, CompareArgs, Format, OutputArgs, ProfileArgs, SolveArgs};
use super::declared::completed;
use super::parse::parse;
use super::resolve::scenario;
use super::sweep_args::Sweep;
use super::throughput_args::{ThroughputArgs, ThroughputCommand};
use super::{
    chart_args, check, complaint, import, init, page_command, prices, profiles, shell, together,
    usage_command,
};
use crate::answer::report;
use crate::calc::verdict::evaluation::with_evaluation;
use crate::date::Date;
use crate::profile::catalog::Catalog;
use crate::profile::document::Document;
use crate::profile::problem::Problem;
use crate::profile::record::Record;
use crate::profile::{doctor, files};
use crate::render::{Style, csv, json, markdown, table};
use crate::report::{Report, Warning};
use crate::text::runner::disarmed;
use crate::text::{count, lines};

/// What `main` reads from the outside, once.
#[derive(Clone, Debug)]
pub struct Surroundings {
    /// The clock.
    pub today: Date,
    /// `BREAKEVEN_PROFILES`: paths joined as in `PATH`.
    pub profiles: Option<OsString>,
    /// Columns of the terminal, if stdout is one.
    pub width: Option<u16>,
    /// Rows of the terminal, if stdout is one.
    pub height: Option<u16>,
    /// Whether stdout takes colours.
    pub color: bool,
    /// `GITHUB_STEP_SUMMARY`: the file that GitHub shows after a step.
    pub step_summary: Option<OsString>,
}

/// What `main` prints, and its exit code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Data.
    pub stdout: String,
    /// Everything else.
    pub stderr: String,
    /// Commands for the runner of GitHub, printed to stderr after the rest.
    pub annotations: String,
    /// 0 answered, 1 a budget check failed, 2 could not answer.
    pub code: u8,
}

impl Outcome {
    /// An answer with nothing to add.
    pub(super) fn answer(stdout: String) -> Self {
        Self { stdout, ..Self::default() }
    }

    fn refusal(message: impl std::fmt::Display) -> Self {
        Self { stderr: format!("error: {message}\n"), code: 2, ..Self::default() }
    }

    /// The same without a line that a CI service would obey or that fills a screen; the
    /// annotations are meant to be obeyed, and `data` is for another program.
    fn guarded(mut self, data: bool) -> Self {
        if !data {
            self.stdout = disarmed(&self.stdout).into_owned();
        }
        self.stderr = disarmed(&lines(&self.stderr)).into_owned();
        self
    }
}

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
    report.warnings.extend(doubts(&catalog, &report, scenario.today));
    report.warnings.extend(super::doubts::doubts(args));
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

/// What is hardly true in the user's own profiles that the answer rests on.
pub(super) fn doubts(catalog: &Catalog, report: &Report, today: Date) -> Vec<Warning> {
    let used = |record: &Record| {
        let name = format!("{} {}", record.kind, record.name);
        report.sources.iter().any(|source| source.profile == name)
    };
    let own = doctor::examine_own(catalog, today, used);
    own.into_iter()
        .map(|problem| Warning { code: "implausible".into(), message: problem.in_one_line() })
        .collect()
}

fn style(args: &OutputArgs, around: &Surroundings) -> Style {
    Style {
        full: args.is_full(),
        top: args.top,
        ..drawn(args.width, args.ascii, args.color, around)
    }
}

/// How tables are drawn.
pub(super) fn drawn(width: Option<u16>, ascii: bool, color: Color, around: &Surroundings) -> Style {
    Style {
        width: width.or(around.width).unwrap_or(80).max(20),
        ascii,
        color: match color {
            Color::Auto => around.color,
            Color::Always => true,
            Color::Never => false,
        },
        full: true,
        top: None,
    }
}

fn solve(args: &SolveArgs, around: &Surroundings) -> Result<Outcome> {
    let mut compare = completed(&args.compare)?;
    if compare.charts.is_asked() {
        bail!("`solve` has no chart\nhint: `--chart` goes with the question itself");
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
    let today = profiles.today.unwrap_or(around.today);
    super::throughput::run(args, &catalog, &style(&args.output, around), today)
}

/// The profiles of a question: those of its logs are over all others, with what is to be said of them.
pub(super) fn asked(
    args: &mut CompareArgs,
    around: &Surroundings,
) -> Result<(Catalog, Vec<Warning>)> {
    let found = catalog(&args.profiles, around)?;
    if args.demand.usage.is_empty() {
        return Ok((found, Vec::new()));
    }
    args.demand.workload = Some(usage_command::WORKLOAD.into());
    let today = args.profiles.today.unwrap_or(around.today);
    let demand = &args.demand;
    let (text, mut said) = usage_command::profiles(&demand.usage, &demand.terms, &found, today)?;
    said.retain(|warning| args.require.burst.is_none() || warning.code != usage_command::BURST);
    let document = Document::parse("<usage>".into(), text);
    let document = document.map_err(|problems| complain(&problems))?;
    Ok((catalog_with(&args.profiles, vec![document], around)?, said))
}

/// The shipped profiles with those of `BREAKEVEN_PROFILES` and then `--profiles` over them.
pub(super) fn catalog(args: &ProfileArgs, around: &Surroundings) -> Result<Catalog> {
    catalog_with(args, Vec::new(), around)
}

fn catalog_with(
    args: &ProfileArgs,
    mut more: Vec<Document>,
    around: &Surroundings,
) -> Result<Catalog> {
    let own = files::read(&paths(args, around)).map(|mut own| {
        own.append(&mut more);
        own
    });
    let catalog = own.and_then(if args.no_builtin { Catalog::of } else { Catalog::with });
    let catalog = catalog.map_err(|problems| complain(&problems))?;
    if catalog.documents().is_empty() {
        bail!("`--no-builtin` leaves no profile\nhint: name yours with `--profiles PATH`");
    }
    Ok(catalog)
}

/// Where the user's own profiles are, in the order in which they are read.
pub(super) fn paths(args: &ProfileArgs, around: &Surroundings) -> Vec<PathBuf> {
    let from_variable = around.profiles.iter().flat_map(std::env::split_paths);
    from_variable
        .filter(|path| !path.as_os_str().is_empty())
        .chain(args.profiles.iter().cloned())
        .collect()
}

/// The most problems that are shown: more would scroll the first, which often causes the others,
/// out of sight.
const MOST_PROBLEMS: usize = 20;

/// All problems at once, and how many there are when they are many.
pub(super) fn complain(problems: &[Problem]) -> anyhow::Error {
    let texts: Vec<String> = problems.iter().take(MOST_PROBLEMS).map(ToString::to_string).collect();
    let mut message = texts.join("\nerror: ");
    if problems.len() > MOST_PROBLEMS {
        let total = count(problems.len(), "problem");
        message.push_str(&format!("\n{total}; the first {MOST_PROBLEMS} are shown"));
    } else if problems.len() > 1 {
        message.push_str(&format!("\n{}", count(problems.len(), "problem")));
    }
    anyhow!(message)
}

fn bytes(text: Vec<u8>) -> Outcome {
    Outcome::answer(String::from_utf8_lossy(&text).into_owned())
}
