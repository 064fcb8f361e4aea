//! Fields of `[subscription]`.

use super::shared_fields::*;

fields!(
    ALL,
    [
        PROVIDER = must("provider", Kind::Text, "\"github\"", "Who bills."),
        PLAN = must("plan", Kind::Text, "\"Copilot Pro\"", "What the provider calls it."),
        API = must(
            "api",
            Kind::Name,
            "\"gpt-6.1-sol\"",
            "The API profile whose model it is compared with: its prices say what the allowance is worth, and \
             what exceeds it is paid there.",
        ),
        USD_PER_MONTH = must(
            "usd_per_month",
            Kind::Number(USD),
            "10",
            "Fee of a seat, US dollars a month; where units are reserved, what is paid beside them.",
        ),
        UNIT_USD_PER_HOUR = may(
            "unit_usd_per_hour",
            Kind::Number(above(0.0, 100_000.0)),
            "12.50",
            "Provisioned throughput: a reserved unit, as many as the busiest hour needs; nothing is paid by the token.",
        ),
        INPUT_TOKENS_PER_MINUTE = may(
            "input_tokens_per_minute",
            Kind::Number(above(0.0, 1e12)),
            "200_000",
            "What a unit takes of input that no cache holds, when nothing else is asked of it.",
        ),
        CACHED_TOKENS_PER_MINUTE = may(
            "cached_tokens_per_minute",
            Kind::Number(above(0.0, 1e12)),
            "2_000_000",
            "The same of cached input; without it, as of other input.",
        ),
        OUTPUT_TOKENS_PER_MINUTE = may(
            "output_tokens_per_minute",
            Kind::Number(above(0.0, 1e12)),
            "40_000",
            "The same of output.",
        ),
        MINIMUM_UNITS = may(
            "minimum_units",
            Kind::Whole(from(1.0, 1e6)),
            "1",
            "Units that are held at least; without it, 1.",
        ),
        TERM_MONTHS = may(
            "term_months",
            Kind::Number(above(0.0, 120.0)),
            "1",
            "For how long units are reserved, needed or not: no option for a shorter horizon; without it, 1.",
        ),
        ALLOWANCE_USD_PER_MONTH = may(
            "allowance_usd_per_month",
            Kind::Range(USD),
            "{ low = 15, typical = 15, high = 15 }",
            "What a seat may use, by the price list of that API; without it and `allowance_tokens_per_month` it is no option.",
        ),
        ALLOWANCE_TOKENS_PER_MONTH = may(
            "allowance_tokens_per_month",
            Kind::Range(from(0.0, 1e15)),
            "600_000_000",
            "The same in tokens of every class, where no dollars are stated.",
        ),
        TERMS = may(
            "terms",
            Kind::Text,
            "\"for one person\"",
            "What it may be used for; said with every answer that has it.",
        ),
        AS_OF,
        SOURCE,
        BASIS,
        NOTES,
    ]
);
