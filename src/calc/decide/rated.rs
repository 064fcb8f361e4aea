//! Deployments and their rates, each rated when it is first asked for.

use std::cell::OnceCell;
use std::rc::Rc;

use super::coarse::too_coarse;
use super::eligibility;
use crate::calc::capacity::activities::Activities;
use crate::calc::capacity::activity::Activity;
use crate::calc::capacity::decode_curve::Steps;
use crate::calc::capacity::fleet::Tenure;
use crate::calc::price::wall_power::power_parts;
use crate::calc::throughput::layout::{fits, layout};
use crate::calc::throughput::{Rates, Room, serving_sessions};
use crate::deployments::Deployments;
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
    /// The question.
    pub scenario: &'a Scenario<'c>,
    deployments: &'a Deployments<'c>,
    /// By machine; shared with other questions of the same requests.
    rates: Rc<[OnceCell<OnMachine>]>,
    /// Of a machine that draws no more for a request than at full concurrency.
    drawing_least: Rc<Activities>,
}

/// What is known of what runs on one machine.
type OnMachine = Box<[Deployed]>;

/// What is known of a deployment, by what its memory is for.
type Deployed = [Planned; Room::COUNT];

/// What is known of a deployment that has so many requests in progress.
#[derive(Debug, Default)]
struct Planned {
    rates: OnceCell<Result<Rates, Unmet>>,
    steps: OnceCell<Option<Rc<Steps>>>,
    activities: OnceCell<Rc<Activities>>,
}

impl<'a, 'c> Rated<'a, 'c> {
    /// None of them rated yet.
    pub fn new(scenario: &'a Scenario<'c>) -> Self {
        let deployments = &scenario.deployments;
        Self { scenario, deployments, rates: unrated(deployments), drawing_least: Rc::default() }
    }

