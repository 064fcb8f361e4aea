//! Fields of `[hardware]`.

use super::shared_fields::*;

const MONEY: Bounds = from(0.0, 100_000_000.0);
const RENT: Bounds = above(0.0, 100_000.0);
const POWER: Bounds = from(0.0, 1_000_000.0);

fields!(
    ALL,
    [
        NAME = must("name", Kind::Text, "\"RTX 3090 24 GB in a desktop\"", "What people call it."),
        ALIASES,
        FAMILY = must("family", Kind::Word(FAMILIES), "\"nv-geforce\"", "Its kind of accelerator."),
        GPUS = must("gpus", Kind::Whole(from(1.0, 1_024.0)), "1", "Number of accelerators."),
        INTERCONNECT = may(
            "interconnect",
            Kind::Word(&["nvlink", "pcie"]),
            "\"pcie\"",
            "How several accelerators talk to each other.",
        ),
        MEMORY_GB = must(
            "memory_gb",
            Kind::Number(above(0.0, 1_000_000.0)),
            "24",
            "Memory that models can use, total over all accelerators.",
        ),
        MEMORY_BANDWIDTH_GB_PER_S = must(
            "memory_bandwidth_gb_per_s",
            Kind::Number(above(0.0, 10_000_000.0)),
            "936",
            "Memory bandwidth, total over all accelerators.",
        ),
        FP16_TFLOPS = may(
            "fp16_tflops",
            Kind::Number(above(0.0, 10_000_000.0)),
            "71.2",
            "Dense 16-bit compute, total over all accelerators.",
        ),
        FP8_TFLOPS = may(
            "fp8_tflops",
            Kind::Number(above(0.0, 10_000_000.0)),
            "284",
            "Dense 8-bit compute, total over all accelerators.",
        ),
        FP4_TFLOPS = may(
            "fp4_tflops",
            Kind::Number(above(0.0, 10_000_000.0)),
            "1800",
            "Dense 4-bit compute, total over all accelerators.",
        ),
        PCIE_GENERATION = may(
            "pcie_generation",
            Kind::Whole(from(1.0, 8.0)),
            "5",
            "PCI Express between several accelerators; without it, generation 4.",
        ),
        PCIE_LANES = may(
            "pcie_lanes",
            Kind::Whole(from(1.0, 32.0)),
            "8",
            "Lanes of each accelerator; without it, 16.",
        ),
        MAIN_MEMORY_GB = may(
            "main_memory_gb",
            Kind::Number(above(0.0, 1_000_000.0)),
            "128",
            "Main memory beside that of the accelerators, in 10^9 bytes.",
        ),
        MAIN_MEMORY_BANDWIDTH_GB_PER_S = may(
            "main_memory_bandwidth_gb_per_s",
            Kind::Number(above(0.0, 1_000_000.0)),
            "96",
            "Its bandwidth, all channels together.",
        ),
        PRICE_USD = may(
            "price_usd",
            Kind::Range(MONEY),
            "{ low = 700, typical = 950, high = 1_210 }",
            "All accelerators, or the whole system where it is sold as one.",
        ),
        HOST_USD =
            may("host_usd", Kind::Number(MONEY), "700", "Everything else that makes it a machine."),
        POWER_IDLE_WATTS = must(
            "power_idle_watts",
            Kind::Range(POWER),
            "75",
            "Whole machine at the wall, on and waiting.",
        ),
        POWER_LOAD_WATTS = must(
            "power_load_watts",
            Kind::Range(POWER),
            "420",
            "Whole machine at the wall, at work."
        ),
        SLEEP_WATTS = may(
            "sleep_watts",
            Kind::Number(POWER),
            "3",
            "Whole machine at the wall when it sleeps between requests; without it, it never sleeps.",
        ),
        SLEEP_AFTER_SECONDS = may(
            "sleep_after_seconds",
            Kind::Number(from(0.0, 86_400.0)),
            "300",
            "With `sleep_watts`: it falls asleep so long after its last request; without it, at once.",
        ),
        SETUP_USD = may(
            "setup_usd",
            Kind::Number(MONEY),
            "500",
            "What it takes once to set such machines up, however many; `--setup` or `--setup-hours` replaces it.",
        ),
        SETUP_HOURS = may(
            "setup_hours",
            Kind::Number(from(0.0, 1_000_000.0)),
            "16",
            "Somebody's hours for the same, at the price of operations.",
        ),
        HOST_IDLE_WATTS = may(
            "host_idle_watts",
            Kind::Number(POWER),
            "48",
            "The part of the idle power that the computer around the accelerators draws by itself (`--host owned`).",
        ),
        ONE_STREAM_POWER_PERCENT = may(
            "one_stream_power_percent",
            Kind::Number(from(0.0, 100.0)),
            "87",
            "Part of the way from idle to load power that one stream takes; without it, that of the defaults.",
        ),
        DECODE_POWER_PERCENT = may(
            "decode_power_percent",
            Kind::Number(from(0.0, 100.0)),
            "91",
            "Part of the way from idle to load power that output takes with all streams, where prompts take all of it; without it, all of it.",
        ),
        LIFE_MONTHS = must(
            "life_months",
            Kind::Number(from(1.0, 600.0)),
            "36",
            "Time over which the purchase is written off.",
        ),
        RESALE_FRACTION = may(
            "resale_fraction",
            Kind::Range(FRACTION),
            "{ low = 0.0, typical = 0.25, high = 0.55 }",
            "Share of the whole purchase that the machine fetches in the end; without it, nothing.",
        ),
        RENT_USD_PER_HOUR = may(
            "rent_usd_per_hour",
            Kind::Range(RENT),
            "{ low = 0.18, typical = 0.22, high = 0.39 }",
            "Rent of one whole machine, on demand.",
        ),
        RENT_SPOT_USD_PER_HOUR = may(
            "rent_spot_usd_per_hour",
            Kind::Range(RENT),
            "0.12",
            "Rent of one whole machine that its owner may take back.",
        ),
        RENT_RESERVED_USD_PER_HOUR = may(
            "rent_reserved_usd_per_hour",
            Kind::Range(RENT),
            "0.17",
            "Rent of one whole machine under a long contract.",
        ),
        RENT_AS_OF =
            may("rent_as_of", Kind::Date, "2026-09-15", "The day of the rent, if it is another."),
        RENT_SOURCE = may(
            "rent_source",
            Kind::Text,
            "\"https://example.com\"",
            "Where the rent is from, if elsewhere.",
        ),
        RENT_OFFERS = may(
            "rent_offers",
            Kind::Tables(rent_offers::ALL),
            "[{ name = \"x-flex\", provider = \"x\", kind = \"serverless\", usd_per_second = 0.0003, start_seconds = 60, as_of = 2026-11-20, source = \"https://example.com\" }]",
            "Offers of this machine by name, beside what it typically costs: each is an option of its own, `NAME:OFFER`.",
        ),
        SOLD_IN = may(
            "sold_in",
            Kind::Whole(from(2.0, 1_000.0)),
            "8",
            "Accelerators that are sold together; a machine with fewer can only be rented.",
        ),
        WITHDRAWN = may(
            "withdrawn",
            Kind::Date,
            "2026-08-25",
            "The day from which it is not sold any more; owned and rented ones remain.",
        ),
        MOST_TOGETHER = may(
            "most_together",
            Kind::Whole(from(1.0, 1e6)),
            "8",
            "The most of these machines that one can hope to buy; more are no option.",
        ),
        PLACE = may(
            "place",
            Kind::Word(&["home", "rack"]),
            "\"rack\"",
            "Where it must stand; unless said, fleets of more load than `[place.rack]` says stand in a rack.",
        ),
        HOSTING_USD_PER_MONTH = may(
            "hosting_usd_per_month",
            Kind::Number(MONEY),
            "120",
            "Space, network and hands for one machine, instead of what `[place.rack]` says.",
        ),
        MAINTENANCE_USD_PER_MONTH = may(
            "maintenance_usd_per_month",
            Kind::Number(MONEY),
            "15",
            "Repairs and spare parts of one machine.",
        ),
        AS_OF,
        SOURCE,
        BASIS,
        NOTES,
    ]
);

