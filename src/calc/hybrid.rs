//! Several ways at once: a share of hard tokens to a frontier API, and what machines cannot serve
//! to a fallback API.

use super::api_bill::{api_month, api_today};
use super::demand::When;
use super::fleet::Fleet;
use super::option::Month;
use super::rent;
use super::running::Parts;
use super::wait::overflow;
use crate::api::Api;
use crate::assumptions::Routing;
use crate::scenario::Scenario;
use crate::units::{DAYS_PER_MONTH, Usd, UsdPerMonth};

/// Who serves the tokens that are not hard.
#[derive(Clone, Debug, PartialEq)]
pub enum Base<'c> {
    /// An endpoint.
    Api(&'c Api),
    /// Machines, and the endpoint that takes what they cannot serve.
    Fleet(Box<Fleet<'c>>, Option<&'c Api>),
}

/// Several ways at once. The base gets its share, spills what its machines cannot serve, and the
/// hard share goes to a frontier API.
#[derive(Clone, Debug, PartialEq)]
pub struct Hybrid<'c> {
    /// Who serves the tokens that are not hard.
    pub base: Base<'c>,
    /// The endpoint of the hard tokens, if any are.
    pub hard: Option<&'c Api>,
}

/// Share of all tokens that the base works on: all of them when it tries the hard ones first.
pub fn base_share(hard_share: f64, routing: Routing) -> f64 {
    match routing {
        Routing::Classifier => 1.0 - hard_share,
        Routing::Cascade => 1.0,
    }
}

/// Price of routing: requests a month over a thousand times the price per thousand.
///
/// ```
/// use breakeven::calc::hybrid::routing_cost;
/// assert_eq!(routing_cost(12_000.0, 0.2).get(), 73.0);
/// ```
pub fn routing_cost(requests_per_day: f64, usd_per_1k: f64) -> UsdPerMonth {
    UsdPerMonth::new(requests_per_day * DAYS_PER_MONTH / 1_000.0 * usd_per_1k)
}

impl<'c> Hybrid<'c> {
    /// The machines, if there are any.
    pub fn fleet(&self) -> Option<&Fleet<'c>> {
        match &self.base {
            Base::Api(_) => None,
            Base::Fleet(fleet, _) => Some(fleet),
        }
    }

    /// The endpoint that serves what is not hard, if no machine does.
    pub fn base_api(&self) -> Option<&'c Api> {
        match self.base {
            Base::Api(api) => Some(api),
            Base::Fleet(..) => None,
        }
    }

    /// The endpoint that takes what the machines cannot serve.
    pub fn spill_to(&self) -> Option<&'c Api> {
        match self.base {
            Base::Api(_) => None,
            Base::Fleet(_, spill) => spill,
        }
    }

    /// Every endpoint that is billed.
    pub fn apis(&self) -> [Option<&'c Api>; 2] {
        match self.base {
            Base::Api(api) => [Some(api), self.hard],
            Base::Fleet(_, spill) => [spill, self.hard],
        }
    }

    /// The same mix in another scenario: machines are sized anew, unless their number is what
    /// makes it spill.
    #[must_use]
    pub fn under(&self, scenario: &Scenario<'_>) -> Self {
        let base = match &self.base {
            Base::Api(api) => Base::Api(api),
            Base::Fleet(fleet, spill) => {
                let mut resized = fleet.resized(scenario, self.base_share(scenario));
                if spill.is_some() {
                    resized.machines = fleet.machines;
                }
                Base::Fleet(Box::new(resized), *spill)
            }
        };
        Self { base, hard: self.hard }
    }

    /// What month `m` costs.
    pub fn month(&self, scenario: &Scenario<'_>, when: When) -> Month {
        let purchase = self.fleet().map_or(Usd::ZERO, |fleet| fleet.purchase(scenario, when));
        Month {
            purchase,
            running: self
                .running(scenario, when, |api: &Api, share| api_month(api, scenario, when, share)),
        }
    }

    /// Running cost of the first month at the prices of today.
    pub fn running_today(&self, scenario: &Scenario<'_>) -> Parts {
        self.running(scenario, When::FIRST, |api: &Api, share| api_today(api, scenario, share))
    }

    fn running(
        &self,
        scenario: &Scenario<'_>,
        when: When,
        bill: impl Fn(&Api, f64) -> UsdPerMonth,
    ) -> Parts {
        let hard_share = scenario.requirements.hard_share;
        let share = self.base_share(scenario);
        let mut parts = match &self.base {
            Base::Api(api) => Parts { api: bill(api, share), ..Parts::default() },
            Base::Fleet(fleet, None) => fleet.running(scenario, when),
            Base::Fleet(fleet, Some(api)) => {
                let spilled = spilled(fleet, scenario, when);
                let served = fleet.busy.mean * when.growth * (1.0 - spilled);
                let machines = fleet.machines_in(scenario, when);
                let paid = rent::machines_paid(fleet, scenario, when).unwrap_or(machines);
                let own = fleet.running_of(paid, served / machines, &scenario.assumptions);
                Parts { api: bill(api, share * spilled), ..own }
            }
        };
        if let Some(api) = self.hard {
            parts.api += bill(api, hard_share);
            parts.routing = self.routing(scenario, when);
        }
        parts
    }

    /// What routing costs in month `m`.
    pub fn routing(&self, scenario: &Scenario<'_>, when: When) -> UsdPerMonth {
        if self.hard.is_none() {
            return UsdPerMonth::ZERO;
        }
        let requests = scenario.workload.requests_per_day() * when.growth;
        routing_cost(requests, scenario.assumptions.router_usd_per_1k)
    }

    /// Share of all tokens that the base works on.
    pub fn base_share(&self, scenario: &Scenario<'_>) -> f64 {
        match self.hard {
            Some(_) => base_share(scenario.requirements.hard_share, scenario.assumptions.routing),
            None => 1.0,
        }
    }
}

/// Share of a fleet's demand in month `m` that its machines cannot serve, hour by hour: what lies
/// above `n x headroom / utilization of one machine` times the mean, or, when a longest wait is
/// asked for, what would have to wait longer.
pub fn spilled(fleet: &Fleet<'_>, scenario: &Scenario<'_>, when: When) -> f64 {
    let growth = when.growth;
    let machines = fleet.machines_in(scenario, when);
    if scenario.requirements.max_wait().is_some() {
        return overflow(fleet, scenario, machines, growth);
    }
    let busy = fleet.busy.mean * growth;
    scenario.workload.load.share_above(machines * scenario.assumptions.headroom / busy)
}
