//! The README is true: its commands run, and what it shows is what comes out.
//!
//! `BLESS=1 cargo test --test readme` writes what comes out now.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say so")]

use crate::support::golden;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Runs a line of a console block in a folder; stdout, with the exit code checked.
fn run(line: &str, folder: &Path) -> String {
    let mut words = line.split_whitespace();
    assert_eq!(words.next(), Some("breakeven"), "{line}");
    let output = Command::new(env!("CARGO_BIN_EXE_breakeven"))
        .args(words)
        .current_dir(folder)
        .env_remove("BREAKEVEN_PROFILES")
        .output()
        .unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{line}\n{stderr}");
    String::from_utf8(output.stdout).unwrap()
}

/// A page whose console blocks are run, each command with these flags more; how many there are.
fn blocks_of(page: &str, more: &str) -> usize {
    let readme = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(page);
    let text = fs::read_to_string(&readme).unwrap();
    let name = format!("breakeven-{}-{}", page.replace('/', "-"), std::process::id());
    let folder = std::env::temp_dir().join(name);
    fs::create_dir_all(&folder).unwrap();

    // A file that a page shows, as ```toml breakeven.toml, is there for its commands.
    for block in text.split("```toml ").skip(1) {
        let (name, rest) = block.split_once('\n').unwrap();
        fs::write(folder.join(name), rest.split("```").next().unwrap()).unwrap();
    }

    let mut now = String::new();
    let mut rest = text.as_str();
    let mut commands = 0;
    while let Some((before, block)) = rest.split_once("```console\n") {
        let (shown, after) = block.split_once("```").unwrap();
        now.push_str(before);
        now.push_str("```console\n");
        let lines: Vec<&str> = shown.lines().filter_map(|line| line.strip_prefix("$ ")).collect();
        commands += lines.len();
        let outputs: Vec<String> =
            lines.iter().map(|line| run(&format!("{line}{more}"), &folder)).collect();
        for (line, output) in lines.iter().zip(&outputs) {
            now.push_str(&format!("$ {line}\n"));
            // A block of one command shows its output; several show only how to ask.
            if lines.len() == 1 {
                now.push_str(output);
            }
        }
        now.push_str("```");
        rest = after;
    }
    now.push_str(rest);
    fs::remove_dir_all(&folder).unwrap();

    golden::hold(&readme, &now);
    commands
}

#[test]
fn every_console_block_gives_what_it_shows() {
    let commands = blocks_of("README.md", "");
    assert!(commands >= 10, "the README shows only {commands} commands");
}

/// The day of the answers on the page of first questions.
const DAY: &str = " --today 2026-11-23";

#[test]
fn the_first_questions_have_the_answers_that_the_page_shows() {
    assert_eq!(blocks_of("docs/reading.md", DAY), 13);
}

#[test]
fn the_first_questions_fit_a_screen() {
    // What the page shows is what comes out, as the test before says.
    let page = include_str!("../../docs/reading.md");
    for block in page.split("```console\n").skip(1) {
        let (shown, _) = block.split_once("```").unwrap();
        let (line, answer) = shown.split_once('\n').unwrap();
        let height = answer.lines().count();
        assert!(height <= 30, "`{line}` has {height} lines:\n{answer}");
        assert!(answer.lines().all(|line| line.chars().count() <= 80), "{answer}");
    }
}

#[test]
fn plain_questions_fit_a_screen() {
    for volume in ["1M", "50M", "500M", "5B", "10B"] {
        for tier in ["small", "mid", "frontier"] {
            let line = format!("breakeven --volume {volume}/day --tier {tier} --width 80{DAY}");
            let answer = run(&line, Path::new("."));
            let height = answer.lines().count();
            assert!(height <= 30, "`{line}` has {height} lines:\n{answer}");
            assert!(answer.lines().all(|line| line.chars().count() <= 80), "{answer}");
        }
    }
}

#[test]
fn the_flags_of_the_table_of_reasons_exist() {
    let text = include_str!("../../README.md");
    let help = Command::new(env!("CARGO_BIN_EXE_breakeven")).arg("--help").output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let table = text.split("| your reason | flag |").nth(1).unwrap();
    let rows = table.lines().skip(1).take_while(|line| line.starts_with('|'));
    let flags: Vec<&str> = rows
        .flat_map(|row| row.split(['`', ' ']))
        .filter(|word| word.starts_with("--") && !word.starts_with("---"))
        .collect();
    assert!(flags.len() >= 10);
    for flag in flags {
        assert!(help.contains(flag), "{flag} is not in --help");
    }
}
