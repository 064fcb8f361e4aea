//! Floor 1: what a model can do, in three steps.

use std::fmt;

/// Tiers order what a model can do. A label in each profile, with its basis and date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// Extraction, classification, short answers.
    Small,
    /// Most production work.
    Mid,
    /// The hardest tasks.
    Frontier,
}

impl Tier {
    /// All tiers, lowest first.
    pub const ALL: [Self; 3] = [Self::Small, Self::Mid, Self::Frontier];

    /// The word for it in flags, TOML and JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Mid => "mid",
            Self::Frontier => "frontier",
        }
    }

    /// The tier that `word` names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tier| tier.word() == word)
    }
}

impl fmt::Display for Tier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
