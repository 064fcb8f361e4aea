//! What an option hangs on: numbers that exist and that no profile states.

use crate::calc::decide::eligibility::not_stated;
use crate::calc::option::subject::Subject;
use crate::figure::{full, short, whole};
use crate::report::{ConditionReport, Figure};
use crate::requirement::{NotStated, Requirement};
use crate::scenario::Scenario;
use crate::text::list;

/// The numbers that an option hangs on, as the report has them.
pub fn report(scenario: &Scenario<'_>, subject: &Subject<'_>) -> Vec<ConditionReport> {
    let found = not_stated(scenario, subject);
    let row = |unknown: &NotStated| ConditionReport {
        api: unknown.api.to_string(),
        requirement: unknown.requirement.word().into(),
        value: Figure(value(&unknown.requirement)),
    };
    found.iter().map(row).collect()
}

/// The value that a requirement with a number asks for; 0 for the others.
const fn value(requirement: &Requirement) -> f64 {
    match requirement {
        Requirement::Context(value)
        | Requirement::MinSpeed(value)
        | Requirement::MaxWait(value)
        | Requirement::Burst(value)
        | Requirement::TokensPerMinute(value)
        | Requirement::RequestsPerMinute(value) => *value,
        _ => 0.0,
    }
}

/// As a condition: `if x makes 20 tokens/s or more for one stream`; `None` when it hangs on nothing.
pub fn condition(scenario: &Scenario<'_>, subject: &Subject<'_>) -> Option<String> {
    let found = not_stated(scenario, subject);
    let first = found.first()?;
    let mut parts: Vec<String> = Vec::new();
    for unknown in &found {
        let who = if unknown.api == first.api && !parts.is_empty() { "" } else { &*unknown.api };
        parts.push(format!("{who} {}", wanted(&unknown.requirement)).trim_start().to_string());
    }
    Some(format!("if {}", list(&parts, "and")))
}

/// What is asked for a minute.
fn per_minute(requirement: &Requirement) -> Option<String> {
    match requirement {
        Requirement::TokensPerMinute(tokens) => Some(format!("{} tokens a minute", short(*tokens))),
        Requirement::RequestsPerMinute(requests) => {
            Some(format!("{} requests a minute", whole(*requests)))
        }
        _ => None,
    }
}

fn wanted(requirement: &Requirement) -> String {
    if let Some(wanted) = per_minute(requirement) {
        return format!("grants {wanted}");
    }
    match requirement {
        Requirement::MinSpeed(speed) => format!("makes {} tokens/s or more", full(*speed)),
        Requirement::MaxWait(most) => format!("begins to answer within {} s", full(*most)),
        Requirement::CallPrice => "asks nothing for calls of tools".into(),
        Requirement::Context(tokens) => format!("holds {} tokens", whole(*tokens)),
        other => format!("meets {}", other.word()),
    }
}

/// What is not stated, and the field of a profile that states it; a sentence each.
pub fn sentences(scenario: &Scenario<'_>, subject: &Subject<'_>) -> Vec<String> {
    let sentence = |unknown: &NotStated| {
        if let Some(wanted) = per_minute(&unknown.requirement) {
            return format!(
                "the busiest hour needs {wanted}, more than {} grants without being asked",
                unknown.api
            );
        }
        let (what, field) = match unknown.requirement {
            Requirement::MinSpeed(_) => ("the speed of one stream", "decode_tokens_per_second"),
            Requirement::MaxWait(_) => ("the wait", "time_to_first_token_seconds"),
            Requirement::CallPrice => ("the price of calls of tools", "usd_per_1k_calls"),
            _ => ("the context", "context_tokens"),
        };
        format!("{what} of {} is not stated: `{field}` in a profile of yours says it", unknown.api)
    };
    not_stated(scenario, subject).iter().map(sentence).collect()
}
