//! How long files and functions may be, and how often a name may stand.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::BTreeMap;

use super::rooms::sources;

/// The most lines of a file, its tests included.
const FILE: usize = 300;
/// The most lines of a function.
const FUNCTION: usize = 60;

/// Functions that are longer; nobody may add to this list.
const LONG_FUNCTIONS: &[&str] =
    &["cli/declared.rs:typed", "cli/prices/write_over.rs:write", "profile/check.rs:value"];
/// Names that stand twice; nobody may add to this list.
const TWICE: &[&str] = &[
    "calibrate.rs",
    "check.rs",
    "compare.rs",
    "csv.rs",
    "deployments.rs",
    "explain.rs",
    "fields.rs",
    "hardware.rs",
    "import.rs",
    "inputs.rs",
    "json.rs",
    "jsonschema.rs",
    "list.rs",
    "listing.rs",
    "markdown.rs",
    "prices.rs",
    "serving.rs",
    "solve.rs",
    "table.rs",
    "text.rs",
    "throughput.rs",
    "verdict.rs",
];

#[test]
fn every_file_is_short() {
    for source in sources() {
        let lines = source.text.lines().count();
        assert!(lines <= FILE, "{} has {lines} lines", source.path);
    }
}

/// The functions of some code and their lines, from `fn` to the brace that closes them.
fn functions(code: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = code.lines().collect();
    let mut found = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let indent = line.len() - line.trim_start().len();
        let Some((before, name)) = line.split_once("fn ") else { continue };
        let is_head = before.split_whitespace().all(|word| {
            word.starts_with("pub") || ["const", "async", "unsafe", "super)"].contains(&word)
        });
        if !is_head || line.trim_end().ends_with([';', '}']) {
            continue;
        }
        let close = format!("{}}}", " ".repeat(indent));
        let Some(length) = lines[start..].iter().position(|line| line.trim_end() == close) else {
            continue;
        };
        let end = name.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(name.len());
        found.push((name[..end].to_string(), length + 1));
    }
    found
}

#[test]
fn every_function_fits_a_screen() {
    let mut count = 0;
    for source in sources() {
        for (name, lines) in functions(&source.code) {
            count += 1;
            let place = format!("{}:{name}", source.path);
            let listed = LONG_FUNCTIONS.contains(&&*place);
            assert!(lines <= FUNCTION || listed, "{place} has {lines} lines");
            assert!(lines > FUNCTION || !listed, "{place} is short now; take it off the list");
        }
    }
    assert!(count > 1_000, "only {count} functions seen");
}

#[test]
fn a_file_name_stands_once() {
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for source in sources() {
        let name = source.path.rsplit('/').next().unwrap().to_string();
        places.entry(name).or_default().push(source.path);
    }
    for (name, places) in &places {
        let listed = TWICE.contains(&&**name);
        assert!(places.len() == 1 || listed, "{name} stands more than once: {places:?}");
        assert!(places.len() > 1 || !listed, "{name} stands once now; take it off the list");
    }
}

#[test]
fn the_length_of_a_function_is_that_of_its_lines() {
    let code = "pub(super) fn a(\n    b: u8,\n) {\n    c();\n}\n    fn d() {}\n";
    assert_eq!(functions(code), [("a".to_string(), 5)]);
}
