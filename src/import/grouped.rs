//! Runs of one shape together, by concurrency, in time that grows with the runs alone.

use std::collections::HashMap;

use super::look::Look;
use super::measured_run::Run;
use super::middle::Middle;
use crate::figure::significant;
use crate::profile::problem::Problem;

/// More shapes than these are the log of a server and no benchmark; it bounds the memory used.
const MOST_SHAPES: usize = 100_000;

/// Runs at one concurrency, and their median.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// The run that stands for them all; its rate is the median once the runs are ordered.
    pub run: Run,
    /// How many there are.
    pub count: usize,
    /// The lowest and the highest of them.
    pub extremes: (Rate, Rate),
    /// The largest deviation that one of them states.
    pub deviation: f64,
    rates: Middle,
}

/// The rate of one of several runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    /// Tokens per second.
    pub rate: f64,
    /// Its standard deviation, 0 when not stated.
    pub deviation: f64,
    /// The line on which it stands.
    line: u32,
}

/// Means of random lengths differ from run to run; a tenth is the same request.
const SLACK: f64 = 0.1;

/// Repeated runs of one setting agree within this share of the lower, whatever their deviations.
const REPEATS: f64 = 0.1;

/// ... and never differ by more than this share of it.
const APART: f64 = 0.25;

/// Runs by shape and concurrency.
#[derive(Clone, Debug, Default)]
pub struct Shapes {
    cells: HashMap<[i64; 3], Vec<usize>>,
    points: HashMap<(usize, u64), usize>,
    groups: Vec<Vec<Point>>,
    /// The shape of the last run and its group: runs of one shape follow each other.
    last: Option<([f64; 3], usize)>,
}

impl Shapes {
    /// Whether there is no run.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// Adds a run to those of its shape.
    ///
    /// # Errors
    /// When it contradicts another run of the same setting.
    pub fn add(&mut self, run: &Run, mean_shape: bool, look: &Look<'_>) -> Result<(), Problem> {
        let group = self.group(run, mean_shape);
        if group > MOST_SHAPES {
            let message = "the file has more than 100,000 shapes of request; is it a server's log?";
            return Err(look.problem(message));
        }
        let line = look.input.line(look.json.span.start);
        let rate = Rate { rate: run.rate, deviation: run.deviation, line };
        let points = &mut self.groups[group];
        let at = *self.points.entry((group, run.concurrency.to_bits())).or_insert(points.len());
        match points.get_mut(at) {
            Some(point) => point.add(rate, look),
            None => {
                let mut rates = Middle::default();
                rates.add(rate.rate);
                let (extremes, deviation) = ((rate, rate), rate.deviation);
                points.push(Point { run: run.clone(), count: 1, extremes, deviation, rates });
                Ok(())
            }
        }
    }

    /// The group of a run: the first of its shape, or a new one.
    fn group(&mut self, run: &Run, mean_shape: bool) -> usize {
        let shape = [run.prompt, run.output, run.depth];
        if let Some((_, known)) = self.last.filter(|(last, _)| *last == shape) {
            return known;
        }
        let found = near(run, mean_shape)
            .filter_map(|cell| self.cells.get(&cell))
            .flatten()
            .copied()
            .filter(|at| same_shape(&self.groups[*at][0].run, run, mean_shape))
            .min();
        let group = found.unwrap_or_else(|| {
            self.groups.push(Vec::new());
            self.cells.entry(cell(run, mean_shape)).or_default().push(self.groups.len() - 1);
            self.groups.len() - 1
        });
        self.last = Some((shape, group));
        group
    }

    /// The runs in file order of their shapes, each shape by concurrency, lowest first.
    pub fn ordered(self) -> Vec<Vec<Point>> {
        let mut groups = self.groups;
        for group in &mut groups {
            group.sort_by(|a, b| a.run.concurrency.total_cmp(&b.run.concurrency));
            for point in group {
                point.run.rate = std::mem::take(&mut point.rates).median();
            }
        }
        groups
    }
}

impl Point {
    /// A median of runs that contradict each other was measured by nobody: two cards, two sets of
    /// flags, or a machine that was busy with something else.
    fn add(&mut self, rate: Rate, look: &Look<'_>) -> Result<(), Problem> {
        let (mut low, mut high) = self.extremes;
        if rate.rate < low.rate {
            low = rate;
        }
        if rate.rate > high.rate {
            high = rate;
        }
        let gap = high.rate - low.rate;
        let stated = low.deviation > 0.0 && high.deviation > 0.0;
        let within = if stated {
            (REPEATS * low.rate).max(5.0 * (low.deviation + high.deviation))
        } else {
            APART * low.rate
        };
        if gap <= within.min(APART * low.rate) {
            self.extremes = (low, high);
            self.rates.add(rate.rate);
            self.deviation = self.deviation.max(rate.deviation);
            self.count += 1;
            return Ok(());
        }
        let message = format!(
            "runs of one setting disagree: {} and {} tokens/s on lines {} and {} ({}); their middle \
             was measured by nobody",
            significant(low.rate, 5),
            significant(high.rate, 5),
            low.line,
            high.line,
            tokens(&self.run)
        );
        Err(look.problem(message).hint(
            "two cards, other flags or a busy machine: keep the section of the machine you mean, \
             and import each on its own",
        ))
    }
}

/// `512 prompt + 128 output tokens`.
pub fn tokens(run: &Run) -> String {
    match (run.prompt > 0.0, run.output > 0.0) {
        (true, true) => format!("{} prompt + {} output tokens", run.prompt, run.output),
        (true, false) => format!("{} prompt tokens", run.prompt),
        _ => format!("{} output tokens", run.output),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    use crate::import::input::Input;
    use crate::import::json;

    fn grouped(runs: &[Run], mean_shape: bool) -> Vec<Vec<Point>> {
        let input = Input::new("f", b"{}".to_vec()).unwrap();
        let json = json::document(&input, 0).unwrap();
        let mut shapes = Shapes::default();
        for run in runs {
            shapes.add(run, mean_shape, &Look::new(&input, &json)).unwrap();
        }
        shapes.ordered()
    }

    #[test]
    fn runs_that_repeat_a_shape_become_their_median() {
        let runs = [9.0, 8.0, 8.5].map(|rate| Run::alone(0.0, 128.0, rate));
        let groups = grouped(&runs, false);
        assert_eq!(groups.len(), 1);
        assert_eq!((groups[0][0].run.rate, groups[0][0].count), (8.5, 3));
    }

    #[test]
    fn a_mean_shape_is_found_over_the_edge_of_a_cell() {
        for output in 1..2_000_u32 {
            let other = (f64::from(output) * 1.09).floor();
            let runs = [f64::from(output), other].map(|output| Run::alone(0.0, output, 9.0));
            assert_eq!(grouped(&runs, true).len(), 1, "{output} and {other}");
        }
    }
}
