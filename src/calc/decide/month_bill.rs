//! What an endpoint bills for a month, or for all months as one.

use std::rc::Rc;

use super::rank::is_same;
use crate::calc::price::invoice::Invoice;
use crate::load::Excess;
use crate::units::Usd;

/// The bill of a month, or of all of them where they are in proportion to their tokens.
#[derive(Clone, Debug, PartialEq)]
pub struct MonthBill {
    /// Tokens at the price list, for everything.
    pub tokens: Usd,
    /// The same if all of them could wait.
    pub waiting: Usd,
    /// Share of the tokens that can wait.
    pub waits: f64,
    /// Requests at the price list, for everything.
    pub requests: Usd,
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
    /// Tokens at the price list if none of them could wait.
    fn full(&self) -> Usd {
        full(self.tokens, self.waiting, self.waits)
    }

    /// Whether nothing costs more on this bill than on another one, whether it waits or not, at the price list.
    pub fn is_never_dearer(&self, other: &Self) -> bool {
        let no_more = |own: Usd, other: Usd| own <= other || is_same(own, other);
        no_more(self.full() + self.requests, other.full() + other.requests)
            && no_more(self.waiting + self.requests, other.waiting + other.requests)
    }

    /// Worth today of what is paid for a share of the workload, over what is on the bill already.
    pub fn bill(&self, share: f64) -> Usd {
        self.paid((self.tokens + self.requests) * share, share)
    }

    /// The same of what exceeds machines that a share of the workload comes to: what waits at its price,
    /// the rest at the full one.
    pub fn bill_of(&self, excess: Excess, share: f64) -> Usd {
        let listed = self.full() * excess.interactive + self.waiting * excess.batch;
        let total = excess.total() * share;
        self.paid(listed * share + self.requests * total, total)
    }

    fn paid(&self, listed: Usd, share: f64) -> Usd {
        let Some(invoice) = &self.invoice else { return listed * self.worth };
        let of = |listed: Usd, share: f64| invoice.paid(listed, self.demand * share);
        let already = (self.tokens + self.requests) * self.beside;
        let before = if self.beside > 0.0 { of(already, self.beside) } else { Usd::ZERO };
        (of(already + listed, self.beside + share) - before) * self.worth
    }

    /// Worth today of what this endpoint and machines that would do everything for `machines` cost
    /// together at least, for a share of the workload: of what waits and of the rest the cheaper of the
    /// two, less the most that is let off a bill. The marginal dollar is never dearer than the price
    /// list, so that more is let off the more is used.
    pub fn at_least(&self, machines: Usd, share: f64) -> Usd {
        let cheaper = |listed: Usd| self.listed(listed, share).min(machines);
        cheaper(self.full()) * (1.0 - self.waits) + cheaper(self.waiting) * self.waits
            - self.let_off(share)
    }

    /// Worth today of a share of the workload by the price list, whether it waits or not, whichever is
    /// cheaper.
    pub fn cheapest(&self, share: f64) -> Usd {
        let full = self.listed(self.full(), share);
        if self.waits > 0.0 { full.min(self.listed(self.waiting, share)) } else { full }
    }

    /// The most that is let off a bill.
    pub fn let_off(&self, share: f64) -> Usd {
        let listed = (self.tokens + self.requests) * share;
        (listed * self.worth - self.bill(share)).max(Usd::ZERO)
    }

    fn listed(&self, tokens: Usd, share: f64) -> Usd {
        (tokens + self.requests) * (share * self.worth)
    }
}

/// What costs `tokens` if none of it could wait and `waiting` if all of it did, when the share `waits` of it can:
/// prices are mixed by the share, `tokens = (1 - waits) x full + waits x waiting`.
pub fn full(tokens: Usd, waiting: Usd, waits: f64) -> Usd {
    match waits {
        0.0 => tokens,
        waits if waits < 1.0 => (tokens - waiting * waits) / (1.0 - waits),
        _ => waiting,
    }
}
