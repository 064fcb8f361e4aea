//! Every option of a scenario, judged against every requirement.

use super::bound::Bounds;
use super::calendar::Calendar;
use super::candidate::{Candidate, Subject};
use super::cash::totals_in;
use super::demand::When;
use super::fleet::{Fleet, Tenure};
use super::hybrid::{Base, Hybrid, base_share};
use super::judge;
use super::option::ServingOption;
use super::shortlist::{Rated, Slot, Unrated};
use super::spill;
use super::throughput::Rates;
use super::wait;
use crate::api::Api;
use crate::requirement::Unmet;
use crate::scenario::Scenario;
use crate::tier::Tier;

/// All options that were looked at, and the machines that were not.
#[derive(Debug)]
pub struct Search<'a, 'c> {
    /// The options.
    pub candidates: Vec<Candidate<'c>>,
    /// Machines that cannot be the best of their kind, whatever runs on them: those for everything,
    /// and those for what is not hard.
    pub left_out: [Vec<Unrated>; 2],
    /// The rates of the deployments.
    pub rated: Rated<'a, 'c>,
}

impl<'a, 'c> Search<'a, 'c> {
    /// Searches all options of a scenario: APIs, machines to buy (or owned), machines to rent, and
    /// several at once. What cannot be the best is left out, unless more than the best is to be
    /// shown.
    pub fn new(scenario: &'a Scenario<'c>) -> Self {
        let hard = scenario.requirements.hard_share > 0.0;
        let least = hard.then_some(Tier::Frontier);
        let (rated, calendar) = (Rated::new(scenario), &Calendar::new(scenario));
        let mut left_out = [Vec::new(), Vec::new()];
        let [whole, easy] = &mut left_out;
        let mut all = pure(calendar, &rated, (1.0, least), whole);
        if hard {
            let frontier = cheapest_api(&all);
            let share = base_share(scenario.requirements.hard_share, scenario.assumptions.routing);
            let bases = pure(calendar, &rated, (share, None), easy);
            let spills = spill::candidates(calendar, &bases, cheapest_api(&bases), frontier);
            // Of nothing there is no mix.
            if let Some(frontier) = frontier.filter(|_| share > 0.0) {
                let with_hard = |base: &Candidate<'c>| with_hard(calendar, base, frontier);
                all.extend(bases.iter().chain(&spills).filter_map(with_hard));
            }
        } else {
            let spills = spill::candidates(calendar, &all, cheapest_api(&all), None);
            all.extend(spills);
        }
        Self { candidates: all, left_out, rated }
    }
}

/// The options of a scenario among which the best are.
pub fn candidates<'c>(scenario: &Scenario<'c>) -> Vec<Candidate<'c>> {
    Search::new(scenario).candidates
}

/// The options that are one thing each, for a share of the workload.
fn pure<'c>(
    calendar: &Calendar<'_, 'c>,
    rated: &Rated<'_, 'c>,
    (share, least): (f64, Option<Tier>),
    left_out: &mut Vec<Unrated>,
) -> Vec<Candidate<'c>> {
    let scenario = calendar.scenario;
    let apis = scenario.apis.iter().map(|api| api_candidate(calendar, api, least));
    let mut all: Vec<Candidate<'c>> = apis.collect();
    let bought = if scenario.owned { Tenure::Owned } else { Tenure::Bought };
    for tenure in [bought, Tenure::Rented] {
        all.extend(of_tenure(calendar, rated, tenure, (share, least), left_out));
    }
    all
}

/// The machines of a tenure, the cheapest to have first, as long as one more may be the best.
fn of_tenure<'c>(
    calendar: &Calendar<'_, 'c>,
    rated: &Rated<'_, 'c>,
    tenure: Tenure,
    (share, least): (f64, Option<Tier>),
    left_out: &mut Vec<Unrated>,
) -> Vec<Candidate<'c>> {
    let scenario = calendar.scenario;
    let of = |slot: Slot| {
        let subject = Subject::Deployment(rated.deployment(slot).clone(), tenure);
        fleet_candidate(calendar, subject, rated.rates(slot), share, least)
    };
    let bounds = Bounds::new(calendar, None);
    let idle = |machine: usize| {
        let hardware = scenario.deployments.hardware(machine);
        bounds.idle_machines(hardware, tenure, scenario.machines.map(f64::from))
    };
    let all = 0..scenario.deployments.machines();
    let mut machines: Vec<_> = all.clone().map(|machine| (idle(machine), machine)).collect();
    machines.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut found, mut cheapest) = (Vec::new(), f64::INFINITY);
    for (idle, machine) in machines {
        if idle > cheapest && !scenario.shows_more_than_the_best() {
            left_out.push(Unrated { machine, tenure, share, least });
            continue;
        }
        for slot in rated.shortlist(machine, tenure, least) {
            let candidate = of(slot);
            if candidate.is_possible() {
                cheapest = cheapest.min(candidate.cost());
            }
            found.push((slot, candidate));
        }
    }
    if cheapest == f64::INFINITY {
        // Where nothing may be chosen, the nearest miss can be anywhere.
        return all.flat_map(|machine| rated.slots(machine)).map(of).collect();
    }
    found.sort_by_key(|(slot, _)| *slot);
    found.into_iter().map(|(_, candidate)| candidate).collect()
}

