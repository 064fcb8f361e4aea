//! The command line as it is typed. What it means is decided in `resolve`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use super::amounts;
use super::bill_args::BillArgs;
use super::check_args::{CheckArgs, DiffArgs};
use super::crowd::Use;
use super::declared::DeclaredArgs;
use super::host_args::HostArgs;
use super::init::InitArgs;
pub use super::money_args::MoneyArgs;
pub use super::output_args::{Color, Format, OutputArgs};
use super::require::{RentArgs, RequireArgs};
pub use super::solve::{SolveArgs, Unknown};
use super::sweep_args::Sweep;
use super::together::PortfolioArgs;
use crate::date::Date;
use crate::rate;
use crate::tier::Tier;
use crate::units::TokensPerDay;
use crate::workload::Request;

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
    Report(Box<super::page_command::ReportArgs>),
    /// How fast does a model run on a machine, and how is that known?
    Throughput(Box<super::throughput_args::ThroughputArgs>),
    /// Turn results of a benchmark into a throughput profile
    Import(super::import::ImportArgs),
    /// Take prices from public databases, and see what they change
    Prices(super::prices::PricesArgs),
    /// Turn logs of usage into a workload
    Usage(Box<super::usage_command::UsageArgs>),
    /// Look at profiles, check and change them
    Profiles(super::profiles::ProfilesArgs),
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

/// The question.
#[derive(Clone, Debug, Default, Args)]
pub struct CompareArgs {
    /// Demand.
    #[command(flatten)]
    pub demand: DemandArgs,
    /// What to choose from.
    #[command(flatten)]
    pub choice: ChoiceArgs,
    /// What an option must be able to do.
    #[command(flatten)]
    pub require: RequireArgs,
    /// How machines are rented.
    #[command(flatten)]
    pub rent: RentArgs,
    /// What APIs are used for, and on which terms.
    #[command(flatten)]
    pub bill: BillArgs,
    /// The computers around cards, and what machines do while they wait.
    #[command(flatten)]
    pub host: HostArgs,
    /// Money and policy.
    #[command(flatten)]
    pub money: MoneyArgs,
    /// Where profiles are.
    #[command(flatten)]
    pub profiles: ProfileArgs,
    /// Where the rest is said.
    #[command(flatten)]
    pub declared: DeclaredArgs,
    /// Pictures of it.
    #[command(flatten)]
    pub charts: super::chart_args::ChartArgs,
    /// What comes out.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Demand.
#[derive(Clone, Debug, Default, Args)]
pub struct DemandArgs {
    /// Input plus output tokens: 5M/day, 150M/month, 2B/year, 20k/hour, 60/s
    #[arg(short = 'v', long, value_name = "RATE", value_parser = rate::tokens_per_day,
          conflicts_with_all = ["input", "output", "requests"], allow_hyphen_values = true)]
    pub volume: Option<TokensPerDay>,
    /// What you pay an API now, with --api: 50/month; the tokens that it buys are what is compared
    #[arg(long, value_name = "USD/month", value_parser = amounts::per_month, requires = "api",
          conflicts_with_all = ["volume", "input", "output", "requests", "usage"],
          allow_hyphen_values = true)]
    pub spend: Option<f64>,
    /// Input to output, like 3:1 [default: of the request]
    #[arg(long, value_name = "IN:OUT", value_parser = rate::input_share, allow_hyphen_values = true,
          conflicts_with_all = ["input", "output"])]
    pub mix: Option<f64>,
    /// Share of the input that a prompt cache already holds [default: 0]
    #[arg(long, value_name = "PERCENT", value_parser = amounts::percent, allow_hyphen_values = true)]
    pub cached: Option<f64>,
    /// Input tokens, with --output, instead of --volume
    #[arg(long, value_name = "RATE", value_parser = rate::tokens_per_day,
          allow_hyphen_values = true)]
    pub input: Option<TokensPerDay>,
    /// Output tokens, with --input
    #[arg(long, value_name = "RATE", value_parser = rate::tokens_per_day,
          allow_hyphen_values = true)]
    pub output: Option<TokensPerDay>,
    /// Requests instead of tokens: 10k/day
    #[arg(long, value_name = "RATE", value_parser = rate::per_day,
          conflicts_with_all = ["input", "output"], allow_hyphen_values = true)]
    pub requests: Option<f64>,
    /// Logs or exports of usage: files, folders or -
    #[arg(long, value_name = "PATH", num_args = 1.., conflicts_with = "workload")]
    pub usage: Vec<PathBuf>,
    /// What the logs do not say.
    #[command(flatten)]
    pub terms: super::usage_command::TermArgs,
    /// A workload profile: chat, rag, agent, batch; with --users its requests of each
    #[arg(long, value_name = "NAME")]
    pub workload: Option<String>,
    /// How much each of --users uses it, where no volume is said [default: typical, of which the
    /// draws take all]
    #[arg(long = "use", value_name = "HOW", requires = "users", hide_short_help = true)]
    pub intensity: Option<Use>,
    /// Tokens of a typical request, cached ones included [default: 1500+500]
    #[arg(long, value_name = "PROMPT+OUTPUT", value_parser = rate::request,
          allow_hyphen_values = true)]
    pub request: Option<Request>,
    /// How far prompt lengths lie apart: standard deviation of their logarithm; 0 when all are alike
    /// [default: 0.8]
    #[arg(long, value_name = "SIGMA", value_parser = amounts::spread, hide_short_help = true,
          allow_hyphen_values = true)]
    pub prompt_spread: Option<f64>,
    /// Spread over the week: flat, daytime, office or a load profile [default: daytime]
    #[arg(long, value_name = "NAME", hide_short_help = true)]
    pub load: Option<String>,
    /// Busiest hour over the mean hour
    #[arg(long, value_name = "FACTOR", value_parser = amounts::positive, conflicts_with = "load",
          hide_short_help = true, allow_hyphen_values = true)]
    pub peak: Option<f64>,
    /// Share of the tokens that can wait for a quiet hour of their day or a batch price [default: 0]
    #[arg(long, value_name = "PERCENT", value_parser = amounts::percent, hide_short_help = true,
          allow_hyphen_values = true)]
    pub batch: Option<f64>,
    /// Growth of the volume per year [default: 0]
    #[arg(long, value_name = "PERCENT", value_parser = amounts::change, hide_short_help = true,
          allow_hyphen_values = true)]
    pub growth: Option<f64>,
}

