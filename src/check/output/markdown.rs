//! Markdown: a comment on a pull request. The hidden marker lets a bot find its earlier comment
//! and replace it.

use crate::check::diff::text::details;
use crate::check::output::summary;
use crate::check::verdict::{Answer, Change, CheckReport, Finding, Status};
use crate::text::markup::{html, markdown as escape};

/// The first line of every comment.
pub const MARKER: &str = "<!-- breakeven check -->";

/// Headline, table, details.
pub fn render(report: &CheckReport) -> String {
    let mut out = format!("{MARKER}\n**breakeven: {}**\n\n", headline(report));
    out.push_str("| | Workload | Check | Found | Wanted |\n| --- | --- | --- | ---: | ---: |\n");
    for finding in &report.findings {
        out.push_str(&row(finding));
    }
    let notes: Vec<&Finding> =
        report.findings.iter().filter(|finding| finding.status != Status::Pass).collect();
    if !notes.is_empty() {
        out.push('\n');
    }
    for finding in notes {
        let (name, message) = (escape(&finding.check), escape(&finding.message));
        let place = escape(&format!("{}:{}", finding.file, finding.line));
        out.push_str(&format!("- {}: {name}: {message} ({place})\n", finding.status.word()));
    }
    for answer in &report.workloads {
        let change = report.changes.iter().find(|change| change.workload == answer.name);
        out.push_str(&fold(answer, change));
    }
    out
}

/// What the checks say, and the workload whose first month moved most.
fn headline(report: &CheckReport) -> String {
    let summary = summary(report);
    let moved = |change: &&Change| {
        let cost = change.diff.as_ref().and_then(|diff| diff.of_verdict());
        let cost = cost.and_then(|cost| cost.monthly_usd.as_ref());
        cost.map_or(f64::INFINITY, |cost| cost.difference.0.abs())
    };
    let mut changed: Vec<&Change> = report.changes.iter().filter(|c| c.changed).collect();
    changed.sort_by(|a, b| moved(b).total_cmp(&moved(a)));
    match changed.as_slice() {
        [] if report.baseline.is_some() => format!("{summary}; nothing changed"),
        [] => summary,
        [first, rest @ ..] => {
            let others = match rest.len() {
                0 => String::new(),
                n => format!("; {n} more changed"),
            };
            format!("{summary}; {}: {}{others}", escape(&first.workload), escape(&first.headline))
        }
    }
}

fn row(finding: &Finding) -> String {
    let word = match finding.status {
        Status::Fail => "**fail**",
        status => status.word(),
    };
    let cell = |text: &str| escape(text);
    format!(
        "| {word} | {} | {} | {} | {} |\n",
        cell(&finding.workload),
        cell(&finding.check),
        cell(&finding.found),
        cell(&finding.wanted)
    )
}

/// What lies behind a workload's findings, folded away.
fn fold(answer: &Answer, change: Option<&Change>) -> String {
    let verdict = &answer.report.verdict;
    let mut out = format!(
        "\n<details>\n<summary>{}: {}</summary>\n\n",
        html(&answer.name),
        html(&verdict.sentence)
    );
    verdict.because.iter().for_each(|line| out.push_str(&format!("- {}\n", escape(line))));
    if let Some(change) = change {
        out.push_str(&format!("\nSince the baseline: {}\n", escape(&change.headline)));
        if let Some(diff) = change.diff.as_ref().filter(|_| change.changed) {
            out.push_str(&details(diff));
        }
    }
    out.push_str("\nAssumed:\n\n");
    verdict.assumed.iter().for_each(|line| out.push_str(&format!("- {}\n", escape(line))));
    out.push_str("\n</details>\n");
    out
}
