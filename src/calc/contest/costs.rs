//! The cheapest of each kind in a scenario, as far as it matters.

use super::Contest;
use crate::api::Api;
use crate::calc::api_bill::{api_on, api_today};
use crate::calc::bound::Bounds;
use crate::calc::calendar::Calendar;
use crate::calc::cash::cost_in;
use crate::calc::fleet::Fleet;
use crate::calc::hybrid::{Base, Hybrid, base_share};
use crate::calc::judge;
use crate::calc::option::{Kind, ServingOption};
use crate::calc::search::{rates_of, sized};
use crate::calc::spill::{self, fallback::Fallback};
use crate::scenario::Scenario;
use crate::units::UsdPerMonth;

/// The kinds in the order of the output.
const KINDS: [Kind; 4] = [Kind::Api, Kind::Local, Kind::Rent, Kind::Hybrid];

/// Total cost over the horizon of the cheapest option of each kind, by [`Kind`], where it is at
/// most what was asked for.
#[derive(Clone, Copy, Debug)]
pub struct Costs<'c> {
    /// The cheapest option that was looked at; infinite where there is none.
    found: [f64; 4],
    /// What those that were left out cost at least; infinite where none was.
    left_out: [f64; 4],
    /// The cost up to which nothing was left out.
    up_to: f64,
    /// The machines of the cheapest of all, if it has any.
    pub leading: Option<Place>,
    /// The cheapest endpoints for everything, and for what is not hard.
    pub apis: [Option<&'c Api>; 2],
}

/// Where a fleet stands in a contest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Place {
    /// Among those that may serve everything.
    Whole(usize),
    /// Among those that may serve what is not hard.
    Easy(usize),
}

impl Costs<'_> {
    const fn none(up_to: f64) -> Self {
        let nothing = [f64::INFINITY; 4];
        Self { found: nothing, left_out: nothing, up_to, leading: None, apis: [None; 2] }
    }

    /// The kind of the cheapest; of equals the first in the order of the output.
    pub fn winner(&self) -> Option<Kind> {
        let best = KINDS
            .into_iter()
            .min_by(|a, b| self.found[*a as usize].total_cmp(&self.found[*b as usize]))?;
        self.found[best as usize].is_finite().then_some(best)
    }

    /// The cheapest of all.
    pub fn best(&self) -> f64 {
        self.found.into_iter().fold(f64::INFINITY, f64::min)
    }

    /// What every kind but one costs at least.
    pub fn others_at_least(&self, kind: Kind) -> f64 {
        let others = KINDS.into_iter().filter(|other| *other != kind).map(|other| other as usize);
        others.fold(f64::INFINITY, |least, k| least.min(self.found[k]).min(self.left_out[k]))
    }

    /// Whether nothing that costs at most `limit` was left out.
    pub fn is_complete_to(&self, limit: f64) -> bool {
        self.up_to >= limit || self.left_out.iter().all(|least| *least > limit)
    }

    fn add(&mut self, kind: Kind, cost: f64, machines: Option<Place>) {
        if cost < self.best() {
            self.leading = machines;
        }
        let slot = &mut self.found[kind as usize];
        *slot = slot.min(cost);
    }

    /// Whether an option that costs at least this much may be left out: it cannot be the cheapest
    /// of all nor at most what was asked for, or it is not the cheapest of its kind.
    fn leaves_out(&mut self, kind: Kind, at_least: f64) -> bool {
        let k = kind as usize;
        if at_least <= self.best().max(self.up_to).min(self.found[k]) {
            return false;
        }
        self.left_out[k] = self.left_out[k].min(at_least);
        true
    }
}

