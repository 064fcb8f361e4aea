//! A cost item: what one unit of a driver costs, and where that number is from.
//!
//! `month = sum of rate x quantity x escalation`; every other cost is a view of these.

use crate::api::Api;
use crate::calc::demand::TokenClass;
use crate::calc::demand::horizon::{Month, write_off};
use crate::hardware::Hardware;
use crate::place::Place;
use crate::units::{Months, Usd, UsdPerMonth};

/// What an item is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Bills of APIs.
    Api,
    /// Electricity.
    Energy,
    /// Somebody's time.
    Operations,
    /// Space, network and hands.
    Hosting,
    /// Repairs and spare parts.
    Maintenance,
    /// Rent of machines.
    Rent,
    /// Deciding which request goes where.
    Routing,
    /// Machines that are bought.
    Purchase,
    /// Paid once: setting machines up, leaving what is used now.
    Once,
}

/// Which share of the workload an endpoint serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// All of it, or all that is not hard.
    Base,
    /// What exceeds the machines.
    Overflow,
    /// What is hard.
    Hard,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Base, Self::Overflow, Self::Hard];
}

/// What a cost grows with; each has a quantity in every month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Driver {
    /// The first day.
    Once,
    /// The month itself.
    Month,
    /// A machine that is bought.
    Purchase {
        /// Time over which it is written off.
        life: Months,
        /// Share of its price that it fetches in the end.
        resale: f64,
    },
    /// A machine that is there for a month, wherever it stands.
    MachineMonth,
    /// A machine that stands in this place for a month.
    StandingMonth(Place),
    /// A kW of load that exceeds what stands at home, for a month.
    RackKilowatt,
    /// A rented machine that is held for a month.
    HeldMonth,
    /// A machine in this place that has a request in progress for a month.
    BusyMonth(Place),
    /// A machine in this place that draws all of its load power for a month; by its streams it draws a part
    /// of what load adds.
    LoadMonth(Place),
    /// A million tokens of a class.
    Mtok(Role, TokenClass),
    /// A million tokens of a class that can wait, where they are told apart from those that cannot: where
    /// another endpoint takes what exceeds the base.
    BatchMtok(Role, TokenClass),
    /// A thousand requests.
    ThousandRequests,
    /// A thousand requests to the endpoint of a role.
    Requests(Role),
    /// What a provider makes of the month's bill of a role: the ledger asks for it when it has the bill.
    Invoice(Role),
}

impl Driver {
    /// The role of the endpoint on whose bill it stands.
    pub const fn billed_role(self) -> Option<Role> {
        match self {
            Self::Mtok(role, _) | Self::BatchMtok(role, _) | Self::Requests(role) => Some(role),
            _ => None,
        }
    }
}

/// What a rate follows over the months, beside changes that are announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Escalation {
    /// Nothing.
    None,
    /// The trend of API prices.
    ApiTrend,
    /// The trend of rents.
    RentTrend,
    /// The trend of the prices of machines, on the day of a purchase.
    HardwareTrend,
}

/// What a rate is made of; the explanation names its operands and their places.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Origin<'c> {
    /// Price of a class of tokens of an endpoint.
    TokenPrice(&'c Api, TokenClass),
    /// Price of requests and of what they call.
    Requests(&'c Api),
    /// Free quota, minimum spend, fee and tax of an endpoint.
    Invoice(&'c Api),
    /// Power of a machine that waits.
    IdlePower(&'c Hardware),
    /// What waking adds to the power of a machine that sleeps.
    Waking(&'c Hardware),
    /// What load adds to the power of a machine.
    LoadPower(&'c Hardware),
    /// Hours of operations and their price.
    Operations,
    /// Somebody's time for what stands in a rack.
    RackOperations,
    /// Hosting of what stands in a rack.
    RackHosting,
    /// Hosting of a machine.
    Hosting(&'c Hardware),
    /// Maintenance of a machine.
    Maintenance(&'c Hardware),
    /// Rent of a machine.
    Rent(&'c Hardware),
    /// Price of a machine.
    Purchase(&'c Hardware),
    /// Price of a routing decision.
    Router,
    /// Setting machines up.
    Setup(&'c Hardware),
    /// Leaving what is used now.
    Migration,
}

/// A rate that holds from a time on, in months from now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RateChange {
    /// Months from now; a change in the middle of a month counts from its day.
    pub from: f64,
    /// The rate from then on.
    pub rate: Usd,
}

/// What one unit of a driver costs.
#[derive(Clone, Debug, PartialEq)]
pub struct Item<'c> {
    /// What it is for.
    pub part: Part,
    /// USD per unit of the driver, today.
    pub rate: Usd,
    /// Announced changes, earliest first.
    pub changes: Vec<RateChange>,
    /// What it grows with.
    pub driver: Driver,
    /// What its rate follows.
    pub escalation: Escalation,
    /// What the rate is made of.
    pub origin: Origin<'c>,
}

impl<'c> Item<'c> {
    /// An item whose rate stays what it is.
    pub const fn steady(part: Part, rate: Usd, driver: Driver, origin: Origin<'c>) -> Self {
        Self { part, rate, changes: Vec::new(), driver, escalation: Escalation::None, origin }
    }

    /// The mean rate over a month, announced changes and trend included.
    pub fn rate_in(&self, month: &Month) -> Usd {
        let listed = if self.changes.is_empty() { self.rate } else { self.listed_in(month.index) };
        match self.escalation {
            // Purchases have days of their own.
            Escalation::None | Escalation::HardwareTrend => listed,
            Escalation::ApiTrend => listed * month.api_price,
            Escalation::RentTrend => listed * month.rent,
        }
    }

    /// The announced rate of a month: each one times the share of the month for which it holds.
    fn listed_in(&self, month: u32) -> Usd {
        let (start, end) = (f64::from(month), f64::from(month) + 1.0);
        let (mut since, mut rate, mut sum) = (start, self.rate, Usd::ZERO);
        for change in &self.changes {
            if change.from >= end {
                break;
            }
            if change.from > since {
                sum += rate * (change.from - since);
                since = change.from;
            }
            rate = change.rate;
        }
        sum + rate * (end - since)
    }

    /// Write-off of one purchase; nothing for other items.
    pub fn write_off(&self) -> UsdPerMonth {
        match self.driver {
            Driver::Purchase { life, resale } => write_off(self.rate, resale, life),
            _ => UsdPerMonth::ZERO,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_counts_from_its_day() {
        let mut item =
            Item::steady(Part::Routing, Usd::new(4.0), Driver::ThousandRequests, Origin::Router);
        item.changes = vec![
            RateChange { from: -2.0, rate: Usd::new(2.0) },
            RateChange { from: 1.25, rate: Usd::new(6.0) },
        ];
        let rate = |index| item.rate_in(&Month { index, ..Month::STATED }).get();
        assert_eq!([rate(0), rate(1), rate(2)], [2.0, 5.0, 6.0]);
    }
}
