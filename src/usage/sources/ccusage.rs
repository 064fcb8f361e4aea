//! What `ccusage --json` prints, by day, week, month, session or block of five hours. Cached and
//! written tokens are beside the input, also for Codex; `totals` says the rows again.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;

use crate::usage::counts::Counts;
use crate::usage::gather::Row;
use crate::usage::moment::{DAY, Grain, parse};
use crate::usage::refusal::{Refusal, refusal};
use crate::usage::sink::Sink;
use crate::usage::tokens::{Tokens, stated};

/// The lists of rows.
pub const LISTS: &[&str] =
    &["daily", "weekly", "monthly", "sessions", "session", "blocks", "projects"];

#[derive(Deserialize)]
struct Period<'a> {
    #[serde(borrow, alias = "month", alias = "week", alias = "period")]
    date: Option<Cow<'a, str>>,
    #[serde(borrow, rename = "lastActivity")]
    last_activity: Option<Cow<'a, str>>,
    #[serde(borrow, rename = "startTime")]
    start: Option<Cow<'a, str>>,
    #[serde(borrow, rename = "endTime")]
    end: Option<Cow<'a, str>>,
    #[serde(borrow)]
    metadata: Option<Metadata<'a>>,
    #[serde(borrow, rename = "modelBreakdowns")]
    breakdowns: Option<Vec<Part<'a>>>,
    #[serde(borrow)]
    models: Option<Models<'a>>,
    #[serde(borrow, rename = "modelsUsed")]
    used: Option<Vec<Cow<'a, str>>>,
    #[serde(borrow, rename = "tokenCounts")]
    block: Option<Part<'a>>,
    #[serde(borrow, flatten)]
    whole: Part<'a>,
}

#[derive(Deserialize)]
struct Metadata<'a> {
    #[serde(borrow, rename = "lastActivity")]
    last_activity: Option<Cow<'a, str>>,
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
    #[serde(rename = "cacheReadTokens", alias = "cacheReadInputTokens")]
    cached: Option<Tokens>,
    /// Earlier versions for Codex: inside the input.
    #[serde(rename = "cachedInputTokens")]
    cached_inside: Option<Tokens>,
    #[serde(rename = "cacheCreationTokens", alias = "cacheCreationInputTokens")]
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

impl Period<'_> {
    /// When it begins and ends, as far as the rows of this list say it, and how fine that is.
    fn time(&self, list: &str) -> Result<(Option<i64>, Option<i64>, Grain), Refusal> {
        let moment = |text: &Option<Cow<'_, str>>| match text {
            Some(text) => parse(text).map(Some).ok_or("a time that is none"),
            None => Ok(None),
        };
        let seconds = |text| Ok::<_, Refusal>(moment(text)?.map(|(at, _)| at));
        match list {
            "blocks" => Ok((seconds(&self.start)?, seconds(&self.end)?, Grain::Window)),
            "session" | "sessions" => {
                let inner = self.metadata.as_ref().map_or(&None, |more| &more.last_activity);
                let last = if self.last_activity.is_some() { &self.last_activity } else { inner };
                Ok((seconds(last)?, None, Grain::Session))
            }
            "weekly" => {
                let from = seconds(&self.date)?;
                Ok((from, from.map(|from| from + 7 * DAY), Grain::Window))
            }
            _ => match moment(&self.date)? {
                Some((at, grain)) => Ok((Some(at), None, grain.max(Grain::Day))),
                None => Err("a row without a time".into()),
            },
        }
    }
}

impl Period<'_> {
    /// What it says of each model.
    fn parts(&self) -> Vec<(Option<&str>, Counts)> {
        match (&self.breakdowns, &self.models) {
            (Some(parts), _) if !parts.is_empty() => {
                parts.iter().map(|part| (part.model.as_deref(), part.counts())).collect()
            }
            (_, Some(Models::Parts(parts))) => {
                parts.iter().map(|(model, part)| (Some(&**model), part.counts())).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Its model when it names one and no other.
    fn only_model(&self) -> Option<&str> {
        match (&self.models, self.used.as_deref()) {
            (Some(Models::Names(names)), _) if names.len() == 1 => Some(&names[0]),
            (_, Some([only])) => Some(only),
            _ => None,
        }
    }
}

/// Reads a day, week, month, session or block.
///
/// # Errors
/// Why it does not count.
pub fn element(text: &[u8], sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let period: Period<'_> = serde_json::from_slice(text).map_err(|error| refusal(&error))?;
    let (at, end, grain) = period.time(sink.list)?;
    let whole = period.block.as_ref().unwrap_or(&period.whole).counts();
    if !whole.states_tokens() {
        return Err("a row without tokens".into());
    }
    if let (Some(from), Some(to)) = (at, end) {
        sink.gather.cover(from, to);
    }
    let parts = period.parts();
    let sum = parts.iter().fold(Counts::default(), |sum, (_, counts)| sum.plus(counts));
    let mut add = |model, counts| sink.gather.add(&Row { at, grain, model, counts });
    // What the models do not say is no model's.
    let rest = whole.grown_since(&sum).unwrap_or_default();
    if parts.is_empty() || rest.tokens() > 0 {
        add(period.only_model().filter(|_| parts.is_empty()), rest);
    }
    parts.into_iter().for_each(|(model, counts)| add(model, counts));
    Ok(())
}
