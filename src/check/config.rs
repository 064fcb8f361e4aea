//! `breakeven.toml`: what a repository declares, checked.

use std::path::{Path, PathBuf};

use super::decision::Decision;
use super::metric::Metric;
use super::notable::Threshold;
use super::since::Since;
use crate::profile::called::Unknown;
use crate::profile::catalog::Catalog;
use crate::profile::document::Document;
use crate::profile::files::read_text;
use crate::profile::node::{Place, Table, Value, find};
use crate::profile::problem::Problem;
use crate::profile::record::Fields;
use crate::source::Text;
use crate::text::{did_you_mean, printable};

mod bounds;
mod inside;
mod reader;
mod wanted;

pub use inside::Trust;
use reader::Reader;

/// Where it is looked for.
pub const FILE: &str = "breakeven.toml";

/// What a repository declares.
#[derive(Clone, Debug)]
pub struct Config {
    /// The file.
    pub document: Document,
    /// Profiles of its own, from its folder.
    pub profiles: Vec<PathBuf>,
    /// Its workloads, in file order.
    pub workloads: Vec<Declared>,
    /// Its checks, in file order.
    pub checks: Vec<Check>,
    /// Which changes are worth a comment.
    pub comment: Threshold,
}

/// A workload and the assumptions it is answered under.
#[derive(Clone, Debug)]
pub struct Declared {
    /// Its name.
    pub name: Text,
    /// Where it starts.
    pub place: Place,
    table: Table,
}

impl Declared {
    /// What is said of it, held against [`WORKLOAD`].
    pub fn fields(&self) -> Fields<'_> {
        Fields(&self.table)
    }
}

/// A limit that an answer must keep.
#[derive(Clone, Debug)]
pub struct Check {
    /// Its name.
    pub name: Text,
    /// The workload; `None` for all of them together.
    pub workload: Option<Text>,
    /// What is wanted.
    pub wanted: Wanted,
    /// Whether a failure is only a warning.
    pub warns: bool,
    /// The share of draws in which it must hold.
    pub confidence: Option<f64>,
}

/// A limit and the line on which it stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limit<T> {
    /// The value.
    pub value: T,
    /// The line, from 1.
    pub line: u32,
}

/// What a check wants.
#[derive(Clone, Debug)]
pub enum Wanted {
    /// A number within limits.
    Limits {
        /// The number.
        metric: Metric,
        /// The most.
        max: Option<Limit<f64>>,
        /// The least.
        min: Option<Limit<f64>>,
        /// How it may move.
        since: Vec<Since>,
    },
    /// A kind of verdict, or `unchanged`.
    Verdict {
        /// The word.
        kind: Limit<Text>,
        /// When and why that was decided.
        decision: Decision,
    },
}

/// Reads the file for its checks.
///
/// # Errors
/// Everything that is wrong with it; also that it has no check.
pub fn read(path: &Path, trust: Trust) -> Result<Config, Vec<Problem>> {
    let config = declared(path, trust)?;
    if config.checks.is_empty() {
        let problem = Problem::of_file(&config.document.path, "no checks are defined")
            .hint("add a table like `[check.budget]` with `metric` and `max`");
        return Err(vec![problem]);
    }
    Ok(config)
}

/// Reads the file for what it declares.
///
/// # Errors
/// Everything that is wrong with it.
pub fn declared(path: &Path, trust: Trust) -> Result<Config, Vec<Problem>> {
    let text = read_text(path).map_err(|problem| {
        let hint = format!("write one, or name it with `--config PATH`; without it, {FILE} here");
        vec![if path == Path::new(FILE) { problem.hint(hint) } else { problem }]
    })?;
    let folder = path.parent().unwrap_or(Path::new(""));
    inside::of_config(path, folder, trust).map_err(|problem| vec![problem])?;
    let config = parsed(path.display().to_string(), text, folder)?;
    let outside = inside::of_profiles(&config.document, &config.profiles, folder, trust);
    if outside.is_empty() { Ok(config) } else { Err(outside) }
}

/// What the text of such a file declares; paths in it are from `folder`. Nothing else is read.
///
/// # Errors
/// Everything that is wrong with it.
pub fn parsed(path: String, text: String, folder: &Path) -> Result<Config, Vec<Problem>> {
    let document = Document::parse(path, text)?;
    Reader::new(&document).read(folder)
}

impl Config {
    /// Every name of a profile that no profile has.
    pub fn unknown_names(&self, catalog: &Catalog) -> Vec<Problem> {
        let mut problems = Vec::new();
        for declared in &self.workloads {
            for key in NAMES {
                let Some(entry) = find(&declared.table, key) else { continue };
                let items = match &entry.node.value {
                    Value::List(items) => items,
                    _ => std::slice::from_ref(&entry.node),
                };
                for item in items {
                    let Value::Text(name) = &item.value else { continue };
                    if let Some(Unknown { message, hint }) = unknown(catalog, key, name) {
                        let problem = Problem::at(&self.document, item.place, message);
                        problems.push(problem.maybe_hint(hint));
                    }
                }
            }
        }
        problems
    }
}

/// The keys of a workload whose values are names.
const NAMES: [&str; 10] = [
    "workload",
    "load",
    "api",
    "baseline",
    "subscription",
    "hardware",
    "model",
    "quantization",
    "engine",
    "features",
];

/// What is wrong with a name under one of those keys.
fn unknown(catalog: &Catalog, key: &str, name: &str) -> Option<Unknown> {
    let called = |kind, what| catalog.called(kind, what, name).err();
    let among = |what: &str, mut names: Vec<&str>| {
        let message = format!("no {what} is called `{}`", printable(name));
        names.dedup();
        let hint = did_you_mean(name, names.iter().copied());
        (!names.contains(&name)).then_some(Unknown { message, hint })
    };
    match key {
        "workload" => called("workload", "workload profile"),
        "api" | "baseline" => called("api", "API"),
        "subscription" => called("subscription", "subscription"),
        "hardware" => called("hardware", "hardware"),
        "model" => called("model", "model"),
        "load" => among("load", catalog.load_names().collect()),
        "quantization" => among("quantization", catalog.quantizations().collect()),
        "engine" => among("engine", catalog.engines().collect()),
        _ => among("feature", catalog.records_of("feature").map(|r| &*r.name).collect()),
    }
}
