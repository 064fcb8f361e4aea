//! An option to choose from, possible or not, and its name.

use std::cmp::Ordering;

use super::serving::{Base, Kind, ServingOption};
use crate::api::Api;
use crate::calc::capacity::fleet::Tenure;
use crate::scenario::Scenario;
use crate::throughput::Deployment;
use crate::units::Usd;
use crate::unmet::Unmet;

/// An option, possible or not, and what it would cost.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate<'c> {
    /// What it is.
    pub subject: Subject<'c>,
    /// The requirements that it fails; none means that it may be chosen.
    pub unmet: Vec<Unmet>,
    /// The option with its total over the horizon; `None` when it cannot exist at all.
    pub priced: Option<(ServingOption<'c>, Usd)>,
}

/// What an option is about, also when it cannot exist.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject<'c> {
    /// Who serves the tokens that are not hard.
    pub base: BaseSubject<'c>,
    /// The endpoint that takes what exceeds the machines.
    pub overflow: Option<&'c Api>,
    /// The endpoint of the hard tokens.
    pub hard: Option<&'c Api>,
}

/// Who serves the tokens that are not hard.
#[derive(Clone, Debug, PartialEq)]
pub enum BaseSubject<'c> {
    /// An endpoint.
    Api(&'c Api),
    /// A deployment, and how its machines come to be there.
    Machines(Deployment<'c>, Tenure),
}

impl BaseSubject<'_> {
    /// The kind of option that it is alone.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Api(api) => Kind::of_endpoint(api),
            Self::Machines(_, tenure) => Kind::of(*tenure),
        }
    }

    /// The name of the option that it is alone.
    pub fn id(&self) -> String {
        match self {
            Self::Api(api) => match &api.plan {
                Some(plan) => format!("subscription/{}", plan.id),
                None => format!("api/{}", api.id),
            },
            Self::Machines(deployment, _) => format!(
                "{}/{}/{}/{}/{}",
                self.kind().word(),
                deployment.hardware.id,
                deployment.model.id,
                deployment.quantization,
                deployment.engine_label()
            ),
        }
    }
}

impl<'c> Subject<'c> {
    /// One endpoint.
    pub const fn api(api: &'c Api) -> Self {
        Self { base: BaseSubject::Api(api), overflow: None, hard: None }
    }

    /// Machines alone.
    pub const fn machines(deployment: Deployment<'c>, tenure: Tenure) -> Self {
        Self { base: BaseSubject::Machines(deployment, tenure), overflow: None, hard: None }
    }

    /// That of an option that exists.
    pub fn of(option: &ServingOption<'c>) -> Self {
        let base = match &option.base {
            Base::Api(api) => BaseSubject::Api(api),
            Base::Fleet(fleet) => BaseSubject::Machines(fleet.deployment.clone(), fleet.tenure),
        };
        Self { base, overflow: option.overflow, hard: option.hard }
    }

    /// The kind of option.
    pub fn kind(&self) -> Kind {
        self.base.kind().with_another(self.overflow.or(self.hard).is_some())
    }

    /// A name that no other option has.
    pub fn id(&self) -> String {
        let mut id = self.base.id();
        if self.kind().is_several() {
            id = format!("{}/{id}", self.kind().word());
        }
        if let Some(api) = self.overflow {
            id.push_str(&format!("+spill/{}", api.id));
        }
        if let Some(api) = self.hard {
            id.push_str(&format!("+hard/{}", api.id));
        }
        id
    }

    /// The endpoint, if it is all there is.
    pub fn api_alone(&self) -> Option<&'c Api> {
        match self.base {
            BaseSubject::Api(api) if self.kind() == Kind::Api => Some(api),
            _ => None,
        }
    }

    /// The endpoint that it uses under a plan.
    pub fn api_of_plan(&self) -> Option<&'c Api> {
        match self.base {
            BaseSubject::Api(api) => api.plan.as_ref().map(|_| api),
            BaseSubject::Machines(..) => None,
        }
    }

    /// Every endpoint in it.
    pub fn apis(&self) -> impl Iterator<Item = &'c Api> {
        let base = match self.base {
            BaseSubject::Api(api) => Some(api),
            BaseSubject::Machines(..) => None,
        };
        [base, self.overflow, self.hard].into_iter().flatten()
    }

    /// The machines in it, and how they come to be there.
    pub fn deployment(&self) -> Option<(&Deployment<'c>, Tenure)> {
        match &self.base {
            BaseSubject::Api(_) => None,
            BaseSubject::Machines(deployment, tenure) => Some((deployment, *tenure)),
        }
    }
}

impl<'c> Candidate<'c> {
    /// An option that may be chosen, with its total over the horizon.
    pub fn possible(option: ServingOption<'c>, total: Usd) -> Self {
        Self { subject: Subject::of(&option), unmet: Vec::new(), priced: Some((option, total)) }
    }

    /// An option that cannot exist.
    pub const fn impossible(subject: Subject<'c>, unmet: Vec<Unmet>) -> Self {
        Self { subject, unmet, priced: None }
    }

    /// Whether it may be chosen.
    pub fn is_possible(&self) -> bool {
        self.unmet.is_empty() && self.priced.is_some()
    }

    /// The option, if it can exist.
    pub fn option(&self) -> Option<&ServingOption<'c>> {
        self.priced.as_ref().map(|(option, _)| option)
    }

    /// Its machines in the first month, where it has any and can exist.
    pub fn machines(&self, scenario: &Scenario<'_>) -> Option<f64> {
        self.option()?.machines().map(|fleet| fleet.first_machines(scenario))
    }

    /// Total cost over the horizon, by which options are ranked; infinite without a price.
    pub fn cost(&self) -> Usd {
        self.priced.as_ref().map_or(Usd::new(f64::INFINITY), |(_, total)| *total)
    }

    /// Fewest failed requirements first, then cheapest, then least busy.
    pub fn order(&self, other: &Self) -> Ordering {
        let busy = |one: &Self| {
            one.option().and_then(ServingOption::machines).map_or(0.0, |fleet| fleet.offered.mean)
        };
        (self.unmet.len().cmp(&other.unmet.len()))
            .then(self.cost().get().total_cmp(&other.cost().get()))
            .then(busy(self).total_cmp(&busy(other)))
    }
}
