//! vLLM without a server: `vllm bench throughput` and `vllm bench latency`. Their JSON says neither
//! how many tokens were output nor how many requests were in progress; the user has to.

use super::format::{Format, Lines, Printed};
use super::look::Look;
use super::measured_run::Run;
use super::runs::Bench;
use crate::figure::significant;
use crate::profile::problem::Problem;

/// The JSON of `vllm bench throughput --output-json`.
pub const THROUGHPUT: Format = Format {
    word: "vllm bench throughput",
    wrote: |record| record.has(&["elapsed_time", "num_requests"]),
    begin: || begin("vllm bench throughput"),
    record: throughput,
};

/// The JSON of `vllm bench latency --output-json`.
pub const LATENCY: Format = Format {
    word: "vllm bench latency",
    wrote: |record| record.has(&["avg_latency", "latencies"]),
    begin: || begin("vllm bench latency"),
    record: latency,
};

/// What `vllm bench throughput` prints.
pub const PRINTED: Printed = Printed {
    knows: |line| line.starts_with("Throughput: ") && line.contains(" output tokens/s"),
    begin: || (begin("vllm bench throughput"), Box::<Summary>::default()),
};

fn begin(tool: &'static str) -> Bench {
    let engine = Some("vllm");
    Bench { tool, engine, with_prefill: true, mean_shape: true, ..Bench::default() }
}

/// Total tokens may differ from what was stated for each request by this share.
const SLACK: f64 = 0.1;

fn throughput(bench: &mut Bench, look: &Look<'_>) -> Result<(), Problem> {
    let requests = look.need("num_requests")?.whole_positive()?;
    let seconds = look.need("elapsed_time")?.positive()?;
    let total = look.need("total_num_tokens")?;
    let tokens = total.whole_positive()?;
    let field = look.need("tokens_per_second")?;
    if !field.agrees(tokens / seconds)? {
        let message = "`tokens_per_second` is not `total_num_tokens` over `elapsed_time`";
        return Err(field.problem(format!("{message}; expected them to agree")));
    }
    let what = "how many of the tokens are output";
    let prompt = bench.unsaid(look, what, |stated| stated.prompt)?;
    let output = bench.unsaid(look, what, |stated| stated.output)?;
    let each = tokens / requests;
    if (each - prompt - output).abs() > SLACK * each {
        let (each, stated) = (significant(each, 5), significant(prompt + output, 5));
        return Err(total.problem(format!(
            "a request has {each} tokens, and `--prompt-tokens` and `--output-tokens` are {stated} \
             together; expected them to agree"
        )));
    }
    let concurrency = bench.unsaid_concurrency(look, requests)?;
    let rate = tokens / seconds * output / (prompt + output);
    bench.decoded(look, &Run { concurrency, ..Run::alone(prompt, output, rate) })
}

fn latency(bench: &mut Bench, look: &Look<'_>) -> Result<(), Problem> {
    let seconds = look.need("avg_latency")?.positive()?;
    let mut times = Vec::new();
    for item in look.need("latencies")?.items()? {
        times.push(item.positive()?);
    }
    let prompt = bench.unsaid(look, "how long the prompts were", |stated| stated.prompt)?;
    let output = bench.unsaid(look, "how many tokens were output", |stated| stated.output)?;
    let concurrency = bench.unsaid_concurrency(look, f64::INFINITY)?;
    let rate = concurrency * output / seconds;
    let deviation = rate * deviation(&times) / seconds;
    bench.decoded(look, &Run { concurrency, deviation, ..Run::alone(prompt, output, rate) })
}

/// Standard deviation of numbers.
fn deviation(numbers: &[f64]) -> f64 {
    let count = numbers.len() as f64;
    let mean = numbers.iter().sum::<f64>() / count.max(1.0);
    let squares: f64 = numbers.iter().map(|number| (number - mean).powi(2)).sum();
    (squares / (count - 1.0).max(1.0)).sqrt()
}

/// The printed summary, as far as it was read.
#[derive(Default)]
struct Summary {
    rates: Option<(f64, f64)>,
    prompts: Option<f64>,
    done: bool,
}

impl Lines for Summary {
    fn line(&mut self, bench: &mut Bench, look: &Look<'_>) -> Result<(), Problem> {
        let text = look.text()?;
        let wrong =
            || look.problem("found another line; expected what `vllm bench throughput` prints");
        if let Some(rates) = text.strip_prefix("Throughput: ") {
            let number = |part: &str, unit: &str| -> Option<f64> {
                part.strip_suffix(unit)?.trim().parse().ok().filter(|number| *number > 0.0)
            };
            let mut parts = rates.split(", ");
            let requests = parts.next().and_then(|part| number(part, "requests/s"));
            let output = parts.last().and_then(|part| number(part, "output tokens/s"));
            self.rates = Some(requests.zip(output).ok_or_else(wrong)?);
            self.done = false;
        } else if let Some((label, count)) = text.split_once(':') {
            let count = || count.trim().parse().ok().filter(|count: &f64| *count > 0.0);
            match label.trim() {
                "Total num prompt tokens" => self.prompts = Some(count().ok_or_else(wrong)?),
                "Total num output tokens" => self.end(count().ok_or_else(wrong)?, bench, look)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn missing(&self) -> Option<&'static str> {
        let message = "the file ends before `Total num output tokens: …`; is it cut off?";
        (!self.done).then_some(message)
    }
}

impl Summary {
    fn end(&mut self, outputs: f64, bench: &mut Bench, look: &Look<'_>) -> Result<(), Problem> {
        let missing =
            || look.problem("no `Throughput` and `Total num prompt tokens` stand before it");
        let ((requests, rate), prompts) = self.rates.zip(self.prompts).ok_or_else(missing)?;
        let count = (requests * outputs / rate).round().max(1.0);
        let (prompt, output) = ((prompts / count).round(), (outputs / count).round().max(1.0));
        let concurrency = bench.unsaid_concurrency(look, count)?;
        *self = Self { done: true, ..Self::default() };
        bench.decoded(look, &Run { concurrency, ..Run::alone(prompt, output, rate) })
    }
}
