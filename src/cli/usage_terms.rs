//! What logs do not say, as it is typed.

use clap::Args;

use super::amounts;
use crate::usage::mapping::Mapping;

/// What logs do not say.
#[derive(Clone, Debug, Default, Args)]
pub struct TermArgs {
    /// Names of columns or keys: hour, model, requests, input or fresh_input, cached_read,
    /// cache_write, output, reasoning
    #[arg(long, value_name = "FIELD=COLUMN,…", value_parser = Mapping::parse, hide_short_help = true)]
    pub map: Option<Mapping>,
    /// Hours by which the clock of the week is ahead of UTC [default: 0]
    #[arg(long, value_name = "HOURS", value_parser = offset, allow_hyphen_values = true,
          hide_short_help = true)]
    pub utc_offset: Option<f64>,
    /// The days of the usage, where it has no times
    #[arg(long, value_name = "DAYS", value_parser = amounts::positive,
          hide_short_help = true)]
    pub days: Option<f64>,
}

fn offset(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|hours: &f64| (-12.0..=14.0).contains(hours));
    number.ok_or_else(|| "expected hours from -12 to 14".into())
}
