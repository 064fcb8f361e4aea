//! A report of an earlier run, compared with itself: refused, or the same as itself.
#![cfg_attr(feature = "libfuzzer", no_main)]

use breakeven::check::baseline::Earlier;
use breakeven::check::diff::{self, Difference};

fn target(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(earlier) = Earlier::parse("fuzz.json", text) else { return };
    for (_, report) in &earlier.answers {
        let difference = Difference::between(report, report);
        assert!(!difference.is_change(), "a report differs from itself");
        assert!(!diff::text::headline(&difference).contains("inf"));
    }
}

breakeven_fuzz::program!(target, &["tests/check/cases", "tests/output"]);
