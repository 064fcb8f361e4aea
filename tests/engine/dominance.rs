//! Which options are left out before anything is counted: those that are no better in any number,
//! and no others.

// A test that cannot go on has failed.
#![allow(clippy::unwrap_used)]

use crate::support::case::{Case, Price, World};
use crate::support::draw;
use breakeven::api::{Api, LongContext, Prices, Scheduled};
use breakeven::calc::dominance::{apis, fleets};
use breakeven::calc::fleet::{Fleet, Tenure};
use breakeven::calc::throughput::serving;
use breakeven::range::Range;
use breakeven::requirement::Requirement;
use breakeven::scenario::Scenario;
use breakeven::units::UsdPerMtok;
use proptest::strategy::{Strategy as _, ValueTree as _};

/// 1,000 prompt and 100 output tokens per second for $10,000, of which a fifth comes back, 100 W
/// waiting and 500 W at work, $20 a month.
fn machine() -> Case {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    Case {
        prompt_tokens: 500.0,
        reply_tokens: 500.0,
        batch_share: 0.5,
        resale_for_all: None,
        machines: None,
        owned: false,
        price: Price { input: [1.0; 3], cached: Some([0.5; 3]), output: [4.0; 3] },
        batch_discount: Some(0.5),
        api_tokens_factor: 1.0,
        cliff: None,
        changes: Vec::new(),
        machine_usd: [10_000.0; 3],
        host_usd: 0.0,
        idle_watts: [100.0; 3],
        load_watts: [500.0; 3],
        sleep_watts: None,
        resale: Some([0.2; 3]),
        rent_per_hour: Some([1.0; 3]),
        hosting: Some(10.0),
        maintenance: Some(10.0),
        model_tokens_factor: 1.0,
        prefill: 1_000.0,
        decode: 100.0,
        ..draw::case().new_tree(&mut runner).unwrap().current()
    }
}

/// Machines each of which is worse than [`machine`] in one number that no other is worse in.
fn worse_to_buy() -> Vec<Case> {
    vec![
        Case { machine_usd: [11_000.0; 3], ..machine() },
        Case { resale: Some([0.1; 3]), ..machine() },
        Case { idle_watts: [150.0; 3], load_watts: [550.0; 3], ..machine() },
        Case { load_watts: [550.0; 3], ..machine() },
        Case { hosting: Some(20.0), ..machine() },
        Case { prefill: 900.0, ..machine() },
        Case { decode: 90.0, ..machine() },
        Case { model_tokens_factor: 1.05, ..machine() },
    ]
}

