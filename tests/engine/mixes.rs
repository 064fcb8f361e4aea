//! Some tokens need the frontier tier and most do not: what the mix costs, next to each of its
//! parts alone.

// A test that cannot go on has failed.
#![allow(clippy::unwrap_used)]

use crate::support::fleet::first_fleet;
use crate::support::question::{find, serving_open, with_scenario};
use breakeven::answer::evaluate;
use breakeven::calc::capacity::fleet::Tenure;
use breakeven::calc::cash::ledger::totals;
use breakeven::calc::option::serving::{Base, ServingOption};
use breakeven::report::Report;
use breakeven::scenario::Scenario;

/// 100 million tokens a month cost $2,500 at the frontier, $80 at the mid API, and $60 on a
/// machine: $2,160 over 36 months, and no power.
const PROFILES: &str = r#"
[api.frontier]
provider = "a"
model = "frontier"
tier = "frontier"
context_tokens = 100_000
input_usd_per_mtok = 25
output_usd_per_mtok = 25
as_of = 2026-11-01
source = "the test"

[api.mid]
provider = "a"
model = "mid"
tier = "mid"
context_tokens = 100_000
input_usd_per_mtok = 0.8
output_usd_per_mtok = 0.8
as_of = 2026-11-01
source = "the test"

[hardware.machine]
name = "machine"
family = "cpu"
gpus = 1
memory_gb = 80
memory_bandwidth_gb_per_s = 2_000
price_usd = 2_160
power_idle_watts = 0
power_load_watts = 0
life_months = 36
as_of = 2026-11-01
source = "the test"
"#;

const MIX: &str = "mixed/local/machine/open/fp8/bench+hard/frontier";
const APIS: &str = "routed/api/mid+hard/frontier";

fn profiles() -> String {
    serving_open(PROFILES, "machine", 3_000)
}

