//! Flips: the nearest value of each input at which the verdict changes.

use std::cell::Cell;

use super::contest::Contest;
use super::contest::costs::Costs;
use super::input::{Input, Span};
use super::option::Kind;
use crate::scenario::Scenario;

/// Steps from here to the end of a span, at the finest.
const STEPS: u32 = 2_048;
/// Width of the last bracket, as a part of the value: finer than any figure that is shown.
const NARROW: f64 = 1e-10;
/// Halvings at most: a bracket that begins at zero never gets narrow relative to its ends.
const HALVINGS: u32 = 100;
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
    found.sort_by(|a, b| a.distance.total_cmp(&b.distance).then(a.input.cmp(&b.input)));
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
    let sides = [walk.first_flip(span.low, here, winner), walk.first_flip(span.high, here, winner)];
    let flips = sides.into_iter().flatten().map(|at| walk.flip(at));
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
    if moving { (8_000 / scenario.assumptions.horizon_months).clamp(24, 400) } else { 8_000 }
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

    /// The same point with everything that costs at most `limit`.
    fn complete_to(&self, point: Point<'c>, limit: f64) -> Point<'c> {
        if point.costs.is_complete_to(limit) { point } else { self.point(point.value, limit) }
    }

    /// The nearest value towards `end` at which the winner is another.
    fn first_flip(&self, end: f64, start: Point<'c>, winner: Kind) -> Option<f64> {
        if end == self.now || (end < self.now) != (self.span.low < self.now && end == self.span.low)
        {
            return None;
        }
        if self.span.monotone {
            return self.search(start, self.point(end, start.costs.best()), winner, STEPS);
        }
        let mut before = start;
        let walk = WALK.min(self.budget.get());
        for step in 1..=walk {
            let share = f64::from(step) / f64::from(walk);
            let next = self.point(self.between(self.now, end, share), 0.0);
            if next.costs.winner() != Some(winner) {
                return Some(self.pin_down(before, next, winner));
            }
            before = next;
        }
        None
    }

    /// Divides until a flip is found or none can be in between: where every cost only rises or
    /// only falls, the winner stays when its dearer end is cheaper than the cheaper ends of all
    /// others.
    fn search(&self, near: Point<'c>, far: Point<'c>, winner: Kind, steps: u32) -> Option<f64> {
        let (mut near, mut far) = (near, far);
        if far.costs.winner() == Some(winner) {
            let safe = near.costs.best().max(far.costs.best());
            (near, far) = (self.complete_to(near, safe), self.complete_to(far, safe));
            let others = near.costs.others_at_least(winner).min(far.costs.others_at_least(winner));
            if safe < others && !self.may_dip(near, far, winner, safe) {
                return None;
            }
        }
        if steps <= 1 || self.budget.get() == 0 {
            let flipped = far.costs.winner() != Some(winner);
            return flipped.then(|| self.pin_down(near, far, winner));
        }
        let halfway = self.between(near.value, far.value, 0.5);
        if halfway == near.value {
            return self.search(near, far, winner, 1);
        }
        let middle = self.point(halfway, near.costs.best());
        if middle.costs.winner() == Some(winner) {
            self.search(near, middle, winner, steps / 2)
                .or_else(|| self.search(middle, far, winner, steps / 2))
        } else {
            self.search(near, middle, winner, steps / 2)
        }
    }

    /// Whether machines win here that fewer of them, spilling, may undercut in between.
    fn may_dip(&self, near: Point<'c>, far: Point<'c>, winner: Kind, below: f64) -> bool {
        if !matches!(winner, Kind::Local | Kind::Rent) {
            return false;
        }
        let turned = |point: Point<'c>| self.input.set(self.contest.scenario(), point.value);
        self.contest.may_dip([&turned(near), &turned(far)], below)
    }

    /// Narrows a bracket whose near end has the winner and whose far end has not; the far end that
    /// remains is the answer.
    ///
    /// Those that lead at the ends decide, unless another leads in between. So they alone are
    /// asked until the bracket is narrow, and everybody is asked whether it is a bracket still.
    fn pin_down(&self, near: Point<'c>, far: Point<'c>, winner: Kind) -> f64 {
        let (mut near, mut far) = (near, far);
        for _ in 0..HALVINGS {
            let leaders = self.contest.of_leaders([&near.costs, &far.costs]);
            let (input, span, now, budget) = (self.input, self.span, self.now, Cell::new(0));
            let among_leaders = Walk { contest: &leaders, input, span, now, budget };
            let (before, after) = among_leaders.halve(near.value, far.value, winner);
            let wins = |point: &Point<'_>| point.costs.winner() == Some(winner);
            if before != near.value {
                let point = self.point(before, 0.0);
                if !wins(&point) {
                    far = point;
                    continue;
                }
            }
            if after == far.value {
                break;
            }
            let point = self.point(after, 0.0);
            if !wins(&point) {
                return after;
            }
            near = point;
        }
        far.value
    }

    /// Halves a bracket until it is narrow.
    fn halve(&self, near: f64, far: f64, winner: Kind) -> (f64, f64) {
        let (mut near, mut far) = (near, far);
        for _ in 0..HALVINGS {
            if (far - near).abs() <= NARROW * near.abs().max(far.abs()) {
                break;
            }
            let middle = self.between(near, far, 0.5);
            if middle == near || middle == far {
                break;
            }
            if self.winner(middle) == Some(winner) { near = middle } else { far = middle }
        }
        (near, far)
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
