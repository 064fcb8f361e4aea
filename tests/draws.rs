//! Draws from ranges: quantiles against the exact ones of the triangular distribution.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say so")]

mod check_support;

use check_support::{copy_folder, here, run_in, scratch};
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
    let share = |option: &Value| option["interval"]["draws"]["cheapest_share"].as_f64();
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
