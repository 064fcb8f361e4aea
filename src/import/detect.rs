//! Which program wrote a file, by what is in it; the file's name is not asked.

use super::input::Input;
use super::json::{self, Json, Value};
use super::runs::Bench;
use super::table::{self, lines};
use super::{batched_bench, guidellm, llama_bench, log_lines, ollama, serving};
use crate::profile::problem::Problem;

/// What is read, for messages.
const READ: &str = "read are results of llama-bench (JSON, JSONL, CSV, Markdown), \
                    llama-batched-bench, vllm bench serve, SGLang bench_serving, Ollama \
                    (generate, --verbose, bench) and guidellm";

/// Reads a file of any known format.
///
/// # Errors
/// What is wrong with it; a format that is known but not read is named.
pub fn read(input: &Input) -> Result<Bench, Problem> {
    let mut bench = by_format(input)?;
    log_lines::read(input, &mut bench)?;
    Ok(bench)
}

fn by_format(input: &Input) -> Result<Bench, Problem> {
    let text = input.text.trim_start_matches('\u{feff}').trim_start();
    let table = |line: &str| line.trim_start().starts_with('|');
    if text.lines().find(|line| json::begins(line) || table(line)).is_some_and(json::begins) {
        return of_json(input);
    }
    if lines(input).any(|line| ends_answer(&input.text[line])) {
        return ollama::verbose(input);
    }
    if let Some(header) = lines(input).find(|line| input.text[line.clone()].trim().starts_with('|'))
    {
        let names: Vec<&str> = input.text[header.clone()].split('|').map(str::trim).collect();
        if names.contains(&"test") && names.contains(&"t/s") {
            return some(input, table::markdown(input)?, llama_bench::rows);
        }
        if names.contains(&"S_TG t/s") {
            let read = |input: &_, rows: &[Json]| {
                batched_bench::records(input, rows, &batched_bench::TABLE)
            };
            return some(input, table::markdown(input)?, read);
        }
        return Err(unknown(input, "the table has no columns `test` and `t/s`"));
    }
    of_text(input, text)
}

fn ends_answer(line: &str) -> bool {
    let label = line.split(':').next().unwrap_or("").trim();
    line.contains(':') && matches!(label, "total duration" | "prompt eval count" | "eval rate")
}

fn some(
    input: &Input,
    rows: Vec<Json>,
    read: impl Fn(&Input, &[Json]) -> Result<Bench, Problem>,
) -> Result<Bench, Problem> {
    if rows.is_empty() {
        let message = "there are names of columns and no row; is the file cut off?";
        return Err(input.at(&input.end(), message));
    }
    read(input, &rows)
}

fn of_json(input: &Input) -> Result<Bench, Problem> {
    let mut documents = json::parse(input)?;
    // A list of records is as good as one record after another.
    if let [Json { value: Value::List(items), .. }] = &mut documents[..] {
        if items.is_empty() {
            return Err(input.at(&(0..1), "the list is empty; expected the results of a benchmark"));
        }
        documents = std::mem::take(items);
    }
    let kind = |record: &Json| Kind::of(record);
    let Some(first) = documents.first() else { return Err(input.whole("the file is empty")) };
    let Some(found) = kind(first) else {
        let known = documents.iter().find_map(|record| not_read(record));
        return Err(match known {
            Some(what) => refusal(input, what),
            None => unknown(input, "the JSON has no field of a known benchmark"),
        });
    };
    if let Some(other) = documents.iter().find(|record| kind(record) != Some(found)) {
        let message = format!("this record is not {} like the first", found.word());
        return Err(input.at(&(other.span.start..other.span.start + 1), message));
    }
    match found {
        Kind::LlamaBench => llama_bench::records(input, &documents),
        Kind::BatchedBench => batched_bench::records(input, &documents, &batched_bench::JSONL),
        Kind::Vllm | Kind::Sglang => serving::records(input, &documents),
        Kind::Ollama => ollama::records(input, &documents),
        Kind::Guidellm if documents.len() == 1 => guidellm::file(input, first),
        Kind::Guidellm => {
            let start = documents[1].span.start;
            let message = "a second guidellm report; expected one";
            Err(input.at(&(start..start + 1), message).hint("import each on its own"))
        }
    }
}

/// Benchmarks that write JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    LlamaBench,
    BatchedBench,
    Vllm,
    Sglang,
    Ollama,
    Guidellm,
}

