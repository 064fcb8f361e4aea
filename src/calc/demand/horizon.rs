//! The months of a horizon: how far demand and prices have come in each, and what a dollar in it is
//! worth today.

use super::compound::{a_year_later, compounded, floored};
use crate::assumptions::Assumptions;
use crate::scenario::Scenario;
use crate::workload::Workload;

/// What changes from month to month, per year.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Drift {
    /// Growth of demand.
    pub growth: f64,
    /// Trend of API prices.
    pub api_prices: f64,
    /// The part of today's API prices below which none falls.
    pub api_floor: f64,
    /// Discount rate.
    pub discount: f64,
}

impl Drift {
    /// What changes in a scenario.
    pub fn of(workload: &Workload, assumptions: &Assumptions) -> Self {
        Self {
            growth: workload.growth_per_year,
            api_prices: assumptions.api_price_trend,
            api_floor: assumptions.api_price_floor,
            discount: assumptions.discount,
        }
    }

    /// The months one after another, without end. The first twelve take powers; each later one
    /// follows from the month a year before.
    ///
    /// ```
    /// use breakeven::calc::demand::horizon::Drift;
    /// let drift = Drift { growth: 0.5, api_prices: -0.5, api_floor: 0.4, discount: 0.25 };
    /// let months: Vec<_> = drift.months().take(25).collect();
    /// assert_eq!((months[0].demand, months[0].api_price, months[0].start), (1.0, 1.0, 1.0));
    /// assert_eq!((months[12].demand, months[12].api_price, months[12].start), (1.5, 0.5, 0.8));
    /// assert_eq!(months[24].api_price, 0.4);
    /// assert_eq!(months[11].end, months[12].start);
    /// ```
    pub fn months(self) -> impl Iterator<Item = Month> {
        let mut year: [Factors; 12] = std::array::from_fn(|month| self.in_first_year(month as u32));
        let mut index = 0;
        std::iter::from_fn(move || {
            let now = year[index as usize % 12];
            year[index as usize % 12] = Factors {
                demand: a_year_later(self.growth, now.demand),
                api_price: a_year_later(self.api_prices, now.api_price),
                discount: a_year_later(self.discount, now.discount),
            };
            let next = year[(index as usize + 1) % 12];
            let month = Month {
                index,
                demand: now.demand,
                api_price: floored(self.api_prices, self.api_floor, now.api_price),
                start: now.discount.recip(),
                end: next.discount.recip(),
            };
            index += 1;
            Some(month)
        })
    }

    fn in_first_year(self, month: u32) -> Factors {
        Factors {
            demand: compounded(self.growth, month),
            api_price: compounded(self.api_prices, month),
            discount: compounded(self.discount, month),
        }
    }
}

/// Month over first month, without a floor.
#[derive(Clone, Copy)]
struct Factors {
    demand: f64,
    api_price: f64,
    discount: f64,
}

/// A month: how far demand and prices have come by then, and what a dollar in it is worth today.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Month {
    /// 0 is the first.
    pub index: u32,
    /// Demand over that of the first month.
    pub demand: f64,
    /// API prices over those of the first month, but for scheduled changes.
    pub api_price: f64,
    /// Worth of a dollar at its start.
    pub start: f64,
    /// Worth of a dollar at its end.
    pub end: f64,
}

impl Month {
    /// The first month as it is today.
    pub const FIRST: Self = Self { index: 0, demand: 1.0, api_price: 1.0, start: 1.0, end: 1.0 };
}

/// Worth today of a dollar at the end of every month of the horizon, in months.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Worth {
    /// As it is.
    pub months: f64,
    /// Times demand over that of the first month.
    pub grown: f64,
    /// Times demand and the trend of API prices: what a bill of the first month amounts to.
    pub billed: f64,
    /// Of one dollar at the end of the horizon.
    pub end: f64,
}

/// The months of a horizon.
#[derive(Clone, Debug, PartialEq)]
pub struct Horizon {
    /// What changes.
    pub drift: Drift,
    /// Every month.
    pub months: Vec<Month>,
    /// What a dollar in them is worth.
    pub worth: Worth,
}

impl Horizon {
    /// The months over which options of a scenario are compared.
    pub fn of(scenario: &Scenario<'_>) -> Self {
        let Scenario { workload, assumptions, .. } = scenario;
        Self::new(Drift::of(workload, assumptions), assumptions.horizon_months)
    }

    /// So many months.
    pub fn new(drift: Drift, count: u32) -> Self {
        let months: Vec<Month> = drift.months().take(count as usize).collect();
        let mut worth =
            Worth { end: months.last().map_or(1.0, |last| last.end), ..Worth::default() };
        for month in &months {
            worth.months += month.end;
            worth.grown += month.demand * month.end;
            worth.billed += month.demand * month.api_price * month.end;
        }
        Self { drift, months, worth }
    }

    /// What makes one horizon the same as another: what changes, and how many months.
    pub fn key(&self) -> (Drift, usize) {
        (self.drift, self.months.len())
    }

    /// Whether it is the horizon of this scenario, too.
    pub fn is_of(&self, scenario: &Scenario<'_>) -> bool {
        let Scenario { workload, assumptions, .. } = scenario;
        let months = assumptions.horizon_months as usize;
        self.key() == (Drift::of(workload, assumptions), months)
    }

    /// Whether demand stays what it is.
    pub fn is_level(&self) -> bool {
        self.drift.growth == 0.0
    }

    /// Demand of the last month of a scenario's horizon, over that of the first.
    pub fn last_demand(scenario: &Scenario<'_>) -> f64 {
        let month = scenario.assumptions.horizon_months.saturating_sub(1);
        compounded(scenario.workload.growth_per_year, month)
    }

    /// The largest demand of all months, over that of the first.
    pub fn most_demand(&self) -> f64 {
        self.months.last().map_or(1.0, |last| last.demand.max(1.0))
    }
}
