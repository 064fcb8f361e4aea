//! What is paid once: setting machines up, and leaving the API that is used now; from profiles or flags.

use crate::support::question::{find, serving_open, with_scenario};
use breakeven::answer::evaluate;
use breakeven::calc::cash::paid::paid_by;
use breakeven::calc::decide::listing::candidates;
use breakeven::calc::demand::horizon::Horizon;
use breakeven::calc::option::serving::Kind;
use breakeven::report::Report;

/// A machine that takes $300 and 4 hours to set up, and an API that takes $1,000 to leave.
const PROFILES: &str = r#"
[api.used]
provider = "a"
model = "m"
tier = "mid"
context_tokens = 100_000
input_usd_per_mtok = 10
output_usd_per_mtok = 10
migration_usd = 1_000
as_of = 2026-11-01
source = "the test"

[api.other]
provider = "b"
model = "m"
tier = "mid"
context_tokens = 100_000
input_usd_per_mtok = 9
output_usd_per_mtok = 9
as_of = 2026-11-01
source = "the test"

[hardware.box]
name = "box"
family = "cpu"
gpus = 1
memory_gb = 80
memory_bandwidth_gb_per_s = 2_000
price_usd = 2_000
setup_usd = 300
setup_hours = 4
rent_usd_per_hour = 1
power_idle_watts = 0
power_load_watts = 0
life_months = 40
as_of = 2026-11-01
source = "the test"
"#;

const LOCAL: &str = "local/box/open/fp8/bench";
const RENT: &str = "rent/box/open/fp8/bench";

fn ask(flags: &str) -> Report {
    let flags = format!("--volume 1M/day --load flat --horizon 20 --ops-rate 50 --all {flags}");
    with_scenario(&serving_open(PROFILES, "box", 3_000), &flags, evaluate)
}

fn upfront(report: &Report, id: &str) -> f64 {
    find(report, id).costs.as_ref().map_or(f64::NAN, |costs| costs.upfront_usd.0)
}

fn total(report: &Report, id: &str) -> f64 {
    find(report, id).costs.as_ref().map_or(f64::NAN, |costs| costs.horizon_usd.0)
}

#[test]
fn a_profile_says_what_it_takes_to_set_a_machine_up() {
    let stated = ask("");
    assert_eq!((upfront(&stated, LOCAL), upfront(&stated, RENT)), (2_500.0, 500.0));
    // Half of its life is half of its price: no resale is stated.
    assert!((total(&stated, LOCAL) - 1_500.0).abs() < 1e-9);
    let inputs = find(&stated, LOCAL).inputs.as_ref().and_then(|inputs| inputs.machine.clone());
    assert_eq!(inputs.and_then(|machine| machine.setup_usd).map(|usd| usd.0), Some(500.0));
    // Either flag takes the place of both.
    assert_eq!(upfront(&ask("--setup 50"), LOCAL), 2_050.0);
    assert_eq!(upfront(&ask("--setup-hours 1"), LOCAL), 2_050.0);
    assert_eq!(upfront(&ask("--setup 0"), RENT), 0.0);
}

#[test]
fn a_profile_says_what_it_takes_to_leave_an_api() {
    let unstated = ask("");
    let stated = ask("--baseline used");
    let more = |id: &str| total(&stated, id) - total(&unstated, id);
    assert!((more("api/other") - 1_000.0).abs() < 1e-9);
    assert!((more(LOCAL) - 1_000.0).abs() < 1e-9);
    assert_eq!(stated.assumptions.migration_usd.map(|usd| usd.0), Some(1_000.0));
    assert_eq!(unstated.assumptions.migration_usd, None);
    let flag = ask("--baseline used --migration 10");
    assert!((total(&flag, LOCAL) - total(&unstated, LOCAL) - 10.0).abs() < 1e-9);
    // Another one may be left for nothing.
    assert!((total(&ask("--baseline other"), LOCAL) - total(&unstated, LOCAL)).abs() < 1e-9);
}

/// A machine that lives a year, for $2,000 and $500 of setup, costs $10 a month and fetches half of its price. Money
/// is worth half after a year.
#[test]
fn what_has_been_paid_counts_what_replaced_machines_fetched() {
    let profiles =
        PROFILES.replace("life_months = 40", "life_months = 12\nmaintenance_usd_per_month = 10");
    let flags =
        "--volume 1M/day --load flat --horizon 24 --ops-rate 50 --all --resale 50 --discount 100";
    let paid = with_scenario(&serving_open(&profiles, "box", 3_000), flags, |scenario| {
        let all = candidates(scenario);
        let found = all.iter().find(|one| one.subject.kind() == Kind::Local);
        let option = found.and_then(|one| one.option());
        option.map(|option| paid_by(option, scenario, &Horizon::of(scenario))).unwrap_or_default()
    });
    assert_eq!(paid.len(), 25);
    let worth = |months: f64| 0.5_f64.powf(months / 12.0);
    let mut right = 2_500.0;
    for (month, found) in (0_u32..).zip(paid) {
        if month == 12 {
            right += (2_000.0 - 1_000.0) * worth(12.0);
        }
        assert!(
            (found.get() - right).abs() < 1e-9,
            "month {month}: {} is not {right}",
            found.get()
        );
        right += 10.0 * worth(f64::from(month) + 0.5);
    }
}
