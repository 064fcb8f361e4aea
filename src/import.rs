//! Floor 4: other people's files -> reviewable profiles.
//!
//! A file is recognised by what is in it, read by the names of its fields, and becomes runs; runs
//! become one throughput profile. Every fault is one problem with its place, and there is no
//! profile then.

mod batched_bench;
mod block;
mod detect;
mod grouped;
mod guidellm;
pub(crate) mod input;
pub(crate) mod json;
mod labels;
mod llama_bench;
mod log_lines;
mod look;
mod offered;
mod offload;
mod ollama;
mod runs;
mod serving;
mod shape;
mod table;

use crate::profile::problem::Problem;

pub use input::LARGEST_INPUT;
pub use labels::{Imported, Labels};

/// Reads the results of a benchmark; `file` is what the user calls them.
///
/// # Errors
/// What is wrong with the file, and where: it is not a known one, cut off, of the wrong type, or
/// it says how much was asked of the server and not what the server can do.
pub fn import(file: &str, bytes: Vec<u8>, labels: &Labels) -> Result<Imported, Problem> {
    let input = input::Input::new(file, bytes)?;
    let mut bench = detect::read(&input)?;
    offload::judge(&input, &mut bench, labels)?;
    let shape = shape::Chosen::of(&input, &bench)?;
    Ok(block::write(file, &bench, &shape, labels))
}
