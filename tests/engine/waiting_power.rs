//! What machines draw while they wait: idle, asleep, or in a computer that is on anyway.

use crate::support::draw::config;
use crate::support::question::{serving_open, with_scenario, with_shipped};
use breakeven::answer::evaluate;
use breakeven::calc::capacity::power::{PowerParts, serving};
use breakeven::calc::price::wall_power::{asleep_share, idle_power, waiting_power};
use breakeven::report::{OptionReport, Report};
use proptest::prelude::*;

/// An owned machine of 100 W idle and 400 W at work, 60 W of the idle ones its computer's, busy 1/8 of the
/// time with 1,000 requests a day; electricity at $0.20.
const PROFILES: &str = r#"
[api.dear]
provider = "a"
model = "m"
tier = "mid"
context_tokens = 100_000
input_usd_per_mtok = 50
output_usd_per_mtok = 50
as_of = 2026-11-01
source = "the test"

[hardware.box]
name = "box"
family = "cpu"
gpus = 1
memory_gb = 80
memory_bandwidth_gb_per_s = 2_000
price_usd = 1_000
host_usd = 500
power_idle_watts = 100
power_load_watts = 400
host_idle_watts = 60
life_months = 50
as_of = 2026-11-01
source = "the test"
"#;

const DEMAND: &str = "--input 5.4M/day --output 540k/day --request 5400+540 --load flat --electricity 0.2 --hardware box";

fn profiles() -> String {
    serving_open(PROFILES, "box", 1_000)
}

fn ask(flags: &str) -> Report {
    with_scenario(&profiles(), &format!("{DEMAND} {flags}"), evaluate)
}

fn local(report: &Report) -> &OptionReport {
    let found = report.options.iter().find(|option| option.kind == "local");
    found.expect("machines are listed")
}

#[track_caller]
fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-9 * expected.abs(), "{found} is not {expected}");
}

/// Dollars of electricity of a month.
fn energy(report: &Report) -> f64 {
    local(report).costs.as_ref().map_or(f64::NAN, |costs| costs.monthly_usd.energy.0)
}

#[test]
fn a_machine_draws_its_watts_by_the_time_that_it_does_something() {
    // 730 kWh of a kW cost $146.
    near(energy(&ask("--owned")), 146.0 * (0.1 + 0.3 / 8.0));
    near(energy(&ask("--owned --sleep 8")), 146.0 * (0.008 + 0.392 / 8.0));
    // A request every 86.4 s: of the idle time exp(-1) is asleep.
    let waits = 100.0 - 92.0 * (-1.0_f64).exp();
    let late = ask("--owned --sleep 8W --sleep-after 86.4s");
    near(energy(&late), 146.0 / 1_000.0 * (waits + (400.0 - waits) / 8.0));
    // Sleep that draws more than being awake saves nothing.
    near(energy(&ask("--owned --sleep 300")), 146.0 * (0.1 + 0.3 / 8.0));
}

/// Rates beyond those of one stream and of all of them, as rounding may give, draw what these draw.
#[test]
fn decoding_draws_no_less_than_one_stream_and_no_more_than_all() {
    let parts = PowerParts { one_stream: 0.5, decode: 1.0 };
    let part = |rate: f64| parts.decoding(rate, (40.0, 240.0));
    assert_eq!([20.0, 40.0, 240.0, 300.0].map(part), [0.5, 0.5, 1.0, 1.0]);
    // A quarter of the time for prompts: 1 / 4 + 1/2 x 3 / 4.
    assert_eq!(serving(0.5, 0.25), 0.625);
}

