//! Whole experts on each accelerator: the gains are those of published pairs of runs, and where a
//! model has none, nothing is counted but what the pairs leave open.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use breakeven::feature::{Feature, Gain};
use breakeven::profile::catalog::Catalog;

use super::estimator::support::{deployment, request};
use super::features::{at, breakeven, featured};

/// Runs with and without it, of the same model, engine and machine.
struct Pair {
    model: String,
    /// Requests at a time, when stated.
    streams: Option<f64>,
    gain: f64,
}

fn pairs() -> Vec<Pair> {
    let text = include_str!("expert_parallel.csv");
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        let number = |at: usize| cells[at].parse::<f64>().ok();
        Pair {
            model: cells[1].into(),
            streams: number(2),
            gain: number(4).unwrap() / number(3).unwrap(),
        }
    };
    text.lines().skip(1).map(row).collect()
}

/// By linear interpolation between the ordered gains.
fn quantile(gains: &[f64], share: f64) -> f64 {
    let at = share * (gains.len() - 1) as f64;
    let [low, high] = [at.floor(), at.ceil()].map(|at| gains[at as usize]);
    low + (high - low) * at.fract()
}

#[test]
fn the_pairs_cannot_be_told_from_one_and_the_docs_say_so() {
    let pairs = pairs();
    let models: BTreeSet<&str> = pairs.iter().map(|pair| &*pair.model).collect();
    let mut gains: Vec<f64> = pairs.iter().map(|pair| pair.gain).collect();
    gains.sort_by(f64::total_cmp);
    let [least, middle, most] = [0.0, 0.5, 1.0].map(|share| quantile(&gains, share));
    let above = gains.iter().filter(|gain| **gain > 1.0).count();
    let docs = std::fs::read_to_string("docs/throughput.md").unwrap();
    let said = format!(
        "in {} published pairs of runs with and without it, on {} models, the median gain is \
         {middle:.2}, from {least:.2} to {most:.2}, and {above} are above 1",
        pairs.len(),
        models.len()
    );
    assert!(docs.contains(&said), "{said}");
    let catalog = Catalog::with(vec![]).unwrap();
    let feature = catalog.all::<Feature>().find(|f| f.name == "expert-parallel").unwrap();
    let ends = [quantile(&gains, 0.1), quantile(&gains, 0.9)].map(|gain| format!("{gain:.2}"));
    assert_eq!([feature.interval.low, feature.interval.high].map(|x| format!("{x:.2}")), ends);
}

#[test]
fn its_gains_are_those_of_the_pairs_and_come_back_at_their_streams() {
    let catalog = Catalog::with(vec![]).unwrap();
    let pairs = pairs();
    let gains = || catalog.all::<Gain>().filter(|gain| gain.feature == "expert-parallel");
    assert_eq!(gains().count(), 2);
    for gain in gains() {
        for point in &gain.decode {
            let of = |pair: &&Pair| {
                *gain.models[0] == *pair.model && pair.streams == Some(point.streams)
            };
            let found: Vec<f64> = pairs.iter().filter(of).map(|pair| pair.gain).collect();
            let [low, high] =
                [f64::min, f64::max].map(|end| found.iter().copied().reduce(end).unwrap());
            let near = |stated: f64, measured: f64| (stated - measured).abs() < 0.0006;
            assert!(near(point.gain.low, low) && near(point.gain.high, high), "{point:?}");
        }
    }
    let plain = deployment(&catalog, ["8x-b200", "glm-5.3-flash", "fp8", "vllm"]);
    let on = featured(&catalog, &plain, &["expert-parallel"]);
    let request = request(8_192.0, 1_024.0);
    for (streams, gain) in [(1.0, 0.961), (4.0, 1.024), (16.0, 0.987), (64.0, 1.016)] {
        // Four copies of two accelerators.
        let [off, on] = [&plain, &on].map(|d| at(d, request, 4.0 * streams).decode.typical.get());
        assert!((on / off - gain).abs() < 1e-9, "{streams} {}", on / off);
    }
}

#[test]
fn without_pairs_of_the_model_only_the_interval_is_wider() {
    let catalog = Catalog::with(vec![]).unwrap();
    let plain = deployment(&catalog, ["8x-h200-sxm", "qwen3.5-397b-a17b", "fp8", "sglang"]);
    let on = featured(&catalog, &plain, &["expert-parallel"]);
    let [off, on] = [&plain, &on].map(|d| at(d, request(1_000.0, 1_000.0), 64.0).decode);
    assert_eq!(on.typical, off.typical);
    assert!(on.low < off.low && on.high > off.high, "{off:?} {on:?}");
}

#[test]
fn the_answer_says_what_it_would_change() {
    let place = ["--hardware", "8x-b200", "--model", "glm-5.3-flash"];
    let engine = ["--quantization", "fp8", "--engine", "vllm"];
    let args = [&["throughput"], &place[..], &engine, &["--concurrency", "4,32"]].concat();
    let (off, ..) = breakeven(&args);
    assert!(off.contains("expert-parallel: 0.96 times at 4, 0.99 times at 32"), "{off}");
    let (on, ..) = breakeven(&[&args[..], &["--features", "expert-parallel"]].concat());
    assert!(on.contains("vllm+expert-parallel") && !on.contains("expert-parallel: 0.96"), "{on}");
    let question = [&["--volume", "200M/day"], &place[..], &engine].concat();
    let (brief, ..) = breakeven(&question);
    assert!(!brief.contains("expert-parallel"), "{brief}");
    let (full, ..) = breakeven(&[&question[..], &["--full"]].concat());
    let said = full.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("- expert-parallel: 0.9"), "{full}");
}
