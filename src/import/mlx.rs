//! mlx_lm: what `mlx_lm.generate` and `mlx_lm.benchmark` print.

use super::format::{Lines, Printed};
use super::look::Look;
use super::measured_run::Run;
use super::runs::Bench;
use crate::profile::problem::Problem;

/// The lines of both.
pub const PRINTED: Printed = Printed {
    knows: |line| line.starts_with("Timing with prompt_tokens=") || generate(line).is_some(),
    begin: || {
        let bench = Bench { tool: "mlx_lm", engine: Some("mlx"), ..Bench::default() };
        (bench, Box::<Speech>::default())
    },
};

/// What is known of the run that is being read.
#[derive(Default)]
struct Speech {
    /// Tokens of prompt and output, and how many sequences.
    shape: Option<[f64; 3]>,
    prompt: Option<f64>,
    done: bool,
}

impl Lines for Speech {
    fn line(&mut self, bench: &mut Bench, look: &Look<'_>) -> Result<(), Problem> {
        let text = look.text()?;
        let wrong = || look.problem("the line is not what mlx_lm prints; is it cut off?");
        if let Some(shape) = text.strip_prefix("Timing with ") {
            let shape = shape.strip_suffix('.').ok_or_else(wrong)?;
            let keys = ["prompt_tokens", "generation_tokens", "batch_size"];
            let [prompt, output, batch] = keys.map(|key| value(shape, key));
            let shape = prompt.zip(output).zip(batch).ok_or_else(wrong)?;
            self.shape = Some([shape.0.0, shape.0.1, shape.1]);
            self.done = false;
        } else if text.starts_with("Trial ") {
            let Some([prompt, output, concurrency]) = self.shape else { return Err(wrong()) };
            let rates = value(text, "prompt_tps").zip(value(text, "generation_tps"));
            let complete = text.contains("peak_memory=");
            let (read, made) = rates.filter(|_| complete).ok_or_else(wrong)?;
            let run = |rate| Run { concurrency, ..Run::alone(prompt, output, rate) };
            bench.prefilled(look, &run(read))?;
            bench.decoded(look, &run(made))?;
            self.done = true;
        } else if let Some((label, numbers)) = generate(text) {
            let (tokens, rate) = numbers.ok_or_else(wrong)?;
            if label == "Prompt" {
                bench.prefilled(look, &Run::alone(tokens, 0.0, rate))?;
                self.prompt = Some(tokens);
                self.done = false;
            } else {
                let prompt = self.prompt.take().unwrap_or(0.0);
                bench.decoded(look, &Run::alone(prompt, tokens, rate))?;
                self.done = true;
            }
        }
        Ok(())
    }

    fn missing(&self) -> Option<&'static str> {
        (!self.done).then_some("the file ends before the rate of the output; is it cut off?")
    }
}

/// `Generation: 100 tokens, 42.123 tokens-per-sec` as label, tokens and rate.
fn generate(line: &str) -> Option<(&str, Option<(f64, f64)>)> {
    let (label, rest) = line.split_once(": ")?;
    if !matches!(label, "Prompt" | "Generation") || !rest.contains(" tokens") {
        return None;
    }
    let numbers = || {
        let (tokens, rate) = rest.split_once(" tokens, ")?;
        let rate = rate.strip_suffix(" tokens-per-sec")?;
        let tokens: f64 =
            tokens.trim().parse().ok().filter(|tokens: &f64| tokens.fract() == 0.0)?;
        Some((tokens, rate.trim().parse().ok()?))
    };
    Some((label, numbers()))
}

/// The number behind `key=`.
fn value(text: &str, key: &str) -> Option<f64> {
    let (_, rest) = text.split_once(&format!("{key}="))?;
    rest.split([',', ' ']).next()?.parse().ok().filter(|number: &f64| *number > 0.0)
}
