//! Fields of `[load]`.

use super::shared_fields::*;

fields!(
    ALL,
    [
        HOURS = must(
            "hours",
            Kind::Numbers(24, from(0.0, 1e6)),
            "[0, 0, 0, 0, 0, 0, 0, 1, 3, 5, 5, 5, 4, 5, 5, 5, 4, 2, 1, 0, 0, 0, 0, 0]",
            "Relative demand of the 24 hours of a weekday, from midnight.",
        ),
        WEEKEND_FACTOR = must(
            "weekend_factor",
            Kind::Number(from(0.0, 1e6)),
            "0.3",
            "Demand of a weekend day relative to a weekday.",
        ),
        AS_OF,
        SOURCE,
        BASIS,
        NOTES,
    ]
);
