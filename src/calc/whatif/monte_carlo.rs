//! Uncertainty: what the ranges in the profiles make of an answer, by drawing from them.
//!
//! Each kind of range is triangular(low, typical, high). One draw picks one quantile for each kind,
//! and the same for every option, so that options are compared in the same world. The options are
//! those that the point answer chose: a draw asks how a decision fares, not what another would be.

use crate::assumptions::Outlook;
use crate::calc::cash::payback::{Payback, payback};
use crate::calc::decide::compiled::Compiled;
use crate::calc::demand::horizon::Horizon;
use crate::calc::option::serving::ServingOption;
use crate::range::Pick;
use crate::scenario::Scenario;

/// The seed of every run, so that the same question has the same answer.
pub const SEED: u64 = 0;

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
    /// let mut generator = breakeven::calc::whatif::monte_carlo::SplitMix64::new(1_234_567);
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

    /// The next number from 0 up to, but not including, 1.
    pub fn unit(&mut self) -> f64 {
        // 53 bits are what an f64 holds exactly.
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// The next outlook: a quantile for each kind of range.
    pub fn outlook(&mut self) -> Outlook {
        let mut pick = || Pick::Quantile(self.unit());
        Outlook {
            hardware_price: pick(),
            resale: pick(),
            power: pick(),
            rent: pick(),
            api_price: pick(),
            throughput: pick(),
        }
    }
}

/// An option that is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Drawn<'a, 'c> {
    /// The option.
    pub option: &'a ServingOption<'c>,
    /// Whether it may be chosen.
    pub possible: bool,
}

/// What draws make of an option.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// Totals over the horizon, USD, one for each draw.
    pub totals: Vec<f64>,
    /// Paybacks in months; infinite when it never comes.
    pub paybacks: Vec<f64>,
    /// Draws in which it is the cheapest that may be chosen.
    pub wins: u32,
}

/// What `count` draws make of options, in their order.
pub fn simulate(
    options: &[Drawn<'_, '_>],
    baseline: Option<&ServingOption<'_>>,
    scenario: &Scenario<'_>,
    (count, seed): (u32, u64),
) -> Vec<Outcome> {
    let mut outcomes = vec![Outcome::default(); options.len()];
    let (mut generator, horizon) = (SplitMix64::new(seed), Horizon::of(scenario));
    let mut drawn = scenario.under(scenario.assumptions.outlook);
    for _ in 0..count {
        drawn.assumptions.outlook = generator.outlook();
        let compiled = Compiled::new(&drawn, &horizon);
        let mut cheapest: Option<(usize, f64)> = None;
        for (index, (one, outcome)) in options.iter().zip(&mut outcomes).enumerate() {
            let option = one.option.under(&drawn);
            let total = compiled.total(&option).get();
            outcome.totals.push(total);
            let found = match baseline.filter(|baseline| **baseline != option) {
                Some(baseline) => payback(&option, baseline, &drawn, false),
                None => Payback::None,
            };
            // Never is later than any month.
            outcome.paybacks.push(found.months().map_or(f64::INFINITY, |months| months.get()));
            if one.possible && cheapest.is_none_or(|(_, least)| total < least) {
                cheapest = Some((index, total));
            }
        }
        if let Some((index, _)) = cheapest {
            outcomes[index].wins += 1;
        }
    }
    outcomes
}

/// The value that a share of the draws does not exceed; `None` where that is never.
pub fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let rank = (share * sorted.len() as f64).ceil().max(1.0) as usize;
    sorted.get(rank - 1).copied().filter(|value| value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_even_and_repeat() {
        let (mut one, mut two) = (SplitMix64::new(7), SplitMix64::new(7));
        let numbers: Vec<f64> = (0..10_000).map(|_| one.unit()).collect();
        assert!(numbers.iter().all(|n| (0.0..1.0).contains(n)));
        assert!((numbers.iter().sum::<f64>() / 10_000.0 - 0.5).abs() < 0.01);
        assert!(numbers.iter().all(|n| n.to_bits() == two.unit().to_bits()));
    }

    #[test]
    fn never_is_later_than_any_month() {
        let sorted = [1.0, 2.0, 3.0, f64::INFINITY, f64::INFINITY];
        let found = [0.1, 0.5, 0.9].map(|share| quantile(&sorted, share));
        assert_eq!(found, [Some(1.0), Some(3.0), None]);
    }
}
