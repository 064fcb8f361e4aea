//! Checked tables -> nouns.

use super::catalog::Catalog;
use super::nouns::{Noun, Shelf};
use super::record::{Fields, Record};
use crate::api::{Api, LongContext, Prices, Scheduled};
use crate::hardware::Hardware;
use crate::load::Load;
use crate::model::{Experts, Model};
use crate::range::Range;
use crate::source::Fault;
use crate::throughput::{Calibration, DecodePoint, Measured, Split};
use crate::tier::Tier;
use crate::units::{
    Gigabytes, GigabytesPerSecond, Months, TokensPerSecond, Usd, UsdPerHour, UsdPerMonth,
    UsdPerMtok, Watts,
};
use crate::workload::Request;

/// `[api."…"]`.
impl Noun for Api {
    const KIND: &'static str = "api";

    fn read(record: &Record, catalog: &Catalog) -> Result<Self, Fault> {
        let fields = record.fields();
        Self {
            id: record.name.clone(),
            provider: fields.text("provider").unwrap_or_default(),
            model: fields.text("model").unwrap_or_default(),
            tier: fields.tier().unwrap_or(Tier::Small),
            serves: fields.text("serves"),
            modalities: fields.words("modalities"),
            context_tokens: fields.number("context_tokens"),
            max_output_tokens: fields.number("max_output_tokens"),
            prices: prices(fields),
            batch_discount: fields.number("batch_discount"),
            long_context: fields
                .tables("long_context")
                .map(|entry| LongContext {
                    above_prompt_tokens: entry.required("above_prompt_tokens"),
                    prices: prices(entry),
                })
                .collect(),
            scheduled: fields
                .tables("scheduled")
                .filter_map(|entry| {
                    Some(Scheduled { from: entry.date("from")?, prices: prices(entry) })
                })
                .collect(),
            tokens_factor: fields.number("tokens_factor").unwrap_or(1.0),
            time_to_first_token_seconds: fields.range("time_to_first_token_seconds"),
            decode_tokens_per_second: fields.range("decode_tokens_per_second"),
            source: record.source(catalog),
        }
        .checked()
    }

    fn shelf(catalog: &Catalog) -> &Shelf<Self> {
        &catalog.apis
    }
}

fn prices(fields: Fields<'_>) -> Prices {
    let price = |key| fields.range(key).map(|range| range.map(UsdPerMtok::new));
    let unpriced = Range::exactly(UsdPerMtok::ZERO);
    Prices {
        input: price("input_usd_per_mtok").unwrap_or(unpriced),
        cached: price("cached_input_usd_per_mtok"),
        output: price("output_usd_per_mtok").unwrap_or(unpriced),
    }
}

/// `[hardware.…]`.
impl Noun for Hardware {
    const KIND: &'static str = "hardware";

    fn read(record: &Record, catalog: &Catalog) -> Result<Self, Fault> {
        let fields = record.fields();
        let text = |key| fields.text(key).unwrap_or_default();
        let watts = |key| {
            let range = fields.range(key).unwrap_or(Range::exactly(0.0));
            range.map(Watts::new)
        };
        let rent = |key| fields.range(key).map(|range| range.map(UsdPerHour::new));
        Self {
            id: record.name.clone(),
            name: text("name"),
            family: text("family"),
            gpus: fields.required("gpus") as u32,
            interconnect: fields.text("interconnect"),
            memory: Gigabytes::new(fields.required("memory_gb")),
            bandwidth: GigabytesPerSecond::new(fields.required("memory_bandwidth_gb_per_s")),
            fp16_tflops: fields.number("fp16_tflops"),
            fp8_tflops: fields.number("fp8_tflops"),
            price: fields.range("price_usd").map(|range| range.map(Usd::new)),
            host: Usd::new(fields.number("host_usd").unwrap_or(0.0)),
            idle: watts("power_idle_watts"),
            load: watts("power_load_watts"),
            sleep: fields.number("sleep_watts").map(Watts::new),
            life: Months::new(fields.required("life_months")),
            resale_fraction: fields.range("resale_fraction"),
            rent: rent("rent_usd_per_hour"),
            rent_spot: rent("rent_spot_usd_per_hour"),
            rent_reserved: rent("rent_reserved_usd_per_hour"),
            hosting: fields.number("hosting_usd_per_month").map(UsdPerMonth::new),
            maintenance: fields.number("maintenance_usd_per_month").map(UsdPerMonth::new),
            source: record.source(catalog),
        }
        .checked()
    }

    fn shelf(catalog: &Catalog) -> &Shelf<Self> {
        &catalog.hardware
    }
}

/// `[model."…"]`.
impl Noun for Model {
    const KIND: &'static str = "model";

