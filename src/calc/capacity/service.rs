//! Service time: prefill and decode share the machine.

use crate::assumptions::Assumptions;
use crate::calc::throughput::Rates;
use crate::units::{TokensPerDay, TokensPerSecond};

/// The two rates that a machine is planned with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Service {
    /// Prompt tokens per second.
    pub prefill: TokensPerSecond,
    /// Output tokens per second of all streams together.
    pub decode: TokensPerSecond,
}

impl Service {
    /// The rates that the outlook picks.
    pub fn of(rates: &Rates, assumptions: &Assumptions) -> Self {
        let pick = assumptions.outlook.throughput;
        let scale = assumptions.scale.throughput;
        Self { prefill: rates.prefill.at(pick) * scale, decode: rates.decode.at(pick) * scale }
    }

    /// Share of the day that one machine needs for a day's tokens: `(I/P + O/D) / 86400`.
    /// Cached input costs no prefill. Above 1, one machine is not enough even without a peak.
    ///
    /// ```
    /// use breakeven::calc::capacity::service::Service;
    /// use breakeven::units::{TokensPerDay, TokensPerSecond};
    /// let service = Service {
    ///     prefill: TokensPerSecond::new(1_000.0),
    ///     decode: TokensPerSecond::new(100.0),
    /// };
    /// let busy = service.busy_share(TokensPerDay::new(21_600_000.0), TokensPerDay::new(2_160_000.0));
    /// assert_eq!(busy, 0.5);
    /// ```
    pub fn busy_share(&self, fresh: TokensPerDay, output: TokensPerDay) -> f64 {
        fresh.busy_share(self.prefill) + output.busy_share(self.decode)
    }
}

/// Offered load of a fleet, in machines: the mean over the week, and what it is sized for.
/// One machine that is never idle carries a load of 1; the field calls the unit erlang.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Offered {
    /// Mean utilization that one machine would have.
    pub mean: f64,
    /// The load that is kept to the headroom.
    pub planned: f64,
}

/// How busy one machine would be with these tokens times `factor` (the model's own token count,
/// and the share of the workload). What machines are sized for is `planned` times the mean.
///
/// ```
/// use breakeven::calc::capacity::service::{Service, offered};
/// use breakeven::units::{TokensPerDay, TokensPerSecond};
/// let service =
///     Service { prefill: TokensPerSecond::new(1_000.0), decode: TokensPerSecond::new(10.0) };
/// let load = offered(&service, TokensPerDay::ZERO, TokensPerDay::new(432_000.0), 0.5, 3.0);
/// assert_eq!((load.mean, load.planned), (0.25, 0.75));
/// ```
pub fn offered(
    service: &Service,
    fresh: TokensPerDay,
    output: TokensPerDay,
    factor: f64,
    planned: f64,
) -> Offered {
    let mean = service.busy_share(fresh, output) * factor;
    Offered { mean, planned: mean * planned }
}

/// Tokens a day, at the workload's mix, that one machine serves with what is planned for at the
/// headroom limit: `tokens a day x headroom / planned load`.
///
/// ```
/// use breakeven::calc::capacity::service::{Offered, capacity};
/// use breakeven::units::TokensPerDay;
/// let load = Offered { mean: 0.2, planned: 0.4 };
/// assert_eq!(capacity(TokensPerDay::new(1e6), load, 0.8).get(), 2e6);
/// ```
pub fn capacity(tokens: TokensPerDay, offered: Offered, headroom: f64) -> TokensPerDay {
    tokens * (headroom / offered.planned)
}

/// The smallest whole number of machines with a planned load of at most the headroom each.
///
/// ```
/// use breakeven::calc::capacity::service::machines_for;
/// assert_eq!(machines_for(0.1, 0.8), 1.0);
/// assert_eq!(machines_for(1.6, 0.8), 2.0);
/// assert_eq!(machines_for(1.61, 0.8), 3.0);
/// ```
pub fn machines_for(planned: f64, headroom: f64) -> f64 {
    // A hair's breadth of slack, so that rounding does not buy a machine for an exact fit.
    (planned / headroom * (1.0 - 1e-12)).ceil().max(1.0)
}
