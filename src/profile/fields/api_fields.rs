//! Fields of `[api]`.

use super::shared_fields::*;

pub const INPUT_USD_PER_MTOK: Field =
    must("input_usd_per_mtok", Kind::TokenPrice, "0.10", "Price of a million input tokens.");
pub const CACHED_INPUT_USD_PER_MTOK: Field = may(
    "cached_input_usd_per_mtok",
    Kind::TokenPrice,
    "0.01",
    "Price of a million cached input tokens; without it they are billed as input.",
);
pub const OUTPUT_USD_PER_MTOK: Field =
    must("output_usd_per_mtok", Kind::TokenPrice, "0.50", "Price of a million output tokens.");

fields!(
    ALL,
    [
        PROVIDER = must("provider", Kind::Text, "\"anthropic\"", "Who bills."),
        MODEL =
            must("model", Kind::Text, "\"claude-haiku-5-5\"", "What the provider calls the model."),
        TIER,
        TIER_BASIS =
            may("tier_basis", Kind::Text, "\"index 43.0, 2026-10-08\"", "Why it is in that tier."),
        SERVES = may(
            "serves",
            Kind::Name,
            "\"qwen3.8-27b\"",
            "The open-weight model profile it serves, which makes it that model's hosted twin.",
        ),
        MODALITIES = may(
            "modalities",
            Kind::Words(crate::model::MODALITIES),
            "[\"text\", \"image\"]",
            "Kinds of input accepted."
        ),
        CONTEXT_TOKENS =
            may("context_tokens", Kind::Whole(TOKENS), "1_000_000", "Longest prompt plus output."),
        MAX_OUTPUT_TOKENS =
            may("max_output_tokens", Kind::Whole(TOKENS), "128_000", "Longest output."),
        INPUT_USD_PER_MTOK,
        CACHED_INPUT_USD_PER_MTOK,
        OUTPUT_USD_PER_MTOK,
        CACHE_WRITE_USD_PER_MTOK = may(
            "cache_write_usd_per_mtok",
            Kind::TokenPrice,
            "0.125",
            "Price of a million input tokens that are written to a cache: of the fresh input as much \
             as is read from it. Above a cliff and after a change it keeps its ratio to the input price.",
        ),
        WINDOWS = may(
            "windows",
            Kind::Tables(windows::ALL),
            "[{ days = [\"mon\", \"tue\"], from_hour_utc = 1, to_hour_utc = 4, input_usd_per_mtok = 0.30, output_usd_per_mtok = 1.20 }]",
            "Prices that replace the ones above in some hours of the week, weighted with the load; a \
             cliff and a change stay as they are.",
        ),
        FEE_PERCENT = may(
            "fee_percent",
            Kind::Number(from(0.0, 1_000.0)),
            "5.5",
            "What comes on top of the bill: a fee on credits, a tax.",
        ),
        BATCH_DISCOUNT = may(
            "batch_discount",
            Kind::Number(FRACTION),
            "0.5",
            "Share off all prices in batch mode."
        ),
        LONG_CONTEXT = may(
            "long_context",
            Kind::Tables(long_context::ALL),
            "[{ above_prompt_tokens = 100_000, input_usd_per_mtok = 0.50, output_usd_per_mtok = 2.50 }]",
            "Prices of every token of a request whose prompt is longer than the threshold.",
        ),
        SCHEDULED = may(
            "scheduled",
            Kind::Tables(scheduled::ALL),
            "[{ from = 2027-01-01, input_usd_per_mtok = 0.20, output_usd_per_mtok = 1.0 }]",
            "Prices that replace the ones above from a date on.",
        ),
        FREE = may("free", Kind::Flag, "true", "Allows prices of zero: it really costs nothing."),
        TOKENS_FACTOR = may(
            "tokens_factor",
            Kind::Number(TOKENIZER),
            "1.3",
            "Tokens billed per token of the workload (another tokenizer, more words).",
        ),
        TIME_TO_FIRST_TOKEN_SECONDS = may(
            "time_to_first_token_seconds",
            Kind::Range(from(0.0, 10_000.0)),
            "0.6",
            "Wait for the first token.",
        ),
        DECODE_TOKENS_PER_SECOND = may(
            "decode_tokens_per_second",
            Kind::Range(RATE),
            "80",
            "Speed of one stream after the first token.",
        ),
        AS_OF,
        SOURCE,
        BASIS,
        NOTES,
    ]
);

/// Fields of an entry of `long_context`.
pub mod long_context {
    use super::*;

    fields!(
        ALL,
        [
            ABOVE_PROMPT_TOKENS = must(
                "above_prompt_tokens",
                Kind::Whole(TOKENS),
                "100_000",
                "Longest prompt, cached tokens included, at the ordinary prices.",
            ),
            INPUT_USD_PER_MTOK,
            CACHED_INPUT_USD_PER_MTOK,
            OUTPUT_USD_PER_MTOK,
        ]
    );
}

/// Fields of an entry of `scheduled`.
pub mod scheduled {
    use super::*;

    fields!(
        ALL,
        [
            FROM = must("from", Kind::Date, "2027-01-01", "The first day of these prices."),
            INPUT_USD_PER_MTOK,
            CACHED_INPUT_USD_PER_MTOK,
            OUTPUT_USD_PER_MTOK,
        ]
    );
}

/// Fields of an entry of `windows`.
pub mod windows {
    use super::*;

    /// Days of the week.
    pub const DAYS_OF_WEEK: &[&str] = &["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    fields!(
        ALL,
        [
            DAYS = may(
                "days",
                Kind::Words(DAYS_OF_WEEK),
                "[\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"]",
                "The days, in UTC; without them, every day.",
            ),
            FROM_HOUR_UTC =
                must("from_hour_utc", Kind::Whole(from(0.0, 23.0)), "1", "The first hour."),
            TO_HOUR_UTC = must(
                "to_hour_utc",
                Kind::Whole(from(1.0, 24.0)),
                "4",
                "The hour at which it ends."
            ),
            INPUT_USD_PER_MTOK,
            CACHED_INPUT_USD_PER_MTOK,
            OUTPUT_USD_PER_MTOK,
        ]
    );
}
