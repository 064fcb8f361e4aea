//! Rent: which price is paid, and for how many machine-hours.

use super::demand::When;
use super::fleet::{Fleet, Tenure};
use crate::assumptions::{Assumptions, RentMode};
use crate::hardware::Hardware;
use crate::load::Load;
use crate::scenario::Scenario;
use crate::units::{HOURS_PER_WEEK, UsdPerHour};

/// The rent of one machine: the chosen kind of price, as the outlook picks it.
pub fn price(hardware: &Hardware, assumptions: &Assumptions) -> Option<UsdPerHour> {
    Some(hardware.rent_at(assumptions.rent_price)?.at(assumptions.outlook.rent))
}

/// Machines paid for in month `m`, as a mean over its hours, when a rented fleet follows the load;
/// `None` when every machine is held all the time.
pub fn machines_paid(fleet: &Fleet<'_>, scenario: &Scenario<'_>, when: When) -> Option<f64> {
    let RentMode::Autoscale { min_machines, start_hours } = scenario.assumptions.rent_mode else {
        return None;
    };
    if fleet.tenure != Tenure::Rented {
        return None;
    }
    let mean = fleet.busy.mean * when.growth;
    let most = fleet.machines_in(scenario, when);
    let load = &scenario.workload.load;
    Some(following(
        load,
        mean / scenario.assumptions.headroom,
        min_machines.min(most),
        most,
        start_hours,
    ))
}

/// Mean number of machines paid for by a fleet that follows the load.
///
/// Hour `h` holds `ceil(w[h] x machines)` of them, at least `min` and at most `most`, where
/// `machines` is what the mean hour needs; each machine that is added is also paid for during its
/// start, before it serves.
///
/// ```
/// use breakeven::{calc::rent::following, load::Load};
/// let mut hours = [0.0; 24];
/// hours[0] = 1.0; // all demand in one hour: 24 x the mean
/// let load = Load::new("midnight".into(), &hours, 1.0).unwrap();
/// // 48 machines for one hour of 24, each paid half an hour before.
/// assert_eq!(following(&load, 2.0, 0.0, 48.0, 0.5), 3.0);
/// assert_eq!(following(&load, 2.0, 0.0, 48.0, 0.0), 2.0);
/// assert_eq!(following(&load, 2.0, 48.0, 48.0, 0.5), 48.0);
/// // Three machines and a rounding error are three.
/// assert_eq!(following(&Load::flat(), 3.0 + 4.0 * f64::EPSILON, 0.0, 48.0, 0.5), 3.0);
/// ```
pub fn following(load: &Load, machines: f64, min: f64, most: f64, start_hours: f64) -> f64 {
    let held = |weight: f64| (weight * machines * (1.0 - 1e-12)).ceil().clamp(min, most);
    let (busiest, quietest) = (held(load.peak_factor()), held(load.quietest()));
    if busiest == quietest {
        return busiest;
    }
    let day = |mut before: f64, hours: &[f64; 24]| {
        let mut paid = 0.0;
        for weight in hours {
            let now = held(*weight);
            paid += now + (now - before).max(0.0) * start_hours;
            before = now;
        }
        paid
    };
    let (weekday, weekend) = (load.weekday(), load.weekend());
    let [after_weekday, after_weekend] = [weekday, weekend].map(|hours| held(hours[23]));
    let weekdays = day(after_weekend, weekday) + day(after_weekday, weekday) * 4.0;
    let weekends = day(after_weekday, weekend) + day(after_weekend, weekend);
    (weekdays + weekends) / HOURS_PER_WEEK as f64
}
