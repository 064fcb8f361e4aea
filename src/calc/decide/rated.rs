//! Deployments and their rates, each rated when it is first asked for; and of those on one machine,
//! which all cost the same to have, the ones that no other outpaces.

use std::cell::OnceCell;
use std::rc::Rc;

use super::coarse::too_coarse;
use super::eligibility;
use super::rank::outranks;
use crate::calc::capacity::activities::Activities;
use crate::calc::capacity::activity::{Activity, ByLoad};
use crate::calc::capacity::decode_curve::Steps;
use crate::calc::capacity::fleet::Tenure;
use crate::calc::capacity::queue::{KNOTS, knot};
use crate::calc::price::wall_power::one_stream;
use crate::calc::throughput::layout::{fits, layout};
use crate::calc::throughput::{Rates, serving};
use crate::range::Pick;
use crate::scenario::Scenario;
use crate::throughput::Deployment;
use crate::tier::Tier;
use crate::units::TokensPerSecond;
use crate::unmet::Unmet;

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

/// What is known of what runs on one machine.
type OnMachine = Box<[Deployed]>;

/// What is known of a deployment.
#[derive(Debug, Default)]
struct Deployed {
    rates: OnceCell<Result<Rates, Unmet>>,
    steps: OnceCell<Option<Rc<Steps>>>,
    activities: OnceCell<Rc<Activities>>,
}

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
        let rate = || rates_of(self.scenario, self.deployment(slot));
        self.deployed(slot).rates.get_or_init(rate)
    }

    fn deployed(&self, slot: Slot) -> &Deployed {
        let on_it = || self.slots(slot.machine).map(|_| Deployed::default()).collect();
        &self.rates[slot.machine].get_or_init(on_it)[slot.index]
    }

    /// The rates of the deployment at a slot, and what a machine does at them; `None` when it has none. A
    /// landlord pays for whatever rented machines do.
    pub fn rated(&self, slot: Slot, tenure: Tenure) -> Option<(Rates, Rc<Activities>)> {
        let rates = *self.rates(slot).as_ref().ok()?;
        let powered = || {
            let one_stream = one_stream(self.deployment(slot).hardware, &self.scenario.assumptions);
            let of = |steps| Activities::new(steps, one_stream);
            Rc::new(self.steps(slot, &rates).map_or_else(Activities::proportional, of))
        };
        let activities = match tenure {
            // Where nobody says how long requests may wait, nothing asks what they take.
            Tenure::Rented if self.scenario.requirements.max_wait().is_none() => Rc::default(),
            Tenure::Rented => {
                let activities = Activities::always(Activity::proportional());
                Rc::new(activities.taking(self.steps(slot, &rates)))
            }
            Tenure::Bought | Tenure::Owned => {
                Rc::clone(self.deployed(slot).activities.get_or_init(powered))
            }
        };
        Some((rates, activities))
    }

    /// What requests take. Of a rate that is known for one number of streams alone nothing is known of
    /// fewer.
    fn steps(&self, slot: Slot, rates: &Rates) -> Option<Rc<Steps>> {
        let deployment = self.deployment(slot);
        let request = self.scenario.request_of(deployment.model);
        let find = || Steps::of(deployment, request, rates).ok().map(Rc::new);
        self.deployed(slot).steps.get_or_init(find).clone()
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
        let is_never_dearer = |one, other| self.is_never_dearer(one, other, tenure);
        for slot in self.able(machine, tenure, least) {
            if let Some(at) = kept.iter().position(|other| is_never_dearer(*other, slot)) {
                let [new, old] = [slot, kept[at]].map(|slot| self.deployment(slot).model);
                if outranks(new, old) && is_never_dearer(slot, kept[at]) {
                    kept[at] = slot;
                }
                continue;
            }
            kept.retain(|other| !is_never_dearer(slot, *other));
            kept.push(slot);
        }
        kept
    }

    /// Whether one deployment needs no more seconds for a token of the workload than another, be it
    /// of a prompt or of output, at the ends of the intervals, too; and no more power for the same work. Power
    /// is compared at the workload's share of fresh input (a test asks other shares of the same list).
    fn is_never_dearer(&self, one: Slot, other: Slot, tenure: Tenure) -> bool {
        let (Ok(a), Ok(b)) = (self.rates(one), self.rates(other)) else { return false };
        // Seconds for what is processed of the prompt of a request, and for its output.
        let fresh = self.scenario.workload.fresh_share();
        let seconds = |slot: Slot, rates: &Rates, end: Pick| {
            let model = self.deployment(slot).model;
            let request = self.scenario.request_of(model).times(model.tokens_factor);
            let read = request.prompt_tokens * fresh / rates.prefill.at(end).get();
            (read, request.output_tokens / rates.decode.at(end).get())
        };
        let ends = [Pick::Low, Pick::Typical, Pick::High];
        let both = ends.map(|end| (seconds(one, a, end), seconds(other, b, end)));
        let never_slower = both.iter().all(|(a, b)| a.0 <= b.0 && a.1 <= b.1);
        let part = both.map(|((read, made), slow)| (read + made) / (slow.0 + slow.1));
        let most = part.into_iter().fold(0.0, f64::max);
        never_slower && (tenure == Tenure::Rented || self.never_draws_more([one, other], most))
    }

    /// Whether one machine is never on for longer, nor draws more, than another at any load, of which it has
    /// at most the part `most`.
    fn never_draws_more(&self, slots: [Slot; 2], most: f64) -> bool {
        let fresh = self.scenario.workload.fresh_share();
        let [one, other] = slots.map(|slot| {
            let known = self.rated(slot, Tenure::Bought);
            known.map_or_else(Activity::proportional, |(_, activities)| activities.at(fresh))
        });
        let never = |a: &ByLoad, b: &ByLoad| {
            (0..KNOTS).map(knot).all(|load| a.at(load * most) <= b.at(load) * (1.0 + 1e-12))
        };
        never(&one.busy, &other.busy) && never(&one.power, &other.power)
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
