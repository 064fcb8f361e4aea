//! The fleet of the only deployment of a question.

// A test that cannot go on has failed.
#![allow(clippy::unwrap_used)]

use breakeven::calc::capacity::fleet::{Fleet, Tenure};
use breakeven::calc::decide::rated::Rated;
use breakeven::scenario::Scenario;

/// The fleet of the first deployment of a question, for a share of its workload.
pub fn first_fleet<'c>(scenario: &Scenario<'c>, tenure: Tenure, share: f64) -> Fleet<'c> {
    let rated = Rated::new(scenario);
    let slot = rated.slots(0).next().unwrap();
    let known = rated.rated(slot, tenure).unwrap();
    Fleet::new(rated.deployment(slot).clone(), tenure, known, share, scenario)
}
