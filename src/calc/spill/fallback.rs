//! The endpoint that takes what machines cannot serve: what it bills in every month, and how many
//! machines it leaves worth having.

use crate::api::Api;
use crate::calc::api_bill::api_month;
use crate::calc::calendar::{Calendar, Dated, Worth};
use crate::calc::demand::When;
use crate::calc::fleet::Fleet;
use crate::calc::root::first_whole;
use crate::calc::standing::Standing;
use crate::load::Load;
use crate::scenario::Scenario;

/// A month, or all of them when demand is the same in each.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Billed {
    /// Demand over that of the first month.
    pub demand: f64,
    /// Worth today of a dollar, in months.
    pub worth: f64,
    /// Worth today of the bill of the whole workload.
    pub bill: f64,
}

/// An endpoint that takes what machines cannot serve.
#[derive(Clone, Debug, PartialEq)]
pub struct Fallback<'c> {
    /// The endpoint.
    pub api: &'c Api,
    /// What it would bill for everything.
    pub months: Vec<Billed>,
    /// What a dollar is worth.
    pub worth: Worth,
}

impl<'c> Fallback<'c> {
    /// The endpoint in the months of a scenario.
    pub fn new(calendar: &Calendar<'_, '_>, api: &'c Api) -> Self {
        let scenario = calendar.scenario;
        let worth = calendar.worth();
        let first = api_month(api, scenario, When::FIRST, 1.0);
        let follows_trend = api.scheduled.is_empty();
        let billed = |month: &Dated| {
            let Dated { when, end, .. } = *month;
            let bill = match follows_trend {
                true => first * (when.growth * when.prices),
                false => api_month(api, scenario, when, 1.0),
            };
            Billed { demand: when.growth, worth: end, bill: bill.get() * end }
        };
        // Where demand stays, so does what spills.
        let months = if scenario.workload.growth_per_year == 0.0 {
            let bill = match follows_trend {
                true => first.get() * worth.billed,
                false => calendar.months().iter().map(|month| billed(month).bill).sum(),
            };
            vec![Billed { demand: 1.0, worth: worth.months, bill }]
        } else {
            calendar.months().iter().map(billed).collect()
        };
        Self { api, months, worth }
    }

    /// The number of machines from 1 to `most` that makes a fleet cheapest of which every machine
    /// is there all the time.
    ///
    /// One machine more costs what it costs to stand there, whatever there is already, and takes
    /// off the bill what the hours above the limit of the others have above it: less the more there
    /// are. So the cost is convex in their number.
    pub fn best_size(&self, scenario: &Scenario<'_>, fleet: &Fleet<'_>, most: f64) -> f64 {
        let standing = Standing::of(scenario, fleet);
        let margin = Margin {
            months: &self.months,
            load: &scenario.workload.load,
            one: scenario.assumptions.headroom / fleet.busy.mean,
            share: fleet.share,
            machine: standing.machine(self.worth),
            work: standing.work(scenario, fleet),
        };
        first_whole(1.0, most, |machines| margin.pays(machines))
    }
}

/// What one machine more costs and saves.
struct Margin<'a> {
    months: &'a [Billed],
    load: &'a Load,
    /// The mean demand of the first month that one machine serves at its limit, over all of it.
    one: f64,
    /// Share of the workload that the machines are for.
    share: f64,
    /// One machine that does nothing, over the horizon.
    machine: f64,
    /// A month of serving all of the first month's demand.
    work: f64,
}

impl Margin<'_> {
    /// Whether one machine more than `machines` saves more than it costs.
    fn pays(&self, machines: f64) -> bool {
        let months = self.months.iter().filter(|month| month.demand > 0.0);
        let saved: f64 = months
            .map(|month| {
                let spilled =
                    |machines: f64| self.load.share_above(machines * self.one / month.demand);
                let serving = self.share * month.bill - self.work * month.demand * month.worth;
                (spilled(machines) - spilled(machines + 1.0)) * serving
            })
            .sum();
        saved > self.machine
    }
}
