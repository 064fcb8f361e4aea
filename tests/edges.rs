//! What holds exactly at a limit, and what right behind it.

// A test that cannot go on has failed.
#![allow(clippy::unwrap_used)]

mod support;

use breakeven::calc::api_bill::prices_on;
use breakeven::workload::Request;
use proptest::strategy::{Strategy as _, ValueTree as _};
use support::binary::{Machine, api, ask, same};
use support::case::{Case, Price, World};
use support::draw;

/// Any case.
fn any() -> Case {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    draw::case().new_tree(&mut runner).unwrap().current()
}

#[test]
fn a_prompt_that_reaches_a_cliff_is_not_beyond_it() {
    let flat = |usd: f64| Price { input: [usd; 3], cached: None, output: [usd; 3] };
    for (api_tokens_factor, last) in [(1.0, 1_000.0), (2.0, 500.0)] {
        let cliff = Some((1_000.0, flat(2.0)));
        let price = flat(1.0);
        let case = Case { api_tokens_factor, cliff, price, changes: Vec::new(), ..any() };
        let world = World::of(&case);
        let scenario = world.scenario(&case);
        let api = scenario.baseline.unwrap();
        let paid = |prompt_tokens: f64| {
            let request = Request { prompt_tokens, output_tokens: 1.0 };
            prices_on(api, request, scenario.today).input.typical.get()
        };
        assert_eq!((paid(1.0), paid(last), paid(last + 1.0)), (1.0, 1.0, 2.0));
    }
}

/// A dollar a month.
fn saves_a_dollar(price_usd: f64, more: &str) -> support::binary::Answer {
    let machine = Machine { price_usd, more, ..Machine::default() };
    ask(&(machine.profiles() + &api(1.0, 1.0)), "--volume 1M/month")
}

#[test]
fn nobody_waits_longer_than_a_hundred_years() {
    same(saves_a_dollar(1_200.0, "").payback().unwrap(), 1_200.0);
    assert_eq!(saves_a_dollar(1_200.5, "").payback(), None);
}

#[test]
fn a_gift_that_saves_nothing_never_pays_back() {
    let status = |hosting: f64| {
        let more = format!("hosting_usd_per_month = {hosting}");
        saves_a_dollar(0.0, &more).word("local", "/payback/status").to_string()
    };
    assert_eq!([status(0.5), status(1.0), status(1.5)], ["immediate", "never", "never"]);
}
