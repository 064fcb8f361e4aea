//! Servers under load: `vllm bench serve` and SGLang's `bench_serving`, which grew from it.

use super::format::Format;
use super::json::{Json, Value};
use super::llama_bench::drafts;
use super::look::Look;
use super::measured_run::Run;
use super::offered::Served;
use super::run_features;
use super::runs::Bench;
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
    identify(bench, look, engine)?;
    let (run, served) = run(bench, look)?;
    served.add(bench, look, run)
}

/// Model, engine, day and speculation; another model than before is an error.
fn identify(bench: &mut Bench, look: &Look<'_>, engine: &'static str) -> Result<(), Problem> {
    let server = look.get("server_info")?;
    let model = match (&server, look.get("model_id")?) {
        (Some(server), _) => server.get("model_path")?,
        (None, field) => field,
    };
    if let Some(model) = model {
        bench.named(&model)?;
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
        None => Some(engine),
    };
    bench.seen_on(look.date_of("date")?);
    if let Some(server) = &server {
        split(bench, server)?;
    }
    let guessed = drafts(look.json) || speculates(server.as_ref())?;
    if bench.features.is_some() && bench.speculative != guessed {
        let message = "some of the runs guessed tokens ahead and others did not";
        return Err(look.problem(message).hint("import the runs of each kind on their own"));
    }
    bench.speculative = guessed;
    run_features::keep(bench, look)?;
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
        cap,
        requests: completed + failed,
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
