//! AIPerf and GenAI-Perf, which it grew from: one JSON file with statistics of each metric, and how
//! the client was called.

use std::rc::Rc;

use super::format::Format;
use super::json::{Json, Value};
use super::llama_bench::drafts;
use super::look::Look;
use super::measured_run::Run;
use super::offered::Served;
use super::runs::Bench;
use super::settings;
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
    one_machine(bench, look)?;
    settings::guesses(bench, look, drafts(look.json))?;
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
    let cap = match setting(config, &["concurrency"])? {
        Some(cap) => Some(cap),
        None => bench.stated.concurrency,
    };
    let offered = setting(config, &["request_rate", "rate"])?;
    let planned = planned(config)?;
    if offered.or(cap).is_none() && planned.is_none() {
        let message = "`input_config` does not say how many requests were in progress";
        return Err(config.problem(message).hint("say `--concurrency N`, or measure with it"));
    }
    let served = Served {
        offered: offered.unwrap_or(f64::INFINITY),
        planned,
        cap,
        requests: completed + failed,
        cut_off: 0.0,
        peak: None,
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

/// A setting of the client: AIPerf keeps it under `loadgen` or with the phase that is measured, GenAI-Perf
/// at the top or under `perf_analyzer.stimulus`.
fn setting(config: &Look<'_>, names: &[&str]) -> Result<Option<f64>, Problem> {
    let stimulus = match config.get("perf_analyzer")? {
        Some(client) => client.get("stimulus")?,
        None => None,
    };
    let places = [config.get("loadgen")?, stimulus, phase(config)?, Some(config.clone())];
    for place in places.into_iter().flatten() {
        for name in names {
            if let Some(field) = place.get(name)? {
                return field.positive().map(Some);
            }
        }
    }
    Ok(None)
}

/// The phase that is measured, where the client was called with several.
fn phase<'a>(config: &Look<'a>) -> Result<Option<Look<'a>>, Problem> {
    let Some(phases) = config.get("phases")? else { return Ok(None) };
    let mut measured = None;
    for phase in phases.items()? {
        let is_named = |key| Ok::<_, Problem>(phase.text_of(key)?.is_some_and(|n| n == "warmup"));
        if !(is_named("name")? || is_named("kind")?) {
            measured = Some(phase);
        }
    }
    Ok(measured)
}

/// How requests came, when by a plan of the client's.
fn planned(config: &Look<'_>) -> Result<Option<&'static str>, Problem> {
    let kind = phase(config)?.map_or(Ok(None), |phase| phase.text_of("type"))?;
    let schedule = config.get("input")?.map_or(Ok(None), |input| input.get("fixed_schedule"))?;
    let is_set = schedule.is_some_and(|flag| flag.json.value == Value::Flag(true));
    Ok(match kind {
        Some("fixed_schedule" | "trace" | "replay") => Some("requests came by a schedule"),
        _ if is_set => Some("requests came by a schedule (`fixed_schedule`)"),
        Some("user_centric") => Some("each user sent requests at a rate of its own"),
        _ => None,
    })
}

/// The accelerators that were watched: two runs are of the same ones.
fn one_machine(bench: &mut Bench, look: &Look<'_>) -> Result<(), Problem> {
    let Some(telemetry) = look.get("telemetry_data")? else { return Ok(()) };
    let mut names = Vec::new();
    if let Some(endpoints) = telemetry.get("endpoints")? {
        for (_, endpoint) in fields(endpoints.json) {
            for (_, card) in endpoint.get("gpus").map(fields).unwrap_or_default() {
                if let Some(Value::Text(name)) = card.get("gpu_name").map(|name| &name.value) {
                    names.push(name.as_str());
                }
            }
        }
    }
    let seen = names.join(", ");
    if seen.is_empty() {
        return Ok(());
    }
    if bench.hardware.as_ref().is_some_and(|known| *known != seen) {
        let message = "this run is of other accelerators than the first";
        return Err(telemetry
            .problem(message)
            .hint("import the runs of each machine on their own"));
    }
    bench.hardware = Some(seen);
    Ok(())
}

fn fields(json: &Json) -> &[(Rc<str>, Json)] {
    match &json.value {
        Value::Object(fields) => fields,
        _ => &[],
    }
}

/// The model: a run of several has no rate of its own.
fn model<'a>(config: &Look<'a>) -> Result<Option<Look<'a>>, Problem> {
    let within = |key| match config.get(key)? {
        Some(part) => part.get(if key == "models" { "items" } else { "model_names" }),
        None => Ok::<_, Problem>(None),
    };
    let names = within("endpoint")?.map_or_else(|| config.get("model_names"), |n| Ok(Some(n)))?;
    let names = names.map_or_else(|| within("models"), |names| Ok(Some(names)))?;
    let Some(names) = names.map_or_else(|| config.get("model"), |names| Ok(Some(names)))? else {
        return Ok(None);
    };
    if let Value::Text(_) = names.json.value {
        return Ok(Some(names));
    }
    match &names.items()?[..] {
        [one] if matches!(one.json.value, Value::Object(_)) => one.get("name"),
        [one] => Ok(Some(one.clone())),
        _ => Err(names.expected("one model")),
    }
}
