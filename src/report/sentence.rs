//! A sentence of the report, and what it is about.

use std::fmt;
use std::ops::Deref;

use serde::{Deserialize, Serialize};

use crate::criterion::Criterion;

/// A sentence for people. In JSON it is a text; here it also says what it is about, so that nobody has to
/// find that in its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(from = "String", into = "String")]
pub struct Sentence {
    text: String,
    /// What it is about.
    pub about: About,
}

/// What a sentence is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// Nothing that anybody asks for.
    Anything,
    /// Why the option of this id is ruled out.
    Miss(String),
    /// What requirements cost.
    Price(Vec<Criterion>),
    /// A number that no profile states.
    NotStated,
}

impl Sentence {
    /// A sentence about something.
    pub const fn about(text: String, about: About) -> Self {
        Self { text, about }
    }
}

impl From<&str> for Sentence {
    fn from(text: &str) -> Self {
        text.to_string().into()
    }
}

impl From<String> for Sentence {
    fn from(text: String) -> Self {
        Self { text, about: About::Anything }
    }
}

impl From<Sentence> for String {
    fn from(sentence: Sentence) -> Self {
        sentence.text
    }
}

impl Deref for Sentence {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl AsRef<str> for Sentence {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
