//! Checked tables -> machines.

use super::catalog::Catalog;
use super::fields::hardware_fields;
use super::lazy::Lazy;
use super::nouns::Noun;
use super::record::{Fields, Record};
use super::rent_offers;
use crate::assumptions::{Setup, Sleep};
use crate::hardware::{Hardware, MainMemory, Pcie, Sale};
use crate::place::Place;
use crate::range::Range;
use crate::source::Fault;
use crate::units::{Gigabytes, GigabytesPerSecond, Months, Usd, UsdPerHour, UsdPerMonth, Watts};

/// `[hardware.…]`.
impl Noun for Hardware {
    const KIND: &'static str = "hardware";

    fn read(record: &Record, catalog: &Catalog) -> Result<Self, Fault> {
        let hardware = machine(record, catalog)?;
        let offers = rent_offers::offers(record.fields(), &hardware)?;
        Ok(Self { offers, ..hardware })
    }

    fn lazy(catalog: &Catalog) -> &Lazy<Self> {
        &catalog.hardware
    }
}

/// The machine without its offers.
fn machine(record: &Record, catalog: &Catalog) -> Result<Hardware, Fault> {
    let fields = record.fields();
    let text = |key| fields.text(key).unwrap_or_default();
    let watts = |key| {
        let range = fields.range(key).unwrap_or(Range::exactly(0.0));
        range.map(Watts::new)
    };
    let rent = |key| fields.range(key).map(|range| range.map(UsdPerHour::new));
    let share = |key| fields.number(key).map(|percent| percent / 100.0);
    Hardware {
        id: record.name.clone(),
        name: text(&hardware_fields::NAME),
        family: text(&hardware_fields::FAMILY),
        gpus: fields.required(&hardware_fields::GPUS) as u32,
        interconnect: fields.text(&hardware_fields::INTERCONNECT),
        memory: Gigabytes::new(fields.required(&hardware_fields::MEMORY_GB)),
        bandwidth: GigabytesPerSecond::new(
            fields.required(&hardware_fields::MEMORY_BANDWIDTH_GB_PER_S),
        ),
        fp16_tflops: fields.number(&hardware_fields::FP16_TFLOPS),
        fp8_tflops: fields.number(&hardware_fields::FP8_TFLOPS),
        fp4_tflops: fields.number(&hardware_fields::FP4_TFLOPS),
        pcie: fields.number(&hardware_fields::PCIE_GENERATION).map(|generation| Pcie {
            generation,
            lanes: fields.number(&hardware_fields::PCIE_LANES).unwrap_or(16.0),
        }),
        main_memory: main_memory(fields)?,
        price: fields.range(&hardware_fields::PRICE_USD).map(|range| range.map(Usd::new)),
        sale: Sale {
            sold_in: fields.number(&hardware_fields::SOLD_IN).map(|number| number as u32),
            withdrawn: fields.date(&hardware_fields::WITHDRAWN),
            most_together: fields.number(&hardware_fields::MOST_TOGETHER),
        },
        host: Usd::new(fields.number(&hardware_fields::HOST_USD).unwrap_or(0.0)),
        idle: watts(&hardware_fields::POWER_IDLE_WATTS),
        load: watts(&hardware_fields::POWER_LOAD_WATTS),
        sleep: sleep(fields),
        host_idle: fields.number(&hardware_fields::HOST_IDLE_WATTS).map(Watts::new),
        one_stream_power: share(&hardware_fields::ONE_STREAM_POWER_PERCENT),
        decode_power: share(&hardware_fields::DECODE_POWER_PERCENT),
        life: Months::new(fields.required(&hardware_fields::LIFE_MONTHS)),
        resale_fraction: fields.range(&hardware_fields::RESALE_FRACTION),
        rent: rent(&hardware_fields::RENT_USD_PER_HOUR),
        rent_as_of: fields.date(&hardware_fields::RENT_AS_OF),
        rent_spot: rent(&hardware_fields::RENT_SPOT_USD_PER_HOUR),
        rent_reserved: rent(&hardware_fields::RENT_RESERVED_USD_PER_HOUR),
        place: fields.text(&hardware_fields::PLACE).and_then(|word| Place::from_word(&word)),
        hosting: fields.number(&hardware_fields::HOSTING_USD_PER_MONTH).map(UsdPerMonth::new),
        maintenance: fields
            .number(&hardware_fields::MAINTENANCE_USD_PER_MONTH)
            .map(UsdPerMonth::new),
        setup: setup(fields),
        offer: None,
        offers: Vec::new(),
        source: record.source(catalog.documents()),
    }
    .checked()
}

fn sleep(fields: Fields<'_>) -> Option<Sleep> {
    let after_seconds = fields.number(&hardware_fields::SLEEP_AFTER_SECONDS).unwrap_or_default();
    let watts = Watts::new(fields.number(&hardware_fields::SLEEP_WATTS)?);
    Some(Sleep { watts, after_seconds })
}

fn setup(fields: Fields<'_>) -> Setup {
    Setup {
        usd: Usd::new(fields.number(&hardware_fields::SETUP_USD).unwrap_or_default()),
        hours: fields.number(&hardware_fields::SETUP_HOURS).unwrap_or_default(),
    }
}

/// Size and bandwidth of the main memory, which go together.
fn main_memory(fields: Fields<'_>) -> Result<Option<MainMemory>, Fault> {
    let size = fields.number(&hardware_fields::MAIN_MEMORY_GB);
    let bandwidth = fields.number(&hardware_fields::MAIN_MEMORY_BANDWIDTH_GB_PER_S);
    match (size, bandwidth) {
        (None, None) => Ok(None),
        (Some(size), Some(bandwidth)) => Ok(Some(MainMemory {
            size: Gigabytes::new(size),
            bandwidth: GigabytesPerSecond::new(bandwidth),
        })),
        (found, _) => {
            let field = match found {
                Some(_) => hardware_fields::MAIN_MEMORY_GB.key,
                None => hardware_fields::MAIN_MEMORY_BANDWIDTH_GB_PER_S.key,
            };
            let message = "`main_memory_gb` and `main_memory_bandwidth_gb_per_s` go together; \
                           expected both or neither";
            Err(Fault::new(field, message))
        }
    }
}
