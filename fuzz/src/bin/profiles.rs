//! A file of profiles over the shipped ones: it loads, or every problem is printable.
#![cfg_attr(feature = "libfuzzer", no_main)]

use breakeven::profile::catalog::Catalog;
use breakeven::profile::document::Document;
use breakeven_fuzz::printable;

fn target(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let loaded = Document::parse("fuzz.toml".into(), text.into());
    let loaded = loaded.and_then(|document| Catalog::with(vec![document]));
    for problem in loaded.err().unwrap_or_default() {
        printable(&problem.to_string());
    }
}

breakeven_fuzz::program!(
    target,
    &["profiles", "tests/errors", "tests/output", "tests/check/profiles"]
);
