//! Numbers in JSON: of tokens, whole, as a float or in quotes, never negative; and of money, also in
//! quotes.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, Visitor};

/// More than this in one row is damage, not usage.
const MOST: f64 = 1e15;

/// A number of tokens or requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tokens(pub u64);

/// The number of tokens that a float means.
///
/// # Errors
/// Says what is wrong with it.
pub fn whole(number: f64) -> Result<u64, &'static str> {
    if number < 0.0 {
        Err("a number is negative")
    } else if number <= MOST {
        Ok(number.round() as u64)
    } else {
        Err("a number is larger than any usage")
    }
}

/// A number that is there, or nothing.
pub fn stated(tokens: Option<Tokens>) -> Option<u64> {
    tokens.map(|tokens| tokens.0)
}

struct Number;

impl Visitor<'_> for Number {
    type Value = Tokens;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number of tokens")
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Tokens, E> {
        if number as f64 <= MOST { Ok(Tokens(number)) } else { self.visit_f64(number as f64) }
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Tokens, E> {
        self.visit_f64(number as f64)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Tokens, E> {
        whole(number).map(Tokens).map_err(E::custom)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Tokens, E> {
        let number = text.trim().parse().map_err(|_| E::custom("a number is not a number"))?;
        self.visit_f64(number)
    }
}

impl<'de> Deserialize<'de> for Tokens {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Number)
    }
}

/// An amount of money.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Amount(pub f64);

struct Money;

impl Visitor<'_> for Money {
    type Value = Amount;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an amount")
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Amount, E> {
        Ok(Amount(number as f64))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Amount, E> {
        Ok(Amount(number as f64))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Amount, E> {
        Ok(Amount(number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Amount, E> {
        let number = text.trim().parse().ok().filter(|number: &f64| number.is_finite());
        number.map(Amount).ok_or_else(|| E::custom("an amount is not a number"))
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Money)
    }
}
