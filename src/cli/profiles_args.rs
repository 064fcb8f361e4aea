//! `breakeven profiles …` as it is typed.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::args::ProfileArgs;

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
