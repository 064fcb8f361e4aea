//! What has been paid by a day: the ledger, summed up from the first day on.

use super::ledger::Ledger;
use crate::calc::demand::horizon::Horizon;
use crate::calc::option::serving::ServingOption;
use crate::scenario::Scenario;
use crate::units::{Months, Usd};

/// What has been paid by the first day of each month and by the end of the last, at its worth today:
/// once-items, purchases on their day, running costs evenly within their month, less what replaced
/// machines fetched. What machines fetch at the end of the horizon is still to come.
///
/// One amount more than the horizon has months; the last, less what is then left, is the total.
pub fn paid_by(option: &ServingOption<'_>, scenario: &Scenario<'_>, horizon: &Horizon) -> Vec<Usd> {
    let mut sum = Usd::ZERO;
    let mut paid = Vec::with_capacity(horizon.months.len() + 1);
    for (month, costs) in Ledger::new(option, scenario).months(&horizon.months) {
        sum = sum + costs.once + costs.purchase - costs.fetched;
        paid.push(sum);
        sum += costs.running.total() * Months::new(1.0) * month.worth;
    }
    paid.push(sum);
    paid
}
