//! Which options are shown, why, and why the others are not.

// A test that cannot go on has failed.
#![allow(clippy::unwrap_used)]

use crate::support::question::{ask as ask_of, find, with_scenario};
use breakeven::answer::evaluate;
use breakeven::report::{OptionReport, Report};
use breakeven::scenario::Scenario;

/// Every profile there is: three APIs, two machines, two models.
///
/// A thousand tokens a day, half input, make a bill of cents; prices are chosen so that
/// the order of the options is plain.
const PROFILES: &str = r#"
[api.cheap]
provider = "a"
model = "cheap"
tier = "small"
context_tokens = 2_000
input_usd_per_mtok = 0.1
output_usd_per_mtok = 0.1
as_of = 2026-11-01
source = "the test"

[api.middle]
provider = "a"
model = "middle"
tier = "mid"
context_tokens = 100_000
max_output_tokens = 4_000
input_usd_per_mtok = 1
output_usd_per_mtok = 1
as_of = 2026-11-01
source = "the test"

[api."host/good"]
provider = "host"
model = "good"
tier = "mid"
serves = "good"
context_tokens = 100_000
input_usd_per_mtok = 2
output_usd_per_mtok = 2
as_of = 2026-11-01
source = "the test"

[api."host/good-dear"]
provider = "host"
model = "good"
tier = "mid"
serves = "good"
context_tokens = 100_000
input_usd_per_mtok = 3
output_usd_per_mtok = 3
as_of = 2026-08-22
source = "the test"

[hardware.large]
name = "large"
family = "cpu"
gpus = 1
memory_gb = 100
memory_bandwidth_gb_per_s = 1_000
price_usd = 2_000
power_idle_watts = 10
power_load_watts = 100
life_months = 36
rent_usd_per_hour = 1
as_of = 2026-11-01
source = "the test"

[hardware.small]
name = "small"
family = "cpu"
gpus = 1
memory_gb = 20
memory_bandwidth_gb_per_s = 1_000
power_idle_watts = 10
power_load_watts = 100
life_months = 24
rent_usd_per_hour = 0.5
as_of = 2026-11-01
source = "the test"

[model.good]
name = "good"
parameters_billion = 10
active_parameters_billion = 10
layers = 10
kv_bytes_per_token = 0
context_tokens = 8_000
tier = "mid"
weights_gb = { fp8 = 10, bf16 = 30 }
as_of = 2026-11-01
source = "the test"

[model.little]
name = "little"
parameters_billion = 1
active_parameters_billion = 1
layers = 10
kv_bytes_per_token = 0
context_tokens = 8_000
tier = "small"
weights_gb = { fp8 = 1 }
as_of = 2026-11-01
source = "the test"

[throughput.large.good.fp8.bench]
prefill_tokens_per_second = 1_000
decode_tokens_per_second = [[1, 50]]
as_of = 2026-11-01
source = "the test"

[throughput.large.little.fp8.bench]
prefill_tokens_per_second = 1_000
decode_tokens_per_second = [[1, 50]]
as_of = 2026-11-01
source = "the test"

[throughput.small.good.fp8.bench]
prefill_tokens_per_second = 1_000
decode_tokens_per_second = [[1, 20]]
as_of = 2026-11-01
source = "the test"
"#;

fn ask(flags: &str) -> Report {
    ask_of(PROFILES, &format!("--volume 1M/day {flags}"))
}

fn shown(report: &Report) -> Vec<(&str, &str)> {
    report.options.iter().map(|option| (&*option.id, &*option.chosen)).collect()
}

fn unmet(report: &Report, id: &str) -> Vec<(String, String)> {
    let unmet = find(report, id).unmet.iter();
    unmet.map(|unmet| (unmet.requirement.clone(), unmet.reason.clone())).collect()
}

fn one(requirement: &str, reason: &str) -> Vec<(String, String)> {
    vec![(requirement.into(), reason.into())]
}

#[test]
fn without_names_the_best_of_each_kind_is_shown() {
    let report = ask("");
    let expected = vec![
        ("api/middle", "cheapest API"),
        ("api/host/good", "the same weights, hosted"),
        ("local/large/good/fp8/bench", "cheapest machines to buy"),
        ("rent/small/good/fp8/bench", "cheapest machines to rent"),
    ];
    assert_eq!(shown(&report), expected);
    assert_eq!(report.baseline.as_deref(), Some("api/middle"));
    assert!(report.options.iter().all(|option| option.meets_requirements));
}

