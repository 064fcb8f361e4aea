//! An API whose limits are fixed, and another one for what exceeds them.

use breakeven::calc::cash::ledger::totals;
use breakeven::calc::decide::listing::{candidates, cheapest};
use breakeven::calc::decide::menu::Menu;
use breakeven::calc::price::granted::most_at_once;
use breakeven::calc::price::machine::purchase;
use breakeven::report::Report;
use breakeven::scenario::{Scenario, Shown};
use proptest::prelude::*;

use crate::support::draw::config;
use crate::support::question::{ask, find, with_scenario, with_shipped};

/// A load of two halves of the day, of which the second asks for everything: twice the mean hour.
const LOAD: &str = r#"
[load.half]
hours = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]
weekend_factor = 1
as_of = 2026-11-20
source = "made for this test"
"#;

/// 144M tokens a day are 100,000 a minute in the mean hour: $72 and $288 a day of input and output.
const DEMAND: &str = "--input 72M/day --output 72M/day --request 500+500 --load half";

fn api(name: &str, price: f64, more: &str) -> String {
    let output = price * 4.0;
    format!(
        r#"
[api.{name}]
provider = "p"
model = "m"
tier = "mid"
context_tokens = 100_000
decode_tokens_per_second = 100
input_usd_per_mtok = {price:?}
output_usd_per_mtok = {output:?}
{more}
as_of = 2026-11-20
source = "made for this test"
"#
    )
}

fn limit(tokens: u32) -> String {
    format!("tokens_per_minute_limit = {tokens}\nlimit_fixed = true")
}

/// A cheap one that takes so many tokens a minute, and one at twice its price.
fn two(tokens: u32) -> String {
    format!("{LOAD}{}{}", api("x", 1.0, &limit(tokens)), api("y", 2.0, ""))
}

/// USD of a month of what is $1 a day.
const MONTH: f64 = 365.0 / 12.0;

fn monthly(report: &Report, id: &str) -> f64 {
    find(report, id).costs.as_ref().unwrap().monthly_usd.api.0 / MONTH
}

/// 150,000 of 200,000 tokens a minute in twelve hours: three quarters for $270 a day, and a quarter for
/// $180.
#[test]
fn what_exceeds_a_fixed_limit_goes_to_another_api() {
    let report = ask(&two(150_000), DEMAND);
    assert_eq!(report.verdict.option.as_deref(), Some("routed/api/x+spill/y"));
    assert!((monthly(&report, "routed/api/x+spill/y") - 450.0).abs() < 1e-9);
    let mix = find(&report, "routed/api/x+spill/y").mix.as_ref().unwrap();
    assert!((mix.spilled_share.0 - 0.25).abs() < 1e-12);
    // What may be raised is a condition, and not a bound.
    let raised = two(150_000).replace("limit_fixed = true", "limit_fixed = false");
    assert_eq!(ask(&raised, DEMAND).verdict.option.as_deref(), Some("api/x"));
    // What is enough needs no other.
    assert_eq!(ask(&two(200_000), DEMAND).verdict.option.as_deref(), Some("api/x"));
    // Requests have limits, too: 100 a minute in the mean hour.
    let requests =
        two(150_000).replace("tokens_per_minute_limit = 150000", "requests_per_minute_limit = 100");
    assert!((monthly(&ask(&requests, DEMAND), "routed/api/x+spill/y") - 540.0).abs() < 1e-9);
}

/// Half of the work can wait. Of 24 mean hours a day 12 cannot, in twelve hours; 0.8 of the mean hour takes
/// 9.6 of them and 9.6 of what can wait: 40 % at $1, 40 % at half of it, and 20 % at $2.
#[test]
fn what_can_wait_finds_room_below_the_limit() {
    let profiles =
        two(80_000).replace("limit_fixed = true", "limit_fixed = true\nbatch_discount = 0.5");
    let report = ask(&profiles, &format!("{DEMAND} --batch 50"));
    assert!((monthly(&report, "routed/api/x+spill/y") - 360.0 * (0.4 + 0.2 + 0.4)).abs() < 1e-9);
}

/// At three quarters of the demand the cheap one is enough for all of it, as it is at that peak.
#[test]
fn a_flip_is_where_the_limit_is_enough() {
    let flips = ask(&two(150_000), DEMAND).verdict.flips;
    let at = |input: &str| {
        let flip = flips.iter().find(|flip| flip.input == input).unwrap();
        (flip.at.0, flip.becomes.as_str())
    };
    let (volume, kind) = at("volume");
    assert!((volume / 108e6 - 1.0).abs() < 1e-9 && kind == "api", "{volume} {kind}");
    let (peak, kind) = at("peak-factor");
    assert!((peak / 1.5 - 1.0).abs() < 1e-9 && kind == "api", "{peak} {kind}");
    assert_eq!(flips.len(), 2, "{flips:?}");
}

/// Demand that grows exceeds a limit in the end.
#[test]
fn a_limit_holds_to_the_last_month() {
    let flags = format!("{DEMAND} --growth 100 --all");
    let report = ask(&two(210_000), &flags);
    let alone = find(&report, "api/x");
    let why = "grants 210,000 tokens a minute, 1.51M in the busiest hour of month 36";
    assert_eq!(alone.unmet[0].reason, why);
    assert_eq!(report.verdict.option.as_deref(), Some("routed/api/x+spill/y"));
    // Nothing exceeds it in the first month.
    assert!((monthly(&report, "routed/api/x+spill/y") - 360.0).abs() < 1e-9);
}

