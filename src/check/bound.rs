//! A limit, and which end of it is meant.

/// A limit and the line on which it stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limit<T> {
    /// The value.
    pub value: T,
    /// The line, from 1.
    pub line: u32,
}

/// Which end of a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// The most.
    Max,
    /// The least.
    Min,
}
