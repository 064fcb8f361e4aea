//! `breakeven usage` as it is typed.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::args::ProfileArgs;
use super::usage_terms::TermArgs;
use crate::profile::profile_name::name_problem;

const EXAMPLES: &str = "\
Examples:
  breakeven usage ~/.claude/projects > usage.toml
  breakeven --profiles usage.toml --workload usage
  breakeven usage export.csv --map hour=created,input=prompt,output=completion
  breakeven usage logs --format csv > hours.csv

Read by content, also compressed: Claude Code, Codex, ccusage --json, OpenAI, Anthropic, LiteLLM,
OpenRouter, metrics of vLLM and SGLang (two scrapes), OpenCost, FOCUS, OpenTelemetry spans, and rows
of hour,model,requests,fresh_input,cached_read,cache_write,output. Prompts are never read.";

/// Logs, and what they do not say.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct UsageArgs {
    /// Logs, exports, or folders of them; - is stdin
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    /// Form of the answer
    #[arg(long, value_name = "FORMAT", default_value = "toml")]
    pub format: UsageFormat,
    /// What the workload is called
    #[arg(long, value_name = "NAME", value_parser = name, default_value = WORKLOAD)]
    pub name: String,
    /// What the logs do not say.
    #[command(flatten)]
    pub terms: TermArgs,
    /// Where profiles are.
    #[command(flatten)]
    pub profiles: ProfileArgs,
}

/// Form of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum UsageFormat {
    /// A workload to review, as a profile
    Toml,
    /// Everything
    Json,
    /// A row per hour and model
    Csv,
}

/// What the workload of `--usage` is called.
pub const WORKLOAD: &str = "usage";

fn name(text: &str) -> Result<String, String> {
    match name_problem(text) {
        Some(problem) => Err(problem),
        // A dot would begin a table of its own.
        None if text.contains(|c: char| !(c.is_ascii_alphanumeric() || "-_".contains(c))) => {
            Err("expected letters, digits, `-` and `_`".into())
        }
        None => Ok(text.into()),
    }
}
