//! Usage of OpenRouter: the CSV of its activity page and the days of its activity API. The prompt
//! holds cached tokens, the completion holds reasoning.

use std::borrow::Cow;

use serde::Deserialize;

use crate::usage::cells::Cells;
use crate::usage::counts::Counts;
use crate::usage::gather::Row;
use crate::usage::moment::{DAY, Grain, parse};
use crate::usage::refusal::{Refusal, refusal};
use crate::usage::sink::Sink;
use crate::usage::tokens::{Tokens, stated};

/// Reads a generation.
///
/// # Errors
/// Why it does not count.
pub fn row(cells: &Cells<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let (at, _) = cells.time("created_at")?.ok_or("a row without `created_at`")?;
    let input = cells.tokens("tokens_prompt")?;
    let output = cells.tokens("tokens_completion")?;
    if input.is_none() && output.is_none() {
        return Err("a row without tokens".into());
    }
    let counts = Counts {
        output,
        reasoning: cells.tokens("tokens_reasoning")?,
        requests: Some(1),
        ..Counts::of_whole_input(input, cells.tokens("tokens_cached")?, None)
    };
    let model = cells.text("model_permaslug");
    let row = Row { at: Some(at), grain: Grain::Event, model, counts };
    match cells.text("generation_id") {
        Some(id) => sink.gather.add_once(&["openrouter", id], &row),
        None => sink.gather.add(&row),
    }
    Ok(())
}

#[derive(Deserialize)]
struct Day<'a> {
    #[serde(borrow)]
    date: Cow<'a, str>,
    #[serde(borrow)]
    model: Option<Cow<'a, str>>,
    #[serde(borrow)]
    model_permaslug: Option<Cow<'a, str>>,
    prompt_tokens: Option<Tokens>,
    completion_tokens: Option<Tokens>,
    reasoning_tokens: Option<Tokens>,
    requests: Option<Tokens>,
}

/// Reads a day of a model.
///
/// # Errors
/// Why it does not count.
pub fn day(text: &[u8], sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let day: Day<'_> = serde_json::from_slice(text).map_err(|error| refusal(&error))?;
    let (at, _) = parse(&day.date).ok_or("a time that is none")?;
    sink.gather.cover(at, at + DAY - 1);
    let counts = Counts {
        fresh: stated(day.prompt_tokens),
        output: stated(day.completion_tokens),
        reasoning: stated(day.reasoning_tokens),
        requests: stated(day.requests),
        ..Counts::default()
    };
    let model = day.model_permaslug.as_deref().or(day.model.as_deref());
    let row = Row { at: Some(at), grain: Grain::Day, model, counts };
    sink.add_sum("OpenRouter activity", (at, at + DAY), &row);
    Ok(())
}
