//! What the cheapest of each kind costs, as far as it matters.

use crate::api::Api;
use crate::calc::option::Kind;

/// The kinds in the order of the output.
const KINDS: [Kind; 4] = [Kind::Api, Kind::Local, Kind::Rent, Kind::Hybrid];

/// Total cost over the horizon of the cheapest option of each kind, by [`Kind`], where it is at
/// most what was asked for.
#[derive(Clone, Copy, Debug)]
pub struct Costs<'c> {
    /// The cheapest option that was looked at; infinite where there is none.
    found: [f64; 4],
    /// The least of these.
    best: f64,
    /// What those that were left out cost at least; infinite where none was.
    left_out: [f64; 4],
    /// The cost up to which nothing was left out.
    up_to: f64,
    /// The machines of the cheapest of all, if it has any.
    pub leading: Option<Place>,
    /// The cheapest endpoints for everything, and for what is not hard.
    pub apis: [Option<&'c Api>; 2],
}

/// Where a fleet stands in a contest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Among those that may serve what is not hard; otherwise among those that may serve everything.
    pub easy: bool,
    /// Which machines.
    pub machines: usize,
    /// Which of their fleets.
    pub fleet: usize,
}

impl Costs<'_> {
    pub(super) const fn none(up_to: f64) -> Self {
        let nothing = [f64::INFINITY; 4];
        let (leading, apis) = (None, [None; 2]);
        Self { found: nothing, best: f64::INFINITY, left_out: nothing, up_to, leading, apis }
    }

    /// The kind of the cheapest; of equals the first in the order of the output.
    pub fn winner(&self) -> Option<Kind> {
        let best = KINDS
            .into_iter()
            .min_by(|a, b| self.found[*a as usize].total_cmp(&self.found[*b as usize]))?;
        self.found[best as usize].is_finite().then_some(best)
    }

    /// The cheapest of all.
    pub const fn best(&self) -> f64 {
        self.best
    }

    /// What every kind but one costs at least.
    pub fn others_at_least(&self, kind: Kind) -> f64 {
        let others = KINDS.into_iter().filter(|other| *other != kind).map(|other| other as usize);
        others.fold(f64::INFINITY, |least, k| least.min(self.found[k]).min(self.left_out[k]))
    }

    /// How much less a kind costs than any other of what was found.
    pub fn lead(&self, kind: Kind) -> f64 {
        self.others_at_least(kind) - self.found[kind as usize]
    }

    /// Whether nothing that costs at most `limit` was left out.
    pub fn is_complete_to(&self, limit: f64) -> bool {
        self.up_to >= limit || self.left_out.iter().all(|least| *least > limit)
    }

    pub(super) fn add(&mut self, kind: Kind, cost: f64, machines: Option<Place>) {
        if cost < self.best {
            (self.best, self.leading) = (cost, machines);
        }
        let slot = &mut self.found[kind as usize];
        *slot = slot.min(cost);
    }

    /// Leaves out all machines that cost at least this much, whatever their kind, if they can neither
    /// be the cheapest of all nor cost at most what was asked for.
    pub(super) fn leaves_out_all(&mut self, at_least: f64) -> bool {
        let leaves_out = at_least > self.best.max(self.up_to);
        if leaves_out {
            for kind in [Kind::Local, Kind::Rent, Kind::Hybrid] {
                let least = &mut self.left_out[kind as usize];
                *least = least.min(at_least);
            }
        }
        leaves_out
    }

    /// Whether an option that costs at least this much may be left out: it cannot be the cheapest
    /// of all nor at most what was asked for, or it is not the cheapest of its kind.
    pub(super) fn leaves_out(&mut self, kind: Kind, at_least: f64) -> bool {
        let k = kind as usize;
        if at_least <= self.best.max(self.up_to).min(self.found[k]) {
            return false;
        }
        self.left_out[k] = self.left_out[k].min(at_least);
        true
    }
}
