//! Machines that serve a workload, or a share of it: how many, and how busy.

use super::service::{Offered, Service, capacity, machines_for, offered};
use crate::assumptions::Assumptions;
use crate::calc::throughput::Rates;
use crate::scenario::Scenario;
use crate::throughput::Deployment;
use crate::units::TokensPerDay;

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
    /// Offered load of that demand in the first month.
    pub offered: Offered,
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
        let offered =
            offered(&service, demand.fresh, demand.output, factor, scenario.peak_factor());
        let machines = scenario.machines.map(f64::from);
        Self { deployment, tenure, rates, service, share, offered, machines, spare: 0.0 }
    }

    /// The same deployment sized anew in another scenario, for another share of its workload.
    #[must_use]
    pub fn resized(&self, scenario: &Scenario<'_>, share: f64) -> Self {
        let sized = Self::new(self.deployment.clone(), self.tenure, self.rates, share, scenario);
        Self { spare: self.spare, ..sized }
    }

    /// Machines that the busiest hour needs when demand is this many times that of the first month.
    /// Demand that shrinks needed most in the first month.
    pub fn needed_at(&self, demand: f64, headroom: f64) -> f64 {
        machines_for(self.offered.peak * demand.max(1.0), headroom)
    }

    /// Machines that are there when demand is this many times that of the first month: as many as it
    /// needs, and never fewer than before.
    pub fn machines_at(&self, demand: f64, headroom: f64) -> f64 {
        self.machines.unwrap_or_else(|| self.needed_at(demand, headroom) + self.spare)
    }

    /// Machines in the first month.
    pub fn first_machines(&self, assumptions: &Assumptions) -> f64 {
        self.machines_at(1.0, assumptions.headroom)
    }

    /// Mean utilization of the machines by an offered load; none is busier than all the time.
    pub fn mean_utilization(&self, offered: f64, machines: f64) -> f64 {
        (offered / machines).min(1.0)
    }

    /// Utilization of the busiest hour of the first month.
    pub fn peak_utilization(&self, assumptions: &Assumptions) -> f64 {
        self.offered.peak / self.first_machines(assumptions)
    }

    /// Tokens a day, at the workload's mix, that one machine serves below the headroom limit.
    pub fn capacity_each(&self, scenario: &Scenario<'_>) -> TokensPerDay {
        let tokens = scenario.workload.tokens() * self.share;
        capacity(tokens, self.offered, scenario.assumptions.headroom)
    }
}
