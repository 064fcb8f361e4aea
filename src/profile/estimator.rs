//! The throughput model's constants, from the sections they are spread over to one set for each
//! engine on each family.
//!
//! A constant is the estimator's, times the factor of the engine, of the vendor and of the engine
//! on that family. A factor that is not written is 1, so every engine and every family has one.

use super::catalog::Catalog;
use super::record::Fields;
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
            families: fields.words("families").unwrap_or_default(),
            quantizations: fields.words("quantizations"),
            usable_memory_share: factor("usable_memory_share"),
            memory_overhead: fields.number("memory_overhead_gb").unwrap_or(0.0),
            layer: factor("layer_factor"),
            prefill: factor("prefill_factor"),
            unpack: factor("unpack_factor"),
            batch_peak: factor("batch_peak_factor"),
            batch_sequence: factor("batch_sequence_factor"),
            batch_prefill: factor("batch_prefill_factor"),
            caution: fields.text("caution"),
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
    /// The model of a catalog; `None` when it has no `[estimator]`.
    pub fn read(catalog: &Catalog) -> Option<Self> {
        let record = catalog.records_of("estimator").next()?;
        let fields = record.fields();
        let factors = |kind| {
            let records = catalog.records_of(kind);
            records.map(|record| Factors::read(record.name.clone(), record.fields())).collect()
        };
        let link = |name| catalog.record("interconnect", name).map(|record| link(record.fields()));
        Some(Self {
            base: base(fields, [link("pcie")?, link("nvlink")?], record.source(catalog)),
            measured: spread(fields.table("interval").table("measured")),
            batch_engines: fields.words("batch_measured_engines").unwrap_or_default(),
            batch_families: fields.words("batch_measured_families").unwrap_or_default(),
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
    let one_stream = fields.table("one_stream");
    let prefill = fields.table("prefill");
    let batch = fields.table("batch");
    let interval = fields.table("interval");
    let spread = |key| spread(interval.table(key));
    Constants {
        engine: Text::Borrowed(""),
        family: Text::Borrowed(""),
        quantizations: Vec::new(),
        usable_memory_share: 1.0,
        memory_overhead: Gigabytes::ZERO,
        one_stream: OneStream {
            efficiency: one_stream.required("efficiency"),
            kv_efficiency: one_stream.required("kv_efficiency"),
            layer_seconds: one_stream.required("layer_microseconds") * 1e-6,
            unpack: one_stream.required("unpack"),
        },
        prefill: Prefill {
            peak_fraction: prefill.required("peak_fraction"),
            moe_factor: prefill.required("moe_factor"),
            weight_read: prefill.required("weight_read"),
            chunk_layer_seconds: prefill.required("chunk_layer_microseconds") * 1e-6,
            chunk_tokens: prefill.required("chunk_tokens"),
            attention: prefill.required("attention"),
        },
        batch: Batch {
            peak_fraction: batch.required("peak_fraction"),
            sequence_layer_seconds: batch.required("sequence_layer_microseconds") * 1e-6,
            prefill_factor: batch.required("prefill_factor"),
        },
        pcie,
        nvlink,
        spreads: Spreads {
            one_stream: spread("one_stream"),
            batch: spread("batch"),
            prefill: spread("prefill"),
            calibrated: spread("calibrated"),
        },
        prior_measurements: fields.table("calibration").required("prior_measurements"),
        batch_was_measured: false,
        caution: None,
        source,
    }
}

fn spread(fields: Fields<'_>) -> Spread {
    Spread { low: fields.required("low"), high: fields.required("high") }
}

fn link(fields: Fields<'_>) -> Link {
    Link {
        layer_seconds: fields.required("layer_microseconds") * 1e-6,
        token_layer_seconds: fields.required("token_layer_microseconds") * 1e-6,
    }
}
