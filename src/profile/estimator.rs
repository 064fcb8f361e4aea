//! The throughput model's constants, from the sections they are spread over to one set for each
//! engine on each family.
//!
//! A constant is the estimator's, times the factors of the engine, of the vendor, of the family and of
//! the engine on that family. A factor that is not written is 1, so every engine and every family has one.

use super::document::Document;
use super::fields::estimator_fields::{gain, spread};
use super::fields::factor_fields::{engine, own_interval};
use super::fields::{estimator_fields, factor_fields};
use super::record::Fields;
use super::records::Records;
use super::schema::Field;
use crate::engine::{Batch, Constants, Link, OneStream, Prefill, Spread, Spreads};
use crate::source::{Source, Text};
use crate::units::Gigabytes;

/// Fields of the factors; each multiplies the constant that it is named after.
const FACTORS: [&Field; 10] = [
    &factor_fields::EFFICIENCY_FACTOR,
    &factor_fields::KV_FACTOR,
    &factor_fields::LAYER_FACTOR,
    &factor_fields::UNPACK_FACTOR,
    &factor_fields::PREFILL_FACTOR,
    &factor_fields::EXPERT_PREFILL_FACTOR,
    &factor_fields::CHUNK_FACTOR,
    &factor_fields::ATTENTION_FACTOR,
    &factor_fields::BATCH_PEAK_FACTOR,
    &factor_fields::BATCH_SEQUENCE_FACTOR,
];

/// What one engine, vendor, family, or engine on a family changes; factors that do not apply are 1.
#[derive(Clone, Debug, PartialEq)]
struct Factors {
    names: Text,
    families: Vec<Text>,
    quantizations: Option<Vec<Text>>,
    narrow: [Vec<Text>; 2],
    usable_memory_share: f64,
    memory_overhead: f64,
    chunk_tokens: Option<f64>,
    peak_factor: f64,
    factors: [f64; FACTORS.len()],
    /// Intervals of one stream, several and prompts.
    spreads: [Option<Spread>; 3],
}

impl Factors {
    /// What has no factors of its own.
    const NONE: Self = Self {
        names: Text::Borrowed(""),
        families: Vec::new(),
        quantizations: None,
        narrow: [Vec::new(), Vec::new()],
        usable_memory_share: 1.0,
        memory_overhead: 0.0,
        chunk_tokens: None,
        peak_factor: 1.0,
        factors: [1.0; FACTORS.len()],
        spreads: [None; 3],
    };

    fn read(names: Text, fields: Fields<'_>) -> Self {
        let factor = |key| fields.number(key).unwrap_or(1.0);
        let interval = |field| {
            let table = fields.table(&factor_fields::engine_family::INTERVAL).table(field);
            let end = |field| table.number(field);
            Some(Spread { low: end(&spread::LOW)?, high: end(&spread::HIGH)? })
        };
        let words = |field| fields.words(field).unwrap_or_default();
        Self {
            names,
            families: words(&engine::FAMILIES),
            quantizations: fields.words(&engine::QUANTIZATIONS),
            narrow: [&engine::EIGHT_BIT, &engine::FOUR_BIT].map(words),
            usable_memory_share: factor(&factor_fields::USABLE_MEMORY_SHARE),
            memory_overhead: fields.number(&engine::MEMORY_OVERHEAD_GB).unwrap_or(0.0),
            chunk_tokens: fields.number(&engine::CHUNK_TOKENS),
            peak_factor: factor(&factor_fields::family::PEAK_FACTOR),
            factors: FACTORS.map(factor),
            spreads: [&own_interval::ONE_STREAM, &own_interval::BATCH, &own_interval::PREFILL]
                .map(interval),
        }
    }
}

/// The throughput model: constants, and factors on them.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimator {
    base: Constants,
    /// The interval of what somebody else measured.
    pub measured: Spread,
    engines: Vec<Factors>,
    vendors: Vec<Factors>,
    families: Vec<Factors>,
    pairs: Vec<Factors>,
}