/// What to choose from.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Options to choose from")]
pub struct ChoiceArgs {
    /// Only this API (may be repeated or a list)
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub api: Vec<String>,
    /// Only this hardware (may be repeated or a list)
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub hardware: Vec<String>,
    /// Only this open-weight model (may be repeated or a list)
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub model: Vec<String>,
    /// Only this quantization (may be repeated)
    #[arg(long, value_name = "NAME", hide_short_help = true)]
    pub quantization: Vec<String>,
    /// Only this inference engine (may be repeated)
    #[arg(long, value_name = "NAME", hide_short_help = true)]
    pub engine: Vec<String>,
    /// Features of engines, on where they can be: mtp, draft, fp8-kv, cpu-moe … [default: none]
    #[arg(long, value_name = "NAME,…", value_delimiter = ',', hide_short_help = true)]
    pub features: Vec<String>,
    /// Size of the fleet [default: what the busiest hour needs]
    #[arg(long, value_name = "N", value_parser = amounts::machines, hide_short_help = true,
          allow_hyphen_values = true)]
    pub machines: Option<u32>,
    /// Machines on and idle beyond what demand needs [default: 0]
    #[arg(long, value_name = "N", value_parser = amounts::count, hide_short_help = true,
          allow_hyphen_values = true)]
    pub spare: Option<u16>,
    /// The hardware is there already: only what it costs to run counts
    #[arg(long)]
    pub owned: bool,
    /// The API that payback is measured against [default: the cheapest that qualifies]
    #[arg(long, value_name = "NAME", hide_short_help = true)]
    pub baseline: Option<String>,
    /// The least a model must be able to do: small, mid or frontier [default: mid]
    #[arg(long, value_name = "TIER", value_parser = amounts::tier)]
    pub tier: Option<Tier>,
    /// The same by the number of the public index that tiers are drawn from: mid begins at 18, frontier at
    /// 44
    #[arg(long, value_name = "N", value_parser = amounts::index, hide_short_help = true,
          allow_hyphen_values = true)]
    pub min_index: Option<f64>,
    /// Slowest stream accepted of machines, tokens per second [default: 10]
    #[arg(long, value_name = "TOK/S", value_parser = amounts::speed, hide_short_help = true,
          allow_hyphen_values = true)]
    pub min_speed: Option<f64>,
    /// Rank every option: the best of each machine and API, and how many are ruled out for what
    #[arg(long)]
    pub all: bool,
}

/// Where profiles are.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Profiles")]
pub struct ProfileArgs {
    /// Profiles of your own: a file or folder, may be repeated, later wins [env: BREAKEVEN_PROFILES]
    #[arg(long, value_name = "PATH")]
    pub profiles: Vec<PathBuf>,
    /// Leave out what came with the program: trust only profiles of your own
    #[arg(long, hide_short_help = true)]
    pub no_builtin: bool,
    /// The day for which prices are taken [default: today]
    #[arg(long, value_name = "DATE", hide_short_help = true, allow_hyphen_values = true)]
    pub today: Option<Date>,
}
