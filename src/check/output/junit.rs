//! JUnit XML, in the form that Jenkins' schema (junit-10.xsd of its xUnit plugin) accepts: a suite
//! for each workload, a case for each check. A failure that is only a warning passes and says so.

use crate::check::finding::ALL;
use crate::check::verdict::{CheckReport, Finding, Status};
use crate::text::markup::xml as escape;

/// The findings as test results.
pub fn render(report: &CheckReport) -> String {
    let mut suites = String::new();
    let names = report.workloads.iter().map(|answer| &*answer.name);
    for name in names.chain([ALL]) {
        let findings: Vec<&Finding> =
            report.findings.iter().filter(|f| f.workload == name).collect();
        if name == ALL && findings.is_empty() {
            continue;
        }
        let of = |status| findings.iter().filter(|finding| finding.status == status).count();
        suites.push_str(&format!(
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\">\n",
            escape(name),
            findings.len(),
            of(Status::Fail),
            of(Status::Skip)
        ));
        findings.iter().for_each(|finding| suites.push_str(&case(finding)));
        suites.push_str("  </testsuite>\n");
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"breakeven\" \
         tests=\"{}\" failures=\"{}\" errors=\"0\">\n{suites}</testsuites>\n",
        report.findings.len(),
        report.counts.failed
    )
}

fn case(finding: &Finding) -> String {
    let message = escape(&finding.message);
    let place = escape(&format!("{}:{}", finding.file, finding.line));
    let inner = match finding.status {
        Status::Pass => String::new(),
        Status::Fail => format!(
            "      <failure type=\"{}\" message=\"{message}\">{place}: {message}</failure>\n",
            escape(&finding.metric)
        ),
        Status::Skip => format!("      <skipped message=\"{message}\"/>\n"),
        Status::Warn => format!("      <system-out>warning: {place}: {message}</system-out>\n"),
    };
    let open = format!(
        "    <testcase classname=\"breakeven.{}\" name=\"{}\" time=\"0\"",
        escape(&finding.workload),
        escape(&finding.check)
    );
    if inner.is_empty() {
        return format!("{open}/>\n");
    }
    format!("{open}>\n{inner}    </testcase>\n")
}
