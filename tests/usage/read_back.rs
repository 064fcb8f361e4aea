//! What `breakeven usage` prints is read back, and `--usage` answers the same.

use std::process::Command;

use serde_json::Value;

use super::Folder;

/// Three weeks: ten requests in each hour of five weekdays from 9 to 17, one in the others.
fn log() -> String {
    let mut text = String::new();
    for hour in 0..504_i64 {
        // 2026-10-05 is a Monday.
        let (day, clock) = (5 + hour / 24, hour % 24);
        let busy = (hour / 24) % 7 < 5 && (9..17).contains(&clock);
        for number in 0..if busy { 10 } else { 1 } {
            text.push_str(&format!(
                "{{\"timestamp\":\"2026-10-{day:02}T{clock:02}:{number:02}:00Z\",\"requestId\":\"r\",\"sessionId\":\"s\",\
                 \"message\":{{\"id\":\"{hour}-{number}\",\"model\":\"m\",\"usage\":{{\"input_tokens\":2000,\
                 \"cache_read_input_tokens\":1000,\"cache_creation_input_tokens\":0,\"output_tokens\":500}}}}}}\n"
            ));
        }
    }
    text
}

fn run(args: &[&str]) -> (String, String, i32) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_breakeven")).env_clear().args(args).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code().unwrap())
}

#[test]
fn the_block_is_read_back_with_the_measured_peak() {
    let folder = Folder::of(&[("log.jsonl", log().as_bytes())]);
    let path = folder.0.join("log.jsonl");
    let path = path.to_str().unwrap();
    let (block, complaint, code) = run(&["usage", path]);
    assert_eq!(code, 0, "{complaint}");
    let week = block.split("hours = [").nth(1).unwrap().split(']').next().unwrap();
    let hours = |weight: &str| week.matches(weight).count();
    assert_eq!((hours("3.1818"), hours("0.3182"), hours(",")), (40, 128, 168), "{week}");
    let profile = folder.0.join("usage.toml");
    std::fs::write(&profile, &block).unwrap();
    let profile = profile.to_str().unwrap();
    let ask = |flags: &[&str]| -> Value {
        let args = [flags, &["--format", "json", "--today", "2026-11-15"]].concat();
        let (answer, complaint, code) = run(&args);
        assert_eq!(code, 0, "{complaint}\n{block}");
        serde_json::from_str(&answer).unwrap()
    };
    let back = ask(&["--profiles", profile, "--workload", "usage"]);
    let direct = ask(&["--usage", path]);
    assert_eq!(back["workload"], direct["workload"]);
    assert_eq!(back["verdict"], direct["verdict"]);
    // 40 hours of 10 and 128 of 1: 528 requests in 168 hours.
    let workload = &direct["workload"];
    let near = |key: &str, expected: f64| {
        let found = workload[key].as_f64().unwrap();
        assert!((found / expected - 1.0).abs() < 1e-3, "{key} {found} {expected}");
    };
    near("peak_factor", 1680.0 / 528.0);
    near("input_tokens_per_day", 528.0 / 7.0 * 2000.0);
    near("cached_input_tokens_per_day", 528.0 / 7.0 * 1000.0);
    near("output_tokens_per_day", 528.0 / 7.0 * 500.0);
    assert_eq!(workload["load"], "usage");
}

#[test]
fn a_short_sample_answers_and_says_its_peak() {
    let short: String = log().lines().take(30).map(|line| format!("{line}\n")).collect();
    let folder = Folder::of(&[("log.jsonl", short.as_bytes())]);
    let path = folder.0.join("log.jsonl");
    let (answer, complaint, code) =
        run(&["--usage", path.to_str().unwrap(), "--today", "2026-11-15"]);
    assert_eq!(code, 0, "{complaint}");
    assert!(answer.contains("usage"), "{answer}");
}

#[test]
fn fleets_meet_the_hours_as_they_were() {
    // In the second of three weeks one hour has 300 requests, ten in each second of five minutes.
    let busy: String = (0..300)
        .map(|number| {
            format!(
                "{{\"timestamp\":\"2026-10-14T20:00:{:02}Z\",\"sessionId\":\"s\",\"message\":{{\"id\":\"busy-{number}\",\"model\":\"m\",\
                 \"usage\":{{\"input_tokens\":2000,\"cache_read_input_tokens\":1000,\"output_tokens\":500}}}}}}\n",
                number % 60
            )
        })
        .collect();
    let folder = Folder::of(&[("log.jsonl", (log() + &busy).as_bytes())]);
    let path = folder.0.join("log.jsonl");
    let path = path.to_str().unwrap();
    let ask = |flags: &[&str]| -> Value {
        let args = [&["--format", "json", "--today", "2026-11-15"], flags].concat();
        let (answer, complaint, code) = run(&args);
        assert_eq!(code, 0, "{complaint}");
        serde_json::from_str(&answer).unwrap()
    };
    let answer = ask(&["--usage", path]);
    // 3 x 528 and 300 requests in 504 hours; 301 of them in the busiest.
    let mean = (3.0 * 528.0 + 300.0) / 504.0;
    let near = |found: &Value, expected: f64| {
        let found = found.as_f64().unwrap();
        assert!((found / expected - 1.0).abs() < 1e-3, "{found} {expected}");
    };
    near(&answer["workload"]["peak_factor"], 301.0 / mean);
    let (json, ..) = run(&["usage", path, "--format", "json"]);
    let usage: Value = serde_json::from_str(&json).unwrap();
    near(&usage["peak_factor"], 301.0 / mean);
    // The hour itself is 301 requests within five minutes.
    near(&usage["bursts"]["five_minutes"], 12.0 * 301.0 / mean);
    let said = |answer: &Value| answer["warnings"].to_string().contains("busiest five minutes");
    assert!(said(&answer) && !said(&ask(&["--usage", path, "--burst", "1"])));
}

#[test]
fn hourly_rows_are_in_the_canonical_form_and_say_the_same() {
    let folder = Folder::of(&[("log.jsonl", log().as_bytes())]);
    let path = folder.0.join("log.jsonl");
    let (rows, ..) = run(&["usage", path.to_str().unwrap(), "--format", "csv"]);
    assert_eq!(rows.lines().count(), 505);
    assert!(rows.contains("2026-10-05T09:00:00Z,m,10,20000,10000,0,5000\n"));
    let csv = folder.0.join("hours.csv");
    std::fs::write(&csv, &rows).unwrap();
    let json = |path: &std::path::Path| -> Value {
        let (answer, ..) = run(&["usage", path.to_str().unwrap(), "--format", "json"]);
        serde_json::from_str(&answer).unwrap()
    };
    let (events, hours) = (json(&path), json(&csv));
    for key in ["models", "hours", "first_hour", "last_hour", "span_days", "peak_factor"] {
        assert_eq!(events[key], hours[key], "{key}");
    }
    assert_eq!((&events["grain"], &hours["grain"]), (&"event".into(), &"hour".into()));
}

#[test]
fn what_cannot_be_answered_is_said() {
    let folder = Folder::of(&[("x.csv", b"a,b\n1,2\n")]);
    let path = folder.0.join("x.csv");
    let (answer, complaint, code) = run(&["usage", path.to_str().unwrap()]);
    assert_eq!((answer.as_str(), code), ("", 2));
    assert!(
        complaint.contains("x.csv:1: no known export") && complaint.contains("--map"),
        "{complaint}"
    );
    let (_, complaint, code) = run(&["usage", "/nowhere/at-all"]);
    assert!(code == 2 && complaint.contains("no such file"), "{complaint}");
}
