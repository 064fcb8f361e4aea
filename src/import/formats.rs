//! Every format that is read, each in a file of its own.

use super::format::{Format, Printed};
use super::json::Json;
use super::{aiperf, aiperf_sheet, batched_bench, guidellm, inferencex, trtllm_bench};
use super::{llama_bench, llama_timings, lm_studio, mlx};
use super::{ollama, ollama_verbose, serve_summary, serving, sglang_offline, vllm_offline};

/// What is read, for messages.
pub const READ: &str = "read are results of llama-bench (JSON, JSONL, CSV, SQL, Markdown), \
                        llama-batched-bench, llama-server, vllm bench serve, sweep, throughput and \
                        latency, SGLang bench_serving, bench_offline_throughput and \
                        bench_one_batch, trtllm-bench, guidellm, AIPerf, GenAI-Perf, \
                        InferenceX, Ollama \
                        (generate, --verbose, bench), mlx_lm and LM Studio";

/// Formats of JSON documents and of rows in SQL; the first that fits.
pub const RECORDS: &[&Format] = &[
    &llama_bench::FORMAT,
    &batched_bench::FORMAT,
    &guidellm::FORMAT,
    &aiperf::FORMAT,
    &inferencex::FORMAT,
    &trtllm_bench::FORMAT,
    &vllm_offline::THROUGHPUT,
    &vllm_offline::LATENCY,
    &sglang_offline::OFFLINE,
    &sglang_offline::ONE_BATCH,
    &serving::SGLANG,
    &serving::VLLM,
    &ollama::FORMAT,
    &llama_timings::FORMAT,
    &lm_studio::FORMAT,
];

/// Formats of Markdown tables.
pub const TABLES: &[&Format] = &[&llama_bench::TABLE, &batched_bench::TABLE];

/// Formats of CSV.
pub const SHEETS: &[&Format] = &[&llama_bench::FORMAT, &ollama::SHEET, &serving::VLLM];

/// Formats of lines.
pub const PRINTED: &[&Printed] = &[
    &ollama_verbose::PRINTED,
    &llama_timings::PRINTED,
    &mlx::PRINTED,
    &lm_studio::PRINTED,
    &vllm_offline::PRINTED,
    &serve_summary::PRINTED,
    &trtllm_bench::PRINTED,
    &aiperf_sheet::PRINTED,
];

/// The format of a record.
pub fn of(record: &Json, formats: &[&'static Format]) -> Option<&'static Format> {
    formats.iter().find(|format| (format.wrote)(record)).copied()
}
