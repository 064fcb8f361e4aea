//! Fields of `[calibration]`.

use super::shared_fields::*;

fields!(
    ALL,
    [
        FACTOR = must(
            "factor",
            RATIO,
            "0.87",
            "Measured over modelled, geometric mean over the models."
        ),
        MEASUREMENTS = must(
            "measurements",
            Kind::Whole(from(1.0, 10_000.0)),
            "2",
            "Number of models measured."
        ),
        CONCURRENCY = must(
            "concurrency",
            Kind::Number(from(1.0, 1e6)),
            "1",
            "Requests in progress when measured."
        ),
        AS_OF,
        SOURCE,
        BASIS,
        NOTES,
    ]
);
