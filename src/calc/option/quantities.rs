//! How much of each driver a month has.

use super::serving::{Base, ServingOption};
use crate::calc::capacity::autoscale;
use crate::calc::capacity::fleet::Fleet;
use crate::calc::capacity::waiting;
use crate::calc::demand::MonthlyTokens;
use crate::calc::price::item::{Driver, Role};
use crate::scenario::Scenario;
use crate::units::DAYS_PER_MONTH;

/// How much of each driver a month has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantities {
    /// Machines that are there.
    pub machines: f64,
    /// Machines that are paid for by the hour, as a mean over the month.
    pub held: f64,
    /// Machines that are busy, as a mean over the month.
    pub busy: f64,
    /// Share of this month's tokens that goes to the endpoint of each role.
    pub shares: [f64; 3],
    /// Demand over that of the first month.
    pub demand: f64,
    /// Tokens of the first month.
    pub tokens: MonthlyTokens,
    /// Thousands of requests of the first month.
    pub thousand_requests: f64,
}

impl Quantities {
    /// Those of a month with this many times the demand of the first one.
    pub fn of(option: &ServingOption<'_>, scenario: &Scenario<'_>, demand: f64) -> Self {
        let share = option.base_share(scenario);
        let mut quantities = Self {
            machines: 0.0,
            held: 0.0,
            busy: 0.0,
            shares: [0.0, 0.0, option.hard_share(scenario)],
            demand,
            tokens: MonthlyTokens::of(&scenario.workload),
            thousand_requests: scenario.workload.requests_per_day() * DAYS_PER_MONTH / 1_000.0,
        };
        match &option.base {
            Base::Api(_) => quantities.shares[Role::Base as usize] = share,
            Base::Fleet(fleet) => {
                let overflow = option.overflow.map(|_| overflow_share(fleet, scenario, demand));
                quantities.shares[Role::Overflow as usize] = share * overflow.unwrap_or(0.0);
                quantities.of_machines(fleet, scenario, overflow.unwrap_or(0.0));
            }
        }
        quantities
    }

    fn of_machines(&mut self, fleet: &Fleet<'_>, scenario: &Scenario<'_>, overflow: f64) {
        let machines = fleet.machines_at(self.demand, scenario.assumptions.headroom);
        let offered = fleet.offered.mean * self.demand * (1.0 - overflow);
        self.machines = machines;
        self.held = autoscale::held_by(fleet, scenario, self.demand, machines);
        self.busy = busy_machines(fleet, offered, machines);
    }

    /// The quantity of a driver; of purchases, given the machines that were there before.
    pub fn of_driver(&self, driver: Driver, machines_before: f64) -> f64 {
        match driver {
            Driver::Month => 1.0,
            Driver::Purchase { .. } => self.machines - machines_before,
            Driver::MachineMonth => self.machines,
            Driver::HeldMonth => self.held,
            Driver::BusyMonth => self.busy,
            Driver::Mtok(role, class) => {
                self.tokens.of_class(class).get() * (self.shares[role as usize] * self.demand)
            }
            Driver::ThousandRequests => self.thousand_requests * self.demand,
        }
    }
}

/// Machines that are busy, as a mean over a month: the offered load, as far as they can carry it.
pub fn busy_machines(fleet: &Fleet<'_>, offered: f64, machines: f64) -> f64 {
    fleet.mean_utilization(offered, machines) * machines
}

/// Share of a fleet's demand that its machines cannot serve, hour by hour, when demand is this many
/// times that of the first month: what lies above `n x headroom / offered load` times the mean, or,
/// when a longest wait is asked for, what would have to wait longer.
pub fn overflow_share(fleet: &Fleet<'_>, scenario: &Scenario<'_>, demand: f64) -> f64 {
    let headroom = scenario.assumptions.headroom;
    let machines = fleet.machines_at(demand, headroom);
    if scenario.requirements.max_wait().is_some() {
        return waiting::overflow(fleet, scenario, machines, demand);
    }
    let offered = fleet.offered.mean * demand;
    scenario.workload.load.share_above(machines * headroom / offered)
}
