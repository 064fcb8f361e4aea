//! A breakeven.toml: it is read, or every problem is printable.
#![cfg_attr(feature = "libfuzzer", no_main)]

use std::path::Path;

use breakeven::check::config;
use breakeven_fuzz::printable;

fn target(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let read = config::parsed("fuzz.toml".into(), text.into(), Path::new("nowhere"));
    for problem in read.err().unwrap_or_default() {
        printable(&problem.to_string());
    }
}

breakeven_fuzz::program!(target, &["tests/check/cases", "src/cli/init.toml"]);
