//! The deployments that can be the best of their kind: of those on one machine, which all cost the
//! same to have, the ones that no other outpaces.

use std::cell::OnceCell;
use std::ops::Range;

use super::dominance::{keep_best, none_higher, seconds_per_token};
use super::fleet::{Fleet, Tenure};
use super::judge;
use super::search::rates_of;
use super::throughput::Rates;
use super::throughput::layout::fits;
use crate::assumptions::RentMode;
use crate::requirement::Unmet;
use crate::scenario::Scenario;
use crate::throughput::Deployment;
use crate::tier::Tier;

/// The deployments on one machine, none of them rated: what the machine costs for being there is more
/// than what is the best of its kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Unrated {
    /// Their indices.
    pub on_it: Range<usize>,
    /// How the machines would come to be there.
    pub tenure: Tenure,
    /// The share of the workload that they would serve.
    pub share: f64,
    /// The lowest tier that may.
    pub least: Option<Tier>,
}

/// The deployments of a scenario, each rated when it is first asked for.
#[derive(Debug)]
pub struct Rated<'a, 'c> {
    scenario: &'a Scenario<'c>,
    rates: Vec<OnceCell<Result<Rates, Unmet>>>,
}

impl<'a, 'c> Rated<'a, 'c> {
    /// What they are for.
    pub const fn scenario(&self) -> &'a Scenario<'c> {
        self.scenario
    }

    /// None of them rated yet.
    pub fn new(scenario: &'a Scenario<'c>) -> Self {
        Self { scenario, rates: vec![OnceCell::new(); scenario.deployments.len()] }
    }

    /// The rates of the deployment at an index.
    ///
    /// # Errors
    /// The requirement that stands in the way.
    pub fn rates(&self, index: usize) -> &Result<Rates, Unmet> {
        let rate = || rates_of(self.scenario, &self.scenario.deployments[index]);
        self.rates[index].get_or_init(rate)
    }

    /// The indices of the deployments on each machine.
    pub fn machines(&self) -> impl Iterator<Item = Range<usize>> {
        let same_machine =
            |a: &Deployment<'_>, b: &Deployment<'_>| std::ptr::eq(a.hardware, b.hardware);
        let mut end = 0;
        self.scenario.deployments.chunk_by(same_machine).map(move |on_it| {
            let start = end;
            end += on_it.len();
            start..end
        })
    }

    /// Of the deployments on one machine those among which the best of a tenure is, if any of them
    /// may be chosen: they meet what their machine and model must, and no other that does is as fast
    /// at everything. All of them, where the fastest may not be the best.
    pub fn shortlist(
        &self,
        on_it: Range<usize>,
        tenure: Tenure,
        least: Option<Tier>,
    ) -> Vec<usize> {
        if self.scenario.shows_more_than_the_best() || !fastest_is_cheapest(self.scenario, tenure) {
            return on_it.collect();
        }
        self.fastest(on_it, tenure, least)
    }

    fn fastest(&self, on_it: Range<usize>, tenure: Tenure, least: Option<Tier>) -> Vec<usize> {
        let seconds = |index: &usize| {
            let rates = self.rates(*index).as_ref().ok()?;
            Some(seconds_per_token(rates, self.scenario.deployments[*index].model))
        };
        keep_best(self.able(on_it, tenure, least), seconds, none_higher)
    }

    /// Those that meet what their machine and model must, and have rates.
    fn able(&self, on_it: Range<usize>, tenure: Tenure, least: Option<Tier>) -> Vec<usize> {
        let scenario = self.scenario;
        let context = scenario.context_tokens();
        let mut judged = None;
        let able = on_it.filter(|index| {
            let deployment = &scenario.deployments[*index];
            let Deployment { hardware, model, .. } = deployment;
            let meets = match judged {
                Some((known, meets)) if std::ptr::eq(known, *model) => meets,
                _ => judge::machines(scenario, hardware, model, tenure, least).is_empty(),
            };
            judged = Some((*model, meets));
            meets && fits(deployment, context * model.tokens_factor) && self.rates(*index).is_ok()
        });
        able.collect()
    }

    /// The fleets of a group of machines that was left out of a search, as a search would have found
    /// them.
    pub fn fleets(&self, unrated: &Unrated) -> Vec<Fleet<'c>> {
        let Unrated { on_it, tenure, share, least } = unrated.clone();
        let able = match fastest_is_cheapest(self.scenario, tenure) {
            true => self.fastest(on_it, tenure, least),
            false => self.able(on_it, tenure, least),
        };
        let fleet = |index: usize| {
            let deployment = self.scenario.deployments[index].clone();
            let rates = *self.rates(index).as_ref().ok()?;
            Some(Fleet::new(deployment, tenure, rates, share, self.scenario))
        };
        able.into_iter().filter_map(fleet).collect()
    }
}

/// Whether the fastest machines of a tenure are the cheapest. Not where waits depend on the number
/// of streams, nor where a fleet that follows the load pays for every start.
fn fastest_is_cheapest(scenario: &Scenario<'_>, tenure: Tenure) -> bool {
    let starts = tenure == Tenure::Rented && scenario.assumptions.rent_mode != RentMode::Always;
    scenario.requirements.max_wait().is_none() && !starts
}
