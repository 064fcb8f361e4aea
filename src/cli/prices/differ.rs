//! `prices diff FILE`.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::super::args::{CompareArgs, Format};
use super::super::around::{Outcome, Surroundings};
use super::super::declared::{profiles_over, question};
use super::super::hinted::hinted;
use super::super::own_profiles::{catalog, complain};
use super::super::prices_args::{BookArgs, DiffPrices, FailOn};
use super::super::resolve::scenario;
use super::diffed::{DiffedPrices, Question};
use super::said;
use super::write_over::with_changes;
use crate::answer::evaluate;
use crate::check::config::{self, Config};
use crate::check::judge::tool;
use crate::date::Date;
use crate::prices::compare::{Comparison, compare};
use crate::prices::disagreement::disagreements;
use crate::prices::update::{Stamp, update};
use crate::profile::catalog::Catalog;
use crate::render::json;
use crate::report::{OptionReport, Report};
use crate::scenario::Scenario;

/// Compares, asks, and says whether a job should fail.
pub fn diff(args: &DiffPrices, around: &Surroundings) -> Result<Outcome> {
    let today = args.compare.profiles.today.unwrap_or(around.today);
    let named = args.book.read(today)?;
    let config = declared(args)?;
    let typed = &args.compare.profiles;
    let old = match &config {
        Some(config) => catalog(&profiles_over(config, typed), around)?,
        None => catalog(typed, around)?,
    };
    let comparison = compare(&named.book, &old, today);
    let read = |file: &PathBuf| BookArgs::of(file.clone()).read(today);
    let beside = args.beside.as_ref().map(read).transpose()?;
    let disagree = beside.as_ref().map(|other| disagreements([&named.book, &other.book], &old));
    let stamp = Stamp { as_of: named.as_of, source: named.source.clone() };
    let done = update(&named.book, &old, &comparison, &stamp)
        .map_err(|problem| anyhow::anyhow!(problem.to_string()))?;
    let asks = config.is_some() || has_demand(&args.compare);
    if args.fail_on == Some(FailOn::Verdict) && !asks {
        return Err(hinted(
            "no question is given",
            "say `--volume 5M/day`, or `--config breakeven.toml`",
        ));
    }
    let mut questions = Vec::new();
    if asks {
        let new = with_changes(&old, &done.files)?;
        questions = ask(args, config.as_ref(), [&old, &new], &comparison, today)?;
    }
    let changed = match args.fail_on {
        None => false,
        Some(FailOn::Change) => !comparison.changed.is_empty(),
        Some(FailOn::Verdict) => questions.iter().any(|asked| asked.before != asked.after),
    };
    let diff = DiffedPrices {
        schema_version: 1,
        tool: tool(),
        database: named.source,
        as_of: named.as_of,
        records: named.book.records,
        importable: named.book.listings.len(),
        comparison,
        beside: beside.map(|other| other.source),
        disagree: disagree.unwrap_or_default(),
        questions,
        all: args.compare.choice.all,
    };
    let stdout = match args.compare.output.form() {
        Format::Table => said::table(&diff),
        Format::Json => json::render(&diff),
        Format::Markdown => said::markdown(&diff),
        Format::Csv => {
            bail!("there is no csv of a difference; expected `table`, `json` or `markdown`")
        }
    };
    let (stderr, code) = (said::accounts(&named.book), u8::from(changed));
    Ok(Outcome { stdout, stderr, code, ..Outcome::default() })
}

/// The workloads of a repository, when they are asked for or nothing else is.
fn declared(args: &DiffPrices) -> Result<Option<Config>> {
    let path = match &args.compare.declared.config {
        Some(path) => path.as_path(),
        None if has_demand(&args.compare) || !Path::new(config::FILE).is_file() => return Ok(None),
        None => Path::new(config::FILE),
    };
    config::read(path, args.compare.declared.trust())
        .map(Some)
        .map_err(|problems| complain(&problems))
}

fn has_demand(args: &CompareArgs) -> bool {
    let demand = &args.demand;
    demand.volume.is_some()
        || demand.input.is_some()
        || demand.output.is_some()
        || demand.requests.is_some()
        || demand.workload.is_some()
}

fn ask(
    args: &DiffPrices,
    config: Option<&Config>,
    [old, new]: [&Catalog; 2],
    comparison: &Comparison,
    today: Date,
) -> Result<Vec<Question>> {
    let all = |catalog| -> Result<Vec<Scenario<'_>>> {
        let Some(config) = config else {
            return Ok(vec![scenario(&args.compare, catalog, today)?]);
        };
        let unknown = config.unknown_names(catalog);
        if !unknown.is_empty() {
            return Err(complain(&unknown));
        }
        let asked = |declared| question(declared, config, catalog, today);
        config.workloads.iter().map(asked).collect()
    };
    let pairs = all(old)?.into_iter().zip(all(new)?);
    let asked = pairs.map(|(before, after)| {
        let (was, is) = (evaluate(&before), evaluate(&after));
        Question {
            name: before.workload.name.to_string(),
            before: was.verdict.option.clone(),
            after: is.verdict.option.clone(),
            usd_per_month_before: monthly(&was),
            usd_per_month_after: monthly(&is),
            retiring: retiring(&is, comparison),
        }
    });
    Ok(asked.collect())
}

fn monthly(report: &Report) -> Option<f64> {
    let id = report.verdict.option.as_ref()?;
    let option = report.options.iter().find(|option| option.id == *id)?;
    option.costs.as_ref().map(|costs| costs.monthly_usd.total.rounded())
}

/// What the answer of a report names and the database says will end.
fn retiring(report: &Report, comparison: &Comparison) -> Vec<String> {
    let is_verdict = |option: &&OptionReport| Some(&option.id) == report.verdict.option.as_ref();
    let Some(verdict) = report.options.iter().find(is_verdict) else { return Vec::new() };
    let own = verdict.units.is_none().then_some(&verdict.served_by);
    let named = comparison.retiring.iter().filter(|item| {
        own.is_some_and(|own| *own == item.profile) || verdict.beside.contains(&item.profile)
    });
    named.map(|item| format!("{} retires {}", item.profile, item.day)).collect()
}