impl Estimator {
    /// The model that these records describe; `None` when it has no `[estimator]`.
    pub fn read(all: &Records, documents: &[Document]) -> Option<Self> {
        let record = all.of("estimator").first()?;
        let fields = record.fields();
        let factors = |kind| {
            let records = all.of(kind).iter();
            records.map(|record| Factors::read(record.name.clone(), record.fields())).collect()
        };
        let link = |name| all.find("interconnect", name).map(|record| link(record.fields()));
        Some(Self {
            base: base(fields, [link("pcie")?, link("nvlink")?], record.source(documents)),
            measured: ends(
                fields
                    .table(&estimator_fields::INTERVAL)
                    .table(&estimator_fields::interval::MEASURED),
            ),
            engines: factors("engine"),
            vendors: factors("vendor"),
            families: factors("family"),
            pairs: factors("engine_family"),
        })
    }

    /// The constants of every engine on every family that it runs on.
    pub fn all(&self) -> impl Iterator<Item = Constants> {
        self.engines.iter().flat_map(|engine| {
            engine.families.iter().map(|family| Constants {
                engine: engine.names.clone(),
                family: family.clone(),
                ..self.constants(&engine.names, family)
            })
        })
    }

    /// The constants of an engine on a family, also when neither is known.
    pub fn constants(&self, engine: &str, family: &str) -> Constants {
        let of_engine = named(&self.engines, engine);
        let of_vendor = named(&self.vendors, vendor(family));
        let of_family = named(&self.families, family);
        let is_pair = |factors: &&Factors| {
            let rest = factors.names.strip_prefix(engine);
            rest.and_then(|rest| rest.strip_prefix(' ')) == Some(family)
        };
        let of_pair = self.pairs.iter().find(is_pair).unwrap_or(&NONE);
        let quantizations = of_pair.quantizations.as_ref().or(of_engine.quantizations.as_ref());
        let all = [of_engine, of_vendor, of_family, of_pair];
        let factor = |which: usize| all.iter().map(|factors| factors.factors[which]).product();
        let mut constants = multiplied(&self.base, std::array::from_fn(factor));
        constants.engine = Text::Owned(engine.to_string());
        constants.family = Text::Owned(family.to_string());
        constants.quantizations = quantizations.cloned().unwrap_or_default();
        constants.narrow = of_engine.narrow.clone();
        constants.usable_memory_share =
            of_engine.usable_memory_share * of_family.usable_memory_share;
        constants.memory_overhead = Gigabytes::new(of_engine.memory_overhead);
        constants.peak_factor = of_family.peak_factor;
        let Spreads { one_stream, batch, prefill, .. } = &mut constants.spreads;
        for (spread, own) in [one_stream, batch, prefill].into_iter().zip(of_pair.spreads) {
            *spread = own.unwrap_or(*spread);
        }
        constants.prefill.chunk_tokens =
            of_engine.chunk_tokens.unwrap_or(constants.prefill.chunk_tokens);
        constants.batch_was_measured = of_pair.spreads[1].is_some();
        constants
    }
}

/// The constants times these factors, in the order of their keys.
fn multiplied(base: &Constants, factors: [f64; FACTORS.len()]) -> Constants {
    let [efficiency, kv, layer, unpack, prefill, moe, chunk, attention, peak, sequence] = factors;
    let mut all = base.clone();
    all.one_stream.efficiency = (all.one_stream.efficiency * efficiency).min(1.0);
    all.one_stream.kv_efficiency *= kv;
    all.one_stream.layer_seconds *= layer;
    all.one_stream.unpack *= unpack;
    all.prefill.peak_fraction *= prefill;
    all.prefill.moe_factor *= moe;
    all.prefill.chunk_layer_seconds *= chunk;
    all.prefill.attention *= attention;
    all.batch.peak_fraction *= peak;
    all.batch.sequence_layer_seconds *= sequence;
    all
}

static NONE: Factors = Factors::NONE;

fn named<'a>(list: &'a [Factors], name: &str) -> &'a Factors {
    list.iter().find(|factors| factors.names == name).unwrap_or(&NONE)
}

