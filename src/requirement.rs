//! Floor 1: hard conditions on an option.

use crate::source::Text;
use crate::tier::Tier;

/// What an option must be able to do. Not stated is not met.
#[derive(Clone, Debug, PartialEq)]
pub struct Requirements {
    /// The lowest tier accepted.
    pub tier: Tier,
    /// Whether it also holds for what the user named.
    pub tier_is_strict: bool,
    /// Tokens that the context must hold: those of a request, or more.
    pub context_tokens: f64,
}

/// A requirement that an option fails, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Unmet {
    /// Its word.
    pub requirement: &'static str,
    /// Why it fails, in plain words with the numbers.
    pub reason: Text,
}

impl Unmet {
    /// A failed requirement.
    pub fn new(requirement: &'static str, reason: impl Into<Text>) -> Self {
        Self { requirement, reason: reason.into() }
    }
}
