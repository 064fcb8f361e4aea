//! JSON as the readers of price databases ask it: a value of another type is as good as none.

use super::decimal::Decimal;
use crate::date::Date;
use crate::import::json::{Json, Value};

/// A value and the text that its digits stand in.
#[derive(Clone, Copy)]
pub(super) struct Fields<'a> {
    pub text: &'a str,
    pub json: &'a Json,
}

impl<'a> Fields<'a> {
    fn of(self, json: &'a Json) -> Self {
        Fields { json, ..self }
    }

    /// The value of a key.
    pub fn get(self, key: &str) -> Option<Self> {
        self.json.get(key).map(|json| self.of(json))
    }

    pub fn has(self, key: &str) -> bool {
        self.json.get(key).is_some()
    }

    /// Keys and values of an object, in file order; of anything else, none.
    pub fn entries(self) -> impl Iterator<Item = (&'a str, Self)> {
        let fields = match &self.json.value {
            Value::Object(fields) => &fields[..],
            _ => &[],
        };
        fields.iter().map(move |(key, json)| (&**key, self.of(json)))
    }

    /// Items of a list; of anything else, none.
    pub fn items(self) -> impl Iterator<Item = Self> {
        let items = match &self.json.value {
            Value::List(items) => &items[..],
            _ => &[],
        };
        items.iter().map(move |json| self.of(json))
    }

    pub fn is_list(self) -> bool {
        matches!(self.json.value, Value::List(_))
    }

    pub fn is_object(self) -> bool {
        matches!(self.json.value, Value::Object(_))
    }

    pub fn is_true(self, key: &str) -> bool {
        matches!(self.json.get(key), Some(Json { value: Value::Flag(true), .. }))
    }

    /// The text itself.
    pub fn string(self) -> Option<&'a str> {
        match &self.json.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn text(self, key: &str) -> Option<&'a str> {
        self.get(key)?.string()
    }

    pub fn date(self, key: &str) -> Option<Date> {
        // A time of day may follow.
        self.text(key)?.get(..10)?.parse().ok()
    }

    /// This number, written as one or as a text, its decimal point moved to the right by `shift`.
    pub fn decimal(self, shift: i32) -> Option<Decimal> {
        match &self.json.value {
            Value::Number(_) => Decimal::shifted(self.text.get(self.json.span.clone())?, shift),
            Value::Text(text) => Decimal::shifted(text, shift),
            _ => None,
        }
    }

    pub fn price(self, key: &str, shift: i32) -> Option<Decimal> {
        self.get(key)?.decimal(shift)
    }

    /// A number of tokens.
    pub fn tokens(self, key: &str) -> Option<u64> {
        let number = self.price(key, 0)?.value();
        (1.0..=1e12).contains(&number).then_some(number as u64)
    }
}
