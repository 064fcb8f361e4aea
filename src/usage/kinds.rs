//! Which program wrote a file, by what stands at its beginning.

use super::documents::ElementReader;
use super::json_keys::value_of;
use super::jsonl::Reader;
use super::sources::{
    anthropic, ccusage, claude_code, codex, litellm_logs, mapped, openai, opencost,
    openrouter_activity, spans,
};

/// How a file is read.
#[derive(Clone, Copy)]
pub enum Kind {
    /// A JSON object per line, of which those matter that hold one of the needles.
    Lines(&'static str, &'static [&'static str], Reader),
    /// The same objects in one list.
    Elements(&'static str, &'static [&'static str], Reader),
    /// Lists of rows in one JSON document, or in one per line.
    Document(&'static str, &'static [&'static str], ElementReader),
    /// Samples of Prometheus.
    Scrape,
    /// Rows and columns.
    Sheet,
}

impl Kind {
    /// What the lines of a log are when they are written as one list.
    fn in_list(self) -> Self {
        match self {
            Self::Lines(name, needles, read) => Self::Elements(name, needles, read),
            other => other,
        }
    }
}

/// Whether a text begins with a list of objects.
fn begins_list(text: &[u8]) -> bool {
    let Some(inside) = text.trim_ascii_start().strip_prefix(b"[") else { return false };
    inside.trim_ascii_start().starts_with(b"{")
}

/// Session logs of Claude Code.
pub const CLAUDE_CODE: Kind = Kind::Lines("Claude Code", &["put_tokens\""], claude_code::read);

const ANY: &[&str] = &[":"];

/// What a file is, from its first bytes; `None` when it is nothing known.
pub fn of(head: &[u8], mapped: bool) -> Option<Kind> {
    let text = head.strip_prefix("\u{feff}".as_bytes()).unwrap_or(head);
    let first = *text.trim_ascii_start().first()?;
    if mapped && matches!(first, b'{' | b'[') {
        return Some(objects(first));
    }
    let starts = |byte: u8| text.split(|b| *b == b'\n').any(|line| line.first() == Some(&byte));
    if matches!(first, b'{' | b'[') || starts(b'{') {
        if let Some(kind) = known_json(text) {
            return Some(if begins_list(text) { kind.in_list() } else { kind });
        }
        if matches!(first, b'{' | b'[') {
            return None;
        }
    }
    let sample = |needle: &str| memchr::memmem::find(text, needle.as_bytes()).is_some();
    if ["vllm:", "sglang:", "vllm_prompt", "sglang_prompt"].iter().any(|name| sample(name)) {
        return Some(Kind::Scrape);
    }
    let line = text.split(|byte| *byte == b'\n').find(|line| {
        let line = line.trim_ascii();
        !line.is_empty() && !line.starts_with(b"#")
    })?;
    let columns = line.iter().any(|byte| b",;\t".contains(byte));
    (columns && std::str::from_utf8(line).is_ok()).then_some(Kind::Sheet)
}

/// Whether all of these stand there as keys.
fn has(text: &[u8], keys: &[&str]) -> bool {
    keys.iter().all(|key| value_of(text, 0, key).is_some())
}

fn known_json(text: &[u8]) -> Option<Kind> {
    let some = |keys: &[&str]| keys.iter().any(|key| has(text, &[key]));
    let value = |word: &str| memchr::memmem::find(text, word.as_bytes()).is_some();
    let codex = ["\"token_count\"", "\"session_meta\"", "\"turn_context\"", "\"response_item\""];
    Some(if has(text, &["payload"]) && codex.iter().any(|word| value(word)) {
        Kind::Lines("Codex", codex::NEEDLES, codex::read)
    // What a tool returned is in these logs, too, with keys of any kind.
    } else if has(text, &["message"]) && some(&["sessionId", "requestId", "isSidechain", "uuid"]) {
        CLAUDE_CODE
    } else if has(text, &["spans"]) && some(&["resourceSpans", "batches"]) {
        Kind::Document("OpenTelemetry spans", &["spans"], spans::span)
    } else if some(ccusage::LISTS) && (has(text, &["inputTokens"]) || has(text, &["totals"])) {
        Kind::Document("ccusage", ccusage::LISTS, ccusage::element)
    } else if has(text, &["starting_at"]) {
        Kind::Document("Anthropic Admin API", &["data"], anthropic::bucket)
    } else if has(text, &["start_time"]) && some(&["num_model_requests", "results", "result"]) {
        Kind::Document("OpenAI usage API", &["data"], openai::bucket)
    } else if has(text, &["metrics", "prompt_tokens"]) {
        Kind::Document("LiteLLM daily activity", &["results"], litellm_logs::day)
    } else if has(text, &["prompt_tokens"]) && some(&["startTime", "call_type", "request_id"]) {
        spend(text)
    } else if has(text, &["prompt_tokens", "date"]) {
        Kind::Document("OpenRouter activity", &["data"], openrouter_activity::day)
    } else if some(&["inputTokens", "promptTokens", "generationTokens"])
        && !some(&["message", "sessionId"])
    {
        Kind::Document("OpenCost", &["inferenceCosts", "data", "models"], opencost::element)
    } else if some(&["message", "sessionId", "isSidechain", "leafUuid", "requestId"]) {
        CLAUDE_CODE
    } else if has(text, &["fresh_input", "output"]) {
        objects(*text.trim_ascii_start().first()?)
    } else if some(&["data", "results"]) && some(&["has_more", "next_page", "page"]) {
        Kind::Document("OpenAI usage API", &["data", "results"], openai::bucket)
    } else {
        return None;
    })
}

/// Rows of any names are a list, or an object per line.
fn objects(first: u8) -> Kind {
    match first {
        b'[' => Kind::Document("rows of objects", &[], mapped::object),
        _ => Kind::Lines("rows of objects", ANY, mapped::object),
    }
}

/// Spend logs are a list, a page of one, or a row per line.
fn spend(text: &[u8]) -> Kind {
    if text.trim_ascii_start().first() == Some(&b'[') {
        Kind::Document("LiteLLM spend logs", &[], litellm_logs::spend)
    } else if has(text, &["data"]) {
        Kind::Document("LiteLLM spend logs", &["data"], litellm_logs::spend)
    } else {
        Kind::Lines("LiteLLM spend logs", ANY, litellm_logs::spend)
    }
}
