//! `breakeven throughput` as it is typed: what it says, what it refuses, and its schema.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn run(args: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_breakeven"))
        .arg("throughput")
        .args(args.split_whitespace())
        .args(["--today", "2026-11-23"])
        .env_clear()
        .output()
        .unwrap()
}

fn text(args: &str) -> String {
    let output = run(args);
    assert!(output.status.success(), "{args}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn json(args: &str) -> Value {
    serde_json::from_str(&text(&format!("{args} --format json"))).unwrap()
}

fn refusal(args: &str) -> String {
    let output = run(args);
    assert_eq!(output.status.code(), Some(2), "{args}");
    assert!(output.stdout.is_empty());
    String::from_utf8(output.stderr).unwrap()
}

/// A machine and models nobody has heard of.
const OWN: &str = r#"
[hardware.box]
name = "A box"
family = "other"
gpus = 1
memory_gb = 20
memory_bandwidth_gb_per_s = 1000
fp16_tflops = 100
power_idle_watts = 50
power_load_watts = 400
life_months = 36
as_of = 2026-11-01
source = "test"

[hardware.two]
name = "Two of them, joined nobody knows how"
family = "other"
gpus = 2
memory_gb = 20
memory_bandwidth_gb_per_s = 2000
fp16_tflops = 200
power_idle_watts = 50
power_load_watts = 400
life_months = 36
as_of = 2026-11-01
source = "test"

[model.ours]
name = "Ours"
parameters_billion = 16
active_parameters_billion = 16
layers = 40
kv_bytes_per_token = 200_000
context_tokens = 10_000
tier = "mid"
weights_gb = { q4_k_m = 10, fp8 = 17, strange = 9 }
as_of = 2026-11-01
source = "test"

[model.small]
name = "Small"
parameters_billion = 4
active_parameters_billion = 4
layers = 20
kv_bytes_per_token = 50_000
context_tokens = 10_000
tier = "small"
weights_gb = { q4_k_m = 3 }
as_of = 2026-11-01
source = "test"
"#;

fn own(name: &str) -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("throughput-{name}.toml"));
    std::fs::write(&path, OWN).unwrap();
    path.to_str().unwrap().to_string()
}

#[test]
fn memory_is_weights_overhead_and_cache() {
    let own = own("memory");
    let answer = json(&format!(
        "--profiles {own} --hardware box --model ours --quantization q4_k_m --context 5000"
    ));
    let fit = &answer["fit"];
    // 20 GB x 0.98 for llama.cpp, 0.4 GB of overhead, 200,000 x 5,000 bytes of cache.
    assert_eq!(fit["usable_gb"], 19.6);
    assert_eq!(fit["weights_gb"], 10);
    assert_eq!(fit["overhead_gb"], 0.4);
    assert_eq!(fit["kv_gb"], 1);
    assert_eq!(fit["spare_gb"], 8.2);
    assert_eq!(fit["largest_concurrency"], 9);
    let points = answer["points"].as_array().unwrap();
    let at: Vec<_> = points.iter().map(|p| p["concurrency"].as_f64().unwrap()).collect();
    assert_eq!(at, [1.0, 2.0, 4.0, 8.0, 9.0]);
    // 11 GB are read per token at 1,000 GB/s.
    assert_eq!(answer["roof"]["one_stream_tokens_per_second"], 90.9090909091);
    assert_eq!(points[0]["basis"], "modelled");
    let rate = points[3]["decode_tokens_per_second"].as_f64().unwrap();
    let each = points[3]["per_stream_tokens_per_second"].as_f64().unwrap();
    assert!((rate / each - 8.0).abs() < 1e-9);
}

