//! Floor 1: where a fact came from.

use std::borrow::Cow;

use crate::date::Date;

/// Text of a profile: shipped text is in the program, a user's is owned.
pub type Text = Cow<'static, str>;

/// Where a profile was read, and where its facts are from.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// What kind of profile it is: `api`, `hardware`, `model`, `throughput` …
    pub kind: &'static str,
    /// The profile's name.
    pub profile: Text,
    /// The file it was read from; shipped files are `<builtin>/…`.
    pub file: Text,
    /// The line of its heading, from 1.
    pub line: u32,
    /// The day on which the facts were true.
    pub as_of: Date,
    /// The publication.
    pub source: Text,
    /// What is not published, and how it was obtained.
    pub basis: Option<Text>,
}

impl Source {
    /// Kind and name, and of what has no name the kind: `api host/model`, `estimator`.
    pub fn title(&self) -> String {
        format!("{} {}", self.kind, self.profile).trim_end().to_string()
    }

    /// Days from the day of the facts to `today`; 0 for facts from the future.
    pub fn age_days(&self, today: Date) -> i64 {
        today.days_since(self.as_of).max(0)
    }
}

/// A rule between the fields of one profile that does not hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// The field to point at.
    pub field: &'static str,
    /// What was found and what was expected.
    pub message: String,
}

/// The first item that is not above the one before it, and that one.
///
/// ```
/// use breakeven::source::not_increasing;
/// assert_eq!(not_increasing([1, 2, 2]), Some((2, 2)));
/// assert_eq!(not_increasing([1, 2, 3]), None);
/// ```
pub fn not_increasing<T: PartialOrd + Copy>(items: impl IntoIterator<Item = T>) -> Option<(T, T)> {
    let mut last = None;
    for item in items {
        match last {
            Some(last) if item <= last => return Some((item, last)),
            _ => last = Some(item),
        }
    }
    None
}

impl Fault {
    /// A fault at a field.
    pub fn new(field: &'static str, message: impl Into<String>) -> Self {
        Self { field, message: message.into() }
    }
}
