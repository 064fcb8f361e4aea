//! Fields of `[workload]`.

use super::shared_fields::*;
use crate::requirement::Requirement;

const VOLUME: Kind = Kind::Number(from(0.0, 1e18));

fields!(
    ALL,
    [
        ALIASES,
        PROMPT_TOKENS = may(
            "prompt_tokens",
            Kind::Number(TOKENS),
            "1500",
            "Tokens sent in one typical request, cached ones included; without it and `output_tokens` those of `[defaults]`.",
        ),
        OUTPUT_TOKENS =
            may("output_tokens", Kind::Number(TOKENS), "500", "Tokens received for it."),
        PROMPT_SPREAD = may(
            "prompt_spread",
            Kind::Number(from(0.0, 10.0)),
            "0.8",
            "Standard deviation of the logarithm of prompt lengths; without it that of `[defaults]`.",
        ),
        CACHED_PERCENT = may(
            "cached_percent",
            Kind::Number(from(0.0, 100.0)),
            "60",
            "Share of the input that a prompt cache already holds.",
        ),
        IDLE_SESSIONS = may(
            "idle_sessions_per_stream",
            Kind::Number(from(0.0, 1e6)),
            "3",
            "Sessions between two requests for each one in progress, whose prompts a machine of your own keeps in its \
             memory; 0 where all requests have the same cached prompt; without it that of `[defaults]`.",
        ),
        WRITE_FACTOR = may(
            "write_factor",
            Kind::Number(from(0.0, 1e6)),
            "0.25",
            "Input tokens written to a cache for each one read from it, as far as there is fresh input; \
             without it 1. With `cache_write_tokens_per_day` that counts instead.",
        ),
        CACHE_WRITE_1H_PERCENT = may(
            "cache_write_1h_percent",
            Kind::Number(from(0.0, 100.0)),
            "40",
            "Share of what is written to a cache that is to stay there for an hour; without it 0. With \
             `cache_write_1h_tokens_per_day` that counts instead.",
        ),
        BATCH_PERCENT = may(
            "batch_percent",
            Kind::Number(from(0.0, 100.0)),
            "100",
            "Share of the tokens that can wait for a quiet hour of their day or a batch price.",
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
            "The service tier that requests are sent to; without it the usual one.",
        ),
        LOAD =
            may("load", Kind::Name, "\"office\"", "The load profile; without it the default one."),
        TOKENS_PER_DAY = may(
            "tokens_per_day",
            Kind::Number(above(0.0, 1e18)),
            "5_000_000",
            "Volume; without it `--volume` or `--requests` gives it.",
        ),
        REQUESTS_PER_USER_PER_DAY = may(
            "requests_per_user_per_day",
            Kind::Range(above(0.0, 1e6)),
            "{ low = 2, typical = 3.6, high = 12 }",
            "Requests of one user, of all days: of light, typical and heavy use; with `--users`, instead of a volume.",
        ),
        FRESH_INPUT_TOKENS_PER_DAY = may(
            "fresh_input_tokens_per_day",
            VOLUME,
            "3_000_000",
            "Input that no cache held; with `output_tokens_per_day`, instead of `tokens_per_day`.",
        ),
        CACHED_READ_TOKENS_PER_DAY =
            may("cached_read_tokens_per_day", VOLUME, "1_000_000", "Input read from a cache."),
        CACHE_WRITE_TOKENS_PER_DAY = may(
            "cache_write_tokens_per_day",
            VOLUME,
            "250_000",
            "Input written to a cache, beside the fresh input.",
        ),
        CACHE_WRITE_1H_TOKENS_PER_DAY = may(
            "cache_write_1h_tokens_per_day",
            VOLUME,
            "100_000",
            "Of the input written to a cache what is to stay there for an hour.",
        ),
        OUTPUT_TOKENS_PER_DAY =
            may("output_tokens_per_day", VOLUME, "1_000_000", "Output, hidden reasoning included."),
        GROWTH_PERCENT_PER_YEAR = may(
            "growth_percent_per_year",
            Kind::Number(above(-100.0, 10_000.0)),
            "50",
            "Growth of the volume; without it `--growth` gives it.",
        ),
        REQUIRE = may(
            "require",
            Kind::Table(require::ALL),
            "{ words = [\"privacy\"], tier = \"mid\" }",
            "What an option must be able to do; a flag of the same name overrules it.",
        ),
        AS_OF,
        SOURCE,
        BASIS,
        NOTES,
    ]
);

/// Fields of `require`.
pub mod require {
    use super::*;

    fields!(
        ALL,
        [
            WORDS = may(
                "words",
                Kind::Words(Requirement::WORDS),
                "[\"privacy\", \"offline\"]",
                "Requirements that need no number, as in `--require`.",
            ),
            TIER = may(super::TIER.key, Kind::Word(TIERS), "\"frontier\"", "As `--tier`."),
            MIN_INDEX = may("min_index", Kind::Number(from(0.0, 100.0)), "30", "As `--min-index`."),
            NEEDS =
                may("needs", Kind::Words(crate::model::MODALITIES), "[\"image\"]", "As `--needs`."),
            CONTEXT_TOKENS =
                may("context_tokens", Kind::Whole(TOKENS), "128_000", "As `--context`."),
            MIN_TOKENS_PER_SECOND =
                may("min_tokens_per_second", Kind::Number(RATE), "30", "As `--min-speed`."),
            MAX_WAIT_SECONDS =
                may("max_wait_seconds", Kind::Number(above(0.0, 1e6)), "2", "As `--max-wait`."),
            BURST = may("burst", Kind::Number(above(0.0, 1e6)), "5", "As `--burst`."),
        ]
    );
}
