//! The p95 of the first token: a slot and the prompts ahead, against a sum that is added up bit by bit.

use breakeven::calc::capacity::queue::Station;

/// The share of requests that wait longer than `time` for two things: each is nothing or, for a share,
/// an exponential time of this mean. Of both, the first is cut into small steps.
fn longer(time: f64, (a, slow): (f64, f64), (c, fast): (f64, f64)) -> f64 {
    let steps = 100_000;
    let step = time / f64::from(steps);
    let both: f64 = (0..steps)
        .map(|n| (f64::from(n) + 0.5) * step)
        .map(|first| (-first / slow).exp() / slow * step * (-(time - first) / fast).exp())
        .sum::<f64>()
        + (-time / slow).exp();
    a * (1.0 - c) * (-time / slow).exp() + (1.0 - a) * c * (-time / fast).exp() + a * c * both
}

#[test]
fn one_in_twenty_waits_longer_than_the_p95() {
    // A machine of one request at a time, which takes a second: M/M/1. Prompts that are short beside
    // the wait for a slot, longer than it, and as long: 2 / (1 + load).
    for (load, prompt) in [(0.5, 0.9), (0.9, 0.2), (0.1, 5.0), (0.3, 2.4), (0.5, 4.0 / 3.0)] {
        let hour = Station::new([1.0]).unwrap().hour(load);
        let wait = hour.first_token(prompt, |_| 0.25);
        let at_work = load * prompt;
        let ahead = prompt / (2.0 * (1.0 - at_work));
        let own = prompt + 0.25;
        let slot = 1.0 / (1.0 - load);
        let mean = load * slot + at_work * ahead + own;
        assert!((wait.mean - mean).abs() < 1e-12, "{load} {prompt}: {} for {mean}", wait.mean);
        let late = longer(wait.p95 - own, (load, slot), (at_work, ahead));
        assert!((late - 0.05).abs() < 1e-6, "{load} {prompt}: {late} wait longer than the p95");
    }
}

#[test]
fn where_few_wait_at_all_the_p95_is_what_everybody_waits() {
    let hour = Station::new([1.0]).unwrap().hour(0.02);
    // 2 % find the slot taken and 1 % a prompt at work.
    let wait = hour.first_token(0.5, |_| 0.0);
    // A prompt, or the mean, which those few lift above it.
    assert!(wait.p95 == wait.mean && wait.mean > 0.5, "{wait:?}");
    assert_eq!(hour.slot().p95, 0.0);
    // 6 % do: exp(-t / each) = 0.05 / 0.06.
    let hour = Station::new([1.0]).unwrap().hour(0.06);
    let wanted = (0.06_f64 / 0.05).ln() / 0.94;
    assert!((hour.slot().p95 - wanted).abs() < 1e-12, "{}", hour.slot().p95);
}

#[test]
fn a_machine_that_is_asked_for_more_than_it_does_keeps_everybody_waiting() {
    for load in [1.0, 1.05, 1.09, 2.0] {
        let hour = Station::new([1.0, 1.5]).unwrap().hour(load);
        for wait in [hour.slot(), hour.first_token(0.01, |_| 0.0)] {
            assert_eq!((wait.mean, wait.p95), (f64::INFINITY, f64::INFINITY), "{load}");
        }
    }
    // Prompts alone are more than it can do: a second each, one and a half a second.
    let hour = Station::new([1.0, 3.0]).unwrap().hour(0.5);
    assert_eq!(hour.first_token(1.0, |_| 0.0).mean, f64::INFINITY);
    assert!(hour.first_token(0.6, |_| 0.0).mean.is_finite());
}

/// Four slots that add nothing to each other at a fifth of the load: 80 % find nobody, 16 % one, and 95 of 100 no
/// more than one. The p95 takes the step of those two; next to nobody waits for a slot.
#[test]
fn the_p95_takes_the_step_of_what_95_of_100_find() {
    let hour = Station::new([1.0; 4]).unwrap().hour(0.2);
    let wait = hour.first_token(0.0, |b| b as f64);
    assert_eq!(wait.p95, 2.0);
    // 0.8 x 1 + 0.16 x 2 + 0.032 x 3 + 0.0064 x 4 + 0.0016 x 4, and 1 / 0.8 seconds for 0.16 % of them.
    assert!((wait.mean - 1.25).abs() < 1e-12, "{}", wait.mean);
    // At 30 % of it 70 % find nobody, 21 % one, and 6.3 % two.
    assert_eq!(Station::new([1.0; 4]).unwrap().hour(0.3).first_token(0.0, |b| b as f64).p95, 3.0);
}

#[test]
fn waits_are_in_proportion_to_the_time_of_a_request() {
    let slow = Station::new([1.0]).unwrap().hour(0.5).first_token(0.9, |_| 0.25);
    let fast = Station::new([1e6]).unwrap().hour(0.5).first_token(0.9e-6, |_| 0.25e-6);
    assert!((fast.p95 * 1e6 / slow.p95 - 1.0).abs() < 1e-9, "{slow:?} {fast:?}");
    // Where all of a prompt is cached, the wait is that for a slot.
    let hour = Station::new([1.0]).unwrap().hour(0.5);
    assert!((hour.first_token(0.0, |_| 0.0).p95 - hour.slot().p95).abs() < 1e-12);
}
