//! The menu with its levers turned: the cheapest way, by totals alone.
//!
//! What cannot win is left out by two bounds, both of which every way keeps: the machines of a way are
//! there, busy or not; and machines carry their load at no more than the headroom, so they cost at
//! least what machines cost that are full all the time.

use std::cell::OnceCell;
use std::rc::Rc;

use super::compiled::Compiled;
use super::entry::Entry;
use super::menu::{Cheapest, Menu, Part, Side, share};
use super::overflow::Overflow;
use super::price_list::{ApiPrices, machine_prices, same_machine_prices};
use super::rated::{Rated, Slot};
use super::sized_fleet::{only_capacity, sized};
use crate::api::Api;
use crate::calc::capacity::fleet::{Fleet, Tenure, offered_by};
use crate::calc::demand::horizon::Horizon;
use crate::calc::option::serving::Kind;
use crate::calc::price::machine_rates::MachineRates;
use crate::requirement::Unmet;
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
}

/// What takes the rest of a part of the workload.
struct Rest<'p, 'c> {
    /// The endpoint for what exceeds machines.
    overflow_to: Option<&'p ApiPrices<'c>>,
    overflow: OnceCell<Overflow<'c>>,
    /// The endpoint of a hard share.
    frontier: Option<&'c Api>,
    /// What a hard share adds to every way.
    hard: Option<Usd>,
}

