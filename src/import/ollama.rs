//! Ollama: the last record of `/api/generate` and `/api/chat`, what `--verbose` prints, and its
//! `bench` CSV. One request at a time.

use std::ops::Range;

use super::input::Input;
use super::json::{Json, Value};
use super::look::Look;
use super::runs::{Bench, Run, quantization};
use super::table::lines;
use crate::figure::significant;
use crate::profile::problem::Problem;

/// Below this, overhead rather than speed decides how long a prompt takes.
const SHORT_PROMPT: f64 = 128.0;

fn bench(tool: &'static str) -> Bench {
    // Ollama runs models with llama.cpp's library.
    Bench { tool, engine: Some("llama.cpp"), mean_shape: true, ..Bench::default() }
}

/// Tokens and seconds of prompt and output.
struct Call {
    prompt: Option<(f64, f64)>,
    output: (f64, f64),
    span: Range<usize>,
}

fn add(bench: &mut Bench, call: Call) {
    let depth = 0.0;
    let (output, seconds) = call.output;
    let prompt = call.prompt.map_or(0.0, |(tokens, _)| tokens);
    let span = call.span.clone();
    let rate = output / seconds;
    bench.decode.push(Run { concurrency: 1.0, depth, prompt, output, rate, deviation: 0.0, span });
    if let Some((prompt, seconds)) = call.prompt {
        let rate = prompt / seconds;
        let span = call.span;
        bench.prefill.push(Run {
            concurrency: 1.0,
            depth,
            prompt,
            output,
            rate,
            deviation: 0.0,
            span,
        });
        if prompt < SHORT_PROMPT {
            bench.remark(format!(
                "prompt of only {} tokens: long ones may be processed faster",
                significant(prompt, 3)
            ));
        }
    }
}

/// Reads records of the API; those of a stream that are not the last have no numbers.
pub fn records(input: &Input, records: &[Json]) -> Result<Bench, Problem> {
    let mut bench = bench("ollama");
    for record in records {
        let look = Look::new(input, record);
        if look.need("done")?.json.value == Value::Flag(false) {
            continue;
        }
        let done = look.need("done")?;
        if done.json.value != Value::Flag(true) {
            return Err(done.expected("true or false"));
        }
        let name = look.need("model")?.text()?;
        if bench.model.as_deref().is_some_and(|known| known != name) {
            let message = "this answer is of another model than the first";
            return Err(look.need("model")?.problem(message));
        }
        bench.quantization = quantization(name);
        bench.model = Some(name.into());
        bench.seen_on(look.date_of("created_at")?);
        let seconds = |key| Ok(look.need(key)?.positive()? / 1e9);
        // A prompt that was in the cache as a whole has no numbers.
        let prompt = match look.get("prompt_eval_count")? {
            Some(count) => Some((above_zero(&count)?, seconds("prompt_eval_duration")?)),
            None => None,
        };
        let output = (above_zero(&look.need("eval_count")?)?, seconds("eval_duration")?);
        add(&mut bench, Call { prompt, output, span: record.span.clone() });
    }
    if bench.decode.is_empty() {
        let message = "no record has `\"done\": true`, which is the one with the numbers";
        return Err(input.at(&input.end(), message).hint("is the stream cut off?"));
    }
    Ok(bench)
}

fn above_zero(field: &Look<'_>) -> Result<f64, Problem> {
    match field.whole()? {
        0.0 => Err(field.expected("a number above 0")),
        number => Ok(number),
    }
}

/// Reads what `ollama run --verbose` prints; `eval rate` ends the numbers of an answer.
pub fn verbose(input: &Input) -> Result<Bench, Problem> {
    let mut bench = bench("ollama run --verbose");
    let mut part = Verbose::default();
    for span in lines(input) {
        let line = &input.text[span.clone()];
        let Some((label, value)) = line.split_once(':') else { continue };
        let value = value.trim();
        let wrong = |what: &str| {
            let message = format!(
                "`{}` is `{}`; expected {what}",
                label.trim(),
                crate::text::printable(value)
            );
            input.at(&span, message)
        };
        let tokens = || {
            let count = number(value, " token(s)").filter(|count| count.fract() == 0.0);
            count.ok_or_else(|| wrong("a whole count of `token(s)`"))
        };
        let seconds = || duration(value).ok_or_else(|| wrong("a time like 4.23s or 130ms"));
        let rate = || number(value, " tokens/s").ok_or_else(|| wrong("a rate in `tokens/s`"));
        match label.trim() {
            "prompt eval count" => part.prompt_count = Some(tokens()?),
            "prompt eval duration" => part.prompt_seconds = Some(seconds()?),
            "prompt eval rate" => part.prompt_rate = Some(rate()?),
            "eval count" => part.count = Some(tokens()?),
            "eval duration" => part.seconds = Some(seconds()?),
            "eval rate" => {
                let call = std::mem::take(&mut part).call(rate()?, span.clone());
                add(&mut bench, call.map_err(|message| input.at(&span, message))?);
            }
            _ => {}
        }
    }
    let unfinished = part.prompt_count.is_some() || part.count.is_some();
    if unfinished || bench.decode.is_empty() {
        let message = "the file ends before `eval rate: … tokens/s`; is it cut off?";
        return Err(input.at(&input.end(), message));
    }
    Ok(bench)
}

