//! Fields of `[load]`.

use super::shared_fields::*;

fields!(
    ALL,
    [
        HOURS = must(
            "hours",
            Kind::Numbers(&[24, 168], from(0.0, 1e6)),
            "[0, 0, 0, 0, 0, 0, 0, 1, 3, 5, 5, 5, 4, 5, 5, 5, 4, 2, 1, 0, 0, 0, 0, 0]",
            "Relative demand of the 24 hours of a weekday, from midnight, or of the 168 hours of a week, from Monday 00:00.",
        ),
        WEEKEND_FACTOR = may(
            "weekend_factor",
            Kind::Number(from(0.0, 1e6)),
            "0.3",
            "Demand of a weekend day relative to a weekday; 1 unless said, and only with 24 hours.",
        ),
        SERIES = may(
            "series",
            Kind::Numbers(&[], from(0.0, 1e9)),
            "[0, 0, 0, 0, 0, 0, 0, 2, 3, 9, 5, 5, 4, 0, 5, 7, 4, 2, 1, 0, 0, 0, 3, 0]",
            "Relative demand of the hours of whole days as they were: fleets and queues meet these, and prices by the hour their mean week.",
        ),
        SERIES_FROM = may(
            "series_from",
            Kind::Date,
            "2026-10-05",
            "The day of the first of them; a Monday unless said."
        ),
        UTC_OFFSET = may(
            "utc_offset",
            Kind::Number(from(-12.0, 14.0)),
            "5.5",
            "Hours by which the clock of `hours` is ahead of UTC, without daylight saving; 0 unless said.",
        ),
        AS_OF,
        SOURCE,
        BASIS,
        NOTES,
    ]
);
