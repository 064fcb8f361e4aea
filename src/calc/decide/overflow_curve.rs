//! What a mix costs with every number of machines, for those who want to see it.

use super::compiled::Compiled;
use crate::calc::option::quantities::excess;
use crate::calc::option::serving::ServingOption;
use crate::units::Usd;

/// A point of the overflow curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OverflowPoint {
    /// Machines.
    pub machines: f64,
    /// Total over the horizon.
    pub total: Usd,
    /// Share of the first month's tokens of the base that exceeds the machines.
    pub exceeding: f64,
}

/// The most points that a curve shows.
const CURVE: usize = 33;

/// Cost and overflow from no machine to the full fleet, at most [`CURVE`] of them, evenly spaced,
/// always with the chosen one.
pub fn overflow_curve(
    compiled: &Compiled<'_, '_>,
    option: &ServingOption<'_>,
) -> Vec<OverflowPoint> {
    let (Some(chosen), Some(api)) = (option.machines(), option.overflow) else {
        return Vec::new();
    };
    let headroom = compiled.scenario.assumptions.headroom;
    let full = chosen.needed_at(compiled.horizon.last().start_demand.max(1.0), headroom);
    let step = (full / (CURVE - 2) as f64).ceil().max(1.0);
    let mut sizes: Vec<f64> = Vec::new();
    let mut size = 0.0;
    while size < full {
        sizes.push(size);
        size += step;
    }
    sizes.extend([full, chosen.given().unwrap_or(full)]);
    sizes.sort_by(f64::total_cmp);
    sizes.dedup();
    let point = |machines: f64| {
        let without = ServingOption { hard: option.hard, ..ServingOption::api(api) };
        let with = ServingOption {
            hard: option.hard,
            ..ServingOption::overflowing(chosen, machines, api)
        };
        let exceeding = match with.machines() {
            Some(fleet) if machines > 0.0 => {
                excess(fleet, compiled.scenario, 1.0, machines).total()
            }
            _ => 1.0,
        };
        let total = compiled.total(if machines == 0.0 { &without } else { &with });
        OverflowPoint { machines, total, exceeding }
    };
    sizes.into_iter().map(point).collect()
}
