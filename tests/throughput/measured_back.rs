//! A measurement comes back at its own point, nothing jumps beside it, and what ran fits.

use std::process::Command;

use breakeven::calc::throughput::{rates, serving};
use breakeven::throughput::Basis;
use breakeven::units::TokensPerSecond;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::Value;

use super::estimator::support::{MACHINE, catalog, deployment, request};

/// What the program prints as JSON, with this text as the user's profile.
fn asked(profile: &str, args: &[&str]) -> Value {
    let file = format!("measured-back-{}.toml", profile.len());
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(file);
    std::fs::write(&path, profile).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_breakeven"))
        .args(args)
        .args(["--profiles", path.to_str().unwrap(), "--format", "json"])
        .env_clear()
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A measured point of whole requests: deployment, shape, concurrency and rate.
fn whole(names: [&str; 4], shape: (u32, u32), point: (u32, f64), more: &str) -> String {
    let [hardware, model, quantization, engine] = names;
    let ((prompt, output), (concurrency, rate)) = (shape, point);
    format!(
        "[throughput.\"{hardware}\".\"{model}\".\"{quantization}\".\"{engine}\"]\n\
         decode_tokens_per_second = [[{concurrency}, {rate}]]\nprompt_tokens = {prompt}\n\
         output_tokens = {output}\nincludes_prefill = true\n{more}\nas_of = 2026-11-01\n\
         source = \"made for this test\"\n"
    )
}

#[test]
fn whole_requests_come_back_at_their_own_point() {
    let cases = [
        (["rtx-3090", "qwen3-8b", "fp8", "vllm"], (1_000, 200), (16, 300.0)),
        (["rtx-5090", "qwen3-8b", "fp8", "vllm"], (2_000, 250), (32, 600.0)),
        (["h100-sxm", "qwen3-32b", "fp8", "vllm"], (2_000, 250), (32, 1_500.0)),
        (["2x-rtx-5090", "qwen3-32b", "fp8", "vllm"], (2_000, 250), (32, 320.0)),
        (["8x-h100-sxm", "gpt-oss-120b", "mxfp4", "vllm"], (1_024, 128), (100, 3_386.2)),
        (["m3-ultra", "qwen3-32b", "q4_k_m", "llama.cpp"], (4_000, 100), (4, 12.0)),
    ];
    for (names, shape, point) in cases {
        for more in ["", "prefill_tokens_per_second = 20_000"] {
            let profile = whole(names, shape, point, more);
            let [hardware, model, quantization, engine] = names;
            let (request, n) = (format!("{}+{}", shape.0, shape.1), point.0.to_string());
            let report = asked(
                &profile,
                &[
                    "throughput",
                    "--hardware",
                    hardware,
                    "--model",
                    model,
                    "--quantization",
                    quantization,
                    "--engine",
                    engine,
                    "--request",
                    &request,
                    "--concurrency",
                    &n,
                ],
            );
            let found = &report["points"][0];
            let rate = found["end_to_end_tokens_per_second"].as_f64().unwrap();
            assert!((rate / point.1 - 1.0).abs() < 1e-9, "{names:?} {more}: {rate}");
            assert_eq!(found["basis"], "measured", "{names:?}");
        }
    }
}

#[test]
fn a_server_can_do_what_it_did_at_the_very_same_requests() {
    let api = "[api.\"gpt-4o\"]\nprovider = \"openai\"\nmodel = \"gpt-4o\"\ntier = \"mid\"\n\
               context_tokens = 128_000\ninput_usd_per_mtok = 2.50\noutput_usd_per_mtok = 10.0\n\
               as_of = 2026-11-01\nsource = \"made for this test\"\n";
    let cases = [
        (["8x-h100-sxm", "gpt-oss-120b", "mxfp4", "vllm"], (1_024, 128), (100, 3_386.2), ""),
        (["2x-rtx-5090", "qwen3-32b", "fp8", "vllm"], (2_000, 250), (32, 320.0), ""),
        (
            ["2x-rtx-5090", "qwen3-32b", "fp8", "vllm"],
            (2_000, 250),
            (32, 320.0),
            "tensor_parallel = 2",
        ),
    ];
    for (names, shape, point, more) in cases {
        let profile = format!("{api}{}", whole(names, shape, point, more));
        let request = format!("{}+{}", shape.0, shape.1);
        let report = asked(
            &profile,
            &[
                "--requests",
                "10k/day",
                "--request",
                &request,
                "--load",
                "flat",
                "--headroom",
                "100",
                "--machines",
                "1",
                "--api",
                "gpt-4o",
                "--hardware",
                names[0],
                "--model",
                names[1],
                "--quantization",
                names[2],
                "--engine",
                names[3],
                "--tier",
                "small",
                "--today",
                "2026-11-28",
            ],
        );
        let options = report["options"].as_array().unwrap();
        let local = options.iter().find(|option| option["kind"] == "local").unwrap();
        let tokens = local["capacity_tokens_per_day"].as_f64().unwrap();
        let requests = tokens / 86_400.0 / f64::from(shape.0 + shape.1);
        let measured = point.1 / f64::from(shape.1);
        assert!(requests >= measured * (1.0 - 1e-9), "{names:?} {more}: {requests} of {measured}");
    }
}

const SMALL_CARD: &str = "
[hardware.\"old-card\"]
name = \"8 GB card, 64 GB of main memory\"
family = \"nv-geforce\"
gpus = 1
memory_gb = 8
memory_bandwidth_gb_per_s = 448
fp16_tflops = 80
price_usd = 250
host_usd = 900
power_idle_watts = 60
power_load_watts = 350
life_months = 36
as_of = 2026-11-01
source = \"made for this test\"

[throughput.\"old-card\".\"qwen3-30b-a3b\".\"q4_k_m\".\"llama.cpp\"]
prefill_tokens_per_second = 300
decode_tokens_per_second = [[1, 36.7]]
context_tokens = 4_096
as_of = 2026-07-16
source = \"made for this test\"
";

#[test]
fn what_ran_fits() {
    let args = [
        "throughput",
        "--hardware",
        "old-card",
        "--model",
        "qwen3-30b-a3b",
        "--quantization",
        "q4_k_m",
        "--engine",
        "llama.cpp",
        "--concurrency",
        "1,2",
    ];
    let report = asked(SMALL_CARD, &args);
    let [one, two] = [&report["points"][0], &report["points"][1]];
    assert_eq!(
        (&one["decode_tokens_per_second"], &one["basis"]),
        (&Value::from(36.7), &Value::from("measured"))
    );
    assert_eq!((&one["low"], &one["high"]), (&Value::from(36.7), &Value::from(36.7)));
    assert_eq!(two["decode_tokens_per_second"], Value::Null);
    assert_eq!(two["reason"], "nothing is known beyond 1 request at the same time");
    assert_eq!(report["fit"]["fits"], true);
    // Unless the profile says that it was not on this machine as it is.
    let elsewhere = SMALL_CARD.replace("prefill_tokens", "ran = false\nprefill_tokens");
    let report = asked(&elsewhere, &args);
    assert_eq!(
        (&report["fit"]["fits"], &report["points"][0]["basis"]),
        (&Value::from(false), &Value::Null)
    );
    // Longer requests than ran are no measurement of what fits.
    let long = [&args[..], &["--request", "7000+2000"]].concat();
    assert_eq!(asked(SMALL_CARD, &long)["fit"]["fits"], false);
}

const NAMES: [&str; 4] = ["machine", "dense", "q4_k_m", "llama.cpp"];

/// The machine of the tests with several accelerators.
fn machine(gpus: u32) -> String {
    let more = if gpus > 1 { "\ninterconnect = \"pcie\"" } else { "" };
    let text = MACHINE.replace("gpus = 1", &format!("gpus = {gpus}{more}"));
    text.split("[model").next().unwrap().to_string()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, rng_seed: RngSeed::Fixed(20_261_128), ..ProptestConfig::default() })]

    /// Whatever was measured comes back exactly, also with prompts included and on several
    /// accelerators, and one stream more or less changes little.
    #[test]
    fn any_point_comes_back_and_nothing_jumps_beside_it(
        gpus in 1_u32..5,
        first in 1_u32..40, steps in 1_u32..4, wide in 2_u32..9,
        prompt in 1_u32..8_000, output in 1_u32..2_000,
        times in 0.05..3.0_f64, changes in 0.5..1.5_f64,
        includes in any::<bool>(), prefill in prop::option::of(1_000.0..50_000.0_f64),
    ) {
        let concurrencies: Vec<u32> = (0..steps).map(|step| first * wide.pow(step)).filter(|n| *n < 1_000).collect();
        let rate = |n: u32, i: usize| 40.0 * times * f64::from(n).powf(0.6) * changes.powi(i as i32);
        let points: Vec<String> = concurrencies.iter().enumerate().map(|(i, n)| format!("[{n}, {:.6}]", rate(*n, i))).collect();
        let mut text = format!(
            "{}\n[throughput.machine.dense.q4_k_m.\"llama.cpp\"]\ndecode_tokens_per_second = [{}]\n\
             prompt_tokens = {prompt}\noutput_tokens = {output}\nincludes_prefill = {includes}\n\
             as_of = 2026-11-01\nsource = \"test\"\n", machine(gpus), points.join(", "));
        if let Some(prefill) = prefill {
            text = text.replace("prompt_tokens =", &format!("prefill_tokens_per_second = {prefill}\nprompt_tokens ="));
        }
        let catalog = catalog(&text);
        let deployment = deployment(&catalog, NAMES);
        let shape = request(f64::from(prompt), f64::from(output));
        let per = if includes { shape.prompt_tokens / shape.output_tokens } else { 0.0 };
        let whole = |n: f64| {
            let rates = rates(&deployment, shape, n).unwrap();
            1.0 / (1.0 / rates.decode.typical.get() + per / rates.prefill.typical.get())
        };
        for (i, n) in concurrencies.iter().enumerate() {
            let at = f64::from(*n);
            let found = rates(&deployment, shape, at).unwrap();
            let wanted: f64 = format!("{:.6}", rate(*n, i)).parse().unwrap();
            prop_assert!((whole(at) / wanted - 1.0).abs() < 1e-9, "{} for {}", whole(at), wanted);
            prop_assert_eq!(found.basis, Basis::Measured);
            prop_assert_eq!(found.decode.low, found.decode.typical);
            // Beside it: not more than a stream more or less can do, and a tenth.
            for beside in [at - 1.0, at + 1.0].into_iter().filter(|n| *n >= 1.0) {
                let Ok(_) = rates(&deployment, shape, beside) else { continue };
                let step = (whole(beside) / wanted).ln().abs();
                let streams = (beside / at).ln().abs();
                prop_assert!(step <= 3.0 * streams + 0.1, "{} {} beside {} {}", beside, whole(beside), at, wanted);
            }
        }
        // The machine serves such requests at least as fast as it did.
        if includes {
            let found = serving(&deployment, shape, TokensPerSecond::new(0.01)).unwrap();
            let served = 1.0 / (1.0 / found.decode.typical.get() + per / found.prefill.typical.get());
            for n in &concurrencies {
                prop_assert!(served >= whole(f64::from(*n)) * (1.0 - 1e-9));
            }
        }
    }
}
