//! Which of the runs become the profile: one shape of request, the median of runs that repeat it.

use super::grouped::{Point, grouped};
use super::input::Input;
use super::runs::{Bench, Run};
use crate::figure::{significant, whole};
use crate::profile::problem::Problem;

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
        for point in groups.iter().flatten() {
            agreeing(input, point)?;
        }
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
        let prefill = best.map(|at| prefills.swap_remove(at));
        if let Some(point) = &prefill {
            agreeing(input, point)?;
        }
        let other_decode = groups.into_iter().flatten().collect();
        Ok(Self { prefill, decode, other_prefill: prefills, other_decode })
    }
}

/// Repeated runs of one setting agree within this share of the lower, whatever their deviations.
const REPEATS: f64 = 0.1;

/// ... and never differ by more than this share of it.
const APART: f64 = 0.25;

/// A median of runs that contradict each other was measured by nobody: two cards, two sets of
/// flags, or a machine that was busy with something else.
fn agreeing(input: &Input, point: &Point) -> Result<(), Problem> {
    let (Some(low), Some(high)) = (point.rates.first(), point.rates.last()) else { return Ok(()) };
    let gap = high.rate - low.rate;
    let stated = low.deviation > 0.0 && high.deviation > 0.0;
    let within = if stated {
        (REPEATS * low.rate).max(5.0 * (low.deviation + high.deviation))
    } else {
        APART * low.rate
    };
    if gap <= within.min(APART * low.rate) {
        return Ok(());
    }
    let message = format!(
        "runs of one setting disagree: {} and {} tokens/s ({}); their middle was measured by nobody",
        significant(low.rate, 5),
        significant(high.rate, 5),
        tokens(&point.run)
    );
    Err(input.at(&high.span, message).hint(
        "two cards, other flags or a busy machine: keep the section of the machine you mean, and \
         import each on its own",
    ))
}

/// `512 prompt + 128 output tokens`.
pub fn tokens(run: &Run) -> String {
    match (run.prompt > 0.0, run.output > 0.0) {
        (true, true) => format!("{} prompt + {} output tokens", run.prompt, run.output),
        (true, false) => format!("{} prompt tokens", run.prompt),
        _ => format!("{} output tokens", run.output),
    }
}

/// The bounds of a profile's fields: what is outside them could not be read back.
fn believable(input: &Input, run: &Run) -> Result<(), Problem> {
    let context = run.depth + run.prompt + run.output;
    let inside = [
        ("requests in progress", run.concurrency, 1.0, 1e6),
        ("tokens of context", context, 1.0, 1e8),
        ("tokens per second", run.rate, 0.001, 1e8),
    ];
    match inside.iter().find(|(_, number, least, most)| !(number >= least && number <= most)) {
        None => Ok(()),
        Some((what, number, least, most)) => {
            let (number, most) = (significant(*number, 5), whole(*most));
            let message = format!("the run has {number} {what}; expected {least} to {most}");
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

#[cfg(test)]
mod tests {
    use super::*;

    fn run(concurrency: f64, depth: f64, output: f64, rate: f64) -> Run {
        Run { concurrency, depth, prompt: 0.0, output, rate, deviation: 0.0, span: 0..0 }
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
