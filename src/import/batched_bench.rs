//! `llama-batched-bench`: JSONL, and the table that it prints otherwise. `pl` sequences together.

use super::input::Input;
use super::json::Json;
use super::llama_bench::drafts;
use super::look::Look;
use super::runs::{Bench, Run};
use crate::profile::problem::Problem;

/// The names of the fields.
pub struct Names {
    prompt: &'static str,
    output: &'static str,
    parallel: &'static str,
    prefill: &'static str,
    decode: &'static str,
}

/// Names in JSONL.
pub const JSONL: Names =
    Names { prompt: "pp", output: "tg", parallel: "pl", prefill: "speed_pp", decode: "speed_tg" };

/// Names in the table.
pub const TABLE: Names =
    Names { prompt: "PP", output: "TG", parallel: "B", prefill: "S_PP t/s", decode: "S_TG t/s" };

/// Reads records.
pub fn records(input: &Input, records: &[Json], names: &Names) -> Result<Bench, Problem> {
    let tool = "llama-batched-bench";
    let mut bench = Bench { tool, engine: Some("llama.cpp"), ..Bench::default() };
    for record in records {
        let look = Look::new(input, record);
        let prompt = look.need(names.prompt)?.whole()?;
        let output = look.need(names.output)?.whole()?;
        let parallel = look.need(names.parallel)?;
        let concurrency = match parallel.whole()? {
            0.0 => return Err(parallel.expected("a number above 0")),
            number => number,
        };
        let run = |rate| Run {
            concurrency,
            depth: 0.0,
            prompt,
            output,
            rate,
            deviation: 0.0,
            span: record.span.clone(),
        };
        if prompt > 0.0 {
            bench.prefill.push(run(look.need(names.prefill)?.positive()?));
        }
        if output > 0.0 {
            bench.decode.push(run(look.need(names.decode)?.positive()?));
        }
        bench.speculative |= drafts(record);
    }
    Ok(bench)
}
