//! GitLab code quality: a JSON list of what failed, for the merge request widget.

use serde::Serialize;

use crate::check::verdict::{CheckReport, Finding, Status};

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
}

/// Failures and warnings.
pub fn render(report: &CheckReport) -> String {
    let issues: Vec<Issue<'_>> = report.findings.iter().filter_map(issue).collect();
    crate::render::json::render(&issues)
}

fn issue(finding: &Finding) -> Option<Issue<'_>> {
    let severity = match finding.status {
        Status::Fail => "major",
        Status::Warn => "minor",
        Status::Pass | Status::Skip => return None,
    };
    Some(Issue {
        description: format!("{}: {}", finding.workload, finding.message),
        check_name: &finding.check,
        fingerprint: fingerprint(finding),
        severity,
        location: Location {
            path: finding.file.strip_prefix("./").unwrap_or(&finding.file),
            lines: Lines { begin: finding.line.max(1) },
        },
    })
}

/// The same for the same check of the same workload, whatever its numbers and its line, so that
/// GitLab knows an old finding from a new one. FNV-1a of 64 bits.
fn fingerprint(finding: &Finding) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let words = [&finding.file, &finding.workload, &finding.check, &finding.metric];
    for byte in words.iter().flat_map(|word| word.bytes().chain([0])) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("{hash:016x}")
}
