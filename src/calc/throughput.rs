//! Throughput: measured points with interpolation, else the model.

use crate::range::Range;
use crate::requirement::Unmet;
use crate::throughput::{Basis, DecodePoint, Deployment};
use crate::units::TokensPerSecond;
use crate::workload::Request;

use super::memory::fit;

/// Rates of one machine at one concurrency.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rates {
    /// Requests in progress.
    pub concurrency: f64,
    /// Prompt tokens processed per second when nothing else is done.
    pub prefill: Range<TokensPerSecond>,
    /// How the prefill rate is known.
    pub prefill_basis: Basis,
    /// Output tokens per second of all streams together.
    pub decode: Range<TokensPerSecond>,
    /// How the decode rate is known.
    pub basis: Basis,
}

/// The most requests in progress that are ever assumed: the largest that was measured by anyone.
const MOST_CONCURRENT: f64 = 2_048.0;

/// Rates at the largest concurrency that fits memory, is known, and keeps every stream at
/// `min_speed`.
///
/// # Errors
/// The requirement that stands in the way, with its numbers.
pub fn serving(
    deployment: &Deployment<'_>,
    request: Request,
    min_speed: TokensPerSecond,
) -> Result<Rates, Unmet> {
    let fit = fit(deployment, request.context_tokens());
    let most = fit.largest_concurrency();
    if most < 1.0 {
        return Err(fit.unmet());
    }
    let known = deployment.measured.and_then(|m| m.decode.last()).map_or(1.0, |p| p.concurrency);
    let most = most.min(known).min(MOST_CONCURRENT);
    let fast_enough = |concurrency: f64| {
        rates(deployment, request, concurrency)
            .is_ok_and(|rates| rates.decode.typical / concurrency >= min_speed)
    };
    let single = rates(deployment, request, 1.0)?;
    if !fast_enough(1.0) {
        return Err(Unmet::new(
            "min-speed",
            format!(
                "one stream makes {:.1} tokens/s, {} wanted",
                single.decode.typical.get(),
                min_speed.get()
            ),
        ));
    }
    let (mut good, mut bad) = (1.0, most + 1.0);
    while bad - good > 1.0 {
        let middle = ((good + bad) / 2.0).floor();
        if fast_enough(middle) { good = middle } else { bad = middle }
    }
    rates(deployment, request, good)
}

/// Rates at a concurrency that fits.
///
/// # Errors
/// Says why when nothing was measured and nothing can be modelled.
pub fn rates(
    deployment: &Deployment<'_>,
    request: Request,
    concurrency: f64,
) -> Result<Rates, Unmet> {
    let unknown = |what: &str| Unmet::new("throughput", format!("{what} is not stated"));
    let measured = deployment.measured.map(|measured| interpolate(&measured.decode, concurrency));
    let (decode, basis) = match measured {
        Some(decode) => (Range::exactly(decode), Basis::Measured),
        None if concurrency == 1.0 => {
            let decode = one_stream(deployment, request).ok_or_else(|| unknown("decode rate"))?;
            (Range::exactly(decode), Basis::Modelled)
        }
        None => return Err(unknown("decode rate at this concurrency")),
    };
    let (prefill, prefill_basis) = match deployment.measured.and_then(|m| m.prefill) {
        Some(prefill) => (Range::exactly(prefill), Basis::Measured),
        None => {
            let prefill = modelled_prefill(deployment).ok_or_else(|| unknown("prefill rate"))?;
            (Range::exactly(prefill), Basis::Modelled)
        }
    };
    Ok(Rates { concurrency, prefill, prefill_basis, decode, basis })
}

/// The decode curve at a concurrency: linear between two measured points, the first point below
/// them and the last one above, never beyond.
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
/// ```
pub fn interpolate(curve: &[DecodePoint], concurrency: f64) -> TokensPerSecond {
    let above = curve.iter().position(|point| point.concurrency >= concurrency);
    match above {
        Some(0) => curve[0].aggregate,
        Some(index) => {
            let (low, high) = (curve[index - 1], curve[index]);
            let share = (concurrency - low.concurrency) / (high.concurrency - low.concurrency);
            low.aggregate + (high.aggregate - low.aggregate) * share
        }
        None => curve.last().map_or(TokensPerSecond::ZERO, |point| point.aggregate),
    }
}

/// One stream: `1 / ((active weight bytes + KV bytes) / (bandwidth x efficiency) + layers x tau)`.
///
/// Bytes of weights and of KV cache are read once per token; `tau` is the time per layer that does
/// not depend on its size (kernel launches, synchronisation).
fn one_stream(deployment: &Deployment<'_>, request: Request) -> Option<TokensPerSecond> {
    let constants = deployment.constants?;
    let kv = fit(deployment, request.context_tokens()).kv_per_request;
    let bytes = deployment.model.active_weights(deployment.weights) + kv;
    let reading = bytes.get() / (deployment.hardware.bandwidth.get() * constants.efficiency);
    let overhead = deployment.model.layers * constants.layer_seconds;
    Some(TokensPerSecond::new(1.0 / (reading + overhead)))
}

/// Prefill: 16-bit compute x share / (2 operations per active parameter and token).
fn modelled_prefill(deployment: &Deployment<'_>) -> Option<TokensPerSecond> {
    let operations = deployment.hardware.fp16_tflops? * 1e12;
    let share = deployment.constants?.prefill_compute_share;
    let per_token = 2.0 * deployment.model.active_parameters_billion * 1e9;
    Some(TokensPerSecond::new(operations * share / per_token))
}
