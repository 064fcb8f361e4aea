//! The menu with its levers turned: the cheapest way, by totals alone.
//!
//! Endpoints are asked one by one, machines best first (`best_first.rs`).

use std::cell::OnceCell;

use super::compiled::Compiled;
use super::menu::{Cheapest, Kinds, Menu, Part, share};
use super::overflow::Overflow;
use super::price_list::{ApiPrices, machine_prices, same_machine_prices};
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
    /// The kinds that are asked for.
    pub kinds: Kinds,
}

/// What takes the rest of a part of the workload.
pub(super) struct Rest<'p, 'c> {
    /// The endpoint for what exceeds machines.
    pub(super) overflow_to: Option<&'p ApiPrices<'c>>,
    overflow: OnceCell<Overflow<'c>>,
    /// The endpoint of a hard share.
    frontier: Option<&'c Api>,
    /// What a hard share adds to every way.
    pub(super) hard: Option<Usd>,
}

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
            kinds,
        };
        turned.search(only);
        turned.best
    }
}

impl<'c> Turned<'_, '_, 'c> {
    /// Asks every way of the menu, or of its machines some entries alone.
    pub fn search(&mut self, only: Option<&[usize]>) {
        let menu = self.menu;
        // What the frontier adds to whatever serves the rest.
        let mut frontier: Option<(&'c Api, Usd)> = None;
        for side in &menu.sides {
            let hard = match (side.part, frontier) {
                (Part::Everything, _) => None,
                // Of nothing there is no mix.
                (Part::Easy, Some(hard)) if share(side.part, self.compiled.scenario) > 0.0 => {
                    Some(hard)
                }
                (Part::Easy, _) => continue,
            };
            let own_prices;
            let prices = match self.api_prices(side) {
                None => self.usual_prices(side),
                Some(turned) => {
                    own_prices = turned;
                    &own_prices
                }
            };
            let cheapest = self.endpoints(side.part, prices, hard);
            self.beyond_limits(side, prices, hard);
            if side.part == Part::Everything {
                let bill = |prices: &ApiPrices<'_>| self.bill(prices, self.compiled.hard_share());
                frontier = cheapest.map(|(prices, _)| (prices.api, bill(prices)));
            }
            let rest = Rest {
                overflow_to: cheapest.map(|(prices, _)| prices),
                overflow: OnceCell::new(),
                frontier: hard.map(|(api, _)| api),
                hard: hard.map(|(_, bill)| self.compiled.hard(bill)),
            };
            self.machines(side, &rest, only);
        }
    }

    /// Whether the price of the endpoint for what exceeds machines moves against demand, so that it
    /// may be dearer than machines in some months and cheaper in others, or some of it is free, or
    /// cheaper because it can wait. Else a mix costs no less than the cheaper of the two.
    pub(super) fn prices_move(&self, rest: &Rest<'_, 'c>) -> bool {
        let drift = self.compiled.horizon.drift;
        let moves = |api: &ApiPrices<'_>| drift.api_prices != 0.0 || !api.is_steady();
        rest.overflow_to.is_some_and(|api| {
            !(api.is_linear() && api.asks_one_price()) || drift.growth != 0.0 && moves(api)
        })
    }

    pub(super) fn overflow<'r>(
        &self,
        api: &ApiPrices<'c>,
        rest: &'r Rest<'_, 'c>,
    ) -> &'r Overflow<'c> {
        let beside = || api.beside(rest.frontier, self.compiled.hard_share());
        rest.overflow.get_or_init(|| Overflow::new(&self.compiled, &beside()))
    }

    pub(super) fn add(&mut self, way: Cheapest) {
        if self.kinds.has(way.kind) && self.best.is_none_or(|best| way.total < best.total) {
            self.best = Some(way);
        }
    }
}
