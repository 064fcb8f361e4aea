//! A refusal with what to do about it, which another way of asking may say otherwise.

use std::fmt;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hinted {
    /// What was found and what was expected.
    pub message: String,
    /// What to do, in flags.
    pub hint: String,
    /// The same in a file, where it can be done there.
    pub in_file: Option<String>,
}

impl Hinted {
    /// A refusal of what flags or a file may say.
    pub fn with_file(
        message: impl Into<String>,
        hint: impl Into<String>,
        in_file: impl Into<String>,
    ) -> anyhow::Error {
        let in_file = Some(in_file.into());
        Self { message: message.into(), hint: hint.into(), in_file }.into()
    }
}

/// A refusal.
pub fn hinted(message: impl Into<String>, hint: impl Into<String>) -> anyhow::Error {
    Hinted { message: message.into(), hint: hint.into(), in_file: None }.into()
}

impl fmt::Display for Hinted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\nhint: {}", self.message, self.hint)
    }
}

impl std::error::Error for Hinted {}
