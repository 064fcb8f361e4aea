//! Demand: tokens a month, and how they grow.

use crate::units::MtokPerMonth;
use crate::workload::Workload;

/// Millions of tokens a month by class.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MonthlyTokens {
    /// Input that must be processed.
    pub fresh: MtokPerMonth,
    /// Input that a cache holds.
    pub cached: MtokPerMonth,
    /// Output.
    pub output: MtokPerMonth,
}

impl MonthlyTokens {
    /// All three classes.
    pub fn total(self) -> MtokPerMonth {
        self.fresh + self.cached + self.output
    }

    /// Each class times a factor.
    pub fn times(self, factor: f64) -> Self {
        Self {
            fresh: self.fresh * factor,
            cached: self.cached * factor,
            output: self.output * factor,
        }
    }
}

/// Tokens of the first month: `tokens a day x 365/12 / 10^6`, by class.
pub fn monthly_tokens(workload: &Workload) -> MonthlyTokens {
    MonthlyTokens {
        fresh: workload.fresh.per_month(),
        cached: workload.cached.per_month(),
        output: workload.output.per_month(),
    }
}

/// What month `m` (0 is the first) is to the first one at a rate of change per year:
/// `(1 + rate)^(m/12)`. Serves growth of volume, the trend of prices and, inverted, discounting.
///
/// ```
/// use breakeven::calc::demand::compounded;
/// assert_eq!(compounded(0.21, 0.0), 1.0);
/// assert!((compounded(0.21, 6.0) - 1.1).abs() < 1e-12);
/// assert_eq!(compounded(-1.0, 12.0), 0.0);
/// ```
pub fn compounded(rate_per_year: f64, month: f64) -> f64 {
    if rate_per_year == 0.0 { 1.0 } else { (1.0 + rate_per_year).powf(month / 12.0) }
}

/// A month and how far demand has grown by then.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct When {
    /// 0 is the first.
    pub month: u32,
    /// Demand over that of the first month.
    pub growth: f64,
    /// The same of the month before; 0 before the first, when nothing is there yet.
    pub before: f64,
}

impl When {
    /// The first month.
    pub const FIRST: Self = Self { month: 0, growth: 1.0, before: 0.0 };

    /// Month `m` at a growth per year.
    ///
    /// ```
    /// use breakeven::calc::demand::When;
    /// assert_eq!(When::at(0, 0.5), When::FIRST);
    /// assert_eq!(When::at(12, 0.5).growth, 1.5);
    /// ```
    pub fn at(month: u32, growth_per_year: f64) -> Self {
        let growth = |month: u32| compounded(growth_per_year, f64::from(month));
        let before = month.checked_sub(1).map_or(0.0, growth);
        Self { month, growth: growth(month), before }
    }

    /// The month after this one, at a growth per year.
    #[must_use]
    pub fn next(self, growth_per_year: f64) -> Self {
        let month = self.month + 1;
        Self { month, growth: compounded(growth_per_year, f64::from(month)), before: self.growth }
    }
}
