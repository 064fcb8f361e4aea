//! What may be written in `breakeven.toml`: every key, its kind, unit and meaning, exactly once.

use crate::profile::schema::{Field, Kind, above, from};

const fn may(key: &'static str, kind: Kind, example: &'static str, doc: &'static str) -> Field {
    Field { key, kind, required: false, doc, example }
}

const PERCENT: Kind = Kind::Number(from(0.0, 100.0));
const TIERS: &[&str] = &["small", "mid", "frontier"];

const REQUIREMENTS: &[&str] =
    &["privacy", "own-tenancy", "offline", "control", "no-ops", "current"];
const NEEDS: &[&str] = &["image", "audio", "video", "pdf"];

/// Kinds of verdict that a check can ask for.
pub const VERDICTS: &[&str] = &["api", "local", "rent", "hybrid", "unchanged"];
/// How much a failed check matters.
pub const SEVERITIES: &[&str] = &["error", "warn"];

/// Keys of the file that are not tables.
pub const ROOT: &[Field] = &[may(
    "profiles",
    Kind::Texts,
    "[\"profiles\"]",
    "Files and folders with profiles of your own, from the folder of this file.",
)];

/// Fields of `[workload]` in `breakeven.toml`: the flags of the command line.
pub const WORKLOAD: &[Field] = &[
    may("workload", Kind::Name, "\"chat\"", "A workload profile that gives what is not said here."),
    may("volume", Kind::Text, "\"5M/day\"", "Input plus output tokens."),
    may("mix", Kind::Text, "\"3:1\"", "Input to output."),
    may("input", Kind::Text, "\"4M/day\"", "Input tokens, with `output`, instead of `volume`."),
    may("output", Kind::Text, "\"1M/day\"", "Output tokens, with `input`."),
    may("requests", Kind::Text, "\"10k/day\"", "Requests instead of tokens."),
    may("cached_percent", PERCENT, "60", "Share of the input that a prompt cache already holds."),
    may("request", Kind::Text, "\"1500+500\"", "Prompt and output tokens of a typical request."),
    may("load", Kind::Name, "\"office\"", "Spread over the week."),
    may("peak_factor", Kind::Number(from(1.0, 168.0)), "3", "Busiest hour over the mean hour."),
    may("batch_percent", PERCENT, "20", "Share of the tokens that can wait for a batch price."),
    may(
        "growth_percent_per_year",
        Kind::Number(above(-100.0, 10_000.0)),
        "50",
        "Growth of the volume.",
    ),
    may("api", Kind::Texts, "[\"claude-haiku-5.5\"]", "Only these APIs."),
    may("hardware", Kind::Texts, "[\"rtx-3090\"]", "Only these machines."),
    may("model", Kind::Texts, "[\"qwen3.6-27b\"]", "Only these open-weight models."),
    may("quantization", Kind::Texts, "[\"q4_k_m\"]", "Only these quantizations."),
    may("engine", Kind::Texts, "[\"llama.cpp\"]", "Only these inference engines."),
    may("machines", Kind::Whole(from(1.0, 1_000_000.0)), "2", "Size of the fleet."),
    may("owned", Kind::Flag, "true", "The hardware is there already."),
    may("baseline", Kind::Name, "\"gpt-5-mini\"", "The API that payback is measured against."),
    may("tier", Kind::Word(TIERS), "\"mid\"", "The least a model must be able to do."),
    may(
        "min_tokens_per_second",
        Kind::Number(from(0.0, 1e6)),
        "10",
        "Slowest stream accepted of machines.",
    ),
    may(
        "require",
        Kind::Words(REQUIREMENTS),
        "[\"privacy\"]",
        "What an option must be able to do.",
    ),
    may("needs", Kind::Words(NEEDS), "[\"image\"]", "Kinds of input, besides text."),
    may(
        "context_tokens",
        Kind::Whole(from(1.0, 1e8)),
        "32000",
        "Tokens that the context must hold.",
    ),
    may(
        "max_wait_seconds",
        Kind::Number(above(0.0, 1e6)),
        "2",
        "Longest mean wait for the first token in the busiest hour.",
    ),
    may(
        "burst",
        Kind::Number(above(0.0, 1e6)),
        "5",
        "Serve this multiple of the mean demand without queueing.",
    ),
    may("hard_percent", PERCENT, "5", "Share of the tokens that needs the frontier tier."),
    may(
        "hard_length",
        Kind::Number(above(0.0, 1e6)),
        "3",
        "How many times longer a hard request is; `hard_percent` then counts requests.",
    ),
    may(
        "routing",
        Kind::Word(&["classifier", "cascade"]),
        "\"cascade\"",
        "How hard requests are found.",
    ),
    may(
        "router_usd_per_1k",
        Kind::Number(from(0.0, 1e6)),
        "0.10",
        "Price of finding them, per thousand requests.",
    ),
    may(
        "rent_price",
        Kind::Word(&["on-demand", "spot", "reserved"]),
        "\"spot\"",
        "Which rental price is paid.",
    ),
    may(
        "rent_mode",
        Kind::Word(&["always", "autoscale"]),
        "\"autoscale\"",
        "When rented machines are held.",
    ),
    may(
        "rent_min_machines",
        Kind::Number(from(0.0, 1e6)),
        "1",
        "Rented machines that are always held under autoscale.",
    ),
    may(
        "rent_start_minutes",
        Kind::Number(from(0.0, 1e6)),
        "10",
        "Minutes that a rented machine is paid before it serves.",
    ),
    may(
        "electricity_usd_per_kwh",
        Kind::Number(from(0.0, 10.0)),
        "0.15",
        "Price of a kilowatt-hour.",
    ),
    may(
        "horizon_months",
        Kind::Whole(from(1.0, 600.0)),
        "36",
        "Months over which options are compared.",
    ),
    may(
        "headroom_percent",
        Kind::Number(above(0.0, 100.0)),
        "80",
        "Highest utilization a machine is planned for.",
    ),
    may(
        "ops_hours_per_month",
        Kind::Number(from(0.0, 100_000.0)),
        "4",
        "Somebody's hours for the whole fleet.",
    ),
    may("ops_usd_per_hour", Kind::Number(from(0.0, 10_000.0)), "60", "What such an hour costs."),
    may("pue", Kind::Number(from(1.0, 5.0)), "1.3", "Facility power over machine power."),
    may("resale_percent", PERCENT, "25", "Share of the purchase that machines fetch in the end."),
    may(
        "rent_overhead_percent",
        Kind::Number(from(0.0, 1_000.0)),
        "15",
        "What rent costs on top of its price.",
    ),
    may(
        "api_price_trend_percent_per_year",
        Kind::Number(above(-100.0, 10_000.0)),
        "-30",
        "Change of API prices.",
    ),
    may("api_price_floor_percent", PERCENT, "20", "API prices never fall below this share."),
    may("discount_percent_per_year", Kind::Number(from(0.0, 1_000.0)), "5", "Discount rate."),
];