    /// Those of another question, with what is rated already where that is the same: for the same
    /// deployments, requests, context and speed.
    pub fn beside<'b>(&self, scenario: &'b Scenario<'c>) -> Rated<'b, 'c> {
        let own = self.scenario;
        let key = |s: &Scenario<'_>| {
            let workload = &s.workload;
            let asked = (workload.request, workload.counts_hidden, workload.idle_sessions);
            (asked, s.context_tokens(), s.min_speed())
        };
        let is_same = key(own) == key(scenario) && own.deployments.is_same(&scenario.deployments);
        self.sharing(is_same, scenario, &scenario.deployments)
    }

    /// Those of the same deployments where inputs are turned: requests of another shape are rated anew.
    pub fn turned<'b>(&'b self, scenario: &'b Scenario<'c>) -> Rated<'b, 'c> {
        let is_same = scenario.workload.request == self.scenario.workload.request;
        self.sharing(is_same, scenario, self.deployments)
    }

    /// Those of another question, with what is rated already if that is the same.
    fn sharing<'b>(
        &self,
        is_same: bool,
        scenario: &'b Scenario<'c>,
        deployments: &'b Deployments<'c>,
    ) -> Rated<'b, 'c> {
        let rates = if is_same { Rc::clone(&self.rates) } else { unrated(deployments) };
        Rated { scenario, deployments, rates, drawing_least: self.drawing_least() }
    }

    /// Whether requests are alike in another question, and as much of them is cached.
    pub fn are_of(&self, other: &Scenario<'_>) -> bool {
        let [own, other] = [&self.scenario.workload, &other.workload];
        let nothing = own.cached.get() == 0.0 && other.cached.get() == 0.0;
        own.request == other.request
            && (nothing || own.processed_share(1.0) == other.processed_share(1.0))
    }

    /// Whether what one of them has rated the other has, too.
    pub fn shares_with(&self, other: &Rated<'_, '_>) -> bool {
        Rc::ptr_eq(&self.rates, &other.rates)
    }

    /// The deployment at a slot.
    pub fn deployment(&self, slot: Slot) -> &'a Deployment<'c> {
        &self.deployments.on(slot.machine)[slot.index]
    }

    /// The rates of the deployment at a slot.
    ///
    /// # Errors
    /// The requirement that stands in the way.
    pub fn rates(&self, slot: Slot) -> &Result<Rates, Unmet> {
        self.planned(slot).1
    }

    /// With as many requests in progress as fit, or with fewer where it saves more to find what is cached
    /// than that costs.
    fn planned(&self, slot: Slot) -> (&Planned, &Result<Rates, Unmet>) {
        let rated = |room| self.with_room(slot, room);
        let mut best = rated(Room::Requests);
        let Ok(most) = best.1 else { return best };
        if self.scenario.workload.cached.get() == 0.0 || most.cache_hits == 1.0 {
            return best;
        }
        let seconds = |rates: &Rates| self.busy_seconds(slot, rates, Pick::Typical);
        let mut least = seconds(most);
        for other in Room::SESSIONS.map(rated) {
            let found = other.1.as_ref().map_or(f64::INFINITY, seconds);
            if found < least {
                (best, least) = (other, found);
            }
        }
        best
    }

    /// The same with its memory for this.
    fn with_room(&self, slot: Slot, room: Room) -> (&Planned, &Result<Rates, Unmet>) {
        let planned = &self.deployed(slot)[room as usize];
        let rate = || rates_of(self.scenario, self.deployment(slot), room);
        (planned, planned.rates.get_or_init(rate))
    }

    /// Its rates, and where they leave no room for the prompts of all sessions those that do; fewer where it
    /// has none.
    pub fn rates_by_room(&self, slot: Slot) -> Vec<&Rates> {
        let rates = |room| self.with_room(slot, room).1.as_ref().ok();
        let most = rates(Room::Requests);
        let leaves_none = |most: &&Rates| most.cache_hits < 1.0;
        let fewer = most.filter(leaves_none).map_or([None; 2], |_| Room::SESSIONS.map(rates));
        most.into_iter().chain(fewer.into_iter().flatten()).collect()
    }

    /// Seconds for the prompt of a request where all of it is processed, and for its output.
    pub fn seconds(&self, slot: Slot, rates: &Rates, end: Pick) -> (f64, f64) {
        let model = self.deployment(slot).model;
        let request = self.scenario.request_of(model).times(model.tokens_factor);
        request.seconds(rates.both(end))
    }

    /// Seconds for what is processed of a request, and for its output.
    pub fn busy_seconds(&self, slot: Slot, rates: &Rates, end: Pick) -> f64 {
        let (read, made) = self.seconds(slot, rates, end);
        read * self.processed(rates) + made
    }

    /// Share of the input that is processed.
    pub fn processed(&self, rates: &Rates) -> f64 {
        self.scenario.workload.processed_share(rates.cache_hits)
    }

    /// What machines do that draw no more for a request than at full concurrency: what they cost at least.
    pub fn drawing_least(&self) -> Rc<Activities> {
        Rc::clone(&self.drawing_least)
    }

    fn deployed(&self, slot: Slot) -> &Deployed {
        let on_it = || self.slots(slot.machine).map(|_| Default::default()).collect();
        &self.rates[slot.machine].get_or_init(on_it)[slot.index]
    }

    /// The rates of the deployment at a slot, and what a machine does at them; `None` when it has none. A
    /// landlord pays for whatever rented machines do.
    pub fn rated(&self, slot: Slot, tenure: Tenure) -> Option<(Rates, Rc<Activities>)> {
        let (planned, rates) = self.planned(slot);
        let rates = *rates.as_ref().ok()?;
        let steps = || self.steps(slot, planned, &rates);
        // Where nothing is cached there is nothing to find; what is believed to be is found.
        let cache_hits = match self.scenario.workload.cached.get() {
            0.0 => 1.0,
            _ => rates.cache_hits,
        };
        let powered = || {
            let parts = power_parts(self.deployment(slot).hardware, &self.scenario.assumptions);
            let of = |steps| Activities::new(steps, parts);
            Rc::new(steps().map_or_else(Activities::proportional, of))
        };
        let activities = match tenure {
            // Where nobody says how long requests may wait, nothing asks what they take.
            Tenure::Rented if self.scenario.requirements.max_wait().is_none() => {
                self.drawing_least()
            }
            Tenure::Rented => {
                let activities = Activities::always(Activity::proportional());
                Rc::new(activities.taking(steps()))
            }
            Tenure::Bought | Tenure::Owned => Rc::clone(planned.activities.get_or_init(powered)),
        };
        Some((Rates { cache_hits, ..rates }, activities))
    }

    /// What requests take. Of a rate that is known for one number of streams alone nothing is known of
    /// fewer.
    fn steps(&self, slot: Slot, planned: &Planned, rates: &Rates) -> Option<Rc<Steps>> {
        let deployment = self.deployment(slot);
        let request = self.scenario.request_of(deployment.model);
        let find = || Steps::of(deployment, request, rates).ok().map(Rc::new);
        planned.steps.get_or_init(find).clone()
    }

    /// The slots on a machine.
    pub fn slots(&self, machine: usize) -> impl Iterator<Item = Slot> + use<> {
        let all = 0..self.deployments.on(machine).len();
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
}

/// As many machines of which nothing is rated.
fn unrated(deployments: &Deployments<'_>) -> Rc<[OnceCell<OnMachine>]> {
    (0..deployments.machines()).map(|_| OnceCell::new()).collect()
}

/// Whether one stream may be so fast: what is modelled reads the active weights for each token.
fn may_reach(deployment: &Deployment<'_>, speed: TokensPerSecond) -> bool {
    let read = deployment.model.active_weights(deployment.weights);
    deployment.measured.is_some()
        || !deployment.features.0.is_empty()
        || deployment.hardware.bandwidth.get() >= read.get() * speed.get()
}

/// The rates of a deployment at the workload's request, if the context asked for fits at all.
fn rates_of(
    scenario: &Scenario<'_>,
    deployment: &Deployment<'_>,
    room: Room,
) -> Result<Rates, Unmet> {
    // Serving asks for the memory of the request itself.
    let (model, request) = (deployment.model, scenario.request_of(deployment.model));
    let context = scenario.context_of(model);
    if context > request.context_tokens() * model.tokens_factor {
        layout(deployment, context)?;
    }
    let idle_sessions = scenario.workload.idle_sessions;
    serving_sessions(deployment, request, scenario.min_speed(), idle_sessions, room)
}
