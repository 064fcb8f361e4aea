//! When to ask again: what is announced, and what drifts.

use crate::support::draw::config;
use crate::support::question::{serving_open, with_scenario, with_shipped};
use breakeven::answer::evaluate;
use breakeven::calc::decide::menu::Menu;
use breakeven::calc::whatif::revisit::{later, revisit};
use proptest::prelude::*;

/// An API at $1 until 2027-03-15 and at $3 from then on, and a machine that costs $60.83 a month and no
/// power: 30.42 M tokens a month.
const PROFILES: &str = r#"
[api.rising]
provider = "a"
model = "m"
tier = "mid"
context_tokens = 100_000
input_usd_per_mtok = 1
output_usd_per_mtok = 1
scheduled = [{ from = 2027-03-15, input_usd_per_mtok = 3, output_usd_per_mtok = 3 }]
as_of = 2026-11-01
source = "the test"

[hardware.box]
name = "box"
family = "cpu"
gpus = 1
memory_gb = 80
memory_bandwidth_gb_per_s = 2_000
price_usd = 3_650
power_idle_watts = 0
power_load_watts = 0
life_months = 60
as_of = 2026-11-01
source = "the test"
"#;

fn profiles() -> String {
    serving_open(PROFILES, "box", 3_000)
}

const DEMAND: &str = "--volume 1M/day --load flat";

#[test]
fn an_announced_price_says_when_to_ask_again() {
    // Today is 2026-11-22: 3.7 of five months at $30.42, and the rest at $91.25, cost less than the box.
    let short = with_scenario(&profiles(), &format!("{DEMAND} --horizon 5"), evaluate);
    assert_eq!(short.verdict.kind.as_deref(), Some("api"));
    let again = short.verdict.revisit.expect("the price rises");
    // In a month still 2.7 are, $293 to $304; in two months 1.7, $354.
    assert_eq!((again.month, again.becomes.as_str()), (2, "local"));
    assert_eq!(again.date, "2027-01-22");
    let still = with_scenario(&profiles(), &format!("{DEMAND} --horizon 3"), evaluate);
    assert_eq!(still.verdict.revisit, None);
}

#[test]
fn growth_says_when_the_machine_wins() {
    // The machine holds more than ten times the demand; 2M a day cost the API what the box costs.
    let flat = profiles().replace(
        "scheduled = [{ from = 2027-03-15, input_usd_per_mtok = 3, output_usd_per_mtok = 3 }]\n",
        "",
    );
    let ask =
        |flags: &str| with_scenario(&flat, &format!("{DEMAND} --horizon 12 {flags}"), evaluate);
    assert_eq!(ask("").verdict.revisit, None);
    let report = ask("--growth 100");
    assert_eq!(report.verdict.kind.as_deref(), Some("api"));
    let again = report.verdict.revisit.expect("demand doubles");
    // Demand over the twelve months from month m on is 2^(m / 12) times 1.4427 of today's: 2 at 5.65.
    assert_eq!((again.month, again.becomes.as_str()), (6, "local"));
    assert_eq!(again.date, "2027-05-24");
}

#[test]
fn what_is_given_up_is_a_change_of_the_verdict() {
    let report = with_shipped("--volume 5M/day --require privacy --hardware rtx-3090", evaluate);
    assert_eq!(report.verdict.kind.as_deref(), Some("local"));
    assert_eq!(report.verdict.decided_by.instead_kind.as_deref(), Some("api"));
}

proptest! {
    #![proptest_config(config(24))]

    /// The month that is said has another verdict, and none before it has.
    #[test]
    fn no_month_before_has_another_verdict(volume in 1_u32..60, growth in -60_i32..200, trend in -50_i32..50) {
        let flags = format!("--volume {volume}M/day --growth {growth} --api-price-trend {trend} --horizon 24");
        with_shipped(&flags, |scenario| {
            let kind = |month: u32| {
                let later = later(scenario, month)?;
                Menu::new(&later).cheapest(&later).map(|cheapest| cheapest.kind)
            };
            let menu = Menu::new(scenario);
            let Some(cheapest) = menu.cheapest(scenario) else { return Ok(()) };
            let now = cheapest.kind;
            match revisit(&menu, cheapest) {
                Some(found) => {
                    prop_assert_eq!(found.becomes, kind(found.month));
                    prop_assert!(found.becomes != Some(now));
                    let before = found.month.saturating_sub(1);
                    prop_assert_eq!(kind(before), Some(now), "month {} before {}", before, found.month);
                }
                None => prop_assert!((1..=8).all(|step| kind(step * 3) == Some(now))),
            }
            Ok(())
        })?;
    }
}
