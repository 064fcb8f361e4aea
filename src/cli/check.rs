//! `breakeven check` and `breakeven diff`: what was typed -> files read, judged, written.

use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow, bail};
use clap::ValueEnum;

use super::args::{ChoiceArgs, CompareArgs, DemandArgs, MoneyArgs, ProfileArgs};
use super::check_args::{CheckArgs, CheckFormat, DiffArgs, DiffFormat, OutputFile};
use super::require::{RentArgs, RequireArgs};
use super::resolve::scenario;
use super::run::{Outcome, Surroundings, catalog, complain, drawn};
use super::write;
use crate::check::baseline::Earlier;
use crate::check::config::{self, Config, Declared};
use crate::check::diff::{self, DiffReport, Difference, WorkloadDiff};
use crate::check::judge::{judge, tool};
use crate::check::output::{csv, github, gitlab, is_quiet, junit, markdown, table};
use crate::check::verdict::CheckReport;
use crate::check::{metric, output};
use crate::profile::catalog::Catalog;
use crate::profile::problem::Problem;
use crate::profile::record::Fields;
use crate::rate;
use crate::render::{Style, json};
use crate::requirement::Requirement;
use crate::scenario::Scenario;
use crate::source::Text;
use crate::tier::Tier;

/// Judges the checks of a repository.
///
/// # Errors
/// Everything that keeps them from being judged, and outputs that cannot be written.
pub fn check(args: &CheckArgs, around: &Surroundings) -> Result<Outcome> {
    if args.metrics {
        return Ok(Outcome::answer(metric::list()));
    }
    let config = config::read(&args.config).map_err(|problems| complain(&problems))?;
    let earlier = args.baseline.as_deref().map(Earlier::read).transpose();
    let earlier = earlier.map_err(|problem| anyhow!(problem.to_string()))?;
    let mut profiles = config.profiles.clone();
    profiles.extend(args.profiles.profiles.iter().cloned());
    let today = args.profiles.today.unwrap_or(around.today);
    let catalog = catalog(&ProfileArgs { profiles, ..args.profiles.clone() }, around)?;
    let unknown = config.unknown_names(&catalog);
    if !unknown.is_empty() {
        return Err(complain(&unknown));
    }
    let asked = |declared| question(declared, &config, &catalog, today);
    let scenarios = config.workloads.iter().map(asked).collect::<Result<Vec<Scenario<'_>>>>()?;
    let report = judge(&config, &scenarios, earlier.as_ref());
    let style = drawn(args.width, args.ascii, args.color, around);
    answer(args, &report, &style, around)
}

fn question<'c>(
    declared: &Declared,
    config: &Config,
    catalog: &'c Catalog,
    today: crate::date::Date,
) -> Result<Scenario<'c>> {
    let mut scenario = scenario(&typed(declared), catalog, today).map_err(|error| {
        let text = error.to_string();
        let (message, hint) = text.split_once("\nhint: ").map_or((&*text, None), |(message, _)| {
            // Its hint speaks of flags.
            let hint = "give `volume`, `input` and `output`, or `requests`";
            (message, message.contains("no demand").then(|| hint.to_string()))
        });
        let message = format!("`[workload.{}]`: {message}", declared.name);
        let problem = Problem::at(&config.document, declared.place, message).maybe_hint(hint);
        anyhow!(problem.to_string())
    })?;
    scenario.workload.name = declared.name.clone();
    Ok(scenario)
}

/// A declared workload as flags.
fn typed(declared: &Declared) -> CompareArgs {
    let fields = declared.fields();
    let words = |key| -> Vec<String> {
        fields.words(key).unwrap_or_default().iter().map(ToString::to_string).collect()
    };
    let text = |key| fields.text(key).map(Text::into_owned);
    let parsed = |key| fields.text(key);
    let share = |key| fields.number(key).map(|percent| percent / 100.0);
    let whole = |key| fields.number(key).map(|number| number as u32);
    CompareArgs {
        demand: DemandArgs {
            volume: parsed("volume").and_then(|text| rate::tokens_per_day(&text).ok()),
            mix: parsed("mix").and_then(|text| rate::input_share(&text).ok()),
            cached: share("cached_percent"),
            input: parsed("input").and_then(|text| rate::tokens_per_day(&text).ok()),
            output: parsed("output").and_then(|text| rate::tokens_per_day(&text).ok()),
            requests: parsed("requests").and_then(|text| rate::per_day(&text).ok()),
            workload: text("workload"),
            request: parsed("request").and_then(|text| rate::request(&text).ok()),
            load: text("load"),
            peak: fields.number("peak_factor"),
            batch: share("batch_percent"),
            growth: share("growth_percent_per_year"),
        },
        choice: ChoiceArgs {
            api: words("api"),
            hardware: words("hardware"),
            model: words("model"),
            quantization: words("quantization"),
            engine: words("engine"),
            machines: whole("machines"),
            owned: fields.flag("owned"),
            baseline: text("baseline"),
            tier: fields.text("tier").and_then(|word| Tier::from_word(&word)),
            min_speed: fields.number("min_tokens_per_second"),
            all: false,
        },
        money: MoneyArgs {
            electricity: fields.number("electricity_usd_per_kwh"),
            horizon: whole("horizon_months"),
            headroom: share("headroom_percent"),
            ops_hours: fields.number("ops_hours_per_month"),
            ops_rate: fields.number("ops_usd_per_hour"),
            pue: fields.number("pue"),
            resale: share("resale_percent"),
            overhead: share("rent_overhead_percent"),
            api_price_trend: share("api_price_trend_percent_per_year"),
            api_price_floor: share("api_price_floor_percent"),
            discount: share("discount_percent_per_year"),
        },
        require: RequireArgs {
            require: words("require").iter().filter_map(|w| Requirement::from_word(w)).collect(),
            needs: words("needs"),
            context: fields.number("context_tokens"),
            max_wait: fields.number("max_wait_seconds"),
            burst: fields.number("burst"),
            hard: share("hard_percent"),
            hard_length: fields.number("hard_length"),
            routing: word(fields, "routing"),
            router_usd_per_1k: fields.number("router_usd_per_1k"),
        },
        rent: RentArgs {
            rent_price: word(fields, "rent_price"),
            rent_mode: word(fields, "rent_mode"),
            rent_min: fields.number("rent_min_machines"),
            rent_start: fields.number("rent_start_minutes"),
        },
        ..CompareArgs::default()
    }
}

