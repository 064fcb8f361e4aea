//! Every input that differs between two reports, and the cause it belongs to.

use serde::Serialize;
use serde_json::{Map, Value};

use super::difference::InputChange;
use crate::report::Report;

/// Prices of endpoints and machines; what is not among these keys belongs to the profile.
const PRICE_KEYS: &[&str] = &[
    "prices",
    "batch_discount",
    "long_context",
    "scheduled",
    "usd_per_1k_requests",
    "free_tokens_per_day",
    "free_usd_per_month",
    "minimum_usd_per_month",
    "plan",
    "price_usd",
    "host_usd",
    "setup_usd",
    "rent_usd_per_hour",
    "hosting_usd_per_month",
    "maintenance_usd_per_month",
];
/// What the user said about machines.
const ASSUMED_KEYS: &[&str] = &["tenure", "machines", "spare_machines"];
const THROUGHPUT_KEYS: &[&str] = &["prefill_tokens_per_second", "decode_tokens_per_second"];

/// Every input that differs: of the workload, the assumptions, and the options that both reports
/// show. The day is none: it changes every day.
pub fn inputs(old: &Report, new: &Report) -> Vec<InputChange> {
    let mut found = Vec::new();
    let mut walk = |cause: &str, prefix: &str, old: &Value, new: &Value| {
        differences(prefix, old, new, &mut |input, from, to| {
            let (from, to) = (from.clone(), to.clone());
            found.push(InputChange { cause: cause.into(), input, from, to });
        });
    };
    walk("workload", "workload", &value(&old.workload), &value(&new.workload));
    let without_day = |report: &Report| {
        let mut assumptions = value(&report.assumptions);
        assumptions.as_object_mut().map(|map| map.remove("today"));
        assumptions
    };
    walk("assumptions", "assumptions", &without_day(old), &without_day(new));
    for option in &new.options {
        let Some(before) = old.options.iter().find(|before| before.id == option.id) else {
            continue;
        };
        let flat = |inputs| match value(inputs) {
            Value::Object(kinds) => kinds.into_iter().next().map_or(Value::Null, |(_, v)| v),
            _ => Value::Null,
        };
        let (before, now) = (flat(&before.inputs), flat(&option.inputs));
        for key in keys(&before, &now) {
            let (from, to) = (before.get(&key), now.get(&key));
            let (from, to) = (from.unwrap_or(&Value::Null), to.unwrap_or(&Value::Null));
            walk(cause_of(&key), &format!("{}: {key}", option.id), from, to);
        }
    }
    found
}

fn value(part: &impl Serialize) -> Value {
    serde_json::to_value(part).unwrap_or(Value::Null)
}

fn cause_of(key: &str) -> &'static str {
    match key {
        _ if PRICE_KEYS.contains(&key) => "price",
        _ if ASSUMED_KEYS.contains(&key) => "assumptions",
        "planned_peak_factor" => "workload",
        _ if THROUGHPUT_KEYS.contains(&key) => "throughput",
        _ => "profile",
    }
}

/// The keys of two tables, those of the new one first.
fn keys(old: &Value, new: &Value) -> Vec<String> {
    let empty = Map::new();
    let of = |value: &Value| value.as_object().unwrap_or(&empty).clone();
    let (old, new) = (of(old), of(new));
    let gone = old.keys().filter(|key| !new.contains_key(*key));
    new.keys().chain(gone).cloned().collect()
}

fn differences(
    path: &str,
    old: &Value,
    new: &Value,
    report: &mut impl FnMut(String, &Value, &Value),
) {
    if old == new {
        return;
    }
    if old.is_object() && new.is_object() {
        for key in keys(old, new) {
            let (from, to) = (old.get(&key), new.get(&key));
            let null = Value::Null;
            let inner = format!("{path}.{key}");
            differences(&inner, from.unwrap_or(&null), to.unwrap_or(&null), report);
        }
        return;
    }
    report(path.to_string(), old, new);
}
