//! Files that are known and not read here, and what to do with each.

use std::ops::Range;
use std::rc::Rc;

use super::formats::READ;
use super::input::Input;
use super::json::{Json, Value};
use crate::profile::problem::Problem;

/// What a file is, and what to do with it; without that, what is read is listed.
#[derive(Clone, Debug)]
pub struct Foreign {
    what: &'static str,
    hint: Option<&'static str>,
}

const USAGE: &str = "`breakeven usage FILE` reads it";
const PRICES: &str = "`breakeven prices import FILE` reads it";

/// What a JSON document is.
pub fn of_json(record: &Json) -> Option<Foreign> {
    let any = |keys: &[&str]| keys.iter().any(|key| record.get(key).is_some());
    let inner = |key: &str| record.get(key).and_then(first);
    let found = |what, hint| Some(Foreign { what, hint });
    let names: &[(&[&str], &'static str, Option<&'static str>)] = &[
        (&["daily", "weekly", "monthly", "blocks"], "a usage report of ccusage", Some(USAGE)),
        (&["sessionId", "requestId"], "a session log of Claude Code", Some(USAGE)),
        (&["spend"], "a spend log of LiteLLM", Some(USAGE)),
        (&["sample_spec"], "the price database of LiteLLM", Some(PRICES)),
        (&["pricing_urls", "api_pattern"], "the price database genai-prices", Some(PRICES)),
        (&["providers"], "the price database models.dev", Some(PRICES)),
        (&["lm_eval_version", "n-shot"], "a result of lm-evaluation-harness", Some(NO_SPEED)),
        (&["run_description", "results_by_prompt"], "a result of llm-load-test", None),
        (&["timeslices"], "a file of AIPerf's time slices", Some(AIPERF)),
        (&["input_sequence_throughput"], "a benchmark of embeddings", Some(NO_OUTPUT)),
    ];
    if let Some((_, what, hint)) = names.iter().find(|(keys, ..)| any(keys)) {
        return found(what, *hint);
    }
    let aggregate = |metadata: &Json| metadata.get("aggregation_type").is_some();
    if record.get("metadata").is_some_and(aggregate) {
        return found("an aggregate of several runs of AIPerf", Some(AIPERF));
    }
    if record.get("metadata").is_some_and(|metadata| metadata.get("x_request_id").is_some()) {
        return found("a file of AIPerf's single requests", Some(AIPERF));
    }
    if record.has(&["hardware", "framework", "metrics"]) {
        return found("a list of rows of the InferenceX site", Some(INFERENCEX));
    }
    if record.has(&["choices", "usage"]) {
        return found("an answer of a chat API without timings", Some(TIMINGS));
    }
    if record.has(&["type", "payload"]) {
        return found("a session log of Codex", Some(USAGE));
    }
    if inner("data").is_some_and(|item| item.get("pricing").is_some()) {
        return found("the price list of OpenRouter", Some(PRICES));
    }
    if inner("data").is_some_and(|item| item.get("results").is_some()) {
        return found("a usage or cost report of OpenAI or Anthropic", Some(USAGE));
    }
    if inner("results").is_some_and(|item| item.get("metrics").is_some()) {
        return found("a usage report of LiteLLM", Some(USAGE));
    }
    match &record.value {
        Value::Object(fields) => fields.first().and_then(|(_, value)| {
            value.get("input_cost_per_token")?;
            found("the price database of LiteLLM", Some(PRICES))
        }),
        _ => None,
    }
}

const AIPERF: &str = "its `profile_export_aiperf.json` is read";
const INFERENCEX: &str = "the JSON that each run writes (`hw`, `conc`, `mean_tpot`) is read";
const TIMINGS: &str = "llama-server's own answers have `timings`, and LM Studio's `/api/v0` and `/api/v1` have `stats`";
const GUIDELLM: &str = "its JSON is read: `guidellm benchmark … --output-path report.json`";
const OLLAMA: &str = "its CSV is read: `bench -format csv`";
const LM_STUDIO: &str =
    "the JSON of an answer of `/api/v0` or `/api/v1` is read, and `lms chat --stats`";
const NO_OUTPUT: &str = "a throughput profile is of tokens that are output";
const NO_SPEED: &str = "it says how good answers are and not how fast";
fn first(json: &Json) -> Option<&Json> {
    match &json.value {
        Value::List(items) => items.first(),
        _ => None,
    }
}

/// What a file is in which this line stands, whose cells are `names` if it is CSV.
pub fn of_line(line: &str, names: &[Rc<str>]) -> Option<Foreign> {
    let has =
        |wanted: &[&str]| wanted.iter().all(|name| names.iter().any(|known| **known == **name));
    let metrics = line.starts_with("# HELP ") || line.starts_with("# TYPE ");
    let known = [
        (
            has(&["usage_date_utc", "model_version"]),
            "a usage report of the Anthropic console",
            USAGE,
        ),
        (has(&["num_model_requests"]), "a usage report of OpenAI", USAGE),
        (has(&["amount_value", "line_item"]), "a cost report of OpenAI", USAGE),
        (has(&["generation_id", "tokens_prompt"]), "an activity report of OpenRouter", USAGE),
        (line.starts_with("Run Info,"), "the CSV of guidellm", GUIDELLM),
        (line.contains("guidellm_version"), "the YAML of guidellm", GUIDELLM),
        (line.contains("backend validated with model"), "what guidellm prints", GUIDELLM),
        (line.contains("─ Benchmarks ─"), "what guidellm prints", GUIDELLM),
        (line.starts_with("BenchmarkModel/"), "benchstat output of ollama's bench", OLLAMA),
        (line.contains("| nsPerToken |"), "the Markdown of ollama's bench", OLLAMA),
        (line.contains("][INFO][") && line.starts_with('['), "a log of LM Studio", LM_STUDIO),
        (metrics && line.contains("vllm:"), "metrics of a vLLM server", USAGE),
        (metrics, "metrics of a server", USAGE),
    ];
    let (_, what, hint) = known.into_iter().find(|(found, ..)| *found)?;
    Some(Foreign { what, hint: Some(hint) })
}

/// Says what the file is.
pub fn refusal(input: &Input, at: &Range<usize>, foreign: &Foreign) -> Problem {
    let message = format!("this is {}, which is not read here", foreign.what);
    input.at(at, message).hint(foreign.hint.unwrap_or(READ))
}
