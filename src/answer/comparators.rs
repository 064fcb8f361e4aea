//! What the verdict is held against beside the runner-up: the same price, another API of at least the
//! tier of the one that was named, and the answer at that tier. One comparator to a sentence.

use super::names;
use crate::calc::verdict::evaluation::{AtTier, Evaluation, tier_of};
use crate::calc::verdict::selection::Choice;
use crate::figure::{dollars, once};
use crate::text::{count, list};
use crate::tier::Tier;
use crate::units::Usd;
use crate::why::Why;

/// The comparators that say something, a sentence each.
pub fn sentences(evaluation: &Evaluation<'_, '_>, winner: Choice<'_, '_>) -> Vec<String> {
    let gap = evaluation.at_tier.as_ref().map(|at| gap(evaluation, at, winner));
    let mut found: Vec<String> = gap.into_iter().chain(ties(evaluation)).collect();
    let switch = evaluation.choices.iter().find(|choice| choice.why == Why::OtherApi);
    if let Some(switch) = switch {
        found.extend(switching(evaluation, *switch, winner));
    }
    found
}

/// The most names of a tie that are said.
const NAMES: usize = 3;

fn ties(evaluation: &Evaluation<'_, '_>) -> Option<String> {
    let mut names: Vec<String> = Vec::new();
    for tie in &evaluation.ties {
        let name = match tie.subject.deployment() {
            Some((deployment, _)) => deployment.model.id.to_string(),
            None => {
                tie.subject.apis().map(|api| api.id.to_string()).collect::<Vec<_>>().join(" + ")
            }
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() {
        return None;
    }
    let more = names.len().saturating_sub(NAMES);
    names.truncate(NAMES);
    if more > 0 {
        names.push(format!("{more} more"));
    }
    Some(format!("the same price: {}", list(&names, "or")))
}

/// The API that was named against a cheaper one that can do at least as much, and that one against
/// the verdict.
fn switching(
    evaluation: &Evaluation<'_, '_>,
    switch: Choice<'_, '_>,
    winner: Choice<'_, '_>,
) -> Vec<String> {
    let pins = &evaluation.scenario.pins.apis;
    let mut named: Vec<&Choice<'_, '_>> = evaluation
        .choices
        .iter()
        .filter(|choice| {
            choice.candidate.subject.api_alone().is_some_and(|api| pins.contains(&api.id))
        })
        .collect();
    named.sort_by(|a, b| a.candidate.cost().get().total_cmp(&b.candidate.cost().get()));
    let (Some(other), Some(one)) = (switch.candidate.subject.api_alone(), named.first()) else {
        return Vec::new();
    };
    let Some(api) = one.candidate.subject.api_alone() else { return Vec::new() };
    let months = count(evaluation.scenario.assumptions.horizon_months as usize, "month");
    let (own, cost) = (one.candidate.cost(), switch.candidate.cost());
    let tiers = match other.tier == api.tier {
        true => format!("of the same tier as {}", api.id),
        false => format!("of the {} tier ({} is {})", other.tier, api.id, api.tier),
    };
    let mut found = vec![format!(
        "the API {}, {tiers}, needs no machine and costs {} over {months}: {} less than {}",
        other.id,
        once(cost),
        once(own - cost),
        api.id
    )];
    let more = winner.candidate.cost() - cost;
    if more > Usd::ZERO && winner.candidate.subject.api_alone().is_none() {
        let name = names::name(evaluation, winner);
        found.push(format!(
            "{name} costs {} more than {}: leave out `--api` to choose among all",
            dollars(more.get()),
            other.id
        ));
    }
    found
}

/// That the verdict can do less than the API that is used, with the answer at that API's tier.
fn gap(evaluation: &Evaluation<'_, '_>, at: &AtTier<'_>, winner: Choice<'_, '_>) -> String {
    let subject = &winner.candidate.subject;
    let model = match (subject.deployment(), subject.apis().next()) {
        (Some((deployment, _)), _) => &*deployment.model.id,
        (None, Some(api)) => &*api.id,
        (None, None) => "it",
    };
    let (own, wanted): (Tier, Tier) = (tier_of(winner.candidate), at.api.tier);
    let then = match &at.best {
        Some(best) => {
            let choice = Choice { candidate: best, why: Why::CheapestApi, can_win: true };
            let months = evaluation.scenario.assumptions.horizon_months as usize;
            format!(
                "{} for {} over {}",
                names::advice(evaluation, choice),
                once(best.cost()),
                count(months, "month")
            )
        }
        None => "nothing meets the requirements".into(),
    };
    format!(
        "{model} is of the {own} tier, below {} ({wanted}); with `--tier {wanted}`: {then}",
        at.api.id
    )
}
