//! The nearest flip where the cost of every kind only rises or only falls.

use super::{Point, Walk};
use crate::calc::input::Input;
use crate::calc::option::Kind;
use crate::calc::root::meeting;

/// Steps from here to the end of what is searched, at the finest.
const STEPS: f64 = 2_048.0;
/// What costs as much as something else but for the rounding.
const EQUAL: f64 = 1.0 + 1e-12;

/// A part of the way from the value of an input to an end of its span.
#[derive(Clone, Copy)]
pub struct Stretch<'c> {
    near: Point<'c>,
    far: Point<'c>,
    /// Its length, in steps.
    steps: f64,
    /// Whether to divide it in the middle.
    halve: bool,
}

impl<'c> Stretch<'c> {
    /// One of as many legs of the way.
    pub fn whole(near: Point<'c>, far: Point<'c>, legs: u32) -> Self {
        Self { near, far, steps: STEPS / f64::from(legs), halve: false }
    }
}

impl<'c> Walk<'_, 'c> {
    /// The nearest flip on a stretch where the cost of every kind only rises or only falls: one
    /// between its ends, if the winner differs there, and then one before that, until none can be.
    ///
    /// The winner stays when its dearer end is cheaper than the cheaper ends of all others; else the
    /// stretch is divided.
    pub fn search(&self, stretch: Stretch<'c>, winner: Kind) -> Option<Point<'c>> {
        let Stretch { near, far, steps, .. } = stretch;
        if far.costs.winner() != Some(winner) {
            let [before, at] = self.pin_down(near, far, winner);
            return self.search(Stretch { far: before, ..stretch }, winner).or(Some(at));
        }
        let narrow = near.value == far.value || steps <= 1.0;
        if narrow || self.budget.get() == 0 || self.stays(winner) {
            return None;
        }
        let safe = near.costs.best().max(far.costs.best());
        let (near, far) = (self.complete_to(near, safe), self.complete_to(far, safe));
        let others = near.costs.others_at_least(winner).min(far.costs.others_at_least(winner));
        if safe <= others * EQUAL && !self.may_dip(near, far, winner, safe) {
            return None;
        }
        let share = if stretch.halve { 0.5 } else { self.safe_share(near, far, winner) };
        let value = self.between(near.value, far.value, share);
        if value == near.value {
            return None;
        }
        let middle = self.point(value, safe);
        // Where the costs bend, halving is what makes it end.
        let first = Stretch { near, far: middle, steps: steps * share, halve: !stretch.halve };
        let nearer = self.search(first, winner);
        if nearer.is_some() || middle.costs.winner() != Some(winner) {
            return nearer;
        }
        let rest = Stretch { near: middle, far, steps: steps * (1.0 - share), halve: false };
        self.search(rest, winner)
    }

    /// Whether a winner at both ends wins in between, because it is an endpoint and the bills of all
    /// endpoints are turned in proportion. Then its cost is a straight line in them, and so is that
    /// of every other option; the cheapest of several lines is nowhere below the line between two of
    /// its points.
    fn stays(&self, winner: Kind) -> bool {
        winner == Kind::Api
            && match self.input {
                Input::ApiPrice => true,
                Input::ApiPriceTrend => self.contest.prices_stay_in_proportion(),
                _ => false,
            }
    }

    /// Where to divide: as far as the winner stays if all costs move in a straight line, but not in
    /// the first half.
    fn safe_share(&self, near: Point<'c>, far: Point<'c>, winner: Kind) -> f64 {
        let own = [near, far].map(|point| point.costs.best());
        let others = [near, far].map(|point| point.costs.others_at_least(winner));
        let value = near.value + (far.value - near.value) * meeting(own, others);
        let [start, there, end] = [near.value, value, far.value].map(|v| self.position(v));
        let share = (there - start) / (end - start);
        if share > 0.5 && share < 1.0 { share } else { 0.5 }
    }

    /// Whether machines win here that fewer of them, spilling, may undercut in between.
    fn may_dip(&self, near: Point<'c>, far: Point<'c>, winner: Kind, below: f64) -> bool {
        if !matches!(winner, Kind::Local | Kind::Rent) {
            return false;
        }
        let turned = |point: Point<'c>| self.input.set(self.contest.scenario(), point.value);
        self.contest.may_dip([&turned(near), &turned(far)], below)
    }

    /// The same point with everything that costs at most `limit`.
    fn complete_to(&self, point: Point<'c>, limit: f64) -> Point<'c> {
        if point.costs.is_complete_to(limit) { point } else { self.point(point.value, limit) }
    }
}
