//! What can be turned: where every input stands, how far it is turned, and that turning it turns
//! nothing else.

// A test that cannot go on has failed.
#![allow(clippy::unwrap_used)]

use crate::support::case::{Case, Price, World};
use crate::support::draw::{self, config};
use crate::support::question::with_shipped;
use breakeven::answer::evaluate;
use breakeven::calc::crossing::Scale;
use breakeven::calc::option::serving::Kind;
use breakeven::calc::verdict::evaluation::with_evaluation;
use breakeven::calc::whatif::flips::Flip;
use breakeven::calc::whatif::turn::{Span, Step};
use breakeven::lever::Lever;
use breakeven::scenario::Scenario;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;

/// 800,000 tokens a day in requests of 3,000 + 1,000, by day three times as much as by night.
fn round() -> Case {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut hours = [0.5; 24];
    hours[8..20].fill(1.5);
    Case {
        fresh_per_day: 450_000.0,
        cached_per_day: 150_000.0,
        output_per_day: 200_000.0,
        prompt_tokens: 3_000.0,
        reply_tokens: 1_000.0,
        hours,
        weekend: 1.0,
        growth: 0.2,
        electricity: 0.25,
        horizon: 36,
        ops_hours: 4.0,
        trend: -0.1,
        resale_for_all: Some(0.3),
        ..draw::case().new_tree(&mut runner).unwrap().current()
    }
}

