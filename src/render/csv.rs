//! CSV: one row per option.

use anyhow::Result;

use crate::report::Report;

/// The options, a row each, below a row of names.
///
/// # Errors
/// None in practice: the writer writes to memory.
pub fn render(report: &Report) -> Result<String> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    writer.write_record(["id", "kind"])?;
    for option in &report.options {
        writer.write_record([&option.id, &option.kind])?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}
