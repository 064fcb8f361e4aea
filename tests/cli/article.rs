//! The sums of the article that this program grew out of, a note on local and hosted models of
//! May 2026: a used card of $1,000 to $1,700 at 350 to 450 W and 30 to 100 tokens a second, "about 3M
//! output tokens a day", against an API of $1 to $3 per million output tokens.
//!
//! Its claims: power is "$10 to $20 a month at moderate continuous use"; above $30 to $50 a month of
//! API "local pays for itself in 2 to 3 years", and "above $200 a month in months".

// A test that cannot go on has failed.
#![allow(clippy::unwrap_used)]

use crate::support::binary::{Answer, Machine, api, ask, near, same};

/// Days of our month.
const DAYS: f64 = 365.0 / 12.0;
/// 3M tokens a day.
const TOKENS_PER_SECOND: f64 = 3e6 / 86_400.0;

/// A card that draws `power_usd` of electricity a month, against an API that bills `bill_usd` a month
/// at $2 per million output tokens.
fn against(bill_usd: f64, card_usd: f64, power_usd: f64) -> Answer {
    // At $1 per kWh, and the same whether busy or not.
    let watts = power_usd * 1_000.0 / 730.0;
    let machine =
        Machine { price_usd: card_usd, idle_watts: watts, load_watts: watts, ..Machine::default() };
    // A payback is looked for within the life of the machine.
    let machine = Machine { life_months: 240.0, ..machine };
    let flags = format!("--volume {}M/month --mix 0:1 --electricity 1", bill_usd / 2.0);
    let answer = ask(&(machine.profiles() + &api(1.0, 2.0)), &flags);
    same(answer.number("api", "/monthly_usd/total"), bill_usd);
    same(answer.number("local", "/monthly_usd/energy"), power_usd);
    answer
}

/// Payback in months: cheap card and little power, the middle, dear card and much power.
#[track_caller]
fn months(bill_usd: f64, power_usd: [f64; 3], expected: [f64; 3]) {
    for (case, wanted) in expected.into_iter().enumerate() {
        let card = [1_000.0, 1_350.0, 1_700.0][case];
        let answer = against(bill_usd, card, power_usd[case]);
        near(answer.payback().unwrap(), wanted, 5e-5);
        // The program's horizon is 36 months.
        let status = if wanted <= 36.0 { "after" } else { "beyond_horizon" };
        assert_eq!(answer.word("local", "/payback/status"), status);
    }
}

const NO_POWER: [f64; 3] = [0.0; 3];
const POWER: [f64; 3] = [10.0, 15.0, 20.0];

#[test]
fn two_hundred_dollars_a_month_pay_back_within_months() {
    months(200.0, NO_POWER, [5.0, 6.75, 8.5]);
    months(200.0, POWER, [5.2632, 7.2973, 9.4444]);
}

#[test]
fn fifty_dollars_a_month_pay_back_in_two_to_three_years_only_while_power_is_free() {
    months(50.0, NO_POWER, [20.0, 27.0, 34.0]);
    // With power only the cheapest card at the lowest power does.
    months(50.0, POWER, [25.0, 38.5714, 56.6667]);
}

#[test]
fn thirty_dollars_a_month_never_pay_back_in_two_to_three_years() {
    // Only the cheapest card would, if power were free.
    months(30.0, NO_POWER, [33.3333, 45.0, 56.6667]);
    months(30.0, POWER, [50.0, 90.0, 170.0]);
}

#[test]
fn forty_dollars_in_the_middle_take_four_and_a_half_years() {
    months(40.0, NO_POWER, [25.0, 33.75, 42.5]);
    months(40.0, POWER, [1_000.0 / 30.0, 54.0, 85.0]);
    // What the middle card needs for two and for three years, power paid.
    near(against(71.25, 1_350.0, 15.0).payback().unwrap(), 24.0, 1e-9);
    near(against(52.5, 1_350.0, 15.0).payback().unwrap(), 36.0, 1e-9);
}

/// "$10 to $20 a month in power" is 4.9 to 12.5 hours of work a day at $0.15, not a day of 3M tokens.
#[test]
fn power_of_a_card_that_is_always_at_work_is_higher() {
    let energy = |watts, hours_a_day: f64, electricity| {
        let machine =
            Machine { load_watts: watts, decode: TOKENS_PER_SECOND, ..Machine::default() };
        let volume = TOKENS_PER_SECOND * 3_600.0 * hours_a_day;
        let flags = format!("--volume {volume}/day --mix 0:1 --electricity {electricity}");
        ask(&(machine.profiles() + &api(1.0, 2.0)), &flags).number("local", "/monthly_usd/energy")
    };
    same(energy(350.0, 24.0, 0.15), 38.325);
    same(energy(450.0, 24.0, 0.15), 49.275);
    same(energy(450.0, 24.0, 0.30), 98.55);
    near(energy(450.0, 4.87, 0.15), 10.0, 0.005);
    near(energy(350.0, 12.52, 0.15), 20.0, 0.01);
}

