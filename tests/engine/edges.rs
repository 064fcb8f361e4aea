//! What holds exactly at a limit, and what right behind it.

// A test that cannot go on has failed.
#![allow(clippy::unwrap_used)]

use crate::support::binary::{Machine, api, ask, same};
use crate::support::case::{Case, Price, World};
use crate::support::draw;
use breakeven::answer::lacking::reason;
use breakeven::calc::decide::listing::candidates;
use breakeven::calc::option::serving::Kind;
use breakeven::calc::price::api_bill::by_length;
use breakeven::model::Model;
use breakeven::requirement::Requirement;
use breakeven::scenario::Shown;
use breakeven::throughput::Deployment;
use breakeven::workload::{Request, Workload};
use proptest::strategy::{Strategy as _, ValueTree as _};

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
            let workload = Workload { request, prompt_spread: 0.0, ..scenario.workload.clone() };
            by_length(api, &api.prices, &workload).input.typical.get()
        };
        assert_eq!((paid(1.0), paid(last), paid(last + 1.0)), (1.0, 1.0, 2.0));
    }
}

#[test]
fn machines_that_are_just_enough_today_may_be_too_few_in_the_end() {
    // A machine makes 100 tokens a second; in month 12, 11 months from now, demand is 1.89 times.
    let case = |given: u32| Case {
        fresh_per_day: 0.0,
        cached_per_day: 0.0,
        output_per_day: 3.0 * 100.0 * 86_400.0,
        hours: [1.0; 24],
        weekend: 1.0,
        growth: 1.0,
        horizon: 12,
        headroom: 1.0,
        machines: Some(given),
        model_tokens_factor: 1.0,
        decode: 100.0,
        ..any()
    };
    let unmet = |given: u32| {
        let case = case(given);
        let world = World::of(&case);
        let all = candidates(&world.scenario(&case));
        let fleet = all.iter().find(|one| one.subject.kind() == Kind::Local).unwrap();
        fleet.unmet.iter().map(reason).collect::<Vec<_>>()
    };
    assert_eq!(unmet(2), ["needs 3 machines in the busiest hour, 2 given"]);
    assert_eq!(unmet(3), ["needs 6 machines in the busiest hour of month 12, 3 given"]);
    assert_eq!(unmet(6), [] as [&str; 0]);
}

#[test]
fn a_context_is_held_in_the_tokens_of_the_model() {
    // 100 GB hold 1 GB of weights and a megabyte for each of the model's tokens.
    let fits = |factor: f64, tokens: f64| {
        let case =
            Case { prompt_tokens: tokens, reply_tokens: 1.0, model_tokens_factor: factor, ..any() };
        let world = World::of(&case);
        let deployment = world.scenario(&case).deployments.on(0)[0].clone();
        let model = Model { kv_bytes_per_token: 1e6, ..deployment.model.clone() };
        let mut scenario = world.scenario(&case);
        scenario.deployments = vec![Deployment { model: &model, ..deployment }].into();
        let all = candidates(&scenario);
        let fleet = all.iter().find(|one| one.subject.kind() == Kind::Local).unwrap();
        fleet.priced.is_some()
    };
    assert!(fits(1.0, 60_000.0) && !fits(2.0, 60_000.0));
    // The same when a longer context is asked for than requests have, and whatever is shown.
    let holds = |factor: f64, shown: Shown| {
        let case =
            Case { prompt_tokens: 10.0, reply_tokens: 1.0, model_tokens_factor: factor, ..any() };
        let world = World::of(&case);
        let deployment = world.scenario(&case).deployments.on(0)[0].clone();
        let model = Model { kv_bytes_per_token: 1e6, ..deployment.model.clone() };
        let mut scenario = world.scenario(&case);
        scenario.deployments = vec![Deployment { model: &model, ..deployment }].into();
        scenario.requirements.asked = vec![Requirement::Context(60_000.0)];
        scenario.shown = shown;
        let all = candidates(&scenario);
        let fleet = all.iter().find(|one| one.subject.kind() == Kind::Local).unwrap();
        fleet.priced.is_some()
    };
    for shown in [Shown::Best, Shown::All] {
        assert!(holds(1.0, shown) && !holds(2.0, shown));
    }
}

/// A dollar a month.
fn saves_a_dollar(price_usd: f64, more: &str) -> crate::support::binary::Answer {
    let machine = Machine { price_usd, more, ..Machine::default() };
    ask(&(machine.profiles() + &api(1.0, 1.0)), "--volume 1M/month")
}

/// The machines of these tests live 36 months.
#[test]
fn a_payback_is_within_the_life_of_the_machine_or_never() {
    same(saves_a_dollar(36.0, "").payback().unwrap(), 36.0);
    assert_eq!(saves_a_dollar(36.5, "").payback(), None);
}

