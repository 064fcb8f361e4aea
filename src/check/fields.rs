//! What may be written in `breakeven.toml`: every key, its kind, unit and meaning, exactly once.
#![expect(missing_docs, reason = "a field has its meaning in it, for people who write the file")]

use crate::assumptions::HostTenure;
use crate::profile::fields::fields;
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
pub const VERDICTS: &[&str] =
    &["api", "subscription", "local", "rent", "routed", "mixed", "unchanged"];
/// How much a failed check matters.
pub const SEVERITIES: &[&str] = &["error", "warn"];

/// Fields of `[workload]`.
pub const WORKLOAD: &[Field] = workload_keys::ALL;
/// Fields of `[check]`.
pub const CHECK: &[Field] = check_keys::ALL;

/// Fields of `[comment]`.
pub const COMMENT: &[Field] = comment_keys::ALL;

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

/// Fields of `[workload]` in `breakeven.toml`: the flags of the command line.
pub mod workload_keys {
    use super::*;

    fields!(
        ALL,
        [
            WORKLOAD = may(
                "workload",
                Kind::Name,
                "\"chat\"",
                "A workload profile that gives what is not said here."
            ),
            VOLUME = may("volume", Kind::Text, "\"5M/day\"", "Input plus output tokens."),
            MIX = may("mix", Kind::Text, "\"3:1\"", "Input to output."),
            INPUT = may(
                "input",
                Kind::Text,
                "\"4M/day\"",
                "Input tokens, with `output`, instead of `volume`."
            ),
            OUTPUT = may("output", Kind::Text, "\"1M/day\"", "Output tokens, with `input`."),
            REQUESTS = may("requests", Kind::Text, "\"10k/day\"", "Requests instead of tokens."),
            CACHED_PERCENT = may(
                "cached_percent",
                PERCENT,
                "60",
                "Share of the input that a prompt cache already holds."
            ),
            WRITE_FACTOR = may(
                "write_factor",
                Kind::Number(from(0.0, 1e6)),
                "0.25",
                "Input tokens written to a cache for each one read from it; 1 when nothing is said.",
            ),
            CACHE_WRITE_1H_PERCENT = may(
                "cache_write_1h_percent",
                PERCENT,
                "40",
                "Share of what is written to a cache that is to stay there for an hour; 0 when nothing is said.",
            ),
            REQUEST = may(
                "request",
                Kind::Text,
                "\"1500+500\"",
                "Prompt and output tokens of a typical request."
            ),
            PROMPT_SPREAD = may(
                "prompt_spread",
                Kind::Number(from(0.0, 10.0)),
                "0.8",
                "Standard deviation of the logarithm of prompt lengths.",
            ),
            CALLS_PER_REQUEST = may(
                "calls_per_request",
                Kind::Number(from(0.0, 1e6)),
                "0.3",
                "Calls of an API's tools, as search, in one request.",
            ),
            SERVICE_TIER = may(
                "service_tier",
                Kind::Name,
                "\"flex\"",
                "Only APIs with this service tier, at its prices.",
            ),
            SUBSCRIPTION =
                may("subscription", Kind::Texts, "[\"copilot-pro\"]", "Also these subscriptions.",),
            USERS = may(
                "users",
                Kind::Whole(from(1.0, 1e6)),
                "5",
                "People who use it: with `workload` their requests are the volume where none is given, and each has a seat of a subscription.",
            ),
            USE = may(
                "use",
                Kind::Word(&["light", "typical", "heavy"]),
                "\"heavy\"",
                "How much each of `users` uses it, where no volume is given.",
            ),
            ALLOW_TRAINING = may(
                "allow_training",
                Kind::Flag,
                "true",
                "Also APIs that train models on what is sent to them.",
            ),
            LOAD = may("load", Kind::Name, "\"office\"", "Spread over the week."),
            PEAK_FACTOR = may(
                "peak_factor",
                Kind::Number(from(1.0, 168.0)),
                "3",
                "Busiest hour over the mean hour."
            ),
            BATCH_PERCENT = may(
                "batch_percent",
                PERCENT,
                "20",
                "Share of the tokens that can wait for a quiet hour of their day or a batch price."
            ),
            GROWTH_PERCENT_PER_YEAR = may(
                "growth_percent_per_year",
                Kind::Number(above(-100.0, 10_000.0)),
                "50",
                "Growth of the volume.",
            ),
            API = may("api", Kind::Texts, "[\"claude-haiku-5.5\"]", "Only these APIs."),
            HARDWARE = may("hardware", Kind::Texts, "[\"rtx-3090\"]", "Only these machines."),
            MODEL =
                may("model", Kind::Texts, "[\"qwen3.6-27b\"]", "Only these open-weight models."),
            QUANTIZATION =
                may("quantization", Kind::Texts, "[\"q4_k_m\"]", "Only these quantizations."),
            ENGINE = may("engine", Kind::Texts, "[\"llama.cpp\"]", "Only these inference engines."),
            FEATURES = may(
                "features",
                Kind::Texts,
                "[\"mtp\", \"fp8-kv\"]",
                "Features of engines, on where they can be.",
            ),
            MACHINES =
                may("machines", Kind::Whole(from(1.0, 1_000_000.0)), "2", "Size of the fleet."),
            SPARE_MACHINES = may(
                "spare_machines",
                Kind::Number(from(0.0, 65_535.0)),
                "1",
                "Machines on and idle beyond what demand needs.",
            ),
            OWNED = may("owned", Kind::Flag, "true", "The hardware is there already."),
            HOST = may(
                "host",
                Kind::Word(HostTenure::WORDS),
                "\"owned\"",
                "Whose the computer around a card is.",
            ),
            SLEEP_WATTS = may(
                "sleep_watts",
                Kind::Number(from(0.0, 1e6)),
                "5",
                "Power of a machine that sleeps between requests.",
            ),
            SLEEP_AFTER_SECONDS = may(
                "sleep_after_seconds",
                Kind::Number(from(0.0, 86_400.0)),
                "300",
                "With `sleep_watts`: it falls asleep so long after its last request.",
            ),
            BASELINE = may(
                "baseline",
                Kind::Name,
                "\"gpt-5-mini\"",
                "The API that payback is measured against."
            ),
            TIER = may(
                "tier",
                Kind::Word(crate::check::fields::TIERS),
                "\"mid\"",
                "The least a model must be able to do."
            ),
            MIN_INDEX = may(
                "min_index",
                Kind::Number(from(0.0, 100.0)),
                "30",
                "The least number on the index that tiers are drawn from.",
            ),
            MIN_TOKENS_PER_SECOND = may(
                "min_tokens_per_second",
                Kind::Number(from(0.0, 1e6)),
                "10",
                "Slowest stream accepted of machines.",
            ),
            REQUIRE = may(
                "require",
                Kind::Words(REQUIREMENTS),
                "[\"privacy\"]",
                "What an option must be able to do.",
            ),
            NEEDS = may(
                "needs",
                Kind::Words(crate::check::fields::NEEDS),
                "[\"image\"]",
                "Kinds of input, besides text."
            ),
            CONTEXT_TOKENS = may(
                "context_tokens",
                Kind::Whole(from(1.0, 1e8)),
                "32000",
                "Tokens that the context must hold.",
            ),
            MAX_WAIT_SECONDS = may(
                "max_wait_seconds",
                Kind::Number(above(0.0, 1e6)),
                "2",
                "Longest mean wait for the first token in the busiest hour.",
            ),
            BURST = may(
                "burst",
                Kind::Number(above(0.0, 1e6)),
                "5",
                "Serve this multiple of the mean demand without queueing.",
            ),
            HARD_PERCENT = may(
                "hard_percent",
                PERCENT,
                "5",
                "Share of the tokens that needs the frontier tier."
            ),
            HARD_LENGTH = may(
                "hard_length",
                Kind::Number(above(0.0, 1e6)),
                "3",
                "How many times longer a hard request is; `hard_percent` then counts requests.",
            ),
            ROUTING = may(
                "routing",
                Kind::Word(&["classifier", "cascade"]),
                "\"cascade\"",
                "How hard requests are found.",
            ),
            ROUTER_USD_PER_1K = may(
                "router_usd_per_1k",
                Kind::Number(from(0.0, 1e6)),
                "0.10",
                "Price of finding them, per thousand requests.",
            ),
            RENT_PRICE = may(
                "rent_price",
                Kind::Word(&["on-demand", "spot", "reserved", "serverless", "any"]),
                "\"spot\"",
                "Which rental price is paid.",
            ),
            RENT_MODE = may(
                "rent_mode",
                Kind::Word(&["always", "autoscale"]),
                "\"autoscale\"",
                "When rented machines are held.",
            ),
            RENT_MIN_MACHINES = may(
                "rent_min_machines",
                Kind::Number(from(0.0, 1e6)),
                "1",
                "Rented machines that are always held under autoscale.",
            ),
            RENT_START_MINUTES = may(
                "rent_start_minutes",
                Kind::Number(from(0.0, 1e6)),
                "10",
                "Minutes that a rented machine is paid before it serves.",
            ),
            ELECTRICITY_USD_PER_KWH = may(
                "electricity_usd_per_kwh",
                Kind::Number(from(0.0, 10.0)),
                "0.15",
                "Price of a kilowatt-hour.",
            ),
            COUNTRY = may(
                "country",
                Kind::Name,
                "\"de\"",
                "Electricity of a country or a state of the US, instead of a price.",
            ),
            PLACE = may(
                "place",
                Kind::Word(&["home", "rack"]),
                "\"rack\"",
                "Where machines stand; unless said, their load decides.",
            ),
            HORIZON_MONTHS = may(
                "horizon_months",
                Kind::Whole(from(1.0, 600.0)),
                "36",
                "Months over which options are compared.",
            ),
            HEADROOM_PERCENT = may(
                "headroom_percent",
                Kind::Number(above(0.0, 100.0)),
                "80",
                "Highest utilization a machine is planned for.",
            ),
            OPS_HOURS_PER_MONTH = may(
                "ops_hours_per_month",
                Kind::Number(from(0.0, 100_000.0)),
                "4",
                "Somebody's hours for the whole fleet.",
            ),
            OPS_USD_PER_HOUR = may(
                "ops_usd_per_hour",
                Kind::Number(from(0.0, 10_000.0)),
                "60",
                "What such an hour costs."
            ),
            PUE = may(
                "pue",
                Kind::Number(from(1.0, 5.0)),
                "1.3",
                "Facility power over machine power."
            ),
            RESALE_PERCENT = may(
                "resale_percent",
                PERCENT,
                "25",
                "Share of the purchase that machines fetch in the end."
            ),
            RENT_OVERHEAD_PERCENT = may(
                "rent_overhead_percent",
                Kind::Number(from(0.0, 1_000.0)),
                "15",
                "What rent costs on top of its price.",
            ),
            API_PRICE_TREND_PERCENT_PER_YEAR = may(
                "api_price_trend_percent_per_year",
                Kind::Number(above(-100.0, 10_000.0)),
                "-30",
                "Change of API prices.",
            ),
            API_PRICE_FLOOR_PERCENT = may(
                "api_price_floor_percent",
                PERCENT,
                "20",
                "API prices never fall below this share."
            ),
            RENT_TREND_PERCENT_PER_YEAR = may(
                "rent_trend_percent_per_year",
                Kind::Number(above(-100.0, 10_000.0)),
                "-20",
                "Change of rents.",
            ),
            HARDWARE_TREND_PERCENT_PER_YEAR = may(
                "hardware_trend_percent_per_year",
                Kind::Number(above(-100.0, 10_000.0)),
                "-15",
                "Change of the prices of machines, for those bought later.",
            ),
            SETUP_USD = may(
                "setup_usd",
                Kind::Number(from(0.0, 1e9)),
                "500",
                "Paid once to set machines up.",
            ),
            SETUP_HOURS = may(
                "setup_hours",
                Kind::Number(from(0.0, 1e6)),
                "16",
                "Somebody's hours to set machines up, once.",
            ),
            MIGRATION_USD = may(
                "migration_usd",
                Kind::Number(from(0.0, 1e9)),
                "2000",
                "Paid once for leaving a stated baseline.",
            ),
            DISCOUNT_PERCENT_PER_YEAR = may(
                "discount_percent_per_year",
                Kind::Number(from(0.0, 1_000.0)),
                "5",
                "Discount rate."
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
