//! Results of a benchmark: what is made of them is TOML, or the refusal is printable.
#![cfg_attr(feature = "libfuzzer", no_main)]

use breakeven::import::{Labels, import};
use breakeven::profile::document::Document;
use breakeven_fuzz::printable;

fn target(data: &[u8]) {
    match import("fuzz", data, &Labels::default()) {
        Err(problem) => printable(&problem.to_string()),
        Ok(imported) if imported.missing.is_empty() => {
            let parsed = Document::parse("made.toml".into(), imported.toml.clone());
            assert!(parsed.is_ok(), "{}", imported.toml);
        }
        Ok(_) => {}
    }
}

breakeven_fuzz::program!(target, &["tests/import/fixtures"]);
