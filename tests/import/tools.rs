//! For every tool: what it wrote becomes a profile with the right numbers, which `profiles validate`
//! accepts and a comparison uses.

use std::fs;
use std::path::PathBuf;

use super::breakeven;

/// Imports a fixture with these flags, validates the profile, and compares with it.
fn used(fixture: &str, flags: &[&str], prefill: &str, curve: &str) {
    let path = format!("tests/import/fixtures/{fixture}");
    let labels = [
        "import",
        &path,
        "--hardware",
        "8x-h100-sxm",
        "--model",
        "qwen3.6-27b",
        "--quantization",
        "fp8",
        "--as-of",
        "2026-11-01",
        "--source",
        "me",
    ];
    let (toml, stderr, code) = breakeven(&[&labels[..], flags].concat());
    assert_eq!(code, 0, "{fixture}: {stderr}");
    assert!(toml.contains(&format!("\ndecode_tokens_per_second = {curve}\n")), "{fixture}\n{toml}");
    let line = format!("\nprefill_tokens_per_second = {prefill}\n");
    assert_eq!(toml.contains(&line), !prefill.is_empty(), "{fixture}\n{toml}");
    assert_eq!(toml.contains("\nprefill_tokens"), !prefill.is_empty(), "{fixture}\n{toml}");

    let mine: PathBuf =
        std::env::temp_dir().join(format!("breakeven-tools-{}-{fixture}.toml", std::process::id()));
    fs::write(&mine, &toml).unwrap();
    let mine_text = mine.to_str().unwrap();
    let validated = breakeven(&["profiles", "validate", mine_text]);
    // `[throughput."machine"."model"."quantization"."engine"]`
    let heading = toml.lines().find(|line| line.starts_with('[')).unwrap();
    let engine = heading.trim_end_matches("\"]").rsplit('"').next().unwrap();
    // With its features a deployment is on the menu, and not a name of an engine.
    let engine = engine.split('+').next().unwrap();
    let question = [
        "--volume",
        "1M/day",
        "--profiles",
        mine_text,
        "--model",
        "qwen3.6-27b",
        "--quantization",
        "fp8",
        "--hardware",
        "8x-h100-sxm",
        "--engine",
        engine,
        "--min-speed",
        "1",
        "--format",
        "json",
    ];
    let compared = breakeven(&question);
    fs::remove_file(&mine).unwrap();
    assert_eq!(validated.2, 0, "{fixture}: {}{}", validated.0, validated.1);
    assert_eq!(compared.2, 0, "{fixture}: {}", compared.1);
    let report: serde_json::Value = serde_json::from_str(&compared.0).unwrap();
    let sources = report["sources"].as_array().unwrap();
    assert!(sources.iter().any(|source| source["file"] == *mine_text), "{fixture}: {sources:#?}");
}

macro_rules! tools {
    ($($name:ident: $($fixture:literal $flags:expr => $prefill:literal, $curve:literal;)+)+) => {
        $(#[test]
        fn $name() {
            $(used($fixture, &$flags, $prefill, $curve);)+
        })+
    };
}

const VLLM: [&str; 2] = ["--engine", "vllm"];

