//! No accepted input makes a number that is none.

// A test that cannot go on has failed.
#![allow(clippy::unwrap_used)]

use std::ffi::OsString;

use crate::support::case::Case;
use crate::support::draw::{case, config};
use breakeven::cli::run::{Surroundings, run};
use breakeven::date::Date;
use breakeven::report::{Figure, OptionReport, Report};
use proptest::prelude::*;
use serde_json::Value;

/// Every number of an option.
fn figures(option: &OptionReport) -> Vec<Figure> {
    let mut all: Vec<Figure> = option.units.into_iter().collect();
    all.extend(option.capacity_tokens_per_day);
    all.extend(option.utilization.iter().flat_map(|u| [u.mean, u.peak]));
    all.extend(option.throughput.iter().flat_map(|t| {
        [t.prefill_tokens_per_second, t.decode_tokens_per_second, t.concurrency, t.low, t.high]
    }));
    let Some(costs) = &option.costs else { return all };
    let month = &costs.monthly_usd;
    all.extend([month.api, month.energy, month.operations, month.hosting, month.maintenance]);
    all.extend([month.rent, month.amortization, month.total]);
    all.extend([costs.upfront_usd, costs.levelized_usd_per_mtok, costs.horizon_usd]);
    all.extend(costs.payback.months);
    all.extend(costs.payback.net_of_resale_months);
    all.extend(costs.break_even.tokens_per_day);
    all.extend(costs.break_even.units);
    all.extend(costs.break_even.always_above_tokens_per_day);
    let interval = &costs.interval;
    for ends in [&interval.monthly_usd, &interval.horizon_usd, &interval.payback_months] {
        all.extend(ends.low.into_iter().chain(ends.high));
    }
    all
}

/// One of its ends as often as anything between.
fn extreme(low: f64, high: f64) -> impl Strategy<Value = f64> {
    prop_oneof![Just(low), Just(high), low..high]
}

proptest! {
    #![proptest_config(config(256))]

    /// At the ends of what profiles and flags may say.
    #[test]
    fn nothing_is_infinite_at_the_ends_of_every_range(
        case in case(),
        volume in prop_oneof![Just(1e-3), Just(1e6), Just(1e12), Just(1e18)],
        money in (extreme(0.0, 1e8), extreme(0.0, 1e8), extreme(0.0, 1e12), extreme(0.0, 1e12)),
        watts in (extreme(0.0, 1e6), 0.0..=1.0),
        rates in (extreme(1e-3, 1e8), extreme(1e-3, 1e9), extreme(0.01, 1.0), extreme(0.01, 100.0)),
        years in (extreme(-0.9999, 100.0), extreme(-0.9999, 100.0), extreme(0.0, 10.0), 1_u32..=600),
        resale in extreme(0.0, 1.0),
        factor in extreme(0.01, 100.0),
        overhead in extreme(0.0, 10.0),
        machines in prop::option::of(prop_oneof![Just(1_u32), Just(1_000_000)]),
    ) {
        let case = Case {
            machines,
            machine_usd: [money.0; 3],
            host_usd: money.1,
            electricity: money.2,
            ops_hours: money.3,
            load_watts: [watts.0; 3],
            idle_watts: [watts.0 * watts.1; 3],
            sleep_watts: None,
            prefill: rates.0,
            decode: rates.1,
            headroom: rates.2,
            model_tokens_factor: rates.3,
            growth: years.0,
            trend: years.1,
            discount: years.2,
            horizon: years.3,
            resale_for_all: Some(resale),
            api_tokens_factor: factor,
            rent_per_hour: Some([money.0.max(1e-3) / 1e3; 3]),
            rent_overhead: overhead,
            ..case
        };
        let report = case.times(volume / case.tokens_per_day()).answer();
        for option in &report.options {
            for figure in figures(option) {
                prop_assert!(figure.0.is_finite(), "{option:#?}");
            }
        }
    }
}

