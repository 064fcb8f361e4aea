//! Draws: quantiles and shares against the exact ones, and how often intervals hold what they say.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say so")]

use crate::support::checks::{copy_folder, here, run_in, scratch};
use serde_json::Value;

fn options(flags: &[&str]) -> Vec<Value> {
    let folder = scratch("draws");
    copy_folder(&here().join("profiles"), &folder.join("profiles"));
    let args = ["--profiles", "profiles", "--hardware", "bench-box", "--model", "bench-model"];
    let more = ["--api", "bench-api", "--format", "json", "--today", "2026-11-23"];
    let run = run_in(&folder, &[&args[..], &more, flags].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    report["options"].as_array().unwrap().clone()
}

fn of_kind<'a>(options: &'a [Value], kind: &str) -> &'a Value {
    options.iter().find(|option| option["kind"] == kind && !option["interval"].is_null()).unwrap()
}

/// The total of an option without what its machines cost to buy; their price alone is drawn.
fn local_and_rest(options: &[Value]) -> (&Value, f64) {
    let local = of_kind(options, "local");
    (local, local["horizon_usd"].as_f64().unwrap() - 3_000.0)
}

/// The quantile function through (0.1, low), (0.5, typical), (0.9, high), continued.
fn believed([low, typical, high]: [f64; 3], q: f64) -> f64 {
    let end = if q < 0.5 { low } else { high };
    typical + (end - typical) * (q - 0.5).abs() / 0.4
}

#[test]
fn quantiles_of_a_total_that_is_linear_are_those_of_what_is_believed() {
    // Nothing but the price of the machine and that of input is believed.
    let stated = ["--mix", "3:1", "--electricity", "0.2", "--ops-hours", "0", "--cached", "0"];
    let more = ["--api-price-trend", "0", "--load", "flat", "--volume", "2M/day"];
    let options = options(&[&stated[..], &more].concat());
    let (local, rest) = local_and_rest(&options);
    let drawn = &local["interval"]["draws"]["horizon_usd"];
    for (name, price) in [("p10", 2_000.0), ("p50", 3_000.0), ("p90", 5_000.0)] {
        let found = drawn[name].as_f64().unwrap() - rest;
        assert!((found / price - 1.0).abs() < 1e-3, "{name}: {found}, expected {price}");
    }
    // Machines win as often as their price lies below what is left of the bill.
    let horizon = &of_kind(&options, "api")["interval"]["horizon_usd"];
    let [low, high] = ["low", "high"].map(|end| horizon[end].as_f64().unwrap());
    let bill = |q: f64| low + (believed([0.8, 1.0, 1.6], q) - 0.8) / 0.8 * (high - low);
    let price = |q: f64| believed([2_000.0, 3_000.0, 5_000.0], q);
    // A million pairs, evenly spaced.
    let middle = |step: u32| (f64::from(step) + 0.5) / 1_000.0;
    let wins = |p: u32| (0..1_000).filter(|q| price(middle(p)) + rest < bill(middle(*q))).count();
    let expected = (0..1_000).map(wins).sum::<usize>() as f64 / 1e6;
    let share = |option: &Value| option["won_share"].as_f64();
    let found = share(local).unwrap();
    assert!((found - expected).abs() < 0.02, "{found}, expected {expected}");
    assert!(found > 0.02 && found < 0.98, "{found}");
    let total: f64 = options.iter().filter_map(share).sum();
    assert!((total - 1.0).abs() < 1e-9, "{total}");
}

#[test]
fn every_run_draws_the_same_another_seed_others_and_none_when_told() {
    let flags = ["--volume", "2M/day", "--draws", "500"];
    assert_eq!(options(&flags), options(&flags));
    let seeded = options(&["--volume", "2M/day", "--draws", "500", "--seed", "7"]);
    assert_ne!(options(&flags), seeded);
    let plain = options(&["--volume", "2M/day", "--draws", "0"]);
    assert!(plain.iter().all(|option| option["interval"]["draws"].is_null()));
    assert!(plain.iter().all(|option| option["won_share"].is_null()));
}
