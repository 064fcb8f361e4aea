//! How much of each driver a month has.

use super::serving::{Base, ServingOption};
use crate::api::Api;
use crate::calc::capacity::fleet::{Fleet, Work};
use crate::calc::capacity::{autoscale, waiting};
use crate::calc::demand::MonthlyTokens;
use crate::calc::demand::horizon::Month;
use crate::calc::price::granted::most_at_once;
use crate::calc::price::item::{Driver, Role};
use crate::load::Excess;
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
    /// The work of the machines over what one does at full concurrency, as a mean over the month.
    pub worked: f64,
    /// What the machines do, by their streams, as a mean over the month.
    pub work: Work,
    /// Share of this month's tokens that goes to the endpoint of each role.
    pub shares: [f64; 3],
    /// The part of them that can wait, where that has items of its own.
    pub waits: [f64; 3],
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
            worked: 0.0,
            work: Work::default(),
            shares: [0.0, 0.0, option.hard_share(scenario)],
            waits: [0.0; 3],
            demand: month.demand,
            tokens: MonthlyTokens::of(&scenario.workload),
        };
        let overflow = option.overflow.map(|_| exceeding(option, scenario, month));
        if let Some(overflow) = overflow {
            quantities.shares[Role::Overflow as usize] = share * overflow.total();
            quantities.waits[Role::Overflow as usize] = share * overflow.batch;
        }
        match (&option.base, overflow) {
            (Base::Api(_), None) => quantities.shares[Role::Base as usize] = share,
            (Base::Api(_), Some(overflow)) => {
                let kept = kept(overflow, scenario);
                quantities.shares[Role::Base as usize] = share * kept.total();
                quantities.waits[Role::Base as usize] = share * kept.batch;
            }
            (Base::Fleet(fleet), overflow) => {
                let machines = fleet.machines_in(month, scenario);
                let offered = fleet.offered.mean * month.demand;
                quantities.machines = machines;
                (quantities.place, quantities.rack_kilowatts) = fleet.standing(machines, scenario);
                quantities.bought = (machines - fleet.owned).max(0.0);
                quantities.held = autoscale::held(scenario, fleet, offered, machines);
                let exceeds = overflow.unwrap_or_default().total();
                quantities.worked = (offered * (1.0 - exceeds)).min(machines);
                quantities.work = fleet.work(machines, month.demand, exceeds, scenario);
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
            Driver::BusyMonth(place) if place == self.place => self.work.busy,
            Driver::LoadMonth(place) if place == self.place => self.work.power,
            Driver::StandingMonth(_) | Driver::BusyMonth(_) | Driver::LoadMonth(_) => 0.0,
            Driver::RackKilowatt => self.rack_kilowatts,
            Driver::HeldMonth => self.held,
            Driver::Mtok(role, class) => {
                let share = self.shares[role as usize] - self.waits[role as usize];
                self.tokens.of_class(class).get() * share * self.demand
            }
            Driver::BatchMtok(role, class) => {
                self.tokens.of_class(class).get() * self.waits[role as usize] * self.demand
            }
            Driver::ThousandRequests => self.tokens.thousand_requests * self.demand,
            Driver::Requests(role) => self.tokens.thousand_requests * self.volume(role),
        }
    }
}

/// What of the demand of an option's base goes elsewhere in a month, over all of it.
pub fn exceeding(option: &ServingOption<'_>, scenario: &Scenario<'_>, month: &Month) -> Excess {
    match &option.base {
        Base::Api(api) => beyond_limits(api, scenario, option.base_share(scenario), month.demand),
        Base::Fleet(fleet) => {
            excess(fleet, scenario, month.demand, fleet.machines_in(month, scenario))
        }
    }
}

/// What of a share of the demand exceeds the fixed limits of an endpoint, when demand is this many times
/// that of today: hour by hour of what cannot wait what lies above them, day by day of what can wait that
/// for which there is no room below them.
pub fn beyond_limits(api: &Api, scenario: &Scenario<'_>, share: f64, demand: f64) -> Excess {
    scenario.workload.load.excess(most_at_once(api, scenario) / (share * demand), 1.0)
}

/// What is left of the demand when so much goes elsewhere.
pub fn kept(overflow: Excess, scenario: &Scenario<'_>) -> Excess {
    let waits = scenario.workload.batch_share();
    Excess { interactive: 1.0 - waits - overflow.interactive, batch: waits - overflow.batch }
}

/// What of a fleet's demand so many machines cannot serve, when demand is this many times that of
/// today: hour by hour of what cannot wait what lies above `n x headroom / offered load` times the mean,
/// or, when a longest wait is asked for, what would have to wait longer; day by day of what can wait
/// that for which there is no room.
pub fn excess(fleet: &Fleet<'_>, scenario: &Scenario<'_>, demand: f64, machines: f64) -> Excess {
    if scenario.requirements.max_wait().is_some() {
        return waiting::excess(fleet, scenario, machines, demand);
    }
    let full = machines / (fleet.offered.mean * demand);
    scenario.workload.load.excess(full, scenario.assumptions.headroom)
}
