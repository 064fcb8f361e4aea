//! Usage of LiteLLM: its daily activity, whose `breakdown` says the `metrics` again in several ways,
//! and its spend logs. `prompt_tokens` holds cached and written tokens.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;

use crate::usage::counts::Counts;
use crate::usage::gather::Row;
use crate::usage::moment::{DAY, Grain, parse};
use crate::usage::refusal::{Refusal, refusal};
use crate::usage::sink::Sink;
use crate::usage::stamp::Stamp;
use crate::usage::tokens::{Tokens, stated};

#[derive(Deserialize)]
struct Day<'a> {
    #[serde(borrow)]
    date: Cow<'a, str>,
    metrics: Metrics,
    breakdown: Option<Breakdown>,
}

#[derive(Deserialize)]
struct Breakdown {
    models: Option<BTreeMap<String, Model>>,
}

#[derive(Deserialize)]
struct Model {
    metrics: Metrics,
}

#[derive(Deserialize)]
struct Metrics {
    prompt_tokens: Option<Tokens>,
    completion_tokens: Option<Tokens>,
    cache_read_input_tokens: Option<Tokens>,
    cache_creation_input_tokens: Option<Tokens>,
    api_requests: Option<Tokens>,
}

impl Metrics {
    fn counts(&self) -> Counts {
        Counts {
            output: stated(self.completion_tokens),
            requests: stated(self.api_requests),
            ..Counts::of_whole_input(
                stated(self.prompt_tokens),
                stated(self.cache_read_input_tokens),
                stated(self.cache_creation_input_tokens),
            )
        }
    }
}

/// Reads a day of activity, by model as far as the models say it.
///
/// # Errors
/// Why it does not count.
pub fn day(text: &[u8], sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let day: Day<'_> = serde_json::from_slice(text).map_err(|error| refusal(&error))?;
    let (at, grain) = parse(&day.date).ok_or("a time that is none")?;
    sink.gather.cover(at, at + DAY - 1);
    let whole = day.metrics.counts();
    if !whole.states_tokens() {
        return Err("a day without tokens".into());
    }
    let models = day.breakdown.and_then(|breakdown| breakdown.models).unwrap_or_default();
    let parts: Vec<(&str, Counts)> =
        models.iter().map(|(name, model)| (&**name, model.metrics.counts())).collect();
    let sum = parts.iter().fold(Counts::default(), |sum, (_, counts)| sum.plus(counts));
    let grain = grain.max(Grain::Hour);
    // What the models do not say is no model's; where they say more than the day, the day counts.
    let rest = whole.grown_since(&sum);
    let (parts, rest) = rest.map_or((Vec::new(), whole), |rest| (parts, rest));
    let mut add = |model, counts| {
        let row = Row { at: Some(at), grain, model, counts };
        sink.add_sum("LiteLLM daily activity", (at, at + DAY), &row);
    };
    let more = rest.numbers().iter().flatten().any(|number| *number > 0);
    if more || parts.is_empty() {
        add(None, rest);
    }
    parts.into_iter().for_each(|(model, counts)| add(Some(model), counts));
    Ok(())
}

#[derive(Deserialize)]
struct Spend<'a> {
    #[serde(borrow)]
    request_id: Option<Cow<'a, str>>,
    prompt_tokens: Option<Tokens>,
    completion_tokens: Option<Tokens>,
    #[serde(rename = "startTime")]
    start: Option<Stamp>,
    #[serde(borrow)]
    model: Option<Cow<'a, str>>,
    #[serde(borrow)]
    cache_hit: Option<Flag<'a>>,
    #[serde(borrow)]
    metadata: Option<Metadata<'a>>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Flag<'a> {
    Plain(bool),
    #[serde(borrow)]
    Word(Cow<'a, str>),
    Other(serde::de::IgnoredAny),
}

/// JSON, or a text that holds JSON.
#[derive(Deserialize)]
#[serde(untagged)]
enum Metadata<'a> {
    #[serde(borrow)]
    Text(Cow<'a, str>),
    Fields(Extra),
    Other(serde::de::IgnoredAny),
}

#[derive(Default, Deserialize)]
struct Extra {
    additional_usage_values: Option<Details>,
    usage_object: Option<Details>,
}

#[derive(Default, Deserialize)]
struct Details {
    cache_read_input_tokens: Option<Tokens>,
    cache_creation_input_tokens: Option<Tokens>,
    prompt_tokens_details: Option<Cached>,
    completion_tokens_details: Option<Reasoned>,
}

#[derive(Default, Deserialize)]
struct Cached {
    cached_tokens: Option<Tokens>,
}

#[derive(Default, Deserialize)]
struct Reasoned {
    reasoning_tokens: Option<Tokens>,
}

impl Details {
    fn cached(&self) -> Option<u64> {
        let inside = self.prompt_tokens_details.as_ref().and_then(|cached| cached.cached_tokens);
        stated(self.cache_read_input_tokens.or(inside))
    }

    fn reasoning(&self) -> Option<u64> {
        let details = self.completion_tokens_details.as_ref();
        stated(details.and_then(|details| details.reasoning_tokens))
    }
}

/// Reads a row of the spend logs.
///
/// # Errors
/// Why it does not count.
pub fn spend(text: &[u8], sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let spend: Spend<'_> = serde_json::from_slice(text).map_err(|error| refusal(&error))?;
    if spend.prompt_tokens.is_none() && spend.completion_tokens.is_none() {
        return Err("a row without tokens".into());
    }
    let hit = match &spend.cache_hit {
        Some(Flag::Plain(hit)) => *hit,
        Some(Flag::Word(word)) => word.eq_ignore_ascii_case("true"),
        _ => false,
    };
    if hit {
        return Err("answered by the proxy's own cache".into());
    }
    let extra: Extra = match spend.metadata {
        Some(Metadata::Text(text)) => serde_json::from_str(&text).unwrap_or_default(),
        Some(Metadata::Fields(extra)) => extra,
        _ => Extra::default(),
    };
    let details = [extra.usage_object, extra.additional_usage_values];
    let find = |read: fn(&Details) -> Option<u64>| details.iter().flatten().find_map(read);
    let counts = Counts {
        output: stated(spend.completion_tokens),
        reasoning: find(Details::reasoning),
        requests: Some(1),
        ..Counts::of_whole_input(
            stated(spend.prompt_tokens),
            find(Details::cached),
            find(|details| stated(details.cache_creation_input_tokens)),
        )
    };
    let at = spend.start.map(|Stamp(at)| at);
    let row = Row { at, grain: Grain::Event, model: spend.model.as_deref(), counts };
    match spend.request_id.as_deref() {
        Some(id) => sink.gather.add_once(&["litellm", id], &row),
        None => sink.gather.add(&row),
    }
    Ok(())
}
