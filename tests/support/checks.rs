//! Running the program in folders, comparing whole files, and the rules of other programs' formats.

#![allow(dead_code, reason = "each test uses a part of it")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should say so")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::golden;

/// What a run printed, and its exit code.
pub struct Run {
    pub stdout: String,
    pub stderr: String,
    pub code: i32,
}

pub fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check")
}

/// An empty folder that no other test uses.
pub fn scratch(name: &str) -> PathBuf {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join(format!("{name}-{}-{number}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

pub fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
    }
}

/// Runs the program in a folder, with the step summary of GitHub in `summary.md`.
pub fn run_in(folder: &Path, args: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_breakeven"))
        .args(args)
        .current_dir(folder)
        .env_clear()
        .env("GITHUB_STEP_SUMMARY", "summary.md")
        .output()
        .unwrap();
    Run {
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code().unwrap(),
    }
}

/// Compares a text with a file, or writes it; a text that is not there has no file. Versions of
/// the program are left out.
pub fn compare(path: &Path, found: Option<String>) -> Option<String> {
    let found = found.map(|text| text.replace(env!("CARGO_PKG_VERSION"), "VERSION"));
    match found {
        Some(text) => golden::differs(path, &text),
        None if golden::blessing() => None,
        None => path.exists().then(|| format!("{}: no such file came out", path.display())),
    }
}

/// An element of XML.
#[derive(Debug)]
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Element>,
}

type Words = &'static [&'static str];
/// An element, what it may hold, and the attributes it must and may have.
type Rule = (&'static str, Words, Words, Words);

/// The rules of junit-10.xsd of Jenkins' xUnit plugin, as far as this output uses it: which
/// elements an element may hold, which attributes it must and may have.
const RULES: &[Rule] = &[
    ("testsuites", &["testsuite"], &[], &["name", "time", "tests", "failures", "errors"]),
    (
        "testsuite",
        &["testsuite", "properties", "testcase", "system-out", "system-err"],
        &["name", "tests", "failures", "errors"],
        &["group", "time", "skipped", "timestamp", "hostname", "id", "package", "file"],
    ),
    (
        "testcase",
        &["skipped", "error", "failure", "system-out", "system-err"],
        &["name"],
        &["time", "classname", "group"],
    ),
    ("failure", &[], &[], &["type", "message"]),
    ("skipped", &[], &[], &["type", "message"]),
    ("system-out", &[], &[], &[]),
];

/// Panics unless the text is XML that keeps [`RULES`] and whose counts are right.
pub fn valid_junit(text: &str) {
    let body = text.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n").unwrap();
    let (root, rest) = element(body);
    assert_eq!((root.name.as_str(), rest.trim()), ("testsuites", ""));
    keeps_rules(&root);
    let total = |element: &Element, name: &str| {
        let found = element.attributes.iter().find(|(key, _)| key == name);
        found.unwrap().1.parse::<usize>().unwrap()
    };
    let with = |suite: &Element, inner: &str| {
        let has = |case: &&Element| case.children.iter().any(|child| child.name == inner);
        suite.children.iter().filter(has).count()
    };
    let mut all = 0;
    for suite in &root.children {
        assert_eq!(total(suite, "tests"), suite.children.len());
        assert_eq!(total(suite, "failures"), with(suite, "failure"));
        assert_eq!(total(suite, "skipped"), with(suite, "skipped"));
        all += suite.children.len();
    }
    assert_eq!(total(&root, "tests"), all);
}

fn keeps_rules(element: &Element) {
    let rule = RULES.iter().find(|(name, ..)| *name == element.name);
    let (_, inner, must, may) = rule.unwrap_or_else(|| panic!("no element `{}`", element.name));
    for name in *must {
        assert!(element.attributes.iter().any(|(key, _)| key == name), "{element:?}");
    }
    for (key, _) in &element.attributes {
        assert!(must.contains(&key.as_str()) || may.contains(&key.as_str()), "{key}");
    }
    for child in &element.children {
        assert!(inner.contains(&child.name.as_str()), "{} in {}", child.name, element.name);
        keeps_rules(child);
    }
}

/// The element at the start of a text, and what follows it.
fn element(text: &str) -> (Element, &str) {
    let text = text.trim_start().strip_prefix('<').unwrap();
    let end = text.find(['>', ' ', '/']).unwrap();
    let name = text[..end].to_string();
    let mut rest = text[end..].trim_start();
    let mut attributes = Vec::new();
    while !rest.starts_with(['>', '/']) {
        let (key, after) = rest.split_once("=\"").unwrap();
        let (value, after) = after.split_once('"').unwrap();
        assert!(!value.contains(['<', '\n']), "{value}");
        escapes_are_known(value);
        assert!(!attributes.iter().any(|(known, _)| known == key), "{key} twice");
        attributes.push((key.to_string(), value.to_string()));
        rest = after.trim_start();
    }
    let mut children = Vec::new();
    if let Some(rest) = rest.strip_prefix("/>") {
        return (Element { name, attributes, children }, rest);
    }
    rest = rest.strip_prefix('>').unwrap();
    loop {
        let start = rest.find('<').unwrap();
        escapes_are_known(&rest[..start]);
        rest = &rest[start..];
        if let Some(after) = rest.strip_prefix(&format!("</{name}>")) {
            return (Element { name, attributes, children }, after);
        }
        let (child, after) = element(rest);
        children.push(child);
        rest = after;
    }
}

fn escapes_are_known(text: &str) {
    for part in text.split('&').skip(1) {
        let known = ["amp;", "lt;", "gt;", "quot;", "apos;"];
        assert!(known.iter().any(|name| part.starts_with(name)), "{text}");
    }
    assert!(!text.contains(|c: char| c.is_control() && c != '\n'), "{text}");
}

/// Panics unless the text is a code quality report: each entry has the five fields that GitLab
/// requires (description, check_name, fingerprint, severity, location with path and first line),
/// and no two have the same fingerprint.
pub fn valid_gitlab(text: &str) {
    let report: serde_json::Value = serde_json::from_str(text).unwrap();
    let mut fingerprints = Vec::new();
    for issue in report.as_array().unwrap() {
        for field in ["description", "check_name", "fingerprint", "severity"] {
            assert!(issue[field].as_str().is_some_and(|text| !text.is_empty()), "{field}");
        }
        let severities = ["info", "minor", "major", "critical", "blocker"];
        assert!(severities.contains(&issue["severity"].as_str().unwrap()));
        let path = issue["location"]["path"].as_str().unwrap();
        assert!(!path.starts_with("./") && !path.starts_with('/'), "{path}");
        assert!(issue["location"]["lines"]["begin"].as_u64().unwrap() >= 1);
        fingerprints.push(issue["fingerprint"].as_str().unwrap().to_string());
    }
    let count = fingerprints.len();
    fingerprints.sort();
    fingerprints.dedup();
    assert_eq!(fingerprints.len(), count);
}