tools! {
    llama_bench:
        "llama-bench.json" [] => "1180.3", "[[1, 35.005]]";
        "llama-bench.sql" [] => "1180.3", "[[1, 35.005]]";
    llama_batched_bench:
        "llama-batched-bench.md" [] => "1200.5", "[[1, 34.11], [2, 61.5], [8, 181.25]]";
    llama_server:
        "llama-server.json" [] => "1200", "[[1, 35]]";
        "llama-server.txt" [] => "1200", "[[1, 35]]";
    vllm_serve:
        "vllm-closed.json" [] => "", "[[32, 819.2]]";
        "vllm-sweep.csv" [] => "", "[[8, 327.68], [32, 819.2]]";
        "vllm-summary.txt" VLLM => "", "[[32, 819.2]]";
    vllm_throughput:
        "vllm-throughput.json"
        ["--prompt-tokens", "1024", "--output-tokens", "256", "--concurrency", "256"]
        => "", "[[256, 3200]]";
        "vllm-throughput.txt" ["--concurrency", "256"] => "", "[[256, 3200]]";
    vllm_latency:
        // Four seconds for 8 x 128 tokens.
        "vllm-latency.json"
        ["--prompt-tokens", "32", "--output-tokens", "128", "--concurrency", "8"]
        => "", "[[8, 256]]";
    sglang_serving:
        "sglang.jsonl" [] => "", "[[16, 512]]";
    sglang_offline:
        "sglang-offline.jsonl" ["--concurrency", "128"] => "", "[[128, 800]]";
    sglang_one_batch:
        "sglang-one-batch.jsonl" [] => "1280", "[[1, 40], [16, 500]]";
    guidellm:
        "guidellm.json" VLLM => "", "[[1, 32], [8, 192], [64, 512]]";
        "guidellm-0.3.json" VLLM => "", "[[1, 32], [8, 192]]";
    aiperf:
        "aiperf.json" VLLM => "", "[[32, 819.2]]";
        "aiperf.csv" ["--engine", "vllm", "--concurrency", "32"] => "", "[[32, 819.2]]";
    trtllm_bench:
        "trtllm-bench.json" [] => "", "[[64, 3200]]";
        "trtllm-bench.txt" [] => "", "[[64, 3200]]";
    genai_perf:
        "genai-perf.json" VLLM => "", "[[8, 327.68]]";
    inferencex:
        "inferencex.json" [] => "", "[[16, 1592], [64, 4160]]";
    ollama:
        "ollama-generate.json" [] => "1200", "[[1, 35]]";
        "ollama-verbose.txt" [] => "1200", "[[1, 35]]";
        "ollama-bench.csv" [] => "1200", "[[1, 35]]";
    mlx_lm:
        "mlx-benchmark.txt" [] => "602", "[[1, 40.2]]";
        "mlx-generate.txt" [] => "602", "[[1, 40.2]]";
    lm_studio:
        "lm-studio-v0.json" [] => "1200", "[[1, 35]]";
        "lm-studio-v1.json" [] => "1200", "[[1, 35]]";
        "lm-studio.txt" [] => "1200", "[[1, 35]]";
}

/// The file says 1,280 tokens a request; lengths that are stated are rounded.
#[test]
fn what_is_said_of_a_request_agrees_with_the_file_within_a_tenth() {
    let file = "tests/import/fixtures/vllm-throughput.json";
    let said = |prompt: &str| {
        let lengths = ["--prompt-tokens", prompt, "--output-tokens", "256"];
        breakeven(&[&["import", file], &lengths[..], &["--concurrency", "256"]].concat())
    };
    assert_eq!(said("1000").2, 0, "{}", said("1000").1);
    let (_, stderr, code) = said("800");
    assert_eq!(code, 2);
    assert!(stderr.contains("are 1056 together; expected them to agree"), "{stderr}");
}

#[test]
fn what_a_tool_does_not_write_is_asked_for() {
    let cases = [
        (
            "vllm-throughput.json",
            "vllm bench throughput does not write how many of the tokens are output",
        ),
        ("vllm-latency.json", "vllm bench latency does not write how long the prompts were"),
        ("sglang-offline.jsonl", "does not write how many requests were in progress"),
        ("aiperf.csv", "does not write how many requests were in progress"),
    ];
    for (fixture, message) in cases {
        let (_, stderr, code) = breakeven(&["import", &format!("tests/import/fixtures/{fixture}")]);
        assert_eq!(code, 2);
        assert!(stderr.contains(message), "{fixture}: {stderr}");
        assert!(stderr.contains("`--concurrency N`"), "{fixture}: {stderr}");
    }
}
