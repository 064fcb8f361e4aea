//! An endpoint whose limits are fixed, and another one for what exceeds them.

use super::api_terms::{RATE_LIMIT, most_demand};
use super::compiled::Compiled;
use super::eligibility;
use super::price_list::ApiPrices;
use super::two_bills::two_bills;
use crate::api::Api;
use crate::calc::price::granted::most_at_once;
use crate::requirement::Unmet;
use crate::scenario::Scenario;
use crate::tier::Tier;
use crate::units::Usd;

/// Whether nothing but limits that are never raised stands in the way of an endpoint.
pub fn only_limits(api: &Api, unmet: &[Unmet]) -> bool {
    api.terms.limit_fixed
        && api.plan.is_none()
        && !unmet.is_empty()
        && unmet.iter().all(|unmet| unmet.requirement == RATE_LIMIT)
}

/// The endpoints that may serve as much of a part of at least a tier as their limits allow.
pub fn limited<'c>(
    scenario: &Scenario<'c>,
    least: Option<Tier>,
    share: f64,
) -> impl Iterator<Item = &'c Api> {
    let fixed = scenario.apis.iter().copied().filter(|api| api.terms.limit_fixed);
    fixed.filter(move |api| only_limits(api, &eligibility::api(scenario, api, least, share)))
}

/// Of the endpoints that may serve everything, and of others with limits of their own, the one that takes
/// what exceeds those of `api` for the least, and the total of both over the horizon.
pub fn cheapest_beyond<'p, 'c>(
    compiled: &Compiled<'_, 'c>,
    api: &ApiPrices<'c>,
    others: impl Iterator<Item = &'p ApiPrices<'c>>,
    (share, hard): (f64, Option<&Api>),
) -> Option<(&'c Api, Usd)>
where
    'c: 'p,
{
    let scenario = compiled.scenario;
    let wanted = scenario.busiest() * share * most_demand(scenario);
    let left = wanted - most_at_once(api.api, scenario);
    let takes = |other: &&ApiPrices<'_>| {
        other.api.id != api.api.id
            && other.api.plan.is_none()
            && most_at_once(other.api, scenario) >= left
    };
    let priced = others.filter(takes).map(|other| {
        let beside = other.beside(hard, compiled.hard_share());
        (other.api, two_bills(scenario, compiled.horizon, (api, &beside), share))
    });
    priced.min_by(|a, b| a.1.get().total_cmp(&b.1.get()))
}
