//! What a test says that could not test anything.

use std::io::Write as _;

/// Says on stderr, past what `cargo test` keeps to itself, that something was not there.
pub fn skipped(test: &str, why: &str) {
    let _ = writeln!(std::io::stderr(), "skipped: {test}: {why}");
}
