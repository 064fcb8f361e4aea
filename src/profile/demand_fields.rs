//! The fields of what is asked: loads, workloads and what holds unless a flag says otherwise.

use super::fields::{AS_OF, BASIS, FRACTION, NOTES, RATE, SOURCE, TIERS, TOKENS, may, must};
use super::schema::{Field, Kind, above, from};
use crate::model::MODALITIES;
use crate::requirement::Requirement;

/// Fields of `[load]`.
pub const LOAD: &[Field] = &[
    must(
        "hours",
        Kind::Numbers(24, from(0.0, 1e6)),
        "[0, 0, 0, 0, 0, 0, 0, 1, 3, 5, 5, 5, 4, 5, 5, 5, 4, 2, 1, 0, 0, 0, 0, 0]",
        "Relative demand of the 24 hours of a weekday, from midnight.",
    ),
    must(
        "weekend_factor",
        Kind::Number(from(0.0, 1e6)),
        "0.3",
        "Demand of a weekend day relative to a weekday.",
    ),
    AS_OF,
    SOURCE,
    BASIS,
    NOTES,
];

/// Fields of `[workload]`.
pub const WORKLOAD: &[Field] = &[
    must("prompt_tokens", Kind::Whole(TOKENS), "1500", "Tokens sent in one typical request."),
    must("output_tokens", Kind::Whole(TOKENS), "500", "Tokens received for it."),
    may(
        "cached_percent",
        Kind::Number(from(0.0, 100.0)),
        "60",
        "Share of the input that a prompt cache already holds.",
    ),
    may(
        "batch_percent",
        Kind::Number(from(0.0, 100.0)),
        "100",
        "Share of the tokens that can wait for a batch price.",
    ),
    may("load", Kind::Name, "\"office\"", "The load profile; without it the default one."),
    may(
        "tokens_per_day",
        Kind::Number(above(0.0, 1e18)),
        "5_000_000",
        "Volume; without it `--volume` or `--requests` gives it.",
    ),
    may(
        "require",
        Kind::Table(REQUIRE),
        "{ words = [\"privacy\"], tier = \"mid\" }",
        "What an option must be able to do; a flag of the same name overrules it.",
    ),
    AS_OF,
    SOURCE,
    BASIS,
    NOTES,
];

const REQUIRE: &[Field] = &[
    may(
        "words",
        Kind::Words(Requirement::WORDS),
        "[\"privacy\", \"offline\"]",
        "Requirements that need no number, as in `--require`.",
    ),
    may("tier", Kind::Word(TIERS), "\"frontier\"", "As `--tier`."),
    may("needs", Kind::Words(MODALITIES), "[\"image\"]", "As `--needs`."),
    may("context_tokens", Kind::Whole(TOKENS), "128_000", "As `--context`."),
    may("min_tokens_per_second", Kind::Number(RATE), "30", "As `--min-speed`."),
    may("max_wait_seconds", Kind::Number(above(0.0, 1e6)), "2", "As `--max-wait`."),
    may("burst", Kind::Number(above(0.0, 1e6)), "5", "As `--burst`."),
];

/// Fields of `[defaults]`.
pub const DEFAULTS: &[Field] = &[
    must(
        "electricity_usd_per_kwh",
        Kind::Number(from(0.0, 10.0)),
        "0.1872",
        "Price of electricity.",
    ),
    must("pue", Kind::Number(from(1.0, 5.0)), "1.0", "Facility power over machine power."),
    must("horizon_months", Kind::Whole(from(1.0, 600.0)), "36", "Months of the comparison."),
    must(
        "headroom_percent",
        Kind::Number(from(1.0, 100.0)),
        "80",
        "The highest utilization a machine is planned for.",
    ),
    must(
        "ops_hours_per_month",
        Kind::Number(from(0.0, 100_000.0)),
        "0",
        "Somebody's time for the whole fleet.",
    ),
    must("ops_usd_per_hour", Kind::Number(from(0.0, 10_000.0)), "60", "What that time costs."),
    must(
        "rent_overhead_percent",
        Kind::Number(from(0.0, 1_000.0)),
        "0",
        "What rent costs on top of its price.",
    ),
    must("min_tokens_per_second", Kind::Number(from(0.0, 1e6)), "10", "Slowest stream accepted."),
    must("mix_input_share", Kind::Number(FRACTION), "0.75", "Share of the volume that is input."),
    must("prompt_tokens", Kind::Whole(TOKENS), "1500", "Prompt of a typical request."),
    must("output_tokens", Kind::Whole(TOKENS), "500", "Output of a typical request."),
    must("load", Kind::Name, "\"daytime\"", "The load profile."),
    must("tier", Kind::Word(TIERS), "\"mid\"", "The tier that an option must reach."),
    must(
        "stale_after_days",
        Kind::Whole(from(1.0, 100_000.0)),
        "90",
        "Prices older than this get a warning.",
    ),
    AS_OF,
    SOURCE,
    BASIS,
    NOTES,
];
