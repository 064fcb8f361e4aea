//! `breakeven profiles …`: looking at profiles, checking them, and changing them.

mod list;
mod set;
mod shipped_files;
mod show;
mod validate;

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::{Args, Subcommand, ValueEnum};

use super::args::ProfileArgs;
use super::run::{Outcome, Surroundings, catalog};
use crate::profile::schema::Section;
use crate::profile::sections::{SECTIONS, section};
use crate::profile::{jsonschema, template};
use crate::text::{did_you_mean, printable};

const EXAMPLES: &str = "\
Examples:
  breakeven profiles list --hardware --sort price
  breakeven profiles show rtx-3090
  breakeven profiles export mine
  breakeven profiles set rtx-3090.price_usd.typical 900 --file mine/hardware/nv-geforce.toml
  breakeven profiles validate mine
  breakeven --volume 5M/day --profiles mine

Exit codes: 0 answered (warnings allowed), 2 could not answer or found a problem.";

/// Look at profiles, check and change them
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES, disable_help_subcommand = true, max_term_width = 100)]
pub struct ProfilesArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: ProfilesCommand,
}

/// What can be done with profiles.
#[derive(Debug, Subcommand)]
pub enum ProfilesCommand {
    /// List APIs, hardware and models with their price and age
    List(ListArgs),
    /// Show every field of a profile, and where each is from
    Show {
        /// The profile: its name, or KIND.NAME where several kinds have it
        name: String,
        /// Where profiles are.
        #[command(flatten)]
        profiles: ProfileArgs,
    },
    /// Check files of profiles: every problem at once
    Validate {
        /// Files, or folders of them
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<PathBuf>,
        /// Where profiles are.
        #[command(flatten)]
        profiles: ProfileArgs,
    },
    /// Write the shipped profiles as files to edit
    Export {
        /// The folder, made if it is not there
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// Overwrite files that are there
        #[arg(long)]
        force: bool,
    },
    /// Change one value in a file; nothing else in it changes
    Set {
        /// What to change: rtx-3090.price_usd.typical, claude-haiku-5.5.input_usd_per_mtok
        #[arg(value_name = "NAME.FIELD")]
        target: String,
        /// The new value as TOML writes it; text may go without its quotes
        #[arg(allow_hyphen_values = true)]
        value: String,
        /// The file
        #[arg(long, value_name = "FILE")]
        file: PathBuf,
        /// Where profiles are.
        #[command(flatten)]
        profiles: ProfileArgs,
    },
    /// Print a profile to fill in: every field with its meaning, unit and an example
    New {
        /// api, hardware, model, throughput, load, workload or any other kind of `profiles/README.md`
        kind: String,
        /// Its name; a throughput has four: hardware, model, quantization, engine
        #[arg(value_name = "NAME")]
        names: Vec<String>,
    },
    /// Print the JSON Schema of profile files, for editors
    Schema,
    /// Tell where profiles are read from
    Path {
        /// Where profiles are.
        #[command(flatten)]
        profiles: ProfileArgs,
    },
}

/// What to list.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// Only APIs
    #[arg(long)]
    pub api: bool,
    /// Only hardware
    #[arg(long)]
    pub hardware: bool,
    /// Only open-weight models
    #[arg(long)]
    pub model: bool,
    /// Cheapest first, or oldest first [default: by name]
    #[arg(long, value_name = "ORDER")]
    pub sort: Option<Order>,
    /// Where profiles are.
    #[command(flatten)]
    pub profiles: ProfileArgs,
}

/// Order of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Order {
    /// Cheapest first; an API by its blended price
    Price,
    /// Oldest first
    Age,
}

/// Does what was asked.
///
/// # Errors
/// Profiles that cannot be read, names that no profile has, files that cannot be written.
pub fn run(args: &ProfilesArgs, around: &Surroundings) -> Result<Outcome> {
    let today = |profiles: &ProfileArgs| profiles.today.unwrap_or(around.today);
    match &args.command {
        ProfilesCommand::List(args) => {
            let catalog = catalog(&args.profiles, around)?;
            Ok(Outcome::answer(list::list(args, &catalog, today(&args.profiles))))
        }
        ProfilesCommand::Show { name, profiles } => {
            let catalog = catalog(profiles, around)?;
            show::show(name, &catalog, today(profiles)).map(Outcome::answer)
        }
        ProfilesCommand::Validate { paths, profiles } => {
            validate::validate(paths, profiles, around, today(profiles))
        }
        ProfilesCommand::Export { folder, force } => shipped_files::export(folder, *force),
        ProfilesCommand::Set { target, value, file, profiles } => {
            set::set(target, value, file, profiles, around)
        }
        ProfilesCommand::New { kind, names } => new(kind, names).map(Outcome::answer),
        ProfilesCommand::Schema => Ok(Outcome::answer(jsonschema::text())),
        ProfilesCommand::Path { profiles } => {
            shipped_files::path(profiles, around).map(Outcome::answer)
        }
    }
}

fn new(kind: &str, names: &[String]) -> Result<String> {
    let known = || SECTIONS.iter().map(|section| section.key);
    let Some(section) = section(kind) else {
        let hint = did_you_mean(kind, known()).unwrap_or_else(|| {
            format!("expected one of {}", known().collect::<Vec<_>>().join(", "))
        });
        bail!("unknown kind of profile `{}`\nhint: {hint}", printable(kind));
    };
    if names.len() != section.names.len() {
        let wanted: String =
            section.names.iter().map(|n| format!(" {}", n.to_uppercase())).collect();
        bail!(
            "{} for `{kind}`; expected {}\nhint: breakeven profiles new {kind}{wanted}",
            crate::text::count(names.len(), "name"),
            section.names.len()
        );
    }
    for name in names {
        if let Some(problem) = crate::profile::profile_name::name_problem(name) {
            bail!("the name `{}` {problem}", printable(name));
        }
    }
    Ok(template::template(section, names))
}

/// The kind of profile and its name in `words`: `NAME`, or `KIND.NAME`.
fn split_kind(words: &str) -> (Option<&'static Section>, &str) {
    match words.split_once('.').map(|(kind, name)| (section(kind), name)) {
        Some((Some(section), name)) => (Some(section), name),
        _ => (None, words),
    }
}

/// Rows as columns two spaces apart, without spaces at the end of a line.
pub(super) fn columns(rows: &[Vec<String>]) -> String {
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let most = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..most).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
    }
    text
}

/// `2026-06-30, 146 days old`.
fn age(as_of: crate::date::Date, today: crate::date::Date) -> String {
    match today.days_since(as_of) {
        days if days < 0 => "in the future".into(),
        days => crate::text::count(days as usize, "day"),
    }
}
