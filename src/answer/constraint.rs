//! Which requirement decides, and what each one costs.

use super::names;
use crate::calc::decide::shadow_price::Price;
use crate::calc::verdict::evaluation::Evaluation;
use crate::figure::{monthly, once};
use crate::report::{About, DecidedBy, Figure, Sentence, ShadowPrice};
use crate::text::list;

/// What decides: the fewest requirements that cost what all of them do, `capacity`, or `cost`.
pub fn decided_by(evaluation: &Evaluation<'_, '_>) -> DecidedBy {
    let plain =
        |constraint: &str| DecidedBy { constraint: constraint.into(), ..DecidedBy::default() };
    match &evaluation.shadow.decides {
        Some(price) => DecidedBy {
            constraint: "requirements".into(),
            requirements: words(price).map(String::from).collect(),
            usd_per_month: price.per_month.map(|price| Figure(price.get())),
            instead: Some(price.instead.subject.id()),
            instead_kind: Some(price.instead.subject.kind().word().into()),
            instead_usd: Some(Figure(price.instead.cost.get())),
        },
        None if capacity_decides(evaluation) => plain("capacity"),
        None => plain("cost"),
    }
}

/// The same as one word.
pub fn word(decided_by: &DecidedBy) -> String {
    match decided_by.requirements.is_empty() {
        true => decided_by.constraint.clone(),
        false => decided_by.requirements.join("+"),
    }
}

/// Whether something cheaper is ruled out by nothing but the number of machines given.
fn capacity_decides(evaluation: &Evaluation<'_, '_>) -> bool {
    let best = evaluation.cheapest_cost;
    evaluation.ruled_out_by_capacity.is_some_and(|cost| best.is_none_or(|best| cost < best))
}

/// A sentence for what decides, then one for each requirement and set of them that costs something.
pub fn sentences(evaluation: &Evaluation<'_, '_>) -> Vec<Sentence> {
    let shadow = &evaluation.shadow;
    let decides = shadow.decides.iter();
    let others = shadow.each.iter().filter(|price| {
        price.counts()
            && shadow.decides.as_ref().is_none_or(|it| it.requirements != price.requirements)
    });
    let said = |price| Sentence::about(sentence(price), About::Price(price.requirements.clone()));
    decides.chain(others).map(said).collect()
}

fn words(price: &Price<'_>) -> impl Iterator<Item = &'static str> {
    price.requirements.iter().map(|criterion| criterion.word())
}

fn sentence(price: &Price<'_>) -> String {
    let (what, costs, rules, them) = match &price.requirements[..] {
        [one] => (one.to_string(), "costs", "rules", "it"),
        _ => {
            let several: Vec<&str> = words(price).collect();
            (format!("{} together", list(&several, "and")), "cost", "rule", "them")
        }
    };
    let instead = &price.instead;
    let instead = format!("{} costs {} in total", names::instead(instead), once(instead.cost));
    match price.per_month {
        Some(per_month) => {
            format!("{what} {costs} you {} a month: without {them}, {instead}", monthly(per_month))
        }
        None => format!("{what} {rules} everything out: without {them}, {instead}"),
    }
}

/// The shadow prices as the report has them; a pair is joined with `+`.
pub fn report(evaluation: &Evaluation<'_, '_>) -> Vec<ShadowPrice> {
    evaluation
        .shadow
        .each
        .iter()
        .map(|price| ShadowPrice {
            requirement: words(price).collect::<Vec<_>>().join("+"),
            requirements: price.requirements.clone(),
            usd_per_month: price.per_month.map(|price| Figure(price.get())),
        })
        .collect()
}
