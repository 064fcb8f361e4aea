//! Cumulative cost by month: what each option has cost by then, how sure that is, and when machines
//! have repaid their purchase.

use super::axis::{Axis, Unit};
use super::palette::Tone;
use super::picture::{Body, ChartKind, Line, Mark, MarkKind, Picture, Plot, Point, Shape};
use super::turned_menu::tone;
use crate::calc::cash::ledger::totals;
use crate::calc::cash::paid::paid_by;
use crate::calc::cash::payback::Payback;
use crate::calc::demand::horizon::Horizon;
use crate::calc::option::serving::ServingOption;
use crate::calc::option::subject::Candidate;
use crate::calc::verdict::evaluation::Evaluation;
use crate::calc::whatif::bands::bands;
use crate::figure::{dollars, duration};
use crate::money;
use crate::report::Figure;
use crate::text::count;

/// Draws behind a band.
const DRAWS: u32 = 256;

/// An option that is drawn.
struct Drawn<'a, 'c> {
    tone: Tone,
    candidate: &'a Candidate<'c>,
    option: &'a ServingOption<'c>,
    paid: Vec<f64>,
    band: Vec<(f64, f64)>,
}

/// Cumulative cost by month.
pub fn picture(evaluation: &Evaluation<'_, '_>) -> Picture {
    let drawn: Vec<Drawn<'_, '_>> = Tone::KINDS
        .into_iter()
        .filter_map(|kind| cheapest_shown(evaluation, kind))
        .map(|(tone, candidate, option)| draw(evaluation, tone, candidate, option))
        .collect();
    let lines: Vec<Line> = drawn.iter().map(line).collect();
    let marks: Vec<Mark> = drawn.iter().filter_map(|one| repaid(evaluation, one)).collect();
    let months = f64::from(evaluation.scenario.assumptions.horizon_months);
    let ends = drawn.iter().flat_map(|one| one.paid.iter().copied());
    let highest = drawn.iter().flat_map(|one| one.band.iter().map(|(_, high)| *high));
    Picture {
        chart: ChartKind::Months,
        title: "Paid by month".into(),
        finding: finding(evaluation, &drawn),
        numbers: drawn.iter().map(|one| said(evaluation, one)).collect(),
        body: Body::Plot(Plot {
            x: Axis {
                to: months,
                ..Axis::over("months", Unit::Months, false, [months].into_iter())
            },
            y: Axis::over(
                &format!("{} paid so far, resale still to come", money::name()),
                Unit::Usd,
                false,
                ends.chain(highest),
            ),
            lines,
            marks,
        }),
    }
}

/// The cheapest of a kind that is shown and may be chosen.
fn cheapest_shown<'a, 'c>(
    evaluation: &'a Evaluation<'_, 'c>,
    kind: Tone,
) -> Option<(Tone, &'a Candidate<'c>, &'a ServingOption<'c>)> {
    let shown = evaluation.choices.iter().filter(|choice| choice.can_win);
    let shown = shown.map(|choice| choice.candidate);
    let possible = shown.filter(|one| one.is_possible() && tone(one) == kind);
    let best = possible.min_by(|a, b| a.order(b))?;
    Some((kind, best, best.option()?))
}

fn draw<'a, 'c>(
    evaluation: &Evaluation<'_, '_>,
    tone: Tone,
    candidate: &'a Candidate<'c>,
    option: &'a ServingOption<'c>,
) -> Drawn<'a, 'c> {
    let scenario = evaluation.scenario;
    let paid = paid_by(option, scenario, &Horizon::of(scenario));
    Drawn {
        tone,
        candidate,
        option,
        paid: paid.into_iter().map(|paid| paid.get()).collect(),
        band: bands(option, scenario, (DRAWS, evaluation.scenario.sampling.seed)),
    }
}

fn line(one: &Drawn<'_, '_>) -> Line {
    let points = one.paid.iter().zip(&one.band).enumerate();
    let point = |(month, (paid, band)): (usize, (&f64, &(f64, f64)))| Point {
        x: Figure(month as f64),
        y: Some(Figure(*paid)),
        low: Some(Figure(band.0)),
        high: Some(Figure(band.1)),
        option: None,
    };
    Line {
        name: one.tone.look().name.into(),
        tone: one.tone,
        shape: Shape::Line,
        points: points.map(point).collect(),
    }
}

/// The day on which an option has repaid its purchase, within the horizon.
fn repaid(evaluation: &Evaluation<'_, '_>, one: &Drawn<'_, '_>) -> Option<Mark> {
    let Payback::After(months) = evaluation.payback(one.option, false) else { return None };
    let at = months.get();
    let (before, part) = (at.floor() as usize, at.fract());
    let from = *one.paid.get(before)?;
    let to = one.paid.get(before + 1).copied().unwrap_or(from);
    Some(Mark {
        what: MarkKind::Payback,
        name: format!("repaid: {}", duration(months)),
        tone: one.tone,
        x: Figure(at),
        y: Figure(from + (to - from) * part),
    })
}

fn finding(evaluation: &Evaluation<'_, '_>, drawn: &[Drawn<'_, '_>]) -> String {
    let Some(cheapest) = drawn.iter().min_by(|a, b| a.candidate.order(b.candidate)) else {
        return "nothing meets the requirements".into();
    };
    let months = count(evaluation.scenario.assumptions.horizon_months as usize, "month");
    let total = dollars(cheapest.candidate.cost().get());
    let winner = cheapest.tone.look().winner;
    let verb = if cheapest.tone.is_several() { "are" } else { "is" };
    let mut text = format!("over {months} {winner} {verb} cheapest: {total}");
    if let Some(local) = drawn.iter().find(|one| one.tone == Tone::Local) {
        text.push_str(&match evaluation.payback(local.option, false) {
            Payback::After(at) | Payback::BeyondHorizon(at) => {
                format!("; buying is repaid after {}", duration(at))
            }
            Payback::Never => "; buying is never repaid within the life of the machine".into(),
            Payback::Immediate => "; owning saves from the first day".into(),
            Payback::None => String::new(),
        });
    }
    text
}

fn said(evaluation: &Evaluation<'_, '_>, one: &Drawn<'_, '_>) -> String {
    let (first, last) = (one.paid.first(), one.paid.last());
    let (first, last) = (first.copied().unwrap_or(0.0), last.copied().unwrap_or(0.0));
    let totals = totals(one.option, evaluation.scenario);
    let mut text = format!("{}: ", one.tone.look().name);
    if first > 0.0 {
        text.push_str(&format!("{} on the first day, ", dollars(first)));
    }
    text.push_str(&format!("{} paid in the end", dollars(last)));
    if let Some((low, high)) = one.band.last().filter(|(low, high)| high - low > 0.005) {
        text.push_str(&format!(" ({} to {} in 80 % of draws)", dollars(*low), dollars(*high)));
    }
    if totals.resale.get() > 0.0 {
        let (back, total) = (dollars(totals.resale.get()), dollars(totals.cost().get()));
        text.push_str(&format!(", less {back} of resale: {total}"));
    }
    text
}
