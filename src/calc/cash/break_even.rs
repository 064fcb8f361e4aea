//! Break-even volume: where a fleet sized for the volume costs what the baseline costs.

use super::ledger::Ledger;
use crate::calc::capacity::fleet::Fleet;
use crate::calc::price::item::Driver;
use crate::calc::price::machine_rates::MachineRates;
use crate::scenario::Scenario;
use crate::units::{Months, MtokPerMonth, TokensPerDay, Usd, UsdPerMonth, UsdPerMtok};

/// The break-even volume and what lies beyond it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum BreakEven {
    /// A fleet breaks even at a volume that it can serve.
    Reachable {
        /// The smallest such volume.
        tokens: TokensPerDay,
        /// The number of machines that serve it.
        machines: f64,
        /// Above this volume the fleet always wins; between the two, each further machine can
        /// hand the lead back. `None` for a fleet of a given size, which does not grow.
        always_above: Option<TokensPerDay>,
    },
    /// At full capacity a machine still costs at least what the baseline costs.
    Never {
        /// The volume at which a fleet of this size would break even if it could serve it;
        /// `None` when each token costs more in power than the baseline asks.
        unreachable: Option<TokensPerDay>,
    },
}

/// Sizes of a fleet in which `n` machines cost `A + n F + e V`: a machine more is bought, or there already,
/// and stands where the others do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    /// The largest size.
    pub most: f64,
    /// `A`: what the fleet costs whatever its size, and what the baseline would be free of.
    pub fleet: UsdPerMonth,
    /// `F`: what a machine costs whatever it does.
    pub machine: UsdPerMonth,
    /// `e`: power of a million tokens.
    pub token: UsdPerMtok,
}

/// Cost of a fleet of `n` machines, by stretches of its size, against a baseline.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The stretches, smallest sizes first; the last has no end.
    pub stretches: Vec<Stretch>,
    /// `p`: what the baseline costs for a million tokens.
    pub baseline: UsdPerMtok,
    /// `K`: what one machine serves below the headroom limit.
    pub capacity: MtokPerMonth,
}

impl Line {
    /// The line of a fleet against a baseline bill, both of the first month at today's prices: its
    /// items by driver. What the baseline lets off a bill of any size is paid for the fleet: it is
    /// missed when the fleet takes over. A minimum spend moves no break-even: the volumes at which it is
    /// paid are below it.
    pub fn of(
        ledger: &Ledger<'_, '_, '_>,
        fleet: &Fleet<'_>,
        scenario: &Scenario<'_>,
        (baseline, free): (UsdPerMonth, UsdPerMonth),
    ) -> Self {
        let tokens = scenario.workload.tokens().per_month();
        Self {
            stretches: stretches(ledger, fleet, scenario, free),
            baseline: baseline / tokens,
            capacity: fleet.capacity_each(scenario).per_month(),
        }
    }

    fn at(&self, machines: f64) -> &Stretch {
        let found = self.stretches.iter().find(|stretch| machines <= stretch.most);
        found.unwrap_or(&self.stretches[self.stretches.len() - 1])
    }

    /// Where `n` machines cost what the baseline costs: `V_n = (A + n F) / (p - e)`.
    fn volume(&self, machines: f64) -> MtokPerMonth {
        self.fixed_cost(machines) / (self.baseline - self.at(machines).token)
    }

    /// What `n` machines cost whatever they do.
    fn fixed_cost(&self, machines: f64) -> UsdPerMonth {
        let Stretch { fleet, machine, .. } = *self.at(machines);
        fleet + machine * machines
    }

    fn saves(&self, machines: f64) -> bool {
        self.baseline > self.at(machines).token
    }

    /// The volume at which as many machines as it needs break even: not below what one fewer serves, from
    /// which on there are so many. Where they stand elsewhere than one fewer, they may win at once.
    fn crossing(&self, machines: f64) -> MtokPerMonth {
        self.volume(machines).max(self.capacity * (machines - 1.0))
    }

    /// Whether so many break even at a volume that they can serve.
    fn can_serve(&self, machines: f64) -> bool {
        self.saves(machines) && self.volume(machines) <= self.capacity * machines
    }

    /// The stretches with the number of machines at which each begins.
    fn begun(&self) -> impl DoubleEndedIterator<Item = (f64, &Stretch)> {
        let ends = self.stretches.iter().map(|stretch| stretch.most + 1.0);
        let begins: Vec<f64> = std::iter::once(1.0).chain(ends).collect();
        self.stretches.iter().enumerate().map(move |(index, stretch)| (begins[index], stretch))
    }

