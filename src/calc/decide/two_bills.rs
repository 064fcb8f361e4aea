//! What two endpoints bill, one of which takes what exceeds the fixed limits of the other.

use super::price_list::ApiPrices;
use crate::calc::demand::MonthlyTokens;
use crate::calc::demand::horizon::Horizon;
use crate::calc::option::quantities::{beyond_limits, kept};
use crate::scenario::Scenario;
use crate::units::Usd;

/// The bills over a horizon of an endpoint for what its limits allow of a share of the workload, and of
/// another one for the rest.
pub fn two_bills(
    scenario: &Scenario<'_>,
    horizon: &Horizon,
    (base, beyond): (&ApiPrices<'_>, &ApiPrices<'_>),
    share: f64,
) -> Usd {
    let tokens = MonthlyTokens::of(&scenario.workload);
    let bills = base.months(tokens, horizon).zip(beyond.months(tokens, horizon));
    let months = horizon.months.iter().zip(bills).map(|(month, (base_bill, bill))| {
        let excess = beyond_limits(base.api, scenario, share, month.demand);
        base_bill.bill_of(kept(excess, scenario), share) + bill.bill_of(excess, share)
    });
    months.sum()
}
