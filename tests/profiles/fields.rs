//! Every field of every kind of profile refuses every value that it cannot hold, at its line.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use breakeven::profile::catalog::Catalog;
use breakeven::profile::document::Document;
use breakeven::profile::problem::Problem;
use breakeven::profile::schema::{Bounds, Field, Kind, Section};
use breakeven::profile::sections::SECTIONS;

/// A profile made of the examples, with one value replaced; the value stands on the last line.
fn profile(section: &Section, replaced: &Field, value: &str) -> String {
    let names = match section.key {
        "throughput" => vec!["8x-h100-sxm", "qwen3-8b", "q4_k_m", "llama.cpp"],
        _ => vec!["mine"; section.names.len()],
    };
    let path: String = names.iter().map(|name| format!(".\"{name}\"")).collect();
    let mut text = format!("[{}{path}]\n", section.key);
    for field in section.fields.iter().filter(|field| field.required && field.key != replaced.key) {
        text.push_str(&format!("{} = {}\n", field.key, field.example));
    }
    text.push_str(&format!("{} = {value}\n", replaced.key));
    text
}

/// What is wrong with a file by itself, without the shipped profiles that it may name.
fn problems(text: &str) -> Vec<Problem> {
    match Document::parse("test.toml".into(), text.into()) {
        Ok(document) => Catalog::of(vec![document]).err().unwrap_or_default(),
        Err(problems) => problems,
    }
}

/// Values that no field of this kind holds.
fn wrong(kind: Kind) -> Vec<String> {
    let types = ["\"no\\tword\"", "7.5", "true", "12:30:00", "[[]]", "{ zebra = 1 }", "nan", "inf"];
    let right_type = match kind {
        Kind::Flag => "true",
        Kind::Numbers(..) | Kind::Texts | Kind::Words(_) | Kind::Curve | Kind::Tables(_) => "",
        Kind::Sizes(_) => "{ zebra = 1 }",
        Kind::Number(_) | Kind::Range(_) | Kind::TokenPrice => "7.5",
        _ => "",
    };
    let mut values: Vec<String> =
        types.iter().filter(|value| **value != right_type).map(ToString::to_string).collect();
    match kind {
        Kind::Number(bounds) | Kind::Whole(bounds) => values.extend(outside(bounds)),
        Kind::Range(bounds) => {
            let low = outside(bounds);
            values
                .extend(low.iter().map(|v| format!("{{ low = {v}, typical = {v}, high = {v} }}")));
            values.extend(low);
        }
        Kind::TokenPrice => values.extend(["0", "-0.0", "0.0009", "1001"].map(String::from)),
        _ => {}
    }
    values
}

fn outside(bounds: Bounds) -> Vec<String> {
    let below = format!("{:?}", bounds.min.min(0.0) - 1.0);
    let mut values = vec![format!("{:?}", bounds.max * 1.01), below, "-0.0".into()];
    if bounds.above_min {
        values.push(format!("{:?}", bounds.min));
    }
    values
}

fn fields() -> impl Iterator<Item = (&'static Section, &'static Field)> {
    // Examples of tables are cut short.
    let whole = |section: &&Section| {
        !section.fields.iter().any(|field| field.required && matches!(field.kind, Kind::Table(_)))
    };
    let sections = SECTIONS.iter().filter(whole);
    sections.flat_map(|section| section.fields.iter().map(move |field| (section, field)))
}

#[test]
fn every_example_is_accepted() {
    for (section, field) in fields() {
        // These go with another field.
        if [
            "experts",
            "experts_per_token",
            "interconnect",
            "serves",
            "sleep_watts",
            "includes_prefill",
            "main_memory_gb",
            "main_memory_bandwidth_gb_per_s",
            "unit_usd_per_hour",
        ]
        .contains(&field.key)
        {
            continue;
        }
        let text = profile(section, field, field.example);
        let document = Document::parse("test.toml".into(), text.clone()).unwrap();
        // An example need not name what is there.
        let named = |problem: &&Problem| !problem.message.starts_with("no ");
        if let Some(problem) = Catalog::with(vec![document]).err().iter().flatten().find(named) {
            panic!("{text}{problem}");
        }
    }
}

#[test]
fn every_wrong_value_is_refused_at_its_line() {
    let mut tried = 0;
    for (section, field) in fields() {
        for value in wrong(field.kind) {
            let text = profile(section, field, &value);
            let found = problems(&text);
            assert!(!found.is_empty(), "accepted:\n{text}");
            let at = found[0].at.as_ref().unwrap();
            assert_eq!(at.line as usize, text.lines().count(), "{text}{}", found[0]);
            // What an unknown key should have been stands in the hint.
            assert!(found[0].to_string().contains("expected"), "{}", found[0]);
            assert!(found[0].message.contains(field.key), "{}", found[0]);
            tried += 1;
        }
    }
    assert!(tried > 500, "{tried}");
}

#[test]
fn every_required_field_is_missed() {
    for (section, field) in fields().filter(|(_, field)| field.required) {
        let text = profile(section, field, field.example);
        let without = text.lines().filter(|line| !line.starts_with(&format!("{} ", field.key)));
        let found = problems(&without.map(|line| format!("{line}\n")).collect::<String>());
        assert_eq!(found.len(), 1, "{}: {found:?}", field.key);
        assert!(found[0].message.ends_with(&format!("has no `{}`", field.key)), "{}", found[0]);
    }
}
