//! `breakeven throughput` as it is typed.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::args::{OutputArgs, ProfileArgs};
use crate::rate;
use crate::workload::Request;

/// How fast a model runs on a machine.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct ThroughputArgs {
    /// What else to do with throughput.
    #[command(subcommand)]
    pub command: Option<ThroughputCommand>,
    /// The machine
    #[arg(long, value_name = "NAME", required_unless_present = "all")]
    pub hardware: Option<String>,
    /// The open-weight model
    #[arg(long, value_name = "NAME", required_unless_present = "all")]
    pub model: Option<String>,
    /// How the deployment is run and used.
    #[command(flatten)]
    pub shape: ShapeArgs,
    /// Requests in progress at the same time, like 8 or 1,4,16 [default: 1, 2, 4 … what fits]
    #[arg(long, value_name = "N,…", value_delimiter = ',', value_parser = concurrency,
          allow_hyphen_values = true)]
    pub concurrency: Vec<f64>,
    /// Every machine with every model: what fits, and how fast
    #[arg(long)]
    pub all: bool,
    /// Where profiles are.
    #[command(flatten)]
    pub profiles: ProfileArgs,
    /// What comes out.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// What else to do with throughput.
#[derive(Debug, Subcommand)]
pub enum ThroughputCommand {
    /// Turn measurements on your machine into a profile that corrects the model for it
    Calibrate(Box<CalibrateArgs>),
}

/// How a deployment is run and used.
#[derive(Debug, Default, Args)]
pub struct ShapeArgs {
    /// The quantization [default: one that was measured, else the first that fits]
    #[arg(long, value_name = "NAME")]
    pub quantization: Option<String>,
    /// The inference engine [default: likewise]
    #[arg(long, value_name = "NAME")]
    pub engine: Option<String>,
    /// Features of the engine that are on: mtp, draft, fp8-kv, cpu-moe … [default: none]
    #[arg(long, value_name = "NAME,…", value_delimiter = ',')]
    pub features: Vec<String>,
    /// Tokens of context that each request has memory for; without --request, it is full
    #[arg(long, value_name = "TOKENS", value_parser = tokens, allow_hyphen_values = true)]
    pub context: Option<f64>,
    /// Tokens of a typical request [default: 1500+500]
    #[arg(long, value_name = "PROMPT+OUTPUT", value_parser = rate::request,
          allow_hyphen_values = true)]
    pub request: Option<Request>,
}

/// Measurements on one's own machine.
#[derive(Debug, Args)]
pub struct CalibrateArgs {
    /// The machine
    #[arg(long, value_name = "NAME")]
    pub hardware: String,
    /// The inference engine
    #[arg(long, value_name = "NAME")]
    pub engine: String,
    /// Output tokens per second of all requests together: a model, its quantization, and how many
    /// requests were in progress if it was not one (may be repeated)
    #[arg(long, value_name = "MODEL[/QUANTIZATION][@N]=TOK/S", value_parser = typed,
          required_unless_present = "from")]
    pub measured: Vec<Typed>,
    /// A throughput profile with measurements of this machine and engine (may be repeated)
    #[arg(long, value_name = "FILE")]
    pub from: Vec<PathBuf>,
    /// Which concurrency of a profile's curve to take [default: its lowest]
    #[arg(long, value_name = "N", value_parser = concurrency, requires = "from",
          allow_hyphen_values = true)]
    pub concurrency: Option<f64>,
    /// Tokens of context when measured
    #[arg(long, value_name = "TOKENS", value_parser = tokens, conflicts_with = "request",
          allow_hyphen_values = true)]
    pub context: Option<f64>,
    /// Tokens of the requests that were measured [default: 1500+500]
    #[arg(long, value_name = "PROMPT+OUTPUT", value_parser = rate::request,
          allow_hyphen_values = true)]
    pub request: Option<Request>,
    /// Where profiles are.
    #[command(flatten)]
    pub profiles: ProfileArgs,
}

/// A measurement as it is typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Typed {
    /// The model profile.
    pub model: String,
    /// The quantization.
    pub quantization: Option<String>,
    /// Requests in progress at the same time.
    pub concurrency: f64,
    /// Output tokens per second of all of them together.
    pub rate: f64,
}

/// `MODEL[/QUANTIZATION][@CONCURRENCY]=TOK/S`.
///
/// # Errors
/// Shows the form.
///
/// ```
/// use breakeven::cli::throughput_args::typed;
/// let typed = typed("qwen3.8-27b/q4_k_m@8=190.5").unwrap();
/// assert_eq!((&*typed.model, typed.quantization.as_deref()), ("qwen3.8-27b", Some("q4_k_m")));
/// assert_eq!((typed.concurrency, typed.rate), (8.0, 190.5));
/// ```
pub fn typed(text: &str) -> Result<Typed, String> {
    let form = || "expected MODEL/QUANTIZATION@N=TOK/S, like qwen3.8-27b/q4_k_m=35".to_string();
    let (subject, rate) = text.rsplit_once('=').ok_or_else(form)?;
    let (name, concurrency) = match subject.rsplit_once('@') {
        Some((name, number)) => (name, number.parse::<u32>().map_err(|_| form())?),
        None => (subject, 1),
    };
    let (model, quantization) = match name.rsplit_once('/') {
        Some((model, quantization)) => (model, Some(quantization.to_string())),
        None => (name, None),
    };
    let rate = rate::amount(rate).map_err(|_| form())?;
    if model.is_empty() || quantization.as_deref() == Some("") {
        return Err(form());
    }
    if rate <= 0.0 || rate > 1e8 || concurrency == 0 || concurrency > 1_000_000 {
        return Err("expected a rate above 0 and at least one request".into());
    }
    Ok(Typed { model: model.into(), quantization, concurrency: concurrency.into(), rate })
}

/// A number of requests in progress.
fn concurrency(text: &str) -> Result<f64, String> {
    let number: Option<u32> = text.trim().parse().ok();
    number
        .filter(|number| (1..=1_000_000).contains(number))
        .map(f64::from)
        .ok_or_else(|| "expected a whole number of requests from 1 to 1,000,000".into())
}

fn tokens(text: &str) -> Result<f64, String> {
    let number = rate::amount(text).ok().filter(|number| (1.0..=1e8).contains(number));
    number.ok_or_else(|| "expected a number of tokens from 1 to 100M, like 8192 or 32k".into())
}
