//! What machines cost for being there, and what their work adds.

use super::calendar::Worth;
use super::fleet::{Fleet, Tenure, purchase, resale_fraction, running_of};
use super::running;
use crate::assumptions::Assumptions;
use crate::hardware::Hardware;
use crate::scenario::Scenario;

/// One machine of a fleet, apart from operations, which are paid once for all.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// The purchase of one machine, USD; 0 when it is not bought.
    pub price: f64,
    /// Share of it that comes back in the end.
    pub fetched: f64,
    /// USD for a month of one machine that does nothing.
    pub idle: f64,
}

impl Standing {
    /// Of the machines of a fleet.
    pub fn of(scenario: &Scenario<'_>, fleet: &Fleet<'_>) -> Self {
        Self::of_machine(scenario, fleet.deployment.hardware, fleet.tenure)
    }

    /// Of a machine, whatever runs on it.
    pub fn of_machine(scenario: &Scenario<'_>, hardware: &Hardware, tenure: Tenure) -> Self {
        let assumptions = &scenario.assumptions;
        let bought = tenure == Tenure::Bought;
        Self {
            price: if bought { purchase(hardware, assumptions).get() } else { 0.0 },
            fetched: resale_fraction(hardware, assumptions),
            idle: month(hardware, tenure, 0.0, assumptions),
        }
    }

    /// USD for a month of serving all of the first month's demand, beyond being there.
    pub fn work(&self, scenario: &Scenario<'_>, fleet: &Fleet<'_>) -> f64 {
        let Fleet { deployment, tenure, busy, .. } = fleet;
        let busy = month(deployment.hardware, *tenure, busy.mean, &scenario.assumptions);
        (busy - self.idle).max(0.0)
    }

    /// The purchase of one machine in the first month, less what it fetches in the end.
    pub fn lost(&self, worth: Worth) -> f64 {
        self.price * (1.0 - self.fetched * worth.end)
    }

    /// One machine that is bought in the first month and does nothing until it is sold in the end.
    pub fn machine(&self, worth: Worth) -> f64 {
        self.lost(worth) + self.idle * worth.months
    }
}

/// A month of one machine at this utilization.
fn month(hardware: &Hardware, tenure: Tenure, utilization: f64, assumptions: &Assumptions) -> f64 {
    let parts = running_of(hardware, tenure, 1.0, utilization, assumptions);
    (parts.total() - parts.operations).get()
}

/// Operations over the horizon.
pub fn operations(scenario: &Scenario<'_>, worth: Worth) -> f64 {
    let assumptions = &scenario.assumptions;
    running::operations(assumptions.ops_hours, assumptions.ops_rate).get() * worth.months
}
