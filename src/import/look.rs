//! A field of a result as its reader wants it: by name, of a type, within bounds.

use super::input::Input;
use super::json::{Json, Value};
use crate::date::Date;
use crate::profile::problem::Problem;
use crate::text::printable;

/// The largest number that any field may have: more than a trillion tokens.
const LARGEST: f64 = 1e12;

/// A total over its duration may differ from the rate beside it by rounding only.
const AGREES: f64 = 0.01;

/// A value, with its path from the top of its document.
#[derive(Clone, Debug)]
pub struct Look<'a> {
    /// The file.
    pub input: &'a Input,
    /// The value.
    pub json: &'a Json,
    path: String,
}

impl<'a> Look<'a> {
    /// A whole document.
    pub const fn new(input: &'a Input, json: &'a Json) -> Self {
        Self { input, json, path: String::new() }
    }

    /// The field, unless it is missing or null.
    pub fn get(&self, key: &str) -> Result<Option<Self>, Problem> {
        let Value::Object(fields) = &self.json.value else {
            return Err(self.expected("an object"));
        };
        let mut found = fields.iter().filter(|(name, _)| **name == *key).map(|(_, value)| value);
        let (first, second) = (found.next(), found.next());
        let path = self.path_of(key);
        if let Some(second) = second {
            let message = format!("`{path}` is given twice");
            return Err(self.input.at(&second.span, message));
        }
        let known = first.filter(|json| json.value != Value::Null);
        Ok(known.map(|json| Self { input: self.input, json, path }))
    }

    /// Where a field of it stands.
    pub fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_string() } else { format!("{}.{key}", self.path) }
    }

    /// The field, which must be there.
    pub fn need(&self, key: &str) -> Result<Self, Problem> {
        self.get(key)?.ok_or_else(|| {
            let within =
                if self.path.is_empty() { String::new() } else { format!("{}.", self.path) };
            let start = self.json.span.start;
            self.input.at(&(start..start + 1), format!("`{within}{key}` is missing"))
        })
    }

    /// The items of a list.
    pub fn items(&self) -> Result<Vec<Self>, Problem> {
        let Value::List(items) = &self.json.value else { return Err(self.expected("a list")) };
        let item = |(index, json)| {
            let path = format!("{}[{index}]", self.path);
            Self { input: self.input, json, path }
        };
        Ok(items.iter().enumerate().map(item).collect())
    }

    /// Text.
    pub fn text(&self) -> Result<&'a str, Problem> {
        match &self.json.value {
            Value::Text(text) => Ok(text),
            _ => Err(self.expected("text")),
        }
    }

    /// A number from 0.
    pub fn number(&self) -> Result<f64, Problem> {
        match self.json.value {
            Value::Number(number) if (0.0..=LARGEST).contains(&number) => Ok(number),
            _ => Err(self.expected("a number from 0 to 1,000,000,000,000")),
        }
    }

    /// A number above 0.
    pub fn positive(&self) -> Result<f64, Problem> {
        match self.number()? {
            0.0 => Err(self.expected("a number above 0")),
            number => Ok(number),
        }
    }

    /// A whole number from 0.
    pub fn whole(&self) -> Result<f64, Problem> {
        let number = self.number()?;
        if number.fract() == 0.0 { Ok(number) } else { Err(self.expected("a whole number")) }
    }

    /// A whole number above 0.
    pub fn whole_positive(&self) -> Result<f64, Problem> {
        self.positive()?;
        self.whole()
    }

    /// Whether the number is what follows from others, but for rounding.
    pub fn agrees(&self, computed: f64) -> Result<bool, Problem> {
        let stated = self.positive()?;
        Ok((computed - stated).abs() <= AGREES * stated)
    }

    /// The optional text of a field.
    pub fn text_of(&self, key: &str) -> Result<Option<&'a str>, Problem> {
        self.get(key)?.map(|look| look.text()).transpose()
    }

    /// The optional number of a field.
    pub fn number_of(&self, key: &str) -> Result<Option<f64>, Problem> {
        self.get(key)?.map(|look| look.number()).transpose()
    }

    /// The day at the start of a text like `2026-11-23T…` or `20261123-…`.
    pub fn date_of(&self, key: &str) -> Result<Option<Date>, Problem> {
        let Some(field) = self.get(key)? else { return Ok(None) };
        let digits: String = field.text()?.chars().filter(|c| *c != '-').take(8).collect();
        let day = match (digits.get(..4), digits.get(4..6), digits.get(6..8)) {
            (Some(year), Some(month), Some(day)) => format!("{year}-{month}-{day}").parse().ok(),
            _ => None,
        };
        day.map(Some).ok_or_else(|| field.expected("a date, like 2026-11-23T12:00:00Z"))
    }

    /// What was found and what was expected.
    pub fn expected(&self, what: &str) -> Problem {
        let words = &self.input.text[self.json.span.clone()];
        let found = if words.len() <= 60 && !words.contains('\n') {
            format!("`{}`", printable(words))
        } else {
            self.json.name().to_string()
        };
        let subject = if self.path.is_empty() { "the result" } else { &format!("`{}`", self.path) };
        self.problem(format!("{subject} is {found}; expected {what}"))
    }

    /// A problem with this value.
    pub fn problem(&self, message: impl Into<String>) -> Problem {
        self.input.at(&self.json.span, message)
    }
}
