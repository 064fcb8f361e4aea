//! Where the answer of a check goes: stdout, files, annotations and the summary of a step.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::around::{Outcome, Surroundings};
use super::check_args::{CheckArgs, CheckFormat, OutputFile};
use super::write;
use crate::check::output;
use crate::check::output::{csv, github, gitlab, is_quiet, junit, markdown, table};
use crate::check::verdict::CheckReport;
use crate::profile::catalog::Catalog;
use crate::render::{Style, json};

/// What an answer rests on, which no output may take the place of.
pub(super) struct Protected(Vec<(&'static str, PathBuf)>);

impl Protected {
    /// The files of a run.
    pub(super) fn of(args: &CheckArgs, catalog: &Catalog) -> Self {
        let own = catalog.documents().iter().filter(|document| !document.is_shipped());
        let profiles = own.map(|document| ("a file of profiles", PathBuf::from(&*document.path)));
        let baseline = args.baseline.iter().map(|path| ("the baseline", path.clone()));
        let config = [("the configuration", args.config.clone())];
        Self(config.into_iter().chain(baseline).chain(profiles).collect())
    }

    /// Refuses outputs that would replace one of these files, or each other.
    pub(super) fn against(&self, outputs: &[OutputFile]) -> Result<()> {
        for (index, output) in outputs.iter().enumerate() {
            let path = &output.path;
            if write::is_device(path) {
                continue;
            }
            let file = write::identity(path);
            if let Some((what, _)) = self.0.iter().find(|(_, own)| write::identity(own) == file) {
                bail!("the output `{}` would replace {what}", path.display());
            }
            let others = &outputs[..index];
            if others.iter().any(|other| write::identity(&other.path) == file) {
                bail!("two outputs go to `{}`; expected a file for each", path.display());
            }
        }
        Ok(())
    }
}

/// Renders everything before anything is written, so that a failure leaves no half of an answer.
pub(super) fn answer(
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
    for (path, text) in &files {
        write::output(path, text)?;
    }
    let mut annotations = String::new();
    if args.github {
        annotations = github::annotations(report);
        let summary = around.step_summary.as_ref().filter(|path| !path.is_empty() && !quiet);
        if let Some(path) = summary {
            write::append(Path::new(path), &markdown::render(report))?;
        }
    }
    let code = u8::from(!report.passed);
    Ok(Outcome { stdout, annotations, code, ..Outcome::default() })
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
