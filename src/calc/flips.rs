//! Flips: the nearest value of each input at which the verdict changes.

mod bracket;
mod stretch;

use std::cell::Cell;

use super::contest::Contest;
use super::contest::costs::Costs;
use super::input::{Input, Span};
use super::option::Kind;
use crate::scenario::Scenario;
use stretch::Stretch;

/// Distances that differ by less than this are the same.
const SAME: f64 = 1e-8;
/// Where the cost of a kind may rise and fall, the span is walked in this many steps.
const WALK: u32 = 128;

/// The value of an input at which the verdict changes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flip {
    /// The input.
    pub input: Input,
    /// Its value now.
    pub now: f64,
    /// The first value found with another verdict.
    pub at: f64,
    /// A ratio input: `at / now - 1`. Otherwise: the difference.
    pub change: f64,
    /// How far away it is: the size of the logarithm of the ratio, or of the difference over what
    /// counts as a whole change.
    pub distance: f64,
    /// What the verdict becomes; `None` when nothing meets the requirements any more.
    pub becomes: Option<Kind>,
}

/// The flips of every input, nearest first.
pub fn flips(contest: &Contest<'_>, resale: Option<f64>) -> Vec<Flip> {
    let mut found: Vec<Flip> =
        Input::ALL.into_iter().filter_map(|input| nearest(contest, input, resale)).collect();
    // Two that are as far away come in the order of the inputs, whatever the last digit says.
    found.sort_by_key(|flip| ((flip.distance / SAME).round() as u64, flip.input));
    found
}

/// The nearest flip of one input, up or down. `resale` stands for the profiles' own fractions.
pub fn nearest(contest: &Contest<'_>, input: Input, resale: Option<f64>) -> Option<Flip> {
    let scenario = contest.scenario();
    let stated = input.now(scenario);
    let now = if input == Input::Resale { stated.or(resale) } else { stated }?;
    let span = input.span(scenario, now);
    let budget = budget(scenario, input);
    let walk = Walk { contest, input, span, now, budget: Cell::new(budget) };
    let here = walk.point(now, 0.0);
    let winner = here.costs.winner()?;
    // A fraction for all machines can give another verdict than each machine's own.
    if stated.is_none() && contest.costs(scenario, 0.0).winner() != Some(winner) {
        return None;
    }
    let ends = [(span.low < now).then_some(span.low), (span.high > now).then_some(span.high)];
    let ends = ends.into_iter().flatten();
    let flips = ends.filter_map(|end| walk.first_flip(end, here, winner)).map(|at| walk.flip(at));
    flips.min_by(|a, b| a.distance.total_cmp(&b.distance))
}

/// One input being turned.
struct Walk<'a, 'c> {
    contest: &'a Contest<'c>,
    input: Input,
    span: Span,
    now: f64,
    /// How many more times the costs may be asked for.
    budget: Cell<u32>,
}

/// How often the costs may be asked for while looking for a bracket. Where months differ, each
/// question is a sum over all of them, and the search is coarser for it.
fn budget(scenario: &Scenario<'_>, input: Input) -> u32 {
    let moving = scenario.workload.growth_per_year != 0.0
        || scenario.assumptions.api_price_trend != 0.0
        || matches!(input, Input::Growth | Input::ApiPriceTrend);
    if moving { (30_000 / scenario.assumptions.horizon_months).clamp(64, 2_000) } else { 8_000 }
}

/// A value and the costs there.
#[derive(Clone, Copy)]
struct Point<'c> {
    value: f64,
    costs: Costs<'c>,
}

impl<'c> Walk<'_, 'c> {
    /// The costs at a value, of everything that costs at most `up_to` there.
    fn point(&self, value: f64, up_to: f64) -> Point<'c> {
        self.budget.set(self.budget.get().saturating_sub(1));
        let turned: Scenario<'c> = self.input.set(self.contest.scenario(), value);
        Point { value, costs: self.contest.costs(&turned, up_to) }
    }

    fn winner(&self, value: f64) -> Option<Kind> {
        self.point(value, 0.0).costs.winner()
    }

    /// The nearest value towards `end` at which the winner is another.
    fn first_flip(&self, end: f64, here: Point<'c>, winner: Kind) -> Option<f64> {
        if self.span.monotone {
            let far = self.point(end, here.costs.best());
            self.search(Stretch::whole(here, far), winner)
        } else {
            self.step_by_step(end, here, winner)
        }
    }

    /// The first step towards `end` at which the winner is another, narrowed down. Steps within
    /// which it surely stays are taken at once.
    fn step_by_step(&self, end: f64, here: Point<'c>, winner: Kind) -> Option<f64> {
        let steps = WALK.min(self.budget.get());
        let at = |step: u32| self.between(self.now, end, f64::from(step) / f64::from(steps));
        let machines = self.contest.machines_at_least();
        let (mut before, mut step, mut stride) = (here, 0, steps);
        while step < steps {
            stride = stride.min(steps - step);
            while stride > 1 && !self.stays(&before, at(step + stride), machines) {
                stride /= 2;
            }
            step += stride;
            let next = self.point(at(step), 0.0);
            if next.costs.winner() != Some(winner) {
                return Some(self.pin_down(before, next, winner).1);
            }
            (before, stride) = (next, stride * 2);
        }
        None
    }

    /// Whether the endpoint that wins at a point costs less than `machines` up to another value.
    fn stays(&self, from: &Point<'c>, to: f64, machines: f64) -> bool {
        let scenario = |value: f64| self.input.set(self.contest.scenario(), value);
        from.costs.winner() == Some(Kind::Api)
            && from.costs.best() < machines
            && from.costs.apis[0].is_some_and(|api| {
                self.contest.at_most(api, [&scenario(from.value), &scenario(to)]) < machines
            })
    }

    /// Where a value is on a line of even steps.
    fn position(&self, value: f64) -> f64 {
        if self.span.ratio { value.ln() } else { value }
    }

    /// A value on the way: even steps of the logarithm for a ratio. Months are whole.
    fn between(&self, from: f64, to: f64, share: f64) -> f64 {
        let value = if self.span.ratio {
            from * (to / from).powf(share)
        } else {
            from + (to - from) * share
        };
        if self.input != Input::Horizon {
            return value;
        }
        let (first, last) = (from.min(to) + 1.0, from.max(to) - 1.0);
        // Between neighbours there is nothing; staying ends the search.
        if first > last { from } else { value.round().clamp(first, last) }
    }

    fn flip(&self, at: f64) -> Flip {
        let Span { ratio, unit, .. } = self.span;
        let change = if ratio { at / self.now - 1.0 } else { at - self.now };
        let distance = if ratio { (at / self.now).ln().abs() } else { change.abs() / unit };
        let becomes = self.winner(at);
        Flip { input: self.input, now: self.now, at, change, distance, becomes }
    }
}
