//! The menu with its levers turned: the cheapest way, by totals alone.
//!
//! Endpoints are asked one by one, machines best first (`best_first.rs`).

use std::cell::OnceCell;

use super::compiled::Compiled;
use super::machine_prices::{machine_prices, same_machine_prices};
use super::menu::{Cheapest, Kinds, Menu, Part, Side, share};
use super::overflow::Overflow;
use super::price_list::{ApiPrices, for_excess};
use super::rank::is_same;
use super::rated::Rated;
use crate::api::Api;
use crate::calc::demand::horizon::Horizon;
use crate::calc::price::machine_rates::MachineRates;
use crate::scenario::Scenario;
use crate::units::Usd;

/// A menu at other values of its inputs.
pub struct Turned<'t, 'a, 'c> {
    /// The menu.
    pub menu: &'t Menu<'a, 'c>,
    /// The question with the other values.
    pub compiled: Compiled<'t, 'c>,
    /// What its machines cost, by entry.
    pub prices: &'t [MachineRates],
    /// The rates of its deployments.
    pub rated: &'t Rated<'t, 'c>,
    /// The cheapest way met so far.
    pub best: Option<Cheapest>,
    /// Those that cost as little as the cheapest did when they were met.
    pub(super) as_cheap: Vec<Cheapest>,
    /// The entries of machines of which there may not be enough, and that may cost less than the cheapest.
    pub(super) too_few: Vec<usize>,
    /// The kinds that are asked for.
    pub kinds: Kinds,
}

/// What takes the rest of a part of the workload.
pub(super) struct Rest<'p, 'c> {
    /// The endpoints, and the one of them that is the cheapest for everything.
    prices: &'p [ApiPrices<'c>],
    cheapest: Option<&'p ApiPrices<'c>>,
    /// Those that may take what exceeds machines for the least.
    overflow_to: OnceCell<Vec<OverflowTo<'p, 'c>>>,
    /// The endpoint of a hard share.
    frontier: Option<&'c Api>,
    /// What a hard share adds to every way.
    pub(super) hard: Option<Usd>,
}

/// An endpoint for what exceeds machines.
pub(super) struct OverflowTo<'p, 'c> {
    pub(super) prices: &'p ApiPrices<'c>,
    overflow: OnceCell<Overflow<'c>>,
}

/// What takes the rest of each part of the workload.
pub(super) type Rests<'r, 'p, 'c> = [(&'r Side<'c>, Rest<'p, 'c>)];

impl<'c> Menu<'_, 'c> {
    /// The cheapest way with other values of the inputs; `None` when nothing may be chosen.
    ///
    /// The scenario is the menu's own but for numbers of demand, money and policy. A request of
    /// another shape is asked of the deployments that are fastest for this one: its total, and with
    /// it the memory of a stream, are the same.
    pub fn cheapest(&self, scenario: &Scenario<'c>) -> Option<Cheapest> {
        self.cheapest_of(scenario, Kinds::All, None)
    }

    /// The same of some kinds, and of the endpoints and some entries alone.
    pub fn cheapest_of(
        &self,
        scenario: &Scenario<'c>,
        kinds: Kinds,
        only: Option<&[usize]>,
    ) -> Option<Cheapest> {
        self.turned(scenario, |turned| turned.search(kinds, only))
    }

    /// The same as far as its kind goes: the cheapest way, if it is not of the kind that wins `now`; else one
    /// of that kind, which no other kind is cheaper than.
    pub fn winner(&self, scenario: &Scenario<'c>, now: Option<Cheapest>) -> Option<Cheapest> {
        self.turned(scenario, |turned| match now {
            Some(now) => turned.search_for_another(now),
            None => turned.search(Kinds::All, None),
        })
    }

    /// The cheapest way that a search meets with other values of the inputs.
    pub(super) fn turned(
        &self,
        scenario: &Scenario<'c>,
        search: impl FnOnce(&mut Turned<'_, '_, 'c>),
    ) -> Option<Cheapest> {
        let own_horizon;
        let horizon = match self.horizon.is_of(scenario) {
            true => &self.horizon,
            false => {
                own_horizon = Horizon::of(scenario);
                &own_horizon
            }
        };
        let own_prices;
        let prices = match same_machine_prices(scenario, self.scenario) {
            true => &self.machine_prices,
            false => {
                own_prices = machine_prices(scenario, &self.entries);
                &own_prices
            }
        };
        let own_rates;
        let rated = match self.rated.are_of(scenario) {
            true => &self.rated,
            false => {
                own_rates = self.rated.turned(scenario);
                &own_rates
            }
        };
        let mut turned = Turned {
            menu: self,
            compiled: Compiled::new(scenario, horizon),
            prices,
            rated,
            best: None,
            as_cheap: Vec::new(),
            too_few: Vec::new(),
            kinds: Kinds::All,
        };
        search(&mut turned);
        turned.best
    }
}

