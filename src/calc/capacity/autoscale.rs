//! Machine-hours that are held when a rented fleet follows the load.

use super::fleet::{Fleet, Tenure};
use crate::assumptions::RentMode;
use crate::hardware::Hardware;
use crate::load::Load;
use crate::rent::{OfferTerms, Serverless};
use crate::scenario::Scenario;
use crate::units::SECONDS_PER_DAY;

/// Whether a machine of a tenure is held only while it is needed.
pub fn follows_load(scenario: &Scenario<'_>, hardware: &Hardware, tenure: Tenure) -> bool {
    tenure == Tenure::Rented
        && match hardware.offer_terms() {
            Some(OfferTerms::Serverless(_)) => true,
            Some(OfferTerms::Reserved { .. }) => false,
            _ => scenario.assumptions.rent_mode != RentMode::Always,
        }
}

/// Whether a machine of a tenure may be off in an hour that asks for something.
pub fn may_be_off(hardware: &Hardware, tenure: Tenure) -> bool {
    let terms = hardware.offer_terms();
    tenure == Tenure::Rented && matches!(terms, Some(OfferTerms::Serverless(_)))
}

/// Machines held, as a mean over the hours of a week, of `most` machines of a fleet with this mean
/// offered load; all of them when they do not follow it.
pub fn held(scenario: &Scenario<'_>, fleet: &Fleet<'_>, offered: f64, most: f64) -> f64 {
    let hardware = fleet.deployment.hardware;
    if !follows_load(scenario, hardware, fleet.tenure) {
        return most;
    }
    let (load, headroom) = (&scenario.workload.load, scenario.assumptions.headroom);
    if let Some(OfferTerms::Serverless(terms)) = hardware.offer_terms() {
        let rate = requests_per_second(scenario, fleet, offered);
        return by_the_second(load, (offered, headroom), rate, most, &terms);
    }
    match scenario.assumptions.rent_mode {
        RentMode::Autoscale { min_machines, start_hours } => {
            following(load, offered, headroom, (min_machines.min(most), most), start_hours)
        }
        RentMode::Always => most,
    }
}

/// Requests a second to a fleet with this mean offered load: they come in proportion to it.
fn requests_per_second(scenario: &Scenario<'_>, fleet: &Fleet<'_>, offered: f64) -> f64 {
    let rate = scenario.workload.requests_per_day() / SECONDS_PER_DAY;
    rate * (fleet.share * offered / fleet.offered.mean)
}

/// Share of a fleet's requests of the first month that find a machine off and wait for its start: of those
/// that the last machine of an hour gets, as many as the time in which it is off.
pub fn share_that_waits(scenario: &Scenario<'_>, fleet: &Fleet<'_>, terms: &Serverless) -> f64 {
    let (load, headroom) = (&scenario.workload.load, scenario.assumptions.headroom);
    let (offered, most) = (fleet.offered.mean, fleet.first_machines(scenario));
    let rate = requests_per_second(scenario, fleet, offered);
    let waiting = |planned: f64| {
        let needed = (planned * offered / headroom).min(most);
        let busy = needed.fract();
        let last = if busy > 0.0 { busy / needed } else { 0.0 };
        planned * last * terms.off(busy, planned * rate * last)
    };
    let all: f64 = load.planned_hours(headroom).sum();
    load.planned_hours(headroom).map(waiting).sum::<f64>() / all
}

/// Mean number of machines paid for by the second: hour `h` needs `planned[h] x offered / headroom` of
/// them, at most `most`. Those that are full stay on, and the last one is on while requests keep it, which
/// come `planned[h] x rate` times a second.
///
/// ```
/// use breakeven::{calc::capacity::autoscale::by_the_second, load::Load, rent::Serverless};
/// let terms = Serverless { start_seconds: 18.0, idle_seconds: 0.0, minimum_seconds: 0.0 };
/// // Two are full, the third is busy for half of each hour and gets a fifth of 50 requests an hour.
/// let paid = by_the_second(&Load::flat(), (2.5, 1.0), 50.0 / 3_600.0, 10.0, &terms);
/// assert!((paid - 2.525).abs() < 1e-12);
/// // As many as there are, and none without demand.
/// assert_eq!(by_the_second(&Load::flat(), (2.5, 1.0), 1.0, 2.0, &terms), 2.0);
/// assert_eq!(by_the_second(&Load::flat(), (0.0, 1.0), 0.0, 2.0, &terms), 0.0);
/// ```
pub fn by_the_second(
    load: &Load,
    (offered, headroom): (f64, f64),
    rate: f64,
    most: f64,
    terms: &Serverless,
) -> f64 {
    let hour = |planned: f64| {
        let needed = (planned * offered / headroom).min(most);
        let (full, busy) = (needed.floor(), needed.fract());
        match busy > 0.0 {
            true => full + terms.paid(busy, planned * rate * busy / needed),
            false => full,
        }
    };
    load.planned_hours(headroom).map(hour).sum::<f64>() / load.as_asked().count()
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
