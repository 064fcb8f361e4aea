//! Where machines stand: what is said, and what it costs by the program's own profiles.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use breakeven::figure::dollars;
use serde_json::Value;

use super::typed::{answer, refused};
use crate::support::checks::scratch;
use crate::support::question::{costs_of, with_shipped};

const ONE: &str = "--hardware rtx-3090 --model qwen3.6-35b-a3b";

fn local(report: &Value) -> &Value {
    let options = report["options"].as_array().unwrap();
    options.iter().find(|option| option["kind"] == "local").unwrap()
}

#[track_caller]
fn same(found: &Value, expected: f64) {
    let found = found.as_f64().unwrap();
    assert!((found - expected).abs() <= 1e-9 * expected.abs().max(1.0), "{found}, not {expected}");
}

fn month(report: &Value, part: &str) -> f64 {
    local(report)["monthly_usd"][part].as_f64().unwrap()
}

/// 350 W of a 3090's computer and more under load: by hand from the profiles that the report names.
#[test]
fn above_what_a_household_carries_a_fleet_pays_for_its_rack() {
    let fleet = |machines: u32| answer(&format!("--volume 5M/day {ONE} --machines {machines}"));
    let watts = local(&fleet(1))["inputs"]["machine"]["power_load_watts"].as_f64().unwrap();
    let most = (1_800.0 / watts).floor() as u32;
    let (home, rack) = (fleet(most), fleet(most + 1));
    assert_eq!((&local(&home)["place"], &local(&rack)["place"]), (&"home".into(), &"rack".into()));
    assert_eq!((month(&home, "hosting"), month(&home, "operations")), (0.0, 0.0));
    let kilowatts = f64::from(most + 1) * watts / 1_000.0 - 1.8;
    same(&local(&rack)["monthly_usd"]["hosting"], kilowatts * 174.06);
    same(&local(&rack)["monthly_usd"]["operations"], kilowatts * 4.44 * 93.75);
    // All of it draws commercial electricity with a facility around it.
    let each = |report: &Value, machines: u32| month(report, "energy_idle") / f64::from(machines);
    let ratio = each(&rack, most + 1) / each(&home, most);
    assert!((ratio - 0.146 * 1.56 / 0.1872).abs() < 0.01, "{ratio}");
    let why = rack["verdict"]["because"].to_string();
    assert!(!why.contains("stands in a rack"), "an API wins here: {why}");
}

#[test]
fn what_is_said_replaces_its_single_number() {
    let fleet = |flags: &str| answer(&format!("--volume 5M/day {ONE} --machines 9 {flags}"));
    let home = fleet("--place home");
    assert_eq!((month(&home, "hosting"), month(&home, "operations")), (0.0, 0.0));
    assert_eq!(home["assumptions"]["place"], "home");
    let busy = fleet("--ops-hours 2");
    same(&local(&busy)["monthly_usd"]["operations"], 2.0 * 93.75);
    assert!(month(&busy, "hosting") > 0.0);
    let (usual, cheap) = (fleet(""), fleet("--electricity 0.073 --pue 1.56"));
    let ratio = month(&usual, "energy") / month(&cheap, "energy");
    assert!((ratio - 2.0).abs() < 1e-9, "{ratio}");
    let one = answer(&format!("--volume 5M/day {ONE} --place rack"));
    assert_eq!((month(&one, "hosting"), month(&one, "operations")), (0.0, 0.0));
}

#[test]
fn who_rents_pays_the_hours_and_nothing_else_of_it() {
    let report = answer("--volume 5M/day --hardware 8x-h100-sxm --tier small");
    let options = report["options"].as_array().unwrap();
    let rent = options.iter().find(|option| option["kind"] == "rent").unwrap();
    let load = rent["inputs"]["machine"]["power_load_watts"].as_f64().unwrap() / 1_000.0;
    same(&rent["monthly_usd"]["operations"], (load - 1.8) * 4.44 * 93.75);
    same(&rent["monthly_usd"]["hosting"], 0.0);
    assert!(rent.get("place").is_none());
}

