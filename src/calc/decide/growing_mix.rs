//! How many machines a mix has in each month where more may be worth it later on.

use super::compiled::Compiled;
use super::month_pools::{MonthPool, MonthPools};
use super::overflow_month::OverflowMonth;
use super::overflow_size::{cheapest_between, stretches};
use crate::calc::capacity::fleet::{Fleet, Stage};
use crate::calc::price::machine_rates::MachineRates;
use crate::units::Usd;
use std::ops::Range;

/// A mix whose machines are to be counted.
struct GrowingMix<'m, 's, 'c, 'f> {
    compiled: &'m Compiled<'s, 'c>,
    months: &'m [OverflowMonth],
    fleet: &'m Fleet<'f>,
    /// The same, drawing no more for a request than at full concurrency.
    light: Fleet<'f>,
    rates: &'m MachineRates,
    /// What one machine more costs in each month for being there.
    owned: Vec<Usd>,
}

/// The fleet with the numbers of machines, never fewer than before, whose total is least; that total, and
/// whether demand exceeds them.
///
/// What is paid for a machine is what each month costs of owning it, from its own to the last, so that the
/// total is a sum of months. The search begins `near` a number for the demand of the first month.
pub fn growing<'f>(
    compiled: &Compiled<'_, '_>,
    months: &[OverflowMonth],
    (fleet, rates): (&Fleet<'f>, &MachineRates),
    near: Option<f64>,
) -> (Fleet<'f>, Usd, bool) {
    let owned = compiled.months_of_owning(rates);
    let light = fleet.clone().drawing_least();
    let mix = GrowingMix { compiled, months, fleet, light, rates, owned };
    let pools = mix.cheapest(near.unwrap_or(fleet.offered.mean));
    let (mut stages, mut exceeds): (Vec<Stage>, bool) = (Vec::new(), false);
    for MonthPool { months, machines, .. } in &pools {
        let first = &mix.months[months.start].month;
        let last = &mix.months[months.end - 1].month;
        if stages.last().is_none_or(|stage| stage.machines < *machines) {
            stages.push(Stage { from: first.index, machines: *machines });
        }
        let most = first.start_demand.max(last.start_demand);
        exceeds |= *machines < mix.needed(most);
    }
    let total = pools.iter().map(|pool| pool.cost).sum::<Usd>();
    (Fleet { stages, spare: 0.0, ..fleet.clone() }, compiled.around(rates) + total, exceeds)
}

impl GrowingMix<'_, '_, '_, '_> {
    /// The months in turn, with the numbers that are cheapest together.
    ///
    /// Of the stretches of sizes that stand alike the first has the months up to one, the second those from
    /// it on.
    fn cheapest(&self, near: f64) -> Vec<MonthPool> {
        let count = self.months.len();
        let demands = self.months.iter().map(|month| month.month.demand);
        let last = self.useful(demands.fold(0.0, f64::max));
        let (few, many) = stretches(self.rates, 1.0, last);
        let with_few = self.pooled(self.each_month(few, near).into_iter());
        let Some(many) = many else { return with_few.of(count) };
        let with_many = self.pooled(self.each_month(many, near).into_iter().rev());
        let total = |split: usize| with_few.total(split) + with_many.total(count - split);
        let dearer = |a: &usize, b: &usize| total(*a).get().total_cmp(&total(*b).get());
        let split = (0..=count).rev().min_by(dearer).unwrap_or(count);
        let (mut found, mut later) = (with_few.of(split), with_many.of(count - split));
        later.reverse();
        found.extend(later);
        found
    }

    /// Months as they come, forwards or backwards, with the numbers that are cheapest together, of those that are
    /// cheapest in each (isotonic regression by pooling, exact where the cost of each month is convex in its
    /// number).
    fn pooled(&self, months: impl Iterator<Item = MonthPool>) -> MonthPools {
        let mut pools = MonthPools::default();
        for month in months {
            pools.push(month, |months, sizes| self.pool(months, sizes, sizes.1));
        }
        pools
    }

    /// Each month with the number of a stretch that is cheapest in it.
    fn each_month(&self, (least, last): (f64, f64), near: f64) -> Vec<MonthPool> {
        let (mut before, mut each) = (least, near);
        let month = |index: usize| {
            // A month mostly needs what the one before it did for the same demand; more than it has use for are
            // worth it only where machines get dearer faster than older.
            let demand = self.months[index].month.demand;
            let is_later_dearer = self.owned[index] < Usd::ZERO;
            let most = if is_later_dearer { last } else { self.useful(demand).min(last) };
            let month = index..index + 1;
            let mut found = self.pool(month.clone(), (before, most.max(before)), each * demand);
            let may_want_fewer = found.machines == before && before > least;
            if may_want_fewer && self.cost(self.fleet, index, before - 1.0) < found.cost {
                found = self.pool(month, (least, before - 1.0), before);
            }
            (before, each) = (found.machines, found.machines / demand);
            found
        };
        (0..self.months.len()).map(month).collect()
    }

    /// Months with the number of machines that is cheapest in all of them.
    fn pool(&self, months: Range<usize>, sizes: (f64, f64), near: f64) -> MonthPool {
        let cost =
            |fleet, machines| months.clone().map(|month| self.cost(fleet, month, machines)).sum();
        let draws_more = !self.fleet.activity.is_proportional();
        let (least, total) =
            (|n| cost(&self.light, n), draws_more.then_some(|n| cost(self.fleet, n)));
        let (machines, cost) = cheapest_between(sizes, near, least, total);
        MonthPool { months, machines, cost }
    }

    /// What a month costs with so many machines. Nothing is paid for owning those that are there already.
    fn cost(&self, fleet: &Fleet<'_>, month: usize, machines: f64) -> Usd {
        let bought = (machines - fleet.owned).max(0.0);
        self.owned[month] * bought
            + self.months[month].spent(self.compiled, (fleet, self.rates), machines, machines)
    }

    /// The most machines that demand makes use of and that there can be.
    fn useful(&self, demand: f64) -> f64 {
        let most = self.fleet.most(self.compiled.scenario).unwrap_or(f64::INFINITY);
        self.needed(demand).min(most).max(1.0)
    }

    fn needed(&self, demand: f64) -> f64 {
        self.fleet.needed_at(demand, self.compiled.scenario.assumptions.headroom)
    }
}