impl<'c> Turned<'_, '_, 'c> {
    /// Asks every way of the menu that is of some kinds, or of its machines some entries alone.
    fn search(&mut self, kinds: Kinds, only: Option<&[usize]>) {
        self.kinds = kinds;
        self.with_rests(|turned, rests| turned.machines(rests, only));
    }

    /// Asks the machines that win now, then those of other kinds, and all of the same kind only where another
    /// is cheaper than they are.
    fn search_for_another(&mut self, now: Cheapest) {
        self.with_rests(|turned, rests| {
            turned.kinds = Kinds::Only(now.kind);
            turned.machines(rests, Some(now.entry.as_slice()));
            turned.kinds = Kinds::Beside(now.kind);
            turned.machines(rests, None);
            if turned.best.is_none_or(|best| best.kind != now.kind) {
                turned.kinds = Kinds::Only(now.kind);
                turned.machines(rests, None);
            }
        });
    }

    /// Asks the endpoints, and hands over what takes the rest of each part of the workload.
    pub(super) fn with_rests(&mut self, machines: impl FnOnce(&mut Self, &Rests<'_, '_, 'c>)) {
        let sides = &self.menu.sides;
        let own_prices: Vec<_> = sides.iter().map(|side| self.api_prices(side)).collect();
        // What the frontier adds to whatever serves the rest.
        let mut frontier: Option<(&'c Api, Usd)> = None;
        let mut rests = Vec::with_capacity(sides.len());
        for (side, own_prices) in sides.iter().zip(&own_prices) {
            let hard = match (side.part, frontier) {
                (Part::Everything, _) => None,
                // Of nothing there is no mix.
                (Part::Easy, Some(hard)) if share(side.part, self.compiled.scenario) > 0.0 => {
                    Some(hard)
                }
                (Part::Easy, _) => continue,
            };
            let prices = own_prices.as_deref().unwrap_or_else(|| self.usual_prices(side));
            let cheapest = self.endpoints(side.part, prices, hard);
            self.beyond_limits(side, prices, hard);
            if side.part == Part::Everything {
                let bill = |prices: &ApiPrices<'_>| self.bill(prices, self.compiled.hard_share());
                frontier = cheapest.map(|(prices, _)| (prices.api, bill(prices)));
            }
            let rest = Rest {
                prices,
                cheapest: cheapest.map(|(prices, _)| prices),
                overflow_to: OnceCell::new(),
                frontier: hard.map(|(api, _)| api),
                hard: hard.map(|(_, bill)| self.compiled.hard(bill)),
            };
            rests.push((side, rest));
        }
        machines(self, &rests);
    }

    /// Whether the price of an endpoint for what exceeds machines moves against demand or their number, so that it
    /// may be dearer than machines in some months and cheaper in others, or some of it is free, or
    /// cheaper because it can wait. Else a mix costs no less than the cheaper of the two.
    pub(super) fn prices_move(&self, api: &ApiPrices<'c>) -> bool {
        let drift = self.compiled.horizon.drift;
        let has_trend = drift.api_prices != 0.0 && (drift.growth != 0.0 || drift.may_buy_later());
        has_trend || !(api.is_linear() && api.asks_one_price() && api.is_steady())
    }

    /// The endpoints that may take what exceeds machines for the least.
    pub(super) fn overflow_to<'r, 'p>(&self, rest: &'r Rest<'p, 'c>) -> &'r [OverflowTo<'p, 'c>] {
        rest.overflow_to.get_or_init(|| {
            let over = (self.compiled.tokens, self.compiled.horizon);
            let to = rest.cheapest.map(|cheapest| for_excess(cheapest, rest.prices, over));
            let to = to.into_iter().flatten();
            to.map(|prices| OverflowTo { prices, overflow: OnceCell::new() }).collect()
        })
    }

    /// One of them, in the months of the question.
    pub(super) fn overflow<'r>(&self, rest: &'r Rest<'_, 'c>, to: usize) -> &'r Overflow<'c> {
        let OverflowTo { prices, overflow } = &self.overflow_to(rest)[to];
        let beside = || prices.beside(rest.frontier, self.compiled.hard_share());
        overflow.get_or_init(|| Overflow::new(&self.compiled, &beside()))
    }

    pub(super) fn add(&mut self, way: Cheapest) {
        if self.kinds.has(way.kind) && !self.is_dearer(way.total) {
            self.as_cheap.push(way);
            if self.best.is_none_or(|best| way.total < best.total) {
                self.best = Some(way);
            }
        }
    }

    /// Whether a total is above that of the cheapest way met so far, as far as anybody sees.
    pub(super) fn is_dearer(&self, total: Usd) -> bool {
        self.best.is_some_and(|best| total > best.total && !is_same(total, best.total))
    }
}
