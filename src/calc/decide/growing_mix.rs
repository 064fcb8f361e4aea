//! How many machines a mix has in each month while demand grows.

use super::compiled::Compiled;
use super::overflow_month::OverflowMonth;
use super::overflow_size::{cheapest_between, stretches};
use crate::calc::capacity::fleet::{Fleet, Stage};
use crate::calc::capacity::purchases::owning;
use crate::calc::price::machine_rates::MachineRates;
use crate::units::Usd;

/// A mix whose machines are to be counted.
struct GrowingMix<'m, 's, 'c> {
    compiled: &'m Compiled<'s, 'c>,
    months: &'m [OverflowMonth],
    rates: &'m MachineRates,
    /// What one machine more costs in each month for being there.
    owned: Vec<Usd>,
}

/// The number of machines of a month.
#[derive(Clone, Copy, Debug, PartialEq)]
struct InMonth {
    machines: f64,
    /// What it costs with them.
    cost: Usd,
    /// Whether fewer than in the month before it would cost less.
    wants_fewer: bool,
}

/// The fleet with the numbers of machines, never fewer than before, whose total is least; that total, and
/// whether demand exceeds them.
///
/// What is paid for a machine is what each month costs of owning it, from its own to the last, so that the
/// total is a sum of months. Mostly the cheapest number of each month is no smaller than that of the one
/// before it, and is taken; where a month wants fewer, they are found together. Of the stretches of sizes that
/// stand alike the first has the months until the second is cheaper for all that follow.
pub fn growing<'f>(
    compiled: &Compiled<'_, '_>,
    months: &[OverflowMonth],
    (fleet, rates): (&Fleet<'f>, &MachineRates),
    near: Option<f64>,
) -> (Fleet<'f>, Usd, bool) {
    let scenario = compiled.scenario;
    let owned = compiled.months_of_owning(rates);
    let mix = GrowingMix { compiled, months, rates, owned };
    let near = near.unwrap_or(fleet.offered.mean);
    let (mut stages, mut running): (Vec<Stage>, Usd) = (Vec::new(), Usd::ZERO);
    let mut exceeds = false;
    for (month, found) in mix.cheapest(fleet, near).into_iter().enumerate() {
        let (machines, at) = (found.machines, months[month].month);
        running += found.cost - mix.owning(fleet, month, machines);
        if stages.last().is_none_or(|last| last.machines < machines) {
            stages.push(Stage { from: at.index, machines });
        }
        exceeds |= machines < fleet.needed_at(at.start_demand, scenario.assumptions.headroom);
    }
    let staged = Fleet { stages, spare: 0.0, ..fleet.clone() };
    let bought = rates.owning(owning(&staged, scenario, compiled.horizon));
    (staged, compiled.around(rates) + bought + running, exceeds)
}

impl GrowingMix<'_, '_, '_> {
    fn running(&self, fleet: &Fleet<'_>, month: usize, machines: f64) -> Usd {
        self.months[month].spent(self.compiled, (fleet, self.rates), machines, machines)
    }

    /// Nothing is paid for owning those that are there already.
    fn owning(&self, fleet: &Fleet<'_>, month: usize, machines: f64) -> Usd {
        self.owned[month] * (machines - fleet.owned).max(0.0)
    }

    fn of(&self, fleet: &Fleet<'_>, month: usize, machines: f64) -> Usd {
        self.owning(fleet, month, machines) + self.running(fleet, month, machines)
    }

    /// The numbers that are cheapest together.
    fn cheapest(&self, fleet: &Fleet<'_>, near: f64) -> Vec<InMonth> {
        let last = self.compiled.horizon.last().demand;
        let stretches = stretches(self.rates, 1.0, self.most(fleet, last));
        let mut found = stretches.map(|sizes| (sizes, self.month_by_month(fleet, sizes, near)));
        let (few, mut all) = found.next().unwrap_or_default();
        let many = found.next();
        let to = all.len();
        let split = many.as_ref().map_or(to, |(_, many)| {
            let saved = |month: usize| many[month].cost - all[month].cost;
            cheapest_from((0, to), saved)
        });
        let mut ranges = vec![((0, split), few)];
        if let Some((sizes, many)) = many {
            all[split..].copy_from_slice(&many[split..]);
            ranges.push(((split, to), sizes));
        }
        for ((from, to), (least, _)) in ranges {
            let range = &all[from..to];
            if let (true, Some(last)) = (range.iter().any(|month| month.wants_fewer), range.last())
            {
                let sizes = (least, last.machines);
                self.together(fleet, (from, to), sizes, &mut all);
            }
        }
        all
    }

    /// The most machines that demand makes use of and that there can be.
    fn most(&self, fleet: &Fleet<'_>, demand: f64) -> f64 {
        let scenario = self.compiled.scenario;
        let needed = fleet.needed_at(demand, scenario.assumptions.headroom);
        needed.min(fleet.most(scenario).unwrap_or(f64::INFINITY)).max(1.0)
    }

    /// The cheapest number of each month in a stretch of them, of those that are not fewer than before.
    fn month_by_month(
        &self,
        fleet: &Fleet<'_>,
        (least, last): (f64, f64),
        near: f64,
    ) -> Vec<InMonth> {
        let light = fleet.clone().drawing_least();
        let draws_more = !fleet.activity.is_proportional();
        let (mut before, mut each) = (least, near);
        let month = |month: usize| {
            let cheapest = |n| self.of(&light, month, n);
            let total = draws_more.then_some(|n| self.of(fleet, month, n));
            // A month mostly needs what the one before it did for the same demand; more than it has use for are
            // worth it only where machines get dearer faster than older.
            let demand = self.months[month].month.demand;
            let is_later_dearer = self.owned[month] < Usd::ZERO;
            let most = if is_later_dearer { last } else { self.most(fleet, demand).min(last) };
            let sizes = (before, most.max(before));
            let (machines, cost) = cheapest_between(sizes, each * demand, cheapest, total);
            let wants_fewer = machines == before
                && machines > least
                && self.of(fleet, month, machines - 1.0) < cost;
            (before, each) = (machines, machines / demand);
            InMonth { machines, cost, wants_fewer }
        };
        (0..self.months.len()).map(month).collect()
    }

    /// The numbers of a range of months that are cheapest together, of a range of numbers: from which month
    /// on there are more than the middle one, and so on to both sides of it (isotonic regression, exact where
    /// the cost of each month is convex in its number).
    fn together(
        &self,
        fleet: &Fleet<'_>,
        (from, to): (usize, usize),
        (least, most): (f64, f64),
        found: &mut [InMonth],
    ) {
        if from == to {
            return;
        }
        if least >= most {
            let alike = |month| InMonth {
                machines: least,
                cost: self.of(fleet, month, least),
                wants_fewer: false,
            };
            (from..to).for_each(|month| found[month] = alike(month));
            return;
        }
        let middle = least + ((most - least) / 2.0).floor();
        let one_more = |month| self.of(fleet, month, middle + 1.0) - self.of(fleet, month, middle);
        let split = cheapest_from((from, to), one_more);
        self.together(fleet, (from, split), (least, middle), found);
        self.together(fleet, (split, to), (middle + 1.0, most), found);
    }
}

/// The first of a range of months from which on something that costs so much in each costs least in all, or the
/// end of the range.
fn cheapest_from((from, to): (usize, usize), costs: impl Fn(usize) -> Usd) -> usize {
    let (mut sum, mut best) = (Usd::ZERO, (Usd::ZERO, to));
    for month in (from..to).rev() {
        sum += costs(month);
        if sum < best.0 {
            best = (sum, month);
        }
    }
    best.1
}
