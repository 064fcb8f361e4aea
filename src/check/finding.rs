//! What a check found: readings held against its limits.

use super::config::{Check, Config, Wanted};
use super::held::{Held, Limits};
use super::metric::Reading;
use super::verdict::{Finding, Status};
use crate::report::Figure;

/// What a sum over workloads is called where others have the name of theirs.
pub const ALL: &str = "all workloads";

/// A finding of which nothing is known yet.
pub(super) fn blank(check: &Check, config: &Config) -> Finding {
    Finding {
        check: check.name.to_string(),
        workload: check.workload.as_ref().map_or_else(|| ALL.into(), ToString::to_string),
        status: Status::Skip,
        metric: "verdict".into(),
        unit: None,
        value: None,
        limit: None,
        found: String::new(),
        wanted: String::new(),
        share: None,
        message: String::new(),
        passes: Vec::new(),
        decision: None,
        causes: Vec::new(),
        file: config.document.path.to_string(),
        line: 0,
    }
}

/// A reading held against the limits of a check.
pub(super) fn within(
    check: &Check,
    reading: &Reading,
    before: Result<&Reading, &String>,
    finding: &mut Finding,
) -> Result<Held, (u32, String)> {
    let Wanted::Limits { metric, max, min, since } = &check.wanted else {
        return Err((0, "it has no limit".into()));
    };
    finding.metric = metric.path();
    finding.unit = Some(metric.unit().word().into());
    if let Reading::Number(number) = reading {
        finding.value = Some(Figure(*number));
    }
    let limits = Limits { metric: *metric, max: *max, min: *min, since };
    limits.held(reading, before)
}

/// Writes down what was held, or why nothing could be; whether it holds.
pub(super) fn settled(held: Result<Held, (u32, String)>, finding: &mut Finding) -> Option<bool> {
    match held {
        Ok(held) => {
            finding.line = held.line;
            finding.limit = held.limit.map(Figure);
            (finding.found, finding.wanted) = (held.found, held.wanted);
            finding.message = held.message;
            Some(held.ok)
        }
        Err((line, why)) => {
            (finding.line, finding.found) = (line, "not judged".into());
            finding.message = format!("{}: not judged: {why}", finding.metric);
            None
        }
    }
}

pub(super) fn status(ok: bool, check: &Check) -> Status {
    match (ok, check.warns) {
        (true, _) => Status::Pass,
        (false, true) => Status::Warn,
        (false, false) => Status::Fail,
    }
}
