//! Runs of `breakeven check` as CI sees them: exit code, stdout, stderr and every output whole.
//!
//! Each folder under `tests/check/cases` is a repository with a `breakeven.toml`; `args` holds
//! further arguments. It is run in a copy of its own. `BLESS=1` writes what was found.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say so")]

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::checks::{
    compare, copy_folder, here, run_in, scratch, valid_gitlab, valid_junit,
};
use crate::support::golden;

const OUTPUTS: [(&str, &str); 5] = [
    ("json", "check.json"),
    ("csv", "check.csv"),
    ("markdown", "check.md"),
    ("junit", "junit.xml"),
    ("gitlab", "gitlab.json"),
];

/// What every base branch of the cases says.
const BASE: &str = r#"profiles = ["profiles"]

[workload.chat]
volume = "10M/day"
api = ["bench-api"]
hardware = ["bench-box"]
model = ["bench-model"]
engine = ["bench-engine"]

[check.budget]
metric = "api.monthly_usd"
max = 500
"#;

fn cases() -> Vec<PathBuf> {
    let mut cases: Vec<PathBuf> = fs::read_dir(here().join("cases"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    cases.sort();
    cases
}

/// A copy of a case with the profiles and the report of its base branch.
fn checkout(case: &Path) -> PathBuf {
    let folder = scratch(&case.file_name().unwrap().to_string_lossy());
    copy_folder(&here().join("profiles"), &folder.join("profiles"));
    for entry in fs::read_dir(case).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            fs::copy(&path, folder.join(path.file_name().unwrap())).unwrap();
        }
    }
    fs::write(folder.join("base.toml"), BASE).unwrap();
    let args = ["check", "--config", "base.toml", "--today", "2026-11-20", "--format", "json"];
    let base = run_in(&folder, &args);
    assert_eq!(base.code, 0, "{}", base.stderr);
    fs::write(folder.join("base.json"), base.stdout).unwrap();
    folder
}

/// A JSON answer with no more of each report than its verdict: reports are the business of other
/// tests, and hold much that has nothing to do with checks.
fn without_reports(text: &str) -> String {
    let mut answer: serde_json::Value = serde_json::from_str(text).unwrap();
    for workload in answer["workloads"].as_array_mut().unwrap() {
        let verdict = &workload["report"]["verdict"];
        let short = serde_json::json!({ "kind": verdict["kind"], "option": verdict["option"] });
        workload["report"] = serde_json::json!({ "verdict": short });
    }
    format!("{}\n", serde_json::to_string_pretty(&answer).unwrap())
}

