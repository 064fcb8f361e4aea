//! Holds answers against limits.

use super::advice::{Allowance, advice};
use super::baseline::Earlier;
use super::bound::Limit;
use super::config::{Check, Config, Declared, Wanted};
use super::decision::{Cause, Decision};
use super::diff::{Difference, text::headline};
use super::finding::{blank, settled, status, within};
use super::held::Held;
use super::limit::share_of_draws;
use super::metric::{MAX_AGE, Metric, Unit};
use super::notable::Threshold;
use super::verdict::{Answer, Change, CheckReport, Counts, Finding, SCHEMA_VERSION, Status};
use crate::answer::aged_prices::stale;
use crate::answer::report;
use crate::calc::verdict::evaluation::{Evaluation, with_evaluation};
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
    let (mut beyond, allowance) = (Vec::new(), Allowance::default());
    for (declared, scenario) in config.workloads.iter().zip(scenarios) {
        let before = earlier.and_then(|earlier| earlier.of(&declared.name, alone));
        let name = declared.name.to_string();
        let answer = with_evaluation(scenario, |evaluation| {
            let report = report(evaluation);
            let judge = Judge {
                config,
                evaluation,
                report: &report,
                before,
                earlier,
                allowance: &allowance,
            };
            for (check, slot) in config.checks.iter().zip(&mut judged) {
                if check.workload.as_ref() == Some(&declared.name) {
                    *slot = Some(judge.finding(check));
                }
            }
            beyond.extend(judge.stale(declared));
            report
        });
        if earlier.is_some() {
            changes.push(change(&name, before, &answer, config.comment));
        }
        answers.push(Answer { name, report: answer });
    }
    changes.extend(earlier.into_iter().flat_map(|earlier| removed(config, earlier)));
    for (check, slot) in config.checks.iter().zip(&mut judged) {
        if check.workload.is_none() {
            *slot = Some(of_all(check, config, &answers, earlier));
        }
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

fn change(workload: &str, before: Option<&Report>, now: &Report, comment: Threshold) -> Change {
    let diff = before.map(|before| Difference::between(before, now));
    Change {
        workload: workload.into(),
        changed: diff.as_ref().is_none_or(Difference::is_change),
        notable: diff.as_ref().is_none_or(|diff| comment.is_notable(diff)),
        headline: diff.as_ref().map_or_else(|| "new".into(), headline),
        diff,
    }
}

/// Workloads that the earlier report has and the file has no more; of one on either side the name may be
/// another.
fn removed(config: &Config, earlier: &Earlier) -> Vec<Change> {
    let renamed = config.workloads.len() == 1 && earlier.answers.len() == 1;
    let is_there = |name: &str| config.workloads.iter().any(|declared| *declared.name == *name);
    let gone = earlier.answers.iter().filter(|(name, _)| !renamed && !is_there(name));
    gone.map(|(name, _)| Change {
        workload: name.to_string(),
        changed: true,
        notable: true,
        headline: "removed".into(),
        diff: None,
    })
    .collect()
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
    allowance: &'a Allowance,
}

impl Judge<'_, '_> {
    fn finding(&self, check: &Check) -> Finding {
        let mut finding = blank(check, self.config);
        let held = match &check.wanted {
            Wanted::Verdict { kind, decision, .. } => self.verdict(kind, decision, &mut finding),
            Wanted::Limits { metric, .. } => {
                let reading = metric.read(self.report);
                let before = self.before.map(|before| metric.read(before));
                let before = before.ok_or_else(|| self.no_baseline());
                within(check, &reading, before.as_ref(), &mut finding)
            }
        };
        let Some(held) = settled(held, &mut finding) else { return finding };
        let ok = match check.confidence {
            Some(confidence) => self.confident(check, confidence, &mut finding),
            None => held,
        };
        finding.status = status(ok, check);
        if !ok {
            let scenario = self.evaluation.scenario;
            finding.passes = advice(check, scenario, self.report, self.before, self.allowance);
            for advice in &finding.passes {
                finding.message.push_str(&format!("; {}", advice.text));
            }
        }
        finding
    }

    fn verdict(
        &self,
        wanted: &Limit<crate::source::Text>,
        decision: &Decision,
        finding: &mut Finding,
    ) -> Result<Held, (u32, String)> {
        let kind = |report: &Report| report.verdict.kind.clone().unwrap_or("nothing".into());
        let found = kind(self.report);
        let expected = match &*wanted.value {
            "unchanged" => kind(self.before.ok_or_else(|| (wanted.line, self.no_baseline()))?),
            word => word.to_string(),
        };
        let ok = found == expected;
        finding.decision = decision.report();
        let mut message = format!("the verdict is {found}");
        if !ok {
            message.push_str(&format!("; expected {expected}"));
            finding.causes = decision.causes(self.report, self.before);
        }
        message.push_str(&decided(decision, &finding.causes));
        Ok(Held { ok, line: wanted.line, limit: None, found, wanted: expected, message })
    }

    fn no_baseline(&self) -> String {
        match self.earlier {
            None => "no report to compare with; give one with `--baseline`".into(),
            Some(earlier) => format!("{} has no such workload", earlier.file),
        }
    }

    /// Whether a check holds in enough draws.
    fn confident(&self, check: &Check, confidence: f64, finding: &mut Finding) -> bool {
        let share = share_of_draws(check, self.evaluation, self.report);
        finding.share = Some(Figure(share));
        let wanted = std::mem::take(&mut finding.wanted);
        finding.found = format!("{}; in {} of draws", finding.found, figure::percent(share));
        finding.wanted = format!("{wanted} in {}", figure::percent(confidence));
        let ok = share >= confidence;
        let what = if ok { "" } else { "only " };
        finding.message = format!(
            "{}: {wanted} holds in {what}{} of draws; expected {}",
            finding.metric,
            figure::percent(share),
            figure::percent(confidence)
        );
        if let Wanted::Verdict { decision, .. } = &check.wanted {
            finding.message.push_str(&decided(decision, &finding.causes));
        }
        ok
    }

    /// Prices that are too old, unless a check says what too old is.
    fn stale(&self, declared: &Declared) -> Option<Finding> {
        let own = |check: &Check| {
            check.workload.as_ref() == Some(&declared.name)
                && matches!(check.wanted, Wanted::Limits { metric: Metric::MaxAge, .. })
        };
        let worst = *stale(self.evaluation).first()?;
        if self.config.checks.iter().any(own) {
            return None;
        }
        let (age, most) = (worst.age, worst.limit);
        let profile = worst.source.title();
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
            message: format!(
                "the price of `{profile}` is {age} days old; expected at most {most} for {}",
                worst.priced.word()
            ),
            passes: Vec::new(),
            decision: None,
            causes: Vec::new(),
            file: self.config.document.path.to_string(),
            line: declared.place.line,
        })
    }
}

