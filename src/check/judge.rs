//! Holds answers against limits.

use super::advice::advice;
use super::baseline::Earlier;
use super::config::{Check, Config, Declared, Limit, Wanted};
use super::diff::{Difference, text::headline};
use super::limit::{Bound, increased, keeps, share_of_draws};
use super::metric::{MAX_AGE, Metric, Reading, Unit, max_age};
use super::verdict::{Answer, Change, CheckReport, Counts, Finding, SCHEMA_VERSION, Status};
use crate::calc::evaluate::{Evaluation, report, with_evaluation};
use crate::figure;
use crate::report::{Figure, Report, Tool};
use crate::scenario::Scenario;

/// Judges every check; `scenarios` are those of the configuration's workloads, in its order.
pub fn judge(
    config: &Config,
    scenarios: &[Scenario<'_>],
    earlier: Option<&Earlier>,
) -> CheckReport {
    let alone = config.workloads.len() == 1;
    let (mut answers, mut changes) = (Vec::new(), Vec::new());
    let mut judged: Vec<Option<Finding>> = config.checks.iter().map(|_| None).collect();
    let mut beyond = Vec::new();
    for (declared, scenario) in config.workloads.iter().zip(scenarios) {
        let before = earlier.and_then(|earlier| earlier.of(&declared.name, alone));
        let name = declared.name.to_string();
        let answer = with_evaluation(scenario, |evaluation| {
            let report = report(evaluation);
            let judge = Judge { config, evaluation, report: &report, before, earlier };
            for (check, slot) in config.checks.iter().zip(&mut judged) {
                if check.workload == declared.name {
                    *slot = Some(judge.finding(check));
                }
            }
            beyond.extend(judge.stale(declared));
            report
        });
        if earlier.is_some() {
            changes.push(change(&name, before, &answer));
        }
        answers.push(Answer { name, report: answer });
    }
    let findings: Vec<Finding> = judged.into_iter().flatten().chain(beyond).collect();
    let counts = count(&findings);
    CheckReport {
        schema_version: SCHEMA_VERSION,
        tool: tool(),
        config: config.document.path.to_string(),
        baseline: earlier.map(|earlier| earlier.file.clone()),
        passed: counts.failed == 0,
        counts,
        findings,
        changes,
        workloads: answers,
    }
}

/// The running program.
pub fn tool() -> Tool {
    Tool { name: env!("CARGO_PKG_NAME").into(), version: env!("CARGO_PKG_VERSION").into() }
}

fn change(workload: &str, before: Option<&Report>, now: &Report) -> Change {
    let diff = before.map(|before| Difference::between(before, now));
    Change {
        workload: workload.into(),
        changed: diff.as_ref().is_none_or(Difference::is_change),
        headline: diff.as_ref().map_or_else(|| "new".into(), headline),
        diff,
    }
}

fn count(findings: &[Finding]) -> Counts {
    let of = |status| findings.iter().filter(|finding| finding.status == status).count() as u32;
    Counts {
        passed: of(Status::Pass),
        warned: of(Status::Warn),
        failed: of(Status::Fail),
        skipped: of(Status::Skip),
    }
}

struct Judge<'a, 'c> {
    config: &'a Config,
    evaluation: &'a Evaluation<'a, 'c>,
    report: &'a Report,
    before: Option<&'a Report>,
    earlier: Option<&'a Earlier>,
}

/// A number held against one of its limits.
struct Held {
    ok: bool,
    line: u32,
    limit: Option<f64>,
    found: String,
    wanted: String,
    message: String,
}

impl Judge<'_, '_> {
    fn finding(&self, check: &Check) -> Finding {
        let mut finding = Finding {
            check: check.name.to_string(),
            workload: check.workload.to_string(),
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
            file: self.config.document.path.to_string(),
            line: 0,
        };
        let held = match &check.wanted {
            Wanted::Verdict(wanted) => self.verdict(wanted),
            Wanted::Limits { metric, max, min, increase } => {
                let reading = metric.read(self.report);
                finding.metric = metric.path();
                finding.unit = Some(metric.unit().word().into());
                if let Reading::Number(number) = reading {
                    finding.value = Some(Figure(number));
                }
                self.limits(*metric, &reading, [*max, *min], *increase)
            }
        };
        let held = match held {
            Ok(held) => held,
            Err((line, why)) => {
                (finding.line, finding.found) = (line, "not judged".into());
                finding.message = format!("{}: not judged: {why}", finding.metric);
                return finding;
            }
        };
        finding.line = held.line;
        finding.limit = held.limit.map(Figure);
        (finding.found, finding.wanted, finding.message) = (held.found, held.wanted, held.message);
        let ok = match check.confidence {
            Some(confidence) => self.confident(check, confidence, &mut finding),
            None => held.ok,
        };
        finding.status = match (ok, check.warns) {
            (true, _) => Status::Pass,
            (false, true) => Status::Warn,
            (false, false) => Status::Fail,
        };
        if !ok {
            finding.passes = advice(check, self.evaluation.scenario, self.report, self.before);
            for advice in &finding.passes {
                finding.message.push_str(&format!("; {}", advice.text));
            }
        }
        finding
    }

    fn verdict(&self, wanted: &Limit<crate::source::Text>) -> Result<Held, (u32, String)> {
        let kind = |report: &Report| report.verdict.kind.clone().unwrap_or("nothing".into());
        let found = kind(self.report);
        let expected = match &*wanted.value {
            "unchanged" => kind(self.before.ok_or_else(|| (wanted.line, self.no_baseline()))?),
            word => word.to_string(),
        };
        let ok = found == expected;
        let message = if ok {
            format!("the verdict is {found}")
        } else {
            format!("the verdict is {found}; expected {expected}")
        };
        Ok(Held { ok, line: wanted.line, limit: None, found, wanted: expected, message })
    }

    fn no_baseline(&self) -> String {
        match self.earlier {
            None => "no report to compare with; give one with `--baseline`".into(),
            Some(earlier) => format!("{} has no such workload", earlier.file),
        }
    }

    /// The first limit that does not hold, else the first that does.
    fn limits(
        &self,
        metric: Metric,
        reading: &Reading,
        [max, min]: [Option<Limit<f64>>; 2],
        increase: Option<Limit<f64>>,
    ) -> Result<Held, (u32, String)> {
        let mut held = Vec::new();
        if let Some(limit) = max {
            held.push(against(metric, reading, limit, Bound::Max));
        }
        if let Some(limit) = min {
            held.push(against(metric, reading, limit, Bound::Min));
        }
        let failed = held.iter().position(|held| !held.ok);
        if let Some(first) = failed {
            return Ok(held.swap_remove(first));
        }
        let mut skipped = None;
        if let Some(limit) = increase {
            match self.increase(metric, reading, limit) {
                Ok(more) if !more.ok => return Ok(more),
                Ok(more) => held.push(more),
                Err(why) => skipped = Some((limit.line, why)),
            }
        }
        // A check of which a part could not be judged has not passed.
        match (skipped, held.into_iter().next()) {
            (None, Some(held)) => Ok(held),
            (Some(skipped), _) => Err(skipped),
            (None, None) => Err((0, "it has no limit".into())),
        }
    }

    fn increase(
        &self,
        metric: Metric,
        reading: &Reading,
        limit: Limit<f64>,
    ) -> Result<Held, String> {
        let before = metric.read(self.before.ok_or_else(|| self.no_baseline())?);
        let unit = metric.unit();
        let most = figure::percent(limit.value / 100.0);
        let wanted = format!("at most {most} more than before");
        let (ok, found, message, bound) = match (reading, &before) {
            (_, Reading::Absent(why)) => return Err(format!("it was not there before: {why}")),
            (Reading::Number(now), Reading::Number(old)) => {
                let bound = increased(*old, limit.value);
                let [now_text, old_text] = unit.show_apart(*now, *old);
                let message = format!(
                    "{} is {now_text}, was {old_text}{}",
                    metric.path(),
                    relative(*old, *now)
                );
                (*now <= bound, now_text, message, Some(bound))
            }
            (Reading::Never, Reading::Number(old)) => {
                let message = format!("{} is never, was {}", metric.path(), unit.show(*old));
                (false, "never".into(), message, Some(increased(*old, limit.value)))
            }
            (Reading::Absent(why), _) => {
                let message = format!("{} is not there any more: {why}", metric.path());
                (false, "absent".into(), message, None)
            }
            (now, Reading::Never) => {
                let found = show(unit, now);
                let message = format!("{} is {found}, was never", metric.path());
                (true, found, message, None)
            }
        };
        let message = if ok { message } else { format!("{message}; expected {wanted}") };
        Ok(Held { ok, line: limit.line, limit: bound, found, wanted, message })
    }

    /// Whether a check holds in enough draws.
    fn confident(&self, check: &Check, confidence: f64, finding: &mut Finding) -> bool {
        let share = share_of_draws(check, self.evaluation, self.report);
        finding.share = Some(Figure(share));
        finding.found = format!("{}; in {} of draws", finding.found, figure::percent(share));
        finding.wanted = format!("{} in {}", finding.wanted, figure::percent(confidence));
        let ok = share >= confidence;
        let what = if ok { "" } else { "only " };
        finding.message = format!(
            "{}: {} holds in {what}{} of draws; expected {}",
            finding.metric,
            finding.wanted.rsplit_once(" in ").map_or("", |(wanted, _)| wanted),
            figure::percent(share),
            figure::percent(confidence)
        );
        ok
    }

    /// Prices that are too old, unless a check says what too old is.
    fn stale(&self, declared: &Declared) -> Option<Finding> {
        let own = |check: &Check| {
            check.workload == declared.name
                && matches!(check.wanted, Wanted::Limits { metric: Metric::MaxAge, .. })
        };
        let most = self.evaluation.scenario.stale_after_days;
        let (age, profile) = max_age(self.report)?;
        if age <= most || self.config.checks.iter().any(own) {
            return None;
        }
        Some(Finding {
            check: "stale-prices".into(),
            workload: declared.name.to_string(),
            status: Status::Warn,
            metric: MAX_AGE.into(),
            unit: Some(Unit::Days.word().into()),
            value: Some(Figure(age as f64)),
            limit: Some(Figure(most as f64)),
            found: Unit::Days.show(age as f64),
            wanted: format!("at most {}", Unit::Days.show(most as f64)),
            share: None,
            message: format!("the price of `{profile}` is {age} days old; expected at most {most}"),
            passes: Vec::new(),
            file: self.config.document.path.to_string(),
            line: declared.place.line,
        })
    }
}

/// `, 16 % more` or `, 4 % less`.
fn relative(old: f64, now: f64) -> String {
    if old == 0.0 || old == now {
        return String::new();
    }
    let change = (now - old) / old.abs();
    let word = if change > 0.0 { "more" } else { "less" };
    format!(", {} {word}", figure::percent(change.abs()))
}

fn show(unit: Unit, reading: &Reading) -> String {
    match reading {
        Reading::Number(number) => unit.show(*number),
        Reading::Never => "never".into(),
        Reading::Absent(_) => "absent".into(),
    }
}

fn against(metric: Metric, reading: &Reading, limit: Limit<f64>, bound: Bound) -> Held {
    let unit = metric.unit();
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
    let message = format!("{} is {found}{why}{join} {wanted}", metric.path());
    Held { ok, line: limit.line, limit: Some(limit.value), found, wanted, message }
}
