//! The question as it is typed. What it means is decided in `resolve`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::amounts;
use super::bill_args::BillArgs;
use super::chart_args::ChartArgs;
use super::declared_args::DeclaredArgs;
use super::host_args::HostArgs;
pub use super::money_args::MoneyArgs;
pub use super::output_args::{Color, Format, OutputArgs};
use super::require::{RentArgs, RequireArgs};
use super::usage_terms::TermArgs;
use crate::date::Date;
use crate::rate;
use crate::tier::Tier;
use crate::units::TokensPerDay;
use crate::workload::Request;

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
    pub charts: ChartArgs,
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
    pub terms: TermArgs,
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
    /// Sessions between two requests for each one in progress, whose prompts your own machines keep in
    /// memory; 0 where all requests have the same cached prompt [default: 1]
    #[arg(long, value_name = "N", value_parser = amounts::not_negative, hide_short_help = true,
          allow_hyphen_values = true)]
    pub idle_sessions: Option<f64>,
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

/// How much people use what they use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Use {
    /// The low end of what a workload profile states
    Light,
    /// What it takes for typical
    Typical,
    /// The high end
    Heavy,
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
