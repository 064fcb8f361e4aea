//! One way to serve the whole workload, and what each month of it costs.

use super::api_bill::{bill_on, price_days, trend};
use super::demand::{MonthlyTokens, compounded, monthly_tokens};
use super::running::{self, Parts};
use super::service::{Busy, Service, busy, capacity, fleet};
use super::throughput::Rates;
use crate::api::Api;
use crate::assumptions::Assumptions;
use crate::hardware::Hardware;
use crate::scenario::Scenario;
use crate::throughput::Deployment;
use crate::units::{TokensPerDay, Usd, UsdPerMonth};
use crate::workload::Workload;

/// The kinds of options, in the order of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A priced endpoint.
    Api,
    /// Machines that are bought, or owned already.
    Local,
    /// Machines that are rented.
    Rent,
}

impl Kind {
    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::Local => "local",
            Self::Rent => "rent",
        }
    }
}

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

/// Machines that serve a workload.
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
    /// The demand of the first month in units of one machine.
    pub busy: Busy,
    /// The number of machines, when it does not follow from demand.
    pub machines: Option<f64>,
}

/// One way to serve the whole workload.
#[derive(Clone, Debug, PartialEq)]
pub enum ServingOption<'c> {
    /// Everything goes to one endpoint.
    Api(&'c Api),
    /// Everything runs on machines.
    Fleet(Box<Fleet<'c>>),
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
            Self::Fleet(fleet) if fleet.tenure == Tenure::Rented => Kind::Rent,
            Self::Fleet(_) => Kind::Local,
        }
    }

    /// The machines, unless it is an API.
    pub fn fleet(&self) -> Option<&Fleet<'c>> {
        match self {
            Self::Api(_) => None,
            Self::Fleet(fleet) => Some(fleet),
        }
    }

    /// The endpoint, if it is one.
    pub fn api(&self) -> Option<&'c Api> {
        match self {
            Self::Api(api) => Some(api),
            Self::Fleet(_) => None,
        }
    }

    /// The same option in another scenario: machines are sized anew.
    #[must_use]
    pub fn under(&self, scenario: &Scenario<'_>) -> Self {
        match self {
            Self::Api(api) => Self::Api(api),
            Self::Fleet(fleet) => {
                let Fleet { deployment, tenure, rates, .. } = &**fleet;
                Self::Fleet(Box::new(Fleet::new(deployment.clone(), *tenure, *rates, scenario)))
            }
        }
    }

    /// Running cost of the first month at the prices of today.
    pub fn running_today(&self, scenario: &Scenario<'_>) -> Parts {
        match self {
            Self::Api(api) => api_today(api, scenario, monthly_tokens(&scenario.workload)),
            Self::Fleet(fleet) => fleet.running(scenario, 0),
        }
    }

    /// What month `m` costs; 0 is the first.
    pub fn month(&self, scenario: &Scenario<'_>, month: u32) -> Month {
        match self {
            Self::Api(api) => {
                Month { purchase: Usd::ZERO, running: api_month(api, scenario, month) }
            }
            Self::Fleet(fleet) => Month {
                purchase: fleet.purchase(scenario, month),
                running: fleet.running(scenario, month),
            },
        }
    }

    /// Whether every month after the first costs what the first one does.
    pub fn is_steady(&self, scenario: &Scenario<'_>) -> bool {
        let growing = scenario.workload.growth_per_year != 0.0;
        match self {
            _ if growing => false,
            Self::Api(api) => {
                scenario.assumptions.api_price_trend == 0.0 && api.scheduled.is_empty()
            }
            Self::Fleet(_) => true,
        }
    }

    /// Write-off of the first month's machines: `(purchase - resale) / life` each.
    pub fn amortization(&self, assumptions: &Assumptions) -> UsdPerMonth {
        match self {
            Self::Fleet(fleet) if fleet.tenure == Tenure::Bought => {
                amortization(fleet.deployment.hardware, assumptions)
                    * fleet.first_machines(assumptions)
            }
            _ => UsdPerMonth::ZERO,
        }
    }

    /// Share of all purchases that comes back when the machines are sold in the end.
    pub fn resale_fraction(&self, assumptions: &Assumptions) -> f64 {
        match self {
            Self::Fleet(fleet) if fleet.tenure == Tenure::Bought => {
                resale_fraction(fleet.deployment.hardware, assumptions)
            }
            _ => 0.0,
        }
    }
}

