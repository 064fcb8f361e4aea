//! `breakeven prices …` as it is typed.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use clap::{Args, Subcommand, ValueEnum};

use super::args::{CompareArgs, ProfileArgs};
use crate::date::Date;
use crate::import::LARGEST_INPUT;
use crate::prices::{Asked, Book, Database, read};
use crate::profile::problem::Problem;
use crate::text::{one_of, printable, reason};
use crate::tier::Tier;

const EXAMPLES: &str = "\
Examples:
  breakeven prices import litellm.json --select 'deepinfra/*' --tier small > mine.toml
  breakeven prices diff litellm.json
  breakeven prices diff litellm.json --volume 5M/day --fail-on verdict
  breakeven prices update litellm.json --write my-prices

A file is a price database as its project publishes it, plain or gzip: litellm's
model_prices_and_context_window.json, genai-prices' data.json, models.dev's api.json, OpenRouter's
model list or a history of it, or model-prices' snapshot.json. There is no network in this program:
fetch the file by any means you like.

Exit codes: 0 answered, 1 what `--fail-on` names has happened, 2 could not answer.";

/// Take prices from public databases, and see what they change
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES, disable_help_subcommand = true, max_term_width = 100)]
pub struct PricesArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: PricesCommand,
}

/// What can be done with a price database.
#[derive(Debug, Subcommand)]
pub enum PricesCommand {
    /// Print API profiles to review, one for each record that has prices
    Import(ImportPrices),
    /// Compare a database with the profiles: changed, retiring, gone, new, and which answers change
    Diff(Box<DiffPrices>),
    /// Write the profiles with the prices of a database; nothing but values changes
    Update(UpdatePrices),
}

/// The database.
#[derive(Clone, Debug, Args)]
pub struct BookArgs {
    /// The price database as published, plain or gzip; - is stdin
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// What the file is: litellm, genai-prices, models.dev, openrouter or model-prices [default: by
    /// its content]
    #[arg(long, value_name = "DATABASE", value_parser = database)]
    pub from: Option<Database>,
    /// The day of the database [default: in the file or its name, else today]
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<Date>,
}

/// What to import.
#[derive(Debug, Args)]
pub struct ImportPrices {
    /// The database.
    #[command(flatten)]
    pub book: BookArgs,
    /// Only this key, or those that hold this; with * the whole key must match (may be repeated)
    #[arg(long, value_name = "PATTERN")]
    pub select: Vec<String>,
    /// What every one of these models can do: small, mid or frontier
    #[arg(long, value_name = "TIER", value_parser = tier)]
    pub tier: Option<Tier>,
    /// List each record that was left out, with its reason, on stderr
    #[arg(long)]
    pub skipped: bool,
    /// The day for which prices are taken [default: today]
    #[arg(long, value_name = "DATE", hide_short_help = true)]
    pub today: Option<Date>,
}

/// What to compare.
#[derive(Debug, Args)]
pub struct DiffPrices {
    /// The database.
    #[command(flatten)]
    pub book: BookArgs,
    /// Another database: where the two disagree on a profile's prices, both are shown
    #[arg(long, value_name = "FILE")]
    pub beside: Option<PathBuf>,
    /// Exit with 1 when a price changed, or only when an answer would
    #[arg(long, value_name = "WHAT")]
    pub fail_on: Option<FailOn>,
    /// The question.
    #[command(flatten)]
    pub compare: CompareArgs,
}

/// What a job may fail on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// A price that changed
    Change,
    /// An answer that would be another
    Verdict,
}

/// What to write.
#[derive(Debug, Args)]
pub struct UpdatePrices {
    /// The database.
    #[command(flatten)]
    pub book: BookArgs,
    /// The folder that the changed files go to, made if it is not there
    #[arg(long, value_name = "DIR")]
    pub write: PathBuf,
    /// Overwrite files that are there with another content
    #[arg(long)]
    pub force: bool,
    /// Where profiles are.
    #[command(flatten)]
    pub profiles: ProfileArgs,
}

/// A database with the day and the name that its numbers carry.
pub(super) struct Named {
    /// What it says.
    pub book: Book,
    /// The day of its prices.
    pub as_of: Date,
    /// Its name and version.
    pub source: String,
}

impl BookArgs {
    /// A database that says itself what it is.
    pub(super) const fn of(file: PathBuf) -> Self {
        Self { file, from: None, as_of: None }
    }

    /// Reads it.
    ///
    /// # Errors
    /// A file that cannot be read, or is no price database.
    pub(super) fn read(&self, today: Date) -> Result<Named> {
        let stdin = self.file.as_os_str() == "-";
        let file = if stdin { "<stdin>".into() } else { self.file.display().to_string() };
        let bytes = if stdin {
            limited(io::stdin().lock())
        } else {
            File::open(&self.file).and_then(limited)
        };
        let bytes =
            bytes.map_err(|error| anyhow!(Problem::of_file(&file, reason(&error)).to_string()))?;
        let asked = Asked { from: self.from, today };
        let book = read(&file, bytes, asked).map_err(|problem| anyhow!(problem.to_string()))?;
        let (day, version) = in_name(&self.file);
        let as_of = self.as_of.or(book.as_of).or(day).unwrap_or(today).min(today);
        let database = book.database.word();
        let source = match version {
            Some(version) => format!("{database} {version}"),
            None => format!("{database} of {as_of}"),
        };
        Ok(Named { book, as_of, source })
    }
}

/// One byte more than allowed is enough to see that a file is too large.
fn limited(reader: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(LARGEST_INPUT + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A date and a version like `1.110.2` among the words of a file's name.
fn in_name(path: &Path) -> (Option<Date>, Option<String>) {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let words = || name.split(['_', ' ']);
    let is_version = |word: &&str| {
        let parts: Vec<&str> = word.split('.').collect();
        let number = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        parts.len() == 3 && parts.iter().all(number)
    };
    let day = words().find_map(|word| word.get(..10)?.parse().ok());
    (day, words().find(is_version).map(String::from))
}

fn database(text: &str) -> Result<Database, String> {
    let found = Database::ALL.into_iter().find(|database| database.word() == text);
    let wanted = || one_of(Database::ALL.map(Database::word));
    found.ok_or_else(|| format!("unknown database `{}`; expected {}", printable(text), wanted()))
}

fn tier(text: &str) -> Result<Tier, String> {
    Tier::from_word(text).ok_or_else(|| format!("expected {}", one_of(Tier::ALL.map(Tier::word))))
}