#[test]
fn powers_of_two_are_shown_and_what_fits_at_most() {
    let own = own("usual");
    // 9.2 GB of cache: 1.4, 0.08 and 6 GB for each request.
    for (context, expected) in [
        (7_000, &[1.0, 2.0, 4.0, 6.0][..]),
        (400, &[1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 115.0]),
        (30_000, &[1.0]),
    ] {
        let answer = json(&format!(
            "--profiles {own} --hardware box --model ours --quantization q4_k_m --context {context}"
        ));
        let points = answer["points"].as_array().unwrap().iter();
        let at: Vec<f64> = points.map(|p| p["concurrency"].as_f64().unwrap()).collect();
        assert_eq!(at, expected);
        let warned = answer["warnings"].as_array().unwrap().iter();
        let warned = warned.filter(|warning| warning["code"] == "context-too-long").count();
        assert_eq!(warned, usize::from(context > 10_000));
    }
    let longest = "--hardware box --model ours --quantization q4_k_m --context";
    let warnings = |context: u32| {
        let answer = json(&format!("--profiles {own} {longest} {context}"));
        answer["warnings"].to_string()
    };
    assert!(!warnings(10_000).contains("context-too-long"));
    assert!(warnings(10_001).contains("`ours` holds 10,000 tokens of context, 10,001 asked for"));
}

#[test]
fn roofs_and_whole_requests_follow_from_the_parts() {
    let own = own("parts");
    let question = format!("--profiles {own} --hardware box --model ours --quantization q4_k_m");
    let number = |answer: &Value, path: &str| answer.pointer(path).unwrap().as_f64().unwrap();
    let near = |found: f64, expected: f64| {
        assert!((found / expected - 1.0).abs() < 1e-9, "{found} is not {expected}");
    };
    let answer = json(&format!("{question} --request 4000+1000 --concurrency 4"));
    // 10 GB of weights, and 200,000 bytes for the prompt and half of the output.
    near(number(&answer, "/roof/read_gb_per_token"), 10.9);
    near(number(&answer, "/roof/one_stream_tokens_per_second"), 1_000.0 / 10.9);
    // 2 x 16 billion operations at 100 trillion a second.
    near(number(&answer, "/roof/prefill_tokens_per_second"), 3_125.0);
    let point = &answer["points"][0];
    let (decode, prefill) =
        (number(point, "/decode_tokens_per_second"), number(point, "/prefill_tokens_per_second"));
    let whole = number(point, "/end_to_end_tokens_per_second");
    near(1_000.0 / whole, 1_000.0 / decode + 4_000.0 / prefill);
    let silent = json(&format!("{question} --request 4000+0 --concurrency 4"));
    near(number(&silent, "/roof/read_gb_per_token"), 10.8);
    assert!(silent["points"][0]["end_to_end_tokens_per_second"].is_null());
    // A measured prompt rate may be of arithmetic with another roof.
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("throughput-prompts.toml");
    let profile = "[throughput.box.ours.q4_k_m.\"llama.cpp\"]\n\
                   prefill_tokens_per_second = 9000\ndecode_tokens_per_second = [[1, 30]]\n\
                   context_tokens = 1000\nas_of = 2026-11-01\nsource = \"test\"\n";
    std::fs::write(&file, profile).unwrap();
    let measured = json(&format!("{question} --profiles {} --concurrency 1", file.display()));
    assert_eq!(measured["points"][0]["prefill_tokens_per_second"], 9000);
    assert!(measured["roof"]["prefill_tokens_per_second"].is_null());
}

#[test]
fn what_does_not_fit_has_no_speed_and_says_what_is_missing() {
    let own = own("nofit");
    let shape = "--quantization q4_k_m --context 5000";
    let some =
        json(&format!("--profiles {own} --hardware box --model ours {shape} --concurrency 9,10"));
    let points = some["points"].as_array().unwrap();
    assert_eq!((&points[0]["fits"], &points[1]["fits"]), (&Value::Bool(true), &Value::Bool(false)));
    for field in ["decode_tokens_per_second", "low", "high", "prefill_tokens_per_second", "basis"] {
        assert!(!points[0][field].is_null(), "{field}");
        assert!(points[1][field].is_null(), "{field}");
    }
    assert_eq!(points[1]["reason"], "9 requests fit in memory at the same time, 10 wanted");
    let large = "--quantization fp8 --engine llama.cpp --context 12000 --format csv";
    let none = text(&format!("--profiles {own} --hardware box --model ours {large}"));
    assert_eq!(
        none.lines().nth(1).unwrap(),
        "box,ours,fp8,llama.cpp,1,12000,false,,,,,,,,,,,,0,\
         \"needs 19.8 GB of memory, has 19.6 GB to use\""
    );
}

