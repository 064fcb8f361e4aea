//! Which machines are bought when.

use super::fleet::{Fleet, Tenure};
use crate::calc::demand::compound::compounded;
use crate::calc::demand::horizon::{Horizon, Month, Owning};
use crate::scenario::Scenario;

/// Machines that are bought together, and sold together when their life or the horizon ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Purchase {
    /// Months from now.
    pub at: f64,
    /// Machines.
    pub machines: f64,
}

/// What is bought over months, replacements included: what demand needs more on the first day of a
/// month, and what it still needs of machines whose life ends. Machines that are there already come
/// first, and nothing is paid for them.
pub fn purchases(fleet: &Fleet<'_>, scenario: &Scenario<'_>, months: &[Month]) -> Vec<Purchase> {
    let mut found = Vec::new();
    if fleet.tenure == Tenure::Rented {
        return found;
    }
    let (end, life) = (months.len() as f64, fleet.deployment.hardware.life.get());
    let mut there = fleet.owned;
    for month in months {
        let needed = fleet.machines_in(month, scenario);
        if needed <= there {
            continue;
        }
        let (mut at, machines) = (f64::from(month.index), needed - there);
        while at < end {
            found.push(Purchase { at, machines: still_needed(fleet, scenario, at).min(machines) });
            at += life;
        }
        there = needed;
    }
    found.retain(|purchase| purchase.machines > 0.0);
    found
}

/// Machines that demand which shrinks still needs at a time, beyond those that are there already.
fn still_needed(fleet: &Fleet<'_>, scenario: &Scenario<'_>, at: f64) -> f64 {
    let growth = scenario.workload.growth_per_year;
    if growth >= 0.0 || fleet.given().is_some() {
        return f64::INFINITY;
    }
    let demand = compounded(growth, at.floor());
    fleet.needed_at(demand, scenario.assumptions.headroom) + fleet.spare - fleet.owned
}

/// What owning a fleet's machines comes to over a horizon.
pub fn owning(fleet: &Fleet<'_>, scenario: &Scenario<'_>, horizon: &Horizon) -> Owning {
    let (mut sum, life) = (Owning::default(), fleet.deployment.hardware.life);
    if fleet.tenure == Tenure::Rented {
        return sum;
    }
    if horizon.is_level() && fleet.stages.len() <= 1 {
        let machines = (fleet.first_machines(scenario) - fleet.owned).max(0.0);
        sum.add(machines, horizon.to_the_end(0.0, life));
        return sum;
    }
    for purchase in purchases(fleet, scenario, &horizon.months) {
        sum.add(purchase.machines, horizon.one_life(purchase.at, life));
    }
    sum
}
