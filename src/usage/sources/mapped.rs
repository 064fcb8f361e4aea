//! Rows of columns and objects whose names a [`Mapping`] explains.

use std::collections::BTreeMap;

use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};

use crate::usage::cells::{Cells, Columns};
use crate::usage::counts::Counts;
use crate::usage::gather::Row;
use crate::usage::mapping::Mapping;
use crate::usage::moment::Grain;
use crate::usage::refusal::{Refusal, refusal};
use crate::usage::sink::Sink;

/// Reads a row.
///
/// # Errors
/// Why it does not count.
pub fn row(mapping: &Mapping, cells: &Cells<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let column = |field: &str| mapping.column(field);
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
    let counts =
        Counts { output: tokens("output")?, reasoning: tokens("reasoning")?, requests, ..input };
    if !counts.states_tokens() {
        return Err("a row without tokens".into());
    }
    let model = column("model").and_then(|name| cells.text(name));
    let (at, grain) = match time {
        Some((at, Grain::Event)) if summed => (Some(at), Grain::Hour),
        Some((at, grain)) => (Some(at), grain),
        None => (None, Grain::Window),
    };
    let row = Row { at, grain, model, counts };
    // Without a column of requests, rows with a time to the second are single ones.
    if grain == Grain::Event {
        sink.gather.add_single_or_hour(sink.file, &row);
    } else {
        sink.gather.add(&row);
    }
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
        Some(mapping) => row(mapping, &cells, sink),
        None => match Mapping::canonical(&columns) {
            Some(mapping) => row(&mapping, &cells, sink),
            None => Err("a row without `fresh_input` and `output`".into()),
        },
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
