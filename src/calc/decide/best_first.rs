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

/// A way of which not everything is known: small, since a heap moves it about.
#[derive(Clone, Copy, Debug)]
struct Open {
    /// What it costs at least.
    least: Usd,
    /// The machine.
    entry: usize,
    /// Which of the ways; `None` while only the machine is known.
    way: Option<usize>,
    /// Its place among those of the machine, for those that cost the same.
    place: (usize, Option<usize>),
}

/// What runs on a machine, alone or with overflow.
#[derive(Clone, Copy, Debug)]
struct Way<'l> {
    entry: usize,
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

impl Ord for Open {
    /// By cost; those that cost the same by their place in the menu.
    fn cmp(&self, other: &Self) -> Ordering {
        let by_cost = self.least.get().total_cmp(&other.least.get());
        let place = |open: &Self| (open.entry, open.way.is_some(), open.place);
        by_cost.then_with(|| place(self).cmp(&place(other)))
    }
}

impl PartialOrd for Open {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Open {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Open {}

/// Which of what runs on a machine is asked for.
struct Asked<'s> {
    slots: &'s [Slot],
    listed: bool,
    /// Alone, or with one of the endpoints, where not all of these.
    alike: Option<Option<usize>>,
}

/// The ways of a side that are open, and what is known of each.
struct Queue<'l> {
    open: BinaryHeap<Reverse<Open>>,
    ways: Vec<Way<'l>>,
}

impl<'l> Queue<'l> {
    fn add(&mut self, least: Usd, way: Way<'l>) {
        let (entry, place) = (way.entry, (way.slot.index, way.overflow_to));
        self.open.push(Reverse(Open { least, entry, way: Some(self.ways.len()), place }));
        self.ways.push(way);
    }
}

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
            Reverse(Open { least, entry: index, way: None, place: (0, None) })
        });
        let open = entries.filter(|Reverse(open)| !self.is_left_out(open.least)).collect();
        let mut queue = Queue { open, ways: Vec::new() };
        let mut listed: Vec<(usize, Option<usize>)> = Vec::new();
        while let Some(Reverse(next)) = queue.open.pop() {
            if self.is_left_out(next.least) {
                break;
            }
            let Some(index) = next.way else {
                let quickest = self.menu.quickest(side, next.entry);
                let slots = quickest.unwrap_or_else(|| self.menu.shortlist(side, next.entry));
                let asked = Asked { slots, listed: quickest.is_none(), alike: None };
                self.ways(side, rest, next, &asked, &mut queue);
                continue;
            };
            let Way { listed: is_listed, overflow_to, known, .. } = queue.ways[index];
            let is_all_known = !is_listed && matches!(known, Known::DrawingLeast(_));
            let better = match is_all_known {
                true => None,
                false => self.known_better(side, rest, &queue.ways[index]),
            };
            if let Some((least, known)) = better {
                queue.ways[index].known = known;
                queue.open.push(Reverse(Open { least: least.max(next.least), ..next }));
                continue;
            }
            // What the quickest may do others may, too.
            let place = (next.entry, overflow_to);
            if !is_listed && !listed.contains(&place) {
                listed.push(place);
                let slots = self.menu.shortlist(side, next.entry);
                let asked = Asked { slots, listed: true, alike: Some(overflow_to) };
                self.ways(side, rest, next, &asked, &mut queue);
            }
        }
    }

    /// Whether what costs so much at least cannot win.
    fn is_left_out(&self, least: Usd) -> bool {
        self.menu.leaves_out && self.is_dearer(least)
    }

    /// Opens what runs on a machine, alone and with overflow, of the kinds that are asked for.
    fn ways(
        &self,
        side: &Side<'c>,
        rest: &Rest<'_, 'c>,
        Open { least, entry, .. }: Open,
        asked: &Asked<'_>,
        queue: &mut Queue<'t>,
    ) {
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
        let is_alike = |to: Option<usize>| asked.alike.is_none_or(|alike| alike == to);
        let alone = is_asked(false) && is_alike(None);
        let mixes = if is_asked(true) { self.overflow_to(rest) } else { &[] };
        let bills: Vec<Option<Usd>> = mixes.iter().map(bill).collect();
        // Machines are there from the first day of a month on, and demand is that of its middle.
        let first_day = compounded(horizon.drift.growth.max(0.0), 0.5).recip();
        for slot in asked.slots {
            let Ok(known) = self.rated.rates(*slot) else { continue };
            let model = self.rated.deployment(*slot).model;
            let offered = offered_by(known, model, share, scenario).mean;
            let mut add = |overflow_to: Option<usize>, at_least: Usd| {
                let (slot, listed, known) = (*slot, asked.listed, Known::Full);
                let way = Way { entry, slot, listed, overflow_to, offered, machine, known };
                let least = least.max(around + at_least);
                if !self.is_left_out(least) {
                    queue.add(least, way);
                }
            };
            if alone {
                add(None, machine.alone(offered, first_day, horizon));
            }
            for (to, bill) in bills.iter().enumerate().filter(|(to, _)| is_alike(Some(*to))) {
                let with = |bill| machine.with_overflow(bill, offered, horizon);
                add(Some(to), bill.map_or(Usd::ZERO, with));
            }
        }
    }

    fn kind(&self, rest: &Rest<'_, 'c>, tenure: Tenure, mixed: bool) -> Kind {
        if mixed || rest.hard.is_some() { Kind::Mixed } else { Kind::of(tenure) }
    }

    /// The next thing to know of a way, and what it costs at least then; `None` when all of it is known, or it is
    /// none.
    fn known_better(
        &mut self,
        side: &Side<'c>,
        rest: &Rest<'_, 'c>,
        way: &Way<'t>,
    ) -> Option<(Usd, Known)> {
        let adds = rest.hard.unwrap_or_default();
        let (tenure, rates) = (self.menu.entries[way.entry].tenure, self.prices[way.entry]);
        let near = match (way.known, way.overflow_to) {
            (Known::Full, Some(to)) => {
                let share = share(side.part, self.compiled.scenario);
                let months = self.overflow(rest, to).at_least(way.offered, share, &way.machine);
                return Some((self.compiled.around(&rates) + months + adds, Known::Months));
            }
            (Known::Full | Known::Months, _) => None,
            (Known::DrawingLeast(machines), _) => machines,
        };
        // A landlord pays for what machines draw.
        let is_all = tenure == Tenure::Rented || matches!(way.known, Known::DrawingLeast(_));
        let (fleet, unmet) = self.fleet(side, way, tenure, is_all)?;
        let is_mixed = way.overflow_to.is_some();
        if !(unmet.is_empty() || is_mixed && only_capacity(&unmet)) {
            self.too_few.extend(only_capacity(&unmet).then_some(way.entry));
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
            return Some((total + adds, Known::DrawingLeast(machines)));
        }
        let kind = self.kind(rest, tenure, is_mixed);
        let machines = Some(way.slot).filter(|_| kind != Kind::Mixed);
        self.add(Cheapest { kind, total: total + adds, machines, entry: Some(way.entry) });
        None
    }

    /// The machines of a way, as many as it needs, and what they fail; of which it is known what they draw, or that
    /// draw least.
    fn fleet(
        &self,
        side: &Side<'c>,
        way: &Way<'t>,
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
