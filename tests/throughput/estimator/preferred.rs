//! Which of several deployments is shown when nobody says.

use breakeven::answer::preferred::preferred;
use breakeven::answer::throughput_answer::{Question, answer};
use breakeven::calc::decide::coarse::is_coarse;
use breakeven::calc::throughput::serving;
use breakeven::profile::catalog::Catalog;
use breakeven::profile::deployments::deployments;
use breakeven::scenario::Pins;
use breakeven::throughput::{Basis, Deployment};
use breakeven::units::TokensPerSecond;

use super::support::{MACHINE, catalog, deployment, measured, request, two};

const MIN_SPEED: TokensPerSecond = TokensPerSecond::new(10.0);

#[test]
fn what_fits_is_preferred_to_what_does_not_and_the_measured_to_all() {
    let rate = measured("decode_tokens_per_second = [[1, 90]]\ncontext_tokens = 1000");
    let joined_nobody_knows_how = two("pcie").replace("interconnect = \"pcie\"", "");
    let unlinked = joined_nobody_knows_how.replace("memory_gb = 24", "memory_gb = 16");
    let tiny = MACHINE.split("[model").next().unwrap().replace(".machine]", ".tiny]");
    let tiny = tiny.replace("memory_gb = 24", "memory_gb = 4");
    let catalog = catalog(&format!("{unlinked}\n{tiny}\n{rate}"));
    let of =
        |machine: &str, model: &str| deployment(&catalog, [machine, model, "q4_k_m", "llama.cpp"]);
    let too_large = of("tiny", "other");
    let unknown = of("two", "other");
    let modelled = of("machine", "other");
    let measured = of("machine", "dense");
    let request = request(1_000.0, 0.0);
    let question = Question { request, context_tokens: 1_000.0, concurrencies: Vec::new() };
    let all = [too_large, unknown, modelled, measured];
    let preferred = |these: &[Deployment<'_>]| preferred(these, &question, MIN_SPEED);
    for most in 1..=all.len() {
        assert_eq!(preferred(&all[..most]), Some(most - 1));
    }
    let first = [all[2].clone(), all[2].clone()];
    assert_eq!(preferred(&first), Some(0));
    assert_eq!(preferred(&[]), None);
}

/// Of those that nobody measured at such requests, the one with the most requests a second: at what is asked, and as a
/// fleet has them where nothing is.
#[test]
fn the_quickest_is_preferred() {
    let catalog = Catalog::with(vec![]).unwrap();
    for (hardware, model) in [
        ("8x-h100-sxm", "gpt-oss-120b"),
        ("8x-mi300x", "gpt-oss-120b"),
        ("rtx-4090", "qwen3.6-27b"),
        ("m3-ultra", "qwen3.6-35b-a3b"),
    ] {
        let pins =
            Pins { hardware: vec![hardware.into()], models: vec![model.into()], ..Pins::default() };
        let all = deployments(&catalog, &pins, None);
        let all: Vec<_> = all.iter().filter(|one| one.hardware.offer.is_none()).cloned().collect();
        assert!(all.len() > 1, "{hardware} {model}");
        let request = request(1_500.0, 500.0);
        for concurrencies in [vec![], vec![1.0], vec![1.0, 16.0]] {
            let question = Question { request, context_tokens: 2_000.0, concurrencies };
            let rate = |one: &Deployment<'_>| match question.concurrencies.is_empty() {
                true => serving(one, request, MIN_SPEED).map_or(0.0, |rates| {
                    1.0 / (3.0 / rates.prefill.typical.get() + 1.0 / rates.decode.typical.get())
                }),
                false => {
                    let points = answer(one, &question, vec![]).points;
                    points.last().unwrap().end_to_end_tokens_per_second.map_or(0.0, |rate| rate.0)
                }
            };
            let is_measured = |one: &Deployment<'_>| {
                let question = Question { concurrencies: vec![1.0], ..question.clone() };
                answer(one, &question, vec![]).points[0].basis
                    == Some(Basis::Measured.word().into())
            };
            let best = &all[preferred(&all, &question, MIN_SPEED).unwrap()];
            assert!(!is_coarse(best), "{hardware} {model}");
            let alike =
                all.iter().filter(|one| !is_coarse(one) && is_measured(one) == is_measured(best));
            let most = alike.map(rate).fold(0.0, f64::max);
            assert!(rate(best) >= most * (1.0 - 1e-9), "{hardware} {model}: {} {most}", rate(best));
        }
    }
}
