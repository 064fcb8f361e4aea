//! Machines that serve a workload, or a share of it: how many, and how busy.

use std::rc::Rc;

use super::activities::Activities;
use super::activity::{Activity, ByLoad};
use super::service::{Offered, Service, capacity, machines_for, offered};
use crate::assumptions::HostTenure;
use crate::calc::demand::compound::compounded;
use crate::calc::demand::horizon::{Month, last_demand};
use crate::calc::throughput::Rates;
use crate::hardware::Hardware;
use crate::model::Model;
use crate::place::Place;
use crate::rent::OfferTerms;
use crate::scenario::Scenario;
use crate::throughput::Deployment;
use crate::units::{TokensPerDay, Usd};

/// How machines come to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tenure {
    /// Bought in the month in which they are first needed.
    Bought,
    /// Some are there already, for which nothing is paid; more are bought.
    Owned,
    /// Paid by the hour.
    Rented,
}

/// What machines do, as a mean over time, in machines.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Work {
    /// Machines with a request in progress.
    pub busy: f64,
    /// Machines that would draw the power above idle if they drew that of the load.
    pub power: f64,
}

/// The number of machines from a month on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stage {
    /// 0 is the first month.
    pub from: u32,
    /// Machines.
    pub machines: f64,
}

/// Offered load of a share of the workload on machines with these rates.
pub fn offered_by(rates: &Rates, model: &Model, share: f64, scenario: &Scenario<'_>) -> Offered {
    let (service, demand) = (Service::of(rates, &scenario.assumptions), &scenario.workload);
    let factor = model.tokens_factor * share;
    let output = demand.output * demand.output_times(model.output_factor);
    offered(&service, demand.processed(rates.cache_hits), output, factor, scenario.planned_peak())
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
    /// What one machine does at any load, by the share of its prompts that is processed.
    pub activities: Rc<Activities>,
    /// The same at the workload's share.
    pub activity: Activity,
    /// The rates that it is planned with.
    pub service: Service,
    /// Share of the workload's tokens that comes here, 0 to 1.
    pub share: f64,
    /// Offered load of that demand today.
    pub offered: Offered,
    /// Machines that are there already.
    pub owned: f64,
    /// The number of machines, when it does not follow from demand: one from the first month on, and
    /// more later where a mix grows.
    pub stages: Vec<Stage>,
    /// Machines beyond what capacity needs: on and idle, or to keep waits short.
    pub spare: f64,
}

impl<'c> Fleet<'c> {
    /// A fleet for a share of the workload.
    pub fn new(
        deployment: Deployment<'c>,
        tenure: Tenure,
        (rates, activities): (Rates, Rc<Activities>),
        share: f64,
        scenario: &Scenario<'_>,
    ) -> Self {
        let activity = activities.at(scenario.workload.processed_share(rates.cache_hits));
        let service = Service::of(&rates, &scenario.assumptions);
        let offered = offered_by(&rates, deployment.model, share, scenario);
        let given = scenario.given_machines().map(|machines| Stage { from: 0, machines });
        let owned = if tenure == Tenure::Owned { scenario.owned_machines() } else { 0.0 };
        let (stages, spare) = (given.into_iter().collect(), f64::from(scenario.spare_machines));
        Self {
            deployment,
            tenure,
            rates,
            activities,
            activity,
            service,
            share,
            offered,
            owned,
            stages,
            spare,
        }
    }

    /// The same with machines that draw no more for a request than at full concurrency: what they cost at
    /// least.
    #[must_use]
    pub fn drawing_least(self) -> Self {
        Self { activity: Activity::proportional(), ..self }
    }

    /// The same deployment sized anew in another scenario, for another share of its workload.
    #[must_use]
    pub fn resized(&self, scenario: &Scenario<'_>, share: f64) -> Self {
        let rated = (self.rates, Rc::clone(&self.activities));
        let sized = Self::new(self.deployment.clone(), self.tenure, rated, share, scenario);
        Self { spare: self.spare, ..sized }
    }

    /// The same fleet with so many machines, whatever demand needs.
    #[must_use]
    pub fn of_size(&self, machines: f64) -> Self {
        Self { stages: vec![Stage { from: 0, machines }], spare: 0.0, ..self.clone() }
    }

    /// The number of machines in the first month, when it does not follow from demand.
    pub fn given(&self) -> Option<f64> {
        self.stages.first().map(|stage| stage.machines)
    }

    /// The most machines that there can be, beside a number that was given; `None` where any number can
    /// be had.
    pub fn most(&self, scenario: &Scenario<'_>) -> Option<f64> {
        let Hardware { sale, price, .. } = self.deployment.hardware;
        let sold = price.is_some() && self.deployment.hardware.unsold(scenario.today).is_none();
        match self.tenure {
            Tenure::Rented => None,
            Tenure::Owned if !sold => Some(self.owned),
            Tenure::Bought | Tenure::Owned => {
                let together = sale.most_together.map(|most| self.owned + most);
                let limits = [together, self.owned_hosts(scenario)];
                limits.into_iter().flatten().reduce(f64::min)
            }
        }
    }

