//! `guidellm`: one JSON file with a benchmark for each strategy.

use super::format::Format;
use super::look::Look;
use super::measured_run::Run;
use super::offered::{MEASURE_CAPACITY, REPLAYED, Served};
use super::runs::Bench;
use super::settings;
use crate::date::Date;
use crate::profile::problem::Problem;

/// Its report.
pub const FORMAT: Format = Format {
    word: "guidellm",
    wrote: |record| record.has(&["benchmarks"]),
    begin: || Bench { tool: "guidellm", with_prefill: true, mean_shape: true, ..Bench::default() },
    record: report,
};

/// A limit of requests in progress that guidellm sets when nobody says one is this or more.
const MANY: f64 = 256.0;

fn report(bench: &mut Bench, look: &Look<'_>) -> Result<(), Problem> {
    if !bench.decode.is_empty() || bench.refused.is_some() {
        let start = look.json.span.start;
        let message = "a second guidellm report; expected one";
        return Err(look.input.at(&(start..start + 1), message).hint("import each on its own"));
    }
    for benchmark in look.need("benchmarks")?.items()? {
        if let Some((run, served)) = run(bench, &benchmark)? {
            served.add(bench, &benchmark, run)?;
        }
    }
    Ok(())
}

/// One benchmark; `None` when it says nothing.
fn run(bench: &mut Bench, look: &Look<'_>) -> Result<Option<(Run, Served)>, Problem> {
    if look.text_of("type_")?.is_some_and(|kind| kind.contains("embedding")) {
        return Err(look.need("type_")?.problem("a benchmark of embeddings, which are not output"));
    }
    // Versions before 0.4 say `args` where later ones say `config`.
    let config = match look.get("config")? {
        Some(config) => config,
        None => look.need("args")?,
    };
    identify(bench, look, &config)?;
    let metrics = look.need("metrics")?;
    // Versions before 0.4 count beside the metrics, and name the model with the worker.
    let totals = match (look.get("total_count")?, look.get("request_totals")?) {
        (Some(totals), _) | (None, Some(totals)) => totals,
        (None, None) => metrics.need("request_totals")?,
    };
    let Some([successful, errored, cut_off]) = counts(bench, &totals)? else { return Ok(None) };
    let mean = |key| metrics.need(key)?.need("successful")?.need("mean");
    let prompt = mean("prompt_token_count")?.number()?.round();
    let output = mean("output_token_count")?.positive()?.round().max(1.0);
    let rate = mean("output_tokens_per_second")?.positive()?;
    let requests = successful + errored;
    let Some((offered, cap)) = strategy(&config.need("strategy")?)? else {
        not_used(bench, look, REPLAYED);
        return Ok(None);
    };
    let token_seconds = Some(mean("inter_token_latency_ms")?.number()? / 1_000.0);
    let token_seconds = token_seconds.filter(|seconds| *seconds > 0.0);
    let latency = mean("request_latency")?.number()?;
    // Without a stream of tokens only the client knows how many were in progress.
    let per_second = mean("requests_per_second")?.positive()?;
    let cap = match token_seconds {
        None if offered.is_infinite() => cap.or(Some((per_second * latency).round().max(1.0))),
        _ => cap,
    };
    let served = Served {
        offered,
        planned: None,
        cap,
        requests,
        cut_off,
        failed: errored,
        // The rate of requests is measured over the same window as that of tokens.
        seconds: successful / per_second,
        rate,
        peak: None,
        token_seconds,
        latency_seconds: Some(latency),
        output,
    };
    Ok(Some((Run::alone(prompt, output, rate), served)))
}

/// The server, its model and the day.
fn identify(bench: &mut Bench, look: &Look<'_>, config: &Look<'_>) -> Result<(), Problem> {
    if let Some(backend) = config.get("backend")? {
        settings::same(bench, &backend, &["target"])?;
    }
    for (part, key) in [(config.get("backend")?, "model"), (look.get("worker")?, "backend_model")] {
        if let Some(model) = part.map_or(Ok(None), |part| part.get(key))? {
            bench.named(&model)?;
        }
    }
    if let Some(start) = look.number_of("start_time")? {
        bench.seen_on(Date::from_days_since_1970((start / 86_400.0) as i64));
    }
    Ok(())
}

/// Requests that were completed, failed and cut off; `None` when none was completed.
fn counts(bench: &mut Bench, totals: &Look<'_>) -> Result<Option<[f64; 3]>, Problem> {
    let successful = totals.need("successful")?.whole()?;
    if successful == 0.0 {
        let field = totals.need("successful")?;
        not_used(bench, &field, "no request of a benchmark was completed");
        return Ok(None);
    }
    let errored = totals.number_of("errored")?.unwrap_or(0.0);
    if errored > 0.0 {
        bench.caveat(format!("{errored} of {} requests failed in a run", errored + successful));
    }
    let cut_off = totals.number_of("incomplete")?.unwrap_or(0.0);
    if cut_off > 0.0 {
        bench.caveat(format!(
            "{cut_off} of {} requests were cut off at the end of a run: their tokens do not count",
            cut_off + errored + successful
        ));
    }
    Ok(Some([successful, errored, cut_off]))
}

/// A benchmark that says nothing; others of the report may.
fn not_used(bench: &mut Bench, look: &Look<'_>, reason: &str) {
    bench.refused.get_or_insert_with(|| look.problem(reason).hint(MEASURE_CAPACITY));
    bench.remark(format!("not used: {reason}"));
}

/// Requests offered per second, and the most in progress; `None` for those of a trace.
fn strategy(strategy: &Look<'_>) -> Result<Option<(f64, Option<f64>)>, Problem> {
    let kind = match strategy.get("type_")? {
        Some(kind) => kind,
        None => strategy.need("kind")?,
    };
    let cap = |key| strategy.get(key)?.map(|cap: Look<'_>| cap.positive()).transpose();
    Ok(Some(match kind.text()? {
        "synchronous" => (f64::INFINITY, Some(1.0)),
        "concurrent" => match cap("streams")? {
            Some(streams) => (f64::INFINITY, Some(streams)),
            None => (f64::INFINITY, Some(strategy.need("max_concurrency")?.positive()?)),
        },
        // The limit is the client's; where it is far above what a server takes at once, it is not in use.
        "throughput" => (f64::INFINITY, cap("max_concurrency")?.filter(|cap| *cap < MANY)),
        "constant" | "poisson" | "async" => {
            (strategy.need("rate")?.positive()?, cap("max_concurrency")?)
        }
        "trace" | "replay" => return Ok(None),
        _ => {
            return Err(kind.expected("synchronous, concurrent, throughput, constant or poisson"));
        }
    }))
}
