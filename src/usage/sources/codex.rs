//! Rollouts of Codex: cumulative totals that repeat, fall and are replayed.
//!
//! What counts is by how much a total grew; after a fall the total itself counts. The input holds
//! cached and written tokens, the output holds reasoning. A fork or a subagent begins with its
//! parent's history: that sets the total to grow from, and counts nothing.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::usage::counts::Counts;
use crate::usage::gather::{Gather, Row};
use crate::usage::moment::Grain;
use crate::usage::pending::{Event, Session};
use crate::usage::refusal::{Refusal, decoded};
use crate::usage::sink::Sink;
use crate::usage::stamp::Stamp;
use crate::usage::tokens::{Tokens, stated};

/// What a line must hold to be read.
pub const NEEDLES: &[&str] =
    &["\"token_count\"", "\"turn_context\"", "\"session_meta\"", "_token_usage\""];

#[derive(Deserialize)]
struct Entry<'a> {
    timestamp: Option<Stamp>,
    #[serde(borrow, rename = "type")]
    kind: Option<Cow<'a, str>>,
    #[serde(borrow)]
    payload: Option<Payload<'a>>,
}

#[derive(Deserialize)]
struct Payload<'a> {
    #[serde(borrow, rename = "type")]
    kind: Option<Cow<'a, str>>,
    #[serde(borrow)]
    id: Option<Cow<'a, str>>,
    #[serde(borrow)]
    model: Option<Cow<'a, str>>,
    #[serde(borrow)]
    forked_from_id: Option<Cow<'a, str>>,
    #[serde(borrow)]
    parent_thread_id: Option<Cow<'a, str>>,
    timestamp: Option<Stamp>,
    source: Option<Source>,
    info: Option<Info<'a>>,
}

/// `"cli"` or `{"subagent": {"thread_spawn": {"parent_thread_id": …}}}`.
#[derive(Deserialize)]
#[serde(untagged)]
enum Source {
    Spawned { subagent: Subagent },
    Other(IgnoredAny),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Subagent {
    Thread { thread_spawn: Spawn },
    Other(IgnoredAny),
}

#[derive(Deserialize)]
struct Spawn {
    parent_thread_id: Option<String>,
}

#[derive(Deserialize)]
struct Info<'a> {
    #[serde(borrow)]
    model: Option<Cow<'a, str>>,
    total_token_usage: Option<Total>,
    last_token_usage: Option<Total>,
}

#[derive(Deserialize)]
struct Total {
    input_tokens: Option<Tokens>,
    cached_input_tokens: Option<Tokens>,
    #[serde(alias = "cache_creation_input_tokens", alias = "cache_write_tokens")]
    cache_write_input_tokens: Option<Tokens>,
    output_tokens: Option<Tokens>,
    reasoning_output_tokens: Option<Tokens>,
}

impl Total {
    /// Here `fresh` is still the whole input: what grows must be subtracted before it is split.
    fn counts(&self) -> Counts {
        Counts {
            fresh: stated(self.input_tokens),
            cached: stated(self.cached_input_tokens),
            written: stated(self.cache_write_input_tokens),
            output: stated(self.output_tokens),
            reasoning: stated(self.reasoning_output_tokens),
            ..Counts::default()
        }
    }
}

/// Reads a line that may matter.
///
/// # Errors
/// Why it does not count.
pub fn read(line: &[u8], sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let entry: Entry<'_> = decoded(line)?;
    let Some(payload) = entry.payload else { return Ok(()) };
    let at = entry.timestamp.map(|Stamp(at)| at);
    let file = sink.file;
    let sessions = &mut sink.gather.sessions;
    if sessions.last().is_none_or(|session| session.file != file) {
        sessions.push(Session::new(file));
    }
    match (entry.kind.as_deref(), payload.kind.as_deref()) {
        (Some("session_meta"), _) => begin(sessions, file, &payload, at),
        (Some("turn_context"), _) => {
            if let (Some(session), Some(model)) = (sessions.last_mut(), &payload.model) {
                session.model = Some(session.number(model));
            }
        }
        (_, Some("token_count")) => {
            let Some(info) = payload.info else { return Ok(()) };
            let (total, last) = (info.total_token_usage, info.last_token_usage);
            let whole =
                |total: &Total| total.input_tokens.is_some() && total.output_tokens.is_some();
            if !total.as_ref().or(last.as_ref()).is_some_and(whole) {
                return Err("`token_count` without `input_tokens` and `output_tokens`".into());
            }
            if let Some(session) = sessions.last_mut() {
                let model = info.model.as_ref().map(|model| session.number(model));
                let model = model.or(session.model);
                let counts = |total: Option<Total>| total.map(|total| total.counts());
                session.events.push(Event { at, model, total: counts(total), last: counts(last) });
            }
        }
        (_, _) if payload.info.is_some() => return Err("an entry of no known type".into()),
        _ => {}
    }
    Ok(())
}

