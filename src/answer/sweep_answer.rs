//! A lever at many values: the question with each of them, as a report.

use super::describe::label;
use crate::calc::cash::ledger::Ledger;
use crate::calc::decide::menu::Menu;
use crate::calc::option::subject::Candidate;
use crate::calc::whatif::sweep::sweep;
use crate::lever::Lever;
use crate::report::Figure;
use crate::report::swept::{SweepReport, SweptOption, SweptPoint};
use crate::scenario::{Sampling, Scenario, Shown};

/// What wins from one value of a lever to another, looked at in so many steps.
pub fn swept(scenario: &Scenario<'_>, lever: Lever, ends: (f64, f64), steps: u32) -> SweepReport {
    let asked = Scenario {
        shown: Shown::Best,
        explain: false,
        sampling: Sampling::NONE,
        ..scenario.clone()
    };
    let menu = Menu::new(&asked);
    let stops = sweep(&menu, lever, ends, steps, |turned, cheapest, instead| {
        let option = |found: Option<&Candidate<'_>>| found.and_then(|found| option(turned, found));
        (option(cheapest), option(instead))
    });
    let point = |stop: crate::calc::whatif::sweep::Stop<_>| {
        let (cheapest, instead) = stop.seen;
        SweptPoint { value: Figure(stop.value), changes: stop.changes, cheapest, instead }
    };
    let months = (lever != Lever::Horizon).then_some(scenario.assumptions.horizon_months);
    SweepReport::new(lever.word(), months, stops.into_iter().map(point).collect())
}

fn option(scenario: &Scenario<'_>, candidate: &Candidate<'_>) -> Option<SweptOption> {
    let option = candidate.option()?;
    let machines = candidate.machines(scenario);
    Some(SweptOption {
        id: candidate.subject.id(),
        kind: candidate.subject.kind().word().into(),
        label: label(&candidate.subject, machines),
        units: machines.map(Figure),
        first_month_usd: Figure(Ledger::new(option, scenario).monthly().get()),
        horizon_usd: Figure(candidate.cost().get()),
    })
}