fn with<T>(flags: &str, look: impl FnOnce(&Scenario<'_>) -> T) -> T {
    with_profiles(&profiles(), flags, look)
}

fn with_profiles<T>(profiles: &str, flags: &str, look: impl FnOnce(&Scenario<'_>) -> T) -> T {
    with_scenario(profiles, &format!("--volume 100M/month {flags}"), look)
}

fn ask(flags: &str) -> Report {
    with(flags, evaluate)
}

fn monthly(report: &Report, id: &str) -> f64 {
    find(report, id).costs.as_ref().unwrap().monthly_usd.total.0
}

#[track_caller]
fn near(actual: f64, expected: f64) {
    assert!((actual - expected).abs() <= 1e-9 * expected.abs(), "{actual} is not {expected}");
}

#[test]
fn a_twentieth_of_the_tokens_is_two_thirds_of_the_bill() {
    let report = ask("--hard 5");
    assert_eq!(report.verdict.option.as_deref(), Some(MIX));
    let option = find(&report, MIX);
    let month = &option.costs.as_ref().unwrap().monthly_usd;
    near(month.api.0, 125.0);
    near(month.amortization.0, 60.0);
    near(month.total.0, 185.0);
    let mix = option.mix.as_ref().unwrap();
    assert_eq!(mix.base, "local/machine/open/fp8/bench");
    near(mix.hard_share.0, 0.05);
    near(mix.hard_share_of_bill.0, 125.0 / 185.0);
    // The other ways: an API for the rest, and the frontier for all.
    near(monthly(&report, APIS), 125.0 + 76.0);
    near(monthly(&report, "api/frontier"), 2_500.0);
}

#[test]
fn hard_requests_are_counted_by_their_tokens() {
    // 5 % of the requests, each 19 times as long as another: half of the tokens.
    let report = ask("--hard 5 --hard-length 19");
    near(find(&report, MIX).mix.as_ref().unwrap().hard_share.0, 0.5);
    near(monthly(&report, MIX), 1_250.0 + 60.0);
}

/// The total of the mix at a hard share, and of the base and the frontier alone.
fn mix_and_parts(hard_share: f64, machines: bool, growth: &str) -> [f64; 3] {
    with(&format!("--hard 5 --discount 5 {growth}"), |scenario| {
        let mut scenario = scenario.clone();
        scenario.requirements.hard_share = hard_share;
        let [frontier, mid] =
            ["frontier", "mid"].map(|id| *scenario.apis.iter().find(|api| api.id == id).unwrap());
        let fleet = |share| Box::new(first_fleet(&scenario, Tenure::Bought, share));
        let (base, alone) = if machines {
            let alone = ServingOption { base: Base::Fleet(fleet(1.0)), overflow: None, hard: None };
            (Base::Fleet(fleet(1.0 - hard_share)), alone)
        } else {
            (Base::Api(mid), ServingOption::api(mid))
        };
        let mix = ServingOption { base, overflow: None, hard: Some(frontier) };
        [mix, alone, ServingOption::api(frontier)].map(|o| totals(&o, &scenario).cost().get())
    })
}

#[test]
fn without_hard_tokens_the_mix_is_its_base() {
    for growth in ["", "--growth 60"] {
        for machines in [true, false] {
            let [mix, base, _] = mix_and_parts(0.0, machines, growth);
            near(mix, base);
        }
    }
    // Nothing is mixed then.
    assert!(
        ask("--hard 0")
            .options
            .iter()
            .all(|option| !["routed", "mixed"].contains(&option.kind.as_str()))
    );
}

#[test]
fn with_hard_tokens_only_the_mix_is_the_frontier() {
    let [mix, _, frontier] = mix_and_parts(1.0, false, "--growth 60");
    near(mix, frontier);
    // Nothing is left for machines, so none are bought.
    let all = ask("--hard 100 --all");
    assert_eq!(all.verdict.option.as_deref(), Some("api/frontier"));
    assert!(all.options.iter().all(|option| !["routed", "mixed"].contains(&option.kind.as_str())));
    near(monthly(&all, "api/frontier"), monthly(&ask("--tier frontier"), "api/frontier"));
}

#[test]
fn in_between_the_mix_costs_something_in_between() {
    for percent in 1..100 {
        let share = f64::from(percent) / 100.0;
        let [mix, base, frontier] = mix_and_parts(share, false, "");
        near(mix, base * (1.0 - share) + frontier * share);
        let [mix, base, frontier] = mix_and_parts(share, true, "--growth 80");
        assert!(mix > base.max(frontier * share), "{percent} %");
        assert!(mix <= (base + frontier * share) * (1.0 + 1e-9), "{percent} %");
    }
}

#[test]
fn prices_that_fall_make_a_mix_cheaper_like_its_parts() {
    let horizon =
        |report: &Report, id: &str| find(report, id).costs.as_ref().unwrap().horizon_usd.0;
    let trend = "--all --api-price-trend -50";
    let (mix, alone) = (ask(&format!("--hard 5 {trend}")), ask(trend));
    let frontier = horizon(&alone, "api/frontier");
    assert!(frontier < 0.6 * 36.0 * 2_500.0);
    near(horizon(&mix, APIS), horizon(&alone, "api/mid") * 0.95 + frontier * 0.05);
    near(horizon(&mix, MIX), 2_160.0 + frontier * 0.05);
}

#[test]
fn a_mix_of_apis_is_shown_whatever_machines_are_named() {
    let twin = |text: &str| text.replace("machine]", "twin]").replace("\"machine\"", "\"twin\"");
    let profiles = profiles();
    let hardware = profiles.split("[hardware").nth(1).unwrap().split("[model").next().unwrap();
    let rate = profiles.split("[throughput").nth(1).unwrap();
    let twins = format!(
        "{profiles}\n[hardware{}[throughput{}",
        twin(hardware),
        rate.replace(".machine.", ".twin.")
    );
    let report = with_profiles(&twins, "--hard 5 --hardware machine --hardware twin", evaluate);
    let mixes =
        report.options.iter().filter(|option| ["routed", "mixed"].contains(&option.kind.as_str()));
    // No rent is stated.
    let mixes = mixes.filter(|option| option.meets_requirements);
    let mixes: Vec<&str> = mixes.map(|option| &*option.id).collect();
    assert_eq!(mixes, [APIS, MIX, &MIX.replace("machine", "twin")]);
}

#[test]
fn a_cascade_can_cost_more_than_each_of_its_parts() {
    // Every token is tried on the base: $80, and nearly all of them again at the frontier.
    let report = ask("--hard 98 --routing cascade");
    near(monthly(&report, APIS), 80.0 + 0.98 * 2_500.0);
    near(monthly(&report, MIX), 60.0 + 0.98 * 2_500.0);
    assert!(monthly(&report, MIX) > 2_500.0);
    assert!(monthly(&report, MIX) > monthly(&ask(""), "local/machine/open/fp8/bench"));
    assert_eq!(report.verdict.option.as_deref(), Some("api/frontier"));
    // Told apart beforehand, they cost less than the frontier for all.
    let report = ask("--hard 98 --routing classifier");
    near(monthly(&report, APIS), 1.6 + 0.98 * 2_500.0);
    assert_eq!(report.verdict.option.as_deref(), Some(APIS));
}

#[test]
fn a_dear_router_can_cost_more_than_it_saves() {
    // 100,000 requests of 1,000 tokens a month.
    let report = ask("--hard 5 --router-usd-per-1k 3");
    let option = find(&report, MIX);
    near(option.costs.as_ref().unwrap().monthly_usd.routing.0, 300.0);
    near(monthly(&report, MIX), 185.0 + 300.0);
    near(option.mix.as_ref().unwrap().hard_share_of_bill.0, 125.0 / 485.0);
    assert_eq!(report.verdict.option.as_deref(), Some(MIX));
    let report = ask("--hard 5 --router-usd-per-1k 24");
    near(monthly(&report, MIX), 185.0 + 2_400.0);
    assert_eq!(report.verdict.option.as_deref(), Some("api/frontier"));
}
