//! The short search, which leaves out what cannot win, against the full one: the cheapest costs the
//! same wherever an input is turned.

// A test that cannot go on has failed.
#![allow(clippy::unwrap_used)]

use crate::support::case::{Case, Price, World};
use crate::support::draw::{case, config};
use crate::support::question::with_shipped;
use breakeven::api::Api;
use breakeven::calc::calendar::Calendar;
use breakeven::calc::cash::totals;
use breakeven::calc::contest::Contest;
use breakeven::calc::input::Input;
use breakeven::calc::option::Kind;
use breakeven::calc::search::{Search, candidates, cheapest_api};
use breakeven::calc::shadow::cheapest;
use breakeven::calc::spill::fallback::Fallback;
use breakeven::calc::spill::option;
use breakeven::deployments::Deployments;
use breakeven::scenario::{Scenario, Shown};
use breakeven::tier::Tier;
use proptest::prelude::*;

/// What an endpoint of a case is besides: whether it is of the frontier, the longest request and
/// the longest output it takes, over those of the question, and the price of all of it.
type More = (bool, f64, Option<f64>, f64);

fn endpoints() -> impl Strategy<Value = Vec<(Case, More)>> {
    let more = (any::<bool>(), 1.0..3.0, prop::option::of(1.0..3.0), 0.5..2.0);
    prop::collection::vec((case(), more), 2..6)
}

