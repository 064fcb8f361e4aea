//! A refusal with what to do about it, which another way of asking may say otherwise.

use std::fmt;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hinted {
    /// What was found and what was expected.
    pub message: String,
    /// What to do, in flags.
    pub hint: String,
    /// Whether nobody said how much is asked for.
    pub lacks_demand: bool,
}

/// A refusal.
pub fn hinted(message: impl Into<String>, hint: impl Into<String>) -> anyhow::Error {
    Hinted { message: message.into(), hint: hint.into(), lacks_demand: false }.into()
}

impl fmt::Display for Hinted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\nhint: {}", self.message, self.hint)
    }
}

impl std::error::Error for Hinted {}
