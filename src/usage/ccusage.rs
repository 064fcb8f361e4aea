//! What `ccusage --json` prints, by day, week, month or session. Cached and written tokens are
//! beside the input, also for Codex; `totals` says the rows again.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;

use super::counts::Counts;
use super::gather::Row;
use super::moment::{Grain, parse};
use super::refusal::{Refusal, refusal};
use super::sink::Sink;
use super::tokens::{Tokens, stated};

/// The lists of rows.
pub const LISTS: &[&str] = &["daily", "weekly", "monthly", "sessions", "session"];

#[derive(Deserialize)]
struct Period<'a> {
    #[serde(borrow)]
    date: Option<Cow<'a, str>>,
    #[serde(borrow)]
    month: Option<Cow<'a, str>>,
    #[serde(borrow)]
    week: Option<Cow<'a, str>>,
    #[serde(borrow, rename = "lastActivity")]
    last_activity: Option<Cow<'a, str>>,
    #[serde(borrow, rename = "startTime")]
    start_time: Option<Cow<'a, str>>,
    #[serde(borrow, rename = "sessionId")]
    session: Option<Cow<'a, str>>,
    #[serde(borrow, rename = "modelBreakdowns")]
    breakdowns: Option<Vec<Part<'a>>>,
    #[serde(borrow)]
    models: Option<Models<'a>>,
    #[serde(borrow, rename = "modelsUsed")]
    used: Option<Vec<Cow<'a, str>>>,
    #[serde(borrow, flatten)]
    whole: Part<'a>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Models<'a> {
    #[serde(borrow)]
    Parts(BTreeMap<String, Part<'a>>),
    Names(Vec<String>),
}

#[derive(Deserialize)]
struct Part<'a> {
    #[serde(borrow, rename = "modelName")]
    model: Option<Cow<'a, str>>,
    #[serde(rename = "inputTokens")]
    input: Option<Tokens>,
    #[serde(rename = "outputTokens")]
    output: Option<Tokens>,
    #[serde(rename = "cacheReadTokens")]
    cached: Option<Tokens>,
    /// Earlier versions for Codex: inside the input.
    #[serde(rename = "cachedInputTokens")]
    cached_inside: Option<Tokens>,
    #[serde(rename = "cacheCreationTokens")]
    written: Option<Tokens>,
    #[serde(rename = "reasoningOutputTokens")]
    reasoning: Option<Tokens>,
}

impl Part<'_> {
    fn counts(&self) -> Counts {
        let input = match (self.cached, stated(self.cached_inside)) {
            (None, Some(cached)) => Counts::of_whole_input(stated(self.input), Some(cached), None),
            _ => Counts {
                fresh: stated(self.input),
                cached: stated(self.cached),
                ..Counts::default()
            },
        };
        Counts {
            written: stated(self.written),
            output: stated(self.output),
            reasoning: stated(self.reasoning),
            ..input
        }
    }
}

/// Reads a day, month or session.
///
/// # Errors
/// Why it does not count.
pub fn element(text: &[u8], sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let period: Period<'_> = serde_json::from_slice(text).map_err(|error| refusal(&error))?;
    let time = period.date.as_ref().or(period.month.as_ref()).or(period.week.as_ref());
    let time = time.or(period.last_activity.as_ref()).or(period.start_time.as_ref());
    let (at, grain) = match time {
        Some(text) => {
            let (at, grain) = parse(text).ok_or("a time that is none")?;
            (Some(at), grain.max(Grain::Day))
        }
        None => (None, Grain::Session),
    };
    let session = period.session.is_some() || period.start_time.is_some();
    let grain = if session { Grain::Session } else { grain };
    let grain = if period.week.is_some() { Grain::Month } else { grain };
    if !period.whole.counts().states_tokens() {
        return Err("a row without tokens".into());
    }
    let mut add = |model: Option<&str>, counts| sink.gather.add(&Row { at, grain, model, counts });
    match (&period.breakdowns, &period.models) {
        (Some(parts), _) if !parts.is_empty() => {
            parts.iter().for_each(|part| add(part.model.as_deref(), part.counts()));
        }
        (_, Some(Models::Parts(parts))) if !parts.is_empty() => {
            parts.iter().for_each(|(model, part)| add(Some(model), part.counts()));
        }
        (_, models) => {
            let only = match (models, period.used.as_deref()) {
                (Some(Models::Names(names)), _) if names.len() == 1 => Some(&*names[0]),
                (_, Some([only])) => Some(&**only),
                _ => None,
            };
            add(only, period.whole.counts());
        }
    }
    Ok(())
}
