//! The flags of `check` and `diff`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::args::{Color, ProfileArgs};
use crate::check::output;
use crate::text::did_you_mean;

const CHECK_EXAMPLES: &str = "\
Examples:
  breakeven check
  breakeven check --format json --output junit=junit.xml > check.json
  breakeven check --baseline base.json --output markdown=comment.md --only-changes
  breakeven check --github
  breakeven check --metrics

Exit codes: 0 all checks passed (warnings allowed), 1 a check of severity error failed,
2 could not judge: bad arguments, invalid file, unknown name, no checks defined.";

/// A budget check.
#[derive(Debug, Args)]
#[command(after_help = CHECK_EXAMPLES)]
pub struct CheckArgs {
    /// The file that declares workloads and checks
    #[arg(long, value_name = "PATH", default_value = "breakeven.toml")]
    pub config: PathBuf,
    /// Let `profiles` of that file name files outside of its folder
    #[arg(long)]
    pub allow_outside: bool,
    /// JSON report of an earlier run to compare with, of the base branch for example
    #[arg(long, value_name = "REPORT")]
    pub baseline: Option<PathBuf>,
    /// Form of the answer
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: CheckFormat,
    /// Also write a file: json, csv, markdown, junit or gitlab (may be repeated)
    #[arg(long, value_name = "FORMAT=PATH", value_parser = output_file)]
    pub output: Vec<OutputFile>,
    /// Annotate the lines of limits that fail, and add to the step summary of GitHub
    #[arg(long)]
    pub github: bool,
    /// Say nothing when nothing changed since the baseline and nothing fails
    #[arg(long, requires = "baseline")]
    pub only_changes: bool,
    /// List the metrics that a check can name
    #[arg(long)]
    pub metrics: bool,
    /// Colours
    #[arg(long, value_name = "WHEN", default_value = "auto", hide_short_help = true)]
    pub color: Color,
    /// Plain characters only
    #[arg(long, hide_short_help = true)]
    pub ascii: bool,
    /// Columns to fill [default: of the terminal, else 80]
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(20..=500),
          hide_short_help = true)]
    pub width: Option<u16>,
    /// Where profiles are.
    #[command(flatten)]
    pub profiles: ProfileArgs,
}

/// Form of the answer of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// For people
    Table,
    /// The whole answer
    Json,
    /// One row per finding
    Csv,
    /// For a pull request
    Markdown,
}

/// A file to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFile {
    /// What is written.
    pub format: output::Format,
    /// Where.
    pub path: PathBuf,
}

fn output_file(text: &str) -> Result<OutputFile, String> {
    let words = output::Format::ALL.map(output::Format::word);
    let form = || format!("expected FORMAT=PATH, with {} before the =", words.join(", "));
    let (word, path) =
        text.split_once('=').filter(|(_, path)| !path.is_empty()).ok_or_else(form)?;
    let found = output::Format::ALL.into_iter().find(|format| format.word() == word);
    let format = found.ok_or_else(|| match did_you_mean(word, words) {
        Some(hint) => format!("unknown format `{word}`, {hint}"),
        None => form(),
    })?;
    Ok(OutputFile { format, path: path.into() })
}

/// Two reports.
#[derive(Debug, Args)]
#[command(after_help = "Exit codes: 0 answered, 2 could not answer.")]
pub struct DiffArgs {
    /// JSON report of before, of `breakeven` or `breakeven check`
    pub old: PathBuf,
    /// JSON report of now
    pub new: PathBuf,
    /// Form of the answer
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: DiffFormat,
}

/// Form of the answer of a diff.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// For people
    Table,
    /// The whole answer
    Json,
    /// For a pull request
    Markdown,
}
