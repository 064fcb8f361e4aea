//! What a menu's endpoints and machines cost, looked up once for all questions with the same prices.

use std::rc::Rc;

use super::entry::Entry;
use super::month_bill::MonthBill;
use crate::api::Api;
use crate::calc::demand::MonthlyTokens;
use crate::calc::demand::horizon::{Drift, Horizon, Month};
use crate::calc::price::api_bill::classes;
use crate::calc::price::invoice::{Invoice, rate_of_requests};
use crate::calc::price::item::{Driver, Item, Role};
use crate::calc::price::machine_rates::MachineRates;
use crate::calc::price::token_price::bill;
use crate::scenario::Scenario;
use crate::units::Usd;

/// What a million tokens of each class cost, when so many of them can wait.
#[derive(Clone, Debug, PartialEq)]
struct TokenPrices<'c> {
    /// Today.
    rates: [Usd; 3],
    /// The items, where a change is announced.
    changing: Option<Rc<[Item<'c>; 3]>>,
    /// What a million tokens a month of each class in the first one cost over the horizon that is
    /// usually asked for.
    usual: Option<((Drift, usize), [Usd; 3])>,
}

impl<'c> TokenPrices<'c> {
    fn new(api: &'c Api, waits: f64, scenario: &Scenario<'_>) -> Self {
        let items = classes(api, waits, |class| Driver::Mtok(Role::Base, class), scenario);
        let rates = [0, 1, 2].map(|index| items[index].rate);
        let changing = items.iter().any(|item| !item.changes.is_empty());
        Self { rates, changing: changing.then(|| Rc::new(items)), usual: None }
    }

    fn usually_over(&mut self, horizon: &Horizon) {
        if self.changing.is_some() {
            self.usual = Some((horizon.key(), self.over(horizon)));
        }
    }

    fn rate_in(&self, index: usize, month: &Month) -> Usd {
        match &self.changing {
            Some(items) => items[index].rate_in(month),
            None => self.rates[index] * month.api_price,
        }
    }

    /// What a million tokens a month of each class in the first one cost over a horizon.
    fn over(&self, horizon: &Horizon) -> [Usd; 3] {
        [0, 1, 2].map(|index| {
            let months = horizon.months.iter();
            months.map(|month| self.rate_in(index, month) * (month.demand * month.worth)).sum()
        })
    }

    /// Tokens of a month at today's demand.
    fn in_month(&self, tokens: MonthlyTokens, month: &Month) -> Usd {
        bill([0, 1, 2].map(|index| self.rate_in(index, month)), tokens)
    }

    /// Tokens of all months.
    fn in_all_months(&self, tokens: MonthlyTokens, horizon: &Horizon) -> Usd {
        match self.usual {
            _ if self.changing.is_none() => bill(self.rates, tokens) * horizon.worth.billed,
            Some((of, rates)) if of == horizon.key() => bill(rates, tokens),
            _ => bill(self.over(horizon), tokens),
        }
    }
}

/// What an endpoint costs.
#[derive(Clone, Debug, PartialEq)]
pub struct ApiPrices<'c> {
    /// The endpoint.
    pub api: &'c Api,
    /// Of the workload as it is.
    tokens: TokenPrices<'c>,
    /// If all of it could wait; `None` where nothing can, or that changes no price.
    waiting: Option<TokenPrices<'c>>,
    /// Share of the workload that can wait.
    waits: f64,
    /// What a thousand requests cost today.
    requests: Usd,
    /// What is made of the bill of a month, where that is not in proportion to its tokens.
    invoice: Option<Rc<Invoice>>,
    /// All of that, so many times.
    scale: f64,
    /// Share of the workload that is on the same bill already.
    beside: f64,
}

impl<'c> ApiPrices<'c> {
    /// The prices of an endpoint in a question.
    pub fn new(api: &'c Api, scenario: &Scenario<'_>) -> Self {
        let waits = scenario.workload.batch_share();
        let tokens = TokenPrices::new(api, waits, scenario);
        let waiting = (waits > 0.0).then(|| TokenPrices::new(api, 1.0, scenario));
        let waiting = waiting.filter(|waiting| *waiting != tokens);
        let requests = rate_of_requests(api, scenario);
        let invoice = Invoice::of(api, scenario).map(Rc::new);
        Self { api, tokens, waiting, waits, requests, invoice, scale: 1.0, beside: 0.0 }
    }

    /// The same, with the bill over a horizon looked up once.
    #[must_use]
    pub fn usually_over(mut self, horizon: &Horizon) -> Self {
        self.tokens.usually_over(horizon);
        self.waiting.iter_mut().for_each(|waiting| waiting.usually_over(horizon));
        self
    }

    /// The same, so many times as dear.
    #[must_use]
    pub fn times(&self, factor: f64) -> Self {
        Self { scale: self.scale * factor, ..self.clone() }
    }

    /// The same for what comes on top of a share that it serves already, where that is this endpoint.
    #[must_use]
    pub fn beside(&self, endpoint: Option<&Api>, share: f64) -> Self {
        let same = endpoint.is_some_and(|endpoint| endpoint.id == self.api.id);
        Self { beside: if same { share } else { 0.0 }, ..self.clone() }
    }

