//! The terms of an endpoint: until when it answers, what is done with data, how much it takes at once.

use crate::api::{Allowance, Api};
use crate::calc::demand::horizon::last_demand;
use crate::calc::option::serving::base_share;
use crate::calc::option::subject::{BaseSubject, Subject};
use crate::calc::price::granted::{is_reserved, most_at_once, per_minute};
use crate::date::Date;
use crate::requirement::Requirement;
use crate::scenario::Scenario;
use crate::units::{DAYS_PER_MONTH, Months};
use crate::unmet::{PerMinute, Short, Term, TokenLimit, Unmet};

/// The terms that a share of a question does not meet.
pub fn unmet(scenario: &Scenario<'_>, api: &Api, share: f64) -> Vec<Unmet> {
    let terms = &api.terms;
    let mut unmet = Vec::new();
    let horizon = scenario.assumptions.horizon_months;
    if let Some(day) = ends(scenario, api) {
        let months = day.days_since(scenario.today) as f64 / DAYS_PER_MONTH;
        let next = terms.replaced_by.clone();
        let month = Months::new(months.floor() + 1.0);
        let term = match months < 0.0 {
            true => Term::Ended { day, next },
            false => Term::Ends { day, month, horizon, next },
        };
        unmet.push(term.into());
    }
    let allowance = api.plan.as_ref().map(|plan| plan.allowance);
    if allowance == Some(Allowance::NotStated) {
        unmet.push(Term::AllowanceNotStated.into());
    }
    if let Some(Allowance::Units(units)) = allowance
        && units.term.get() > f64::from(horizon)
    {
        unmet.push(Term::Reserved { term: units.term, horizon }.into());
    }
    if terms.trains_on_data && !scenario.allow_training {
        unmet.push(Term::TrainsOnData.into());
    }
    let prompt = scenario.workload.request.prompt_tokens * api.tokens_factor;
    if let Some(most) = terms.max_prompt_tokens.filter(|most| prompt > *most) {
        unmet.push(Unmet::Tokens(TokenLimit::Prompt, Short { has: most, wanted: prompt }));
    }
    if let Some(tier) = &scenario.workload.service_tier
        && api.billing.tier(tier).is_none()
    {
        unmet.push(Term::NoServiceTier(tier.clone()).into());
    }
    unmet.extend(limits_unmet(scenario, api, share));
    unmet
}

/// The limits that are never raised and that a share of the demand exceeds, now or when it has grown.
fn limits_unmet<'s>(
    scenario: &'s Scenario<'_>,
    api: &'s Api,
    share: f64,
) -> impl Iterator<Item = Unmet> + 's {
    let (most, months) = (most_demand(scenario), scenario.assumptions.horizon_months);
    let beyond = beyond(scenario, api, share * most).filter(|_| api.terms.limit_fixed);
    beyond.map(move |Beyond { of, limit, wanted }| {
        let month = (wanted / most <= limit).then_some(months);
        Term::RateLimit { of, granted: Short { has: limit, wanted }, month }.into()
    })
}

/// The most demand of the horizon over that of today.
pub fn most_demand(scenario: &Scenario<'_>) -> f64 {
    last_demand(scenario).max(1.0)
}

/// The last day of an endpoint that ends before the horizon does.
pub fn ends(scenario: &Scenario<'_>, api: &Api) -> Option<Date> {
    let end = f64::from(scenario.assumptions.horizon_months) * DAYS_PER_MONTH;
    api.terms.retires.filter(|day| (day.days_since(scenario.today) as f64) < end)
}

/// What an endpoint of an option would have to grant beyond what it states, or to state.
pub fn raised(
    scenario: &Scenario<'_>,
    subject: &Subject<'_>,
    api: &Api,
) -> impl Iterator<Item = Requirement> {
    let is = |role: Option<&Api>| role.is_some_and(|role| role.id == api.id);
    let hard = scenario.requirements.hard_share;
    let rest = subject.hard.map_or(1.0, |_| base_share(hard, scenario.assumptions.routing));
    let share = match subject.base {
        // What comes from an endpoint with limits is what they leave.
        BaseSubject::Api(base) if is(subject.overflow) => {
            let left = rest - most_at_once(base, scenario) / scenario.busiest();
            left.max(0.0) + if is(subject.hard) { hard } else { 0.0 }
        }
        _ if is(subject.hard) => hard,
        _ => rest,
    };
    let limits = beyond(scenario, api, share).filter(|_| !api.terms.limit_fixed);
    let limits = limits.map(|beyond| match beyond.of {
        PerMinute::Tokens => Requirement::TokensPerMinute(beyond.wanted),
        PerMinute::Requests => Requirement::RequestsPerMinute(beyond.wanted),
    });
    let calls = scenario.workload.calls_per_request > 0.0 && api.billing.per_1k_calls.is_none();
    limits.chain(calls.then_some(Requirement::CallPrice))
}

/// A limit, and what is wanted a minute beyond it.
struct Beyond {
    of: PerMinute,
    limit: f64,
    wanted: f64,
}

/// What the busiest hour needs of an endpoint for a share of the demand, beyond its limits: tokens (or
/// requests) a minute, times the peak.
fn beyond(scenario: &Scenario<'_>, api: &Api, share: f64) -> impl Iterator<Item = Beyond> {
    let units = [PerMinute::Tokens, PerMinute::Requests];
    // Reserved units are as many as the busiest hour needs.
    let share = if is_reserved(api) { 0.0 } else { share };
    let busiest = scenario.busiest() * share;
    let asked = per_minute(api, &scenario.workload).map(|asked| asked * busiest);
    let all = units.into_iter().zip(api.terms.limits()).zip(asked);
    all.filter_map(|((of, limit), wanted)| {
        let limit = limit.filter(|limit| wanted > *limit)?;
        Some(Beyond { of, limit, wanted })
    })
}

/// Whether what two questions ask of endpoints is the same as far as any of theirs says something of it:
/// the size of a request, the end of the horizon, the busiest hour of any month.
pub fn may_be_the_same(one: &Scenario<'_>, other: &Scenario<'_>) -> bool {
    let horizon = |s: &Scenario<'_>| s.assumptions.horizon_months;
    let parts = |s: &Scenario<'_>| (s.requirements.hard_share, s.assumptions.routing);
    let busiest = |s: &Scenario<'_>| (s.workload.tokens(), s.busiest(), most_demand(s), parts(s));
    let any = |says: fn(&Api) -> bool| one.apis.iter().any(|api| says(api));
    one.workload.request == other.workload.request
        && (horizon(one) == horizon(other)
            || !any(|api| api.terms.retires.is_some() || api.plan.is_some()))
        && (busiest(one) == busiest(other) || !any(|api| api.terms.limit_fixed))
}
