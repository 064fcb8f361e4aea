//! A decision that is written down, and what no longer lets it stand.

use serde::{Deserialize, Serialize};

use super::diff::{Difference, text};
use crate::date::Date;
use crate::report::{OptionReport, Report};
use crate::source::Text;

/// The most causes of a kind that are told one by one.
const MOST: usize = 3;

/// When and why a verdict was decided.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decision {
    /// The day.
    pub as_of: Option<Date>,
    /// The reason, in the words of who decided.
    pub reason: Option<Text>,
}

/// The same in a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DecisionReport {
    /// The day; absent when it was not said.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub as_of: Option<String>,
    /// The reason; absent when it was not said.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<String>,
}

/// Something that changed since a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Cause {
    /// `price`, `profile`, `throughput`, `workload`, `assumptions`, `program`, or `unknown`.
    pub cause: String,
    /// One line.
    pub text: String,
}

impl Decision {
    /// Nothing when neither day nor reason was said.
    pub fn report(&self) -> Option<DecisionReport> {
        let as_of = self.as_of.map(|day| day.to_string());
        let reason = self.reason.as_ref().map(ToString::to_string);
        (as_of.is_some() || reason.is_some()).then_some(DecisionReport { as_of, reason })
    }

    /// `decided on 2026-11-20: nobody here runs machines`; empty when nothing was said.
    pub fn words(&self) -> String {
        match (self.as_of, &self.reason) {
            (Some(day), Some(reason)) => format!("decided on {day}: {reason}"),
            (Some(day), None) => format!("decided on {day}"),
            (None, Some(reason)) => format!("decided because: {reason}"),
            (None, None) => String::new(),
        }
    }

    /// What changed since. An earlier report says it of every input; without one, what is newer
    /// than the day of the decision is told.
    pub fn causes(&self, now: &Report, before: Option<&Report>) -> Vec<Cause> {
        match (before, self.as_of) {
            (Some(before), day) => match (since_report(before, now), day) {
                // The report is of a day on which it did not hold any more.
                (none, Some(day)) if none.is_empty() => since_day(day, now),
                (causes, _) => causes,
            },
            (None, Some(day)) => since_day(day, now),
            (None, None) => Vec::new(),
        }
    }
}

fn cause(cause: &str, text: String) -> Cause {
    Cause { cause: cause.into(), text }
}

fn since_report(before: &Report, now: &Report) -> Vec<Cause> {
    let difference = Difference::between(before, now);
    let mut kinds: Vec<&str> = Vec::new();
    for input in &difference.inputs {
        if !kinds.contains(&&*input.cause) {
            kinds.push(&input.cause);
        }
    }
    let mut causes = Vec::new();
    for kind in kinds {
        let of_kind = difference.inputs.iter().filter(|input| input.cause == kind);
        let texts = of_kind.map(text::input_alone);
        causes.extend(few(kind, texts.collect()));
    }
    if difference.program.from != difference.program.to {
        let (from, to) = (&difference.program.from, &difference.program.to);
        causes.push(cause("program", format!("{from} -> {to}")));
    }
    causes
}

fn since_day(day: Date, now: &Report) -> Vec<Cause> {
    let today = now.assumptions.today.parse().unwrap_or(day);
    let in_force: Vec<String> =
        now.options.iter().filter_map(|option| came_into_force(option, day, today)).collect();
    let mut causes = few("price", in_force);
    let newer = now.sources.iter().filter(|source| {
        let stated = source.as_of.parse::<Date>();
        stated.is_ok_and(|stated| stated > day)
    });
    let newer = newer.map(|s| format!("`{}` is of {} ({}:{})", s.profile, s.as_of, s.file, s.line));
    causes.extend(few("profile", newer.collect()));
    if causes.is_empty() {
        let text = format!(
            "no profile used is newer than {day}: the workload or the program changed, which \
             `--baseline REPORT` of that day would show"
        );
        causes.push(cause("unknown", text));
    }
    causes
}

/// An announced change of price between two days.
fn came_into_force(option: &OptionReport, after: Date, until: Date) -> Option<String> {
    let api = option.inputs.as_ref()?.api.as_ref()?;
    let days = api.scheduled.iter().filter_map(|change| change.from.parse::<Date>().ok());
    let day = days.filter(|day| *day > after && *day <= until).max()?;
    Some(format!("the price of `{}` that was announced came into force on {day}", option.id))
}

/// The first few of a kind, and how many more there are.
fn few(kind: &str, texts: Vec<String>) -> Vec<Cause> {
    let more = texts.len().saturating_sub(MOST);
    let mut causes: Vec<Cause> =
        texts.into_iter().take(MOST).map(|text| cause(kind, text)).collect();
    if more > 0 {
        causes.push(cause(kind, format!("{more} more")));
    }
    causes
}
