//! `--users N --workload NAME`: from people to tokens.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use breakeven::lever::Lever;

use super::typed::{answer, refused};
use crate::support::question::with_shipped;

#[test]
fn users_times_requests_times_tokens_is_the_volume() {
    for (workload, tokens) in [("chat", 6_909.0 + 350.0), ("agent", 67_818.0 + 527.0)] {
        let of = |flags: &str| answer(&format!("--users 40 --workload {workload} {flags}"));
        let typical = of("");
        let each = typical["workload"]["requests_per_user_per_day"].as_f64().unwrap();
        let volume =
            |report: &serde_json::Value| report["workload"]["tokens_per_day"].as_f64().unwrap();
        assert!((volume(&typical) / (40.0 * each * tokens) - 1.0).abs() < 1e-9);
        assert_eq!(typical["workload"]["users"].as_f64(), Some(40.0));
        let [light, middle, heavy] =
            ["light", "typical", "heavy"].map(|how| volume(&of(&format!("--use {how}"))));
        assert!(light < middle && middle < heavy && middle == volume(&typical));
        // The same requests, typed: the same answer.
        let typed = answer(&format!("--workload {workload} --requests {}/day", 40.0 * each));
        assert_eq!(typed["options"], typical["options"]);
        assert_eq!(typed["workload"]["users"], serde_json::Value::Null);
    }
}

#[test]
fn how_much_nobody_said_is_drawn_and_said() {
    let drawn = |flags: &str| {
        let report = answer(&format!("--users 40 --workload chat {flags}"));
        let unstated = report["assumptions"]["unstated"].as_array().unwrap();
        unstated.iter().any(|input| input == "volume")
    };
    assert!(drawn("") && !drawn("--use typical") && !drawn("--volume 5M/day"));
    let report = answer("--users 40 --workload chat");
    let assumed = report["verdict"]["assumed"].as_array().unwrap();
    let line = "each user: 3.6 requests a day; 2 of light and 12 of heavy use, `--use` says which";
    assert!(assumed.iter().any(|said| said == line), "{assumed:?}");
}

#[test]
fn a_volume_makes_users_seats() {
    let report = answer("--users 5 --volume 5M/day --subscription copilot-pro");
    assert_eq!(report["workload"]["tokens_per_day"].as_f64(), Some(5e6));
    assert_eq!(report["workload"]["users"], serde_json::Value::Null);
}

#[test]
fn people_without_work_are_no_demand() {
    let said = refused("--users 40");
    assert!(
        said.starts_with("error: the number of users does not say what they do\nhint: "),
        "{said}"
    );
    let said = refused("--users 40 --workload batch");
    let first = "error: the workload `batch` does not say how many requests a user makes\n";
    assert!(said.starts_with(first), "{said}");
    assert!(refused("--volume 5M/day --use heavy").contains("--users"));
}

#[test]
fn the_busiest_hour_of_a_load_that_somebody_chose_is_not_drawn() {
    let drawn = |flags: &str| {
        let is_peak = |belief: &breakeven::lever::Belief| belief.lever == Lever::PeakFactor;
        with_shipped(flags, |scenario| scenario.beliefs.iter().any(is_peak))
    };
    assert!(drawn("--volume 5M/day"));
    for chosen in ["--load office", "--peak 2", "--workload chat"] {
        assert!(!drawn(&format!("--volume 5M/day {chosen}")), "{chosen}");
    }
}
