//! Reports from earlier runs, read back from JSON.

use std::fmt;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use serde::de::{Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::verdict::CheckReport;
use crate::calc::option::serving::Kind;
use crate::profile::problem::Problem;
use crate::report::{LARGEST, Report, SCHEMA_VERSION};
use crate::text::{did_you_mean, one_of, printable, reason};

/// The largest report that is read, in bytes.
const LARGEST_FILE: u64 = 64 << 20;

/// What tells which report a file is. It is read first, and keeps nothing else, so that a file that
/// is none does not fill the memory.
#[derive(Deserialize)]
struct Outline {
    schema_version: Option<u32>,
    findings: Option<IgnoredAny>,
}

/// Any JSON whose numbers are between -[`LARGEST`] and [`LARGEST`]. Nothing of it is kept. A field
/// of the report itself could not refuse: where one is optional, a refusal makes it absent.
struct Bounded;

impl<'de> Deserialize<'de> for Bounded {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Self)
    }
}

impl<'de> Visitor<'de> for Bounded {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Self, E> {
        if number.abs() <= LARGEST {
            return Ok(self);
        }
        Err(E::custom(format!("{number:e} is not a number from -{LARGEST:e} to {LARGEST:e}")))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_str<E>(self, _: &str) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_unit<E>(self) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self, A::Error> {
        while items.next_element::<Self>()?.is_some() {}
        Ok(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self, A::Error> {
        while entries.next_entry::<IgnoredAny, Self>()?.is_some() {}
        Ok(self)
    }
}

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
            .and_then(|file| file.take(LARGEST_FILE + 1).read_to_string(&mut text))
            .map_err(|error| problem(reason(&error)))?;
        if text.len() as u64 > LARGEST_FILE {
            return Err(problem("the file is larger than 64 MiB".into()));
        }
        Self::parse(&path.display().to_string(), &text)
    }

    /// The answers in the text of a file.
    ///
    /// # Errors
    /// When it is not a report.
    pub fn parse(file: &str, text: &str) -> Result<Self, Problem> {
        let problem = |message: String| Problem::of_file(file, message);
        let hint = "expected what `--format json` wrote";
        let refuse = |error: serde_json::Error| {
            let what = if error.is_data() { "a report" } else { "JSON" };
            problem(format!("the file is not {what}: {error}")).hint(hint)
        };
        let _: Bounded = serde_json::from_str(text).map_err(refuse)?;
        if !text.trim_start().starts_with('{') {
            return Err(problem("the file is not a report: expected an object".into()).hint(hint));
        }
        let outline: Outline = serde_json::from_str(text).map_err(refuse)?;
        if outline.schema_version != Some(SCHEMA_VERSION) {
            let found = outline.schema_version.map_or("none".into(), |found| found.to_string());
            let message = format!("`schema_version` is {found}; expected {SCHEMA_VERSION}");
            return Err(problem(message).hint(hint));
        }
        let file = file.to_string();
        if outline.findings.is_some() {
            let report: CheckReport = serde_json::from_str(text).map_err(refuse)?;
            let answers = report.workloads.into_iter().map(|a| (a.name, a.report)).collect();
            return Self { file, answers, named: true }.in_words_of_today();
        }
        let report: Report = serde_json::from_str(text).map_err(refuse)?;
        Self { file, answers: vec![(report.workload.name.clone(), report)], named: false }
            .in_words_of_today()
    }

    /// Refuses kinds of options that no answer of today has.
    fn in_words_of_today(self) -> Result<Self, Problem> {
        let options = self.answers.iter().flat_map(|(_, report)| &report.options);
        let known = |kind: &str| Kind::ALL.into_iter().any(|one| one.word() == kind);
        let Some(option) = options.into_iter().find(|option| !known(&option.kind)) else {
            return Ok(self);
        };
        let kind = printable(&option.kind);
        let words = Kind::ALL.map(Kind::word);
        let message = format!("an option is of kind `{kind}`; expected {}", one_of(words));
        let hint = did_you_mean(&option.kind, words);
        let again = "write the file again with this version";
        let hint = hint.map_or_else(|| again.into(), |hint| format!("{hint}; {again}"));
        Err(Problem::of_file(&self.file, message).hint(hint))
    }

    /// The report of a workload; the only one there is, when only one is asked for.
    pub fn of(&self, workload: &str, alone: bool) -> Option<&Report> {
        let named = self.answers.iter().find(|(name, _)| name == workload);
        let only = || self.answers.first().filter(|_| alone && !self.named);
        named.or_else(only).map(|(_, report)| report)
    }
}
