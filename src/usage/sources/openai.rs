//! Usage of OpenAI: the CSV of its dashboard and the buckets of its usage API.
//!
//! The input holds cached tokens and, since GPT-5.6, cache writes. A bucket has a row for each
//! project, key and model; an idle bucket has none, or one of empty cells.

use std::borrow::Cow;

use serde::Deserialize;

use crate::usage::cells::Cells;
use crate::usage::counts::Counts;
use crate::usage::gather::Row;
use crate::usage::moment::{DAY, Grain};
use crate::usage::refusal::{Refusal, refusal};
use crate::usage::sink::Sink;
use crate::usage::stamp::Stamp;
use crate::usage::tokens::{Amount, Tokens, stated};

#[derive(Deserialize)]
struct Bucket<'a> {
    start_time: Stamp,
    end_time: Option<Stamp>,
    #[serde(borrow, alias = "result")]
    results: Option<Vec<Option<Usage<'a>>>>,
}

#[derive(Deserialize)]
struct Usage<'a> {
    input_tokens: Option<Tokens>,
    output_tokens: Option<Tokens>,
    input_cached_tokens: Option<Tokens>,
    #[serde(
        alias = "input_cache_creation_tokens",
        alias = "cache_write_tokens",
        alias = "input_cached_write_tokens"
    )]
    input_cache_write_tokens: Option<Tokens>,
    #[serde(alias = "reasoning_tokens")]
    output_reasoning_tokens: Option<Tokens>,
    num_model_requests: Option<Tokens>,
    #[serde(borrow)]
    model: Option<Cow<'a, str>>,
    #[serde(borrow)]
    amount: Option<Billed<'a>>,
}

#[derive(Deserialize)]
struct Billed<'a> {
    value: Option<Amount>,
    #[serde(borrow)]
    currency: Option<Cow<'a, str>>,
}

/// Reads a bucket of the usage or the costs API.
///
/// # Errors
/// Why it does not count.
pub fn bucket(text: &[u8], sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let bucket: Bucket<'_> = serde_json::from_slice(text).map_err(|error| refusal(&error))?;
    let Stamp(start) = bucket.start_time;
    let end = bucket.end_time.map_or(start + DAY, |Stamp(end)| end);
    sink.gather.cover(start, end - 1);
    for usage in bucket.results.iter().flatten().flatten() {
        if let Some(Billed { value: Some(Amount(value)), currency }) = &usage.amount {
            sink.gather.bill_in(currency.as_deref(), *value);
            continue;
        }
        let counts = Counts {
            output: stated(usage.output_tokens),
            reasoning: stated(usage.output_reasoning_tokens),
            requests: stated(usage.num_model_requests),
            ..Counts::of_whole_input(
                stated(usage.input_tokens),
                stated(usage.input_cached_tokens),
                stated(usage.input_cache_write_tokens),
            )
        };
        let grain = Grain::of_width(end - start);
        let row = Row { at: Some(start), grain, model: usage.model.as_deref(), counts };
        sink.add_sum("OpenAI usage API", (start, end), &row);
    }
    Ok(())
}

/// Reads a row of the CSV.
///
/// # Errors
/// Why it does not count.
pub fn row(cells: &Cells<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let (start, _) = cells.time("start_time")?.ok_or("a row without `start_time`")?;
    let end = match cells.time("end_time")? {
        Some((end, _)) => end,
        None if cells.columns.at("end_time").is_some() => {
            return Err("a row without `end_time`".into());
        }
        None => start + DAY,
    };
    sink.gather.cover(start, end - 1);
    if let Some(amount) = cells.text("amount_value") {
        let value = amount.parse::<f64>().map_err(|_| "a cell is not a number")?;
        sink.gather.bill_in(cells.text("amount_currency"), value);
        return Ok(());
    }
    let written = cells.first(&[
        "input_cache_write_tokens",
        "input_cache_creation_tokens",
        "cache_write_tokens",
        "input_cached_write_tokens",
    ])?;
    let counts = Counts {
        output: cells.tokens("output_tokens")?,
        reasoning: cells.first(&["output_reasoning_tokens", "reasoning_tokens"])?,
        requests: cells.tokens("num_model_requests")?,
        ..Counts::of_whole_input(
            cells.tokens("input_tokens")?,
            cells.tokens("input_cached_tokens")?,
            written,
        )
    };
    if counts == Counts::default() {
        return Ok(());
    }
    let grain = Grain::of_width(end - start);
    let row = Row { at: Some(start), grain, model: cells.text("model"), counts };
    sink.add_sum("OpenAI usage", (start, end), &row);
    Ok(())
}
