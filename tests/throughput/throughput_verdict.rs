//! The verdict says when the interval of the throughput alone would change it.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// One machine that serves the volume at the modelled rate, and two that are needed at its low end.
fn profiles(input_price: f64) -> String {
    format!(
        r#"
[api.rival]
provider = "rival"
model = "rival"
tier = "mid"
context_tokens = 100_000
input_usd_per_mtok = {input_price}
output_usd_per_mtok = {input_price}
as_of = 2026-11-01
source = "test"

[hardware.box]
name = "A box"
family = "nv-geforce"
gpus = 1
memory_gb = 24
memory_bandwidth_gb_per_s = 1000
fp16_tflops = 100
price_usd = 3600
power_idle_watts = 0
power_load_watts = 0
life_months = 36
as_of = 2026-11-01
source = "test"

[model.ours]
name = "Ours"
parameters_billion = 8
active_parameters_billion = 8
layers = 32
kv_bytes_per_token = 100_000
context_tokens = 100_000
tier = "mid"
weights_gb = {{ q4_k_m = 5 }}
as_of = 2026-11-01
source = "test"
"#
    )
}

fn because(input_price: f64, volume: &str) -> (String, Vec<String>) {
    let name = format!("verdict-{input_price}-{volume}.toml").replace('/', "-");
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, profiles(input_price)).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_breakeven"))
        .args(["--profiles", path.to_str().unwrap(), "--today", "2026-11-23", "--format", "json"])
        .args(["--api", "rival", "--hardware", "box", "--model", "ours", "--engine", "llama.cpp"])
        .args(["--volume", volume, "--load", "flat"])
        .env_clear()
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let sentences = report["verdict"]["because"].as_array().unwrap();
    let sentences = sentences.iter().map(|s| s.as_str().unwrap().to_string()).collect();
    (report["verdict"]["kind"].as_str().unwrap().to_string(), sentences)
}

fn doubt(sentences: &[String]) -> Option<&str> {
    let found = sentences.iter().find(|sentence| sentence.starts_with("throughput is uncertain"));
    found.map(String::as_str)
}

#[test]
fn machines_that_would_be_too_slow_at_the_low_end() {
    // At the modelled rate one machine for $3,600 serves it; an API costs a little more, and is worth
    // having for what one machine could not serve.
    let (kind, sentences) = because(0.08, "72M/day");
    assert_eq!(kind, "local");
    assert_eq!(
        doubt(&sentences),
        Some(
            "throughput is uncertain: at the low end of its interval (234 tokens/s on box) a mix wins"
        )
    );
    let (kind, sentences) = because(0.1, "72M/day");
    assert_eq!(kind, "local");
    assert!(doubt(&sentences).unwrap().ends_with("(234 tokens/s on box) a mix wins"));
}

#[test]
fn machines_that_would_be_fast_enough_at_the_high_end() {
    let (kind, sentences) = because(0.035, "115M/day");
    assert_eq!(kind, "api");
    assert_eq!(
        doubt(&sentences),
        Some(
            "throughput is uncertain: at the high end of its interval (679 tokens/s on box) \
             buying machines wins"
        )
    );
}

#[test]
fn a_verdict_that_holds_at_both_ends_has_no_doubt() {
    for (price, volume, expected) in [(0.5, "18M/day", "local"), (0.01, "80M/day", "api")] {
        let (kind, sentences) = because(price, volume);
        assert_eq!(kind, expected);
        assert_eq!(doubt(&sentences), None);
    }
}
