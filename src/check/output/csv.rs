//! CSV: one row per finding, for spreadsheets.

use anyhow::Result;

use crate::check::verdict::CheckReport;
use crate::report::Figure;

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
            plain(&finding.workload),
            plain(&finding.check),
            finding.status.word().into(),
            plain(&finding.metric),
            plain(finding.unit.as_deref().unwrap_or_default()),
            number(finding.value),
            number(finding.limit),
            number(finding.share),
            plain(&finding.found),
            plain(&finding.wanted),
            plain(&finding.message),
            plain(&format!("{}:{}", finding.file, finding.line)),
        ])?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}

/// Text that a spreadsheet does not take for a formula.
fn plain(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if formula { format!("'{text}") } else { text.to_string() }
}
