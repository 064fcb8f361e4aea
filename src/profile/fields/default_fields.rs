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
        ONE_STREAM_POWER_PERCENT = may(
            "one_stream_power_percent",
            Kind::Number(from(0.0, 100.0)),
            "87",
            "Part of the way from idle to load power that one stream takes; without it, all of it.",
        ),
        DATA_CENTER_ONE_STREAM_POWER_PERCENT = may(
            "data_center_one_stream_power_percent",
            Kind::Number(from(0.0, 100.0)),
            "50",
            "The same of accelerators for data centers; without it, as of others.",
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
        IDLE_SESSIONS = may(
            "idle_sessions_per_stream",
            Kind::Number(from(0.0, 1e6)),
            "1",
            "Sessions between two requests for each one in progress, whose prompts a machine keeps; without it 1.",
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
            "Prices older than this are warned of; without `stale_after_days_of` whatever they are of.",
        ),
        STALE_AFTER_DAYS_OF = may(
            "stale_after_days_of",
            Kind::Table(stale::ALL),
            "{ host = 30, router = 14, hardware = 60, rent = 30 }",
            "The same for prices that change more often than those of who made a model.",
        ),
        OPEN_WEIGHTS = may(
            "open_weights",
            Kind::Table(open_weights::ALL),
            "{ index = 44.8, points_per_year = 29, as_of = 2026-10-08 }",
            "How fast open weights get better, to say when they reach an index that is asked for.",
        ),
        LEVER_SPREAD = may(
            "lever_spread",
            Kind::Table(lever_spread::ALL),
            "{ volume = 2 }",
            "How far inputs may plausibly be from their values: what would change an answer is shown as far as P1 and P99 go.",
        ),
        AS_OF,
        SOURCE,
        BASIS,
        NOTES,
    ]
);

/// Fields of `lever_spread`: P90 over the median of what is measured by ratio, else P90 less the median. An
/// input with a range of its own, which nobody stated, has that.
pub mod lever_spread {
    use super::*;
    use crate::lever::Lever;

    const TIMES: Kind = Kind::Number(above(1.0, 100.0));
    const POINTS: Kind = Kind::Number(above(0.0, 10_000.0));

    fields!(
        ALL,
        [
            VOLUME = may("volume", TIMES, "2", "Tokens a day."),
            API_PRICE = may("api_price", TIMES, "1.5", "Prices of APIs."),
            HARDWARE_PRICE = may("hardware_price", TIMES, "1.3", "Prices of machines."),
            ELECTRICITY = may("electricity", TIMES, "1.5", "Price of a kWh."),
            THROUGHPUT = may("throughput", TIMES, "1.4", "Rates of machines."),
            PEAK_FACTOR = may("peak_factor", TIMES, "2", "Busiest hour over the mean hour."),
            HORIZON = may("horizon", TIMES, "1.7", "Months of the comparison."),
            OPS_HOURS = may("ops_hours", POINTS, "4", "Somebody's hours a month."),
            CACHED = may("cached_percent", POINTS, "25", "Share of the input that is cached."),
            MIX = may("mix_percent", POINTS, "15", "Share of the volume that is input."),
            API_PRICE_TREND =
                may("api_price_trend_percent", POINTS, "30", "Change of API prices a year."),
            GROWTH = may("growth_percent", POINTS, "50", "Growth of the volume a year."),
            RESALE = may("resale_percent", POINTS, "25", "Share of a purchase that comes back."),
            HARD = may("hard_percent", POINTS, "5", "Share of the tokens that is hard."),
            IDLE_POWER = may("idle_power_percent", POINTS, "80", "Idle power that sleeping saves."),
        ]
    );

    /// The field of a lever, and how many of its unit are one of the lever's; none for a ratio.
    pub const fn of(lever: Lever) -> (&'static Field, Option<f64>) {
        match lever {
            Lever::Volume => (&VOLUME, None),
            Lever::ApiPrice => (&API_PRICE, None),
            Lever::HardwarePrice => (&HARDWARE_PRICE, None),
            Lever::Electricity => (&ELECTRICITY, None),
            Lever::Throughput => (&THROUGHPUT, None),
            Lever::PeakFactor => (&PEAK_FACTOR, None),
            Lever::Horizon => (&HORIZON, None),
            Lever::OpsHours => (&OPS_HOURS, Some(1.0)),
            Lever::CachedShare => (&CACHED, Some(100.0)),
            Lever::InputShare => (&MIX, Some(100.0)),
            Lever::ApiPriceTrend => (&API_PRICE_TREND, Some(100.0)),
            Lever::Growth => (&GROWTH, Some(100.0)),
            Lever::Resale => (&RESALE, Some(100.0)),
            Lever::HardShare => (&HARD, Some(100.0)),
            Lever::IdlePower => (&IDLE_POWER, Some(100.0)),
        }
    }
}

/// Fields of `stale_after_days_of`.
pub mod stale {
    use super::*;

    const DAYS: Kind = Kind::Whole(from(1.0, 100_000.0));

    fields!(
        ALL,
        [
            HOST = may("host", DAYS, "30", "Of APIs with `seller = \"host\"`."),
            ROUTER = may("router", DAYS, "14", "Of APIs with `seller = \"router\"`."),
            HARDWARE = may("hardware", DAYS, "60", "Of machines that are bought."),
            RENT = may("rent", DAYS, "30", "Of machines that are rented."),
        ]
    );
}

/// Fields of `open_weights`.
pub mod open_weights {
    use super::*;

    fields!(
        ALL,
        [
            INDEX =
                must("index", Kind::Number(from(0.0, 100.0)), "44.8", "The highest number of any."),
            POINTS_PER_YEAR = must(
                "points_per_year",
                Kind::Number(above(0.0, 100.0)),
                "29",
                "What a year added to the highest number.",
            ),
            AS_OF,
        ]
    );
}
