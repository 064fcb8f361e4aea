//! What machines cost at least over the horizon, known without sizing them, so that a search can
//! leave out what cannot win.

use super::calendar::{Calendar, Worth};
use super::demand::When;
use super::fleet::{Fleet, Tenure};
use super::judge;
use super::service;
use super::spill::fallback::{Billed, Fallback};
use super::standing::{Standing, operations};
use crate::assumptions::RentMode;
use crate::hardware::Hardware;
use crate::scenario::Scenario;

/// Rounding must not leave out an option that costs exactly as much as another.
const SLACK: f64 = 1.0 - 1e-9;

/// Lower bounds of one scenario.
pub struct Bounds<'a, 'c> {
    calendar: &'a Calendar<'a, 'c>,
    worth: Worth,
    operations: f64,
    /// Demand of the last month over that of the first.
    last: f64,
    spill: Option<Spill>,
}

/// What is left to an API, by the demand that is served elsewhere in every month.
struct Spill {
    /// By demand, smallest first.
    months: Vec<Ranked>,
    /// The bills of all months.
    all: f64,
    /// The lowest bill of a month of the first month's demand.
    lowest: f64,
}

/// A month among those that have less demand, and those that have more.
struct Ranked {
    /// Demand over that of the first month.
    demand: f64,
    /// Its bill.
    bill: f64,
    /// The bills of the months before it.
    before: f64,
    /// The sum of bill over demand of the months from it on.
    from: f64,
}

impl<'a, 'c> Bounds<'a, 'c> {
    /// The bounds of a scenario in which this endpoint takes what machines do not serve.
    pub fn new(calendar: &'a Calendar<'a, 'c>, fallback: Option<&Fallback<'_>>) -> Self {
        let (scenario, worth) = (calendar.scenario, calendar.worth());
        Self {
            calendar,
            worth,
            operations: operations(scenario, worth),
            last: When::last(scenario).growth,
            spill: fallback.map(|fallback| Spill::new(&fallback.months)),
        }
    }

    /// One idle machine, or as many as are given, all the time: this depends on no demand.
    pub fn idle(&self, fleet: &Fleet<'_>) -> f64 {
        self.idle_machines(fleet.deployment.hardware, fleet.tenure, fleet.machines)
    }

    /// The same of any machine, whatever runs on it; infinite when its price is not stated.
    pub fn idle_machines(&self, hardware: &Hardware, tenure: Tenure, given: Option<f64>) -> f64 {
        if judge::price_missing(self.scenario(), hardware, tenure).is_some() {
            return f64::INFINITY;
        }
        let standing = self.standing_machine(hardware, tenure);
        SLACK * (self.operations + standing.machine(self.worth) * given.unwrap_or(1.0))
    }

    /// As many machines as the busiest hour of every month needs, and the work of all.
    pub fn alone(&self, fleet: &Fleet<'_>, standing: &Standing) -> f64 {
        let (needed, months, later) = match fleet.machines {
            Some(given) => (given, given * self.worth.months, 0.0),
            None => {
                let headroom = self.scenario().assumptions.headroom;
                let at = |demand: f64| service::fleet(fleet.busy.peak * demand, headroom);
                let (first, last) = (at(1.0), at(self.last.max(1.0)));
                // Never fewer than before.
                let busiest = fleet.busy.peak / headroom * self.worth.grown;
                (first, busiest.max(first * self.worth.months), last - first)
            }
        };
        // Those bought later are paid later, and fetch as much.
        let later = standing.price * (1.0 - standing.fetched) * self.worth.end * later;
        let bought = standing.lost(self.worth) * needed + later;
        let work = self.work(fleet, standing) * self.worth.grown;
        SLACK * (self.operations + bought + standing.idle * months + work)
    }

    /// The best number of machines, when each saves its limit's share of the API's bill in every
    /// month that has the demand for it, however that is spread over the month.
    pub fn spilling(&self, fleet: &Fleet<'_>, standing: &Standing) -> f64 {
        let Some(spill) = &self.spill else { return f64::INFINITY };
        // Multiples of the first month's demand that one machine serves.
        let one = self.limit() / fleet.busy.mean;
        // What is served costs its work in every month, so only the rest of the bill is saved.
        let lowest = spill.lowest * fleet.share;
        let work = self.work(fleet, standing).min(lowest);
        let saved = if lowest > 0.0 { fleet.share * (1.0 - work / lowest) } else { 0.0 };
        let machine = standing.machine(self.worth);
        let served = match fleet.machines {
            Some(given) => given * one,
            None => spill.best(machine / (saved * one)).max(one),
        };
        let rest = machine * (served / one) + saved * spill.left(served);
        SLACK * (self.operations + work * self.worth.grown + rest)
    }

    fn scenario(&self) -> &'a Scenario<'c> {
        self.calendar.scenario
    }

    /// The mean demand that a machine serves at most. A queue with a longest wait may fill it beyond
    /// its headroom.
    fn limit(&self) -> f64 {
        let waits = self.scenario().requirements.max_wait().is_some();
        if waits { 1.0 } else { self.scenario().assumptions.headroom }
    }

    /// What one machine of a fleet costs for being there.
    pub fn standing(&self, fleet: &Fleet<'_>) -> Standing {
        self.standing_machine(fleet.deployment.hardware, fleet.tenure)
    }

    fn standing_machine(&self, hardware: &Hardware, tenure: Tenure) -> Standing {
        let standing = Standing::of_machine(self.scenario(), hardware, tenure);
        // One that follows the load may be let go, and costs only for what it serves.
        if self.follows(tenure) { Standing { idle: 0.0, ..standing } } else { standing }
    }

    fn follows(&self, tenure: Tenure) -> bool {
        tenure == Tenure::Rented && self.scenario().assumptions.rent_mode != RentMode::Always
    }

    fn work(&self, fleet: &Fleet<'_>, standing: &Standing) -> f64 {
        if self.follows(fleet.tenure) {
            let held = fleet.busy.mean / self.limit();
            Standing::of(self.scenario(), fleet).idle * held
        } else {
            standing.work(self.scenario(), fleet)
        }
    }
}

impl Spill {
    fn new(billed: &[Billed]) -> Self {
        let some = billed.iter().filter(|month| month.demand > 0.0);
        let price = |month: &Billed| month.bill / (month.demand * month.worth);
        let lowest = some.clone().map(price).fold(f64::INFINITY, f64::min);
        let ranked = |month: &Billed| {
            let Billed { demand, bill, .. } = *month;
            Ranked { demand, bill, before: 0.0, from: 0.0 }
        };
        let mut months: Vec<Ranked> = some.map(ranked).collect();
        months.sort_by(|a, b| a.demand.total_cmp(&b.demand));
        let mut from = 0.0;
        for month in months.iter_mut().rev() {
            from += month.bill / month.demand;
            month.from = from;
        }
        let mut all = 0.0;
        for month in &mut months {
            month.before = all;
            all += month.bill;
        }
        Self { months, all, lowest }
    }

    /// The demand to serve elsewhere when serving one of it more costs this much over the horizon.
    fn best(&self, cost: f64) -> f64 {
        let months = self.months.partition_point(|month| month.from > cost);
        months.checked_sub(1).map_or(0.0, |month| self.months[month].demand)
    }

    /// The bill over the horizon when this much is served elsewhere in every month.
    fn left(&self, served: f64) -> f64 {
        let within = self.months.partition_point(|month| month.demand <= served);
        let next =
            self.months.get(within).map(|month| self.all - month.before - served * month.from);
        next.unwrap_or(0.0)
    }
}