#[test]
fn a_named_baseline_is_shown_too() {
    let report = ask("--baseline host/good-dear");
    assert_eq!(report.baseline.as_deref(), Some("api/host/good-dear"));
    assert_eq!(shown(&report)[2], ("api/host/good-dear", "the baseline"));
    assert_eq!(find(&report, "api/host/good-dear").costs.as_ref().unwrap().payback.status, "none");
    // Whatever its tier.
    let report = ask("--baseline cheap");
    assert_eq!(report.baseline.as_deref(), Some("api/cheap"));
    assert_eq!(unmet(&report, "api/cheap"), one("tier", "is of the small tier, mid wanted"));
    // One that is shown anyway is shown once.
    assert_eq!(shown(&ask("--baseline middle")), shown(&ask("")));
}

/// A host may say that it is of another tier than its weights.
#[test]
fn a_host_of_the_weights_that_are_shown_is_shown_with_its_tier() {
    let of_tier = |tier: &str| format!("tier = \"{tier}\"\nserves = \"good\"");
    let profiles = PROFILES.replace(&of_tier("mid"), &of_tier("small"));
    let report = ask_of(&profiles, "--volume 1M/day");
    assert_eq!(shown(&report)[1], ("api/host/good", "the same weights, hosted"));
    assert_eq!(unmet(&report, "api/host/good"), one("tier", "is of the small tier, mid wanted"));
}

#[test]
fn every_named_api_is_shown_in_the_order_of_naming() {
    let expected =
        vec![("api/host/good-dear", "named with --api"), ("api/cheap", "named with --api")];
    assert_eq!(shown(&ask("--api host/good-dear --api cheap"))[..2], expected);
    assert_eq!(shown(&ask("--api host/good-dear"))[0], expected[0]);
    // A name says that its tier will do, unless a tier is asked for.
    assert!(find(&ask("--api cheap"), "api/cheap").meets_requirements);
    assert!(!find(&ask("--api cheap --tier mid"), "api/cheap").meets_requirements);
}

#[test]
fn every_named_machine_and_model_is_shown() {
    let local = |report: &Report| -> Vec<String> {
        let local = report.options.iter().filter(|option| option.kind == "local");
        local.map(|option| option.id.clone()).collect()
    };
    let report = ask("--hardware large --model good --model little");
    let expected = ["local/large/good/fp8/bench", "local/large/little/fp8/bench"];
    assert_eq!(local(&report), expected);
    assert_eq!(find(&report, expected[1]).chosen, "cheapest of those named");
    let report = ask("--hardware large --hardware small --model good");
    assert_eq!(local(&report), ["local/large/good/fp8/bench", "local/small/good/fp8/bench"]);
    let rent = find(&report, "rent/large/good/fp8/bench");
    assert_eq!(rent.chosen, "cheapest rent of those named");
    for name in ["--hardware large", "--model good"] {
        let report = ask(name);
        let local = find(&report, "local/large/good/fp8/bench");
        assert_eq!(local.chosen, "cheapest of those named", "{name}");
    }
    // A twin is of a model that is shown.
    assert!(
        !shown(&ask("--hardware large --model little")).iter().any(|(id, _)| id.contains("host"))
    );
}

/// A machine serves 6.58M tokens a day for $55.56 and $12 of power; the API asks $30.42 a month for
/// 1M tokens a day.
#[test]
fn a_fleet_that_spills_is_shown_when_it_is_what_to_do() {
    let mixes = |profiles: &str, flags: &str| -> Vec<String> {
        let report = ask_of(profiles, &format!("--load flat {flags}"));
        let mixes = report.options.into_iter().filter(|option| option.kind == "mixed");
        mixes.map(|mix| format!("{} is the {}", mix.id, mix.chosen)).collect()
    };
    // 1.42M for $43 spare the second machine, and 6.4M for $195 do not.
    let local = "mixed/local/large/good/fp8/bench+spill/middle is the cheapest mix";
    assert_eq!(mixes(PROFILES, "--volume 8M/day"), [local]);
    assert!(mixes(PROFILES, "--volume 13M/day").is_empty());
    // Who names a machine is told how it would do with less of it.
    assert_eq!(mixes(PROFILES, "--volume 13M/day --hardware large"), [local]);
    // A machine for $65.70 is cheaper than one that is bought, and the best mix is enough.
    let rented = PROFILES.replace("rent_usd_per_hour = 1\n", "rent_usd_per_hour = 0.09\n");
    let rent = "mixed/rent/large/good/fp8/bench+spill/middle is the cheapest mix";
    assert_eq!(mixes(&rented, "--volume 8M/day"), [rent]);
    // One machine is not enough for 8M, and may be had with an API for the rest; two are.
    assert_eq!(mixes(PROFILES, "--volume 8M/day --hardware large --machines 1"), [local]);
    assert!(mixes(PROFILES, "--volume 8M/day --hardware large --machines 2").is_empty());
}

