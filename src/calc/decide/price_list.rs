//! What a menu's endpoints and machines cost, looked up once for all questions with the same prices.

use super::compiled::MachineRates;
use super::menu::Entry;
use crate::api::Api;
use crate::calc::demand::MonthlyTokens;
use crate::calc::demand::horizon::{Drift, Horizon};
use crate::calc::price::api_bill::{bill, items, written_share};
use crate::calc::price::item::{Item, Role};
use crate::scenario::Scenario;
use crate::units::Usd;

/// The items of an endpoint.
#[derive(Clone, Debug, PartialEq)]
pub struct ApiPrices<'c> {
    /// The endpoint.
    pub api: &'c Api,
    items: [Item<'c>; 3],
    /// What a million tokens a month of each class in the first one cost over the horizon that is
    /// usually asked for.
    usual: Option<((Drift, usize), [Usd; 3])>,
}

impl<'c> ApiPrices<'c> {
    /// The items of an endpoint in a question.
    pub fn new(api: &'c Api, scenario: &Scenario<'_>) -> Self {
        Self { api, items: items(api, Role::Base, scenario), usual: None }
    }

    /// The same, with the bill over a horizon looked up once.
    #[must_use]
    pub fn usually_over(mut self, horizon: &Horizon) -> Self {
        if !self.is_steady() {
            self.usual = Some((horizon.key(), self.over(horizon)));
        }
        self
    }

    /// Whether no change is announced.
    pub fn is_steady(&self) -> bool {
        self.items.iter().all(|item| item.changes.is_empty())
    }

    /// The bill of the whole workload over a horizon.
    pub fn bill(&self, tokens: MonthlyTokens, horizon: &Horizon) -> Usd {
        if self.is_steady() {
            let rates = [0, 1, 2].map(|index| self.items[index].rate);
            return bill(rates, tokens) * horizon.worth.billed;
        }
        match self.usual {
            Some((of, rates)) if of == horizon.key() => bill(rates, tokens),
            _ => bill(self.over(horizon), tokens),
        }
    }

    /// What a million tokens a month of each class in the first one cost over a horizon.
    fn over(&self, horizon: &Horizon) -> [Usd; 3] {
        let rate = |item: &Item<'_>| {
            let months = horizon.months.iter();
            months.map(|month| item.rate_in(month) * (month.demand * month.worth)).sum()
        };
        [0, 1, 2].map(|index| rate(&self.items[index]))
    }

    /// The same month by month.
    pub fn bills(&self, tokens: MonthlyTokens, horizon: &Horizon) -> impl Iterator<Item = Usd> {
        horizon.months.iter().map(move |month| {
            let rates = [0, 1, 2].map(|index| self.items[index].rate_in(month));
            bill(rates, tokens) * (month.demand * month.worth)
        })
    }
}

/// The prices of endpoints in a question.
pub fn api_prices<'c>(scenario: &Scenario<'_>, apis: &[&'c Api]) -> Vec<ApiPrices<'c>> {
    apis.iter().map(|api| ApiPrices::new(api, scenario)).collect()
}

/// The prices of a menu's machines in a question, by entry.
pub fn machine_prices(scenario: &Scenario<'_>, entries: &[Entry<'_>]) -> Vec<MachineRates> {
    let rates = |entry: &Entry<'_>| MachineRates::new(entry.hardware, entry.tenure, scenario);
    entries.iter().map(rates).collect()
}

/// Whether endpoints cost the same in two questions.
pub fn same_api_prices(one: &Scenario<'_>, other: &Scenario<'_>) -> bool {
    let key = |s: &Scenario<'_>| {
        let a = &s.assumptions;
        (
            s.today,
            s.workload.request,
            s.workload.batch_share,
            a.outlook.api_price,
            a.scale.api_price,
            written_share(&s.workload),
        )
    };
    key(one) == key(other) && one.workload.load.is_same(&other.workload.load)
}

/// Whether machines cost the same in two questions, whatever is asked of them.
pub fn same_machine_prices(one: &Scenario<'_>, other: &Scenario<'_>) -> bool {
    let key = |s: &Scenario<'_>| {
        let a = &s.assumptions;
        let picks = [a.outlook.hardware_price, a.outlook.resale, a.outlook.power, a.outlook.rent];
        let rent = (a.rent_price, a.rent_overhead);
        (a.electricity, a.pue, a.resale_fraction, a.scale.hardware_price, rent, picks)
    };
    key(one) == key(other)
}
