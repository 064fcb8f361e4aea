//! The search that leaves out what cannot be the best finds the same best as the one that does not.

// A test that cannot go on has failed.
#![allow(clippy::unwrap_used)]

use crate::support::draw::config;
use crate::support::question::with_shipped;
use breakeven::calc::candidate::{Candidate, Subject};
use breakeven::calc::cash::totals;
use breakeven::calc::fleet::Tenure;
use breakeven::calc::option::Kind;
use breakeven::calc::search::{Search, candidates, sized};
use breakeven::calc::shortlist::Rated;
use breakeven::calc::throughput::last_within;
use breakeven::deployments::Deployments;
use breakeven::scenario::{Scenario, Shown};
use proptest::prelude::*;

/// The best of these, else the nearest miss.
fn best<'a, 'c>(
    all: &'a [Candidate<'c>],
    of: impl Fn(&Candidate<'_>) -> bool,
) -> Option<&'a Candidate<'c>> {
    all.iter().filter(|one| of(one)).min_by(|a, b| a.order(b))
}

/// A kind, or with a hard share a kind of base.
fn is_of(one: &Candidate<'_>, kind: Kind) -> bool {
    match &one.subject {
        Subject::Hybrid(base, _, Some(_)) => base.kind() == kind,
        subject => subject.kind() == kind,
    }
}

/// How many candidates there are with and without leaving any out.
fn counts(flags: &str) -> [usize; 2] {
    with_shipped(flags, |scenario| {
        let few = candidates(scenario);
        let all = candidates(&Scenario { shown: Shown::All, ..scenario.clone() });
        let facts =
            |one: &Candidate<'_>| (one.subject.id(), one.unmet.clone(), one.cost().to_bits());
        for kind in [Kind::Api, Kind::Local, Kind::Rent] {
            for mixed in [false, true] {
                let [one, other] = [&few, &all].map(|list| {
                    let of = |one: &Candidate<'_>| {
                        is_of(one, kind) && mixed == (one.subject.kind() == Kind::Hybrid)
                    };
                    best(list, of).map(facts)
                });
                assert_eq!(one, other, "{flags}: {kind:?} {mixed}");
            }
        }
        // A mix of slow machines matters where it is the best of all: fast ones may need no mix.
        let [one, other] = [&few, &all].map(|list| best(list, |_| true).map(facts));
        assert_eq!(one, other, "{flags}");
        [few.len(), all.len()]
    })
}

#[test]
fn the_best_of_every_kind_is_that_of_all() {
    for flags in [
        "--volume 5M/day",
        "--volume 500M/day",
        "--volume 20B/day --tier small",
        "--volume 30M/day --tier frontier",
        "--volume 30M/day --hard 10",
        "--volume 300M/day --hard 40 --routing cascade",
        "--volume 50M/day --growth 60 --discount 8",
        "--volume 50M/day --context 100k",
        "--volume 50M/day --min-speed 60 --load flat",
        "--volume 50M/day --cached 80 --mix 9:1",
        "--volume 900k/day --electricity 1",
    ] {
        let [few, all] = counts(flags);
        assert!(few * 5 < all, "{flags}: {few} of {all}");
    }
}

#[test]
fn where_nothing_may_be_chosen_the_nearest_miss_is_that_of_all() {
    for flags in [
        "--volume 500M/day --machines 1",
        "--volume 500M/day --machines 8 --growth 100",
        "--volume 5M/day --require privacy",
        "--volume 5M/day --require no-ops",
        "--volume 5M/day --needs video",
        "--volume 5M/day --min-speed 2000",
        "--volume 5M/day --context 4M",
        "--volume 5M/day --hard 10 --require current",
    ] {
        counts(flags);
    }
}

/// Deployments that were listed are the same as those that are found when they are asked for.
#[test]
fn deployments_are_those_on_each_machine() {
    with_shipped("--volume 5M/day", |scenario| {
        let (found, all) = (&scenario.deployments, scenario.deployments.iter().cloned());
        let listed = Deployments::from(all.collect::<Vec<_>>());
        assert_eq!(*found, listed);
        assert_ne!(*found, Deployments::default());
        assert_ne!(*found, Deployments::from(listed.on(0).to_vec()));
        // Not on every machine does anything run.
        assert!((1..=found.machines()).contains(&listed.machines()));
        for machine in 0..found.machines() {
            let hardware = &found.hardware(machine).id;
            assert!(found.on(machine).iter().all(|one| one.hardware.id == *hardware));
        }
    });
}

#[test]
fn nothing_is_left_out_where_more_than_the_best_is_shown() {
    for flags in [
        "--volume 50M/day --hardware rtx-3090 --hardware l4",
        "--volume 50M/day --model gpt-oss-120b --model qwen3.6-27b",
    ] {
        let [few, all] = counts(flags);
        assert_eq!(few, all, "{flags}");
    }
}

#[test]
fn on_a_machine_nothing_is_left_out_where_speed_does_not_decide_alone() {
    let listed = |flags: &str, tenure: Tenure| {
        // What the machines cost may still decide.
        counts(flags);
        with_shipped(flags, |scenario| {
            let rated = Rated::new(scenario);
            let on_it = |machine| rated.shortlist(machine, tenure, None).len();
            let few = (0..scenario.deployments.machines()).map(on_it).sum::<usize>();
            (few, scenario.deployments.iter().count())
        })
    };
    // How long requests wait depends on the number of streams.
    let (few, all) = listed("--volume 50M/day --max-wait 3", Tenure::Bought);
    assert_eq!(few, all);
    // What follows the load pays for every start; what stands there does not.
    let (few, all) = listed("--volume 50M/day --rent-mode autoscale", Tenure::Rented);
    assert_eq!(few, all);
    let (few, all) = listed("--volume 50M/day --rent-mode autoscale", Tenure::Bought);
    assert!(few < all / 5);
}

/// Of what costs more to have than the best costs in all, nothing is rated.
#[test]
fn machines_that_cost_too_much_are_not_rated() {
    with_shipped("--volume 5M/day", |scenario| {
        let search = Search::new(scenario);
        let [whole, easy] = &search.left_out;
        assert!(easy.is_empty());
        for tenure in [Tenure::Bought, Tenure::Rented] {
            let here = search.candidates.iter().filter(|one| {
                one.subject.deployment().is_some_and(|(_, of)| of == tenure) && one.is_possible()
            });
            let best = here.map(Candidate::cost).fold(f64::INFINITY, f64::min);
            let without: Vec<_> = whole.iter().filter(|left| left.tenure == tenure).collect();
            assert!(without.len() > 10, "{}", without.len());
            for fleet in without.into_iter().flat_map(|left| search.rated.fleets(left)) {
                let (option, _) = sized(scenario, fleet);
                assert!(totals(scenario, &option).cost().get() > best);
            }
        }
    });
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn the_last_number_within_a_limit_is_that_of_counting(
        rises in prop::collection::vec(prop_oneof![Just(0.0), 0.0..1.0, 0.0..100.0], 1..200),
        limit in 0.0..1.2_f64,
    ) {
        let sums: Vec<f64> = rises
            .iter()
            .scan(1.0, |sum, rise| {
                *sum += rise;
                Some(*sum)
            })
            .collect();
        let limit = sums[0] + (sums[sums.len() - 1] - sums[0]) * limit;
        let counted = sums.iter().filter(|sum| **sum <= limit).count() as f64;
        let at = |n: f64| sums[n as usize - 1];
        prop_assert_eq!(last_within(limit, (1.0, sums[0]), sums.len() as f64, at), counted);
    }
}
