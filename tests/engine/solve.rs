//! `breakeven solve` against payback = price / (bill - power), turned around by hand.

// A test that cannot go on has failed.
#![allow(clippy::unwrap_used)]

use crate::support::binary::{Machine, api, near, solve};
use serde_json::Value;

/// Days of our month.
const DAYS: f64 = 365.0 / 12.0;
/// A machine of 100M tokens in a month of 2,628,000 seconds.
const RATE: f64 = 100e6 / 2_628_000.0;

/// $1,200, 100M tokens a month, no power, against $1 per million tokens: 50M tokens a month repay it
/// in 24 months.
const MACHINE: Machine<'_> = Machine {
    price_usd: 1_200.0,
    idle_watts: 0.0,
    load_watts: 0.0,
    prefill: RATE,
    decode: RATE,
    life_months: 36.0,
    more: "",
};

fn ask_of(machine: Machine<'_>, what: &str, target: f64, flags: &str) -> Value {
    let profiles = machine.profiles() + &api(1.0, 1.0);
    solve(&profiles, &format!("--for {what} --target-payback {target} --electricity 0.05 {flags}"))
}

fn ask(what: &str, target: f64, volume: &str) -> Value {
    ask_of(MACHINE, what, target, &format!("--volume {volume}"))
}

fn number(answer: &Value, path: &str) -> f64 {
    answer.pointer(path).and_then(Value::as_f64).unwrap_or_else(|| panic!("{path} in {answer:#}"))
}

/// The answer is this value, at which the machines are repaid in just the time that was asked for.
#[track_caller]
fn is(answer: &Value, value: f64, unit: &str, machines: u32) {
    repaid_in(number(answer, "/target_payback_months"), answer, value, unit, machines);
}

#[track_caller]
fn repaid_in(months: f64, answer: &Value, value: f64, unit: &str, machines: u32) {
    assert_eq!(answer["unit"], unit);
    near(number(answer, "/at/value"), value, value * 1e-9);
    near(number(answer, "/at/payback_months"), months, months * 1e-9);
    assert_eq!(answer["at"]["machines"], format!("{machines} x machine with model (fp8, bench)"));
    assert!(answer["best"].is_null());
}

#[test]
fn more_volume_repays_sooner() {
    let answer = ask("volume", 15.0, "50M/month");
    near(number(&answer, "/now/payback_months"), 24.0, 1e-9);
    near(number(&answer, "/now/value"), 50e6 / DAYS, 1e-3);
    is(&answer, 80e6 / DAYS, "tokens/day", 1);
    // A thousandth of what is needed is near enough to look, and a hundred thousandth is not.
    is(&ask("volume", 15.0, "80k/month"), 80e6 / DAYS, "tokens/day", 1);
    is(&ask("volume", 15.0, "8.01k/month"), 80e6 / DAYS, "tokens/day", 1);
    assert!(ask("volume", 15.0, "800/month")["at"].is_null());
}

/// 110M need a second machine: 2 x 1,200 / 110 is 21.8 months, and a full fleet is repaid in 12.
#[test]
fn the_nearer_side_is_the_answer() {
    let answer = ask("volume", 12.5, "110M/month");
    near(number(&answer, "/now/payback_months"), 2_400.0 / 110.0, 1e-9);
    repaid_in(12.0, &answer, 100e6 / DAYS, "tokens/day", 1);
    is(&ask("volume", 12.5, "180M/month"), 192e6 / DAYS, "tokens/day", 2);
    // One machine and no more serves 100M at most, five thousand times less than 500B.
    let one = |volume| ask_of(MACHINE, "volume", 12.5, &format!("--machines 1 --volume {volume}"));
    repaid_in(12.0, &one("500B/month"), 100e6 / DAYS, "tokens/day", 1);
    assert!(one("2T/month")["at"].is_null());
}

#[test]
fn a_dearer_api_repays_sooner() {
    let unit = "USD per million tokens of the baseline, at this mix";
    is(&ask("api-price", 12.0, "50M/month"), 2.0, unit, 1);
    is(&ask("api-price", 24.0 / 900.0, "50M/month"), 900.0, unit, 1);
    assert!(ask("api-price", 24.0 / 1_000.5, "50M/month")["at"].is_null());
    // At $2 the bill repays in 12 months.
    let profiles = MACHINE.profiles() + &api(2.0, 2.0);
    let flags = "--for api-price --target-payback 6 --volume 50M/month";
    is(&solve(&profiles, flags), 4.0, unit, 1);
}

#[test]
fn a_cheaper_machine_repays_sooner() {
    is(&ask("hardware-price", 12.0, "50M/month"), 600.0, "USD per machine", 1);
    is(&ask("hardware-price", 0.1, "50M/month"), 5.0, "USD per machine", 1);
}

/// 1,000 W all month are 730 kWh: $36.50 at $0.05. Of a bill of $86.50 that leaves $50.
#[test]
fn cheaper_power_repays_sooner() {
    let hungry = Machine { idle_watts: 1_000.0, load_watts: 1_000.0, ..MACHINE };
    let ask = |target| ask_of(hungry, "electricity", target, "--volume 86.5M/month");
    let answer = ask(20.0);
    near(number(&answer, "/now/payback_months"), 24.0, 1e-9);
    near(number(&answer, "/now/value"), 0.05, 1e-12);
    is(&answer, 26.5 / 730.0, "USD per kWh", 1);
    // Even for nothing it does not repay the machine in a year, and that is the best there is.
    let answer = ask(12.0);
    assert!(answer["at"].is_null());
    near(number(&answer, "/best/value"), 0.0, 1e-12);
    near(number(&answer, "/best/payback_months"), 1_200.0 / 86.5, 1e-9);
    let sentence = answer["sentence"].as_str().unwrap();
    assert!(sentence.starts_with("no electricity makes machines pay back within"), "{sentence}");
}

/// 150M need two machines of 100M: 16 months. One of 150M is repaid in 8.
#[test]
fn a_faster_machine_saves_another() {
    let unit = "output tokens/s per machine";
    let answer = ask("throughput", 10.0, "150M/month");
    near(number(&answer, "/now/payback_months"), 16.0, 1e-9);
    repaid_in(8.0, &answer, 1.5 * RATE, unit, 1);
    // 900 machines, or one.
    let answer = ask("throughput", 0.02, "90B/month");
    near(number(&answer, "/now/payback_months"), 12.0, 1e-9);
    repaid_in(12.0 / 900.0, &answer, 900.0 * RATE, unit, 1);
}

#[test]
fn what_is_in_time_already_stays() {
    let answer = ask("volume", 30.0, "50M/month");
    assert_eq!(answer["at"], answer["now"]);
    near(number(&answer, "/now/payback_months"), 24.0, 1e-9);
    assert!(answer["best"].is_null());
    // Rent is no purchase: only machines that are bought are repaid.
    let rented = Machine { more: "rent_usd_per_hour = 0.01", ..MACHINE };
    let answer = ask_of(rented, "months", 1.0, "--volume 50M/month");
    assert_eq!((&answer["for"], &answer["unit"]), (&"months".into(), &"months".into()));
    near(number(&answer, "/now/payback_months"), 24.0, 1e-9);
}
