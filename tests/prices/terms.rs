//! The terms of an endpoint: its last day, what is done with data, its limits, its service tiers.

use super::bills::{api_of, monthly, of_x, report};

const PLAIN: &str = "
[api.x]
provider = \"p\"
model = \"m\"
tier = \"mid\"
context_tokens = 400_000
input_usd_per_mtok = 1.00
output_usd_per_mtok = 4.00
as_of = 2026-11-20
source = \"made for this test\"
";

fn answer(fields: &str, more: &[&str]) -> serde_json::Value {
    report("terms.toml", &format!("{PLAIN}{fields}"), &of_x(more))
}

/// The requirements that the API fails, with why.
fn unmet(report: &serde_json::Value) -> Vec<(String, String)> {
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_string();
    let all = api_of(report)["unmet"].as_array().unwrap();
    all.iter().map(|one| (text(&one["requirement"]), text(&one["reason"]))).collect()
}

/// 2026-12-11 is 13 days from the day of the question, 2027-06-01 is 185 days or 6.08 months.
#[test]
fn an_api_that_ends_is_no_option_beyond_its_last_day() {
    let ends = |day: &str| format!("retires = {day}\nreplaced_by = \"y\"\n");
    let found = answer(&ends("2026-12-11"), &[]);
    let why = "ends on 2026-12-11, in month 1 of 36; then y";
    assert_eq!(unmet(&found), [("retires".to_string(), why.to_string())]);
    assert_ne!(found["verdict"]["option"], "api/x");
    let warnings = found["warnings"].as_array().unwrap();
    let warned = warnings.iter().any(|warning| warning["code"] == "retires");
    assert!(warned, "{warnings:?}");

    let until = |months: &str| answer(&ends("2027-06-01"), &["--horizon", months]);
    assert!(unmet(&until("6")).is_empty());
    assert_eq!(unmet(&until("7"))[0].1, "ends on 2027-06-01, in month 7 of 7; then y");
    assert!(unmet(&answer(&ends("2029-11-28"), &[])).is_empty());
    assert_eq!(unmet(&answer(&ends("2026-11-01"), &[]))[0].1, "ended on 2026-11-01; then y");
}

/// No shipped API that ends within the horizon is chosen.
#[test]
fn gpt_5_nano_is_named_no_longer() {
    let flags = ["--workload", "agent", "--requests", "1000/day"];
    let found = report("terms.toml", PLAIN, &flags);
    let text = found["verdict"].to_string();
    assert!(!text.contains("gpt-5-nano"), "{text}");
    let named = report("terms.toml", PLAIN, &[&flags[..], &["--api", "gpt-5-nano"]].concat());
    assert_eq!(unmet(&named)[0].0, "retires");
}

#[test]
fn data_for_training_is_given_on_purpose() {
    let trains = "trains_on_data = true\n";
    assert_eq!(unmet(&answer(trains, &[]))[0].0, "training");
    assert!(unmet(&answer(trains, &["--allow-training"])).is_empty());
}

#[test]
fn a_prompt_may_be_too_long_for_less_than_the_context() {
    let most = "max_prompt_tokens = 272_000\n";
    let asked = |request: &str| {
        let args = ["--volume", "10M/day", "--api", "x", "--request", request];
        unmet(&report("terms.toml", &format!("{PLAIN}{most}"), &args))
    };
    assert!(asked("272000+1000").is_empty());
    assert_eq!(asked("272001+1000")[0].1, "takes prompts of 272,000 tokens, 272,001 wanted");
}

/// 125M tokens a month are 2,853.9 a minute, in the busiest hour of `daytime` twice as many; 25,000
/// requests are 0.57.
#[test]
fn a_rate_limit_is_a_condition_unless_it_is_fixed() {
    let limit = "tokens_per_minute_limit = 5_000\n";
    let found = answer(limit, &["--load", "daytime"]);
    assert!(unmet(&found).is_empty());
    let conditions = api_of(&found)["not_stated"].as_array().unwrap();
    assert_eq!(conditions[0]["requirement"], "tokens-per-minute");
    let wanted = 2.0 * 125e6 / (365.0 / 12.0) / 1_440.0;
    let value = conditions[0]["value"].as_f64().unwrap();
    assert!((value / wanted - 1.0).abs() < 1e-9, "{value}, {wanted}");

    let fixed = answer(&format!("{limit}limit_fixed = true\n"), &["--load", "daytime"]);
    let why = "grants 5,000 tokens a minute, 5.71k in the busiest hour";
    assert_eq!(unmet(&fixed), [("rate-limit".to_string(), why.to_string())]);
    let enough = answer(&format!("{limit}limit_fixed = true\n"), &["--load", "flat"]);
    assert!(unmet(&enough).is_empty());
    let requests = answer("requests_per_minute_limit = 0.5\n", &["--load", "flat"]);
    let conditions = api_of(&requests)["not_stated"].as_array().unwrap();
    assert_eq!(conditions[0]["requirement"], "requests-per-minute");
}

#[test]
fn a_service_tier_has_its_own_prices() {
    let tiers = "service_tiers = [{ name = \"flex\", price_factor = 0.5 }, { name = \"priority\", price_factor = 1.8 }]\n";
    let bill = |more: &[&str]| monthly("terms.toml", &format!("{PLAIN}{tiers}"), &of_x(more));
    assert!((bill(&[]) - 200.0).abs() < 1e-6);
    assert!((bill(&["--service-tier", "flex"]) - 100.0).abs() < 1e-6);
    assert!((bill(&["--service-tier", "priority"]) - 360.0).abs() < 1e-6);
    let without = answer("", &["--service-tier", "flex"]);
    assert_eq!(unmet(&without)[0].1, "has no service tier flex");
}