    fn read(record: &Record, catalog: &Catalog) -> Result<Self, Fault> {
        let fields = record.fields();
        let experts = match (fields.number("experts"), fields.number("experts_per_token")) {
            (Some(total), Some(per_token)) => Some(Experts { total, per_token }),
            (None, None) => None,
            _ => {
                return Err(Fault::new(
                    if fields.number("experts").is_some() {
                        "experts"
                    } else {
                        "experts_per_token"
                    },
                    "`experts` and `experts_per_token` go together; expected both or neither",
                ));
            }
        };
        let weights = fields.sizes("weights_gb");
        Self {
            id: record.name.clone(),
            name: fields.text("name").unwrap_or_default(),
            tier: fields.tier().unwrap_or(Tier::Small),
            parameters_billion: fields.required("parameters_billion"),
            active_parameters_billion: fields.required("active_parameters_billion"),
            layers: fields.required("layers"),
            experts,
            kv_bytes_per_token: fields.required("kv_bytes_per_token"),
            context_tokens: fields.required("context_tokens"),
            modalities: fields.words("modalities"),
            weights: weights.map(|(name, size)| (name, Gigabytes::new(size))).collect(),
            tokens_factor: fields.number("tokens_factor").unwrap_or(1.0),
            source: record.source(catalog),
        }
        .checked()
    }

    fn shelf(catalog: &Catalog) -> &Shelf<Self> {
        &catalog.models
    }
}

/// `[throughput."…"."…"."…"."…"]`.
impl Noun for Measured {
    const KIND: &'static str = "throughput";

    fn read(record: &Record, catalog: &Catalog) -> Result<Self, Fault> {
        let fields = record.fields();
        let [hardware, model, quantization, engine] = record.names();
        let both = || {
            Some(Request {
                prompt_tokens: fields.number("prompt_tokens")?,
                output_tokens: fields.number("output_tokens")?,
            })
        };
        let includes_prefill = fields.flag("includes_prefill");
        let end_to_end = both().filter(|request| includes_prefill && request.output_tokens > 0.0);
        if includes_prefill && end_to_end.is_none() {
            return Err(Fault::new(
                "includes_prefill",
                "a rate that includes the prompts' time means nothing without their length; expected \
                 `prompt_tokens` and `output_tokens` above 0",
            ));
        }
        Self {
            hardware,
            model,
            quantization,
            engine,
            prefill: fields.number("prefill_tokens_per_second").map(TokensPerSecond::new),
            decode: fields
                .pairs("decode_tokens_per_second")
                .map(|(concurrency, aggregate)| DecodePoint {
                    concurrency,
                    aggregate: TokensPerSecond::new(aggregate),
                })
                .collect(),
            context_tokens: fields
                .number("context_tokens")
                .or_else(|| both().map(Request::context_tokens)),
            request: both().filter(|request| request.context_tokens() > 0.0),
            ran: fields.stated_flag("ran").unwrap_or(true),
            end_to_end,
            split: fields.number("tensor_parallel").map(|tensor_parallel| Split {
                tensor_parallel,
                stages: fields.number("pipeline_stages").unwrap_or(1.0),
            }),
            speculative: fields.flag("speculative"),
            // Somebody else's machine may be otherwise than one of the same kind.
            doubt: catalog.doubt(record),
            source: record.source(catalog),
        }
        .checked()
    }

    fn shelf(catalog: &Catalog) -> &Shelf<Self> {
        &catalog.measured
    }
}

/// `[load.…]`.
impl Noun for Load {
    const KIND: &'static str = "load";

    fn read(record: &Record, _: &Catalog) -> Result<Self, Fault> {
        let fields = record.fields();
        let mut hours = [0.0; 24];
        for (hour, weight) in hours.iter_mut().zip(fields.numbers("hours").unwrap_or_default()) {
            *hour = weight;
        }
        Self::new(record.name.clone(), &hours, fields.required("weekend_factor"))
            .map_err(|message| Fault::new("hours", message))
    }

    fn shelf(catalog: &Catalog) -> &Shelf<Self> {
        &catalog.loads
    }
}

/// `[calibration."…"."…"]`.
impl Noun for Calibration {
    const KIND: &'static str = "calibration";

    fn read(record: &Record, catalog: &Catalog) -> Result<Self, Fault> {
        let fields = record.fields();
        let [hardware, engine] = record.names();
        Ok(Self {
            hardware,
            engine,
            factor: fields.required("factor"),
            measurements: fields.required("measurements"),
            concurrency: fields.required("concurrency"),
            source: record.source(catalog),
        })
    }

    fn shelf(catalog: &Catalog) -> &Shelf<Self> {
        &catalog.calibrations
    }
}
