//! What machines cost at least over the horizon, known without sizing them, so that a search can
//! leave out what cannot win.

use super::cash::present_value;
use super::fleet::{Fleet, Tenure, purchase, resale_fraction};
use super::service::fleet as machines_for;
use crate::assumptions::RentMode;
use crate::scenario::Scenario;

/// Rounding must not leave out an option that costs exactly as much as another.
const SLACK: f64 = 1.0 - 1e-9;

/// Lower bounds of one scenario.
pub struct Bounds<'a, 'c> {
    scenario: &'a Scenario<'c>,
    /// Worth today of a dollar in every month, in months.
    months: f64,
    /// Worth today of a dollar at the end.
    end: f64,
    fallback: Option<Fallback>,
}

/// What an API would bill over the horizon for everything that machines may leave to it.
#[derive(Clone, Copy, Debug)]
pub struct Fallback {
    /// The bill of the whole workload.
    pub bill: f64,
    /// The bill if demand stayed that of the first month.
    pub without_growth: f64,
}

impl<'a, 'c> Bounds<'a, 'c> {
    /// The bounds of a scenario in which this much is spilled to.
    pub fn new(scenario: &'a Scenario<'c>, fallback: Option<Fallback>) -> Self {
        let assumptions = &scenario.assumptions;
        let (rate, horizon) = (assumptions.discount, assumptions.horizon_months);
        let months = if rate == 0.0 {
            f64::from(horizon)
        } else {
            (1..=horizon).map(|month| present_value(rate, f64::from(month))).sum()
        };
        let end = present_value(rate, f64::from(horizon));
        Self { scenario, months, end, fallback }
    }

    /// One idle machine, or as many as are given, all the time.
    pub fn idle(&self, fleet: &Fleet<'_>) -> f64 {
        SLACK * (self.operations() + self.each(fleet) * fleet.machines.unwrap_or(1.0))
    }

    /// As many idle machines as the busiest hour of the first month needs; they only get more.
    pub fn alone(&self, fleet: &Fleet<'_>) -> f64 {
        let needed = machines_for(fleet.busy.peak, self.scenario.assumptions.headroom);
        SLACK * (self.operations() + self.each(fleet) * fleet.machines.unwrap_or(needed))
    }

    /// The best number of idle machines when every hour below the limit of each is worth what the
    /// API would bill for it.
    ///
    /// `n` machines serve at most the share `n x limit / u` of a month that would keep `u` of them
    /// busy, and growth cancels out of that share of the month's bill. So they save at most
    /// `n x limit / u0 x bill without growth`, and never more than the bill.
    pub fn spilling(&self, fleet: &Fleet<'_>) -> f64 {
        let Some(Fallback { bill, without_growth }) = self.fallback else { return f64::INFINITY };
        let (bill, without_growth) = (bill * fleet.share, without_growth * fleet.share);
        // A queue with a longest wait may fill a machine beyond its headroom.
        let waits = self.scenario.requirements.max_wait().is_some();
        let limit = if waits { 1.0 } else { self.scenario.assumptions.headroom };
        let saved_by_each = limit / fleet.busy.mean * without_growth;
        let each = self.each(fleet);
        let least = |machines: f64| each * machines + bill - (saved_by_each * machines).min(bill);
        let best = match fleet.machines {
            Some(given) => least(given),
            // Linear up to the number that saves the whole bill, and rising from there.
            None => least(1.0).min(least((bill / saved_by_each).max(1.0))),
        };
        SLACK * (self.operations() + best)
    }

    /// One idle machine over the horizon. Nothing for one that follows the load: it may be let go.
    fn each(&self, fleet: &Fleet<'_>) -> f64 {
        let assumptions = &self.scenario.assumptions;
        let hardware = fleet.deployment.hardware;
        let bought = match fleet.tenure {
            Tenure::Rented if assumptions.rent_mode != RentMode::Always => return 0.0,
            Tenure::Rented | Tenure::Owned => 0.0,
            Tenure::Bought => {
                let lost = 1.0 - resale_fraction(hardware, assumptions) * self.end;
                purchase(hardware, assumptions).get() * lost
            }
        };
        let running = fleet.running_of(1.0, 0.0, assumptions);
        bought + (running.total() - running.operations).get() * self.months
    }

    fn operations(&self) -> f64 {
        let assumptions = &self.scenario.assumptions;
        super::running::operations(assumptions.ops_hours, assumptions.ops_rate).get() * self.months
    }
}
