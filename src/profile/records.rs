//! All records of a run, by kind and name.

use std::borrow::Cow;
use std::ops::Range;

use super::record::Record;

/// Records by kind and name. Without profiles of the user's it is the index that the build made.
#[derive(Clone, Debug, Default)]
pub struct Records(pub(super) Cow<'static, [Record]>);

impl Records {
    /// The record of this kind and name.
    pub fn find(&self, kind: &str, name: &str) -> Option<&Record> {
        let found = self.0.binary_search_by(|record| record.key().cmp(&(kind, name)));
        found.ok().map(|index| &self.0[index])
    }

    /// All records of a kind, by name.
    pub fn of(&self, kind: &str) -> &[Record] {
        &self.0[self.range_of(kind)]
    }

    /// Which of the records are of a kind.
    pub fn range_of(&self, kind: &str) -> Range<usize> {
        let first = self.0.partition_point(|record| record.kind < kind);
        first..self.0.partition_point(|record| record.kind <= kind)
    }
}
