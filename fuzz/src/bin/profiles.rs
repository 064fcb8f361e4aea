//! A file of profiles: it loads, or every problem is printable. It is laid over the few profiles of a
//! test; one input in 64 over all that are shipped, which takes some hundred times as long.
#![cfg_attr(feature = "libfuzzer", no_main)]

use std::sync::LazyLock;

use breakeven::profile::catalog::Catalog;
use breakeven::profile::document::Document;
use breakeven_fuzz::printable;

/// A machine, a model, what was measured of them, an API.
static FEW: LazyLock<Document> = LazyLock::new(|| {
    let text = include_str!("../../../tests/check/profiles/bench.toml");
    Document::parse("bench.toml".into(), text.into()).unwrap_or_else(|why| panic!("{why:?}"))
});

fn target(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let over_shipped = data.iter().fold(0_u8, |sum, byte| sum.wrapping_add(*byte)) % 64 == 0;
    let loaded = Document::parse("fuzz.toml".into(), text.into());
    let loaded = loaded.and_then(|document| match over_shipped {
        true => Catalog::with(vec![document]),
        false => Catalog::of(vec![FEW.clone(), document]),
    });
    for problem in loaded.err().unwrap_or_default() {
        printable(&problem.to_string());
    }
}

breakeven_fuzz::program!(
    target,
    &["profiles", "tests/errors", "tests/output", "tests/check/profiles"]
);
