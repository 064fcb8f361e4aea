//! Errors, quantiles and coverage.

use std::collections::BTreeMap;

use super::data::Row;

/// The quantile of values: linear between the sorted ones.
pub fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = share * (sorted.len() - 1) as f64;
    let below = at as usize;
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (sorted[above] - sorted[below]) * (at - below as f64)
}

/// The median.
pub fn median(values: Vec<f64>) -> f64 {
    quantile(&values, 0.5)
}

/// A held-out residual, `ln(measured / predicted)`, and the interval given for it.
#[derive(Clone, Copy, Debug)]
pub struct Held {
    /// The residual.
    pub residual: f64,
    /// Low and high end.
    pub interval: (f64, f64),
}

impl Held {
    fn error(self) -> f64 {
        ((-self.residual).exp() - 1.0).abs()
    }

    fn is_covered(self) -> bool {
        self.interval.0 <= self.residual && self.residual <= self.interval.1
    }
}

/// What is said of held-out residuals.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summary {
    /// How many.
    pub number: usize,
    /// Median error, percent.
    pub median: f64,
    /// Error that nine of ten stay below, percent.
    pub p90: f64,
    /// Percent within 25 %.
    pub within_quarter: f64,
    /// Percent within a factor of 2.
    pub within_double: f64,
    /// Percent inside their interval.
    pub coverage: f64,
    /// High over low end, geometric mean.
    pub width: f64,
}

impl Summary {
    /// Of residuals, at least one.
    pub fn of(held: &[Held]) -> Self {
        let errors: Vec<f64> = held.iter().map(|held| held.error()).collect();
        let share = |is: &dyn Fn(&Held) -> bool| {
            100.0 * held.iter().filter(|held| is(held)).count() as f64 / held.len() as f64
        };
        let widths = held.iter().map(|held| held.interval.1 - held.interval.0);
        Self {
            number: held.len(),
            median: 100.0 * quantile(&errors, 0.5),
            p90: 100.0 * quantile(&errors, 0.9),
            within_quarter: share(&|held| held.error() <= 0.25),
            within_double: share(&|held| held.residual.abs() <= 2.0_f64.ln()),
            coverage: share(&|held| held.is_covered()),
            width: (widths.sum::<f64>() / held.len() as f64).exp(),
        }
    }

    /// One line.
    pub fn line(&self, name: &str, what: &str) -> String {
        format!(
            "{name:<8} {what:<18} n {:>5}  median {:>5.1}%  p90 {:>6.1}%  within 25% {:>3.0}%  \
             within 2x {:>3.0}%  coverage {:>5.1}%  high/low {:.2}",
            self.number,
            self.median,
            self.p90,
            self.within_quarter,
            self.within_double,
            self.coverage,
            self.width
        )
    }
}

/// A line for each engine on each family.
pub fn families(rows: &[Row], held: &[Held]) -> Vec<String> {
    let mut groups: BTreeMap<(&str, &str), Vec<Held>> = BTreeMap::new();
    for (row, held) in rows.iter().zip(held) {
        groups.entry((&row.engine, &row.family)).or_default().push(*held);
    }
    let line = |((engine, family), held): ((&str, &str), Vec<Held>)| {
        let Summary { number, median, p90, coverage, .. } = Summary::of(&held);
        format!(
            "      {engine:<10} {family:<11} n {number:>3} median {median:>5.1}% p90 {p90:>6.1}% \
             coverage {coverage:>3.0}%"
        )
    };
    groups.into_iter().map(line).collect()
}
