//! Machines that serve a workload, or a share of it: how many, how busy, what they cost.

use super::demand::When;
use super::rent;
use super::running::{self, Parts};
use super::service::{Busy, Service, busy, capacity, fleet};
use super::throughput::Rates;
use crate::assumptions::Assumptions;
use crate::hardware::Hardware;
use crate::scenario::Scenario;
use crate::throughput::Deployment;
use crate::units::{TokensPerDay, Usd, UsdPerMonth};

/// How machines come to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tenure {
    /// Bought in the month in which they are first needed.
    Bought,
    /// There already: nothing is paid for them.
    Owned,
    /// Paid by the hour.
    Rented,
}

/// Machines that serve a workload, or a share of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Fleet<'c> {
    /// What runs on each machine.
    pub deployment: Deployment<'c>,
    /// How the machines come to be there.
    pub tenure: Tenure,
    /// The rates of one machine.
    pub rates: Rates,
    /// The rates that it is planned with.
    pub service: Service,
    /// Share of the workload's tokens that comes here, 0 to 1.
    pub share: f64,
    /// That demand of the first month in units of one machine.
    pub busy: Busy,
    /// The number of machines, when it does not follow from demand.
    pub machines: Option<f64>,
    /// Machines beyond what capacity needs, to keep waits short.
    pub spare: f64,
}

impl<'c> Fleet<'c> {
    /// A fleet for a share of the workload.
    pub fn new(
        deployment: Deployment<'c>,
        tenure: Tenure,
        rates: Rates,
        share: f64,
        scenario: &Scenario<'_>,
    ) -> Self {
        let service = Service::of(&rates, &scenario.assumptions);
        let demand = &scenario.workload;
        let factor = deployment.model.tokens_factor * share;
        let busy = busy(&service, demand.fresh, demand.output, factor, scenario.peak_factor());
        let machines = scenario.machines.map(f64::from);
        Self { deployment, tenure, rates, service, share, busy, machines, spare: 0.0 }
    }

    /// The same deployment sized anew in another scenario, for another share of its workload.
    #[must_use]
    pub fn resized(&self, scenario: &Scenario<'_>, share: f64) -> Self {
        let sized = Self::new(self.deployment.clone(), self.tenure, self.rates, share, scenario);
        Self { spare: self.spare, ..sized }
    }

    /// Machines that the busiest hour of the first month needs.
    pub fn needed(&self, assumptions: &Assumptions) -> f64 {
        fleet(self.busy.peak, assumptions.headroom)
    }

    /// Machines that the busiest hour of the months up to and including `m` needs.
    pub fn needed_in(&self, scenario: &Scenario<'_>, when: When) -> f64 {
        // Demand that shrinks needed most in the first month.
        let peak = self.busy.peak * when.growth.max(1.0);
        fleet(peak, scenario.assumptions.headroom)
    }

    /// Machines that the busiest hour of the whole horizon needs.
    pub fn needed_at_last(&self, scenario: &Scenario<'_>) -> f64 {
        self.needed_in(scenario, When::last(scenario))
    }

    /// Machines in the first month.
    pub fn first_machines(&self, assumptions: &Assumptions) -> f64 {
        self.machines.unwrap_or_else(|| self.needed(assumptions) + self.spare)
    }

    /// Machines in month `m`: as many as its demand needs, and never fewer than before.
    pub fn machines_in(&self, scenario: &Scenario<'_>, when: When) -> f64 {
        self.machines.unwrap_or_else(|| self.needed_in(scenario, when) + self.spare)
    }

    /// Mean utilization in month `m`; a machine cannot be busier than all the time.
    pub fn mean_utilization(&self, scenario: &Scenario<'_>, when: When) -> f64 {
        let machines = self.machines_in(scenario, when);
        (self.busy.mean * when.growth / machines).min(1.0)
    }

