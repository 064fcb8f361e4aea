//! Runs that say less than they seem to: failed, contradicting, offloaded, of several machines.

use breakeven::import::{Labels, import};
use breakeven::profile::catalog::Catalog;
use breakeven::profile::document::Document;
use breakeven::throughput::Measured;

use super::{all_labels, fixture, read};

fn edited(name: &str, from: &str, to: &str) -> String {
    let text = String::from_utf8(fixture(name)).unwrap();
    assert!(text.contains(from), "{name} has no {from}");
    text.replace(from, to)
}

fn row(test: &str, rate: &str) -> String {
    format!("| qwen3 8B Q4_K - Medium | CUDA | 99 | {test} | {rate} |\n")
}

const HEAD: &str = "| model | backend | ngl | test | t/s |\n| --- | --- | --: | --: | --: |\n";

fn section(prefill: &str, decode: &str) -> String {
    format!("{HEAD}{}{}\nbuild: aaaaaaa (1)\n\n", row("pp512", prefill), row("tg128", decode))
}

#[test]
fn a_run_in_which_most_requests_failed_is_refused() {
    let failed =
        edited("vllm-closed.json", "\"completed\": 128", "\"completed\": 128, \"failed\": 99");
    let failed = failed.replacen("\"failed\": 0,", "", 1);
    let error = read(failed.as_bytes()).unwrap_err();
    assert!(error.contains("99 of 227 requests failed"), "{error}");
    let few = failed.replace("\"failed\": 99", "\"failed\": 2");
    let imported = read(few.as_bytes()).unwrap();
    assert_eq!(imported.caveats, ["2 of 130 requests failed in a run"]);
    assert!(imported.toml.contains("2 of 130 requests failed in a run.\""), "{}", imported.toml);
}

#[test]
fn sections_that_contradict_each_other_are_not_averaged() {
    let one = section("2400.00 ± 2.00", "100.00 ± 0.40");
    let again = section("2390.00 ± 2.00", "99.50 ± 0.40");
    let other = section("280.00 ± 0.10", "58.00 ± 0.03");
    let error = read(format!("### first\n{one}### second\n{other}").as_bytes()).unwrap_err();
    assert!(
        error.contains("disagree: 280 and 2400 tokens/s on lines 12 and 4 (512 prompt tokens)"),
        "{error}"
    );
    let toml = read(format!("{one}{again}").as_bytes()).unwrap().toml;
    assert!(toml.contains("[[1, 99.75]]"), "{toml}");
    let devices = format!("Device 0: card A, compute\n{one}Device 0: card B, compute\n{again}");
    let error = read(devices.as_bytes()).unwrap_err();
    assert!(error.contains("another device than the first: `card B`, not `card A`"), "{error}");
    let columns = again.replace("| ngl |", "| ncmoe |");
    let error = read(format!("{one}{columns}").as_bytes()).unwrap_err();
    assert!(error.contains("this run has `ncmoe`, and the first has not"), "{error}");
}

#[test]
fn a_summary_of_nothing_is_none() {
    for (something, nothing) in
        [("prompt tokens:  1024000", "prompt tokens:  0"), ("12.50 requests/s", "0.00 requests/s")]
    {
        let error = read(edited("vllm-throughput.txt", something, nothing).as_bytes()).unwrap_err();
        assert!(error.contains("found another line"), "{error}");
    }
}

#[test]
fn a_rate_of_nothing_is_no_rate() {
    let error = read(section("2400.00 ± 2.00", "0.00 ± 0.00").as_bytes()).unwrap_err();
    assert!(error.contains("expected a rate above 0"), "{error}");
}

