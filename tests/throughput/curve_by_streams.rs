//! The curve of a machine is its rates, asked one number of streams at a time.

use breakeven::calc::capacity::decode_curve::Steps;
use breakeven::calc::throughput::{rates, serving};
use breakeven::profile::catalog::Catalog;
use breakeven::units::TokensPerSecond;

use super::estimator::support::{deployment, request};
use crate::support::question::with_shipped;

#[test]
fn every_number_of_streams_is_as_fast_as_asked_alone() {
    let catalog = Catalog::with(vec![]).unwrap();
    let on = deployment(&catalog, ["h100-sxm", "qwen3-8b", "fp8", "vllm"]);
    let shape = request(4_000.0, 500.0);
    let planned = serving(&on, shape, TokensPerSecond::new(20.0)).unwrap();
    assert!(planned.concurrency > 40.0, "{}", planned.concurrency);
    // A quarter of each prompt is new.
    let curve = Steps::of(&on, shape, &planned).unwrap().serving(0.25).unwrap();
    for (index, (decode, prompts)) in curve.decode.iter().zip(&curve.prompts).enumerate() {
        let asked = rates(&on, shape.times(on.model.tokens_factor), (index + 1) as f64).unwrap();
        let (prompt, output) = (
            1_000.0 * on.model.tokens_factor / asked.prefill.typical.get(),
            500.0 * on.model.tokens_factor / asked.decode.typical.get(),
        );
        let share = prompt / (prompt + output);
        // Up to sixteen each is asked for; above, straight lines lie between.
        let near = if index < 16 { 1e-9 } else { 2e-3 };
        assert!((decode / asked.decode.typical.get() - 1.0).abs() < near, "{index}: {decode}");
        assert!((prompts / share - 1.0).abs() < near * 2.0, "{index}: {prompts} {share}");
        let completed = curve.station.at(index + 1) * (prompt + output);
        assert!((completed - 1.0).abs() < near * 2.0, "{index}: {completed}");
        if index == 0 {
            assert!((curve.prompt_seconds - prompt).abs() < 1e-12, "{}", curve.prompt_seconds);
        }
    }
}

/// Between the numbers that are asked for lie straight lines, whatever was measured or runs on parts of a machine.
#[test]
fn no_deployment_is_far_from_its_line() {
    with_shipped("--volume 50M/day", |scenario| {
        let (mut asked, mut worst) = (0, 0.0_f64);
        for machine in 0..scenario.deployments.machines() {
            for on in scenario.deployments.on(machine).iter().step_by(5) {
                let shape = request(1_500.0, 500.0);
                let Ok(planned) = serving(on, shape, TokensPerSecond::new(0.0)) else { continue };
                let steps = Steps::of(on, shape, &planned).unwrap();
                let curve = steps.serving(1.0).unwrap();
                for b in [11, 37, 90, 181, 391, 777] {
                    let Some(decode) = curve.decode.get(b - 1) else { break };
                    let exact = rates(on, shape.times(on.model.tokens_factor), b as f64).unwrap();
                    let off = (decode / exact.decode.typical.get() - 1.0).abs();
                    worst = worst.max(off);
                    asked += 1;
                }
            }
        }
        assert!(asked > 500 && worst < 2e-3, "{asked} {worst}");
    });
}
