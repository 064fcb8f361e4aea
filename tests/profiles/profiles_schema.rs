//! The committed JSON Schema and field reference are those of the code, and the schema agrees with
//! the reader about what is accepted. `BLESS=1 cargo test --test profiles_schema` writes both.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say so")]

use std::path::PathBuf;

use breakeven::profile::builtin::shipped;
use breakeven::profile::check::check;
use breakeven::profile::document::Document;
use breakeven::profile::node::{Entry, Place, Value};
use breakeven::profile::schema::{Field, Kind, Section};
use breakeven::profile::sections::SECTIONS;
use breakeven::profile::{jsonschema, reference, template};
use serde_json::json;

use crate::support::golden;

fn repository(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn hold(path: &str, wanted: &str) {
    golden::hold(&repository(path), wanted);
}

#[test]
fn the_committed_schema_is_that_of_the_code() {
    hold("schemas/profile.schema.json", &jsonschema::text());
}

#[test]
fn the_field_reference_is_that_of_the_code() {
    let page = std::fs::read_to_string(repository("profiles/README.md")).unwrap();
    let (begin, end) = ("<!-- fields: generated -->\n", "<!-- fields: end -->\n");
    let (head, rest) = page.split_once(begin).expect("the page has a place for the fields");
    let (_, tail) = rest.split_once(end).expect("the place for the fields has an end");
    hold("profiles/README.md", &format!("{head}{begin}\n{}\n{end}{tail}", reference::markdown()));
}

fn to_json(value: &Value) -> serde_json::Value {
    match value {
        Value::Text(text) | Value::Date(text) => json!(**text),
        Value::Number(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
            json!(*number as i64)
        }
        Value::Number(number) => json!(number),
        Value::Flag(flag) => json!(flag),
        Value::List(items) => items.iter().map(|item| to_json(&item.value)).collect(),
        Value::Table(table) => tree(table),
    }
}

fn tree(table: &[Entry]) -> serde_json::Value {
    let entries = table.iter().map(|e| (e.key.to_string(), to_json(&e.node.value)));
    serde_json::Value::Object(entries.collect())
}

fn validator() -> ::jsonschema::Validator {
    let schema = jsonschema::schema();
    ::jsonschema::draft7::meta::validate(&schema).expect("the schema is a schema");
    ::jsonschema::draft7::options().should_validate_formats(true).build(&schema).unwrap()
}

#[test]
fn every_shipped_file_fits_the_schema() {
    let validator = validator();
    for document in shipped() {
        let instance = tree(&document.table);
        let errors: Vec<String> = validator
            .iter_errors(&instance)
            .map(|e| format!("{} {e}", e.instance_path()))
            .collect();
        assert_eq!(errors, Vec::<String>::new(), "{}", document.path);
    }
}

fn names(section: &Section) -> Vec<String> {
    section.names.iter().map(|name| format!("some.{name}")).collect()
}

/// A file with one profile in which one field is written in another way.
fn with(section: &Section, field: &Field, value: &str) -> Document {
    let text = template::template(section, &names(section));
    let example = reference::example(field);
    let active = format!("\n{} = {example}\n", field.key);
    let commented = format!("\n# {} = {example}\n", field.key);
    let line = format!("\n{} = {value}\n", field.key);
    let changed = if field.required {
        text.replacen(&active, &line, 1)
    } else {
        text.replacen(&commented, &line, 1)
    };
    assert!(value == example || changed != text, "{} of {}", field.key, section.key);
    Document::parse("f.toml".into(), changed).unwrap()
}

fn reader_accepts(section: &'static Section, document: &Document) -> bool {
    let mut table = &document.table[0].node;
    for _ in section.names {
        let Value::Table(inner) = &table.value else { panic!("a table by name") };
        table = &inner[0].node;
    }
    let Value::Table(fields) = &table.value else { panic!("a table of fields") };
    let place = Place { line: 1, column: 1, offset: 0, length: 0 };
    check(document, "it", place, fields, section.fields).is_empty()
}

#[test]
fn the_schema_accepts_what_the_reader_accepts() {
    let validator = validator();
    let probes = [
        "-1",
        "0",
        "1",
        "0.5",
        "1.5",
        "99",
        "1e13",
        "\"words\"",
        "\"\"",
        "\"sp ace\"",
        "true",
        "2026-01-31",
        "[]",
        "[1]",
        "[\"text\"]",
        "[\"zebra\"]",
        "[[1, 2]]",
        "[[1, 2, 3]]",
        "[[0, 2]]",
        "[[1, 1e10]]",
        "{}",
        "{ a = 1 }",
        "{ a = -1 }",
        "{ a = \"x\" }",
        "{ low = 1, typical = 1, high = 1 }",
        "{ low = 1, typical = 1 }",
        "[{}]",
        "[{ from = 1 }]",
        "{ low = 1, typical = 1, high = 1e12 }",
        "[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]",
    ];
    let mut compared = 0;
    for section in SECTIONS {
        for field in section.fields {
            let example = reference::example(field);
            for probe in probes.into_iter().chain([example.as_str()]) {
                // JSON has no dates, so a schema cannot tell one from text; and zero is a price
                // only in a profile that says so, which a schema of one field cannot know.
                let beyond = (probe == "2026-01-31"
                    && matches!(field.kind, Kind::Text | Kind::Name))
                    || (probe == "0" && matches!(field.kind, Kind::TokenPrice));
                if beyond {
                    continue;
                }
                let document = with(section, field, probe);
                let reader = reader_accepts(section, &document);
                let schema = validator.is_valid(&tree(&document.table));
                assert_eq!(reader, schema, "[{}] {} = {probe}", section.key, field.key);
                assert!(reader || probe != example, "[{}] {} = {probe}", section.key, field.key);
                compared += 1;
            }
        }
    }
    assert!(compared > 2_000, "{compared}");
}

#[test]
fn the_schema_refuses_what_nobody_knows() {
    let validator = validator();
    assert!(!validator.is_valid(&json!({ "apis": {} })));
    assert!(!validator.is_valid(&json!({ "hardware": { "with space": {} } })));
    for section in SECTIONS {
        let text = template::template(section, &names(section));
        let document = Document::parse("f.toml".into(), format!("{text}zebra = 1\n")).unwrap();
        assert!(!validator.is_valid(&tree(&document.table)), "{}", section.key);
        assert!(!reader_accepts(section, &document), "{}", section.key);
    }
}
