//! What the records of a kind describe, each read when it is first asked for: a run looks at few.

use std::ops::Range;
use std::sync::OnceLock;

/// What the records of one kind describe.
#[derive(Clone, Debug)]
pub struct Lazy<T> {
    /// Which of the catalog's records they are of.
    pub(super) records: Range<usize>,
    /// Empty for what breaks a rule.
    pub(super) values: Vec<OnceLock<Option<Box<T>>>>,
}

impl<T> Default for Lazy<T> {
    fn default() -> Self {
        Self { records: 0..0, values: Vec::new() }
    }
}

impl<T> Lazy<T> {
    /// One for each of these records; none of them is read yet.
    pub fn unread(records: Range<usize>) -> Self {
        Self { values: records.clone().map(|_| OnceLock::new()).collect(), records }
    }

    /// Keeps those that a condition holds for, of what was read.
    pub fn retain(&mut self, keep: impl Fn(&T) -> bool) {
        for value in self.values.iter_mut().filter_map(OnceLock::get_mut) {
            if value.as_deref().is_some_and(|value| !keep(value)) {
                *value = None;
            }
        }
    }
}
