//! One TOML file, shipped or the user's.

use super::node::{self, Table};
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
