//! Session logs of Claude Code: a response per line, written several times while it streams.
//!
//! Cached and written tokens are beside the input. Only the fields named here are read; prompts and
//! answers are passed over without being decoded.

use std::borrow::Cow;

use serde::Deserialize;

use crate::usage::counts::Counts;
use crate::usage::gather::Row;
use crate::usage::moment::Grain;
use crate::usage::refusal::{Refusal, decoded};
use crate::usage::sink::Sink;
use crate::usage::stamp::Stamp;
use crate::usage::tokens::{Tokens, stated};

/// Rows that the client itself makes up.
const SYNTHETIC: &str = "<synthetic>";

#[derive(Deserialize)]
struct Entry<'a> {
    timestamp: Option<Stamp>,
    #[serde(borrow, rename = "type")]
    kind: Option<Word<'a>>,
    #[serde(borrow, rename = "requestId")]
    request: Option<Word<'a>>,
    #[serde(borrow)]
    message: Option<Message<'a>>,
    #[serde(borrow)]
    data: Option<Progress<'a>>,
}

/// A text that stays in its row: an `Option` of a `Cow` would be a copy.
#[derive(Deserialize)]
struct Word<'a>(#[serde(borrow)] Cow<'a, str>);

/// What a session says of the agents that work for it: their responses, which their own sessions
/// say again.
#[derive(Deserialize)]
struct Progress<'a> {
    #[serde(borrow)]
    message: Option<Box<Entry<'a>>>,
}

#[derive(Deserialize)]
struct Message<'a> {
    #[serde(borrow)]
    id: Option<Word<'a>>,
    #[serde(borrow)]
    model: Option<Word<'a>>,
    usage: Option<Usage>,
}

#[derive(Deserialize)]
struct Usage {
    input_tokens: Option<Tokens>,
    output_tokens: Option<Tokens>,
    cache_creation_input_tokens: Option<Tokens>,
    cache_read_input_tokens: Option<Tokens>,
    cache_creation: Option<Creation>,
}

#[derive(Deserialize)]
struct Creation {
    ephemeral_5m_input_tokens: Option<Tokens>,
    ephemeral_1h_input_tokens: Option<Tokens>,
}

impl Usage {
    fn counts(&self) -> Result<Counts, Refusal> {
        let (Some(input), Some(output)) = (self.input_tokens, self.output_tokens) else {
            return Err("`usage` without `input_tokens` and `output_tokens`".into());
        };
        let kept = |read: fn(&Creation) -> Option<Tokens>| {
            stated(self.cache_creation.as_ref().and_then(read))
        };
        let written_5m = kept(|creation| creation.ephemeral_5m_input_tokens);
        let written_1h = kept(|creation| creation.ephemeral_1h_input_tokens);
        let both = written_5m
            .or(written_1h)
            .map(|_| written_5m.unwrap_or(0).saturating_add(written_1h.unwrap_or(0)));
        Ok(Counts {
            fresh: Some(input.0),
            cached: stated(self.cache_read_input_tokens),
            written: stated(self.cache_creation_input_tokens).or(both),
            written_5m,
            written_1h,
            output: Some(output.0),
            reasoning: None,
            requests: Some(1),
        })
    }
}

/// Reads a line that may hold usage.
///
/// # Errors
/// Why it does not count.
pub fn read(line: &[u8], sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let entry: Entry<'_> = decoded(line)?;
    let inner = entry.data.as_ref().and_then(|progress| progress.message.as_deref());
    let said = if entry.message.is_some() { &entry } else { inner.unwrap_or(&entry) };
    let Some(message) = said.message.as_ref() else { return Ok(()) };
    let Some(usage) = &message.usage else {
        // What a tool used is said again in the tool's own session.
        let answers = said.kind.as_ref().is_none_or(|Word(kind)| kind == "assistant");
        return if answers { Err("a response without `usage`".into()) } else { Ok(()) };
    };
    let model = message.model.as_ref().map(|Word(model)| &**model);
    if model == Some(SYNTHETIC) {
        return Err("made up by the client (`<synthetic>`)".into());
    }
    let at = entry.timestamp.or(said.timestamp).map(|Stamp(at)| at);
    let row = Row { at, grain: Grain::Event, model, counts: usage.counts()? };
    let key = match (&message.id, &said.request) {
        (Some(Word(id)), _) => ["message", &**id],
        (None, Some(Word(request))) => ["request", &**request],
        (None, None) => {
            sink.gather.add(&row);
            return Ok(());
        }
    };
    sink.gather.add_once(&key, &row);
    Ok(())
}
