//! What checks found -> text. One file per format; none of them knows where the text goes.

pub mod csv;
pub mod github;
pub mod gitlab;
pub mod junit;
pub mod markdown;
pub mod table;

use super::verdict::{CheckReport, Counts};
use crate::text::count;

/// What a run of checks can be written to a file as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// The whole answer.
    Json,
    /// One row per finding.
    Csv,
    /// A comment on a pull request.
    Markdown,
    /// Test results.
    Junit,
    /// GitLab code quality.
    Gitlab,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Json, Self::Csv, Self::Markdown, Self::Junit, Self::Gitlab];

    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Markdown => "markdown",
            Self::Junit => "junit",
            Self::Gitlab => "gitlab",
        }
    }
}

/// `1 of 4 checks failed, 1 warning`.
pub fn summary(report: &CheckReport) -> String {
    let Counts { passed, warned, failed, skipped } = report.counts;
    let all = (passed + warned + failed + skipped) as usize;
    let mut text = match failed {
        0 if passed as usize == all => format!("{} passed", count(all, "check")),
        0 if passed == 0 => "no check failed".into(),
        0 => format!("no check failed, {passed} passed"),
        failed => format!("{failed} of {} failed", count(all, "check")),
    };
    if warned > 0 {
        text.push_str(&format!(", {}", count(warned as usize, "warning")));
    }
    if skipped > 0 {
        text.push_str(&format!(", {skipped} not judged"));
    }
    text
}

/// Whether there is nothing worth saying: no answer moved since the baseline by as much as a
/// comment asks for, and nothing fails.
pub fn is_quiet(report: &CheckReport) -> bool {
    report.baseline.is_some() && report.passed && report.changes.iter().all(|c| !c.notable)
}