#[test]
fn a_noisy_rate_and_a_power_limit_stay_with_the_profile() {
    let noisy = section("2400.00 ± 2.00", "100.00 ± 12.00");
    let text = format!("Power limit for GPU 0 was set to 250.00 W from 350.00 W.\n{noisy}");
    let imported = read(text.as_bytes()).unwrap();
    assert!(
        imported.toml.contains("Noisy: a rate differs by 12 % from run to run. Power limit 250 W.")
    );
    assert!(imported.toml.contains("\nspread_percent = 12\n"), "{}", imported.toml);
    assert_eq!(imported.caveats, ["power limit 250 W"]);
    let document = Document::parse("mine.toml".into(), imported.toml.clone()).unwrap();
    let catalog = Catalog::with(vec![document]).unwrap();
    let mine = |m: &&Measured| m.source.file == "mine.toml";
    let measured = catalog.all::<Measured>().find(mine).unwrap();
    // P10 and P90 of runs with a deviation of 12 %.
    assert!((measured.doubt.low - (1.0 - 0.12 * 1.2816)).abs() < 1e-12, "{:?}", measured.doubt);
    assert!((measured.doubt.high - (1.0 + 0.12 * 1.2816)).abs() < 1e-12, "{:?}", measured.doubt);
    let quiet = read(section("2400.00 ± 2.00", "100.00 ± 0.40").as_bytes()).unwrap();
    assert!(
        !quiet.toml.contains("spread_percent")
            && !quiet.toml.contains("Noisy")
            && quiet.caveats.is_empty()
    );
}

#[test]
fn what_was_kept_in_main_memory_is_said() {
    let row = |ngl: u32, more: &str| {
        format!(
            "{{\"model_type\": \"m\", \"n_gpu_layers\": {ngl}, \"n_prompt\": 0, \"n_gen\": 128, \"avg_ts\": 9.0{more}}}\n"
        )
    };
    let of = |text: &str, layers, accelerated| {
        let labels = Labels { layers, accelerated, ..all_labels() };
        import("f", text.as_bytes(), &labels).map_err(|problem| problem.to_string())
    };
    let experts = of(&row(99, ", \"n_cpu_moe\": 20"), Some(48.0), true).unwrap();
    assert_eq!(experts.caveats, ["the experts of 20 layers were in main memory (`n_cpu_moe`)"]);
    let part = of(&row(12, ""), Some(48.0), true).unwrap();
    assert_eq!(part.caveats, ["only 12 of 48 layers were on the accelerator (`ngl`)"]);
    assert!(of(&row(99, ""), Some(48.0), true).unwrap().caveats.is_empty());
    assert!(of(&row(0, ""), Some(48.0), true).unwrap_err().contains("speed of the processor"));
    assert!(of(&row(0, ""), None, false).is_ok());
    let by_hand = |placed: &str| {
        let more = format!(", \"tensor_buft_overrides\": \"{placed}\"");
        of(&row(99, &more), Some(48.0), true).unwrap().caveats
    };
    assert_eq!(by_hand("exps=CPU"), ["tensors were placed by hand (`-ot exps=CPU`)"]);
    assert!(by_hand("none").is_empty() && by_hand("").is_empty());
}

#[test]
fn log_lines_around_json_are_skipped() {
    let plain = read(&fixture("llama-bench.json")).unwrap();
    let text = String::from_utf8(fixture("llama-bench.json")).unwrap();
    let logged = format!("ggml_vulkan: Found 1 devices:\n[12:00:01] loading\n{text}\nmain: done\n");
    let read_anyway = read(logged.as_bytes()).unwrap().toml;
    let remark = "# skipped: 3 lines that are no results, the first is line 1\n";
    assert!(read_anyway.contains(remark), "{read_anyway}");
    assert_eq!(read_anyway.replace(remark, ""), plain.toml);
    // A record that lost its beginning is no log line.
    let records = String::from_utf8(fixture("llama-bench.jsonl")).unwrap();
    let (first, rest) = records.split_once('\n').unwrap();
    let damaged = format!("{first}\n{}", &rest[1..]);
    let error = read(damaged.as_bytes()).unwrap_err();
    assert!(error.starts_with("f:2:1: a piece of JSON outside of any record"), "{error}");
}

