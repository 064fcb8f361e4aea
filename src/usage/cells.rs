//! Cells of a row of CSV by the names of their columns, and numbers as spreadsheets write them.

use std::collections::HashMap;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::moment::{Grain, parse};
use super::refusal::Refusal;
use super::tokens::whole;

/// Splits lines into cells.
#[derive(Debug)]
pub struct Splitter {
    reader: Reader,
    line: Vec<u8>,
    text: Vec<u8>,
    ends: Vec<usize>,
    /// What stands between cells.
    pub delimiter: u8,
}

impl Splitter {
    /// A splitter for a file with this line of names: its delimiter is what it has most of.
    pub fn of(names: &[u8]) -> Self {
        let count = |byte: &u8| names.iter().filter(|other| *other == byte).count();
        let delimiter = [b',', b';', b'\t'].into_iter().rev().max_by_key(count).unwrap_or(b',');
        let reader = ReaderBuilder::new().delimiter(delimiter).build();
        Self { reader, line: Vec::new(), text: Vec::new(), ends: Vec::new(), delimiter }
    }

    /// Whether a quote that begins in this text may end after it.
    pub fn open(text: &[u8]) -> bool {
        memchr::memchr_iter(b'"', text).count() % 2 == 1
    }

    /// Whether each cell that begins with a quote ends with one. Where a quote was lost, the next one
    /// begins a cell instead of ending one.
    pub fn well_quoted(&self, text: &[u8]) -> bool {
        let mut rest = text;
        loop {
            if let Some(inside) = rest.strip_prefix(b"\"") {
                let Some(closing) = closing_quote(inside) else { return false };
                rest = &inside[closing + 1..];
                if rest.first().is_some_and(|after| *after != self.delimiter) {
                    return false;
                }
            }
            match memchr::memchr(self.delimiter, rest) {
                Some(at) => rest = &rest[at + 1..],
                None => return true,
            }
        }
    }

    /// The cells of a row.
    ///
    /// # Errors
    /// When quotes do not close.
    pub fn split(&mut self, line: &[u8]) -> Result<Vec<&str>, Refusal> {
        self.line.clear();
        self.line.extend_from_slice(line);
        self.line.push(b'\n');
        self.text.resize(line.len() + 1, 0);
        self.ends.resize(line.len() + 2, 0);
        self.reader.reset();
        let (result, read, wrote, count) =
            self.reader.read_record(&self.line, &mut self.text, &mut self.ends);
        if result != ReadRecordResult::Record || read < self.line.len() {
            return Err("quotes that do not close".into());
        }
        let text = std::str::from_utf8(&self.text[..wrote]).map_err(|_| "not text")?;
        let mut begin = 0;
        let mut cells = Vec::with_capacity(count);
        for end in &self.ends[..count] {
            cells.push(text.get(begin..*end).unwrap_or_default().trim());
            begin = *end;
        }
        Ok(cells)
    }
}

/// The first quote that is not written twice.
fn closing_quote(inside: &[u8]) -> Option<usize> {
    let mut quotes = memchr::memchr_iter(b'"', inside);
    loop {
        let at = quotes.next()?;
        if inside.get(at + 1) != Some(&b'"') {
            return Some(at);
        }
        quotes.next();
    }
}

/// The names of the columns.
#[derive(Debug, Default)]
pub struct Columns {
    index: HashMap<String, usize>,
    /// How many there are.
    pub count: usize,
}

impl Columns {
    /// Columns of these names; upper and lower case are the same.
    pub fn new(names: &[&str]) -> Self {
        let named = names.iter().enumerate();
        let index = named.map(|(at, name)| (name.to_ascii_lowercase(), at)).collect();
        Self { index, count: names.len() }
    }

    /// Whether there are all of these.
    pub fn has(&self, names: &[&str]) -> bool {
        names.iter().all(|name| self.index.contains_key(&name.to_ascii_lowercase()))
    }

    /// Which one has this name.
    pub fn at(&self, name: &str) -> Option<usize> {
        self.index.get(&name.to_ascii_lowercase()).copied()
    }

