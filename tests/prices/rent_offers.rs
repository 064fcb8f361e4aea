//! Named offers of a machine for rent: by hand on the whole program's output, and their laws.

use breakeven::calc::capacity::autoscale::by_the_second;
use breakeven::calc::cash::ledger::totals;
use breakeven::calc::decide::listing::candidates;
use breakeven::load::Load;
use breakeven::rent::Serverless;
use proptest::prelude::*;
use serde_json::Value;

use crate::support::binary::{Machine, api, ask};
use crate::support::draw::config;
use crate::support::question::with_scenario;

/// An API that costs more than any machine, and a machine for rent at $2 an hour with these offers.
fn world(offers: &str) -> String {
    let more = format!("rent_usd_per_hour = 2\nrent_offers = [{offers}]\n");
    let machine = Machine { price_usd: 1e7, decode: 1_000.0, more: &more, ..Machine::default() };
    format!("{}{}", api(1_000.0, 1_000.0), machine.profiles())
}

fn offer(name: &str, terms: &str) -> String {
    format!(
        "{{ name = \"{name}\", provider = \"p\", as_of = 2026-11-20, source = \"made\", {terms} }}, "
    )
}

/// The best way to rent: its name and what its rent is a month.
fn rented(offers: &str, flags: &str) -> (String, f64, Value) {
    let answer = ask(&world(offers), &format!("{DEMAND} {flags}"));
    let option = answer.option("rent").clone();
    let rent = option["monthly_usd"]["rent"].as_f64().unwrap();
    (option["label"][0].as_str().unwrap().to_string(), rent, option)
}

/// 0.05 output tokens over 1,000 a second and 5e-5 of prompts keep a machine busy for 5.005 % of the time,
/// with a request every 20 seconds.
const DEMAND: &str = "--input 4.32M/day --output 4.32M/day --request 1000+1000";
const BUSY: f64 = 0.05005;

#[test]
fn each_kind_costs_what_its_terms_say() {
    let on_demand = offer("cheap", "kind = \"on-demand\", usd_per_hour = 1.5");
    let reserved =
        offer("years", "kind = \"reserved\", usd_per_hour = 0.5, commitment_months = 36");
    let spot = offer("spot", "kind = \"spot\", usd_per_hour = 1, interrupted_percent = 25");
    let all = format!("{on_demand}{reserved}{spot}");
    // $1.50, $0.50, and a quarter of the time $2 instead of $1, for 730 hours.
    for (flags, name, right) in [
        ("", "1 x machine:cheap", 1_095.0),
        ("--rent-price reserved", "1 x machine:years", 365.0),
        ("--rent-price spot", "1 x machine:spot", 912.5),
        ("--rent-price any", "1 x machine:years", 365.0),
        ("--rent-price any --horizon 35", "1 x machine:spot", 912.5),
        ("--rent-price any --overhead 10 --horizon 35", "1 x machine:spot", 1_003.75),
    ] {
        let (found, rent, _) = rented(&all, flags);
        assert_eq!(found, name, "{flags}");
        assert!((rent - right).abs() < 1e-6, "{flags}: {rent}, {right}");
    }
    // Beside a dear offer the typical price stays an option.
    let dear = offer("dear", "kind = \"on-demand\", usd_per_hour = 3");
    assert_eq!(rented(&dear, "").0, "1 x machine");
}

/// $0.001 a second is $3.60 an hour. Off for (1 - busy) / e of the time after 20 idle seconds at a request
/// every 20; who finds it off, 0.05 x that a second, starts it for 10 paid seconds; the disk is $5.
#[test]
fn a_machine_by_the_second_is_paid_while_it_is_on() {
    let terms = "kind = \"serverless\", usd_per_second = 0.0005, start_seconds = 10, idle_seconds = 20, disk_usd_per_month = 5";
    let (found, rent, option) = rented(&offer("flex", terms), "--rent-price any");
    assert_eq!(found, "1 x machine:flex");
    let off = (1.0 - BUSY) * (-1.0_f64).exp();
    let on = 1.0 - off + off * 0.05 * 10.0;
    let right = on * 1.8 * 730.0 + 5.0;
    assert!((rent - right).abs() < 1e-3, "{rent}, {right}");
    let total = option["horizon_usd"].as_f64().unwrap();
    assert!((total - 36.0 * right).abs() < 0.05, "{total}");
    // A start is paid for two minutes at least: it is on all the time, and the typical rent is dearer still.
    let minimum = format!("{terms}, minimum_seconds = 120");
    let (_, rent, _) = rented(&offer("flex", &minimum), "--rent-price any");
    assert!((rent - (1.8 * 730.0 + 5.0)).abs() < 1e-6, "{rent}");
    // Who may not wait for a start has no use for it.
    assert_eq!(rented(&offer("flex", terms), "--max-wait 9 --rent-price any").0, "1 x machine");
}

#[test]
fn an_offer_is_explained_with_its_terms() {
    let terms = "kind = \"serverless\", usd_per_second = 0.0005, start_seconds = 10, idle_seconds = 20, disk_usd_per_month = 5";
    let answer =
        ask(&world(&offer("flex", terms)), &format!("{DEMAND} --explain --rent-price serverless"));
    let steps: Vec<Value> = answer.0["explanation"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|option| option["option"].as_str().unwrap().starts_with("rent/machine:flex/"))
        .flat_map(|option| option["steps"].as_array().unwrap().clone())
        .collect();
    let named = |name: &str| steps.iter().find(|step| step["name"] == name).unwrap();
    assert_eq!(named("disk that stays")["numbers"], "1 x 5 = $5.00 a month");
    let from = named("rent")["from"].to_string();
    for field in ["usd_per_hour", "start_seconds", "idle_seconds", "made for", "2026-11-20"] {
        assert!(from.contains(field) || field == "made for", "{field}: {from}");
    }
}

