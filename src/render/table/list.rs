//! Many options below each other: a row each with the numbers that matter most, and below them
//! those that are ruled out, with the reason.

use std::collections::BTreeSet;

use super::super::page::{Page, Tone};
use super::super::rows::{self, ABSENT, heading, payback, why_not};
use super::emphasis::tone;
use super::grid::{Grid, Tones};
use crate::figure::{dollars, per_mtok, whole};
use crate::report::{CostsReport, OptionReport, Report};
use crate::text::count;
use crate::units::UsdPerMtok;

/// Options that are shown where nobody asks for more or for all.
const TOP: usize = 20;

/// Draws the options as rows, or says `false` when they do not fit. Unless everything is asked for: of
/// each machine and each endpoint the best, the cheapest of those, and how many are ruled out for what.
pub fn draw(report: &Report, page: &mut Page) -> bool {
    let (possible, impossible): (Vec<_>, Vec<_>) =
        report.options.iter().partition(|option| option.meets_requirements);
    let full = page.full();
    let shown = if full { possible.clone() } else { best_of_each(&possible) };
    let most = if full { usize::MAX } else { page.top().unwrap_or(TOP) };
    let top: Vec<&OptionReport> = shown.iter().copied().take(most).collect();
    if !possible.is_empty() && !of_possible(report, &top).draw(page) {
        return false;
    }
    if top.len() < possible.len() {
        page.blank();
        let (top, all) = (count(top.len(), "option"), whole(possible.len() as f64));
        let text = format!(
            "{top} of {all}: the best of each machine and API; `--top N` shows more, `--full` all"
        );
        page.paragraph("", &text);
    }
    if !impossible.is_empty() {
        page.blank();
        match full {
            true => of_impossible(&impossible).draw(page),
            false => by_reason(&impossible).draw(page),
        };
    }
    true
}

/// The first, which is the best, of the options with the same kind and the same machine or endpoint.
fn best_of_each<'r>(options: &[&'r OptionReport]) -> Vec<&'r OptionReport> {
    let mut seen: BTreeSet<(String, String)> = BTreeSet::new();
    let is_new =
        |option: &&&OptionReport| seen.insert((option.kind.clone(), option.served_by.clone()));
    options.iter().filter(is_new).copied().collect()
}

/// How many options fail each requirement, and one that does.
fn by_reason(options: &[&OptionReport]) -> Grid {
    let mut reasons: Vec<(&str, Vec<&OptionReport>)> = Vec::new();
    for option in options {
        for unmet in &option.unmet {
            match reasons.iter_mut().find(|(requirement, _)| *requirement == unmet.requirement) {
                Some((_, failing)) => failing.push(option),
                None => reasons.push((&unmet.requirement, vec![option])),
            }
        }
    }
    reasons.sort_by_key(|(_, failing)| std::cmp::Reverse(failing.len()));
    let row = |(requirement, failing): &(&str, Vec<&OptionReport>)| {
        let first = failing.first();
        let unmet =
            first.and_then(|o| o.unmet.iter().find(|unmet| unmet.requirement == *requirement));
        let example =
            first.zip(unmet).map(|(option, unmet)| format!("{}: {}", option.id, unmet.reason));
        let number = whole(failing.len() as f64);
        vec![(*requirement).to_string(), number, example.unwrap_or_default()]
    };
    let rows: Vec<Vec<String>> = reasons.iter().map(row).collect();
    Grid {
        header: ["ruled out by", "options", "for example"].map(String::from).to_vec(),
        tones: Tones::Rows(vec![Tone::Faint; rows.len()]),
        rows,
        numbers_from: 3,
    }
}

fn of_possible(report: &Report, options: &[&OptionReport]) -> Grid {
    let horizon = report.assumptions.horizon_months;
    let header = [
        "option",
        "upfront",
        "first month",
        &format!("total, {horizon} months"),
        "per million tokens",
        "payback",
    ];
    let has_baseline = report.baseline.is_some();
    let row = |option: &&OptionReport| {
        let money = |say: fn(&CostsReport) -> String| {
            option.costs.as_ref().map_or_else(|| ABSENT.to_string(), say)
        };
        let payback = option.costs.as_ref().map(|costs| payback(costs, has_baseline));
        vec![
            heading(option).join(", "),
            money(|costs| dollars(costs.upfront_usd.0)),
            money(|costs| dollars(costs.monthly_usd.total.0)),
            money(|costs| dollars(costs.horizon_usd.0)),
            money(|costs| per_mtok(UsdPerMtok::new(costs.levelized_usd_per_mtok.0))),
            payback.unwrap_or_else(|| ABSENT.into()),
        ]
    };
    Grid {
        header: header.map(String::from).to_vec(),
        rows: options.iter().map(row).collect(),
        numbers_from: 1,
        tones: Tones::Rows(options.iter().map(|option| tone(report, option)).collect()),
    }
}

fn of_impossible(options: &[&OptionReport]) -> Grid {
    let row = |option: &&OptionReport| {
        let name =
            std::iter::once(rows::kind(option)).chain(option.label.iter().map(|line| &**line));
        vec![name.collect::<Vec<_>>().join(", "), why_not(option)]
    };
    Grid {
        header: vec!["ruled out".into(), "because".into()],
        rows: options.iter().map(row).collect(),
        numbers_from: 2,
        tones: Tones::Rows(vec![Tone::Faint; options.len()]),
    }
}
