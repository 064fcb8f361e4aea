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
/// How far away a flip is looked for at first.
const NEAR: f64 = 0.5;
/// Where the cost of a kind may rise and fall, it is taken to do one of the two within a leg of the
/// way. A bill bends rarely; where machines win, one more of them may be needed on any leg.
const LEGS: [f64; 2] = [16.0, 128.0];

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

/// The nearest flips, nearest first, at most as many as are wanted: all near ones of all inputs come
/// before any that is farther away, so that of a few only the near ones are looked for. `resale`
/// stands for the profiles' own fractions.
pub fn flips(contest: &Contest<'_, '_>, resale: Option<f64>, wanted: usize) -> Vec<Flip> {
    let here = contest.costs(contest.scenario(), 0.0);
    let Some(winner) = here.winner() else { return Vec::new() };
    let walks = Input::ALL.into_iter().filter_map(|input| {
        let walk = Walk::new(contest, input, resale)?;
        let from = walk.start(here);
        (from.costs.winner() == Some(winner)).then_some((walk, from))
    });
    let (mut walks, mut found): (Vec<_>, Vec<Flip>) = (walks.collect(), Vec::new());
    for (from, to) in [(0.0, NEAR), (NEAR, f64::INFINITY)] {
        if found.len() >= wanted {
            break;
        }
        walks.retain(|(walk, start)| {
            let flip = walk.nearest(*start, winner, [from, to]);
            found.extend(flip);
            flip.is_none()
        });
    }
    // Two that are as far away come in the order of the inputs, whatever the last digit says.
    found.sort_by_key(|flip| ((flip.distance / SAME).round() as u64, flip.input));
    found.truncate(wanted);
    found
}

/// One input being turned.
struct Walk<'a, 'c> {
    contest: &'a Contest<'a, 'c>,
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

impl<'a, 'c> Walk<'a, 'c> {
    /// The way that an input is turned; `None` when it has no value.
    fn new(contest: &'a Contest<'a, 'c>, input: Input, resale: Option<f64>) -> Option<Self> {
        let scenario = contest.scenario();
        let stated = input.now(scenario);
        let now = if input == Input::Resale { stated.or(resale) } else { stated }?;
        let (span, budget) = (input.span(scenario, now), Cell::new(budget(scenario, input)));
        Some(Self { contest, input, span, now, budget })
    }

    /// Today's value and the costs there.
    fn start(&self, here: Costs<'c>) -> Point<'c> {
        match self.input {
            // One fraction for all machines, and the mix of the volume for the request too.
            Input::Resale | Input::InputShare => self.point(self.now, 0.0),
            _ => Point { value: self.now, costs: here },
        }
    }

    /// The costs at a value, of everything that costs at most `up_to` there.
    fn point(&self, value: f64, up_to: f64) -> Point<'c> {
        self.budget.set(self.budget.get().saturating_sub(1));
        let turned: Scenario<'c> = self.input.set(self.contest.scenario(), value);
        Point { value, costs: self.contest.costs(&turned, up_to) }
    }

    /// The nearest flip, up or down, of those between two distances.
    fn nearest(&self, start: Point<'c>, winner: Kind, distances: [f64; 2]) -> Option<Flip> {
        let flips = [-1.0, 1.0].into_iter().filter_map(|side| {
            let [from, to] = distances.map(|distance| self.at_distance(side * distance));
            let near = if from == self.now { start } else { self.point(from, start.costs.best()) };
            let at = (from != to).then(|| self.first_flip(near, to, winner))??;
            Some(self.flip(at))
        });
        flips.min_by(|a, b| a.distance.total_cmp(&b.distance))
    }

    /// The value this far away, or the end of the span.
    fn at_distance(&self, distance: f64) -> f64 {
        let Span { low, high, ratio, unit, .. } = self.span;
        let value = if ratio { self.now * distance.exp() } else { self.now + unit * distance };
        let value = match self.input {
            Input::Horizon if distance > 0.0 => value.floor(),
            Input::Horizon => value.ceil(),
            _ => value,
        };
        // Today's value may lie outside of what is tried.
        if distance > 0.0 { value.min(high).max(self.now) } else { value.max(low).min(self.now) }
    }

    /// The nearest value on the way to `end` at which the winner is another.
    fn first_flip(&self, from: Point<'c>, end: f64, winner: Kind) -> Option<Point<'c>> {
        let legs = if self.span.monotone {
            1
        } else {
            let in_span = LEGS[usize::from(winner != Kind::Api)];
            let Span { low, high, .. } = self.span;
            ((end - from.value).abs() / (high - low) * in_span).ceil() as u32
        };
        let mut near = from;
        for leg in 1..=legs {
            let value = self.between(from.value, end, f64::from(leg) / f64::from(legs));
            let value = if leg == legs { end } else { value };
            let far = self.point(value, near.costs.best());
            let found = self.search(Stretch::whole(near, far, legs), winner);
            if found.is_some() {
                return found;
            }
            near = far;
        }
        None
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

    fn flip(&self, Point { value: at, costs }: Point<'c>) -> Flip {
        let Span { ratio, unit, .. } = self.span;
        let change = if ratio { at / self.now - 1.0 } else { at - self.now };
        let distance = if ratio { (at / self.now).ln().abs() } else { change.abs() / unit };
        Flip { input: self.input, now: self.now, at, change, distance, becomes: costs.winner() }
    }
}
