//! Every option of a scenario, judged against every requirement.

use std::cmp::Ordering;

use super::cash::{Totals, totals};
use super::demand::When;
use super::fleet::{Fleet, Tenure};
use super::hybrid::{Base, Hybrid, base_share};
use super::judge;
use super::option::{Kind, ServingOption};
use super::shortlist::Rated;
use super::spill;
use super::throughput::layout::layout;
use super::throughput::{Rates, serving};
use super::wait;
use crate::api::Api;
use crate::requirement::Unmet;
use crate::scenario::Scenario;
use crate::throughput::Deployment;
use crate::tier::Tier;

/// An option, possible or not, and what it would cost.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate<'c> {
    /// What it is.
    pub subject: Subject<'c>,
    /// The requirements that it fails; none means that it may be chosen.
    pub unmet: Vec<Unmet>,
    /// The option with its totals; `None` when it cannot exist at all.
    pub priced: Option<(ServingOption<'c>, Totals)>,
}

/// What an option is about, also when it cannot exist.
#[derive(Clone, Debug, PartialEq)]
pub enum Subject<'c> {
    /// An endpoint.
    Api(&'c Api),
    /// A deployment, and how its machines come to be there.
    Deployment(Deployment<'c>, Tenure),
    /// The base, the endpoint it spills to, and the endpoint of the hard share.
    Hybrid(Box<Subject<'c>>, Option<&'c Api>, Option<&'c Api>),
}

impl<'c> Subject<'c> {
    /// The kind of option.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Api(_) => Kind::Api,
            Self::Deployment(_, tenure) => Kind::of(*tenure),
            Self::Hybrid(..) => Kind::Hybrid,
        }
    }

    /// A name that no other option has.
    pub fn id(&self) -> String {
        match self {
            Self::Api(api) => format!("api/{}", api.id),
            Self::Deployment(deployment, _) => format!(
                "{}/{}/{}/{}/{}",
                self.kind().word(),
                deployment.hardware.id,
                deployment.model.id,
                deployment.quantization,
                deployment.engine
            ),
            Self::Hybrid(base, spill, hard) => {
                let mut id = format!("hybrid/{}", base.id());
                if let Some(api) = spill {
                    id.push_str(&format!("+spill/{}", api.id));
                }
                if let Some(api) = hard {
                    id.push_str(&format!("+hard/{}", api.id));
                }
                id
            }
        }
    }

    /// Every endpoint in it.
    pub fn apis(&self) -> Vec<&'c Api> {
        match self {
            Self::Api(api) => vec![api],
            Self::Deployment(..) => Vec::new(),
            Self::Hybrid(base, spill, hard) => {
                base.apis().into_iter().chain(*spill).chain(*hard).collect()
            }
        }
    }

    /// The machines in it, and how they come to be there.
    pub fn deployment(&self) -> Option<(&Deployment<'c>, Tenure)> {
        match self {
            Self::Api(_) => None,
            Self::Deployment(deployment, tenure) => Some((deployment, *tenure)),
            Self::Hybrid(base, ..) => base.deployment(),
        }
    }
}

impl Candidate<'_> {
    /// Whether it may be chosen.
    pub fn is_possible(&self) -> bool {
        self.unmet.is_empty() && self.priced.is_some()
    }

    /// Total cost over the horizon, by which options are ranked; infinite without a price.
    pub fn cost(&self) -> f64 {
        self.priced.as_ref().map_or(f64::INFINITY, |(_, totals)| totals.cost().get())
    }

    /// Fewest failed requirements first, then cheapest, then least busy.
    pub fn order(&self, other: &Self) -> Ordering {
        let misses = |one: &Self| one.unmet.len();
        let busy = |one: &Self| {
            let fleet = one.priced.as_ref().and_then(|(option, _)| option.fleet());
            fleet.map_or(0.0, |fleet| fleet.busy.mean)
        };
        (misses(self).cmp(&misses(other)))
            .then(self.cost().total_cmp(&other.cost()))
            .then(busy(self).total_cmp(&busy(other)))
    }
}

