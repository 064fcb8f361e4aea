//! Of the deployments on one machine, which all cost the same to have, those that no other outpaces.

use super::rank::outranks;
use super::rated::{Rated, Slot};
use crate::calc::capacity::activities::mixed;
use crate::calc::capacity::activity::{Activity, ByLoad, FewKnown};
use crate::calc::capacity::fleet::Tenure;
use crate::calc::capacity::queue::{KNOTS, knot};
use crate::calc::price::wall_power::power_parts;
use crate::calc::throughput::Rates;
use crate::range::Pick;
use crate::tier::Tier;

/// The ends of the intervals, and between them what is typical.
const ENDS: [Pick; 3] = [Pick::Low, Pick::Typical, Pick::High];

impl Rated<'_, '_> {
    /// Of those that are able the ones that no other outpaces in every number, of equals the one that can
    /// do more.
    pub fn fastest(&self, machine: usize, tenure: Tenure, least: Option<Tier>) -> Vec<Slot> {
        let seconds = |slot| {
            let rates = self.rates(slot).as_ref().ok()?;
            Some((self.busy_seconds(slot, rates, Pick::Typical), slot))
        };
        let able = self.able(machine, tenure, least).into_iter();
        let mut able: Vec<(f64, Slot)> = able.filter_map(seconds).collect();
        // The first are kept, and the others compared with them.
        able.sort_by(|(one, _), (other, _)| one.total_cmp(other));
        let mut kept: Vec<Slot> = Vec::new();
        let is_never_dearer = |one, other| self.is_never_dearer(one, other, tenure);
        for (_, slot) in able {
            if let Some(at) = kept.iter().position(|other| is_never_dearer(*other, slot)) {
                let [new, old] = [slot, kept[at]].map(|slot| self.deployment(slot).model);
                if outranks(new, old) && is_never_dearer(slot, kept[at]) {
                    kept[at] = slot;
                }
                continue;
            }
            kept.retain(|other| !is_never_dearer(slot, *other));
            kept.push(slot);
        }
        kept
    }

    /// Of those that are able the ones that no other is never slower than.
    pub fn quickest(&self, machine: usize, tenure: Tenure, least: Option<Tier>) -> Vec<Slot> {
        let mut kept: Vec<Slot> = Vec::new();
        for slot in self.able(machine, tenure, least) {
            if !kept.iter().any(|other| self.is_never_slower(*other, slot)) {
                kept.retain(|other| !self.is_never_slower(slot, *other));
                kept.push(slot);
            }
        }
        kept
    }

    /// Whether one deployment needs no more seconds for a token of the workload than another, be it
    /// of a prompt or of output, at the ends of the intervals, too; and no more power for the same work. Power
    /// is compared at the workload's share of fresh input (a test asks other shares of the same list).
    fn is_never_dearer(&self, one: Slot, other: Slot, tenure: Tenure) -> bool {
        let Some(most) = self.part_of_seconds(one, other) else { return false };
        tenure == Tenure::Rented || self.never_draws_more([one, other], most)
    }

    /// Which part of another's seconds a deployment takes at most; `None` where it may be slower, or find
    /// less of what is cached.
    fn part_of_seconds(&self, one: Slot, other: Slot) -> Option<f64> {
        let (Ok(a), Ok(b)) = (self.rates(one), self.rates(other)) else { return None };
        let part = |end| self.busy_seconds(one, a, end) / self.busy_seconds(other, b, end);
        let is_never_slower = self.is_never_slower(one, other);
        is_never_slower.then(|| ENDS.map(part).into_iter().fold(0.0, f64::max))
    }

    /// Whether one deployment is never slower than another and finds as much of what is cached, however much
    /// that is: wherever the other keeps room for sessions, the one can, too.
    fn is_never_slower(&self, one: Slot, other: Slot) -> bool {
        let [own, others] = [one, other].map(|slot| self.rates_by_room(slot));
        let is_no_better = |b: &&Rates, a: &&Rates| {
            let both = ENDS.map(|end| (self.seconds(one, a, end), self.seconds(other, b, end)));
            a.cache_hits >= b.cache_hits && both.iter().all(|(a, b)| a.0 <= b.0 && a.1 <= b.1)
        };
        others.iter().all(|b| own.iter().any(|a| is_no_better(b, a)))
    }

    /// Whether one machine is never on for longer, nor draws more, than another at any load, of which it has
    /// at most the part `most`.
    fn never_draws_more(&self, [one, other]: [Slot; 2], most: f64) -> bool {
        let one = self.activity(one);
        // Both go by straight lines, each between its own knots.
        let never = |a: &ByLoad, b: &ByLoad| {
            let mut loads = (0..KNOTS).map(knot).flat_map(|load| [load, load / most]);
            loads.all(|load| load > 1.0 || a.at(load * most) <= b.at(load) * (1.0 + 1e-12))
        };
        let never =
            |other: &Activity| never(&one.busy, &other.busy) && never(&one.power, &other.power);
        // What the other does at least is soon known, and mostly enough.
        self.does_at_least(other).is_some_and(|least| never(&least)) || never(&self.activity(other))
    }

    fn activity(&self, slot: Slot) -> Activity {
        match self.rated(slot, Tenure::Bought) {
            Some((rates, activities)) => activities.at(self.processed(&rates)),
            None => Activity::proportional(),
        }
    }

    /// What a machine does at least, from the rate of one stream; `None` where it is not modelled that no
    /// stream is faster among more.
    fn does_at_least(&self, slot: Slot) -> Option<Activity> {
        let deployment = self.deployment(slot);
        let rates = self.rates(slot).as_ref().ok()?;
        let is_modelled = deployment.constants.is_some()
            && deployment.measured.is_none()
            && deployment.calibration.is_none()
            && deployment.smaller.is_none()
            && deployment.features.0.is_empty();
        let request = self.scenario.request_of(deployment.model);
        let parts = power_parts(deployment.hardware, &self.scenario.assumptions);
        let known = |share| FewKnown::of(rates, request, share, parts);
        is_modelled.then(|| mixed(self.processed(rates), |share| Activity::at_least(&known(share))))
    }
}