impl<'c> Contest<'c> {
    /// The cheapest cost of each kind in a scenario that differs in its inputs only: exactly that
    /// of the cheapest of all, and of every other that costs at most `up_to`.
    pub fn costs(&self, scenario: &Scenario<'c>, up_to: f64) -> Costs<'c> {
        let mut costs = Costs::none(up_to);
        let calendar = &Calendar::new(scenario);
        let reshaped = scenario.workload.request != self.scenario.workload.request;
        let [any_whole, any_easy] = &self.any_shape;
        let (whole, easy) =
            if reshaped { (any_whole, any_easy) } else { (&self.whole, &self.easy) };
        let whole = cheapest(calendar, whole, reshaped).map(|(api, cost)| {
            costs.add(Kind::Api, cost, None);
            api
        });
        costs.apis[0] = whole;
        let fallback = whole.map(|api| Fallback::new(calendar, api));
        let everything = Part { share: 1.0, hard: None, fallback, reshaped, place: Place::Whole };
        everything.add_fleets(calendar, &self.fleets, &mut costs);
        if scenario.requirements.hard_share > 0.0
            && let Some(frontier) = whole
        {
            let easy = cheapest(calendar, easy, reshaped).map(|(api, _)| api);
            costs.apis[1] = easy;
            if let Some(api) = easy.filter(|api| *api != frontier) {
                let hybrid = Hybrid { base: Base::Api(api), hard: Some(frontier) };
                let option = ServingOption::Hybrid(Box::new(hybrid));
                costs.add(Kind::Hybrid, cost_in(calendar, &option), None);
            }
            let hard = scenario.requirements.hard_share;
            let share = base_share(hard, scenario.assumptions.routing);
            let fallback = easy.map(|api| Fallback::new(calendar, api));
            let rest = Part { share, hard: Some(frontier), fallback, reshaped, place: Place::Easy };
            rest.add_fleets(calendar, &self.easy_fleets, &mut costs);
        }
        costs
    }
}

/// The cheapest endpoint of those that hold the request, and its total.
pub fn cheapest<'c>(
    calendar: &Calendar<'_, 'c>,
    apis: &[&'c Api],
    reshaped: bool,
) -> Option<(&'c Api, f64)> {
    let scenario = calendar.scenario;
    let fits = |api: &Api| !reshaped || judge::api_context(scenario, api).is_none();
    // Where prices do not change by the day, what is cheapest today is cheapest in every month.
    let mut best: Option<(&'c Api, f64)> = None;
    for api in apis.iter().copied().filter(|api| api.scheduled.is_empty() && fits(api)) {
        let bill = api_today(api, scenario, 1.0).get();
        if best.is_none_or(|(_, least)| bill < least) {
            best = Some((api, bill));
        }
    }
    let mut best = best.map(|(api, bill)| (api, cost_in(calendar, &ServingOption::Api(api)), bill));
    // All totals are in the same proportion to the bill of a month at unchanging prices.
    let months = best.map_or(0.0, |(_, total, bill)| total / bill * (1.0 - 1e-9));
    for api in apis.iter().copied().filter(|api| !api.scheduled.is_empty() && fits(api)) {
        let at_least = lowest_bill(scenario, api).get() * months;
        if best.is_some_and(|(_, least, _)| at_least > least) {
            continue;
        }
        let cost = cost_in(calendar, &ServingOption::Api(api));
        if best.is_none_or(|(_, least, _)| cost < least) {
            best = Some((api, cost, f64::NAN));
        }
    }
    best.map(|(api, cost, _)| (api, cost))
}

/// The lowest bill of a first month, of those at the prices that an endpoint has or will have.
fn lowest_bill(scenario: &Scenario<'_>, api: &Api) -> UsdPerMonth {
    let changes = api.scheduled.iter().map(|change| change.from);
    let bills = changes.map(|day| api_on(api, scenario, day, 1.0));
    bills.fold(api_today(api, scenario, 1.0), |least, bill| if bill < least { bill } else { least })
}

/// A part of the workload that machines may serve.
struct Part<'c> {
    /// Share of the tokens.
    share: f64,
    /// Who serves the rest.
    hard: Option<&'c Api>,
    /// Who takes what the machines cannot serve.
    fallback: Option<Fallback<'c>>,
    /// Whether requests have another shape than the fleets were rated for.
    reshaped: bool,
    /// Which of the fleets of a contest these are.
    place: fn(usize) -> Place,
}

impl<'c> Part<'c> {
    fn add_fleets(&self, calendar: &Calendar<'_, 'c>, fleets: &[Fleet<'c>], costs: &mut Costs<'_>) {
        let scenario = calendar.scenario;
        let bounds = Bounds::new(scenario, self.fallback.as_ref());
        for (index, fleet) in fleets.iter().enumerate() {
            let alone = if self.hard.is_some() { Kind::Hybrid } else { Kind::of(fleet.tenure) };
            let standing = bounds.standing(fleet);
            let idle = bounds.idle(fleet, &standing);
            if costs.leaves_out(alone, idle) && costs.leaves_out(Kind::Hybrid, idle) {
                continue;
            }
            if let Some(fleet) = self.rated(scenario, fleet) {
                let place = (self.place)(index);
                let least = [bounds.alone(&fleet, &standing), bounds.spilling(&fleet, &standing)];
                self.add_fleet(calendar, &fleet, (alone, place), least, costs);
            }
        }
    }

    /// The fleet with the rates of this scenario's request.
    fn rated(&self, scenario: &Scenario<'c>, fleet: &Fleet<'c>) -> Option<Fleet<'c>> {
        if !self.reshaped {
            return Some(fleet.resized(scenario, self.share));
        }
        let rates = rates_of(scenario, &fleet.deployment).ok()?;
        Some(Fleet { rates, ..fleet.clone() }.resized(scenario, self.share))
    }

    /// Adds a fleet alone and spilling, each if what it costs at least does not leave it out.
    fn add_fleet(
        &self,
        calendar: &Calendar<'_, 'c>,
        fleet: &Fleet<'c>,
        (kind, place): (Kind, Place),
        at_least: [f64; 2],
        costs: &mut Costs<'_>,
    ) {
        let [alone, spilling] = at_least;
        let alone = !costs.leaves_out(kind, alone);
        let spilling = !costs.leaves_out(Kind::Hybrid, spilling);
        if !alone && !spilling {
            return;
        }
        let (option, unmet) = sized(calendar.scenario, fleet.clone());
        let ServingOption::Fleet(fleet) = &option else { return };
        if unmet.iter().any(|unmet| unmet.requirement != "capacity") {
            return;
        }
        if alone
            && fleet.machines.is_none_or(|given| fleet.needed_at_last(calendar.scenario) <= given)
        {
            let cost = match self.hard {
                None => cost_in(calendar, &option),
                Some(_) => cost_in(calendar, &with_hard(fleet, self.hard)),
            };
            costs.add(kind, cost, Some(place));
        }
        if spilling
            && let Some(fallback) = &self.fallback
            && let Some(spilling) = spill::option(calendar, fleet, fallback, self.hard)
        {
            costs.add(Kind::Hybrid, cost_in(calendar, &spilling), Some(place));
        }
    }
}

/// The fleet with the hard share elsewhere.
fn with_hard<'c>(fleet: &Fleet<'c>, hard: Option<&'c Api>) -> ServingOption<'c> {
    let base = Base::Fleet(Box::new(fleet.clone()), None);
    ServingOption::Hybrid(Box::new(Hybrid { base, hard }))
}
