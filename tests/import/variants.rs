//! What real tools write beside the plain case: other versions, plans of the client, several servers,
//! caches, features, and files that are not read.

use breakeven::import::{Imported, Labels, import};

use super::{all_labels, fixture, read};

/// Labels that leave features and concurrency to the file.
fn labels() -> Labels {
    let labels = all_labels();
    Labels { hardware: Some("rtx-3090".into()), accelerated: true, ..labels }
}

fn imported(text: &str) -> Imported {
    import("f", text.as_bytes(), &labels()).unwrap_or_else(|problem| panic!("{problem}"))
}

fn refused(text: &str) -> String {
    import("f", text.as_bytes(), &labels()).unwrap_err().to_string()
}

/// A fixture with pieces of it replaced.
fn with(name: &str, changes: &[(&str, &str)]) -> String {
    changes.iter().fold(String::from_utf8(fixture(name)).unwrap(), |text, (from, to)| {
        assert!(text.contains(from), "{name} has no {from}");
        text.replacen(from, to, 1)
    })
}

fn curve(text: &str) -> String {
    let toml = imported(text).toml;
    let line = toml.lines().find_map(|line| line.strip_prefix("decode_tokens_per_second = "));
    line.unwrap_or_else(|| panic!("{toml}")).to_string()
}

