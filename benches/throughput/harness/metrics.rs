//! Errors, quantiles and coverage.

use std::collections::BTreeMap;

use super::row::{Kind, Row};

/// The quantile of values: linear between the sorted ones.
pub fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = share * (sorted.len() - 1) as f64;
    let below = at as usize;
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (sorted[above] - sorted[below]) * (at - below as f64)
}

/// The quantile of values with weights: linear between the middles of the sorted ones.
pub fn weighted_quantile(values: &mut [(f64, f64)], share: f64) -> f64 {
    values.sort_by(|a, b| a.0.total_cmp(&b.0));
    let at = share * values.iter().map(|(_, weight)| weight).sum::<f64>();
    let (mut before, mut last) = (0.0, None);
    for (value, weight) in values.iter() {
        let middle = before + weight / 2.0;
        if middle >= at {
            let (from, low) = last.unwrap_or((middle, *value));
            let part = if middle > from { (at - from) / (middle - from) } else { 0.0 };
            return low + (value - low) * part;
        }
        (before, last) = (before + weight, Some((middle, *value)));
    }
    last.map_or(f64::NAN, |(_, value)| value)
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
    /// Predicted over measured at the median, less 1, percent.
    pub bias: f64,
    /// Percent inside their interval.
    pub coverage: f64,
}

impl Summary {
    /// Of residuals, at least one.
    pub fn of(held: &[Held]) -> Self {
        let errors: Vec<f64> = held.iter().map(|held| held.error()).collect();
        let residuals: Vec<f64> = held.iter().map(|held| held.residual).collect();
        let covered = held.iter().filter(|held| held.is_covered()).count();
        Self {
            number: held.len(),
            median: 100.0 * quantile(&errors, 0.5),
            p90: 100.0 * quantile(&errors, 0.9),
            bias: 100.0 * ((-quantile(&residuals, 0.5)).exp() - 1.0),
            coverage: 100.0 * covered as f64 / held.len() as f64,
        }
    }

    /// One line.
    pub fn line(&self, name: &str) -> String {
        format!(
            "{name:<34} n {:>5}  median {:>6.1}%  p90 {:>7.1}%  bias {:>+6.1}%  coverage {:>5.1}%",
            self.number, self.median, self.p90, self.bias, self.coverage
        )
    }
}

/// Groups with fewer rows are not printed.
const LEAST: usize = 8;

/// What rows are grouped by: a word and the group of a row.
type Grouping = (&'static str, fn(&Row) -> String);

const GROUPINGS: [Grouping; 6] = [
    ("builds", |row| if row.year >= 2026.0 { "since 2026" } else { "before 2026" }.into()),
    ("family", |row| row.family.clone()),
    ("engine", |row| row.engine.clone()),
    ("layers", |row| if row.experts > 0.0 { "experts" } else { "dense" }.into()),
    ("context", |row| {
        let tokens = row.depth + row.request.prompt_tokens + row.request.output_tokens;
        bucket(tokens, &[1_024.0, 4_096.0, 16_384.0, 65_536.0])
    }),
    ("concurrency", |row| bucket(row.streams * row.layout.replicas, &[1.0, 4.0, 16.0, 64.0])),
];

fn bucket(value: f64, ends: &[f64]) -> String {
    let end = ends.iter().find(|end| value <= **end);
    end.map_or_else(|| format!("above {}", ends[ends.len() - 1]), |end| format!("up to {end}"))
}

/// Lines for a kind: all of its rows, then by family, engine, layers, context and concurrency.
pub fn lines(kind: Kind, what: &str, rows: &[Row], held: &[Held]) -> Vec<String> {
    let own: Vec<(&Row, Held)> =
        rows.iter().zip(held.iter().copied()).filter(|(row, _)| row.kind == kind).collect();
    let all: Vec<Held> = own.iter().map(|(_, held)| *held).collect();
    if all.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![Summary::of(&all).line(&format!("{} {what}", kind.word()))];
    // Of a family with one machine nothing is left when that is left out.
    let has_others = |row: &Row| {
        rows.iter().any(|other| other.family == row.family && other.hardware != row.hardware)
    };
    let machines =
        |row: &Row| if has_others(row) { "several in family" } else { "one in family" }.to_string();
    let by_row = GROUPINGS.iter().map(|(word, group)| (*word, group as &dyn Fn(&Row) -> String));
    for (word, group) in by_row.chain([("machines", &machines as &dyn Fn(&Row) -> String)]) {
        let mut groups: BTreeMap<String, Vec<Held>> = BTreeMap::new();
        for (row, held) in &own {
            groups.entry(group(row)).or_default().push(*held);
        }
        let enough = groups.iter().filter(|(_, held)| held.len() >= LEAST);
        lines.extend(
            enough.map(|(name, held)| Summary::of(held).line(&format!("    {word:<11} {name}"))),
        );
    }
    lines
}
