//! What to do, why, and what was assumed, in plain words.

use super::{assumed, because, constraint, names};
use crate::calc::cash::ledger::Ledger;
use crate::calc::option::serving::Kind;
use crate::calc::verdict::evaluation::Evaluation;
use crate::calc::verdict::selection::{Choice, cheapest};
use crate::calc::whatif::flips::Flip;
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
    let Some(option) = winner.candidate.option() else { return what };
    let scenario = evaluation.scenario;
    let ledger = Ledger::new(option, scenario);
    let today = ledger.today();
    let upfront = today.once + today.purchase;
    let first_month = if upfront.get() > 0.0 {
        format!("{} upfront and {}", once(upfront), monthly(today.running.total()))
    } else {
        monthly(ledger.monthly())
    };
    let pause = if option.kind() == Kind::Hybrid { "," } else { "" };
    let fetches = ledger.resale_fraction() > 0.0;
    format!(
        "{what}{pause} for {first_month} in the first month, {} over {}{}",
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
        becomes: flip.becomes.map_or("nothing", Kind::word).into(),
    }
}
