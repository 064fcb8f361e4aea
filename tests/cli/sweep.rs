//! `--sweep`: the cheapest option at many values of an input.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::typed::{answer, refused};
use crate::support::checks::{run_in, scratch};
use crate::support::question::{costs_of, find, with_shipped};

fn told(flags: &str) -> String {
    let words = flags.split_whitespace().chain(["--today", "2026-11-23"]);
    let run = run_in(&scratch("sweep"), &words.collect::<Vec<_>>());
    assert_eq!(run.code, 0, "{flags}: {}", run.stderr);
    run.stdout
}

fn swept(flags: &str) -> serde_json::Value {
    serde_json::from_str(&told(&format!("{flags} --json"))).unwrap()
}

/// Each row is what the program answers when it is asked for that value.
#[test]
fn a_row_is_the_answer_at_its_value() {
    let report = swept("--sweep volume=1M..1B/day --growth 20");
    let points = report["points"].as_array().unwrap();
    assert!(points.len() >= 9);
    for point in points {
        let volume = point["value"].as_f64().unwrap();
        let asked = with_shipped(&format!("--volume {volume}/day --growth 20"), costs_of);
        let (verdict, cheapest) = (asked.verdict.option.as_deref().unwrap(), &point["cheapest"]);
        let there = find(&asked, verdict).costs.as_ref().unwrap().horizon_usd.0;
        let apart = cheapest["horizon_usd"].as_f64().unwrap() / there - 1.0;
        assert!(apart.abs() < 1e-9 && cheapest["id"] == verdict, "{volume}: {cheapest} {verdict}");
    }
}

#[test]
fn a_change_is_where_another_kind_begins_to_win() {
    let report = swept("--sweep volume=1M..1B/day");
    let points = report["points"].as_array().unwrap();
    let changes = points.iter().filter(|point| point["changes"] == true);
    let mut found = 0;
    for point in changes {
        found += 1;
        let at = point["value"].as_f64().unwrap();
        let kind =
            |volume: f64| answer(&format!("--volume {volume}/day"))["verdict"]["kind"].clone();
        assert_eq!(kind(at), point["cheapest"]["kind"]);
        assert_ne!(kind(at * (1.0 - 1e-6)), point["cheapest"]["kind"]);
    }
    // An API, machines, a mix where one machine is full, and larger machines.
    assert!(found >= 3);
}

#[test]
fn every_input_can_be_turned() {
    for sweep in [
        "volume=1M..2M/day",
        "api-price=50%..400%",
        "hardware-price=0.5..2",
        "electricity=0.05..0.40/kWh",
        "ops-hours=0..20h",
        "throughput=0.5..2",
        "cached-share=0..90%",
        "mix=50..95%",
        "peak-factor=1..4",
        "api-price-trend=-50..20",
        "growth=-20..200%",
        "resale=0..80",
        "horizon=12..60",
        "hard-share=1..20%",
        "idle-power=5..100%",
    ] {
        let report = swept(&format!("--volume 5M/day --sweep {sweep}"));
        let values: Vec<f64> = report["points"]
            .as_array()
            .unwrap()
            .iter()
            .map(|point| point["value"].as_f64().unwrap())
            .collect();
        assert!(values.len() >= 9 && values.is_sorted(), "{sweep}: {values:?}");
    }
}

#[test]
fn every_form_has_the_same_rows() {
    let flags = "--sweep volume=1M..1B/day";
    let rows = swept(flags)["points"].as_array().unwrap().len();
    assert_eq!(told(&format!("{flags} --format csv")).lines().count(), rows + 1);
    assert_eq!(told(&format!("{flags} --format markdown")).lines().count(), rows + 4);
    let table = told(flags);
    assert!(
        table.starts_with(
            "cheapest by volume: an API; from 14.3M/day on machines of your own; from\n105M/day on a mix; from"
        )
    );
    assert!(table.lines().all(|line| line.chars().count() <= 80), "{table}");
    let narrow = told(&format!("{flags} --width 30"));
    assert!(narrow.lines().all(|line| line.chars().count() <= 30), "{narrow}");
}

#[test]
fn the_data_follow_their_schema() {
    let schema = include_str!("../../schemas/sweep.schema.json");
    let validator = jsonschema::draft7::new(&serde_json::from_str(schema).unwrap()).unwrap();
    for flags in
        ["--sweep volume=1M..1B/day", "--volume 5M/day --sweep horizon=12..60 --require offline"]
    {
        let report = swept(flags);
        let errors: Vec<String> = validator.iter_errors(&report).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{flags}: {errors:#?}");
    }
}

#[test]
fn what_cannot_be_turned_is_said() {
    assert_eq!(refused("--sweep vol=1..2"), "error: `--sweep vol=1..2`: did you mean `volume`?\n");
    for (sweep, expected) in [
        ("volume=2M..1M/day", "expected the lower value first"),
        ("volume=1M/day", "expected an input and two values"),
        ("resale=0..200%", "expected a percentage from 0 to 100"),
        ("volume=0..1M/day", "expected"),
        ("peak-factor=0.5..2", "at least 1"),
        ("peak-factor=2..100", "at most"),
        ("electricity=nan..1", "expected a number"),
    ] {
        let said = refused(&format!("--volume 5M/day --sweep {sweep}"));
        assert!(said.contains(expected), "{sweep}: {said}");
    }
    assert!(refused("--volume 5M/day --sweep resale=0..80 --chart cost").contains("--chart"));
    assert!(refused("solve --for volume --sweep resale=0..80").contains("--sweep"));
}

/// $2,880 of a machine beside 36 months at $30.42: 2.63 times as much.
#[test]
fn what_comes_next_is_said_with_how_much_more_it_costs() {
    use crate::support::binary::{Machine, api};

    let rate = 100e6 / 2_628_000.0;
    let machine = Machine { price_usd: 2_880.0, prefill: rate, decode: rate, ..Machine::default() };
    let folder = scratch("sweep-more");
    std::fs::write(folder.join("p.toml"), machine.profiles() + &api(1.0, 1.0)).unwrap();
    let flags = "--profiles p.toml --api api --baseline api --hardware machine --model model --engine bench \
                 --load flat --headroom 100 --draws 0 --sweep volume=1M..3M/day --today 2026-11-22";
    let run = run_in(&folder, &flags.split_whitespace().collect::<Vec<_>>());
    assert!(run.stdout.contains("+163 %"), "{}{}", run.stdout, run.stderr);
}
