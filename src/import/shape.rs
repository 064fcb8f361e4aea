//! Which of the runs become the profile: one shape of request, the median of runs that repeat it.

use super::grouped::Point;
use super::input::Input;
use super::runs::Bench;
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
    pub fn of(input: &Input, bench: &mut Bench) -> Result<Self, Problem> {
        let mut groups = std::mem::take(&mut bench.decode).ordered();
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
        let prefills = std::mem::take(&mut bench.prefill).ordered();
        let mut prefills: Vec<Point> = prefills.into_iter().flatten().collect();
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
        let other_decode = groups.into_iter().flatten().collect();
        Ok(Self { prefill, decode, other_prefill: prefills, other_decode })
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
    use crate::import::json;
    use crate::import::look::Look;
    use crate::import::measured_run::Run;

    fn run(concurrency: f64, depth: f64, output: f64, rate: f64) -> Run {
        Run { concurrency, depth, ..Run::alone(0.0, output, rate) }
    }

    #[test]
    fn the_widest_curve_wins_then_the_emptiest_context() {
        let input = Input::new("f", b"{}".to_vec()).unwrap();
        let json = json::document(&input, 0).unwrap();
        let chosen = |decode: Vec<Run>| {
            let mut bench = Bench::default();
            for run in decode {
                bench.decoded(&Look::new(&input, &json), &run).unwrap();
            }
            let chosen = Chosen::of(&input, &mut bench).unwrap();
            chosen.decode.iter().map(|point| point.run.rate).collect::<Vec<_>>()
        };
        let (deep, empty) = (run(1.0, 512.0, 128.0, 50.0), run(1.0, 0.0, 128.0, 60.0));
        assert_eq!(chosen(vec![deep.clone(), empty.clone()]), [60.0]);
        assert_eq!(chosen(vec![run(4.0, 512.0, 128.0, 150.0), deep, empty]), [50.0, 150.0]);
    }
}
