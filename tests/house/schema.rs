//! The JSON report against its published schema, which must know every field.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use serde_json::Value;

/// Questions that between them make every kind of option, status and optional field.
const QUESTIONS: [&str; 26] = [
    "--volume 5M/day",
    "--volume 50M/day --series",
    "--volume 5M/day --place rack --hardware rtx-3090",
    "--volume 50M/day --growth 30 --api-price-trend -20 --discount 5 --hardware l40s",
    "--volume 5M/day --hardware rtx-3090 --owned --resale 10",
    "--volume 500k/day --tier frontier --batch 50 --cached 40",
    "--volume 5M/day --min-speed 100000 --hardware rtx-3090 --api claude-haiku-5.5",
    "--volume 20M/day --tier small --load office --hardware 2x-rtx-3090",
    "--volume 200k/day --hardware rtx-3060-12gb --all",
    "--volume 50M/day --hard 5 --routing cascade --router-usd-per-1k 0.1",
    "--volume 5M/day --require privacy --tier frontier",
    "--volume 5M/day --hardware rtx-3090 --explain",
    "--volume 700M/day --api gemini-3.1-flash-lite --hardware rtx-3090",
    "--volume 30M/day --horizon 12 --today 2031-01-01 --hardware 2x-rtx-3090",
    "--volume 5M/day --min-speed 20 --max-wait 2 --hardware rtx-3090",
    "--volume 5M/day --require privacy,offline,control --hardware rtx-3090",
    "--volume 5M/day --api gpt-4o --hardware rtx-3090",
    "--volume 20M/day --tier small --subscription copilot-pro,minimax-plus --users 3",
    "--spend 50/month --api gpt-6-luna --hardware rtx-3090",
    "--volume 20M/day --hardware rtx-5090 --model qwen3.6-27b --engine vllm --full",
    "--volume 5M/day --profiles tests/schema/every_field.toml --api bench-api --machines 2 \
     --hardware bench-box --model bench-model --draws 20 --today 2026-11-23",
    "--volume 20M/day --hardware rtx-3090 --owned --baseline gpt-6-luna --setup 100 --migration 50 \
     --rent-trend -10 --hardware-trend -10",
    "--volume 2M/day --hardware rtx-3090 --host owned --sleep 5W --sleep-after 60s",
    "--volume 2M/day --hardware rtx-3090 --growth 100",
    "--users 40 --workload chat --hardware rtx-3090",
    "--volume 5M/day --min-index 50 --hardware rtx-3090",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn schema() -> Value {
    let text = std::fs::read_to_string(root().join("schemas/report.schema.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// The answers, each asked for once.
static REPORTS: LazyLock<Vec<Value>> =
    LazyLock::new(|| QUESTIONS.iter().map(|question| report(question)).collect());

fn report(question: &str) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_breakeven"))
        .args(["--format", "json"])
        .args(question.split_whitespace())
        .current_dir(root())
        .env_clear()
        .output()
        .unwrap();
    assert!(output.status.success(), "{question}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn real_reports_follow_the_schema() {
    let validator = jsonschema::draft7::new(&schema()).unwrap();
    for (question, report) in QUESTIONS.iter().zip(&*REPORTS) {
        let errors: Vec<String> = validator
            .iter_errors(report)
            .map(|error| format!("{} at {}", error, error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{question}: {errors:#?}");
    }
}

#[test]
fn the_schema_refuses_what_is_no_report() {
    let validator = jsonschema::draft7::new(&schema()).unwrap();
    let good = &REPORTS[0];
    let refuses = |pointer: &str, change: fn(&mut Value)| {
        let mut bad = good.clone();
        change(bad.pointer_mut(pointer).unwrap());
        assert!(!validator.is_valid(&bad), "a change at `{pointer}` goes unseen");
    };
    let add = |value: &mut Value| value["surprise"] = Value::from(1);
    for pointer in ["", "/tool", "/workload/request", "/options/0/monthly_usd", "/verdict"] {
        refuses(pointer, add);
    }
    refuses("", |report| drop(report.as_object_mut().unwrap().remove("verdict")));
    refuses("/options/0", |option| drop(option.as_object_mut().unwrap().remove("payback")));
    refuses("/options/0/kind", |kind| *kind = "cloud".into());
    refuses("/schema_version", |version| *version = 2.into());
    refuses("/assumptions/today", |today| *today = "yesterday".into());
}

/// Calls `visit` with every schema of an object and the path to it.
fn objects<'s>(schema: &'s Value, path: &str, visit: &mut dyn FnMut(&str, &'s Value)) {
    if schema["type"] == "object" {
        visit(path, schema);
    }
    for key in ["properties", "definitions"] {
        for (name, inner) in schema[key].as_object().into_iter().flatten() {
            objects(inner, &format!("{path}/{name}"), visit);
        }
    }
    if !schema["items"].is_null() {
        objects(&schema["items"], &format!("{path}[]"), visit);
    }
}

#[test]
fn every_object_is_closed_and_every_field_is_described() {
    let schema = schema();
    let mut seen = 0;
    objects(&schema, "", &mut |path, object| {
        seen += 1;
        assert_eq!(object["additionalProperties"], false, "`{path}` is open");
        let fields = object["properties"].as_object().unwrap();
        for name in object["required"].as_array().unwrap() {
            assert!(fields.contains_key(name.as_str().unwrap()), "`{path}` has no {name}");
        }
        for (name, field) in fields {
            let says = field["description"].is_string() || field["$ref"].is_string();
            assert!(says, "`{path}/{name}` says nothing");
        }
    });
    assert!(seen >= 18, "only {seen} objects found");
}

/// Every path that a report has, without positions in lists.
fn paths(value: &Value, path: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                let inner_path = format!("{path}/{name}");
                found.insert(inner_path.clone());
                paths(inner, &inner_path, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| paths(item, path, found)),
        _ => {}
    }
}

/// Every path that the schema knows.
fn known(schema: &Value, root: &Value, path: &str, found: &mut BTreeSet<String>) {
    if let Some(name) = schema["$ref"].as_str() {
        let target = &root["definitions"][name.trim_start_matches("#/definitions/")];
        return known(target, root, path, found);
    }
    if !schema["items"].is_null() {
        known(&schema["items"], root, path, found);
    }
    for (name, inner) in schema["properties"].as_object().into_iter().flatten() {
        let inner_path = format!("{path}/{name}");
        found.insert(inner_path.clone());
        known(inner, root, &inner_path, found);
    }
}

#[test]
fn the_schema_promises_nothing_that_never_comes() {
    let schema = schema();
    let (mut promised, mut given) = (BTreeSet::new(), BTreeSet::new());
    known(&schema, &schema, "", &mut promised);
    REPORTS.iter().for_each(|report| paths(report, "", &mut given));
    let missing: Vec<&String> = promised.difference(&given).collect();
    assert!(missing.is_empty(), "no answer has {missing:#?}");
}

#[test]
fn csv_has_every_number_of_an_option() {
    let columns: BTreeSet<String> =
        breakeven::render::csv::COLUMNS.iter().map(|name| name.replace('.', "/")).collect();
    let mut given = BTreeSet::new();
    for option in REPORTS.iter().flat_map(|report| report["options"].as_array().unwrap()) {
        paths(option, "", &mut given);
    }
    // An object is not a column; what is in it is. Lists of objects are one column.
    let given: BTreeSet<String> = given
        .iter()
        .map(|path| path.trim_start_matches('/').to_string())
        .filter(|path| {
            !path.starts_with("unmet/")
                && !path.starts_with("not_stated/")
                && !path.starts_with("inputs")
                && !path.starts_with("mix/spill_curve")
        })
        .collect();
    let is_leaf =
        |path: &&String| !given.iter().any(|other| other.starts_with(&format!("{path}/")));
    let leaves: BTreeSet<String> = given.iter().filter(is_leaf).cloned().collect();
    assert_eq!(leaves, columns);
}
