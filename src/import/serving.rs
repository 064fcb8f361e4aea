//! Servers under load: `vllm bench serve` and SGLang's `bench_serving`, which grew from it.

use super::format::Format;
use super::json::{Json, Value};
use super::look::Look;
use super::measured_run::Run;
use super::offered::{MEASURE_CAPACITY, REPLAYED, Served};
use super::runs::Bench;
use super::server;
use crate::profile::problem::Problem;

/// The JSON of `vllm bench serve`, of its sweeps, and of programs that grew from it.
pub const VLLM: Format = Format {
    word: "vllm bench serve",
    wrote: |record| is_result(record) && !is_sglang(record),
    begin: || begin("vllm bench serve"),
    record: |bench, look| record(bench, look, "vllm"),
};

/// The JSON lines of SGLang's `bench_serving`.
pub const SGLANG: Format = Format {
    word: "SGLang bench_serving",
    wrote: |record| is_result(record) && is_sglang(record),
    begin: || begin("SGLang bench_serving"),
    record: |bench, look| record(bench, look, "sglang"),
};

fn begin(tool: &'static str) -> Bench {
    Bench { tool, with_prefill: true, mean_shape: true, ..Bench::default() }
}

fn is_result(record: &Json) -> bool {
    record.get("output_throughput").or_else(|| record.get("total_output_tokens")).is_some()
}

/// `vllm bench serve` always says `model_id`, and SGLang one of the others.
fn is_sglang(record: &Json) -> bool {
    const OWN: &[&str] = &[
        "server_info",
        "accept_length",
        "total_throughput",
        "input_throughput",
        "total_output_tokens_retokenized",
        "sharegpt_output_len",
        "random_input_len",
    ];
    let backend = record.get("backend").is_some_and(|backend| match &backend.value {
        Value::Text(name) => name.starts_with("sglang"),
        _ => false,
    });
    let own = OWN.iter().any(|key| record.get(key).is_some());
    (own || backend) && record.get("model_id").is_none()
}

fn record(bench: &mut Bench, look: &Look<'_>, engine: &'static str) -> Result<(), Problem> {
    server::identify(bench, look, engine)?;
    let (run, served) = run(bench, look)?;
    served.add(bench, look, run)
}

fn run(bench: &mut Bench, look: &Look<'_>) -> Result<(Run, Served), Problem> {
    let completed = look.need("completed")?.whole()?;
    if completed == 0.0 {
        return Err(look.need("completed")?.problem("no request was completed"));
    }
    let seconds = look.need("duration")?.positive()?;
    let prompt = match look.need("total_input_tokens")?.whole()? {
        // SGLang does not count those of several turns.
        0.0 => bench.unsaid(look, "how long the prompts were", |stated| stated.prompt)?,
        total => (total / completed).round(),
    };
    let total = look.need("total_output_tokens")?.whole()?;
    let field = look.need("output_throughput")?;
    let rate = field.positive()?;
    if !field.agrees(total / seconds)? {
        return Err(field.problem(
            "`output_throughput` is not `total_output_tokens` over `duration`; expected them to agree",
        ));
    }
    let failed = match look.number_of("failed")? {
        Some(failed) => failed,
        None => (look.number_of("num_prompts")?.unwrap_or(0.0) - completed).max(0.0),
    };
    if failed > 0.0 {
        bench.caveat(format!("{failed} of {} requests failed in a run", failed + completed));
    }
    let output = (total / completed).round().max(1.0);
    let token_seconds = token_seconds(look)?;
    let cap = look.get("max_concurrency")?.map(|cap| cap.whole_positive()).transpose()?;
    let served = Served {
        offered: offered(look)?,
        planned: planned(look)?,
        cap,
        requests: completed + failed,
        cut_off: 0.0,
        peak: look.number_of("max_concurrent_requests")?,
        failed,
        seconds,
        rate,
        token_seconds,
        latency_seconds: latency(look, token_seconds, output)?,
        output,
    };
    Ok((Run::alone(prompt, output, rate), served))
}

/// Seconds from one output token of a request to the next: the mean, else the median, else the
/// time between two answers of the stream.
fn token_seconds(look: &Look<'_>) -> Result<Option<f64>, Problem> {
    for key in ["mean_tpot_ms", "median_tpot_ms", "mean_itl_ms", "median_itl_ms"] {
        if let Some(time) = look.number_of(key)?.filter(|time| *time > 0.0) {
            return Ok(Some(time / 1_000.0));
        }
    }
    Ok(None)
}

/// Seconds of a request: as stated, else the wait for the first token and then the others.
fn latency(look: &Look<'_>, token: Option<f64>, output: f64) -> Result<Option<f64>, Problem> {
    for key in ["mean_e2el_ms", "mean_e2e_latency_ms"] {
        if let Some(latency) = look.number_of(key)? {
            return Ok(Some(latency / 1_000.0));
        }
    }
    let first = look.number_of("mean_ttft_ms")?.map(|ms| ms / 1_000.0);
    Ok(first.zip(token).map(|(first, token)| first + token * (output - 1.0).max(0.0)))
}

/// How requests came, when by a plan of the client's; vLLM says that their rate is infinite then.
fn planned(look: &Look<'_>) -> Result<Option<&'static str>, Problem> {
    let ramp = look.get("ramp_up_strategy")?;
    Ok(ramp.map(|_| "requests came at a rate that rose by a plan (`ramp_up_strategy`)"))
}

/// Infinite is written `"inf"` or `Infinity`.
fn offered(look: &Look<'_>) -> Result<f64, Problem> {
    let field = look.need("request_rate")?;
    match &field.json.value {
        Value::Number(number) if *number == f64::INFINITY => Ok(*number),
        Value::Text(text) if matches!(text.as_str(), "inf" | "Infinity") => Ok(f64::INFINITY),
        Value::Number(number) if *number > 0.0 && *number < 1e9 => Ok(*number),
        Value::Text(text) if text == "trace" => Err(field.problem(REPLAYED).hint(MEASURE_CAPACITY)),
        _ => Err(field.expected("requests per second above 0, or `inf`")),
    }
}
