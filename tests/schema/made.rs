//! The JSON Schemas of what comes out, made from its structs: a module of the library that only its own
//! tests have, because only these know how to make them.
//!
//! The structs say names, types and what may be absent, their comments what each field means, and
//! `limits.json` which of its type's values a field has. `BLESS=1 cargo test --lib schemas`
//! writes the files of `schemas/` anew.

#[path = "../support/golden.rs"]
mod golden;

use std::collections::BTreeSet;
use std::path::Path;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};

use crate::chart::picture::Picture;
use crate::check::diff::DiffReport;
use crate::check::verdict::CheckReport;
use crate::portfolio::Portfolio;
use crate::report::Report;
use crate::report::swept::SweepReport;
use crate::report::throughput::{DeploymentReport, MatrixReport};

/// What types do not say, by struct and field.
struct Limits {
    of: Map<String, Value>,
    used: BTreeSet<String>,
}

impl Limits {
    fn read() -> Self {
        let text = include_str!("limits.json");
        Self { of: serde_json::from_str(text).expect("limits are JSON"), used: BTreeSet::new() }
    }

    /// Narrows an object and its fields.
    fn narrow(&mut self, name: &str, object: &mut Value) {
        self.apply(name.to_string(), object);
        if let Some(Value::Object(fields)) = object.get_mut("properties") {
            for (field, schema) in fields {
                self.apply(format!("{name}.{field}"), schema);
            }
        }
    }

    fn apply(&mut self, key: String, schema: &mut Value) {
        if let Some(limit) = self.of.get(&key) {
            merge(schema, limit);
            self.used.insert(key);
        }
    }
}

fn merge(schema: &mut Value, limit: &Value) {
    match (schema, limit) {
        (Value::Object(schema), Value::Object(limit)) => {
            for (key, value) in limit {
                merge(schema.entry(key).or_insert(Value::Null), value);
            }
        }
        (schema, limit) => *schema = limit.clone(),
    }
}

fn generator() -> SchemaGenerator {
    SchemaSettings::draft07().for_serialize().into_generator()
}

/// A schema as the files have it: no field but those named, `null` only where a field is always there, a
/// reference where a struct stands.
fn tidy(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            object.remove("format");
            if let Some(Value::Array(all)) = object.get_mut("allOf")
                && let [Value::Object(only)] = &mut all[..]
            {
                let only = std::mem::take(only);
                object.remove("allOf");
                object.extend(only);
            }
            object.values_mut().for_each(tidy);
            one_of_several(object);
            close(object);
        }
        Value::Array(items) => items.iter_mut().for_each(tidy),
        _ => {}
    }
}

/// Fields of which one is there, which an enum beside other fields makes, stand among these.
fn one_of_several(object: &mut Map<String, Value>) {
    let Some(Value::Array(kinds)) = object.get("oneOf").cloned() else { return };
    let Some(Value::Object(fields)) = object.get_mut("properties") else { return };
    let mut needed = Vec::new();
    for kind in &kinds {
        for (name, field) in kind["properties"].as_object().into_iter().flatten() {
            let mut field = field.clone();
            field["description"] = kind["description"].clone();
            fields.insert(name.clone(), field);
        }
        needed.push(json!({ "required": kind["required"] }));
    }
    object.insert("oneOf".into(), json!(needed));
}

fn close(object: &mut Map<String, Value>) {
    let required = object.get("required").cloned().unwrap_or_else(|| json!([]));
    let Some(Value::Object(fields)) = object.get_mut("properties") else { return };
    let always = |name: &String| required.as_array().is_some_and(|all| all.contains(&json!(name)));
    for (_, field) in fields.iter_mut().filter(|(name, _)| !always(name)) {
        let Value::Object(field) = field else { continue };
        if let Some(Value::Array(types)) = field.get_mut("type") {
            types.retain(|kind| kind != "null");
            if let [only] = &types[..] {
                let only = only.clone();
                field.insert("type".into(), only);
            }
        }
        if let Some(Value::Array(kinds)) = field.get_mut("anyOf") {
            kinds.retain(|kind| kind["type"] != "null");
            if let [Value::Object(only)] = &mut kinds[..] {
                let only = std::mem::take(only);
                field.remove("anyOf");
                field.extend(only);
            }
        }
    }
    object.insert("additionalProperties".into(), json!(false));
    object.entry("required").or_insert_with(|| json!([]));
}

