//! One TOML file, shipped or the user's.

use std::borrow::Cow;

use super::node::{self, Entry, Table};
use super::problem::Problem;
use super::record::Record;
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
        let mut document = Self { path: path.into(), text: text.into(), table: Cow::Borrowed(&[]) };
        match parsed {
            Ok(table) => {
                document.table = Cow::Owned(table);
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

/// A shipped file: its text, and the tree that the build made of it.
struct Shipped {
    path: &'static str,
    text: &'static str,
    table: &'static [Entry],
}

mod generated {
    use super::Shipped;
    use crate::profile::node::{Entry, Node, Place, Value};
    use crate::profile::record::Record;
    use std::borrow::Cow;

    include!(concat!(env!("OUT_DIR"), "/shipped.rs"));
}

/// The shipped files, by path.
pub fn shipped() -> impl Iterator<Item = Document> {
    generated::SHIPPED.iter().map(|file| Document {
        path: Cow::Borrowed(file.path),
        text: Cow::Borrowed(file.text),
        table: Cow::Borrowed(file.table),
    })
}

/// The profiles of the shipped files, by kind and name, as the build found them: nobody has held
/// them against their fields, which is what the tests are for.
pub(super) fn shipped_records() -> &'static [Record] {
    generated::RECORDS
}