/// 30 to 100 tokens a second are 2.6M to 8.6M a day; 3M are 34.7 a second.
#[test]
fn capacity_of_one_card() {
    let capacity = |rate| {
        let machine = Machine { decode: rate, ..Machine::default() };
        let answer = ask(&(machine.profiles() + &api(1.0, 2.0)), "--volume 1M/day --mix 0:1");
        answer.number("local", "/capacity_tokens_per_day")
    };
    same(capacity(30.0), 2_592_000.0);
    same(capacity(100.0), 8_640_000.0);
    same(capacity(TOKENS_PER_SECOND), 3e6);
    near(TOKENS_PER_SECOND, 34.722222, 5e-7);
}

/// A card that is full at 3M tokens a day replaces at most $91 a month of an API at $1 and $274 of
/// one at $3: a bill of $200 at $1 needs three cards, and with the capacity the payback changes.
#[test]
fn one_card_cannot_save_two_hundred_dollars_of_a_cheap_api() {
    let machine = Machine { price_usd: 1_350.0, decode: TOKENS_PER_SECOND, ..Machine::default() };
    let ask_at = |price: f64, flags: &str| ask(&(machine.profiles() + &api(price, price)), flags);
    let full = |price| ask_at(price, "--volume 3M/day --mix 0:1").number("api", "/monthly_usd/api");
    same(full(1.0), 91.25);
    same(full(3.0), 273.75);
    let cheap = ask_at(1.0, "--volume 200M/month --mix 0:1");
    same(cheap.number("local", "/units"), 3.0);
    same(cheap.payback().unwrap(), 3.0 * 1_350.0 / 200.0);
    let dear = ask_at(3.0, &format!("--volume {}M/month --mix 0:1", 200.0 / 3.0));
    same(dear.number("local", "/units"), 1.0);
    same(dear.payback().unwrap(), 1_350.0 / 200.0);
    // One card, said to be enough, is not.
    let one = ask_at(1.0, "--volume 200M/month --mix 0:1 --machines 1");
    assert_eq!(one.unmet("local"), Some("capacity"));
}

/// The question of this program's own first example: 5M tokens a day and one such card.
#[test]
fn five_million_tokens_a_day_sit_on_the_edge_of_one_card() {
    let ask_with = |rate, flags: &str| {
        let machine = Machine { decode: rate, ..Machine::default() };
        ask(&(machine.profiles() + &api(1.0, 3.0)), &format!("--volume 5M/day {flags}"))
    };
    let cards = |rate, flags: &str| ask_with(rate, flags).number("local", "/units");
    // All of it output: 57.9 tokens a second on average.
    assert_eq!(cards(30.0, "--mix 0:1"), 2.0);
    assert_eq!(cards(100.0, "--mix 0:1"), 1.0);
    assert_eq!(cards(TOKENS_PER_SECOND, "--mix 0:1"), 2.0);
    near(ask_with(100.0, "--mix 0:1").number("local", "/utilization/mean"), 0.578704, 5e-7);
    // With a busiest hour of twice the mean and a fifth in reserve, even 100 a second do not do.
    assert_eq!(cards(100.0, "--mix 0:1 --load daytime --headroom 80"), 2.0);
    // A fifth output and prompts that cost no time to speak of: 11.6 tokens a second.
    assert_eq!(cards(30.0, "--mix 4:1"), 1.0);
    near(
        ask_with(30.0, "--mix 4:1").number("local", "/utilization/mean"),
        0.385802 + 4e6 / 86_400e6,
        5e-7,
    );
    let bill = |price| {
        let profiles = Machine::default().profiles() + &api(price, price);
        ask(&profiles, "--volume 5M/day --mix 0:1").number("api", "/monthly_usd/total")
    };
    near(bill(1.0), 152.0833, 5e-5);
    near(bill(3.0), 456.25, 5e-5);
    same(bill(1.0), 5.0 * DAYS);
}

/// "Claude Haiku, GPT-4o-mini class, about $1 to $3 per million output": both are outside the band,
/// $5.00 and $0.60 (prices of April 2026 in github.com/pChitral/vllm-cost-meter, api_pricing.yaml).
#[test]
fn neither_named_api_is_in_the_band() {
    let bill = |input, output| {
        let profiles = Machine::default().profiles() + &api(input, output);
        ask(&profiles, "--volume 1M/month --mix 0:1").number("api", "/monthly_usd/total")
    };
    same(bill(1.0, 5.0), 5.0);
    same(bill(0.15, 0.6), 0.6);
}
