//! Every reason for one way or another decides some question, and has its price.
//!
//! Ten reasons: privacy, offline work, control, machines of one's own, latency, cost at volume,
//! frontier quality, nobody to look after machines, new models without work, bursts; and what a
//! model must take: kinds of input and long contexts.

// A test that cannot go on has failed.
#![allow(clippy::unwrap_used)]

use std::ffi::OsString;

use breakeven::cli::run::{Outcome, Surroundings, run};
use breakeven::date::Date;
use breakeven::report::{Report, ShadowPrice};

/// The same question with one reason more.
struct Question {
    /// What is asked without the reason; requirements here cost nothing.
    base: &'static str,
    /// The reason.
    reason: &'static str,
    /// Its word.
    word: &'static str,
    /// The verdict without it and with it.
    verdicts: [&'static str; 2],
}

const HOSTED: &str = "api/host/open";
const BOUGHT: &str = "local/box/open/fp8/bench";
const RENTED: &str = "rent/box/open/fp8/bench";

fn outcome(flags: &str) -> Outcome {
    let profiles = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reasons");
    let fixed = ["breakeven", "--no-builtin", "--profiles", profiles, "--format", "json"];
    let args = fixed.into_iter().chain(flags.split_whitespace()).map(OsString::from);
    let today = Date::new(2026, 11, 22).unwrap();
    run(
        args,
        &Surroundings {
            today,
            profiles: None,
            width: None,
            height: None,
            color: false,
            step_summary: None,
        },
    )
}

fn ask(flags: &str) -> Report {
    let outcome = outcome(&format!("{flags} --today 2026-11-22"));
    assert_eq!(outcome.code, 0, "{flags}: {}", outcome.stderr);
    serde_json::from_str(&outcome.stdout).unwrap()
}

/// Dollars a month over the horizon of what the verdict says.
fn cost(report: &Report) -> f64 {
    let chosen =
        report.options.iter().find(|option| Some(&option.id) == report.verdict.option.as_ref());
    chosen.unwrap().costs.as_ref().unwrap().horizon_usd.0
        / f64::from(report.assumptions.horizon_months)
}

fn cents(usd: f64) -> i64 {
    (usd * 100.0).round() as i64
}

fn price(prices: &[ShadowPrice], word: &str) -> f64 {
    let found = prices.iter().find(|price| price.requirement == word).unwrap();
    found.usd_per_month.unwrap().0
}

/// The reason changes the verdict as expected, is named, and costs what two runs differ by; every
/// other requirement costs nothing.
#[track_caller]
fn decides(question: &Question) {
    let Question { base, reason, word, verdicts } = *question;
    let (without, with) = (ask(base), ask(&format!("{base} {reason}")));
    let options = [&without, &with].map(|report| report.verdict.option.as_deref().unwrap());
    assert_eq!(options, verdicts);
    assert_eq!(without.verdict.binding_constraint, "cost");
    assert_eq!(with.verdict.binding_constraint, word);
    let prices = &with.verdict.shadow_prices;
    assert_eq!(cents(price(prices, word)), cents(cost(&with) - cost(&without)));
    assert!(cents(price(prices, word)) > 0);
    for other in prices.iter().filter(|price| price.requirement != word) {
        assert_eq!(cents(other.usd_per_month.unwrap().0), 0, "{}", other.requirement);
    }
    let sentence = &with.verdict.because[0];
    assert!(sentence.starts_with(&format!("{word} costs you $")), "{sentence}");
    assert_eq!(with.verdict.decided_by.instead.as_deref(), Some(verdicts[0]));
    let spoken = match verdicts[0] {
        HOSTED => "using the API host/open costs $",
        BOUGHT => "buying 1 x box with open costs $",
        _ => "renting 1 x box with open costs $",
    };
    assert!(sentence.contains(&format!("without it, {spoken}")), "{sentence}");
}

#[test]
fn privacy() {
    let base = "--volume 10M/day --context 16k";
    let verdicts = [HOSTED, BOUGHT];
    decides(&Question { base, reason: "--require privacy", word: "privacy", verdicts });
}

#[test]
fn work_without_a_network() {
    let base = "--volume 10M/day --burst 2";
    let verdicts = [HOSTED, BOUGHT];
    decides(&Question { base, reason: "--require offline", word: "offline", verdicts });
}

#[test]
fn control_over_the_weights() {
    let base = "--volume 10M/day --min-speed 20";
    let verdicts = [HOSTED, RENTED];
    decides(&Question { base, reason: "--require control", word: "control", verdicts });
}

#[test]
fn machines_that_nobody_else_uses() {
    let base = "--volume 10M/day --tier mid";
    let verdicts = [HOSTED, RENTED];
    decides(&Question { base, reason: "--require own-tenancy", word: "own-tenancy", verdicts });
}

#[test]
fn a_short_wait() {
    let base = "--volume 10M/day --tier mid";
    // The APIs answer after 1.2 seconds and more, a box has read the prompt after half a second.
    let verdicts = [HOSTED, RENTED];
    decides(&Question { base, reason: "--max-wait 0.8", word: "max-wait", verdicts });
}

#[test]
fn a_fast_stream() {
    let base = "--volume 10M/day --max-wait 2";
    // The APIs write 40 tokens a second and less, eight streams of a box 50 each.
    let verdicts = [HOSTED, RENTED];
    decides(&Question { base, reason: "--min-speed 45", word: "min-speed", verdicts });
}

#[test]
fn frontier_quality() {
    let base = "--volume 10M/day --burst 3";
    let verdicts = [HOSTED, "api/frontier"];
    decides(&Question { base, reason: "--tier frontier", word: "tier", verdicts });
}

#[test]
fn nobody_to_look_after_machines() {
    let base = "--volume 60M/day --context 16k";
    let verdicts = [RENTED, HOSTED];
    decides(&Question { base, reason: "--require no-ops", word: "no-ops", verdicts });
}

#[test]
fn new_models_without_work() {
    let base = "--volume 10M/day --require no-ops";
    let verdicts = [HOSTED, "api/mid"];
    decides(&Question { base, reason: "--require current", word: "current", verdicts });
}

#[test]
fn bursts() {
    // The API cannot hold the request: machines are all there is. Bought, boxes stand by for the burst;
    // rented as needed, one is paid.
    let base = "--volume 60M/day --request 7500+2500 --rent-price reserved --rent-mode autoscale \
                --api short --electricity 0.05";
    let verdicts = [BOUGHT, RENTED];
    decides(&Question { base, reason: "--burst 4", word: "burst", verdicts });
}

#[test]
fn kinds_of_input() {
    let base = "--volume 10M/day --max-wait 3";
    let verdicts = [HOSTED, "api/seeing"];
    decides(&Question { base, reason: "--needs image", word: "needs", verdicts });
}

#[test]
fn a_long_context() {
    let base = "--volume 10M/day --require no-ops";
    let verdicts = [HOSTED, "api/seeing"];
    decides(&Question { base, reason: "--context 100k", word: "context", verdicts });
}

#[test]
fn cost_at_volume() {
    // What costs nothing does not decide.
    let [small, large] =
        ["10M/day", "60M/day"].map(|volume| ask(&format!("--volume {volume} --context 16k")));
    assert_eq!(small.verdict.option.as_deref(), Some(HOSTED));
    assert_eq!(large.verdict.option.as_deref(), Some(RENTED));
    for report in [small, large] {
        assert_eq!(report.verdict.binding_constraint, "cost");
        assert_eq!(price(&report.verdict.shadow_prices, "context"), 0.0);
    }
}

#[test]
fn two_reasons_that_cost_only_together() {
    let without = ask("--volume 10M/day");
    let with = ask("--volume 10M/day --require privacy,offline");
    assert_eq!(with.verdict.option.as_deref(), Some(BOUGHT));
    assert_eq!(with.verdict.binding_constraint, "privacy+offline");
    let prices = &with.verdict.shadow_prices;
    // Dearest first.
    assert_eq!(prices[0].requirement, "privacy+offline");
    assert_eq!(cents(price(prices, "privacy+offline")), cents(cost(&with) - cost(&without)));
    assert_eq!((price(prices, "privacy"), price(prices, "offline")), (0.0, 0.0));
    let sentence = &with.verdict.because[0];
    assert!(sentence.starts_with("privacy and offline together cost you $"), "{sentence}");
}

#[test]
fn what_must_be_promised_is_not_met_until_it_is_stated_and_a_number_is_a_condition() {
    let report = ask("--volume 10M/day --all --needs image --max-wait 5 --min-speed 5");
    let silent = report.options.iter().find(|option| option.id == "api/silent").unwrap();
    let unmet: Vec<(&str, &str)> =
        silent.unmet.iter().map(|unmet| (&*unmet.requirement, &*unmet.reason)).collect();
    let expected = [("needs", "kinds of input are not stated")];
    assert_eq!(unmet, expected);
    // 5 tokens a second are fewer than the 10 that hold anyway.
    let hangs = |report: &Report, id: &str| -> Vec<(String, f64)> {
        let found = report.options.iter().find(|option| option.id == id).unwrap();
        found.not_stated.iter().map(|one| (one.requirement.clone(), one.value.0)).collect()
    };
    assert_eq!(hangs(&report, "api/silent"), [("max-wait".to_string(), 5.0)]);
    let more = ask("--volume 10M/day --all --context 100k --min-speed 20");
    let silent = [("context".to_string(), 100_000.0), ("min-speed".to_string(), 20.0)];
    assert_eq!(hangs(&more, "api/silent"), silent);
    assert_eq!(hangs(&more, HOSTED), []);
}

#[test]
fn when_nothing_meets_the_requirements_the_nearest_misses_say_what_they_lack() {
    let flags = "--volume 10M/day --require privacy --tier frontier --today 2026-11-22";
    let outcome = outcome(flags);
    assert_eq!((outcome.code, &*outcome.stderr), (0, ""));
    let report: Report = serde_json::from_str(&outcome.stdout).unwrap();
    let verdict = &report.verdict;
    assert_eq!((&verdict.kind, &verdict.option), (&None, &None));
    assert_eq!(verdict.sentence, "nothing meets this; the nearest misses are below");
    let expected = [
        "tier and privacy together rule everything out: without them, using the API host/open costs $",
        "tier rules everything out: without it, buying 1 x box with open costs $",
        "privacy rules everything out: without it, using the API frontier costs $",
        "api/frontier: data leaves your premises",
        "api/host/open: is of the mid tier, frontier wanted; data leaves your premises",
        "local/box/open/fp8/bench: is of the mid tier, frontier wanted",
        "rent/box/open/fp8/bench: is of the mid tier, frontier wanted; data leaves your premises",
    ];
    let starts: Vec<bool> = verdict
        .because
        .iter()
        .zip(expected)
        .map(|(sentence, start)| sentence.starts_with(start))
        .collect();
    assert_eq!(starts, [true; 7], "{:#?}", verdict.because);
    assert!(report.options.iter().all(|option| !option.meets_requirements));
}

#[test]
fn what_is_owned_could_be_sold_or_joined_by_another() {
    let sentences = |flags: &str| ask(&format!("--hardware box --owned {flags}")).verdict.because;
    // A month of it is a bill of $319; the box draws $57 of power: 6,000 / 262 months.
    let busy = sentences("--volume 60M/day --resale 30");
    // Over the horizon it loses a part of the 70 % that it loses over its life.
    let sale = "selling 1 x box today would bring about $6,000; with what is lost of that in ";
    assert!(busy.iter().any(|sentence| sentence.starts_with(sale)), "{busy:#?}");
    let second = "a second one, bought for $6,000 to take as much demand again from host/open, \
                  would pay: repaid after 23";
    assert!(busy.iter().any(|sentence| sentence.starts_with(second)), "{busy:#?}");
    let idle = sentences("--volume 1M/day");
    // Where no resale is stated all of it is lost over its life.
    assert!(idle.iter().any(|sentence| sentence.starts_with(sale)), "{idle:#?}");
    assert!(idle.iter().any(|sentence| sentence.ends_with("would not pay: never repaid")));
    // Nothing is said of it when nothing is owned.
    let bought = ask("--hardware box --volume 60M/day").verdict.because;
    assert!(!bought.iter().any(|sentence| sentence.contains("selling")));
}

/// A workload profile asks for the same as the flags do, and a flag overrules it.
#[test]
fn a_workload_profile_can_require() {
    let folder = std::env::temp_dir().join(format!("breakeven-require-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("secret.toml");
    let profile = "[workload.secret]\nprompt_tokens = 1500\noutput_tokens = 500\n\
                   require = { words = [\"privacy\"], burst = 3, tier = \"small\" }\n\
                   as_of = 2026-11-01\nsource = \"a test\"\n";
    std::fs::write(&file, profile).unwrap();
    let profiles = format!("--volume 5M/day --profiles {}", file.display());
    let by_profile = ask(&format!("{profiles} --workload secret"));
    let by_flags =
        ask(&format!("{profiles} --request 1500+500 --require privacy --burst 3 --tier small"));
    assert_eq!(by_profile.verdict, by_flags.verdict);
    assert!(!by_profile.verdict.shadow_prices.is_empty());
    let overruled = ask(&format!("{profiles} --workload secret --tier mid"));
    assert_eq!((&*by_profile.assumptions.tier, &*overruled.assumptions.tier), ("small", "mid"));
    std::fs::remove_dir_all(&folder).unwrap();
}
