//! Which kind of option wins when an input is turned: the same options, sized and priced anew.
//!
//! Rates do not depend on the inputs that are turned here, except on the shape of the request, so
//! the options are looked up once and only their sizes and costs are computed again.

use super::api_bill::trend;
use super::cash::totals;
use super::demand::compounded;
use super::fleet::Fleet;
use super::hybrid::{Base, Hybrid, base_share};
use super::option::{Kind, ServingOption};
use super::search::{Candidate, Subject, sized};
use super::{dominance, judge, spill, throughput};
use crate::api::Api;
use crate::scenario::Scenario;

/// Total cost over the horizon of the cheapest option of each kind, by [`Kind`]; infinite where
/// there is none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Costs(pub [f64; 4]);

impl Costs {
    const NONE: Self = Self([f64::INFINITY; 4]);

    fn add(&mut self, kind: Kind, cost: f64) {
        let slot = &mut self.0[kind as usize];
        *slot = slot.min(cost);
    }

    /// The kind of the cheapest; of equals the first in the order of the output.
    pub fn winner(&self) -> Option<Kind> {
        let kinds = [Kind::Api, Kind::Local, Kind::Rent, Kind::Hybrid];
        let best =
            kinds.into_iter().min_by(|a, b| self.0[*a as usize].total_cmp(&self.0[*b as usize]))?;
        self.0[best as usize].is_finite().then_some(best)
    }
}

/// The options that can win at some value of some input.
#[derive(Clone, Debug)]
pub struct Contest<'c> {
    /// The question, without anything to choose from.
    scenario: Scenario<'c>,
    /// Endpoints that may serve everything, and those that may serve what is not hard.
    whole: Vec<&'c Api>,
    easy: Vec<&'c Api>,
    /// The same with those that cannot win and those that only the shape of the request rules out.
    any_shape: [Vec<&'c Api>; 2],
    /// Fleets that may serve everything, and those that may serve what is not hard.
    fleets: Vec<Fleet<'c>>,
    easy_fleets: Vec<Fleet<'c>>,
}

