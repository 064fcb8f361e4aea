//! What people type: money instead of tokens, units behind numbers, and numbers that are hardly meant.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::process::Command;

use serde_json::Value;

pub fn answer(flags: &str) -> Value {
    let words = flags.split_whitespace().collect::<Vec<_>>();
    told(&words)
}

fn told(words: &[&str]) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_breakeven"))
        .args(words)
        .args(["--json", "--draws", "0", "--today", "2026-11-23"])
        .env_remove("BREAKEVEN_PROFILES")
        .output()
        .unwrap();
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

pub fn refused(flags: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_breakeven"))
        .args(flags.split_whitespace())
        .env_remove("BREAKEVEN_PROFILES")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2), "{flags}");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn the_tokens_that_money_buys_cost_that_money() {
    for api in ["gpt-6-luna", "claude-haiku-5.5", "deepinfra/ling-3.0-flash", "gpt-4o"] {
        for (spend, usd) in [("50/month", 50.0), ("$200", 200.0), ("1200/year", 100.0)] {
            let report = answer(&format!("--spend {spend} --api {api} --mix 5:1 --cached 30"));
            let id = format!("api/{api}");
            let options = report["options"].as_array().unwrap();
            let paid = options.iter().find(|option| option["id"] == *id).unwrap();
            let bill = paid["monthly_usd"]["total"].as_f64().unwrap();
            assert!((bill - usd).abs() < 0.005, "{api}: {bill}, expected {usd}");
            assert_eq!(report["baseline"], Value::from(id));
            assert_eq!(report["workload"]["spend_usd_per_month"].as_f64(), Some(usd));
            // The same tokens, typed: the same answer.
            let volume = report["workload"]["tokens_per_day"].as_f64().unwrap();
            let typed =
                answer(&format!("--volume {volume}/day --baseline {api} --mix 5:1 --cached 30"));
            assert_eq!(typed["verdict"]["option"], report["verdict"]["option"]);
        }
    }
}

/// What is paid now is no wish, and what could be switched to is a second payback.
#[test]
fn spending_chooses_among_all_and_pays_back_twice() {
    let report = answer("--spend 200/month --api gpt-6-luna --hardware rtx-3090");
    assert_ne!(report["verdict"]["option"], "api/gpt-6-luna");
    let options = report["options"].as_array().unwrap();
    let local = options.iter().find(|option| option["kind"] == "local").unwrap();
    let months = |key: &str| local[key]["months"].as_f64().unwrap();
    assert!(months("payback") < months("payback_vs_cheapest"), "{local:#}");
    assert!(refused("--spend 50/month").contains("--api"));
    assert!(refused("--spend 50/month --api gpt-4o,gpt-6-luna").contains("several APIs"));
    assert!(refused("--spend 50/month --api gpt-4o --volume 5M/day").contains("--volume"));
}

#[test]
fn units_behind_numbers_are_read() {
    let plain = "--volume 5M/day --electricity 0.12 --horizon 36 --cached 50 --api gpt-4o \
                 --api gpt-6-luna --max-wait 0.5 --min-speed 30";
    let worded = [
        "-v",
        "5 million tokens a day",
        "--electricity",
        "$0.12/kWh",
        "--horizon",
        "3y",
        "--cached",
        "50%",
        "--api",
        "gpt-4o,gpt-6-luna",
        "--max-wait",
        "500ms",
        "--min-speed",
        "30tok/s",
    ];
    assert_eq!(told(&worded), answer(plain));
}

#[test]
fn what_is_hardly_meant_is_asked_back() {
    let said = |flags: &str| -> Vec<String> {
        let report = answer(flags);
        let warnings = report["warnings"].as_array().unwrap().iter();
        let meant = warnings.filter(|warning| warning["code"] == "hardly-meant");
        meant.map(|warning| warning["message"].as_str().unwrap().to_string()).collect()
    };
    assert_eq!(
        said("--volume 5M/day --cached 0.5"),
        ["`--cached` is in percent: 0.5 is 0.5 %; is 50 meant?"]
    );
    assert_eq!(
        said("--volume 5M/day --electricity 12"),
        ["`--electricity` is in dollars per kWh: 12 is $12; is it in cents?"]
    );
    assert_eq!(
        said("--volume 500/day"),
        ["500 tokens a day are a few sentences; is a `k` or an `M` missing?"]
    );
    assert!(said("--volume 5M/day --cached 50 --electricity 0.3").is_empty());
}

/// Whoever asks for a volume need not say one, and the answer fits the terminal.
#[test]
fn a_volume_is_found_without_one() {
    let solved = |words: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_breakeven"))
            .args(["solve", "--for", "volume", "--today", "2026-11-23"])
            .args(words)
            .env_remove("BREAKEVEN_PROFILES")
            .output()
            .unwrap();
        (output.status.code(), String::from_utf8([output.stdout, output.stderr].concat()).unwrap())
    };
    let api = ["--api", "gpt-6-luna", "--hardware", "rtx-3090"];
    let (_, open) = solved(&[&api[..], &["--json"]].concat());
    let (_, near) = solved(&[&api[..], &["--json", "--volume", "5M/day"]].concat());
    let value = |text: &str| serde_json::from_str::<Value>(text).unwrap()["at"]["value"].as_f64();
    let (open, near) = (value(&open).unwrap(), value(&near).unwrap());
    assert!((open / near - 1.0).abs() < 1e-6, "{open} is not {near}");
    for width in ["40", "80"] {
        let (_, text) = solved(&[&api[..], &["--width", width]].concat());
        let most: usize = width.parse().unwrap();
        assert!(text.lines().all(|line| line.chars().count() <= most), "{text}");
        assert!(!text.contains("as things are"), "{text}");
    }
    // A dear API pays back below the volume at which the search begins.
    let (_, dear) = solved(&["--baseline", "claude-opus-5.5", "--json"]);
    assert!(value(&dear).is_some_and(|volume| volume < 1e6), "{dear}");
    let (code, told) = solved(&["--api", "gpt-4o"]);
    assert_eq!(code, Some(2));
    assert!(told.contains("there is nothing to pay back against"), "{told}");
}

/// What it fetches today, less what is left of that: 950 x (1 - 0.35) x 36 / 60 beside what it costs to run.
#[test]
fn an_owned_machine_could_be_sold_today() {
    let report = answer("--volume 1M/day --hardware rtx-3090 --owned");
    let options = report["options"].as_array().unwrap();
    let own = options.iter().find(|option| option["kind"] == "local").unwrap();
    let keeping = own["horizon_usd"].as_f64().unwrap() + 950.0 * 0.65 * 36.0 / 60.0;
    let because = report["verdict"]["because"].as_array().unwrap();
    let sale = format!(
        "selling 1 x rtx-3090 today would bring about $950; with what is lost of that in 36 months, \
         keeping costs ${keeping:.0}, "
    );
    assert!(because.iter().any(|said| said.as_str().unwrap().starts_with(&sale)), "{because:#?}");
}

/// Prices that are out of date are warned of where 2 % for each month of their age would change the kind.
#[test]
fn old_prices_are_warned_of_where_they_matter() {
    let warned = |flags: &str| {
        let report = answer(flags);
        let warnings = report["warnings"].as_array().unwrap().clone();
        warnings.iter().any(|warning| warning["code"] == "stale-prices")
    };
    // Machines of 206 days, 14 %: at 14M/day they nearly break even, at 5M/day they are twice as dear.
    assert!(warned("--volume 14M/day") && !warned("--volume 5M/day"));
}
