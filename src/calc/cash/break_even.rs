//! Break-even volume: where a fleet sized for the volume costs what the baseline costs.

use super::ledger::Ledger;
use crate::calc::capacity::fleet::Fleet;
use crate::calc::price::item::Driver;
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

/// Cost of a fleet of `n` machines: `A + n F + e V`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// `A`: what the fleet costs whatever its size, and what the baseline would be free of.
    pub fleet: UsdPerMonth,
    /// `F`: what a machine costs whatever it does.
    pub machine: UsdPerMonth,
    /// Machines that are there already, of which nothing is written off.
    pub owned: f64,
    /// Write-off of one machine, which is part of `F`.
    pub written_off: UsdPerMonth,
    /// `e`: power of a million tokens.
    pub token: UsdPerMtok,
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
        let each_month = |drivers: &[Driver]| -> UsdPerMonth {
            let items = ledger.items.iter().filter(|item| drivers.contains(&item.driver));
            items.map(|item| item.rate).sum::<Usd>() / Months::new(1.0)
        };
        let written_off: UsdPerMonth = ledger.items.iter().map(|item| item.write_off()).sum();
        let there = each_month(&[Driver::MachineMonth, Driver::HeldMonth]);
        let tokens = scenario.workload.tokens().per_month();
        let machine: UsdPerMonth = there + written_off;
        Self {
            // Spare machines are there whatever the volume.
            fleet: each_month(&[Driver::Month])
                + machine * f64::from(scenario.spare_machines)
                + free,
            owned: fleet.owned,
            written_off,
            machine,
            token: each_month(&[Driver::BusyMonth]) * fleet.offered.mean / tokens,
            baseline: baseline / tokens,
            capacity: fleet.capacity_each(scenario).per_month(),
        }
    }

    /// Where `n` machines cost what the baseline costs: `V_n = (A + n F) / (p - e)`.
    fn volume(&self, machines: f64) -> MtokPerMonth {
        self.fixed_cost(machines) / (self.baseline - self.token)
    }

    /// What `n` machines cost whatever they do.
    fn fixed_cost(&self, machines: f64) -> UsdPerMonth {
        self.fleet + self.machine * machines - self.written_off * machines.min(self.owned)
    }

    /// The smallest number of the machines that are there already which breaks even.
    fn first_owned(&self) -> Option<f64> {
        let mut owned = (1..=self.owned as u32).map(f64::from);
        owned.find(|n| self.baseline > self.token && self.volume(*n) <= self.capacity * *n)
    }

    /// The break-even of a fleet that has as many machines as the volume needs.
    ///
    /// A fleet of `n` can serve `V_n` if `V_n <= n K`, so with the margin per full machine
    /// `M = K (p - e) - F` the first that can is `n = ceil(A / M)`; without a margin none ever can.
    /// A step to `n` machines, at the volume `(n - 1) K`, wins at once when `V_n <= (n - 1) K`,
    /// which holds from `n = ceil(1 + (A + F) / M)` on; the last crossing is one step before.
    ///
    /// ```
    /// use breakeven::calc::cash::break_even::{BreakEven, Line};
    /// use breakeven::units::{MtokPerMonth, TokensPerDay, UsdPerMonth, UsdPerMtok};
    /// // One machine serves 100 Mtok a month and costs $80; the API asks $1 per Mtok.
    /// let line = Line {
    ///     fleet: UsdPerMonth::ZERO,
    ///     machine: UsdPerMonth::new(80.0),
    ///     owned: 0.0,
    ///     written_off: UsdPerMonth::ZERO,
    ///     token: UsdPerMtok::ZERO,
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
    /// ```
    pub fn sized(&self) -> BreakEven {
        let (margin, owned) = (self.margin(), self.first_owned());
        if margin <= UsdPerMonth::ZERO {
            let of_owned = |machines: f64| BreakEven::Reachable {
                tokens: self.volume(machines).per_day(),
                machines,
                always_above: None,
            };
            return owned.map_or_else(|| self.never(1.0), of_owned);
        }
        // The slack keeps an exact fit from being rounded up by a machine.
        let whole = |machines: f64| (machines * (1.0 - 1e-12)).ceil().max(1.0);
        let fleet = self.fleet - self.written_off * self.owned;
        let first = owned.unwrap_or_else(|| whole(fleet / margin));
        let steady = whole(1.0 + (fleet + self.machine) / margin);
        let last = (steady - 1.0).max(first);
        let free = self.fixed_cost(1.0) <= UsdPerMonth::ZERO;
        let always = if free { MtokPerMonth::ZERO } else { self.volume(last) };
        BreakEven::Reachable {
            tokens: self.volume(first).per_day(),
            machines: first,
            always_above: Some(always.per_day()),
        }
    }

    /// The break-even of a fleet of a given size.
    ///
    /// ```
    /// use breakeven::calc::cash::break_even::{BreakEven, Line};
    /// use breakeven::units::{MtokPerMonth, UsdPerMonth, UsdPerMtok};
    /// // One machine serves 100 Mtok a month and costs $80.
    /// let at = |token: f64, baseline: f64| Line {
    ///     fleet: UsdPerMonth::ZERO,
    ///     machine: UsdPerMonth::new(80.0),
    ///     owned: 0.0,
    ///     written_off: UsdPerMonth::ZERO,
    ///     token: UsdPerMtok::new(token),
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
        let saves = self.baseline > self.token;
        if saves && self.volume(machines) <= self.capacity * machines {
            let tokens = self.volume(machines).per_day();
            return BreakEven::Reachable { tokens, machines, always_above: None };
        }
        self.never(machines)
    }

    /// What one machine earns at full capacity: `K (p - e) - F`.
    pub fn margin(&self) -> UsdPerMonth {
        (self.baseline - self.token) * self.capacity - self.machine
    }

    fn never(&self, machines: f64) -> BreakEven {
        let saves = self.baseline > self.token;
        BreakEven::Never { unreachable: saves.then(|| self.volume(machines).per_day()) }
    }
}
