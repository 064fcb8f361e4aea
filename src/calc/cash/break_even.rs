//! Break-even volume: where a fleet sized for the volume costs what the baseline costs.

pub use super::fleet_line::Line;
use super::stretches::Stretch;
use crate::calc::crossing::first_whole;
use crate::units::{MtokPerMonth, TokensPerDay, UsdPerMonth};

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

impl Line {
    /// The volume at which as many machines as it needs break even: not below what one fewer serves, from
    /// which on there are so many. Where they stand elsewhere than one fewer, they may win at once.
    fn crossing(&self, machines: f64) -> MtokPerMonth {
        self.volume(machines).max(self.capacity * (machines - 1.0))
    }

    /// Whether so many break even at a volume that they can serve.
    fn can_serve(&self, machines: f64) -> bool {
        self.saves(machines) && self.saved(machines, self.capacity * machines) >= UsdPerMonth::ZERO
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
    ///
    /// What `n` machines lack at `(n - 1) K` is concave in `n`, and from `(A + p K) / M` on nothing.
    fn last_behind(&self) -> Option<f64> {
        let behind = |n: f64| self.saved(n, self.capacity * (n - 1.0)) < UsdPerMonth::ZERO;
        for (from, stretch) in self.begun().rev() {
            let margin = self.margin(stretch);
            let last = if margin > UsdPerMonth::ZERO {
                let never = whole((stretch.fleet + self.baseline * self.capacity) / margin);
                let end = never.clamp(from, stretch.most);
                match behind(end) {
                    true => end,
                    false => first_whole(from, end, behind) - 1.0,
                }
            } else if stretch.most.is_infinite() {
                return None;
            } else if behind(stretch.most) {
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
    /// `M = p K - F - E_1(K)` the first that can is `n = ceil(A / M)`; without a margin none ever can.
    /// A step to `n` machines, at the volume `(n - 1) K`, wins at once when `V_n <= (n - 1) K`, which holds
    /// from some `n` on; the last crossing is one step before.
    ///
    /// ```
    /// use breakeven::calc::cash::{break_even::{BreakEven, Line}, stretches::Stretch, work_at::WorkAt};
    /// use breakeven::units::{MtokPerMonth, UsdPerMonth, UsdPerMtok};
    /// // One machine serves 100 Mtok a month and costs $80; the API asks $1 per Mtok.
    /// let stretch = Stretch {
    ///     most: f64::INFINITY,
    ///     fleet: UsdPerMonth::ZERO,
    ///     machine: UsdPerMonth::new(80.0),
    ///     token: UsdPerMtok::ZERO,
    ///     waking: UsdPerMtok::ZERO,
    /// };
    /// let line = Line {
    ///     stretches: vec![stretch],
    ///     baseline: UsdPerMtok::new(1.0),
    ///     least: UsdPerMonth::ZERO,
    ///     capacity: MtokPerMonth::new(100.0),
    ///     work: WorkAt::proportional(),
    /// };
    /// // It breaks even at 80; machines 2, 3 and 4 each start behind, and the fifth does not:
    /// // at 400 five cost $400. So 4 x 80 = 320 is the last crossing.
    /// let expected = BreakEven::Reachable {
    ///     tokens: MtokPerMonth::new(80.0).per_day(),
    ///     machines: 1.0,
    ///     always_above: Some(MtokPerMonth::new(320.0).per_day()),
    /// };
    /// assert_eq!(line.sized(), expected);
    /// // A minimum of $90 is more than one costs from the first token on; one of $500 is more than five do,
    /// // which are never behind again.
    /// let least = |usd: f64| Line { least: UsdPerMonth::new(usd), ..line.clone() }.sized();
    /// let from_nothing = |last: f64| BreakEven::Reachable {
    ///     tokens: MtokPerMonth::ZERO.per_day(),
    ///     machines: 1.0,
    ///     always_above: Some(MtokPerMonth::new(last).per_day()),
    /// };
    /// assert_eq!(least(79.0), expected);
    /// assert_eq!(least(90.0), from_nothing(320.0));
    /// assert_eq!(least(500.0), from_nothing(0.0));
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
    ///
    /// A fleet whose cost without tokens is within the baseline's minimum wins from the first token on;
    /// and when the last crossing is at a bill within it, machines are never behind.
    pub fn sized(&self) -> BreakEven {
        let under_minimum = self.is_under_minimum(1.0);
        let first = self.first();
        let Some(least) = first.or(under_minimum.then_some(1.0)) else { return self.never(1.0) };
        let from = |machines: f64| self.crossing(machines).max(MtokPerMonth::ZERO);
        let always = self.last_behind().map(|last| from(last.max(least)));
        let is_within = |volume: &MtokPerMonth| self.baseline * *volume <= self.least;
        let always =
            always.map(|volume| if is_within(&volume) { MtokPerMonth::ZERO } else { volume });
        match under_minimum {
            true => from_nothing(1.0, always),
            false => BreakEven::Reachable {
                tokens: self.crossing(least).per_day(),
                machines: least,
                always_above: always.map(MtokPerMonth::per_day),
            },
        }
    }

    /// The break-even of a fleet of a given size.
    ///
    /// ```
    /// use breakeven::calc::cash::{break_even::{BreakEven, Line}, stretches::Stretch, work_at::WorkAt};
    /// use breakeven::units::{MtokPerMonth, UsdPerMonth, UsdPerMtok};
    /// // One machine serves 100 Mtok a month and costs $80.
    /// let at = |token: f64, baseline: f64| Line {
    ///     stretches: vec![Stretch {
    ///         most: f64::INFINITY,
    ///         fleet: UsdPerMonth::ZERO,
    ///         machine: UsdPerMonth::new(80.0),
    ///         token: UsdPerMtok::new(token),
    ///         waking: UsdPerMtok::ZERO,
    ///     }],
    ///     baseline: UsdPerMtok::new(baseline),
    ///     least: UsdPerMonth::ZERO,
    ///     capacity: MtokPerMonth::new(100.0),
    ///     work: WorkAt::proportional(),
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
        if self.is_under_minimum(machines) {
            return from_nothing(machines, None);
        }
        if self.can_serve(machines) {
            let tokens = self.volume(machines).per_day();
            return BreakEven::Reachable { tokens, machines, always_above: None };
        }
        self.never(machines)
    }

    fn never(&self, machines: f64) -> BreakEven {
        let unreachable = self.saves(machines).then(|| self.volume(machines).per_day());
        BreakEven::Never { unreachable }
    }
}

/// Machines that win from the first token on.
fn from_nothing(machines: f64, always_above: Option<MtokPerMonth>) -> BreakEven {
    BreakEven::Reachable {
        tokens: MtokPerMonth::ZERO.per_day(),
        machines,
        always_above: always_above.map(MtokPerMonth::per_day),
    }
}

/// The next whole number; the slack keeps an exact fit from being rounded up by a machine.
fn whole(machines: f64) -> f64 {
    (machines * (1.0 - 1e-12)).ceil().max(1.0)
}
