//! Whole outputs, compared with files. `BLESS=1 cargo test --test output` writes the files anew.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::support::golden;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/output")
}

/// Everything that is named, so that nothing shipped takes part.
const PINS: &str = "--profiles profiles --today 2026-11-23 --engine handmade \
                    --api acme-large --api rent-a-model/openhand-20b \
                    --hardware big-box-48gb --model openhand-20b";

fn run(args: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_breakeven"))
        .args(PINS.split_whitespace())
        .args(args.split_whitespace())
        .current_dir(folder())
        .env_clear()
        .output()
        .unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), &*stderr), (Some(0), ""), "{args}");
    String::from_utf8(output.stdout).unwrap()
}

fn check(file: &str, args: &str) {
    let path = folder().join(file);
    let version = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    let got = run(args).replace(&version, "\"version\": \"VERSION\"");
    golden::hold(&path, &got);
}

#[test]
fn few_options_are_columns() {
    check("compare-80.txt", "--volume 10M/day --width 80");
    check("full-80.txt", "--volume 10M/day --width 80 --full");
    check("full-120.txt", "--volume 10M/day --width 120 --full");
    check("growing-80.txt", "--volume 10M/day --width 80 --growth 400 --cached 50 --full");
}

#[test]
fn a_narrow_page_has_a_block_for_every_option() {
    check("blocks-24.txt", "--volume 10M/day --width 24");
    check("blocks-50.txt", "--volume 10M/day --width 50");
}

#[test]
fn what_is_ruled_out_says_why() {
    check("tier-80.txt", "--volume 10M/day --width 80 --tier frontier");
    check("too-slow-80.txt", "--volume 10M/day --width 80 --min-speed 70");
}

#[test]
fn many_options_are_rows() {
    let many = "--volume 10M/day --width 80 --all --profiles many.toml --api acme-1 --api acme-2 \
                --api acme-3 --api acme-small --tier mid";
    check("list-80.txt", many);
    check("list-full-80.txt", &format!("{many} --full"));
    check("list-color-80.txt", &format!("{many} --color always"));
    // Also where all of them would fit beside each other.
    assert!(run(&many.replace("--width 80", "--width 400")).contains("\noption "));
}

#[test]
fn plain_characters_only_with_ascii() {
    check("ascii-80.txt", "--volume 10M/day --width 80 --ascii");
    assert!(run("--volume 10M/day --width 80 --ascii").is_ascii());
    assert!(!run("--volume 10M/day --width 80").is_ascii());
}

#[test]
fn colours_change_nothing_but_colours() {
    check("color-80.txt", "--volume 10M/day --width 80 --min-speed 70 --color always");
    let colored = run("--volume 10M/day --width 80 --color always");
    let mut plain = String::new();
    for (index, part) in colored.split('\u{1b}').enumerate() {
        plain.push_str(if index == 0 { part } else { part.split_once('m').unwrap().1 });
    }
    assert_eq!(plain, run("--volume 10M/day --width 80 --color never"));
}

#[test]
fn nothing_is_painted_where_nobody_looks() {
    assert!(!run("--volume 10M/day").contains('\u{1b}'), "a pipe is no terminal");
}

#[test]
fn other_formats() {
    check("report.json", "--volume 10M/day --format json");
    check("options.csv", "--volume 10M/day --format csv --min-speed 70");
    check("comment.md", "--volume 10M/day --format markdown --min-speed 70");
}

/// Numbers with the signs that belong to them.
fn numbers(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '$')))
        .map(|number| number.trim_end_matches(['.', ',']).to_string())
        .filter(|number| number.contains(|c: char| c.is_ascii_digit()))
        .collect()
}

#[test]
fn no_line_is_too_wide_and_no_number_is_cut_at_any_width() {
    let questions = ["", " --all --profiles many.toml --api acme-1 --api acme-2 --api acme-3"];
    for more in questions {
        let ask = |width: u16, form: &str| {
            run(&format!("--volume 10M/day --draws 50 --width {width} {form}{more}"))
        };
        let at = |width: u16| ask(width, "--full");
        let whole: BTreeSet<String> =
            [24, 50, 70, 500].iter().flat_map(|w| numbers(&at(*w))).collect();
        for width in (20..=160_u16).step_by(3) {
            let text = at(width);
            // `requirements:` and the names of the fixtures are shorter than this.
            for line in text.lines().chain(ask(width, "").lines()) {
                let columns = line.chars().count();
                assert!(columns <= usize::from(width), "{columns} columns at {width}: {line}");
            }
            let cut: Vec<_> = numbers(&text).difference(&whole).cloned().collect();
            assert!(cut.is_empty(), "at {width}, numbers seen at no other width: {cut:?}\n{text}");
        }
    }
}
