//! Draws from ranges: quantiles against the exact ones of the triangular distribution.

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

#[test]
fn quantiles_are_those_of_the_triangle() {
    let options = options(&["--volume", "2M/day", "--draws", "20000"]);
    // Only its price of triangular(2000, 3000, 5000) varies: the running cost is the rest.
    let local = of_kind(&options, "local");
    let rest = local["horizon_usd"].as_f64().unwrap() - 3_000.0;
    let drawn = &local["interval"]["draws"]["horizon_usd"];
    // Inverse of the distribution: 2000 + sqrt(q 3000 1000) up to the mode at q = 1/3, above it
    // 5000 - sqrt((1-q) 3000 2000).
    let exact = [
        ("p10", 2_000.0 + (0.1_f64 * 3e6).sqrt()),
        ("p50", 5_000.0 - (0.5_f64 * 6e6).sqrt()),
        ("p90", 5_000.0 - (0.1_f64 * 6e6).sqrt()),
    ];
    for (name, price) in exact {
        let found = drawn[name].as_f64().unwrap() - rest;
        assert!((found - price).abs() < 30.0, "{name}: {found}, expected {price}");
    }
    // The bill varies with the price of input, $0.80 to $1.60 and most likely $1. Machines win as
    // often as their price lies below what is left of it, whatever it is.
    let horizon = &of_kind(&options, "api")["interval"]["horizon_usd"];
    let [low, high] = ["low", "high"].map(|end| horizon[end].as_f64().unwrap());
    let bill = |q: f64| {
        let price =
            if q < 0.25 { 0.8 + (q * 0.16).sqrt() } else { 1.6 - ((1.0 - q) * 0.48).sqrt() };
        low + (price - 0.8) / 0.8 * (high - low)
    };
    let below = |price: f64| match price {
        ..2_000.0 => 0.0,
        ..3_000.0 => (price - 2_000.0).powi(2) / 3e6,
        _ => 1.0 - (5_000.0 - price).powi(2) / 6e6,
    };
    let share = |option: &Value| option["interval"]["draws"]["cheapest_share"].as_f64();
    let wins = (0..10_000).map(|step| below(bill((f64::from(step) + 0.5) / 10_000.0) - rest));
    let (found, expected) = (share(local).unwrap(), wins.sum::<f64>() / 10_000.0);
    assert!((found - expected).abs() < 0.01, "{found}, expected {expected}");
    let total: f64 = options.iter().filter_map(share).sum();
    assert!((total - 1.0).abs() < 1e-9, "{total}");
    let sure = share(local).unwrap();
    assert!(sure > 0.0 && sure < 1.0, "{sure}");
}

#[test]
fn every_run_draws_the_same_and_nothing_is_drawn_unasked() {
    let flags = ["--volume", "2M/day", "--draws", "500"];
    assert_eq!(options(&flags), options(&flags));
    let plain = options(&["--volume", "2M/day"]);
    assert!(plain.iter().all(|option| option["interval"]["draws"].is_null()));
}