/// Asks something of the scenario of a case.
fn with<T>(case: &Case, ask: impl FnOnce(&mut Scenario<'_>) -> T) -> T {
    let world = World::of(case);
    ask(&mut world.scenario(case))
}

/// Every input as it stands.
fn all(scenario: &Scenario<'_>) -> [Option<f64>; 15] {
    Lever::ALL.map(|input| input.now(scenario))
}

#[test]
fn every_input_stands_where_the_question_has_it() {
    let standing = |hard_share: f64, case: &Case| {
        with(case, |scenario| {
            scenario.requirements.hard_share = hard_share;
            scenario.assumptions.scale.api_price = 2.0;
            scenario.assumptions.scale.hardware_price = 3.0;
            scenario.assumptions.scale.throughput = 4.0;
            scenario.assumptions.scale.idle_power = 0.75;
            all(scenario)
        })
    };
    let expected = [
        (Lever::Volume, 800_000.0),
        (Lever::ApiPrice, 2.0),
        (Lever::HardwarePrice, 3.0),
        (Lever::Electricity, 0.25),
        (Lever::OpsHours, 4.0),
        (Lever::Throughput, 4.0),
        (Lever::CachedShare, 0.25),
        (Lever::InputShare, 0.75),
        (Lever::PeakFactor, 1.5),
        (Lever::ApiPriceTrend, -0.1),
        (Lever::Growth, 0.2),
        (Lever::Resale, 0.3),
        (Lever::Horizon, 36.0),
        (Lever::HardShare, 0.125),
        (Lever::IdlePower, 0.75),
    ];
    assert_eq!(expected.map(|(input, _)| input), Lever::ALL);
    assert_eq!(standing(0.125, &round()), expected.map(|(_, value)| Some(value)));
    // No input has no cached part, no resale for all is each machine's own, and nothing is hard.
    let less = Case { fresh_per_day: 0.0, cached_per_day: 0.0, resale_for_all: None, ..round() };
    let missing = standing(0.0, &less);
    let none: Vec<Lever> = Lever::ALL
        .into_iter()
        .zip(missing)
        .filter_map(|(input, value)| value.is_none().then_some(input))
        .collect();
    assert_eq!(none, [Lever::CachedShare, Lever::Resale, Lever::HardShare]);
    assert_eq!(missing[7], Some(0.0), "all of it is output");
}

#[test]
fn every_input_is_turned_as_far_as_is_possible() {
    let step = Step::Even(1.0);
    let ratio = |low, high| Span { low, high, scale: Scale::Ratio, step };
    let between = |low, high| Span { low, high, scale: Scale::Difference, step };
    let months = |low, high| Span { low, high, scale: Scale::Whole, step };
    let hours = |high| between(0.0, high);
    let any = between(0.001, 0.999);
    let expected = [
        (Lever::Volume, 800_000.0, ratio(80_000.0, 8_000_000.0)),
        (Lever::ApiPrice, 2.0, ratio(0.2, 20.0)),
        (Lever::HardwarePrice, 1.0, ratio(0.1, 10.0)),
        (Lever::Electricity, 0.25, ratio(0.025, 2.5)),
        (Lever::Electricity, 0.0, between(0.0, 1.0)),
        (Lever::OpsHours, 4.0, hours(160.0)),
        (Lever::OpsHours, 20.0, hours(200.0)),
        (Lever::Throughput, 1.0, ratio(0.1, 10.0)),
        (Lever::CachedShare, 0.25, between(0.0, 1.0)),
        (Lever::InputShare, 0.75, any),
        // Flat is 1, and half of the hours are busiest.
        (Lever::PeakFactor, 1.5, ratio(1.0, 2.0)),
        (Lever::PeakFactor, 15.0, ratio(1.5, 2.0)),
        (Lever::PeakFactor, 0.125, ratio(1.0, 1.25)),
        (Lever::ApiPriceTrend, -0.1, between(-0.95, 2.0)),
        (Lever::Growth, 0.2, between(-0.9, 9.0)),
        (Lever::Resale, 0.3, between(0.0, 1.0)),
        // Months are whole, and fifty years are the most.
        (Lever::Horizon, 36.0, months(4.0, 360.0)),
        (Lever::Horizon, 120.0, months(12.0, 600.0)),
        (Lever::HardShare, 0.125, any),
        (Lever::IdlePower, 1.0, between(0.0, 1.0)),
    ];
    for (input, now, span) in expected {
        assert_eq!(with(&round(), |scenario| input.span(scenario, now)), span, "{input:?}");
    }
}

/// A value inside the span of every input.
fn turned() -> [(Lever, f64); 15] {
    Lever::ALL.map(|input| {
        let value = match input {
            Lever::Volume => 100_000.0,
            Lever::PeakFactor => 1.75,
            Lever::Horizon => 60.0,
            Lever::ApiPriceTrend => -0.5,
            Lever::OpsHours => 12.0,
            _ => 0.5,
        };
        (input, value)
    })
}

#[test]
fn turning_an_input_turns_nothing_else() {
    with(&round(), |scenario| {
        scenario.requirements.hard_share = 0.125;
        let before = all(scenario);
        for (index, (input, value)) in turned().into_iter().enumerate() {
            let there = input.set(scenario, value);
            let mut expected = before;
            expected[index] = Some(value);
            assert_eq!(all(&there), expected, "{input:?}");
            // What it was is what it is when it is turned back.
            let back = input.set(&there, before[index].unwrap());
            assert_eq!(all(&back), before, "{input:?}");
        }
    });
}

#[test]
fn another_share_of_the_input_divides_the_same_tokens() {
    with(&round(), |scenario| {
        let classes = |input: Lever, share: f64| {
            let workload = input.set(scenario, share).workload;
            let classes = [workload.fresh, workload.cached, workload.output];
            let request = workload.request;
            (classes.map(|tokens| tokens.get()), [request.prompt_tokens, request.output_tokens])
        };
        let (mix, request) = classes(Lever::CachedShare, 0.5);
        assert_eq!((mix, request), ([300_000.0, 300_000.0, 200_000.0], [3_000.0, 1_000.0]));
        // A quarter of the input stays cached, and a request keeps its 4,000 tokens.
        let (mix, request) = classes(Lever::InputShare, 0.5);
        assert_eq!((mix, request), ([300_000.0, 100_000.0, 400_000.0], [2_000.0, 2_000.0]));
        let (mix, _) = classes(Lever::Volume, 1_600_000.0);
        assert_eq!(mix, [900_000.0, 300_000.0, 400_000.0]);
    });
    let output_only = Case { fresh_per_day: 0.0, cached_per_day: 0.0, ..round() };
    with(&output_only, |scenario| {
        let workload = Lever::InputShare.set(scenario, 0.25).workload;
        assert_eq!((workload.fresh.get(), workload.cached.get()), (50_000.0, 0.0));
    });
}

#[test]
fn a_peak_that_is_not_possible_changes_nothing() {
    with(&round(), |scenario| {
        assert_eq!(&Lever::PeakFactor.set(scenario, 2.5), scenario);
        // Months are whole.
        assert_eq!(Lever::Horizon.set(scenario, 35.6).assumptions.horizon_months, 36);
    });
}

/// Three machines of $1,000 that fetch a fifth in the end are $2,400, and the endpoint $2,300: it
/// would be the machines if they fetched $700.
#[test]
fn what_machines_fetch_is_turned_from_what_the_cheapest_fetch() {
    let flips = flips_of(2_300.0);
    let flip = flips.iter().find(|flip| flip.lever == Lever::Resale).unwrap();
    assert_eq!((flip.now, flip.becomes), (0.2, Some(Kind::Local)));
    assert!((flip.at - 0.7 / 3.0).abs() < 1e-9, "{flip:?}");
    // What is measured by difference changes by it, and is as far away.
    assert!((flip.change - 0.1 / 3.0).abs() < 1e-9, "{flip:?}");
    assert!((flip.distance - 0.1 / 3.0).abs() < 1e-9, "{flip:?}");
    // Prices are compared by ratio: 2,400 to 2,300.
    let flip = flips.iter().find(|flip| flip.lever == Lever::ApiPrice).unwrap();
    assert!((flip.change - 1.0 / 23.0).abs() < 1e-9, "{flip:?}");
    assert!((flip.distance - (24.0_f64 / 23.0).ln()).abs() < 1e-9, "{flip:?}");
    // For $2,520, ten dollars a month are left: an hour of work, which is as far as is believed here.
    let flips = flips_of(2_520.0);
    let flip = flips.iter().find(|flip| flip.lever == Lever::OpsHours).unwrap();
    assert_eq!((flip.now, flip.becomes), (0.0, Some(Kind::Api)));
    assert!((flip.change - 1.0).abs() < 1e-9, "{flip:?}");
    assert!((flip.distance - 1.0).abs() < 1e-9, "{flip:?}");
}

/// What would change the verdict between three machines of $1,000 that fetch a fifth in the end, and
/// an endpoint with this bill. An hour of work costs $10.
fn flips_of(bill_usd: f64) -> Vec<Flip> {
    let output_per_day = 3.0 * 100.0 * 86_400.0;
    // The list price is half of what is paid.
    let usd_per_mtok = bill_usd / (output_per_day * 365.0 / 1e6) / 2.0;
    let price = Price { input: [1.0; 3], cached: None, output: [usd_per_mtok; 3] };
    let machines = |usd: f64, resale: f64| Case {
        ops_rate: 10.0,
        fresh_per_day: 0.0,
        cached_per_day: 0.0,
        output_per_day,
        hours: [1.0; 24],
        growth: 0.0,
        electricity: 0.0,
        horizon: 12,
        headroom: 1.0,
        ops_hours: 0.0,
        rent_overhead: 0.0,
        resale_for_all: None,
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
        price,
        api_tokens_factor: 1.0,
        cliff: None,
        changes: Vec::new(),
        machine_usd: [usd; 3],
        host_usd: 0.0,
        resale: Some([resale; 3]),
        rent_per_hour: Some([0.2; 3]),
        rack: None,
        in_a_rack: None,
        hosting: None,
        maintenance: None,
        model_tokens_factor: 1.0,
        decode: 100.0,
        ..round()
    };
    let (cheap, dear) = (machines(1_000.0, 0.2), machines(4_000.0, 0.3));
    let (world, other) = (World::of(&cheap), World::of(&dear));
    let mut scenario = world.scenario(&cheap);
    scenario.assumptions.scale.api_price = 2.0;
    let both = [other.scenario(&dear), world.scenario(&cheap)];
    let deployments = both.iter().flat_map(|one| one.deployments.on(0)).cloned();
    scenario.deployments = deployments.collect::<Vec<_>>().into();
    with_evaluation(&scenario, |evaluation| evaluation.flips.clone())
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn the_ends_of_every_span_can_be_reached(case in draw::case()) {
        let world = World::of(&case);
        let scenario = world.scenario(&case);
        for input in Lever::ALL {
            let Some(now) = input.now(&scenario) else { continue };
            let span = input.span(&scenario, now);
            for end in [span.low, span.high] {
                let there = input.now(&input.set(&scenario, end)).unwrap();
                prop_assert!((there - end).abs() <= 1e-9 * end.abs(), "{:?} {} {}", input, end, there);
            }
        }
    }
}

/// A mix wins with a peak of 2.4 to 2.5 and of 3.2, and larger machines in between and beyond: what changes and changes back on
/// the way to P99 is shown.
#[test]
fn a_change_that_is_undone_before_p99_is_plausible() {
    with_shipped("--volume 1B/day", |scenario| {
        let kind = |peak| {
            let turned = Lever::PeakFactor.set(scenario, peak);
            evaluate(&Scenario { flips: 0, ..turned }).verdict.kind.unwrap()
        };
        assert_eq!(
            [2.0, 2.45, 2.8, 3.2, 4.0].map(kind),
            ["local", "mixed", "local", "mixed", "local"]
        );
        let report = evaluate(scenario);
        let mut flips = report.verdict.flips.iter();
        let peak = flips.find(|flip| flip.input == Lever::PeakFactor.word()).unwrap();
        assert!(peak.plausible && peak.becomes == "mixed", "{peak:?}");
    });
}
