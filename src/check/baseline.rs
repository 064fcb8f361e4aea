//! Reports from earlier runs, read back from JSON.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use serde_json::Value;

use super::verdict::CheckReport;
use crate::profile::problem::Problem;
use crate::report::{Report, SCHEMA_VERSION};

/// The largest report that is read, in bytes.
const LARGEST: u64 = 64 << 20;

/// The answers of an earlier run: the report of one question, or those of a run of checks.
#[derive(Clone, Debug, PartialEq)]
pub struct Earlier {
    /// The file.
    pub file: String,
    /// Names and reports.
    pub answers: Vec<(String, Report)>,
    /// Whether it is the report of a run of checks, whose answers have names to go by.
    pub named: bool,
}

impl Earlier {
    /// Reads a file.
    ///
    /// # Errors
    /// When it cannot be read or is not a report.
    pub fn read(path: &Path) -> Result<Self, Problem> {
        let problem = |message: String| Problem::of_file(path.display(), message);
        let mut text = String::new();
        File::open(path)
            .and_then(|file| file.take(LARGEST + 1).read_to_string(&mut text))
            .map_err(|error| problem(reason(&error)))?;
        if text.len() as u64 > LARGEST {
            return Err(problem("the file is larger than 64 MiB".into()));
        }
        let value: Value = serde_json::from_str(&text).map_err(|error| {
            Problem::of_file(path.display(), format!("the file is not JSON: {error}"))
                .hint("expected what `--format json` wrote")
        })?;
        let version = value.get("schema_version").and_then(Value::as_u64);
        if version != Some(u64::from(SCHEMA_VERSION)) {
            let found = version.map_or("none".into(), |version| version.to_string());
            let message = format!("`schema_version` is {found}; expected {SCHEMA_VERSION}");
            return Err(problem(message).hint("expected what `--format json` wrote"));
        }
        let file = path.display().to_string();
        let refuse = |error| problem(format!("the file is not a report: {error}"));
        if value.get("findings").is_some() {
            let report: CheckReport = serde_json::from_value(value).map_err(refuse)?;
            let answers = report.workloads.into_iter().map(|a| (a.name, a.report)).collect();
            return Ok(Self { file, answers, named: true });
        }
        let report: Report = serde_json::from_value(value).map_err(refuse)?;
        Ok(Self { file, answers: vec![(report.workload.name.clone(), report)], named: false })
    }

    /// The report of a workload; the only one there is, when only one is asked for.
    pub fn of(&self, workload: &str, alone: bool) -> Option<&Report> {
        let named = self.answers.iter().find(|(name, _)| name == workload);
        let only = || self.answers.first().filter(|_| alone && !self.named);
        named.or_else(only).map(|(_, report)| report)
    }
}

fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "no such file".into(),
        std::io::ErrorKind::InvalidData => "the file is not UTF-8 text".into(),
        // The system's own words, without its error number.
        _ => error.to_string().split(" (os error").next().unwrap_or_default().to_lowercase(),
    }
}
