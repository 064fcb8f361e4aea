//! Documents -> a catalog: everything in them checked, one profile laid over the other.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::builtin::{shipped, shipped_records};
use super::catalog::{Catalog, heading, self_problem};
use super::check::check;
use super::cross::{cross_check, drop_misfits};
use super::document::Document;
use super::estimator::Estimator;
use super::fields::subscription_fields;
use super::node::{Entry, Table, Value};
use super::problem::{MOST_PROBLEMS, Problem};
use super::profile_name::name_problem;
use super::record::Record;
use super::records::Records;
use super::schema::Section;
use super::sections::{SECTIONS, section};
use crate::api::{Api, Subscription};
use crate::feature::{Feature, Gain};
use crate::hardware::Hardware;
use crate::load::Load;
use crate::model::Model;
use crate::source::{Fault, Text};
use crate::text::{did_you_mean, shown};
use crate::throughput::{Calibration, Measured};

impl Catalog {
    /// The shipped profiles with these documents over them, later over earlier. The shipped ones
    /// are as the build found them; [`Catalog::of`] holds them against the rules, in the tests.
    ///
    /// # Errors
    /// Every problem in these documents, and between them and the shipped profiles.
    pub fn with(documents: Vec<Document>) -> Result<Self, Vec<Problem>> {
        let shipped = Self {
            documents: shipped().collect(),
            records: Records(Cow::Borrowed(shipped_records())),
            ..Self::default()
        };
        sound(shipped.under(documents))
    }

    /// These documents alone, later over earlier.
    ///
    /// # Errors
    /// Every problem in every document.
    pub fn of(documents: Vec<Document>) -> Result<Self, Vec<Problem>> {
        sound(Self::as_far_as_possible(documents))
    }

    /// The profiles of these documents that have no problem, and every problem of the others.
    pub fn as_far_as_possible(documents: Vec<Document>) -> (Self, Vec<Problem>) {
        Self::default().under(documents)
    }

    /// This catalog, of which nothing is read yet, with documents over it, and every problem in
    /// them. The records in it are trusted; only where something is laid over them they may not
    /// fit any more.
    fn under(mut self, documents: Vec<Document>) -> (Self, Vec<Problem>) {
        let (first, any) = (self.documents.len(), !documents.is_empty());
        self.documents.extend(documents);
        let mut problems = self.index(first);
        self.shelve();
        if any && problems.len() <= MOST_PROBLEMS {
            problems.extend(self.faults_of_all());
            if self.documents.iter().any(|document| !document.is_shipped()) {
                drop_misfits(&mut self);
            }
            problems.extend(cross_check(&self));
        }
        (self, problems)
    }

    /// Lays the profiles of the documents from `first` on over the records.
    fn index(&mut self, first: usize) -> Vec<Problem> {
        let (mut laid, mut problems) = (BTreeMap::new(), Vec::new());
        for (index, document) in self.documents.iter().enumerate().skip(first) {
            let mut records = Vec::new();
            for entry in document.table.iter() {
                match section(&entry.key) {
                    Some(section) => {
                        collect(document, index, section, entry, &mut records, &mut problems);
                    }
                    None => problems.push(unknown_section(document, entry)),
                }
            }
            if problems.len() > MOST_PROBLEMS {
                let rest =
                    "there are too many problems up to this file; the rest was not looked at";
                problems.push(Problem::of_file(&document.path, rest));
                break;
            }
            let keyed = |(record, sound): (Record, bool)| {
                ((record.kind, record.name.clone()), (record, sound))
            };
            laid.extend(records.into_iter().map(keyed));
        }
        if !laid.is_empty() {
            let replaced = |record: &Record| laid.contains_key(&(record.kind, record.name.clone()));
            let mut records = self.records.0.to_vec();
            records.retain(|record| !replaced(record));
            for (key, (record, sound)) in laid {
                if sound {
                    records.push(record);
                } else {
                    self.broken.insert(key);
                }
            }
            records.sort_by(|a, b| a.key().cmp(&b.key()));
            self.records = Records(Cow::Owned(records));
        }
        problems
    }

