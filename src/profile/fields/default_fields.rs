//! Fields of `[defaults]`.

use super::shared_fields::*;

fields!(
    ALL,
    [
        ELECTRICITY_USD_PER_KWH = must(
            "electricity_usd_per_kwh",
            Kind::Range(from(0.0, 10.0)),
            "0.1872",
            "Price of electricity.",
        ),
        PUE =
            must("pue", Kind::Number(from(1.0, 5.0)), "1.0", "Facility power over machine power."),
        HORIZON_MONTHS = must(
            "horizon_months",
            Kind::Whole(from(1.0, 600.0)),
            "36",
            "Months of the comparison."
        ),
        HEADROOM_PERCENT = must(
            "headroom_percent",
            Kind::Number(from(1.0, 100.0)),
            "80",
            "The highest utilization a machine is planned for.",
        ),
        OPS_HOURS_PER_MONTH = must(
            "ops_hours_per_month",
            Kind::Range(from(0.0, 100_000.0)),
            "0",
            "Somebody's time for the whole fleet.",
        ),
        OPS_USD_PER_HOUR = must(
            "ops_usd_per_hour",
            Kind::Number(from(0.0, 10_000.0)),
            "60",
            "What that time costs."
        ),
        RENT_OVERHEAD_PERCENT = must(
            "rent_overhead_percent",
            Kind::Number(from(0.0, 1_000.0)),
            "0",
            "What rent costs on top of its price.",
        ),
        MIN_TOKENS_PER_SECOND = must(
            "min_tokens_per_second",
            Kind::Number(from(0.0, 1e6)),
            "10",
            "Slowest stream accepted."
        ),
        MIX_INPUT_SHARE = must(
            "mix_input_share",
            Kind::Range(FRACTION),
            "0.75",
            "Share of the volume that is input."
        ),
        CACHED_PERCENT = may(
            "cached_percent",
            Kind::Range(from(0.0, 100.0)),
            "{ low = 0, typical = 0, high = 50 }",
            "Share of the input that is cached; `typical` is what is counted, the ends are drawn.",
        ),
        PEAK_FACTOR = may(
            "peak_factor",
            Kind::Range(from(1.0, 168.0)),
            "{ low = 1.5, typical = 2, high = 4 }",
            "Busiest hour over the mean hour where no load is chosen, as a multiple of that of `load`: drawn only.",
        ),
        API_PRICE_TREND_PERCENT_PER_YEAR = may(
            "api_price_trend_percent_per_year",
            Kind::Range(from(-95.0, 200.0)),
            "{ low = -30, typical = 0, high = 0 }",
            "Change of API prices; `typical` is what is counted, the ends are drawn.",
        ),
        PROMPT_TOKENS =
            must("prompt_tokens", Kind::Whole(TOKENS), "1500", "Prompt of a typical request."),
        OUTPUT_TOKENS =
            must("output_tokens", Kind::Whole(TOKENS), "500", "Output of a typical request."),
        PROMPT_SPREAD = may(
            "prompt_spread",
            Kind::Number(from(0.0, 10.0)),
            "0.8",
            "Standard deviation of the logarithm of prompt lengths, by which some lie beyond a cliff; without it all are alike.",
        ),
        LOAD = must("load", Kind::Name, "\"daytime\"", "The load profile."),
        TIER = must(
            super::TIER.key,
            Kind::Word(TIERS),
            "\"mid\"",
            "The tier that an option must reach."
        ),
        STALE_AFTER_DAYS = must(
            "stale_after_days",
            Kind::Whole(from(1.0, 100_000.0)),
            "90",
            "Prices older than this get a warning.",
        ),
        AS_OF,
        SOURCE,
        BASIS,
        NOTES,
    ]
);
