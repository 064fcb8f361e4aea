//! A TOML document as a tree in which every key and value knows its place.
//!
//! The build script parses the shipped profiles with this same file and writes the trees as static
//! data, so that a run parses only what the user brings. That is why nothing here uses the rest of
//! the crate, but for [`packed`](super::packed).

use toml::de::{DeTable, DeValue};

use super::packed::{Items, Shipped, Words};
use super::shipped::{ENTRIES, NODES};

/// Where something stands in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// From 1.
    pub line: u32,
    /// From 1, in characters.
    pub column: u32,
    /// Byte offset from the start of the file.
    pub offset: u32,
    /// Length in bytes.
    pub length: u32,
}

impl Place {
    /// The place of a piece of a text, given in bytes.
    pub fn of(text: &str, span: std::ops::Range<usize>) -> Self {
        Lines::new(text).place(span)
    }
}

/// A value and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where the value stands.
    pub place: Place,
    /// What it is.
    pub value: Value,
}

/// A key, the place of the key, and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: Words,
    /// Where the key stands.
    pub place: Place,
    /// Its value.
    pub node: Node,
}

/// A table: entries in file order.
pub type Table = Items<Entry>;

impl Shipped for Entry {
    fn all() -> &'static [Self] {
        &ENTRIES
    }
}

impl Shipped for Node {
    fn all() -> &'static [Self] {
        &NODES
    }
}

/// What a TOML value can be.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A string.
    Text(Words),
    /// An integer or a float. May be `nan` or infinite: the reader refuses those by field.
    Number(f64),
    /// `true` or `false`.
    Flag(bool),
    /// Any TOML date or time, as text.
    Date(Words),
    /// An array.
    List(Items<Node>),
    /// A table.
    Table(Table),
}

impl Value {
    /// What to call it in a message.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Number(_) => "a number",
            Self::Flag(_) => "true or false",
            Self::Date(_) => "a date",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
        }
    }
}

/// The entry of this key.
pub fn find<'a>(table: &'a [Entry], key: &str) -> Option<&'a Entry> {
    table.iter().find(|entry| entry.key == *key)
}

/// A syntax error, as the TOML parser words it.
#[derive(Clone, Debug, PartialEq)]
pub struct SyntaxError {
    /// Where it is.
    pub place: Place,
    /// What is wrong, in one line.
    pub message: String,
}

/// Reads a document.
///
/// # Errors
/// Every syntax error that the parser could find in one pass.
pub fn parse(text: &str) -> Result<Vec<Entry>, Vec<SyntaxError>> {
    let lines = Lines::new(text);
    let (table, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        return Ok(entries(table.get_ref(), &lines));
    }
    let mut errors: Vec<SyntaxError> = errors
        .into_iter()
        .map(|error| SyntaxError {
            place: lines.place(error.span().unwrap_or(0..0)),
            message: error.message().lines().collect::<Vec<_>>().join("; "),
        })
        .collect();
    // One thing that is not closed can give many errors at the end of the file.
    errors.sort_by_key(|error| error.place);
    errors.dedup_by_key(|error| error.place);
    Err(errors)
}

fn entries(table: &DeTable<'_>, lines: &Lines<'_>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = table
        .iter()
        .map(|(key, value)| Entry {
            key: Words::Owned(key.get_ref().to_string()),
            place: lines.place(key.span()),
            node: node(value.get_ref(), value.span(), lines),
        })
        .collect();
    entries.sort_by_key(|entry| entry.place.offset);
    entries
}

fn node(value: &DeValue<'_>, span: std::ops::Range<usize>, lines: &Lines<'_>) -> Node {
    let value = match value {
        DeValue::String(text) => Value::Text(Words::Owned(text.to_string())),
        DeValue::Integer(integer) => Value::Number(
            i128::from_str_radix(integer.as_str(), integer.radix())
                .map_or(f64::INFINITY, |integer| integer as f64),
        ),
        DeValue::Float(float) => Value::Number(float.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(flag) => Value::Flag(*flag),
        DeValue::Datetime(date) => Value::Date(Words::Owned(date.to_string())),
        DeValue::Array(items) => {
            let items = items.iter().map(|item| node(item.get_ref(), item.span(), lines));
            Value::List(Items::Owned(items.collect()))
        }
        DeValue::Table(table) => Value::Table(Items::Owned(entries(table, lines))),
    };
    Node { place: lines.place(span), value }
}

/// Bytes between two offsets whose characters are counted ahead.
const STEP: usize = 256;

/// Turns byte offsets into lines and columns, in a time that does not depend on how long a line
/// is: a file may be one line of a megabyte with a value in every other byte.
struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
    /// Characters that begin before every `STEP`th byte.
    characters: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        let after_breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        let mut characters = vec![0];
        let mut sum = 0;
        for block in text.as_bytes().chunks(STEP) {
            sum += beginnings(block);
            characters.push(sum);
        }
        Self { text, starts: std::iter::once(0).chain(after_breaks).collect(), characters }
    }

    /// Characters that begin before this offset.
    fn characters_before(&self, offset: usize) -> usize {
        let block = offset / STEP;
        let rest = self.text.as_bytes().get(block * STEP..offset).unwrap_or_default();
        self.characters[block] + beginnings(rest)
    }

    fn place(&self, span: std::ops::Range<usize>) -> Place {
        let offset = span.start.min(self.text.len());
        let line = self.starts.partition_point(|start| *start <= offset) - 1;
        let column = self.characters_before(offset) - self.characters_before(self.starts[line]);
        let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Place {
            line: small(line + 1),
            column: small(column + 1),
            offset: small(offset),
            length: small(span.end.min(self.text.len()).saturating_sub(offset)),
        }
    }
}

/// How many characters begin in a piece of UTF-8: all bytes but those of the form `10xxxxxx`.
fn beginnings(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_characters_from_one() {
        let table = parse("a = 1\n[b]\n\"é\" = { x = [2, \"three\"] }\n").unwrap();
        let b = find(&table, "b").unwrap();
        let Value::Table(inner) = &b.node.value else { panic!("b is a table") };
        assert_eq!((inner[0].place.line, inner[0].place.column), (3, 1));
        assert_eq!((inner[0].node.place.line, inner[0].node.place.column), (3, 7));
    }

    #[test]
    fn numbers_keep_their_decimal_value() {
        let table = parse("a = 1_000.25\nb = 0x10\nc = nan\nd = -0.0\n").unwrap();
        let number = |key| match find(&table, key).unwrap().node.value {
            Value::Number(number) => number,
            _ => panic!("{key} is a number"),
        };
        assert_eq!(number("a"), 1000.25);
        assert_eq!(number("b"), 16.0);
        assert!(number("c").is_nan());
        assert!(number("d").is_sign_negative());
    }

    #[test]
    fn columns_are_right_in_long_lines() {
        let line = format!("x = [\"{}\", 7]", "é".repeat(1_000));
        let table = parse(&format!("# {}\n{line}\n", "ü".repeat(700))).unwrap();
        let Value::List(items) = &table[0].node.value else { panic!("x is a list") };
        assert_eq!((items[1].place.line, items[1].place.column), (2, 1_010));
    }

    #[test]
    fn every_syntax_error_has_a_place() {
        let errors = parse("a = \nb = 2\nb = 3\n").unwrap_err();
        assert_eq!(errors[0].place.line, 1);
        assert!(!errors[0].message.contains('\n'));
    }
}
