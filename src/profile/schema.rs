//! What may be written in a profile: every field, its kind, unit and meaning, exactly once.
//!
//! The reader checks against these tables, and the field reference in `profiles/README.md` and the
//! JSON Schemas are made from them.

/// What a field holds.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Any text of one line.
    Text,
    /// A list of texts.
    Texts,
    /// The name of a profile.
    Name,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A list of these words.
    Words(&'static [&'static str]),
    /// A number.
    Number(Bounds),
    /// A whole number.
    Whole(Bounds),
    /// A number or a range `{ low, typical, high }`.
    Range(Bounds),
    /// A price per million tokens: a number or a range. Zero only in a profile that says `free`.
    TokenPrice,
    /// `true` or `false`.
    Flag,
    /// A date without a time.
    Date,
    /// A list of numbers of one of these lengths; of any when there are none.
    Numbers(&'static [usize], Bounds),
    /// A table of named numbers.
    Sizes(Bounds),
    /// A list of `[concurrency, tokens per second]` pairs.
    Curve,
    /// A table of fields.
    Table(&'static [Field]),
    /// A list of tables of fields.
    Tables(&'static [Field]),
}

/// Which numbers are accepted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// The smallest.
    pub min: f64,
    /// The largest.
    pub max: f64,
    /// Whether the smallest itself is refused.
    pub above_min: bool,
}

/// Numbers from `min` to `max`, both accepted.
pub const fn from(min: f64, max: f64) -> Bounds {
    Bounds { min, max, above_min: false }
}

/// Numbers above `min`, up to `max`.
pub const fn above(min: f64, max: f64) -> Bounds {
    Bounds { min, max, above_min: true }
}

/// Outside these a price per million tokens is almost surely in another unit. Price databases
/// have been seen with a price a million times too small and one a hundred times too high.
pub const TOKEN_PRICE: Bounds = from(0.001, 1_000.0);

/// The largest concurrency and the largest speed of a point of a [`Kind::Curve`].
pub const CURVE: (f64, f64) = (1e6, 1e9);

/// One field of a profile.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The key; its unit is in its name.
    pub key: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether a profile without it is refused.
    pub required: bool,
    /// What it means, in one sentence.
    pub doc: &'static str,
    /// A value as it would be written.
    pub example: &'static str,
}

/// One kind of profile.
#[derive(Clone, Copy, Debug)]
pub struct Section {
    /// The first key: `[api."…"]`.
    pub key: &'static str,
    /// What the keys that follow it name, outermost first.
    pub names: &'static [&'static str],
    /// The fields.
    pub fields: &'static [Field],
    /// What it describes, in one sentence.
    pub doc: &'static str,
}
