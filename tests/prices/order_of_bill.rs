//! The order of a bill: tokens and requests, free quota, minimum spend, fee, tax. Worked out by hand on
//! the whole program's output, and its laws.

use breakeven::calc::price::invoice::Invoice;
use breakeven::units::Usd;
use proptest::prelude::*;

use crate::support::draw::config;

use super::bills::{PLAIN, api_of, monthly, of_x, report};

fn bill(fields: &str, more: &[&str]) -> f64 {
    monthly("order.toml", &format!("{PLAIN}{fields}"), &of_x(more))
}

/// Quota before minimum, minimum before fee, tax on both.
#[test]
fn quota_minimum_fee_tax() {
    let cases: [(&str, f64); 8] = [
        ("", 200.0),
        ("free_usd_per_month = 50\n", 150.0),
        ("free_usd_per_month = 500\n", 0.0),
        ("minimum_usd_per_month = 160\n", 200.0),
        ("minimum_usd_per_month = 300\n", 300.0),
        ("free_usd_per_month = 50\nminimum_usd_per_month = 160\n", 160.0),
        ("fee_percent = 5.5\ntax_percent = 20\n", 200.0 * 1.055 * 1.2),
        (
            "free_usd_per_month = 50\nminimum_usd_per_month = 160\nfee_percent = 5.5\ntax_percent = 20\n",
            160.0 * 1.055 * 1.2,
        ),
    ];
    for (fields, right) in cases {
        let found = bill(fields, &[]);
        assert!((found - right).abs() < 1e-6, "{fields}: {found}, {right}");
    }
}

/// Free tokens are lost at the end of the day. Evenly, 4.1096M a day with 1M free pay for 75.667 %. With
/// a weekend of a tenth, 124.8 / 24 = 5.2 weekdays make a week: 5.5321M on each of them, of which
/// 4.5321M are paid, and 0.5532M on a day of the weekend, of which none is.
#[test]
fn tokens_that_are_free_each_day() {
    let free = "free_tokens_per_day = 1_000_000\n";
    let day = 125.0 / (365.0 / 12.0);
    let right = 200.0 * (day - 1.0) / day;
    let found = bill(free, &["--load", "flat"]);
    assert!((found - right).abs() < 1e-6, "{found}, {right}");
    let week = format!(
        "{free}\n[load.week]\nhours = [{}]\nweekend_factor = 0.1\nas_of = 2026-11-01\nsource = \"made\"\n",
        ["1"; 24].join(", ")
    );
    let weekday = day * 7.0 / 5.2;
    let right = 200.0 * 5.0 * (weekday - 1.0) / (7.0 * day);
    let found = bill(&week, &["--load", "week"]);
    assert!((found - right).abs() < 1e-6, "{found}, {right}");
}

/// 25,000 requests a month at $5 a thousand, and 0.4 calls of each at $10 a thousand.
#[test]
fn requests_and_their_calls() {
    let requests = "usd_per_1k_requests = 5\nusd_per_1k_calls = 10\n";
    assert!((bill(requests, &[]) - 325.0).abs() < 1e-6);
    assert!((bill(requests, &["--calls-per-request", "0.4"]) - 425.0).abs() < 1e-6);
    let with_fee = format!("{requests}fee_percent = 10\n");
    assert!((bill(&with_fee, &["--calls-per-request", "0.4"]) - 467.5).abs() < 1e-6);
    // A price that is not stated is not zero: the option hangs on it.
    let args = of_x(&["--calls-per-request", "0.4"]);
    let unstated = report("order.toml", PLAIN, &args);
    let conditions = api_of(&unstated)["not_stated"].as_array().unwrap();
    assert_eq!(conditions[0]["requirement"], "call-price", "{conditions:?}");
}

/// Hidden reasoning is billed as output: 3 tokens for each that is seen, 100 + 3 x 100.
#[test]
fn output_that_nobody_sees() {
    assert!((bill("output_factor = 3\n", &[]) - 400.0).abs() < 1e-6);
    // Logs count it already.
    let logged = "output_factor = 3\n
[workload.logged]
prompt_tokens = 4000
output_tokens = 1000
fresh_input_tokens_per_day = 3287671.232876712
output_tokens_per_day = 821917.808219178
as_of = 2026-11-01
source = \"made\"
";
    let profile = format!("{PLAIN}{logged}");
    let found = monthly("order.toml", &profile, &["--workload", "logged", "--api", "x"]);
    assert!((found - 200.0).abs() < 1e-6, "{found}");
}

/// What `--explain` says is what is counted.
#[test]
fn the_invoice_is_explained() {
    let fields = "free_usd_per_month = 50\nminimum_usd_per_month = 160\nfee_percent = 5.5\n";
    let args = of_x(&["--explain"]);
    let report = report("order.toml", &format!("{PLAIN}{fields}"), &args);
    let steps = report["explanation"].as_array().unwrap();
    let steps = steps.iter().flat_map(|option| option["steps"].as_array().unwrap());
    let step = steps.into_iter().find(|step| step["name"] == "invoice of x").unwrap();
    assert_eq!(step["numbers"], "max($200 - $50.00, $160) x (1 + 0.055) = $169 a month");
    let from = step["from"].as_array().unwrap();
    let names: Vec<_> = from.iter().map(|number| number["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["free_usd_per_month", "minimum_usd_per_month", "fee_percent"]);
}

proptest! {
    #![proptest_config(config(256))]

    /// A bill grows with the list and never by more than it; it is convex, so that what a machine more
    /// saves falls with their number; and it is never under the minimum.
    #[test]
    fn invoices(
        free_tokens in 0.0_f64..10.0, free in 0.0_f64..100.0, minimum in 0.0_f64..100.0,
        on_top in 1.0_f64..2.0, days in prop::array::uniform7(0.0_f64..10.0), price in 0.0_f64..100.0,
        a in 0.0_f64..3.0, b in 0.0_f64..3.0, monthly_tokens in 0.0_f64..300.0, seats in 0.0_f64..50.0,
    ) {
        prop_assume!(days.iter().sum::<f64>() > 0.0);
        let (free, minimum) = (Usd::new(free), Usd::new(minimum));
        let seats = Usd::new(seats);
        let invoice = Invoice { days, free_tokens, monthly_tokens, free, minimum, on_top, seats, reserved: None };
        let listed = |volume: f64| price * on_top * volume;
        let paid = |volume: f64| invoice.paid(Usd::new(listed(volume)), volume).get();
        let (low, high) = (a.min(b), a.max(b));
        let slack = 1e-9 * (1.0 + listed(high));
        prop_assert!(paid(low) <= paid(high) + slack);
        prop_assert!(paid(high) - paid(low) <= listed(high) - listed(low) + slack);
        prop_assert!(paid((a + b) / 2.0) <= (paid(a) + paid(b)) / 2.0 + slack);
        prop_assert!(paid(low) >= minimum.get() * on_top + seats.get() - slack);
    }
}
