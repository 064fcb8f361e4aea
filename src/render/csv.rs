//! CSV: one row per option. A column is called like its path in the JSON report, parts joined with
//! a dot, and holds what the JSON holds; it is empty where the JSON has nothing or `null`. The
//! spill curve and the inputs are in the JSON only.

use anyhow::Result;
use serde_json::Value;

use crate::report::Report;
use crate::text::markup::cell as plain;

/// The columns, in order. New ones come last, so that a program that counts columns goes on
/// working.
pub const COLUMNS: [&str; 66] = [
    "id",
    "kind",
    "label",
    "chosen",
    "meets_requirements",
    "unmet",
    "units",
    "upfront_usd",
    "monthly_usd.api",
    "monthly_usd.energy",
    "monthly_usd.energy_idle",
    "monthly_usd.operations",
    "monthly_usd.hosting",
    "monthly_usd.maintenance",
    "monthly_usd.rent",
    "monthly_usd.amortization",
    "monthly_usd.total",
    "levelized_usd_per_mtok",
    "horizon_usd",
    "payback.status",
    "payback.months",
    "payback.net_of_resale_months",
    "break_even.status",
    "break_even.tokens_per_day",
    "break_even.units",
    "break_even.always_above_tokens_per_day",
    "capacity_tokens_per_day",
    "utilization.mean",
    "utilization.peak",
    "throughput.basis",
    "throughput.prefill_basis",
    "throughput.prefill_tokens_per_second",
    "throughput.decode_tokens_per_second",
    "throughput.concurrency",
    "throughput.low",
    "throughput.high",
    "throughput.cache_hit_share",
    "interval.monthly_usd.low",
    "interval.monthly_usd.high",
    "interval.horizon_usd.low",
    "interval.horizon_usd.high",
    "interval.payback_months.low",
    "interval.payback_months.high",
    "monthly_usd.routing",
    "mix.base",
    "mix.hard_share",
    "mix.hard_share_of_bill",
    "mix.spilled_share",
    "interval.draws.horizon_usd.p10",
    "interval.draws.horizon_usd.p50",
    "interval.draws.horizon_usd.p90",
    "interval.draws.payback_months.p10",
    "interval.draws.payback_months.p50",
    "interval.draws.payback_months.p90",
    "tier",
    "place",
    "not_stated",
    "comparison_only",
    "won_share",
    "payback_vs_cheapest.status",
    "payback_vs_cheapest.months",
    "payback_vs_cheapest.net_of_resale_months",
    "decode_tokens_per_second_per_stream",
    "wait.mean",
    "wait.p95",
    "index",
];

/// The options, a row each, below a row of names.
///
/// # Errors
/// None in practice: the writer writes to memory.
pub fn render(report: &Report) -> Result<String> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for option in &report.options {
        let option = serde_json::to_value(option)?;
        writer.write_record(COLUMNS.map(|path| cell(find(&option, path))))?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}

fn find<'v>(option: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('.').try_fold(option, |value, key| value.get(key))
}

fn cell(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => plain(text),
        Some(Value::Array(items)) => {
            let items: Vec<String> = items.iter().map(item).collect();
            plain(&items.join("; "))
        }
        Some(other) => other.to_string(),
    }
}

/// One of several: a text, a requirement and the reason why it is not met, or a number that is not
/// stated and the value asked for.
fn item(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(unmet) => {
            let part = |key| unmet.get(key).and_then(Value::as_str).unwrap_or_default();
            match unmet.get("value") {
                Some(value) => format!("{} of {}: {value}", part("requirement"), part("api")),
                None => format!("{}: {}", part("requirement"), part("reason")),
            }
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::{cell, find};
    use serde_json::json;

    #[test]
    fn cells_hold_what_the_json_holds() {
        let option = json!({
            "id": "api/a",
            "payback": { "months": null },
            "monthly_usd": { "total": 30.4166666667, "api": -1 },
            "label": ["a, b", "c"],
            "unmet": [{ "requirement": "tier", "reason": "is small" }],
            "meets_requirements": true,
        });
        let say = |path| cell(find(&option, path));
        assert_eq!(say("id"), "api/a");
        assert_eq!(say("monthly_usd.total"), "30.4166666667");
        assert_eq!(say("monthly_usd.api"), "-1", "a number is not a formula");
        assert_eq!(say("payback.months"), "");
        assert_eq!(say("payback.nothing"), "");
        assert_eq!(say("label"), "a, b; c");
        assert_eq!(say("unmet"), "tier: is small");
        assert_eq!(say("meets_requirements"), "true");
    }

    #[test]
    fn no_text_is_a_formula() {
        for text in ["=1+1", "+1", "-1", "@sum", "\t=1"] {
            assert_eq!(cell(Some(&json!(text))), format!("'{}", crate::text::printable(text)));
            assert_eq!(cell(Some(&json!([text]))), format!("'{}", crate::text::printable(text)));
        }
        assert_eq!(cell(Some(&json!("a=1"))), "a=1");
    }
}
