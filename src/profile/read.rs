//! Checked tables -> nouns.

use super::billing::{billing, prices, terms};
use super::catalog::Catalog;
use super::fields::{api_fields, calibration_fields, load_fields, measured_fields, weights_fields};
use super::lazy::Lazy;
use super::nouns::Noun;
use super::read_features::engine_and_features;
use super::record::Record;
use crate::api::{Api, LongContext, Scheduled};
use crate::feature::{Effect, Feature};
use crate::load::Load;
use crate::model::{Experts, Heads, Model};
use crate::source::{Fault, Text};
use crate::stale::Seller;
use crate::throughput::{Calibration, DecodePoint, Measured, SPECULATIVE, Split};
use crate::tier::Tier;
use crate::units::{Gigabytes, TokensPerSecond};
use crate::workload::Request;

/// `[api."…"]`.
impl Noun for Api {
    const KIND: &'static str = "api";

    fn read(record: &Record, catalog: &Catalog) -> Result<Self, Fault> {
        let fields = record.fields();
        let seller = fields.text(&api_fields::SELLER);
        let seller = seller.and_then(|word| Seller::from_word(&word));
        Self {
            id: record.name.clone(),
            provider: fields.text(&api_fields::PROVIDER).unwrap_or_default(),
            model: fields.text(&api_fields::MODEL).unwrap_or_default(),
            tier: fields.tier().unwrap_or(Tier::Small),
            index: fields.index(),
            serves: fields.text(&api_fields::SERVES),
            modalities: fields.words(&api_fields::MODALITIES),
            context_tokens: fields.number(&api_fields::CONTEXT_TOKENS),
            max_output_tokens: fields.number(&api_fields::MAX_OUTPUT_TOKENS),
            prices: prices(fields),
            batch_discount: fields.number(&api_fields::BATCH_DISCOUNT),
            long_context: fields
                .tables(&api_fields::LONG_CONTEXT)
                .map(|entry| LongContext {
                    above_prompt_tokens: entry
                        .required(&api_fields::long_context::ABOVE_PROMPT_TOKENS),
                    prices: prices(entry),
                })
                .collect(),
            scheduled: fields
                .tables(&api_fields::SCHEDULED)
                .filter_map(|entry| {
                    Some(Scheduled {
                        from: entry.date(&api_fields::scheduled::FROM)?,
                        prices: prices(entry),
                    })
                })
                .collect(),
            seller: seller.unwrap_or_default(),
            billing: billing(fields),
            terms: terms(fields),
            plan: None,
            tokens_factor: fields.number(&api_fields::TOKENS_FACTOR).unwrap_or(1.0),
            time_to_first_token_seconds: fields.range(&api_fields::TIME_TO_FIRST_TOKEN_SECONDS),
            decode_tokens_per_second: fields.range(&api_fields::DECODE_TOKENS_PER_SECOND),
            source: record.source(catalog.documents()),
        }
        .checked()
    }

    fn lazy(catalog: &Catalog) -> &Lazy<Self> {
        &catalog.apis
    }
}

/// `[model."…"]`.
impl Noun for Model {
    const KIND: &'static str = "model";

    fn read(record: &Record, catalog: &Catalog) -> Result<Self, Fault> {
        let fields = record.fields();
        let experts = match (
            fields.number(&weights_fields::EXPERTS),
            fields.number(&weights_fields::EXPERTS_PER_TOKEN),
        ) {
            (Some(total), Some(per_token)) => Some(Experts { total, per_token }),
            (None, None) => None,
            _ => {
                return Err(Fault::new(
                    if fields.number(&weights_fields::EXPERTS).is_some() {
                        "experts"
                    } else {
                        "experts_per_token"
                    },
                    "`experts` and `experts_per_token` go together; expected both or neither",
                ));
            }
        };
        let weights = fields.sizes(&weights_fields::WEIGHTS_GB);
        Self {
            id: record.name.clone(),
            name: fields.text(&weights_fields::NAME).unwrap_or_default(),
            tier: fields.tier().unwrap_or(Tier::Small),
            index: fields.index(),
            parameters_billion: fields.required(&weights_fields::PARAMETERS_BILLION),
            active_parameters_billion: fields.required(&weights_fields::ACTIVE_PARAMETERS_BILLION),
            layers: fields.required(&weights_fields::LAYERS),
            experts,
            kv_bytes_per_token: fields.required(&weights_fields::KV_BYTES_PER_TOKEN),
            heads: Heads {
                queries: fields
                    .number(&weights_fields::QUERY_HEADS_PER_KV_HEAD)
                    .unwrap_or(Heads::UNKNOWN.queries),
                cache: fields.number(&weights_fields::KV_HEADS).unwrap_or(Heads::UNKNOWN.cache),
            },
            state: Gigabytes::new(
                fields.number(&weights_fields::STATE_MB_PER_REQUEST).unwrap_or(0.0) / 1_000.0,
            ),
            context_tokens: fields.required(&weights_fields::CONTEXT_TOKENS),
            modalities: fields.words(&weights_fields::MODALITIES),
            weights: weights.map(|(name, size)| (name, Gigabytes::new(size))).collect(),
            tokens_factor: fields.number(&weights_fields::TOKENS_FACTOR).unwrap_or(1.0),
            output_factor: fields.number(&weights_fields::OUTPUT_FACTOR),
            source: record.source(catalog.documents()),
        }
        .checked()
    }

