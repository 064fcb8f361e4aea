//! The ledger of an option: its cost items and their quantities, month by month.
//!
//! Machines are bought and sold on their day at straight-line book value, running costs and tokens of
//! a month are at its middle.

use std::ops::{Index, IndexMut};

use crate::calc::capacity::fleet::Tenure;
use crate::calc::capacity::purchases::{Purchase, purchases};
use crate::calc::demand::MonthlyTokens;
use crate::calc::demand::horizon::{Drift, Horizon, Month};
use crate::calc::option::quantities::Quantities;
use crate::calc::option::serving::ServingOption;
use crate::calc::price::invoice::Invoice;
use crate::calc::price::item::{Driver, Item, Part, Role};
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
    /// What is paid once.
    pub once: Usd,
    /// Machines bought in it, replacements included, each at its worth today.
    pub purchase: Usd,
    /// What machines fetch whose life ends in it, each at its worth today.
    pub fetched: Usd,
    /// Everything that is paid during it.
    pub running: Parts,
}

/// Sums over the horizon, discounted when a discount rate is given.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Totals {
    /// What is paid once.
    pub once: Usd,
    /// All purchases, replacements included.
    pub purchases: Usd,
    /// What machines fetch at the end of their life or of the horizon.
    pub resale: Usd,
    /// Everything else.
    pub running: Usd,
    /// Tokens served.
    pub tokens: Mtok,
}

impl Totals {
    /// Total cost over the horizon: `once + purchases - resale + running costs`.
    pub fn cost(&self) -> Usd {
        self.once + self.purchases - self.resale + self.running
    }

    /// Levelized cost: total cost over tokens served. Under a discount rate both are discounted,
    /// as is usual for a levelized cost.
    pub fn levelized(&self) -> UsdPerMtok {
        self.cost() / self.tokens
    }
}

/// The cost items of an option in a scenario.
pub struct Ledger<'a, 's, 'c> {
    /// The option.
    pub option: &'a ServingOption<'c>,
    scenario: &'a Scenario<'s>,
    /// What it costs, item by item.
    pub items: Vec<Item<'c>>,
    /// What is made of the bill of an endpoint, by its first role.
    pub invoices: Vec<(Role, Invoice)>,
}

impl<'a, 's, 'c> Ledger<'a, 's, 'c> {
    /// The ledger of an option.
    pub fn new(option: &'a ServingOption<'c>, scenario: &'a Scenario<'s>) -> Self {
        let invoice = |role| Some((role, Invoice::of(option.endpoint(role)?, scenario)?));
        let first = |role: &Role| option.account(*role) == *role;
        let invoices = Role::ALL.into_iter().filter(first).filter_map(invoice).collect();
        Self { option, scenario, items: option.items(scenario), invoices }
    }

    /// The quantities of the first month, at the stated volume.
    pub fn first_quantities(&self) -> Quantities {
        Quantities::of(self.option, self.scenario, &Month::STATED)
    }

    /// The first month at the stated volume and today's prices: what is paid once and upfront, and
    /// what is paid during it.
    pub fn today(&self) -> MonthCosts {
        let quantities = self.first_quantities();
        let purchase = self.purchase_item().map_or(Usd::ZERO, |item| item.rate * quantities.bought);
        let running = self.running(&quantities, |item| item.rate);
        MonthCosts { once: self.once(), purchase, fetched: Usd::ZERO, running }
    }

    /// What some of the items cost in the first month, at the stated volume and today's prices.
    pub fn first_month_of(&self, which: impl Fn(&Item<'_>) -> bool) -> Usd {
        let quantities = self.first_quantities();
        let items = self.items.iter().filter(|item| which(item));
        items.map(|item| item.rate * quantities.of_driver(item.driver)).sum()
    }

    /// Write-off of the first month's machines.
    pub fn write_off(&self) -> UsdPerMonth {
        let bought = self.first_quantities().bought;
        self.items.iter().map(|item| item.write_off() * bought).sum()
    }

    /// First month at today's prices, write-off included, without what is paid once.
    pub fn monthly(&self) -> UsdPerMonth {
        self.today().running.total() + self.write_off()
    }

    /// What is paid once.
    pub fn once(&self) -> Usd {
        let once = self.items.iter().filter(|item| item.driver == Driver::Once);
        once.map(|item| item.rate).sum()
    }

    /// The item of buying a machine, the time over which it is written off, and the share of its
    /// price that it fetches in the end.
    fn bought_as(&self) -> Option<(&Item<'c>, Months, f64)> {
        self.items.iter().find_map(|item| match item.driver {
            Driver::Purchase { life, resale } => Some((item, life, resale)),
            _ => None,
        })
    }

    /// The life of its machines, if any are bought.
    pub fn life(&self) -> Option<Months> {
        let buys = self.option.machines().is_some_and(|fleet| fleet.tenure != Tenure::Rented);
        self.bought_as().filter(|_| buys).map(|(_, life, _)| life)
    }

    fn purchase_item(&self) -> Option<&Item<'c>> {
        self.bought_as().map(|(item, ..)| item)
    }

