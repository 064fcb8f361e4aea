//! Features of engines: off unless asked for, their measured gain comes back, and what was measured
//! with one belongs to it alone.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use breakeven::criterion::Criterion;
use std::process::Command;

use breakeven::calc::throughput::known::Known;
use breakeven::calc::throughput::{Rates, rates};
use breakeven::feature::{Effect, Feature, Gain};
use breakeven::profile::catalog::Catalog;
use breakeven::profile::deployments::{deployments, place, used, with};
use breakeven::scenario::Pins;
use breakeven::throughput::{Basis, Deployment};
use breakeven::workload::Request;
use serde_json::Value;

use super::estimator::support::{catalog, deployment, request};

/// The same deployment with these features.
pub fn featured<'c>(
    catalog: &'c Catalog,
    plain: &Deployment<'c>,
    names: &[&str],
) -> Deployment<'c> {
    let names: Vec<_> = names.iter().map(|name| (*name).to_string().into()).collect();
    let features = used(catalog, &names, &plain.model.id, &plain.engine);
    assert_eq!(features.0.len(), names.len());
    with(plain, features)
}

pub fn at(deployment: &Deployment<'_>, request: Request, concurrency: f64) -> Rates {
    rates(deployment, request, concurrency).unwrap()
}

fn decode(deployment: &Deployment<'_>, request: Request, concurrency: f64) -> f64 {
    at(deployment, request, concurrency).decode.typical.get()
}

pub fn breakeven(args: &[&str]) -> (String, String, i32) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_breakeven")).args(args).env_clear().output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code().unwrap())
}

#[test]
fn every_feature_is_off_unless_asked_for() {
    let catalog = Catalog::with(vec![]).unwrap();
    let plain = deployments(&catalog, &Pins::default(), None);
    assert!(plain.iter().count() > 300);
    assert!(plain.iter().all(|deployment| deployment.features.0.is_empty()));
    // What is without them stays when one is asked for, as it was.
    for feature in catalog.all::<Feature>() {
        let pins = Pins { features: vec![feature.name.clone()], ..Pins::default() };
        let all = deployments(&catalog, &pins, None);
        assert!(all.iter().filter(|d| d.features.0.is_empty()).eq(plain.iter()));
    }
    let question = ["--volume", "5M/day", "--format", "json"];
    let (without, ..) = breakeven(&question);
    assert!(!without.contains("+mtp") && !without.contains("\"features\""));
    // A feature that changes nothing of the best leaves the answer as it is, to the byte.
    let (with, ..) = breakeven(&[&question[..], &["--features", "layer-split"]].concat());
    assert_eq!(without, with);
}

#[test]
fn a_measured_gain_comes_back_at_its_streams() {
    let catalog = Catalog::with(vec![]).unwrap();
    let all = deployments(&catalog, &Pins::default(), None);
    let request = request(100.0, 100.0);
    let mut found = 0;
    for gain in catalog.all::<Gain>() {
        for (model, point) in
            gain.models.iter().flat_map(|model| gain.decode.iter().map(move |point| (model, point)))
        {
            // Any machine that has the memory for so many.
            let of_model = all.iter().filter(|d| d.model.id == *model && d.constants.is_some());
            let runs = of_model.filter_map(|plain| {
                let mut features =
                    used(&catalog, std::slice::from_ref(&gain.feature), model, &plain.engine);
                features.0.retain(|used| used.gain == Some(gain));
                let refused = |used: &_| place(plain).refuses(*used).is_some();
                if features.0.is_empty() || features.0.iter().any(refused) {
                    return None;
                }
                let on = with(plain, features);
                let copies = Known::of(&on, request).ok()?.fit.replicas;
                let streams = point.streams * copies;
                let [off, on] = [plain, &on].map(|d| rates(d, request, streams));
                Some(on.ok()?.decode.typical.get() / off.ok()?.decode.typical.get())
            });
            for ratio in runs.take(20) {
                // Where fewer streams do better together, an engine runs fewer.
                assert!(ratio >= point.gain.typical * (1.0 - 1e-9), "{model} {ratio} {point:?}");
                if point.gain.typical >= 1.0 {
                    assert!((ratio / point.gain.typical - 1.0).abs() < 1e-9, "{model} {ratio}");
                }
                found += 1;
            }
        }
    }
    assert!(found > 60, "{found}");
}