#[test]
fn all_options_are_ranked_with_what_is_ruled_out_last() {
    let report = ask("--all");
    let ids: Vec<&str> = report.options.iter().map(|option| &*option.id).collect();
    // At a million tokens a day: $30, $61, $91, then a machine, then rent.
    let expected = [
        "api/middle",
        "local/large/good/fp8/bench",
        "api/host/good",
        "api/host/good-dear",
        "rent/small/good/fp8/bench",
        "rent/large/good/fp8/bench",
        "api/cheap",
        "local/large/little/fp8/bench",
        "rent/large/little/fp8/bench",
        "local/small/good/fp8/bench",
    ];
    assert_eq!(ids, expected);
    assert!(report.options.iter().all(|option| option.chosen == "--all"));
    assert!(report.options[..6].iter().all(|option| option.meets_requirements));
    assert!(report.options[6..].iter().all(|option| option.unmet.len() == 1));
    let cost =
        |option: &OptionReport| option.costs.as_ref().map_or(f64::INFINITY, |c| c.horizon_usd.0);
    for group in [&report.options[..6], &report.options[6..]] {
        assert!(group.windows(2).all(|pair| cost(&pair[0]) <= cost(&pair[1])));
    }
}

#[test]
fn what_is_ruled_out_says_why() {
    let report = ask("--all");
    let tier = one("tier", "is of the small tier, mid wanted");
    assert_eq!(unmet(&report, "api/cheap"), tier);
    assert_eq!(unmet(&report, "rent/large/little/fp8/bench"), tier);
    let price = one("price", "purchase price is not stated");
    assert_eq!(unmet(&report, "local/small/good/fp8/bench"), price);
    assert!(find(&report, "local/small/good/fp8/bench").costs.is_none());

    let long = ask("--all --tier small --request 7000+2000");
    let context = one("context", "holds 2,000 tokens, 9,000 wanted");
    assert_eq!(unmet(&long, "api/cheap"), context);
    let context = one("context", "holds 8,000 tokens, 9,000 wanted");
    assert_eq!(unmet(&long, "rent/small/good/fp8/bench"), context);
    assert!(find(&long, "api/middle").meets_requirements);
    let exact = ask("--all --tier small --request 1000+1000");
    assert!(find(&exact, "api/cheap").meets_requirements);

    let wordy = ask("--all --request 10+4001");
    let output = one("context", "writes at most 4,000 tokens, 4,001 wanted");
    assert_eq!(unmet(&wordy, "api/middle"), output);
    assert!(find(&ask("--all --request 10+4000"), "api/middle").meets_requirements);

    // 2,000 of the tokens of the workload are 4,000 of its own.
    let wordy = PROFILES.replace("max_output", "tokens_factor = 2\nmax_output");
    let ask_wordy = |shape: &str| ask_of(&wordy, &format!("--volume 1M/day --all {shape}"));
    let output = one("context", "writes at most 4,000 tokens, 4,002 wanted");
    assert_eq!(unmet(&ask_wordy("--request 10+2001"), "api/middle"), output);
    assert!(find(&ask_wordy("--request 10+2000"), "api/middle").meets_requirements);
    let context = one("context", "holds 100,000 tokens, 100,002 wanted");
    assert_eq!(unmet(&ask_wordy("--request 49001+1000"), "api/middle"), context);
    assert!(find(&ask_wordy("--request 49000+1000"), "api/middle").meets_requirements);
    let wordy =
        PROFILES.replace("context_tokens = 8_000", "context_tokens = 8_000\ntokens_factor = 2");
    let ask_wordy = |shape: &str| ask_of(&wordy, &format!("--volume 1M/day --all {shape}"));
    let context = one("context", "holds 8,000 tokens, 8,002 wanted");
    assert_eq!(unmet(&ask_wordy("--request 3001+1000"), "rent/large/good/fp8/bench"), context);
    let exact = ask_wordy("--request 3000+1000");
    assert!(find(&exact, "rent/large/good/fp8/bench").meets_requirements);

    let stated = "decode_tokens_per_second = 30\ntime_to_first_token_seconds = 2\nmax_output";
    let stated = PROFILES.replace("max_output", stated);
    for (flags, requirement) in [
        ("--min-speed 30 --max-wait 2", None),
        ("--min-speed 30.1 --max-wait 2", Some("min-speed")),
        ("--min-speed 30 --max-wait 1.9", Some("max-wait")),
    ] {
        let report = ask_of(&stated, &format!("--volume 1M/day --all {flags}"));
        let unmet = unmet(&report, "api/middle");
        assert_eq!(unmet.first().map(|unmet| &*unmet.0), requirement, "{flags}");
    }

    let fast = ask("--all --min-speed 30");
    assert_eq!(unmet(&fast, "rent/small/good/fp8/bench")[0].0, "min-speed");
    assert!(find(&fast, "rent/large/good/fp8/bench").meets_requirements);
}

