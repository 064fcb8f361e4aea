//! How many instructions an answer takes, counted where `valgrind` is installed.

use std::process::Command;

use crate::support::skipped::skipped;

/// Questions without draws, and the millions of instructions that this program takes for them when built
/// for tests, with a tenth or a fifth to spare. Lower them when it takes fewer.
const MILLIONS: [(&str, f64); 5] = [
    ("--volume 5M/day", 27.0),
    ("--volume 500M/day", 235.0),
    ("--volume 5M/day --growth 50", 80.0),
    ("--volume 50M/day --growth=-20", 165.0),
    ("--volume 10B/day --growth 50", 745.0),
];

/// Instructions for a question, if they can be counted.
fn counted(flags: &str) -> Option<f64> {
    let mut command = Command::new("valgrind");
    command.args(["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]);
    command.arg(env!("CARGO_BIN_EXE_breakeven")).args(flags.split(' '));
    let output = command.args(["--draws", "0", "--today", "2026-11-23"]).output().ok()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8_lossy(&output.stderr).replace(',', "");
    let count = said.lines().find_map(|line| line.split("refs:").nth(1)?.trim().parse().ok());
    Some(count.expect("a number of instructions"))
}

#[test]
fn an_answer_takes_no_more_than_it_did() {
    for (flags, most) in MILLIONS {
        let Some(found) = counted(flags) else {
            return skipped("an_answer_takes_no_more_than_it_did", "valgrind is not installed");
        };
        assert!(
            found <= most * 1e6,
            "{flags}: {:.0} M instructions, {most} M expected",
            found / 1e6
        );
    }
}
