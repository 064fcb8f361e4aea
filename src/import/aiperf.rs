//! AIPerf and GenAI-Perf, which it grew from: one JSON file with statistics of each metric, and how
//! the client was called.

use super::format::Format;
use super::json::Value;
use super::look::Look;
use super::measured_run::Run;
use super::offered::Served;
use super::runs::Bench;
use crate::profile::problem::Problem;

/// The JSON of both.
pub const FORMAT: Format = Format {
    word: "AIPerf or GenAI-Perf",
    wrote: |record| {
        let metric = |key| record.get(key).is_some_and(|metric| metric.get("avg").is_some());
        metric("output_token_throughput") || metric("request_latency")
    },
    begin: || Bench { tool: "AIPerf", with_prefill: true, mean_shape: true, ..Bench::default() },
    record,
};

fn record(bench: &mut Bench, look: &Look<'_>) -> Result<(), Problem> {
    if look.get("was_cancelled")?.is_some_and(|flag| flag.json.value == Value::Flag(true)) {
        return Err(look.problem("the run was cancelled").hint("let it end, and import that"));
    }
    let config = look.need("input_config")?;
    if config.get("perf_analyzer")?.is_some() {
        bench.tool = "GenAI-Perf";
    }
    if let Some(model) = model(&config)? {
        bench.named(&model)?;
    }
    bench.seen_on(look.date_of("start_time")?);
    let (run, served) = run(bench, look, &config)?;
    served.add(bench, look, run)
}

fn run(bench: &mut Bench, look: &Look<'_>, config: &Look<'_>) -> Result<(Run, Served), Problem> {
    let rate = mean(look, "output_token_throughput")?.positive()?;
    let output = mean(look, "output_sequence_length")?.positive()?.round().max(1.0);
    let prompt = mean(look, "input_sequence_length")?.number()?.round();
    let per_second = mean(look, "request_throughput")?.positive()?;
    let completed = match look.get("request_count")? {
        Some(count) => count.need("avg")?.positive()?,
        None => f64::INFINITY,
    };
    let failed = failures(look)?;
    if failed > 0.0 {
        bench.caveat(format!("{failed} of {} requests failed in a run", failed + completed));
    }
    let cap = match setting(config, "concurrency")? {
        Some(cap) => Some(cap),
        None => bench.stated.concurrency,
    };
    let offered = setting(config, "request_rate")?;
    if offered.or(cap).is_none() {
        let message = "`input_config` does not say how many requests were in progress";
        return Err(config.problem(message).hint("say `--concurrency N`, or measure with it"));
    }
    let served = Served {
        offered: offered.unwrap_or(f64::INFINITY),
        cap,
        requests: completed + failed,
        failed,
        seconds: completed / per_second,
        rate,
        token_seconds: milliseconds(look, "inter_token_latency")?,
        latency_seconds: milliseconds(look, "request_latency")?,
        output,
    };
    Ok((Run::alone(prompt, output, rate), served))
}

/// Requests that failed: their count, or that of the summary of errors.
fn failures(look: &Look<'_>) -> Result<f64, Problem> {
    if let Some(count) = look.get("error_request_count")? {
        return count.need("avg")?.number();
    }
    let Some(errors) = look.get("error_summary")? else { return Ok(0.0) };
    let mut failed = 0.0;
    for error in errors.items()? {
        failed += error.number_of("count")?.unwrap_or(0.0);
    }
    Ok(failed)
}

/// The mean of a metric.
fn mean<'a>(look: &Look<'a>, key: &str) -> Result<Look<'a>, Problem> {
    look.need(key)?.need("avg")
}

/// Seconds of the mean of a metric in milliseconds.
fn milliseconds(look: &Look<'_>, key: &str) -> Result<Option<f64>, Problem> {
    let Some(metric) = look.get(key)? else { return Ok(None) };
    Ok(Some(metric.need("avg")?.number()? / 1_000.0).filter(|seconds| *seconds > 0.0))
}

/// A setting of the client: AIPerf keeps it under `loadgen`, GenAI-Perf at the top or under
/// `perf_analyzer.stimulus`.
fn setting(config: &Look<'_>, key: &str) -> Result<Option<f64>, Problem> {
    let stimulus = match config.get("perf_analyzer")? {
        Some(client) => client.get("stimulus")?,
        None => None,
    };
    for place in [config.get("loadgen")?, stimulus, Some(config.clone())].into_iter().flatten() {
        if let Some(field) = place.get(key)? {
            return field.positive().map(Some);
        }
    }
    Ok(None)
}

/// The model: a run of several has no rate of its own.
fn model<'a>(config: &Look<'a>) -> Result<Option<Look<'a>>, Problem> {
    let names = match config.get("endpoint")? {
        Some(endpoint) => endpoint.get("model_names")?,
        None => None,
    };
    let Some(names) = names.map_or_else(|| config.get("model"), |names| Ok(Some(names)))? else {
        return Ok(None);
    };
    if let Value::Text(_) = names.json.value {
        return Ok(Some(names));
    }
    match &names.items()?[..] {
        [one] => Ok(Some(one.clone())),
        _ => Err(names.expected("one model")),
    }
}
