//! What to do, why, and what was assumed, in plain words.

mod assumed;
mod because;
mod constraint;
mod names;
mod owned;

use super::choose::Choice;
use super::evaluate::{Evaluation, cheapest};
use super::flips::Flip;
use super::option::Kind;
use crate::calc::demand::When;
use crate::figure::{monthly, once};
use crate::report::{Figure, Flip as FlipReport, Verdict};
use crate::text::count;

/// The verdict over the options shown.
pub fn verdict(evaluation: &Evaluation<'_, '_>) -> Verdict {
    let winner = cheapest(&evaluation.choices);
    let mut because = constraint::sentences(evaluation);
    because.extend(match winner {
        Some(winner) => because::because(evaluation, winner),
        None => because::misses(evaluation),
    });
    Verdict {
        kind: winner.map(|winner| winner.candidate.subject.kind().word().into()),
        option: winner.map(|winner| winner.candidate.subject.id()),
        binding_constraint: constraint::binding(evaluation),
        sentence: winner.map_or_else(
            || "nothing meets this; the nearest misses are below".into(),
            |winner| sentence(evaluation, winner),
        ),
        because,
        assumed: assumed::assumed(evaluation),
        shadow_prices: constraint::report(evaluation),
        flips: evaluation.flips.iter().map(flip).collect(),
    }
}

fn sentence(evaluation: &Evaluation<'_, '_>, winner: Choice<'_, '_>) -> String {
    let what = names::advice(evaluation, winner);
    let Some((option, totals)) = &winner.candidate.priced else { return what };
    let scenario = evaluation.scenario;
    let purchase = option.month(scenario, When::FIRST).purchase;
    let first_month = if purchase.get() > 0.0 {
        let running = option.running_today(scenario).total();
        format!("{} upfront and {}", once(purchase), monthly(running))
    } else {
        monthly(evaluation.monthly(option))
    };
    let pause = if option.kind() == Kind::Hybrid { "," } else { "" };
    let fetches = option.resale_fraction(&scenario.assumptions) > 0.0;
    format!(
        "{what}{pause} for {first_month} in the first month, {} over {}{}",
        once(totals.cost()),
        count(scenario.assumptions.horizon_months as usize, "month"),
        if purchase.get() > 0.0 && fetches { " after resale" } else { "" }
    )
}

fn flip(flip: &Flip) -> FlipReport {
    FlipReport {
        input: flip.input.word().into(),
        now: Figure(flip.now),
        at: Figure(flip.at),
        relative_change: Figure(flip.change),
        becomes: flip.becomes.map_or("nothing", Kind::word).into(),
    }
}
