//! From a tree of TOML to what is declared.

use std::path::Path;

use super::{Check, Config, Declared, Limit, Wanted};
use crate::check::fields::{CHECK, PROFILES, ROOT, WORKLOAD, check_keys};
use crate::check::metric::{Metric, paths};
use crate::profile::check::{check, name_problem};
use crate::profile::document::Document;
use crate::profile::node::{Entry, Place, Table, Value, find};
use crate::profile::problem::Problem;
use crate::profile::record::Fields;
use crate::rate;
use crate::source::Text;
use crate::text::{did_you_mean, one_of, printable};

/// Whether a text is in the form that a flag of the same name takes.
type Form = fn(&str) -> Result<(), String>;

/// Collects what is declared and everything that is wrong with it.
pub(super) struct Reader<'a> {
    document: &'a Document,
    problems: Vec<Problem>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        Self { document, problems: Vec::new() }
    }

    pub(super) fn read(mut self, folder: &Path) -> Result<Config, Vec<Problem>> {
        let mut root = Vec::new();
        let (mut workloads, mut checks) = (Vec::new(), Vec::new());
        for entry in self.document.table.iter() {
            match &*entry.key {
                "workload" => workloads = self.tables(entry),
                "check" => checks = self.tables(entry),
                key if ROOT.iter().any(|field| field.key == key) => root.push(entry.clone()),
                _ => self.unknown(entry),
            }
        }
        let start = Place { line: 1, column: 1, offset: 0, length: 0 };
        self.problems.extend(check(self.document, "the file", start, &root, ROOT));
        let workloads: Vec<Declared> =
            workloads.into_iter().map(|(entry, table)| self.workload(entry, table)).collect();
        let checks: Vec<Check> = checks
            .into_iter()
            .filter_map(|(entry, table)| self.check(entry, table, &workloads))
            .collect();
        if self.problems.is_empty() && checks.is_empty() {
            self.problems.push(
                Problem::of_file(printable(&self.document.path), "no checks are defined")
                    .hint("add a table like `[check.budget]` with `metric` and `max`"),
            );
        }
        if !self.problems.is_empty() {
            return Err(self.problems);
        }
        let profiles = Fields(&root).words(&PROFILES).unwrap_or_default();
        let profiles = profiles.iter().map(|path| folder.join(&**path)).collect();
        Ok(Config { document: self.document.clone(), profiles, workloads, checks })
    }

    fn unknown(&mut self, entry: &Entry) {
        let known = ["workload", "check", "profiles"];
        let hint = did_you_mean(&entry.key, known)
            .unwrap_or_else(|| format!("expected {}", one_of(known)));
        let message = format!("unknown key `{}`", printable(&entry.key));
        self.problems.push(Problem::at(self.document, entry.place, message).hint(hint));
    }

    /// The named tables of a section.
    fn tables<'e>(&mut self, section: &'e Entry) -> Vec<(&'e Entry, &'e Table)> {
        let Value::Table(named) = &section.node.value else {
            let found = section.node.value.name();
            let message = format!("`{0}` is {found}; expected tables `[{0}.NAME]`", section.key);
            self.problems.push(Problem::at(self.document, section.place, message));
            return Vec::new();
        };
        let mut tables = Vec::new();
        for entry in named.iter() {
            let problem = name_problem(&entry.key).map(|why| {
                format!("the name of the {} `{}` {why}", section.key, printable(&entry.key))
            });
            match (&entry.node.value, problem) {
                (_, Some(message)) => {
                    self.problems.push(Problem::at(self.document, entry.place, message));
                }
                (Value::Table(table), None) => tables.push((entry, table)),
                (value, None) => {
                    let message = format!(
                        "`{0}` is {1}; expected a table `[{2}.{0}]`",
                        entry.key,
                        value.name(),
                        section.key
                    );
                    self.problems.push(Problem::at(self.document, entry.place, message));
                }
            }
        }
        tables
    }

    fn workload(&mut self, entry: &Entry, table: &Table) -> Declared {
        let heading = format!("`[workload.{}]`", entry.key);
        let found = check(self.document, &heading, entry.place, table, WORKLOAD);
        self.problems.extend(found);
        let forms: [(&str, Form); 6] = [
            ("volume", |text| rate::per_day(text).map(drop)),
            ("input", |text| rate::per_day(text).map(drop)),
            ("output", |text| rate::per_day(text).map(drop)),
            ("requests", |text| rate::per_day(text).map(drop)),
            ("mix", |text| rate::input_share(text).map(drop)),
            ("request", |text| rate::request(text).map(drop)),
        ];
        for (key, parse) in forms {
            let Some(field) = find(table, key) else { continue };
            let Value::Text(text) = &field.node.value else { continue };
            if let Err(why) = parse(text) {
                let message = format!("`{key}` is `{}`: {why}", printable(text));
                self.problems.push(Problem::at(self.document, field.node.place, message));
            }
        }
        self.demand(&heading, entry, table);
        Declared { name: entry.key.text(), place: entry.place, table: table.clone() }
    }

    /// The same rules between keys as between flags.
    fn demand(&mut self, heading: &str, entry: &Entry, table: &Table) {
        let has = |key| find(table, key);
        let apart = [
            ("volume", "input"),
            ("volume", "output"),
            ("volume", "requests"),
            ("requests", "input"),
            ("requests", "output"),
            ("mix", "input"),
            ("load", "peak_factor"),
        ];
        for (one, other) in apart {
            if let (Some(_), Some(second)) = (has(one), has(other)) {
                let message = format!("{heading} has both `{one}` and `{other}`; expected one");
                self.problems.push(Problem::at(self.document, second.place, message));
            }
        }
        let together = [
            ("input", "output"),
            ("output", "input"),
            ("owned", "hardware"),
            ("hard_length", "hard_percent"),
            ("routing", "hard_percent"),
            ("router_usd_per_1k", "hard_percent"),
        ];
        for (one, other) in together {
            if has(one).is_some() && has(other).is_none() {
                let message = format!("{heading} has `{one}` without `{other}`; expected both");
                self.problems.push(Problem::at(self.document, entry.place, message));
            }
        }
    }

    fn check(&mut self, entry: &Entry, table: &Table, workloads: &[Declared]) -> Option<Check> {
        let before = self.problems.len();
        let heading = format!("`[check.{}]`", entry.key);
        let found = check(self.document, &heading, entry.place, table, CHECK);
        self.problems.extend(found);
        let fields = Fields(table);
        let workload = self.workload_of(&heading, entry, table, workloads);
        let wanted = self.wanted(&heading, entry, table);
        let confidence = find(table, "confidence");
        let against_baseline = match &wanted {
            Some(Wanted::Limits { metric, increase, .. }) => {
                increase.is_some() || !matches!(metric, Metric::OfOption(..))
            }
            Some(Wanted::Verdict(limit)) => limit.value == "unchanged",
            None => false,
        };
        if let Some(confidence) = confidence.filter(|_| against_baseline) {
            let message =
                format!("{heading} has a confidence, but what it checks does not depend on draws");
            self.problems.push(Problem::at(self.document, confidence.place, message));
        }
        if self.problems.len() > before {
            return None;
        }
        Some(Check {
            name: entry.key.text(),
            workload: workload?,
            wanted: wanted?,
            warns: fields.text(&check_keys::SEVERITY).is_some_and(|word| word == "warn"),
            confidence: fields.number(&check_keys::CONFIDENCE),
        })
    }

    fn workload_of(
        &mut self,
        heading: &str,
        entry: &Entry,
        table: &Table,
        workloads: &[Declared],
    ) -> Option<Text> {
        let names = || workloads.iter().map(|workload| &*workload.name);
        let problem = match (find(table, "workload"), workloads) {
            (None, [only]) => return Some(only.name.clone()),
            (None, []) => {
                Problem::at(self.document, entry.place, format!("{heading} has no workload"))
                    .hint("add a table like `[workload.chat]` with `volume = \"5M/day\"`")
            }
            (None, _) => {
                let message = format!("{heading} does not say which workload it is about");
                Problem::at(self.document, entry.place, message)
                    .hint(format!("add a line `workload = …` with {}", one_of(names())))
            }
            (Some(named), _) => {
                let Value::Text(name) = &named.node.value else { return None };
                if names().any(|known| *known == **name) {
                    return Some(name.text());
                }
                let message = format!("no workload is called `{}` here", printable(name));
                let hint = did_you_mean(name, names())
                    .or_else(|| Some(format!("expected {}", one_of(names()))));
                Problem::at(self.document, named.node.place, message).maybe_hint(hint)
            }
        };
        self.problems.push(problem);
        None
    }

    fn wanted(&mut self, heading: &str, entry: &Entry, table: &Table) -> Option<Wanted> {
        let limit = |key| {
            let found = find(table, key)?;
            let Value::Number(value) = found.node.value else { return None };
            Some(Limit { value, line: found.place.line })
        };
        let (max, min) = (limit("max"), limit("min"));
        let increase = limit("max_increase_percent");
        let limits = ["max", "min", "max_increase_percent"];
        let numbers = limits.into_iter().any(|key| find(table, key).is_some());
        let mut complain = |place, message: String| {
            self.problems.push(Problem::at(self.document, place, message));
            None
        };
        match (find(table, "metric"), find(table, "verdict")) {
            (Some(_), Some(verdict)) => complain(
                verdict.place,
                format!("{heading} has both `metric` and `verdict`; expected one of them"),
            ),
            (None, None) => complain(
                entry.place,
                format!("{heading} has neither `metric` nor `verdict`; expected one of them"),
            ),
            (None, Some(verdict)) if numbers => {
                complain(verdict.place, format!("{heading} has a `verdict` and a number as limit"))
            }
            (None, Some(verdict)) => match &verdict.node.value {
                Value::Text(word) => {
                    Some(Wanted::Verdict(Limit { value: word.text(), line: verdict.place.line }))
                }
                _ => None,
            },
            (Some(metric), None) if !numbers => complain(
                metric.place,
                format!("{heading} has no limit; expected `max`, `min` or `max_increase_percent`"),
            ),
            (Some(metric), None) => {
                if let (Some(max), Some(min)) = (max, min)
                    && min.value > max.value
                {
                    return complain(metric.place, format!("{heading}: `min` is above `max`"));
                }
                let metric = self.metric(metric)?;
                Some(Wanted::Limits { metric, max, min, increase })
            }
        }
    }

    fn metric(&mut self, entry: &Entry) -> Option<Metric> {
        let Value::Text(path) = &entry.node.value else { return None };
        let found = Metric::find(path);
        if found.is_none() {
            let known = paths();
            let hint = did_you_mean(path, known.iter().map(String::as_str))
                .unwrap_or_else(|| "`breakeven check --metrics` lists them".into());
            let message = format!("no metric is called `{}`", printable(path));
            self.problems.push(Problem::at(self.document, entry.node.place, message).hint(hint));
        }
        found
    }
}
