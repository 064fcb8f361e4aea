//! What a fleet costs at any volume, beside a baseline that is paid by the token.

use super::ledger::Ledger;
use super::one_bill::Bills;
use super::stretches::{Stretch, stretches};
use super::work_at::WorkAt;
use crate::calc::capacity::fleet::Fleet;
use crate::calc::crossing::{Scale, narrowed};
use crate::scenario::Scenario;
use crate::units::{MtokPerMonth, UsdPerMonth, UsdPerMtok};

/// Cost of a fleet of `n` machines, by stretches of its size, against a baseline that costs `p V - free`
/// and at least its minimum.
///
/// `E_n(V)` is what the machines draw for their work: `e V` at full concurrency, more with few requests in
/// progress. It rises ever more slowly, so that what is saved against the baseline crosses zero once.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The stretches, smallest sizes first; the last has no end.
    pub stretches: Vec<Stretch>,
    /// `p`: what the baseline costs for a million tokens.
    pub baseline: UsdPerMtok,
    /// What the baseline's bill is at the price list where its minimum is as much: the minimum, and what it
    /// would be free of. Zero where it has no minimum.
    pub least: UsdPerMonth,
    /// `K`: what one machine serves below the headroom limit.
    pub capacity: MtokPerMonth,
    /// What machines do at a volume.
    pub work: WorkAt,
}

impl Line {
    /// The line of a fleet against a baseline bill, both of the first month at today's prices: its
    /// items by driver. What the baseline lets off a bill of any size is paid for the fleet: it is
    /// missed when the fleet takes over.
    pub fn of(
        ledger: &Ledger<'_, '_, '_>,
        fleet: &Fleet<'_>,
        scenario: &Scenario<'_>,
        bills: Bills,
    ) -> Self {
        let tokens = scenario.workload.tokens().per_month();
        let has_minimum = bills.minimum > UsdPerMonth::ZERO;
        Self {
            stretches: stretches(ledger, fleet, scenario, bills.free),
            baseline: bills.listed / tokens,
            least: if has_minimum { bills.minimum + bills.free } else { UsdPerMonth::ZERO },
            capacity: fleet.capacity_each(scenario).per_month(),
            work: WorkAt::of(fleet, scenario),
        }
    }

    pub(super) fn at(&self, machines: f64) -> &Stretch {
        let found = self.stretches.iter().find(|stretch| machines <= stretch.most);
        found.unwrap_or(&self.stretches[self.stretches.len() - 1])
    }

    /// `E_n(V)`: what so many machines draw for the work of a volume that they can serve.
    fn energy(&self, stretch: &Stretch, machines: f64, volume: MtokPerMonth) -> UsdPerMonth {
        let power = (stretch.token - stretch.waking) * self.work.power(machines, volume);
        match stretch.waking == UsdPerMtok::ZERO {
            true => power,
            false => power + stretch.waking * self.work.busy(machines, volume),
        }
    }

    /// What so many machines save at a volume that they can serve: `p V - (A + n F + E_n(V))`.
    pub(super) fn saved(&self, machines: f64, volume: MtokPerMonth) -> UsdPerMonth {
        self.baseline * volume
            - self.fixed_cost(machines)
            - self.energy(self.at(machines), machines, volume)
    }

    /// Where `n` machines cost what the baseline costs: the crossing of `p V` and `A + n F + E_n(V)`, found
    /// by halving. Beyond what they can serve every token takes `e`.
    pub(super) fn volume(&self, machines: f64) -> MtokPerMonth {
        let token = self.at(machines).token;
        let full = self.capacity * machines;
        let short = self.saved(machines, full);
        if short < UsdPerMonth::ZERO {
            return full - short / (self.baseline - token);
        }
        // Where every token takes no more than at full concurrency, the crossing of two straight lines; else
        // above it.
        let straight = self.fixed_cost(machines) / (self.baseline - token);
        let saves = |volume: f64| self.saved(machines, MtokPerMonth::new(volume)).get() >= 0.0;
        let (before, after) = (straight.get().max(full.get() * NOTHING), full.get());
        if saves(before) {
            return straight;
        }
        let found = narrowed(Scale::Difference, (before, false), (after, true), saves);
        let [low, high] = [found.before.0, found.after.0].map(MtokPerMonth::new);
        let [under, over] = [low, high].map(|volume| self.saved(machines, volume).get());
        // Between two values so near the savings are a straight line; where rounding leaves nothing saved, the
        // one at which something is.
        let between = low + (high - low) * (under / (under - over));
        if saves(between.get()) { between } else { high }
    }

    /// What `n` machines cost whatever they do.
    pub(super) fn fixed_cost(&self, machines: f64) -> UsdPerMonth {
        let Stretch { fleet, machine, .. } = *self.at(machines);
        fleet + machine * machines
    }

    pub(super) fn saves(&self, machines: f64) -> bool {
        self.baseline > self.at(machines).token
    }

    /// Whether so many machines cost no more without tokens than the baseline does at least.
    pub(super) fn is_under_minimum(&self, machines: f64) -> bool {
        self.least > UsdPerMonth::ZERO && self.fixed_cost(machines) <= self.least
    }

    /// What one machine earns at full capacity: `p K - F - E_1(K)`.
    pub(super) fn margin(&self, stretch: &Stretch) -> UsdPerMonth {
        self.baseline * self.capacity - self.full_month_of(stretch)
    }

    /// What one machine costs in a month at full capacity, beside the fleet.
    pub fn full_month(&self) -> UsdPerMonth {
        self.full_month_of(&self.stretches[0])
    }

    fn full_month_of(&self, stretch: &Stretch) -> UsdPerMonth {
        stretch.machine + self.energy(stretch, 1.0, self.capacity)
    }
}

/// The part of what machines can serve that is next to nothing.
const NOTHING: f64 = 1e-9;
