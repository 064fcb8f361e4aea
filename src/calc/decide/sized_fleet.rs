//! Fleets as large as capacity and waits ask for, and what stands in the way of that.

use crate::calc::capacity::fleet::{Fleet, Tenure};
use crate::calc::capacity::waiting;
use crate::calc::demand::horizon::last_demand;
use crate::criterion::Criterion;
use crate::scenario::Scenario;
use crate::unmet::{Bound, Unmet};

/// A fleet with as many machines as waiting and capacity ask for, and what stays unmet.
pub fn sized<'c>(scenario: &Scenario<'_>, mut fleet: Fleet<'c>) -> (Fleet<'c>, Vec<Unmet>) {
    let mut unmet = Vec::new();
    match waiting::spare(&fleet, scenario) {
        Ok(more) => fleet.spare += more,
        Err(reason) => unmet.push(reason),
    }
    unmet.extend(capacity_unmet(scenario, &fleet));
    (fleet, unmet)
}

/// Whether nothing but the number of machines given stands in the way.
pub fn only_capacity(unmet: &[Unmet]) -> bool {
    unmet.iter().all(|unmet| unmet.criterion() == Criterion::Capacity)
}

/// A fleet of a given size must serve the busiest hour, now and when demand has grown; machines that
/// are there already must be enough where no more can be bought, and nobody buys more than are sold.
fn capacity_unmet(scenario: &Scenario<'_>, fleet: &Fleet<'_>) -> Option<Unmet> {
    let given = fleet.given().or(fleet.most(scenario))?;
    let headroom = scenario.assumptions.headroom;
    let months = scenario.assumptions.horizon_months;
    let then = fleet.needed_at(last_demand(scenario), headroom);
    let now = fleet.needed_at(1.0, headroom);
    let month = (now <= given).then_some(months);
    let needed = if now > given { now } else { then };
    let bound = match (fleet.given(), fleet.tenure) {
        (Some(_), _) => Bound::Given,
        (None, Tenure::Owned) => Bound::Owned,
        (None, _) => Bound::Together,
    };
    (needed > given).then_some(Unmet::Capacity { needed, given, bound, month })
}
