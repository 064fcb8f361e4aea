//! The ledger of an option: its cost items and their quantities, month by month.
//!
//! Purchases fall at the start of their month, running costs and tokens at its end, resale at the
//! end of the horizon.

use std::ops::{Index, IndexMut};

use crate::calc::demand::MonthlyTokens;
use crate::calc::demand::horizon::{Horizon, Month};
use crate::calc::option::quantities::Quantities;
use crate::calc::option::serving::ServingOption;
use crate::calc::price::item::{Driver, Item, Part};
use crate::scenario::Scenario;
use crate::units::{Months, Mtok, Usd, UsdPerMonth, UsdPerMtok};

/// A driver of one month.
const MONTH: Months = Months::new(1.0);

/// Running cost of a month by part.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Parts([UsdPerMonth; 7]);

impl Parts {
    /// All parts together.
    pub fn total(&self) -> UsdPerMonth {
        self.0.iter().copied().sum()
    }
}

impl Index<Part> for Parts {
    type Output = UsdPerMonth;
    fn index(&self, part: Part) -> &UsdPerMonth {
        &self.0[part as usize]
    }
}

impl IndexMut<Part> for Parts {
    fn index_mut(&mut self, part: Part) -> &mut UsdPerMonth {
        &mut self.0[part as usize]
    }
}

/// What one month costs.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MonthCosts {
    /// Machines bought at its start.
    pub purchase: Usd,
    /// Everything that is paid during it.
    pub running: Parts,
}

/// Sums over the horizon, discounted when a discount rate is given.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Totals {
    /// All purchases.
    pub purchases: Usd,
    /// What the machines fetch at the end.
    pub resale: Usd,
    /// Everything else.
    pub running: Usd,
    /// Tokens served.
    pub tokens: Mtok,
}

impl Totals {
    /// Total cost over the horizon: `purchases - resale at the end + running costs`.
    pub fn cost(&self) -> Usd {
        self.purchases - self.resale + self.running
    }

    /// Levelized cost: total cost over tokens served. Under a discount rate both are discounted,
    /// as is usual for a levelized cost.
    pub fn levelized(&self) -> UsdPerMtok {
        self.cost() / self.tokens
    }
}

/// The cost items of an option in a scenario.
pub struct Ledger<'a, 's, 'c> {
    option: &'a ServingOption<'c>,
    scenario: &'a Scenario<'s>,
    /// What it costs, item by item.
    pub items: Vec<Item<'c>>,
}

impl<'a, 's, 'c> Ledger<'a, 's, 'c> {
    /// The ledger of an option.
    pub fn new(option: &'a ServingOption<'c>, scenario: &'a Scenario<'s>) -> Self {
        Self { option, scenario, items: option.items(scenario) }
    }

    /// The quantities of the first month.
    pub fn first_quantities(&self) -> Quantities {
        Quantities::of(self.option, self.scenario, 1.0)
    }

    /// The first month at today's prices.
    pub fn today(&self) -> MonthCosts {
        self.costs(&self.first_quantities(), 0.0, |item| item.rate)
    }

    /// Write-off of the first month's machines.
    pub fn write_off(&self) -> UsdPerMonth {
        let machines = self.first_quantities().machines;
        self.items.iter().map(|item| item.write_off() * machines).sum()
    }

    /// First month at today's prices, write-off included.
    pub fn monthly(&self) -> UsdPerMonth {
        self.today().running.total() + self.write_off()
    }

    /// Share of all purchases that comes back when the machines are sold in the end.
    pub fn resale_fraction(&self) -> f64 {
        let fetched = self.items.iter().find_map(|item| match item.driver {
            Driver::Purchase { resale, .. } => Some(resale),
            _ => None,
        });
        fetched.unwrap_or(0.0)
    }

    /// The months one after another with what they cost.
    pub fn months(
        &self,
        months: impl Iterator<Item = Month>,
    ) -> impl Iterator<Item = (Month, MonthCosts)> {
        let mut before = 0.0;
        let mut last: Option<Quantities> = None;
        months.map(move |month| {
            // Where demand stays, so do the quantities.
            let quantities = last
                .filter(|last| last.demand == month.demand)
                .unwrap_or_else(|| Quantities::of(self.option, self.scenario, month.demand));
            let costs = self.costs(&quantities, before, |item| item.rate_in(&month));
            before = quantities.machines;
            last = Some(quantities);
            (month, costs)
        })
    }

    /// The sums over a horizon.
    pub fn totals(&self, horizon: &Horizon) -> Totals {
        let (mut totals, mut bought) = (Totals::default(), Usd::ZERO);
        for (month, costs) in self.months(horizon.months.iter().copied()) {
            bought += costs.purchase;
            totals.purchases += costs.purchase * month.start;
            totals.running += costs.running.total() * MONTH * month.end;
        }
        totals.resale = bought * self.resale_fraction() * horizon.worth.end;
        let tokens = MonthlyTokens::of(&self.scenario.workload).total();
        totals.tokens = tokens * Months::new(horizon.worth.grown);
        totals
    }

    fn costs(
        &self,
        quantities: &Quantities,
        machines_before: f64,
        rate: impl Fn(&Item<'_>) -> Usd,
    ) -> MonthCosts {
        let mut costs = MonthCosts::default();
        for item in &self.items {
            let usd = rate(item) * quantities.of_driver(item.driver, machines_before);
            match item.part {
                Part::Purchase => costs.purchase += usd,
                part => costs.running[part] += usd / MONTH,
            }
        }
        costs
    }
}

/// The sums over the horizon of a scenario.
pub fn totals(option: &ServingOption<'_>, scenario: &Scenario<'_>) -> Totals {
    Ledger::new(option, scenario).totals(&Horizon::of(scenario))
}