/// A session begins, or the history of another one does within it.
fn begin(sessions: &mut Vec<Session>, file: usize, payload: &Payload<'_>, at: Option<i64>) {
    let spawned = match &payload.source {
        Some(Source::Spawned { subagent }) => Some(match subagent {
            Subagent::Thread { thread_spawn } => thread_spawn.parent_thread_id.clone(),
            Subagent::Other(_) => None,
        }),
        _ => None,
    };
    let named = payload.forked_from_id.as_ref().or(payload.parent_thread_id.as_ref());
    let parent = named.map(ToString::to_string).or_else(|| spawned.clone().flatten());
    let Some(current) = sessions.last_mut() else { return };
    let id = payload.id.as_ref().map(ToString::to_string);
    if current.forked || (current.id.is_some() && current.id == id) {
        return;
    }
    if current.id.is_some() || !current.events.is_empty() {
        sessions.push(Session::new(file));
    }
    if let Some(session) = sessions.last_mut() {
        session.id = id;
        session.forked = parent.is_some() || spawned.is_some();
        session.parent = parent;
        session.born = payload.timestamp.map(|Stamp(at)| at).or(at);
    }
}

impl Session {
    /// How many of the first events another session counts: the parent, or an earlier copy of this
    /// one. Of a parent that is not here a replay is known by its haste: it is written when the
    /// session is born, and an answer takes longer than a second.
    fn replayed(&self, others: Option<&Totals>) -> usize {
        let mut hasty = self.born;
        let old = |event: &&Event| match others {
            Some(others) => event.total.is_some_and(|total| others.contains(&total.numbers())),
            None => {
                let early = event.at.zip(hasty).is_some_and(|(at, before)| at <= before + 1);
                hasty = hasty.max(event.at);
                early
            }
        };
        if others.is_none() && !self.forked {
            return 0;
        }
        self.events.iter().take_while(old).count()
    }

    fn settle(&self, replayed: usize, gather: &mut Gather) {
        let mut before = Counts::default();
        let mut inherits = self.forked && replayed == 0;
        for (index, event) in self.events.iter().enumerate() {
            let grown = match (event.total, event.last) {
                // The history was left out, but not what it had used.
                (Some(total), Some(last)) if inherits && total != last => last,
                (Some(total), _) => total.grown_since(&before).unwrap_or(total),
                (None, Some(last)) => last,
                (None, None) => continue,
            };
            before = event.total.unwrap_or_else(|| before.plus(&grown));
            inherits = false;
            gather.rows += 1;
            let nothing = grown.numbers().iter().flatten().all(|number| *number == 0);
            if index < replayed || nothing {
                gather.repeated += 1;
                continue;
            }
            let split = Counts::of_whole_input(grown.fresh, grown.cached, grown.written);
            let counts = Counts {
                output: grown.output,
                reasoning: grown.reasoning,
                requests: Some(1),
                ..split
            };
            let model = event.model.and_then(|model| self.models.get(model as usize));
            gather.rows -= 1;
            gather.add(&Row {
                at: event.at,
                grain: Grain::Event,
                model: model.map(String::as_str),
                counts,
            });
        }
    }
}

/// Totals that a session had.
type Totals = HashSet<[Option<u64>; 8]>;

/// Counts what the sessions used, each against its parent and against earlier copies of itself.
pub fn settle(gather: &mut Gather) {
    let sessions = std::mem::take(&mut gather.sessions);
    let totals_of = |session: &Session| -> Totals {
        session.events.iter().filter_map(|event| Some(event.total?.numbers())).collect()
    };
    let mut totals: HashMap<&str, Totals> = HashMap::new();
    for session in &sessions {
        let Some(id) = session.id.as_deref() else { continue };
        totals.entry(id).or_default().extend(totals_of(session));
    }
    let mut earlier: HashMap<&str, Totals> = HashMap::new();
    for session in &sessions {
        let id = session.id.as_deref();
        let copy = id.and_then(|id| earlier.get(id));
        let parents = session.parent.as_deref().and_then(|parent| totals.get(parent));
        session.settle(session.replayed(copy.or(parents)), gather);
        if let Some(id) = id {
            earlier.entry(id).or_default().extend(totals_of(session));
        }
    }
}
