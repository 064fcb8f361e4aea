//! Rows of JSON into the structs that name what is read of them, in a walk that passes over all the rest.
//! What it does not read is left to a reader that says what is wrong.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::json_walk::{DEEPEST, Quoted, Walk};

/// That a text is not read here.
#[derive(Debug)]
pub struct Unusual;

impl fmt::Display for Unusual {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not read here")
    }
}

impl std::error::Error for Unusual {}

impl de::Error for Unusual {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// A value, or `None` when its text is no JSON or none that is read here.
pub fn decode<'a, T: de::Deserialize<'a>>(text: &'a [u8]) -> Option<T> {
    let mut row = Row { walk: Walk::of(text)?, depth: 0 };
    let value = T::deserialize(&mut row).ok()?;
    row.walk.is_done().then_some(value)
}

struct Row<'a> {
    walk: Walk<'a>,
    depth: u32,
}

impl<'a> Row<'a> {
    /// Opens an object or a list.
    fn open(&mut self, bracket: u8) -> Result<Within<'_, 'a>, Unusual> {
        self.depth += 1;
        let opens = self.walk.eat(bracket) && self.depth <= DEEPEST;
        opens.then_some(Within { row: self, first: true, closed: false }).ok_or(Unusual)
    }
}

impl<'de> Deserializer<'de> for &mut Row<'de> {
    type Error = Unusual;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unusual> {
        match self.walk.peek().ok_or(Unusual)? {
            b'"' => self.deserialize_str(visitor),
            b'{' => self.deserialize_map(visitor),
            b'[' => {
                let mut within = self.open(b'[')?;
                let value = visitor.visit_seq(&mut within)?;
                within.closed(value)
            }
            b't' => visitor.visit_bool(self.walk.literal("true").map(|()| true).ok_or(Unusual)?),
            b'f' => visitor.visit_bool(self.walk.literal("false").map(|()| false).ok_or(Unusual)?),
            b'n' => {
                self.walk.literal("null").ok_or(Unusual)?;
                visitor.visit_unit()
            }
            _ => {
                let number = self.walk.number().flatten().ok_or(Unusual)?;
                visitor.visit_u64(number)
            }
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unusual> {
        visitor.visit_borrowed_str(as_text(plain(self.walk.string())?)?)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unusual> {
        let mut within = self.open(b'{')?;
        let value = visitor.visit_map(&mut within)?;
        within.closed(value)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unusual> {
        self.deserialize_map(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unusual> {
        if self.walk.peek() == Some(b'n') {
            self.walk.literal("null").ok_or(Unusual)?;
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unusual> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unusual> {
        self.walk.value().ok_or(Unusual)?;
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char string bytes byte_buf unit
        unit_struct seq tuple tuple_struct enum identifier
    }
}

fn plain(string: Option<Quoted<'_>>) -> Result<&[u8], Unusual> {
    string.filter(|string| string.plain).map(|string| string.text).ok_or(Unusual)
}

fn as_text(bytes: &[u8]) -> Result<&str, Unusual> {
    std::str::from_utf8(bytes).map_err(|_| Unusual)
}

/// A key: of a struct it is compared as it is, and only else made into text.
struct Key<'a>(&'a [u8]);

impl<'de> Deserializer<'de> for Key<'de> {
    type Error = Unusual;

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unusual> {
        visitor.visit_borrowed_bytes(self.0)
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unusual> {
        visitor.visit_borrowed_str(as_text(self.0)?)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum option ignored_any
    }
}

/// What stands in an object or a list.
struct Within<'r, 'a> {
    row: &'r mut Row<'a>,
    first: bool,
    closed: bool,
}

impl Within<'_, '_> {
    /// Whether there is another one.
    fn goes_on(&mut self, bracket: u8) -> Result<bool, Unusual> {
        let first = std::mem::replace(&mut self.first, false);
        let more = self.row.walk.goes_on(first, bracket).ok_or(Unusual)?;
        if !more {
            (self.closed, self.row.depth) = (true, self.row.depth - 1);
        }
        Ok(more)
    }

    /// The value when all of it was read.
    fn closed<T>(self, value: T) -> Result<T, Unusual> {
        self.closed.then_some(value).ok_or(Unusual)
    }
}

impl<'a> MapAccess<'a> for Within<'_, 'a> {
    type Error = Unusual;

    fn next_key_seed<K: DeserializeSeed<'a>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Unusual> {
        if !self.goes_on(b'}')? {
            return Ok(None);
        }
        let key = plain(self.row.walk.key())?;
        seed.deserialize(Key(key)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'a>>(&mut self, seed: V) -> Result<V::Value, Unusual> {
        seed.deserialize(&mut *self.row)
    }
}

impl<'a> SeqAccess<'a> for Within<'_, 'a> {
    type Error = Unusual;

    fn next_element_seed<T: DeserializeSeed<'a>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Unusual> {
        if !self.goes_on(b']')? {
            return Ok(None);
        }
        seed.deserialize(&mut *self.row).map(Some)
    }
}
