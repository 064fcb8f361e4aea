//! How much one file may ask: each workload is a whole question.

use super::declaration::{Check, Declared};
use crate::profile::document::Document;
use crate::profile::problem::Problem;

/// The most workloads of one file.
pub const MOST_WORKLOADS: usize = 200;
/// The most checks of one file.
pub const MOST_CHECKS: usize = 2_000;
/// The most of them with a `confidence`: each is asked a thousand times.
pub const MOST_WITH_CONFIDENCE: usize = 100;

/// What a file has too many of.
pub(super) fn exceeded(
    document: &Document,
    workloads: &[Declared],
    checks: &[Check],
) -> Option<Problem> {
    let sure = checks.iter().filter(|check| check.confidence.is_some()).count();
    let counts = [
        (workloads.len(), MOST_WORKLOADS, "workloads"),
        (checks.len(), MOST_CHECKS, "checks"),
        (sure, MOST_WITH_CONFIDENCE, "checks with a `confidence`"),
    ];
    let (found, most, what) = counts.into_iter().find(|(found, most, _)| found > most)?;
    let message = format!("the file has {found} {what}; expected at most {most}");
    Some(Problem::of_file(&document.path, message).hint("split it, and name each with `--config`"))
}
