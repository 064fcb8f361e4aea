//! Runs with features of the engine: they are of a deployment with them, and of no other.

use breakeven::import::{Labels, import};

use super::{all_labels, fixture};

/// The heading of the profile of a fixture in which some text is replaced.
fn heading(name: &str, changes: &[(&str, &str)], labels: &Labels) -> Result<String, String> {
    let mut text = String::from_utf8(fixture(name)).unwrap();
    for (from, to) in changes {
        assert!(text.contains(from), "{name} has no {from}");
        text = text.replace(from, to);
    }
    let toml = import("f", text.as_bytes(), labels).map_err(|problem| problem.to_string())?.toml;
    let line = toml.lines().find(|line| line.starts_with("[throughput")).unwrap();
    let engine = line.rsplit('.').next().unwrap().trim_matches(['"', ']']).to_string();
    assert_eq!(
        toml.contains("\nspeculative = true"),
        ["mtp", "draft", "speculative"].iter().any(|name| engine.ends_with(name)),
        "{toml}"
    );
    Ok(engine)
}

#[test]
fn a_run_is_headed_with_the_features_that_its_file_names() {
    let server = |settings: &str| format!("\"speculative_algorithm\": {settings}");
    let algorithm = "\"speculative_algorithm\": null";
    let labels = Labels { engine: None, ..all_labels() };
    let cases = [
        (algorithm, server("null"), "sglang"),
        (algorithm, server("\"NEXTN\""), "sglang+mtp"),
        (algorithm, server("\"EAGLE\", \"speculative_draft_model_path\": null"), "sglang+mtp"),
        (algorithm, server("\"EAGLE\", \"speculative_draft_model_path\": \"a/b\""), "sglang+draft"),
        (algorithm, server("\"EAGLE3\""), "sglang+draft"),
        (algorithm, server("\"new\""), "sglang+speculative"),
        (algorithm, server("null, \"kv_cache_dtype\": \"fp8_e5m2\""), "sglang+fp8-kv"),
        (algorithm, server("null, \"ep_size\": 8"), "sglang+expert-parallel"),
        (algorithm, server("null, \"kv_cache_dtype\": \"auto\", \"ep_size\": 1"), "sglang"),
    ];
    for (from, to, engine) in cases {
        let found = heading("sglang.jsonl", &[(from, &to)], &labels);
        assert_eq!(found.as_deref(), Ok(engine), "{to}");
    }
    let of = |name, changes: &[(&str, &str)]| heading(name, changes, &labels).unwrap();
    assert_eq!(of("inferencex.json", &[("\"none\"", "\"mtp\"")]), "sglang+mtp");
    assert_eq!(of("inferencex.json", &[("\"ep\": 1", "\"ep\": 8")]), "sglang+expert-parallel");
    assert_eq!(of("vllm-closed.json", &[]), "vllm");
    assert_eq!(of("trtllm-bench.json", &[]), "tensorrt-llm");
    let cache = [("Dtype:         auto", "Dtype:         FP8")];
    assert_eq!(of("trtllm-bench.txt", &cache), "tensorrt-llm+fp8-kv");
    let stats = [("\"decoding_stats\": null", "\"decoding_stats\": {\"accepted\": 1}")];
    assert_eq!(of("trtllm-bench.json", &stats), "tensorrt-llm+speculative");
    let config = [("{", "{\"speculative_config\": {\"method\": \"mtp\"}, ")];
    assert_eq!(of("vllm-closed.json", &config[..1]), "vllm+mtp");
}

#[test]
fn the_user_says_what_the_file_does_not() {
    let labels = |features: &[&str], guesses_ahead| Labels {
        features: features.iter().map(ToString::to_string).collect(),
        guesses_ahead,
        ..all_labels()
    };
    let of = |labels| heading("vllm-speculative.json", &[], &labels).unwrap();
    // The file says that something was guessed, and not how.
    assert_eq!(of(labels(&[], false)), "vllm+speculative");
    assert_eq!(of(labels(&["mtp"], true)), "vllm+mtp");
    let plain = |labels| heading("vllm-closed.json", &[], &labels).unwrap();
    assert_eq!(plain(labels(&["fp8-kv"], false)), "vllm+fp8-kv");
}

#[test]
fn runs_with_and_without_a_feature_are_not_one_deployment() {
    let sweep = String::from_utf8(fixture("vllm-sweep.jsonl")).unwrap();
    let (first, rest) = sweep.split_once('\n').unwrap();
    let mixed = format!("{}\n{rest}", first.replacen('{', "{\"kv_cache_dtype\": \"fp8\", ", 1));
    let refused = import("f", mixed.as_bytes(), &all_labels()).unwrap_err().to_string();
    assert!(refused.contains("with no feature, the first with `fp8-kv`"), "{refused}");
    let mixed =
        format!("{}\n{rest}", first.replacen('{', "{\"spec_decode_acceptance_rate\": 0.7, ", 1));
    let refused = import("f", mixed.as_bytes(), &all_labels()).unwrap_err().to_string();
    assert!(refused.contains("some of the runs guessed tokens ahead"), "{refused}");
}