#[test]
fn every_case_answers_as_it_did() {
    let mut wrong = Vec::new();
    for case in cases() {
        let folder = checkout(&case);
        let extra = fs::read_to_string(case.join("args")).unwrap_or_default();
        let mut args = vec!["check", "--today", "2026-11-23", "--github"];
        args.extend(extra.split_whitespace());
        let outputs: Vec<String> =
            OUTPUTS.iter().map(|(format, file)| format!("--output={format}={file}")).collect();
        args.extend(outputs.iter().map(String::as_str));
        let run = run_in(&folder, &args);
        let expected = case.join("expected");
        if golden::blessing() {
            let _ = fs::remove_dir_all(&expected);
            fs::create_dir_all(&expected).unwrap();
        }
        let mut check = |name: &str, text: Option<String>| {
            wrong.extend(compare(&expected.join(name), text));
        };
        check("code", Some(format!("{}\n", run.code)));
        check("stdout", Some(run.stdout));
        check("stderr", Some(run.stderr));
        check("summary.md", fs::read_to_string(folder.join("summary.md")).ok());
        for (_, file) in OUTPUTS {
            let text = fs::read_to_string(folder.join(file)).ok();
            check(
                file,
                text.map(|text| if file == "check.json" { without_reports(&text) } else { text }),
            );
        }
        // Nothing is left behind beside the outputs.
        let left = fs::read_dir(&folder).unwrap().map(|e| e.unwrap().file_name());
        let left: Vec<_> = left.filter(|name| name.to_string_lossy().ends_with(".tmp")).collect();
        assert!(left.is_empty(), "{left:?}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn stdout_holds_what_the_files_hold_and_codes_do_not_depend_on_the_format() {
    for case in cases() {
        let folder = checkout(&case);
        let code: i32 =
            fs::read_to_string(case.join("expected/code")).unwrap().trim().parse().unwrap();
        let extra = fs::read_to_string(case.join("args")).unwrap_or_default();
        for (format, file) in &OUTPUTS[..3] {
            let output = format!("--output={format}={file}");
            let mut args = vec!["check", "--today", "2026-11-23", "--format", format, &output];
            args.extend(extra.split_whitespace());
            let run = run_in(&folder, &args);
            assert_eq!(run.code, code, "{} as {format}", case.display());
            let quiet = extra.contains("--only-changes") && run.stdout.is_empty();
            if code == 2 {
                assert!(run.stdout.is_empty() && run.stderr.starts_with("error: "));
            } else if !quiet {
                let whole = fs::read_to_string(folder.join(file)).unwrap();
                assert_eq!(run.stdout, whole, "{} as {format}", case.display());
            }
        }
    }
}

#[test]
fn codes_mean_what_the_help_says() {
    let code = |case: &str| {
        let path = here().join("cases").join(case).join("expected/code");
        fs::read_to_string(path).unwrap().trim().parse::<i32>().unwrap()
    };
    let passing = ["pass", "warn-only", "stale-prices", "no-baseline-given", "only-changes-quiet"];
    let failing = ["over-budget", "never", "verdict-changed", "baseline-regression"];
    let refused = [
        "broken-config",
        "invalid-config",
        "unknown-metric",
        "unknown-name",
        "missing-baseline",
        "no-checks",
        "no-config",
        "no-demand",
        "unreadable-profile",
        "missing-profile",
    ];
    passing.into_iter().for_each(|case| assert_eq!(code(case), 0, "{case}"));
    failing.into_iter().for_each(|case| assert_eq!(code(case), 1, "{case}"));
    refused.into_iter().for_each(|case| assert_eq!(code(case), 2, "{case}"));
}

fn schema(file: &str) -> jsonschema::Validator {
    let text = fs::read_to_string(here().join("../../schemas").join(file)).unwrap();
    jsonschema::draft7::new(&serde_json::from_str(&text).unwrap()).unwrap()
}

fn valid(schema: &jsonschema::Validator, value: &serde_json::Value) {
    let place =
        |error: jsonschema::ValidationError<'_>| format!("{}: {error}", error.instance_path());
    let errors: Vec<String> = schema.iter_errors(value).map(place).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn outputs_are_what_other_programs_expect() {
    let (check, report) = (schema("check.schema.json"), schema("report.schema.json"));
    let mut seen = 0;
    for case in cases() {
        let folder = checkout(&case);
        let extra = fs::read_to_string(case.join("args")).unwrap_or_default();
        let outputs: Vec<String> =
            OUTPUTS.iter().map(|(format, file)| format!("--output={format}={file}")).collect();
        let mut args = vec!["check", "--today", "2026-11-23"];
        args.extend(outputs.iter().map(String::as_str).chain(extra.split_whitespace()));
        if run_in(&folder, &args).code == 2 {
            continue;
        }
        seen += 1;
        let read = |file: &str| fs::read_to_string(folder.join(file)).unwrap();
        let json: serde_json::Value = serde_json::from_str(&read("check.json")).unwrap();
        valid(&check, &json);
        for answer in json["workloads"].as_array().unwrap() {
            valid(&report, &answer["report"]);
        }
        valid_junit(&read("junit.xml"));
        valid_gitlab(&read("gitlab.json"));
        let csv = read("check.csv");
        let mut rows = csv::Reader::from_reader(csv.as_bytes());
        let findings = json["findings"].as_array().unwrap();
        assert_eq!(rows.records().map(Result::unwrap).count(), findings.len());
    }
    assert!(seen >= 10, "{seen}");
}

#[test]
fn annotations_mark_the_line_of_the_limit() {
    let case = here().join("cases/over-budget");
    let stderr = fs::read_to_string(case.join("expected/stderr")).unwrap();
    let config = fs::read_to_string(case.join("breakeven.toml")).unwrap();
    let lines: Vec<&str> = config.lines().collect();
    let marked: Vec<&str> = stderr
        .lines()
        .map(|line| {
            let number = line.split("line=").nth(1).unwrap().split(',').next().unwrap();
            lines[number.parse::<usize>().unwrap() - 1]
        })
        .collect();
    assert_eq!(marked, ["max = 400", "max = 4"]);
}

#[test]
fn at_most_ten_annotations() {
    let folder = checkout(&here().join("cases/pass"));
    let mut config = BASE.to_string();
    for number in 0..15 {
        let metric = "metric = \"api.monthly_usd\"\nmax = 1";
        config.push_str(&format!("\n[check.n{number}]\n{metric}\n"));
    }
    fs::write(folder.join("breakeven.toml"), config).unwrap();
    let run = run_in(&folder, &["check", "--github", "--today", "2026-11-23"]);
    assert_eq!(run.code, 1);
    assert_eq!(run.stderr.lines().filter(|line| line.starts_with("::error ")).count(), 10);
}

#[test]
fn what_is_said_to_pass_passes_and_a_hair_beyond_fails() {
    let folder = checkout(&here().join("cases/over-budget"));
    let json = fs::read_to_string(here().join("cases/over-budget/expected/check.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&json).unwrap();
    let mut tried = 0;
    for finding in report["findings"].as_array().unwrap() {
        for advice in finding["passes"].as_array().into_iter().flatten() {
            if advice["input"] != "volume" {
                continue;
            }
            let at = advice["at"].as_f64().unwrap();
            let up = if advice["relative_change"].as_f64().unwrap() < 0.0 { 1.0 } else { -1.0 };
            for (volume, wanted) in [(at, "pass"), (at * (1.0 + up * 2e-4), "fail")] {
                let config = fs::read_to_string(folder.join("breakeven.toml")).unwrap();
                let config = config.replace("10M/day", &format!("{volume}/day"));
                fs::write(folder.join("tried.toml"), config).unwrap();
                let args = ["check", "--config", "tried.toml", "--format", "json"];
                let run = run_in(&folder, &[&args[..], &["--today", "2026-11-23"]].concat());
                let answer: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
                let again = answer["findings"].as_array().unwrap();
                let again = again.iter().find(|f| f["check"] == finding["check"]).unwrap();
                assert_eq!(again["status"], wanted, "{} at {volume}", finding["check"]);
                tried += 1;
            }
        }
    }
    assert!(tried >= 4, "{tried}");
}

#[test]
fn an_output_that_cannot_be_written_leaves_the_old_one() {
    let folder = checkout(&here().join("cases/pass"));
    fs::write(folder.join("old.json"), "old").unwrap();
    let args = ["check", "--output", "json=old.json", "--output", "csv=nowhere/check.csv"];
    let run = run_in(&folder, &args);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("nowhere/check.csv: could not be written"), "{}", run.stderr);
    let twice = ["check", "--output", "json=one", "--output", "csv=one"];
    let run = run_in(&folder, &twice);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    let unknown = run_in(&folder, &["check", "--output", "jsn=x"]);
    assert!(unknown.stderr.contains("did you mean `json`?"), "{}", unknown.stderr);
    assert_eq!(unknown.code, 2);
}

#[test]
fn every_metric_that_is_listed_can_be_checked() {
    let folder = checkout(&here().join("cases/pass"));
    let list = run_in(&folder, &["check", "--metrics"]);
    assert_eq!(list.code, 0);
    for path in breakeven::check::metric::paths() {
        let name = path.split_once('.').unwrap().1;
        assert!(list.stdout.contains(name) || list.stdout.contains(&path), "{path}");
    }
}
