//! One endpoint in two roles sends one bill; and a minimum that is paid for nothing breaks even at once.

use breakeven::api::Prices;
use breakeven::calc::cash::break_even::{BreakEven, Line};
use breakeven::calc::cash::stretches::Stretch;
use breakeven::calc::cash::work_at::WorkAt;
use breakeven::range::Range;
use breakeven::units::{MtokPerMonth, UsdPerMonth, UsdPerMtok};
use breakeven::usage::counts::Counts;
use breakeven::usage::list_price::list_price;
use proptest::prelude::*;

use crate::support::draw::config;
use crate::support::question::with_shipped;
use serde_json::Value;

use super::bills::report;

/// An endpoint of the frontier, for all that exceeds a machine and for all that is hard.
fn both(fields: &str, more: &[&str]) -> Value {
    let api = format!(
        "[api.x]\nprovider = \"p\"\nmodel = \"m\"\ntier = \"frontier\"\ninput_usd_per_mtok = 1.00\n\
         output_usd_per_mtok = 4.00\nas_of = 2026-11-20\nsource = \"made for this test\"\n{fields}"
    );
    let args = ["--input", "4B/month", "--output", "1B/month", "--request", "4000+1000"];
    let hard = ["--api", "x", "--hard", "5", "--machines", "1", "--all", "--draws", "0"];
    report("one-bill.toml", &api, &[&args[..], &hard, more].concat())
}

/// The API's part of the first month and of the horizon where it is in both roles.
fn bills(report: &Value) -> [f64; 2] {
    let options = report["options"].as_array().unwrap();
    let id = |option: &Value| option["id"].as_str().unwrap().to_string();
    let mixed = |option: &&Value| id(option).contains("+spill/x+hard/x");
    let found = options.iter().find(mixed);
    let found = found.unwrap_or_else(|| panic!("{:?}", options.iter().map(id).collect::<Vec<_>>()));
    [&found["monthly_usd"]["api"], &found["horizon_usd"]].map(|n| n.as_f64().unwrap())
}

/// A quota of $50 is let off once, a day's million tokens once, a minimum is paid once: both parts of the bill
/// together are above it.
#[test]
fn a_quota_is_let_off_once() {
    let listed = bills(&both("", &[]));
    let free = bills(&both("free_usd_per_month = 50\n", &[]));
    assert!((listed[0] - free[0] - 50.0).abs() < 1e-6, "{listed:?}, {free:?}");
    assert!((listed[1] - free[1] - 36.0 * 50.0).abs() < 1e-4, "{listed:?}, {free:?}");
    // 30.41667M tokens a month at $1.60 each.
    let free = bills(&both("free_tokens_per_day = 1_000_000\n", &["--load", "flat"]));
    let listed_flat = bills(&both("", &["--load", "flat"]));
    let let_off = 365.0 / 12.0 * 1.6;
    assert!((listed_flat[0] - free[0] - let_off).abs() < 1e-6, "{listed_flat:?}, {free:?}");
    let minimum = format!("minimum_usd_per_month = {}\n", listed[0] + 10.0);
    let paid = bills(&both(&minimum, &[]));
    assert!((paid[0] - listed[0] - 10.0).abs() < 1e-6, "{listed:?}, {paid:?}");
}

/// The bill is explained once, with both parts in it.
#[test]
fn one_bill_is_explained_once() {
    let found = both("free_usd_per_month = 50\n", &["--explain"]);
    let all = found["explanation"].as_array().unwrap().iter();
    let invoices = all.map(|option| {
        let steps = option["steps"].as_array().unwrap();
        steps.iter().filter(|step| step["name"] == "invoice of x").count()
    });
    assert!(invoices.clone().any(|count| count == 1) && invoices.clone().all(|count| count <= 1));
}

fn line(fixed: f64, token: f64, price: f64, capacity: f64, least: f64) -> Line {
    Line {
        stretches: vec![Stretch {
            most: f64::INFINITY,
            fleet: UsdPerMonth::ZERO,
            machine: UsdPerMonth::new(fixed),
            token: UsdPerMtok::new(token),
            waking: UsdPerMtok::ZERO,
        }],
        baseline: UsdPerMtok::new(price),
        least: UsdPerMonth::new(least),
        capacity: MtokPerMonth::new(capacity),
        work: WorkAt::proportional(),
    }
}

