//! What the tables of fields share: how a field is named, its bounds, and the fields that every
//! profile has.

pub use crate::model::MODALITIES;
pub use crate::profile::schema::{Bounds, Field, Kind, above, from};
use crate::tier::Tier;

/// Names fields, and lists them in this order as the fields of a table. A name without a field is
/// one that is defined elsewhere.
macro_rules! fields {
    ($table:ident, [$($name:ident $(= $new:ident($($part:expr),* $(,)?))?),* $(,)?]) => {
        $($(pub const $name: Field = $new($($part),*);)?)*
        pub const $table: &[Field] = &[$($name),*];
    };
}
pub(crate) use fields;

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
pub const TIERS: &[&str] = &[Tier::Small.word(), Tier::Mid.word(), Tier::Frontier.word()];
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

pub const PERCENT: Kind = Kind::Number(from(0.0, 100.0));
pub const FRACTION: Bounds = from(0.0, 1.0);
pub const TOKENS: Bounds = above(0.0, 100_000_000.0);
// Slower or smaller is surely in another unit, and the fleet would be too large to count.
pub const RATE: Bounds = from(0.001, 100_000_000.0);
// A tokenizer that makes a hundred times as many tokens is a mistake.
pub const TOKENIZER: Bounds = from(0.01, 100.0);
pub const SHARE: Kind = Kind::Number(above(0.0, 1.0));
pub const RATIO: Kind = Kind::Number(above(0.0, 1_000.0));
pub const MICROSECONDS: Kind = Kind::Number(from(0.0, 1e6));

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

pub const ALIASES: Field = may(
    "aliases",
    Kind::Texts,
    "[\"haiku\"]",
    "Other names that people type for it; capitals and signs between words make no difference.",
);

pub const USD: Bounds = from(0.0, 1e9);

pub const OUTPUT_FACTOR: Field = may(
    "output_factor",
    Kind::Number(from(1.0, 100.0)),
    "3",
    "Output that is made and billed for each token that is seen, hidden reasoning included; 1 where a workload's own logs count it.",
);

pub const INDEX: Field = may(
    "index",
    Kind::Table(index::ALL),
    "{ value = 33.7, as_of = 2026-10-06 }",
    "Its number on the public index that the tier is drawn from: mid from 18, frontier from 44.",
);

/// Fields of `index`.
pub mod index {
    use super::*;

    fields!(
        ALL,
        [
            VALUE = must("value", Kind::Number(from(0.0, 100.0)), "33.7", "The number."),
            VERSION = may("version", Kind::Text, "\"4.3\"", "The version of the index."),
            MODE = may(
                "mode",
                Kind::Word(&["reasoning", "plain"]),
                "\"reasoning\"",
                "Whether it was scored with reasoning or without; without the field nobody says.",
            ),
            OTHER_MODE = may(
                "other_mode",
                Kind::Number(from(0.0, 100.0)),
                "22",
                "The number of the other mode.",
            ),
            AS_OF,
        ]
    );
}

pub const TIER: Field = must("tier", Kind::Word(TIERS), "\"mid\"", "What the model can do.");
