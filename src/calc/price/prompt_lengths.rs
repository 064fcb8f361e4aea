//! How many requests, and how much of the input, have a prompt beyond a threshold.
//!
//! Prompt lengths are lognormal around the mean of the workload: `X = m exp(s Z - s^2 / 2)` with a
//! standard normal `Z`, so that whatever the spread `s` is, the mean stays `m`.

use crate::api::Api;
use crate::workload::Workload;

/// The shares of a workload that lie beyond a threshold of prompt tokens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beyond {
    /// Of the requests, and with them of the output, which does not depend on the prompt: `P(X > T)`.
    pub requests: f64,
    /// Of the input, cached or not: `E[X; X > T] / E[X]`.
    pub input: f64,
}

impl Beyond {
    /// All of it.
    pub const ALL: Self = Self { requests: 1.0, input: 1.0 };
    /// Nothing.
    pub const NONE: Self = Self { requests: 0.0, input: 0.0 };

    /// The shares beyond a threshold, by the mean prompt and the standard deviation of the logarithm:
    /// with `t = (ln(T / m) + s^2 / 2) / s` they are `P(Z > t)` and `P(Z > t - s)`. Without a spread
    /// every prompt is the mean one, and one that is exactly as long as the threshold is not beyond it.
    ///
    /// ```
    /// use breakeven::calc::price::prompt_lengths::Beyond;
    /// // Half of the requests are longer than the median, 1,000 exp(-0.5), which with s = 1 hold
    /// // P(Z > -1) = 84.13 % of the input.
    /// let beyond = Beyond::threshold(1_000.0 * (-0.5_f64).exp(), 1_000.0, 1.0);
    /// assert!((beyond.requests - 0.5).abs() < 1e-15);
    /// assert!((beyond.input - 0.841_344_746_068_543).abs() < 1e-14);
    /// assert_eq!(Beyond::threshold(1_000.0, 1_000.0, 0.0), Beyond::NONE);
    /// assert_eq!(Beyond::threshold(999.0, 1_000.0, 0.0), Beyond::ALL);
    /// ```
    pub fn threshold(threshold: f64, mean: f64, spread: f64) -> Self {
        if spread == 0.0 || mean <= 0.0 {
            return if mean > threshold { Self::ALL } else { Self::NONE };
        }
        let at = ((threshold / mean).ln() + spread * spread / 2.0) / spread;
        Self { requests: normal_above(at), input: normal_above(at - spread) }
    }

    /// Those beyond the threshold of each cliff of an endpoint, in its own tokens.
    pub fn cliffs(api: &Api, workload: &Workload) -> impl Iterator<Item = Self> {
        let mean = workload.request.prompt_tokens * api.tokens_factor;
        let spread = workload.prompt_spread;
        api.long_context
            .iter()
            .map(move |cliff| Self::threshold(cliff.above_prompt_tokens, mean, spread))
    }
}

/// The share of a standard normal distribution above a value, to 14 digits: the series of the error
/// function with positive terms only up to 3, its continued fraction from there on (Abramowitz and
/// Stegun, Handbook of Mathematical Functions, 7.1.6 and 7.1.14).
///
/// ```
/// use breakeven::calc::price::prompt_lengths::normal_above;
/// assert_eq!(normal_above(0.0), 0.5);
/// assert!((normal_above(1.959_963_984_540_054) - 0.025).abs() < 1e-15);
/// assert!((normal_above(-1.959_963_984_540_054) - 0.975).abs() < 1e-15);
/// assert!((normal_above(6.0) / 9.865_876_450_376_98e-10 - 1.0).abs() < 1e-13);
/// assert_eq!(normal_above(f64::INFINITY), 0.0);
/// ```
pub fn normal_above(value: f64) -> f64 {
    if value < 0.0 {
        return 1.0 - normal_above(-value);
    }
    // Beyond this it is less than the smallest number.
    if value > 39.0 {
        return 0.0;
    }
    let density = (-value * value / 2.0).exp() * INVERSE_ROOT_OF_TWO_PI;
    if value < 3.0 {
        let (mut term, mut sum, mut odd) = (value, value, 1.0);
        while term > sum * 1e-17 {
            odd += 2.0;
            term *= value * value / odd;
            sum += term;
        }
        return 0.5 - density * sum;
    }
    let mut tail = value;
    for level in (1..=60).rev() {
        tail = value + f64::from(level) / tail;
    }
    density / tail
}

/// `1 / sqrt(2 pi)`.
const INVERSE_ROOT_OF_TWO_PI: f64 = 0.398_942_280_401_432_7;
