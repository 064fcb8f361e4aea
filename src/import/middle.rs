//! The middle of any number of rates, in memory that does not grow with them.

use std::collections::BTreeMap;

/// So many are kept as they are; of more it is counted how often each number of five digits came.
const EXACT: usize = 512;

/// Rates above 0 of which the middle is asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Middle {
    all: Vec<f64>,
    /// By the bits of the number, which are in its order.
    counts: BTreeMap<u64, usize>,
}

impl Middle {
    /// Adds a rate.
    pub fn add(&mut self, rate: f64) {
        if self.counts.is_empty() && self.all.len() < EXACT {
            self.all.push(rate);
            return;
        }
        for rate in self.all.drain(..).chain([rate]) {
            *self.counts.entry(five_digits(rate).to_bits()).or_default() += 1;
        }
    }

    /// The median: of very many to five digits.
    pub fn median(mut self) -> f64 {
        if self.counts.is_empty() {
            self.all.sort_by(f64::total_cmp);
            return median(&self.all);
        }
        let count: usize = self.counts.values().sum();
        let at = |index: usize| {
            let mut before = 0;
            let found = self.counts.iter().find(|(_, count)| {
                before += **count;
                before > index
            });
            found.map_or(0.0, |(bits, _)| f64::from_bits(*bits))
        };
        f64::midpoint(at((count - 1) / 2), at(count / 2))
    }
}

/// The middle of sorted numbers, the mean of the two in the middle of an even count.
fn median(sorted: &[f64]) -> f64 {
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => 0.0,
        length if length % 2 == 1 => sorted[middle],
        _ => f64::midpoint(sorted[middle - 1], sorted[middle]),
    }
}

fn five_digits(rate: f64) -> f64 {
    let scale = 10_f64.powi(4 - rate.log10().floor() as i32);
    (rate * scale).round() / scale
}

#[cfg(test)]
mod tests {
    use super::Middle;

    fn of(rates: impl Iterator<Item = f64>) -> f64 {
        let mut middle = Middle::default();
        rates.for_each(|rate| middle.add(rate));
        middle.median()
    }

    #[test]
    fn the_middle_of_many_is_that_of_all_to_five_digits() {
        assert_eq!(of([3.0, 1.0, 2.0, 8.0].into_iter()), 2.5);
        assert_eq!(of([3.0, 1.0, 2.0].into_iter()), 2.0);
        for count in [511, 512, 513, 9_999, 10_000_u32] {
            // In no order, from 40 to 50.
            let rate =
                |index: u32| 40.0 + 10.0 * f64::from(index * 7_919 % count) / f64::from(count);
            let mut all: Vec<f64> = (0..count).map(rate).collect();
            let found = of(all.iter().copied());
            all.sort_by(f64::total_cmp);
            let right = super::median(&all);
            assert!((found / right - 1.0).abs() < 2e-5, "{count} {found} {right}");
        }
    }

    #[test]
    fn what_is_kept_does_not_grow() {
        let mut middle = Middle::default();
        (0..200_000_u32).for_each(|index| middle.add(40.0 + f64::from(index) / 20_000.0));
        assert!(middle.all.is_empty() && middle.counts.len() <= 10_001, "{}", middle.counts.len());
    }
}
