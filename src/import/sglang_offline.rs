//! SGLang without clients: `bench_offline_throughput`, `bench_one_batch` and
//! `bench_one_batch_server`.

use super::format::Format;
use super::llama_bench::drafts;
use super::look::Look;
use super::measured_run::Run;
use super::run_features;
use super::runs::Bench;
use crate::profile::problem::Problem;

/// The JSON lines of `bench_offline_throughput`: all requests at once, and the engine decides how
/// many are in progress.
pub const OFFLINE: Format = Format {
    word: "SGLang bench_offline_throughput",
    wrote: |record| record.has(&["successful_requests", "total_latency"]),
    begin: || Bench {
        with_prefill: true,
        mean_shape: true,
        ..begin("SGLang bench_offline_throughput")
    },
    record: offline,
};

/// The JSON lines of `bench_one_batch` and `bench_one_batch_server`, prompt and output apart.
pub const ONE_BATCH: Format = Format {
    word: "SGLang bench_one_batch",
    wrote: |record| record.has(&["batch_size", "input_len"]),
    begin: || begin("SGLang bench_one_batch"),
    record: one_batch,
};

fn begin(tool: &'static str) -> Bench {
    Bench { tool, engine: Some("sglang"), ..Bench::default() }
}

fn offline(bench: &mut Bench, look: &Look<'_>) -> Result<(), Problem> {
    let requests = look.need("successful_requests")?.whole_positive()?;
    let seconds = look.need("total_latency")?.positive()?;
    let prompt = (look.need("total_input_tokens")?.whole()? / requests).round();
    let total = look.need("total_output_tokens")?.whole_positive()?;
    let field = look.need("output_throughput")?;
    if !field.agrees(total / seconds)? {
        return Err(field.problem(
            "`output_throughput` is not `total_output_tokens` over `total_latency`; expected them \
             to agree",
        ));
    }
    let output = (total / requests).round().max(1.0);
    let concurrency = bench.unsaid_concurrency(look, requests)?;
    bench.speculative |= drafts(look.json);
    run_features::keep(bench, look)?;
    let rate = field.positive()?;
    bench.decoded(look, &Run { concurrency, ..Run::alone(prompt, output, rate) })
}

fn one_batch(bench: &mut Bench, look: &Look<'_>) -> Result<(), Problem> {
    let concurrency = look.need("batch_size")?.whole_positive()?;
    let prompt = look.need("input_len")?.whole()?;
    let output = look.need("output_len")?.whole()?;
    let run = |rate| Run { concurrency, ..Run::alone(prompt, output, rate) };
    let first = |names: [&str; 2]| match look.get(names[0])? {
        None => look.need(names[1]),
        Some(field) => Ok(field),
    };
    // The server's client measures the same from outside.
    let prefill = first(["prefill_throughput", "input_throughput"])?.positive()?;
    bench.prefilled(look, &run(prefill))?;
    run_features::keep(bench, look)?;
    bench.speculative |= look.number_of("acc_length")?.is_some_and(|length| length > 1.0);
    if output <= 1.0 {
        return Ok(());
    }
    let field = first(["median_decode_throughput", "output_throughput"])?;
    let step = look.number_of("median_decode_latency")?.filter(|step| *step > 0.0);
    if step.is_some_and(|step| !field.agrees(concurrency / step).unwrap_or(false)) {
        return Err(field.problem(
            "`median_decode_throughput` is not `batch_size` over `median_decode_latency`; \
                 expected them to agree",
        ));
    }
    bench.decoded(look, &run(field.positive()?))
}