/// All options: APIs, machines to buy (or owned), machines to rent, and several at once. Machines
/// that cannot be the best are left out, unless more than the best is to be shown.
pub fn candidates<'c>(scenario: &Scenario<'c>) -> Vec<Candidate<'c>> {
    let hard = scenario.requirements.hard_share > 0.0;
    let least = hard.then_some(Tier::Frontier);
    let rated = Rated::new(scenario);
    let mut all = pure(scenario, &rated, 1.0, least);
    if hard {
        let frontier = cheapest_api(&all);
        let share = base_share(scenario.requirements.hard_share, scenario.assumptions.routing);
        let bases = pure(scenario, &rated, share, None);
        let spills = spill::candidates(scenario, &bases, cheapest_api(&bases), frontier);
        // Of nothing there is no mix.
        if let Some(frontier) = frontier.filter(|_| share > 0.0) {
            let with_hard = |base: &Candidate<'c>| with_hard(scenario, base, frontier);
            all.extend(bases.iter().chain(&spills).filter_map(with_hard));
        }
    } else {
        let spills = spill::candidates(scenario, &all, cheapest_api(&all), None);
        all.extend(spills);
    }
    all
}

/// The options that are one thing each, for a share of the workload.
fn pure<'c>(
    scenario: &Scenario<'c>,
    rated: &Rated<'_, 'c>,
    share: f64,
    least: Option<Tier>,
) -> Vec<Candidate<'c>> {
    let apis = scenario.apis.iter().map(|api| api_candidate(scenario, api, least));
    let mut all: Vec<Candidate<'c>> = apis.collect();
    let bought = if scenario.owned { Tenure::Owned } else { Tenure::Bought };
    for tenure in [bought, Tenure::Rented] {
        let of = |index: usize| {
            let subject = Subject::Deployment(scenario.deployments[index].clone(), tenure);
            fleet_candidate(scenario, subject, rated.rates(index), share, least)
        };
        let shortlist = rated.shortlist(tenure, least);
        let mut found: Vec<Candidate<'c>> = shortlist.into_iter().map(of).collect();
        // Where nothing may be chosen, the nearest miss can be anywhere.
        if !found.iter().any(Candidate::is_possible) {
            found = (0..scenario.deployments.len()).map(of).collect();
        }
        all.extend(found);
    }
    all
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
fn api_candidate<'c>(scenario: &Scenario<'c>, api: &'c Api, least: Option<Tier>) -> Candidate<'c> {
    let unmet = judge::api(scenario, api, least);
    let option = ServingOption::Api(api);
    let totals = totals(scenario, &option);
    Candidate { subject: Subject::Api(api), unmet, priced: Some((option, totals)) }
}

fn fleet_candidate<'c>(
    scenario: &Scenario<'c>,
    subject: Subject<'c>,
    rates: &Result<Rates, Unmet>,
    share: f64,
    least: Option<Tier>,
) -> Candidate<'c> {
    let Some((deployment, tenure)) = subject.deployment() else {
        return Candidate { subject, unmet: Vec::new(), priced: None };
    };
    let mut unmet = judge::machines(scenario, deployment.hardware, deployment.model, tenure, least);
    if unmet.iter().any(|unmet| unmet.requirement == "price") {
        return Candidate { subject, unmet, priced: None };
    }
    match rates {
        Ok(rates) => {
            let fleet = Fleet::new(deployment.clone(), tenure, *rates, share, scenario);
            let (option, more) = sized(scenario, fleet);
            unmet.extend(more);
            let totals = totals(scenario, &option);
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

/// The rates of a deployment at the workload's request, if the context asked for fits at all.
pub fn rates_of(scenario: &Scenario<'_>, deployment: &Deployment<'_>) -> Result<Rates, Unmet> {
    // Serving asks for the memory of the request itself.
    let context = scenario.context_tokens();
    if context > scenario.workload.request.context_tokens() {
        layout(deployment, context * deployment.model.tokens_factor)?;
    }
    serving(deployment, scenario.workload.request, scenario.min_speed())
}

/// A base with the hard share taken off to a frontier API; `None` for the frontier API itself, with
/// which it would be no mix.
fn with_hard<'c>(
    scenario: &Scenario<'c>,
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
    let totals = totals(scenario, &option);
    // The frontier API meets what it must, or it would not have been chosen.
    Some(Candidate { subject, unmet: base.unmet.clone(), priced: Some((option, totals)) })
}
