//! llama.cpp's timings of single answers: the `timings` of llama-server's JSON, and the lines that
//! its server and its other programs print.

use super::format::{Format, Lines, Printed};
use super::look::Look;
use super::ollama::{Call, begin};
use super::runs::Bench;
use super::settings;
use crate::date::Date;
use crate::profile::problem::Problem;

/// The JSON of llama-server's answers.
pub const FORMAT: Format = Format {
    word: "llama-server",
    wrote: |record| {
        let timings = record.get("timings").unwrap_or(record);
        timings.get("predicted_n").or_else(|| timings.get("predicted_ms")).is_some()
    },
    begin: || Bench { nothing: None, ..begin("llama-server") },
    record,
};

/// The lines.
pub const PRINTED: Printed = Printed {
    knows: |line| timing(line).is_some() || line.contains(LAUNCH),
    begin: || {
        let bench = Bench { nothing: None, ..begin("llama.cpp's timings") };
        (bench, Box::<Timings>::default())
    },
};

fn record(bench: &mut Bench, look: &Look<'_>) -> Result<(), Problem> {
    let timings = match look.get("timings")? {
        Some(timings) => timings,
        None => look.clone(),
    };
    if let Some(model) = look.get("model")? {
        bench.named(&model)?;
    }
    if let Some(created) = look.number_of("created")? {
        bench.seen_on(Date::from_days_since_1970((created / 86_400.0) as i64));
    }
    let seconds = |key| Ok::<_, Problem>(timings.need(key)?.positive()? / 1_000.0);
    let prompt = match timings.get("prompt_n")? {
        Some(count) if count.whole()? > 0.0 => Some((count.whole()?, seconds("prompt_ms")?)),
        _ => None,
    };
    let cached = timings.number_of("cache_n")?.unwrap_or(0.0);
    let output = (timings.need("predicted_n")?.whole_positive()?, seconds("predicted_ms")?);
    let drafted = timings.number_of("draft_n")?.is_some_and(|drafts| drafts > 0.0);
    settings::guesses(bench, look, drafted)?;
    Call { prompt, cached, output }.add(bench, look)
}

/// What llama-server prints when it begins a request.
const LAUNCH: &str = "slot launch_slot_:";

/// What a line times.
#[derive(Clone, Copy, Debug, PartialEq)]
enum What {
    Prompt,
    Output,
}

/// `prompt eval time = 100.00 ms / 50 tokens (…)` as what, tokens and seconds.
fn timing(line: &str) -> Option<(What, Option<(f64, f64)>)> {
    let (label, value) = line.split_once(" time =")?;
    let what = match label.trim_end() {
        label if label.ends_with("prompt eval") => What::Prompt,
        label if label == "eval" || label.ends_with(" eval") => What::Output,
        _ => return None,
    };
    let numbers = || {
        let (time, rest) = value.split_once(" ms /")?;
        let (count, unit) = rest.trim_start().split_once(' ')?;
        let unit = unit.split_whitespace().next()?;
        let complete = matches!(unit, "tokens" | "runs") && value.trim_end().ends_with(')');
        let (count, time): (f64, f64) = (count.parse().ok()?, time.trim().parse().ok()?);
        let inside = count.fract() == 0.0 && (1.0..1e9).contains(&count);
        (complete && inside && (0.0..1e12).contains(&time)).then_some((count, time / 1_000.0))
    };
    Some((what, numbers()))
}

/// The prompt of the answer that is being read.
#[derive(Default)]
struct Timings {
    prompt: Option<(f64, f64)>,
    done: bool,
    /// Requests that have begun and not ended.
    in_progress: u32,
}

impl Lines for Timings {
    fn line(&mut self, bench: &mut Bench, look: &Look<'_>) -> Result<(), Problem> {
        let text = look.text()?;
        if text.contains(LAUNCH) {
            self.in_progress += 1;
        }
        if text.contains("stop processing") {
            self.in_progress = self.in_progress.saturating_sub(1);
        }
        // Of a draft model and of a model's own heads.
        bench.speculative |= text.contains("draft acceptance") || text.contains("statistics draft");
        let Some((what, numbers)) = timing(text) else { return Ok(()) };
        if self.in_progress > 1 {
            let message = format!(
                "{} requests were in progress at once: the rates of each are not those of all",
                self.in_progress
            );
            return Err(look.problem(message).hint(
                "measure one at a time, or with `llama-batched-bench`, which has the rates of all",
            ));
        }
        let Some(numbers) = numbers else {
            return Err(look.problem(
                "the line is not as expected: `eval time = 100.00 ms / 50 tokens (…)`; is it cut off?",
            ));
        };
        match what {
            What::Prompt => {
                self.prompt = Some(numbers).filter(|(_, seconds)| *seconds > 0.0);
                self.done = false;
            }
            What::Output => {
                let prompt = self.prompt.take();
                (self.done, self.in_progress) = (true, 0);
                // An answer of one token takes no time.
                if numbers.1 > 0.0 {
                    Call { prompt, cached: 0.0, output: numbers }.add(bench, look)?;
                }
            }
        }
        Ok(())
    }

    fn missing(&self) -> Option<&'static str> {
        (!self.done).then_some("the file ends before `eval time = …`; is it cut off?")
    }
}

#[cfg(test)]
mod tests {
    use super::{What, timing};

    #[test]
    fn timings_are_read_from_the_lines_of_all_programs() {
        let server = "prompt eval time =     500.00 ms /   250 tokens (    2.00 ms per token, 500.00 tokens per second)";
        assert_eq!(timing(server), Some((What::Prompt, Some((250.0, 0.5)))));
        let perf = "llama_perf_context_print:        eval time =    2000.00 ms /    99 runs   (   20.20 ms per token)";
        assert_eq!(timing(perf), Some((What::Output, Some((99.0, 2.0)))));
        assert_eq!(timing("eval time =    2000.00 ms /    99 ru"), Some((What::Output, None)));
        assert_eq!(timing("load time =    2000.00 ms"), None);
    }

    #[test]
    fn numbers_that_no_run_has_are_none() {
        for count in ["0", "2.5", "2000000000"] {
            let line = format!("eval time =    2000.00 ms / {count} runs   ( 1.00 ms per token)");
            assert_eq!(timing(&line), Some((What::Output, None)), "{count}");
        }
        for time in ["-5.00", "1e13"] {
            let line = format!("eval time = {time} ms / 99 runs   ( 1.00 ms per token)");
            assert_eq!(timing(&line), Some((What::Output, None)), "{time}");
        }
    }
}
