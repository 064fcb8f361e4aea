//! The chain of one machine against brute force, its laws, and a discrete-event simulation.

use std::rc::Rc;

use breakeven::calc::capacity::activities::Activities;
use breakeven::calc::capacity::activity::{Activity, FewKnown};
use breakeven::calc::capacity::decode_curve::Steps;
use breakeven::calc::capacity::power::{PowerParts, asleep};
use breakeven::calc::capacity::queue::{KNOTS, Station, knot};
use breakeven::calc::throughput::{Rates, rates, serving};
use breakeven::profile::catalog::Catalog;
use breakeven::throughput::Deployment;
use breakeven::units::TokensPerSecond;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::estimator::support::{catalog, deployment, request};
use crate::support::question::with_shipped;

/// Of a card, of a data center, and of a card whose output takes less than its prompts.
const CARD: PowerParts = PowerParts { one_stream: 0.87, decode: 1.0 };
const HALF: PowerParts = PowerParts { one_stream: 0.5, decode: 1.0 };
const APART: PowerParts = PowerParts { one_stream: 0.6, decode: 0.8 };

/// Requests a second with `b` in progress when a step takes `a + s b` seconds.
fn station(fixed: f64, each: f64, slots: usize) -> Station {
    Station::new((1..=slots).map(|b| b as f64 / (fixed + each * b as f64))).unwrap()
}

/// Uniform numbers between 0 and 1.
struct Uniform(u64);

impl Uniform {
    fn next(&mut self) -> f64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    fn exponential(&mut self) -> f64 {
        -self.next().ln()
    }
}

/// Share of time busy, mean and p95 wait for a slot of simulated requests, whose lengths are
/// exponential or all the same: those in progress share what the machine completes.
fn simulated(station: &Station, offered: f64, exponential: bool, seed: u64) -> (f64, f64, f64) {
    let mut random = Uniform(seed);
    let rate = offered * station.most();
    let (mut now, mut busy, mut next) = (0.0, 0.0, random.exponential() / rate);
    let mut working: Vec<f64> = Vec::new();
    let mut queue: std::collections::VecDeque<f64> = std::collections::VecDeque::new();
    let mut waits = Vec::new();
    while waits.len() < 200_000 {
        let each = station.at(working.len()) / working.len().max(1) as f64;
        let least = working.iter().copied().fold(f64::INFINITY, f64::min);
        let until = next.min(if working.is_empty() { f64::INFINITY } else { now + least / each });
        let done = (until - now) * each;
        if !working.is_empty() {
            busy += until - now;
            working.iter_mut().for_each(|left| *left -= done);
        }
        now = until;
        if until == next {
            queue.push_back(now);
            next = now + random.exponential() / rate;
        } else {
            working.retain(|left| *left > 1e-9);
        }
        while working.len() < station.slots() {
            let Some(came) = queue.pop_front() else { break };
            waits.push(now - came);
            working.push(if exponential { random.exponential() } else { 1.0 });
        }
    }
    waits.sort_by(f64::total_cmp);
    let mean = waits.iter().sum::<f64>() / waits.len() as f64;
    (busy / now, mean, waits[waits.len() * 95 / 100])
}

#[test]
fn a_simulation_finds_the_same() {
    for (slots, offered) in [(1, 0.5), (4, 0.3), (4, 0.8), (32, 0.1), (32, 0.9)] {
        let station = station(1.0, 0.05, slots);
        let hour = station.hour(offered);
        let (busy, mean, p95) = simulated(&station, offered, true, 7);
        assert!((hour.busy() / busy - 1.0).abs() < 0.02, "{slots} {offered}: {busy}");
        let slot = hour.slot();
        let scale = 1.0 / station.most();
        assert!(
            (slot.mean - mean).abs() < 0.08 * slot.mean + 0.01 * scale,
            "{slots} {offered}: {mean} {slot:?}"
        );
        assert!(
            (slot.p95 - p95).abs() < 0.1 * slot.p95 + 0.05 * scale,
            "{slots} {offered}: {p95} {slot:?}"
        );
    }
}