fn worlds(drawn: &[(Case, More)]) -> Vec<(World, &Case, &More)> {
    drawn.iter().map(|(case, more)| (World::of(case), case, more)).collect()
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
        let worlds = worlds(&drawn);
        let all = apis(&worlds, &worlds[0].0.scenario(&drawn[0].0));
        let mut scenario = worlds[0].0.scenario(&drawn[0].0);
        scenario.apis = all.iter().collect();
        scenario.deployments = Deployments::default();
        scenario.requirements.hard_share = hard_share.unwrap_or(0.0);
        let search = Search::new(&scenario);
        let contest = Contest::new(&search);
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

/// The cheapest of all and of every kind by a search of this very scenario. A mix of endpoints does
/// not count: it is not looked for where the frontier is the cheapest for everything.
fn by_kind(scenario: &Scenario<'_>) -> (f64, [f64; 4]) {
    let search = Search::new(scenario);
    let all = &search.candidates;
    let best = cheapest(all).map_or(f64::INFINITY, |one| one.cost());
    let mut of = KINDS.map(|kind| {
        let possible = all.iter().filter(|one| one.is_possible() && one.subject.kind() == kind);
        let machines =
            possible.filter(|one| kind != Kind::Hybrid || one.subject.deployment().is_some());
        machines.map(|one| one.cost()).fold(f64::INFINITY, f64::min)
    });
    // Machines that cannot be the best of their kind may make the best mix.
    let calendar = Calendar::new(scenario);
    if let Some(api) = cheapest_api(all).filter(|_| scenario.requirements.hard_share == 0.0) {
        let fallback = Fallback::new(&calendar, api);
        let fleets = search.left_out[0].iter().flat_map(|machines| search.rated.fleets(machines));
        let mixes = fleets.filter_map(|fleet| option(&calendar, &fleet, &fallback, None));
        let costs = mixes.map(|mix| totals(scenario, &mix).cost().get());
        of[Kind::Hybrid as usize] = costs.fold(of[Kind::Hybrid as usize], f64::min);
    }
    (best, of)
}

const KINDS: [Kind; 4] = [Kind::Api, Kind::Local, Kind::Rent, Kind::Hybrid];

proptest! {
    #![proptest_config(config(96))]

    /// What is left out costs what it is said to cost at least, and what is asked for is not left
    /// out.
    #[test]
    fn what_is_left_out_costs_no_less_than_it_is_said_to(
        drawn in prop::collection::vec((case(), 0.5..2.0), 1..4),
        hard_share in prop::option::weighted(0.3, 0.05..0.5),
        frontier in any::<bool>(),
        turned in prop::collection::vec((0..11_usize, 0.0..1.0), 4),
        more in 0.0..3.0,
    ) {
        let cases: Vec<Case> =
            drawn.iter().map(|(case, times)| case.with_api_prices_times(*times)).collect();
        let worlds: Vec<World> = cases.iter().map(World::of).collect();
        let pairs = || worlds.iter().zip(&cases);
        let mut apis: Vec<Api> = pairs()
            .map(|(world, case)| world.scenario(case).baseline.unwrap().clone())
            .collect();
        if frontier {
            apis[0].tier = Tier::Frontier;
        }
        let mut scenario = worlds[0].scenario(&cases[0]);
        scenario.apis = apis.iter().collect();
        let all: Vec<_> = pairs().map(|(world, case)| world.scenario(case).deployments).collect();
        scenario.deployments =
            all.iter().flat_map(Deployments::iter).cloned().collect::<Vec<_>>().into();
        scenario.requirements.hard_share = hard_share.unwrap_or(0.0);
        let search = Search::new(&scenario);
        let contest = Contest::new(&search);
        for (index, share) in turned {
            let input = Input::ALL[index];
            let Some(now) = input.now(&scenario) else { continue };
            let span = input.span(&scenario, now);
            let value = span.low + (span.high - span.low) * share;
            let there = input.set(contest.scenario(), value);
            let (best, full) = by_kind(&input.set(&scenario, value));
            let same = |a: f64, b: f64| a == b || (a - b).abs() <= 1e-9 * a.abs().max(b.abs());
            for up_to in [0.0, best * more, f64::INFINITY] {
                let costs = contest.costs(&there, up_to);
                prop_assert!(same(costs.best(), best), "{:?} {}: {} for {}", input, value, costs.best(), best);
                prop_assert!(!best.is_finite() || costs.is_complete_to(up_to));
                for kind in KINDS {
                    let others = KINDS.into_iter().zip(full).filter(|(other, _)| *other != kind);
                    let least = others.map(|(_, cost)| cost).fold(f64::INFINITY, f64::min);
                    let said = costs.others_at_least(kind);
                    prop_assert!(said <= least * (1.0 + 1e-9), "{:?}: {} above {}", kind, said, least);
                    if hard_share.is_none() && costs.is_complete_to(least) && least.is_finite() {
                        prop_assert!(same(said, least), "{:?}: {} for {}", kind, said, least);
                    }
                }
            }
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
    let apis = [0, 1].map(|index| worlds[index].scenario(&cases[index]).baseline.unwrap().clone());
    let mut scenario = worlds[0].scenario(&cases[0]);
    scenario.apis = apis.iter().collect();
    scenario.deployments = Deployments::default();
    let search = Search::new(&scenario);
    let contest = Contest::new(&search);
    for (share, cheaper) in [(0.1, 0), (0.2, 0), (0.5, 1), (0.9, 1)] {
        let turned = Input::InputShare.set(contest.scenario(), share);
        let found = contest.costs(&turned, 0.0).apis[0];
        assert!(found.is_some_and(|api| std::ptr::eq(api, &apis[cheaper])), "{share}");
    }
}

/// Machines whose rates are modelled serve another mix at other rates.
#[test]
fn machines_are_rated_anew_for_another_mix() {
    for flags in [
        "--volume 100M/day --require own-tenancy",
        "--volume 2B/day --tier small --load flat",
        "--volume 40M/day --require offline --request 12000+300",
    ] {
        with_shipped(flags, |scenario| {
            let search = Search::new(scenario);
            let contest = Contest::new(&search);
            for share in [0.02, 0.2, 0.45, 0.6, 0.85, 0.97] {
                let there = Input::InputShare.set(contest.scenario(), share);
                let found = contest.costs(&there, 0.0).best();
                let all = Scenario { shown: Shown::All, ..Input::InputShare.set(scenario, share) };
                let full = candidates(&all);
                let expected = cheapest(&full).unwrap();
                let close = (found - expected.cost()).abs() <= 1e-9 * found;
                assert!(
                    close,
                    "{flags} {share}: {found} for {} of {}",
                    expected.cost(),
                    expected.subject.id()
                );
            }
        });
    }
}
