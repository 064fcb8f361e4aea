//! Uncertainty: what the ranges in the profiles make of an answer, by drawing from them.
//!
//! Each kind of range is triangular(low, typical, high). One draw picks one quantile for each kind,
//! and the same for every option, so that options are compared in the same world. The options are
//! those that the point answer chose: a draw asks how a decision fares, not what another would be.

use super::candidate::Candidate;
use super::cash::totals;
use super::choose::Choice;
use super::evaluate::Evaluation;
use crate::assumptions::Outlook;
use crate::range::Pick;
use crate::report::drawn::{DrawsReport, Quantiles};
use crate::report::{Figure, OptionReport, Report};

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
    /// let mut generator = breakeven::calc::draws::SplitMix64::new(1_234_567);
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

/// The options that are shown, as `count` draws find them; in each draw in the order of the report.
pub fn draws<'a>(
    evaluation: &'a Evaluation<'_, '_>,
    count: u32,
    seed: u64,
) -> impl Iterator<Item = Vec<OptionReport>> + 'a {
    let mut generator = SplitMix64::new(seed);
    (0..count).map(move |_| under(evaluation, generator.outlook()))
}

/// The options that are shown, under another outlook.
fn under(evaluation: &Evaluation<'_, '_>, outlook: Outlook) -> Vec<OptionReport> {
    let scenario = evaluation.scenario.under(outlook);
    let candidates: Vec<Candidate<'_>> = evaluation
        .choices
        .iter()
        .map(|choice| {
            let Candidate { subject, unmet, priced } = choice.candidate;
            let priced = priced.as_ref().map(|(option, _)| {
                let option = option.under(&scenario);
                let totals = totals(&scenario, &option);
                (option, totals)
            });
            Candidate { subject: subject.clone(), unmet: unmet.clone(), priced }
        })
        .collect();
    let drawn = Evaluation {
        scenario: &scenario,
        baseline: evaluation.baseline,
        choices: Vec::new(),
        cheapest_cost: None,
        ruled_out_by_capacity: None,
        shadow: Vec::new(),
        flips: Vec::new(),
        doubt: None,
    };
    let choices = candidates.iter().zip(&evaluation.choices);
    choices.map(|(candidate, shown)| drawn.drawn(&Choice { candidate, why: shown.why })).collect()
}

/// The index of the cheapest option that may be chosen, by total over the horizon.
pub fn cheapest(options: &[OptionReport]) -> Option<usize> {
    let cost = |index: usize| options[index].costs.as_ref().map(|costs| costs.horizon_usd.0);
    (0..options.len())
        .filter(|index| options[*index].meets_requirements)
        .filter_map(|index| Some((index, cost(index)?)))
        .min_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(index, _)| index)
}

/// Adds to every option of a report what the draws make of it.
pub fn add_draws(report: &mut Report, evaluation: &Evaluation<'_, '_>, count: u32, seed: u64) {
    let mut seen: Vec<Seen> = report.options.iter().map(|_| Seen::default()).collect();
    for options in draws(evaluation, count, seed) {
        let winner = cheapest(&options);
        for (index, (seen, option)) in seen.iter_mut().zip(&options).enumerate() {
            let Some(costs) = &option.costs else { continue };
            seen.horizon.push(costs.horizon_usd.0);
            // Never is later than any month.
            seen.payback.push(costs.payback.months.map_or(f64::INFINITY, |months| months.0));
            seen.wins += u32::from(winner == Some(index));
        }
    }
    for (option, seen) in report.options.iter_mut().zip(seen) {
        let Some(costs) = &mut option.costs else { continue };
        costs.interval.draws = Some(DrawsReport {
            count,
            horizon_usd: quantiles(seen.horizon),
            payback_months: quantiles(seen.payback),
            cheapest_share: Figure(f64::from(seen.wins) / f64::from(count.max(1))),
        });
    }
}

#[derive(Default)]
struct Seen {
    horizon: Vec<f64>,
    payback: Vec<f64>,
    wins: u32,
}

/// The values that a tenth, a half and nine tenths of the draws do not exceed.
fn quantiles(mut values: Vec<f64>) -> Quantiles {
    values.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let rank = (share * values.len() as f64).ceil().max(1.0) as usize;
        values.get(rank - 1).copied().filter(|value| value.is_finite()).map(Figure)
    };
    Quantiles { p10: at(0.1), p50: at(0.5), p90: at(0.9) }
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
        let q = quantiles(vec![3.0, f64::INFINITY, 1.0, 2.0, f64::INFINITY]);
        assert_eq!((q.p10, q.p50, q.p90), (Some(Figure(1.0)), Some(Figure(3.0)), None));
    }
}
