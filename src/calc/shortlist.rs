//! The deployments that can be the best of their kind: of those on one machine, which all cost the
//! same to have, the ones that no other outpaces.

use std::cell::OnceCell;
use std::ops::Range;

use super::dominance::{Ends, keep_best};
use super::fleet::Tenure;
use super::judge;
use super::search::rates_of;
use super::throughput::Rates;
use super::throughput::layout::fits;
use crate::assumptions::RentMode;
use crate::requirement::Unmet;
use crate::scenario::Scenario;
use crate::throughput::Deployment;
use crate::tier::Tier;

/// The deployments of a scenario, each rated when it is first asked for.
pub struct Rated<'a, 'c> {
    scenario: &'a Scenario<'c>,
    rates: Vec<OnceCell<Result<Rates, Unmet>>>,
}

impl<'a, 'c> Rated<'a, 'c> {
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

    /// The indices of the deployments among which the best of a tenure is, if any of them may be
    /// chosen: they meet what their machine and model must, and on the same machine no other that
    /// does is as fast at everything. All of them, where the fastest may not be the best.
    pub fn shortlist(&self, tenure: Tenure, least: Option<Tier>) -> Vec<usize> {
        if self.scenario.shows_more_than_the_best() || !fastest_is_cheapest(self.scenario, tenure) {
            return (0..self.rates.len()).collect();
        }
        let mut best = Vec::new();
        let mut start = 0;
        let same_machine =
            |a: &Deployment<'_>, b: &Deployment<'_>| std::ptr::eq(a.hardware, b.hardware);
        for on_it in self.scenario.deployments.chunk_by(same_machine) {
            let end = start + on_it.len();
            best.extend(self.fastest(start..end, tenure, least));
            start = end;
        }
        best
    }

    fn fastest(&self, on_it: Range<usize>, tenure: Tenure, least: Option<Tier>) -> Vec<usize> {
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
        keep_best(able.collect(), |index| self.seconds(*index))
    }

    /// Seconds for a prompt token and for an output token of the workload, at every pick.
    fn seconds(&self, index: usize) -> Option<Ends> {
        let rates = self.rates(index).as_ref().ok()?;
        let tokens = self.scenario.deployments[index].model.tokens_factor;
        let mut seconds = [0.0; 10];
        let known = [rates.prefill, rates.decode].map(|rate| [rate.low, rate.typical, rate.high]);
        for (seconds, rate) in seconds.iter_mut().zip(known.as_flattened()) {
            *seconds = tokens / rate.get();
        }
        Some(Ends::exactly(seconds))
    }
}

/// Whether the fastest machines of a tenure are the cheapest. Not where waits depend on the number
/// of streams, nor where a fleet that follows the load pays for every start.
fn fastest_is_cheapest(scenario: &Scenario<'_>, tenure: Tenure) -> bool {
    let starts = tenure == Tenure::Rented && scenario.assumptions.rent_mode != RentMode::Always;
    scenario.requirements.max_wait().is_none() && !starts
}
