//! Flags about the computers around cards, and what machines do while they wait.

use clap::Args;

use super::amounts;
use crate::assumptions::{Assumptions, HostTenure, Sleep};
use crate::units::Watts;

/// The computers around cards, and what machines do while they wait.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Machines")]
pub struct HostArgs {
    /// Whose the computer around a card is [default: bought with it]
    #[arg(long, value_name = "bought|owned", value_parser = amounts::host, hide_short_help = true)]
    pub host: Option<HostTenure>,
    /// Power of a machine that sleeps between requests [default: as its profile says]
    #[arg(long, value_name = "WATTS", value_parser = amounts::watts, hide_short_help = true,
          allow_hyphen_values = true)]
    pub sleep: Option<f64>,
    /// With --sleep: a machine falls asleep so long after its last request [default: at once]
    #[arg(long, value_name = "SECONDS", value_parser = amounts::not_negative_seconds,
          requires = "sleep", hide_short_help = true, allow_hyphen_values = true)]
    pub sleep_after: Option<f64>,
}

impl HostArgs {
    /// What is assumed with these.
    #[must_use]
    pub fn applied(&self, assumptions: Assumptions) -> Assumptions {
        let after_seconds = self.sleep_after.unwrap_or(0.0);
        let sleep = self.sleep.map(|watts| Sleep { watts: Watts::new(watts), after_seconds });
        Assumptions { host: self.host.unwrap_or_default(), sleep, ..assumptions }
    }
}
