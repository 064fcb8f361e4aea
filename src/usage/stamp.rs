//! Moments in JSON: a text, or a number in seconds, milliseconds, microseconds or nanoseconds since
//! 1970, also in quotes.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, Visitor};

use super::moment::{parse, since_1970};

/// A second since 1970 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp(pub i64);

struct Moment;

const NONE: &str = "a time that is none";

impl Visitor<'_> for Moment {
    type Value = Stamp;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a time")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Stamp, E> {
        parse(text).map(|(at, _)| Stamp(at)).ok_or_else(|| E::custom(NONE))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Stamp, E> {
        self.visit_f64(number as f64)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Stamp, E> {
        self.visit_f64(number as f64)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Stamp, E> {
        since_1970(number).map(Stamp).ok_or_else(|| E::custom(NONE))
    }
}

impl<'de> Deserialize<'de> for Stamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Moment)
    }
}