/// The maker of a family: the families of the two that have several begin with their name.
///
/// ```
/// use breakeven::profile::estimator::vendor;
/// assert_eq!(vendor("nv-geforce"), "nv");
/// assert_eq!(vendor("amd-apu"), "amd");
/// assert_eq!(vendor("apple"), "apple");
/// ```
pub fn vendor(family: &str) -> &str {
    match family.split_once('-') {
        Some((vendor @ ("nv" | "amd"), _)) => vendor,
        _ => family,
    }
}

fn base(fields: Fields<'_>, [pcie, nvlink]: [Link; 2], source: Source) -> Constants {
    use estimator_fields::prefill as of_prompts;
    let one_stream = fields.table(&estimator_fields::ONE_STREAM);
    let prefill = fields.table(&estimator_fields::PREFILL);
    let batch = fields.table(&estimator_fields::BATCH);
    let interval = fields.table(&estimator_fields::INTERVAL);
    let spread = |key| ends(interval.table(key));
    Constants {
        engine: Text::Borrowed(""),
        family: Text::Borrowed(""),
        quantizations: Vec::new(),
        usable_memory_share: 1.0,
        memory_overhead: Gigabytes::ZERO,
        one_stream: OneStream {
            efficiency: one_stream.required(&estimator_fields::one_stream::EFFICIENCY),
            kv_efficiency: one_stream.required(&estimator_fields::one_stream::KV_EFFICIENCY),
            layer_seconds: one_stream.required(&estimator_fields::one_stream::LAYER_MICROSECONDS)
                * 1e-6,
            expert_layer_seconds: one_stream
                .required(&estimator_fields::one_stream::EXPERT_LAYER_MICROSECONDS)
                * 1e-6,
            unpack: one_stream.required(&estimator_fields::one_stream::UNPACK),
        },
        prefill: Prefill {
            peak_fraction: prefill.required(&of_prompts::PEAK_FRACTION),
            moe_factor: prefill.required(&of_prompts::MOE_FACTOR),
            weight_read: prefill.required(&of_prompts::WEIGHT_READ),
            expert_pad_tokens: prefill.number(&of_prompts::EXPERT_PAD_TOKENS).unwrap_or(0.0),
            activation_bytes: prefill.number(&of_prompts::ACTIVATION_BYTES).unwrap_or(0.0),
            chunk_layer_seconds: prefill.required(&of_prompts::CHUNK_LAYER_MICROSECONDS) * 1e-6,
            chunk_tokens: prefill.required(&of_prompts::CHUNK_TOKENS),
            attention: prefill.required(&of_prompts::ATTENTION),
        },
        batch: Batch {
            peak_fraction: batch.required(&estimator_fields::batch::PEAK_FRACTION),
            sequence_layer_seconds: batch
                .required(&estimator_fields::batch::SEQUENCE_LAYER_MICROSECONDS)
                * 1e-6,
        },
        gains: [&gain::EIGHT_BIT, &gain::FOUR_BIT]
            .map(|field| fields.table(&estimator_fields::GAIN).required(field)),
        narrow: [Vec::new(), Vec::new()],
        peak_factor: 1.0,
        pcie,
        nvlink,
        spreads: Spreads {
            one_stream: spread(&estimator_fields::interval::ONE_STREAM),
            batch: spread(&estimator_fields::interval::BATCH),
            prefill: spread(&estimator_fields::interval::PREFILL),
            calibrated: spread(&estimator_fields::interval::CALIBRATED),
        },
        prior_measurements: fields
            .table(&estimator_fields::CALIBRATION)
            .required(&estimator_fields::prior::PRIOR_MEASUREMENTS),
        batch_was_measured: false,
        source,
    }
}

fn ends(fields: Fields<'_>) -> Spread {
    Spread {
        low: fields.required(&estimator_fields::spread::LOW),
        high: fields.required(&estimator_fields::spread::HIGH),
    }
}

fn link(fields: Fields<'_>) -> Link {
    Link {
        layer_seconds: fields.required(&factor_fields::interconnect::LAYER_MICROSECONDS) * 1e-6,
        token_layer_seconds: fields
            .required(&factor_fields::interconnect::TOKEN_LAYER_MICROSECONDS)
            * 1e-6,
    }
}
