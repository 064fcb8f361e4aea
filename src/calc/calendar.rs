//! The months of a horizon.

use std::cell::OnceCell;

use super::compound::present_value;
use super::demand::{Drift, When};
use crate::assumptions::Assumptions;
use crate::scenario::Scenario;

/// A month, and what a dollar in it is worth today.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dated {
    /// The month.
    pub when: When,
    /// Worth of a dollar at its start.
    pub start: f64,
    /// Worth of a dollar at its end.
    pub end: f64,
}

/// Worth today of a dollar at the end of every month of the horizon, in months.
#[derive(Clone, Copy, Debug, PartialEq)]
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

/// The months of a scenario's horizon, counted when they are first asked for: many options see the
/// same ones, and where nothing changes nobody asks.
pub struct Calendar<'a, 'c> {
    /// The scenario.
    pub scenario: &'a Scenario<'c>,
    months: OnceCell<Vec<Dated>>,
    worth: OnceCell<Worth>,
}

impl<'a, 'c> Calendar<'a, 'c> {
    /// The calendar of a scenario.
    pub const fn new(scenario: &'a Scenario<'c>) -> Self {
        Self { scenario, months: OnceCell::new(), worth: OnceCell::new() }
    }

    /// Every month.
    pub fn months(&self) -> &[Dated] {
        self.months.get_or_init(|| {
            let (drift, rate) = (Drift::of(self.scenario), self.scenario.assumptions.discount);
            let horizon = self.scenario.assumptions.horizon_months;
            let mut months: Vec<Dated> = Vec::with_capacity(horizon as usize);
            for month in 0..horizon {
                let ago = month.checked_sub(12).map(|ago| months[ago as usize].when);
                let (when, start) = match (months.last(), ago) {
                    (None, _) => (When::FIRST, 1.0),
                    (Some(last), None) => (last.when.next(drift), last.end),
                    (Some(last), Some(ago)) => {
                        (ago.a_year_later(last.when.growth, drift), last.end)
                    }
                };
                months.push(Dated { when, start, end: present_value(rate, month + 1) });
            }
            months
        })
    }

    /// What a dollar is worth.
    pub fn worth(&self) -> Worth {
        *self.worth.get_or_init(|| {
            let Drift { growth, prices, .. } = Drift::of(self.scenario);
            let Assumptions { discount, horizon_months, .. } = self.scenario.assumptions;
            let horizon = f64::from(horizon_months);
            if [growth, prices, discount] == [0.0; 3] {
                return Worth { months: horizon, grown: horizon, billed: horizon, end: 1.0 };
            }
            let end = present_value(discount, horizon_months);
            let mut worth = Worth { months: 0.0, grown: 0.0, billed: 0.0, end };
            for Dated { when, end, .. } in self.months() {
                worth.months += end;
                worth.grown += when.growth * end;
                worth.billed += when.growth * when.prices * end;
            }
            worth
        })
    }
}
