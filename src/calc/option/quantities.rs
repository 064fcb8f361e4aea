//! How much of each driver a month has.

use super::serving::{Base, ServingOption};
use crate::calc::capacity::fleet::Fleet;
use crate::calc::capacity::{autoscale, waiting};
use crate::calc::demand::MonthlyTokens;
use crate::calc::demand::horizon::Month;
use crate::calc::price::item::{Driver, Role};
use crate::place::Place;
use crate::scenario::Scenario;

/// How much of each driver a month has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantities {
    /// Machines that are there.
    pub machines: f64,
    /// Where they stand.
    pub place: Place,
    /// kW of their load that a rack is paid for.
    pub rack_kilowatts: f64,
    /// Machines of those that were not there already.
    pub bought: f64,
    /// Machines that are paid for by the hour, as a mean over the month.
    pub held: f64,
    /// Machines that are busy, as a mean over the month.
    pub busy: f64,
    /// Share of this month's tokens that goes to the endpoint of each role.
    pub shares: [f64; 3],
    /// Demand over that of today.
    pub demand: f64,
    /// Tokens of today's month.
    pub tokens: MonthlyTokens,
}

impl Quantities {
    /// Those of a month.
    pub fn of(option: &ServingOption<'_>, scenario: &Scenario<'_>, month: &Month) -> Self {
        let share = option.base_share(scenario);
        let mut quantities = Self {
            machines: 0.0,
            place: Place::Home,
            rack_kilowatts: 0.0,
            bought: 0.0,
            held: 0.0,
            busy: 0.0,
            shares: [0.0, 0.0, option.hard_share(scenario)],
            demand: month.demand,
            tokens: MonthlyTokens::of(&scenario.workload),
        };
        match &option.base {
            Base::Api(_) => quantities.shares[Role::Base as usize] = share,
            Base::Fleet(fleet) => {
                let machines = fleet.machines_in(month, scenario);
                let overflow = option
                    .overflow
                    .map(|_| overflow_share(fleet, scenario, month.demand, machines));
                quantities.shares[Role::Overflow as usize] = share * overflow.unwrap_or(0.0);
                let offered = fleet.offered.mean * month.demand;
                quantities.machines = machines;
                (quantities.place, quantities.rack_kilowatts) = fleet.standing(machines, scenario);
                quantities.bought = (machines - fleet.owned).max(0.0);
                quantities.held = autoscale::held(scenario, fleet.tenure, offered, machines);
                let served = offered * (1.0 - overflow.unwrap_or(0.0));
                quantities.busy = fleet.mean_utilization(served, machines) * machines;
            }
        }
        quantities
    }

    /// What goes to the endpoint of a role, over today's demand.
    pub fn volume(&self, role: Role) -> f64 {
        self.shares[role as usize] * self.demand
    }

    /// The quantity of a driver. Once-items and purchases have days of their own, and an invoice is made
    /// of a bill: they have none here.
    pub fn of_driver(&self, driver: Driver) -> f64 {
        match driver {
            Driver::Once | Driver::Purchase { .. } | Driver::Invoice(_) => 0.0,
            Driver::Month => 1.0,
            Driver::MachineMonth => self.machines,
            Driver::StandingMonth(place) if place == self.place => self.machines,
            Driver::BusyMonth(place) if place == self.place => self.busy,
            Driver::StandingMonth(_) | Driver::BusyMonth(_) => 0.0,
            Driver::RackKilowatt => self.rack_kilowatts,
            Driver::HeldMonth => self.held,
            Driver::Mtok(role, class) => self.tokens.of_class(class).get() * self.volume(role),
            Driver::ThousandRequests => self.tokens.thousand_requests * self.demand,
            Driver::Requests(role) => self.tokens.thousand_requests * self.volume(role),
        }
    }
}

/// Share of a fleet's demand that so many machines cannot serve, hour by hour, when demand is this many
/// times that of today: what lies above `n x headroom / offered load` times the mean, or, when a
/// longest wait is asked for, what would have to wait longer.
pub fn overflow_share(
    fleet: &Fleet<'_>,
    scenario: &Scenario<'_>,
    demand: f64,
    machines: f64,
) -> f64 {
    if scenario.requirements.max_wait().is_some() {
        return waiting::overflow(fleet, scenario, machines, demand);
    }
    let offered = fleet.offered.mean * demand;
    scenario.workload.load.share_above(machines * scenario.assumptions.headroom / offered)
}