    /// Computers that are there for cards, where cards are bought for them: no more machines can be had.
    fn owned_hosts(&self, scenario: &Scenario<'_>) -> Option<f64> {
        let needs_one = self.deployment.hardware.host > Usd::ZERO;
        let hosts = f64::from(scenario.machines.unwrap_or(1)).max(self.owned);
        (scenario.assumptions.host == HostTenure::Owned && needs_one).then_some(hosts)
    }

    /// Machines that are needed when demand is this many times that of today.
    pub fn needed_at(&self, demand: f64, headroom: f64) -> f64 {
        machines_for(self.offered.planned * demand, headroom)
    }

    /// Machines that are there in a month: as many as demand needs on its first day, and never fewer
    /// than before. What is bought for demand that shrinks is bought again only as far as it is
    /// needed when its life ends.
    pub fn machines_in(&self, month: &Month, scenario: &Scenario<'_>) -> f64 {
        if let Some(stage) = self.stages.iter().rev().find(|stage| stage.from <= month.index) {
            return stage.machines;
        }
        let (growth, headroom) = (scenario.workload.growth_per_year, scenario.assumptions.headroom);
        let horizon = f64::from(scenario.assumptions.horizon_months);
        let demand = match growth < 0.0 {
            true => compounded(growth, self.renewed_before(month.index)),
            // None is reserved for longer than the horizon: what its last months need is there from the
            // beginning of the last term on.
            false if self.is_committed() && f64::from(month.index) >= horizon - self.term() => {
                last_demand(scenario)
            }
            false => month.start_demand,
        };
        self.needed_at(demand, headroom) + self.spare
    }

    /// Whether its machines are held for years, needed or not.
    pub fn is_committed(&self) -> bool {
        self.term() > 0.0
    }

    /// The months for which its machines are reserved, 0 where they are not.
    fn term(&self) -> f64 {
        match (self.tenure, self.deployment.hardware.offer_terms()) {
            (Tenure::Rented, Some(OfferTerms::Reserved { months })) => months.get(),
            _ => 0.0,
        }
    }

    /// The month in which machines that are all bought in the first one were last bought again.
    fn renewed_before(&self, month: u32) -> f64 {
        let life = self.deployment.hardware.life.get();
        match self.tenure {
            Tenure::Bought => ((f64::from(month) / life).floor() * life).floor(),
            Tenure::Owned | Tenure::Rented => 0.0,
        }
    }

    /// Machines in the first month, at the stated volume.
    pub fn first_machines(&self, scenario: &Scenario<'_>) -> f64 {
        self.machines_in(&Month::STATED, scenario)
    }

    /// Where so many of them stand, and the kW of their load that a rack is paid for.
    pub fn standing(&self, machines: f64, scenario: &Scenario<'_>) -> (Place, f64) {
        let hardware = self.deployment.hardware;
        let places = scenario.assumptions.places.of_machine(hardware.place);
        let load = hardware.load.typical * machines;
        (places.of(load), places.kilowatts_above(load))
    }

    /// What so many machines do when demand is this many times that of today and the share `exceeds` of what
    /// comes to them goes elsewhere: each of them the same, hour by hour.
    pub fn work(&self, machines: f64, demand: f64, exceeds: f64, scenario: &Scenario<'_>) -> Work {
        Work {
            busy: self.all(&self.activity.busy, machines, demand, exceeds, scenario),
            power: self.power(machines, demand, exceeds, scenario),
        }
    }

    /// The same without the time that they have a request in progress.
    pub fn power(&self, machines: f64, demand: f64, exceeds: f64, scenario: &Scenario<'_>) -> f64 {
        self.all(&self.activity.power, machines, demand, exceeds, scenario)
    }

    fn all(
        &self,
        of: &ByLoad,
        machines: f64,
        demand: f64,
        exceeds: f64,
        scenario: &Scenario<'_>,
    ) -> f64 {
        let each = self.offered.mean * demand / machines;
        of.mean(scenario.workload.load.filled(), each, exceeds) * machines
    }

    /// Utilization of the busiest hour of the first month.
    pub fn peak_utilization(&self, scenario: &Scenario<'_>) -> f64 {
        self.offered.mean * scenario.busiest() / self.first_machines(scenario)
    }

    /// Tokens a day, at the workload's mix, that one machine serves below the headroom limit.
    pub fn capacity_each(&self, scenario: &Scenario<'_>) -> TokensPerDay {
        let tokens = scenario.workload.tokens() * self.share;
        capacity(tokens, self.offered, scenario.assumptions.headroom)
    }
}