    /// The smallest fleet that breaks even at a volume that it can serve.
    fn first(&self) -> Option<f64> {
        self.begun().find_map(|(from, stretch)| {
            let margin = self.margin(stretch);
            let by_margin =
                (margin > UsdPerMonth::ZERO).then(|| whole(stretch.fleet / margin).max(from));
            let able = by_margin.or_else(|| self.can_serve(from).then_some(from));
            able.filter(|n| *n <= stretch.most && self.saves(*n))
        })
    }

    /// The largest fleet that begins behind the baseline, at the volume that one machine fewer serves;
    /// 0 where none does, `None` where there is no end of them.
    fn last_behind(&self) -> Option<f64> {
        for (from, stretch) in self.begun().rev() {
            let margin = self.margin(stretch);
            let behind = stretch.fleet + stretch.machine;
            let last = if margin > UsdPerMonth::ZERO {
                (whole(1.0 + behind / margin) - 1.0).min(stretch.most)
            } else if stretch.most.is_infinite() {
                return None;
            } else if behind > margin * (stretch.most - 1.0) {
                stretch.most
            } else {
                0.0
            };
            if last >= from {
                return Some(last);
            }
        }
        Some(0.0)
    }

    /// The break-even of a fleet that has as many machines as the volume needs.
    ///
    /// A fleet of `n` can serve `V_n` if `V_n <= n K`, so with the margin per full machine
    /// `M = K (p - e) - F` the first that can is `n = ceil(A / M)`; without a margin none ever can.
    /// A step to `n` machines, at the volume `(n - 1) K`, wins at once when `V_n <= (n - 1) K`,
    /// which holds from `n = ceil(1 + (A + F) / M)` on; the last crossing is one step before.
    ///
    /// ```
    /// use breakeven::calc::cash::break_even::{BreakEven, Line, Stretch};
    /// use breakeven::units::{MtokPerMonth, UsdPerMonth, UsdPerMtok};
    /// // One machine serves 100 Mtok a month and costs $80; the API asks $1 per Mtok.
    /// let stretch = Stretch {
    ///     most: f64::INFINITY,
    ///     fleet: UsdPerMonth::ZERO,
    ///     machine: UsdPerMonth::new(80.0),
    ///     token: UsdPerMtok::ZERO,
    /// };
    /// let line = Line {
    ///     stretches: vec![stretch],
    ///     baseline: UsdPerMtok::new(1.0),
    ///     capacity: MtokPerMonth::new(100.0),
    /// };
    /// // It breaks even at 80; machines 2, 3 and 4 each start behind, and the fifth does not:
    /// // at 400 five cost $400. So 4 x 80 = 320 is the last crossing.
    /// let expected = BreakEven::Reachable {
    ///     tokens: MtokPerMonth::new(80.0).per_day(),
    ///     machines: 1.0,
    ///     always_above: Some(MtokPerMonth::new(320.0).per_day()),
    /// };
    /// assert_eq!(line.sized(), expected);
    /// // From the third on they stand in a rack, where each costs $120: more than it can earn.
    /// let home = Stretch { most: 2.0, ..stretch };
    /// let rack = Stretch { machine: UsdPerMonth::new(120.0), ..stretch };
    /// let line = Line { stretches: vec![home, rack], ..line };
    /// let expected = BreakEven::Reachable {
    ///     tokens: MtokPerMonth::new(80.0).per_day(),
    ///     machines: 1.0,
    ///     always_above: None,
    /// };
    /// assert_eq!(line.sized(), expected);
    /// // Where two at home never pay, and each costs $30 in a rack, three win from 200 on.
    /// let home = Stretch { machine: UsdPerMonth::new(120.0), ..home };
    /// let rack = Stretch { machine: UsdPerMonth::new(30.0), ..rack };
    /// let line = Line { stretches: vec![home, rack], ..line };
    /// let tokens = MtokPerMonth::new(200.0).per_day();
    /// let expected = BreakEven::Reachable { tokens, machines: 3.0, always_above: Some(tokens) };
    /// assert_eq!(line.sized(), expected);
    /// ```
    pub fn sized(&self) -> BreakEven {
        let Some(first) = self.first() else { return self.never(1.0) };
        let free = self.fixed_cost(1.0) <= UsdPerMonth::ZERO;
        let always = self.last_behind().map(|last| match free {
            true if last < 1.0 => MtokPerMonth::ZERO,
            _ => self.crossing(last.max(first)),
        });
        BreakEven::Reachable {
            tokens: self.crossing(first).per_day(),
            machines: first,
            always_above: always.map(MtokPerMonth::per_day),
        }
    }

