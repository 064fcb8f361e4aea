//! Shapley values: the effect of each cause, averaged over every order of the causes.

/// The share of each of `N` causes in `value(all) - value(none)`. `value` is asked of every set of
/// causes; bit `i` of the set stands for cause `i`. The shares sum to the difference.
///
/// Source: L. S. Shapley, "A value for n-person games", 1953: the share of `i` is the sum over all
/// sets `S` without `i` of `|S|! (N-|S|-1)! / N! x (value(S with i) - value(S))`.
///
/// ```
/// use breakeven::check::diff::shapley::shapley;
/// // A price from 2 to 3 and a volume from 10 to 20: 20 to 60. Price alone: 10 to 20, mean 15.
/// let bill = |set: usize| {
///     let price = if set & 1 == 1 { 3.0 } else { 2.0 };
///     let volume = if set & 2 == 2 { 20.0 } else { 10.0 };
///     price * volume
/// };
/// assert_eq!(shapley::<2>(bill), [15.0, 25.0]);
/// ```
pub fn shapley<const N: usize>(value: impl Fn(usize) -> f64) -> [f64; N] {
    let values: Vec<f64> = (0..1_usize << N).map(value).collect();
    let factorial = |n: usize| (1..=n).product::<usize>() as f64;
    let mut shares = [0.0; N];
    for (cause, share) in shares.iter_mut().enumerate() {
        let bit = 1 << cause;
        for set in (0..values.len()).filter(|set| set & bit == 0) {
            let size = set.count_ones() as usize;
            let weight = factorial(size) * factorial(N - size - 1) / factorial(N);
            *share += weight * (values[set | bit] - values[set]);
        }
    }
    shares
}
