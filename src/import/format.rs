//! What a format is: how its records or lines are recognised, and who reads them.

use super::json::Json;
use super::look::Look;
use super::runs::Bench;
use crate::profile::problem::Problem;

/// A format of records: JSON documents, or rows with names of columns.
#[derive(Debug)]
pub struct Format {
    /// The program that writes it.
    pub word: &'static str,
    /// Whether a record is of it. One of the fields that only this program writes is enough, so that
    /// a missing one of the others is named by the reader.
    pub wrote: fn(&Json) -> bool,
    /// A file without any record.
    pub begin: fn() -> Bench,
    /// Adds a record to those before it.
    pub record: fn(&mut Bench, &Look<'_>) -> Result<(), Problem>,
}

/// A format of lines that begin with what they say.
pub struct Printed {
    /// Whether a line is of it.
    pub knows: fn(&str) -> bool,
    /// A file without any line.
    pub begin: fn() -> (Bench, Box<dyn Lines>),
}

/// Reads lines, of which others may be none of the format.
pub trait Lines {
    /// Reads a line, which is the text of `look`.
    ///
    /// # Errors
    /// What is wrong with the line.
    fn line(&mut self, bench: &mut Bench, look: &Look<'_>) -> Result<(), Problem>;

    /// What is missing at the end of the file.
    fn missing(&self) -> Option<&'static str> {
        None
    }
}
