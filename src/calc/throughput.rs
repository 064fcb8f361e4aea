//! Throughput: how fast one machine processes prompts and makes tokens.
//!
//! Measured on exactly this deployment, else modelled from physical numbers and corrected by what
//! was measured on the same machine, else modelled. [`terms`] has the model, [`layout`] how several
//! accelerators share the work, [`correction`] what measurements add, [`known`] the choice.

pub mod answer;
pub mod calibrate;
pub mod correction;
pub mod curve;
pub mod job;
pub mod known;
pub mod layout;
pub mod prefill;
pub mod terms;

use crate::range::Range;
use crate::requirement::Unmet;
use crate::throughput::{Basis, DecodePoint, Deployment};
use crate::units::TokensPerSecond;
use crate::workload::Request;

use known::Known;

/// Rates of one machine at one concurrency.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rates {
    /// Requests in progress on the whole machine.
    pub concurrency: f64,
    /// Prompt tokens processed per second while it does nothing else.
    pub prefill: Range<TokensPerSecond>,
    /// How the prefill rate is known.
    pub prefill_basis: Basis,
    /// Output tokens per second of all streams together.
    pub decode: Range<TokensPerSecond>,
    /// How the decode rate is known.
    pub basis: Basis,
    /// Output tokens per second that the machine cannot pass; `None` when it is not known.
    pub roof: Option<TokensPerSecond>,
    /// Whether several streams were never measured on this engine or family.
    pub extrapolated: bool,
}

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
    let known = Known::of(deployment, request.times(deployment.model.tokens_factor))?;
    let fast_enough =
        |concurrency: f64| known.decode_rate(concurrency) / concurrency >= min_speed.get();
    if !fast_enough(1.0) {
        return Err(Unmet::new(
            "min-speed",
            format!(
                "one stream makes {:.1} tokens/s, {} wanted",
                known.decode_rate(1.0),
                min_speed.get()
            ),
        ));
    }
    let (mut good, mut bad) = (1.0, known.most().max(1.0).floor() + 1.0);
    while bad - good > 1.0 {
        let middle = ((good + bad) / 2.0).floor();
        if fast_enough(middle) { good = middle } else { bad = middle }
    }
    known.rates(good)
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
        return Err(Unmet::new(
            "fit",
            format!("{fits} requests fit in memory at the same time, {concurrency} wanted"),
        ));
    }
    let most = known.most();
    if concurrency > most {
        return Err(Unmet::new(
            "throughput",
            format!("nothing is known beyond {most} requests at the same time"),
        ));
    }
    known.rates(concurrency)
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
