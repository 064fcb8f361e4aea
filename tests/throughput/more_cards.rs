//! A machine with more of the same cards is not slower.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use breakeven::answer::throughput_answer::{Question, answer};
use breakeven::profile::catalog::Catalog;
use breakeven::profile::deployments::deployments;
use breakeven::report::throughput::PointReport;
use breakeven::scenario::Pins;
use breakeven::throughput::Deployment;
use breakeven::workload::Request;

/// The card in a machine's name and how many there are: `8x-b200` is eight of `b200`.
fn cards(name: &str) -> (u32, &str) {
    let counted = name.split_once("x-").and_then(|(count, card)| Some((count.parse().ok()?, card)));
    counted.unwrap_or((1, name))
}

/// Where a larger machine was itself measured to be slower than a smaller one, both come back: the
/// number may only fall. (The eighth is 1 % of one stream, one doubling from where two cards were measured.)
const MEASURED_SLOWER: usize = 8;

fn points(deployment: &Deployment<'_>) -> Vec<PointReport> {
    let request = Request { prompt_tokens: 1_500.0, output_tokens: 500.0 };
    let context_tokens = request.context_tokens();
    let question = Question { request, context_tokens, concurrencies: vec![1.0, 8.0, 64.0] };
    answer(deployment, &question, vec![]).points
}

#[test]
fn a_machine_with_more_of_the_same_cards_is_not_slower() {
    let catalog = Catalog::with(vec![]).unwrap();
    let all = deployments(&catalog, &Pins::default(), None);
    let mut by_card: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for deployment in all.iter() {
        let (count, card) = cards(&deployment.hardware.id);
        let Deployment { model, quantization, engine, .. } = deployment;
        let key = (card, &*model.id, &**quantization, &**engine);
        by_card.entry(key).or_default().push((count, deployment));
    }
    let (mut compared, mut slower) = (0, Vec::new());
    for (key, mut machines) in by_card {
        machines.sort_by_key(|(count, _)| *count);
        for pair in machines.windows(2) {
            let [(count, fewer), (count_of_more, more)] = [pair[0], pair[1]];
            for (a, b) in points(fewer).iter().zip(&points(more)) {
                let decode = (a.decode_tokens_per_second, b.decode_tokens_per_second, 0.995);
                let prefill = (a.prefill_tokens_per_second, b.prefill_tokens_per_second, 0.999_999);
                for (what, (a_rate, b_rate, least)) in [("decode", decode), ("prefill", prefill)] {
                    let Some((rate, of_more)) = a_rate.zip(b_rate) else { continue };
                    compared += 1;
                    if of_more.0 >= least * rate.0 {
                        continue;
                    }
                    let said = format!(
                        "{key:?} {count} -> {count_of_more} at {}: {what} {} -> {}",
                        a.concurrency.0, rate.0, of_more.0
                    );
                    let basis = if what == "decode" { &b.basis } else { &b.prefill_basis };
                    // Nothing but its own measurement makes it so.
                    assert!(more.measured.is_some(), "{said}");
                    slower.push(format!("{said} {basis:?}"));
                }
            }
        }
    }
    assert!(compared > 1_000, "{compared}");
    assert!(slower.len() <= MEASURED_SLOWER, "{}: {slower:#?}", slower.len());
}