fn api_today(api: &Api, scenario: &Scenario<'_>, tokens: MonthlyTokens) -> Parts {
    let (request, batch) = (scenario.workload.request, scenario.workload.batch_share);
    let bill = bill_on(api, request, batch, tokens, scenario.today, &scenario.assumptions);
    Parts { api: bill, ..Parts::default() }
}

/// The API bill of month `m`: the month's tokens at the prices of its days, times the trend.
fn api_month(api: &Api, scenario: &Scenario<'_>, month: u32) -> Parts {
    let assumptions = &scenario.assumptions;
    let at = f64::from(month);
    let growth = compounded(scenario.workload.growth_per_year, at);
    let tokens = monthly_tokens(&scenario.workload).times(growth);
    let (request, batch) = (scenario.workload.request, scenario.workload.batch_share);
    let on = |day| bill_on(api, request, batch, tokens, day, assumptions);
    let listed = if api.scheduled.is_empty() {
        on(scenario.today)
    } else {
        price_days(api, scenario.today, month).into_iter().map(|(day, share)| on(day) * share).sum()
    };
    let trend = trend(assumptions.api_price_trend, assumptions.api_price_floor, at);
    Parts { api: listed * trend, ..Parts::default() }
}

impl<'c> Fleet<'c> {
    /// A fleet for a workload.
    pub fn new(
        deployment: Deployment<'c>,
        tenure: Tenure,
        rates: Rates,
        scenario: &Scenario<'_>,
    ) -> Self {
        let service = Service::of(&rates, &scenario.assumptions);
        let busy = busy(&service, &scenario.workload, deployment.model.tokens_factor);
        let machines = scenario.machines.map(f64::from);
        Self { deployment, tenure, rates, service, busy, machines }
    }

    /// Machines in the first month.
    pub fn first_machines(&self, assumptions: &Assumptions) -> f64 {
        self.machines.unwrap_or_else(|| fleet(self.busy.peak, assumptions.headroom))
    }

    /// Machines in month `m`: as many as its demand needs, and never fewer than before.
    pub fn machines_in(&self, scenario: &Scenario<'_>, month: u32) -> f64 {
        let first = self.first_machines(&scenario.assumptions);
        if self.machines.is_some() || scenario.workload.growth_per_year <= 0.0 {
            return first;
        }
        fleet(self.busy.peak * self.growth(scenario, month), scenario.assumptions.headroom)
    }

    /// Mean utilization in month `m`; a machine cannot be busier than all the time.
    pub fn mean_utilization(&self, scenario: &Scenario<'_>, month: u32) -> f64 {
        let machines = self.machines_in(scenario, month);
        (self.busy.mean * self.growth(scenario, month) / machines).min(1.0)
    }

    /// Utilization of the busiest hour of the first month.
    pub fn peak_utilization(&self, assumptions: &Assumptions) -> f64 {
        self.busy.peak / self.first_machines(assumptions)
    }

    /// Tokens a day, at the workload's mix, that one machine serves below the headroom limit.
    pub fn capacity_each(&self, workload: &Workload, assumptions: &Assumptions) -> TokensPerDay {
        capacity(workload.tokens(), self.busy, assumptions.headroom)
    }

    fn growth(&self, scenario: &Scenario<'_>, month: u32) -> f64 {
        compounded(scenario.workload.growth_per_year, f64::from(month))
    }

    fn running(&self, scenario: &Scenario<'_>, month: u32) -> Parts {
        let assumptions = &scenario.assumptions;
        let machines = self.machines_in(scenario, month);
        self.running_of(machines, self.mean_utilization(scenario, month), assumptions)
    }

    /// Running cost of this many machines at this mean utilization.
    pub fn running_of(&self, machines: f64, utilization: f64, assumptions: &Assumptions) -> Parts {
        let hardware = self.deployment.hardware;
        match (self.tenure, hardware.rent) {
            (Tenure::Rented, Some(rent)) => {
                let price = running::rent_price(rent, assumptions.outlook.rent, assumptions);
                running::rented(price, machines, assumptions)
            }
            _ => running::local(hardware, machines, utilization, assumptions),
        }
    }

    fn purchase(&self, scenario: &Scenario<'_>, month: u32) -> Usd {
        if self.tenure != Tenure::Bought {
            return Usd::ZERO;
        }
        let before = month.checked_sub(1).map_or(0.0, |before| self.machines_in(scenario, before));
        let more = self.machines_in(scenario, month) - before;
        purchase(self.deployment.hardware, &scenario.assumptions) * more
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