#[test]
fn tables_of_other_things_are_passed_over() {
    let one = section("2400.00 ± 2.00", "100.00 ± 0.40");
    let prices = "| card | USD |\n| --- | --: |\n| A | 900 |\n";
    let text = format!("# Report\n\n{prices}\nThe bench:\n\n{one}And again:\n{prices}");
    assert!(read(text.as_bytes()).unwrap().toml.contains("[[1, 100]]"));
}

#[test]
fn a_missing_time_per_token_is_no_infinity() {
    let record = r#"{"backend": "sglang", "request_rate": 20.0, "max_concurrency": null, "total_input_tokens": 900000, "total_output_tokens": 900000, "mean_e2e_latency_ms": 90000.0, "median_itl_ms": 150.0, "output_throughput": 4500.0, "duration": 200.0, "completed": 1800}"#;
    // 4,500 tokens/s at 150 ms each are 675 requests being decoded.
    let toml = read(record.as_bytes()).unwrap().toml;
    assert!(toml.contains("[[675, 4500]]"), "{toml}");
    let error = read(record.replace("\"median_itl_ms\": 150.0, ", "").as_bytes()).unwrap_err();
    assert!(error.contains("nothing says how many requests were in progress"), "{error}");
}

#[test]
fn numbers_that_no_profile_may_have_are_refused() {
    let error = read(
        edited("sglang.jsonl", "\"max_concurrency\": 16", "\"max_concurrency\": 0.5").as_bytes(),
    )
    .unwrap_err();
    assert!(error.contains("`max_concurrency` is `0.5`; expected a whole number"), "{error}");
    let part = edited(
        "ollama-verbose.txt",
        "prompt eval count:    300 token(s)",
        "prompt eval count:    0.001 token(s)",
    );
    assert!(read(part.as_bytes()).unwrap_err().contains("a whole count"));
}

/// Grouping that compares every run with every shape would take minutes here.
#[test]
fn many_shapes_take_time_in_proportion() {
    let text: String = (1..=60_000)
        .map(|n| format!("{{\"n_prompt\":0,\"n_gen\":{n},\"avg_ts\":50.0,\"n_depth\":0}}\n"))
        .collect();
    let toml = read(text.as_bytes()).unwrap().toml;
    assert!(toml.contains("# not used: 59987 more"), "{}", &toml[..2_000]);
}

fn one_batch(prompt: u32, output: u32, decode: &str) -> String {
    format!(
        "{{\"batch_size\": 1, \"input_len\": {prompt}, \"output_len\": {output}, \"prefill_throughput\": 9000.0{decode}}}\n"
    )
}

const DECODE: &str = ", \"median_decode_throughput\": 100.0, \"median_decode_latency\": 0.01";

#[test]
fn a_run_of_one_token_measured_no_decode() {
    let text = format!("{}{}", one_batch(500, 1, ""), one_batch(500, 500, DECODE));
    let toml = read(text.as_bytes()).unwrap().toml;
    assert!(toml.contains("[[1, 100]]") && toml.contains("\noutput_tokens = 500\n"), "{toml}");
}

#[test]
fn of_two_shapes_the_longer_is_taken() {
    let text = format!("{}{}", one_batch(4_000, 10, DECODE), one_batch(500, 500, DECODE));
    let toml = read(text.as_bytes()).unwrap().toml;
    assert!(toml.contains("\nprompt_tokens = 4000\n"), "{toml}");
}

#[test]
fn a_rate_of_decode_agrees_with_its_latency() {
    let more = ", \"median_decode_throughput\": 100.0, \"median_decode_latency\": 0.5";
    let error = read(one_batch(500, 500, more).as_bytes()).unwrap_err();
    assert!(error.contains("is not `batch_size` over `median_decode_latency`"), "{error}");
}
