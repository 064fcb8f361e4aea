//! Runs of one shape together, by concurrency, in time that grows with the runs alone.

use std::collections::HashMap;
use std::ops::Range;

use super::runs::Run;

/// Runs at one concurrency, and their median.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// The run that stands for them all, with the median rate.
    pub run: Run,
    /// Every rate, lowest first.
    pub rates: Vec<Rate>,
}

/// The rate of one of several runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Rate {
    /// Tokens per second.
    pub rate: f64,
    /// Its standard deviation, 0 when not stated.
    pub deviation: f64,
    /// Where it stands.
    pub span: Range<usize>,
}

/// Means of random lengths differ from run to run; a tenth is the same request.
const SLACK: f64 = 0.1;

/// Runs by shape in file order, each shape by concurrency, lowest first.
pub fn grouped(runs: &[Run], mean_shape: bool) -> Vec<Vec<Point>> {
    let mut shapes: HashMap<[i64; 3], Vec<usize>> = HashMap::new();
    let mut points: HashMap<(usize, u64), usize> = HashMap::new();
    let mut groups: Vec<Vec<Point>> = Vec::new();
    for run in runs {
        let found = near(run, mean_shape)
            .filter_map(|cell| shapes.get(&cell))
            .flatten()
            .copied()
            .filter(|at| same_shape(&groups[*at][0].run, run, mean_shape))
            .min();
        let group = found.unwrap_or_else(|| {
            groups.push(Vec::new());
            shapes.entry(cell(run, mean_shape)).or_default().push(groups.len() - 1);
            groups.len() - 1
        });
        let rate = Rate { rate: run.rate, deviation: run.deviation, span: run.span.clone() };
        let at = points.entry((group, run.concurrency.to_bits())).or_insert(groups[group].len());
        match groups[group].get_mut(*at) {
            Some(point) => point.rates.push(rate),
            None => groups[group].push(Point { run: run.clone(), rates: vec![rate] }),
        }
    }
    for group in &mut groups {
        group.sort_by(|a, b| a.run.concurrency.total_cmp(&b.run.concurrency));
        for point in group {
            point.rates.sort_by(|a, b| a.rate.total_cmp(&b.rate));
            let rates: Vec<f64> = point.rates.iter().map(|rate| rate.rate).collect();
            point.run.rate = median(&rates);
        }
    }
    groups
}

/// The cell of a shape in a grid, in which shapes within the slack are at most a cell apart.
fn cell(run: &Run, mean_shape: bool) -> [i64; 3] {
    let step = |tokens: f64| match mean_shape {
        true => ((tokens + 1.0).ln() / (1.0 / (1.0 - SLACK)).ln()).floor() as i64,
        false => tokens.to_bits() as i64,
    };
    [step(run.prompt), step(run.output), step(run.depth)]
}

/// The cells in which a shape like this one can be.
fn near(run: &Run, mean_shape: bool) -> impl Iterator<Item = [i64; 3]> {
    let [a, b, c] = cell(run, mean_shape);
    let reach = i64::from(mean_shape);
    (-reach..=reach).flat_map(move |x| {
        (-reach..=reach).flat_map(move |y| (-reach..=reach).map(move |z| [a + x, b + y, c + z]))
    })
}

fn same_shape(a: &Run, b: &Run, mean_shape: bool) -> bool {
    let slack = if mean_shape { SLACK } else { 0.0 };
    let same = |a: f64, b: f64| (a - b).abs() <= slack * a.max(b);
    same(a.prompt, b.prompt) && same(a.output, b.output) && same(a.depth, b.depth)
}

/// The middle of sorted numbers, the mean of the two in the middle of an even count.
pub fn median(sorted: &[f64]) -> f64 {
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => 0.0,
        length if length % 2 == 1 => sorted[middle],
        _ => f64::midpoint(sorted[middle - 1], sorted[middle]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(concurrency: f64, depth: f64, output: f64, rate: f64) -> Run {
        Run { concurrency, depth, prompt: 0.0, output, rate, deviation: 0.0, span: 0..0 }
    }

    #[test]
    fn runs_that_repeat_a_shape_become_their_median() {
        let runs =
            [run(1.0, 0.0, 128.0, 9.0), run(1.0, 0.0, 128.0, 7.0), run(1.0, 0.0, 128.0, 8.5)];
        let groups = grouped(&runs, false);
        assert_eq!(groups.len(), 1);
        assert_eq!((groups[0][0].run.rate, groups[0][0].rates.len()), (8.5, 3));
        assert_eq!(median(&[1.0, 2.0, 4.0, 8.0]), 3.0);
    }

    #[test]
    fn a_mean_shape_is_found_over_the_edge_of_a_cell() {
        for output in 1..2_000_u32 {
            let other = (f64::from(output) * 1.09).floor();
            let runs = [run(1.0, 0.0, f64::from(output), 9.0), run(1.0, 0.0, other, 9.0)];
            assert_eq!(grouped(&runs, true).len(), 1, "{output} and {other}");
        }
    }
}
