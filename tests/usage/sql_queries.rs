//! Every query of `sql/` gives the rows and the sums of the program, as far as its engine is installed.

use std::process::Command;

use crate::support::skipped::skipped;

#[test]
fn every_query_gives_the_rows_of_the_program() {
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".into());
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/sql/compare.py");
    let run = Command::new(&python).args([script, env!("CARGO_BIN_EXE_breakeven")]).output();
    let Ok(output) = run else {
        return skipped("sql", &format!("`{python}` is not there"));
    };
    let said = String::from_utf8_lossy(&output.stdout);
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}{complaint}");
    for line in said.lines().filter(|line| line.contains("skipped")) {
        skipped("sql", line);
    }
}
