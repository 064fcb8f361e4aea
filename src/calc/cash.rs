//! Cash flow: totals over the horizon, levelized cost, payback.

use super::calendar::{Calendar, Dated};
use super::compound::present_value;
use super::demand::{Drift, When, monthly_tokens};
use super::flow::{Flow, flow};
use super::option::{Month, ServingOption};
use crate::scenario::Scenario;
use crate::units::{Months, Mtok, Usd, UsdPerMonth, UsdPerMtok};

/// Months after which we stop looking for a payback: a hundred years.
const LAST_MONTH: u32 = 1_200;

/// Sums over the horizon, discounted when a discount rate is given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Totals {
    /// All purchases.
    pub purchases: Usd,
    /// What the machines fetch at the end.
    pub resale: Usd,
    /// Everything else.
    pub running: Usd,
    /// Tokens served.
    pub tokens: Mtok,
}

impl Totals {
    /// Total cost over the horizon: `purchases - resale at the end + running costs`.
    pub fn cost(&self) -> Usd {
        self.purchases - self.resale + self.running
    }

    /// Levelized cost: total cost over tokens served. Under a discount rate both are discounted,
    /// as is usual for a levelized cost.
    pub fn levelized(&self) -> UsdPerMtok {
        self.cost() / self.tokens
    }
}

/// Months of an option, the first one reused for as long as nothing changes.
struct Series<'a, 's, 'c> {
    scenario: &'a Scenario<'s>,
    option: &'a ServingOption<'c>,
    first: Month,
    steady: bool,
}

impl<'a, 's, 'c> Series<'a, 's, 'c> {
    fn new(scenario: &'a Scenario<'s>, option: &'a ServingOption<'c>) -> Self {
        let steady = option.is_steady(scenario);
        Self { scenario, option, first: option.month(scenario, When::FIRST), steady }
    }

    fn month(&self, when: When) -> Month {
        match (when.month, self.steady) {
            (0, _) => self.first,
            (_, true) => Month { purchase: Usd::ZERO, ..self.first },
            (_, false) => self.option.month(self.scenario, when),
        }
    }
}

/// The sums over the horizon. Purchases fall at the start of their month, running costs and tokens
/// at its end, resale at the end of the horizon.
pub fn totals(scenario: &Scenario<'_>, option: &ServingOption<'_>) -> Totals {
    totals_in(&Calendar::new(scenario), option)
}

/// The same over the months of a calendar, for several options of one scenario.
pub fn totals_in(calendar: &Calendar<'_, '_>, option: &ServingOption<'_>) -> Totals {
    let scenario = calendar.scenario;
    let Flow { purchases, bought, running } = flow(calendar, option);
    let worth = calendar.worth();
    let resale = bought * option.resale_fraction(&scenario.assumptions) * worth.end;
    let tokens = monthly_tokens(&scenario.workload).total() * Months::new(worth.grown);
    Totals { purchases, resale, running, tokens }
}

/// The total cost over the months of a calendar, USD.
pub fn cost_in(calendar: &Calendar<'_, '_>, option: &ServingOption<'_>) -> f64 {
    totals_in(calendar, option).cost().get()
}

/// The total over the horizon of an option that buys in the first month only, estimated from evenly
/// spaced months: enough to tell fleets of different sizes apart, for a part of the time.
pub fn estimate(calendar: &Calendar<'_, '_>, option: &ServingOption<'_>) -> Usd {
    const SAMPLES: u32 = 12;
    let scenario = calendar.scenario;
    let assumptions = &scenario.assumptions;
    let horizon = assumptions.horizon_months;
    let samples = SAMPLES.min(horizon);
    let each = Months::new(f64::from(horizon) / f64::from(samples));
    let first = option.month(scenario, When::FIRST).purchase;
    let fetched = option.resale_fraction(assumptions) * calendar.worth().end;
    let mut cost = first * (1.0 - fetched);
    for sample in 0..samples {
        let month = ((f64::from(sample) + 0.5) * each.get()) as usize;
        let Dated { when, end, .. } = calendar.months()[month];
        cost += option.month(scenario, when).running.total() * each * end;
    }
    cost
}

/// When the saving over the baseline has repaid the purchases.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Payback {
    /// This many months from now, at most the horizon.
    After(Months),
    /// This many months from now, later than the horizon.
    BeyondHorizon(Months),
    /// Not in a hundred years.
    Never,
    /// Nothing is bought, and it is cheaper from the first day.
    Immediate,
    /// It is the baseline.
    None,
}

impl Payback {
    /// The months, if there are any.
    pub fn months(self) -> Option<Months> {
        match self {
            Self::After(months) | Self::BeyondHorizon(months) => Some(months),
            Self::Immediate => Some(Months::ZERO),
            Self::Never | Self::None => None,
        }
    }
}

/// The first month, with its fraction, in which the cumulative saving (baseline minus running
/// cost) covers all purchases so far, plus what the machines would then fetch when `resale` is
/// counted. Within a month the saving accrues evenly.
pub fn payback(
    scenario: &Scenario<'_>,
    option: &ServingOption<'_>,
    baseline: &ServingOption<'_>,
    count_resale: bool,
) -> Payback {
    let assumptions = &scenario.assumptions;
    let fetched = if count_resale { option.resale_fraction(assumptions) } else { 0.0 };
    let (cost, reference) = (Series::new(scenario, option), Series::new(scenario, baseline));
    let horizon = assumptions.horizon_months;
    let (mut purchases, mut bought, mut saved) = (Usd::ZERO, Usd::ZERO, Usd::ZERO);
    let mut when = When::FIRST;
    while when.month < LAST_MONTH.max(horizon) {
        let (paid, alternative) = (cost.month(when), reference.month(when));
        let worth = present_value(assumptions.discount, when.month + 1);
        bought += paid.purchase;
        purchases += paid.purchase * present_value(assumptions.discount, when.month);
        let monthly: UsdPerMonth = alternative.running.total() - paid.running.total();
        let saving = monthly * Months::new(1.0) * worth;
        let missing = purchases - bought * fetched * worth - saved;
        if saving > Usd::ZERO && saving >= missing {
            // What is covered already is so from the start of the month, once something is saved.
            return at(f64::from(when.month) + (missing / saving).max(0.0), horizon);
        }
        saved += saving;
        when = when.next(Drift::of(scenario));
        if hopeless(&cost, &reference, saving) {
            return Payback::Never;
        }
    }
    Payback::Never
}

/// Nothing changes any more, and nothing is saved.
fn hopeless(cost: &Series<'_, '_, '_>, reference: &Series<'_, '_, '_>, saving: Usd) -> bool {
    cost.steady && reference.steady && saving <= Usd::ZERO
}

fn at(months: f64, horizon: u32) -> Payback {
    if months <= 0.0 {
        Payback::Immediate
    } else if months <= f64::from(horizon) {
        Payback::After(Months::new(months))
    } else {
        Payback::BeyondHorizon(Months::new(months))
    }
}
