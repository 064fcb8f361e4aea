//! The machines of a turned menu, best first.
//!
//! What is known of a way is a cost that it is not below, and it is asked for more only while no other may
//! be cheaper: first the machine, busy or not; then machines as full as their hours let them be; then the
//! cheapest number of them beside the endpoint in each month; then machines that draw no more for a request
//! than at full concurrency; then all of it. As long as nobody has compared what runs on a machine, that is asked
//! of what is busy for the shortest time. So what cannot win is left out, and what is left out is dearer than
//! what wins (a test asks with and without).

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use super::full_month::FullMonth;
use super::menu::{Cheapest, Side, share};
use super::rated::Slot;
use super::sized_fleet::{only_capacity, sized};
use super::turned::{OverflowTo, Rest, Rests, Turned};
use crate::calc::capacity::fleet::{Fleet, Tenure, offered_by};
use crate::calc::demand::compound::compounded;
use crate::calc::option::serving::Kind;
use crate::units::Usd;
use crate::unmet::Unmet;

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
    /// Whether it is of the shortlist, and not for all that are no quicker.
    listed: bool,
    /// Which of the endpoints takes what exceeds it.
    overflow_to: Option<usize>,
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
    fn place(&self) -> (usize, Option<(Slot, Option<usize>)>) {
        (self.entry, self.way.map(|way| (way.slot, way.overflow_to)))
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
    /// Asks the machines of all sides, or some entries of them alone.
    pub(super) fn machines(&mut self, rests: &Rests<'_, '_, 'c>, only: Option<&[usize]>) {
        for (side, rest) in rests {
            self.machines_of(side, rest, only);
        }
    }

    fn machines_of(&mut self, side: &Side<'c>, rest: &Rest<'_, 'c>, only: Option<&[usize]>) {
        let adds = rest.hard.unwrap_or_default();
        let asked = |index: &usize| only.is_none_or(|only| only.contains(index));
        let entries = (0..self.menu.entries.len()).filter(asked).map(|index| {
            let entry = &self.menu.entries[index];
            let rates = &self.prices[index];
            let least = self.compiled.at_least(entry.hardware, rates, entry.tenure) + adds;
            Reverse(Open { least, entry: index, way: None })
        });
        let mut open: BinaryHeap<Reverse<Open<'t>>> = entries.collect();
        let mut listed: Vec<(usize, Option<usize>)> = Vec::new();
        while let Some(Reverse(next)) = open.pop() {
            if self.menu.leaves_out && self.is_dearer(next.least) {
                break;
            }
            let Some(way) = next.way else {
                let quickest = self.menu.quickest(side, next.entry);
                let slots = quickest.unwrap_or_else(|| self.menu.shortlist(side, next.entry));
                let ways = self.ways(side, rest, next, (slots, quickest.is_none()));
                open.extend(ways.into_iter().map(Reverse));
                continue;
            };
            let is_all_known = !way.listed && matches!(way.known, Known::DrawingLeast(_));
            let known = if is_all_known { None } else { self.known_better(side, rest, next, way) };
            open.extend(known.map(Reverse));
            // What the quickest may do others may, too.
            let place = (next.entry, way.overflow_to);
            if known.is_none() && !way.listed && !listed.contains(&place) {
                listed.push(place);
                let slots = self.menu.shortlist(side, next.entry);
                let ways = self.ways(side, rest, next, (slots, true)).into_iter();
                let alike = |open: &Open<'_>| {
                    open.way.is_some_and(|other| other.overflow_to == way.overflow_to)
                };
                open.extend(ways.filter(alike).map(Reverse));
            }
        }
    }

    /// What runs on a machine, alone and with overflow, of the kinds that are asked for.
    fn ways(
        &self,
        side: &Side<'c>,
        rest: &Rest<'_, 'c>,
        Open { least, entry, .. }: Open<'t>,
        (slots, listed): (&[Slot], bool),
    ) -> Vec<Open<'t>> {
        let (scenario, horizon) = (self.compiled.scenario, self.compiled.horizon);
        let (there, rates) = (&self.menu.entries[entry], &self.prices[entry]);
        let machine = self.compiled.full_month(there, rates);
        let around = self.compiled.around(rates) + rest.hard.unwrap_or_default();
        let share = share(side.part, scenario);
        // A part of a bill that a hard share is on costs what it adds to it.
        let bill = |to: &OverflowTo<'_, 'c>| {
            let is_known = rest.hard.is_none() && !self.prices_move(to.prices);
            is_known.then(|| self.bill(to.prices, share))
        };
        let is_asked = |mixed: bool| self.kinds.has(self.kind(rest, there.tenure, mixed));
        let mixes = if is_asked(true) { self.overflow_to(rest) } else { &[] };
        let bills: Vec<Option<Usd>> = mixes.iter().map(bill).collect();
        // Machines are there from the first day of a month on, and demand is that of its middle.
        let first_day = compounded(horizon.drift.growth.max(0.0), 0.5).recip();
        let mut open = Vec::new();
        for slot in slots {
            let Ok(known) = self.rated.rates(*slot) else { continue };
            let model = self.rated.deployment(*slot).model;
            let offered = offered_by(known, model, share, scenario).mean;
            let mut add = |overflow_to: Option<usize>, at_least: Usd| {
                let (slot, known) = (*slot, Known::Full);
                let way = Way { slot, listed, overflow_to, offered, machine, known };
                let least = least.max(around + at_least);
                open.push(Open { least, entry, way: Some(way) });
            };
            if is_asked(false) {
                add(None, machine.alone(offered, first_day, horizon));
            }
            for (to, bill) in bills.iter().enumerate() {
                let with = |bill| machine.with_overflow(bill, offered, horizon);
                add(Some(to), bill.map_or(Usd::ZERO, with));
            }
        }
        open
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
        let near = match (way.known, way.overflow_to) {
            (Known::Full, Some(to)) => {
                let share = share(side.part, self.compiled.scenario);
                let months = self.overflow(rest, to).at_least(way.offered, share, &way.machine);
                return better(self.compiled.around(&rates) + months + adds, Known::Months);
            }
            (Known::Full | Known::Months, _) => None,
            (Known::DrawingLeast(machines), _) => machines,
        };
        // A landlord pays for what machines draw.
        let is_all = tenure == Tenure::Rented || matches!(way.known, Known::DrawingLeast(_));
        let (fleet, unmet) = self.fleet(side, way, tenure, is_all)?;
        let is_mixed = way.overflow_to.is_some();
        if !(unmet.is_empty() || is_mixed && only_capacity(&unmet)) {
            self.too_few.extend(only_capacity(&unmet).then_some(open.entry));
            return None;
        }
        let (total, machines) = match way.overflow_to {
            None => (self.compiled.fleet(&fleet, &rates), near),
            Some(to) => {
                let found = self.overflow(rest, to).sized(&self.compiled, &fleet, &rates, near)?;
                // Machines that are enough in every month are no mix, which those that draw more may be.
                let (sized, total, _) = Some(found).filter(|(.., exceeds)| *exceeds || !is_all)?;
                (total, sized.given())
            }
        };
        if !is_all {
            return better(total + adds, Known::DrawingLeast(machines));
        }
        let kind = self.kind(rest, tenure, is_mixed);
        let machines = Some(way.slot).filter(|_| kind != Kind::Mixed);
        self.add(Cheapest { kind, total: total + adds, machines, entry: Some(open.entry) });
        None
    }

    /// The machines of a way, as many as it needs, and what they fail; of which it is known what they draw, or that
    /// draw least.
    fn fleet(
        &self,
        side: &Side<'c>,
        way: Way<'t>,
        tenure: Tenure,
        known: bool,
    ) -> Option<(Fleet<'c>, Vec<Unmet>)> {
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
        Some((if known { fleet } else { fleet.drawing_least() }, unmet))
    }
}