/// When and why something was decided, and what changed since: each kind of cause once.
fn decided(decision: &Decision, causes: &[Cause]) -> String {
    let mut words = decision.words();
    if !words.is_empty() {
        words.insert_str(0, ", ");
    }
    let mut kind = "";
    for cause in causes {
        if kind.is_empty() {
            words.push_str("; since then");
        }
        match kind == cause.cause {
            true => words.push_str(&format!("; {}", cause.text)),
            false => words.push_str(&format!(", {}: {}", cause.cause, cause.text)),
        }
        kind = &cause.cause;
    }
    words
}

/// A check of a sum over workloads.
fn of_all(
    check: &Check,
    config: &Config,
    answers: &[Answer],
    earlier: Option<&Earlier>,
) -> Finding {
    let mut finding = blank(check, config);
    let Wanted::Limits { metric, .. } = &check.wanted else { return finding };
    let now = metric.read_of_all(answers.iter().map(|a| (&*a.name, &a.report)));
    let before = earlier.map(|earlier| {
        metric.read_of_all(earlier.answers.iter().map(|(name, report)| (&**name, report)))
    });
    let none = || "no report to compare with; give one with `--baseline`".to_string();
    let before = before.ok_or_else(none);
    let held = within(check, &now, before.as_ref(), &mut finding);
    if let Some(ok) = settled(held, &mut finding) {
        finding.status = status(ok, check);
    }
    finding
}
