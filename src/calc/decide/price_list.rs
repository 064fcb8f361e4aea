//! What a menu's endpoints and machines cost, looked up once for all questions with the same prices.

use std::rc::Rc;

use super::menu::Entry;
use crate::api::Api;
use crate::calc::demand::MonthlyTokens;
use crate::calc::demand::horizon::{Drift, Horizon, Month};
use crate::calc::price::api_bill::{after_batch, bill, classes, written_share};
use crate::calc::price::invoice::{Invoice, rate_of_requests};
use crate::calc::price::item::{Driver, Item, Role};
use crate::calc::price::machine_rates::MachineRates;
use crate::load::Excess;
use crate::scenario::Scenario;
use crate::units::Usd;

/// What an endpoint costs.
#[derive(Clone, Debug, PartialEq)]
pub struct ApiPrices<'c> {
    /// The endpoint.
    pub api: &'c Api,
    /// What a million tokens of each class cost today.
    rates: [Usd; 3],
    /// What a thousand requests cost today.
    requests: Usd,
    /// What is made of the bill of a month, where that is not in proportion to its tokens.
    invoice: Option<Rc<Invoice>>,
    /// Its items, where a change is announced.
    changing: Option<Rc<[Item<'c>; 3]>>,
    /// The part of its prices that is asked for what waits, and for the workload as it is.
    batch: (f64, f64),
    /// All of that, so many times.
    scale: f64,
    /// Share of the workload that is on the same bill already.
    beside: f64,
    /// What a million tokens a month of each class in the first one cost over the horizon that is
    /// usually asked for.
    usual: Option<((Drift, usize), [Usd; 3])>,
}

impl<'c> ApiPrices<'c> {
    /// The prices of an endpoint in a question.
    pub fn new(api: &'c Api, scenario: &Scenario<'_>) -> Self {
        let waits = scenario.workload.batch_share();
        let items = classes(api, waits, |class| Driver::Mtok(Role::Base, class), scenario);
        let batch = (after_batch(api, 1.0), after_batch(api, waits));
        let rates = [0, 1, 2].map(|index| items[index].rate);
        let changing = items.iter().any(|item| !item.changes.is_empty());
        let changing = changing.then(|| Rc::new(items));
        let requests = rate_of_requests(api, scenario);
        let invoice = Invoice::of(api, scenario).map(Rc::new);
        let (scale, beside, usual) = (1.0, 0.0, None);
        Self { api, rates, requests, invoice, changing, batch, scale, beside, usual }
    }

