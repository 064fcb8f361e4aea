//! Ollama: the last record of `/api/generate` and `/api/chat`, and its `bench` CSV. One request at a time.

use super::format::Format;
use super::json::Value;
use super::look::Look;
use super::measured_run::Run;
use super::runs::Bench;
use crate::figure::significant;
use crate::profile::problem::Problem;

/// Below this, overhead rather than speed decides how long a prompt takes.
const SHORT_PROMPT: f64 = 128.0;

/// No machine processes one prompt at so many tokens per second: it was in the cache.
const FASTEST: f64 = 100_000.0;

/// The last record of `/api/generate` and `/api/chat`, of a stream or on its own.
pub const FORMAT: Format = Format {
    word: "Ollama",
    wrote: |record| {
        let numbers = record.get("eval_count").or_else(|| record.get("eval_duration"));
        record.has(&["done", "model"]) || numbers.is_some()
    },
    begin: || begin("ollama"),
    record,
};

/// The CSV of `bench`: a row for each step, of which `prefill` and `generate` count.
pub const SHEET: Format = Format {
    word: "ollama bench",
    wrote: |row| row.has(&["STEP", "TOKEN_PER_SEC"]),
    begin: || begin("ollama bench"),
    record: row,
};

/// A file of answers, of whichever program.
pub fn begin(tool: &'static str) -> Bench {
    // Ollama runs models with llama.cpp's library.
    let nothing = "no record has `\"done\": true`, which is the one with the numbers";
    let engine = Some("llama.cpp");
    Bench { tool, engine, mean_shape: true, nothing: Some(nothing), ..Bench::default() }
}

/// Tokens and seconds of prompt and output of one request.
pub struct Call {
    /// Of the prompt; a prompt that was in the cache as a whole has no numbers.
    pub prompt: Option<(f64, f64)>,
    /// Tokens before those, which were in the cache.
    pub cached: f64,
    /// Of the output.
    pub output: (f64, f64),
}

impl Call {
    /// Adds the rates of the request.
    ///
    /// # Errors
    /// Those of [`Bench::decoded`].
    pub fn add(&self, bench: &mut Bench, look: &Look<'_>) -> Result<(), Problem> {
        let (output, seconds) = self.output;
        let prompt = self.prompt.map_or(0.0, |(tokens, _)| tokens);
        let run = |rate| Run { depth: self.cached, ..Run::alone(prompt, output, rate) };
        bench.decoded(look, &run(output / seconds))?;
        let Some((prompt, seconds)) = self.prompt else { return Ok(()) };
        if self.cached > prompt || prompt / seconds > FASTEST {
            bench.remark(
                "not used: the rate of a prompt most of which was in the cache already".into(),
            );
            return Ok(());
        }
        if prompt < SHORT_PROMPT {
            bench.remark(format!(
                "prompt of only {} tokens: long ones may be processed faster",
                significant(prompt, 3)
            ));
        }
        bench.prefilled(look, &run(prompt / seconds))
    }
}

/// Reads a record; those of a stream that are not the last have no numbers.
fn record(bench: &mut Bench, look: &Look<'_>) -> Result<(), Problem> {
    let done = look.need("done")?;
    match done.json.value {
        Value::Flag(false) => return Ok(()),
        Value::Flag(true) => {}
        _ => return Err(done.expected("true or false")),
    }
    bench.named(&look.need("model")?)?;
    bench.seen_on(look.date_of("created_at")?);
    let seconds = |key| Ok(look.need(key)?.positive()? / 1e9);
    let prompt = match look.get("prompt_eval_count")? {
        Some(count) => Some((count.whole_positive()?, seconds("prompt_eval_duration")?)),
        None => None,
    };
    let output = (look.need("eval_count")?.whole_positive()?, seconds("eval_duration")?);
    Call { prompt, cached: 0.0, output }.add(bench, look)
}

fn row(bench: &mut Bench, look: &Look<'_>) -> Result<(), Problem> {
    bench.named(&look.need("NAME")?)?;
    let step = look.need("STEP")?.text()?;
    if !matches!(step, "prefill" | "generate") {
        return Ok(());
    }
    let count = look.need("COUNT")?.whole_positive()?;
    let rate = look.need("TOKEN_PER_SEC")?.positive()?;
    if step == "prefill" {
        bench.last_prompt = count;
        return bench.prefilled(look, &Run::alone(count, 0.0, rate));
    }
    bench.decoded(look, &Run::alone(bench.last_prompt, count, rate))
}
