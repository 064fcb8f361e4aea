//! `breakeven import`: the right numbers from every format, and one error with its place from
//! everything that is broken.
#![allow(clippy::unwrap_used)]

mod broken;
mod command;
mod doubtful;
mod labelled;
mod large;
mod tools;
mod variants;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use breakeven::import::{Imported, Labels, Stated, import};
use breakeven::profile::catalog::Catalog;
use breakeven::profile::document::Document;
use breakeven::throughput::Measured;

/// The program with these arguments: stdout, stderr and the exit code.
fn breakeven(args: &[&str]) -> (String, String, i32) {
    let output = Command::new(env!("CARGO_BIN_EXE_breakeven"))
        .args(args)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_remove("BREAKEVEN_PROFILES")
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code().unwrap())
}

fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/fixtures");
    let mut files: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert_eq!(files.len(), 39);
    files
}

fn fixture(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/fixtures").join(name))
        .unwrap()
}

fn all_labels() -> Labels {
    Labels {
        hardware: Some("8x-h100-sxm".into()),
        model: Some("qwen3.6-27b".into()),
        quantization: Some("fp8".into()),
        engine: Some("vllm".into()),
        as_of: Some("2026-11-01".parse().unwrap()),
        source: Some("a \"quoted\" \\ name".into()),
        stated: Stated { concurrency: Some(64.0), prompt: Some(1_024.0), output: Some(256.0) },
        ..Labels::default()
    }
}

fn read(bytes: &[u8]) -> Result<Imported, String> {
    import("f", bytes, &all_labels()).map_err(|problem| problem.to_string())
}

/// The lines that say something to the program.
fn facts(toml: &str) -> Vec<&str> {
    toml.lines().filter(|line| !line.starts_with('#')).collect()
}

#[test]
fn every_fixture_gives_the_right_numbers() {
    // File, prefill, curve, context, speculative.
    let cases = [
        ("llama-bench.json", "1180.3", "[[1, 35.005]]", 128, false),
        ("llama-bench.jsonl", "1180.3", "[[1, 35.005]]", 128, false),
        ("llama-bench.csv", "1180.3", "[[1, 35.005]]", 128, false),
        ("llama-bench.md", "1102", "[[1, 35.01]]", 128, false),
        (
            "llama-batched-bench.jsonl",
            "1200.5",
            "[[1, 34.111], [2, 61.5], [8, 181.25]]",
            640,
            false,
        ),
        ("llama-batched-bench.md", "1200.5", "[[1, 34.11], [2, 61.5], [8, 181.25]]", 640, false),
        ("vllm-closed.json", "", "[[32, 819.2]]", 1280, false),
        // The three runs at 32 give 819.2, 799.22 and 862.32; the fixed rate is left out.
        ("vllm-sweep.jsonl", "", "[[8, 327.68], [32, 819.2]]", 1280, false),
        // 819.2 tokens/s at 40 ms a token are 32.8 requests being decoded.
        ("vllm-saturated.json", "", "[[33, 819.2]]", 1280, false),
        ("vllm-speculative.json", "", "[[1, 68.267]]", 1280, true),
        ("sglang.jsonl", "", "[[16, 512]]", 640, false),
        ("ollama-generate.json", "1200", "[[1, 35]]", 440, false),
        ("ollama-stream.jsonl", "", "[[1, 35]]", 140, false),
        ("ollama-verbose.txt", "1200", "[[1, 35]]", 440, false),
        ("ollama-bench.csv", "1200", "[[1, 35]]", 440, false),
        ("guidellm.json", "", "[[1, 32], [8, 192], [64, 512]]", 640, false),
    ];
    for (name, prefill, curve, context, speculative) in cases {
        let toml = read(&fixture(name)).unwrap_or_else(|error| panic!("{name}: {error}")).toml;
        let has = |line: &str| facts(&toml).contains(&line);
        assert!(has(&format!("decode_tokens_per_second = {curve}")), "{name}\n{toml}");
        assert!(has(&format!("context_tokens = {context}")), "{name}\n{toml}");
        let server = ["vllm", "sglang", "guidellm"].iter().any(|tool| name.starts_with(tool));
        assert_eq!(has("includes_prefill = true"), server, "{name}\n{toml}");
        assert_eq!(has("speculative = true"), speculative, "{name}\n{toml}");
        assert_eq!(toml.contains("\nprefill"), !prefill.is_empty(), "{name}\n{toml}");
        assert!(
            prefill.is_empty() || has(&format!("prefill_tokens_per_second = {prefill}")),
            "{name}\n{toml}"
        );
    }
}

