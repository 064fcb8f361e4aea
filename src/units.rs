//! Floor 0: quantities, and the arithmetic between them.
//!
//! The number inside is private; its unit goes with it. A purchase ([`Usd`]) and a monthly amount
//! ([`UsdPerMonth`]) are different types and do not add. Where the arithmetic of this page is not
//! enough, `.get()` leaves the types, and the unit is in the name of the type being left.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub};

/// Hours in a year: 365 days. One convention for the whole program; printed once in every output.
pub const HOURS_PER_YEAR: f64 = 8_760.0;
/// Hours in a month: a twelfth of a year.
pub const HOURS_PER_MONTH: f64 = HOURS_PER_YEAR / 12.0;
/// Days in a month: a twelfth of a year.
pub const DAYS_PER_MONTH: f64 = 365.0 / 12.0;
/// Seconds in a day.
pub const SECONDS_PER_DAY: f64 = 86_400.0;
/// Minutes of a day.
pub const MINUTES_PER_DAY: f64 = 1_440.0;
/// Hours in a week, the period of every load.
pub const HOURS_PER_WEEK: usize = 168;

macro_rules! quantity {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
        pub struct $name(f64);

        impl $name {
            /// Nothing of it.
            pub const ZERO: Self = Self(0.0);

            /// The quantity of this many units.
            pub const fn new(value: f64) -> Self {
                Self(value)
            }

            /// The number of units.
            pub const fn get(self) -> f64 {
                self.0
            }

            /// The smaller of the two.
            pub fn min(self, other: Self) -> Self {
                Self(self.0.min(other.0))
            }

            /// The larger of the two.
            pub fn max(self, other: Self) -> Self {
                Self(self.0.max(other.0))
            }
        }

        impl Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }

        impl AddAssign for $name {
            fn add_assign(&mut self, other: Self) {
                self.0 += other.0;
            }
        }

        impl Sub for $name {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                Self(self.0 - other.0)
            }
        }

        impl Neg for $name {
            type Output = Self;
            fn neg(self) -> Self {
                Self(-self.0)
            }
        }

        impl Mul<f64> for $name {
            type Output = Self;
            fn mul(self, factor: f64) -> Self {
                Self(self.0 * factor)
            }
        }

        impl Div<f64> for $name {
            type Output = Self;
            fn div(self, divisor: f64) -> Self {
                Self(self.0 / divisor)
            }
        }

        impl crate::range::Plain for $name {
            fn plain(self) -> f64 {
                self.0
            }
            fn from_plain(value: f64) -> Self {
                Self(value)
            }
        }

        /// The ratio of two of the same kind is a plain number.
        impl Div for $name {
            type Output = f64;
            fn div(self, other: Self) -> f64 {
                self.0 / other.0
            }
        }

        impl Sum for $name {
            fn sum<I: Iterator<Item = Self>>(items: I) -> Self {
                items.fold(Self::ZERO, Add::add)
            }
        }
    };
}

/// `relation!(A * B = C)`: A times B is C, so B times A is C, C over B is A and C over A is B.
macro_rules! relation {
    ($a:ident * $b:ident = $c:ident) => {
        impl Mul<$b> for $a {
            type Output = $c;
            fn mul(self, other: $b) -> $c {
                $c(self.0 * other.0)
            }
        }
        impl Mul<$a> for $b {
            type Output = $c;
            fn mul(self, other: $a) -> $c {
                $c(self.0 * other.0)
            }
        }
        impl Div<$b> for $c {
            type Output = $a;
            fn div(self, other: $b) -> $a {
                $a(self.0 / other.0)
            }
        }
        impl Div<$a> for $c {
            type Output = $b;
            fn div(self, other: $a) -> $b {
                $b(self.0 / other.0)
            }
        }
    };
}

