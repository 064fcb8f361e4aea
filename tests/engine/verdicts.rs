//! What the verdict says of itself: on what it hangs, what decides it, what it is held against.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use breakeven::render::Style;
use breakeven::render::table::render;
use breakeven::report::Report;

use crate::support::question::{WEIGHTS, ask, find};

/// Two endpoints, of which the cheaper one states no speed, wait or context, a card, and a machine.
const PRICES: &str = r#"
[api.quiet]
provider = "somebody"
model = "q"
tier = "mid"
input_usd_per_mtok = 0.05
output_usd_per_mtok = 0.20
as_of = 2026-11-20
source = "contract"

[api.open]
provider = "somebody"
model = "o"
tier = "mid"
context_tokens = 1_000_000
decode_tokens_per_second = 40
time_to_first_token_seconds = 1
input_usd_per_mtok = 0.5
output_usd_per_mtok = 2.0
as_of = 2026-11-20
source = "contract"

[api.old]
provider = "somebody"
model = "old"
tier = "small"
context_tokens = 1_000_000
input_usd_per_mtok = 2.5
output_usd_per_mtok = 10.0
as_of = 2026-11-20
source = "list"

[api.best]
provider = "somebody"
model = "best"
tier = "frontier"
context_tokens = 1_000_000
input_usd_per_mtok = 5
output_usd_per_mtok = 25
as_of = 2026-11-20
source = "list"

[api.twin]
provider = "somebody"
model = "twin"
tier = "mid"
input_usd_per_mtok = 0.05
output_usd_per_mtok = 0.20
as_of = 2026-11-10
source = "contract"

[hardware.box]
name = "Box"
family = "nv-geforce"
gpus = 1
life_months = 36
memory_gb = 100
memory_bandwidth_gb_per_s = 1000
power_idle_watts = 50
power_load_watts = 300
price_usd = 2000
as_of = 2026-11-20
source = "shop"
"#;

fn told(flags: &str) -> Report {
    ask(&format!("{PRICES}{WEIGHTS}"), flags)
}

fn option(report: &Report) -> &str {
    report.verdict.option.as_deref().unwrap()
}

/// The case `requirement-nobody-can-miss`: a default said aloud is the default, and a looser wish
/// never gives another answer.
#[test]
fn a_requirement_that_nothing_can_miss_changes_nothing() {
    let asked = told("--volume 5M/day");
    assert_eq!(option(&asked), "api/quiet");
    assert!(asked.verdict.conditional_on.is_empty());
    assert_eq!(told("--volume 5M/day --min-speed 10"), asked);
    for looser in ["--min-speed 0", "--min-speed 0.001"] {
        let looser = told(&format!("--volume 5M/day {looser}"));
        assert_eq!(
            (option(&looser), &looser.verdict.sentence),
            (option(&asked), &asked.verdict.sentence)
        );
        assert!(looser.verdict.shadow_prices.is_empty());
    }
    let wait = told("--volume 5M/day --max-wait 1000000");
    assert_eq!(option(&wait), "api/quiet");
    assert_eq!(wait.verdict.decided_by.constraint, "cost");
}

/// A speed that exists and is not stated neither wins silently nor loses silently.
#[test]
fn a_number_that_is_not_stated_is_a_condition_with_an_alternative() {
    let report = told("--volume 5M/day --min-speed 20");
    assert_eq!(option(&report), "api/quiet");
    let on = &report.verdict.conditional_on;
    assert_eq!(
        (on.len(), &*on[0].api, &*on[0].requirement, on[0].value.0),
        (1, "quiet", "min-speed", 20.0)
    );
    let other = report.verdict.otherwise.as_deref().unwrap();
    assert!(find(&report, other).not_stated.is_empty());
    let sentence = &report.verdict.sentence;
    assert!(sentence.starts_with("if quiet makes 20 tokens/s or more, use it for $"), "{sentence}");
    assert!(sentence.contains("; else "), "{sentence}");
    let text =
        render(&report, &Style { width: 80, ascii: false, color: false, full: true, top: None });
    assert!(text.contains("API ?"), "{text}");
    assert!(text.contains("`decode_tokens_per_second`"), "{text}");
    // What is stated is judged: 40 tokens a second are not 50.
    let fast = told("--volume 5M/day --min-speed 50");
    assert_eq!(
        find(&told("--volume 5M/day --api open --min-speed 50"), "api/open").unmet[0].requirement,
        "min-speed"
    );
    assert!(option(&fast) == "api/quiet");
}