impl<'c> Contest<'c> {
    /// The contest over the options of a scenario; `all` are its candidates, or those of one that
    /// differs in its outlook only.
    pub fn new(scenario: &Scenario<'c>, all: &[Candidate<'c>]) -> Self {
        let alone = Scenario { apis: Vec::new(), deployments: Vec::new(), ..scenario.clone() };
        let hard = scenario.requirements.hard_share > 0.0;
        let (mut whole, mut fleets) = (Vec::new(), Vec::new());
        let (mut easy, mut easy_fleets) = (Vec::new(), Vec::new());
        let (mut any_whole, mut any_easy) = (Vec::new(), Vec::new());
        for candidate in all {
            let Some((option, _)) = &candidate.priced else { continue };
            let shape = candidate.unmet.iter().all(|unmet| unmet.requirement == "context");
            match (option, &candidate.subject) {
                (ServingOption::Api(api), _) if shape => any_whole.push(*api),
                (ServingOption::Hybrid(hybrid), Subject::Hybrid(_, None, Some(_))) if shape => {
                    any_easy.extend(hybrid.base_api());
                }
                _ => {}
            }
            // A fleet whose given size is too small may be large enough at another value.
            let blocked = candidate.unmet.iter().any(|unmet| unmet.requirement != "capacity");
            if blocked {
                continue;
            }
            match (option, &candidate.subject) {
                (ServingOption::Api(api), _) => whole.push(*api),
                (ServingOption::Fleet(fleet), _) => {
                    fleets.push(fleet.resized(scenario, fleet.share));
                }
                (ServingOption::Hybrid(hybrid), Subject::Hybrid(_, None, Some(_))) if hard => {
                    match &hybrid.base {
                        Base::Api(api) => easy.push(*api),
                        Base::Fleet(fleet, _) => {
                            easy_fleets.push(fleet.resized(scenario, fleet.share));
                        }
                    }
                }
                (ServingOption::Hybrid(_), _) => {}
            }
        }
        if hard {
            // What may serve everything may serve a part.
            for (whole, easy) in [(&whole, &mut easy), (&any_whole, &mut any_easy)] {
                let missing: Vec<_> = whole.iter().filter(|api| !easy.contains(api)).collect();
                easy.extend(missing);
            }
        }
        Self {
            any_shape: [any_whole, any_easy],
            whole: dominance::apis(scenario, whole),
            easy: dominance::apis(scenario, easy),
            fleets: dominance::fleets(scenario, fleets),
            easy_fleets: dominance::fleets(scenario, easy_fleets),
            scenario: alone,
        }
    }

    /// The question, without anything to choose from.
    pub fn scenario(&self) -> &Scenario<'c> {
        &self.scenario
    }

    /// The fleets that may serve everything.
    pub fn fleets(&self) -> &[Fleet<'c>] {
        &self.fleets
    }

    /// What payback is measured against: the API that was named, else the cheapest.
    pub fn baseline(&self, scenario: &Scenario<'c>) -> Option<ServingOption<'c>> {
        let cheapest = || self.cheapest_whole(scenario);
        scenario.baseline.or_else(cheapest).map(ServingOption::Api)
    }

    /// The cheapest cost of each kind in a scenario that differs in its inputs only.
    pub fn costs(&self, scenario: &Scenario<'c>) -> Costs {
        let mut costs = Costs::NONE;
        let total = |option: &ServingOption<'c>| totals(scenario, option).cost().get();
        let cheapest = |apis: &[&'c Api]| {
            let priced = apis.iter().map(|api| (*api, total(&ServingOption::Api(api))));
            priced.min_by(|a, b| a.1.total_cmp(&b.1))
        };
        let whole = cheapest(&self.whole);
        if let Some((_, cost)) = whole {
            costs.add(Kind::Api, cost);
        }
        self.add_fleets(scenario, &self.fleets, 1.0, None, whole.map(|(api, _)| api), &mut costs);
        if scenario.requirements.hard_share > 0.0
            && let Some((frontier, _)) = whole
        {
            let easy = cheapest(&self.easy).map(|(api, _)| api);
            if let Some(api) = easy.filter(|api| *api != frontier) {
                let hybrid = Hybrid { base: Base::Api(api), hard: Some(frontier) };
                costs.add(Kind::Hybrid, total(&ServingOption::Hybrid(Box::new(hybrid))));
            }
            let hard = scenario.requirements.hard_share;
            let share = base_share(hard, scenario.assumptions.routing);
            self.add_fleets(scenario, &self.easy_fleets, share, Some(frontier), easy, &mut costs);
        }
        costs
    }

    /// Whether a fleet that spills may cost less than `below` somewhere between two scenarios, though
    /// it does at neither end. What each number of machines costs only rises or only falls on the
    /// way, but as soon as one machine more is needed there is one number more that spills.
    pub fn may_dip(&self, ends: [&Scenario<'c>; 2], below: f64) -> bool {
        self.fleets.iter().any(|fleet| {
            let [one, other] = ends.map(|end| fleet.resized(end, 1.0).needed_at_last(end));
            let cost = |end: &Scenario<'c>| {
                let fallback = self.cheapest_whole(end)?;
                Some(least(end, &fleet.resized(end, 1.0), None, Some(fallback)))
            };
            one != other && ends.into_iter().any(|end| cost(end).is_some_and(|cost| cost < below))
        })
    }

    fn cheapest_whole(&self, scenario: &Scenario<'c>) -> Option<&'c Api> {
        let cost = |api: &&'c Api| totals(scenario, &ServingOption::Api(api)).cost().get();
        self.whole.iter().copied().min_by(|a, b| cost(a).total_cmp(&cost(b)))
    }

    fn add_fleets(
        &self,
        scenario: &Scenario<'c>,
        fleets: &[Fleet<'c>],
        share: f64,
        hard: Option<&'c Api>,
        fallback: Option<&'c Api>,
        costs: &mut Costs,
    ) {
        let calm = calm(scenario);
        let mut rivals: Vec<(f64, ServingOption<'c>)> = Vec::new();
        for fleet in fleets {
            let at_least = calm
                .as_ref()
                .map_or(0.0, |calm| least(calm, &fleet.resized(calm, share), hard, fallback));
            let (option, unmet) = sized(scenario, fleet.resized(scenario, share));
            if unmet.iter().all(|unmet| unmet.requirement == "capacity") {
                rivals.push((at_least, option));
            }
        }
        rivals.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (at_least, option) in rivals {
            let ServingOption::Fleet(fleet) = &option else { continue };
            let mut add = |option: &ServingOption<'c>| {
                if at_least < costs.0[option.kind() as usize] {
                    costs.add(option.kind(), totals(scenario, option).cost().get());
                }
            };
            if fleet.machines.is_none_or(|given| fleet.needed_at_last(scenario) <= given) {
                match hard {
                    None => add(&option),
                    Some(_) => add(&with_hard(fleet, hard)),
                }
            }
            if let Some(fallback) = fallback
                && at_least < costs.0[Kind::Hybrid as usize]
                && let Some(spilling) = spill::option(scenario, fleet, fallback, hard)
            {
                costs.add(Kind::Hybrid, totals(scenario, &spilling).cost().get());
            }
        }
    }

    /// The same options with the rates of this scenario's request, and the endpoints that it fits.
    #[must_use]
    pub fn rerated(&self, scenario: &Scenario<'c>) -> Self {
        let rerate = |fleets: &[Fleet<'c>]| -> Vec<Fleet<'c>> {
            let rated = |fleet: &Fleet<'c>| {
                let (request, speed) = (scenario.workload.request, scenario.min_speed());
                let rates = throughput::serving(&fleet.deployment, request, speed).ok()?;
                Some(Fleet { rates, ..fleet.clone() })
            };
            fleets.iter().filter_map(rated).collect()
        };
        let fits = |apis: &[&'c Api]| -> Vec<&'c Api> {
            let fits = |api: &&'c Api| judge::api_context(scenario, api).is_none();
            apis.iter().copied().filter(fits).collect()
        };
        let [whole, easy] = &self.any_shape;
        Self {
            whole: fits(whole),
            easy: fits(easy),
            fleets: rerate(&self.fleets),
            easy_fleets: rerate(&self.easy_fleets),
            ..self.clone()
        }
    }
}

/// The scenario without change over time, in which nothing costs more than it does with it: the
/// smallest demand and the lowest API prices of the horizon hold all the time. `None` when nothing
/// changes anyway.
fn calm<'c>(scenario: &Scenario<'c>) -> Option<Scenario<'c>> {
    let (growth, rate) = (scenario.workload.growth_per_year, scenario.assumptions.api_price_trend);
    if growth == 0.0 && rate == 0.0 {
        return None;
    }
    let last = f64::from(scenario.assumptions.horizon_months.saturating_sub(1));
    let mut calm = scenario.clone();
    calm.workload = scenario.workload.times(compounded(growth, last).min(1.0));
    calm.workload.growth_per_year = 0.0;
    let cheapest = trend(rate, scenario.assumptions.api_price_floor, last).min(1.0);
    calm.assumptions.scale.api_price *= cheapest;
    calm.assumptions.api_price_trend = 0.0;
    Some(calm)
}

/// What a fleet costs at least, with or without spilling.
fn least<'c>(
    calm: &Scenario<'c>,
    fleet: &Fleet<'c>,
    hard: Option<&'c Api>,
    fallback: Option<&'c Api>,
) -> f64 {
    let total = |option: &ServingOption<'c>| totals(calm, option).cost().get();
    let pure = match hard {
        None => total(&ServingOption::Fleet(Box::new(fleet.clone()))),
        Some(_) => total(&with_hard(fleet, hard)),
    };
    let spilling = fallback.and_then(|api| spill::option(calm, fleet, api, hard));
    spilling.map_or(pure, |option| total(&option).min(pure))
}

fn with_hard<'c>(fleet: &Fleet<'c>, hard: Option<&'c Api>) -> ServingOption<'c> {
    let base = Base::Fleet(Box::new(fleet.clone()), None);
    ServingOption::Hybrid(Box::new(Hybrid { base, hard }))
}
