//! The index that tiers are drawn from: `--min-index`, ties, and when open weights reach it.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde_json::Value;

use super::typed::{answer, refused};
use crate::support::checks::{run_in, scratch};
use crate::support::question::{costs_of, with_shipped};

fn options(report: &Value) -> impl Iterator<Item = &Value> {
    report["options"].as_array().unwrap().iter()
}

#[test]
fn a_least_index_cuts_anywhere() {
    let possible = |flags: &str| {
        let report = with_shipped(&format!("--volume 5M/day --all {flags}"), costs_of);
        let possible = report.options.into_iter().filter(|option| option.meets_requirements);
        possible.filter_map(|option| Some(option.index?.0)).collect::<Vec<f64>>()
    };
    for least in [10.0, 20.0, 30.0, 45.0] {
        let found = possible(&format!("--min-index {least}"));
        assert!(!found.is_empty() && found.iter().all(|index| *index >= least), "{least}");
    }
    // Where a tier begins the two say the same.
    let verdict =
        |flags: &str| answer(&format!("--volume 5M/day {flags}"))["verdict"]["option"].clone();
    assert_eq!(verdict("--min-index 18"), verdict("--tier mid"));
    assert_eq!(verdict("--min-index 44"), verdict("--tier frontier"));
    // Less than is usual is what was asked for.
    assert!(possible("--min-index 10").iter().any(|index| *index < 18.0));
}

#[test]
fn what_is_too_low_or_not_scored_is_said() {
    let report = answer("--volume 5M/day --min-index 30 --all");
    let reason = |id: &str| {
        let found = options(&report).find(|option| option["id"] == id)?;
        let unmet = found["unmet"].as_array()?;
        let about = unmet.iter().find(|unmet| unmet["requirement"] == "min-index")?;
        Some(about["reason"].as_str()?.to_string())
    };
    assert_eq!(reason("api/gemini-3.5-flash-lite").unwrap(), "has an index of 22, 30 wanted");
    assert_eq!(reason("api/gpt-6-luna"), None);
    let unscored = options(&report)
        .filter(|option| option["index"].is_null() && option["tier"] == "mid")
        .filter_map(|option| option["unmet"].as_array())
        .flatten()
        .filter(|unmet| unmet["requirement"] == "min-index");
    for unmet in unscored {
        assert_eq!(unmet["reason"], "states no index, 30 wanted");
    }
    assert!(refused("--volume 5M/day --min-index 101").contains("from 0 to 100"));
}

#[test]
fn open_weights_reach_it_one_day() {
    let report = answer("--volume 5M/day --min-index 50");
    // (50 - 44.8) / 29 of a year after 2026-10-08.
    let reached = &report["verdict"]["open_weights"];
    assert_eq!(reached["index"].as_f64(), Some(50.0));
    assert_eq!(reached["date"], "2026-12-12");
    assert_eq!(answer("--volume 5M/day --min-index 40")["verdict"]["open_weights"], Value::Null);
    let run = run_in(
        &scratch("scored"),
        &["--volume", "5M/day", "--min-index", "50", "--today", "2026-11-23"],
    );
    let said = run.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    let sentence = "open weights reach an index of 50 about 2026-12-12, at last year's pace";
    assert!(said.contains(sentence) && said.contains("an index of 50 or better"), "{said}");
}

/// At the same price and in the same tier the higher index is named.
#[test]
fn ties_go_to_the_higher_index() {
    let api = |id: &str, index: &str, as_of: &str| {
        format!(
            "[api.{id}]\nprovider = \"a\"\nmodel = \"{id}\"\ntier = \"mid\"\n{index}\n\
             context_tokens = 100_000\ninput_usd_per_mtok = 0.001\noutput_usd_per_mtok = 0.001\n\
             as_of = {as_of}\nsource = \"the test\"\n"
        )
    };
    let index = |value: f64| format!("index = {{ value = {value}, as_of = 2026-11-01 }}");
    let verdict = |profiles: &str| {
        let folder = scratch("scored-ties");
        std::fs::write(folder.join("p.toml"), profiles).unwrap();
        let args = "--volume 5M/day --json --draws 0 --today 2026-11-23 --profiles p.toml";
        let run = run_in(&folder, &args.split(' ').collect::<Vec<_>>());
        let report: Value = serde_json::from_str(&run.stdout).unwrap();
        (report["verdict"]["option"].clone(), report["verdict"]["tied_with"].clone())
    };
    let better = api("b-better", &index(40.0), "2026-10-01");
    let newer = api("a-newer", &index(30.0), "2026-11-20");
    let unknown = api("c-unknown", "", "2026-11-21");
    let (first, tied) = verdict(&(newer.clone() + &unknown + &better));
    assert_eq!(first, "api/b-better");
    assert_eq!(tied.as_array().unwrap().len(), 2);
    assert_eq!(verdict(&(newer + &unknown)).0, "api/a-newer");
}

#[test]
fn an_index_of_another_tier_is_refused() {
    let folder = scratch("scored-wrong");
    let text = "[api.x]\nprovider = \"a\"\nmodel = \"x\"\ntier = \"mid\"\n\
        index = { value = 50, as_of = 2026-11-01 }\ncontext_tokens = 100_000\n\
        input_usd_per_mtok = 1\noutput_usd_per_mtok = 1\nas_of = 2026-11-01\nsource = \"the test\"\n";
    std::fs::write(folder.join("p.toml"), text).unwrap();
    let run = run_in(&folder, &["profiles", "validate", "p.toml"]);
    assert_ne!(run.code, 0);
    let said = run.stdout + &run.stderr;
    assert!(said.contains("50 of the mid tier; mid begins at 18, frontier at 44"), "{said}");
}