proptest! {
    #![proptest_config(config(256))]

    /// At the break-even volume machines cost no more than `max(p V, minimum)`, and above the volume from
    /// which they always win they never do, whatever the minimum; it only ever comes earlier with one.
    #[test]
    fn minimums_and_break_even(
        fixed in 0.1_f64..200.0, token in 0.0_f64..0.5, price in 0.6_f64..3.0,
        capacity in 20.0_f64..400.0, least in 0.0_f64..600.0, steps in prop::array::uniform32(0.0_f64..1.0),
    ) {
        let fleet = |volume: f64| fixed * (volume / capacity * (1.0 - 1e-12)).ceil().max(1.0) + token * volume;
        let baseline = |volume: f64| (price * volume).max(least);
        let volumes = |found: BreakEven| match found {
            BreakEven::Reachable { tokens, always_above, .. } => {
                (tokens.per_month().get(), always_above.map_or(f64::INFINITY, |at| at.per_month().get()))
            }
            BreakEven::Never { .. } => (f64::INFINITY, f64::INFINITY),
        };
        let with = volumes(line(fixed, token, price, capacity, least).sized());
        let without = volumes(line(fixed, token, price, capacity, 0.0).sized());
        prop_assert!(with.0 <= without.0 && with.1 <= without.1, "{with:?} {without:?}");
        if with.0.is_finite() {
            prop_assert!(fleet(with.0) <= baseline(with.0) * (1.0 + 1e-9) + 1e-9, "{with:?}");
        }
        if with.1.is_finite() {
            for step in steps {
                let volume = with.1 + step * 5.0 * capacity + 1e-6;
                prop_assert!(fleet(volume) <= baseline(volume) * (1.0 + 1e-9), "{volume} {with:?}");
            }
        }
    }
}

/// An RTX 3090 costs some $40 a month; an API that asks for $300 whatever is used costs more from the first
/// token on.
#[test]
fn a_minimum_above_a_machine_breaks_even_at_once() {
    let answer = |minimum: &str| {
        let profile = format!(
            "[api.x]\nprovider = \"p\"\nmodel = \"m\"\ntier = \"mid\"\ninput_usd_per_mtok = 0.10\n\
             output_usd_per_mtok = 0.40\nas_of = 2026-11-20\nsource = \"made for this test\"\n{minimum}"
        );
        let args = ["--volume", "3M/day", "--api", "x", "--draws", "0"];
        let report = report("minimum.toml", &profile, &args);
        let options = report["options"].as_array().unwrap();
        let local = options.iter().find(|option| option["kind"] == "local").unwrap();
        local["break_even"].clone()
    };
    let without = answer("");
    assert!(without["tokens_per_day"].as_f64().is_none_or(|tokens| tokens > 0.0), "{without}");
    let with = answer("minimum_usd_per_month = 300\n");
    assert_eq!(with["tokens_per_day"].as_f64(), Some(0.0), "{with}");
}

/// A million new tokens, two read from a cache, four written to one, a quarter of them for an hour, and three of
/// output: 2 + 2 x 0.50 + 3 x 2.50 + 4 + 3 x 10, and with all input at $2 a million 7 x 2 + 3 x 10.
#[test]
fn what_was_used_costs_its_list_price_with_and_without_a_cache() {
    let usd = |price: f64| Range::exactly(UsdPerMtok::new(price));
    with_shipped("--volume 5M/day", |scenario| {
        let mut api = scenario.apis[0].clone();
        api.prices = Prices { input: usd(2.0), cached: Some(usd(0.5)), output: usd(10.0) };
        (api.billing.cache_write, api.billing.cache_write_hour) = (Some(usd(2.5)), Some(usd(4.0)));
        let counts = Counts {
            fresh: Some(1_000_000),
            cached: Some(2_000_000),
            written: Some(4_000_000),
            written_1h: Some(1_000_000),
            output: Some(3_000_000),
            ..Counts::default()
        };
        let bill = list_price(&api, &counts).unwrap();
        assert_eq!((bill.with_cache_usd, bill.without_cache_usd), (44.5, 44.0));
    });
}
