//! Checked tables -> features and their gains.

use super::catalog::Catalog;
use super::fields::estimator_fields::spread;
use super::fields::feature_fields::{self, gain, point};
use super::lazy::Lazy;
use super::nouns::Noun;
use super::record::{Fields, Record};
use crate::engine::Spread;
use crate::feature::{Effect, Feature, Gain, GainPoint};
use crate::range::Range;
use crate::source::{Fault, Text};

/// `[feature."…"]`.
impl Noun for Feature {
    const KIND: &'static str = "feature";

    fn read(record: &Record, catalog: &Catalog) -> Result<Self, Fault> {
        let fields = record.fields();
        let effect = fields.text(&feature_fields::EFFECT).and_then(|word| Effect::from_word(&word));
        Ok(Self {
            name: record.name.clone(),
            does: fields.text(&feature_fields::DOES).unwrap_or_default(),
            effect: effect.ok_or_else(|| Fault::new("effect", "not stated"))?,
            engines: fields.words(&feature_fields::ENGINES).unwrap_or_default(),
            kv_factor: fields.number(&feature_fields::KV_FACTOR).unwrap_or(1.0),
            extra_layers: fields.number(&feature_fields::EXTRA_LAYERS).unwrap_or(0.0),
            main_memory_efficiency: fields
                .number(&feature_fields::MAIN_MEMORY_EFFICIENCY)
                .unwrap_or(1.0),
            interval: interval(fields.table(&feature_fields::INTERVAL)).unwrap_or(Spread::NONE),
            source: record.source(catalog.documents()),
        })
    }

    fn lazy(catalog: &Catalog) -> &Lazy<Self> {
        &catalog.features
    }
}

fn interval(fields: Fields<'_>) -> Option<Spread> {
    Some(Spread { low: fields.number(&spread::LOW)?, high: fields.number(&spread::HIGH)? })
}

/// `[gain."…"."…"]`.
impl Noun for Gain {
    const KIND: &'static str = "gain";

    fn read(record: &Record, catalog: &Catalog) -> Result<Self, Fault> {
        let fields = record.fields();
        let [feature, _] = record.names();
        let points = fields.tables(&gain::DECODE).map(|entry| GainPoint {
            streams: entry.required(&point::STREAMS),
            gain: entry.range(&point::GAIN).unwrap_or(Range::exactly(1.0)),
        });
        Self {
            feature,
            models: fields.words(&gain::MODELS).unwrap_or_default(),
            engines: fields.words(&gain::ENGINES),
            decode: points.collect(),
            source: record.source(catalog.documents()),
        }
        .checked()
    }

    fn lazy(catalog: &Catalog) -> &Lazy<Self> {
        &catalog.gains
    }
}

/// What stands behind a name of an engine: `vllm+mtp` is `vllm` with `mtp`.
pub fn engine_and_features(name: &Text) -> (Text, Vec<Text>) {
    match name.split_once('+') {
        None => (name.clone(), Vec::new()),
        Some((engine, features)) => {
            let features = features.split('+').map(|name| Text::Owned(name.to_string()));
            (Text::Owned(engine.to_string()), features.collect())
        }
    }
}
