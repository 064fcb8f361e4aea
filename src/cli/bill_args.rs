//! Flags about what APIs are used for, and on which terms.

use anyhow::Result;
use clap::Args;

use super::amounts;
use super::named::known;
use crate::api::Subscription;
use crate::profile::catalog::Catalog;
use crate::scenario::Scenario;
use crate::workload::{CacheWrites, Workload};

/// What APIs are used for, and on which terms.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "APIs")]
pub struct BillArgs {
    /// Input written to a cache over input read from it; as far as there is fresh input, it costs the
    /// write price [default: 100, of logs what they counted]
    #[arg(long, value_name = "PERCENT", value_parser = amounts::surcharge, hide_short_help = true,
          allow_hyphen_values = true)]
    pub cache_writes: Option<f64>,
    /// Of what is written to a cache the share that is to stay for an hour, at its own price
    /// [default: 0, of logs what they counted]
    #[arg(long, value_name = "PERCENT", value_parser = amounts::percent, hide_short_help = true,
          allow_hyphen_values = true)]
    pub cache_writes_1h: Option<f64>,
    /// Calls of an API's tools, as search, in one request [default: 0]
    #[arg(long, value_name = "N", value_parser = amounts::not_negative, hide_short_help = true,
          allow_hyphen_values = true)]
    pub calls_per_request: Option<f64>,
    /// Only APIs with this service tier, at its prices: flex, priority, regional
    #[arg(long, value_name = "NAME", hide_short_help = true)]
    pub service_tier: Option<String>,
    /// Also this subscription (may be repeated or a list)
    #[arg(long, value_name = "NAME", value_delimiter = ',', hide_short_help = true)]
    pub subscription: Vec<String>,
    /// People who use it: with --workload their requests are the volume where none is said, and each
    /// has a seat of a subscription [default: 1]
    #[arg(long, value_name = "N", value_parser = amounts::users,
          allow_hyphen_values = true)]
    pub users: Option<u32>,
    /// Also APIs that train models on what is sent to them
    #[arg(long, hide_short_help = true)]
    pub allow_training: bool,
}

impl BillArgs {
    /// A question with the subscriptions that were named among what may be chosen.
    ///
    /// # Errors
    /// A name that no profile has.
    pub(super) fn subscribed<'c>(
        &self,
        mut scenario: Scenario<'c>,
        catalog: &'c Catalog,
    ) -> Result<Scenario<'c>> {
        for name in &self.subscription {
            let found = known::<Subscription>(catalog, "subscription", name)?;
            scenario.apis.push(&found.0);
        }
        scenario.users = self.users.map_or(1.0, f64::from);
        Ok(scenario)
    }

    /// A workload with what these say of it.
    pub(super) fn on(&self, workload: Workload) -> Workload {
        let own = workload.service_tier;
        let stated = self.cache_writes.map(CacheWrites::PerRead);
        Workload {
            cache_writes: stated.unwrap_or(workload.cache_writes),
            hour_writes: self.cache_writes_1h.unwrap_or(workload.hour_writes),
            calls_per_request: self.calls_per_request.unwrap_or(workload.calls_per_request),
            service_tier: self.service_tier.clone().map(Into::into).or(own),
            ..workload
        }
    }
}
