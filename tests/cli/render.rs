//! Reports that no shipped profile makes: hostile text, requirements that cost, verdicts that flip.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use breakeven::criterion::Criterion;
use breakeven::render::{Style, csv, json, markdown, table};
use breakeven::report::{Figure, Flip, Report, ShadowPrice, Warning};

const PLAIN: Style = Style { width: 80, ascii: false, color: false, full: true, top: None };

/// Read when the test runs, so that a file written anew is seen at once.
fn written() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/output/report.json");
    std::fs::read_to_string(path).unwrap()
}

fn report() -> Report {
    serde_json::from_str(&written()).unwrap()
}

#[test]
fn json_reads_back_what_it_wrote() {
    let again = json::render(&report());
    let differing =
        again.lines().zip(written().lines()).find(|(a, b)| a != b).map(|(a, _)| a.to_string());
    assert_eq!(differing, None);
    assert_eq!(again.len(), written().len());
}

#[test]
fn flips_and_prices_of_requirements_are_said() {
    let mut report = report();
    let flip = |input: &str, now: f64, at: f64| Flip {
        input: input.into(),
        now: Figure(now),
        at: Figure(at),
        relative_change: Figure(at / now - 1.0),
        distance: Some(Figure(1.0)),
        plausible: true,
        becomes: "api".into(),
    };
    report.verdict.flips = vec![
        flip("volume", 10e6, 3.386e6),
        flip("electricity", 0.2, 0.05),
        flip("api-price", 1.0, 0.5),
        flip("horizon", 36.0, 14.0),
    ];
    let price = |requirement: Criterion, usd_per_month: Option<f64>| ShadowPrice {
        requirement: requirement.word().into(),
        requirements: vec![requirement],
        usd_per_month: usd_per_month.map(Figure),
    };
    report.verdict.shadow_prices = vec![
        (Criterion::Privacy, Some(63.4)),
        (Criterion::Tier, Some(0.0)),
        (Criterion::Offline, None),
    ]
    .into_iter()
    .map(|(requirement, usd)| price(requirement, usd))
    .collect();
    let wanted_flips = "\
- volume: 3.39M/day instead of 10M/day (-66 %); then an API
- electricity: $0.05 per kWh instead of $0.2 per kWh (-75 %); then an API
- API prices: -50 %; then an API
";
    let wanted_prices = "\
- privacy: $63.40 a month
- offline: nothing meets it
";
    let text = table::render(&report, &PLAIN);
    assert!(text.contains(&format!("\nwhat would change it:\n{wanted_flips}\n")), "{text}");
    assert!(text.contains(&format!("\nwhat requirements cost:\n{wanted_prices}\n")), "{text}");
    let text = markdown::render(&report);
    assert!(text.contains(&format!("What would change it</summary>\n\n{wanted_flips}")), "{text}");
    assert!(text.contains(&format!("What requirements cost</summary>\n\n{wanted_prices}")));
}

#[test]
fn text_of_users_stays_text() {
    let mut report = report();
    report.options[0].label = vec!["a|b\u{1b}[31m<i>".into(), "=cmd()".into()];
    report.options[0].chosen = "模型 \u{202e}\r`x`".into();
    report.verdict.sentence = "do\u{7} it".into();
    report.warnings =
        vec![Warning { code: "x".into(), message: "\u{e000}line\nbreak @someone".into() }];
    for width in [24, 60, 80, 200] {
        for ascii in [false, true] {
            let text = table::render(
                &report,
                &Style { width, ascii, color: false, full: true, top: None },
            );
            let control = |c: char| c.is_control() && c != '\n';
            assert!(!text.contains(control) && !text.contains('\u{202e}'), "{text}");
            assert!(!ascii || text.is_ascii());
        }
    }
    let text = markdown::render(&report);
    assert!(text.contains("API<br>a\\|b\\\\u{1b}\\[31m&lt;i&gt;<br>=cmd()"), "{text}");
    assert!(text.contains("> **warning:** \u{e000}line break @\u{200b}someone\n"), "{text}");
    let widths: Vec<usize> = text
        .lines()
        .filter(|line| line.starts_with('|'))
        .map(|line| line.replace("\\|", "").matches('|').count())
        .collect();
    assert!(widths.iter().all(|pipes| *pipes == report.options.len() + 2), "{widths:?}");
    report.options[0].label = vec!["=cmd()".into()];
    assert!(csv::render(&report).unwrap().contains(",'=cmd(),"));
}

#[test]
fn wide_characters_keep_columns_straight() {
    let mut report = report();
    report.options[0].label = vec!["模型模型模型".into()];
    let text = table::render(&report, &Style { width: 120, ..PLAIN });
    let kind = text.lines().find(|line| line.trim_start().starts_with("API")).unwrap();
    let name = text.lines().find(|line| line.contains('模')).unwrap();
    let end = |line: &str, of: &str| line.find(of).unwrap() + of.len();
    // Six characters of three bytes and two columns each.
    assert_eq!(end(name, "模型模型模型") - 6, end(kind, "API"));
}

#[test]
fn an_empty_answer_is_still_an_answer() {
    let mut report = report();
    report.options.clear();
    report.sources.clear();
    report.baseline = None;
    report.verdict.option = None;
    for width in [20, 80] {
        let text = table::render(&report, &Style { width, ..PLAIN });
        assert!(text.contains("verdict:"), "{text}");
        assert!(!text.contains("prices are of"), "{text}");
    }
    assert_eq!(csv::render(&report).unwrap().lines().count(), 1);
}

#[test]
fn a_flip_that_rounds_to_what_is_now_is_just_above_or_below_it() {
    let flip = |input: &str, now: f64, at: f64, change: f64| Flip {
        input: input.into(),
        now: Figure(now),
        at: Figure(at),
        relative_change: Figure(change),
        distance: Some(Figure(1.0)),
        plausible: true,
        becomes: "local".into(),
    };
    let said = |flip: Flip| {
        let mut report = report();
        report.verdict.flips = vec![flip];
        let text = table::render(&report, &Style { width: 200, ..PLAIN });
        let line = text.lines().find(|line| line.ends_with("; then machines of your own"));
        line.unwrap().strip_prefix("- ").unwrap().split(';').next().unwrap().to_string()
    };
    assert_eq!(said(flip("volume", 5e6, 5.0001e6, 2e-5)), "volume: just above 5M/day");
    assert_eq!(said(flip("volume", 5e6, 6e6, 0.2)), "volume: 6M/day instead of 5M/day (+20 %)");
    assert_eq!(said(flip("peak-factor", 2.0, 1.9999, -5e-5)), "peak factor: just below 2");
    assert_eq!(said(flip("cached-share", 0.0, 1e-5, 1e-5)), "cached share: just above 0 %");
    assert_eq!(said(flip("api-price", 1.0, 0.9999, -1e-4)), "API prices: just below today's");
    assert_eq!(said(flip("throughput", 1.0, 1.1, 0.1)), "throughput: +10 %");
}