/// The numbers of one answer, as far as they were read.
#[derive(Default)]
struct Verbose {
    prompt_count: Option<f64>,
    prompt_seconds: Option<f64>,
    prompt_rate: Option<f64>,
    count: Option<f64>,
    seconds: Option<f64>,
}

impl Verbose {
    fn call(self, rate: f64, span: Range<usize>) -> Result<Call, String> {
        let missing = |what: &str| format!("no `{what}` stands before this line");
        let count = self.count.ok_or_else(|| missing("eval count"))?;
        let seconds = self.seconds.ok_or_else(|| missing("eval duration"))?;
        agree("eval rate", count / seconds, rate)?;
        let prompt = match (self.prompt_count, self.prompt_seconds, self.prompt_rate) {
            (Some(count), Some(seconds), Some(rate)) => {
                agree("prompt eval rate", count / seconds, rate)?;
                Some((count, seconds))
            }
            (None, None, None) => None,
            _ => return Err(missing("prompt eval count, duration and rate")),
        };
        Ok(Call { prompt, output: (count, seconds), span })
    }
}

fn agree(what: &str, computed: f64, stated: f64) -> Result<(), String> {
    if (computed - stated).abs() <= 0.01 * stated + 0.01 {
        return Ok(());
    }
    Err(format!(
        "`{what}` is {}, but count over duration is {}; expected them to agree",
        significant(stated, 5),
        significant(computed, 5)
    ))
}

fn number(text: &str, unit: &str) -> Option<f64> {
    let number: f64 = text.strip_suffix(unit)?.trim().parse().ok()?;
    (number > 0.0 && number < 1e12).then_some(number)
}

/// A time as Go writes it, in seconds: `1h2m3.5s`, `130.079ms`, `850µs`.
fn duration(text: &str) -> Option<f64> {
    let (mut rest, mut seconds) = (text, 0.0);
    if !text.ends_with('s') {
        return None;
    }
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, after) = rest.split_at(digits);
        let unit = after.find(|c: char| c.is_ascii_digit()).unwrap_or(after.len());
        let (unit, after) = after.split_at(unit);
        let size = match unit {
            "h" => 3_600.0,
            "m" => 60.0,
            "s" => 1.0,
            "ms" => 1e-3,
            "µs" | "μs" | "us" => 1e-6,
            "ns" => 1e-9,
            _ => return None,
        };
        seconds += number.parse::<f64>().ok()? * size;
        rest = after;
    }
    (seconds > 0.0).then_some(seconds)
}

/// Reads rows of the `bench` CSV: a row for each step, of which `prefill` and `generate` count.
pub fn rows(input: &Input, rows: &[Json]) -> Result<Bench, Problem> {
    let mut bench = bench("ollama bench");
    let mut prompt = 0.0;
    for row in rows {
        let look = Look::new(input, row);
        let field = look.need("NAME")?;
        let name = field.text()?;
        if bench.model.as_deref().is_some_and(|known| known != name) {
            let message = "this row is of another model than the first";
            return Err(field.problem(message).hint("import the rows of each model on their own"));
        }
        bench.model = Some(name.into());
        let step = look.need("STEP")?.text()?;
        if !matches!(step, "prefill" | "generate") {
            continue;
        }
        let count = above_zero(&look.need("COUNT")?)?;
        let rate = look.need("TOKEN_PER_SEC")?.positive()?;
        let run = |prompt, output| Run {
            deviation: 0.0,
            concurrency: 1.0,
            depth: 0.0,
            prompt,
            output,
            rate,
            span: row.span.clone(),
        };
        if step == "prefill" {
            prompt = count;
            bench.prefill.push(run(count, 0.0));
        } else {
            bench.decode.push(run(prompt, count));
        }
    }
    Ok(bench)
}

#[cfg(test)]
mod tests {
    use super::duration;

    #[test]
    fn times_are_read_as_go_writes_them() {
        assert_eq!(duration("4.5s"), Some(4.5));
        assert_eq!(duration("1m30s"), Some(90.0));
        assert_eq!(duration("250ms"), Some(0.25));
        assert_eq!(duration("1h0m0.5s"), Some(3600.5));
        assert_eq!(duration("130.079m"), None);
        assert_eq!(duration("4.2"), None);
        assert_eq!(duration("s"), None);
    }
}
