//! Fleets as large as capacity and waits ask for, and what stands in the way of that.

use crate::calc::capacity::fleet::{Fleet, Tenure};
use crate::calc::capacity::waiting;
use crate::calc::demand::horizon::last_demand;
use crate::requirement::Unmet;
use crate::scenario::Scenario;

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
    unmet.iter().all(|unmet| unmet.requirement == "capacity")
}

/// A fleet of a given size must serve the busiest hour, now and when demand has grown; machines that
/// are there already must be enough where no more can be bought, and nobody buys more than are sold.
fn capacity_unmet(scenario: &Scenario<'_>, fleet: &Fleet<'_>) -> Option<Unmet> {
    let given = fleet.given().or(fleet.most(scenario))?;
    let headroom = scenario.assumptions.headroom;
    let months = scenario.assumptions.horizon_months;
    let then = fleet.needed_at(last_demand(scenario), headroom);
    let now = fleet.needed_at(1.0, headroom);
    let when = if now > given { String::new() } else { format!(" of month {months}") };
    let needed = if now > given { now } else { then };
    let said = match (fleet.given(), fleet.tenure) {
        (Some(_), _) => "given",
        (None, Tenure::Owned) => "there, and more cannot be bought",
        (None, _) => "are as many as can be bought together",
    };
    (needed > given).then(|| {
        let why = format!("needs {needed} machines in the busiest hour{when}, {given} {said}");
        Unmet::new("capacity", why)
    })
}
