//! What a field accepts, in words.

use super::schema::{Bounds, Kind};
use crate::figure::whole;
use crate::text::one_of;

/// Lengths as words: `24 or 168`.
pub(super) fn or(lengths: &[usize]) -> String {
    lengths.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or ")
}

/// What a field of this kind accepts.
pub(super) fn wanted(kind: Kind) -> String {
    match kind {
        Kind::Text => "text in quotes".into(),
        Kind::Texts => "a list of texts in quotes".into(),
        Kind::Name => "the name of a profile in quotes".into(),
        Kind::Word(words) => one_of(words.iter().copied()),
        Kind::Words(words) => format!("a list of {}", one_of(words.iter().copied())),
        Kind::Number(bounds) => number_wanted(bounds, false),
        Kind::Whole(bounds) => number_wanted(bounds, true),
        Kind::Range(bounds) => {
            format!("{}, or `{{ low = …, typical = …, high = … }}`", number_wanted(bounds, false))
        }
        Kind::TokenPrice => {
            "US dollars per million tokens, a number or `{ low = …, typical = …, high = … }`".into()
        }
        Kind::Flag => "`true` or `false`".into(),
        Kind::Date => "a date without quotes, like 2026-11-23".into(),
        Kind::Numbers([], _) => "a list of numbers".into(),
        Kind::Numbers(lengths, _) => format!("a list of {} numbers", or(lengths)),
        Kind::Sizes(_) => "a table of names and numbers".into(),
        Kind::Curve => "a list of `[concurrency, tokens per second]` pairs".into(),
        Kind::Table(_) => "a table".into(),
        Kind::Tables(_) => "a list of tables".into(),
    }
}

pub(super) fn number_wanted(bounds: Bounds, whole: bool) -> String {
    let what = if whole { "a whole number" } else { "a number" };
    let (min, max) = (grouped(bounds.min), grouped(bounds.max));
    if bounds.above_min {
        format!("{what} above {min} and at most {max}")
    } else {
        format!("{what} from {min} to {max}")
    }
}

/// A bound with its thousands grouped, as in `1,000,000`.
pub(super) fn grouped(number: f64) -> String {
    if number.fract() != 0.0 || number >= 1e15 {
        return number.to_string();
    }
    whole(number)
}
