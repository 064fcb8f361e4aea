//! What a repository declares: workloads, and checks of their answers.

use std::path::PathBuf;

use crate::check::bound::Limit;
use crate::check::decision::Decision;
use crate::check::metric::Metric;
use crate::check::notable::Threshold;
use crate::check::since::Since;
use crate::date::Date;
use crate::profile::called::Unknown;
use crate::profile::catalog::Catalog;
use crate::profile::document::Document;
use crate::profile::node::{Place, Table, Value, find};
use crate::profile::problem::Problem;
use crate::profile::record::Fields;
use crate::source::Text;
use crate::text::{did_you_mean, printable};

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
    pub(super) table: Table,
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
        /// Where its day stands.
        dated: Option<Place>,
    },
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

    /// Every decision that is dated after the day that is asked about.
    pub fn not_yet_decided(&self, today: Date) -> Vec<Problem> {
        let late = |check: &Check| {
            let Wanted::Verdict { decision, dated, .. } = &check.wanted else { return None };
            let (day, place) = (decision.as_of.filter(|day| *day > today)?, (*dated)?);
            let message = format!(
                "`[check.{}]` was decided on {day}, a day after today, {today}",
                printable(&check.name)
            );
            let hint =
                format!("expected a day until {today}; `--today DATE` asks about another day");
            Some(Problem::at(&self.document, place, message).hint(hint))
        };
        self.checks.iter().filter_map(late).collect()
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
