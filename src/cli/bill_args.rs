//! Flags about what APIs are used for, and on which terms.

use clap::Args;

use super::amounts;
use crate::workload::Workload;

/// What APIs are used for, and on which terms.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "APIs")]
pub struct BillArgs {
    /// Calls of an API's tools, as search, in one request [default: 0]
    #[arg(long, value_name = "N", value_parser = amounts::not_negative, hide_short_help = true,
          allow_hyphen_values = true)]
    pub calls_per_request: Option<f64>,
    /// Only APIs with this service tier, at its prices: flex, priority, regional
    #[arg(long, value_name = "NAME", hide_short_help = true)]
    pub service_tier: Option<String>,
    /// Also APIs that train models on what is sent to them
    #[arg(long, hide_short_help = true)]
    pub allow_training: bool,
}

impl BillArgs {
    /// A workload with what these say of it.
    pub(super) fn on(&self, workload: Workload) -> Workload {
        let own = workload.service_tier;
        Workload {
            calls_per_request: self.calls_per_request.unwrap_or(workload.calls_per_request),
            service_tier: self.service_tier.clone().map(Into::into).or(own),
            ..workload
        }
    }
}
