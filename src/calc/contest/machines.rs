//! The machines that can win, rated when they are first asked for.

use std::cell::OnceCell;

use crate::calc::bound::Bounds;
use crate::calc::dominance;
use crate::calc::fleet::{Fleet, Tenure};
use crate::calc::shortlist::{Rated, Unrated};
use crate::hardware::Hardware;
use crate::scenario::Scenario;

/// Fleets of one machine.
#[derive(Clone, Debug)]
pub struct Machines<'c> {
    /// What each of the machines is.
    hardware: &'c Hardware,
    /// How they come to be there.
    pub tenure: Tenure,
    /// How many there are, when that is given.
    given: Option<f64>,
    /// What they cost at least under the assumptions of the question.
    pub idle: f64,
    fleets: OnceCell<Vec<Fleet<'c>>>,
    unrated: Option<Unrated>,
}

impl<'c> Machines<'c> {
    /// Those with this fleet.
    pub fn of(fleet: Fleet<'c>, bounds: &Bounds<'_, 'c>) -> Self {
        let (hardware, tenure, given) = (fleet.deployment.hardware, fleet.tenure, fleet.machines);
        let idle = bounds.idle(&fleet);
        let fleets = OnceCell::from(vec![fleet]);
        Self { hardware, tenure, given, idle, fleets, unrated: None }
    }

    /// Those that a search has left out.
    pub fn unrated(unrated: &Unrated, rated: &Rated<'_, 'c>, bounds: &Bounds<'_, 'c>) -> Self {
        let scenario = rated.scenario();
        let hardware = scenario.deployments.hardware(unrated.machine);
        let (tenure, given) = (unrated.tenure, scenario.machines.map(f64::from));
        let idle = bounds.idle_machines(hardware, tenure, given);
        let unrated = Some(*unrated);
        Self { hardware, tenure, given, idle, fleets: OnceCell::new(), unrated }
    }

    /// What they cost at least in another scenario.
    pub fn idle_in(&self, bounds: &Bounds<'_, 'c>) -> f64 {
        bounds.idle_machines(self.hardware, self.tenure, self.given)
    }

    /// Whether a search has left them out.
    pub const fn is_unrated(&self) -> bool {
        self.unrated.is_some()
    }

    /// The fleets that no other undercuts in every number, for a scenario with the shape of request
    /// that they are rated for.
    pub fn fleets(&self, rated: &Rated<'_, 'c>, scenario: &Scenario<'c>) -> &[Fleet<'c>] {
        self.fleets.get_or_init(|| {
            let found = self.unrated.as_ref().map_or_else(Vec::new, |these| rated.fleets(these));
            best_of(scenario, found.iter().collect())
        })
    }
}

/// The fleets that can win, sized for a scenario.
pub fn best_of<'c>(scenario: &Scenario<'c>, fleets: Vec<&Fleet<'c>>) -> Vec<Fleet<'c>> {
    let best = dominance::fleets(scenario, fleets).into_iter();
    best.map(|fleet| fleet.resized(scenario, fleet.share)).collect()
}
