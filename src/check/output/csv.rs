//! CSV: one row per finding, for spreadsheets.

use anyhow::Result;

use crate::check::verdict::CheckReport;
use crate::report::Figure;
use crate::text::markup::cell;

/// The names of the columns: those of a finding in JSON.
pub const COLUMNS: [&str; 12] = [
    "workload", "check", "status", "metric", "unit", "value", "limit", "share", "found", "wanted",
    "message", "place",
];

/// The findings, a row each, below a row of names.
///
/// # Errors
/// None in practice: the writer writes to memory.
pub fn render(report: &CheckReport) -> Result<String> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for finding in &report.findings {
        let number = |figure: Option<Figure>| {
            figure.map(|figure| figure.rounded().to_string()).unwrap_or_default()
        };
        writer.write_record([
            cell(&finding.workload),
            cell(&finding.check),
            finding.status.word().into(),
            cell(&finding.metric),
            cell(finding.unit.as_deref().unwrap_or_default()),
            number(finding.value),
            number(finding.limit),
            number(finding.share),
            cell(&finding.found),
            cell(&finding.wanted),
            cell(&finding.message),
            cell(&format!("{}:{}", finding.file, finding.line)),
        ])?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}
