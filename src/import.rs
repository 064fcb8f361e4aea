//! Floor 4: other people's files -> reviewable profiles.
//!
//! A file is recognised by what is in it, read by the names of its fields, and becomes runs; runs
//! become one throughput profile. Every fault is one problem with its place, and there is no
//! profile then.

mod aiperf;
mod aiperf_sheet;
mod batched_bench;
mod block;
mod detect;
mod foreign;
mod format;
mod formats;
mod grouped;
mod guidellm;
mod inferencex;
pub(crate) mod input;
pub(crate) mod json;
mod json_end;
mod labels;
mod llama_bench;
mod llama_timings;
mod lm_studio;
mod log_lines;
mod look;
mod measured_run;
mod middle;
mod mlx;
mod offered;
mod offload;
mod ollama;
mod ollama_verbose;
mod run_features;
mod runs;
mod serve_summary;
mod server;
mod serving;
mod settings;
mod sglang_offline;
mod shape;
mod stream;
mod table;
mod tabular;
mod trtllm_bench;
mod vllm_offline;
mod waiting_text;

use std::io::Read;

use crate::profile::problem::Problem;

pub use input::LARGEST_INPUT;
pub use labels::{Imported, Labels, Stated};

/// Reads the results of a benchmark; `file` is what the user calls them.
///
/// # Errors
/// What is wrong with the file, and where: it is not a known one, cut off, of the wrong type, or
/// it says how much was asked of the server and not what the server can do.
pub fn import(file: &str, reader: impl Read, labels: &Labels) -> Result<Imported, Problem> {
    let mut stream = stream::Stream::new(file, reader)?;
    let mut bench = detect::read(&mut stream, labels.stated)?;
    offload::judge(&mut bench, labels)?;
    let shape = shape::Chosen::of(&stream.input, &mut bench)?;
    Ok(block::write(file, &bench, &shape, labels))
}
