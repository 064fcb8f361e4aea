//! `guidellm`: one JSON file with a benchmark for each strategy.

use super::input::Input;
use super::json::Json;
use super::look::Look;
use super::offered::{Said, Served};
use super::runs::{Bench, Run, quantization};
use crate::date::Date;
use crate::profile::problem::Problem;

/// Reads a file.
pub fn file(input: &Input, report: &Json) -> Result<Bench, Problem> {
    let look = Look::new(input, report);
    let mut bench =
        Bench { tool: "guidellm", with_prefill: true, mean_shape: true, ..Bench::default() };
    let mut refused = None;
    for benchmark in look.need("benchmarks")?.items()? {
        let (mut run, served) = run(&mut bench, &benchmark)?;
        match served.judge(&benchmark)? {
            Said::Capacity { concurrency } => {
                run.concurrency = concurrency;
                bench.decode.push(run);
            }
            Said::Nothing { reason, hint } => {
                refused.get_or_insert_with(|| benchmark.problem(&reason).hint(hint));
                bench.remark(format!("not used: {reason}"));
            }
        }
    }
    match refused {
        Some(problem) if bench.decode.is_empty() => Err(problem),
        _ => Ok(bench),
    }
}

fn run(bench: &mut Bench, look: &Look<'_>) -> Result<(Run, Served), Problem> {
    // Versions before 0.4 say `args` where later ones say `config`.
    let config = match look.get("config")? {
        Some(config) => config,
        None => look.need("args")?,
    };
    if let Some(backend) = config.get("backend")? {
        model(bench, &backend)?;
    }
    let metrics = look.need("metrics")?;
    let totals = metrics.need("request_totals")?;
    let successful = totals.need("successful")?.whole()?;
    if successful == 0.0 {
        return Err(totals.need("successful")?.problem("no request was completed"));
    }
    let errored = totals.number_of("errored")?.unwrap_or(0.0);
    if errored > 0.0 {
        bench.caveat(format!("{errored} of {} requests failed in a run", errored + successful));
    }
    let mean = |key| metrics.need(key)?.need("successful")?.need("mean");
    let prompt = mean("prompt_token_count")?.number()?.round();
    let output = mean("output_token_count")?.positive()?.round().max(1.0);
    let rate = mean("output_tokens_per_second")?.positive()?;
    let requests = successful + errored;
    let (offered, cap) = strategy(&config.need("strategy")?)?;
    // The rate of requests is measured over the same window as that of tokens.
    let seconds = successful / mean("requests_per_second")?.positive()?;
    if let Some(start) = look.number_of("start_time")? {
        bench.seen_on(Date::from_days_since_1970((start / 86_400.0) as i64));
    }
    let served = Served {
        offered,
        cap,
        requests,
        failed: errored,
        seconds,
        rate,
        token_seconds: Some(mean("inter_token_latency_ms")?.number()? / 1_000.0),
        latency_seconds: Some(mean("request_latency")?.number()?),
        output,
    };
    let span = look.json.span.clone();
    Ok((Run { concurrency: 1.0, depth: 0.0, prompt, output, rate, deviation: 0.0, span }, served))
}

fn model(bench: &mut Bench, backend: &Look<'_>) -> Result<(), Problem> {
    let Some(field) = backend.get("model")? else { return Ok(()) };
    let name = field.text()?;
    if bench.model.as_deref().is_some_and(|known| known != name) {
        return Err(field.problem("this benchmark is of another model than the first"));
    }
    bench.quantization = quantization(name);
    bench.model = Some(name.into());
    Ok(())
}

/// Requests offered per second, and the most in progress.
fn strategy(strategy: &Look<'_>) -> Result<(f64, Option<f64>), Problem> {
    let kind = match strategy.get("type_")? {
        Some(kind) => kind,
        None => strategy.need("kind")?,
    };
    let cap = |key| strategy.get(key)?.map(|cap: Look<'_>| cap.positive()).transpose();
    match kind.text()? {
        "synchronous" => Ok((f64::INFINITY, Some(1.0))),
        "concurrent" => match cap("streams")? {
            Some(streams) => Ok((f64::INFINITY, Some(streams))),
            None => Ok((f64::INFINITY, Some(strategy.need("max_concurrency")?.positive()?))),
        },
        // The limit here is the client's, far above what a server takes at once.
        "throughput" => Ok((f64::INFINITY, None)),
        "constant" | "poisson" | "async" => {
            Ok((strategy.need("rate")?.positive()?, cap("max_concurrency")?))
        }
        _ => Err(kind.expected("synchronous, concurrent, throughput, constant or poisson")),
    }
}