/// Places of the JSON report in which `null` has a meaning: never, or none.
const MAY_BE_NULL: [&str; 15] = [
    // Of a payback: the totals are looked at below.
    "p10",
    "p50",
    "p90",
    "baseline",
    "months",
    "tokens_per_day",
    "low",
    "high",
    "kind",
    "option",
    "usd_per_month",
    "net_of_resale_months",
    // Of a wait that grows without end, and of an input that is believed to go one way only.
    "mean",
    "p95",
    "distance",
];

fn nulls(key: &str, value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Null => found.push(key.to_string()),
        Value::Array(items) => items.iter().for_each(|item| nulls(key, item, found)),
        Value::Object(map) => map.iter().for_each(|(key, value)| nulls(key, value, found)),
        _ => {}
    }
}

fn word(words: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    prop::sample::select(words)
}

proptest! {
    #![proptest_config(config(64))]

    /// Flags at the ends of what they accept, and beyond: an answer without a hole, or one refusal.
    #[test]
    fn every_accepted_flag_has_an_answer(
        volume in word(&["5M/day", "1e-3/day", "1e18/day", "1/s", "0.5/year", "1e-300/day"]),
        mix in word(&["3:1", "0:1", "1:0", "1e-300:1", "1:1e-300", "1e300:1"]),
        request in word(&["1500+500", "0+1", "1+0", "1e-300+1", "1e8+0", "200k+10k"]),
        shares in prop::array::uniform3(word(&["0", "1e-300", "50", "100"])),
        headroom in word(&["1", "80", "100", "100", "0.999"]),
        changes in prop::array::uniform2(word(&["-99.999", "-50", "0", "1e-300", "10000"])),
        amounts in prop::array::uniform3(word(&["0", "1e-300", "1", "1e12"])),
        horizon in word(&["1", "36", "60"]),
        discount in word(&["0", "1e-300", "7", "1000"]),
        flag in word(&[
            "", "--machines=1", "--machines=1000000", "--owned", "--tier=frontier", "--peak=1",
            "--min-speed=0",
        ]),
    ) {
        let (changes, discount) =
            if volume == "1e18/day" { (["0", "0"], "0") } else { (changes, discount) };
        let flags = format!(
            "--volume={volume} --mix={mix} --request={request} --cached={} --batch={} --resale={} \
             --headroom={headroom} --growth={} --api-price-trend={} --api-price-floor=0 \
             --electricity={} --ops-hours={} --ops-rate={} --horizon={horizon} \
             --discount={discount} --hardware=rtx-3090 {flag}",
            shares[0], shares[1], shares[2], changes[0], changes[1],
            amounts[0], amounts[1], amounts[2],
        );
        let words = ["breakeven", "--format=json", "--draws=50"].into_iter().chain(flags.split_whitespace());
        let around = Surroundings {
            today: Date::new(2026, 11, 22).unwrap(),
            profiles: None,
            width: None, height: None,
            color: false,
            step_summary: None,
        };
        let outcome = run(words.map(OsString::from), &around);
        if outcome.code == 2 {
            prop_assert!(outcome.stdout.is_empty() && outcome.stderr.starts_with("error: "));
            return Ok(());
        }
        prop_assert_eq!(outcome.code, 0);
        let report: Result<Report, _> = serde_json::from_str(&outcome.stdout);
        prop_assert!(report.is_ok(), "{flags}: {:?}", report.err());
        let mut found = Vec::new();
        nulls("", &serde_json::from_str(&outcome.stdout).unwrap(), &mut found);
        found.retain(|key| !MAY_BE_NULL.contains(&key.as_str()));
        prop_assert!(found.is_empty(), "{flags}: null in {found:?}");
        for costs in report.unwrap().options.iter().filter_map(|option| option.costs.as_ref()) {
            let drawn = costs.interval.draws.as_ref().map(|draws| &draws.horizon_usd);
            prop_assert!(drawn.is_none_or(|drawn| drawn.p10.is_some() && drawn.p90.is_some()));
        }
        for name in ["inf", "NaN"] {
            prop_assert!(!outcome.stdout.contains(&format!(" {name}")), "{flags}: {name}");
        }
    }
}
