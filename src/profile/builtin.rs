//! The shipped files and the profiles in them, as the build has laid them out.

use std::borrow::Cow;

use super::document::Document;
use super::node::{Place, Table};
use super::packed::Items;
use super::record::Record;

/// A shipped file: its text, and the tree that the build made of it.
struct File {
    /// Its path, `<builtin>/…`.
    path: &'static str,
    /// All of it.
    text: &'static str,
    /// Its tree.
    table: Table,
}

include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// The shipped files, by path.
pub fn shipped() -> impl Iterator<Item = Document> {
    FILES.iter().map(|file| Document {
        path: Cow::Borrowed(file.path),
        text: Cow::Borrowed(file.text),
        table: file.table.clone(),
    })
}

/// The profiles of the shipped files, by kind and name, as the build found them: nobody has held
/// them against their fields, which is what the tests are for.
pub fn shipped_records() -> &'static [Record] {
    &RECORDS
}