/// Which fleets are left of these machines, by their places in the list.
fn left_of(cases: &[(&Case, Tenure)], change: impl FnOnce(&mut Scenario<'_>)) -> Vec<usize> {
    let worlds: Vec<World> = cases.iter().map(|(case, _)| World::of(case)).collect();
    let mut scenario = worlds[0].scenario(cases[0].0);
    change(&mut scenario);
    let all: Vec<Fleet<'_>> = worlds
        .iter()
        .zip(cases)
        .map(|(world, (case, tenure))| {
            let deployment = world.scenario(case).deployments.on(0)[0].clone();
            let (request, speed) = (scenario.workload.request, scenario.min_speed());
            let rates = serving(&deployment, request, speed).unwrap();
            Fleet::new(deployment, *tenure, rates, 1.0, &scenario)
        })
        .collect();
    let left = fleets(&scenario, all.iter().collect()).into_iter();
    left.map(|fleet| all.iter().position(|other| std::ptr::eq(other, fleet)).unwrap()).collect()
}

fn bought_of(one: &Case, other: &Case) -> Vec<usize> {
    left_of(&[(one, Tenure::Bought), (other, Tenure::Bought)], |_| {})
}

#[test]
fn a_machine_that_is_worse_in_one_number_is_left_out() {
    for (index, worse) in worse_to_buy().iter().enumerate() {
        assert_eq!(bought_of(&machine(), worse), [0], "{index}");
        assert_eq!(bought_of(worse, &machine()), [1], "{index}");
    }
    // Repairs cost what space costs.
    let maintained = Case { maintenance: Some(20.0), ..machine() };
    assert_eq!(bought_of(&maintained, &machine()), [1]);
    // Twice as fast with one and a half times the power of its work, it needs less for the same.
    let strong = Case { prefill: 2_000.0, decode: 200.0, load_watts: [700.0; 3], ..machine() };
    assert_eq!(bought_of(&machine(), &strong), [1]);
    // Of equals the first stays.
    assert_eq!(bought_of(&machine(), &machine()), [0]);
}

#[test]
fn a_machine_that_is_better_in_any_number_stays() {
    let all = worse_to_buy();
    for one in 0..all.len() {
        for other in 0..all.len() {
            if one != other {
                assert_eq!(bought_of(&all[one], &all[other]), [0, 1], "{one} {other}");
            }
        }
    }
}

#[test]
fn only_what_costs_something_is_compared() {
    let dearer = Case { machine_usd: [11_000.0; 3], resale: None, ..machine() };
    let rents_dearer = Case { rent_per_hour: Some([1.5; 3]), ..machine() };
    let pair = |one: &Case, other: &Case, tenure: Tenure| {
        left_of(&[(one, tenure), (other, tenure)], |_| {})
    };
    // What is owned is paid for already, and of what is rented only the rent and the rates count.
    assert_eq!(pair(&dearer, &machine(), Tenure::Owned), [0]);
    let hungry = Case { load_watts: [900.0; 3], hosting: Some(90.0), ..dearer };
    assert_eq!(pair(&hungry, &machine(), Tenure::Owned), [1]);
    assert_eq!(pair(&hungry, &machine(), Tenure::Rented), [0]);
    assert_eq!(pair(&rents_dearer, &machine(), Tenure::Rented), [1]);
    assert_eq!(pair(&rents_dearer, &machine(), Tenure::Bought), [0]);
    for slower in [Case { prefill: 900.0, ..machine() }, Case { decode: 90.0, ..machine() }] {
        assert_eq!(pair(&slower, &machine(), Tenure::Rented), [1]);
        assert_eq!(pair(&slower, &rents_dearer, Tenure::Rented), [0, 1]);
    }
}

#[test]
fn machines_are_compared_with_their_like() {
    let (machine, best) = (machine(), Case { prefill: 2_000.0, decode: 200.0, ..machine() });
    for (one, other) in [(Tenure::Bought, Tenure::Rented), (Tenure::Rented, Tenure::Owned)] {
        assert_eq!(left_of(&[(&machine, one), (&best, other)], |_| {}), [0, 1]);
        assert_eq!(left_of(&[(&best, one), (&machine, other)], |_| {}), [0, 1]);
    }
    let none = [0.0; 3];
    let gift =
        Case { idle_watts: none, load_watts: none, hosting: None, maintenance: None, ..best };
    assert_eq!(left_of(&[(&machine, Tenure::Rented), (&gift, Tenure::Owned)], |_| {}), [0, 1]);
    // How long requests wait depends on more than these numbers.
    let waits = |scenario: &mut Scenario<'_>| {
        scenario.requirements.asked.push(Requirement::MaxWait(5.0));
    };
    let pair = [(&gift, Tenure::Bought), (&machine, Tenure::Bought)];
    assert_eq!(left_of(&pair, waits), [0, 1]);
}

