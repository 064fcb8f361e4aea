//! What to do, why, and what was assumed, in plain words.

use super::{assumed, because, condition, constraint, how_sure, names};
use crate::calc::cash::ledger::Ledger;
use crate::calc::decide::eligibility::not_stated;
use crate::calc::demand::horizon::Drift;
use crate::calc::option::serving::Kind;
use crate::calc::verdict::evaluation::Evaluation;
use crate::calc::verdict::selection::Choice;
use crate::calc::whatif::flips::Flip;
use crate::figure::{monthly, once};
use crate::report::{Figure, Flip as FlipReport, OpenWeightsReport, RevisitReport, Verdict};
use crate::scenario::Scenario;
use crate::text::count;
use crate::tier::Tier;

/// The verdict over the options shown.
pub fn verdict(evaluation: &Evaluation<'_, '_>) -> Verdict {
    let winner = evaluation.winner();
    let mut because = constraint::sentences(evaluation);
    because.extend(match winner {
        Some(winner) => because::because(evaluation, winner),
        None => because::misses(evaluation),
    });
    let decided_by = constraint::decided_by(evaluation);
    let conditional_on =
        winner.map(|winner| condition::report(evaluation.scenario, &winner.candidate.subject));
    let conditional_on = conditional_on.unwrap_or_default();
    let otherwise = otherwise(evaluation).filter(|_| !conditional_on.is_empty());
    Verdict {
        kind: winner.map(|winner| winner.candidate.subject.kind().word().into()),
        option: winner.map(|winner| winner.candidate.subject.id()),
        otherwise: otherwise.map(|other| other.candidate.subject.id()),
        conditional_on,
        tied_with: evaluation.ties.iter().map(|tie| tie.subject.id()).collect(),
        confidence: how_sure::confidence(evaluation),
        toss_up: how_sure::toss_up(evaluation),
        binding_constraint: constraint::word(&decided_by),
        decided_by,
        sentence: winner.map_or_else(
            || "nothing meets this; the nearest misses are below".into(),
            |winner| conditional(evaluation, winner),
        ),
        because,
        assumed: assumed::assumed(evaluation),
        shadow_prices: constraint::report(evaluation),
        flips: evaluation.flips.iter().map(flip).collect(),
        revisit: evaluation.revisit.map(|revisit| RevisitReport {
            month: revisit.month,
            date: revisit.day.to_string(),
            becomes: revisit.becomes.map_or("nothing", Kind::word).into(),
        }),
        open_weights: open_weights(evaluation.scenario),
    }
}

/// When open weights can do what is asked for, where none can.
fn open_weights(scenario: &Scenario<'_>) -> Option<OpenWeightsReport> {
    let asked = scenario.requirements.asked_tier().map(Tier::least_index);
    let index = scenario.requirements.min_index().into_iter().chain(asked).reduce(f64::max)?;
    let date = scenario.open_weights?.reach(index)?;
    Some(OpenWeightsReport { index: Figure(index), date: date.to_string() })
}

/// The best option that hangs on nothing that is not stated.
fn otherwise<'e, 'c>(evaluation: &'e Evaluation<'_, 'c>) -> Option<Choice<'e, 'c>> {
    let certain = |choice: &&Choice<'_, '_>| {
        choice.can_win
            && choice.candidate.is_possible()
            && not_stated(evaluation.scenario, &choice.candidate.subject).is_empty()
    };
    let cost = |choice: &Choice<'_, '_>| choice.candidate.cost().get();
    let found = evaluation.choices.iter().filter(certain);
    found.min_by(|a, b| cost(a).total_cmp(&cost(b))).copied()
}

/// What to do, on its condition and with what to do otherwise, if it hangs on something.
fn conditional(evaluation: &Evaluation<'_, '_>, winner: Choice<'_, '_>) -> String {
    let subject = &winner.candidate.subject;
    let Some(condition) = condition::condition(evaluation.scenario, subject) else {
        return sentence(evaluation, winner, names::advice(evaluation, winner));
    };
    let what = match subject.api_alone() {
        Some(_) => "use it".into(),
        None => names::advice(evaluation, winner),
    };
    let other = match otherwise(evaluation) {
        Some(other) => sentence(evaluation, other, names::advice(evaluation, other)),
        None => "nothing meets this".into(),
    };
    format!("{condition}, {}; else {other}", sentence(evaluation, winner, what))
}

fn sentence(evaluation: &Evaluation<'_, '_>, winner: Choice<'_, '_>, what: String) -> String {
    let Some(option) = winner.candidate.option() else { return what };
    let scenario = evaluation.scenario;
    let ledger = Ledger::new(option, scenario);
    let today = ledger.today();
    let upfront = today.once + today.purchase;
    // The first month has the write-off in it; who pays upfront is told what is paid after that.
    let first = if upfront.get() > 0.0 {
        let drift = Drift::of(&scenario.workload, &scenario.assumptions);
        let moves = drift.growth != 0.0 || drift.moves_prices();
        let at_first = if moves { " at first" } else { "" };
        let running = monthly(today.running.total());
        format!("{} upfront and {running} a month to run{at_first}", once(upfront))
    } else {
        format!("{} in the first month", monthly(ledger.monthly()))
    };
    let pause = if option.kind().is_several() { "," } else { "" };
    let fetches = ledger.resale_fraction() > 0.0;
    format!(
        "{what}{pause} for {first}, {} over {}{}",
        once(winner.candidate.cost()),
        count(scenario.assumptions.horizon_months as usize, "month"),
        if today.purchase.get() > 0.0 && fetches { " after resale" } else { "" }
    )
}

fn flip(flip: &Flip) -> FlipReport {
    FlipReport {
        input: flip.lever.word().into(),
        now: Figure(flip.now),
        at: Figure(flip.at),
        relative_change: Figure(flip.change),
        distance: flip.distance.is_finite().then_some(Figure(flip.distance)),
        plausible: flip.plausible,
        becomes: flip.becomes.map_or("nothing", Kind::word).into(),
    }
}
