//! The command as it is typed.

use std::fs;

use super::breakeven;

use serde_json::Value;

#[test]
fn an_imported_profile_answers_a_question() {
    let labels = ["--hardware", "rtx-3090", "--model", "qwen3.6-27b", "--source", "me"];
    let (toml, stderr, code) =
        breakeven(&[&["import", "tests/import/fixtures/llama-bench.csv"], &labels[..]].concat());
    assert_eq!((stderr.as_str(), code), ("", 0));
    let mine = std::env::temp_dir().join(format!("breakeven-import-{}.toml", std::process::id()));
    fs::write(&mine, toml).unwrap();
    let (report, stderr, code) = breakeven(&[
        "--volume",
        "100k/day",
        "--hardware",
        "rtx-3090",
        "--model",
        "qwen3.6-27b",
        "--quantization",
        "q4_k_m",
        "--engine",
        "llama.cpp",
        "--request",
        "64+64",
        "--min-speed",
        "30",
        "--format",
        "json",
        "--profiles",
        &mine.display().to_string(),
    ]);
    fs::remove_file(&mine).unwrap();
    assert_eq!((stderr.as_str(), code), ("", 0));
    let report: Value = serde_json::from_str(&report).unwrap();
    let options = report["options"].as_array().unwrap();
    let local = options.iter().find(|option| option["kind"] == "local").unwrap();
    // One stream, with a context as long as in the measurement.
    let decode = local["throughput"]["decode_tokens_per_second"].as_f64().unwrap();
    assert!((decode - 35.005).abs() < 0.05, "{decode}");
    assert_eq!(local["throughput"]["prefill_tokens_per_second"], 1180.3);
    assert_eq!(local["throughput"]["basis"], "measured");
    let file = Value::from(mine.display().to_string());
    assert!(report["sources"].as_array().unwrap().iter().any(|source| source["file"] == file));
}

#[test]
fn the_command_says_what_is_open_and_refuses_with_2() {
    let (stdout, stderr, code) = breakeven(&["import", "tests/import/fixtures/llama-bench.json"]);
    assert!(stdout.contains("\"HARDWARE\".\"MODEL\".\"q4_k_m\".\"llama.cpp\""), "{stdout}");
    assert_eq!(
        stderr,
        "note: the profile is not complete; fill in its placeholders, or say --hardware, --model, --source\n"
    );
    assert_eq!(code, 0);
    let (stdout, stderr, code) = breakeven(&["import", "tests/import/fixtures/vllm-kept-up.json"]);
    assert_eq!((stdout.as_str(), code), ("", 2));
    assert!(
        stderr.starts_with("error: tests/import/fixtures/vllm-kept-up.json:1:1: requests came"),
        "{stderr}"
    );
    assert!(stderr.contains("\nhint: measure capacity"), "{stderr}");
    let (_, stderr, code) = breakeven(&["import", "tests/import/fixtures"]);
    assert_eq!(
        (stderr.as_str(), code),
        ("error: tests/import/fixtures: a folder; expected a file\n", 2)
    );
    let (_, stderr, code) = breakeven(&["import", "-", "--hardware", "a b"]);
    assert!(stderr.contains("`--hardware a b`") && code == 2, "{stderr}");
}

#[test]
fn weights_that_the_model_does_not_have_are_named() {
    let record = r#"{"model_filename": "gpt-oss-20b-F16.gguf", "model_size": 13000000000, "n_gpu_layers": 99, "n_prompt": 0, "n_gen": 128, "test_time": "2026-01-02T00:00:00Z", "avg_ts": 50.0}"#;
    let file = std::env::temp_dir().join(format!("breakeven-weights-{}.json", std::process::id()));
    fs::write(&file, record).unwrap();
    let path = file.display().to_string();
    let args = ["import", &path, "--hardware", "strix-halo", "--model", "gpt-oss-20b"];
    let (stdout, stderr, code) = breakeven(&args);
    assert_eq!((stdout.as_str(), code), ("", 2));
    assert!(
        stderr.contains("`gpt-oss-20b` has no weights called `f16`; it has `mxfp4` ("),
        "{stderr}"
    );
    assert!(stderr.contains("hint: the measured weights have 13 GB"), "{stderr}");
    let (_, stderr, code) = breakeven(&["import", &path, "--hardware", "3090"]);
    fs::remove_file(&file).unwrap();
    assert!(
        stderr.contains("`--hardware 3090`") && stderr.contains("did you mean `rtx-3090`"),
        "{stderr}"
    );
    assert_eq!(code, 2);
}
