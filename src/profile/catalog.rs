//! All profiles of a run: the shipped ones, and the user's over them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::check::{check, name_problem};
use super::cross::{cross_check, drop_misfits};
use super::document::{Document, shipped, shipped_records};
use super::estimator::Estimator;
use super::files::MOST_PROBLEMS;
use super::node::{Entry, Table, Value, find};
use super::nouns::Shelf;
use super::problem::Problem;
use super::record::Record;
use super::schema::{SECTIONS, Section, section};
use crate::api::Api;
use crate::engine::{Constants, Spread};
use crate::hardware::Hardware;
use crate::load::Load;
use crate::model::Model;
use crate::report::Report;
use crate::source::{Fault, Text};
use crate::text::{did_you_mean, shown};
use crate::throughput::{Calibration, Measured};

/// Profiles by kind and name. A user's profile replaces a shipped one of the same name whole.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    documents: Vec<Document>,
    /// By kind and name. Without profiles of the user's it is the index that the build has made.
    pub(super) records: Cow<'static, [Record]>,
    /// Profiles that have a problem of their own: nobody complains that they do not exist.
    broken: BTreeSet<(&'static str, Text)>,
    /// The throughput model; `None` without an `[estimator]`.
    pub estimator: Option<Estimator>,
    /// Its constants for every family that an engine runs on, by engine.
    pub constants: Vec<Constants>,
    pub(super) apis: Shelf<Api>,
    pub(super) hardware: Shelf<Hardware>,
    pub(super) models: Shelf<Model>,
    pub(super) measured: Shelf<Measured>,
    pub(super) loads: Shelf<Load>,
    pub(super) calibrations: Shelf<Calibration>,
}