quantity!(
    /// US dollars paid once: a purchase, or a total over time.
    Usd
);
quantity!(
    /// US dollars a month.
    UsdPerMonth
);
quantity!(
    /// US dollars per hour: rent, or somebody's time.
    UsdPerHour
);
quantity!(
    /// US dollars per kilowatt-hour.
    UsdPerKwh
);
quantity!(
    /// US dollars per million tokens.
    UsdPerMtok
);
quantity!(
    /// Millions of tokens.
    Mtok
);
quantity!(
    /// Millions of tokens a month.
    MtokPerMonth
);
quantity!(
    /// Tokens a day.
    TokensPerDay
);
quantity!(
    /// Tokens a second.
    TokensPerSecond
);
quantity!(
    /// Months of 730 hours.
    Months
);
quantity!(
    /// Hours a month.
    HoursPerMonth
);
quantity!(
    /// Electrical power.
    Watts
);
quantity!(
    /// Electrical energy used in a month.
    KwhPerMonth
);
quantity!(
    /// Decimal gigabytes: 10^9 bytes.
    Gigabytes
);
quantity!(
    /// Decimal gigabytes a second.
    GigabytesPerSecond
);

relation!(UsdPerMonth * Months = Usd);
relation!(MtokPerMonth * Months = Mtok);
relation!(UsdPerMtok * MtokPerMonth = UsdPerMonth);
relation!(UsdPerMtok * Mtok = Usd);
relation!(UsdPerKwh * KwhPerMonth = UsdPerMonth);
relation!(UsdPerHour * HoursPerMonth = UsdPerMonth);

impl TokensPerDay {
    /// Millions of tokens a month: days per month times this, over 10^6.
    ///
    /// ```
    /// use breakeven::units::TokensPerDay;
    /// let month = TokensPerDay::new(12_000_000.0).per_month();
    /// assert_eq!(month.get(), 365.0);
    /// ```
    pub fn per_month(self) -> MtokPerMonth {
        MtokPerMonth(self.0 * DAYS_PER_MONTH / 1e6)
    }

    /// Seconds of a day that it takes to work through these tokens at `rate`, as a share of the
    /// day. Above 1 the rate is too slow.
    ///
    /// ```
    /// use breakeven::units::{TokensPerDay, TokensPerSecond};
    /// assert_eq!(TokensPerDay::new(864_000.0).busy_share(TokensPerSecond::new(20.0)), 0.5);
    /// ```
    pub fn busy_share(self, rate: TokensPerSecond) -> f64 {
        self.0 / (rate.0 * SECONDS_PER_DAY)
    }
}

impl MtokPerMonth {
    /// Tokens a day: the inverse of [`TokensPerDay::per_month`].
    pub fn per_day(self) -> TokensPerDay {
        TokensPerDay(self.0 * 1e6 / DAYS_PER_MONTH)
    }
}

impl Watts {
    /// Energy of a month of drawing this all the time: 730 h x W / 1000.
    ///
    /// ```
    /// use breakeven::units::Watts;
    /// assert_eq!(Watts::new(100.0).kwh_per_month().get(), 73.0);
    /// ```
    pub fn kwh_per_month(self) -> KwhPerMonth {
        KwhPerMonth(self.0 * HOURS_PER_MONTH / 1_000.0)
    }
}

impl Gigabytes {
    /// From bytes.
    pub fn from_bytes(bytes: f64) -> Self {
        Self(bytes / 1e9)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_730_hours_and_a_twelfth_of_365_days() {
        assert_eq!(HOURS_PER_MONTH, 730.0);
        assert_eq!(HOURS_PER_MONTH, DAYS_PER_MONTH * 24.0);
    }

    #[test]
    fn relations_are_their_own_inverses() {
        let bill = UsdPerMtok::new(0.5) * MtokPerMonth::new(60.0);
        assert_eq!(bill.get(), 30.0);
        assert_eq!((bill / UsdPerMtok::new(0.5)).get(), 60.0);
        assert_eq!((bill / MtokPerMonth::new(60.0)).get(), 0.5);
        assert_eq!((MtokPerMonth::new(60.0) * UsdPerMtok::new(0.5)).get(), 30.0);
    }

    #[test]
    fn per_day_undoes_per_month() {
        let volume = TokensPerDay::new(5e6);
        assert!((volume.per_month().per_day().get() - 5e6).abs() < 1e-6);
    }
}
