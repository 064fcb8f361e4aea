//! What may be written of the demand of a `[workload]`, its requests and its bill.

use crate::profile::fields::fields;
use crate::profile::fields::shared_fields::{Field, Kind, PERCENT, above, from, may};

fields!(
    DEMAND,
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
        IDLE_SESSIONS = may(
            "idle_sessions_per_stream",
            Kind::Number(from(0.0, 1e6)),
            "3",
            "Sessions between two requests for each one in progress, whose prompts a machine keeps.",
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
    ]
);
