//! What of the workload an endpoint bills, in words: all of it, what its limits allow, or what exceeds those
//! of another one or the machines.

use super::{Explanation, stated};
use crate::api::Api;
use crate::calc::demand::TokenClass;
use crate::calc::price::granted::{most_at_once, per_minute};
use crate::calc::price::item::{Driver, Role};
use crate::figure::{grouped, percent, significant};
use crate::profile::fields::api_fields;
use crate::report::NumberReport;

/// Tokens of an endpoint that are billed together.
pub(super) struct Billed {
    /// Its drivers by role and class.
    pub driver: fn(Role, TokenClass) -> Driver,
    /// Its role.
    pub role: Role,
    /// Which tokens they are.
    pub what: String,
    /// The share of them that can wait.
    pub waits: f64,
}

impl<'c> Explanation<'_, '_, 'c> {
    /// The tokens of an item; `None` where it is of something else.
    pub(super) fn billed(&self, first: Driver) -> Option<Billed> {
        let within = self.limited().is_some();
        let waits = self.scenario.workload.batch_share();
        let (driver, role, what, waits): (fn(_, _) -> _, _, _, _) = match first {
            Driver::Mtok(role @ Role::Base, _) if within => {
                (Driver::Mtok, role, " within its limits".into(), 0.0)
            }
            Driver::Mtok(role @ Role::Base, _) => (Driver::Mtok, role, String::new(), waits),
            Driver::Mtok(role @ Role::Hard, _) => {
                (Driver::Mtok, role, " for the hard share".into(), waits)
            }
            Driver::Mtok(role @ Role::Overflow, _) => {
                let of = self
                    .limited()
                    .map_or("the machines".into(), |api| format!("the limits of {}", api.id));
                (Driver::Mtok, role, format!(" for what exceeds {of}"), 0.0)
            }
            Driver::BatchMtok(role @ Role::Overflow, _) => {
                (Driver::BatchMtok, role, " for what can wait and finds no room".into(), 1.0)
            }
            Driver::BatchMtok(role, _) => {
                (Driver::BatchMtok, role, " for what can wait, within its limits".into(), 1.0)
            }
            _ => return None,
        };
        Some(Billed { driver, role, what, waits })
    }

    /// The endpoint whose limits another one's share exceeds.
    fn limited(&self) -> Option<&'c Api> {
        self.option.overflow.and(self.option.endpoint(Role::Base))
    }

    /// How much of the demand the limits allow.
    pub(super) fn limits(&mut self) {
        let Some(api) = self.limited() else { return };
        let fields = [&api_fields::TOKENS_PER_MINUTE_LIMIT, &api_fields::REQUESTS_PER_MINUTE_LIMIT];
        let asked = per_minute(api, &self.scenario.workload);
        let stated_limits = || {
            let limits = fields.iter().zip(api.terms.limits()).zip(asked);
            limits.filter_map(|((field, limit), asked)| Some((field.key, limit?, asked)))
        };
        let quotients: Vec<String> = stated_limits()
            .map(|(_, limit, asked)| format!("{} / {}", grouped(limit, 0), grouped(asked, 2)))
            .collect();
        let least = match &quotients[..] {
            [one] => one.clone(),
            several => format!("min({})", several.join(", ")),
        };
        let elsewhere = self.quantities.shares[Role::Overflow as usize];
        let numbers = format!(
            "{least} = {} times the mean hour; {} of all tokens are beyond",
            significant(most_at_once(api, self.scenario), 6),
            percent(elsewhere)
        );
        let from: Vec<NumberReport> = stated_limits()
            .map(|(field, limit, _)| stated(&api.source, field, significant(limit, 12)))
            .collect();
        let formula = "limit a minute / asked for in a minute of the mean hour";
        self.step(&format!("limits of {}", api.id), formula, numbers, from);
    }
}
