//! What a number of a report counts, and how it is shown.

use crate::figure;
use crate::units::UsdPerMtok;

/// What the number counts, and so how it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// US dollars.
    Usd,
    /// US dollars a month.
    UsdPerMonth,
    /// US dollars per million tokens.
    UsdPerMtok,
    /// Months.
    Months,
    /// Days.
    Days,
    /// Tokens a day.
    TokensPerDay,
    /// Tokens a second.
    TokensPerSecond,
    /// A share, 0 to 1.
    Share,
    /// Machines.
    Machines,
}

impl Unit {
    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Usd => "USD",
            Self::UsdPerMonth => "USD per month",
            Self::UsdPerMtok => "USD per million tokens",
            Self::Months => "months",
            Self::Days => "days",
            Self::TokensPerDay => "tokens per day",
            Self::TokensPerSecond => "tokens per second",
            Self::Share => "share, 0 to 1",
            Self::Machines => "machines",
        }
    }

    /// A number of this unit, rounded for people.
    pub fn show(self, number: f64) -> String {
        match self {
            Self::Usd => figure::dollars(number),
            Self::UsdPerMonth => format!("{} a month", figure::dollars(number)),
            Self::UsdPerMtok => {
                format!("{} per million", figure::per_mtok(UsdPerMtok::new(number)))
            }
            Self::Months => format!("{} months", figure::tenths(number)),
            Self::Days => format!("{} days", figure::whole(number)),
            Self::TokensPerDay => format!("{} tokens/day", figure::short(number)),
            Self::TokensPerSecond => format!("{} tokens/s", figure::short(number)),
            Self::Share => figure::percent(number),
            Self::Machines => figure::whole(number),
        }
    }

    /// Two numbers that are not equal, with as many digits as it takes to see it.
    pub fn show_apart(self, one: f64, two: f64) -> [String; 2] {
        let texts = [one, two].map(|number| self.show(number));
        if texts[0] != texts[1] || one == two {
            return texts;
        }
        let after = match self {
            Self::Usd => "",
            Self::UsdPerMonth => " a month",
            _ => return [one, two].map(|n| format!("{} {}", figure::full(n), self.word())),
        };
        let with = |decimals| {
            [one, two].map(|usd| format!("{}{after}", figure::dollars_to(usd, decimals)))
        };
        let apart = (2..MOST_DECIMALS).map(with).find(|texts| texts[0] != texts[1]);
        apart.unwrap_or_else(|| with(MOST_DECIMALS))
    }
}

/// Digits of a cent beyond which nobody cares.
const MOST_DECIMALS: usize = 6;

#[cfg(test)]
mod tests {
    use super::Unit;

    #[test]
    fn numbers_that_differ_are_shown_to_differ() {
        let apart = |one| Unit::UsdPerMonth.show_apart(one, 500.0);
        assert_eq!(apart(500.2), ["$500.20 a month", "$500.00 a month"]);
        assert_eq!(apart(500.0002), ["$500.0002 a month", "$500.0000 a month"]);
        assert_eq!(
            Unit::Share.show_apart(0.801, 0.8),
            ["0.801 share, 0 to 1", "0.8 share, 0 to 1"]
        );
        assert_eq!(Unit::Usd.show_apart(1.0, 2.0), ["$1.00", "$2.00"]);
    }
}
