//! `llama-batched-bench`: JSONL, and the table that it prints otherwise. `pl` sequences together.

use super::format::Format;
use super::llama_bench::drafts;
use super::look::Look;
use super::measured_run::Run;
use super::runs::Bench;
use super::{offload, run_features, settings};
use crate::profile::problem::Problem;

/// Its JSONL.
pub const FORMAT: Format = Format {
    word: "llama-batched-bench",
    wrote: |record| record.get("speed_tg").or_else(|| record.get("speed_pp")).is_some(),
    begin,
    record: |bench, look| add(bench, look, &["pp", "tg", "pl", "speed_pp", "speed_tg"]),
};

/// Its table.
pub const TABLE: Format = Format {
    word: "llama-batched-bench",
    wrote: |row| row.get("S_TG t/s").is_some(),
    begin,
    record: |bench, look| add(bench, look, &["PP", "TG", "B", "S_PP t/s", "S_TG t/s"]),
};

/// What is the same in all runs of one deployment.
const SETTINGS: &[&str] =
    &["n_gpu_layers", "flash_attn", "n_batch", "n_ubatch", "type_k", "type_v", "is_pp_shared"];

fn begin() -> Bench {
    Bench { tool: "llama-batched-bench", engine: Some("llama.cpp"), ..Bench::default() }
}

/// Adds a record, of which these are prompt and output of each, how many, and both rates.
fn add(bench: &mut Bench, look: &Look<'_>, names: &[&str; 5]) -> Result<(), Problem> {
    let [prompt, output, parallel, prefill, decode] = names;
    if bench.settings.is_empty() {
        offload::read(bench, look)?;
    }
    settings::same(bench, look, SETTINGS)?;
    let prompt = look.need(prompt)?.whole()?;
    let output = look.need(output)?.whole()?;
    let concurrency = look.need(parallel)?.whole_positive()?;
    let run = |rate| Run { concurrency, ..Run::alone(prompt, output, rate) };
    if prompt > 0.0 {
        bench.prefilled(look, &run(look.need(prefill)?.positive()?))?;
    }
    if output > 0.0 {
        bench.decoded(look, &run(look.need(decode)?.positive()?))?;
    }
    settings::guesses(bench, look, drafts(look.json))?;
    run_features::keep(bench, look)
}
