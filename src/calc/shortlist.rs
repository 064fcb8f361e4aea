//! The deployments that can be the best of their kind: of those on one machine, which all cost the
//! same to have, the ones that no other outpaces.

use std::cell::OnceCell;

use super::dominance::{keep_best, none_higher, seconds_per_token};
use super::fleet::{Fleet, Tenure};
use super::judge;
use super::throughput::layout::{fits, layout};
use super::throughput::{Rates, serving};
use crate::assumptions::RentMode;
use crate::requirement::Unmet;
use crate::scenario::Scenario;
use crate::throughput::Deployment;
use crate::tier::Tier;
use crate::units::TokensPerSecond;

/// The deployments on one machine, none of them rated: what the machine costs for being there is more
/// than what is the best of its kind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unrated {
    /// Which machine.
    pub machine: usize,
    /// How the machines would come to be there.
    pub tenure: Tenure,
    /// The share of the workload that they would serve.
    pub share: f64,
    /// The lowest tier that may.
    pub least: Option<Tier>,
}

/// Where a deployment stands among those of a scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot {
    /// Which machine.
    pub machine: usize,
    /// Which of the deployments on it.
    pub index: usize,
}

/// The deployments of a scenario, each rated when it is first asked for.
#[derive(Debug)]
pub struct Rated<'a, 'c> {
    scenario: &'a Scenario<'c>,
    /// By machine.
    rates: Vec<OnceCell<OnMachine>>,
}

/// The rates of what runs on one machine.
type OnMachine = Box<[OnceCell<Result<Rates, Unmet>>]>;

impl<'a, 'c> Rated<'a, 'c> {
    /// What they are for.
    pub const fn scenario(&self) -> &'a Scenario<'c> {
        self.scenario
    }

    /// None of them rated yet.
    pub fn new(scenario: &'a Scenario<'c>) -> Self {
        Self { scenario, rates: vec![OnceCell::new(); scenario.deployments.machines()] }
    }

    /// The deployment at a slot.
    pub fn deployment(&self, slot: Slot) -> &'a Deployment<'c> {
        &self.scenario.deployments.on(slot.machine)[slot.index]
    }

    /// The rates of the deployment at a slot.
    ///
    /// # Errors
    /// The requirement that stands in the way.
    pub fn rates(&self, slot: Slot) -> &Result<Rates, Unmet> {
        let on_it = || self.slots(slot.machine).map(|_| OnceCell::new()).collect();
        let rate = || rates_of(self.scenario, self.deployment(slot));
        self.rates[slot.machine].get_or_init(on_it)[slot.index].get_or_init(rate)
    }

    /// The slots on a machine.
    pub fn slots(&self, machine: usize) -> impl Iterator<Item = Slot> + use<> {
        let all = 0..self.scenario.deployments.on(machine).len();
        all.map(move |index| Slot { machine, index })
    }

    /// Of the deployments on one machine those among which the best of a tenure is, if any of them
    /// may be chosen: they meet what their machine and model must, and no other that does is as fast
    /// at everything. All of them, where the fastest may not be the best.
    pub fn shortlist(&self, machine: usize, tenure: Tenure, least: Option<Tier>) -> Vec<Slot> {
        if self.scenario.shows_more_than_the_best() || !fastest_is_cheapest(self.scenario, tenure) {
            return self.slots(machine).collect();
        }
        self.fastest(machine, tenure, least)
    }

    fn fastest(&self, machine: usize, tenure: Tenure, least: Option<Tier>) -> Vec<Slot> {
        let seconds = |slot: &Slot| {
            let rates = self.rates(*slot).as_ref().ok()?;
            Some(seconds_per_token(rates, self.deployment(*slot).model))
        };
        keep_best(self.able(machine, tenure, least), seconds, none_higher)
    }

    /// Those that meet what their machine and model must, and have rates.
    fn able(&self, machine: usize, tenure: Tenure, least: Option<Tier>) -> Vec<Slot> {
        let scenario = self.scenario;
        let (context, slowest) = (scenario.context_tokens(), scenario.min_speed());
        let mut judged = None;
        let able = self.slots(machine).filter(|slot| {
            let deployment = self.deployment(*slot);
            let Deployment { hardware, model, .. } = deployment;
            let meets = match judged {
                Some((known, meets)) if std::ptr::eq(known, *model) => meets,
                _ => judge::machines(scenario, hardware, model, tenure, least).is_empty(),
            };
            judged = Some((*model, meets));
            meets
                && may_reach(deployment, slowest)
                && fits(deployment, context * model.tokens_factor)
                && self.rates(*slot).is_ok()
        });
        able.collect()
    }

    /// The fleets of a group of machines that was left out of a search, as a search would have found
    /// them.
    pub fn fleets(&self, unrated: &Unrated) -> Vec<Fleet<'c>> {
        let Unrated { machine, tenure, share, least } = *unrated;
        let able = match fastest_is_cheapest(self.scenario, tenure) {
            true => self.fastest(machine, tenure, least),
            false => self.able(machine, tenure, least),
        };
        let fleet = |slot: Slot| {
            let rates = *self.rates(slot).as_ref().ok()?;
            Some(Fleet::new(self.deployment(slot).clone(), tenure, rates, share, self.scenario))
        };
        able.into_iter().filter_map(fleet).collect()
    }
}

/// Whether one stream may be so fast: what is modelled reads the active weights for each token.
fn may_reach(deployment: &Deployment<'_>, speed: TokensPerSecond) -> bool {
    let read = deployment.model.active_weights(deployment.weights);
    deployment.measured.is_some() || deployment.hardware.bandwidth.get() >= read.get() * speed.get()
}

/// Whether the fastest machines of a tenure are the cheapest. Not where waits depend on the number
/// of streams, nor where a fleet that follows the load pays for every start.
fn fastest_is_cheapest(scenario: &Scenario<'_>, tenure: Tenure) -> bool {
    let starts = tenure == Tenure::Rented && scenario.assumptions.rent_mode != RentMode::Always;
    scenario.requirements.max_wait().is_none() && !starts
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
