//! When the interval of the throughput alone changes the verdict.

// A test that cannot go on has failed.
#![allow(clippy::unwrap_used)]

use crate::support::case::{Case, Price, World};
use crate::support::draw;
use breakeven::calc::option::serving::Kind;
use breakeven::calc::verdict::evaluation::with_evaluation;
use breakeven::calc::whatif::robustness::Doubt;
use breakeven::engine::Spread;
use breakeven::range::Pick;
use breakeven::scenario::Scenario;
use breakeven::throughput::{Deployment, Measured};
use proptest::strategy::{Strategy as _, ValueTree as _};

/// Work for so many machines of $1,000 on average, a year long, that cost nothing else. The
/// endpoint bills `bill_usd` for all of it.
fn case(machines: f64, bill_usd: f64) -> Case {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let output_per_day = machines * 100.0 * 86_400.0;
    let usd_per_mtok = bill_usd / (output_per_day * 365.0 / 1e6);
    Case {
        fresh_per_day: 0.0,
        cached_per_day: 0.0,
        output_per_day,
        hours: [1.0; 24],
        weekend: 1.0,
        growth: 0.0,
        electricity: 0.0,
        horizon: 12,
        headroom: 1.0,
        ops_hours: 0.0,
        rent_overhead: 0.0,
        resale_for_all: Some(0.0),
        trend: 0.0,
        rent_trend: 0.0,
        hardware_trend: 0.0,
        setup: 0.0,
        setup_hours: 0.0,
        migration: 0.0,
        life_months: 12.0,
        discount: 0.0,
        machines: None,
        owned: false,
        price: Price { input: [1.0; 3], cached: None, output: [usd_per_mtok; 3] },
        api_tokens_factor: 1.0,
        cliff: None,
        changes: Vec::new(),
        machine_usd: [1_000.0; 3],
        host_usd: 0.0,
        rent_per_hour: None,
        rack: None,
        in_a_rack: None,
        hosting: None,
        maintenance: None,
        model_tokens_factor: 1.0,
        decode: 100.0,
        ..draw::case().new_tree(&mut runner).unwrap().current()
    }
}

/// The doubt about a machine whose 100 tokens per second may be so many times as many.
fn doubt(case: &Case, [low, high]: [f64; 2], change: impl Fn(&mut Scenario<'_>)) -> Option<Doubt> {
    let world = World::of(case);
    let measured = world.scenario(case).deployments.on(0)[0].measured.unwrap().clone();
    let measured = Measured { doubt: Spread { low, high }, ..measured };
    let mut scenario = world.scenario(case);
    let deployment = scenario.deployments.on(0)[0].clone();
    scenario.deployments = vec![Deployment { measured: Some(&measured), ..deployment }].into();
    change(&mut scenario);
    with_evaluation(&scenario, |evaluation| evaluation.doubt.clone())
}

fn simple(bill_usd: f64, factors: [f64; 2]) -> Option<Doubt> {
    doubt(&case(3.0, bill_usd), factors, |_| {})
}

fn found(end: Pick, becomes: Option<Kind>, rate: Option<f64>) -> Option<Doubt> {
    Some(Doubt { end, becomes, machine: rate.map(|rate| ("machine".into(), rate)) })
}

#[test]
fn an_endpoint_wins_unless_machines_are_faster() {
    // Three machines, or one of three times the rate.
    let by_machines = found(Pick::High, Some(Kind::Local), Some(300.0));
    assert_eq!(simple(2_500.0, [0.5, 3.0]), by_machines);
    assert_eq!(simple(2_500.0, [0.5, 1.0]), None);
    assert_eq!(simple(900.0, [0.5, 3.0]), None);
}

#[test]
fn machines_win_unless_they_are_slower() {
    // Three machines, or six of half the rate.
    let by_the_endpoint = found(Pick::Low, Some(Kind::Api), Some(50.0));
    assert_eq!(simple(3_500.0, [0.5, 3.0]), by_the_endpoint);
    assert_eq!(simple(3_500.0, [1.0, 3.0]), None);
    assert_eq!(simple(6_500.0, [0.5, 3.0]), None);
    // 730 hours a month at 10 cents are $2,628 for three.
    let rented = Case { rent_per_hour: Some([0.1; 3]), ..case(3.0, 2_900.0) };
    assert_eq!(doubt(&rented, [0.5, 1.0], |_| {}), by_the_endpoint);
}

#[test]
fn without_an_endpoint_slower_machines_may_not_be_enough() {
    let alone = |scenario: &mut Scenario<'_>| {
        scenario.machines = Some(3);
        scenario.apis.clear();
        scenario.baseline = None;
    };
    let nothing = found(Pick::Low, None, Some(50.0));
    assert_eq!(doubt(&case(3.0, 1.0), [0.5, 1.0], alone), nothing);
    assert_eq!(doubt(&case(3.0, 1.0), [1.0, 2.0], alone), None);
}

/// One machine by night and three by day: the bill is $1,000 for a machine and half of it, $2,000
/// and a quarter, or $3,000.
#[test]
fn of_a_mix_no_machine_decides() {
    let mut hours = [0.5; 24];
    hours[8..20].fill(1.5);
    let mix = |bill_usd: f64| Case { hours, ..case(2.0, bill_usd) };
    // Of half the rate, one machine takes a quarter off the bill.
    let by_the_endpoint = found(Pick::Low, Some(Kind::Api), None);
    assert_eq!(doubt(&mix(2_200.0), [0.5, 1.0], |_| {}), by_the_endpoint);
    // Of 1.2 times the rate, it takes 55 % off.
    let by_the_mix = found(Pick::High, Some(Kind::Mixed), None);
    assert_eq!(doubt(&mix(1_900.0), [0.5, 1.2], |_| {}), by_the_mix);
    assert_eq!(doubt(&mix(1_900.0), [0.5, 1.0], |_| {}), None);
}
