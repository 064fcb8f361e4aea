//! Payback: when the saving over a baseline has repaid what was bought.

use super::ledger::Ledger;
use crate::calc::demand::horizon::Drift;
use crate::calc::option::serving::ServingOption;
use crate::scenario::Scenario;
use crate::units::{Months, Usd, UsdPerMonth};

/// Months after which we stop looking for a payback: a hundred years.
const LAST_MONTH: u32 = 1_200;

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

    fn at(months: f64, horizon: u32) -> Self {
        if months <= 0.0 {
            Self::Immediate
        } else if months <= f64::from(horizon) {
            Self::After(Months::new(months))
        } else {
            Self::BeyondHorizon(Months::new(months))
        }
    }
}

/// The first month, with its fraction, in which the cumulative saving (baseline minus running
/// cost) covers all purchases so far, plus what the machines would then fetch when `count_resale` is
/// asked for. Within a month the saving accrues evenly.
pub fn payback(
    option: &ServingOption<'_>,
    baseline: &ServingOption<'_>,
    scenario: &Scenario<'_>,
    count_resale: bool,
) -> Payback {
    let (ledger, reference) = (Ledger::new(option, scenario), Ledger::new(baseline, scenario));
    let fetched = if count_resale { ledger.resale_fraction() } else { 0.0 };
    let drift = Drift::of(&scenario.workload, &scenario.assumptions);
    let horizon = scenario.assumptions.horizon_months;
    let last = LAST_MONTH.max(horizon) as usize;
    let steady = is_steady(&ledger, &reference, drift);
    let months = || drift.months().take(last);
    let (mut purchases, mut bought, mut saved) = (Usd::ZERO, Usd::ZERO, Usd::ZERO);
    for ((month, paid), (_, other)) in ledger.months(months()).zip(reference.months(months())) {
        bought += paid.purchase;
        purchases += paid.purchase * month.start;
        let monthly: UsdPerMonth = other.running.total() - paid.running.total();
        let saving = monthly * Months::new(1.0) * month.end;
        let missing = purchases - bought * fetched * month.end - saved;
        if saving > Usd::ZERO && saving >= missing {
            // What is covered already is so from the start of the month, once something is saved.
            return Payback::at(f64::from(month.index) + (missing / saving).max(0.0), horizon);
        }
        saved += saving;
        if steady && saving <= Usd::ZERO {
            return Payback::Never;
        }
    }
    Payback::Never
}

/// Whether every month after the first costs what the first one does.
fn is_steady(ledger: &Ledger<'_, '_, '_>, reference: &Ledger<'_, '_, '_>, drift: Drift) -> bool {
    let mut items = ledger.items.iter().chain(&reference.items);
    drift.growth == 0.0 && drift.api_prices == 0.0 && items.all(|item| item.changes.is_empty())
}
