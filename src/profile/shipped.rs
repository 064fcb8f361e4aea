//! The shipped profiles, as the build has laid them out.

use std::borrow::Cow;

use super::node::{Entry, Node, Place, Table, Value};
use super::packed::{Items, Words};
use super::record::Record;

/// A shipped file: its text, and the tree that the build made of it.
pub struct File {
    /// Its path, `<builtin>/…`.
    pub path: &'static str,
    /// All of it.
    pub text: &'static str,
    /// Its tree.
    pub table: Table,
}

include!(concat!(env!("OUT_DIR"), "/shipped.rs"));
