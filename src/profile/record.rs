//! A checked table: getters that need no further checks.

use super::document::Document;
use super::fields::{AS_OF, BASIS, INDEX, SOURCE, TIER, index};
use super::node::{Entry, Node, Place, Table, Value, find};
use super::schema::Field;
use crate::date::Date;
use crate::range::Range;
use crate::source::{Source, Text};
use crate::tier::Tier;

/// One profile of a document, already held against its fields.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// The kind of profile.
    pub kind: &'static str,
    /// Its name; the four names of a throughput joined with spaces.
    pub name: Text,
    /// Where its heading stands.
    pub place: Place,
    /// Index of its document in the catalog.
    pub document: usize,
    /// Its fields.
    pub(super) table: Table,
}

impl Record {
    /// The names in its heading, one by one.
    pub fn names<const N: usize>(&self) -> [Text; N] {
        let mut names = [const { Text::Borrowed("") }; N];
        let mut start = 0;
        for slot in &mut names {
            let length = self.name.bytes().skip(start).position(|byte| byte == b' ');
            let end = length.map_or(self.name.len(), |length| start + length);
            *slot = match &self.name {
                // A part of a shipped name is in the program too.
                Text::Borrowed(name) => Text::Borrowed(&name[start..end]),
                Text::Owned(name) => Text::Owned(name[start..end].to_string()),
            };
            start = (end + 1).min(self.name.len());
        }
        names
    }

    /// What records are sorted by.
    pub(super) fn key(&self) -> (&'static str, &str) {
        (self.kind, &self.name)
    }

    /// The entries.
    pub fn table(&self) -> &[Entry] {
        &self.table
    }

    /// The fields of this record, and of tables inside it.
    pub fn fields(&self) -> Fields<'_> {
        Fields(&self.table)
    }

    /// Whether it is of at least a tier.
    pub fn is_of(&self, least: Option<Tier>) -> bool {
        self.fields().tier() >= least
    }

    /// Where the record was read, of these documents, and where its facts are from.
    pub fn source(&self, documents: &[Document]) -> Source {
        let fields = self.fields();
        Source {
            kind: self.kind,
            profile: self.name.clone(),
            file: documents[self.document].path.clone(),
            line: self.place.line,
            as_of: fields.date(&AS_OF).unwrap_or(Date::EPOCH),
            source: fields.text(&SOURCE).unwrap_or_default(),
            basis: fields.text(&BASIS),
        }
    }
}

/// Getters over a checked table: a value of another type than asked for is as good as none.
///
/// They take fields, not keys, so that a key stands in one place:
///
/// ```
/// use breakeven::profile::{fields::api_fields::PROVIDER, record::Fields};
/// assert_eq!(Fields(&[]).text(&PROVIDER), None);
/// ```
///
/// ```compile_fail
/// use breakeven::profile::record::Fields;
/// assert_eq!(Fields(&[]).text("provider"), None);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Fields<'a>(pub &'a [Entry]);

impl<'a> Fields<'a> {
    fn value(self, field: &Field) -> Option<&'a Value> {
        find(self.0, field.key).map(|entry| &entry.node.value)
    }

    /// Text.
    pub fn text(self, field: &Field) -> Option<Text> {
        match self.value(field)? {
            Value::Text(text) => Some(text.text()),
            _ => None,
        }
    }

    /// A number.
    pub fn number(self, field: &Field) -> Option<f64> {
        match self.value(field)? {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// A number that the checker has made sure of; the typical one of a range.
    pub fn required(self, field: &Field) -> f64 {
        self.range(field).map_or(f64::NAN, |range| range.typical)
    }

    /// A number or a range.
    pub fn range(self, field: &Field) -> Option<Range<f64>> {
        match self.value(field)? {
            Value::Number(number) => Some(Range::exactly(*number)),
            Value::Table(table) => {
                let end = |end| find(table, end).and_then(|entry| number(&entry.node));
                Some(Range { low: end("low")?, typical: end("typical")?, high: end("high")? })
            }
            _ => None,
        }
    }

    /// A date.
    pub fn date(self, field: &Field) -> Option<Date> {
        match self.value(field)? {
            Value::Date(date) => date.parse().ok(),
            _ => None,
        }
    }

    /// The flag, if it is there.
    pub fn stated_flag(self, field: &Field) -> Option<bool> {
        match self.value(field) {
            Some(Value::Flag(flag)) => Some(*flag),
            _ => None,
        }
    }

    /// Whether the flag is there and true.
    pub fn flag(self, field: &Field) -> bool {
        self.stated_flag(field) == Some(true)
    }

    /// The tier.
    pub fn tier(self) -> Option<Tier> {
        self.text(&TIER).and_then(|word| Tier::from_word(&word))
    }

    /// The number on the index of tiers.
    pub fn index(self) -> Option<f64> {
        self.table(&INDEX).number(&index::VALUE)
    }

    /// A list of words.
    pub fn words(self, field: &Field) -> Option<Vec<Text>> {
        let words = self.list(field)?.iter().filter_map(|item| match &item.value {
            Value::Text(text) => Some(text.text()),
            _ => None,
        });
        Some(words.collect())
    }

    /// A list of numbers.
    pub fn numbers(self, field: &Field) -> Option<Vec<f64>> {
        Some(self.list(field)?.iter().filter_map(number).collect())
    }

    /// Pairs of numbers.
    pub fn pairs(self, field: &Field) -> impl Iterator<Item = (f64, f64)> {
        let pair = |item: &Node| match &item.value {
            Value::List(pair) => Some((number(pair.first()?)?, number(pair.get(1)?)?)),
            _ => None,
        };
        self.list(field).unwrap_or_default().iter().filter_map(pair)
    }

    /// Named numbers.
    pub fn sizes(self, field: &Field) -> impl Iterator<Item = (Text, f64)> {
        let named = |entry: &Entry| Some((entry.key.text(), number(&entry.node)?));
        self.table(field).0.iter().filter_map(named)
    }

    /// A table of fields; an empty one when it is not there.
    pub fn table(self, field: &Field) -> Fields<'a> {
        match self.value(field) {
            Some(Value::Table(table)) => Fields(table),
            _ => Fields(&[]),
        }
    }

    /// Tables in a list.
    pub fn tables(self, field: &Field) -> impl Iterator<Item = Fields<'a>> {
        self.list(field).unwrap_or_default().iter().filter_map(|item| match &item.value {
            Value::Table(table) => Some(Fields(table)),
            _ => None,
        })
    }

    fn list(self, field: &Field) -> Option<&'a [Node]> {
        match self.value(field)? {
            Value::List(items) => Some(items),
            _ => None,
        }
    }
}

fn number(node: &Node) -> Option<f64> {
    match node.value {
        Value::Number(number) => Some(number),
        _ => None,
    }
}
