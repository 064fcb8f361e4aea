//! The way of somebody who has never seen this program, with the program of the tests.
#![cfg(unix)]

use std::path::Path;
use std::process::Command;

use crate::support::skipped::skipped;

#[test]
fn a_stranger_clones_edits_a_price_gates_a_change_and_reads_the_report() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    if !root.join(".git").exists() {
        return skipped("the stranger's path", "this is no clone of the repository");
    }
    let run = Command::new("bash")
        .arg(root.join("ci/stranger.sh"))
        .arg(root)
        .env("BREAKEVEN", env!("CARGO_BIN_EXE_breakeven"))
        .env_remove("BREAKEVEN_PROFILES")
        .output()
        .unwrap();
    let told = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(run.status.success(), "{}{}", told(&run.stdout), told(&run.stderr));
    let stdout = told(&run.stdout);
    assert!(stdout.trim_end().ends_with("done"), "{stdout}");
    assert!(stdout.contains("output_usd_per_mtok: 0.6, my-prices/api/anthropic.toml:"), "{stdout}");
}