/// 1,000 requests a day are three halves and half of 1/86.4 a second: after 86.4 s without one, exp(-1.5)
/// and exp(-0.5) of the idle time are left.
#[test]
fn a_machine_sleeps_more_in_quiet_hours() {
    let hours = [vec!["1.5"; 12], vec!["0.5"; 12]].concat().join(", ");
    let load = format!(
        "[load.halves]\nhours = [{hours}]\nweekend_factor = 1.0\nas_of = 2026-11-01\nsource = \"made\"\n"
    );
    let flags = DEMAND.replace("flat", "halves");
    let share = |after: f64| {
        with_scenario(&(profiles() + &load), &flags, |scenario| {
            asleep_share(after, &scenario.workload)
        })
    };
    near(share(86.4), f64::midpoint((-1.5_f64).exp(), (-0.5_f64).exp()));
    assert_eq!(share(0.0), 1.0);
}

#[test]
fn a_computer_that_is_there_costs_nothing_and_draws_its_own_anyway() {
    let bought = ask("");
    let owned = ask("--host owned");
    let upfront = |report: &Report| local(report).costs.as_ref().map(|costs| costs.upfront_usd.0);
    assert_eq!((upfront(&bought), upfront(&owned)), (Some(1_500.0), Some(1_000.0)));
    near(energy(&bought) - energy(&owned), 146.0 * 0.06);
    assert_eq!(owned.assumptions.host.as_deref(), Some("owned"));
    // There is one computer: ten times the demand needs two machines.
    let units = |flags: &str| {
        let report = with_scenario(&profiles(), flags, evaluate);
        let possible = report.options.iter().filter(|option| option.meets_requirements);
        let machines = possible.filter_map(|option| option.units).map(|units| units.0);
        machines.fold(0.0, f64::max)
    };
    let ten = "--input 54M/day --output 5.4M/day --request 5400+540 --load flat --hardware box";
    assert_eq!(units(ten), 2.0);
    assert_eq!(units(&format!("{ten} --host owned")), 1.0);
    assert_eq!(units(&format!("{ten} --host owned --machines 2")), 2.0);
}

#[test]
fn the_flip_of_idle_power_holds_when_it_is_put_back() {
    let question = "--volume 1M/day --hardware rtx-3090 --owned";
    let report = with_shipped(&format!("{question} --format json"), evaluate);
    let flip = report.verdict.flips.iter().find(|flip| flip.input == "idle-power");
    let flip = flip.expect("sleeping changes the verdict");
    assert_eq!((flip.now.0, flip.becomes.as_str()), (1.0, "local"));
    let idle = with_shipped(question, |scenario| {
        let machines = 0..scenario.deployments.machines();
        let found =
            machines.map(|at| scenario.deployments.hardware(at)).find(|it| *it.id == *"rtx-3090");
        found.map_or(f64::NAN, |hardware| idle_power(hardware, &scenario.assumptions).get())
    });
    let kind = |factor: f64| {
        let watts = flip.at.0 * idle * factor;
        with_shipped(&format!("{question} --sleep {watts}"), evaluate).verdict.kind
    };
    assert_eq!(kind(0.999).as_deref(), Some("local"));
    assert_eq!(kind(1.001).as_deref(), Some("api"));
}

proptest! {
    #![proptest_config(config(256))]

    /// Whoever waits draws between its sleep and its idle power, less the sooner it sleeps.
    #[test]
    fn later_sleep_draws_more(soon in 0.0..5_000.0_f64, more in 0.0..5_000.0_f64, watts in 0.0..150.0_f64) {
        let waits = |after: f64| {
            let flags = format!("{DEMAND} --owned --sleep {watts} --sleep-after {after}");
            with_scenario(&profiles(), &flags, |scenario| {
                let hardware = scenario.deployments.hardware(0);
                let share = asleep_share(after, &scenario.workload);
                (waiting_power(hardware, scenario).get(), share)
            })
        };
        let ((first, often), (later, seldom)) = (waits(soon), waits(soon + more));
        prop_assert!(first >= watts.min(100.0) - 1e-9 && later <= 100.0 + 1e-9);
        prop_assert!(first <= later + 1e-9 && often >= seldom && (0.0..=1.0).contains(&seldom));
    }
}
