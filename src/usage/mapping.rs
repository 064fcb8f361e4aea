//! Rows of hourly or daily sums, or of single requests, in columns that the user names, or in the
//! canonical form `hour,model,requests,fresh_input,cached_read,cache_write,output`.

use std::collections::BTreeMap;

use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};

use super::cells::{Cells, Columns};
use super::counts::Counts;
use super::gather::Row;
use super::jsonl::{Refusal, refusal};
use super::moment::Grain;
use super::sink::Sink;

/// What a column can hold, in the order of the canonical form, and what else it can be called there.
pub const FIELDS: &[(&str, &[&str])] = &[
    ("hour", &["day", "date", "time", "timestamp", "month"]),
    ("model", &[]),
    ("requests", &[]),
    ("fresh_input", &["fresh_input_tokens"]),
    ("input", &["input_tokens"]),
    ("cached_read", &["cached_read_tokens", "cached"]),
    ("cache_write", &["cache_write_tokens"]),
    ("output", &["output_tokens"]),
    ("reasoning", &["reasoning_tokens"]),
];

/// Which column holds what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    columns: BTreeMap<&'static str, String>,
}

impl Mapping {
    /// From `input=prompt_tokens,output=completion_tokens`.
    ///
    /// # Errors
    /// Says what is wrong with it.
    ///
    /// ```
    /// use breakeven::usage::mapping::Mapping;
    /// assert!(Mapping::parse("hour=created,input=prompt,output=completion").is_ok());
    /// assert!(Mapping::parse("inpt=prompt,output=completion").is_err());
    /// ```
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut columns = BTreeMap::new();
        for part in text.split(',').filter(|part| !part.trim().is_empty()) {
            let (field, column) =
                part.split_once('=').ok_or("expected pairs like `input=COLUMN`")?;
            let field = field.trim();
            let known = |(name, others): &&(&'static str, &[&str])| {
                *name == field || others.contains(&field)
            };
            let Some((field, _)) = FIELDS.iter().find(known) else {
                let known = crate::text::one_of(FIELDS.iter().map(|(name, _)| *name));
                let field = crate::text::shown(field);
                return Err(format!(
                    "`{field}` is nothing that a column can hold; expected {known}"
                ));
            };
            columns.insert(*field, column.trim().to_string());
        }
        let has = |field| columns.contains_key(field);
        if !has("output") || !(has("input") || has("fresh_input")) {
            return Err("expected columns for `output` and for `input` or `fresh_input`".into());
        }
        Ok(Self { columns })
    }

    /// The mapping of a file in the canonical form, if it is one.
    pub fn canonical(columns: &Columns) -> Option<Self> {
        let mut found = BTreeMap::new();
        for (field, others) in FIELDS {
            let mut names = std::iter::once(field).chain(*others);
            if let Some(name) = names.find(|name| columns.has(&[name])) {
                found.insert(*field, (*name).to_string());
            }
        }
        let fits = found.contains_key("fresh_input") && found.contains_key("output");
        fits.then_some(Self { columns: found })
    }

    /// Whether a file has the columns.
    ///
    /// # Errors
    /// The first one that it has not.
    pub fn fits(&self, columns: &Columns) -> Result<(), Refusal> {
        match self.columns.values().find(|name| !columns.has(&[name])) {
            Some(missing) => Err(format!("no column `{missing}`").into()),
            None => Ok(()),
        }
    }

    /// Reads a row.
    ///
    /// # Errors
    /// Why it does not count.
    pub fn row(&self, cells: &Cells<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
        let column = |field: &str| self.columns.get(field).map(String::as_str);
        let tokens = |field| match column(field) {
            Some(name) => cells.tokens(name),
            None => Ok(None),
        };
        let (cached, written) = (tokens("cached_read")?, tokens("cache_write")?);
        let input = match column("input") {
            Some(_) => Counts::of_whole_input(tokens("input")?, cached, written),
            None => Counts { fresh: tokens("fresh_input")?, cached, written, ..Counts::default() },
        };
        let time = match column("hour") {
            Some(name) => cells.time(name)?,
            None => None,
        };
        let summed = column("requests").is_some();
        let requests = if summed { tokens("requests")? } else { None };
        let counts = Counts {
            output: tokens("output")?,
            reasoning: tokens("reasoning")?,
            requests,
            ..input
        };
        if !counts.states_tokens() {
            return Err("a row without tokens".into());
        }
        let (at, grain) = match time {
            Some((at, Grain::Event)) if summed || at % 3_600 == 0 => (Some(at), Grain::Hour),
            Some((at, grain)) => (Some(at), grain),
            None => (None, Grain::Window),
        };
        // Without a column of requests, rows with a time to the second are single ones.
        let counts = match grain {
            Grain::Event => Counts { requests: Some(1), ..counts },
            _ => counts,
        };
        sink.gather.add(&Row {
            at,
            grain,
            model: column("model").and_then(|m| cells.text(m)),
            counts,
        });
        Ok(())
    }

    /// Reads a JSON object by the same names; only these fields are decoded.
    ///
    /// # Errors
    /// Why it does not count.
    pub fn object(line: &[u8], sink: &mut Sink<'_>) -> Result<(), Refusal> {
        let keys: BTreeMap<String, Scalar> =
            serde_json::from_slice(line).map_err(|error| refusal(&error))?;
        let named: Vec<(&str, &str)> =
            keys.iter().filter_map(|(key, value)| Some((&**key, value.0.as_deref()?))).collect();
        let names: Vec<&str> = named.iter().map(|(key, _)| *key).collect();
        let values: Vec<&str> = named.iter().map(|(_, value)| *value).collect();
        let columns = Columns::new(&names);
        let cells = Cells { columns: &columns, values: &values, decimal_comma: false };
        match sink.mapping {
            Some(mapping) => mapping.row(&cells, sink),
            None => match Self::canonical(&columns) {
                Some(mapping) => mapping.row(&cells, sink),
                None => Err("a row without `fresh_input` and `output`".into()),
            },
        }
    }
}

/// A number or a short text; anything else, and a text too long for a time or a model, is passed over.
struct Scalar(Option<String>);

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Value {
            Number(serde_json::Number),
            Text(String),
            Other(IgnoredAny),
        }
        Ok(Self(match Value::deserialize(deserializer)? {
            Value::Number(number) => Some(number.to_string()),
            Value::Text(text) => Some(text).filter(|text| text.len() <= 200),
            Value::Other(_) => None,
        }))
    }
}