/// $1 for a million tokens of input, half for cached ones, $4 of output, half price for a batch.
fn with_api<T>(ask: impl FnOnce(&Scenario<'_>, &Api) -> T) -> T {
    let case = machine();
    let world = World::of(&case);
    let scenario = world.scenario(&case);
    ask(&scenario, scenario.baseline.unwrap())
}

fn prices(input: f64, cached: f64, output: f64) -> Prices {
    let usd = |usd: f64| Range::exactly(UsdPerMtok::new(usd));
    Prices { input: usd(input), cached: Some(usd(cached)), output: usd(output) }
}

fn beyond(above_prompt_tokens: f64, times: f64) -> LongContext {
    LongContext { above_prompt_tokens, prices: prices(times, 0.5 * times, 4.0 * times) }
}

/// Endpoints each of which is worse in one number that no other is worse in.
fn worse_endpoints(api: &Api) -> Vec<Api> {
    vec![
        Api { prices: prices(1.1, 0.5, 4.0), ..api.clone() },
        Api { prices: prices(1.0, 0.6, 4.0), ..api.clone() },
        Api { prices: prices(1.0, 0.5, 4.4), ..api.clone() },
        // 0.76 of the price instead of 0.75.
        Api { batch_discount: Some(0.48), ..api.clone() },
        Api { tokens_factor: 1.01, ..api.clone() },
        Api { context_tokens: Some(1_000_000.0), ..api.clone() },
        Api { max_output_tokens: Some(1_000_000.0), ..api.clone() },
    ]
}

/// Which of two endpoints are left for requests of this shape, or of any.
fn of_shape(scenario: &Scenario<'_>, any: bool, one: &Api, other: &Api) -> [bool; 2] {
    let left = apis(scenario, vec![one, other], any);
    [one, other].map(|api| left.iter().any(|left| std::ptr::eq(*left, api)))
}

/// Which of two endpoints without cliffs are left.
fn endpoints(scenario: &Scenario<'_>, one: &Api, other: &Api) -> [bool; 2] {
    let left = [true, false].map(|any| of_shape(scenario, any, one, other));
    assert_eq!(left[0], left[1]);
    left[0]
}

#[test]
fn an_endpoint_that_is_worse_in_one_number_is_left_out() {
    with_api(|scenario, api| {
        for (index, worse) in worse_endpoints(api).iter().enumerate() {
            assert_eq!(endpoints(scenario, api, worse), [true, false], "{index}");
            assert_eq!(endpoints(scenario, worse, api), [false, true], "{index}");
        }
        assert_eq!(endpoints(scenario, api, &api.clone()), [true, false]);
        // Without a price of their own cached tokens cost what others cost.
        let uncached = Prices { cached: None, ..prices(1.0, 0.5, 4.0) };
        let uncached = Api { prices: uncached, ..api.clone() };
        assert_eq!(endpoints(scenario, &uncached, api), [false, true]);
        // A longer text for the same words fills what holds and what is written, too.
        let short = |factor: f64, tokens: f64| Api {
            tokens_factor: factor,
            prices: prices(1.0 / factor, 0.5 / factor, 4.0 / factor),
            context_tokens: Some(tokens),
            max_output_tokens: Some(tokens),
            ..api.clone()
        };
        let (plain, wordy) = (short(1.0, 1_000.0), short(2.0, 1_500.0));
        assert_eq!(endpoints(scenario, &wordy, &plain), [false, true]);
        // A third dearer, and still cheaper with all of the batch for nothing: half of 4/3.
        let third = 4.0 / 3.0;
        let dear = prices(third, 0.5 * third, 4.0 * third);
        let free = Api { prices: dear, batch_discount: Some(1.0), ..api.clone() };
        assert_eq!(endpoints(scenario, &free, api), [true, false]);
    });
}

#[test]
fn an_endpoint_that_is_better_in_any_number_stays() {
    with_api(|scenario, api| {
        let all = worse_endpoints(api);
        for one in 0..all.len() {
            for other in 0..all.len() {
                if one != other {
                    let left = endpoints(scenario, &all[one], &all[other]);
                    assert_eq!(left, [true, true], "{one} {other}");
                }
            }
        }
    });
}

#[test]
fn a_cliff_counts_where_it_is_and_may_count_where_prompts_get_longer() {
    with_api(|scenario, api| {
        let cliff = |above: f64, times: f64| Api {
            long_context: vec![beyond(above, times)],
            ..api.clone()
        };
        // The prompt has 500 tokens.
        let (far, reached, cheaper) = (cliff(1_000.0, 2.0), cliff(100.0, 2.0), cliff(100.0, 0.5));
        for (now, in_any, one, other) in [
            // Never cheaper than without a cliff, and dearer for long prompts.
            ([true, false], [false, true], &far, api),
            ([true, false], [true, false], api, &far),
            ([false, true], [false, true], &reached, api),
            ([false, true], [true, true], &reached, &far),
            ([true, false], [true, false], &cheaper, api),
            ([true, false], [true, false], &cheaper, &reached),
        ] {
            assert_eq!(of_shape(scenario, false, one, other), now);
            assert_eq!(of_shape(scenario, true, one, other), in_any);
        }
    });
}

#[test]
fn prices_that_change_are_compared_at_their_worst_and_at_their_best() {
    with_api(|scenario, api| {
        let times = |factor: f64| prices(factor, 0.5 * factor, 4.0 * factor);
        let changing = |from: f64, to: f64| {
            let change = Scheduled { from: scenario.today, prices: times(to) };
            Api { prices: times(from), scheduled: vec![change], ..api.clone() }
        };
        for (from, to, left) in [
            (0.5, 0.9, [true, false]),
            (1.0, 0.9, [true, false]),
            (0.9, 1.1, [true, true]),
            (1.1, 0.9, [true, true]),
            (1.1, 1.0, [false, true]),
            (1.1, 2.0, [false, true]),
        ] {
            let changing = changing(from, to);
            assert_eq!(endpoints(scenario, &changing, api), left, "{from} {to}");
            let [one, other] = left;
            assert_eq!(endpoints(scenario, api, &changing), [other, one], "{from} {to}");
        }
        // One that changes in step with itself only is its own equal at neither end.
        assert_eq!(endpoints(scenario, &changing(0.9, 1.1), &changing(0.9, 1.1)), [true, true]);
    });
}
