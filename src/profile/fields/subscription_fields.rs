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
        USD_PER_MONTH =
            must("usd_per_month", Kind::Number(USD), "10", "Fee of a seat, US dollars a month."),
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
