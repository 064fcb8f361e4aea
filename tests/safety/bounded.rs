//! Work that a file can ask for has an end: of time, of memory, and of what is printed.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::support::checks::{Run, run_in, scratch};

/// Runs the program with at most a minute of processor time: far above what is needed, and far below what
/// it took when it grew with the square. What else the machine does has no part in it.
fn run_soon(folder: &Path, args: &[&str]) -> Run {
    if cfg!(not(unix)) {
        return run_in(folder, args);
    }
    let output = std::process::Command::new("bash")
        .args(["-c", "ulimit -t 60; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_breakeven")])
        .args(args)
        .current_dir(folder)
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .output()
        .unwrap();
    let code = output.status.code();
    Run {
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        code: code
            .unwrap_or_else(|| panic!("{args:?} was stopped after a minute: {}", output.status)),
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_in_a_folder_is_refused() {
    let folder = scratch("pipe");
    fs::create_dir(folder.join("d")).unwrap();
    let made = std::process::Command::new("mkfifo").arg(folder.join("d/a.toml")).status().unwrap();
    assert!(made.success());
    for args in [
        &["profiles", "validate", "d"][..],
        &["--volume", "5M/day", "--profiles", "d"],
        &["profiles", "set", "x.notes", "y", "--file", "d/a.toml"],
    ] {
        let run = run_in(&folder, args);
        assert_eq!(run.code, 2);
        let wanted = "error: d/a.toml: a pipe; expected a file\n";
        assert!(run.stderr.starts_with(wanted), "{}", run.stderr);
    }
}

#[test]
fn an_empty_file_of_profiles_is_said() {
    let folder = scratch("empty");
    for text in ["", "\n\n", "# [api.mine]\n", "\u{feff}"] {
        fs::write(folder.join("a.toml"), text).unwrap();
        let run = run_in(&folder, &["--volume", "5M/day", "--profiles", "a.toml"]);
        assert_eq!(run.code, 2, "{text:?}");
        assert!(
            run.stderr.starts_with("error: a.toml: the file has no profile;"),
            "{}",
            run.stderr
        );
    }
}

#[test]
fn messages_are_of_a_length_that_a_screen_can_hold() {
    let folder = scratch("long-name");
    let long = "a".repeat(100_000);
    for text in [
        format!("[api.\"{long}\"]\n"),
        format!("[api.x]\n{long} = 1\n"),
        format!("{long} = 1\n"),
        format!("[{long}]\nx = 1\n"),
        format!("[load.\"{long}\"]\nnotes = \"x\"\nweights = \"{long}\"\n"),
    ] {
        fs::write(folder.join("a.toml"), text).unwrap();
        let run = run_in(&folder, &["--volume", "5M/day", "--profiles", "a.toml"]);
        assert_eq!(run.code, 2);
        assert!(run.stderr.len() < 20_000, "{} bytes", run.stderr.len());
    }
}

#[test]
fn a_year_is_four_digits() {
    let folder = scratch("year");
    let run = run_in(&folder, &["--volume", "5M/day", "--today", "99999999999-11-23"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("expected a date as year-month-day"), "{}", run.stderr);
}

#[test]
fn folders_of_any_size_are_refused_soon() {
    let folder = scratch("many-problems");
    fs::create_dir(folder.join("d")).unwrap();
    let text: String = (0..50_000).fold("[load.x]\n".into(), |mut text, n| {
        let _ = writeln!(text, "k{n} = 1");
        text
    });
    for n in 0..40 {
        fs::write(folder.join(format!("d/{n:03}.toml")), &text).unwrap();
    }
    let run = run_soon(&folder, &["profiles", "validate", "d"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("the rest was not"), "{}", &run.stderr[..300]);
    assert!(run.stderr.len() < 1_000_000, "{} bytes", run.stderr.len());
}

#[test]
fn doubts_about_many_profiles_come_soon() {
    let folder = scratch("many-profiles");
    fs::create_dir(folder.join("d")).unwrap();
    for file in 0..5 {
        let mut text = String::new();
        for n in 0..2_000 {
            let _ = write!(
                text,
                "[api.a{file}-{n}]\nprovider = \"p\"\nmodel = \"m\"\ntier = \"mid\"\n\
                 context_tokens = 100000\ninput_usd_per_mtok = 1.{n}\noutput_usd_per_mtok = 4\n\
                 as_of = 2026-11-01\nsource = \"the test\"\n"
            );
        }
        fs::write(folder.join(format!("d/{file}.toml")), text).unwrap();
    }
    let run = run_soon(&folder, &["profiles", "validate", "d", "--today", "2026-11-28"]);
    assert_eq!((run.code, &*run.stderr), (0, ""));
    assert_eq!(run.stdout, "10000 profiles in 5 files: no problem\n");
}

#[test]
fn json_that_is_no_report_does_not_fill_the_memory() {
    let folder = scratch("json");
    for text in [
        format!("[{}[]]", "[],".repeat(2_000_000)),
        format!("{{\"schema_version\": 1, \"x\": [{}[]]}}", "[],".repeat(2_000_000)),
    ] {
        fs::write(folder.join("a.json"), text).unwrap();
        let run = run_soon(&folder, &["diff", "a.json", "a.json"]);
        assert_eq!(run.code, 2);
        assert!(
            run.stderr.starts_with("error: a.json: the file is not a report"),
            "{}",
            run.stderr
        );
    }
}

/// Runs the program with at most so many MB of memory.
#[cfg(target_os = "linux")]
fn within(folder: &Path, megabytes: u32, args: &str) -> (Option<i32>, String) {
    let script = format!("ulimit -t 60 -v {megabytes}000; exec \"$0\" {args}");
    let run = std::process::Command::new("bash")
        .args(["-c", &script, env!("CARGO_BIN_EXE_breakeven")])
        .current_dir(folder)
        .output()
        .unwrap();
    (run.status.code(), String::from_utf8_lossy(&run.stderr).into_owned())
}

#[cfg(target_os = "linux")]
#[test]
fn a_line_of_commas_is_not_taken_apart() {
    let folder = scratch("commas");
    fs::write(folder.join("a.json"), format!("[{}[]]", "[],".repeat(7_000_000))).unwrap();
    fs::write(folder.join("a.csv"), ",".repeat(20_000_000)).unwrap();
    let record = format!("{{\"vllm_version\": [{}[]]}}", "[],".repeat(2_100_000));
    fs::write(folder.join("record.json"), record).unwrap();
    for (args, said) in [
        ("import a.json", "not the result of a known benchmark"),
        ("import a.csv", "not the result of a known benchmark"),
        // Of a list that nobody reads as a whole the beginning is kept.
        ("import record.json", "no field of a known benchmark"),
        ("prices import a.json", "more than 2,000,000 values"),
        ("usage a.json", "no known kind"),
        ("usage a.csv", "longer than 16 MiB"),
    ] {
        let (code, told) = within(&folder, 600, args);
        assert_eq!(code, Some(2), "{args}: {told}");
        assert!(told.contains(said), "{args}: {told}");
    }
}

#[test]
fn what_stands_before_results_has_an_end() {
    let folder = scratch("before");
    let result = "{\"n_prompt\":0,\"n_gen\":128,\"avg_ts\":50.0,\"n_depth\":0}\n";
    let labels = "--hardware rtx-3090 --model qwen3-8b --quantization q4_k_m --as-of 2026-11-01";
    let import = |before: usize| {
        fs::write(folder.join("a.jsonl"), "1,2\n".repeat(before) + result).unwrap();
        let args: Vec<&str> = ["import", "a.jsonl", "--source", "me"].into_iter().collect();
        run_soon(&folder, &[&args[..], &labels.split(' ').collect::<Vec<_>>()].concat())
    };
    assert_eq!(import(1_000).code, 0);
    let run = import(600_000);
    assert_eq!(run.code, 2, "{}", run.stdout);
    assert!(run.stderr.contains("not the result of a known benchmark"), "{}", run.stderr);
    let line = "{\"type\":\"assistant\",\"sessionId\":\"s\",\"timestamp\":\"2026-10-01T10:00:00Z\",\
                \"message\":{\"id\":\"a\",\"usage\":{\"input_tokens\":3,\"output_tokens\":4}}}\n";
    for (before, code) in [(1_000, 0), (150_000, 2)] {
        // More than is looked at to tell what the whole file is.
        let text = format!("{}\n{}{line}", "x".repeat(300_000), "{}\n".repeat(before));
        fs::write(folder.join("log.jsonl"), text).unwrap();
        let run = run_soon(&folder, &["usage", "log.jsonl"]);
        assert_eq!(run.code, code, "{before}: {}", run.stderr);
    }
}

#[test]
fn a_configuration_asks_so_much_and_no_more() {
    let folder = scratch("asks");
    let workloads = |count: usize| {
        let one =
            |n| format!("[workload.w{n}]\nvolume = \"5M/day\"\napi = [\"claude-haiku-5.5\"]\n");
        (0..count).map(one).collect::<String>()
    };
    let checks = |count: usize, more: &str| {
        let one = |n| {
            format!(
                "[check.c{n}]\nworkload = \"w0\"\nmetric = \"api.monthly_usd\"\nmax = 9999\n{more}"
            )
        };
        (0..count).map(one).collect::<String>()
    };
    let told = |text: String| {
        fs::write(folder.join("breakeven.toml"), text).unwrap();
        let run = run_soon(&folder, &["check"]);
        (run.code, run.stderr)
    };
    for (text, what) in [
        (workloads(3_000) + &checks(1, ""), "3000 workloads; expected at most 200"),
        (workloads(1) + &checks(2_001, ""), "2001 checks; expected at most 2000"),
        (
            workloads(1) + &checks(101, "confidence = 0.9\n"),
            "101 checks with a `confidence`; expected at most 100",
        ),
    ] {
        let (code, stderr) = told(text);
        assert_eq!(code, 2, "{stderr}");
        assert!(
            stderr.starts_with(&format!("error: breakeven.toml: the file has {what}\n")),
            "{stderr}"
        );
    }
    assert_eq!(told(workloads(2) + &checks(2_000, "")).0, 0);
}

#[test]
fn what_would_pass_is_looked_for_so_often_and_no_more() {
    let folder = scratch("advised");
    let workload = "[workload.w]\nvolume = \"5M/day\"\napi = [\"claude-haiku-5.5\"]\nhardware = [\"rtx-3090\"]\n";
    let check = |n| format!("[check.c{n}]\nmetric = \"api.monthly_usd\"\nmax = 1\n");
    let text = workload.to_string() + &(0..210).map(check).collect::<String>();
    fs::write(folder.join("breakeven.toml"), text).unwrap();
    let run = run_in(&folder, &["check", "--format", "json"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let findings = report["findings"].as_array().unwrap();
    let failed: Vec<_> = findings.iter().filter(|finding| finding["status"] == "fail").collect();
    let is_advised = |finding: &&&serde_json::Value| finding["passes"][0]["text"].is_string();
    assert_eq!((failed.len(), failed.iter().filter(is_advised).count()), (210, 200));
}
