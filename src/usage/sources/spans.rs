//! Spans of OpenTelemetry in OTLP JSON with `gen_ai.usage.*`. The input holds cached tokens; a span
//! around others says again what they used.

use std::borrow::Cow;
use std::collections::HashSet;

use serde::Deserialize;

use crate::usage::counts::Counts;
use crate::usage::gather::{Gather, Row};
use crate::usage::moment::Grain;
use crate::usage::pending::{Spans, Stated};
use crate::usage::refusal::{Refusal, refusal};
use crate::usage::sink::Sink;
use crate::usage::tokens::Tokens;

#[derive(Deserialize)]
struct Span<'a> {
    #[serde(borrow, rename = "traceId")]
    trace: Option<Cow<'a, str>>,
    #[serde(borrow, rename = "spanId")]
    id: Option<Cow<'a, str>>,
    #[serde(borrow, rename = "parentSpanId")]
    parent: Option<Cow<'a, str>>,
    #[serde(rename = "startTimeUnixNano")]
    start: Option<Nanoseconds>,
    #[serde(borrow)]
    attributes: Option<Vec<Attribute<'a>>>,
}

/// A number, or one in quotes.
#[derive(Deserialize)]
#[serde(untagged)]
enum Nanoseconds {
    Number(u64),
    Text(String),
}

impl Nanoseconds {
    fn seconds(&self) -> Option<i64> {
        let nanoseconds = match self {
            Self::Number(number) => *number,
            Self::Text(text) => text.parse().ok()?,
        };
        i64::try_from(nanoseconds / 1_000_000_000).ok()
    }
}

/// Values other than the counts and the two names are not kept.
struct Attribute<'a> {
    key: Cow<'a, str>,
    number: Option<u64>,
    text: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct Key<'a> {
    #[serde(borrow)]
    key: Cow<'a, str>,
    #[serde(borrow)]
    value: Option<&'a serde_json::value::RawValue>,
}

#[derive(Deserialize)]
struct NumberValue {
    #[serde(rename = "intValue", alias = "doubleValue", alias = "stringValue")]
    number: Tokens,
}

#[derive(Deserialize)]
struct TextValue<'a> {
    #[serde(borrow, rename = "stringValue")]
    text: Cow<'a, str>,
}

impl<'de: 'a, 'a> Deserialize<'de> for Attribute<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Key { key, value } = Key::deserialize(deserializer)?;
        let raw = value.map_or("null", serde_json::value::RawValue::get);
        let (mut number, mut text) = (None, None);
        let counted = key.strip_prefix(USAGE).is_some_and(|name| {
            [INPUT, OUTPUT, CACHED, WRITTEN, REASONING].iter().any(|names| names.contains(&name))
        });
        if counted {
            let value: NumberValue = serde_json::from_str(raw).map_err(serde::de::Error::custom)?;
            number = Some(value.number.0);
        } else if NAMES.contains(&&*key) {
            text = serde_json::from_str::<TextValue<'_>>(raw).ok().map(|value| value.text);
        }
        Ok(Self { key, number, text })
    }
}

const USAGE: &str = "gen_ai.usage.";
/// Names of each count, the convention's own first.
const INPUT: &[&str] = &["input_tokens", "prompt_tokens"];
const OUTPUT: &[&str] = &["output_tokens", "completion_tokens"];
const CACHED: &[&str] = &[
    "cache_read.input_tokens",
    "cache_read_input_tokens",
    "input_tokens.cached",
    "input_tokens.cache_read",
    "cached_tokens",
];
const WRITTEN: &[&str] =
    &["cache_creation.input_tokens", "cache_creation_input_tokens", "input_tokens.cache_write"];
const REASONING: &[&str] =
    &["reasoning.output_tokens", "output_tokens.reasoning", "reasoning_tokens"];
const MODEL: &str = "gen_ai.response.model";
const ASKED: &str = "gen_ai.request.model";
const NAMES: [&str; 2] = [MODEL, ASKED];

/// Reads a span.
///
/// # Errors
/// Why it does not count.
pub fn span(text: &[u8], sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let span: Span<'_> = serde_json::from_slice(text).map_err(|error| refusal(&error))?;
    read(span, &mut sink.gather.spans);
    Ok(())
}

fn read(span: Span<'_>, spans: &mut Spans) {
    let text = |part: &Option<Cow<'_, str>>| part.as_deref().unwrap_or_default().to_string();
    let key = (text(&span.trace), text(&span.id));
    if let Some(parent) = span.parent.as_deref().filter(|parent| !parent.is_empty()) {
        spans.parents.insert(key.clone(), parent.to_string());
    }
    let attributes = span.attributes.unwrap_or_default();
    let number = |names: &[&str]| {
        let of = |name: &&str| attributes.iter().find(|a| a.key.strip_prefix(USAGE) == Some(name));
        names.iter().find_map(of).and_then(|attribute| attribute.number)
    };
    let word = |name| attributes.iter().find(|a| a.key == name).and_then(|a| a.text.as_deref());
    let input = number(INPUT);
    let output = number(OUTPUT);
    if input.is_none() && output.is_none() {
        return;
    }
    let counts = Counts {
        output,
        reasoning: number(REASONING),
        requests: Some(1),
        ..Counts::of_whole_input(input, number(CACHED), number(WRITTEN))
    };
    let model = word(MODEL).or_else(|| word(ASKED)).map(String::from);
    let at = span.start.and_then(|start| start.seconds());
    spans.stated.push(Stated { key, at, model, counts });
}

/// Counts the innermost spans that state usage.
pub fn settle(gather: &mut Gather) {
    let Spans { stated, parents } = std::mem::take(&mut gather.spans);
    let mut around: HashSet<(String, String)> = HashSet::new();
    for span in &stated {
        let mut key = span.key.clone();
        while let Some(parent) = parents.get(&key) {
            key.1.clone_from(parent);
            // What was seen has its own ancestors seen; a circle ends here, too.
            if !around.insert(key.clone()) {
                break;
            }
        }
    }
    for span in stated {
        if around.contains(&span.key) {
            gather.rows += 1;
            gather.repeated += 1;
            continue;
        }
        let model = span.model.as_deref();
        let row = Row { at: span.at, grain: Grain::Event, model, counts: span.counts };
        if span.key.1.is_empty() {
            gather.add(&row);
        } else {
            gather.add_once(&["span", &span.key.0, &span.key.1], &row);
        }
    }
}
