//! Amounts in another currency: every one that people read, none that programs read.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::ffi::OsString;

use breakeven::cli::run::{Outcome, Surroundings, run};

use super::typed::answer;

fn said(line: &str) -> Outcome {
    let words = ["breakeven"].into_iter().chain(line.split_whitespace()).map(OsString::from);
    let around = Surroundings {
        today: "2026-11-28".parse().unwrap(),
        profiles: None,
        width: Some(100),
        height: None,
        color: false,
        step_summary: None,
    };
    run(words, &around)
}

fn text(line: &str) -> String {
    let outcome = said(line);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    outcome.stdout
}

const ASKED: &str = "--volume 200M/day --hardware rtx-3090 --growth 20";

/// At one for one nothing changes but the sign: so every amount is converted, and none of them twice.
#[test]
fn every_amount_is_converted() {
    for form in
        ["", "--full", "--format markdown", "--all", "--chart cost --ascii", "--chart months"]
    {
        // What publications say of prices is theirs.
        let own = |text: String| -> String {
            let lines = text.lines().filter(|line| !line.contains("builtin"));
            lines.flat_map(|line| [line, "\n"]).collect()
        };
        let dollars = own(text(&format!("{ASKED} {form}")));
        let euros = own(text(&format!("{ASKED} {form} --currency EUR=1")));
        let left: Vec<&str> =
            euros.lines().filter(|line| line.contains('$') && !line.contains("EUR=1")).collect();
        assert!(left.is_empty(), "{form}: {left:#?}");
        let count = |text: &str, sign: &str| text.matches(sign).count();
        let signs = count(&euros, "€") + count(&euros, "EUR");
        // The rate itself has a dollar in it where it is said.
        assert!(signs >= count(&dollars, "$") && signs > 0, "{form}: {signs}\n{dollars}\n{euros}");
    }
}

/// An API whose month is $1,000: by the rates it is €500, with signs that are plain text CHF2,000.
#[test]
fn an_amount_is_so_many_times_its_dollars() {
    let api =
        "--input 5B/month --output 1/month --api gpt-4o-mini --hardware rtx-3090 --tier small";
    let month = |flags: &str| {
        answer(&format!("{api} {flags}"))["options"][0]["monthly_usd"]["total"].clone()
    };
    let usd = month("").as_f64().unwrap();
    let twice = breakeven::figure::grouped(usd * 2.0, 0);
    let half = breakeven::figure::grouped(usd / 2.0, 0);
    let swiss = text(&format!("{api} --full --currency CHF=2"));
    assert!(swiss.contains(&format!("CHF{twice}")), "{twice}\n{swiss}");
    let euros = text(&format!("{api} --full --currency EUR=0.5"));
    assert!(euros.contains(&format!("€{half}")), "{half}\n{euros}");
    assert!(euros.contains("EUR=0.5 for a US dollar"), "{euros}");
    let plain = text(&format!("{api} --full --ascii --currency EUR=0.5"));
    assert!(plain.is_ascii() && plain.contains(&format!("EUR{half}")), "{plain}");
    // What is worked out from published prices shows both.
    let explained = text(&format!("{api} --explain --currency EUR=0.5"));
    let both = format!("= ${} (€{half}) a month", breakeven::figure::grouped(usd, 0));
    assert!(explained.contains(&both), "{both}\n{explained}");
}

#[test]
fn what_programs_read_stays_in_dollars() {
    for form in ["csv", "json"] {
        let dollars = text(&format!("{ASKED} --format {form}"));
        let euros = text(&format!("{ASKED} --format {form} --currency EUR=0.5"));
        match form {
            "csv" => assert_eq!(dollars, euros),
            _ => {
                let [mut dollars, mut euros]: [serde_json::Value; 2] =
                    [dollars, euros].map(|text| serde_json::from_str(&text).unwrap());
                let warnings = euros["warnings"].take();
                dollars["warnings"].take();
                assert_eq!(dollars, euros);
                assert!(warnings.to_string().contains("JSON and CSV stay in US dollars"));
            }
        }
    }
}

/// A verdict hangs on nothing that is shown.
#[test]
fn a_rate_changes_no_verdict() {
    let verdict = |flags: &str| {
        let text = text(&format!("{ASKED} {flags}"));
        text.lines().next().unwrap().split(',').next().unwrap().to_string()
    };
    assert_eq!(verdict(""), verdict("--currency JPY=150"));
    assert_eq!(said("--volume 5M/day --currency EUR").code, 2);
    assert!(said("--volume 5M/day --currency EUR").stderr.contains("like EUR=0.92"));
}
