//! Fields of `[place.*]` and `[country.*]`.

use super::shared_fields::*;

/// What standing in a place costs.
pub mod place {
    use super::*;

    fields!(
        ALL,
        [
            ABOVE_WATTS = must(
                "above_watts",
                Kind::Number(from(0.0, 1e9)),
                "1_800",
                "Load of a fleet above which it stands here; what costs by the kW counts from here on.",
            ),
            ELECTRICITY_USD_PER_KWH = may(
                "electricity_usd_per_kwh",
                Kind::Number(from(0.0, 10.0)),
                "0.146",
                "Price of electricity; that of `[defaults]` unless said.",
            ),
            PUE = may(
                "pue",
                Kind::Number(from(1.0, 5.0)),
                "1.56",
                "Facility power over machine power; that of `[defaults]` unless said.",
            ),
            HOSTING_USD_PER_KW_MONTH = may(
                "hosting_usd_per_kw_month",
                Kind::Number(from(0.0, 1e6)),
                "174",
                "Space, network and hands for each kW of load above `above_watts`; 0 unless said.",
            ),
            OPS_HOURS_PER_KW_MONTH = may(
                "ops_hours_per_kw_month",
                Kind::Number(from(0.0, 100_000.0)),
                "4.4",
                "Somebody's hours for each kW of load above `above_watts`; 0 unless said.",
            ),
            AS_OF,
            SOURCE,
            BASIS,
            NOTES,
        ]
    );
}

/// What electricity costs somewhere.
pub mod country {
    use super::*;

    fields!(
        ALL,
        [
            HOUSEHOLD_PER_KWH = must(
                "household_per_kwh",
                Kind::Number(from(0.0, 10_000.0)),
                "0.30",
                "Price of electricity at home, taxes included.",
            ),
            BUSINESS_PER_KWH = may(
                "business_per_kwh",
                Kind::Number(from(0.0, 10_000.0)),
                "0.19",
                "Price of electricity in a rack; that at home unless said.",
            ),
            USD_PER_UNIT = may(
                "usd_per_unit",
                Kind::Number(from(1e-6, 1_000.0)),
                "1.09",
                "US dollars for a unit of the currency of both prices; 1 unless said.",
            ),
            AS_OF,
            SOURCE,
            BASIS,
            NOTES,
        ]
    );
}