#[test]
fn electricity_of_a_country_is_that_of_its_profile() {
    let report = answer(&format!("--volume 5M/day {ONE} --country de"));
    same(&report["assumptions"]["electricity_usd_per_kwh"], 0.3835 * 1.0889);
    let report = answer(&format!("--volume 5M/day {ONE} --country us-ca"));
    same(&report["assumptions"]["rack"]["electricity_usd_per_kwh"], 0.2946);
    let told = refused("--volume 5M/day --country atlantis");
    assert!(told.contains("no country is called `atlantis`"), "{told}");
    let told = refused("--volume 5M/day --country de --electricity 0.2");
    assert!(told.contains("does not go with `--electricity`"), "{told}");
    let told = refused("--volume 5M/day --place garage");
    assert!(told.contains("expected home or rack"), "{told}");
}

#[test]
fn the_computer_of_a_card_is_there_only_where_that_was_said() {
    let there = |flags: &str| {
        let report = answer(&format!("--volume 8M/day {ONE} {flags}"));
        report["verdict"]["assumed"].to_string().contains("1 computer for cards: there already")
    };
    assert!(there("--host owned") && !there(""));
}

#[test]
fn a_rack_that_nobody_charges_for_adds_no_hosting() {
    let rack = "[place.rack]\nabove_watts = 1_800\nelectricity_usd_per_kwh = 0.146\npue = 1.56\n\
                hosting_usd_per_kw_month = 0\nops_hours_per_kw_month = 4.44\nas_of = 2026-04-01\nsource = \"s\"\n";
    let path = scratch("rack").join("rack.toml");
    std::fs::write(&path, rack).unwrap();
    let report = answer(&format!("--volume 5B/day --profiles {}", path.display()));
    let why = report["verdict"]["because"].to_string();
    assert!(why.contains("stand in a rack, which adds") && !why.contains("of hosting"), "{why}");
}

#[test]
fn the_answer_says_what_a_rack_adds_and_what_idles() {
    let report = answer("--volume 5B/day");
    let why = report["verdict"]["because"].to_string();
    assert!(why.contains("kW under load and stand in a rack, which adds"), "{why}");
    let report = answer(&format!("--volume 8M/day --owned {ONE}"));
    let why = report["verdict"]["because"].to_string();
    let [idle, all] = ["energy_idle", "energy"].map(|item| month(&report, item));
    let away = format!("idles away {} of {} of electricity a month", dollars(idle), dollars(all));
    assert!(why.contains(&away), "{why}");
    let watts = local(&report)["inputs"]["machine"]["power_idle_watts"].as_f64().unwrap();
    let worked = local(&report)["utilization"]["mean"].as_f64().unwrap();
    // With few requests in progress it is on for longer than its work takes at full concurrency.
    let waits = idle / (watts * 0.73 * 0.1872);
    assert!(waits < 1.0 - 2.0 * worked && waits > 1.0 - 5.0 * worked, "{waits} {worked}");
}

/// Nobody is told to buy what is not sold, or 120 cards.
#[test]
fn only_what_can_be_bought_is_bought() {
    let local = |report: &Value| -> Value { local(report).clone() };
    let said = |flags: &str| local(&answer(flags))["unmet"].to_string();
    let why = said("--volume 50M/day --hardware h100-sxm --tier small");
    assert!(why.contains("its accelerators are sold 8 at a time"), "{why}");
    let why = said("--volume 5M/day --hardware m4");
    assert!(why.contains("is not sold any more since 2026-08-25"), "{why}");
    let then = answer("--volume 1M/day --hardware m4 --owned");
    assert_eq!(local(&then)["meets_requirements"], true);
    let why = said("--volume 100B/day --hardware rtx-3090");
    assert!(why.contains("8 are as many as can be bought together"), "{why}");
    // A number that was given is taken.
    let given = local(&answer("--volume 100M/day --hardware rtx-3090 --machines 20"));
    assert_eq!((&given["units"], &given["meets_requirements"]), (&20.into(), &true.into()));
    for volume in ["100M/day", "10B/day", "100B/day"] {
        for tier in ["small", "mid", "frontier"] {
            let report = with_shipped(&format!("--volume {volume} --tier {tier}"), costs_of);
            for option in report.options {
                let name = &option.id;
                let consumer = name.contains("rtx-3090") || name.contains("rtx-5090");
                let bought = option.kind != "rent" && option.meets_requirements;
                if consumer && bought {
                    assert!(option.units.unwrap().0 <= 8.0, "{volume} {tier}: {name}");
                }
            }
        }
    }
}
