//! The throughput model's constants, from the sections they are spread over to one set for each
//! engine on each family.
//!
//! A constant is the estimator's, times the factor of the engine, of the vendor and of the engine
//! on that family. A factor that is not written is 1, so every engine and every family has one.

use super::document::Document;
use super::fields::{estimator_fields, factor_fields};
use super::record::Fields;
use super::records::Records;
use crate::engine::{Batch, Constants, Link, OneStream, Prefill, Spread, Spreads};
use crate::source::{Source, Text};
use crate::units::Gigabytes;

/// Factors of one engine, vendor, family, or engine on a family; those that do not apply are 1.
#[derive(Clone, Debug, PartialEq)]
struct Factors {
    names: Text,
    families: Vec<Text>,
    quantizations: Option<Vec<Text>>,
    usable_memory_share: f64,
    memory_overhead: f64,
    layer: f64,
    prefill: f64,
    unpack: f64,
    batch_peak: f64,
    batch_sequence: f64,
    batch_prefill: f64,
    caution: Option<Text>,
}

impl Factors {
    /// What has no factors of its own.
    const NONE: Self = Self {
        names: Text::Borrowed(""),
        families: Vec::new(),
        quantizations: None,
        usable_memory_share: 1.0,
        memory_overhead: 0.0,
        layer: 1.0,
        prefill: 1.0,
        unpack: 1.0,
        batch_peak: 1.0,
        batch_sequence: 1.0,
        batch_prefill: 1.0,
        caution: None,
    };

    fn read(names: Text, fields: Fields<'_>) -> Self {
        let factor = |key| fields.number(key).unwrap_or(1.0);
        Self {
            names,
            families: fields.words(&factor_fields::engine::FAMILIES).unwrap_or_default(),
            quantizations: fields.words(&factor_fields::engine::QUANTIZATIONS),
            usable_memory_share: factor(&factor_fields::USABLE_MEMORY_SHARE),
            memory_overhead: fields
                .number(&factor_fields::engine::MEMORY_OVERHEAD_GB)
                .unwrap_or(0.0),
            layer: factor(&factor_fields::LAYER_FACTOR),
            prefill: factor(&factor_fields::PREFILL_FACTOR),
            unpack: factor(&factor_fields::family::UNPACK_FACTOR),
            batch_peak: factor(&factor_fields::engine::BATCH_PEAK_FACTOR),
            batch_sequence: factor(&factor_fields::engine::BATCH_SEQUENCE_FACTOR),
            batch_prefill: factor(&factor_fields::engine::BATCH_PREFILL_FACTOR),
            caution: fields.text(&factor_fields::engine_family::CAUTION),
        }
    }
}

/// The throughput model: constants, and factors on them.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimator {
    base: Constants,
    /// The interval of what somebody else measured.
    pub measured: Spread,
    batch_engines: Vec<Text>,
    batch_families: Vec<Text>,
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
            measured: spread(
                fields
                    .table(&estimator_fields::INTERVAL)
                    .table(&estimator_fields::interval::MEASURED),
            ),
            batch_engines: fields
                .words(&estimator_fields::BATCH_MEASURED_ENGINES)
                .unwrap_or_default(),
            batch_families: fields
                .words(&estimator_fields::BATCH_MEASURED_FAMILIES)
                .unwrap_or_default(),
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
        let mut constants = self.base.clone();
        constants.engine = Text::Owned(engine.to_string());
        constants.family = Text::Owned(family.to_string());
        constants.quantizations = quantizations.cloned().unwrap_or_default();
        constants.usable_memory_share =
            of_engine.usable_memory_share * of_family.usable_memory_share;
        constants.memory_overhead = Gigabytes::new(of_engine.memory_overhead);
        constants.one_stream.layer_seconds *= of_engine.layer * of_vendor.layer * of_pair.layer;
        constants.one_stream.unpack *= of_family.unpack;
        constants.prefill.peak_fraction *= of_engine.prefill * of_vendor.prefill * of_pair.prefill;
        constants.batch.peak_fraction *= of_engine.batch_peak;
        constants.batch.sequence_layer_seconds *= of_engine.batch_sequence;
        constants.batch.prefill_factor *= of_engine.batch_prefill;
        constants.batch_was_measured = self.batch_engines.iter().any(|name| name == engine)
            && self.batch_families.iter().any(|name| name == family);
        constants.caution = of_pair.caution.clone();
        constants
    }
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
    let one_stream = fields.table(&estimator_fields::ONE_STREAM);
    let prefill = fields.table(&estimator_fields::PREFILL);
    let batch = fields.table(&estimator_fields::BATCH);
    let interval = fields.table(&estimator_fields::INTERVAL);
    let spread = |key| spread(interval.table(key));
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
            unpack: one_stream.required(&estimator_fields::one_stream::UNPACK),
        },
        prefill: Prefill {
            peak_fraction: prefill.required(&estimator_fields::prefill::PEAK_FRACTION),
            moe_factor: prefill.required(&estimator_fields::prefill::MOE_FACTOR),
            weight_read: prefill.required(&estimator_fields::prefill::WEIGHT_READ),
            chunk_layer_seconds: prefill
                .required(&estimator_fields::prefill::CHUNK_LAYER_MICROSECONDS)
                * 1e-6,
            chunk_tokens: prefill.required(&estimator_fields::prefill::CHUNK_TOKENS),
            attention: prefill.required(&estimator_fields::prefill::ATTENTION),
        },
        batch: Batch {
            peak_fraction: batch.required(&estimator_fields::batch::PEAK_FRACTION),
            sequence_layer_seconds: batch
                .required(&estimator_fields::batch::SEQUENCE_LAYER_MICROSECONDS)
                * 1e-6,
            prefill_factor: batch.required(&estimator_fields::batch::PREFILL_FACTOR),
        },
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
        caution: None,
        source,
    }
}

fn spread(fields: Fields<'_>) -> Spread {
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
