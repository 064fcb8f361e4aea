//! Two neighbouring values between which the winner changes.

use std::cell::Cell;

use super::{Point, Walk};
use crate::calc::option::Kind;
use crate::calc::root::crossing;

/// Width of the last bracket, as a part of the value: finer than any figure that is shown.
const NARROW: f64 = 1e-10;
/// Narrowings at most: a bracket that begins at zero never gets narrow relative to its ends.
const NARROWINGS: u32 = 100;

/// By how much a kind is ahead of all others at a value, or behind.
#[derive(Clone, Copy)]
struct Lead {
    at: f64,
    wins: bool,
    by: f64,
}

impl<'c> Walk<'_, 'c> {
    /// Narrows a bracket whose near end has the winner and whose far end has not, to a point that has
    /// the winner and the one next to it, which has not.
    ///
    /// Those that lead at the ends decide, unless another leads in between. So they alone are
    /// asked until the bracket is narrow, and everybody is asked whether it is a bracket still.
    pub fn pin_down(&self, near: Point<'c>, far: Point<'c>, winner: Kind) -> [Point<'c>; 2] {
        let (mut near, mut far) = (near, far);
        for _ in 0..NARROWINGS {
            let leaders = self.contest.of_leaders([&near.costs, &far.costs]);
            let (input, span, now, budget) = (self.input, self.span, self.now, Cell::new(0));
            let among_leaders = Walk { contest: &leaders, input, span, now, budget };
            let (before, after) = among_leaders.narrow([near, far], winner);
            let wins = |point: &Point<'_>| point.costs.winner() == Some(winner);
            if before != near.value {
                let point = self.point(before, near.costs.best());
                if !wins(&point) {
                    far = point;
                    continue;
                }
                near = point;
            }
            if after == far.value {
                break;
            }
            let point = self.point(after, 0.0);
            if !wins(&point) {
                return [near, point];
            }
            near = point;
        }
        [near, far]
    }

    /// Narrows a bracket whose near end has the winner and whose far end has not.
    fn narrow(&self, ends: [Point<'c>; 2], winner: Kind) -> (f64, f64) {
        let [mut newest, mut other] = ends.map(|end| self.lead_at(end, winner));
        let mut share = 0.5;
        for _ in 0..NARROWINGS {
            let value = self.between(newest.at, other.at, share);
            if value == newest.at || value == other.at {
                break;
            }
            let (found, before) = (self.lead(value, winner), newest);
            // The new one takes the place of the one on its side.
            let replaced = if found.wins == before.wins {
                before
            } else {
                std::mem::replace(&mut other, before)
            };
            newest = found;
            let width = (other.at - newest.at).abs();
            let narrow = NARROW * newest.at.abs().max(other.at.abs());
            if width <= narrow {
                break;
            }
            // Never so close to an end that the bracket would not get narrow from the other.
            let least = 0.5 * narrow / width;
            let points = [newest, other, replaced].map(|lead| (self.position(lead.at), lead.by));
            share = crossing(points).clamp(least, 1.0 - least);
        }
        if newest.wins { (newest.at, other.at) } else { (other.at, newest.at) }
    }

    /// The lead where all costs are known, or those of the leaders at least.
    fn lead_at(&self, Point { value, costs }: Point<'c>, winner: Kind) -> Lead {
        let by = costs.lead(winner);
        if by.is_finite() {
            Lead { at: value, wins: costs.winner() == Some(winner), by }
        } else {
            self.lead(value, winner)
        }
    }

    fn lead(&self, at: f64, winner: Kind) -> Lead {
        let turned = self.input.set(self.contest.scenario(), at);
        let costs = self.contest.costs(&turned, f64::INFINITY);
        Lead { at, wins: costs.winner() == Some(winner), by: costs.lead(winner) }
    }
}
