//! What is left out: constants without a machine, source or model, tried on it; and the intervals.

use std::collections::{BTreeMap, BTreeSet};

use breakeven::calc::throughput::terms::{decode_rate, end_to_end_rate, terms};
use breakeven::profile::estimator::Estimator;

use super::Fitted;
use super::constants::of_row;
use super::design::design;
use super::fit::Design;
use super::metrics::{Held, quantile};
use super::row::{Kind, Row};

/// What is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// A machine.
    Hardware,
    /// A publication.
    Source,
    /// A model.
    Model,
}

impl Key {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Hardware => "hardware",
            Self::Source => "source",
            Self::Model => "model",
        }
    }

    fn of(self, row: &Row) -> &str {
        match self {
            Self::Hardware => &row.hardware,
            Self::Source => &row.source,
            Self::Model => &row.model,
        }
    }
}

/// Everything that is fitted.
pub struct Evaluation<'d> {
    /// The rows.
    pub rows: &'d [Row],
    estimator: &'d Estimator,
    design: Design,
    /// The fit to all rows.
    pub everything: Fitted,
}

impl<'d> Evaluation<'d> {
    /// Of all rows; the estimator gives what is not fitted.
    pub fn new(rows: &'d [Row], estimator: &'d Estimator) -> Self {
        let design = design(rows, estimator);
        let all: Vec<usize> = (0..rows.len()).collect();
        let everything = design.fit(&all, &Fitted::new());
        Self { rows, estimator, design, everything }
    }

    /// `ln(measured / predicted)` of a row. Factors of sources are in no prediction.
    fn residual(&self, fitted: &Fitted, row: &Row) -> f64 {
        let constants = of_row(self.estimator, fitted, row);
        let job = row.job();
        let rate = match row.kind {
            Kind::Single => decode_rate(&job, &constants, 1.0),
            Kind::Batch if row.request.output_tokens > 0.0 => {
                end_to_end_rate(&job, &constants, row.streams)
            }
            Kind::Batch => decode_rate(&job, &constants, row.streams),
            Kind::Prompts => {
                1.0 / terms(&job, &constants, 1.0, row.depth).prompt.iter().sum::<f64>()
            }
        };
        (row.rate / rate).ln()
    }

    /// The residual of every row, predicted without what shares its key.
    pub fn leave_out(&self, key: Key) -> Vec<f64> {
        let values: BTreeSet<&str> = self.rows.iter().map(|row| key.of(row)).collect();
        let mut left = vec![f64::NAN; self.rows.len()];
        for value in values {
            let (rest, held): (Vec<usize>, Vec<usize>) =
                (0..self.rows.len()).partition(|row| key.of(&self.rows[*row]) != value);
            let fitted = self.design.fit(&rest, &self.everything);
            held.iter().for_each(|row| left[*row] = self.residual(&fitted, &self.rows[*row]));
        }
        left
    }

    /// Residuals with the interval that the rows of other keys give each.
    pub fn held(&self, key: Key, residuals: &[f64]) -> Vec<Held> {
        let values: BTreeSet<&str> = self.rows.iter().map(|row| key.of(row)).collect();
        let others = |value: &str| {
            let pairs = self.rows.iter().zip(residuals);
            Intervals::of(pairs.filter(|(row, _)| key.of(row) != value))
        };
        let intervals: BTreeMap<&str, Intervals> =
            values.into_iter().map(|value| (value, others(value))).collect();
        let held = |(row, residual): (&Row, &f64)| Held {
            residual: *residual,
            interval: intervals[key.of(row)].at(&row.family, row.kind),
        };
        self.rows.iter().zip(residuals).map(held).collect()
    }
}

/// The 80 % intervals of each kind: of a family with enough residuals its own, else of all.
#[derive(Clone, Debug, Default)]
pub struct Intervals {
    by_family: BTreeMap<(String, Kind), (f64, f64)>,
    of_all: BTreeMap<Kind, (f64, f64)>,
}

/// A family with fewer residuals has the interval of all.
const ENOUGH: usize = 20;

impl Intervals {
    /// The quantiles of these residuals.
    pub fn of<'r>(residuals: impl Iterator<Item = (&'r Row, &'r f64)>) -> Self {
        let mut by_family: BTreeMap<(String, Kind), Vec<f64>> = BTreeMap::new();
        let mut of_all: BTreeMap<Kind, Vec<f64>> = BTreeMap::new();
        for (row, residual) in residuals {
            by_family.entry((row.family.clone(), row.kind)).or_default().push(*residual);
            of_all.entry(row.kind).or_default().push(*residual);
        }
        let ends = |found: &Vec<f64>| (quantile(found, 0.1), quantile(found, 0.9));
        let enough = by_family.iter().filter(|(_, found)| found.len() >= ENOUGH);
        Self {
            by_family: enough.map(|(key, found)| (key.clone(), ends(found))).collect(),
            of_all: of_all.iter().map(|(kind, found)| (*kind, ends(found))).collect(),
        }
    }

    fn at(&self, family: &str, kind: Kind) -> (f64, f64) {
        let own = self.by_family.get(&(family.to_string(), kind));
        own.or_else(|| self.of_all.get(&kind)).copied().unwrap_or((f64::NAN, f64::NAN))
    }

    /// All of them by family and kind, those of all under no name.
    pub fn all(&self) -> impl Iterator<Item = (&str, Kind, (f64, f64))> {
        let all = self.of_all.iter().map(|(kind, ends)| ("", *kind, *ends));
        let own = self.by_family.iter().map(|((family, kind), ends)| (&**family, *kind, *ends));
        // An interval has the answer inside.
        all.chain(own)
            .map(|(name, kind, (low, high))| (name, kind, (low.min(-0.05), high.max(0.05))))
    }
}
