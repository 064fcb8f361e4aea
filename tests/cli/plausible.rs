//! What would change an answer is shown as far as it is plausible.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde_json::Value;

use super::typed::answer;
use crate::support::checks::{run_in, scratch};

/// Steps to P1 and P99 of a quantile function that is linear through P10, P50 and P90.
const P99: f64 = 1.225;

fn flips(flags: &str) -> Vec<Value> {
    answer(flags)["verdict"]["flips"].as_array().unwrap().clone()
}

#[test]
fn only_what_is_plausible_is_said() {
    for flags in ["--volume 5M/day", "--volume 50M/day", "--volume 500k/day --tier frontier"] {
        let run = run_in(
            &scratch("plausible"),
            &[&flags.split(' ').collect::<Vec<_>>()[..], &["--full", "--today", "2026-11-23"]]
                .concat(),
        );
        let (_, said) = run.stdout.split_once("what would change it:\n").unwrap();
        let said = said.split("\n\n").next().unwrap();
        let lines = said.lines().filter(|line| line.starts_with("- ")).count();
        let plausible = flips(flags).iter().filter(|flip| flip["plausible"] == true).count();
        assert!(lines >= plausible.min(3) && lines <= 4, "{flags}: {said}");
    }
}

#[test]
fn near_ones_come_first_and_far_ones_are_not_plausible() {
    for flags in
        ["--volume 5M/day", "--volume 50M/day", "--volume 5M/day --hardware rtx-3090 --owned"]
    {
        let found = flips(flags);
        let far = |flip: &Value| flip["distance"].as_f64().unwrap_or(f64::INFINITY);
        assert!(found.iter().map(far).is_sorted_by(|a, b| a <= &(b + 1e-6)), "{found:#?}");
        for flip in &found {
            let input = flip["input"].as_str().unwrap();
            match input {
                "volume" | "api-price" => assert_eq!(flip["plausible"], true),
                _ if far(flip) > P99 => assert_eq!(flip["plausible"], false, "{flip}"),
                _ => {}
            }
        }
    }
}

/// The distance is in steps of the profile: with a wider one the same value is nearer.
#[test]
fn a_wider_belief_makes_it_plausible() {
    let folder = scratch("plausible-wider");
    let shipped = std::fs::read_to_string("profiles/defaults.toml").unwrap();
    assert!(shipped.contains("resale_percent = 25"));
    let wider = shipped.replace("resale_percent = 25", "resale_percent = 50");
    std::fs::write(folder.join("p.toml"), wider).unwrap();
    let resale = |more: &[&str]| {
        let args = ["--volume", "5M/day", "--json", "--draws", "0", "--today", "2026-11-23"];
        let run = run_in(&folder, &[&args[..], more].concat());
        let report: Value = serde_json::from_str(&run.stdout).unwrap();
        let flips = report["verdict"]["flips"].as_array().unwrap().clone();
        let found = flips.into_iter().find(|flip| flip["input"] == "resale").unwrap();
        (
            found["at"].as_f64().unwrap(),
            found["distance"].as_f64().unwrap(),
            found["plausible"] == true,
        )
    };
    let (usual, wide) = (resale(&[]), resale(&["--profiles", "p.toml"]));
    assert_eq!(usual.0, wide.0);
    assert!((usual.1 / wide.1 - 2.0).abs() < 1e-9 && !usual.2 && wide.2, "{usual:?} {wide:?}");
}

/// What nobody stated has its own ends: nothing is believed of a rising trend of API prices.
#[test]
fn a_belief_that_ends_at_its_median_has_no_other_side() {
    let found = flips("--volume 5M/day");
    let trend = found.iter().find(|flip| flip["input"] == "api-price-trend").unwrap();
    assert_eq!((&trend["distance"], &trend["plausible"]), (&Value::Null, &Value::from(false)));
    assert!(trend["at"].as_f64() > Some(0.0));
}