#[test]
fn requests_that_come_by_a_plan_say_nothing_of_capacity() {
    let plan = [("\"max_concurrency\"", "\"ramp_up_strategy\": \"linear\", \"max_concurrency\"")];
    assert!(refused(&with("vllm-closed.json", &plan)).contains("a rate that rose by a plan"));
    let printed = String::from_utf8(fixture("vllm-summary.txt")).unwrap();
    let printed = format!("Traffic ramp-up strategy: linear.\n{printed}");
    assert!(refused(&printed).contains("a rate that rose by a plan"));
    // A limit that was never in use is none.
    let idle = r#"{"backend": "vllm", "model_id": "m", "request_rate": "inf", "max_concurrency": 100, "duration": 20, "completed": 160, "total_input_tokens": 16000, "total_output_tokens": 1600, "output_throughput": 80, "max_concurrent_requests": 9}"#;
    let error = refused(idle);
    assert!(error.contains("100 requests were allowed in progress and at most 9 were"), "{error}");
    assert_eq!(curve(&idle.replace(": 9}", ": 102}")), "[[100, 80]]");
    for (config, said) in [
        (r#"{"input": {"fixed_schedule": true}, "loadgen": {"concurrency": 8}}"#, "a schedule"),
        (
            r#"{"phases": [{"name": "profiling", "type": "user_centric", "users": 8}]}"#,
            "each user sent requests",
        ),
    ] {
        let error = refused(&aiperf(config));
        assert!(error.contains(said), "{error}");
    }
}

/// Eight requests in progress, each of 2 s, half of it for the first token: 4 a second.
fn aiperf(config: &str) -> String {
    let metric = |key: &str, value: f64| format!("\"{key}\": {{\"avg\": {value}}}, ");
    let metrics = [
        ("output_token_throughput", 400.0),
        ("output_sequence_length", 100.0),
        ("input_sequence_length", 1_000.0),
        ("request_throughput", 4.0),
        ("request_count", 80.0),
        ("request_latency", 2_000.0),
        ("inter_token_latency", 10.0),
    ];
    let metrics: String = metrics.iter().map(|(key, value)| metric(key, *value)).collect();
    format!("{{{metrics}\"input_config\": {config}}}")
}

#[test]
fn a_client_with_phases_is_asked_for_the_one_that_is_measured() {
    let phases = r#"{"models": {"items": [{"name": "m"}]}, "phases": [{"name": "warmup", "type": "concurrency", "concurrency": 1}, {"name": "profiling", "type": "concurrency", "concurrency": 8}]}"#;
    assert_eq!(curve(&aiperf(phases)), "[[8, 400]]");
    let other = phases.replace("\"name\": \"m\"", "\"name\": \"n\"");
    let error = refused(&format!("{}\n{}", aiperf(phases), aiperf(&other)));
    assert!(error.contains("this run is of another model than the first"), "{error}");
    let rate = phases.replace("\"concurrency\": 8", "\"rate\": 4, \"concurrency\": 200");
    assert!(refused(&aiperf(&rate)).contains("the server kept up"));
    let watched = |card: &str| {
        aiperf(phases).replacen(
            '{',
            &format!("{{\"telemetry_data\": {{\"endpoints\": {{\"e\": {{\"gpus\": {{\"0\": {{\"gpu_name\": \"{card}\"}}}}}}}}}}, "),
            1,
        )
    };
    let error = refused(&format!("{}\n{}", watched("RTX 3090"), watched("H100")));
    assert!(error.contains("of other accelerators than the first"), "{error}");
}

#[test]
fn servers_of_other_settings_are_not_averaged() {
    let record = |extra: &str| with("vllm-closed.json", &[("\"label\": null", extra)]);
    for (one, other, said) in [
        ("\"tensor_parallel_size\": 1", "\"tensor_parallel_size\": 2", "tensor_parallel_size"),
        ("\"max_num_batched_tokens\": 2048", "\"max_num_batched_tokens\": 8192", "8192, not 2048"),
        ("\"label\": \"a\"", "\"label\": \"b\"", "another `label`"),
        ("\"label\": \"a\"", "\"gpu\": null", "not stated, not \"a\""),
    ] {
        let error = refused(&format!("{}\n{}", record(one), record(other)));
        assert!(error.contains(said), "{error}");
        imported(&format!("{}\n{}", record(one), record(one)));
    }
    let server = |extra: &str| {
        with("sglang.jsonl", &[("\"tp_size\": 1", &format!("\"tp_size\": 1, {extra}"))])
    };
    for (extra, said) in [
        ("\"dp_size\": 2", "the server ran 2 copies of the model"),
        ("\"disaggregation_mode\": \"decode\"", "on machines of their own"),
        ("\"decode\": [{\"tp_size\": 1}]", "on machines of their own"),
    ] {
        let error = refused(&server(extra));
        assert!(error.contains(said), "{error}");
    }
    imported(&server("\"dp_size\": 2, \"enable_dp_attention\": true"));
    imported(&server("\"dp_size\": 1, \"disaggregation_mode\": \"null\""));
    let two =
        format!("{}{}", server("\"quantization\": \"fp8\""), server("\"quantization\": null"));
    let error = refused(&two);
    assert!(error.contains("another `server_info.quantization` than the first"), "{error}");
    let batched = with("llama-batched-bench.jsonl", &[]);
    let mixed = batched.replacen("\"pp\"", "\"flash_attn\": 1, \"pp\"", 1);
    assert!(refused(&mixed).contains("another `flash_attn`"));
}

#[test]
fn what_was_in_the_cache_is_no_prompt_that_was_processed() {
    let timings = |cached: f64, prompt: f64| {
        format!(
            "{{\"timings\": {{\"cache_n\": {cached}, \"prompt_n\": {prompt}, \"prompt_ms\": 100, \"predicted_n\": 100, \"predicted_ms\": 2000}}}}"
        )
    };
    // 100 prompt tokens behind 300 that were there, and 100 of output: 500 of context.
    let most = imported(&timings(300.0, 100.0)).toml;
    assert!(most.contains("context_tokens = 500") && !most.contains("\nprefill"), "{most}");
    let fresh = imported(&timings(100.0, 200.0)).toml;
    assert!(fresh.contains("\nprefill_tokens_per_second = 2000"), "{fresh}");
    let studio = |seconds: f64, details: &str| {
        format!(
            "{{\"model\": \"m\", \"usage\": {{\"prompt_tokens\": 20000, \"completion_tokens\": 100{details}}}, \"stats\": {{\"tokens_per_second\": 50, \"time_to_first_token\": {seconds}}}}}"
        )
    };
    assert!(imported(&studio(10.0, "")).toml.contains("\nprefill_tokens_per_second = 2000"));
    for cached in
        [studio(0.1, ""), studio(10.0, ", \"prompt_tokens_details\": {\"cached_tokens\": 19000}")]
    {
        let toml = imported(&cached).toml;
        assert!(toml.contains("context_tokens = 20100") && !toml.contains("\nprefill"), "{toml}");
    }
    let batch = |extra: &str| {
        format!(
            "{{\"batch_size\": 8, \"input_len\": 1000, \"output_len\": 100, \"prefill_throughput\": 4000, \"output_throughput\": 160{extra}}}"
        )
    };
    // Without speculation SGLang writes -1.
    assert_eq!(curve(&batch(", \"acc_length\": -1")), "[[8, 160]]");
    let cached = imported(&batch(", \"cache_hit_rate\": 0.9")).toml;
    assert!(!cached.contains("\nprefill") && cached.contains("90 % of a prompt"), "{cached}");
    assert!(refused(&batch(", \"num_early_stopped\": 7")).contains("7 of 8 requests ended early"));
    let turns =
        with("sglang.jsonl", &[("\"total_input_tokens\": 40960", "\"total_input_tokens\": 0")]);
    // As the labels say.
    assert!(imported(&turns).toml.contains("prompt_tokens = 1024"), "{}", imported(&turns).toml);
}

#[test]
fn the_processor_and_guesses_ahead_are_seen() {
    for (from, to) in [
        ("\"backends\": \"CUDA\"", "\"backends\": \"CPU\""),
        ("\"backends\": \"CUDA\"", "\"backends\": \"BLAS,CPU\""),
        ("\"backends\": \"CUDA\"", "\"backends\": \"CUDA\", \"devices\": \"none\""),
    ] {
        let lines = with("llama-bench.jsonl", &[]);
        let error = refused(&lines.replace(from, to));
        assert!(error.contains("the speed of the processor"), "{error}");
    }
    let row = "| model | backend | test | t/s |\n|--|--|--|--|\n| m 8B Q4_K | CPU | tg128 | 4.0 ± 0.1 |\n";
    assert!(refused(row).contains("(backend CPU)"));
    let batched = with("llama-batched-bench.jsonl", &[]);
    let none = batched.replace("\"n_gpu_layers\": 99", "\"n_gpu_layers\": 0");
    assert!(refused(&none).contains("(`ngl` 0)"));
    let cache =
        with("llama-bench.jsonl", &[]).replace("\"type_k\": \"f16\"", "\"type_k\": \"q4_0\"");
    assert_eq!(imported(&cache).caveats, ["the KV cache was q4_0 (`type_k`)"]);

    let log = "eval time = 2000.00 ms / 100 tokens (20 ms per token)\n";
    for line in ["draft acceptance = 0.7 (70 accepted / 100 generated)", "statistics draft-mtp: 1"]
    {
        let toml = imported(&format!("{log}{line}\n")).toml;
        assert!(toml.contains("speculative = true"), "{toml}");
    }
    let zero = "prompt eval time = 9.00 ms / 9 tokens (1 ms per token)\neval time = 0.00 ms / 1 tokens (0 ms per token)\n";
    assert_eq!(curve(&format!("{log}{zero}")), "[[1, 50]]");
    let slot = |id: u32| format!("slot launch_slot_: id {id} | task 0 | processing task\n");
    assert_eq!(curve(&format!("{}{log}{}{log}", slot(0), slot(1))), "[[1, 50]]");
    let error = refused(&format!("{}{}{log}{log}", slot(0), slot(1)));
    assert!(error.contains("2 requests were in progress at once"), "{error}");
    let answer = |drafted: u32| {
        format!(
            "{{\"timings\": {{\"draft_n\": {drafted}, \"predicted_n\": 100, \"predicted_ms\": 2000}}}}\n"
        )
    };
    let mixed = format!("{}{}", answer(50), answer(0));
    assert!(refused(&mixed).contains("some of the runs guessed tokens ahead"));
    let printed = with(
        "vllm-summary.txt",
        &[("Total input tokens", "Draft tokens: 100\nTotal input tokens")],
    );
    assert!(imported(&printed).toml.contains("speculative = true"));
}

#[test]
fn a_report_keeps_what_it_can_of_its_benchmarks() {
    let report = |benchmarks: &[String]| format!("{{\"benchmarks\": [{}]}}", benchmarks.join(", "));
    let one = |strategy: &str, totals: &str, latency: f64| {
        let metric =
            |key: &str, mean: f64| format!("\"{key}\": {{\"successful\": {{\"mean\": {mean}}}}}");
        let metrics = [
            metric("prompt_token_count", 1_000.0),
            metric("output_token_count", 100.0),
            metric("output_tokens_per_second", 200.0),
            metric("requests_per_second", 2.0),
            metric("inter_token_latency_ms", 0.0),
            metric("request_latency", latency),
            format!("\"request_totals\": {{{totals}}}"),
        ];
        format!(
            "{{\"config\": {{\"strategy\": {strategy}}}, \"metrics\": {{{}}}}}",
            metrics.join(", ")
        )
    };
    let eight = "{\"type_\": \"concurrent\", \"streams\": 8}";
    let good = one(eight, "\"successful\": 80", 4.0);
    let none = one(eight, "\"successful\": 0", 4.0);
    let trace = one("{\"type_\": \"trace\"}", "\"successful\": 80", 4.0);
    assert_eq!(curve(&report(&[none.clone(), good.clone(), trace.clone()])), "[[8, 200]]");
    assert!(refused(&report(&[none])).contains("no request of a benchmark was completed"));
    assert!(refused(&report(&[trace])).contains("requests came as in a trace"));
    // Those that were cut off were in progress, too: 8 of them, when 6 were completed.
    let cut_off = imported(&report(&[one(eight, "\"successful\": 6, \"incomplete\": 8", 2.0)]));
    assert!(cut_off.toml.contains("[[8, 200]]"), "{}", cut_off.toml);
    assert_eq!(cut_off.caveats.len(), 1);
    assert!(cut_off.caveats[0].contains("8 of 14 requests were cut off"), "{:?}", cut_off.caveats);
    // Without a stream of tokens: 2 a second for 5 s each.
    let all =
        one("{\"type_\": \"throughput\", \"max_concurrency\": 512}", "\"successful\": 80", 5.0);
    assert_eq!(curve(&report(&[all])), "[[10, 200]]");
    let capped =
        one("{\"type_\": \"throughput\", \"max_concurrency\": 8}", "\"successful\": 80", 4.0);
    assert_eq!(curve(&report(&[capped])), "[[8, 200]]");
}

#[test]
fn streams_of_events_are_read_and_other_files_are_named() {
    let answer = "{\"model\": \"m\", \"choices\": [], \"timings\": {\"predicted_n\": 100, \"predicted_ms\": 2000}}";
    let chunk = "{\"choices\": [{\"delta\": {}}], \"object\": \"chat.completion.chunk\"}";
    let stream = format!("data: {chunk}\n\ndata: {answer}\n\ndata: [DONE]\n");
    assert_eq!(curve(&stream), "[[1, 50]]");
    let inside =
        format!("event: chat.end\ndata: {{\"type\": \"chat.end\", \"result\": {answer}}}\n");
    assert_eq!(curve(&inside), "[[1, 50]]");
    for (text, what) in [
        ("Run Info,Run Info,Benchmark\nRun ID,Run Index,Type\n", "the CSV of guidellm"),
        ("metadata:\n  guidellm_version: 0.6.0\n", "the YAML of guidellm"),
        ("[2026-11-01 00:35:38][INFO][m] Running chat completion\n", "a log of LM Studio"),
        ("BenchmarkModel/name=m/step=prefill 128 78125.00 ns/token\n", "ollama's bench"),
        ("{\"timeslices\": []}", "AIPerf's time slices"),
        ("{\"metadata\": {\"aggregation_type\": \"confidence\"}}", "an aggregate of several runs"),
        ("{\"metadata\": {\"x_request_id\": \"a\"}, \"metrics\": {}}", "AIPerf's single requests"),
        (
            "{\"hardware\": \"h200\", \"framework\": \"sglang\", \"metrics\": {}}",
            "the InferenceX site",
        ),
        ("{\"choices\": [], \"usage\": {}}", "an answer of a chat API without timings"),
        ("{\"input_sequence_throughput\": 3.3}", "a benchmark of embeddings"),
    ] {
        let error = read(text.as_bytes()).unwrap_err();
        assert!(error.contains(what) && error.contains("not read here"), "{error}");
        assert!(error.contains("\nhint: "), "{error}");
    }
}

#[test]
fn a_file_of_another_card_or_other_weights_is_doubted() {
    let folder = std::env::temp_dir().join(format!("breakeven-doubted-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let said = |change: &str| {
        let path = folder.join("f.jsonl");
        let text = with("llama-bench.jsonl", &[])
            .replace("\"gpu_info\": \"NVIDIA GeForce RTX 3090\"", change);
        std::fs::write(&path, text).unwrap();
        let flags = ["--hardware", "rtx-3090", "--model", "qwen3.6-27b", "--source", "me"];
        super::breakeven(&[&["import", path.to_str().unwrap()], &flags[..]].concat()).1
    };
    let same = "\"gpu_info\": \"NVIDIA GeForce RTX 3090\"";
    assert_eq!(said(same), "");
    let error = said("\"gpu_info\": \"NVIDIA H100 80GB HBM3\"");
    assert!(error.contains("the file is of `NVIDIA H100 80GB HBM3`, not of `rtx-3090`"), "{error}");
    let error = said("\"gpu_info\": \"NVIDIA GeForce RTX 3090, NVIDIA GeForce RTX 3090\"");
    assert!(error.contains("the file is of 2 accelerators"), "{error}");
    let error = said(&format!("{same}, \"model_size\": 29000000000"));
    assert!(error.contains("the measured weights have 29 GB, `q4_k_m`"), "{error}");
    std::fs::remove_dir_all(folder).unwrap();
}
