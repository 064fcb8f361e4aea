//! Fields of `[api]`.

pub use super::shared_fields::OUTPUT_FACTOR;
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
        SELLER = may(
            "seller",
            Kind::Word(crate::stale::SELLERS),
            "\"host\"",
            "Whether who bills made the model, hosts it for others, or passes requests on to hosts: how long \
             a price may be taken for today's hangs on it. Without it `first-party`.",
        ),
        MODEL =
            must("model", Kind::Text, "\"claude-haiku-5-5\"", "What the provider calls the model."),
        ALIASES,
        TIER,
        INDEX,
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
        CACHE_WRITE_1H_USD_PER_MTOK = may(
            "cache_write_1h_usd_per_mtok",
            Kind::TokenPrice,
            "0.2",
            "The same for what is to stay for an hour; without it as for what stays for minutes.",
        ),
        WINDOWS = may(
            "windows",
            Kind::Tables(windows::ALL),
            "[{ days = [\"mon\", \"tue\"], from_hour_utc = 1, to_hour_utc = 4, input_usd_per_mtok = 0.30, output_usd_per_mtok = 1.20 }]",
            "Prices that replace the ones above in some hours of the week, weighted with the load; a \
             cliff and a change stay as they are.",
        ),
        OUTPUT_FACTOR,
        SERVICE_TIERS = may(
            "service_tiers",
            Kind::Tables(service_tiers::ALL),
            "[{ name = \"flex\", price_factor = 0.5 }, { name = \"priority\", price_factor = 1.8 }]",
            "What all prices are multiplied with when `--service-tier` asks for it.",
        ),
        USD_PER_1K_REQUESTS = may(
            "usd_per_1k_requests",
            Kind::Number(USD),
            "5",
            "Price of a thousand requests, beside their tokens.",
        ),
        USD_PER_1K_CALLS = may(
            "usd_per_1k_calls",
            Kind::Number(USD),
            "10",
            "Price of a thousand calls of its tools, as search; how many there are the workload says.",
        ),
        FREE_TOKENS_PER_DAY = may(
            "free_tokens_per_day",
            Kind::Number(from(0.0, 1e15)),
            "1_000_000",
            "Tokens of all classes that cost nothing, each day; what is left of them is lost.",
        ),
        FREE_USD_PER_MONTH = may(
            "free_usd_per_month",
            Kind::Number(USD),
            "5",
            "Part of the bill that is not paid, each month, before fee and tax.",
        ),
        MINIMUM_USD_PER_MONTH = may(
            "minimum_usd_per_month",
            Kind::Number(USD),
            "20",
            "What is paid at least, each month, before fee and tax.",
        ),
        MIGRATION_USD = may(
            "migration_usd",
            Kind::Number(USD),
            "2000",
            "What it takes once to leave it, where it is the stated baseline; `--migration` replaces it.",
        ),
        FEE_PERCENT = may(
            "fee_percent",
            Kind::Number(from(0.0, 1_000.0)),
            "5.5",
            "What comes on top of the bill, as a fee on credits.",
        ),
        TAX_PERCENT = may(
            "tax_percent",
            Kind::Number(from(0.0, 1_000.0)),
            "19",
            "Tax on the bill and the fee.",
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
        RETIRES = may(
            "retires",
            Kind::Date,
            "2026-12-11",
            "The last day on which it answers: it is no option for a horizon that ends later.",
        ),
        REPLACED_BY = may(
            "replaced_by",
            Kind::Name,
            "\"gpt-6-luna\"",
            "What its provider puts in its place.",
        ),
        TRAINS_ON_DATA = may(
            "trains_on_data",
            Kind::Flag,
            "true",
            "Models are trained on what is sent to it: an option only with `--allow-training`.",
        ),
        MAX_PROMPT_TOKENS = may(
            "max_prompt_tokens",
            Kind::Whole(TOKENS),
            "272_000",
            "Longest prompt, where that is less than the context.",
        ),
        TOKENS_PER_MINUTE_LIMIT = may(
            "tokens_per_minute_limit",
            Kind::Number(above(0.0, 1e15)),
            "2_000_000",
            "Tokens a minute that are granted: where the busiest hour needs more, the option hangs on more being granted.",
        ),
        REQUESTS_PER_MINUTE_LIMIT = may(
            "requests_per_minute_limit",
            Kind::Number(above(0.0, 1e12)),
            "100",
            "The same in requests.",
        ),
        LIMIT_FIXED = may(
            "limit_fixed",
            Kind::Flag,
            "true",
            "These limits are never raised: what exceeds them goes to another API.",
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

/// Fields of an entry of `service_tiers`.
pub mod service_tiers {
    use super::*;

    fields!(
        ALL,
        [
            NAME = must("name", Kind::Name, "\"flex\"", "What it is called."),
            PRICE_FACTOR = must(
                "price_factor",
                Kind::Number(above(0.0, 100.0)),
                "0.5",
                "Its prices over the usual ones.",
            ),
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
