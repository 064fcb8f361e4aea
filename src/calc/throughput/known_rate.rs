//! Rates of a deployment with what is known of them.

use crate::engine::Spread;
use crate::range::{Pick, Range};
use crate::throughput::{Basis, DecodePoint};
use crate::units::TokensPerSecond;

/// Rates of one machine at one concurrency.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rates {
    /// Requests in progress on the whole machine.
    pub concurrency: f64,
    /// Prompt tokens processed per second while it does nothing else.
    pub prefill: Range<TokensPerSecond>,
    /// How the prefill rate is known.
    pub prefill_basis: Basis,
    /// Prompt tokens of one request processed per second while the machine does nothing else.
    pub one_prompt: Range<TokensPerSecond>,
    /// Output tokens per second of all streams together.
    pub decode: Range<TokensPerSecond>,
    /// Output tokens per second of one stream while there is no other.
    pub one_stream: TokensPerSecond,
    /// How the decode rate is known.
    pub basis: Basis,
    /// Output tokens per second that the machine cannot pass; `None` when it is not known.
    pub roof: Option<TokensPerSecond>,
    /// Whether several streams were never measured on this engine or family.
    pub extrapolated: bool,
    /// Share of the cached input, 0 to 1, that is still in memory when its session comes back.
    pub cache_hits: f64,
}

impl Rates {
    /// Tokens of prompts and of output per second, at this end of their intervals.
    pub fn both(&self, end: Pick) -> [f64; 2] {
        [self.prefill, self.decode].map(|rate| rate.at(end).get())
    }
}

/// A rate, how it is known and how far to trust it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rate {
    pub(super) value: f64,
    pub(super) basis: Basis,
    pub(super) spread: Spread,
}

/// The interval: the spread around the value, cut at the roof, with the value inside.
pub(super) fn ranged(rate: Rate, roof: Option<f64>) -> Range<TokensPerSecond> {
    let Rate { value, spread, .. } = rate;
    let high = (value * spread.high).min(roof.unwrap_or(f64::INFINITY)).max(value);
    Range { low: value * spread.low, typical: value, high }.map(TokensPerSecond::new)
}

/// The decode curve at a concurrency: linear between two measured points, never beyond the last
/// one, and below the first one no stream faster than there.
///
/// ```
/// use breakeven::calc::throughput::interpolate;
/// use breakeven::throughput::DecodePoint;
/// use breakeven::units::TokensPerSecond;
/// let point = |concurrency, rate| DecodePoint { concurrency, aggregate: TokensPerSecond::new(rate) };
/// let curve = [point(1.0, 40.0), point(5.0, 120.0)];
/// assert_eq!(interpolate(&curve, 1.0).get(), 40.0);
/// assert_eq!(interpolate(&curve, 3.0).get(), 80.0);
/// assert_eq!(interpolate(&curve, 9.0).get(), 120.0);
/// assert_eq!(interpolate(&curve[1..], 1.0).get(), 24.0);
/// ```
pub fn interpolate(curve: &[DecodePoint], concurrency: f64) -> TokensPerSecond {
    let above = curve.iter().position(|point| point.concurrency >= concurrency);
    match above {
        Some(0) => curve[0].aggregate * (concurrency / curve[0].concurrency),
        Some(index) => {
            let (low, high) = (curve[index - 1], curve[index]);
            let share = (concurrency - low.concurrency) / (high.concurrency - low.concurrency);
            low.aggregate + (high.aggregate - low.aggregate) * share
        }
        None => curve.last().map_or(TokensPerSecond::ZERO, |point| point.aggregate),
    }
}
