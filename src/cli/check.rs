//! `breakeven check` and `breakeven diff`: what was typed -> files read, judged, written.

use std::path::Path;

use anyhow::{Result, anyhow};

use super::around::{Outcome, Surroundings, drawn};
use super::check_args::{CheckArgs, DiffArgs, DiffFormat};
use super::declared::{catalog_of, question};
use super::outputs::{Protected, answer};
use super::own_profiles::complain;
use crate::check::baseline::Earlier;
use crate::check::config::{self, Trust};
use crate::check::diff::{self, DiffReport, Difference, WorkloadDiff};
use crate::check::judge::{judge, tool};
use crate::check::metric;
use crate::render::json;
use crate::scenario::Scenario;

/// Judges the checks of a repository.
///
/// # Errors
/// Everything that keeps them from being judged, and outputs that cannot be written.
pub fn check(args: &CheckArgs, around: &Surroundings) -> Result<Outcome> {
    if args.metrics {
        return Ok(Outcome::answer(metric::list()));
    }
    let trust = Trust::of(args.allow_outside);
    let config = config::read(&args.config, trust).map_err(|problems| complain(&problems))?;
    let earlier = args.baseline.as_deref().map(Earlier::read).transpose();
    let earlier = earlier.map_err(|problem| anyhow!(problem.to_string()))?;
    let today = args.profiles.today.unwrap_or(around.today);
    let catalog = catalog_of(&config, &args.profiles, around)?;
    Protected::of(args, &catalog).against(&args.output)?;
    let asked = |declared| question(declared, &config, &catalog, today);
    let scenarios = config.workloads.iter().map(asked).collect::<Result<Vec<Scenario<'_>>>>()?;
    let report = judge(&config, &scenarios, earlier.as_ref());
    let style = drawn(args.width, args.ascii, args.color, around);
    answer(args, &report, &style, around)
}

/// Compares two reports.
///
/// # Errors
/// When one of them cannot be read or is not a report.
pub fn diff(args: &DiffArgs, around: &Surroundings) -> Result<Outcome> {
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
        DiffFormat::Table => diff::text::table(&report, around.width.unwrap_or(80).max(20).into()),
        DiffFormat::Json => json::render(&report),
        DiffFormat::Markdown => diff::text::markdown(&report),
    }))
}
