//! Whether a number keeps its limit, once and in draws.

use super::bound::{Bound, Limit};
use super::config::{Check, Wanted};
use super::metric::{Metric, Reading};
use super::read_report::option;
use super::since::Since;
use crate::answer::redrawn::{cheapest, draws};
use crate::calc::verdict::evaluation::Evaluation;
use crate::scenario::Sampling;

use crate::report::{OptionReport, Report};

/// Draws of a check with a confidence.
pub const DRAWS: u32 = 1_000;

/// Whether a reading keeps a limit. Never is later than any most, and what is absent keeps none.
pub fn keeps(reading: &Reading, limit: f64, bound: Bound) -> bool {
    match (reading, bound) {
        (Reading::Number(number), Bound::Max) => *number <= limit,
        (Reading::Number(number), Bound::Min) => *number >= limit,
        (Reading::Never, bound) => bound == Bound::Min,
        (Reading::Absent(_), _) => false,
    }
}

/// Whether a check without a confidence holds for a report.
pub fn holds(check: &Check, report: &Report, before: Option<&Report>) -> bool {
    match &check.wanted {
        Wanted::Verdict { kind, .. } => match (&*kind.value, before) {
            ("unchanged", Some(before)) => report.verdict.kind == before.verdict.kind,
            ("unchanged", None) => true,
            (word, _) => report.verdict.kind.as_deref() == Some(word),
        },
        Wanted::Limits { metric, max, min, since } => {
            let reading = metric.read(report);
            let keeps_since = |since: &Since| match before.map(|before| metric.read(before)) {
                Some(Reading::Number(old)) => {
                    let (bound, limit) = since.bound(old);
                    keeps(&reading, limit, bound)
                }
                _ => true,
            };
            within(&reading, *max, *min) && since.iter().all(keeps_since)
        }
    }
}

fn within(reading: &Reading, max: Option<Limit<f64>>, min: Option<Limit<f64>>) -> bool {
    max.is_none_or(|limit| keeps(reading, limit.value, Bound::Max))
        && min.is_none_or(|limit| keeps(reading, limit.value, Bound::Min))
}

/// The share of draws in which a check holds. The decision is made: what is drawn is the option
/// that the point answer chose. A verdict is drawn as the cheapest of the options shown.
pub fn share_of_draws(check: &Check, evaluation: &Evaluation<'_, '_>, report: &Report) -> f64 {
    let drawn = draws(evaluation, DRAWS, Sampling::default().seed);
    let kept = match &check.wanted {
        Wanted::Verdict { kind: wanted, .. } => {
            let kind = |options: &[OptionReport]| {
                cheapest(options).is_some_and(|index| options[index].kind == *wanted.value)
            };
            drawn.filter(|options| kind(options)).count()
        }
        Wanted::Limits { metric, max, min, .. } => {
            let Metric::OfOption(subject, _) = metric else { return 0.0 };
            let Ok(chosen) = option(report, subject) else { return 0.0 };
            let index = report.options.iter().position(|option| option.id == chosen.id);
            let reading = |options: &[OptionReport]| {
                index.and_then(|index| options.get(index)).map(|option| metric.read_of(option))
            };
            let holds = |options: &Vec<OptionReport>| {
                reading(options).is_some_and(|reading| within(&reading, *max, *min))
            };
            drawn.filter(holds).count()
        }
    };
    kept as f64 / f64::from(DRAWS)
}