proptest! {
    #![proptest_config(config(256))]

    /// What is paid by the second lies between what is needed and whole machines held each hour; it grows
    /// with the time of a start and is never more than there are.
    #[test]
    fn seconds_are_between_needed_and_held(
        hours in prop::array::uniform24(0.0_f64..4.0), machines in 0.0_f64..20.0, rate in 0.0_f64..2.0,
        start in 0.0_f64..300.0, more in 0.0_f64..300.0, idle in 0.0_f64..60.0, most in 1_u32..40,
    ) {
        let load = Load::new("l".into(), &hours, 0.5);
        prop_assume!(load.is_ok());
        let (load, most) = (load.unwrap(), f64::from(most));
        let terms = |start_seconds| Serverless { start_seconds, idle_seconds: idle, minimum_seconds: 0.0 };
        let paid = |start| by_the_second(&load, (machines, 1.0), rate, most, &terms(start));
        let weights = load.weights();
        let mean = |of: &dyn Fn(f64) -> f64| {
            weights.iter().map(|w| of((w * machines).min(most))).sum::<f64>() / weights.len() as f64
        };
        let slack = 1e-9;
        prop_assert!(mean(&|needed| needed) <= paid(start) + slack);
        prop_assert!(paid(start) <= paid(start + more) + slack);
        prop_assert!(paid(start + more) <= mean(&f64::ceil) + slack);
    }
}

proptest! {
    #![proptest_config(config(24))]

    /// With offers of every kind the compiled total of a way is the ledger's sum of months.
    #[test]
    fn totals_are_the_sums_of_months(
        volume in 1.0_f64..400.0, growth in -30.0_f64..150.0, horizon in 1_u32..60,
        rent in prop::sample::select(vec!["on-demand", "spot", "reserved", "serverless", "any"]),
        mode in prop::sample::select(vec!["always", "autoscale"]),
    ) {
        let offers = [
            offer("cheap", "kind = \"on-demand\", usd_per_hour = 1.5"),
            offer("years", "kind = \"reserved\", usd_per_hour = 0.5, commitment_months = 6"),
            offer("spot", "kind = \"spot\", usd_per_hour = 1, interrupted_percent = 25"),
            offer("flex", "kind = \"serverless\", usd_per_second = 0.0005, start_seconds = 10, idle_seconds = 20, disk_usd_per_month = 5"),
        ];
        let flags = format!(
            "--volume {volume}M/day --growth {growth} --horizon {horizon} --rent-price {rent} --rent-mode {mode} \
             --api api --hardware machine --all"
        );
        let mut seen = 0;
        with_scenario(&world(&offers.concat()), &flags, |scenario| {
            for candidate in candidates(scenario) {
                let Some((option, total)) = &candidate.priced else { continue };
                let sum = totals(option, scenario).cost().get();
                assert!((total.get() - sum).abs() <= 1e-11 * sum.abs(), "{total:?} {sum} {}", candidate.subject.id());
                seen += usize::from(candidate.subject.id().contains("machine:"));
            }
        });
        prop_assert!(seen > 0 || rent == "reserved" && horizon < 6, "{flags}");
    }
}

/// A quarter of the way between: 0.95 of the time it is not busy, of which 1 / e is left after its idle seconds.
#[test]
fn who_waits_for_a_start_is_said() {
    let terms =
        "kind = \"serverless\", usd_per_second = 0.0005, start_seconds = 10, idle_seconds = 20";
    let warned = |offers: &str, flags: &str| -> Vec<String> {
        let answer = ask(&world(offers), &format!("{DEMAND} {flags}"));
        let warnings = answer.0["warnings"].as_array().unwrap().iter();
        let terms = warnings.filter(|warning| warning["code"] == "rent-terms");
        terms.map(|warning| warning["message"].as_str().unwrap().to_string()).collect()
    };
    let off = (1.0 - BUSY) * (-1.0_f64).exp();
    let said = format!(
        "`machine:flex` stops when nothing is asked: {} of requests wait 10 s for a start",
        breakeven::figure::percent(off)
    );
    assert_eq!(warned(&offer("flex", terms), "--rent-price serverless"), [said]);
    let reserved =
        offer("years", "kind = \"reserved\", usd_per_hour = 0.5, commitment_months = 36");
    let held = "`machine:years` is held for 36 months, needed or not";
    assert_eq!(warned(&reserved, "--rent-price any"), [held]);
}

#[test]
fn where_no_disk_is_paid_for_none_is_explained() {
    let terms =
        "kind = \"serverless\", usd_per_second = 0.0005, start_seconds = 10, idle_seconds = 20";
    let answer =
        ask(&world(&offer("flex", terms)), &format!("{DEMAND} --explain --rent-price serverless"));
    let text = answer.0["explanation"].to_string();
    assert!(text.contains("rent/machine:flex/") && !text.contains("disk"), "{text}");
}
