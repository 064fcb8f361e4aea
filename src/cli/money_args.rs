//! Money and policy, as they are typed.

use clap::Args;

use super::amounts;
use crate::place::Place;

/// Money and policy.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Money")]
pub struct MoneyArgs {
    /// Price of a kilowatt-hour [default: US residential]
    #[arg(long, value_name = "USD", value_parser = amounts::per_kwh, allow_hyphen_values = true)]
    pub electricity: Option<f64>,
    /// Electricity of a country or a state of the US, like de or us-ca
    #[arg(long, value_name = "CODE", conflicts_with = "electricity")]
    pub country: Option<String>,
    /// Where machines stand [default: rack above 1.8 kW]
    #[arg(long, value_name = "PLACE", value_parser = amounts::place, hide_short_help = true)]
    pub place: Option<Place>,
    /// Months over which options are compared [default: 36]
    #[arg(long, value_name = "MONTHS", value_parser = amounts::horizon, allow_hyphen_values = true)]
    pub horizon: Option<u32>,
    /// Highest utilization a machine is planned for [default: 80]
    #[arg(long, value_name = "PERCENT", value_parser = amounts::headroom, hide_short_help = true,
          allow_hyphen_values = true)]
    pub headroom: Option<f64>,
    /// Somebody's hours per month for the whole fleet [default: 0]
    #[arg(long, value_name = "HOURS", value_parser = amounts::hours, hide_short_help = true,
          allow_hyphen_values = true)]
    pub ops_hours: Option<f64>,
    /// What such an hour costs
    #[arg(long, value_name = "USD", value_parser = amounts::per_hour, hide_short_help = true,
          allow_hyphen_values = true)]
    pub ops_rate: Option<f64>,
    /// Facility power over machine power [default: 1]
    #[arg(long, value_name = "RATIO", value_parser = amounts::pue, hide_short_help = true,
          allow_hyphen_values = true)]
    pub pue: Option<f64>,
    /// Share of the purchase that machines fetch in the end [default: of each profile]
    #[arg(long, value_name = "PERCENT", value_parser = amounts::percent, hide_short_help = true,
          allow_hyphen_values = true)]
    pub resale: Option<f64>,
    /// What rent costs on top of its price [default: 0]
    #[arg(long, value_name = "PERCENT", value_parser = amounts::surcharge, hide_short_help = true,
          allow_hyphen_values = true)]
    pub overhead: Option<f64>,
    /// Change of API prices per year; -50 halves them every year [default: 0]
    #[arg(long, value_name = "PERCENT", value_parser = amounts::change, hide_short_help = true,
          allow_hyphen_values = true)]
    pub api_price_trend: Option<f64>,
    /// API prices never fall below this share of today's [default: 0]
    #[arg(long, value_name = "PERCENT", value_parser = amounts::percent, hide_short_help = true,
          allow_hyphen_values = true)]
    pub api_price_floor: Option<f64>,
    /// Change of rents per year [default: 0]
    #[arg(long, value_name = "PERCENT", value_parser = amounts::change, hide_short_help = true,
          allow_hyphen_values = true)]
    pub rent_trend: Option<f64>,
    /// Change of the prices of machines per year, for those bought later [default: 0]
    #[arg(long, value_name = "PERCENT", value_parser = amounts::change, hide_short_help = true,
          allow_hyphen_values = true)]
    pub hardware_trend: Option<f64>,
    /// Paid once to set machines up [default: 0]
    #[arg(long, value_name = "USD", value_parser = amounts::dollars, hide_short_help = true,
          allow_hyphen_values = true)]
    pub setup: Option<f64>,
    /// Somebody's hours to set machines up, once [default: 0]
    #[arg(long, value_name = "HOURS", value_parser = amounts::hours, hide_short_help = true,
          allow_hyphen_values = true)]
    pub setup_hours: Option<f64>,
    /// Paid once for leaving a stated baseline [default: 0]
    #[arg(long, value_name = "USD", value_parser = amounts::dollars, hide_short_help = true,
          allow_hyphen_values = true)]
    pub migration: Option<f64>,
    /// Discount rate per year [default: 0]
    #[arg(long, value_name = "PERCENT", value_parser = amounts::surcharge, hide_short_help = true,
          allow_hyphen_values = true)]
    pub discount: Option<f64>,
}
