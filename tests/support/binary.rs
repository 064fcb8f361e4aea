//! Asks the real program one question, with profiles made for it, and reads the JSON answer.

use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

/// The day of every question.
const TODAY: &str = "2026-11-22";

/// One priced endpoint, `api`.
pub fn api(input_usd_per_mtok: f64, output_usd_per_mtok: f64) -> String {
    format!(
        "[api.api]\nprovider = \"somebody\"\nmodel = \"m\"\ntier = \"mid\"\n\
         context_tokens = 1_000_000\ninput_usd_per_mtok = {input_usd_per_mtok}\n\
         output_usd_per_mtok = {output_usd_per_mtok}\nas_of = {TODAY}\nsource = \"the test\"\n"
    )
}

/// One machine, `machine`, with a model, `model`, that was measured on it.
#[derive(Clone, Copy, Debug)]
pub struct Machine<'a> {
    /// The whole machine.
    pub price_usd: f64,
    /// At the wall, waiting.
    pub idle_watts: f64,
    /// At the wall, at work.
    pub load_watts: f64,
    /// Prompt tokens per second.
    pub prefill: f64,
    /// Output tokens per second.
    pub decode: f64,
    /// Write-off.
    pub life_months: f64,
    /// More lines of the hardware profile; a `price_usd` here replaces the other one.
    pub more: &'a str,
}

impl Default for Machine<'_> {
    /// A gift that needs no power and is never the bottleneck: every test names what matters to it.
    fn default() -> Self {
        Self {
            price_usd: 0.0,
            idle_watts: 0.0,
            load_watts: 0.0,
            prefill: 1e6,
            decode: 1e6,
            life_months: 36.0,
            more: "",
        }
    }
}

impl Machine<'_> {
    /// The profiles of the machine, the model and the measurement.
    pub fn profiles(&self) -> String {
        let Self { idle_watts, load_watts, prefill, decode, life_months, more, .. } = self;
        let price = if more.contains("price_usd") {
            String::new()
        } else {
            format!("price_usd = {}\n", self.price_usd)
        };
        let facts = format!("as_of = {TODAY}\nsource = \"the test\"\n");
        format!(
            "[hardware.machine]\nname = \"machine\"\nfamily = \"nv-geforce\"\ngpus = 1\n\
             memory_gb = 80\nmemory_bandwidth_gb_per_s = 5_000_000\nfp16_tflops = 5_000_000\n\
             {price}power_idle_watts = {idle_watts}\npower_load_watts = {load_watts}\n\
             life_months = {life_months}\n{more}\n{facts}\
             [model.model]\nname = \"model\"\nparameters_billion = 1\n\
             active_parameters_billion = 1\nlayers = 10\nkv_bytes_per_token = 0\n\
             context_tokens = 1_000_000\ntier = \"mid\"\nweights_gb = {{ fp8 = 1 }}\n{facts}\
             [throughput.machine.model.fp8.bench]\nprefill_tokens_per_second = {prefill}\n\
             decode_tokens_per_second = [[1, {decode}]]\n{facts}"
        )
    }
}

/// An answer of the program.
#[derive(Clone, Debug)]
pub struct Answer(pub Value);

/// The answer for the API `api` and the machine `machine`. `flags` are separated by spaces.
///
/// Demand is flat and machines may be full, as in every simple sum, unless `flags` says otherwise.
pub fn ask(profiles: &str, flags: &str) -> Answer {
    Answer(run(profiles, None, flags))
}

/// The answer of `solve` to the same.
pub fn solve(profiles: &str, flags: &str) -> Value {
    run(profiles, Some("solve"), flags)
}

fn run(profiles: &str, subcommand: Option<&str>, flags: &str) -> Value {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let file = format!("question-{}-{number}.toml", std::process::id());
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(file);
    std::fs::write(&path, profiles).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_breakeven"));
    command.env_clear();
    command.args(subcommand).arg("--profiles").arg(&path);
    command.args(["--today", TODAY, "--format", "json", "--api", "api", "--baseline", "api"]);
    command.args(["--hardware", "machine", "--model", "model", "--engine", "bench"]);
    if subcommand.is_none() && !flags.contains("--draws") {
        command.args(["--draws", "0"]);
    }
    for (flag, value) in [("--load", "flat"), ("--headroom", "100")] {
        if !flags.split_whitespace().any(|word| word == flag) {
            command.args([flag, value]);
        }
    }
    let output = command.args(flags.split_whitespace()).output().unwrap();
    std::fs::remove_file(&path).unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{flags}: {complaint}");
    serde_json::from_slice(&output.stdout).unwrap()
}

impl Answer {
    /// The option of this kind that may be chosen.
    pub fn option(&self, kind: &str) -> &Value {
        let options = self.0["options"].as_array().unwrap();
        let is_it = |option: &&Value| option["kind"] == kind && option["comparison_only"] != true;
        let found: Vec<&Value> = options.iter().filter(is_it).collect();
        assert_eq!(found.len(), 1, "options of kind {kind} in {:#}", self.0);
        found[0]
    }

    /// A number of an option by its path, like `/payback/months`; `None` for null.
    pub fn maybe(&self, kind: &str, path: &str) -> Option<f64> {
        let found = self.option(kind).pointer(path);
        found.unwrap_or_else(|| panic!("no {path} in {:#}", self.option(kind))).as_f64()
    }

    /// A number of an option by its path.
    pub fn number(&self, kind: &str, path: &str) -> f64 {
        self.maybe(kind, path).unwrap_or_else(|| panic!("{path} is null in {:#}", self.0))
    }

    /// A word of an option by its path.
    pub fn word(&self, kind: &str, path: &str) -> &str {
        self.option(kind).pointer(path).and_then(Value::as_str).unwrap()
    }

    /// Months until the purchase is repaid; `None` is never.
    pub fn payback(&self) -> Option<f64> {
        self.maybe("local", "/payback/months")
    }

    /// The first requirement that an option fails.
    pub fn unmet(&self, kind: &str) -> Option<&str> {
        self.option(kind).pointer("/unmet/0/requirement").and_then(Value::as_str)
    }
}

/// Asserts that two numbers differ by at most `tolerance`.
#[track_caller]
pub fn near(actual: f64, expected: f64, tolerance: f64) {
    assert!((actual - expected).abs() <= tolerance, "{actual} is not {expected} +- {tolerance}");
}

/// Asserts that two numbers are equal but for the 12 digits that the report prints.
#[track_caller]
pub fn same(actual: f64, expected: f64) {
    near(actual, expected, expected.abs() * 1e-11);
}
