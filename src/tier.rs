//! Floor 1: what a model can do, in three steps.

use std::fmt;

use crate::date::Date;
use crate::source::Fault;

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

    /// The index number, of 100, from which it begins: the lines that the shipped labels are drawn at.
    pub const fn least_index(self) -> f64 {
        match self {
            Self::Small => 0.0,
            Self::Mid => 18.0,
            Self::Frontier => 44.0,
        }
    }

    /// The tier of an index number.
    ///
    /// ```
    /// use breakeven::tier::Tier;
    /// assert_eq!([17.9, 18.0, 43.9, 44.0].map(Tier::of_index),
    ///     [Tier::Small, Tier::Mid, Tier::Mid, Tier::Frontier]);
    /// ```
    pub fn of_index(index: f64) -> Self {
        let reached = Self::ALL.into_iter().rev().find(|tier| index >= tier.least_index());
        reached.unwrap_or(Self::Small)
    }

    /// What is wrong with a tier of which an index number says another.
    ///
    /// # Errors
    /// The fault at the number.
    pub fn agrees_with(self, index: Option<f64>) -> Result<(), Fault> {
        match index {
            Some(index) if Self::of_index(index) != self => {
                let [mid, frontier] = [Self::Mid, Self::Frontier].map(Self::least_index);
                let message = format!(
                    "{index} of the {self} tier; mid begins at {mid}, frontier at {frontier}"
                );
                Err(Fault::new("index", message))
            }
            _ => Ok(()),
        }
    }

    /// The tier that `word` names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tier| tier.word() == word)
    }
}

/// How fast open weights get better on the index of tiers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OpenWeights {
    /// The highest number of any.
    pub index: f64,
    /// The day of that number.
    pub as_of: Date,
    /// What a year added.
    pub points_per_year: f64,
}

impl OpenWeights {
    /// The day on which they reach a number at that pace; `None` when they have.
    ///
    /// ```
    /// use breakeven::tier::OpenWeights;
    /// let day = |text: &str| text.parse().unwrap();
    /// let open = OpenWeights { index: 40.0, as_of: day("2026-10-01"), points_per_year: 20.0 };
    /// assert_eq!(open.reach(50.0), Some(day("2027-04-01")));
    /// assert_eq!(open.reach(40.0), None);
    /// ```
    pub fn reach(&self, index: f64) -> Option<Date> {
        let missing = index - self.index;
        let days = (missing / self.points_per_year * DAYS_PER_YEAR).floor();
        let day = self.as_of.days_since_1970() + days as i64;
        (missing > 0.0).then(|| Date::from_days_since_1970(day)).flatten()
    }
}

const DAYS_PER_YEAR: f64 = 365.0;

impl fmt::Display for Tier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
