//! Leave one out: constants and intervals without a machine, source or model, tried on it.

use std::collections::BTreeSet;

use breakeven::engine::Constants;

use super::constants::of_row;
use super::data::{Data, Row};
use super::fit::{Design, Rules};
use super::metrics::{Held, quantile};
use super::{Fitted, batch, one_stream, prompts};

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

/// One kind of measurement: its rows, terms, rules and prediction.
pub struct Kind<'d> {
    /// The rows.
    pub rows: &'d [Row],
    /// The terms.
    pub design: Design,
    rules: Rules,
    predict: fn(&Row, &Constants) -> f64,
    /// The quantiles of an interval.
    levels: (f64, f64),
}

/// Below this many rows there is no fit to take an interval from.
const LEAST_ROWS: usize = 10;

impl Kind<'_> {
    /// Rows whose key is, or is not, this value.
    fn split(&self, key: Key, value: &str) -> (Vec<usize>, Vec<usize>) {
        (0..self.rows.len()).partition(|row| key.of(&self.rows[*row]) != value)
    }

    fn fit_into(&self, rows: &[usize], fitted: &mut Fitted) {
        if rows.is_empty() {
            return;
        }
        let found = self.design.fit(rows, self.rules);
        let constants = found.into_iter().filter(|(name, _)| !name.starts_with("src"));
        fitted.extend(constants.map(|(name, log)| (name.to_string(), log)));
    }

    fn residual(&self, base: &Constants, fitted: &Fitted, row: usize) -> f64 {
        let row = &self.rows[row];
        (row.rate / (self.predict)(row, &of_row(base, fitted, row))).ln()
    }

    /// The interval of a training set: residuals of each of its sources, predicted from the others.
    /// `others` are the constants of other kinds that the prediction needs.
    pub fn interval(&self, base: &Constants, rows: &[usize], others: &Fitted) -> (f64, f64) {
        let sources: BTreeSet<&str> = rows.iter().map(|row| &*self.rows[*row].source).collect();
        let mut residuals = Vec::new();
        for source in sources {
            let (held, rest): (Vec<usize>, Vec<usize>) =
                rows.iter().partition(|row| self.rows[**row].source == source);
            if rest.len() >= LEAST_ROWS {
                let mut fitted = others.clone();
                self.fit_into(&rest, &mut fitted);
                residuals.extend(held.iter().map(|row| self.residual(base, &fitted, *row)));
            }
        }
        (quantile(&residuals, self.levels.0), quantile(&residuals, self.levels.1))
    }
}

/// The name of an interval in the profile, and its ends as logarithms.
pub type NamedInterval = (&'static str, (f64, f64));

/// Everything that is fitted.
pub struct Evaluation<'d> {
    /// What is not fitted.
    pub base: Constants,
    /// One stream.
    pub single: Kind<'d>,
    /// Prompts.
    pub prompts: Kind<'d>,
    batched: &'d [Row],
}

/// Held-out residuals of the three kinds, in the order of their rows.
pub struct Left {
    /// One stream.
    pub single: Vec<Held>,
    /// Several.
    pub batched: Vec<Held>,
    /// Prompts.
    pub prompts: Vec<Held>,
}

impl<'d> Evaluation<'d> {
    /// Of all data.
    pub fn new(data: &'d Data, base: Constants) -> Self {
        let single = Kind {
            rows: &data.single,
            design: one_stream::design(&data.single, &base),
            rules: one_stream::RULES,
            predict: one_stream::predict,
            levels: (0.1, 0.9),
        };
        let prompts = Kind {
            rows: &data.prompts,
            design: prompts::design(&data.prompts, &base),
            rules: prompts::RULES,
            predict: prompts::predict,
            levels: (0.1, 0.9),
        };
        Self { base, single, prompts, batched: &data.batched }
    }

    /// Several streams, with the constants of one stream and of prompts put in.
    pub fn batch(&self, fitted: &Fitted) -> Kind<'d> {
        Kind {
            rows: self.batched,
            design: batch::design(self.batched, &self.base, fitted),
            rules: batch::RULES,
            predict: batch::predict,
            levels: (0.12, 0.88),
        }
    }

    /// Constants of one stream and of prompts from these rows.
    fn fit(&self, single: &[usize], prompts: &[usize]) -> Fitted {
        let mut fitted = Fitted::new();
        self.single.fit_into(single, &mut fitted);
        self.prompts.fit_into(prompts, &mut fitted);
        fitted
    }

    /// All constants from all rows, and the three intervals.
    pub fn everything(&self) -> (Fitted, Vec<NamedInterval>) {
        let all = |rows: &[Row]| (0..rows.len()).collect::<Vec<usize>>();
        let (single, prompts) = (all(self.single.rows), all(self.prompts.rows));
        let mut fitted = self.fit(&single, &prompts);
        let batch = self.batch(&fitted);
        let rows = all(self.batched);
        let intervals = vec![
            ("one_stream", self.single.interval(&self.base, &single, &Fitted::new())),
            ("batch", batch.interval(&self.base, &rows, &fitted)),
            ("prefill", self.prompts.interval(&self.base, &prompts, &Fitted::new())),
        ];
        batch.fit_into(&rows, &mut fitted);
        (fitted, intervals)
    }

    /// Every row, predicted without what shares its key.
    pub fn leave_out(&self, key: Key) -> Left {
        let rows = || self.single.rows.iter().chain(self.prompts.rows).chain(self.batched);
        let values: BTreeSet<&str> = rows().map(|row| key.of(row)).collect();
        let none = Held { residual: f64::NAN, interval: (f64::NAN, f64::NAN) };
        let mut left = Left {
            single: vec![none; self.single.rows.len()],
            batched: vec![none; self.batched.len()],
            prompts: vec![none; self.prompts.rows.len()],
        };
        for value in values {
            let (single, single_held) = self.single.split(key, value);
            let (prompts, prompts_held) = self.prompts.split(key, value);
            let mut fitted = self.fit(&single, &prompts);
            let alone = Fitted::new();
            self.hold(&self.single, &fitted, &single, &single_held, &alone, &mut left.single);
            self.hold(&self.prompts, &fitted, &prompts, &prompts_held, &alone, &mut left.prompts);
            let batch = self.batch(&fitted);
            let (rows, held) = batch.split(key, value);
            let others = fitted.clone();
            batch.fit_into(&rows, &mut fitted);
            self.hold(&batch, &fitted, &rows, &held, &others, &mut left.batched);
        }
        left
    }

    fn hold(
        &self,
        kind: &Kind<'_>,
        fitted: &Fitted,
        rows: &[usize],
        held: &[usize],
        others: &Fitted,
        left: &mut [Held],
    ) {
        if held.is_empty() {
            return;
        }
        let interval = kind.interval(&self.base, rows, others);
        for row in held {
            left[*row] = Held { residual: kind.residual(&self.base, fitted, *row), interval };
        }
    }
}
