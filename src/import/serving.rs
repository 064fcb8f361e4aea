//! Servers under load: `vllm bench serve` and SGLang's `bench_serving`, which grew from it.

use super::input::Input;
use super::json::{Json, Value};
use super::llama_bench::drafts;
use super::look::Look;
use super::offered::{Said, Served};
use super::runs::{Bench, Run, quantization};
use crate::profile::problem::Problem;

/// A total over its duration may differ from the rate beside it by rounding only.
const AGREES: f64 = 0.01;

/// Whether SGLang wrote the record.
pub fn is_sglang(record: &Json) -> bool {
    ["server_info", "accept_length", "total_throughput", "input_throughput"]
        .iter()
        .any(|key| record.get(key).is_some())
}

/// Reads records of one benchmark, one for each run.
pub fn records(input: &Input, records: &[Json]) -> Result<Bench, Problem> {
    let sglang = records.iter().any(is_sglang);
    let mut bench = Bench {
        tool: if sglang { "SGLang bench_serving" } else { "vllm bench serve" },
        with_prefill: true,
        mean_shape: true,
        ..Bench::default()
    };
    let mut refused = None;
    for record in records {
        let look = Look::new(input, record);
        identify(&mut bench, &look, sglang)?;
        let (mut run, served) = run(&mut bench, &look)?;
        match served.judge(&look)? {
            Said::Capacity { concurrency } => {
                run.concurrency = concurrency;
                bench.decode.push(run);
            }
            Said::Nothing { reason, hint } => {
                refused.get_or_insert_with(|| look.problem(&reason).hint(hint));
                bench.remark(format!("not used: {reason}"));
            }
        }
    }
    match refused {
        Some(problem) if bench.decode.is_empty() => Err(problem),
        _ => Ok(bench),
    }
}

/// Model, engine, day and speculation; another model than before is an error.
fn identify(bench: &mut Bench, look: &Look<'_>, sglang: bool) -> Result<(), Problem> {
    let server = look.get("server_info")?;
    let field = match (&server, look.get("model_id")?) {
        (Some(server), _) => server.get("model_path")?,
        (None, field) => field,
    };
    if let Some(field) = field {
        let name = field.text()?;
        if bench.model.as_deref().is_some_and(|known| known != name) {
            let message = "this run is of another model than the first";
            return Err(field.problem(message).hint("import the runs of each model on their own"));
        }
        bench.quantization = quantization(name);
        bench.model = Some(name.into());
    }
    let backend = match look.text_of("backend")? {
        Some(backend) => Some(backend),
        None => look.text_of("endpoint_type")?,
    };
    bench.engine = match backend {
        Some(name) if name.starts_with("sglang") => Some("sglang"),
        Some(name) if name.starts_with("vllm") => Some("vllm"),
        // The client speaks to any server that speaks this protocol.
        Some(_) => None,
        None => Some(if sglang { "sglang" } else { "vllm" }),
    };
    bench.seen_on(look.date_of("date")?);
    if let Some(server) = &server {
        split(bench, server)?;
    }
    bench.speculative |= drafts(look.json) || speculates(server.as_ref())?;
    Ok(())
}

/// SGLang lists every setting with its default; only this one says that a draft model ran.
fn speculates(server: Option<&Look<'_>>) -> Result<bool, Problem> {
    let Some(server) = server else { return Ok(false) };
    Ok(server.text_of("speculative_algorithm")?.is_some_and(|name| !matches!(name, "" | "None")))
}

/// How the model was spread over accelerators; runs spread otherwise are of another deployment.
fn split(bench: &mut Bench, server: &Look<'_>) -> Result<(), Problem> {
    let Some(field) = server.get("tp_size")? else { return Ok(()) };
    let count = |field: &Look<'_>| match field.whole()? {
        number if (1.0..=1_024.0).contains(&number) => Ok(number),
        _ => Err(field.expected("a number from 1 to 1,024")),
    };
    let stages = server.get("pp_size")?.map_or(Ok(1.0), |field| count(&field))?;
    let split = (count(&field)?, stages);
    if bench.split.is_some_and(|known| known != split) {
        let message = "this run is spread over other accelerators than the first";
        return Err(field.problem(message).hint("import the runs of each layout on their own"));
    }
    bench.split = Some(split);
    Ok(())
}

fn run(bench: &mut Bench, look: &Look<'_>) -> Result<(Run, Served), Problem> {
    let completed = look.need("completed")?.whole()?;
    if completed == 0.0 {
        return Err(look.need("completed")?.problem("no request was completed"));
    }
    let seconds = look.need("duration")?.positive()?;
    let prompt = (look.need("total_input_tokens")?.whole()? / completed).round();
    let total = look.need("total_output_tokens")?.whole()?;
    let field = look.need("output_throughput")?;
    let rate = field.positive()?;
    if (total / seconds - rate).abs() > AGREES * rate {
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
    let cap = look.get("max_concurrency")?.map(|cap| whole_positive(&cap)).transpose()?;
    let served = Served {
        offered: offered(look)?,
        cap,
        requests: completed + failed,
        failed,
        seconds,
        rate,
        token_seconds,
        latency_seconds: latency(look, token_seconds, output)?,
        output,
    };
    let span = look.json.span.clone();
    Ok((Run { concurrency: 1.0, depth: 0.0, prompt, output, rate, deviation: 0.0, span }, served))
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

fn whole_positive(field: &Look<'_>) -> Result<f64, Problem> {
    field.positive()?;
    field.whole()
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

/// Infinite is written `"inf"` or `Infinity`.
fn offered(look: &Look<'_>) -> Result<f64, Problem> {
    let field = look.need("request_rate")?;
    match &field.json.value {
        Value::Number(number) if *number == f64::INFINITY => Ok(*number),
        Value::Text(text) if matches!(text.as_str(), "inf" | "Infinity") => Ok(f64::INFINITY),
        Value::Number(number) if *number > 0.0 && *number < 1e9 => Ok(*number),
        _ => Err(field.expected("requests per second above 0, or `inf`")),
    }
}