#[test]
fn gains_are_those_of_the_issue() {
    let catalog = Catalog::with(vec![]).unwrap();
    let gain = |model, engine| {
        let found = used(&catalog, &["mtp".into()], model, engine);
        found.0[0].gain.unwrap()
    };
    let ends = |gain: &Gain, streams| (gain.at(streams).low, gain.at(streams).high);
    let dense = gain("qwen3.6-27b", "vllm");
    assert_eq!([1.0, 16.0, 64.0].map(|n| ends(dense, n)), [(2.5, 2.7), (1.9, 2.05), (1.2, 1.5)]);
    let large = gain("qwen3.5-397b-a17b", "sglang");
    assert_eq!([4.0, 16.0, 64.0].map(|n| ends(large, n)), [(1.4, 1.6); 3]);
    // Beyond evidence there is none, and it never falls below what is stated before that.
    assert_eq!(dense.at(256.0).typical, 1.0);
    let falling: Vec<f64> = (0..80).map(|n| dense.at(f64::from(n + 1) * 4.0).typical).collect();
    assert!(falling.windows(2).all(|pair| pair[1] <= pair[0] && pair[1] >= 1.0));
}

#[test]
fn more_streams_with_a_gain_that_falls_are_not_slower_together() {
    let catalog = Catalog::with(vec![]).unwrap();
    let plain = deployment(&catalog, ["h200-sxm", "qwen3.6-27b", "fp8", "vllm"]);
    for names in [&["mtp"][..], &["draft"], &["mtp", "fp8-kv"]] {
        let on = featured(&catalog, &plain, names);
        let rates: Vec<f64> =
            (0..9).map(|step| decode(&on, request(1_000.0, 200.0), f64::from(1 << step))).collect();
        assert!(rates.windows(2).all(|pair| pair[1] >= pair[0]), "{names:?} {rates:?}");
    }
}

#[test]
fn an_eight_bit_cache_holds_twice_the_tokens() {
    let catalog = Catalog::with(vec![]).unwrap();
    let plain = deployment(&catalog, ["h100-sxm", "qwen3-32b", "fp8", "vllm"]);
    let on = featured(&catalog, &plain, &["fp8-kv"]);
    let long = request(30_000.0, 500.0);
    let fit = |deployment: &Deployment<'_>| Known::of(deployment, long).unwrap().fit;
    assert_eq!(fit(&on).kv_per_request.get(), fit(&plain).kv_per_request.get() / 2.0);
    let [without, with] = [&plain, &on].map(|d| fit(d).largest_concurrency());
    assert!(with >= 2.0 * without && with <= 2.0 * without + 1.0, "{without} {with}");
    // Half of what is read for each stream is not read, and one short request hardly differs.
    let gain = |request, n| decode(&on, request, n) / decode(&plain, request, n);
    assert!(gain(long, without) > 1.1 && gain(long, without) < 2.0, "{}", gain(long, without));
    assert!((gain(request(100.0, 100.0), 1.0) - 1.0).abs() < 0.01);
}

/// A card in a machine whose main memory is known.
const HOST: &str = r#"
[hardware.host-box]
name = "A 24 GB card beside 192 GB of main memory"
family = "nv-geforce"
gpus = 1
memory_gb = 25.77
memory_bandwidth_gb_per_s = 936
fp16_tflops = 71.2
main_memory_gb = 192
main_memory_bandwidth_gb_per_s = BANDWIDTH
price_usd = 3_000
power_idle_watts = 80
power_load_watts = 500
life_months = 60
as_of = 2026-11-01
source = "made for this test"
"#;

#[test]
fn experts_in_main_memory_go_by_its_bandwidth() {
    let user = |bandwidth: &str| catalog(&HOST.replace("BANDWIDTH", bandwidth));
    let names = ["host-box", "gpt-oss-120b", "mxfp4", "llama.cpp"];
    let request = request(1_000.0, 200.0);
    let rate = |bandwidth: &str| {
        let catalog = user(bandwidth);
        let plain = deployment(&catalog, names);
        assert_eq!(rates(&plain, request, 1.0).unwrap_err().criterion(), Criterion::Fit);
        let on = featured(&catalog, &plain, &["cpu-moe"]);
        let rates = at(&on, request, 1.0);
        let known = Known::of(&on, request).unwrap();
        // The experts are not in the card's memory, and the rest is.
        assert!(known.fit.weights < on.weights * 0.1, "{:?}", known.fit);
        (rates.decode.typical.get(), rates.prefill.typical.get())
    };
    let [slow, fast, roomy] = ["48", "96", "960000"].map(rate);
    // Reading experts is most of the time of a token, and twice the bandwidth is nearly twice the rate.
    assert!(fast.0 > 1.6 * slow.0 && fast.0 < 2.0 * slow.0, "{slow:?} {fast:?}");
    assert!(fast.1 >= slow.1 && roomy.0 > 3.0 * fast.0, "{fast:?} {roomy:?}");
    // 4 of 128 experts, 117 billion parameters in 63 GB: 1.9 GB a token at 0.4 x 96 GB/s are 20/s.
    assert!((10.0..30.0).contains(&fast.0), "{fast:?}");
}

