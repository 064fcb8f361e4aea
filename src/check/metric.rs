//! The numbers of a report that a check can hold against a limit, by a short path.
//!
//! `api.monthly_usd` is the first month of the API that is shown; where several options of a kind
//! are shown, the cheapest over the horizon that meets the requirements. `verdict.…` is the option
//! of the verdict.

pub use super::measure::{MEASURES, Measure, Reading};
use super::read_report::{max_age, option};
use super::total;
pub use super::unit::Unit;
use crate::report::{Figure, OptionReport, Report};

/// Whose number it is: the first word of the path, and what it means.
pub const SUBJECTS: &[(&str, &str)] = &[
    ("verdict", "the option that the verdict names"),
    ("api", "the cheapest API shown"),
    ("subscription", "the cheapest subscription that was named"),
    ("local", "the cheapest machines to buy, or your own"),
    ("rent", "the cheapest machines to rent"),
    ("routed", "the cheapest way to use several APIs"),
    ("mixed", "the cheapest mix of machines and an API"),
];

/// The age of the oldest price that an answer uses.
pub const MAX_AGE: &str = "prices.max_age_days";
/// The volume of the workload.
pub const VOLUME: &str = "workload.tokens_per_day";

/// A metric that a check names.
#[derive(Clone, Copy, Debug)]
pub enum Metric {
    /// A number of an option: the subject's word and the number.
    OfOption(&'static str, &'static Measure),
    /// That number of the verdicts of all workloads, added up.
    Total(&'static Measure),
    /// [`MAX_AGE`].
    MaxAge,
    /// [`VOLUME`].
    Volume,
}

impl Metric {
    /// The metric of this path.
    pub fn find(path: &str) -> Option<Self> {
        match path {
            MAX_AGE => return Some(Self::MaxAge),
            VOLUME => return Some(Self::Volume),
            _ => {}
        }
        let (subject, name) = path.split_once('.')?;
        if subject == total::SUBJECT {
            return total::find(name).map(Self::Total);
        }
        let (subject, _) = SUBJECTS.iter().find(|(word, _)| *word == subject)?;
        let measure = MEASURES.iter().find(|measure| measure.name == name)?;
        Some(Self::OfOption(subject, measure))
    }

    /// Its path.
    pub fn path(self) -> String {
        match self {
            Self::OfOption(subject, measure) => format!("{subject}.{}", measure.name),
            Self::Total(measure) => format!("{}.{}", total::SUBJECT, measure.name),
            Self::MaxAge => MAX_AGE.into(),
            Self::Volume => VOLUME.into(),
        }
    }

    /// Its unit.
    pub const fn unit(self) -> Unit {
        match self {
            Self::OfOption(_, measure) | Self::Total(measure) => measure.unit,
            Self::MaxAge => Unit::Days,
            Self::Volume => Unit::TokensPerDay,
        }
    }

    /// What it is in a report.
    pub fn read(self, report: &Report) -> Reading {
        match self {
            Self::OfOption(subject, _) => match option(report, subject) {
                Ok(option) => self.read_of(option),
                Err(why) => Reading::Absent(why),
            },
            Self::Total(measure) => Self::OfOption("verdict", measure).read(report),
            Self::MaxAge => max_age(report).map_or_else(
                || Reading::Absent("no price was used".into()),
                |(days, _)| Reading::Number(days as f64),
            ),
            Self::Volume => Reading::Number(report.workload.tokens_per_day.rounded()),
        }
    }

    /// The sum over workloads, each decided alone. One that has no such number leaves no sum.
    pub fn read_of_all<'r>(self, answers: impl Iterator<Item = (&'r str, &'r Report)>) -> Reading {
        let mut sum = 0.0;
        for (name, report) in answers {
            match self.read(report) {
                Reading::Number(number) => sum += number,
                Reading::Never => return Reading::Absent(format!("that of {name} never comes")),
                Reading::Absent(why) => return Reading::Absent(format!("{name}: {why}")),
            }
        }
        Reading::Number(sum)
    }

    /// What it is in an option; only for a metric of an option.
    pub fn read_of(self, option: &OptionReport) -> Reading {
        let Self::OfOption(_, measure) = self else {
            return Reading::Absent("it is not a number of an option".into());
        };
        let absent = || Reading::Absent(format!("`{}` has no such number", option.id));
        match (measure.read)(option).unwrap_or_else(absent) {
            // As it is written, so that an answer equals itself when it is read back.
            Reading::Number(number) => Reading::Number(Figure(number).rounded()),
            other => other,
        }
    }
}

/// Every path.
pub fn paths() -> Vec<String> {
    let of = |(subject, _): &(&str, &str)| {
        let subject = subject.to_string();
        MEASURES.iter().map(move |measure| format!("{subject}.{}", measure.name))
    };
    let options = SUBJECTS.iter().flat_map(of);
    options.chain(total::paths()).chain([MAX_AGE.to_string(), VOLUME.to_string()]).collect()
}

/// The metrics as `breakeven check --metrics` prints them.
pub fn list() -> String {
    let row = |path: &str, unit: Unit, meaning: &str| {
        format!("  {path:<34} {meaning}; {}\n", unit.word())
    };
    let mut text = String::from("A metric of a check is SUBJECT.NUMBER, like api.monthly_usd.\n");
    text.push_str("\nSubjects:\n");
    for (subject, meaning) in SUBJECTS {
        text.push_str(&format!("  {subject:<34} {meaning}\n"));
    }
    text.push_str("\nNumbers of a subject:\n");
    for measure in MEASURES {
        text.push_str(&row(measure.name, measure.unit, measure.meaning));
    }
    text.push_str("\nOther metrics:\n");
    text.push_str(&row(MAX_AGE, Unit::Days, "age of the oldest price used"));
    text.push_str(&row(VOLUME, Unit::TokensPerDay, "volume of the workload"));
    for (path, measure) in total::paths().iter().zip(total::measures()) {
        text.push_str(&row(path, measure.unit, "that of the verdicts of all workloads, added up"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_is_found_and_only_those() {
        for path in paths() {
            assert_eq!(Metric::find(&path).map(Metric::path), Some(path));
        }
        for path in ["api", "api.", "cloud.monthly_usd", "api.monthly", "api.monthly_usd.total"] {
            assert!(Metric::find(path).is_none(), "{path}");
        }
    }
}
