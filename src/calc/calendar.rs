//! The months of a horizon.

use std::cell::OnceCell;

use super::cash::present_value;
use super::demand::{Drift, When};
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

/// The months of a scenario's horizon, counted when they are first asked for: many options see the
/// same ones, and where nothing changes nobody asks.
pub struct Calendar<'a, 'c> {
    /// The scenario.
    pub scenario: &'a Scenario<'c>,
    months: OnceCell<Vec<Dated>>,
}

impl<'a, 'c> Calendar<'a, 'c> {
    /// The calendar of a scenario.
    pub const fn new(scenario: &'a Scenario<'c>) -> Self {
        Self { scenario, months: OnceCell::new() }
    }

    /// Every month.
    pub fn months(&self) -> &[Dated] {
        self.months.get_or_init(|| {
            let (drift, rate) = (Drift::of(self.scenario), self.scenario.assumptions.discount);
            let mut months: Vec<Dated> = Vec::new();
            for month in 0..self.scenario.assumptions.horizon_months {
                let when = months.last().map_or(When::FIRST, |last| last.when.next(drift));
                let start = months.last().map_or(1.0, |last| last.end);
                months.push(Dated {
                    when,
                    start,
                    end: present_value(rate, f64::from(month) + 1.0),
                });
            }
            months
        })
    }
}
