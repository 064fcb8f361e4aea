//! Fields of `[workload]`.

use super::shared_fields::*;
use crate::requirement::Requirement;

fields!(
    ALL,
    [
        PROMPT_TOKENS = must(
            "prompt_tokens",
            Kind::Whole(TOKENS),
            "1500",
            "Tokens sent in one typical request."
        ),
        OUTPUT_TOKENS =
            must("output_tokens", Kind::Whole(TOKENS), "500", "Tokens received for it."),
        CACHED_PERCENT = may(
            "cached_percent",
            Kind::Number(from(0.0, 100.0)),
            "60",
            "Share of the input that a prompt cache already holds.",
        ),
        BATCH_PERCENT = may(
            "batch_percent",
            Kind::Number(from(0.0, 100.0)),
            "100",
            "Share of the tokens that can wait for a batch price.",
        ),
        LOAD =
            may("load", Kind::Name, "\"office\"", "The load profile; without it the default one."),
        TOKENS_PER_DAY = may(
            "tokens_per_day",
            Kind::Number(above(0.0, 1e18)),
            "5_000_000",
            "Volume; without it `--volume` or `--requests` gives it.",
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
