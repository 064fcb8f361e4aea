//! JSON: the report struct and nothing else.

use serde::Serialize;

/// Any report, indented, with a newline at the end.
pub fn render(report: &impl Serialize) -> String {
    // A report has no map with other keys than text, so there is nothing that could fail.
    let mut text = serde_json::to_string_pretty(report).unwrap_or_default();
    text.push('\n');
    // Outside of texts JSON has no `#`. In a text this form would be a command to the runner of a
    // CI service that shows it.
    if text.contains("##") { text.replace('#', "\\u0023") } else { text }
}
