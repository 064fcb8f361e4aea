//! Inference costs of OpenCost (`/inferenceCost/total` and `/inferenceCost/timeseries`): objects of a
//! model with its tokens and the window they are from. The prompt holds cached tokens, of which newer
//! versions state the share. Rows of a list are read, too.

use std::borrow::Cow;

use serde::Deserialize;

use crate::usage::counts::Counts;
use crate::usage::gather::Row;
use crate::usage::moment::{Grain, parse};
use crate::usage::refusal::{Refusal, refusal};
use crate::usage::sink::Sink;
use crate::usage::tokens::{Tokens, stated};

#[derive(Deserialize)]
struct Inference<'a> {
    #[serde(borrow)]
    properties: Option<Properties<'a>>,
    #[serde(borrow, alias = "modelName", alias = "model_name", alias = "name")]
    model: Option<Cow<'a, str>>,
    #[serde(borrow)]
    window: Option<Window<'a>>,
    #[serde(borrow, alias = "startTime", alias = "windowStart")]
    start: Option<Cow<'a, str>>,
    #[serde(borrow, alias = "endTime", alias = "windowEnd")]
    end: Option<Cow<'a, str>>,
    #[serde(rename = "promptTokens", alias = "prompt_tokens")]
    prompt: Option<Tokens>,
    #[serde(rename = "inputTokens", alias = "input_tokens")]
    input: Option<Tokens>,
    #[serde(rename = "generationTokens", alias = "generation_tokens")]
    generation: Option<Tokens>,
    #[serde(rename = "outputTokens", alias = "output_tokens")]
    output: Option<Tokens>,
    #[serde(rename = "completionTokens", alias = "completion_tokens")]
    completion: Option<Tokens>,
    #[serde(rename = "cachedTokens", alias = "cachedInputTokens", alias = "cached_tokens")]
    #[serde(alias = "cached_input_tokens")]
    cached: Option<Tokens>,
    #[serde(rename = "cacheSavingsFraction")]
    cached_share: Option<f64>,
    #[serde(alias = "requestCount", alias = "request_count", alias = "totalRequests")]
    requests: Option<Tokens>,
    #[serde(rename = "totalCost", alias = "total_cost", alias = "cost")]
    dollars: Option<f64>,
}

#[derive(Deserialize)]
struct Properties<'a> {
    #[serde(borrow, rename = "modelName", alias = "model_name", alias = "model")]
    model: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct Window<'a> {
    #[serde(borrow)]
    start: Option<Cow<'a, str>>,
    #[serde(borrow)]
    end: Option<Cow<'a, str>>,
}

/// Reads a model.
///
/// # Errors
/// Why it does not count.
pub fn element(text: &[u8], sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let inference: Inference<'_> = serde_json::from_slice(text).map_err(|error| refusal(&error))?;
    let input = one_of([inference.prompt, inference.input, None])?;
    let output = one_of([inference.generation, inference.output, inference.completion])?;
    if input.is_none() && output.is_none() {
        return Err("a row without tokens".into());
    }
    let window = inference.window.as_ref();
    let start = inference.start.as_ref().or(window.and_then(|window| window.start.as_ref()));
    let end = inference.end.as_ref().or(window.and_then(|window| window.end.as_ref()));
    let at = start.and_then(|text| parse(text)).map(|(at, _)| at);
    let until = end.and_then(|text| parse(text)).map(|(at, _)| at);
    let grain = match (at, until) {
        (Some(from), Some(to)) if to > from => {
            sink.gather.cover(from, to - 1);
            Grain::of_width(to - from)
        }
        _ => Grain::Window,
    };
    if let Some(dollars) = inference.dollars {
        sink.gather.bill(dollars);
    }
    let share = inference.cached_share.filter(|share| (0.0..=1.0).contains(share));
    let by_share = input.zip(share).map(|(input, share)| (input as f64 * share).round() as u64);
    let cached = stated(inference.cached).or(by_share);
    let counts = Counts {
        output,
        requests: stated(inference.requests),
        ..Counts::of_whole_input(input, cached, None)
    };
    let named = inference.properties.as_ref().and_then(|properties| properties.model.as_deref());
    let model = named.or(inference.model.as_deref());
    sink.gather.add(&Row { at, grain, model, counts });
    Ok(())
}

/// The number that stands there under one name, or under several.
fn one_of(names: [Option<Tokens>; 3]) -> Result<Option<u64>, Refusal> {
    let mut stated = names.into_iter().flatten();
    let first = stated.next();
    if stated.any(|other| Some(other) != first) {
        return Err("two names for the same tokens have different numbers".into());
    }
    Ok(first.map(|tokens| tokens.0))
}