#[test]
fn without_a_stated_main_memory_it_is_not_counted() {
    let ask = |hardware, model| {
        let args =
            ["throughput", "--hardware", hardware, "--model", model, "--engine", "llama.cpp"];
        breakeven(&[&args[..], &["--features", "cpu-moe"]].concat())
    };
    let (stdout, stderr, code) = ask("rtx-3090", "gpt-oss-120b");
    assert_eq!((stdout.as_str(), code), ("", 2));
    assert!(stderr.contains("the main memory of `rtx-3090` is not stated"), "{stderr}");
    let (_, stderr, _) = ask("rtx-3090", "qwen3.6-27b");
    assert!(stderr.contains("`qwen3.6-27b` has no routed experts"), "{stderr}");
}

#[test]
fn whole_layers_on_each_card_do_not_make_one_stream_faster() {
    let catalog = Catalog::with(vec![]).unwrap();
    let plain = deployment(&catalog, ["2x-rtx-3090", "qwen3.6-27b", "q8_0", "llama.cpp"]);
    assert!(plain.measured.is_none());
    let on = featured(&catalog, &plain, &["layer-split"]);
    let request = request(1_000.0, 200.0);
    let known = Known::of(&on, request).unwrap();
    assert_eq!(known.fit.weights, Known::of(&plain, request).unwrap().fit.weights);
    let [shared, split] = [&plain, &on].map(|d| decode(d, request, 1.0));
    assert!(split < shared, "{split} {shared}");
    // The answer says which of both is taken to be so.
    let args = ["throughput", "--hardware", "2x-rtx-3090", "--model", "qwen3.6-27b"];
    let args = [&args[..], &["--quantization", "q8_0", "--engine", "llama.cpp"]].concat();
    let said = |more: &[&str]| {
        let (text, ..) = breakeven(&[&args[..], more].concat());
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert!(said(&[]).contains("2 accelerators of its own, which share every layer"));
    assert!(said(&["--features", "layer-split"]).contains("each with layers of its own"));
}

/// A run with a feature and one without, of the same weights on the same machine.
const BOTH: &str = r#"
[throughput."rtx-5090"."qwen3.6-27b"."fp8"."vllm"]
decode_tokens_per_second = [[1, 40]]
context_tokens = 1_200
as_of = 2026-11-01
source = "made for this test"

[throughput."rtx-5090"."qwen3.6-27b"."fp8"."vllm+mtp"]
decode_tokens_per_second = [[1, 90], [4, 300]]
context_tokens = 1_200
as_of = 2026-11-01
source = "made for this test"
"#;

#[test]
fn what_was_measured_with_a_feature_belongs_to_it_alone() {
    let catalog = catalog(BOTH);
    let pin = |name: &'static str| vec![name.into()];
    let pins = Pins {
        hardware: pin("rtx-5090"),
        models: pin("qwen3.6-27b"),
        quantizations: pin("fp8"),
        engines: pin("vllm"),
        ..Pins::default()
    };
    let found = deployments(&catalog, &pins, None);
    let found: Vec<_> = found.iter().collect();
    // A profile with a feature says so; nobody has to ask for it.
    let labels: Vec<String> = found.iter().map(|d| d.engine_label()).collect();
    assert_eq!(labels, ["vllm", "vllm+mtp"]);
    let request = request(1_000.0, 200.0);
    for (deployment, n, rate) in [(0, 1.0, 40.0), (1, 1.0, 90.0), (1, 4.0, 300.0)] {
        let rates = at(found[deployment], request, n);
        assert!((rates.decode.typical.get() - rate).abs() < 1e-9, "{rates:?}");
        assert_eq!(rates.basis, Basis::Measured);
    }
    // A plain measurement carries to a feature that was not measured, times its gain.
    let on = featured(&catalog, found[0], &["draft"]);
    let rates = at(&on, request, 1.0);
    assert!((rates.decode.typical.get() - 40.0 * 1.42).abs() < 1e-9, "{rates:?}");
    assert_eq!(rates.basis, Basis::Calibrated);
    let on = featured(&catalog, found[0], &["fp8-kv"]);
    assert_eq!(at(&on, request, 1.0).basis, Basis::Calibrated);
    assert_eq!(at(found[0], request, 1.0).basis, Basis::Measured);
    // With the gain of the issue the measured one is not replaced by it.
    let asked = Pins { features: pin("mtp"), ..pins };
    let again = deployments(&catalog, &asked, None);
    assert_eq!(again.iter().count(), 2);
}

#[test]
fn the_answers_say_what_a_feature_would_change() {
    let model = ["--hardware", "h200-sxm", "--model", "qwen3.6-27b"];
    let engine = ["--quantization", "fp8", "--engine", "vllm"];
    let args = [&["throughput"], &model[..], &engine, &["--concurrency", "1,16,64"]].concat();
    let (text, ..) = breakeven(&args);
    assert!(text.contains("mtp: 2.60 times at 1, 1.98 times at 16, 1.35 times at 64"), "{text}");
    let (json, ..) = breakeven(&[&args[..], &["--format", "json"]].concat());
    let report: Value = serde_json::from_str(&json).unwrap();
    let features = report["would_change"].as_array().unwrap();
    let mtp = features.iter().find(|feature| feature["feature"] == "mtp").unwrap();
    assert_eq!(mtp["points"][1]["gain"], 1.98);
    let on = features.iter().find(|feature| feature["feature"] == "cpu-moe").unwrap();
    assert!(on["reason"].as_str().unwrap().contains("not known to have it"));

    let small = ["--hardware", "rtx-5090", "--model", "qwen3.6-27b"];
    let question = [&["--volume", "20M/day"], &small[..], &engine].concat();
    let (brief, ..) = breakeven(&question);
    assert!(!brief.contains("mtp"), "{brief}");
    let (full, ..) = breakeven(&[&question[..], &["--full"]].concat());
    let said = full.split("what features would change:").nth(1).unwrap();
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = said.split("- mtp: ").nth(1).unwrap();
    assert!(
        line.starts_with("2.60 times the tokens at 1 request, ")
            && line.contains("the verdict would"),
        "{line}"
    );
    let (json, ..) = breakeven(&[&question[..], &["--full", "--format", "json"]].concat());
    let report: Value = serde_json::from_str(&json).unwrap();
    let features = report["features"].as_array().unwrap();
    let mtp = features.iter().find(|feature| feature["feature"] == "mtp").unwrap();
    assert!(mtp["option"].as_str().unwrap().ends_with("/vllm+mtp"), "{mtp}");
    assert!(mtp["decode_gain"].as_f64().unwrap() > 1.0, "{mtp}");
    let verdict = report["options"].as_array().unwrap().iter();
    let verdict = verdict.filter_map(|option| option["horizon_usd"].as_f64()).reduce(f64::min);
    for feature in features.iter().filter(|feature| feature["option"].is_string()) {
        let becomes = feature["horizon_usd"].as_f64() < verdict;
        assert_eq!(feature["becomes_verdict"], becomes, "{feature}");
    }
    // What it says is what one gets who asks for it.
    let asked = [&question[..], &["--features", "mtp", "--format", "json"]].concat();
    let (json, ..) = breakeven(&asked);
    let report: Value = serde_json::from_str(&json).unwrap();
    let option = report["options"].as_array().unwrap().iter();
    let total = option.filter(|option| option["id"] == mtp["option"]);
    let total: Vec<&Value> = total.map(|option| &option["horizon_usd"]).collect();
    assert_eq!(total, [&mtp["horizon_usd"]]);
}

#[test]
fn names_that_no_feature_has_are_refused_with_those_near() {
    let (_, stderr, code) = breakeven(&["--volume", "5M/day", "--features", "fp8kv"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("no feature is called `fp8kv`") && stderr.contains("`fp8-kv`"));
    let (_, stderr, code) = breakeven(&["--volume", "5M/day", "--features", "mtp,draft"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("`mtp` and `draft` do the same in two ways"), "{stderr}");
    let (_, stderr, code) =
        breakeven(&["--volume", "5M/day", "--features", "cpu-moe", "--hardware", "rtx-3090"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("`cpu-moe` can be counted nowhere here"), "{stderr}");
    let profile = BOTH.replace("vllm+mtp", "vllm+mpt");
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("unknown-feature.toml");
    std::fs::write(&path, profile).unwrap();
    let (_, stderr, code) =
        breakeven(&["--volume", "5M/day", "--profiles", path.to_str().unwrap()]);
    assert_eq!(code, 2);
    assert!(
        stderr.contains("no feature is called `mpt`") && stderr.contains("mtp, q8-kv"),
        "{stderr}"
    );
}

#[test]
fn every_effect_has_a_feature() {
    let catalog = Catalog::with(vec![]).unwrap();
    for (effect, word) in Effect::ALL {
        assert_eq!(Effect::from_word(word), Some(effect));
        assert!(catalog.all::<Feature>().any(|feature| feature.effect == effect), "{word}");
    }
}
