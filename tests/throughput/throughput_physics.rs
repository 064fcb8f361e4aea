//! Every shipped machine with every shipped model, in every quantization and on every engine:
//! nothing above the roof, memory by its own formula, no speed without a fit.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use breakeven::answer::throughput_answer::{Question, answer};
use breakeven::calc::throughput::serving;
use breakeven::model::Model;
use breakeven::profile::catalog::Catalog;
use breakeven::profile::deployments::deployments;
use breakeven::report::throughput::DeploymentReport;
use breakeven::scenario::Pins;
use breakeven::throughput::Deployment;
use breakeven::units::TokensPerSecond;
use breakeven::workload::Request;

const SHAPES: [(f64, f64); 4] =
    [(0.0, 64.0), (1_500.0, 500.0), (30_000.0, 2_000.0), (8_192.0, 0.0)];

fn every(check: impl Fn(&Deployment<'_>, &DeploymentReport)) {
    let catalog = Catalog::with(vec![]).unwrap();
    let all = deployments(&catalog, &Pins::default(), None);
    assert!(all.iter().count() > 1_000, "{}", all.iter().count());
    for deployment in all.iter() {
        for (prompt_tokens, output_tokens) in SHAPES {
            let request = Request { prompt_tokens, output_tokens };
            let context_tokens = request.context_tokens();
            let concurrencies = vec![1.0, 2.0, 16.0, 256.0, 100_000.0];
            let question = Question { request, context_tokens, concurrencies };
            check(deployment, &answer(deployment, &question, vec![]));
        }
    }
}

/// Output tokens per second at which all of the machine's bandwidth reads each stream's cache and,
/// once per step, the weights that one stream uses; or all of its compute multiplies.
fn roof(deployment: &Deployment<'_>, report: &DeploymentReport, concurrency: f64) -> f64 {
    let (hardware, model) = (deployment.hardware, deployment.model);
    let request = &report.request;
    let tokens = request.prompt_tokens.0 + request.output_tokens.0 / 2.0;
    let share = model.active_parameters_billion / model.parameters_billion;
    let read =
        deployment.weights.get() * share + concurrency * model.kv_bytes_per_token * tokens / 1e9;
    let reading = concurrency * hardware.bandwidth.get() / read;
    let computing = hardware
        .fp16_tflops
        .map_or(f64::INFINITY, |tflops| tflops * 1_000.0 / (2.0 * model.active_parameters_billion));
    // Consumer cards state half of their peak, and narrow numbers are multiplied faster.
    let peaks = [hardware.fp8_tflops, hardware.fp4_tflops].into_iter().flatten();
    let peak = peaks.fold(2.0 * hardware.fp16_tflops.unwrap_or(1.0), f64::max);
    let computing = computing * peak / hardware.fp16_tflops.unwrap_or(1.0);
    reading.min(computing)
}

#[test]
fn nothing_is_above_the_roof() {
    every(|deployment, report| {
        for point in &report.points {
            let Some(high) = point.high else { continue };
            let (low, rate) = (point.low.unwrap().0, point.decode_tokens_per_second.unwrap().0);
            assert!(0.0 < low && low <= rate && rate <= high.0 && high.0.is_finite());
            let names = (&report.hardware, &report.model, &report.quantization, &report.engine);
            let speculative = deployment.measured.is_some_and(|measured| measured.speculative);
            let physical = roof(deployment, report, point.concurrency.0);
            if !speculative {
                assert!(high.0 <= physical * (1.0 + 1e-9), "{names:?} {point:?} {physical}");
            }
            if let Some(stated) = point.roof_tokens_per_second {
                assert!(high.0 <= stated.0 && stated.0 <= physical * (1.0 + 1e-9), "{names:?}");
            }
        }
    });
}

#[test]
fn memory_follows_its_formula() {
    every(|deployment, report| {
        let (fit, model) = (&report.fit, deployment.model);
        let kv = model.kv_bytes_per_token * fit.context_tokens.0 / 1e9;
        let needed = deployment.weights.get() + kv;
        let said = fit.weights_gb.0 + fit.kv_gb.0;
        assert!((said / needed - 1.0).abs() < 0.05, "{}: {said} for {needed}", report.model);
        let spare = fit.usable_gb.0 - said - fit.overhead_gb.0 - fit.state_gb.0;
        assert!((fit.spare_gb.0 - spare).abs() < 1e-9);
        // What ran fits, also as fewer requests that are longer.
        let ran = deployment.measured.is_some_and(|measured| {
            let own = measured.context_tokens.unwrap_or(f64::INFINITY);
            let most = measured.decode.last().unwrap().concurrency;
            measured.ran && fit.context_tokens.0 <= own * most
        });
        assert_eq!(fit.fits, spare >= 0.0 || ran, "{} {spare}", report.model);
        assert!(fit.usable_gb.0 * fit.copies.0 <= deployment.hardware.memory.get() * (1.0 + 1e-9));
    });
}

#[test]
fn what_does_not_fit_has_no_speed() {
    let seen = std::cell::Cell::new(0);
    every(|deployment, report| {
        let fit = &report.fit;
        let memory = deployment.hardware.memory.get();
        for point in &report.points {
            let most = fit.largest_concurrency.map_or(f64::INFINITY, |most| most.0);
            assert_eq!(point.fits, point.concurrency.0 <= most);
            if deployment.weights.get() > memory && deployment.measured.is_none() {
                assert!(!point.fits);
            }
            if !point.fits {
                seen.set(seen.get() + 1);
                assert_eq!(point.decode_tokens_per_second, None);
                assert_eq!((point.low, point.high, &point.basis), (None, None, &None));
                assert_eq!(point.prefill_tokens_per_second, None);
                assert!(point.reason.is_some());
            }
        }
    });
    assert!(seen.get() > 1_000);
}

#[test]
fn a_model_with_more_tokens_serves_longer_requests() {
    let catalog = Catalog::with(vec![]).unwrap();
    let request = Request { prompt_tokens: 6_000.0, output_tokens: 2_000.0 };
    let half = Request { prompt_tokens: 3_000.0, output_tokens: 1_000.0 };
    let slowest = TokensPerSecond::new(1.0);
    let mut differ = 0;
    for deployment in deployments(&catalog, &Pins::default(), None).iter() {
        let wordy = Model { tokens_factor: 2.0, ..deployment.model.clone() };
        let doubled = Deployment { model: &wordy, ..deployment.clone() };
        let plain = serving(deployment, request, slowest);
        assert_eq!(serving(&doubled, half, slowest), plain);
        differ += usize::from(serving(deployment, half, slowest) != plain);
    }
    assert!(differ > 500, "{differ}");
}
