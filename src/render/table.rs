//! The table for people.

use super::Style;
use crate::report::Report;

/// The verdict, the table and the reasons.
pub fn render(report: &Report, _style: &Style) -> String {
    format!("{}\n", report.verdict.sentence)
}
