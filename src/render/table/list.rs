//! Many options below each other: a row each with the numbers that matter most, and below them
//! those that are ruled out, with the reason.

use super::super::rows::{ABSENT, heading, payback, why_not};
use super::emphasis::tone;
use super::grid::{Grid, Tones};
use super::page::{Page, Tone};
use crate::figure::{dollars, per_mtok};
use crate::report::{CostsReport, OptionReport, Report};
use crate::units::UsdPerMtok;

/// Draws the options as rows, or says `false` when they do not fit.
pub fn draw(report: &Report, page: &mut Page) -> bool {
    let (possible, impossible): (Vec<_>, Vec<_>) =
        report.options.iter().partition(|option| option.meets_requirements);
    if !possible.is_empty() && !of_possible(report, &possible).draw(page) {
        return false;
    }
    if !impossible.is_empty() {
        page.blank();
        of_impossible(&impossible).draw(page);
    }
    true
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
        let name = heading(option).join(", ").replacen(", ruled out", "", 1);
        vec![name, why_not(option)]
    };
    Grid {
        header: vec!["ruled out".into(), "because".into()],
        rows: options.iter().map(row).collect(),
        numbers_from: 2,
        tones: Tones::Rows(vec![Tone::Faint; options.len()]),
    }
}
