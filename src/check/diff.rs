//! What changed between two reports, and why.
//!
//! A report holds the numbers that each option was calculated from. Those of the old and the new
//! report are mixed cause by cause and calculated again; the share of a cause in the difference is
//! its Shapley value: its effect averaged over every order in which the causes could have changed,
//! so that no cause is favoured by being taken first. Shares sum to the difference.

mod attribute;
mod changes;
mod difference;
mod rebuild;
mod rebuilt_money;
mod rebuilt_profiles;
pub mod shapley;
pub mod text;

use super::metric::SUBJECTS;
use super::read_report::option;
use crate::report::Report;

pub use difference::{
    Attribution, CauseShare, CostChange, DiffReport, Difference, InputChange, Pair, SCHEMA_VERSION,
    VerdictChange, WorkloadDiff,
};

impl Difference {
    /// The difference between two reports.
    pub fn between(old: &Report, new: &Report) -> Self {
        let kind = |report: &Report| report.verdict.kind.clone();
        let program = |report: &Report| format!("{} {}", report.tool.name, report.tool.version);
        let verdict = VerdictChange {
            changed: kind(old) != kind(new),
            from: kind(old),
            to: kind(new),
            from_option: old.verdict.option.clone(),
            to_option: new.verdict.option.clone(),
        };
        let costs = SUBJECTS.iter().filter_map(|(subject, _)| cost_change(subject, old, new));
        Self {
            verdict,
            program: Pair { from: program(old), to: program(new) },
            costs: costs.collect(),
            inputs: changes::inputs(old, new),
        }
    }

    /// Whether anything but the day differs.
    pub fn is_change(&self) -> bool {
        let cost = |change: &CostChange| {
            let moved = |found: &Option<Attribution>| {
                let apart = |a: &Attribution| {
                    let size = a.from.0.abs().max(a.to.0.abs());
                    a.difference.0.abs() > 1e-9 * size
                };
                found.as_ref().is_some_and(apart)
            };
            change.from_option != change.to_option
                || moved(&change.monthly_usd)
                || moved(&change.horizon_usd)
        };
        self.verdict.from_option != self.verdict.to_option
            || self.program.from != self.program.to
            || !self.inputs.is_empty()
            || self.costs.iter().any(cost)
    }

    /// The cost of the verdict.
    pub fn of_verdict(&self) -> Option<&CostChange> {
        self.costs.iter().find(|change| change.subject == "verdict")
    }
}

fn cost_change(subject: &str, old: &Report, new: &Report) -> Option<CostChange> {
    let (from, to) = (option(old, subject).ok(), option(new, subject).ok());
    if from.is_none() && to.is_none() {
        return None;
    }
    let both = from.zip(to).and_then(|(from, to)| attribute::attribute(old, from, new, to));
    let (monthly_usd, horizon_usd) = both.map_or((None, None), |(m, h)| (Some(m), Some(h)));
    Some(CostChange {
        subject: subject.into(),
        from_option: from.map(|option| option.id.clone()),
        to_option: to.map(|option| option.id.clone()),
        monthly_usd,
        horizon_usd,
    })
}
