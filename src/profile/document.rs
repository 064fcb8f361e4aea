//! One TOML file, shipped or the user's.

use std::borrow::Cow;

use super::node::{self, Table};
use super::problem::Problem;
use super::record::Record;
use super::shipped;
use super::syntax::reworded;
use crate::source::Text;

/// The longest profile file that is read, in bytes.
pub const LARGEST_FILE: u64 = 1 << 20;

/// What stands before the path of a file that came with the program.
pub const BUILTIN: &str = "<builtin>/";

/// A file as a tree, with its text for excerpts.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The path as the user named it; shipped files are `<builtin>/…`.
    pub path: Text,
    /// The whole text.
    pub text: Text,
    /// The tree.
    pub table: Table,
}

impl Document {
    /// Parses the text of a file.
    ///
    /// # Errors
    /// Every syntax error, with its place.
    pub fn parse(path: String, text: String) -> Result<Self, Vec<Problem>> {
        let parsed = node::parse(&text);
        let mut document = Self { path: path.into(), text: text.into(), table: Table::default() };
        match parsed {
            Ok(table) => {
                document.table = Table::Owned(table);
                Ok(document)
            }
            Err(errors) => Err(errors
                .into_iter()
                .map(|error| {
                    let message = reworded(&error.message, document.words(error.place));
                    Problem::at(&document, error.place, message)
                })
                .collect()),
        }
    }

    /// Whether it came with the program.
    pub fn is_shipped(&self) -> bool {
        self.path.starts_with(BUILTIN)
    }

    /// The text at a place: the user's own words.
    pub fn words(&self, place: node::Place) -> &str {
        let (start, length) = (place.offset as usize, place.length as usize);
        self.text.get(start..start + length).unwrap_or("")
    }
}

/// The shipped files, by path.
pub fn shipped() -> impl Iterator<Item = Document> {
    shipped::FILES.iter().map(|file| Document {
        path: Cow::Borrowed(file.path),
        text: Cow::Borrowed(file.text),
        table: file.table.clone(),
    })
}

/// The profiles of the shipped files, by kind and name, as the build found them: nobody has held
/// them against their fields, which is what the tests are for.
pub(super) fn shipped_records() -> &'static [Record] {
    &shipped::RECORDS
}