/// The cheapest possible endpoint.
pub fn cheapest_api<'c>(candidates: &[Candidate<'c>]) -> Option<&'c Api> {
    let possible = candidates.iter().filter(|candidate| candidate.is_possible());
    let apis = possible.filter_map(|candidate| match candidate.subject {
        Subject::Api(api) => Some((api, candidate.cost())),
        Subject::Deployment(..) | Subject::Hybrid(..) => None,
    });
    apis.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(api, _)| api)
}

/// One endpoint against every requirement.
fn api_candidate<'c>(
    calendar: &Calendar<'_, 'c>,
    api: &'c Api,
    least: Option<Tier>,
) -> Candidate<'c> {
    let unmet = judge::api(calendar.scenario, api, least);
    let option = ServingOption::Api(api);
    let totals = totals_in(calendar, &option);
    Candidate { subject: Subject::Api(api), unmet, priced: Some((option, totals)) }
}

fn fleet_candidate<'c>(
    calendar: &Calendar<'_, 'c>,
    subject: Subject<'c>,
    rates: &Result<Rates, Unmet>,
    share: f64,
    least: Option<Tier>,
) -> Candidate<'c> {
    let Some((deployment, tenure)) = subject.deployment() else {
        return Candidate { subject, unmet: Vec::new(), priced: None };
    };
    let scenario = calendar.scenario;
    let mut unmet = judge::machines(scenario, deployment.hardware, deployment.model, tenure, least);
    if unmet.iter().any(|unmet| unmet.requirement == "price") {
        return Candidate { subject, unmet, priced: None };
    }
    match rates {
        Ok(rates) => {
            let fleet = Fleet::new(deployment.clone(), tenure, *rates, share, scenario);
            let (option, more) = sized(scenario, fleet);
            unmet.extend(more);
            let totals = totals_in(calendar, &option);
            Candidate { subject, unmet, priced: Some((option, totals)) }
        }
        Err(reason) => {
            unmet.push(reason.clone());
            Candidate { subject, unmet, priced: None }
        }
    }
}

/// A fleet with as many machines as waiting and capacity ask for, and what stays unmet.
pub fn sized<'c>(scenario: &Scenario<'_>, mut fleet: Fleet<'c>) -> (ServingOption<'c>, Vec<Unmet>) {
    let mut unmet = Vec::new();
    match wait::spare(&fleet, scenario) {
        Ok(spare) => fleet.spare = spare,
        Err(reason) => unmet.push(reason),
    }
    unmet.extend(capacity_unmet(scenario, &fleet));
    (ServingOption::Fleet(Box::new(fleet)), unmet)
}

/// A fleet of a given size must serve the busiest hour, now and when demand has grown.
fn capacity_unmet(scenario: &Scenario<'_>, fleet: &Fleet<'_>) -> Option<Unmet> {
    let given = fleet.machines?;
    let last = When::last(scenario);
    let (now, then) = (fleet.needed_in(scenario, When::FIRST), fleet.needed_in(scenario, last));
    let when = if now > given { String::new() } else { format!(" of month {}", last.month + 1) };
    let needed = if now > given { now } else { then };
    (needed > given).then(|| {
        let why = format!("needs {needed} machines in the busiest hour{when}, {given} given");
        Unmet::new("capacity", why)
    })
}

/// A base with the hard share taken off to a frontier API; `None` for the frontier API itself, with
/// which it would be no mix.
fn with_hard<'c>(
    calendar: &Calendar<'_, 'c>,
    base: &Candidate<'c>,
    frontier: &'c Api,
) -> Option<Candidate<'c>> {
    let (subject, spill) = match &base.subject {
        Subject::Hybrid(inner, spill, _) => (inner.clone(), *spill),
        pure => (Box::new(pure.clone()), None),
    };
    if *subject == Subject::Api(frontier) {
        return None;
    }
    let subject = Subject::Hybrid(subject, spill, Some(frontier));
    let Some((option, _)) = &base.priced else {
        return Some(Candidate { subject, unmet: base.unmet.clone(), priced: None });
    };
    let base_option = match option {
        ServingOption::Api(api) => Base::Api(api),
        ServingOption::Fleet(fleet) => Base::Fleet(fleet.clone(), None),
        ServingOption::Hybrid(hybrid) => hybrid.base.clone(),
    };
    let option =
        ServingOption::Hybrid(Box::new(Hybrid { base: base_option, hard: Some(frontier) }));
    let totals = totals_in(calendar, &option);
    // The frontier API meets what it must, or it would not have been chosen.
    Some(Candidate { subject, unmet: base.unmet.clone(), priced: Some((option, totals)) })
}
