//! Machine-hours that are held when a rented fleet follows the load.

use super::fleet::Tenure;
use crate::assumptions::RentMode;
use crate::load::Load;
use crate::scenario::Scenario;

/// Whether the machines of a tenure are held only while they are needed.
pub fn follows_load(scenario: &Scenario<'_>, tenure: Tenure) -> bool {
    tenure == Tenure::Rented && scenario.assumptions.rent_mode != RentMode::Always
}

/// Machines held, as a mean over the hours of a week, of `most` machines with this mean offered
/// load; all of them when they do not follow it.
pub fn held(scenario: &Scenario<'_>, tenure: Tenure, offered: f64, most: f64) -> f64 {
    match scenario.assumptions.rent_mode {
        RentMode::Autoscale { min_machines, start_hours } if tenure == Tenure::Rented => {
            let (load, headroom) = (&scenario.workload.load, scenario.assumptions.headroom);
            let least = min_machines.min(most);
            following(load, offered, headroom, (least, most), start_hours)
        }
        _ => most,
    }
}

/// Mean number of machines paid for by a fleet that follows the load.
///
/// Hour `h` holds `ceil(planned[h] x offered / headroom)` of them, at least and at most so many; each
/// machine that is added is also paid for during its start, before it serves.
///
/// ```
/// use breakeven::{calc::capacity::autoscale::following, load::Load};
/// let mut hours = [0.0; 24];
/// hours[0] = 1.0; // all demand in one hour: 24 x the mean
/// let load = Load::new("midnight".into(), &hours, 1.0).unwrap();
/// // 48 machines for one hour of 24, each paid half an hour before.
/// assert_eq!(following(&load, 1.0, 0.5, (0.0, 48.0), 0.5), 3.0);
/// assert_eq!(following(&load, 1.0, 0.5, (0.0, 48.0), 0.0), 2.0);
/// assert_eq!(following(&load, 1.0, 0.5, (48.0, 48.0), 0.5), 48.0);
/// // Three machines and a rounding error are three.
/// assert_eq!(following(&Load::flat(), 3.0 + 4.0 * f64::EPSILON, 1.0, (0.0, 48.0), 0.5), 3.0);
/// ```
pub fn following(
    load: &Load,
    offered: f64,
    headroom: f64,
    (min, most): (f64, f64),
    start_hours: f64,
) -> f64 {
    let mean = offered / headroom;
    let held = |planned: f64| (planned * mean * (1.0 - 1e-12)).ceil().clamp(min, most);
    let (busiest, quietest) = (held(load.planned(headroom)), held(load.planned_least(headroom)));
    if busiest == quietest {
        return busiest;
    }
    // The hour before the first is the last: before Monday 00:00 comes Sunday.
    let mut before = load.planned_hours(headroom).last().map_or(busiest, held);
    let (mut serving, mut added) = (0.0, 0.0);
    for planned in load.planned_hours(headroom) {
        let now = held(planned);
        serving += now;
        added += (now - before).max(0.0);
        before = now;
    }
    (serving + added * start_hours) / load.as_asked().count()
}