#[test]
fn a_layout_that_nothing_is_known_of_is_refused() {
    let own = own("layout");
    let shape = "--quantization q4_k_m --context 1000 --concurrency 1";
    let answer = json(&format!("--profiles {own} --hardware two --model ours {shape}"));
    assert_eq!(answer["fit"]["fits"], true);
    assert_eq!(answer["points"][0]["fits"], true);
    assert!(answer["points"][0]["decode_tokens_per_second"].is_null());
    assert_eq!(
        answer["points"][0]["reason"],
        "needs 2 accelerators at once, and their interconnect is not stated"
    );
}

#[test]
fn who_names_quantization_and_engine_is_answered() {
    let own = own("unlisted");
    let question = format!("--profiles {own} --hardware box --model ours");
    let answer = json(&format!("{question} --quantization strange --engine vllm --concurrency 1"));
    assert_eq!(answer["points"][0]["basis"], "modelled");
    let refused = refusal(&format!("{question} --quantization strange"));
    assert_eq!(
        refused,
        "error: no engine is known to run a quantization of `ours` on `box`\n\
         hint: name both with `--quantization` and `--engine`\n"
    );
    let unknown = refusal(&format!("{question} --quantization q4_k"));
    assert_eq!(
        unknown,
        "error: no quantization of `ours` is called `q4_k`\nhint: did you mean `q4_k_m`?\n"
    );
}

#[test]
fn calibration_makes_other_models_calibrated_and_their_interval_narrower() {
    let own = own("calibrate");
    let block = text(&format!(
        "calibrate --profiles {own} --hardware box --engine llama.cpp --measured \
         ours/q4_k_m=30 --context 1000"
    ));
    let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join("throughput-kept.toml");
    std::fs::write(&kept, &block).unwrap();
    let kept = kept.to_str().unwrap();
    let shape = "--context 1000 --concurrency 1,2,4";
    let ask = |profiles: &str, model: &str| {
        json(&format!(
            "--profiles {own} {profiles} --hardware box --model {model} --quantization q4_k_m {shape}"
        ))
    };
    let number = |value: &Value| value.as_f64().unwrap();
    let before = ask("", "ours");
    let factor = 30.0 / number(&before["points"][0]["decode_tokens_per_second"]);
    let stated = block.lines().find_map(|line| line.strip_prefix("factor = ")).unwrap();
    assert_eq!(stated, format!("{factor:.4}"));

    let plain = ask("", "small");
    let user = ask(&format!("--profiles {kept}"), "small");
    assert!(number(&user["calibration"]["source"]["line"]) > 1.0);
    for index in [0, 1] {
        let (plain, user) = (&plain["points"][index], &user["points"][index]);
        assert_eq!((&plain["basis"], &user["basis"]), (&"modelled".into(), &"calibrated".into()));
        let rate = |point: &Value| number(&point["decode_tokens_per_second"]);
        // One measurement counts with two thirds of its logarithm.
        let expected = stated.parse::<f64>().unwrap().powf(2.0 / 3.0);
        assert!((rate(user) / rate(plain) - expected).abs() < 1e-9);
        let width = |point: &Value| number(&point["high"]) / number(&point["low"]);
        assert!(width(user) < width(plain));
    }
    // More than twice as many requests as were measured.
    assert_eq!(user["points"][2]["basis"], "modelled");
}

#[test]
fn calibration_takes_a_measured_profile() {
    let own = own("from");
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("throughput-measured.toml");
    let profile = "[throughput.box.ours.q4_k_m.\"llama.cpp\"]\n\
                   decode_tokens_per_second = [[1, 30], [4, 60]]\ncontext_tokens = 1000\n\
                   as_of = 2026-11-01\nsource = \"test\"\n";
    std::fs::write(&file, profile).unwrap();
    let head = format!("calibrate --profiles {own} --hardware box --engine llama.cpp");
    let typed = |rate: &str| text(&format!("{head} --measured ours/q4_k_m{rate} --context 1000"));
    let from = |more: &str| text(&format!("{head} --from {} {more}", file.display()));
    assert_eq!(from(""), typed("=30"));
    assert_eq!(from("--concurrency 4"), typed("@4=60"));
}