/// The schema of a struct, with its title and what is said of it.
fn of<T: JsonSchema>(about: [&str; 2], limits: &mut Limits) -> Value {
    let mut schema = generator().into_root_schema_for::<T>().to_value();
    finish(&mut schema, about, &T::schema_name(), limits);
    schema
}

fn finish(schema: &mut Value, [title, description]: [&str; 2], name: &str, limits: &mut Limits) {
    tidy(schema);
    limits.narrow(name, schema);
    if let Some(Value::Object(structs)) = schema.get_mut("definitions") {
        structs.iter_mut().for_each(|(name, inner)| limits.narrow(name, inner));
    }
    schema["title"] = json!(title);
    schema["description"] = json!(description);
}

/// A report, and with `--series` the data of its charts.
fn report(limits: &mut Limits) -> Value {
    let about = [
        "breakeven report",
        "The answer of `breakeven --format json`, schema_version 1. Within a version fields are only added. A field that is absent does not apply; null means never or unknown, as the field says. Money is in US dollars; numbers have 12 significant digits.",
    ];
    let mut made = generator();
    let charts = made.subschema_for::<Vec<Picture>>();
    let mut schema = made.into_root_schema_for::<Report>().to_value();
    schema["properties"]["charts"] = charts.to_value();
    schema["properties"]["charts"]["description"] =
        json!("The data of charts; absent without --series.");
    finish(&mut schema, about, "Report", limits);
    schema
}

/// What a check found; of the reports in it no more than that they are some.
fn check(report: &Value, limits: &mut Limits) -> Value {
    let about = ["What breakeven check found", "Within a schema_version, fields are only added."];
    let mut schema = of::<CheckReport>(about, limits);
    schema["definitions"]["Report"] = json!({
        "description": "A whole report, as in report.schema.json.",
        "type": "object",
        "required": report["required"],
    });
    let definitions = schema["definitions"].take();
    let (mut used, mut known) = (schema.clone(), 0);
    loop {
        let text = used.to_string();
        let is_used = |name: &String| text.contains(&format!("\"#/definitions/{name}\""));
        let kept = definitions.as_object().into_iter().flatten().filter(|(name, _)| is_used(name));
        let kept: Map<String, Value> =
            kept.map(|(name, inner)| (name.clone(), inner.clone())).collect();
        if kept.len() == known {
            return used;
        }
        known = kept.len();
        used["definitions"] = Value::Object(kept);
    }
}

/// A deployment, or several side by side.
fn throughput(limits: &mut Limits) -> Value {
    let about = [
        "Output of breakeven throughput --format json",
        "One deployment, or with --all a cell for each machine and model. Within a schema_version fields are only added.",
    ];
    let mut made = generator();
    let either = [made.subschema_for::<DeploymentReport>(), made.subschema_for::<MatrixReport>()];
    let definitions = made.take_definitions(true);
    let mut schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "oneOf": either.map(|one| one.to_value()),
        "definitions": definitions,
    });
    finish(&mut schema, about, "Throughput", limits);
    schema
}

#[test]
fn the_schemas_are_those_of_the_structs() {
    let mut limits = Limits::read();
    let report = report(&mut limits);
    let sweep = [
        "breakeven sweep",
        "The cheapest option at many values of an input, as `breakeven --sweep --format json` writes it. Numbers have 12 significant digits.",
    ];
    let diff = ["What breakeven diff found", "Within a schema_version, fields are only added."];
    let portfolio = [
        "breakeven portfolio",
        "All workloads of a repository together, as `breakeven portfolio --format json` writes it. Numbers have 12 significant digits.",
    ];
    let made = [
        ("check", check(&report, &mut limits)),
        ("report", report),
        ("throughput", throughput(&mut limits)),
        ("sweep", of::<SweepReport>(sweep, &mut limits)),
        ("diff", of::<DiffReport>(diff, &mut limits)),
        ("portfolio", of::<Portfolio>(portfolio, &mut limits)),
    ];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
    for (name, schema) in made {
        let text = serde_json::to_string_pretty(&schema).expect("a schema is JSON");
        golden::hold(&folder.join(format!("{name}.schema.json")), &format!("{text}\n"));
    }
    let idle: Vec<&String> = limits.of.keys().filter(|key| !limits.used.contains(*key)).collect();
    assert!(idle.is_empty(), "no field is called {idle:?}");
}
