//! Payback: when the saving over a baseline has repaid what was bought.

use super::ledger::{Ledger, MonthCosts};
use crate::calc::demand::horizon::{Drift, Month};
use crate::calc::option::serving::ServingOption;
use crate::scenario::Scenario;
use crate::units::{Months, Usd};

/// When the saving over the baseline has repaid the purchases.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Payback {
    /// This many months from now, at most the horizon.
    After(Months),
    /// This many months from now, later than the horizon.
    BeyondHorizon(Months),
    /// Not within the life of the first machine.
    Never,
    /// Nothing is paid upfront, and it is cheaper from the first day.
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

    fn at(months: f64, horizon: f64) -> Self {
        if months <= 0.0 {
            Self::Immediate
        } else if months <= horizon {
            Self::After(Months::new(months))
        } else {
            Self::BeyondHorizon(Months::new(months))
        }
    }
}

/// The first moment at which the cumulative saving (baseline less running cost) covers what was paid
/// once and for machines so far, less what replaced machines fetched, while something is saved: at
/// most the life of the first machine from now, or the horizon where none is bought.
///
/// With `count_resale` the machines count at what they fetch at the end of their life, the least that
/// selling them brings. Within a month the saving accrues evenly.
pub fn payback(
    option: &ServingOption<'_>,
    baseline: &ServingOption<'_>,
    scenario: &Scenario<'_>,
    count_resale: bool,
) -> Payback {
    let (ledger, reference) = (Ledger::new(option, scenario), Ledger::new(baseline, scenario));
    let resale = if count_resale { ledger.resale_fraction() } else { 0.0 };
    let horizon = f64::from(scenario.assumptions.horizon_months);
    let limit = ledger.life().map_or(horizon, |life| life.get());
    let drift = Drift::of(&scenario.workload, &scenario.assumptions);
    let found = if is_steady(&ledger, &reference, drift) {
        when_steady(&ledger, &reference, resale)
    } else {
        let months: Vec<Month> = drift.months().take(limit.ceil() as usize).collect();
        // What replaces the first machine comes when nothing is looked for any more.
        let paid = ledger.months_before(&months, limit);
        month_by_month(paid, reference.months(&months), resale)
    };
    found.filter(|at| *at <= limit).map_or(Payback::Never, |at| Payback::at(at, horizon))
}

fn month_by_month(
    option: Vec<(Month, MonthCosts)>,
    baseline: Vec<(Month, MonthCosts)>,
    resale: f64,
) -> Option<f64> {
    let (mut missing, mut bought) = (Usd::ZERO, Usd::ZERO);
    for ((month, paid), (_, other)) in option.into_iter().zip(baseline) {
        bought += paid.purchase;
        missing += paid.once - other.once + paid.purchase - paid.fetched;
        let monthly = other.running.total() - paid.running.total();
        let saving = monthly * Months::new(1.0) * month.worth;
        let left = missing - bought * resale;
        if saving > Usd::ZERO && saving >= left {
            // What is covered already is so from the start of the month, once something is saved.
            return Some(f64::from(month.index) + (left / saving).max(0.0));
        }
        missing = missing - saving;
    }
    None
}

/// Every month is the first one again, until something is replaced.
fn when_steady(
    ledger: &Ledger<'_, '_, '_>,
    reference: &Ledger<'_, '_, '_>,
    resale: f64,
) -> Option<f64> {
    let (paid, other) = (ledger.today(), reference.today());
    let saving = (other.running.total() - paid.running.total()) * Months::new(1.0);
    let missing = paid.once - other.once + paid.purchase * (1.0 - resale);
    (saving > Usd::ZERO).then(|| (missing / saving).max(0.0))
}

/// Whether every month after the first costs what the first one does.
fn is_steady(ledger: &Ledger<'_, '_, '_>, reference: &Ledger<'_, '_, '_>, drift: Drift) -> bool {
    let mut items = ledger.items.iter().chain(&reference.items);
    let level = [drift.growth, drift.api_prices, drift.rents, drift.discount] == [0.0; 4];
    level && items.all(|item| item.changes.is_empty())
}