impl Kind {
    /// One of the fields that only this program writes is enough, so that a missing one of the
    /// others is named by its reader.
    fn of(record: &Json) -> Option<Self> {
        let any = |keys: &[&str]| keys.iter().any(|key| record.get(key).is_some());
        if any(&["avg_ts", "n_gen"]) {
            Some(Self::LlamaBench)
        } else if any(&["speed_tg", "speed_pp"]) {
            Some(Self::BatchedBench)
        } else if record.has(&["benchmarks"]) {
            Some(Self::Guidellm)
        } else if any(&["output_throughput", "total_output_tokens"]) {
            Some(if serving::is_sglang(record) { Self::Sglang } else { Self::Vllm })
        } else if record.has(&["done", "model"]) || any(&["eval_count", "eval_duration"]) {
            Some(Self::Ollama)
        } else {
            None
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::LlamaBench => "of llama-bench",
            Self::BatchedBench => "of llama-batched-bench",
            Self::Vllm => "of vllm bench serve",
            Self::Sglang => "of SGLang bench_serving",
            Self::Ollama => "of Ollama",
            Self::Guidellm => "of guidellm",
        }
    }
}

/// What a JSON file that is not read here is.
fn not_read(record: &Json) -> Option<&'static str> {
    let any = |keys: &[&str]| keys.iter().any(|key| record.get(key).is_some());
    let inner = |key: &str| record.get(key).and_then(first);
    let names: &[(&[&str], &str)] = &[
        (&["output_token_throughput", "input_config"], "a result of AIPerf"),
        (&["elapsed_time", "tokens_per_second"], "a result of vllm bench throughput"),
        (&["daily", "weekly", "monthly", "blocks"], "a usage report of ccusage"),
        (&["sessionId", "requestId"], "a session log of Claude Code"),
        (&["spend"], "a spend log of LiteLLM"),
        (&["sample_spec"], "the price database of LiteLLM"),
        (&["pricing_urls", "api_pattern"], "the price database genai-prices"),
        (&["providers"], "the price database models.dev"),
    ];
    if let Some((_, what)) = names.iter().find(|(keys, _)| any(keys)) {
        return Some(what);
    }
    if record.has(&["type", "payload"]) {
        return Some("a session log of Codex");
    }
    if inner("data").is_some_and(|item| item.get("pricing").is_some()) {
        return Some("the price list of OpenRouter");
    }
    if inner("data").is_some_and(|item| item.get("results").is_some()) {
        return Some("a usage or cost report of OpenAI or Anthropic");
    }
    if inner("results").is_some_and(|item| item.get("metrics").is_some()) {
        return Some("a usage report of LiteLLM");
    }
    match &record.value {
        Value::Object(fields) => fields.first().and_then(|(_, value)| {
            value.get("input_cost_per_token").map(|_| "the price database of LiteLLM")
        }),
        _ => None,
    }
}

fn first(json: &Json) -> Option<&Json> {
    match &json.value {
        Value::List(items) => items.first(),
        _ => None,
    }
}

fn of_text(input: &Input, text: &str) -> Result<Bench, Problem> {
    let header = text.lines().next().unwrap_or("").replace('"', "");
    let names: Vec<&str> = header.split(',').map(str::trim).collect();
    let has = |wanted: &[&str]| wanted.iter().all(|name| names.contains(name));
    if has(&["n_prompt"]) || has(&["avg_ts"]) {
        return some(input, table::csv(input)?, llama_bench::records);
    }
    if has(&["STEP", "TOKEN_PER_SEC"]) {
        return some(input, table::csv(input)?, ollama::rows);
    }
    if text.contains("Serving Benchmark Result") {
        let problem = refusal(input, "the summary of a serving benchmark");
        return Err(problem.hint("import the JSON that it writes with `--save-result`"));
    }
    let known = [
        (has(&["usage_date_utc", "model_version"]), "a usage report of the Anthropic console"),
        (has(&["num_model_requests"]), "a usage report of OpenAI"),
        (has(&["amount_value", "line_item"]), "a cost report of OpenAI"),
        (has(&["generation_id", "tokens_prompt"]), "an activity report of OpenRouter"),
        (text.contains("# TYPE ") && text.contains("vllm:"), "metrics of a vLLM server"),
        (text.starts_with("# HELP ") || text.starts_with("# TYPE "), "metrics of a server"),
    ];
    match known.iter().find(|(found, _)| *found) {
        Some((_, what)) => Err(refusal(input, what)),
        None => Err(unknown(input, "the file is not the result of a known benchmark")),
    }
}

fn refusal(input: &Input, what: &str) -> Problem {
    input.at(&(0..1), format!("this is {what}, which is not read here")).hint(READ)
}

fn unknown(input: &Input, message: &str) -> Problem {
    input.at(&(0..1), message).hint(READ)
}
