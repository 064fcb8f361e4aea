//! All profiles of a run: the shipped ones, and the user's over them.

use std::collections::BTreeSet;

use super::document::Document;
use super::estimator::Estimator;
use super::lazy::Lazy;
use super::node::find;
use super::problem::Problem;
use super::record::Record;
use super::records::Records;
use super::schema::Section;
use super::sections::section;
use crate::api::{Api, Subscription};
use crate::engine::{Constants, Spread};
use crate::feature::{Feature, Gain};
use crate::hardware::Hardware;
use crate::load::Load;
use crate::model::Model;
use crate::report::Report;
use crate::source::{Fault, Text};
use crate::throughput::{Calibration, Measured};

/// Profiles by kind and name. A user's profile replaces a shipped one of the same name whole.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    pub(super) documents: Vec<Document>,
    pub(super) records: Records,
    /// Profiles that have a problem of their own: nobody complains that they do not exist.
    pub(super) broken: BTreeSet<(&'static str, Text)>,
    /// The throughput model; `None` without an `[estimator]`.
    pub estimator: Option<Estimator>,
    /// Its constants for every family that an engine runs on, by engine.
    pub constants: Vec<Constants>,
    pub(super) apis: Lazy<Api>,
    pub(super) hardware: Lazy<Hardware>,
    pub(super) models: Lazy<Model>,
    pub(super) measured: Lazy<Measured>,
    pub(super) loads: Lazy<Load>,
    pub(super) calibrations: Lazy<Calibration>,
    pub(super) features: Lazy<Feature>,
    pub(super) gains: Lazy<Gain>,
    pub(super) subscriptions: Lazy<Subscription>,
}

impl Catalog {
    /// The record of this kind and name.
    pub fn record(&self, kind: &str, name: &str) -> Option<&Record> {
        self.records.find(kind, name)
    }

    /// All records of a kind, by name.
    pub fn records_of(&self, kind: &str) -> impl ExactSizeIterator<Item = &Record> {
        self.records.of(kind).iter()
    }

    /// All records.
    pub fn records(&self) -> impl Iterator<Item = &Record> {
        self.records.0.iter()
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

    /// How far a machine may be from what a record says was measured on another of its kind: the
    /// user's own are as they were measured.
    pub(super) fn doubt(&self, record: &Record) -> Spread {
        let shipped = self.document(record).is_shipped();
        let estimator = self.estimator.as_ref().filter(|_| shipped);
        estimator.map_or(Spread::NONE, |estimator| estimator.measured)
    }
}

/// A problem at a field of a record, or at its heading when the field is not written.
pub fn self_problem(document: &Document, record: &Record, fault: Fault) -> Problem {
    let place = find(record.table(), fault.field).map_or(record.place, |entry| entry.node.place);
    Problem::at(document, place, fault.message)
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
