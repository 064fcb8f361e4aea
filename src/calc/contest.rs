//! Which kind of option wins when an input is turned: the same options, sized and priced anew.
//!
//! Rates do not depend on the inputs that are turned here, except on the shape of the request, so
//! the options are looked up once and only their sizes and costs are computed again.

pub mod costs;
mod endpoints;
mod machines;
mod part;

use costs::{Costs, Place};
use machines::{Machines, best_of};

use super::bound::Bounds;
use super::calendar::Calendar;
use super::candidate::Subject;
use super::cash::cost_in;
use super::dominance;
use super::fleet::Fleet;
use super::hybrid::Base;
use super::option::ServingOption;
use super::search::Search;
use super::shortlist::{Rated, Unrated};
use super::spill::{self, fallback::Fallback};
use crate::api::Api;
use crate::deployments::Deployments;
use crate::scenario::Scenario;

/// The options that can win at some value of some input.
#[derive(Clone, Debug)]
pub struct Contest<'a, 'c> {
    /// The question, without anything to choose from.
    scenario: Scenario<'c>,
    /// The rates of machines.
    rated: &'a Rated<'a, 'c>,
    /// Endpoints that may serve everything, and those that may serve what is not hard.
    whole: Vec<&'c Api>,
    easy: Vec<&'c Api>,
    /// The same with those that cannot win and those that only the shape of the request rules out.
    any_shape: [Vec<&'c Api>; 2],
    /// Machines that may serve everything, and those that may serve what is not hard.
    machines: [Vec<Machines<'c>>; 2],
}

impl<'a, 'c> Contest<'a, 'c> {
    /// The contest over the options of a search.
    pub fn new(search: &'a Search<'a, 'c>) -> Self {
        let scenario = search.rated.scenario();
        let alone =
            Scenario { apis: Vec::new(), deployments: Deployments::default(), ..scenario.clone() };
        let hard = scenario.requirements.hard_share > 0.0;
        let (mut whole, mut fleets) = (Vec::new(), Vec::new());
        let (mut easy, mut easy_fleets) = (Vec::new(), Vec::new());
        let (mut any_whole, mut any_easy) = (Vec::new(), Vec::new());
        // What is cheapest now comes first, so that most of the rest is soon left out.
        let mut by_cost: Vec<_> = search
            .candidates
            .iter()
            .filter_map(|candidate| Some((candidate, candidate.priced.as_ref()?)))
            .map(|(candidate, (option, totals))| (totals.cost().get(), candidate, option))
            .collect();
        by_cost.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (_, candidate, option) in by_cost {
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
                (ServingOption::Fleet(fleet), _) => fleets.push(&**fleet),
                (ServingOption::Hybrid(hybrid), Subject::Hybrid(_, None, Some(_))) if hard => {
                    match &hybrid.base {
                        Base::Api(api) => easy.push(*api),
                        Base::Fleet(fleet, _) => easy_fleets.push(&**fleet),
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
        let calendar = Calendar::new(scenario);
        let bounds = Bounds::new(&calendar, None);
        let machines = |fleets: Vec<&Fleet<'c>>, left_out: &[Unrated]| {
            let found = best_of(scenario, fleets).into_iter();
            let found = found.map(|fleet| Machines::of(fleet, &bounds));
            let unrated = left_out.iter().map(|one| Machines::unrated(one, &search.rated, &bounds));
            let mut unrated: Vec<_> = unrated.collect();
            unrated.sort_by(|a, b| a.idle.total_cmp(&b.idle));
            found.chain(unrated).collect()
        };
        let [whole_left_out, easy_left_out] = &search.left_out;
        Self {
            rated: &search.rated,
            any_shape: [any_whole, any_easy].map(|apis| dominance::apis(scenario, apis, true)),
            whole: dominance::apis(scenario, whole, false),
            easy: dominance::apis(scenario, easy, false),
            machines: [machines(fleets, whole_left_out), machines(easy_fleets, easy_left_out)],
            scenario: alone,
        }
    }

    /// The question, without anything to choose from.
    pub fn scenario(&self) -> &Scenario<'c> {
        &self.scenario
    }

    /// All fleets that may serve everything.
    pub fn fleets(&self) -> impl Iterator<Item = &Fleet<'c>> {
        self.machines[0].iter().flat_map(|machines| self.fleets_of(machines))
    }

    fn fleets_of<'m>(&self, machines: &'m Machines<'c>) -> &'m [Fleet<'c>] {
        machines.fleets(self.rated, &self.scenario)
    }

    /// The fleet at a place.
    pub fn fleet(&self, place: Place) -> &Fleet<'c> {
        let machines = &self.machines[usize::from(place.easy)][place.machines];
        &self.fleets_of(machines)[place.fleet]
    }

    /// What payback is measured against: the API that was named, else the cheapest.
    pub fn baseline(&self, scenario: &Scenario<'c>) -> Option<ServingOption<'c>> {
        let cheapest = || self.cheapest_whole(&Calendar::new(scenario));
        scenario.baseline.or_else(cheapest).map(ServingOption::Api)
    }

    /// Whether the bills of all endpoints and months stay in proportion when prices follow a trend:
    /// demand is the same in every month, and no other change of a price is scheduled.
    pub fn prices_stay_in_proportion(&self) -> bool {
        let mut apis = self.whole.iter().chain(&self.easy);
        self.scenario.workload.growth_per_year == 0.0 && apis.all(|api| api.scheduled.is_empty())
    }

    /// Whether a fleet that spills may cost less than `below` somewhere between two scenarios, though
    /// it does at neither end. What each number of machines costs only rises or only falls on the
    /// way, but as soon as one machine more is needed there is one number more that spills.
    pub fn may_dip(&self, ends: [&Scenario<'c>; 2], below: f64) -> bool {
        let calendars = ends.map(Calendar::new);
        let sides = calendars.each_ref().map(|calendar| {
            let fallback = self.cheapest_whole(calendar).map(|api| Fallback::new(calendar, api));
            let bounds = Bounds::new(calendar, fallback.as_ref());
            (calendar, fallback, bounds)
        });
        let matter = |machines: &&Machines<'c>| {
            sides.iter().any(|(_, _, bounds)| machines.idle_in(bounds) < below)
        };
        let machines = self.machines[0].iter().filter(matter);
        machines.flat_map(|machines| self.fleets_of(machines)).any(|fleet| {
            let [one, other] = ends.map(|end| fleet.resized(end, 1.0).needed_at_last(end));
            one != other
                && sides.iter().any(|(calendar, fallback, bounds)| {
                    let fleet = fleet.resized(calendar.scenario, 1.0);
                    let standing = bounds.standing(&fleet);
                    let at_least =
                        bounds.alone(&fleet, &standing).min(bounds.spilling(&fleet, &standing));
                    at_least < below
                        && fallback
                            .as_ref()
                            .is_some_and(|fallback| least(calendar, &fleet, fallback) < below)
                })
        })
    }

    /// The contest of those alone that lead at two values of an input: what changes the verdict
    /// between the two, unless another leads on the way.
    #[must_use]
    pub fn of_leaders(&self, ends: [&Costs<'c>; 2]) -> Self {
        let apis = |part: usize| -> Vec<&'c Api> {
            let [one, other] = ends.map(|end| end.apis[part]);
            one.into_iter().chain(other.filter(|_| other != one)).collect()
        };
        let machines = |easy: bool| -> Vec<Machines<'c>> {
            let [one, other] = ends.map(|end| end.leading.filter(|place| place.easy == easy));
            let places = one.into_iter().chain(other.filter(|_| other != one));
            let calendar = Calendar::new(&self.scenario);
            let bounds = Bounds::new(&calendar, None);
            places.map(|place| Machines::of(self.fleet(place).clone(), &bounds)).collect()
        };
        Self {
            scenario: self.scenario.clone(),
            rated: self.rated,
            whole: apis(0),
            easy: apis(1),
            any_shape: [apis(0), apis(1)],
            machines: [machines(false), machines(true)],
        }
    }

    fn cheapest_whole(&self, calendar: &Calendar<'_, 'c>) -> Option<&'c Api> {
        endpoints::cheapest(calendar, &self.whole, false).map(|(api, _)| api)
    }
}

/// What a fleet costs at least, with or without spilling.
fn least<'c>(calendar: &Calendar<'_, 'c>, fleet: &Fleet<'c>, fallback: &Fallback<'c>) -> f64 {
    let alone = cost_in(calendar, &ServingOption::Fleet(Box::new(fleet.clone())));
    let spilling = spill::option(calendar, fleet, fallback, None);
    spilling.map_or(alone, |option| cost_in(calendar, &option).min(alone))
}