    /// The names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.index.keys().map(String::as_str)
    }
}

/// What stands for no number.
const NOTHING: [&str; 5] = ["null", "none", "nan", "n/a", "-"];

/// One row.
#[derive(Debug)]
pub struct Cells<'a> {
    /// Its columns.
    pub columns: &'a Columns,
    /// Its cells.
    pub values: &'a [&'a str],
    /// Whether a comma in a number is a decimal point.
    pub decimal_comma: bool,
}

impl<'a> Cells<'a> {
    /// What stands in a column; nothing when it is empty or there is none.
    pub fn text(&self, column: &str) -> Option<&'a str> {
        let at = match self.columns.index.get(column) {
            Some(at) => at,
            None => self.columns.index.get(&column.to_ascii_lowercase())?,
        };
        self.values.get(*at).copied().filter(|text| !text.is_empty())
    }

    /// A number.
    ///
    /// # Errors
    /// When something else stands there.
    pub fn number(&self, column: &str) -> Result<Option<f64>, Refusal> {
        let Some(text) = self.text(column) else { return Ok(None) };
        if NOTHING.iter().any(|nothing| text.eq_ignore_ascii_case(nothing)) {
            return Ok(None);
        }
        number(text, self.decimal_comma).map(Some).ok_or_else(|| "a cell is not a number".into())
    }

    /// A number of tokens or requests.
    ///
    /// # Errors
    /// When something else stands there.
    pub fn tokens(&self, column: &str) -> Result<Option<u64>, Refusal> {
        self.number(column)?.map(|number| whole(number).map_err(Refusal::from)).transpose()
    }

    /// The number in the first of these columns that has one.
    ///
    /// # Errors
    /// When something else stands there.
    pub fn first(&self, columns: &[&str]) -> Result<Option<u64>, Refusal> {
        for column in columns {
            if let Some(tokens) = self.tokens(column)? {
                return Ok(Some(tokens));
            }
        }
        Ok(None)
    }

    /// A moment.
    ///
    /// # Errors
    /// When something else stands there.
    pub fn time(&self, column: &str) -> Result<Option<(i64, Grain)>, Refusal> {
        let Some(text) = self.text(column) else { return Ok(None) };
        parse(text).map(Some).ok_or_else(|| "a time that is none".into())
    }
}

/// A number with a decimal point or comma, and with or without marks between thousands.
///
/// ```
/// use breakeven::usage::cells::number;
/// assert_eq!(number("59200.0", false), Some(59_200.0));
/// assert_eq!(number("1,234,567", false), Some(1_234_567.0));
/// assert_eq!(number("1.234.567,5", true), Some(1_234_567.5));
/// assert_eq!(number("1234,0", true), Some(1_234.0));
/// assert_eq!(number("1,2E+07", true), Some(12_000_000.0));
/// assert_eq!(number("3,0", false), Some(3.0));
/// assert_eq!(number("ten", false), None);
/// ```
pub fn number(text: &str, decimal_comma: bool) -> Option<f64> {
    let (point, mark) = if decimal_comma { (',', '.') } else { ('.', ',') };
    let text = text.replace([' ', '\u{a0}', '\u{202f}', '\'', '_'], "");
    let (mantissa, exponent) = text.split_at(text.find(['e', 'E']).unwrap_or(text.len()));
    let (whole, fraction) = mantissa.split_once(point).unwrap_or((mantissa, ""));
    let mut groups = whole.split(mark);
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    let grouped = first.len() <= 3 && rest.iter().all(|group| group.len() == 3);
    let plain = match rest.len() {
        _ if grouped && !rest.is_empty() => format!("{first}{}.{fraction}0", rest.concat()),
        0 => format!("{first}.{fraction}0"),
        // Without groups of three the mark is a decimal point after all.
        1 if !mantissa.contains(point) => format!("{first}.{}", rest[0]),
        _ => return None,
    };
    let bare = plain.trim_start_matches(['-', '+']).starts_with(|c: char| c.is_ascii_digit());
    let number: f64 = (plain + exponent).parse().ok().filter(|_| bare)?;
    number.is_finite().then_some(number)
}
