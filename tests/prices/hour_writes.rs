//! What is written to a cache for minutes and what for an hour are two prices; the workload says how
//! much of what is written is to stay for an hour.

use breakeven::api::{Api, Billing};
use breakeven::calc::price::api_bill::paid;
use breakeven::profile::catalog::Catalog;
use breakeven::range::Range;
use breakeven::units::{TokensPerDay, UsdPerMtok};
use breakeven::workload::CacheWrites;
use proptest::prelude::*;

use super::bills::{PLAIN, api, monthly, of_x, report, workload};

/// Public prices: input 1.00, cached 0.10, output 5.00, written for five minutes 1.25, for an hour 2.00.
fn haiku() -> String {
    PLAIN.replacen(
        "output_usd_per_mtok = 4.00",
        "output_usd_per_mtok = 5.00\ncached_input_usd_per_mtok = 0.10\n\
         cache_write_usd_per_mtok = 1.25\ncache_write_1h_usd_per_mtok = 2.00",
        1,
    )
}

/// Of 60M fresh input 40M are written, as much as is read: 20 + 40 x 1.25 + 40 x 0.10 + 25 x 5 is 199.
/// A quarter of them for an hour costs 10 x 0.75 more, all of them 40 x 0.75.
#[test]
fn an_hour_in_the_cache_costs_its_own_price() {
    let found = |more: &[&str]| {
        monthly("hour.toml", &haiku(), &of_x(&[&["--cached", "40"], more].concat()))
    };
    for (more, right) in [
        (&[][..], 199.0),
        (&["--cache-writes-1h", "0"], 199.0),
        (&["--cache-writes-1h", "25"], 206.5),
        (&["--cache-writes-1h", "100"], 229.0),
        (&["--cache-writes-1h", "100", "--cache-writes", "0"], 189.0),
    ] {
        assert!((found(more) - right).abs() < 1e-6, "{more:?}: {}", found(more));
    }
    // Without a price of its own it costs what minutes cost.
    let plain = haiku().replacen("cache_write_1h_usd_per_mtok = 2.00\n", "", 1);
    let args = of_x(&["--cached", "40", "--cache-writes-1h", "100"]);
    assert!((monthly("hour.toml", &plain, &args) - 199.0).abs() < 1e-6);
    // Where minutes cost nothing beside the input, an hour may: 60 + 40 + 4 + 125.
    let hour = haiku().replacen("cache_write_usd_per_mtok = 1.25\n", "", 1);
    assert!((monthly("hour.toml", &hour, &args) - 229.0).abs() < 1e-6);
}

#[test]
fn a_workload_says_how_much_is_for_an_hour() {
    let world = format!(
        "{}
[workload.stated]
tokens_per_day = 4109589.04109589
prompt_tokens = 4000
output_tokens = 1000
cached_percent = 40
cache_write_1h_percent = 25
as_of = 2026-11-01
source = \"made\"

[workload.logged]
fresh_input_tokens_per_day = 657534.246575342
cached_read_tokens_per_day = 1315068.493150685
cache_write_tokens_per_day = 1315068.493150685
cache_write_1h_tokens_per_day = 328767.123287671
output_tokens_per_day = 821917.808219178
as_of = 2026-11-01
source = \"made\"
",
        haiku()
    );
    for (name, more, right) in [
        ("stated", &[][..], 206.5),
        ("logged", &[], 206.5),
        ("logged", &["--cache-writes-1h", "100"], 229.0),
        ("stated", &["--cache-writes-1h", "0"], 199.0),
    ] {
        let args = [&["--api", "x", "--workload", name], more].concat();
        let found = monthly("hour.toml", &world, &args);
        assert!((found - right).abs() < 1e-6, "{name} {more:?}: {found}");
    }
}

#[test]
fn the_explanation_and_the_assumptions_name_the_hour() {
    let args = of_x(&["--cached", "40", "--cache-writes-1h", "25", "--explain"]);
    let found = report("hour.toml", &haiku(), &args);
    let text = found["explanation"].to_string();
    assert!(
        text.contains("of fresh input written to the cache at 1.25, 25 % of it for an hour at 2"),
        "{text}"
    );
}

/// Of every shipped price of Anthropic's models, here and at resellers, five minutes cost 1.25 times the
/// input and an hour twice.
#[test]
fn shipped_prices_keep_the_published_ratios() {
    let catalog = Catalog::with(Vec::new()).unwrap();
    let apis = catalog.all::<Api>().filter(|api| api.model.contains("claude"));
    let mut count = 0;
    for api in apis {
        let over_input =
            |price: Option<Range<UsdPerMtok>>| price.unwrap().typical / api.prices.input.typical;
        let [minutes, hour] =
            [api.billing.cache_write, api.billing.cache_write_hour].map(over_input);
        assert!((minutes - 1.25).abs() < 1e-9 && (hour - 2.0).abs() < 1e-9, "{}", api.id);
        count += 1;
    }
    assert!(count >= 12, "{count}");
}

proptest! {
    /// Every token is paid once: read, written for minutes, written for an hour, or neither; more of
    /// them for an hour never costs less.
    #[test]
    fn every_token_is_paid_once(
        fresh in 1.0_f64..1e9, cached in 0.0_f64..1e9, factor in 0.0_f64..3.0,
        write in 0.1_f64..4.0, more in 0.0_f64..4.0, share in 0.0_f64..=1.0,
    ) {
        let mut api = api();
        let price = |usd| Some(Range::exactly(UsdPerMtok::new(usd)));
        let input = api.prices.input.typical.get();
        api.billing = Billing {
            cache_write: price(write),
            cache_write_hour: price(write + more),
            ..Billing::default()
        };
        let mut workload = workload();
        workload.fresh = TokensPerDay::new(fresh);
        workload.cached = TokensPerDay::new(cached);
        workload.cache_writes = CacheWrites::PerRead(factor);
        let mut bill = |share: f64| {
            workload.hour_writes = share;
            paid(&api, &api.prices, &workload, 0.0).input.typical.get() * fresh
        };
        let written = fresh.min(cached * factor);
        let hour = written * share;
        let by_hand = (fresh - written) * input + (written - hour) * write + hour * (write + more);
        prop_assert!((bill(share) - by_hand).abs() <= 1e-9 * by_hand);
        prop_assert!(bill(1.0) >= bill(share) - 1e-9 * by_hand);
        prop_assert!(bill(share) >= bill(0.0) - 1e-9 * by_hand);
    }
}
