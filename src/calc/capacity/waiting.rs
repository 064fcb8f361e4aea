//! Waiting: how long the first token takes in the busiest hour, and what would wait too long in each hour.
//!
//! Requests of an hour arrive at random (Poisson) at the hour's rate. The wait is that of one machine,
//! among which they are shared evenly; what has to go elsewhere is what a fleet that serves as many at
//! once as it has streams loses (`loss.rs`). Bursts shorter than an hour are not in it.

use super::decode_curve::{Serving, Steps};
use super::fleet::Fleet;
use super::loss::Queue;
use super::queue::Wait;
use crate::assumptions::Assumptions;
use crate::calc::crossing::first_whole;
use crate::load::Excess;
use crate::scenario::Scenario;
use crate::units::SECONDS_PER_DAY;
use crate::unmet::{Long, Unmet, Unrated};

/// Machines added beyond what capacity needs before a wait is called unreachable.
const MOST_ADDED: f64 = 64.0;

/// The queue of a fleet of `machines` in an hour in which `weight` times the mean demand cannot wait;
/// what can wait is done beside it.
fn queue(fleet: &Fleet<'_>, scenario: &Scenario<'_>, machines: f64, weight: f64) -> Queue {
    let streams = machines * fleet.rates.concurrency;
    // The offered load is in machines; a machine is `concurrency` streams.
    let offered = fleet.offered.mean * weight * fleet.rates.concurrency;
    let places = match scenario.requirements.max_wait() {
        None => f64::INFINITY,
        Some(seconds) => {
            let patience = (seconds - prefill_seconds(fleet, scenario)).max(0.0);
            let served = streams * patience / service_seconds(fleet, scenario);
            streams + served.floor()
        }
    };
    Queue { offered, servers: streams, places }
}

/// Seconds that one request holds its stream: the machine's time for it, times the streams.
fn service_seconds(fleet: &Fleet<'_>, scenario: &Scenario<'_>) -> f64 {
    let workload = &scenario.workload;
    let requests = workload.requests_per_day() * fleet.share;
    fleet.offered.mean * SECONDS_PER_DAY / requests * fleet.rates.concurrency
}

/// Seconds until the prompt of one request is processed: at the rate of one, not of all together.
fn prefill_seconds(fleet: &Fleet<'_>, scenario: &Scenario<'_>) -> f64 {
    let workload = &scenario.workload;
    let processed = workload.processed_share(fleet.rates.cache_hits);
    let factor = fleet.deployment.model.tokens_factor;
    let Assumptions { outlook, scale, .. } = &scenario.assumptions;
    let rate = fleet.rates.one_prompt.at(outlook.throughput) * scale.throughput;
    workload.request.prompt_tokens * processed * factor / rate.get()
}

/// How one machine of a fleet works off requests of the workload's shape, at the rates that it is planned
/// with.
///
/// # Errors
/// As [`Steps::of`]; and when requests have no tokens.
pub fn serving(fleet: &Fleet<'_>, scenario: &Scenario<'_>) -> Result<Serving, Unmet> {
    let model = fleet.deployment.model;
    let request = scenario.request_of(model);
    let own;
    let steps = match fleet.activities.steps(request.times(model.tokens_factor)) {
        Some(known) => known,
        None => {
            own = Steps::of(&fleet.deployment, request, &fleet.rates)?;
            &own
        }
    };
    let processed = scenario.workload.processed_share(fleet.rates.cache_hits);
    let typical = steps.serving(processed).ok_or(Unrated::NoTokens)?;
    let planned = fleet.service.decode.get() / fleet.rates.decode.typical.get();
    Ok(if planned == 1.0 { typical } else { typical.scaled(planned) })
}

/// The wait for the first token in the busiest hour, when so many machines share its requests evenly: of
/// what cannot wait; what can is done beside it.
pub fn first_token(
    serving: &Serving,
    fleet: &Fleet<'_>,
    scenario: &Scenario<'_>,
    machines: f64,
) -> Wait {
    serving.wait(busiest(fleet, scenario, machines))
}

/// Offered load of each of so many machines in the busiest hour, of what cannot wait.
fn busiest(fleet: &Fleet<'_>, scenario: &Scenario<'_>, machines: f64) -> f64 {
    fleet.offered.mean * scenario.workload.load.interactive().peak() / machines
}

/// What a fleet of `machines` cannot serve when demand is `growth` times that of the first month: of what
/// cannot wait what would have to wait too long, hour by hour over the week, and of what can wait that
/// for which its day has no room.
pub fn excess(fleet: &Fleet<'_>, scenario: &Scenario<'_>, machines: f64, growth: f64) -> Excess {
    let load = &scenario.workload.load;
    let lost = |weight: f64| match weight > 0.0 {
        true => queue(fleet, scenario, machines, weight * growth).lost(),
        false => 0.0,
    };
    let levels = load.interactive().levels();
    let known: Vec<_> = levels.map(|(weight, hours)| (weight, hours, lost(weight))).collect();
    let interactive: f64 = known.iter().map(|(weight, hours, lost)| weight * hours * lost).sum();
    let full = machines / (fleet.offered.mean * growth);
    let room = |hour: f64| {
        let of_hour = known.iter().find(|(weight, ..)| *weight == hour);
        (full - hour * (1.0 - of_hour.map_or_else(|| lost(hour), |known| known.2))).max(0.0)
    };
    Excess { interactive: interactive / load.interactive().count(), batch: load.without_room(room) }
}

/// The machines to add until the first token comes in time, when a longest wait is asked for.
///
/// # Errors
/// The requirement that no reasonable number of machines meets.
pub fn spare(fleet: &Fleet<'_>, scenario: &Scenario<'_>) -> Result<f64, Unmet> {
    let Some(most) = scenario.requirements.max_wait() else { return Ok(0.0) };
    let (first, serving) = (fleet.first_machines(scenario), serving(fleet, scenario)?);
    let wait = |more: f64| serving.mean_wait(busiest(fleet, scenario, first + more));
    let added = if fleet.given().is_some() { 0.0 } else { MOST_ADDED };
    // More machines never make anybody wait longer.
    let (mut few, mut enough) = (0.0, 0.0);
    loop {
        let waited = wait(enough);
        if waited <= most {
            return Ok(first_whole(few, enough, |more| wait(more) > most));
        }
        if enough == added {
            return Err(Unmet::Wait(Long { takes: waited, accepted: most }));
        }
        (few, enough) = (enough + 1.0, (enough * 2.0).clamp(1.0, added));
    }
}
