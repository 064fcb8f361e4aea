//! The fields of every kind of profile, each a constant of the name of its key.
//!
//! A key is written here and nowhere else: the getters of [`record`](super::record) take the
//! constant, so that a key cannot be renamed for those who write profiles and not for the reader.
#![expect(missing_docs, reason = "a field has its meaning in it, for people who write profiles")]

use super::schema::{Bounds, Field, Kind, above, from};

/// Names fields, and lists them in this order as the fields of a table. A name without a field is
/// one that is defined elsewhere.
macro_rules! fields {
    ($table:ident, [$($name:ident $(= $new:ident($($part:expr),* $(,)?))?),* $(,)?]) => {
        $($(pub const $name: Field = $new($($part),*);)?)*
        pub const $table: &[Field] = &[$($name),*];
    };
}
pub(crate) use fields;

pub mod api_fields;
pub mod calibration_fields;
pub mod default_fields;
pub mod estimator_fields;
pub mod factor_fields;
pub mod hardware_fields;
pub mod load_fields;
pub mod measured_fields;
pub mod weights_fields;
pub mod workload_fields;

pub const fn must(
    key: &'static str,
    kind: Kind,
    example: &'static str,
    doc: &'static str,
) -> Field {
    Field { key, kind, required: true, doc, example }
}

pub const fn may(key: &'static str, kind: Kind, example: &'static str, doc: &'static str) -> Field {
    Field { key, kind, required: false, doc, example }
}

/// What a model can do, lowest first.
pub const TIERS: &[&str] = &["small", "mid", "frontier"];
/// Kinds of accelerators.
pub const FAMILIES: &[&str] = &[
    "nv-geforce",
    "nv-pro",
    "nv-dc",
    "nv-gb10",
    "nv-old",
    "apple",
    "amd-apu",
    "amd-radeon",
    "amd-dc",
    "igpu",
    "cpu",
    "other",
];

pub const FRACTION: Bounds = from(0.0, 1.0);
pub const TOKENS: Bounds = above(0.0, 100_000_000.0);
// Slower or smaller is surely in another unit, and the fleet would be too large to count.
pub const RATE: Bounds = from(0.001, 100_000_000.0);
// A tokenizer that makes a hundred times as many tokens is a mistake.
const TOKENIZER: Bounds = from(0.01, 100.0);
const SHARE: Kind = Kind::Number(above(0.0, 1.0));
const RATIO: Kind = Kind::Number(above(0.0, 1_000.0));
const MICROSECONDS: Kind = Kind::Number(from(0.0, 1e6));

pub const AS_OF: Field =
    must("as_of", Kind::Date, "2026-11-11", "The day on which the numbers were true.");
pub const SOURCE: Field = must(
    "source",
    Kind::Text,
    "\"https://example.com/prices\"",
    "Where the numbers are from: an address or the name of a publication.",
);
pub const BASIS: Field = may(
    "basis",
    Kind::Text,
    "\"estimate: host power is a guess\"",
    "Which number nobody published, and how it was obtained; begins with `estimate:` or `old:`.",
);
pub const NOTES: Field =
    may("notes", Kind::Text, "\"price rises in 2027\"", "What a user of these numbers must know.");

pub const TIER: Field = must("tier", Kind::Word(TIERS), "\"mid\"", "What the model can do.");