impl Catalog {
    /// The shipped profiles with these documents over them, later over earlier. The shipped ones
    /// are as the build found them; [`Catalog::of`] holds them against the rules, in the tests.
    ///
    /// # Errors
    /// Every problem in these documents, and between them and the shipped profiles.
    pub fn with(documents: Vec<Document>) -> Result<Self, Vec<Problem>> {
        let shipped = Self {
            documents: shipped().collect(),
            records: Cow::Borrowed(shipped_records()),
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

    /// The record of this kind and name.
    pub fn record(&self, kind: &str, name: &str) -> Option<&Record> {
        let found = self.records.binary_search_by(|record| record.key().cmp(&(kind, name)));
        found.ok().map(|index| &self.records[index])
    }

    /// All records of a kind, by name.
    pub fn records_of(&self, kind: &str) -> impl ExactSizeIterator<Item = &Record> {
        self.records[self.range_of(kind)].iter()
    }

    /// Which of the records are of a kind.
    pub(super) fn range_of(&self, kind: &str) -> Range<usize> {
        let first = self.records.partition_point(|record| record.kind < kind);
        first..self.records.partition_point(|record| record.kind <= kind)
    }

    /// All records.
    pub fn records(&self) -> impl Iterator<Item = &Record> {
        self.records.iter()
    }

    /// The documents in the order in which they were read.
    pub fn documents(&self) -> &[Document] {
        &self.documents
    }

    /// Whether there is a profile of this kind and name that has a problem of its own.
    pub(super) fn is_broken(&self, kind: &'static str, name: &str) -> bool {
        !self.broken.is_empty() && self.broken.contains(&(kind, Text::Owned(name.to_string())))
    }

    /// The document that a record was read from.
    pub fn document(&self, record: &Record) -> &Document {
        &self.documents[record.document]
    }

    /// Turns the line of a profile's heading into the line of the field that a number is from.
    pub fn point_at_fields(&self, report: &mut Report) {
        let numbers = report.explanation.iter_mut().flat_map(|explained| &mut explained.steps);
        for number in numbers.flat_map(|step| &mut step.from) {
            let Some((kind, name)) = number.profile.split_once(' ') else { continue };
            let Some(kind) = section(kind).map(|section| section.key) else { continue };
            // A rate is named with its concurrency behind the field.
            let field = number.name.split(' ').next().unwrap_or_default();
            let entry = self.record(kind, name).and_then(|record| find(record.table(), field));
            if let Some(entry) = entry {
                number.line = entry.place.line;
            }
        }
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
            let mut records = self.records.to_vec();
            records.retain(|record| !replaced(record));
            for (key, (record, sound)) in laid {
                if sound {
                    records.push(record);
                } else {
                    self.broken.insert(key);
                }
            }
            records.sort_by(|a, b| a.key().cmp(&b.key()));
            self.records = Cow::Owned(records);
        }
        problems
    }

    /// Makes room for what the records describe, and reads the throughput model.
    fn shelve(&mut self) {
        self.estimator = Estimator::read(self);
        self.constants = self.estimator.iter().flat_map(Estimator::all).collect();
        self.apis = Shelf::of(self);
        self.hardware = Shelf::of(self);
        self.models = Shelf::of(self);
        self.measured = Shelf::of(self);
        self.loads = Shelf::of(self);
        self.calibrations = Shelf::of(self);
    }

    /// Reads everything that the records describe.
    fn faults_of_all(&mut self) -> Vec<Problem> {
        // By name of the kind, so that problems come in the order of the records.
        let mut faults = self.faults::<Api>();
        faults.extend(self.faults::<Calibration>());
        faults.extend(self.faults::<Hardware>());
        faults.extend(self.faults::<Load>());
        faults.extend(self.faults::<Model>());
        faults.extend(self.faults::<Measured>());
        let found = |(record, fault): (&Record, Fault)| {
            let problem = self_problem(self.document(record), record, fault);
            (problem, (record.kind, record.name.clone()))
        };
        let (problems, broken): (Vec<_>, Vec<_>) = faults.into_iter().map(found).unzip();
        self.broken.extend(broken);
        problems
    }

    /// How far a machine may be from what a record says was measured on another of its kind: the
    /// user's own are as they were measured.
    pub(super) fn doubt(&self, record: &Record) -> Spread {
        let shipped = self.document(record).is_shipped();
        let estimator = self.estimator.as_ref().filter(|_| shipped);
        estimator.map_or(Spread::NONE, |estimator| estimator.measured)
    }
}

/// A catalog without a problem, or its problems.
fn sound((catalog, problems): (Catalog, Vec<Problem>)) -> Result<Catalog, Vec<Problem>> {
    if problems.is_empty() { Ok(catalog) } else { Err(problems) }
}

/// A problem at a field of a record, or at its heading when the field is not written.
pub fn self_problem(document: &Document, record: &Record, fault: Fault) -> Problem {
    let place = super::node::find(record.table(), fault.field)
        .map_or(record.place, |entry| entry.node.place);
    Problem::at(document, place, fault.message)
}

fn unknown_section(document: &Document, entry: &Entry) -> Problem {
    let known = || SECTIONS.iter().map(|section| section.key);
    let hint = did_you_mean(&entry.key, known())
        .unwrap_or_else(|| format!("expected one of {}", known().collect::<Vec<_>>().join(", ")));
    Problem::at(document, entry.place, format!("unknown kind of profile `{}`", shown(&entry.key)))
        .hint(hint)
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
                problems.push(Problem::at(
                    document,
                    entry.node.place,
                    format!(
                        "`{}` is {}; expected a table by {names}",
                        shown(&entry.key),
                        entry.node.value.name()
                    ),
                ));
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
            problems.push(Problem::at(
                document,
                entry.node.place,
                format!(
                    "`{}` is {}; expected a table of fields",
                    shown(&entry.key),
                    entry.node.value.name()
                ),
            ));
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

/// A profile as it is headed in a file: `[hardware.rtx-3090]`.
pub fn heading(section: &Section, name: &str) -> String {
    let mut heading = format!("`[{}", section.key);
    for part in name.split(' ').filter(|part| !part.is_empty()) {
        let bare = part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        heading.push('.');
        heading.push_str(&if bare { part.to_string() } else { format!("\"{part}\"") });
    }
    heading.push_str("]`");
    heading
}
