//! The short search, which leaves out what cannot win, against the full one: the cheapest costs the
//! same wherever an input is turned.

// A test that cannot go on has failed.
#![allow(clippy::unwrap_used)]

mod support;

use breakeven::api::Api;
use breakeven::calc::contest::Contest;
use breakeven::calc::input::Input;
use breakeven::calc::search::candidates;
use breakeven::calc::shadow::cheapest;
use breakeven::scenario::Scenario;
use breakeven::tier::Tier;
use proptest::prelude::*;
use support::case::{Case, Price, World};
use support::draw::{case, config};

/// What an endpoint of a case is besides: whether it is of the frontier, the longest request and
/// the longest output it takes, over those of the question, and the price of all of it.
type More = (bool, f64, Option<f64>, f64);

fn endpoints() -> impl Strategy<Value = Vec<(Case, More)>> {
    let more = (any::<bool>(), 1.0..3.0, prop::option::of(1.0..3.0), 0.5..2.0);
    prop::collection::vec((case(), more), 2..6)
}

/// The endpoints of cases, as one question asks for them.
fn apis(worlds: &[(World, &Case, &More)], scenario: &Scenario<'_>) -> Vec<Api> {
    let request = scenario.workload.request;
    let of = |(world, case, more): &(World, &Case, &More)| {
        let (frontier, holds, writes, _) = **more;
        let api = world.scenario(case).baseline.unwrap().clone();
        Api {
            tier: if frontier { Tier::Frontier } else { Tier::Mid },
            context_tokens: Some(request.context_tokens() * holds * api.tokens_factor),
            max_output_tokens: writes
                .map(|writes| request.output_tokens * writes * api.tokens_factor),
            ..api
        }
    };
    worlds.iter().map(of).collect()
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn the_cheapest_endpoint_is_found_at_every_mix(
        drawn in endpoints(),
        hard_share in prop::option::weighted(0.3, 0.05..0.5),
        shares in prop::collection::vec(0.01..0.99, 8),
    ) {
        let drawn: Vec<_> = drawn
            .into_iter()
            .map(|(case, more)| (case.with_api_prices_times(more.3), more))
            .collect();
        let first = World::of(&drawn[0].0);
        let worlds: Vec<_> =
            drawn.iter().map(|(case, more)| (World::of(case), case, more)).collect();
        let mut scenario = first.scenario(&drawn[0].0);
        let all = apis(&worlds, &scenario);
        scenario.apis = all.iter().collect();
        scenario.deployments = Vec::new();
        scenario.requirements.hard_share = hard_share.unwrap_or(0.0);
        let contest = Contest::new(&scenario, &candidates(&scenario));
        let inputs = [Input::InputShare, Input::CachedShare, Input::Volume];
        for (share, input) in shares.iter().flat_map(|share| inputs.map(|input| (share, input))) {
            if input.now(&scenario).is_none() {
                continue;
            }
            let turned = input.set(&scenario, *share);
            let found = contest.costs(&input.set(contest.scenario(), *share), 0.0).best();
            let full = candidates(&turned);
            let expected = cheapest(&full).map_or(f64::INFINITY, |candidate| candidate.cost());
            let close = (found - expected).abs() <= 1e-9 * expected;
            prop_assert!(close || found == expected, "{:?} {}: {} for {}", input, share, found, expected);
        }
    }
}

/// $1 until a prompt of 10,000 tokens and $2 beyond, or $1.10 until 50,000 and $2.50 beyond.
#[test]
fn a_longer_prompt_may_make_the_dearer_endpoint_the_cheaper_one() {
    use proptest::strategy::ValueTree as _;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let any = case().new_tree(&mut runner).unwrap().current();
    let price = |usd: f64| Price { input: [usd; 3], cached: None, output: [4.0; 3] };
    let endpoint = |usd: f64, beyond: (f64, f64)| Case {
        fresh_per_day: 1e6,
        cached_per_day: 0.0,
        output_per_day: 9e6,
        prompt_tokens: 4_000.0,
        reply_tokens: 36_000.0,
        price: price(usd),
        cliff: Some((beyond.0, price(beyond.1))),
        changes: Vec::new(),
        api_tokens_factor: 1.0,
        batch_discount: None,
        ..any.clone()
    };
    let cases = [endpoint(1.0, (10_000.0, 2.0)), endpoint(1.1, (50_000.0, 2.5))];
    let worlds = cases.each_ref().map(World::of);
    let mut scenario = worlds[0].scenario(&cases[0]);
    let apis = [0, 1].map(|index| worlds[index].scenario(&cases[index]).baseline.unwrap().clone());
    scenario.apis = apis.iter().collect();
    scenario.deployments = Vec::new();
    let contest = Contest::new(&scenario, &candidates(&scenario));
    for (share, cheaper) in [(0.1, 0), (0.2, 0), (0.5, 1), (0.9, 1)] {
        let turned = Input::InputShare.set(contest.scenario(), share);
        let found = contest.costs(&turned, 0.0).apis[0];
        assert!(found.is_some_and(|api| std::ptr::eq(api, &apis[cheaper])), "{share}");
    }
}