#[test]
fn the_whole_block_of_repeated_runs() {
    let labels = Labels { hardware: Some("rtx-3090".into()), ..Labels::default() };
    let imported = import("dir/runs.jsonl", &*fixture("llama-bench.jsonl"), &labels).unwrap();
    assert_eq!(imported.missing, ["--model", "--source"]);
    assert_eq!(
        imported.toml,
        "\
# Measured with llama-bench, imported from runs.jsonl. Review before use.
# The file calls the model: qwen36 27B Q4_K - Medium
# The file calls the hardware: NVIDIA GeForce RTX 3090
# prefill at 1 request, 512 prompt tokens: 1180.3 tokens/s
# decode at 1 request, 128 output tokens: 35.005 tokens/s (median of 3 runs from 34.2 to 36.9)
# not used: decode at 1 request, 128 output tokens after 8192 tokens: 30.11 tokens/s
# not used: pp512+tg128, which mixes prompt and output tokens in one rate
# FILL IN MODEL below, or say `--model NAME`.
[throughput.\"rtx-3090\".\"MODEL\".\"q4_k_m\".\"llama.cpp\"]
prefill_tokens_per_second = 1180.3
decode_tokens_per_second = [[1, 35.005]]
context_tokens = 128
spread_percent = 3.9
as_of = 2026-10-02
# source = \"...\"   FILL IN who measured, or say `--source TEXT`.
notes = \"Measured with llama-bench. Median of repeated runs. Noisy: a rate differs by 3.9 % from run to run.\"
"
    );
}

#[test]
fn a_labelled_block_is_read_back_with_the_same_numbers() {
    for path in fixtures() {
        let Ok(imported) = read(&fs::read(&path).unwrap()) else { continue };
        assert!(imported.missing.is_empty());
        let document = Document::parse("mine.toml".into(), imported.toml.clone()).unwrap();
        let catalog = Catalog::with(vec![document]).unwrap_or_else(|problems| {
            panic!("{}: {}\n{}", path.display(), problems[0], imported.toml)
        });
        let mine = |m: &&breakeven::throughput::Measured| m.source.file == "mine.toml";
        let measured = catalog.all::<Measured>().find(mine).unwrap();
        assert_eq!(measured.source.source, "a \"quoted\" \\ name");
        let curve: Vec<String> = measured
            .decode
            .iter()
            .map(|point| format!("[{}, {}]", point.concurrency, point.aggregate.get()))
            .collect();
        let line = format!("decode_tokens_per_second = [{}]", curve.join(", "));
        assert!(facts(&imported.toml).contains(&&*line), "{line}\n{}", imported.toml);
    }
}

#[test]
fn the_layout_of_a_server_is_kept() {
    let one = String::from_utf8(fixture("sglang.jsonl")).unwrap();
    assert!(!read(one.as_bytes()).unwrap().toml.contains("tensor_parallel"));
    let two = one.replace("\"tp_size\": 1", "\"tp_size\": 4, \"pp_size\": 2");
    let toml = read(two.as_bytes()).unwrap().toml;
    assert!(toml.contains("\ntensor_parallel = 4\npipeline_stages = 2\n"), "{toml}");
    let error = read(format!("{one}{two}").as_bytes()).unwrap_err();
    assert!(error.contains("f:2:"), "{error}");
    assert!(error.contains("spread over other accelerators"), "{error}");
}

#[test]
fn a_placeholder_is_never_loaded() {
    let imported = import("f", &*fixture("llama-bench.jsonl"), &Labels::default()).unwrap();
    let document = Document::parse("mine.toml".into(), imported.toml).unwrap();
    let problems = Catalog::with(vec![document]).unwrap_err();
    assert!(problems.iter().any(|problem| problem.message.contains("source")), "{problems:?}");
}

#[test]
fn offered_load_is_not_called_capacity() {
    let problem = import("f", &*fixture("vllm-kept-up.json"), &all_labels()).unwrap_err();
    assert_eq!(
        problem.message,
        "requests came at a fixed 1 a second and 1.02 a second were answered: the server kept up, \
         so this is the load that was offered, not its capacity"
    );
    assert!(problem.hint.unwrap().contains("--request-rate inf --max-concurrency N"));
    // The same run with its requests in progress at the limit is capacity: a request takes 0.2 s and 255 x 18 ms.
    let run = String::from_utf8(fixture("vllm-kept-up.json")).unwrap();
    let limited = run.replace("\"max_concurrency\": null", "\"max_concurrency\": 5");
    assert!(read(limited.as_bytes()).unwrap().toml.contains("[[5, 248.54]]"));
    let limited = limited
        .replace("\"mean_ttft_ms\": 200.0", "\"mean_ttft_ms\": 200.0, \"mean_e2el_ms\": 4800");
    assert!(read(limited.as_bytes()).unwrap().toml.contains("[[5, 248.54]]"));
    let idle = limited.replace("\"max_concurrency\": 5", "\"max_concurrency\": 6");
    assert!(read(idle.as_bytes()).is_err());
}

/// Published results in a folder next to the repository, for those who have them.
#[test]
fn published_results_give_the_right_numbers() {
    let parent = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let folder = parent.join("shared").join("samples");
    if !folder.is_dir() {
        let why = "no `shared/samples` beside the repository";
        return crate::support::skipped::skipped("published results", why);
    }
    let cases = [
        ("llama_bench.json", "7100", "[[1, 118.88]]"),
        ("llama_bench.jsonl", "7263.6", "[[1, 119.84]]"),
        ("llama_bench.md", "7340.2", "[[1, 120.6]]"),
        ("llama_batched_bench.jsonl", "547.45", "[[1, 36.533], [2, 23.05]]"),
        ("sglang_bench_serving_SCHEMA_DERIVED.jsonl", "", "[[16, 1365.3]]"),
        ("ollama_generate_final.json", "199.88", "[[1, 61.19]]"),
        ("ollama_verbose.stderr.txt", "199.88", "[[1, 61.19]]"),
        ("ollama_bench.csv", "12800", "[[1, 51200]]"),
        ("guidellm_0.8.1_trimmed.json", "", "[[1, 166.57]]"),
        // It is not said how many requests were in progress, and then these labels count.
        ("aiperf_profile_export_SCHEMA_DERIVED.json", "", "[[64, 1365.3]]"),
    ];
    for (name, prefill, curve) in cases {
        let bytes = fs::read(folder.join(name)).unwrap();
        let toml = read(&bytes).unwrap_or_else(|error| panic!("{name}: {error}")).toml;
        assert!(
            toml.contains(&format!("\ndecode_tokens_per_second = {curve}\n")),
            "{name}\n{toml}"
        );
        let line = format!("\nprefill_tokens_per_second = {prefill}\n");
        assert_eq!(toml.contains(&line), !prefill.is_empty(), "{name}\n{toml}");
    }
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name != "README.md" && !cases.iter().any(|(known, ..)| *known == name) {
            let error = read(&fs::read(&path).unwrap()).unwrap_err();
            assert!(error.contains("which is not read here"), "{name}: {error}");
        }
    }
}
