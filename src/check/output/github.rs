//! GitHub annotations: workflow commands that mark a line of the pull request.

use crate::check::verdict::{CheckReport, Finding, Status};
use crate::text::printable;
use crate::text::runner::disarmed;

/// GitHub shows ten annotations of a step and drops the rest.
const MOST: usize = 10;

/// The annotations, failures first, a line each.
pub fn annotations(report: &CheckReport) -> String {
    let of = |status| report.findings.iter().filter(move |finding| finding.status == status);
    of(Status::Fail).chain(of(Status::Warn)).take(MOST).map(command).collect()
}

fn command(finding: &Finding) -> String {
    let word = if finding.status == Status::Fail { "error" } else { "warning" };
    let title = format!("breakeven: {} {}", finding.workload, finding.check);
    format!(
        "::{word} file={},line={},title={}::{}\n",
        property(&finding.file),
        finding.line.max(1),
        property(&title),
        data(&finding.message)
    )
}

/// The text of a command. GitHub's own toolkit escapes these three.
fn data(text: &str) -> String {
    let text = text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    disarmed(&printable(&text)).into_owned()
}

/// A value between commas: also colon and comma.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{data, property};

    #[test]
    fn commands_cannot_be_broken_out_of() {
        assert_eq!(data("80 %\r\n::error::x"), "80 %25%0D%0A::error::x");
        assert_eq!(property("a:b,c\n"), "a%3Ab%2Cc%0A");
        assert_eq!(data("x ##[error]y"), "x #\\u{23}[error]y");
    }
}