#[test]
fn a_fleet_of_a_given_size_must_be_enough() {
    // 50 tokens a second out, half of the tokens: 1M a day is 0.1215 of a machine, 100M are 12.15,
    // at four fifths 16 machines.
    let capacity = |flags: &str| {
        let report = ask(&format!("--hardware large --model good --load flat {flags}"));
        unmet(&report, "local/large/good/fp8/bench")
    };
    assert!(capacity("--machines 1").is_empty());
    let flags = "--growth 1000 --horizon 25 --machines";
    // From month 0 to month 24 demand becomes 121-fold: 14.7 machines' work.
    assert!(capacity(&format!("{flags} 19")).is_empty());
    let later = one("capacity", "needs 19 machines in the busiest hour of month 25, 18 given");
    assert_eq!(capacity(&format!("{flags} 18")), later);
    assert!(capacity("--growth 1000 --horizon 1 --machines 1").is_empty());
    let now = one("capacity", "needs 4 machines in the busiest hour, 3 given");
    let report = ask("--hardware large --model good --machines 3 --headroom 3.1");
    assert_eq!(unmet(&report, "local/large/good/fp8/bench"), now);
}

#[test]
fn when_nothing_meets_the_requirements_the_nearest_misses_are_shown() {
    let report = ask("--tier frontier");
    assert_eq!(report.verdict.kind, None);
    assert_eq!(report.baseline, None);
    assert!(!report.options.is_empty());
    assert!(report.options.iter().all(|option| option.unmet[0].requirement == "tier"));
    // Also where no profile is of the usual tier.
    let little = PROFILES.replace("tier = \"mid\"\n", "tier = \"small\"\n");
    let report = ask_of(&little, "--volume 1M/day");
    assert_eq!(shown(&report)[0].0, "api/cheap");
    assert_eq!(unmet(&report, "api/cheap"), one("tier", "is of the small tier, mid wanted"));
}

#[test]
fn machines_that_are_owned_cost_no_purchase() {
    let report = ask("--hardware large --model good --owned");
    let option = find(&report, "local/large/good/fp8/bench");
    let costs = option.costs.as_ref().unwrap();
    assert_eq!(costs.upfront_usd.0, 0.0);
    assert_eq!(costs.monthly_usd.amortization.0, 0.0);
    assert_eq!(costs.payback.status, "immediate");
    assert_eq!(costs.payback.net_of_resale_months, None);
    // A price need not be stated for them.
    let report = ask("--hardware small --model good --owned");
    assert!(find(&report, "local/small/good/fp8/bench").meets_requirements);
}

#[test]
fn prices_are_old_after_so_many_days() {
    let stale = |as_of: &str| {
        let profiles = PROFILES.replace("2026-08-22", as_of);
        // Where nobody asks what would change the answer, as in checks, age alone is what counts.
        let flags = "--volume 1M/day --baseline host/good-dear";
        let report = with_scenario(&profiles, flags, |scenario| {
            evaluate(&Scenario { flips: 0, ..scenario.clone() })
        });
        report.warnings.into_iter().find(|warning| warning.code == "stale-prices")
    };
    // 90 days before 2026-11-22.
    assert_eq!(stale("2026-08-24"), None);
    assert_eq!(
        stale("2026-08-23").unwrap().message,
        "1 price profile used here is too old; the furthest is `host/good-dear`: 91 days, from \
         2026-08-23, 90 at most for an API of who made the model"
    );
}

#[test]
fn prices_from_after_today_are_warned_of() {
    let warned = |as_of: &str| {
        let profiles = PROFILES.replace("2026-08-22", as_of);
        let report = ask_of(&profiles, "--volume 1M/day --baseline host/good-dear");
        report.warnings.into_iter().find(|warning| warning.code == "future-date")
    };
    assert_eq!(warned("2026-11-21"), None);
    assert_eq!(warned("2026-11-22"), None);
    let expected = "`api host/good-dear` is dated 2026-11-23, after today, 2026-11-22";
    assert_eq!(warned("2026-11-23").unwrap().message, expected);
}

#[test]
fn a_side_without_a_candidate_is_named() {
    let because = |flags: &str| ask(flags).verdict.because;
    let no = |side: &str| format!("no {side} to choose from meets the requirements");
    assert!(because("--require privacy").contains(&no("API").into()));
    assert!(because("--require no-ops").contains(&no("machine").into()));
    assert!(!because("").iter().any(|sentence| sentence.starts_with("no ")));
}
