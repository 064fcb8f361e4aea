//! All commands as they are typed.

use clap::{Parser, Subcommand};

use super::args::CompareArgs;
use super::check_args::{CheckArgs, DiffArgs};
use super::import::ImportArgs;
use super::init::InitArgs;
use super::page_command::ReportArgs;
use super::prices_args::PricesArgs;
use super::profiles_args::ProfilesArgs;
use super::solve::SolveArgs;
use super::sweep_args::Sweep;
use super::throughput_args::ThroughputArgs;
use super::together::PortfolioArgs;
use super::usage_args::UsageArgs;

const EXAMPLES: &str = "\
Examples:
  breakeven --volume 5M/day
  breakeven --volume 500M/day --request 4000+300 --load office --growth 50
  breakeven --workload rag --requests 10k/day --api claude-haiku-5.5 --hardware rtx-3090
  breakeven --volume 5M/day --hardware rtx-3090 --owned --explain
  breakeven --volume 5M/day --format json | jq .verdict

Exit codes: 0 answered, 1 a budget check failed, 2 could not answer.";

/// Should this LLM workload run on hardware you own, hardware you rent, an API, or a mix?
#[derive(Debug, Parser)]
#[command(
    name = "breakeven",
    version,
    about,
    after_help = EXAMPLES,
    args_conflicts_with_subcommands = true,
    disable_help_subcommand = true,
    max_term_width = 100
)]
pub struct Cli {
    /// What to do; comparing is what is done without a word.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// The question.
    #[command(flatten)]
    pub compare: CompareArgs,
    /// Instead of one answer the cheapest option at many values of an input: volume=1M..1B/day,
    /// electricity=0.05..0.40, resale=0..80% …
    #[arg(long, value_name = "INPUT=LOW..HIGH", value_parser = Sweep::read,
          allow_hyphen_values = true, help_heading = "Charts",
          conflicts_with_all = ["chart", "series", "explain", "all"])]
    pub sweep: Option<Sweep>,
}

/// What else it can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Ask in reverse: at which value do machines pay back in a given time?
    Solve(Box<SolveArgs>),
    /// Write an answer as one page with charts: report -o FILE.html
    Report(Box<ReportArgs>),
    /// How fast does a model run on a machine, and how is that known?
    Throughput(Box<ThroughputArgs>),
    /// Turn results of a benchmark into a throughput profile
    Import(ImportArgs),
    /// Take prices from public databases, and see what they change
    Prices(PricesArgs),
    /// Turn logs of usage into a workload
    Usage(Box<UsageArgs>),
    /// Look at profiles, check and change them
    Profiles(ProfilesArgs),
    /// Write a breakeven.toml to begin with
    Init(InitArgs),
    /// Hold the workloads of a repository against its budget
    Check(Box<CheckArgs>),
    /// Decide all workloads of a repository together: which share machines, and who pays for what
    Portfolio(PortfolioArgs),
    /// Say what changed between two JSON reports, and why
    Diff(DiffArgs),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}