impl<'c> Menu<'_, 'c> {
    /// The cheapest way with other values of the inputs; `None` when nothing may be chosen.
    ///
    /// The scenario is the menu's own but for numbers of demand, money and policy. A request of
    /// another shape is asked of the deployments that are fastest for this one: its total, and with
    /// it the memory of a stream, are the same.
    pub fn cheapest(&self, scenario: &Scenario<'c>) -> Option<Cheapest> {
        self.cheapest_of(scenario, None)
    }

    /// The same of the endpoints and of some entries alone.
    pub fn cheapest_of(&self, scenario: &Scenario<'c>, only: Option<&[usize]>) -> Option<Cheapest> {
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
        let rated = match scenario.workload.request == self.scenario.workload.request {
            true => &self.rated,
            false => {
                own_rates = Rated::new(scenario);
                &own_rates
            }
        };
        let mut turned = Turned {
            menu: self,
            compiled: Compiled::new(scenario, horizon),
            prices,
            rated,
            best: None,
        };
        turned.search(only);
        self.leader.set(turned.best.and_then(|best| best.entry).or(self.leader.get()));
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

    fn machines(&mut self, side: &Side<'c>, rest: &Rest<'_, 'c>, only: Option<&[usize]>) {
        let first = self.menu.leader.get();
        let others = (0..self.menu.entries.len()).filter(|index| Some(*index) != first);
        let asked = |index: &usize| only.is_none_or(|only| only.contains(index));
        for index in first.into_iter().chain(others).filter(asked) {
            let rates = self.prices[index];
            let Entry { hardware, tenure, .. } = self.menu.entries[index];
            if self.is_beaten(self.compiled.at_least(hardware, &rates, tenure), rest) {
                continue;
            }
            let full = self.compiled.full_month(&rates, tenure);
            for slot in self.menu.shortlist(side, index) {
                self.deployment(side, index, *slot, (rest, full));
            }
        }
    }

    fn is_beaten(&self, least: Usd, rest: &Rest<'_, '_>) -> bool {
        let least = least + rest.hard.unwrap_or_default();
        self.menu.leaves_out && self.best.is_some_and(|best| least > best.total)
    }

    /// What runs on a machine, alone and with overflow.
    fn deployment(
        &mut self,
        side: &Side<'c>,
        entry: usize,
        slot: Slot,
        (rest, full): (&Rest<'_, 'c>, Usd),
    ) {
        let Ok(rates) = self.rated.rates(slot) else { return };
        let (scenario, prices) = (self.compiled.scenario, self.prices[entry]);
        let (tenure, share) = (self.menu.entries[entry].tenure, share(side.part, scenario));
        let deployment = self.rated.deployment(slot);
        let offered = offered_by(rates, deployment.model, share, scenario).mean;
        let alone = full * (offered * self.compiled.horizon.worth.grown);
        let around = self.compiled.around(&prices);
        let alone_is_beaten = self.is_beaten(around + alone, rest);
        if alone_is_beaten && !self.prices_move(rest) {
            return;
        }
        if alone_is_beaten && self.mix_is_beaten((offered, share), (around, full), rest) {
            return;
        }
        // What requests take decides how many machines keep waits short.
        let waits = scenario.requirements.max_wait().is_some();
        let known = if waits { self.rated.rated(slot, tenure) } else { None };
        let known = known.unwrap_or_else(|| (*rates, Rc::default()));
        let fleet = Fleet::new(deployment.clone(), tenure, known, share, scenario);
        let (fleet, unmet) = sized(scenario, fleet);
        let light = if waits { &fleet.drawing_least(scenario) } else { &fleet };
        let mut totals = self.totals(light, &unmet, &prices, rest);
        if tenure != Tenure::Rented {
            // Machines draw no less than their work takes at full concurrency.
            let beaten = |total: &Usd| self.best.is_some_and(|best| *total > best.total);
            if self.menu.leaves_out && totals.iter().flatten().all(beaten) {
                return;
            }
            let Some((_, activities)) = self.rated.rated(slot, tenure) else { return };
            let fleet = fleet.doing(activities, scenario);
            totals = self.totals(&fleet, &unmet, &prices, rest);
        }
        let [alone, mix] = totals;
        let way = |kind, total| Cheapest { kind, total, machines: None, entry: Some(entry) };
        if let Some(total) = alone {
            self.add(match rest.hard {
                Some(_) => way(Kind::Mixed, total),
                None => Cheapest { machines: Some(slot), ..way(Kind::of(tenure), total) },
            });
        }
        if let Some(total) = mix {
            self.add(way(Kind::Mixed, total));
        }
    }

    /// What a fleet costs alone and with overflow, as far as it can be either.
    fn totals(
        &self,
        fleet: &Fleet<'_>,
        unmet: &[Unmet],
        prices: &MachineRates,
        rest: &Rest<'_, 'c>,
    ) -> [Option<Usd>; 2] {
        let adds = rest.hard.unwrap_or_default();
        let alone = unmet.is_empty().then(|| self.compiled.fleet(fleet, prices) + adds);
        let overflow_to = rest.overflow_to.filter(|_| only_capacity(unmet));
        let mix = overflow_to.and_then(|api| {
            let found = self.overflow(api, rest).cheapest(&self.compiled, fleet, prices);
            found.map(|(_, total)| total + adds)
        });
        [alone, mix]
    }

    /// Whether the price of the endpoint for what exceeds machines moves against demand, so that it
    /// may be dearer than machines in some months and cheaper in others, or some of it is free, or
    /// cheaper because it can wait. Else machines that cost more than the best when they serve
    /// everything do so, too, when some of it goes there.
    fn prices_move(&self, rest: &Rest<'_, 'c>) -> bool {
        let drift = self.compiled.horizon.drift;
        let moves = |api: &ApiPrices<'_>| drift.api_prices != 0.0 || !api.is_steady();
        rest.overflow_to.is_some_and(|api| {
            !(api.is_linear() && api.asks_one_price()) || drift.growth != 0.0 && moves(api)
        })
    }

    /// Whether machines and the endpoint for what exceeds them cost more than the best together.
    fn mix_is_beaten(
        &self,
        (offered, share): (f64, f64),
        (around, busy_month): (Usd, Usd),
        rest: &Rest<'_, 'c>,
    ) -> bool {
        let Some(api) = rest.overflow_to else { return true };
        let least = self.overflow(api, rest).at_least(offered, share, busy_month);
        self.is_beaten(around + least, rest)
    }

    fn overflow<'r>(&self, api: &ApiPrices<'c>, rest: &'r Rest<'_, 'c>) -> &'r Overflow<'c> {
        let beside = || api.beside(rest.frontier, self.compiled.hard_share());
        rest.overflow.get_or_init(|| Overflow::new(&self.compiled, &beside()))
    }

    pub(super) fn add(&mut self, way: Cheapest) {
        if self.best.is_none_or(|best| way.total < best.total) {
            self.best = Some(way);
        }
    }
}
