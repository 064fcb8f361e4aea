//! Whole pictures, compared with files. `BLESS=1 cargo test --test tests chart` writes them anew.

use crate::support::golden;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const CHARTS: [&str; 5] = ["cost", "months", "levers", "map", "week"];

/// Everything is named, so that nothing shipped takes part.
const PINS: &str = "--profiles profiles --today 2026-11-23 --engine handmade --api acme-large \
                    --api rent-a-model/openhand-20b --hardware big-box-48gb --model openhand-20b \
                    --volume 10M/day";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

fn output(args: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_breakeven"))
        .args(PINS.split_whitespace())
        .args(args.split_whitespace())
        .current_dir(root().join("output"))
        .env_clear()
        .output()
        .unwrap()
}

fn drawn(args: &str) -> String {
    let output = output(args);
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), &*stderr), (Some(0), ""), "{args}");
    String::from_utf8(output.stdout).unwrap()
}

fn refused(args: &str) -> String {
    let output = output(args);
    assert_eq!((output.status.code(), &*output.stdout), (Some(2), &b""[..]), "{args}");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn charts_are_what_they_were() {
    for chart in CHARTS {
        for width in [40, 80, 140] {
            for characters in ["", "--ascii"] {
                let args = format!("--chart {chart} --width {width} --height 30 {characters}");
                let file = format!("{chart}-{width}{}.txt", characters.replace("--", "-"));
                let path = root().join("chart/golden").join(&file);
                let got = drawn(&args);
                golden::hold(&path, &got);
            }
        }
    }
}

#[test]
fn a_chart_fits_at_every_width_and_says_its_finding() {
    for chart in CHARTS {
        for width in [20, 24, 33, 47, 61, 100, 200] {
            let text = drawn(&format!("--chart {chart} --width {width} --height 24"));
            for line in text.lines() {
                let columns = line.chars().count();
                assert!(columns <= width, "{chart}: {columns} columns at {width}: {line}\n{text}");
            }
            assert!(text.lines().any(|line| line.starts_with("- ")), "{chart} says no number");
        }
    }
}

#[test]
fn a_picture_keeps_half_of_the_rows_and_grows_with_them() {
    for chart in ["cost", "months", "week", "map"] {
        let rows = |height: u16| {
            let text = drawn(&format!("--chart {chart} --width 80 --height {height}"));
            text.lines().filter(|line| line.contains(['│', '┤'])).count()
        };
        let (low, high) = (rows(20), rows(50));
        assert!(low >= 5 && high >= low + 15, "{chart}: {low} and {high} rows");
    }
}

#[test]
fn plain_characters_and_colours_are_only_where_they_are_asked_for() {
    for chart in CHARTS {
        let args = format!("--chart {chart} --width 80");
        assert!(drawn(&format!("{args} --ascii")).is_ascii(), "{chart}");
        let colored = drawn(&format!("{args} --color always"));
        assert!(colored.contains('\u{1b}'), "{chart}");
        let mut plain = String::new();
        for (index, part) in colored.split('\u{1b}').enumerate() {
            plain.push_str(if index == 0 { part } else { part.split_once('m').unwrap().1 });
        }
        assert_eq!(plain, drawn(&args), "{chart}: colours change nothing but colours");
    }
}

#[test]
fn markdown_keeps_a_picture_as_it_is() {
    let text = drawn("--chart cost --width 80 --format markdown");
    let inside = text.strip_prefix("```text\n").unwrap().strip_suffix("```\n").unwrap();
    assert_eq!(inside, drawn("--chart cost --width 80"));
}

#[test]
fn what_makes_no_sense_is_refused() {
    for (args, message) in [
        ("--series", "`--series` is data\nhint: add `--format json`"),
        ("--chart cost --format json", "`--chart` draws for people\nhint: add `--series`"),
        ("--chart cots", "did you mean `cost`?"),
        ("--chart map --axes volume", "two different levers, like volume,api-price"),
        ("--chart map --axes volume,electrcity", "did you mean `electricity`?"),
        ("--chart map --axes volume,hard-share", "`volume` or `hard-share` has no value"),
        ("--chart cost --height 3", "expected"),
    ] {
        let told = refused(args);
        assert!(told.starts_with("error: ") && told.contains(message), "{args}: {told}");
    }
}

#[test]
fn two_other_levers_make_a_map_too() {
    let text = drawn("--chart map --axes growth,electricity --width 80");
    assert!(text.starts_with("Who wins: growth by electricity\n"), "{text}");
    assert!(text.contains("price of a kWh") && text.contains("growth a year"), "{text}");
}

#[test]
fn where_nothing_may_be_chosen_a_chart_says_so() {
    for chart in CHARTS {
        let text = drawn(&format!("--chart {chart} --tier frontier --require offline"));
        assert!(!text.contains("NaN") && !text.contains("inf"), "{chart}: {text}");
    }
    let text = drawn("--chart cost --tier frontier --require offline");
    assert!(text.contains("nothing meets the requirements"), "{text}");
}
