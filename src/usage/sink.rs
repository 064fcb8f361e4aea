//! Where the rows of one file go.

use super::gather::{Gather, Row};
use super::mapping::Mapping;

/// What is gathered, from which file, and how its columns are called.
#[derive(Debug)]
pub struct Sink<'g> {
    /// What has been read so far.
    pub gather: &'g mut Gather,
    /// The number of the file.
    pub file: usize,
    /// The number of the piece of the file.
    pub piece: usize,
    /// The key of the list of a document that is read.
    pub list: &'static str,
    /// Names of columns that the user gave.
    pub mapping: Option<&'g Mapping>,
}

impl Sink<'_> {
    /// Adds a sum that an export states of the time from one second to before another one.
    pub fn add_sum(&mut self, source: &'static str, (from, to): (i64, i64), row: &Row<'_>) {
        let period = self.gather.periods.entry((source, self.file)).or_insert((from, to));
        *period = (period.0.min(from), period.1.max(to));
        self.gather.add(row);
    }

    /// Says that a line was left out.
    pub fn skip(&mut self, reason: &str, line: u64) {
        self.gather.skip(reason, (self.file, self.piece, line));
    }

    /// Says that so many lines from the first one on were left out.
    pub fn skip_first(&mut self, reason: &str, rows: u64) {
        (1..=rows).for_each(|line| self.skip(reason, line));
    }
}
