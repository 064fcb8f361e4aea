//! Waiting: how long the first token takes in the busiest hour, and what would wait too long in each hour.
//!
//! Requests of an hour arrive at random (Poisson) at the hour's rate. The wait is that of one machine,
//! among which they are shared evenly; what has to go elsewhere is what a fleet that serves as many at
//! once as it has streams loses, an M/M/c/K queue. Bursts shorter than an hour are not in it.

use super::decode_curve::Serving;
use super::fleet::Fleet;
use super::queue::Wait;
use crate::assumptions::Assumptions;
use crate::calc::crossing::first_whole;

use crate::figure::fixed;
use crate::load::Excess;
use crate::requirement::Unmet;
use crate::scenario::Scenario;
use crate::units::SECONDS_PER_DAY;

/// Machines added beyond what capacity needs before a wait is called unreachable.
const MOST_ADDED: f64 = 64.0;

/// An M/M/c/K queue: Poisson arrivals, `servers` in parallel, at most `places` requests in the
/// system, the waiting ones included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Queue {
    /// Arrivals over the service rate of one server.
    pub offered: f64,
    /// Servers.
    pub servers: f64,
    /// Requests in service and waiting, at most; infinite when nobody is turned away.
    pub places: f64,
}

/// What a queue does to its requests.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Waiting {
    /// Share of requests that find every place taken.
    pub lost: f64,
    /// Mean wait of the others, in service times of one server; infinite when the queue grows
    /// without end.
    pub wait: f64,
}

impl Queue {
    /// The stationary distribution of the birth-death chain: `p[k+1] / p[k] = offered /
    /// min(k + 1, servers)`. Loss is `p[places]` (arrivals see time averages); the mean wait is the
    /// mean number waiting over the accepted arrivals (Little's law).
    /// Source: Kleinrock, Queueing Systems I, section 3.
    ///
    /// ```
    /// use breakeven::calc::capacity::waiting::Queue;
    /// // One server, no place to wait, as many arrivals as services: half are lost.
    /// let queue = Queue { offered: 1.0, servers: 1.0, places: 1.0 };
    /// assert_eq!(queue.solve().lost, 0.5);
    /// // M/M/1 at half load waits one service time on average.
    /// let queue = Queue { offered: 0.5, servers: 1.0, places: f64::INFINITY };
    /// assert!((queue.solve().wait - 1.0).abs() < 1e-9);
    /// ```
    pub fn solve(&self) -> Waiting {
        let ratio = self.offered / self.servers;
        if self.places.is_infinite() && ratio >= 1.0 {
            return Waiting { lost: 0.0, wait: f64::INFINITY };
        }
        // Weights relative to the state in which every server is busy and nobody waits, so that
        // nothing overflows however many servers there are.
        let (mut below, mut weight, mut k) = (0.0, 1.0, self.servers);
        // Where all being busy is as rare as this, nobody is lost and nobody waits.
        const RARE: f64 = 1e40;
        while k >= 1.0 && weight > f64::EPSILON * 1e-4 && below < RARE {
            weight *= k / self.offered;
            below += weight;
            k -= 1.0;
        }
        let room = self.places - self.servers;
        let (first, sum, waiting, last) = geometric(ratio, room);
        let total = below * first + sum;
        let lost = if room.is_infinite() { 0.0 } else { last / total };
        let accepted = self.offered * (1.0 - lost);
        Waiting { lost, wait: waiting / total / accepted }
    }
}

/// `r^0`, the sum of `r^j`, the sum of `j r^j`, and `r^room`, for `j` from 0 to `room`; all of them
/// over `r^room` when they grow, so that nothing overflows however long the queue is.
fn geometric(ratio: f64, room: f64) -> (f64, f64, f64, f64) {
    let grows = ratio > 1.0;
    let step = if grows { ratio.recip() } else { ratio };
    let (mut sum, mut waiting, mut power, mut j) = (0.0, 0.0, 1.0, 0.0);
    loop {
        sum += power;
        let ahead = if grows { room - j } else { j };
        waiting += ahead * power;
        if j >= room || power < 1e-18 {
            let far = if j >= room { power } else { 0.0 };
            let (first, last) = if grows { (far, 1.0) } else { (1.0, far) };
            return (first, sum, waiting, last);
        }
        j += 1.0;
        power *= step;
    }
}

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
    let fresh = workload.fresh_share();
    let factor = fleet.deployment.model.tokens_factor;
    let Assumptions { outlook, scale, .. } = &scenario.assumptions;
    let rate = fleet.rates.one_prompt.at(outlook.throughput) * scale.throughput;
    workload.request.prompt_tokens * fresh * factor / rate.get()
}

/// How one machine of a fleet works off requests of the workload's shape, at the rates that it is planned
/// with.
///
/// # Errors
/// As [`Serving::of`].
pub fn serving(fleet: &Fleet<'_>, scenario: &Scenario<'_>) -> Result<Serving, Unmet> {
    let fresh = scenario.workload.fresh_share();
    let request = scenario.request_of(fleet.deployment.model);
    let typical = Serving::of(&fleet.deployment, request, fresh, &fleet.rates)?;
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
    let peak = scenario.workload.load.interactive().peak();
    serving.wait(fleet.offered.mean * peak / machines)
}

/// What a fleet of `machines` cannot serve when demand is `growth` times that of the first month: of what
/// cannot wait what would have to wait too long, hour by hour over the week, and of what can wait that
/// for which its day has no room.
pub fn excess(fleet: &Fleet<'_>, scenario: &Scenario<'_>, machines: f64, growth: f64) -> Excess {
    let load = &scenario.workload.load;
    let lost = |weight: f64| match weight > 0.0 {
        true => queue(fleet, scenario, machines, weight * growth).solve().lost,
        false => 0.0,
    };
    let levels = load.interactive().levels();
    let interactive: f64 = levels.map(|(weight, hours)| weight * hours * lost(weight)).sum();
    let full = machines / (fleet.offered.mean * growth);
    Excess {
        interactive: interactive / load.interactive().count(),
        batch: load.without_room(|hour| (full - hour * (1.0 - lost(hour))).max(0.0)),
    }
}

/// The machines to add until the first token comes in time, when a longest wait is asked for.
///
/// # Errors
/// The requirement that no reasonable number of machines meets.
pub fn spare(fleet: &Fleet<'_>, scenario: &Scenario<'_>) -> Result<f64, Unmet> {
    let Some(most) = scenario.requirements.max_wait() else { return Ok(0.0) };
    let (first, serving) = (fleet.first_machines(scenario), serving(fleet, scenario)?);
    let wait = |more: f64| first_token(&serving, fleet, scenario, first + more).mean;
    let added = if fleet.given().is_some() { 0.0 } else { MOST_ADDED };
    // More machines never make anybody wait longer.
    let (mut few, mut enough) = (0.0, 0.0);
    loop {
        let waited = wait(enough);
        if waited <= most {
            return Ok(first_whole(few, enough, |more| wait(more) > most));
        }
        if enough == added {
            return Err(too_late(waited, most));
        }
        (few, enough) = (enough + 1.0, (enough * 2.0).clamp(1.0, added));
    }
}

fn too_late(best: f64, most: f64) -> Unmet {
    let why = if best.is_finite() {
        let best = fixed(best, 1);
        format!("first token after {best} s in the busiest hour, {most} s accepted")
    } else {
        format!("the queue grows without end in the busiest hour, {most} s accepted")
    };
    Unmet::new("max-wait", why)
}