/// Fields of an entry of `rent_offers`.
pub mod rent_offers {
    use super::*;
    use crate::rent::OfferTerms;

    const SECONDS: Kind = Kind::Number(from(0.0, 86_400.0));

    fields!(
        ALL,
        [
            NAME = must("name", Kind::Name, "\"x-flex\"", "What the offer is called."),
            PROVIDER = must("provider", Kind::Text, "\"x\"", "Who rents it out."),
            TERMS = must(
                "kind",
                Kind::Word(OfferTerms::WORDS),
                "\"serverless\"",
                "How it is paid; `--rent-price` says which kinds are looked at.",
            ),
            USD_PER_HOUR = may(
                "usd_per_hour",
                Kind::Range(RENT),
                "2.10",
                "Rent of the whole machine; this or `usd_per_second`.",
            ),
            USD_PER_SECOND = may(
                "usd_per_second",
                Kind::Range(above(0.0, 100.0)),
                "0.0003",
                "The same by the second.",
            ),
            START_SECONDS = may(
                "start_seconds",
                SECONDS,
                "60",
                "Serverless: seconds that are paid before a machine that was off serves; who finds it off waits for them.",
            ),
            IDLE_SECONDS = may(
                "idle_seconds",
                SECONDS,
                "5",
                "Serverless: seconds that it stays on, and is paid, after the last request; without it, none.",
            ),
            MINIMUM_SECONDS = may(
                "minimum_seconds",
                SECONDS,
                "60",
                "Serverless: seconds that are paid at least for a start; without it, none.",
            ),
            DISK_USD_PER_MONTH = may(
                "disk_usd_per_month",
                Kind::Number(MONEY),
                "7",
                "What stays when the machine is off, for each machine.",
            ),
            COMMITMENT_MONTHS = may(
                "commitment_months",
                Kind::Number(from(1.0, 120.0)),
                "36",
                "Reserved: for so long it is paid, needed or not.",
            ),
            INTERRUPTED_PERCENT = may(
                "interrupted_percent",
                Kind::Number(from(0.0, 99.0)),
                "10",
                "Spot: share of the time in which its owner has it back, and one at `rent_usd_per_hour` takes its place.",
            ),
            AS_OF,
            SOURCE,
            BASIS,
        ]
    );
}
