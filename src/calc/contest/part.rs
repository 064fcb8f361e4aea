//! The parts of the workload, and the machines that matter for each.

use std::cell::OnceCell;

use super::Contest;
use super::costs::{Costs, Place};
use super::endpoints::cheapest;
use crate::api::Api;
use crate::assumptions::{Assumptions, Outlook, Scale};
use crate::calc::bound::Bounds;
use crate::calc::calendar::Calendar;
use crate::calc::cash::cost_in;
use crate::calc::fleet::Fleet;
use crate::calc::hybrid::{Base, Hybrid, base_share};
use crate::calc::option::{Kind, ServingOption};
use crate::calc::search::sized;
use crate::calc::shortlist::rates_of;
use crate::calc::spill::{self, fallback::Fallback};
use crate::scenario::Scenario;

/// A part of the workload that machines may serve.
struct Part<'p, 'a, 'c> {
    /// Share of the tokens.
    share: f64,
    /// Who serves the rest.
    hard: Option<&'c Api>,
    /// Who takes what the machines cannot serve.
    fallback: Option<&'c Api>,
    /// Whether requests have another shape than the fleets were rated for.
    reshaped: bool,
    /// Whether it is what is not hard.
    easy: bool,
    /// Who may serve it.
    contest: &'p Contest<'a, 'c>,
}

impl<'c> Contest<'_, 'c> {
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
        let everything =
            Part { share: 1.0, hard: None, fallback: whole, reshaped, easy: false, contest: self };
        everything.add_fleets(calendar, &mut costs);
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
            let hard = Some(frontier);
            let rest = Part { share, hard, fallback: easy, reshaped, easy: true, contest: self };
            rest.add_fleets(calendar, &mut costs);
        }
        costs
    }
}

impl<'c> Part<'_, '_, 'c> {
    /// Adds the fleets that matter.
    fn add_fleets(&self, calendar: &Calendar<'_, 'c>, costs: &mut Costs<'_>) {
        let scenario = calendar.scenario;
        let known = same_when_idle(&scenario.assumptions, &self.contest.scenario.assumptions);
        let idling = Bounds::new(calendar, None);
        // What an endpoint bills in every month is asked only when a fleet may be worth having.
        let spilling = OnceCell::new();
        let with_fallback = || {
            let fallback = self.fallback.map(|api| Fallback::new(calendar, api));
            (Bounds::new(calendar, fallback.as_ref()), fallback)
        };
        for (index, machines) in self.contest.machines[usize::from(self.easy)].iter().enumerate() {
            let alone = if self.hard.is_some() { Kind::Hybrid } else { Kind::of(machines.tenure) };
            let idle = if known { machines.idle } else { machines.idle_in(&idling) };
            // The unrated come in the order of what they cost under the question's assumptions.
            if known && machines.is_unrated() && costs.leaves_out_all(idle) {
                break;
            }
            if costs.leaves_out(alone, idle) && costs.leaves_out(Kind::Hybrid, idle) {
                continue;
            }
            for (fleet, rated) in self.contest.fleets_of(machines).iter().enumerate() {
                let place = Place { easy: self.easy, machines: index, fleet };
                let Some(fleet) = self.rated(scenario, rated) else { continue };
                let (bounds, fallback) = spilling.get_or_init(with_fallback);
                let standing = bounds.standing(&fleet);
                let least = [bounds.alone(&fleet, &standing), bounds.spilling(&fleet, &standing)];
                self.add_fleet(calendar, (&fleet, fallback.as_ref()), (alone, place), least, costs);
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
        (fleet, fallback): (&Fleet<'c>, Option<&Fallback<'c>>),
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
            && let Some(fallback) = fallback
            && let Some(spilling) = spill::option(calendar, fleet, fallback, self.hard)
        {
            costs.add(Kind::Hybrid, cost_in(calendar, &spilling), Some(place));
        }
    }
}

/// Whether machines that do nothing cost the same under both: API prices and speed do not matter.
fn same_when_idle(one: &Assumptions, other: &Assumptions) -> bool {
    let scale = Scale { hardware_price: other.scale.hardware_price, ..one.scale };
    let outlook = Outlook { throughput: one.outlook.throughput, ..other.outlook };
    let api_price_trend = one.api_price_trend;
    *one == Assumptions { scale, outlook, api_price_trend, ..other.clone() }
}

/// The fleet with the hard share elsewhere.
fn with_hard<'c>(fleet: &Fleet<'c>, hard: Option<&'c Api>) -> ServingOption<'c> {
    let base = Base::Fleet(Box::new(fleet.clone()), None);
    ServingOption::Hybrid(Box::new(Hybrid { base, hard }))
}
