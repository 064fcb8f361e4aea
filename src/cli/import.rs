//! `breakeven import`: a file or stdin in, a profile out.

use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;

use anyhow::{Result, anyhow};
use clap::Args;

use super::run::Outcome;
use crate::date::Date;
use crate::import::{LARGEST_INPUT, Labels, import};
use crate::profile::check::name_problem;
use crate::profile::problem::Problem;
use crate::text::{printable, reason};

const EXAMPLES: &str = "\
Examples:
  llama-bench -m model.gguf -o json | breakeven import - --hardware rtx-3090 --model qwen3.6-27b
  breakeven import results.json --engine vllm --source https://example.com/post > mine.toml
  breakeven --volume 5M/day --profiles mine.toml

A run at a fixed request rate shows the load that was offered. It counts as capacity only when the
server fell behind (fewer than nine tenths of the offered requests answered per second) or was at
its limit of requests in progress.";

/// A file of benchmark results, and what it does not say.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct ImportArgs {
    /// Results of llama-bench, llama-batched-bench, vLLM, SGLang, Ollama or GuideLLM; - is stdin
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The hardware profile that was measured
    #[arg(long, value_name = "NAME", value_parser = name)]
    pub hardware: Option<String>,
    /// The model profile that was measured
    #[arg(long, value_name = "NAME", value_parser = name)]
    pub model: Option<String>,
    /// The quantization, a key of the model's weights [default: of the file]
    #[arg(long, value_name = "NAME", value_parser = name)]
    pub quantization: Option<String>,
    /// The inference engine [default: of the file]
    #[arg(long, value_name = "NAME", value_parser = name)]
    pub engine: Option<String>,
    /// The day of the measurement [default: of the file]
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<Date>,
    /// Who measured: an address or a name
    #[arg(long, value_name = "TEXT", value_parser = words)]
    pub source: Option<String>,
}

/// Reads the file and prints the profile; what it leaves open is said on stderr.
///
/// # Errors
/// A file that cannot be read, or is not results from which a profile can be made.
pub fn run(args: &ImportArgs) -> Result<Outcome> {
    let stdin = args.file.as_os_str() == "-";
    let file = if stdin { "<stdin>".into() } else { args.file.display().to_string() };
    let read =
        if stdin { limited(io::stdin().lock()) } else { File::open(&args.file).and_then(limited) };
    let bytes =
        read.map_err(|error| anyhow!(Problem::of_file(&file, reason(&error)).to_string()))?;
    let labels = Labels {
        hardware: args.hardware.clone(),
        model: args.model.clone(),
        quantization: args.quantization.clone(),
        engine: args.engine.clone(),
        as_of: args.as_of,
        source: args.source.clone(),
    };
    let imported = import(&file, bytes, &labels).map_err(|problem| anyhow!(problem.to_string()))?;
    let stderr = match &imported.missing[..] {
        [] => String::new(),
        missing => format!(
            "note: the profile is not complete; fill in its placeholders, or say {}\n",
            missing.join(", ")
        ),
    };
    Ok(Outcome { stdout: imported.toml, stderr, ..Outcome::default() })
}

/// One byte more than allowed is enough to see that a file is too large.
fn limited(reader: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(LARGEST_INPUT + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn name(text: &str) -> Result<String, String> {
    match name_problem(text) {
        Some(problem) => Err(problem),
        None => Ok(text.into()),
    }
}

fn words(text: &str) -> Result<String, String> {
    if text.trim().is_empty() {
        return Err("expected an address or a name".into());
    }
    Ok(printable(text).into_owned())
}