    /// The same, with the bill over a horizon looked up once.
    #[must_use]
    pub fn usually_over(mut self, horizon: &Horizon) -> Self {
        if !self.is_steady() {
            self.usual = Some((horizon.key(), self.over(horizon)));
        }
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
    pub fn asks_one_price(&self) -> bool {
        self.batch.1 == 1.0
    }

    /// Whether no change is announced.
    pub const fn is_steady(&self) -> bool {
        self.changing.is_none()
    }

    /// Whether no workload costs less at another endpoint: neither price ever changes, and none of
    /// this one's is above the other's.
    fn is_never_dearer(&self, other: &Self) -> bool {
        self.is_steady()
            && other.is_steady()
            && self.rates.iter().zip(&other.rates).all(|(own, other)| own <= other)
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
        let requests = self.requests * (tokens.thousand_requests * horizon.worth.billed);
        let billed = match self.usual {
            _ if self.is_steady() => bill(self.rates, tokens) * horizon.worth.billed,
            Some((of, rates)) if of == horizon.key() => bill(rates, tokens),
            _ => bill(self.over(horizon), tokens),
        };
        MonthBill {
            tokens: billed * self.scale,
            requests: requests * self.scale,
            batch: self.batch,
            demand: 1.0,
            worth: 1.0,
            beside: 0.0,
            invoice: None,
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

    /// The bill month by month.
    pub fn months(
        &self,
        tokens: MonthlyTokens,
        horizon: &Horizon,
    ) -> impl Iterator<Item = MonthBill> {
        horizon.months.iter().map(move |month| {
            let rates = [0, 1, 2].map(|index| self.rate_in(index, month));
            let requests = self.requests * (tokens.thousand_requests * month.api_price);
            MonthBill {
                tokens: bill(rates, tokens) * (month.demand * self.scale),
                requests: requests * (month.demand * self.scale),
                batch: self.batch,
                demand: month.demand,
                worth: month.worth,
                beside: self.beside,
                invoice: self.invoice.clone(),
            }
        })
    }
}

/// The bill of a month, or of all of them where they are in proportion to their tokens.
#[derive(Clone, Debug, PartialEq)]
pub struct MonthBill {
    /// Tokens at the price list, for everything.
    pub tokens: Usd,
    /// Requests at the price list, for everything.
    pub requests: Usd,
    /// The part of its prices that is asked for what waits, and for the workload as it is.
    pub batch: (f64, f64),
    /// Demand over that of today.
    pub demand: f64,
    /// Worth today of a dollar in it.
    pub worth: f64,
    /// Share of the workload that is on the bill already.
    pub beside: f64,
    /// What is made of it.
    pub invoice: Option<Rc<Invoice>>,
}

impl MonthBill {
    /// Worth today of what is paid for a share of the workload, over what is on the bill already.
    pub fn bill(&self, share: f64) -> Usd {
        self.paid((self.tokens + self.requests) * share, share)
    }

    /// The same of what exceeds machines that a share of the workload comes to: what waits at its price,
    /// the rest at the full one.
    pub fn bill_of(&self, excess: Excess, share: f64) -> Usd {
        let total = excess.total() * share;
        let (waits, mixed) = self.batch;
        let priced = match waits == 1.0 {
            true => total,
            false => (excess.interactive + excess.batch * waits) / mixed * share,
        };
        self.paid(self.tokens * priced + self.requests * total, total)
    }

    fn paid(&self, listed: Usd, share: f64) -> Usd {
        let Some(invoice) = &self.invoice else { return listed * self.worth };
        let of = |listed: Usd, share: f64| invoice.paid(listed, self.demand * share);
        let already = (self.tokens + self.requests) * self.beside;
        let before = if self.beside > 0.0 { of(already, self.beside) } else { Usd::ZERO };
        (of(already + listed, self.beside + share) - before) * self.worth
    }

    /// Worth today of what this endpoint and machines that would do everything for `machines` cost
    /// together at least, for a share of the workload of which a part waits: of each part the cheaper
    /// of the two, less the most that is let off a bill. The marginal dollar is never dearer than the
    /// price list, so that more is let off the more is used.
    pub fn at_least(&self, machines: Usd, share: f64, waits: f64) -> Usd {
        let (waiting, mixed) = self.batch;
        let part = |part: f64, price: f64| {
            let listed = self.tokens * (price / mixed) + self.requests;
            (listed * (share * self.worth)).min(machines) * part
        };
        let listed = (self.tokens + self.requests) * share;
        let let_off = (listed * self.worth - self.bill(share)).max(Usd::ZERO);
        part(1.0 - waits, 1.0) + part(waits, waiting) - let_off
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

/// Whether endpoints cost the same in two questions, but for the factor on all their prices.
pub fn same_api_prices(one: &Scenario<'_>, other: &Scenario<'_>) -> bool {
    let key = |s: &Scenario<'_>| {
        let a = &s.assumptions;
        (
            s.today,
            s.workload.request,
            s.workload.batch_share(),
            s.workload.prompt_spread,
            a.outlook.api_price,
            written_share(&s.workload),
        )
    };
    // What is free, and how many units are held, hangs on how many tokens there are.
    let counts = |api: &&Api| api.billing.free_tokens.get() > 0.0 || api.plan.is_some();
    let is_free = || one.apis.iter().any(counts);
    let asked = |s: &Scenario<'_>| (s.workload.tokens(), s.workload.output, s.busiest());
    key(one) == key(other)
        && one.workload.load.is_same(&other.workload.load)
        && (asked(one) == asked(other) || !is_free())
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
    key(one) == key(other) && (alike || !one.sleeps_late())
}