/// The case `own-price-silently-left-out`: a profile of two prices can be chosen, and costs what it
/// costs: (3.75 x 0.05 + 1.25 x 0.20) x 365 / 12 = $13.31 a month.
#[test]
fn a_price_of_ones_own_is_chosen_without_a_context() {
    let report = told("--volume 5M/day --mix 3:1");
    assert_eq!(option(&report), "api/quiet");
    let month = find(&report, "api/quiet").costs.as_ref().unwrap().monthly_usd.total.0;
    assert!((month - 0.4375 * 365.0 / 12.0).abs() < 1e-9, "{month}");
    let named = told("--volume 5M/day --mix 3:1 --api quiet");
    assert_eq!(option(&named), "api/quiet");
}

#[test]
fn three_requirements_decide_together_with_their_price() {
    let free = told("--volume 5M/day");
    let bound = told("--volume 5M/day --require privacy,offline,control");
    assert_eq!(option(&bound), "local/box/weights/fp8/bench");
    let by = &bound.verdict.decided_by;
    assert_eq!(
        (&*by.constraint, &by.requirements.join("+")[..]),
        ("requirements", "privacy+offline+control")
    );
    let total =
        |report: &Report| find(report, option(report)).costs.as_ref().unwrap().horizon_usd.0;
    let price = (total(&bound) - total(&free)) / 36.0;
    assert!((by.usd_per_month.unwrap().0 - price).abs() < 1e-9);
    assert_eq!(by.instead.as_deref(), Some("api/quiet"));
    let text =
        render(&bound, &Style { width: 80, ascii: false, color: false, full: true, top: None });
    let line = "decided by: privacy, offline and control together, $";
    assert!(text.contains(line), "{text}");
    assert!(!text.contains("decided by: cost"), "{text}");
    assert!(
        render(&free, &Style { width: 80, ascii: false, color: false, full: true, top: None })
            .contains("decided by: cost")
    );
}

/// Naming an API pins it; that a cheaper one can do more is said with its dollars all the same.
#[test]
fn a_named_api_is_held_against_the_cheapest_of_at_least_its_tier() {
    let report = told("--volume 5M/day --mix 3:1 --api old");
    assert!(!option(&report).contains("quiet"), "what was not named is not chosen");
    let other = find(&report, "api/quiet");
    assert!(other.comparison_only && other.meets_requirements);
    let said = "the API quiet, of the mid tier (old is small), needs no machine and costs $479 over 36 months";
    assert!(
        report.verdict.because.iter().any(|line| line.starts_with(said)),
        "{:#?}",
        report.verdict.because
    );
    // The cheapest of all has nothing to be held against.
    let cheapest = told("--volume 5M/day --mix 3:1 --api quiet");
    assert!(cheapest.options.iter().all(|option| !option.comparison_only));
}

#[test]
fn a_verdict_below_the_tier_of_the_api_in_use_says_so() {
    let report = told("--volume 20M/day --api best");
    assert_eq!(option(&report), "local/box/weights/fp8/bench");
    let said = "weights is of the mid tier, below best (frontier); with `--tier frontier`: use the API best for $";
    assert!(
        report.verdict.because.iter().any(|line| line.starts_with(said)),
        "{:#?}",
        report.verdict.because
    );
}

/// At the same price the newer facts win, and the other is named.
#[test]
fn a_tie_goes_to_the_newer_and_is_said() {
    let report = told("--volume 5M/day");
    assert_eq!(option(&report), "api/quiet");
    assert_eq!(report.verdict.tied_with, ["api/twin"]);
    assert!(report.verdict.because.iter().any(|line| **line == *"the same price: twin"));
}

/// Whatever saving a sentence names, its time of repayment is against the same API.
#[test]
fn saving_and_repayment_have_one_comparator() {
    let report = told("--volume 20M/day --api open --baseline best");
    let line = report.verdict.because.iter().find(|line| line.starts_with("the machines cost"));
    let line = line.unwrap();
    assert!(line.contains("against open: "), "{line}");
}
