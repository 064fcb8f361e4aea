//! The terms of an endpoint: until when it answers, what is done with data, how much it takes at once.

use crate::api::{Allowance, Api};
use crate::calc::option::subject::Subject;
use crate::calc::price::api_bill::counted_per_day;
use crate::date::Date;
use crate::figure::{short, whole};
use crate::requirement::{Requirement, Unmet};
use crate::scenario::Scenario;
use crate::units::{DAYS_PER_MONTH, MINUTES_PER_DAY};

/// The terms that a question does not meet.
pub fn unmet(scenario: &Scenario<'_>, api: &Api) -> Vec<Unmet> {
    let terms = &api.terms;
    let mut unmet = Vec::new();
    if let Some(day) = ends(scenario, api) {
        let months = day.days_since(scenario.today) as f64 / DAYS_PER_MONTH;
        let next =
            terms.replaced_by.as_ref().map_or(String::new(), |name| format!("; then {name}"));
        let why = match months < 0.0 {
            true => format!("ended on {day}{next}"),
            false => format!(
                "ends on {day}, in month {} of {}{next}",
                months.floor() + 1.0,
                scenario.assumptions.horizon_months
            ),
        };
        unmet.push(Unmet::new("retires", why));
    }
    let allowance = api.plan.as_ref().map(|plan| plan.allowance);
    if allowance == Some(Allowance::NotStated) {
        unmet.push(Unmet::new("allowance", "what a seat may use is not stated"));
    }
    let horizon = scenario.assumptions.horizon_months;
    if let Some(Allowance::Units(units)) = allowance
        && units.term.get() > f64::from(horizon)
    {
        let why = format!("is reserved for {} months, {horizon} looked at", units.term.get());
        unmet.push(Unmet::new("commitment", why));
    }
    if terms.trains_on_data && !scenario.allow_training {
        unmet.push(Unmet::new("training", "models are trained on what is sent to it"));
    }
    let prompt = scenario.workload.request.prompt_tokens * api.tokens_factor;
    if let Some(most) = terms.max_prompt_tokens.filter(|most| prompt > *most) {
        let (most, prompt) = (whole(most), whole(prompt));
        let why = format!("takes prompts of {most} tokens, {prompt} wanted");
        unmet.push(Unmet::new("context", why));
    }
    if let Some(tier) = &scenario.workload.service_tier
        && api.billing.tier(tier).is_none()
    {
        unmet.push(Unmet::new("service-tier", format!("has no service tier {tier}")));
    }
    if terms.limit_fixed {
        unmet.extend(beyond(scenario, api, 1.0).map(|wanted| {
            let (wanted, unit, most) = match wanted {
                Requirement::TokensPerMinute(wanted) => {
                    (short(wanted), "tokens", terms.tokens_per_minute)
                }
                Requirement::RequestsPerMinute(wanted) => {
                    (whole(wanted), "requests", terms.requests_per_minute)
                }
                _ => (String::new(), "", None),
            };
            let most = most.map_or(String::new(), whole);
            let why = format!("grants {most} {unit} a minute, {wanted} in the busiest hour");
            Unmet::new("rate-limit", why)
        }));
    }
    unmet
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
    let is_hard = subject.hard.is_some_and(|hard| hard.id == api.id);
    let hard = scenario.requirements.hard_share;
    let share = match (is_hard, subject.hard) {
        (true, _) => hard,
        (false, Some(_)) => 1.0 - hard,
        (false, None) => 1.0,
    };
    let limits = beyond(scenario, api, share).filter(|_| !api.terms.limit_fixed);
    let calls = scenario.workload.calls_per_request > 0.0 && api.billing.per_1k_calls.is_none();
    limits.chain(calls.then_some(Requirement::CallPrice))
}

/// What the busiest hour needs of an endpoint for a share of the demand, beyond its limits: tokens (or
/// requests) a day over its minutes, times the peak.
fn beyond(scenario: &Scenario<'_>, api: &Api, share: f64) -> impl Iterator<Item = Requirement> {
    let workload = &scenario.workload;
    // Reserved units are as many as the busiest hour needs.
    let is_reserved =
        matches!(&api.plan, Some(plan) if matches!(plan.allowance, Allowance::Units(_)));
    let share = if is_reserved { 0.0 } else { share };
    let busiest = scenario.busiest() * share / MINUTES_PER_DAY;
    let tokens = counted_per_day(api, workload) * busiest;
    let requests = workload.requests_per_day() * busiest;
    let more = |limit: Option<f64>, wanted: f64| limit.filter(|limit| wanted > *limit);
    let tokens =
        more(api.terms.tokens_per_minute, tokens).map(|_| Requirement::TokensPerMinute(tokens));
    let requests = more(api.terms.requests_per_minute, requests)
        .map(|_| Requirement::RequestsPerMinute(requests));
    tokens.into_iter().chain(requests)
}

/// Whether what two questions ask of endpoints is the same as far as any of theirs says something of it:
/// the size of a request, the end of the horizon, the busiest hour.
pub fn may_be_the_same(one: &Scenario<'_>, other: &Scenario<'_>) -> bool {
    let horizon = |s: &Scenario<'_>| s.assumptions.horizon_months;
    let busiest = |s: &Scenario<'_>| (s.workload.tokens(), s.busiest());
    let any = |says: fn(&Api) -> bool| one.apis.iter().any(|api| says(api));
    one.workload.request == other.workload.request
        && (horizon(one) == horizon(other)
            || !any(|api| api.terms.retires.is_some() || api.plan.is_some()))
        && (busiest(one) == busiest(other) || !any(|api| api.terms.limit_fixed))
}