#[test]
fn a_gift_that_saves_nothing_never_pays_back() {
    let status = |hosting: f64| {
        let more = format!("hosting_usd_per_month = {hosting}");
        saves_a_dollar(0.0, &more).word("local", "/payback/status").to_string()
    };
    assert_eq!([status(0.5), status(1.0), status(1.5)], ["immediate", "never", "never"]);
}

/// 24M tokens a day at $1 are $730 a month: a machine for 36 of them is repaid with the last month that is looked
/// at, and with the last of its life.
#[test]
fn a_payback_in_the_last_month_is_within_the_horizon() {
    let payback = |life_months: f64, horizon: u32| {
        let machine = Machine { price_usd: 36.0 * 730.0, life_months, ..Machine::default() };
        let flags = format!("--volume 24M/day --horizon {horizon}");
        let answer = ask(&(machine.profiles() + &api(1.0, 1.0)), &flags);
        (answer.word("local", "/payback/status").to_string(), answer.payback())
    };
    assert_eq!(payback(48.0, 36), ("after".to_string(), Some(36.0)));
    assert_eq!(payback(48.0, 35), ("beyond_horizon".to_string(), Some(36.0)));
    assert_eq!(payback(36.0, 36), ("after".to_string(), Some(36.0)));
    assert_eq!(payback(35.0, 36), ("never".to_string(), None));
}

/// Who leaves the API that is used now pays $1,460 for it, be it for machines or for the cheapest API: beside
/// that one a machine for ten months' saving and a setup of one are repaid after eleven. Beside the other, whose
/// bill is twice as much, they are with what leaving it takes.
#[test]
fn what_leaving_costs_is_paid_for_another_api_as_well() {
    let machine = Machine { price_usd: 10.0 * 730.0, life_months: 48.0, ..Machine::default() };
    let cheap = api(1.0, 1.0).replace("[api.api]", "[api.cheap]");
    let profiles = format!("{}{}{cheap}", machine.profiles(), api(2.0, 2.0));
    // A trend of rents changes nothing here, and has every month looked at on its own.
    for trend in ["", " --rent-trend 10"] {
        let flags = format!("--api cheap --volume 24M/day --migration 1460 --setup 730{trend}");
        let answer = ask(&profiles, &flags);
        same(answer.number("local", "/payback/months"), 6.5);
        same(answer.number("local", "/payback_vs_cheapest/months"), 11.0);
    }
}

/// Two machines and a spare one live a year; what is left of the demand then needs one, and the spare one.
#[test]
fn a_spare_machine_is_bought_again_when_demand_has_shrunk() {
    let machine =
        Machine { price_usd: 1_200.0, decode: 100.0, life_months: 12.0, ..Machine::default() };
    let demand = "--volume 34M/day --request 500+500 --growth -50 --horizon 24";
    let flags = format!("{demand} --spare 1 --resale 0");
    let answer = ask(&(machine.profiles() + &api(10.0, 10.0)), &flags);
    same(answer.number("local", "/upfront_usd"), 3.0 * 1_200.0);
    same(answer.number("local", "/horizon_usd"), (3.0 + 2.0) * 1_200.0);
}

/// Of what is owned and cannot be bought any more, be it without a price or withdrawn, there are no more.
#[test]
fn there_are_no_more_of_what_cannot_be_bought() {
    let machine = Machine { price_usd: 1_200.0, decode: 100.0, ..Machine::default() };
    let profiles = machine.profiles();
    let price = profiles.lines().find(|line| line.starts_with("price_usd")).unwrap();
    let can = |change: &str, volume: &str| {
        let profiles = profiles.replacen(price, change, 1) + &api(10.0, 10.0);
        let answer = ask(&profiles, &format!("--volume {volume}/day --request 500+500 --owned"));
        let options = answer.0["options"].as_array().unwrap();
        let is_it = |option: &&serde_json::Value| {
            option["kind"] == "local" && option["meets_requirements"] == true
        };
        options.iter().find(is_it).is_some()
    };
    for (change, more) in [
        (price.to_string(), true),
        (String::new(), false),
        (format!("{price}\nwithdrawn = 2026-01-01"), false),
    ] {
        assert!(can(&change, "5M"), "{change}");
        assert_eq!(can(&change, "34M"), more, "{change}");
    }
}

/// Computers that are there are for cards: whole machines need none, and there may be more of them.
#[test]
fn whole_machines_need_no_computer_that_is_there() {
    let machine = Machine { price_usd: 1_200.0, decode: 100.0, ..Machine::default() };
    let profiles = machine.profiles() + &api(10.0, 10.0);
    let answer = ask(&profiles, "--volume 34M/day --request 500+500 --host owned");
    same(answer.number("local", "/units"), 2.0);
    assert_eq!(answer.0["verdict"]["kind"], "local", "two of them are possible");
}
