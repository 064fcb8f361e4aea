//! An option to choose from, possible or not.

use std::cmp::Ordering;

use super::cash::Totals;
use super::fleet::Tenure;
use super::option::{Kind, ServingOption};
use crate::api::Api;
use crate::requirement::Unmet;
use crate::throughput::Deployment;

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