    fn lazy(catalog: &Catalog) -> &Lazy<Self> {
        &catalog.models
    }
}

/// `[throughput."…"."…"."…"."…"]`.
impl Noun for Measured {
    const KIND: &'static str = "throughput";

    fn read(record: &Record, catalog: &Catalog) -> Result<Self, Fault> {
        let fields = record.fields();
        let [hardware, model, quantization, engine] = record.names();
        let (engine, mut features) = engine_and_features(&engine);
        // Who does not say how it guessed ahead has at least said that it did.
        if features.is_empty() && fields.flag(&measured_fields::SPECULATIVE) {
            features.push(Text::Borrowed(SPECULATIVE));
        }
        let both = || {
            Some(Request {
                prompt_tokens: fields.number(&measured_fields::PROMPT_TOKENS)?,
                output_tokens: fields.number(&measured_fields::OUTPUT_TOKENS)?,
            })
        };
        let includes_prefill = fields.flag(&measured_fields::INCLUDES_PREFILL);
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
            prefill: fields
                .number(&measured_fields::PREFILL_TOKENS_PER_SECOND)
                .map(TokensPerSecond::new),
            decode: fields
                .pairs(&measured_fields::DECODE_TOKENS_PER_SECOND)
                .map(|(concurrency, aggregate)| DecodePoint {
                    concurrency,
                    aggregate: TokensPerSecond::new(aggregate),
                })
                .collect(),
            context_tokens: fields
                .number(&measured_fields::CONTEXT_TOKENS)
                .or_else(|| both().map(Request::context_tokens)),
            request: both().filter(|request| request.context_tokens() > 0.0),
            ran: fields.stated_flag(&measured_fields::RAN).unwrap_or(true),
            end_to_end,
            split: fields.number(&measured_fields::TENSOR_PARALLEL).map(|tensor_parallel| Split {
                tensor_parallel,
                stages: fields.number(&measured_fields::PIPELINE_STAGES).unwrap_or(1.0),
            }),
            speculative: fields.flag(&measured_fields::SPECULATIVE)
                || features.iter().any(|name| guesses_ahead(catalog, name)),
            features,
            // Somebody else's machine may be otherwise than one of the same kind.
            doubt: catalog
                .doubt(record)
                .of_runs(fields.number(&measured_fields::SPREAD_PERCENT).unwrap_or(0.0) / 100.0),
            source: record.source(catalog.documents()),
        }
        .checked()
    }

    fn lazy(catalog: &Catalog) -> &Lazy<Self> {
        &catalog.measured
    }
}

fn guesses_ahead(catalog: &Catalog, feature: &str) -> bool {
    let found = catalog.named::<Feature>(feature);
    found.is_some_and(|feature| feature.effect == Effect::Speculation)
}

/// `[load.…]`.
impl Noun for Load {
    const KIND: &'static str = "load";

    fn read(record: &Record, _: &Catalog) -> Result<Self, Fault> {
        let fields = record.fields();
        let hours = fields.numbers(&load_fields::HOURS).unwrap_or_default();
        let load = match (hours.len(), fields.number(&load_fields::WEEKEND_FACTOR)) {
            (168, Some(_)) => {
                let message = "168 `hours` hold the weekend; expected no `weekend_factor`";
                return Err(Fault::new("weekend_factor", message));
            }
            (168, None) => Self::weekly(record.name.clone(), array(&hours)),
            (_, weekend) => Self::new(record.name.clone(), &array(&hours), weekend.unwrap_or(1.0)),
        };
        let mut load = load.map_err(|message| Fault::new("hours", message))?;
        if let Some(hours) = fields.numbers(&load_fields::SERIES) {
            load = series(record, hours)?;
        }
        Ok(load.at_utc_offset(fields.number(&load_fields::UTC_OFFSET).unwrap_or(0.0)))
    }

    fn lazy(catalog: &Catalog) -> &Lazy<Self> {
        &catalog.loads
    }
}

/// The series of a load; 1970 began on a Thursday.
fn series(record: &Record, hours: Vec<f64>) -> Result<Load, Fault> {
    let from = record.fields().date(&load_fields::SERIES_FROM);
    let weekday = from.map_or(0, |from| (from.days_since_1970() + 3).rem_euclid(7) as usize);
    Load::series(record.name.clone(), weekday * 24, hours)
        .map_err(|message| Fault::new("series", message))
}

/// A list whose length has been checked.
fn array<const N: usize>(numbers: &[f64]) -> [f64; N] {
    let mut array = [0.0; N];
    array.iter_mut().zip(numbers).for_each(|(slot, number)| *slot = *number);
    array
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
            factor: fields.required(&calibration_fields::FACTOR),
            measurements: fields.required(&calibration_fields::MEASUREMENTS),
            concurrency: fields.required(&calibration_fields::CONCURRENCY),
            source: record.source(catalog.documents()),
        })
    }

    fn lazy(catalog: &Catalog) -> &Lazy<Self> {
        &catalog.calibrations
    }
}
