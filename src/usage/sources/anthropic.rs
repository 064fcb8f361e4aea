//! Usage of Anthropic: the CSV of its console and the buckets of its Admin API. Cached and written
//! tokens are beside the input; costs are cents, as text.

use std::borrow::Cow;

use serde::Deserialize;

use crate::usage::cells::Cells;
use crate::usage::counts::Counts;
use crate::usage::gather::Row;
use crate::usage::moment::{DAY, Grain, HOUR, parse};
use crate::usage::refusal::{Refusal, refusal};
use crate::usage::sink::Sink;
use crate::usage::tokens::{Amount, Tokens, stated};

#[derive(Deserialize)]
struct Bucket<'a> {
    #[serde(borrow)]
    starting_at: Cow<'a, str>,
    #[serde(borrow)]
    ending_at: Option<Cow<'a, str>>,
    #[serde(borrow)]
    results: Option<Vec<Option<Usage<'a>>>>,
}

#[derive(Deserialize)]
struct Usage<'a> {
    #[serde(alias = "input_tokens")]
    uncached_input_tokens: Option<Tokens>,
    cache_read_input_tokens: Option<Tokens>,
    cache_creation: Option<Creation>,
    cache_creation_input_tokens: Option<Tokens>,
    output_tokens: Option<Tokens>,
    #[serde(borrow)]
    model: Option<Cow<'a, str>>,
    amount: Option<Amount>,
    #[serde(borrow)]
    currency: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct Creation {
    ephemeral_5m_input_tokens: Option<Tokens>,
    ephemeral_1h_input_tokens: Option<Tokens>,
}

fn sum(a: Option<u64>, b: Option<u64>) -> Option<u64> {
    a.or(b).map(|_| a.unwrap_or(0).saturating_add(b.unwrap_or(0)))
}

/// Reads a bucket of the usage or the cost report.
///
/// # Errors
/// Why it does not count.
pub fn bucket(text: &[u8], sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let bucket: Bucket<'_> = serde_json::from_slice(text).map_err(|error| refusal(&error))?;
    let (start, _) = parse(&bucket.starting_at).ok_or("a time that is none")?;
    let end = bucket.ending_at.as_deref().and_then(parse).map_or(start + DAY, |(end, _)| end);
    sink.gather.cover(start, end - 1);
    for usage in bucket.results.iter().flatten().flatten() {
        if let Some(Amount(cents)) = usage.amount {
            sink.gather.bill_in(usage.currency.as_deref(), cents / 100.0);
            continue;
        }
        let creation = usage.cache_creation.as_ref();
        let written_5m = creation.and_then(|creation| stated(creation.ephemeral_5m_input_tokens));
        let written_1h = creation.and_then(|creation| stated(creation.ephemeral_1h_input_tokens));
        let counts = Counts {
            fresh: stated(usage.uncached_input_tokens),
            cached: stated(usage.cache_read_input_tokens),
            written: stated(usage.cache_creation_input_tokens).or(sum(written_5m, written_1h)),
            written_5m,
            written_1h,
            output: stated(usage.output_tokens),
            ..Counts::default()
        };
        let grain = Grain::of_width(end - start);
        let row = Row { at: Some(start), grain, model: usage.model.as_deref(), counts };
        sink.add_sum("Anthropic Admin API", (start, end), &row);
    }
    Ok(())
}

/// Reads a row of the console's CSV.
///
/// # Errors
/// Why it does not count.
pub fn row(cells: &Cells<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let (at, grain) = cells.time("usage_date_utc")?.ok_or("a row without `usage_date_utc`")?;
    sink.gather.cover(at, at + DAY - 1);
    let written_5m = cells.tokens("usage_input_tokens_cache_write_5m")?;
    let written_1h = cells.tokens("usage_input_tokens_cache_write_1h")?;
    let counts = Counts {
        fresh: cells.tokens("usage_input_tokens_no_cache")?,
        cached: cells.tokens("usage_input_tokens_cache_read")?,
        // Earlier exports have one column for both.
        written: sum(written_5m, written_1h).or(cells.tokens("usage_input_tokens_cache_write")?),
        written_5m,
        written_1h,
        output: cells.tokens("usage_output_tokens")?,
        ..Counts::default()
    };
    if !counts.states_tokens() {
        return Err("a row without tokens".into());
    }
    let grain = grain.max(Grain::Hour);
    let row = Row { at: Some(at), grain, model: cells.text("model_version"), counts };
    let seconds = if grain == Grain::Hour { HOUR } else { DAY };
    sink.add_sum("Anthropic console", (at, at + seconds), &row);
    Ok(())
}

/// Reads a row of the console's CSV of costs, which states dollars and no tokens.
///
/// # Errors
/// Why it does not count.
pub fn cost_row(cells: &Cells<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let (at, _) = cells.time("usage_date_utc")?.ok_or("a row without `usage_date_utc`")?;
    sink.gather.cover(at, at + DAY - 1);
    sink.gather.bill(cells.number("cost_usd")?.ok_or("a row without `cost_usd`")?);
    Ok(())
}
