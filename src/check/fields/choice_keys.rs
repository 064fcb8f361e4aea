//! What may be written of what a `[workload]` may choose from, and what an option must be able to do.

use crate::assumptions::HostTenure;
use crate::model::MODALITIES;
use crate::profile::fields::TIERS;
use crate::profile::fields::fields;
use crate::profile::fields::shared_fields::{Field, Kind, PERCENT, above, from, may};
use crate::requirement::Requirement;

fields!(
    CHOICE,
    [
        API = may("api", Kind::Texts, "[\"claude-haiku-5.5\"]", "Only these APIs."),
        HARDWARE = may("hardware", Kind::Texts, "[\"rtx-3090\"]", "Only these machines."),
        MODEL = may("model", Kind::Texts, "[\"qwen3.6-27b\"]", "Only these open-weight models."),
        QUANTIZATION =
            may("quantization", Kind::Texts, "[\"q4_k_m\"]", "Only these quantizations."),
        ENGINE = may("engine", Kind::Texts, "[\"llama.cpp\"]", "Only these inference engines."),
        FEATURES = may(
            "features",
            Kind::Texts,
            "[\"mtp\", \"fp8-kv\"]",
            "Features of engines, on where they can be.",
        ),
        MACHINES = may("machines", Kind::Whole(from(1.0, 1_000_000.0)), "2", "Size of the fleet."),
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
        TIER = may("tier", Kind::Word(TIERS), "\"mid\"", "The least a model must be able to do."),
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
            Kind::Words(Requirement::WORDS),
            "[\"privacy\"]",
            "What an option must be able to do.",
        ),
        NEEDS = may(
            "needs",
            Kind::Words(MODALITIES.split_at(1).1),
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
        HARD_PERCENT =
            may("hard_percent", PERCENT, "5", "Share of the tokens that needs the frontier tier."),
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
    ]
);