/// Two with limits serve together what neither serves alone; a third hour of demand is too much for both.
#[test]
fn another_one_may_be_limited_too() {
    let both = |second: u32| {
        format!("{LOAD}{}{}", api("x", 1.0, &limit(150_000)), api("y", 2.0, &limit(second)))
    };
    let report = ask(&both(50_000), DEMAND);
    assert_eq!(report.verdict.option.as_deref(), Some("routed/api/x+spill/y"));
    assert_eq!(ask(&both(49_999), DEMAND).verdict.option, None);
}

/// Of several the one whose bill for what exceeds the limit is the least: a minimum spend makes the one
/// with the lower price dear.
#[test]
fn the_bill_of_the_rest_decides_who_takes_it() {
    let least = "minimum_usd_per_month = 9_000";
    let profiles = format!("{}{}", two(150_000), api("z", 1.5, least));
    let report = ask(&profiles, DEMAND);
    assert_eq!(report.verdict.option.as_deref(), Some("routed/api/x+spill/y"));
}

/// Each step says how much the limit takes and what the two are paid.
#[test]
fn the_limit_is_explained() {
    let report = ask(&two(150_000), &format!("{DEMAND} --explain"));
    let all = report.explanation;
    let mix = all.iter().find(|one| one.option == "routed/api/x+spill/y").unwrap();
    let step = |name: &str| mix.steps.iter().find(|step| step.name == name).unwrap();
    assert_eq!(
        step("limits of x").numbers,
        "150,000 / 100,000.00 = 1.5 times the mean hour; 25 % of all tokens are beyond"
    );
    assert!(step("bill of x within its limits").numbers.contains("1,642.50 x 1"));
    assert!(step("bill of y for what exceeds the limits of x").numbers.contains("547.50 x 2"));
}

/// The total of the cheapest way, by a listing that leaves nothing out.
fn by_listing(scenario: &Scenario<'_>) -> Option<f64> {
    let all = Scenario { shown: Shown::All, ..scenario.clone() };
    cheapest(&candidates(&all)).map(|best| best.cost().get())
}

proptest! {
    #![proptest_config(config(64))]

    /// The compiled total is the ledger's, the search finds what the listing finds, and neither costs
    /// more for another way.
    #[test]
    fn limits_keep_the_laws_of_the_menu(
        tokens in 20_000_u32..400_000,
        (price, free, growth) in (0.5_f64..4.0, 0.0_f64..3_000.0, -40_i32..80),
        (batch, hard, trend) in (0_u32..100, 0_u32..40, -30_i32..10),
        leaving in prop::sample::select(vec!["", "--baseline y --migration 5000"]),
    ) {
        let more = format!("{}\nfree_usd_per_month = {free:?}\nbatch_discount = 0.4", limit(tokens));
        let frontier = api("f", 9.0, "").replace("\"mid\"", "\"frontier\"");
        let without = format!("{LOAD}{}{frontier}", api("y", price, ""));
        let with = format!("{without}{}", api("x", 1.0, &more));
        let flags = format!(
            "{DEMAND} --batch {batch} --hard {hard} --growth {growth} --api-price-trend {trend} {leaving}"
        );
        let (total, mixes) = with_scenario(&with, &flags, |scenario| {
            let found = Menu::new(scenario).cheapest(scenario).unwrap().total.get();
            let listed = by_listing(scenario).unwrap();
            assert!((found / listed - 1.0).abs() < 1e-12, "{found} is not {listed}");
            let all = candidates(&Scenario { shown: Shown::All, ..scenario.clone() });
            let mixes = all.iter().filter_map(|one| one.priced.as_ref());
            let mixes = mixes.filter(|(option, _)| option.overflow.is_some());
            let count = mixes.clone().inspect(|(option, total)| {
                let ledger = totals(option, scenario).cost().get();
                assert!((total.get() / ledger - 1.0).abs() < 1e-12, "{total:?} is not {ledger}");
            });
            (found, count.count())
        });
        let other = with_scenario(&without, &flags, |s| Menu::new(s).cheapest(s).unwrap().total.get());
        prop_assert!(total <= other * (1.0 + 1e-12));
        // Less than the mean hour is never enough, whatever can wait.
        prop_assert!(tokens >= 100_000 || growth < 0 || hard > 0 || mixes > 0);
    }
}

#[test]
fn a_limit_that_may_be_raised_is_none() {
    with_shipped("--volume 5M/day", |scenario| {
        let mut api = scenario.apis[0].clone();
        (api.terms.tokens_per_minute, api.terms.limit_fixed) = (Some(100.0), true);
        assert!(most_at_once(&api, scenario).is_finite());
        api.terms.limit_fixed = false;
        assert_eq!(most_at_once(&api, scenario), f64::INFINITY);
    });
}

/// The computer around a card turns with its price.
#[test]
fn all_of_a_machine_turns_with_the_price_of_hardware() {
    with_shipped("--volume 5M/day --hardware rtx-3090", |scenario| {
        let hardware = scenario.deployments.on(0)[0].hardware;
        let once = purchase(hardware, &scenario.assumptions);
        let mut assumptions = scenario.assumptions.clone();
        assumptions.scale.hardware_price = 2.0;
        assert_eq!(purchase(hardware, &assumptions), once * 2.0);
    });
}
