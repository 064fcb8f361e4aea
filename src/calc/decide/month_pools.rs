//! Months of a mix that have one number of machines.

use crate::units::Usd;
use std::ops::Range;

/// Months that have one number of machines.
#[derive(Clone, Debug, PartialEq)]
pub struct MonthPool {
    /// Which.
    pub months: Range<usize>,
    /// How many machines.
    pub machines: f64,
    /// What the months cost with them.
    pub cost: Usd,
}

impl MonthPool {
    /// The earlier of two and the later one.
    const fn in_turn<'p>(&'p self, beside: &'p Self) -> (&'p Self, &'p Self) {
        if self.months.start < beside.months.start { (self, beside) } else { (beside, self) }
    }
}

/// Months as they come, from the first one forwards or from the last one backwards: the pools of as many as have
/// come, at any time.
#[derive(Debug, Default)]
pub struct MonthPools {
    pools: Vec<Pooled>,
    /// The newest pool when so many months had come.
    newest: Vec<usize>,
}

/// A pool and the one that came before it.
#[derive(Debug)]
struct Pooled {
    pool: MonthPool,
    /// What it costs with all that came before.
    total: Usd,
    before: Option<usize>,
}

impl MonthPools {
    /// Adds the next month; where there would be fewer machines in the later of two pools, they become one, for
    /// which the cheapest number of a range is asked.
    pub fn push(
        &mut self,
        mut pool: MonthPool,
        cheapest: impl Fn(Range<usize>, (f64, f64)) -> MonthPool,
    ) {
        let mut newest = self.newest.last().copied();
        while let Some(before) = newest.map(|at| &self.pools[at]) {
            let (earlier, later) = pool.in_turn(&before.pool);
            if earlier.machines <= later.machines {
                break;
            }
            let months = earlier.months.start..later.months.end;
            let sizes = (later.machines, earlier.machines);
            newest = before.before;
            pool = cheapest(months, sizes);
        }
        let before = newest.map_or(Usd::ZERO, |at| self.pools[at].total);
        self.newest.push(self.pools.len());
        self.pools.push(Pooled { total: before + pool.cost, pool, before: newest });
    }

    /// What the months cost that came first, so many.
    pub fn total(&self, came: usize) -> Usd {
        self.newest_of(came).map_or(Usd::ZERO, |at| self.pools[at].total)
    }

    /// The pools of those months, as they came.
    pub fn of(&self, came: usize) -> Vec<MonthPool> {
        let newest = self.newest_of(came);
        let pools = std::iter::successors(newest, |at| self.pools[*at].before);
        let mut pools: Vec<_> = pools.map(|at| self.pools[at].pool.clone()).collect();
        pools.reverse();
        pools
    }

    fn newest_of(&self, came: usize) -> Option<usize> {
        came.checked_sub(1).map(|last| self.newest[last])
    }
}
