//! No machine, model, engine or load gives an answer that cannot be.

use breakeven::calc::throughput::curve::Curve;
use breakeven::calc::throughput::layout::{Interconnect, Layout};
use breakeven::calc::throughput::terms;
use breakeven::engine::{Constants, Width};
use breakeven::model::{Experts, Heads};
use breakeven::profile::catalog::Catalog;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::support::{Physics, request};

pub fn constants() -> Vec<Constants> {
    let catalog = Catalog::with(vec![]).unwrap();
    let estimator = catalog.estimator.unwrap();
    let unheard_of = estimator.constants("unheard", "of");
    estimator.all().chain([unheard_of]).collect()
}

#[test]
fn narrower_numbers_are_multiplied_faster() {
    for constants in constants() {
        let [sixteen, eight, four] =
            [Width::Sixteen, Width::Eight, Width::Four].map(|width| constants.gain(width));
        assert!(
            sixteen == 1.0 && eight > 1.0 && four > eight,
            "{} {eight} {four}",
            constants.engine
        );
    }
}

prop_compose! {
    pub fn physics()(
        bandwidth in 20.0..20_000.0_f64,
        tflops in 0.5..5_000.0_f64,
        parameters in 0.1..3_000.0_f64,
        share in 0.01..1.0_f64,
        experts in prop::option::of((2_u32..1_024, 1_u32..16)),
        layers in 1.0..200.0_f64,
        kv_bytes in 0.0..1_000_000.0_f64,
        (queries, cache) in (1.0..80.0_f64, 1.0..10.0_f64),
        bytes_each in 0.2..2.1_f64,
    ) -> Physics {
        let experts = experts.map(|(total, used)| Experts {
            total: f64::from(total),
            per_token: f64::from(used.min(total)),
        });
        let active = if experts.is_some() { parameters * share } else { parameters };
        Physics {
            bandwidth, tflops, parameters, active, experts, layers: layers.floor(), kv_bytes,
            heads: Heads { queries, cache }, weights: parameters * bytes_each,
        }
    }
}

prop_compose! {
    pub fn layout()(group in 0_u32..4, replicas in 1_u32..9, nvlink in any::<bool>()) -> Layout {
        Layout {
            tensor_parallel: f64::from(1 << group),
            stages: 1.0,
            replicas: f64::from(replicas),
            interconnect: Some(if nvlink { Interconnect::Nvlink } else { Interconnect::Pcie }),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, rng_seed: RngSeed::Fixed(20_261_123), ..ProptestConfig::default() })]

    #[test]
    fn every_rate_is_possible(
        physics in physics(),
        layout in layout(),
        prompt in 0_u32..300_000,
        output in 1_u32..100_000,
    ) {
        let request = request(f64::from(prompt), f64::from(output));
        let job = physics.job(request, layout);
        for constants in constants() {
            let curve = Curve::new(job, &constants);
            let mut before = 0.0;
            for concurrency in [1.0, 2.0, 3.0, 7.0, 8.0, 30.0, 64.0, 100.0, 511.0, 1_024.0] {
                let decode = curve.decode(concurrency);
                prop_assert!(decode.is_finite() && decode > 0.0);
                prop_assert!(decode <= curve.roof(concurrency) * (1.0 + 1e-9));
                prop_assert!(decode >= before * (1.0 - 1e-12), "{} after {}", decode, before);
                before = decode;
                let prefill = curve.prompt(concurrency);
                prop_assert!(prefill.is_finite() && prefill > 0.0);
                prop_assert!(prefill <= curve.prompt_roof());
                let whole = curve.end_to_end(concurrency);
                prop_assert!(whole.is_finite() && whole > 0.0 && whole <= decode * (1.0 + 1e-9));
            }
        }
    }

    #[test]
    fn a_step_of_one_is_one_stream(physics in physics(), prompt in 0_u32..100_000) {
        let job = physics.job(request(f64::from(prompt), 0.0), Layout::SINGLE);
        for constants in constants() {
            let one = &constants.one_stream;
            let read = physics.weights * physics.met(1.0);
            let kv = physics.kv_bytes * f64::from(prompt) / 1e9;
            let seconds = read / (physics.bandwidth * one.efficiency)
                + kv / (physics.bandwidth * (one.efficiency * one.kv_efficiency).min(1.0))
                + physics.layers * one.layer_seconds
                + if physics.experts.is_some() { physics.layers * one.expert_layer_seconds } else { 0.0 }
                + one.unpack * 2.0 * physics.parameters * physics.met(1.0)
                    / (physics.tflops * 1_000.0);
            let compute = physics.tflops * 500.0 / physics.active;
            let expected = (1.0 / seconds).min(physics.bandwidth / (read + kv)).min(compute);
            let found = terms::decode_rate(&job, &constants, 1.0);
            prop_assert!((found / expected - 1.0).abs() < 1e-9, "{} for {}", found, expected);
        }
    }
    /// An engine may always run a smaller batch.
    #[test]
    fn more_streams_are_never_slower(
        physics in physics(), layout in layout(), stages in 1_u32..6, slow in 1.0..300.0,
    ) {
        let layout = Layout { stages: f64::from(stages), ..layout };
        let job = physics.job(request(1_000.0, 200.0), layout);
        for mut constants in constants().into_iter().take(4) {
            // However much bookkeeping there is for each.
            constants.batch.sequence_layer_seconds *= slow;
            let most = 200.0 * layout.replicas;
            let curve = Curve::new(job, &constants);
            let mut before = 0.0;
            for concurrency in 1..=most as u32 {
                let decode = curve.decode(f64::from(concurrency));
                prop_assert!(decode >= before * (1.0 - 1e-12), "{decode} after {before}");
                before = decode;
            }
        }
    }
}
