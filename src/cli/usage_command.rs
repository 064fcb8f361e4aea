//! `breakeven usage`: logs in, a workload out.

use std::path::PathBuf;

use anyhow::{Result, anyhow};

use super::around::{Outcome, Surroundings};
use super::hinted::hinted;
use super::own_profiles::catalog;
use super::progress_line::with_progress;
use super::usage_args::{UsageArgs, UsageFormat, WORKLOAD};
use super::usage_terms::TermArgs;
use crate::api::Api;
use crate::date::Date;
use crate::figure::significant;
use crate::profile::catalog::Catalog;
use crate::render::json;
use crate::report::Warning;
use crate::usage::counts::Counts;
use crate::usage::hour_rows::rows;
use crate::usage::intake::{self, Intake};
use crate::usage::list_price::list_prices;
use crate::usage::summary::{Summary, Terms};
use crate::usage::workload_block::{Naming, block};

/// The code of the warning that machines are sized for a burst that logs speak of.
pub const BURST: &str = "burst";

/// Reads the logs and prints what they say.
///
/// # Errors
/// Files that cannot be read, or that hold no usage at all.
pub fn run(args: &UsageArgs, around: &Surroundings) -> Result<Outcome> {
    let catalog = catalog(&args.profiles, around)?;
    let today = args.profiles.today.unwrap_or(around.today);
    let (intake, summary) = read(&args.paths, &args.terms, &catalog)?;
    let naming = Naming { name: &args.name, today };
    let stdout = match args.format {
        UsageFormat::Toml => block(&intake, &summary, naming),
        UsageFormat::Json => json::render(&summary),
        UsageFormat::Csv => rows(&intake),
    };
    let stderr = match args.format {
        UsageFormat::Toml => String::new(),
        UsageFormat::Json | UsageFormat::Csv => notes(&summary),
    };
    Ok(Outcome { stdout, stderr, ..Outcome::default() })
}

/// The profiles of `--usage`.
///
/// # Errors
/// Files that cannot be read, hold no usage, or do not say in how many days it was.
pub(super) fn profiles(
    paths: &[PathBuf],
    terms: &TermArgs,
    catalog: &Catalog,
    today: Date,
) -> Result<(String, Vec<Warning>)> {
    let (intake, summary) = read(paths, terms, catalog)?;
    if summary.span_days.is_none() {
        return Err(hinted("the usage does not say in how many days it was", "say `--days DAYS`"));
    }
    if summary.totals.fresh_input_tokens.is_none() || summary.totals.output_tokens.is_none() {
        return Err(hinted(
            "the files do not state input and output tokens",
            "name exports of usage, not of costs",
        ));
    }
    Ok((block(&intake, &summary, Naming { name: WORKLOAD, today }), warnings(&summary)))
}

/// What somebody must know of the logs that an answer rests on.
fn warnings(summary: &Summary) -> Vec<Warning> {
    let warning = |message: String| Warning { code: "usage".into(), message };
    let reasons = summary.skipped.iter().map(|left| format!("{} ({})", left.rows, left.reason));
    let reasons: Vec<String> = reasons.collect();
    let skipped = (!reasons.is_empty()).then(|| {
        warning(format!(
            "rows of the logs left out: {}; `breakeven usage` says where",
            reasons.join(", ")
        ))
    });
    let said = summary.warnings.iter().cloned().map(warning);
    let burst = summary.bursts.map(|bursts| {
        let times = significant(bursts.five_minutes, 3);
        let message = format!(
            "machines are sized for the busiest five minutes of the logs, {times} x the mean; \
             `--burst 1` asks for their hours alone"
        );
        Warning { code: BURST.into(), message }
    });
    skipped.into_iter().chain(said).chain(burst).collect()
}

fn read(paths: &[PathBuf], terms: &TermArgs, catalog: &Catalog) -> Result<(Intake, Summary)> {
    let intake = with_progress(|listener| intake::read(paths, terms.map.as_ref(), listener));
    let intake = intake.map_err(|message| anyhow!(message))?;
    if intake.files.is_empty() {
        return Err(hinted(
            "no logs are there",
            "names end with .jsonl, .json, .csv, .prom, .txt, .log or .gz",
        ));
    }
    let terms = Terms { utc_offset: terms.utc_offset.unwrap_or(0.0), days: terms.days };
    let mut summary = Summary::of(&intake, terms);
    if intake.gather.sources.is_empty() {
        let why = summary.skipped.first();
        let why =
            why.map(|left| format!("{}:{}: {}", left.first_file, left.first_line, left.reason));
        return Err(hinted(
            why.unwrap_or_else(|| "no usage is there".into()),
            "`breakeven usage --help` lists what is read; `--map` names the columns of other files",
        ));
    }
    let totals = &summary.totals;
    let counts = Counts {
        fresh: totals.fresh_input_tokens,
        cached: totals.cached_read_tokens,
        written: totals.cache_write_tokens,
        output: totals.output_tokens,
        ..Counts::default()
    };
    summary.list_prices = list_prices(catalog.all::<Api>(), &counts);
    Ok((intake, summary))
}

fn notes(summary: &Summary) -> String {
    let skipped = summary.skipped.iter().map(|left| {
        let place = format!("{}:{}", left.first_file, left.first_line);
        format!("note: skipped {} x {}, first {place}\n", left.rows, left.reason)
    });
    let warnings = summary.warnings.iter().map(|warning| format!("warning: {warning}\n"));
    skipped.chain(warnings).collect()
}
