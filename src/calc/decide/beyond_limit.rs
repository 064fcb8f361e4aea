//! An endpoint whose limits are fixed, and another one for what exceeds them.

use super::api_terms::most_demand;
use super::compiled::Compiled;
use super::eligibility;
use super::price_list::{ApiPrices, api_prices};
use crate::api::Api;
use crate::calc::option::quantities::{beyond_limits, kept};
use crate::calc::price::granted::most_at_once;
use crate::criterion::Criterion;
use crate::scenario::Scenario;
use crate::tier::Tier;
use crate::units::Usd;

/// An endpoint with limits, another one for what exceeds them, and what both cost over the horizon.
pub type Way<'c> = (&'c Api, &'c Api, Usd);

/// Every endpoint that nothing but its limits rules out for a share of the workload and a tier, each with
/// the one that takes what exceeds them for the least: of those that may serve everything, whose prices
/// are given, and of others with limits, where these are enough.
pub fn ways<'c>(
    compiled: &Compiled<'_, 'c>,
    (share, least): (f64, Option<Tier>),
    prices: &[ApiPrices<'c>],
    hard: Option<&Api>,
) -> Vec<Way<'c>> {
    let scenario = compiled.scenario;
    let limited: Vec<_> = limited(scenario, least, share).collect();
    let limited = api_prices(scenario, &limited);
    let wanted = scenario.busiest() * share * most_demand(scenario);
    let way = |own: &ApiPrices<'c>| {
        let left = wanted - most_at_once(own.api, scenario);
        // Nothing overflows into a plan.
        let takes = |other: &&ApiPrices<'_>| {
            other.api.id != own.api.id
                && other.api.plan.is_none()
                && most_at_once(other.api, scenario) >= left
        };
        let priced = prices.iter().chain(&limited).filter(takes).map(|other| {
            let beside = other.beside(hard, compiled.hard_share());
            (own.api, other.api, two_bills(compiled, (own, &beside), share) + compiled.migration)
        });
        priced.min_by(|a, b| a.2.get().total_cmp(&b.2.get()))
    };
    limited.iter().filter_map(way).collect()
}

/// The endpoints that nothing but limits that are never raised rules out.
fn limited<'c>(
    scenario: &Scenario<'c>,
    least: Option<Tier>,
    share: f64,
) -> impl Iterator<Item = &'c Api> {
    let fixed = |api: &&Api| api.terms.limit_fixed && api.plan.is_none();
    let fixed = scenario.apis.iter().copied().filter(fixed);
    fixed.filter(move |api| {
        let unmet = eligibility::api(scenario, api, least, share);
        !unmet.is_empty() && unmet.iter().all(|unmet| unmet.criterion() == Criterion::RateLimit)
    })
}

/// The bills over the horizon of an endpoint for what its limits allow of a share of the workload, and of
/// another one for the rest.
pub fn two_bills(
    compiled: &Compiled<'_, '_>,
    (base, beyond): (&ApiPrices<'_>, &ApiPrices<'_>),
    share: f64,
) -> Usd {
    let (scenario, tokens, horizon) = (compiled.scenario, compiled.tokens, compiled.horizon);
    let bills = base.months(tokens, horizon).zip(beyond.months(tokens, horizon));
    let months = horizon.months.iter().zip(bills).map(|(month, (base_bill, bill))| {
        let excess = beyond_limits(base.api, scenario, share, month.demand);
        base_bill.bill_of(kept(excess, scenario), share) + bill.bill_of(excess, share)
    });
    months.sum()
}