/// A word as the flag of the same name takes it.
fn word<T: ValueEnum>(fields: Fields<'_>, key: &str) -> Option<T> {
    T::from_str(&fields.text(key)?, false).ok()
}

/// Renders everything before anything is written, so that a failure leaves no half of an answer.
fn answer(
    args: &CheckArgs,
    report: &CheckReport,
    style: &Style,
    around: &Surroundings,
) -> Result<Outcome> {
    let quiet = args.only_changes && is_quiet(report);
    let files = args.output.iter().map(|file| Ok((&file.path, rendered(file, report, quiet)?)));
    let files: Vec<(&PathBuf, String)> = files.collect::<Result<_>>()?;
    let stdout = match args.format {
        _ if quiet => String::new(),
        CheckFormat::Table => table::render(report, style),
        CheckFormat::Json => json::render(report),
        CheckFormat::Csv => csv::render(report)?,
        CheckFormat::Markdown => markdown::render(report),
    };
    for (index, (path, text)) in files.iter().enumerate() {
        if files[..index].iter().any(|(other, _)| other == path) {
            bail!("two outputs go to `{}`; expected a file for each", path.display());
        }
        write::atomically(path, text)?;
    }
    let mut stderr = String::new();
    if args.github {
        stderr = github::annotations(report);
        let summary = around.step_summary.as_ref().filter(|path| !path.is_empty() && !quiet);
        if let Some(path) = summary {
            write::append(Path::new(path), &markdown::render(report))?;
        }
    }
    Ok(Outcome { stdout, stderr, code: u8::from(!report.passed) })
}

fn rendered(file: &OutputFile, report: &CheckReport, quiet: bool) -> Result<String> {
    Ok(match file.format {
        output::Format::Json => json::render(report),
        output::Format::Csv => csv::render(report)?,
        // An empty file: there is nothing to comment on.
        output::Format::Markdown if quiet => String::new(),
        output::Format::Markdown => markdown::render(report),
        output::Format::Junit => junit::render(report),
        output::Format::Gitlab => gitlab::render(report),
    })
}

/// Compares two reports.
///
/// # Errors
/// When one of them cannot be read or is not a report.
pub fn diff(args: &DiffArgs) -> Result<Outcome> {
    let read = |path: &Path| Earlier::read(path).map_err(|problem| anyhow!(problem.to_string()));
    let (old, new) = (read(&args.old)?, read(&args.new)?);
    let alone = old.answers.len() == 1 && new.answers.len() == 1 && !(old.named && new.named);
    let mut workloads = Vec::new();
    let mut added = Vec::new();
    for (name, now) in &new.answers {
        let same = old.answers.iter().find(|(other, _)| other == name);
        let before = same.or_else(|| old.answers.first().filter(|_| alone));
        let Some((_, before)) = before else {
            added.push(name.clone());
            continue;
        };
        let diff = Difference::between(before, now);
        workloads.push(WorkloadDiff {
            workload: name.clone(),
            changed: diff.is_change(),
            headline: diff::text::headline(&diff),
            diff,
        });
    }
    let known = |name: &String| alone || new.answers.iter().any(|(other, _)| other == name);
    let removed: Vec<String> =
        old.answers.iter().map(|(name, _)| name.clone()).filter(|name| !known(name)).collect();
    let report = DiffReport {
        schema_version: diff::SCHEMA_VERSION,
        tool: tool(),
        old: old.file,
        new: new.file,
        changed: workloads.iter().any(|w| w.changed) || !added.is_empty() || !removed.is_empty(),
        workloads,
        added,
        removed,
    };
    Ok(Outcome::answer(match args.format {
        DiffFormat::Table => diff::text::table(&report),
        DiffFormat::Json => json::render(&report),
        DiffFormat::Markdown => diff::text::markdown(&report),
    }))
}
