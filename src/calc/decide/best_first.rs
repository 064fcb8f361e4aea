//! The machines of a turned menu, best first.
//!
//! What is known of a way is a cost that it is not below, and it is asked for more only while no other may
//! be cheaper: first the machine, busy or not; then machines as full as their hours let them be; then the
//! cheapest number of them beside the endpoint in each month; then machines that draw no more for a request
//! than at full concurrency; then all of it. So what cannot win is left out, and what is left out is dearer than
//! what wins (a test asks with and without).

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use super::full_month::FullMonth;
use super::menu::{Cheapest, Side, share};
use super::rated::Slot;
use super::sized_fleet::{only_capacity, sized};
use super::turned::{Rest, Turned};
use crate::calc::capacity::fleet::{Fleet, Tenure, offered_by};
use crate::calc::demand::compound::compounded;
use crate::calc::option::serving::Kind;
use crate::units::Usd;

/// A way of which not everything is known.
#[derive(Clone, Copy, Debug)]
struct Open<'l> {
    /// What it costs at least.
    least: Usd,
    /// The machine.
    entry: usize,
    /// What runs on it, and how; `None` while only the machine is known.
    way: Option<Way<'l>>,
}

/// What runs on a machine, alone or with overflow.
#[derive(Clone, Copy, Debug)]
struct Way<'l> {
    slot: Slot,
    mixed: bool,
    /// Offered load, and what a machine that carries it costs.
    offered: f64,
    machine: FullMonth<'l>,
    known: Known,
}

/// What its least cost is made of.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Known {
    /// Machines that are full, or what the endpoint bills.
    Full,
    /// The same month by month.
    Months,
    /// Machines that draw least; a mix has so many of them in the first month.
    DrawingLeast(Option<f64>),
}

impl Open<'_> {
    fn place(&self) -> (usize, Option<(Slot, bool)>) {
        (self.entry, self.way.map(|way| (way.slot, way.mixed)))
    }
}

impl Ord for Open<'_> {
    /// By cost; those that cost the same by their place in the menu.
    fn cmp(&self, other: &Self) -> Ordering {
        let by_cost = self.least.get().total_cmp(&other.least.get());
        by_cost.then_with(|| self.place().cmp(&other.place()))
    }
}

impl PartialOrd for Open<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Open<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Open<'_> {}

