//! The JSON Schema (draft-07) of profile files, for editors: made from the tables of `schema`.
//!
//! It says what one file can be held against alone. Rules between fields and between profiles are
//! for `profiles validate`.

use serde_json::{Map, Value, json};

use super::reference::example;
use super::reference::unit;
use super::schema::{Bounds, CURVE, Field, Kind, Section, TOKEN_PRICE, above};
use super::sections::SECTIONS;

/// What the name of a profile may look like: the rule of `profile_name::name_problem`.
pub const NAME: &str = "^[-A-Za-z0-9_./+@][-A-Za-z0-9_./+:@]{0,199}$";

/// The schema of a profile file.
pub fn schema() -> Value {
    let sections: Map<String, Value> =
        SECTIONS.iter().map(|section| (section.key.to_string(), of_section(section))).collect();
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Profiles of breakeven",
        "description": "Prices, machines, models and measurements that breakeven reads.",
        "type": "object",
        "properties": sections,
        "additionalProperties": false,
    })
}

/// The schema as it is written to a file.
pub fn text() -> String {
    format!("{:#}\n", schema())
}

fn of_section(section: &Section) -> Value {
    let mut schema = table(section.fields);
    for _ in section.names {
        schema = json!({
            "type": "object",
            "propertyNames": { "pattern": NAME },
            "additionalProperties": schema,
        });
    }
    schema["description"] = section.doc.into();
    schema
}

/// The schema of a table of these fields.
pub fn table(fields: &[Field]) -> Value {
    let properties: Map<String, Value> =
        fields.iter().map(|field| (field.key.to_string(), of_field(field))).collect();
    let required: Vec<&str> = fields.iter().filter(|f| f.required).map(|f| f.key).collect();
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn of_field(field: &Field) -> Value {
    let mut schema = of_kind(field.kind);
    let unit = match unit(field) {
        "" => String::new(),
        unit => format!(" Unit: {unit}."),
    };
    schema["description"] = format!("{}{unit} Example: {}", field.doc, example(field)).into();
    schema
}

fn of_kind(kind: Kind) -> Value {
    match kind {
        Kind::Text => json!({ "type": "string", "minLength": 1 }),
        Kind::Texts => list(of_kind(Kind::Text)),
        Kind::Name => json!({ "type": "string", "pattern": NAME }),
        Kind::Word(words) => json!({ "enum": words }),
        Kind::Words(words) => list(json!({ "enum": words })),
        Kind::Number(bounds) => number(bounds, "number"),
        Kind::Whole(bounds) => number(bounds, "integer"),
        Kind::Range(bounds) => range(&number(bounds, "number")),
        Kind::TokenPrice => {
            range(&json!({ "anyOf": [number(TOKEN_PRICE, "number"), { "const": 0 }] }))
        }
        Kind::Flag => json!({ "type": "boolean" }),
        // A TOML date comes to a JSON Schema as text.
        Kind::Date => json!({ "type": "string", "format": "date" }),
        Kind::Numbers([], bounds) => list(number(bounds, "number")),
        Kind::Numbers(lengths, bounds) => {
            let of = |length: &usize| json!({ "minItems": length, "maxItems": length });
            let lengths: Vec<_> = lengths.iter().map(of).collect();
            json!({ "type": "array", "items": number(bounds, "number"), "anyOf": lengths })
        }
        Kind::Sizes(bounds) => json!({
            "type": "object", "minProperties": 1,
            "additionalProperties": number(bounds, "number"),
        }),
        Kind::Curve => {
            let up_to = |most: f64| number(above(0.0, most), "number");
            let (concurrency, speed) = (up_to(CURVE.0), up_to(CURVE.1));
            list(json!({
                "type": "array", "minItems": 2,
                "items": [concurrency, speed], "additionalItems": false,
            }))
        }
        Kind::Table(fields) => table(fields),
        Kind::Tables(fields) => list(table(fields)),
    }
}

fn list(items: Value) -> Value {
    json!({ "type": "array", "items": items })
}

fn number(bounds: Bounds, kind: &str) -> Value {
    let least = if bounds.above_min { "exclusiveMinimum" } else { "minimum" };
    json!({ "type": kind, least: plain(bounds.min), "maximum": plain(bounds.max) })
}

/// A bound without a needless `.0`.
fn plain(bound: f64) -> Value {
    if bound.fract() == 0.0 && bound.abs() < 9e15 { (bound as i64).into() } else { bound.into() }
}

fn range(end: &Value) -> Value {
    json!({ "anyOf": [
        end,
        {
            "type": "object",
            "properties": { "low": end, "typical": end, "high": end },
            "required": ["low", "typical", "high"],
            "additionalProperties": false,
        },
    ] })
}
