//! A checked table: getters that need no further checks.

use super::catalog::Catalog;
use super::node::{Entry, Node, Place, Table, Value, find};
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

    /// Where the record was read and where its facts are from.
    pub fn source(&self, catalog: &Catalog) -> Source {
        let fields = self.fields();
        Source {
            kind: self.kind,
            profile: self.name.clone(),
            file: catalog.document(self).path.clone(),
            line: self.place.line,
            as_of: fields.date("as_of").unwrap_or(Date::EPOCH),
            source: fields.text("source").unwrap_or_default(),
            basis: fields.text("basis"),
        }
    }
}

/// Getters over a checked table: a value of another type than asked for is as good as none.
#[derive(Clone, Copy, Debug)]
pub struct Fields<'a>(pub &'a [Entry]);

impl<'a> Fields<'a> {
    fn value(self, key: &str) -> Option<&'a Value> {
        find(self.0, key).map(|entry| &entry.node.value)
    }

    /// Text.
    pub fn text(self, key: &str) -> Option<Text> {
        match self.value(key)? {
            Value::Text(text) => Some(text.text()),
            _ => None,
        }
    }

    /// A number.
    pub fn number(self, key: &str) -> Option<f64> {
        match self.value(key)? {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// A number that the checker has made sure of.
    pub fn required(self, key: &str) -> f64 {
        self.number(key).unwrap_or(f64::NAN)
    }

    /// A number or a range.
    pub fn range(self, key: &str) -> Option<Range<f64>> {
        match self.value(key)? {
            Value::Number(number) => Some(Range::exactly(*number)),
            Value::Table(table) => {
                let end = |key| Fields(table).number(key);
                Some(Range { low: end("low")?, typical: end("typical")?, high: end("high")? })
            }
            _ => None,
        }
    }

    /// A date.
    pub fn date(self, key: &str) -> Option<Date> {
        match self.value(key)? {
            Value::Date(date) => date.parse().ok(),
            _ => None,
        }
    }

    /// The flag, if it is there.
    pub fn stated_flag(self, key: &str) -> Option<bool> {
        match self.value(key) {
            Some(Value::Flag(flag)) => Some(*flag),
            _ => None,
        }
    }

    /// Whether the flag is there and true.
    pub fn flag(self, key: &str) -> bool {
        self.stated_flag(key) == Some(true)
    }

    /// The tier.
    pub fn tier(self) -> Option<Tier> {
        self.text("tier").and_then(|word| Tier::from_word(&word))
    }

    /// A list of words.
    pub fn words(self, key: &str) -> Option<Vec<Text>> {
        let words = self.list(key)?.iter().filter_map(|item| match &item.value {
            Value::Text(text) => Some(text.text()),
            _ => None,
        });
        Some(words.collect())
    }

    /// A list of numbers.
    pub fn numbers(self, key: &str) -> Option<Vec<f64>> {
        Some(self.list(key)?.iter().filter_map(number).collect())
    }

    /// Pairs of numbers.
    pub fn pairs(self, key: &str) -> impl Iterator<Item = (f64, f64)> {
        let pair = |item: &Node| match &item.value {
            Value::List(pair) => Some((number(pair.first()?)?, number(pair.get(1)?)?)),
            _ => None,
        };
        self.list(key).unwrap_or_default().iter().filter_map(pair)
    }

    /// Named numbers.
    pub fn sizes(self, key: &str) -> impl Iterator<Item = (Text, f64)> {
        let named = |entry: &Entry| Some((entry.key.text(), number(&entry.node)?));
        self.table(key).0.iter().filter_map(named)
    }

    /// A table of fields; an empty one when it is not there.
    pub fn table(self, key: &str) -> Fields<'a> {
        match self.value(key) {
            Some(Value::Table(table)) => Fields(table),
            _ => Fields(&[]),
        }
    }

    /// Tables in a list.
    pub fn tables(self, key: &str) -> impl Iterator<Item = Fields<'a>> {
        self.list(key).unwrap_or_default().iter().filter_map(|item| match &item.value {
            Value::Table(table) => Some(Fields(table)),
            _ => None,
        })
    }

    fn list(self, key: &str) -> Option<&'a [Node]> {
        match self.value(key)? {
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
