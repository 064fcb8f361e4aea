//! Deployments and their rates, each rated when it is first asked for; and of those on one machine,
//! which all cost the same to have, the ones that no other outpaces.

use std::cell::OnceCell;
use std::rc::Rc;

use super::coarse::too_coarse;
use super::eligibility;
use super::rank::outranks;
use crate::calc::capacity::fleet::Tenure;
use crate::calc::throughput::layout::{fits, layout};
use crate::calc::throughput::{Rates, serving};
use crate::range::Range;
use crate::requirement::Unmet;
use crate::scenario::Scenario;
use crate::throughput::Deployment;
use crate::tier::Tier;
use crate::units::TokensPerSecond;

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
    /// By machine; shared with other questions of the same requests.
    rates: Rc<[OnceCell<OnMachine>]>,
}

/// The rates of what runs on one machine.
type OnMachine = Box<[OnceCell<Result<Rates, Unmet>>]>;

impl<'a, 'c> Rated<'a, 'c> {
    /// None of them rated yet.
    pub fn new(scenario: &'a Scenario<'c>) -> Self {
        let machines = 0..scenario.deployments.machines();
        Self { scenario, rates: machines.map(|_| OnceCell::new()).collect() }
    }

    /// Those of another question, with what is rated already where that is the same: for the same
    /// deployments, requests, context and speed.
    pub fn beside<'b>(&self, scenario: &'b Scenario<'c>) -> Rated<'b, 'c> {
        let own = self.scenario;
        let key = |s: &Scenario<'_>| {
            let workload = &s.workload;
            (workload.request, workload.counts_hidden, s.context_tokens(), s.min_speed())
        };
        let is_same = key(own) == key(scenario) && own.deployments.is_same(&scenario.deployments);
        match is_same {
            true => Rated { scenario, rates: Rc::clone(&self.rates) },
            false => Rated::new(scenario),
        }
    }

    /// Whether what one of them has rated the other has, too.
    pub fn shares_with(&self, other: &Rated<'_, '_>) -> bool {
        Rc::ptr_eq(&self.rates, &other.rates)
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

    /// Those on one machine that meet what their machine and model must, and have rates.
    pub fn able(&self, machine: usize, tenure: Tenure, least: Option<Tier>) -> Vec<Slot> {
        let scenario = self.scenario;
        let slowest = scenario.min_speed();
        let mut judged = None;
        let able = self.slots(machine).filter(|slot| {
            let deployment = self.deployment(*slot);
            let Deployment { hardware, model, .. } = deployment;
            let meets = match judged {
                Some((known, meets)) if std::ptr::eq(known, *model) => meets,
                _ => eligibility::machines(scenario, hardware, model, tenure, least).is_empty(),
            };
            judged = Some((*model, meets));
            meets
                && too_coarse(scenario, deployment).is_none()
                && may_reach(deployment, slowest)
                && fits(deployment, scenario.context_of(model))
                && self.rates(*slot).is_ok()
        });
        able.collect()
    }

    /// Of those the ones that no other outpaces in every number, of equals the one that can do more.
    pub fn fastest(&self, machine: usize, tenure: Tenure, least: Option<Tier>) -> Vec<Slot> {
        let mut kept: Vec<Slot> = Vec::new();
        for slot in self.able(machine, tenure, least) {
            if let Some(at) = kept.iter().position(|other| self.is_never_slower(*other, slot)) {
                let [new, old] = [slot, kept[at]].map(|slot| self.deployment(slot).model);
                if outranks(new, old) && self.is_never_slower(slot, kept[at]) {
                    kept[at] = slot;
                }
                continue;
            }
            kept.retain(|other| !self.is_never_slower(slot, *other));
            kept.push(slot);
        }
        kept
    }

    /// Whether one deployment needs no more seconds for a token of the workload than another, be it
    /// of a prompt or of output, at the ends of the intervals, too.
    fn is_never_slower(&self, one: Slot, other: Slot) -> bool {
        let (Ok(a), Ok(b)) = (self.rates(one), self.rates(other)) else { return false };
        let models = [one, other].map(|slot| self.deployment(slot).model);
        let never = |a: Range<TokensPerSecond>, b: Range<TokensPerSecond>, tokens: [f64; 2]| {
            let pairs = [(a.low, b.low), (a.typical, b.typical), (a.high, b.high)];
            pairs.iter().all(|(a, b)| tokens[0] / a.get() <= tokens[1] / b.get())
        };
        let read = models.map(|model| model.tokens_factor);
        let workload = &self.scenario.workload;
        let made =
            models.map(|model| model.tokens_factor * workload.output_times(model.output_factor));
        never(a.prefill, b.prefill, read) && never(a.decode, b.decode, made)
    }
}

/// Whether one stream may be so fast: what is modelled reads the active weights for each token.
fn may_reach(deployment: &Deployment<'_>, speed: TokensPerSecond) -> bool {
    let read = deployment.model.active_weights(deployment.weights);
    deployment.measured.is_some()
        || !deployment.features.0.is_empty()
        || deployment.hardware.bandwidth.get() >= read.get() * speed.get()
}

/// The rates of a deployment at the workload's request, if the context asked for fits at all.
fn rates_of(scenario: &Scenario<'_>, deployment: &Deployment<'_>) -> Result<Rates, Unmet> {
    // Serving asks for the memory of the request itself.
    let (model, request) = (deployment.model, scenario.request_of(deployment.model));
    let context = scenario.context_of(model);
    if context > request.context_tokens() * model.tokens_factor {
        layout(deployment, context)?;
    }
    serving(deployment, request, scenario.min_speed())
}