    /// Whether the bill of every month is in proportion to its tokens.
    pub const fn is_linear(&self) -> bool {
        self.invoice.is_none()
    }

    /// Whether what can wait costs what everything costs.
    pub const fn asks_one_price(&self) -> bool {
        self.waiting.is_none()
    }

    /// Whether no change is announced.
    pub const fn is_steady(&self) -> bool {
        self.tokens.changing.is_none()
    }

    /// Whether no workload costs less at another endpoint: neither price ever changes, and none of
    /// this one's is above the other's.
    fn is_never_dearer(&self, other: &Self) -> bool {
        self.is_steady()
            && other.is_steady()
            && self.tokens.rates.iter().zip(&other.tokens.rates).all(|(own, other)| own <= other)
            && self.requests <= other.requests
            && Invoice::is_never_dearer(self.invoice.as_deref(), other.invoice.as_deref())
    }

    /// The bill of a share of the workload over a horizon.
    pub fn bill(&self, share: f64, tokens: MonthlyTokens, horizon: &Horizon) -> Usd {
        if !self.is_linear() {
            let months = self.months(tokens, horizon);
            return months.map(|month| month.bill(share)).sum();
        }
        self.all_months(tokens, horizon).bill(share)
    }

    /// The bill of all months as one, where it is in proportion to its tokens.
    pub fn all_months(&self, tokens: MonthlyTokens, horizon: &Horizon) -> MonthBill {
        let priced = |prices: &TokenPrices<'_>| prices.in_all_months(tokens, horizon);
        let requests = self.requests * (tokens.thousand_requests * horizon.worth.billed);
        MonthBill {
            demand: 1.0,
            worth: 1.0,
            beside: 0.0,
            invoice: None,
            ..self.month_bill(priced, requests, 1.0)
        }
    }

    /// The bill month by month.
    pub fn months(
        &self,
        tokens: MonthlyTokens,
        horizon: &Horizon,
    ) -> impl Iterator<Item = MonthBill> {
        horizon.months.iter().map(move |month| {
            let priced = |prices: &TokenPrices<'_>| prices.in_month(tokens, month);
            let requests = self.requests * (tokens.thousand_requests * month.api_price);
            MonthBill { worth: month.worth, ..self.month_bill(priced, requests, month.demand) }
        })
    }

    fn month_bill(
        &self,
        priced: impl Fn(&TokenPrices<'_>) -> Usd,
        requests: Usd,
        demand: f64,
    ) -> MonthBill {
        let times = demand * self.scale;
        let tokens = priced(&self.tokens) * times;
        MonthBill {
            tokens,
            waiting: self.waiting.as_ref().map_or(tokens, |waiting| priced(waiting) * times),
            waits: self.waits,
            requests: requests * times,
            demand,
            worth: 1.0,
            beside: self.beside,
            invoice: self.invoice.clone(),
        }
    }
}

/// The prices of endpoints in a question.
pub fn api_prices<'c>(scenario: &Scenario<'_>, apis: &[&'c Api]) -> Vec<ApiPrices<'c>> {
    apis.iter().map(|api| ApiPrices::new(api, scenario)).collect()
}

/// Of endpoints those that may be the cheapest of some workload; of equals the first.
pub fn undominated<'c>(prices: &[ApiPrices<'c>]) -> Vec<ApiPrices<'c>> {
    let mut kept: Vec<ApiPrices<'c>> = Vec::new();
    for own in prices {
        if !kept.iter().any(|other| other.is_never_dearer(own)) {
            kept.retain(|other| !own.is_never_dearer(other));
            kept.push(own.clone());
        }
    }
    kept
}

/// The prices of a menu's machines in a question, by entry.
pub fn machine_prices(scenario: &Scenario<'_>, entries: &[Entry<'_>]) -> Vec<MachineRates> {
    let rates = |entry: &Entry<'_>| MachineRates::new(entry.hardware, entry.tenure, scenario);
    entries.iter().map(rates).collect()
}

/// Whether machines cost the same in two questions, whatever is asked of them.
pub fn same_machine_prices(one: &Scenario<'_>, other: &Scenario<'_>) -> bool {
    let key = |s: &Scenario<'_>| {
        let a = &s.assumptions;
        let picks = [a.outlook.hardware_price, a.outlook.resale, a.outlook.power, a.outlook.rent];
        let rent = (a.rent_price, a.rent_overhead);
        (
            a.electricity,
            a.pue,
            a.places,
            a.ops_rate,
            a.resale_fraction,
            a.scale.hardware_price,
            a.scale.idle_power,
            a.host,
            a.sleep,
            rent,
            picks,
        )
    };
    // How long machines sleep hangs on how often they are asked.
    let (asked, then) = (&one.workload, &other.workload);
    let alike =
        asked.requests_per_day() == then.requests_per_day() && asked.load.is_same(&then.load);
    let sleeps_late = || one.sleeps_late() || other.sleeps_late();
    key(one) == key(other) && (alike || !sleeps_late())
}