#[test]
fn the_spread_of_lengths_hardly_changes_the_time_busy() {
    for (slots, offered) in [(8, 0.1), (8, 0.5), (32, 0.8)] {
        let station = station(1.0, 0.05, slots);
        let (busy, ..) = simulated(&station, offered, false, 11);
        assert!((station.hour(offered).busy() - busy).abs() < 0.02, "{slots} {offered}: {busy}");
    }
}

/// The same chain as a plain product, with every waiting state up to a far one.
fn plain(station: &Station, offered: f64) -> Vec<f64> {
    let rate = offered * station.most();
    let mut weights = vec![1.0];
    for k in 1..=station.slots() + 4_000 {
        weights.push(weights[k - 1] * rate / station.at(k.min(station.slots())));
    }
    let total: f64 = weights.iter().sum();
    let mut shares: Vec<f64> = weights.iter().map(|weight| weight / total).collect();
    let full: f64 = shares[station.slots()..].iter().sum();
    shares.truncate(station.slots());
    shares.push(full);
    shares
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, rng_seed: RngSeed::Fixed(20_261_128), ..ProptestConfig::default() })]

    #[test]
    fn the_chain_is_its_product(
        fixed in 0.01..10.0_f64, each in 0.0..1.0_f64, slots in 1_usize..40, offered in 0.001..0.95_f64,
    ) {
        let station = station(fixed, each, slots);
        let hour = station.hour(offered);
        prop_assert!((hour.shares.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        for (share, plain) in hour.shares.iter().zip(plain(&station, offered)) {
            prop_assert!((share - plain).abs() < 1e-9);
        }
        // What comes goes: the mean rate of completion is the rate of arrival.
        let completed = hour.mean(|b| if b == 0 { 0.0 } else { station.at(b) });
        prop_assert!((completed / (offered * station.most()) - 1.0).abs() < 1e-9);
        // Nobody is busy for less than the work takes at full concurrency.
        prop_assert!(hour.busy() >= offered * (1.0 - 1e-12) && hour.busy() <= 1.0);
    }

    #[test]
    fn more_load_is_more_of_everything(
        fixed in 0.01..10.0_f64, each in 0.0..1.0_f64, slots in 1_usize..1_025, prompt in 0.0..0.1_f64,
    ) {
        let station = station(fixed, each, slots);
        let prompt = prompt / station.most();
        let (mut busy, mut mean, mut p95) = (0.0, 0.0, 0.0);
        for index in 1..KNOTS - 1 {
            let hour = station.hour(knot(index));
            let wait = hour.first_token(prompt, |_| 0.0);
            prop_assert!(hour.busy() >= busy && wait.mean >= mean && wait.p95 >= p95 - 1e-9);
            prop_assert!(hour.slot().p95.is_finite() && wait.mean >= prompt);
            (busy, mean, p95) = (hour.busy(), wait.mean, wait.p95);
        }
        let full = station.hour(1.0);
        prop_assert_eq!((full.busy(), full.slot().mean), (1.0, f64::INFINITY));
    }
}

/// The rates of a machine with such requests, and what they take there.
fn machine(prompt: f64, output: f64) -> (Rates, Steps) {
    let catalog = catalog("");
    let deployment = deployment(&catalog, ["machine", "dense", "q4_k_m", "llama.cpp"]);
    let shape = request(prompt, output);
    let rates = serving(&deployment, shape, TokensPerSecond::new(10.0)).unwrap();
    let steps = Steps::of(&deployment, shape, &rates).unwrap();
    (rates, steps)
}

#[test]
fn one_stream_keeps_a_machine_on_for_longer_than_many() {
    let (rates, steps) = machine(1_000.0, 500.0);
    let machine = steps.serving(1.0).unwrap();
    assert_eq!(machine.decode.len() as f64, rates.concurrency);
    // At its full concurrency it completes what the rates say.
    let each = 1_000.0 / rates.prefill.typical.get() + 500.0 / rates.decode.typical.get();
    assert!((machine.station.most() * each - 1.0).abs() < 1e-9);
    let hour = machine.station.hour(0.05);
    assert!(hour.busy() > 2.0 * 0.05, "{}", hour.busy());
    // Twice as fast, the same chain in half the time.
    let fast = machine.scaled(2.0);
    assert!((fast.wait(0.5).mean * 2.0 / machine.wait(0.5).mean - 1.0).abs() < 1e-9);
    assert_eq!(fast.station.hour(0.05).shares, hour.shares);
    let activity = machine.activity(CARD);
    assert_eq!(fast.activity(CARD), activity);
    let [on, power] = [activity.busy, activity.power].map(|of| *of.knots());
    assert_eq!((on[0], power[0], on[KNOTS - 1], power[KNOTS - 1]), (0.0, 0.0, 1.0, 1.0));
    for index in 1..KNOTS {
        assert!(on[index - 1] < on[index] && power[index - 1] < power[index]);
        // Never less than the same work at full concurrency, nor more than all the time on.
        assert!(power[index] >= knot(index) && power[index] <= on[index] * (1.0 + 1e-12));
    }
    // At a twentieth of the load it draws more than a twentieth of the difference.
    let flat = breakeven::load::Load::flat();
    let drawn = activity.power.mean(flat.filled(), 0.05, 0.0);
    assert!(drawn > 0.05 * 1.5, "{drawn}");
    assert_eq!(asleep(0.5, 0.0), 1.0);
}

/// Where output takes less than prompts a machine that does both all the time takes the mean of both, and less
/// the fewer prompts it has to read.
#[test]
fn output_may_take_less_power_than_prompts() {
    let (_, steps) = machine(1_000.0, 500.0);
    let machine = steps.serving(1.0).unwrap();
    let reads = machine.prompts[machine.prompts.len() - 1];
    let [apart, alike] =
        [APART, PowerParts { decode: 1.0, ..APART }].map(|parts| machine.activity(parts));
    let full = apart.power.at(1.0);
    assert!((full - (reads + 0.8 * (1.0 - reads))).abs() < 1e-12, "{full}");
    assert_eq!(apart.busy, alike.busy);
    let mut knots = apart.power.knots().iter().zip(alike.power.knots());
    assert!(knots.all(|(apart, alike)| apart <= alike));
    let fewer = steps.serving(0.5).unwrap().activity(APART).power.at(1.0);
    assert!(0.8 < fewer && fewer < full, "{fewer} {full}");
}

/// Between two of the five shares of fresh input for which the queue is solved, straight lines are within
/// 2 % of the whole way of what the queue itself says.
#[test]
fn shares_of_fresh_input_between_those_solved_are_near_the_queue() {
    let mut worst = 0.0_f64;
    for (prompt, output) in [(1_500.0, 500.0), (8_000.0, 100.0), (200.0, 1_000.0)] {
        let (_, steps) = machine(prompt, output);
        let activities = Activities::new(Rc::new(steps.clone()), CARD);
        for fresh in [0.05, 0.125, 0.3, 0.6, 0.9, 1.0] {
            let exact = steps.serving(fresh).unwrap().activity(CARD);
            let near = activities.at(fresh);
            for (a, b) in [(exact.busy, near.busy), (exact.power, near.power)] {
                for (exact, near) in a.knots().iter().zip(b.knots()) {
                    worst = worst.max((exact - near).abs());
                }
            }
        }
    }
    assert!(worst > 0.0 && worst < 0.02, "{worst}");
}

/// Energy for a request, and time with one in progress, never rise with the load: of what is shipped, for
/// short and long requests. The search for the cheapest size of a mix rests on it.
#[test]
fn no_request_takes_more_among_others() {
    with_shipped("--volume 5M/day", |scenario| {
        let mut asked = 0;
        for deployment in scenario.deployments.iter().step_by(5) {
            for (prompt, output) in [(1_500.0, 500.0), (20_000.0, 200.0), (100.0, 2_000.0)] {
                let shape = request(prompt, output);
                let Ok(rates) = serving(deployment, shape, TokensPerSecond::new(10.0)) else {
                    continue;
                };
                let steps = Steps::of(deployment, shape, &rates).unwrap();
                for fresh in [0.1, 0.6, 1.0] {
                    let Activity { busy, power } = steps.serving(fresh).unwrap().activity(HALF);
                    for of in [busy, power] {
                        let each = (1..KNOTS).map(|index| of.knots()[index] / knot(index));
                        let each: Vec<f64> = each.collect();
                        let falls = each.windows(2).all(|two| two[1] <= two[0] * (1.0 + 1e-9));
                        assert!(falls, "{} {fresh} {each:?}", deployment.hardware.id);
                    }
                    asked += 1;
                }
            }
        }
        assert!(asked > 300, "{asked}");
    });
}

#[test]
fn one_prompt_alone_is_on_one_copy() {
    let catalog = Catalog::with(vec![]).unwrap();
    let on = |hardware| {
        let plain = deployment(&catalog, [hardware, "qwen3-8b", "fp8", "vllm"]);
        let request = request(4_000.0, 200.0);
        [1.0, 16.0].map(|n| rates(&plain, request, n).unwrap())
    };
    let ([one, several], [of_eight, many]) = (on("h100-sxm"), on("8x-h100-sxm"));
    // Alone it is as fast as alone, however many are asked about; on eight cards it has one of them.
    assert_eq!(one.one_prompt, one.prefill);
    assert_eq!(several.one_prompt, one.prefill);
    assert_eq!(of_eight.one_prompt, many.one_prompt);
    let ratio = of_eight.one_prompt.typical / one.one_prompt.typical;
    assert!((ratio - 1.0).abs() < 1e-9, "{ratio}");
    assert!(many.prefill.typical > of_eight.one_prompt.typical * 7.0);
}

/// What is known of a machine without its queue is never more than what the queue says: of all that is
/// modelled and shipped, for short and long requests.
#[test]
fn a_machine_does_no_less_than_its_one_stream_says() {
    with_shipped("--volume 5M/day --tier small", |scenario| {
        let (mut asked, mut near) = (0, 0);
        let is_modelled = |one: &&Deployment<'_>| {
            let known = one.measured.is_some() || one.calibration.is_some();
            one.constants.is_some() && !known && one.smaller.is_none()
        };
        for deployment in scenario.deployments.iter().filter(is_modelled).step_by(3) {
            for (prompt, output) in [(1_500.0, 500.0), (20_000.0, 200.0), (100.0, 2_000.0)] {
                let shape = request(prompt, output);
                let Ok(rates) = serving(deployment, shape, TokensPerSecond::new(10.0)) else {
                    continue;
                };
                let steps = Steps::of(deployment, shape, &rates).unwrap();
                for (fresh, parts) in [(0.25, HALF), (1.0, CARD), (1.0, APART)] {
                    let known = FewKnown::of(&rates, shape, fresh, parts);
                    let least = Activity::at_least(&known);
                    let exact = steps.serving(fresh).unwrap().activity(parts);
                    for (least, exact) in [(least.busy, exact.busy), (least.power, exact.power)] {
                        for (least, exact) in least.knots().iter().zip(exact.knots()) {
                            let name = (&deployment.hardware.id, &deployment.model.id);
                            assert!(*least <= exact * (1.0 + 1e-9), "{name:?} {least} {exact}");
                            near += usize::from(*least > exact * 0.9);
                            asked += 1;
                        }
                    }
                }
            }
        }
        assert!(asked > 20_000 && near * 2 > asked, "{near} of {asked}");
    });
}