/// Machines that are also offered for rent are one machine.
#[test]
fn what_is_offered_for_rent_is_no_other_machine() {
    let head = "calibrate --hardware rtx-3090 --engine llama.cpp --measured llama-3.1-8b";
    assert!(text(&format!("{head}/q4_k_m=80")).contains("[calibration."));
    let report = json("--all --hardware rtx-3090 --model llama-3.1-8b");
    let machines: Vec<&Value> =
        report["cells"].as_array().unwrap().iter().map(|cell| &cell["hardware"]).collect();
    assert_eq!(machines, ["rtx-3090"]);
    let said = refusal("calibrate --hardware rtx-4090 --engine vllm --measured llama-3.1-8b=80");
    let names = said.split_once("expected one of ").unwrap().1.lines().next().unwrap();
    let mut names: Vec<&str> = names.split(", ").collect();
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all, "{said}");
}

#[test]
fn calibration_refuses_what_it_cannot_use() {
    let own = own("refuse");
    let head = format!("calibrate --profiles {own} --hardware box --engine llama.cpp --measured");
    assert_eq!(
        refusal(&format!("{head} ours/q4_k_m=300")),
        "error: cannot calibrate: 300 tokens/s is above the 97 that the memory can do\n"
    );
    assert!(
        refusal(&format!("{head} ours/q4_k_m=30 --measured small/q4_k_m@8=300"))
            .starts_with("error: measurements at 1 and at 8 requests at the same time;")
    );
    assert!(
        refusal(&format!("{head} ours/q4_k_m=30 --measured ours/q4_k_m@400=900"))
            .contains("expected one concurrency")
    );
    assert!(refusal(&format!("{head} ours=fast")).contains("expected MODEL/QUANTIZATION@N=TOK/S"));
    assert!(refusal(&format!("{head} hours/q4_k_m=9")).contains("did you mean `ours`?"));
    assert!(refusal(&format!("{head} ours/fp8=9 --context 20k")).contains("needs 21.4 GB"));
}

#[test]
fn the_table_keeps_to_its_width() {
    for width in [60, 80, 120] {
        let table = text(&format!("--hardware strix-halo --model gpt-oss-20b --width {width}"));
        for line in table.lines() {
            assert!(line.chars().count() <= width, "{width}: {line}");
        }
        assert!(table.contains("measured: "), "{table}");
        assert!(table.contains("<builtin>/throughput/"), "{table}");
    }
}

#[test]
fn the_table_is_plain_or_painted_as_asked() {
    let user = own("painted");
    std::fs::write(&user, OWN.replace("source = \"test\"", "source = \"meßbar\"")).unwrap();
    let [plain, painted] = ["--ascii", "--color always"]
        .map(|how| text(&format!("--profiles {user} --hardware box --model ours {how}")));
    assert!(plain.is_ascii() && plain.contains("me?bar"), "{plain}");
    assert!(painted.contains("meßbar"), "{painted}");
    assert!(painted.contains("\u{1b}[1mmemory and roof:\u{1b}[0m"), "{painted}");
}

fn schema() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/throughput.schema.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn answers_follow_the_schema() {
    let validator = jsonschema::draft7::new(&schema()).unwrap();
    let own = own("schema");
    let calibration = Path::new(env!("CARGO_TARGET_TMPDIR")).join("throughput-schema-own.toml");
    let block = "[calibration.box.\"llama.cpp\"]\nfactor = 0.9\nmeasurements = 1\nconcurrency = 1\n\
                 as_of = 2026-11-01\nsource = \"test\"\n";
    std::fs::write(&calibration, block).unwrap();
    let own = format!("--profiles {own} --profiles {}", calibration.display());
    for question in [
        "--hardware rtx-3090 --model qwen3.8-27b".to_string(),
        "--hardware rtx-3090 --model qwen3.8-27b --quantization bf16".into(),
        "--hardware 4x-rtx-3090 --model gpt-oss-120b --request 4000+300".into(),
        format!("{own} --hardware box --model small --concurrency 1,100000"),
        format!("{own} --hardware two --model ours --context 20000"),
        "--all".into(),
        "--all --hardware rtx-3090 --concurrency 1,8".into(),
    ] {
        let answer = json(&question);
        let errors: Vec<String> = validator
            .iter_errors(&answer)
            .map(|error| format!("{error} at {}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{question}: {errors:#?}");
    }
    let mut wrong = json("--hardware rtx-3090 --model qwen3.8-27b --concurrency 1");
    wrong["points"][0]["fits"] = Value::Bool(false);
    assert!(!validator.is_valid(&wrong));
}