    /// Utilization of the busiest hour of the first month.
    pub fn peak_utilization(&self, assumptions: &Assumptions) -> f64 {
        self.busy.peak / self.first_machines(assumptions)
    }

    /// Tokens a day, at the workload's mix, that one machine serves below the headroom limit.
    pub fn capacity_each(&self, scenario: &Scenario<'_>) -> TokensPerDay {
        let tokens = scenario.workload.tokens() * self.share;
        capacity(tokens, self.busy, scenario.assumptions.headroom)
    }

    /// Running cost of month `m`.
    pub fn running(&self, scenario: &Scenario<'_>, when: When) -> Parts {
        let machines = self.machines_in(scenario, when);
        let rented = rent::machines_paid(self, scenario, when);
        let utilization = self.mean_utilization(scenario, when);
        self.running_of(rented.unwrap_or(machines), utilization, &scenario.assumptions)
    }

    /// Running cost of this many machines at this mean utilization.
    pub fn running_of(&self, machines: f64, utilization: f64, assumptions: &Assumptions) -> Parts {
        running_of(self.deployment.hardware, self.tenure, machines, utilization, assumptions)
    }

    /// What is bought at the start of month `m`.
    pub fn purchase(&self, scenario: &Scenario<'_>, when: When) -> Usd {
        if self.tenure != Tenure::Bought {
            return Usd::ZERO;
        }
        let before = match when.month {
            0 => 0.0,
            _ => self.machines_in(scenario, When { growth: when.before, ..when }),
        };
        let more = self.machines_in(scenario, when) - before;
        purchase(self.deployment.hardware, &scenario.assumptions) * more
    }

    /// Write-off of the first month's machines: `(purchase - resale) / life` each.
    pub fn amortization(&self, assumptions: &Assumptions) -> UsdPerMonth {
        match self.tenure {
            Tenure::Bought => {
                let each = amortization(self.deployment.hardware, assumptions);
                each * self.first_machines(assumptions)
            }
            Tenure::Owned | Tenure::Rented => UsdPerMonth::ZERO,
        }
    }

    /// Share of all purchases that comes back when the machines are sold in the end.
    pub fn resale_fraction(&self, assumptions: &Assumptions) -> f64 {
        match self.tenure {
            Tenure::Bought => resale_fraction(self.deployment.hardware, assumptions),
            Tenure::Owned | Tenure::Rented => 0.0,
        }
    }
}

/// Running cost of a month of this many machines at this mean utilization.
pub fn running_of(
    hardware: &Hardware,
    tenure: Tenure,
    machines: f64,
    utilization: f64,
    assumptions: &Assumptions,
) -> Parts {
    match (tenure, rent::price(hardware, assumptions)) {
        (Tenure::Rented, Some(price)) => running::rented(price, machines, assumptions),
        _ => running::local(hardware, machines, utilization, assumptions),
    }
}

/// Purchase of one whole machine: accelerators and everything around them.
/// Without a stated price this is not a number; such an option is ruled out before it counts.
pub fn purchase(hardware: &Hardware, assumptions: &Assumptions) -> Usd {
    let accelerators =
        hardware.price.map_or(Usd::new(f64::NAN), |p| p.at(assumptions.outlook.hardware_price));
    (accelerators + hardware.host) * assumptions.scale.hardware_price
}

/// Share of the purchase that the machine fetches in the end: the user's, else the profile's,
/// else nothing.
pub fn resale_fraction(hardware: &Hardware, assumptions: &Assumptions) -> f64 {
    let stated = hardware.resale_fraction.map(|range| range.at(assumptions.outlook.resale));
    assumptions.resale_fraction.or(stated).unwrap_or(0.0)
}

/// Write-off of one machine: `(purchase - resale) / life`.
pub fn amortization(hardware: &Hardware, assumptions: &Assumptions) -> UsdPerMonth {
    let lost = 1.0 - resale_fraction(hardware, assumptions);
    purchase(hardware, assumptions) * lost / hardware.life
}
