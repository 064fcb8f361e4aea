//! The curve of a machine is its rates, asked one number of streams at a time.

use breakeven::calc::capacity::decode_curve::Steps;
use breakeven::calc::throughput::{rates, serving};
use breakeven::profile::catalog::Catalog;
use breakeven::units::TokensPerSecond;

use super::estimator::support::{deployment, request};

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
