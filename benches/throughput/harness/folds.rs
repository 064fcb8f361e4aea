//! What is left out: constants without a machine, source, model or family, tried on it.

use std::collections::{BTreeMap, BTreeSet};

use breakeven::calc::throughput::terms::{decode_rate, end_to_end_rate, terms};
use breakeven::profile::estimator::Estimator;

use super::Fitted;
use super::constants::of_row;
use super::design::design;
use super::fit::Design;
use super::intervals::{Intervals, Known};
use super::metrics::Held;
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
    /// A family of hardware.
    Family,
}

impl Key {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Hardware => "hardware",
            Self::Source => "source",
            Self::Model => "model",
            Self::Family => "family",
        }
    }

    fn of(self, row: &Row) -> &str {
        match self {
            Self::Hardware => &row.hardware,
            Self::Source => publisher(&row.source),
            Self::Model => &row.model,
            Self::Family => &row.family,
        }
    }
}

/// Who published what a source has: one benchmark is in several tables.
fn publisher(source: &str) -> &str {
    if source.starts_with(INFERENCEX) { INFERENCEX } else { source }
}

const INFERENCEX: &str = "inferencex";

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

    /// Residuals with the interval that the rows of other keys give each; `families` are the residuals
    /// with families left out.
    pub fn held(&self, key: Key, residuals: &[f64], families: &[f64]) -> Vec<Held> {
        let values: BTreeSet<&str> = self.rows.iter().map(|row| key.of(row)).collect();
        let known = || self.rows.iter().zip(residuals).zip(families);
        let others = |value: &str| {
            let rest = known().filter(|((row, _), _)| key.of(row) != value);
            Intervals::of(rest.map(|((row, own), family)| Known {
                row,
                own: *own,
                family: *family,
            }))
        };
        let intervals: BTreeMap<&str, Intervals> =
            values.into_iter().map(|value| (value, others(value))).collect();
        let held = |(row, residual): (&Row, &f64)| Held {
            residual: *residual,
            interval: intervals[key.of(row)].at(row),
        };
        self.rows.iter().zip(residuals).map(held).collect()
    }
}
