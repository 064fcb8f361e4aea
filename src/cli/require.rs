//! The flags of requirements, mixes and rent.

use clap::{Args, ValueEnum};

use crate::assumptions::{RentMode, RentPrice, Routing};
use crate::model::MODALITIES;
use crate::rate;
use crate::requirement::Requirement;
use crate::text::{did_you_mean, one_of};

use super::amounts::{dollars, not_negative, percent, positive, seconds};
use super::hinted::hinted;

/// What an option must be able to do.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Requirements")]
pub struct RequireArgs {
    /// privacy, own-tenancy, offline, control, no-ops or current (may be repeated or a list)
    #[arg(long, value_name = "WORD", value_parser = requirement, value_delimiter = ',')]
    pub require: Vec<Requirement>,
    /// Kinds of input: image, audio, video, pdf
    #[arg(long, value_name = "KIND", value_parser = modality, value_delimiter = ',',
          hide_short_help = true)]
    pub needs: Vec<String>,
    /// Tokens that the context must hold [default: a request]
    #[arg(long, value_name = "TOKENS", value_parser = tokens, hide_short_help = true,
          allow_hyphen_values = true)]
    pub context: Option<f64>,
    /// Longest mean wait for the first token in the busiest hour
    #[arg(long, value_name = "SECONDS", value_parser = seconds, hide_short_help = true,
          allow_hyphen_values = true)]
    pub max_wait: Option<f64>,
    /// Serve this multiple of the mean demand without queueing
    #[arg(long, value_name = "N", value_parser = positive, hide_short_help = true,
          allow_hyphen_values = true)]
    pub burst: Option<f64>,
    /// Share of the tokens that needs the frontier tier; with --hard-length, of the requests
    #[arg(long, value_name = "PERCENT", value_parser = percent, allow_hyphen_values = true)]
    pub hard: Option<f64>,
    /// How many times longer a hard request is than the others; --hard then counts requests
    #[arg(long, value_name = "FACTOR", value_parser = positive, requires = "hard",
          hide_short_help = true, allow_hyphen_values = true)]
    pub hard_length: Option<f64>,
    /// How hard requests are found: classifier (beforehand) or cascade (by trying)
    #[arg(long, value_name = "HOW", requires = "hard", hide_short_help = true)]
    pub routing: Option<Routing>,
    /// Price of finding them, per thousand requests [default: 0]
    #[arg(long, value_name = "USD", value_parser = dollars, requires = "hard",
          hide_short_help = true, allow_hyphen_values = true)]
    pub router_usd_per_1k: Option<f64>,
}

impl RequireArgs {
    /// The hard share by tokens. Of `h` requests in the share, each `f` times as long as the
    /// others, the tokens are `h f / (h f + 1 - h)`.
    pub fn hard_share(&self) -> f64 {
        let share = self.hard.unwrap_or(0.0);
        let long = share * self.hard_length.unwrap_or(1.0);
        long / (long + 1.0 - share)
    }
}

/// How machines are rented.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Rent")]
pub struct RentArgs {
    /// Which rental price is paid, with the named offers of that kind: on-demand, spot, reserved,
    /// serverless or any [default: on-demand]
    #[arg(long, value_name = "PRICE", hide_short_help = true)]
    pub rent_price: Option<RentPrice>,
    /// When rented machines are held: always, or autoscale with the load of each hour
    #[arg(long, value_name = "MODE", hide_short_help = true)]
    pub rent_mode: Option<RentModeArg>,
    /// Rented machines that are always held under --rent-mode autoscale [default: 0]
    #[arg(long, value_name = "N", value_parser = not_negative, hide_short_help = true,
          allow_hyphen_values = true)]
    pub rent_min: Option<f64>,
    /// Minutes that a rented machine is paid before it serves [default: 10]
    #[arg(long, value_name = "MINUTES", value_parser = not_negative, hide_short_help = true,
          allow_hyphen_values = true)]
    pub rent_start: Option<f64>,
}

impl RentArgs {
    /// When rented machines are held.
    pub fn mode(&self) -> RentMode {
        match self.rent_mode {
            None | Some(RentModeArg::Always) => RentMode::Always,
            Some(RentModeArg::Autoscale) => RentMode::Autoscale {
                min_machines: self.rent_min.unwrap_or(0.0).ceil(),
                start_hours: self.rent_start.unwrap_or(10.0) / 60.0,
            },
        }
    }
}

/// When rented machines are held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RentModeArg {
    /// As many as the busiest hour needs, every hour
    Always,
    /// As many as each hour needs
    Autoscale,
}

impl ValueEnum for RentPrice {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::OnDemand, Self::Spot, Self::Reserved, Self::Serverless, Self::Any]
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(match self {
            Self::OnDemand => "on-demand",
            Self::Spot => "spot",
            Self::Reserved => "reserved",
            Self::Serverless => "serverless",
            Self::Any => "any",
        }))
    }
}

impl ValueEnum for Routing {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Classifier, Self::Cascade]
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(match self {
            Self::Classifier => "classifier",
            Self::Cascade => "cascade",
        }))
    }
}

fn requirement(text: &str) -> Result<Requirement, String> {
    let words = Requirement::PLAIN.map(|requirement| requirement.word());
    Requirement::from_word(text).ok_or_else(|| {
        let message = format!("expected {}", one_of(words));
        match did_you_mean(text, words) {
            Some(hint) => hinted(message, hint).to_string(),
            None => message,
        }
    })
}

fn modality(text: &str) -> Result<String, String> {
    if MODALITIES.contains(&text) {
        Ok(text.to_string())
    } else {
        Err(format!("expected {}", one_of(MODALITIES.iter().copied())))
    }
}

fn tokens(text: &str) -> Result<f64, String> {
    match rate::amount(text)? {
        number if (1.0..=1e8).contains(&number) => Ok(number),
        _ => Err("expected tokens from 1 to 100M, like 32k".into()),
    }
}
