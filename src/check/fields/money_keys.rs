//! What may be written of rent, money and policy in a `[workload]`.

use crate::profile::fields::fields;
use crate::profile::fields::shared_fields::{Field, Kind, PERCENT, above, from, may};

fields!(
    MONEY,
    [
        RENT_PRICE = may(
            "rent_price",
            Kind::Word(&["on-demand", "spot", "reserved", "serverless", "any"]),
            "\"spot\"",
            "Which rental price is paid.",
        ),
        RENT_MODE = may(
            "rent_mode",
            Kind::Word(&["always", "autoscale"]),
            "\"autoscale\"",
            "When rented machines are held.",
        ),
        RENT_MIN_MACHINES = may(
            "rent_min_machines",
            Kind::Number(from(0.0, 1e6)),
            "1",
            "Rented machines that are always held under autoscale.",
        ),
        RENT_START_MINUTES = may(
            "rent_start_minutes",
            Kind::Number(from(0.0, 1e6)),
            "10",
            "Minutes that a rented machine is paid before it serves.",
        ),
        ELECTRICITY_USD_PER_KWH = may(
            "electricity_usd_per_kwh",
            Kind::Number(from(0.0, 10.0)),
            "0.15",
            "Price of a kilowatt-hour.",
        ),
        COUNTRY = may(
            "country",
            Kind::Name,
            "\"de\"",
            "Electricity of a country or a state of the US, instead of a price.",
        ),
        PLACE = may(
            "place",
            Kind::Word(&["home", "rack"]),
            "\"rack\"",
            "Where machines stand; unless said, their load decides.",
        ),
        HORIZON_MONTHS = may(
            "horizon_months",
            Kind::Whole(from(1.0, 600.0)),
            "36",
            "Months over which options are compared.",
        ),
        HEADROOM_PERCENT = may(
            "headroom_percent",
            Kind::Number(above(0.0, 100.0)),
            "80",
            "Highest utilization a machine is planned for.",
        ),
        OPS_HOURS_PER_MONTH = may(
            "ops_hours_per_month",
            Kind::Number(from(0.0, 100_000.0)),
            "4",
            "Somebody's hours for the whole fleet.",
        ),
        OPS_USD_PER_HOUR = may(
            "ops_usd_per_hour",
            Kind::Number(from(0.0, 10_000.0)),
            "60",
            "What such an hour costs."
        ),
        PUE = may("pue", Kind::Number(from(1.0, 5.0)), "1.3", "Facility power over machine power."),
        RESALE_PERCENT = may(
            "resale_percent",
            PERCENT,
            "25",
            "Share of the purchase that machines fetch in the end."
        ),
        RENT_OVERHEAD_PERCENT = may(
            "rent_overhead_percent",
            Kind::Number(from(0.0, 1_000.0)),
            "15",
            "What rent costs on top of its price.",
        ),
        API_PRICE_TREND_PERCENT_PER_YEAR = may(
            "api_price_trend_percent_per_year",
            Kind::Number(above(-100.0, 10_000.0)),
            "-30",
            "Change of API prices.",
        ),
        API_PRICE_FLOOR_PERCENT = may(
            "api_price_floor_percent",
            PERCENT,
            "20",
            "API prices never fall below this share."
        ),
        RENT_TREND_PERCENT_PER_YEAR = may(
            "rent_trend_percent_per_year",
            Kind::Number(above(-100.0, 10_000.0)),
            "-20",
            "Change of rents.",
        ),
        HARDWARE_TREND_PERCENT_PER_YEAR = may(
            "hardware_trend_percent_per_year",
            Kind::Number(above(-100.0, 10_000.0)),
            "-15",
            "Change of the prices of machines, for those bought later.",
        ),
        SETUP_USD =
            may("setup_usd", Kind::Number(from(0.0, 1e9)), "500", "Paid once to set machines up.",),
        SETUP_HOURS = may(
            "setup_hours",
            Kind::Number(from(0.0, 1e6)),
            "16",
            "Somebody's hours to set machines up, once.",
        ),
        MIGRATION_USD = may(
            "migration_usd",
            Kind::Number(from(0.0, 1e9)),
            "2000",
            "Paid once for leaving a stated baseline.",
        ),
        DISCOUNT_PERCENT_PER_YEAR = may(
            "discount_percent_per_year",
            Kind::Number(from(0.0, 1_000.0)),
            "5",
            "Discount rate."
        ),
    ]
);
