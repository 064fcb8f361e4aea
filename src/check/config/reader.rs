//! From a tree of TOML to what is declared.

use std::path::Path;

use super::bounds::exceeded;
use super::declaration::{Check, Config, Declared};
use crate::check::fields::{COMMENT_TABLE, PROFILES, ROOT, WORKLOAD, comment_keys};
use crate::check::notable::Threshold;
use crate::profile::check::check;
use crate::profile::document::Document;
use crate::profile::node::{Entry, Place, Table, Value, find};
use crate::profile::problem::Problem;
use crate::profile::profile_name::name_problem;
use crate::profile::record::Fields;
use crate::rate;
use crate::text::{did_you_mean, one_of, printable};

/// Whether a text is in the form that a flag of the same name takes.
type Form = fn(&str) -> Result<(), String>;

/// Collects what is declared and everything that is wrong with it.
pub(super) struct Reader<'a> {
    pub(super) document: &'a Document,
    pub(super) problems: Vec<Problem>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        Self { document, problems: Vec::new() }
    }

    pub(super) fn read(mut self, folder: &Path) -> Result<Config, Vec<Problem>> {
        let mut root = Vec::new();
        let (mut workloads, mut checks) = (Vec::new(), Vec::new());
        let mut defaults: &[Entry] = &[];
        for entry in self.document.table.iter() {
            match &*entry.key {
                "workload" => workloads = self.tables(entry),
                "check" => checks = self.tables(entry),
                "defaults" => defaults = self.defaults(entry),
                key if ROOT.iter().any(|field| field.key == key) => root.push(entry.clone()),
                _ => self.unknown(entry),
            }
        }
        let start = Place { line: 1, column: 1, offset: 0, length: 0 };
        self.problems.extend(check(self.document, "the file", start, &root, ROOT));
        let workloads: Vec<Declared> = workloads
            .into_iter()
            .map(|(entry, table)| self.workload(entry, table, defaults))
            .collect();
        let checks: Vec<Check> = checks
            .into_iter()
            .filter_map(|(entry, table)| self.check(entry, table, &workloads))
            .collect();
        self.problems.extend(exceeded(self.document, &workloads, &checks));
        if !self.problems.is_empty() {
            return Err(self.problems);
        }
        let profiles = Fields(&root).words(&PROFILES).unwrap_or_default();
        let profiles = profiles.iter().map(|path| folder.join(&**path)).collect();
        let comment = Fields(&root).table(&COMMENT_TABLE);
        let number = |field| comment.number(field);
        let comment = Threshold::new(
            number(&comment_keys::MIN_CHANGE_USD),
            number(&comment_keys::MIN_CHANGE_PERCENT),
        );
        Ok(Config { document: self.document.clone(), profiles, workloads, checks, comment })
    }

    fn unknown(&mut self, entry: &Entry) {
        let known = ["workload", "check", "defaults", "profiles", "comment"];
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

    /// What every workload says unless it says otherwise.
    fn defaults<'e>(&mut self, section: &'e Entry) -> &'e [Entry] {
        let Value::Table(table) = &section.node.value else {
            let found = section.node.value.name();
            let message = format!("`defaults` is {found}; expected a table `[defaults]`");
            self.problems.push(Problem::at(self.document, section.place, message));
            return &[];
        };
        self.said("`[defaults]`", section, table);
        table
    }

    fn workload(&mut self, entry: &Entry, table: &Table, defaults: &[Entry]) -> Declared {
        let heading = format!("`[workload.{}]`", entry.key);
        self.said(&heading, entry, table);
        let mut table = table.clone();
        table.change(|entries| with_defaults(entries, defaults));
        self.demand(&heading, entry, &table);
        Declared { name: entry.key.text(), place: entry.place, table }
    }

    /// The keys of a workload and the form of what they say.
    fn said(&mut self, heading: &str, entry: &Entry, table: &Table) {
        let found = check(self.document, heading, entry.place, table, WORKLOAD);
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
}

/// Keys of which a workload that says one takes none of the others from the defaults.
const APART: [&[&str]; 2] =
    [&["volume", "input", "output", "requests", "mix"], &["load", "peak_factor"]];

fn with_defaults(own: &mut Vec<Entry>, defaults: &[Entry]) {
    let has = |own: &[Entry], key: &str| find(own, key).is_some();
    let taken: Vec<Entry> = defaults
        .iter()
        .filter(|default| !has(own, &default.key))
        .filter(|default| {
            let groups = APART.iter().filter(|group| group.contains(&&*default.key));
            !groups.flat_map(|group| group.iter()).any(|key| has(own, key))
        })
        .cloned()
        .collect();
    own.extend(taken);
}
