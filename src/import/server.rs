//! The server behind a serving benchmark: its model, engine, layout and settings.

use super::json::Value;
use super::llama_bench::drafts;
use super::look::Look;
use super::runs::Bench;
use super::{run_features, settings};
use crate::profile::problem::Problem;

/// Settings of a server that sweeps and users write into the records of `vllm bench serve`: a file of
/// several is of several deployments.
const SETTINGS: &[&str] = &[
    "label",
    "hardware",
    "gpu",
    "gpu_type",
    "tensor_parallel_size",
    "pipeline_parallel_size",
    "data_parallel_size",
    "quantization",
    "dtype",
    "max_model_len",
    "max_num_seqs",
    "max_num_batched_tokens",
    "gpu_memory_utilization",
    "block_size",
    "enable_prefix_caching",
    "enable_chunked_prefill",
    "enforce_eager",
    "async_scheduling",
    "attention_backend",
    "compilation_config",
];

/// Those that SGLang lists of its server.
const OF_SGLANG: &[&str] = &["quantization", "dtype", "dp_size"];

/// Model, engine, day and speculation; another model than before is an error.
pub fn identify(bench: &mut Bench, look: &Look<'_>, engine: &'static str) -> Result<(), Problem> {
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
        one_machine(server)?;
        split(bench, server)?;
        settings::same(bench, server, OF_SGLANG)?;
    }
    settings::same(bench, look, SETTINGS)?;
    if let Some(field) = look.get("tensor_parallel_size")? {
        bench.split = Some((count(&field)?, 1.0));
    }
    let guessed = drafts(look.json) || speculates(server.as_ref())?;
    settings::guesses(bench, look, guessed)?;
    run_features::keep(bench, look)
}

/// SGLang lists every setting with its default; only this one says that a draft model ran.
fn speculates(server: Option<&Look<'_>>) -> Result<bool, Problem> {
    let Some(server) = server else { return Ok(false) };
    Ok(server.text_of("speculative_algorithm")?.is_some_and(|name| !matches!(name, "" | "None")))
}

/// How the model was spread over accelerators; runs spread otherwise are of another deployment.
fn split(bench: &mut Bench, server: &Look<'_>) -> Result<(), Problem> {
    let Some(field) = server.get("tp_size")? else { return Ok(()) };
    let stages = server.get("pp_size")?.map_or(Ok(1.0), |field| count(&field))?;
    let split = (count(&field)?, stages);
    if bench.split.is_some_and(|known| known != split) {
        let message = "this run is spread over other accelerators than the first";
        return Err(field.problem(message).hint("import the runs of each layout on their own"));
    }
    bench.split = Some(split);
    Ok(())
}

/// A number of accelerators.
fn count(field: &Look<'_>) -> Result<f64, Problem> {
    match field.whole()? {
        number if (1.0..=1_024.0).contains(&number) => Ok(number),
        _ => Err(field.expected("a number from 1 to 1,024")),
    }
}

/// Refuses a server of several machines: copies of the model, or prompts and outputs apart.
fn one_machine(server: &Look<'_>) -> Result<(), Problem> {
    let hint = "a throughput profile is of one machine: import runs without it";
    let apart = "prompts and outputs were processed on machines of their own";
    if let Some(mode) = server.get("disaggregation_mode")?
        && !matches!(mode.text()?, "" | "null" | "none")
    {
        return Err(mode.problem(apart).hint(hint));
    }
    if let Some(decode) = server.get("decode")? {
        return Err(decode.problem(apart).hint(hint));
    }
    let Some(copies) = server.get("dp_size")? else { return Ok(()) };
    let within = server.get("enable_dp_attention")?.map(|flag| &flag.json.value);
    if copies.whole()? > 1.0 && within != Some(&Value::Flag(true)) {
        let message = format!("the server ran {} copies of the model (`dp_size`)", copies.whole()?);
        return Err(copies.problem(message).hint(hint));
    }
    Ok(())
}
