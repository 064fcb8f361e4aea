//! One way to serve the whole workload, and what each month of it costs.

use super::api_bill::{api_month, api_today};
use super::demand::When;
use super::fleet::{Fleet, Tenure};
use super::hybrid::Hybrid;
use super::running::Parts;
use crate::api::Api;
use crate::assumptions::Assumptions;
use crate::scenario::Scenario;
use crate::units::{Usd, UsdPerMonth};

/// The kinds of options, in the order of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A priced endpoint.
    Api,
    /// Machines that are bought, or owned already.
    Local,
    /// Machines that are rented.
    Rent,
    /// Several at once.
    Hybrid,
}

impl Kind {
    /// That of machines which come to be there in this way.
    pub const fn of(tenure: Tenure) -> Self {
        match tenure {
            Tenure::Bought | Tenure::Owned => Self::Local,
            Tenure::Rented => Self::Rent,
        }
    }

    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::Local => "local",
            Self::Rent => "rent",
            Self::Hybrid => "hybrid",
        }
    }
}

/// One way to serve the whole workload.
#[derive(Clone, Debug, PartialEq)]
pub enum ServingOption<'c> {
    /// Everything goes to one endpoint.
    Api(&'c Api),
    /// Everything runs on machines.
    Fleet(Box<Fleet<'c>>),
    /// Several at once.
    Hybrid(Box<Hybrid<'c>>),
}

/// What one month costs.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Month {
    /// Machines bought at its start.
    pub purchase: Usd,
    /// Everything that is paid during it.
    pub running: Parts,
}

impl<'c> ServingOption<'c> {
    /// The kind.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Api(_) => Kind::Api,
            Self::Fleet(fleet) => Kind::of(fleet.tenure),
            Self::Hybrid(_) => Kind::Hybrid,
        }
    }

    /// The machines, if there are any.
    pub fn fleet(&self) -> Option<&Fleet<'c>> {
        match self {
            Self::Api(_) => None,
            Self::Fleet(fleet) => Some(fleet),
            Self::Hybrid(hybrid) => hybrid.fleet(),
        }
    }

    /// Running cost of the first month at the prices of today.
    pub fn running_today(&self, scenario: &Scenario<'_>) -> Parts {
        match self {
            Self::Api(api) => Parts { api: api_today(api, scenario, 1.0), ..Parts::default() },
            Self::Fleet(fleet) => fleet.running(scenario, When::FIRST),
            Self::Hybrid(hybrid) => hybrid.running_today(scenario),
        }
    }

    /// What month `m` costs; 0 is the first.
    pub fn month(&self, scenario: &Scenario<'_>, when: When) -> Month {
        match self {
            Self::Api(api) => {
                let api = api_month(api, scenario, when, 1.0);
                Month { purchase: Usd::ZERO, running: Parts { api, ..Parts::default() } }
            }
            Self::Fleet(fleet) => Month {
                purchase: fleet.purchase(scenario, when),
                running: fleet.running(scenario, when),
            },
            Self::Hybrid(hybrid) => hybrid.month(scenario, when),
        }
    }

    /// Whether every month after the first costs what the first one does.
    pub fn is_steady(&self, scenario: &Scenario<'_>) -> bool {
        let growing = scenario.workload.growth_per_year != 0.0;
        let moving =
            |api: &Api| scenario.assumptions.api_price_trend != 0.0 || !api.scheduled.is_empty();
        !growing && !self.apis().any(moving)
    }

    /// Every endpoint that is billed.
    pub fn apis(&self) -> impl Iterator<Item = &'c Api> {
        let found = match self {
            Self::Api(api) => [Some(*api), None],
            Self::Fleet(_) => [None, None],
            Self::Hybrid(hybrid) => hybrid.apis(),
        };
        found.into_iter().flatten()
    }

    /// Write-off of the first month's machines: `(purchase - resale) / life` each.
    pub fn amortization(&self, assumptions: &Assumptions) -> UsdPerMonth {
        self.fleet().map_or(UsdPerMonth::ZERO, |fleet| fleet.amortization(assumptions))
    }

    /// Share of all purchases that comes back when the machines are sold in the end.
    pub fn resale_fraction(&self, assumptions: &Assumptions) -> f64 {
        self.fleet().map_or(0.0, |fleet| fleet.resale_fraction(assumptions))
    }

    /// The same option in another scenario: machines are sized anew.
    #[must_use]
    pub fn under(&self, scenario: &Scenario<'_>) -> Self {
        match self {
            Self::Api(api) => Self::Api(api),
            Self::Fleet(fleet) => Self::Fleet(Box::new(fleet.resized(scenario, 1.0))),
            Self::Hybrid(hybrid) => Self::Hybrid(Box::new(hybrid.under(scenario))),
        }
    }
}
