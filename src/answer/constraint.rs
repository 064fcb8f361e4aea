//! Which requirement decides, and what each one costs.

use crate::calc::decide::shadow_price::Price;
use crate::calc::verdict::evaluation::Evaluation;
use crate::figure::{monthly, once};
use crate::report::{Figure, ShadowPrice};

/// The word of what decides: the requirement that costs most, `capacity`, or `cost`.
pub fn binding(evaluation: &Evaluation<'_, '_>) -> String {
    match evaluation.shadow.iter().find(|price| price.counts()) {
        Some(price) => price.requirements.join("+"),
        None if capacity_decides(evaluation) => "capacity".into(),
        None => "cost".into(),
    }
}

/// Whether something cheaper is ruled out by nothing but the number of machines given.
fn capacity_decides(evaluation: &Evaluation<'_, '_>) -> bool {
    let best = evaluation.cheapest_cost;
    evaluation.ruled_out_by_capacity.is_some_and(|cost| best.is_none_or(|best| cost < best))
}

/// A sentence for what each requirement costs, dearest first.
pub fn sentences(evaluation: &Evaluation<'_, '_>) -> Vec<String> {
    evaluation.shadow.iter().filter(|price| price.counts()).map(sentence).collect()
}

fn sentence(price: &Price) -> String {
    let (what, costs) = match &price.requirements[..] {
        [one] => (format!("{one} "), "costs"),
        several => (format!("{} together ", several.join(" and ")), "cost"),
    };
    let instead = match (&price.instead, price.instead_cost) {
        (Some(option), Some(cost)) => format!("{option} serves this for {} in total", once(cost)),
        _ => "nothing else serves this".into(),
    };
    match price.per_month {
        Some(per_month) => {
            format!("{what}{costs} you {} a month: without it, {instead}", monthly(per_month))
        }
        None => format!("{what}rules everything out: without it, {instead}"),
    }
}

/// The shadow prices as the report has them; a pair is joined with `+`.
pub fn report(evaluation: &Evaluation<'_, '_>) -> Vec<ShadowPrice> {
    evaluation
        .shadow
        .iter()
        .map(|price| ShadowPrice {
            requirement: price.requirements.join("+"),
            usd_per_month: price.per_month.map(|price| Figure(price.get())),
        })
        .collect()
}
