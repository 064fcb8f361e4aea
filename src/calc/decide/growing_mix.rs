//! How many machines a mix has in each month while demand grows.

use super::compiled::Compiled;
use super::overflow_month::OverflowMonth;
use super::overflow_size::{cheapest_between, stretches};
use crate::calc::capacity::fleet::{Fleet, Stage};
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

/// How many machines a month has.
#[derive(Clone, Copy, Debug, PartialEq)]
struct MonthSize {
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
    let mix = GrowingMix { compiled, months, rates, owned: compiled.months_of_owning(rates) };
    let headroom = compiled.scenario.assumptions.headroom;
    let (mut stages, mut exceeds): (Vec<Stage>, bool) = (Vec::new(), false);
    let mut total = compiled.around(rates);
    let sizes = mix.cheapest(fleet, near.unwrap_or(fleet.offered.mean));
    for (MonthSize { machines, cost, .. }, OverflowMonth { month, .. }) in sizes.iter().zip(months)
    {
        total += *cost;
        if stages.last().is_none_or(|last| last.machines < *machines) {
            stages.push(Stage { from: month.index, machines: *machines });
        }
        exceeds |= *machines < fleet.needed_at(month.start_demand, headroom);
    }
    (Fleet { stages, spare: 0.0, ..fleet.clone() }, total, exceeds)
}

impl GrowingMix<'_, '_, '_> {
    /// What a month costs with so many machines. Nothing is paid for owning those that are there already.
    fn cost(&self, fleet: &Fleet<'_>, month: usize, machines: f64) -> Usd {
        let bought = (machines - fleet.owned).max(0.0);
        self.owned[month] * bought
            + self.months[month].spent(self.compiled, (fleet, self.rates), machines, machines)
    }

    /// The numbers that are cheapest together.
    fn cheapest(&self, fleet: &Fleet<'_>, near: f64) -> Vec<MonthSize> {
        let last = self.compiled.horizon.last().demand;
        let (few, many) = stretches(self.rates, 1.0, self.most(fleet, last));
        let mut found = self.month_by_month(fleet, few, near);
        let (mut split, to) = (found.len(), found.len());
        if let Some(many) = many {
            let with_many = self.month_by_month(fleet, many, near);
            split = cheapest_from((0, to), |month| with_many[month].cost - found[month].cost);
            found[split..].copy_from_slice(&with_many[split..]);
            self.mend(fleet, (split, to), many.0, &mut found);
        }
        self.mend(fleet, (0, split), few.0, &mut found);
        found
    }

    /// Counts the machines of a range of months together, at least so many, if one of them wants fewer.
    fn mend(
        &self,
        fleet: &Fleet<'_>,
        (from, to): (usize, usize),
        least: f64,
        found: &mut [MonthSize],
    ) {
        if found[from..to].iter().any(|month| month.wants_fewer) {
            let most = found[to - 1].machines;
            self.together(fleet, (from, to), (least, most), found);
        }
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
    ) -> Vec<MonthSize> {
        let light = fleet.clone().drawing_least();
        let draws_more = !fleet.activity.is_proportional();
        let (mut before, mut each) = (least, near);
        let month = |month: usize| {
            let cheapest = |n| self.cost(&light, month, n);
            let total = draws_more.then_some(|n| self.cost(fleet, month, n));
            // A month mostly needs what the one before it did for the same demand; more than it has use for are
            // worth it only where machines get dearer faster than older.
            let demand = self.months[month].month.demand;
            let is_later_dearer = self.owned[month] < Usd::ZERO;
            let most = if is_later_dearer { last } else { self.most(fleet, demand).min(last) };
            let sizes = (before, most.max(before));
            let (machines, cost) = cheapest_between(sizes, each * demand, cheapest, total);
            let wants_fewer = machines == before
                && machines > least
                && self.cost(fleet, month, machines - 1.0) < cost;
            (before, each) = (machines, machines / demand);
            MonthSize { machines, cost, wants_fewer }
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
        found: &mut [MonthSize],
    ) {
        if from == to {
            return;
        }
        if least >= most {
            let alike = |month| MonthSize {
                machines: least,
                cost: self.cost(fleet, month, least),
                wants_fewer: false,
            };
            (from..to).for_each(|month| found[month] = alike(month));
            return;
        }
        let middle = least + ((most - least) / 2.0).floor();
        let one_more =
            |month| self.cost(fleet, month, middle + 1.0) - self.cost(fleet, month, middle);
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
