//! Demand: tokens a month, and how they grow.

use super::compound::{a_year_later, compounded, floored};
use crate::scenario::Scenario;
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

/// What changes from month to month, per year.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Drift {
    /// Of demand.
    pub growth: f64,
    /// Of API prices.
    pub prices: f64,
    /// The part of today's API prices below which none falls.
    pub floor: f64,
}

impl Drift {
    /// What changes in a scenario.
    pub fn of(scenario: &Scenario<'_>) -> Self {
        let Scenario { workload, assumptions, .. } = scenario;
        Self {
            growth: workload.growth_per_year,
            prices: assumptions.api_price_trend,
            floor: assumptions.api_price_floor,
        }
    }
}

/// A month, and how far demand and prices have come by then.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct When {
    /// 0 is the first.
    pub month: u32,
    /// Demand over that of the first month.
    pub growth: f64,
    /// The same of the month before; 0 before the first, when nothing is there yet.
    pub before: f64,
    /// API prices over those of the first month, but for scheduled changes.
    pub prices: f64,
}

impl When {
    /// The first month.
    pub const FIRST: Self = Self { month: 0, growth: 1.0, before: 0.0, prices: 1.0 };

    /// Month `m`.
    ///
    /// ```
    /// use breakeven::calc::demand::{Drift, When};
    /// let drift = Drift { growth: 0.5, prices: -0.5, floor: 0.4 };
    /// assert_eq!(When::at(0, drift), When::FIRST);
    /// assert_eq!(When::at(12, drift).growth, 1.5);
    /// assert_eq!(When::at(12, drift).prices, 0.5);
    /// assert_eq!(When::at(24, drift).prices, 0.4);
    /// assert_eq!(When::at(13, drift), When::at(12, drift).next(drift));
    /// ```
    pub fn at(month: u32, drift: Drift) -> Self {
        let before = month.checked_sub(1).map(|month| compounded(drift.growth, month));
        Self::after(before.unwrap_or(0.0), month, drift)
    }

    /// The last month of a scenario's horizon.
    pub fn last(scenario: &Scenario<'_>) -> Self {
        let month = scenario.assumptions.horizon_months.saturating_sub(1);
        Self::at(month, Drift::of(scenario))
    }

    /// The month after this one.
    #[must_use]
    pub fn next(self, drift: Drift) -> Self {
        Self::after(self.growth, self.month + 1, drift)
    }

    /// The month 12 months after this one, and one after a month with this demand.
    ///
    /// ```
    /// use breakeven::calc::demand::{Drift, When};
    /// let drift = Drift { growth: 0.5, prices: -0.5, floor: 0.4 };
    /// let (before, ago) = (When::at(16, drift), When::at(5, drift));
    /// assert_eq!(ago.a_year_later(before.growth, drift), When::at(17, drift));
    /// ```
    #[must_use]
    pub fn a_year_later(self, before: f64, Drift { growth, prices, floor }: Drift) -> Self {
        Self {
            month: self.month + 12,
            growth: a_year_later(growth, self.growth),
            before,
            // What is at the floor already stays there.
            prices: floored(prices, floor, a_year_later(prices, self.prices)),
        }
    }

    fn after(before: f64, month: u32, Drift { growth, prices, floor }: Drift) -> Self {
        Self {
            month,
            growth: compounded(growth, month),
            before,
            prices: floored(prices, floor, compounded(prices, month)),
        }
    }
}
