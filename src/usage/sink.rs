//! Where the rows of one file go.

use super::gather::Gather;
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
    /// Names of columns that the user gave.
    pub mapping: Option<&'g Mapping>,
}

impl Sink<'_> {
    /// Says that a line was left out.
    pub fn skip(&mut self, reason: &str, line: u64) {
        self.gather.skip(reason, (self.file, self.piece, line));
    }
}