    /// The break-even of a fleet of a given size.
    ///
    /// ```
    /// use breakeven::calc::cash::break_even::{BreakEven, Line, Stretch};
    /// use breakeven::units::{MtokPerMonth, UsdPerMonth, UsdPerMtok};
    /// // One machine serves 100 Mtok a month and costs $80.
    /// let at = |token: f64, baseline: f64| Line {
    ///     stretches: vec![Stretch {
    ///         most: f64::INFINITY,
    ///         fleet: UsdPerMonth::ZERO,
    ///         machine: UsdPerMonth::new(80.0),
    ///         token: UsdPerMtok::new(token),
    ///     }],
    ///     baseline: UsdPerMtok::new(baseline),
    ///     capacity: MtokPerMonth::new(100.0),
    /// };
    /// let volume = |mtok: f64| Some(MtokPerMonth::new(mtok).per_day());
    /// let two = |machines, tokens: f64| BreakEven::Reachable {
    ///     tokens: volume(tokens).unwrap(),
    ///     machines,
    ///     always_above: None,
    /// };
    /// // Two cost $160: 160 of their 200 Mtok at $1, all of them at $0.80, too many at $0.50.
    /// assert_eq!(at(0.0, 1.0).fixed(2.0), two(2.0, 160.0));
    /// assert_eq!(at(0.25, 1.05).fixed(2.0), two(2.0, 200.0));
    /// assert_eq!(at(0.0, 0.5).fixed(2.0), BreakEven::Never { unreachable: volume(320.0) });
    /// // Power that costs what the baseline asks leaves nothing to pay for machines.
    /// assert_eq!(at(0.5, 0.5).fixed(2.0), BreakEven::Never { unreachable: None });
    /// assert_eq!(at(1.0, 0.5).fixed(2.0), BreakEven::Never { unreachable: None });
    /// ```
    pub fn fixed(&self, machines: f64) -> BreakEven {
        if self.can_serve(machines) {
            let tokens = self.volume(machines).per_day();
            return BreakEven::Reachable { tokens, machines, always_above: None };
        }
        self.never(machines)
    }

    /// What one machine earns at full capacity: `K (p - e) - F`.
    fn margin(&self, stretch: &Stretch) -> UsdPerMonth {
        (self.baseline - stretch.token) * self.capacity - stretch.machine
    }

    fn never(&self, machines: f64) -> BreakEven {
        let unreachable = self.saves(machines).then(|| self.volume(machines).per_day());
        BreakEven::Never { unreachable }
    }
}

/// The next whole number; the slack keeps an exact fit from being rounded up by a machine.
fn whole(machines: f64) -> f64 {
    (machines * (1.0 - 1e-12)).ceil().max(1.0)
}

/// The stretches of a fleet, from its items by driver.
fn stretches(
    ledger: &Ledger<'_, '_, '_>,
    fleet: &Fleet<'_>,
    scenario: &Scenario<'_>,
    free: UsdPerMonth,
) -> Vec<Stretch> {
    let each_fleet = ledger.items.iter().filter(|item| item.driver == Driver::Month);
    let each_fleet: Usd = each_fleet.map(|item| item.rate).sum();
    let written_off: UsdPerMonth = ledger.items.iter().map(|item| item.write_off()).sum();
    let rates = MachineRates::new(fleet.deployment.hardware, fleet.tenure, scenario);
    let tokens = scenario.workload.tokens().per_month();
    let (month, spare) = (Months::new(1.0), f64::from(scenario.spare_machines));
    let stretch = |from: f64, most: f64| {
        let size = from + spare;
        let each = rates.of(size);
        // What is paid for the kW above a limit is less than that of all machines by the limit.
        let limit = rates.there(size) - each.there * size;
        // Of machines that are there already nothing is written off.
        let bought = if most <= fleet.owned { 0.0 } else { 1.0 };
        let machine = (each.there + rates.held) / month + written_off * bought;
        Stretch {
            most,
            // Spare machines are there whatever the volume.
            fleet: (each_fleet + limit) / month + machine * spare
                - written_off * (bought * fleet.owned)
                + free,
            machine,
            token: each.busy / month * fleet.offered.mean / tokens,
        }
    };
    let alike = rates.most_alike().map(|most| most - spare);
    let mut ends: Vec<f64> = alike.into_iter().chain([fleet.owned, f64::INFINITY]).collect();
    ends.retain(|end| *end >= 1.0);
    ends.sort_by(f64::total_cmp);
    ends.dedup();
    let begins = std::iter::once(0.0).chain(ends.iter().copied());
    begins.zip(&ends).map(|(before, end)| stretch(before + 1.0, *end)).collect()
}