/// Fields of `[check]`.
pub const CHECK: &[Field] = &[
    may("workload", Kind::Name, "\"chat\"", "The workload; without it the only one."),
    may("metric", Kind::Text, "\"api.monthly_usd\"", "The number, by its path."),
    may("max", Kind::Number(from(-1e12, 1e12)), "500", "The most it may be."),
    may("min", Kind::Number(from(-1e12, 1e12)), "0", "The least it must be."),
    may(
        "max_increase_percent",
        Kind::Number(from(0.0, 1e6)),
        "10",
        "How much more it may be than in the report of `--baseline`.",
    ),
    may(
        "verdict",
        Kind::Word(VERDICTS),
        "\"api\"",
        "Instead of a metric: what the verdict must be; `unchanged` is that of `--baseline`.",
    ),
    may("severity", Kind::Word(SEVERITIES), "\"warn\"", "Whether a failure fails the run."),
    may(
        "confidence",
        Kind::Number(above(0.0, 1.0)),
        "0.8",
        "It must hold in this share of draws from the ranges in the profiles.",
    ),
];

#[cfg(test)]
mod tests {
    use super::{NEEDS, REQUIREMENTS, TIERS};
    use crate::model::MODALITIES;
    use crate::requirement::Requirement;
    use crate::tier::Tier;

    #[test]
    fn words_are_those_of_the_nouns() {
        assert_eq!(TIERS, Tier::ALL.map(Tier::word));
        assert_eq!(REQUIREMENTS, Requirement::PLAIN.map(|requirement| requirement.word()));
        assert_eq!(NEEDS, &MODALITIES[1..]);
    }
}
