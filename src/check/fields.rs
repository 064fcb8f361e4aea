//! What may be written in `breakeven.toml`: every key, its kind, unit and meaning, exactly once.
#![expect(missing_docs, reason = "a field has its meaning in it, for people who write the file")]

mod choice_keys;
mod demand_keys;
mod money_keys;
pub mod workload_keys;

use crate::profile::fields::fields;
use crate::profile::fields::shared_fields::{Field, Kind, above, from, may};
use workload_keys::{CHOICE, DEMAND, MONEY};

/// Kinds of verdict that a check can ask for.
pub const VERDICTS: &[&str] =
    &["api", "subscription", "local", "rent", "routed", "mixed", "unchanged"];
/// How much a failed check matters.
pub const SEVERITIES: &[&str] = &["error", "warn"];

/// Fields of `[workload]`: the flags of the command line.
pub const WORKLOAD: &[Field] = &joined::<KEYS>(&[DEMAND, CHOICE, MONEY]);
const KEYS: usize = DEMAND.len() + CHOICE.len() + MONEY.len();
/// Fields of `[check]`.
pub const CHECK: &[Field] = check_keys::ALL;

/// Fields of `[comment]`.
pub const COMMENT: &[Field] = comment_keys::ALL;

/// Tables below each other, which are so many fields together.
const fn joined<const N: usize>(tables: &[&[Field]]) -> [Field; N] {
    let mut all = [tables[0][0]; N];
    let (mut table, mut field, mut at) = (0, 0, 0);
    while table < tables.len() {
        if field < tables[table].len() {
            all[at] = tables[table][field];
            (field, at) = (field + 1, at + 1);
        } else {
            (table, field) = (table + 1, 0);
        }
    }
    all
}

/// The size of a change.
const SIZE: Kind = Kind::Number(from(0.0, 1e12));

// Keys of the file that are not tables with names.
fields!(
    ROOT,
    [
        PROFILES = may(
            "profiles",
            Kind::Texts,
            "[\"profiles\"]",
            "Files and folders with profiles of your own, below the folder of this file.",
        ),
        COMMENT_TABLE = may(
            "comment",
            Kind::Table(COMMENT),
            "{ min_change_usd = 5 }",
            "What counts as a change that `--only-changes` speaks of.",
        ),
    ]
);

/// Fields of `[comment]`.
pub mod comment_keys {
    use super::*;

    fields!(
        ALL,
        [
            MIN_CHANGE_USD = may(
                "min_change_usd",
                SIZE,
                "5",
                "The first month of the verdict moved by this much, US dollars a month; 1 when nothing is said.",
            ),
            MIN_CHANGE_PERCENT = may(
                "min_change_percent",
                Kind::Number(from(0.0, 1e6)),
                "2",
                "Or by this share of what it was.",
            ),
        ]
    );
}

/// Fields of `[check]`.
pub mod check_keys {
    use super::*;

    fields!(
        ALL,
        [
            WORKLOAD =
                may("workload", Kind::Name, "\"chat\"", "The workload; without it the only one."),
            METRIC = may("metric", Kind::Text, "\"api.monthly_usd\"", "The number, by its path."),
            MAX = may("max", Kind::Number(from(-1e12, 1e12)), "500", "The most it may be."),
            MIN = may("min", Kind::Number(from(-1e12, 1e12)), "0", "The least it must be."),
            MAX_INCREASE_PERCENT = may(
                "max_increase_percent",
                Kind::Number(from(0.0, 1e6)),
                "10",
                "How much more it may be than in the report of `--baseline`, percent.",
            ),
            MAX_INCREASE = may("max_increase", SIZE, "5", "The same in the unit of the metric."),
            MAX_INCREASE_USD =
                may("max_increase_usd", SIZE, "1000", "The same, for a metric in dollars."),
            MAX_DECREASE_PERCENT = may(
                "max_decrease_percent",
                Kind::Number(from(0.0, 100.0)),
                "50",
                "How much less it may be than in the report of `--baseline`, percent.",
            ),
            MAX_DECREASE = may("max_decrease", SIZE, "5", "The same in the unit of the metric."),
            MAX_DECREASE_USD =
                may("max_decrease_usd", SIZE, "1000", "The same, for a metric in dollars."),
            MIN_SAVING_USD = may(
                "min_saving_usd",
                SIZE,
                "200",
                "How much less it must be than in the report of `--baseline`: what a change promises to save.",
            ),
            VERDICT = may(
                "verdict",
                Kind::Word(VERDICTS),
                "\"api\"",
                "Instead of a metric: what the verdict must be; `unchanged` is that of `--baseline`.",
            ),
            REASON = may(
                "reason",
                Kind::Text,
                "\"nobody here runs machines\"",
                "With `verdict`: why it was decided so.",
            ),
            AS_OF = may(
                "as_of",
                Kind::Date,
                "2026-11-20",
                "With `verdict`: the day of the decision, today at the latest. When it no longer holds, what is newer is said.",
            ),
            SEVERITY = may(
                "severity",
                Kind::Word(SEVERITIES),
                "\"warn\"",
                "Whether a failure fails the run."
            ),
            CONFIDENCE = may(
                "confidence",
                Kind::Number(above(0.0, 1.0)),
                "0.8",
                "It must hold in this share of draws from the ranges in the profiles.",
            ),
        ]
    );
}
