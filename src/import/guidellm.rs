//! `guidellm`: one JSON file with a benchmark for each strategy.

use super::format::Format;
use super::look::Look;
use super::measured_run::Run;
use super::offered::Served;
use super::runs::Bench;
use crate::date::Date;
use crate::profile::problem::Problem;

/// Its report.
pub const FORMAT: Format = Format {
    word: "guidellm",
    wrote: |record| record.has(&["benchmarks"]),
    begin: || Bench { tool: "guidellm", with_prefill: true, mean_shape: true, ..Bench::default() },
    record: report,
};

fn report(bench: &mut Bench, look: &Look<'_>) -> Result<(), Problem> {
    if !bench.decode.is_empty() || bench.refused.is_some() {
        let start = look.json.span.start;
        let message = "a second guidellm report; expected one";
        return Err(look.input.at(&(start..start + 1), message).hint("import each on its own"));
    }
    for benchmark in look.need("benchmarks")?.items()? {
        let (run, served) = run(bench, &benchmark)?;
        served.add(bench, &benchmark, run)?;
    }
    Ok(())
}

fn run(bench: &mut Bench, look: &Look<'_>) -> Result<(Run, Served), Problem> {
    // Versions before 0.4 say `args` where later ones say `config`.
    let config = match look.get("config")? {
        Some(config) => config,
        None => look.need("args")?,
    };
    for (part, key) in [(config.get("backend")?, "model"), (look.get("worker")?, "backend_model")] {
        if let Some(model) = part.map_or(Ok(None), |part| part.get(key))? {
            bench.named(&model)?;
        }
    }
    let metrics = look.need("metrics")?;
    // Versions before 0.4 count beside the metrics, and name the model with the worker.
    let totals = match (look.get("total_count")?, look.get("request_totals")?) {
        (Some(totals), _) | (None, Some(totals)) => totals,
        (None, None) => metrics.need("request_totals")?,
    };
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
    Ok((Run::alone(prompt, output, rate), served))
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
