//! What an endpoint with fixed limits takes of a workload.

use super::api_bill::counted_per_day;
use crate::api::{Allowance, Api};
use crate::scenario::Scenario;
use crate::units::MINUTES_PER_DAY;
use crate::workload::Workload;

/// Tokens, as the endpoint counts them, and requests that a workload asks for in a minute of its mean hour.
pub fn per_minute(api: &Api, workload: &Workload) -> [f64; 2] {
    [counted_per_day(api, workload), workload.requests_per_day()].map(|day| day / MINUTES_PER_DAY)
}

/// How many times the mean hour limits of tokens and of requests allow: the least of `limit / asked`;
/// infinite where nothing is limited.
///
/// ```
/// use breakeven::calc::price::granted::granted;
/// assert_eq!(granted([Some(6_000.0), Some(100.0)], [2_000.0, 20.0]), 3.0);
/// assert_eq!(granted([None, Some(100.0)], [2_000.0, 20.0]), 5.0);
/// assert_eq!(granted([None, None], [2_000.0, 20.0]), f64::INFINITY);
/// ```
pub fn granted(limits: [Option<f64>; 2], asked: [f64; 2]) -> f64 {
    let times = limits.into_iter().zip(asked).filter_map(|(limit, asked)| Some(limit? / asked));
    times.fold(f64::INFINITY, f64::min)
}

/// How many times today's mean hour an endpoint takes at most: infinite where its limits may be raised, or
/// where units are reserved, which are as many as the busiest hour needs.
pub fn most_at_once(api: &Api, scenario: &Scenario<'_>) -> f64 {
    let terms = &api.terms;
    match terms.limit_fixed && !is_reserved(api) {
        true => granted(terms.limits(), per_minute(api, &scenario.workload)),
        false => f64::INFINITY,
    }
}

/// Whether units of an endpoint are reserved.
pub fn is_reserved(api: &Api) -> bool {
    matches!(&api.plan, Some(plan) if matches!(plan.allowance, Allowance::Units(_)))
}
