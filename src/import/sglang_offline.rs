//! SGLang without clients: `bench_offline_throughput`, `bench_one_batch` and
//! `bench_one_batch_server`.

use super::format::Format;
use super::json::Value;
use super::llama_bench::drafts;
use super::look::Look;
use super::measured_run::Run;
use super::runs::Bench;
use super::{run_features, settings};
use crate::figure::significant;
use crate::profile::problem::Problem;

/// The share of a batch that may end early.
const FEW: f64 = 0.1;

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
    settings::guesses(bench, look, drafts(look.json))?;
    run_features::keep(bench, look)?;
    let rate = field.positive()?;
    bench.decoded(look, &Run { concurrency, ..Run::alone(prompt, output, rate) })
}

/// A batch of which a part ended early is not one of so many requests.
fn ended(look: &Look<'_>, concurrency: f64) -> Result<(), Problem> {
    let Some(early) = look.get("num_early_stopped")? else { return Ok(()) };
    let count = early.whole()?;
    if count > FEW * concurrency {
        let message = format!(
            "{count} of {concurrency} requests ended early: the rate is of fewer than that"
        );
        return Err(early.problem(message).hint("measure with `--ignore-eos`"));
    }
    Ok(())
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
    ended(look, concurrency)?;
    // The server's client measures the same from outside.
    let prefill = first(["prefill_throughput", "input_throughput"])?.positive()?;
    match look.number_of("cache_hit_rate")?.filter(|share| *share > 0.0) {
        None => bench.prefilled(look, &run(prefill))?,
        Some(share) => bench.remark(format!(
            "not used: {} % of a prompt was in the cache, so that its rate is not one of processing",
            significant(share * 100.0, 3)
        )),
    }
    run_features::keep(bench, look)?;
    // Without speculation it is -1.
    let accepted = match look.get("acc_length")?.map(|field| &field.json.value) {
        Some(Value::Number(length)) => *length,
        _ => 0.0,
    };
    settings::guesses(bench, look, accepted > 1.0)?;
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
