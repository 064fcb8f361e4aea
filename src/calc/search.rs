//! Every option of a scenario, judged against every requirement.

use super::cash::{Totals, totals};
use super::option::{Fleet, Kind, ServingOption, Tenure};
use super::service::fleet;
use super::throughput::serving;
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
    /// A deployment, and whether its machines are rented.
    Deployment(Deployment<'c>, Tenure),
}

impl Subject<'_> {
    /// The kind of option.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Api(_) => Kind::Api,
            Self::Deployment(_, Tenure::Rented) => Kind::Rent,
            Self::Deployment(..) => Kind::Local,
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
}

/// All options: APIs, then deployments to buy (or owned), then deployments to rent.
pub fn candidates<'c>(scenario: &Scenario<'c>) -> Vec<Candidate<'c>> {
    let mut all: Vec<Candidate<'c>> =
        scenario.apis.iter().map(|api| api_candidate(scenario, api)).collect();
    let bought = if scenario.owned { Tenure::Owned } else { Tenure::Bought };
    for tenure in [bought, Tenure::Rented] {
        for deployment in &scenario.deployments {
            all.push(fleet_candidate(scenario, deployment, tenure));
        }
    }
    all
}

/// One endpoint against every requirement.
pub fn api_candidate<'c>(scenario: &Scenario<'c>, api: &'c Api) -> Candidate<'c> {
    let mut unmet = Vec::new();
    let pinned = scenario.pins.apis.contains(&api.id);
    unmet.extend(tier_unmet(scenario, api.tier, pinned));
    unmet.extend(context_unmet(scenario, api.context_tokens, api.tokens_factor));
    let request = scenario.workload.request;
    if let Some(most) = api.max_output_tokens.filter(|most| request.output_tokens > *most) {
        unmet.push(Unmet::new(
            "context",
            format!("writes at most {most} tokens, {} wanted", request.output_tokens),
        ));
    }
    let option = ServingOption::Api(api);
    let totals = totals(scenario, &option);
    Candidate { subject: Subject::Api(api), unmet, priced: Some((option, totals)) }
}

fn fleet_candidate<'c>(
    scenario: &Scenario<'c>,
    deployment: &Deployment<'c>,
    tenure: Tenure,
) -> Candidate<'c> {
    let subject = Subject::Deployment(deployment.clone(), tenure);
    let mut unmet = Vec::new();
    let model = deployment.model;
    let pinned = scenario.pins.models.contains(&model.id);
    unmet.extend(tier_unmet(scenario, model.tier, pinned));
    let factor = model.tokens_factor;
    unmet.extend(context_unmet(scenario, Some(model.context_tokens), factor));
    if let Some(missing) = price_unmet(deployment, tenure) {
        unmet.push(missing);
        return Candidate { subject, unmet, priced: None };
    }
    let assumptions = &scenario.assumptions;
    let rates = match serving(deployment, scenario.workload.request, assumptions.min_speed) {
        Ok(rates) => rates,
        Err(reason) => {
            unmet.push(reason);
            return Candidate { subject, unmet, priced: None };
        }
    };
    let machines = Fleet::new(deployment.clone(), tenure, rates, scenario);
    let needed = fleet(machines.busy.peak, assumptions.headroom);
    if let Some(given) = machines.machines.filter(|given| needed > *given) {
        unmet.push(Unmet::new(
            "capacity",
            format!("needs {needed} machines in the busiest hour, {given} given"),
        ));
    }
    let option = ServingOption::Fleet(Box::new(machines));
    let totals = totals(scenario, &option);
    Candidate { subject, unmet, priced: Some((option, totals)) }
}

fn tier_unmet(scenario: &Scenario<'_>, tier: Tier, pinned: bool) -> Option<Unmet> {
    let wanted = scenario.requirements.tier;
    let free = pinned && !scenario.requirements.tier_is_strict;
    (tier < wanted && !free)
        .then(|| Unmet::new("tier", format!("is of the {tier} tier, {wanted} wanted")))
}

fn context_unmet(scenario: &Scenario<'_>, context: Option<f64>, factor: f64) -> Option<Unmet> {
    let wanted = scenario.requirements.context_tokens * factor;
    let most = context?;
    (wanted > most).then(|| Unmet::new("context", format!("holds {most} tokens, {wanted} wanted")))
}

fn price_unmet(deployment: &Deployment<'_>, tenure: Tenure) -> Option<Unmet> {
    let missing = match tenure {
        Tenure::Bought => deployment.hardware.price.is_none(),
        Tenure::Rented => deployment.hardware.rent.is_none(),
        Tenure::Owned => false,
    };
    let what = if tenure == Tenure::Rented { "rent" } else { "purchase price" };
    missing.then(|| Unmet::new("price", format!("{what} is not stated")))
}