impl<'t, 'c> Turned<'t, '_, 'c> {
    /// Asks the machines of a side, or some entries of them alone.
    pub(super) fn machines(
        &mut self,
        side: &Side<'c>,
        rest: &Rest<'_, 'c>,
        only: Option<&[usize]>,
    ) {
        let adds = rest.hard.unwrap_or_default();
        let asked = |index: &usize| only.is_none_or(|only| only.contains(index));
        let entries = (0..self.menu.entries.len()).filter(asked).map(|index| {
            let entry = &self.menu.entries[index];
            let rates = &self.prices[index];
            let least = self.compiled.at_least(entry.hardware, rates, entry.tenure) + adds;
            Reverse(Open { least, entry: index, way: None })
        });
        let mut open: BinaryHeap<Reverse<Open<'t>>> = entries.collect();
        while let Some(Reverse(next)) = open.pop() {
            if self.menu.leaves_out && self.best.is_some_and(|best| next.least > best.total) {
                break;
            }
            match next.way {
                None => self.ways(side, rest, next, &mut open),
                Some(way) => open.extend(self.known_better(side, rest, next, way).map(Reverse)),
            }
        }
    }

    /// What runs on a machine, alone and with overflow, of the kinds that are asked for.
    fn ways(
        &self,
        side: &Side<'c>,
        rest: &Rest<'_, 'c>,
        Open { least, entry, .. }: Open<'t>,
        open: &mut BinaryHeap<Reverse<Open<'t>>>,
    ) {
        let (scenario, horizon) = (self.compiled.scenario, self.compiled.horizon);
        let (listed, rates) = (&self.menu.entries[entry], &self.prices[entry]);
        let machine = self.compiled.full_month(listed, rates);
        let around = self.compiled.around(rates) + rest.hard.unwrap_or_default();
        let share = share(side.part, scenario);
        // A part of a bill that a hard share is on costs what it adds to it.
        let endpoint = rest.overflow_to.filter(|_| rest.hard.is_none() && !self.prices_move(rest));
        let bill = endpoint.map(|prices| self.bill(prices, share));
        // Machines are there from the first day of a month on, and demand is that of its middle.
        let first_day = compounded(horizon.drift.growth.max(0.0), 0.5).recip();
        let is_asked = |mixed: bool| self.kinds.has(self.kind(rest, listed.tenure, mixed));
        let [alone, mixed] = [is_asked(false), rest.overflow_to.is_some() && is_asked(true)];
        for slot in self.menu.shortlist(side, entry) {
            let Ok(known) = self.rated.rates(*slot) else { continue };
            let model = self.rated.deployment(*slot).model;
            let offered = offered_by(known, model, share, scenario).mean;
            let full = machine.of_load(offered * horizon.worth.grown);
            let mut add = |mixed: bool, at_least: Usd| {
                let way = Way { slot: *slot, mixed, offered, machine, known: Known::Full };
                let least = least.max(around + at_least);
                open.push(Reverse(Open { least, entry, way: Some(way) }));
            };
            if alone {
                add(false, machine.alone(offered * horizon.worth.grown, first_day));
            }
            if mixed {
                add(true, bill.map_or(Usd::ZERO, |bill| bill.min(full)));
            }
        }
    }

    fn kind(&self, rest: &Rest<'_, 'c>, tenure: Tenure, mixed: bool) -> Kind {
        if mixed || rest.hard.is_some() { Kind::Mixed } else { Kind::of(tenure) }
    }

    /// The next thing to know of a way; `None` when all of it is known, or it is none.
    fn known_better(
        &mut self,
        side: &Side<'c>,
        rest: &Rest<'_, 'c>,
        open: Open<'t>,
        way: Way<'t>,
    ) -> Option<Open<'t>> {
        let adds = rest.hard.unwrap_or_default();
        let (tenure, rates) = (self.menu.entries[open.entry].tenure, self.prices[open.entry]);
        let better = |least: Usd, known| {
            let way = Some(Way { known, ..way });
            Some(Open { least: least.max(open.least), way, ..open })
        };
        let near = match way.known {
            Known::Full if way.mixed => {
                let share = share(side.part, self.compiled.scenario);
                let overflow = self.overflow(rest.overflow_to?, rest);
                let months = overflow.at_least(way.offered, share, &way.machine);
                return better(self.compiled.around(&rates) + months + adds, Known::Months);
            }
            Known::Full | Known::Months => None,
            Known::DrawingLeast(machines) => machines,
        };
        // A landlord pays for what machines draw.
        let is_all = tenure == Tenure::Rented || matches!(way.known, Known::DrawingLeast(_));
        let fleet = self.fleet(side, way, tenure, is_all)?;
        let (total, machines) = match way.mixed {
            false => (self.compiled.fleet(&fleet, &rates), near),
            true => {
                let overflow = self.overflow(rest.overflow_to?, rest);
                let found = overflow.sized(&self.compiled, &fleet, &rates, near)?;
                // Machines that are enough in every month are no mix, which those that draw more may be.
                let (sized, total, _) = Some(found).filter(|(.., exceeds)| *exceeds || !is_all)?;
                (total, sized.given())
            }
        };
        if !is_all {
            return better(total + adds, Known::DrawingLeast(machines));
        }
        let kind = self.kind(rest, tenure, way.mixed);
        let machines = Some(way.slot).filter(|_| kind != Kind::Mixed);
        self.add(Cheapest { kind, total: total + adds, machines, entry: Some(open.entry) });
        None
    }

    /// The machines of a way, as many as it needs; of which it is known what they draw, or that draw least.
    fn fleet(
        &self,
        side: &Side<'c>,
        way: Way<'t>,
        tenure: Tenure,
        known: bool,
    ) -> Option<Fleet<'c>> {
        let scenario = self.compiled.scenario;
        // What requests take decides how many machines keep waits short.
        let waits = scenario.requirements.max_wait().is_some();
        let rated = match known || waits {
            true => self.rated.rated(way.slot, tenure)?,
            false => (*self.rated.rates(way.slot).as_ref().ok()?, self.rated.drawing_least()),
        };
        let (deployment, share) = (self.rated.deployment(way.slot), share(side.part, scenario));
        let fleet = Fleet::new(deployment.clone(), tenure, rated, share, scenario);
        let (fleet, unmet) = sized(scenario, fleet);
        let is_able = if way.mixed { only_capacity(&unmet) } else { unmet.is_empty() };
        is_able.then(|| if known { fleet } else { fleet.drawing_least() })
    }
}
