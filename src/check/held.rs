//! A number held against its limits, and what is said of it.

use super::bound::{Bound, Limit};
use super::limit::keeps;
use super::metric::{Metric, Reading};
use super::since::Since;
use super::unit::Unit;

/// What came of holding something against one of its limits.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// Whether it keeps it.
    pub ok: bool,
    /// The line of the limit.
    pub line: u32,
    /// The limit as a number.
    pub limit: Option<f64>,
    /// What was found, for people.
    pub found: String,
    /// What was wanted, for people.
    pub wanted: String,
    /// One sentence.
    pub message: String,
}

/// The limits of a check on a number.
pub struct Limits<'a> {
    /// The number.
    pub metric: Metric,
    /// The most.
    pub max: Option<Limit<f64>>,
    /// The least.
    pub min: Option<Limit<f64>>,
    /// How it may move.
    pub since: &'a [Since],
}

/// The line of a limit, and why nothing can be said of it.
type Unjudged = (u32, String);

impl Limits<'_> {
    /// The first limit that does not hold, else the first that does.
    ///
    /// # Errors
    /// When a limit could not be judged: such a check has not passed.
    pub fn held(
        &self,
        reading: &Reading,
        before: Result<&Reading, &String>,
    ) -> Result<Held, Unjudged> {
        let max = self.max.map(|limit| self.against(reading, limit, Bound::Max));
        let min = self.min.map(|limit| self.against(reading, limit, Bound::Min));
        let since = self.since.iter().map(|since| self.moved(since, reading, before));
        let all: Vec<Result<Held, Unjudged>> =
            max.into_iter().chain(min).map(Ok).chain(since).collect();
        let fails = |held: &Result<Held, Unjudged>| held.as_ref().is_ok_and(|held| !held.ok);
        let first = all.iter().position(fails).or_else(|| all.iter().position(Result::is_err));
        let none = Err((0, "it has no limit".into()));
        all.into_iter().nth(first.unwrap_or(0)).unwrap_or(none)
    }

    fn against(&self, reading: &Reading, limit: Limit<f64>, bound: Bound) -> Held {
        let unit = self.metric.unit();
        let [found, value] = match reading {
            Reading::Number(number) => unit.show_apart(*number, limit.value),
            other => [show(unit, other), unit.show(limit.value)],
        };
        let word = if bound == Bound::Max { "at most" } else { "at least" };
        let wanted = format!("{word} {value}");
        let ok = keeps(reading, limit.value, bound);
        let why = match reading {
            Reading::Absent(why) => format!(": {why}"),
            _ => String::new(),
        };
        let join = if ok { "," } else { "; expected" };
        let message = format!("{} is {found}{why}{join} {wanted}", self.metric.path());
        Held { ok, line: limit.line, limit: Some(limit.value), found, wanted, message }
    }

    /// A reading held against the one before.
    fn moved(
        &self,
        since: &Since,
        reading: &Reading,
        before: Result<&Reading, &String>,
    ) -> Result<Held, Unjudged> {
        let line = since.limit.line;
        let before = before.map_err(|why| (line, why.clone()))?;
        let (unit, path) = (self.metric.unit(), self.metric.path());
        let (ok, found, message, limit) = match (reading, before) {
            (_, Reading::Absent(why)) => {
                return Err((line, format!("it was not there before: {why}")));
            }
            (Reading::Number(now), Reading::Number(old)) => {
                let (bound, limit) = since.bound(*old);
                let [now_text, old_text] = unit.show_apart(*now, *old);
                let message = format!(
                    "{path} is {now_text}, was {old_text}{}",
                    since.moved(unit, *old, *now)
                );
                (keeps(reading, limit, bound), now_text, message, Some(limit))
            }
            (Reading::Never, Reading::Number(old)) => {
                let message = format!("{path} is never, was {}", unit.show(*old));
                (since.never_keeps(), "never".into(), message, Some(since.bound(*old).1))
            }
            (Reading::Absent(why), _) => {
                (false, "absent".into(), format!("{path} is not there any more: {why}"), None)
            }
            (now, Reading::Never) => {
                let found = show(unit, now);
                let ok = *now == Reading::Never || since.keeps_after_never();
                (ok, found.clone(), format!("{path} is {found}, was never"), None)
            }
        };
        let wanted = since.wanted(unit);
        let message = if ok { message } else { format!("{message}; expected {wanted}") };
        Ok(Held { ok, line, limit, found, wanted, message })
    }
}

fn show(unit: Unit, reading: &Reading) -> String {
    match reading {
        Reading::Number(number) => unit.show(*number),
        Reading::Never => "never".into(),
        Reading::Absent(_) => "absent".into(),
    }
}
