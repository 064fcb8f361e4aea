//! Verdicts from 100k to 5B tokens a day in every tier: the table of `docs/volumes.md`.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;

use breakeven::cli::command_line::Cli;
use breakeven::cli::resolve::scenario;
use breakeven::date::Date;
use breakeven::profile::catalog::Catalog;
use breakeven::report::{OptionReport, Report};
use clap::Parser as _;

use crate::support::golden;
use crate::support::question::costs_of;

const VOLUMES: [&str; 15] = [
    "100k", "200k", "500k", "1M", "2M", "5M", "10M", "20M", "50M", "100M", "200M", "500M", "1B",
    "2B", "5B",
];
const TIERS: [&str; 3] = ["small", "mid", "frontier"];

fn answer(catalog: &Catalog, volume: &str, tier: &str) -> Report {
    let words = ["breakeven", "--volume", &format!("{volume}/day"), "--tier", tier];
    let compare = Cli::try_parse_from(words.map(String::from)).unwrap().compare;
    costs_of(&scenario(&compare, catalog, Date::new(2026, 11, 23).unwrap()).unwrap())
}

fn row(volume: &str, tier: &str, report: &Report) -> String {
    let verdict = &report.verdict;
    let winner = winner(report);
    let label = winner.label.first().cloned().unwrap_or_default();
    let with = winner.label.get(1).filter(|_| winner.units.is_some());
    let with = with.map_or_else(String::new, |model| format!(", {model}"));
    let sure = verdict.confidence.as_ref().unwrap().won_share.0 * 100.0;
    let toss_up = if verdict.toss_up.is_some() { ", a toss-up" } else { "" };
    let total = winner.costs.as_ref().unwrap().horizon_usd.0;
    format!(
        "| {volume}/day | {tier} | {}: {label}{with} | ${total:.0} | {} | {sure:.0} %{toss_up} |\n",
        winner.kind, verdict.decided_by.constraint
    )
}

fn winner(report: &Report) -> &OptionReport {
    let id = report.verdict.option.as_deref().unwrap();
    report.options.iter().find(|option| option.id == id).unwrap()
}

#[test]
fn the_table_of_volumes_and_tiers_is_what_the_program_says() {
    let catalog = Catalog::with(Vec::new()).map_err(|problems| problems[0].to_string()).unwrap();
    let mut table = String::from(
        "# Verdicts by volume and tier\n\nWhat `breakeven --volume V --tier T --today 2026-11-23` \
         says with the shipped profiles and nothing else stated; a test writes this table. Prices \
         move: run it.\n\n| volume | tier | verdict | total, 36 months | decided by | cheapest in |\n\
         | --- | --- | --- | ---: | --- | --- |\n",
    );
    for volume in VOLUMES {
        for tier in TIERS {
            let report = answer(&catalog, volume, tier);
            table.push_str(&row(volume, tier, &report));
            // Nobody is told to buy a hall of used cards.
            let winner = winner(&report);
            let machines = winner.units.map_or(0.0, |units| units.0);
            assert!(machines <= 16.0, "{volume} {tier}: {machines} x {}", winner.id);
            // A miss that nobody named never costs many times the verdict.
            let best = winner.costs.as_ref().unwrap().horizon_usd.0;
            for miss in report.options.iter().filter(|option| !option.meets_requirements) {
                let cost = miss.costs.as_ref().map_or(0.0, |costs| costs.horizon_usd.0);
                assert!(cost <= best * 20.0, "{volume} {tier}: {} for {cost}", miss.id);
            }
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/volumes.md");
    golden::hold(&path, &table);
}
