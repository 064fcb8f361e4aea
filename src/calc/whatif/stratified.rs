//! Evenly spread draws: of so many, one in each of as many equal slices of every input.

/// A small generator of evenly spread numbers that gives the same sequence everywhere.
///
/// Source: SplitMix64 of G. L. Steele, D. Lea and C. H. Flood, "Fast splittable pseudorandom number
/// generators", OOPSLA 2014.
#[derive(Clone, Copy, Debug)]
pub struct SplitMix64(u64);

impl SplitMix64 {
    /// The sequence of a seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    ///
    /// ```
    /// // The first numbers of the reference implementation for this seed.
    /// let mut generator = breakeven::calc::whatif::stratified::SplitMix64::new(1_234_567);
    /// assert_eq!(generator.bits(), 6_457_827_717_110_365_317);
    /// assert_eq!(generator.bits(), 3_203_168_211_198_807_973);
    /// ```
    pub const fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// The next whole number from 0 up to, but not including, `limit`; a multiple of 2^-64 of it more
    /// often than others.
    pub const fn below(&mut self, limit: u32) -> u32 {
        ((self.bits() as u128 * limit as u128) >> 64) as u32
    }
}

/// Quantiles of one input in `count` draws: the middles of `count` equal slices of 0 to 1, each once,
/// in an order of their own. With the next input's from the same generator this is a Latin hypercube:
/// quantiles of one input are exact to a slice, and a mean over draws is never less exact than that of
/// as many plain draws.
///
/// Source: M. D. McKay, R. J. Beckman and W. J. Conover, "A Comparison of Three Methods for Selecting
/// Values of Input Variables in the Analysis of Output from a Computer Code", Technometrics 21 (1979).
///
/// ```
/// use breakeven::calc::whatif::stratified::{SplitMix64, quantiles};
/// let mut found = quantiles(4, &mut SplitMix64::new(1));
/// found.sort_by(f64::total_cmp);
/// assert_eq!(found, [0.125, 0.375, 0.625, 0.875]);
/// ```
pub fn quantiles(count: u32, generator: &mut SplitMix64) -> Vec<f64> {
    let middle = |slice: u32| (f64::from(slice) + 0.5) / f64::from(count);
    let mut found: Vec<f64> = (0..count).map(middle).collect();
    // Fisher and Yates.
    for last in (1..count).rev() {
        found.swap(last as usize, generator.below(last + 1) as usize);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_below_a_limit_are_even_and_repeat() {
        let (mut one, mut two) = (SplitMix64::new(7), SplitMix64::new(7));
        let numbers: Vec<u32> = (0..10_000).map(|_| one.below(10)).collect();
        for wanted in 0..10 {
            let found = numbers.iter().filter(|number| **number == wanted).count();
            assert!((900..1_100).contains(&found), "{wanted}: {found}");
        }
        assert!(numbers.iter().all(|number| *number == two.below(10)));
    }

    #[test]
    fn inputs_are_in_different_orders() {
        let mut generator = SplitMix64::new(0);
        let (one, two) = (quantiles(1_000, &mut generator), quantiles(1_000, &mut generator));
        let together: f64 = one.iter().zip(&two).map(|(a, b)| (a - 0.5) * (b - 0.5)).sum();
        // The correlation of independent ones has a standard deviation of 0.03.
        assert!((together * 12.0 / 1_000.0).abs() < 0.1, "{together}");
    }
}
