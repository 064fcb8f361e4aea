//! What a menu's endpoints cost, looked up once for all questions with the same prices.

use std::rc::Rc;

use super::month_bill::{self, MonthBill};
use crate::api::Api;
use crate::calc::demand::MonthlyTokens;
use crate::calc::demand::horizon::{Drift, Horizon, Month};
use crate::calc::price::api_bill::classes;
use crate::calc::price::invoice::{Invoice, rate_of_requests};
use crate::calc::price::item::{Driver, Item, Role};
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

    /// Whether no part of a workload costs less at another endpoint: neither price ever changes, and none of
    /// this one's is above the other's, of what waits and of the rest.
    fn is_never_dearer(&self, other: &Self) -> bool {
        let rates = |prices: &Self| {
            let waiting = prices.waiting.as_ref().unwrap_or(&prices.tokens).rates;
            let full = |index: usize| {
                let (tokens, waiting) = (prices.tokens.rates[index], waiting[index]);
                month_bill::full(tokens, waiting, prices.waits)
            };
            [[0, 1, 2].map(full), waiting]
        };
        self.is_steady()
            && other.is_steady()
            && rates(self)
                .as_flattened()
                .iter()
                .zip(rates(other).as_flattened())
                .all(|(a, b)| a <= b)
            && self.requests <= other.requests
            && Invoice::is_never_dearer(self.invoice.as_deref(), other.invoice.as_deref())
    }

    /// The same of what exceeds machines in the months of a horizon.
    fn is_never_dearer_over(
        &self,
        other: &Self,
        (tokens, horizon): (MonthlyTokens, &Horizon),
    ) -> bool {
        let moves_alike = self.is_steady() && other.is_steady();
        let is_linear = self.is_linear() && other.is_linear();
        let never = |(own, other): (MonthBill, MonthBill)| own.is_never_dearer(&other);
        let bill = |prices: &Self| prices.all_months(tokens, horizon);
        Invoice::is_never_dearer(self.invoice.as_deref(), other.invoice.as_deref())
            && match is_linear && moves_alike {
                true => never((bill(self), bill(other))),
                false => self.months(tokens, horizon).zip(other.months(tokens, horizon)).all(never),
            }
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

/// The endpoints that may take what exceeds machines for the least: the one that is the cheapest for everything,
/// and those beside it where what waits has a price of its own, prices change, or some of it is free. Nothing
/// overflows into a plan.
pub fn for_excess<'p, 'c>(
    cheapest: &'p ApiPrices<'c>,
    prices: &'p [ApiPrices<'c>],
    over: (MonthlyTokens, &Horizon),
) -> Vec<&'p ApiPrices<'c>> {
    // Where a part of the workload costs that part of it all, in every month, the cheapest is the cheapest for any.
    let is_even = |prices: &ApiPrices<'_>| {
        prices.is_linear() && prices.asks_one_price() && prices.is_steady()
    };
    let mut kept = vec![cheapest];
    for own in prices.iter().filter(|own| own.api.plan.is_none()) {
        let is_dearer = |other: &&ApiPrices<'_>| other.is_never_dearer_over(own, over);
        let is_left_out = is_even(own) && is_even(cheapest) || kept.iter().any(is_dearer);
        if !is_left_out {
            kept.push(own);
        }
    }
    kept
}