    /// Makes room for what the records describe, and reads the throughput model.
    fn shelve(&mut self) {
        self.estimator = Estimator::read(&self.records, &self.documents);
        self.constants = self.estimator.iter().flat_map(Estimator::all).collect();
        self.apis = self.unread();
        self.hardware = self.unread();
        self.models = self.unread();
        self.measured = self.unread();
        self.loads = self.unread();
        self.calibrations = self.unread();
        self.features = self.unread();
        self.gains = self.unread();
        self.subscriptions = self.unread();
    }

    /// Reads everything that the records describe.
    fn faults_of_all(&mut self) -> Vec<Problem> {
        // By name of the kind, so that problems come in the order of the records.
        let mut faults = self.faults::<Api>();
        faults.extend(self.faults::<Calibration>());
        faults.extend(self.faults::<Feature>());
        faults.extend(self.faults::<Gain>());
        faults.extend(self.faults::<Hardware>());
        faults.extend(self.faults::<Load>());
        faults.extend(self.faults::<Model>());
        let plans = self.faults::<Subscription>().into_iter();
        // An API with a problem of its own is there.
        faults.extend(plans.filter(|(record, fault)| {
            let name = record.fields().text(&subscription_fields::API).unwrap_or_default();
            let is_there = self.record("api", &name).is_some() || self.is_broken("api", &name);
            fault.field != subscription_fields::API.key || !is_there
        }));
        faults.extend(self.faults::<Measured>());
        let found = |(record, fault): (&Record, Fault)| {
            let problem = self_problem(self.document(record), record, fault);
            (problem, (record.kind, record.name.clone()))
        };
        let (problems, broken): (Vec<_>, Vec<_>) = faults.into_iter().map(found).unzip();
        self.broken.extend(broken);
        problems
    }
}

/// A catalog without a problem, or its problems.
fn sound((catalog, problems): (Catalog, Vec<Problem>)) -> Result<Catalog, Vec<Problem>> {
    if problems.is_empty() { Ok(catalog) } else { Err(problems) }
}

fn unknown_section(document: &Document, entry: &Entry) -> Problem {
    let known = || SECTIONS.iter().map(|section| section.key);
    let hint = did_you_mean(&entry.key, known())
        .unwrap_or_else(|| format!("expected one of {}", known().collect::<Vec<_>>().join(", ")));
    Problem::at(document, entry.place, format!("unknown kind of profile `{}`", shown(&entry.key)))
        .hint(hint)
}

fn no_table(document: &Document, entry: &Entry, of_what: &str) -> Problem {
    let (key, found) = (shown(&entry.key), entry.node.value.name());
    let message = format!("`{key}` is {found}; expected a table {of_what}");
    Problem::at(document, entry.node.place, message)
}

/// Walks the named levels of a section and checks the tables at the bottom.
fn collect(
    document: &Document,
    index: usize,
    section: &'static Section,
    entry: &Entry,
    records: &mut Vec<(Record, bool)>,
    problems: &mut Vec<Problem>,
) {
    let mut level: Vec<(Text, &Entry)> = vec![(Text::Borrowed(""), entry)];
    for names in section.names {
        let mut next = Vec::new();
        for (path, entry) in level {
            let Value::Table(table) = &entry.node.value else {
                problems.push(no_table(document, entry, &format!("by {names}")));
                continue;
            };
            for inner in table.iter() {
                if let Some(problem) = name_problem(&inner.key) {
                    problems.push(Problem::at(
                        document,
                        inner.place,
                        format!("the {names} `{}` {problem}", shown(&inner.key)),
                    ));
                    continue;
                }
                let path = if path.is_empty() {
                    inner.key.text()
                } else {
                    Text::Owned(format!("{path} {}", inner.key))
                };
                next.push((path, inner));
            }
        }
        level = next;
    }
    for (name, entry) in level {
        let Value::Table(table) = &entry.node.value else {
            problems.push(no_table(document, entry, "of fields"));
            continue;
        };
        let heading = heading(section, &name);
        let found = check(document, &heading, entry.place, table, section.fields);
        let table: Table = table.clone();
        let place = entry.place;
        let record = Record { kind: section.key, name, place, document: index, table };
        records.push((record, found.is_empty()));
        problems.extend(found);
    }
}
