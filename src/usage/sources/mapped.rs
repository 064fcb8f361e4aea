//! Rows of columns and objects whose names a [`Mapping`] explains.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::value::RawValue;

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

type Fields<'a> = BTreeMap<Cow<'a, str>, &'a RawValue>;

/// Reads a JSON object by the same names; a field within another is `outer.inner`. Only the fields that
/// are named are decoded.
///
/// # Errors
/// Why it does not count.
pub fn object(line: &[u8], sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let fields: Fields<'_> = serde_json::from_slice(line).map_err(|error| refusal(&error))?;
    let canonical = || {
        let names: Vec<&str> = fields.keys().map(|name| &**name).collect();
        Mapping::canonical(&Columns::new(&names))
    };
    let mapping = sink.mapping.cloned().or_else(canonical);
    let mapping = mapping.ok_or("a row without `fresh_input` and `output`")?;
    let named: Vec<(&str, String)> =
        mapping.columns().filter_map(|name| Some((name, text(field(&fields, name)?)?))).collect();
    let names: Vec<&str> = named.iter().map(|(name, _)| *name).collect();
    let values: Vec<&str> = named.iter().map(|(_, value)| &**value).collect();
    let columns = Columns::new(&names);
    let cells = Cells { columns: &columns, values: &values, decimal_comma: false };
    row(&mapping, &cells, sink)
}

/// A field by its name, whatever its case, or by the names of those around it.
fn field<'a>(fields: &Fields<'a>, name: &str) -> Option<&'a RawValue> {
    let same =
        || fields.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, raw)| *raw);
    let within = || {
        let (outer, inner) = name.split_once('.')?;
        let fields: Fields<'a> = serde_json::from_str(fields.get(outer)?.get()).ok()?;
        field(&fields, inner)
    };
    fields.get(name).copied().or_else(same).or_else(within)
}

/// A number or a text; nothing of anything else.
fn text(value: &RawValue) -> Option<String> {
    match value.get().as_bytes().first()? {
        b'"' => serde_json::from_str(value.get()).ok(),
        b'-' | b'0'..=b'9' => Some(value.get().to_string()),
        _ => None,
    }
}
