//! LM Studio: the answers of both its REST APIs, and what `lms chat --stats` prints.

use super::format::{Format, Lines, Printed};
use super::llama_bench::drafts;
use super::look::Look;
use super::ollama::{Call, begin};
use super::runs::{Bench, quantization};
use super::settings;
use crate::date::Date;
use crate::profile::problem::Problem;

/// An answer of `/api/v0/chat/completions` or `/api/v1/chat`.
pub const FORMAT: Format = Format {
    word: "LM Studio",
    wrote: |record| {
        record.get("stats").is_some_and(|stats| stats.get("tokens_per_second").is_some())
    },
    begin: || Bench { nothing: None, ..begin("LM Studio") },
    record,
};

/// The lines.
pub const PRINTED: Printed = Printed {
    knows: |line| line == "Prediction Stats:" || line.starts_with("Tokens/Second: "),
    begin: || (Bench { nothing: None, ..begin("lms chat --stats") }, Box::<Stats>::default()),
};

fn record(bench: &mut Bench, look: &Look<'_>) -> Result<(), Problem> {
    let stats = look.need("stats")?;
    for key in ["model", "model_instance_id"] {
        if let Some(model) = look.get(key)? {
            bench.named(&model)?;
            break;
        }
    }
    if let Some(created) = look.number_of("created")? {
        bench.seen_on(Date::from_days_since_1970((created / 86_400.0) as i64));
    }
    describe(bench, look)?;
    // The second API counts in `stats` what the first counts in `usage`.
    let (counts, names) = match look.get("usage")? {
        Some(usage) => (usage, ["prompt_tokens", "completion_tokens"]),
        None => (stats.clone(), ["input_tokens", "total_output_tokens"]),
    };
    let prompt = counts.need(names[0])?.whole()?;
    let output = counts.need(names[1])?.whole_positive()?;
    let first = match stats.number_of("time_to_first_token_seconds")? {
        Some(seconds) => Some(seconds),
        None => stats.number_of("time_to_first_token")?,
    };
    let rate = stats.need("tokens_per_second")?.positive()?;
    settings::guesses(bench, look, drafts(stats.json) || drafts(counts.json))?;
    let details = counts.get("prompt_tokens_details")?;
    let cached = details.map_or(Ok(None), |details| details.number_of("cached_tokens"))?;
    add(bench, look, [prompt, cached.unwrap_or(0.0), output, rate], first)
}

/// What ran, in the words of the first API.
fn describe(bench: &mut Bench, look: &Look<'_>) -> Result<(), Problem> {
    let Some(model) = look.get("model_info")? else { return Ok(()) };
    if let Some(name) = model.text_of("quant")? {
        bench.quantization = quantization(name).or_else(|| bench.quantization.take());
    }
    if model.text_of("format")?.is_some_and(|format| format == "mlx") {
        bench.engine = Some("mlx");
    }
    Ok(())
}

/// Adds an answer with tokens of the prompt, those of them that were in the cache, those of the output, and
/// output tokens per second.
fn add(
    bench: &mut Bench,
    look: &Look<'_>,
    [prompt, cached, output, rate]: [f64; 4],
    first: Option<f64>,
) -> Result<(), Problem> {
    let first = first.filter(|seconds| *seconds > 0.0 && prompt > 0.0);
    if first.is_some() {
        bench.remark("the prompt's rate is its tokens over the time to the first token".into());
    }
    let cached = cached.min(prompt);
    let prompt = first.map(|seconds| (prompt - cached, seconds));
    Call { prompt, cached, output: (output, output / rate) }.add(bench, look)
}

/// The numbers of an answer, as far as they were read.
#[derive(Default)]
struct Stats {
    rate: Option<f64>,
    first: Option<f64>,
    prompt: Option<f64>,
    done: bool,
}

impl Lines for Stats {
    fn line(&mut self, bench: &mut Bench, look: &Look<'_>) -> Result<(), Problem> {
        let Some((label, value)) = look.text()?.split_once(':') else { return Ok(()) };
        let number = |unit: &str| {
            let number = value.trim().strip_suffix(unit).and_then(|value| value.parse().ok());
            number
                .filter(|number: &f64| *number > 0.0 && *number < 1e12)
                .ok_or_else(|| look.problem("the line has no number; is it cut off?"))
        };
        match label {
            "Tokens/Second" => (self.rate, self.done) = (Some(number("")?), false),
            "Time to First Token" => self.first = Some(number("s")?),
            "Prompt Tokens" => self.prompt = Some(number("")?),
            "Predicted Tokens" => {
                let Some((rate, prompt)) = self.rate.zip(self.prompt) else {
                    let message = "no `Tokens/Second` and `Prompt Tokens` stand before this line";
                    return Err(look.problem(message));
                };
                add(bench, look, [prompt, 0.0, number("")?, rate], self.first)?;
                *self = Self { done: true, ..Self::default() };
            }
            _ => {}
        }
        Ok(())
    }

    fn missing(&self) -> Option<&'static str> {
        (!self.done).then_some("the file ends before `Predicted Tokens: …`; is it cut off?")
    }
}
