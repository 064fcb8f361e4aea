//! The table for people.

use crate::check::diff::text;
use crate::check::output::summary;
use crate::check::verdict::{CheckReport, Finding, Status};
use crate::render::Style;
use crate::render::wrap::wrap;
use crate::text::printable;

/// Findings, what would pass, and what changed.
pub fn render(report: &CheckReport, style: &Style) -> String {
    let mut out = String::new();
    let width = report.findings.iter().map(|f| name(f).chars().count()).max().unwrap_or(0);
    for finding in &report.findings {
        out.push_str(&lines(finding, width, style));
    }
    out.push('\n');
    for change in &report.changes {
        out.push_str(&said(&change.workload, &change.headline, style));
        if let Some(diff) = change.diff.as_ref().filter(|_| change.changed) {
            let rows = text::lines(&text::rows(diff));
            rows.lines().for_each(|line| out.push_str(&format!("  {line}\n")));
        }
    }
    for answer in report.workloads.iter().filter(|_| report.changes.is_empty()) {
        let sentence = &answer.report.verdict.sentence;
        out.push_str(&said(&answer.name, sentence, style));
    }
    out.push_str(&format!("\n{}\n", summary(report)));
    if style.ascii { out.replace('…', "...").replace('×', "x") } else { out }
}

/// What is said of a workload, in lines of the width.
fn said(workload: &str, sentence: &str, style: &Style) -> String {
    let line = format!("{}: {}", printable(workload), printable(sentence));
    format!("{}\n", wrap(&line, style.width.into()))
}

fn name(finding: &Finding) -> String {
    printable(&format!("{} {}", finding.workload, finding.check)).into_owned()
}

/// A finding: its word, its name and its message, wrapped between words.
fn lines(finding: &Finding, width: usize, style: &Style) -> String {
    let word = format!("{:<4}", finding.status.word());
    let indent = 4 + 2 + width + 2;
    let columns = usize::from(style.width);
    // Where the names take most of the line, the message goes below.
    let below = indent + 30 > columns;
    let indent = if below { 6 } else { indent };
    let message = printable(&finding.message);
    let wrapped = wrap(&message, columns.saturating_sub(indent).max(10));
    let mut out = format!("{}  {:<width$}", paint(&word, finding.status, style), name(finding));
    for (index, line) in wrapped.lines().enumerate() {
        if index > 0 || below {
            out = out.trim_end().to_string();
            out.push_str(&format!("\n{}{line}", " ".repeat(indent)));
        } else {
            out.push_str(&format!("  {line}"));
        }
    }
    out.push('\n');
    out
}

fn paint(word: &str, status: Status, style: &Style) -> String {
    use anstyle::{AnsiColor, Style as Ansi};
    if !style.color {
        return word.to_string();
    }
    let color = match status {
        Status::Pass => AnsiColor::Green,
        Status::Warn => AnsiColor::Yellow,
        Status::Fail => AnsiColor::Red,
        Status::Skip => AnsiColor::BrightBlack,
    };
    let ansi = Ansi::new().fg_color(Some(color.into())).bold();
    format!("{ansi}{word}{ansi:#}")
}