    /// Share of a purchase that comes back at the end of its life.
    pub fn resale_fraction(&self) -> f64 {
        self.bought_as().map_or(0.0, |(_, _, resale)| resale)
    }

    /// The months one after another with what they cost.
    pub fn months(&self, months: &[Month]) -> Vec<(Month, MonthCosts)> {
        self.months_before(months, f64::INFINITY)
    }

    /// The same without machines that are bought or fetch something at this time or later, in months
    /// from now.
    pub fn months_before(&self, months: &[Month], end: f64) -> Vec<(Month, MonthCosts)> {
        let mut last: Option<Quantities> = None;
        let mut found: Vec<(Month, MonthCosts)> = Vec::with_capacity(months.len());
        for month in months {
            let machines = self.option.machines().map(|f| f.machines_in(month, self.scenario));
            // Where demand stays, so do the quantities.
            let known = last.filter(|last| {
                last.demand == month.demand && machines.is_none_or(|n| n == last.machines)
            });
            let quantities =
                known.unwrap_or_else(|| Quantities::of(self.option, self.scenario, month));
            let running = self.running(&quantities, |item| item.rate_in(month));
            found.push((*month, MonthCosts { running, ..MonthCosts::default() }));
            last = Some(quantities);
        }
        self.add_purchases(months, end, &mut found);
        if let Some((_, first)) = found.first_mut() {
            first.once = self.once();
        }
        found
    }

    /// Adds what machines are bought for, and sold for at the end of their lives.
    fn add_purchases(&self, months: &[Month], before: f64, found: &mut [(Month, MonthCosts)]) {
        let Some((fleet, (item, life, resale))) = self.option.machines().zip(self.bought_as())
        else {
            return;
        };
        let drift = self.drift();
        let bought = purchases(fleet, self.scenario, months);
        for Purchase { at, machines } in bought.into_iter().filter(|purchase| purchase.at < before)
        {
            let paid = item.rate * (machines * drift.hardware_at(at));
            found[at as usize].1.purchase += paid * drift.worth_at(at);
            let end = at + life.get();
            if let Some((_, month)) = found.get_mut(end as usize).filter(|_| end < before) {
                month.fetched += paid * (resale * drift.worth_at(end));
            }
        }
    }

    fn drift(&self) -> Drift {
        Drift::of(&self.scenario.workload, &self.scenario.assumptions)
    }

    /// What the machines are worth that are there at the end of so many months.
    fn left(&self, horizon: &Horizon) -> Usd {
        let Some((fleet, (item, life, resale))) = self.option.machines().zip(self.bought_as())
        else {
            return Usd::ZERO;
        };
        let (drift, end) = (horizon.drift, horizon.end());
        let bought = purchases(fleet, self.scenario, &horizon.months);
        let there = bought.into_iter().filter(|purchase| purchase.at + life.get() >= end);
        let book = there.map(|purchase| {
            let age = (end - purchase.at) / life.get();
            let paid = item.rate * (purchase.machines * drift.hardware_at(purchase.at));
            paid * ((1.0 - (1.0 - resale) * age) * drift.worth_at(end))
        });
        book.sum()
    }

    /// The sums over a horizon.
    pub fn totals(&self, horizon: &Horizon) -> Totals {
        let mut totals = Totals { resale: self.left(horizon), ..Totals::default() };
        for (month, costs) in self.months(&horizon.months) {
            totals.once += costs.once;
            totals.purchases += costs.purchase;
            totals.resale += costs.fetched;
            totals.running += costs.running.total() * MONTH * month.worth;
        }
        let tokens = MonthlyTokens::of(&self.scenario.workload).total();
        totals.tokens = tokens * Months::new(horizon.worth.grown);
        totals
    }

    fn running(&self, quantities: &Quantities, rate: impl Fn(&Item<'_>) -> Usd) -> Parts {
        let mut parts = Parts::default();
        let mut listed = [Usd::ZERO; Role::ALL.len()];
        for item in &self.items {
            let quantity = quantities.of_driver(item.driver);
            if quantity != 0.0 {
                let cost = rate(item) * quantity;
                parts[item.part] += cost / MONTH;
                if let Some(role) = item.driver.billed_role() {
                    listed[self.option.account(role) as usize] += cost;
                }
            }
        }
        for (role, invoice) in &self.invoices {
            let listed = listed[*role as usize];
            let paid = invoice.paid(listed, self.billed_volume(quantities, *role));
            parts[Part::Api] += (paid - listed) / MONTH;
        }
        parts
    }
}

/// The sums over the horizon of a scenario.
pub fn totals(option: &ServingOption<'_>, scenario: &Scenario<'_>) -> Totals {
    Ledger::new(option, scenario).totals(&Horizon::of(scenario))
}
