//! Which of the runs become the profile: one shape of request, the median of runs that repeat it.

use super::input::Input;
use super::runs::{Bench, Run};
use crate::figure::{significant, whole};
use crate::profile::problem::Problem;

/// Runs at one concurrency, and their median.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// The run that stands for them all, with the median rate.
    pub run: Run,
    /// Every rate, lowest first.
    pub rates: Vec<f64>,
}

/// The points of the profile, and those left out.
#[derive(Clone, Debug, Default)]
pub struct Chosen {
    /// The prompt rate.
    pub prefill: Option<Point>,
    /// The decode curve, lowest concurrency first.
    pub decode: Vec<Point>,
    /// Prompt rates of other shapes.
    pub other_prefill: Vec<Point>,
    /// Output rates of other shapes.
    pub other_decode: Vec<Point>,
}

impl Chosen {
    /// Of several shapes, the one measured at the most concurrencies; among equals the one with
    /// the emptiest context before it, then the longest, then the first.
    ///
    /// Prefill is that of the lowest concurrency, where prompts do not wait for each other.
    ///
    /// # Errors
    /// When no run measured output, without which there is no profile.
    pub fn of(input: &Input, bench: &Bench) -> Result<Self, Problem> {
        for run in bench.prefill.iter().chain(&bench.decode) {
            believable(input, run)?;
        }
        let mut groups = grouped(&bench.decode, bench.mean_shape);
        let rank = |group: &Vec<Point>| {
            let run = &group[0].run;
            (group.len(), -run.depth, run.prompt + run.output)
        };
        let Some(best) = best_by(&groups, rank) else {
            let message = "no run measured output tokens per second, and a profile needs that";
            return Err(input
                .at(&input.end(), message)
                .hint("measure decode too; with llama-bench that is `-n 128`"));
        };
        let decode = groups.remove(best);
        let mut prefills: Vec<Point> =
            grouped(&bench.prefill, bench.mean_shape).into_iter().flatten().collect();
        let (depth, prompt) = (decode[0].run.depth, decode[0].run.prompt);
        // The prompts of the chosen requests come first, then prompts in as full a context.
        let nearness = |point: &Point| {
            let run = &point.run;
            let same = |a: f64, b: f64| if a == b { 1.0 } else { 0.0 };
            (
                same(run.prompt, prompt) + same(run.depth, depth),
                -run.depth,
                run.prompt,
                -run.concurrency,
            )
        };
        let best = best_by(&prefills, nearness);
        let prefill = best.map(|at| prefills.remove(at));
        let other_decode = groups.into_iter().flatten().collect();
        Ok(Self { prefill, decode, other_prefill: prefills, other_decode })
    }
}

/// The bounds of a profile's fields: what is outside them could not be read back.
fn believable(input: &Input, run: &Run) -> Result<(), Problem> {
    let context = run.depth + run.prompt + run.output;
    let inside = [
        ("requests in progress", run.concurrency, 1e6),
        ("tokens of context", context, 1e8),
        ("tokens per second", run.rate, 1e8),
    ];
    match inside.iter().find(|(_, number, most)| !(*number > 0.0 && number <= most)) {
        None => Ok(()),
        Some((what, number, most)) => {
            let (number, most) = (significant(*number, 5), whole(*most));
            let message =
                format!("the run has {number} {what}; expected above 0 and at most {most}");
            Err(input.at(&run.span, message))
        }
    }
}

/// The first of the items with the highest rank.
fn best_by<T, R: PartialOrd>(items: &[T], rank: impl Fn(&T) -> R) -> Option<usize> {
    let mut best: Option<(usize, R)> = None;
    for (at, item) in items.iter().enumerate() {
        let rank = rank(item);
        if best.as_ref().is_none_or(|(_, top)| rank > *top) {
            best = Some((at, rank));
        }
    }
    best.map(|(at, _)| at)
}

/// Runs by shape in file order, each shape by concurrency, lowest first.
fn grouped(runs: &[Run], mean_shape: bool) -> Vec<Vec<Point>> {
    let mut groups: Vec<Vec<Point>> = Vec::new();
    for run in runs {
        let found = groups.iter().position(|group| same_shape(&group[0].run, run, mean_shape));
        let group = match found {
            Some(at) => &mut groups[at],
            None => {
                groups.push(Vec::new());
                let last = groups.len() - 1;
                &mut groups[last]
            }
        };
        match group.iter_mut().find(|point| point.run.concurrency == run.concurrency) {
            Some(point) => point.rates.push(run.rate),
            None => group.push(Point { run: run.clone(), rates: vec![run.rate] }),
        }
    }
    for group in &mut groups {
        group.sort_by(|a, b| a.run.concurrency.total_cmp(&b.run.concurrency));
        for point in group {
            point.rates.sort_by(f64::total_cmp);
            point.run.rate = median(&point.rates);
        }
    }
    groups
}

/// Means of random lengths differ from run to run; a tenth is the same request.
fn same_shape(a: &Run, b: &Run, mean_shape: bool) -> bool {
    let slack = if mean_shape { 0.1 } else { 0.0 };
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
        Run { concurrency, depth, prompt: 0.0, output, rate, span: 0..0 }
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
    fn the_widest_curve_wins_then_the_emptiest_context() {
        let input = Input::new("f", b"x".to_vec()).unwrap();
        let chosen = |decode: Vec<Run>| {
            let bench = Bench { decode, ..Bench::default() };
            let chosen = Chosen::of(&input, &bench).unwrap();
            chosen.decode.iter().map(|point| point.run.rate).collect::<Vec<_>>()
        };
        let (deep, empty) = (run(1.0, 512.0, 128.0, 50.0), run(1.0, 0.0, 128.0, 60.0));
        assert_eq!(chosen(vec![deep.clone(), empty.clone()]), [60.0]);
        assert_eq!(chosen(vec![run(4.0, 512.0, 128.0, 150.0), deep, empty]), [50.0, 150.0]);
    }
}
