//! Throughput: how fast one machine processes prompts and makes tokens.
//!
//! Measured on exactly this deployment, else modelled from physical numbers and corrected by what
//! was measured on the same machine, else modelled. [`terms`] has the model, [`layout`] how several
//! accelerators share the work, [`correction`] what measurements add, [`known`] the choice.

pub mod calibrate;
pub mod compared;
pub mod correction;
pub mod curve;
mod gained;
pub mod job;
pub mod known;
mod known_rate;
pub mod layout;
pub mod memory;
pub mod prefill;
mod prompts;
mod smaller;
pub mod terms;

use crate::range::Pick;
use crate::throughput::Deployment;
use crate::units::TokensPerSecond;
use crate::unmet::{Short, Unmet, Unrated};
use crate::workload::Request;

use known::Known;
pub use known_rate::{Rates, interpolate};

/// Rates at the largest concurrency that fits memory, is known, and keeps every stream at
/// `min_speed`, for a request in the workload's tokens: the model's own fill its memory.
///
/// # Errors
/// The requirement that stands in the way, with its numbers.
pub fn serving(
    deployment: &Deployment<'_>,
    request: Request,
    min_speed: TokensPerSecond,
) -> Result<Rates, Unmet> {
    serving_sessions(deployment, request, min_speed, 0.0, Room::Requests)
}

/// What memory is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// As many requests as fit.
    Requests,
    /// As many as leave room for the prompts of all their idle sessions, one at least.
    Sessions,
    /// One more on each copy, whose idle sessions have nearly room.
    NearlySessions,
}

impl Room {
    /// How many there are.
    pub const COUNT: usize = 3;
    /// Those that keep prompts. With any number of requests between theirs and the most that fit a request
    /// takes `a + b / requests`, if a step takes `c + d x requests`: no number is better than all of these.
    pub const SESSIONS: [Self; 2] = [Self::NearlySessions, Self::Sessions];
}

/// The same with the share of cached input that is still there: so many sessions are between two
/// requests for each one in progress.
///
/// # Errors
/// As [`serving`].
pub fn serving_sessions(
    deployment: &Deployment<'_>,
    request: Request,
    min_speed: TokensPerSecond,
    idle_sessions: f64,
    room: Room,
) -> Result<Rates, Unmet> {
    let request = request.times(deployment.model.tokens_factor);
    let known = Known::of(deployment, request)?;
    let idle = known.fit.per_session(request.prompt_tokens / request.context_tokens());
    let idle = idle * idle_sessions;
    let most = most_at(&known, min_speed)?;
    let most = match room {
        Room::Requests => most,
        Room::Sessions => most.min(known.fit.beside(idle).max(1.0)),
        Room::NearlySessions => most.min(known.fit.beside(idle) + known.fit.replicas),
    };
    let rates = best(&known, request, most)?;
    Ok(Rates { cache_hits: known.fit.hits(rates.concurrency, idle), ..rates })
}

/// The most requests in progress that are known, fit, and keep every stream at `min_speed`.
///
/// # Errors
/// `speed` when one stream alone is slower.
pub fn most_at(known: &Known<'_, '_>, min_speed: TokensPerSecond) -> Result<f64, Unmet> {
    // Seconds between two tokens of a stream: the more streams, the longer.
    let step = |concurrency: f64| concurrency / known.decode_rate(concurrency);
    let (slowest, alone) = (1.0 / min_speed.get(), step(1.0));
    if alone > slowest {
        return Err(Unmet::Speed(Short { has: 1.0 / alone, wanted: min_speed.get() }));
    }
    Ok(last_within(slowest, (1.0, alone), known.most().max(1.0).floor(), step))
}

/// The rates at the most requests, or at fewer that were measured and are done sooner: an engine may
/// always run fewer at a time.
fn best(known: &Known<'_, '_>, request: Request, most: f64) -> Result<Rates, Unmet> {
    let seconds = |rates: &Rates| {
        let (read, made) = request.seconds(rates.both(Pick::Typical));
        read + made
    };
    let mut best = known.rates(most)?;
    for concurrency in known.measured().filter(|n| *n < most) {
        let rates = known.rates(concurrency)?;
        if seconds(&rates) < seconds(&best) {
            best = rates;
        }
    }
    Ok(best)
}

/// The last whole number up to `most` at which a rising quantity is within a limit, given a number
/// at which it is.
///
/// ```
/// use breakeven::calc::throughput::last_within;
/// assert_eq!(last_within(50.0, (1.0, 1.0), 1_000.0, |n| n * n), 7.0);
/// assert_eq!(last_within(49.0, (1.0, 1.0), 1_000.0, |n| n * n), 7.0);
/// assert_eq!(last_within(50.0, (1.0, 1.0), 5.0, |n| n * n), 5.0);
/// // A straight line is followed, however long it is.
/// let asked = std::cell::Cell::new(0);
/// let line = |n: f64| {
///     asked.set(asked.get() + 1);
///     3.0 * n + 2.0
/// };
/// assert_eq!(last_within(1_503.0, (1.0, 5.0), 1e6, line), 500.0);
/// assert_eq!(asked.get(), 4);
/// ```
pub fn last_within(
    limit: f64,
    within: (f64, f64),
    most: f64,
    quantity: impl Fn(f64) -> f64,
) -> f64 {
    let (mut good, mut bad) = (within, (most, quantity(most)));
    if bad.1 <= limit {
        return most;
    }
    // What rises in a nearly straight line is soon found along it; halving in between makes sure.
    let mut straight = true;
    while bad.0 - good.0 > 1.0 {
        let share = if straight { (limit - good.1) / (bad.1 - good.1) } else { 0.5 };
        let tried = (good.0 + (bad.0 - good.0) * share).round().clamp(good.0 + 1.0, bad.0 - 1.0);
        let found = (tried, quantity(tried));
        if found.1 <= limit {
            good = found
        } else {
            bad = found
        }
        straight = !straight;
    }
    good.0
}

/// Rates at a concurrency.
///
/// # Errors
/// Says why when so many requests do not fit, or nothing was measured and nothing can be modelled.
pub fn rates(
    deployment: &Deployment<'_>,
    request: Request,
    concurrency: f64,
) -> Result<Rates, Unmet> {
    let known = Known::of(deployment, request)?;
    let fits = known.fit.largest_concurrency();
    if concurrency > fits {
        return Err(Unrated::Requests(Short { has: fits, wanted: concurrency }).into());
    }
    let most = known.most();
    if concurrency > most {
        return Err(Unrated::Unknown(most).into());
    }
    known.rates(concurrency)
}
