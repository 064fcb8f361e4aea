//! Markdown: for a pull request.

use crate::report::Report;

/// The verdict and a table.
pub fn render(report: &Report) -> String {
    format!("**{}**\n", report.verdict.sentence)
}
