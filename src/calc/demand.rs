//! Room 1 of `calc`: tokens a month, and how they and prices change over the months of a horizon.

pub mod compound;
pub mod horizon;

use crate::units::{DAYS_PER_MONTH, MtokPerMonth};
use crate::workload::Workload;

/// Millions of tokens a month by class, and their requests.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MonthlyTokens {
    /// Input that must be processed.
    pub fresh: MtokPerMonth,
    /// Input that a cache holds.
    pub cached: MtokPerMonth,
    /// Output.
    pub output: MtokPerMonth,
    /// Thousands of requests that they belong to.
    pub thousand_requests: f64,
}

impl MonthlyTokens {
    /// Tokens of the first month: `tokens a day x 365/12 / 10^6`, by class.
    pub fn of(workload: &Workload) -> Self {
        Self {
            fresh: workload.fresh.per_month(),
            cached: workload.cached.per_month(),
            output: workload.output.per_month(),
            thousand_requests: workload.requests_per_day() * DAYS_PER_MONTH / 1_000.0,
        }
    }

    /// All three classes.
    pub fn total(self) -> MtokPerMonth {
        self.fresh + self.cached + self.output
    }

    /// Those of one class.
    pub fn of_class(self, class: TokenClass) -> MtokPerMonth {
        match class {
            TokenClass::Fresh => self.fresh,
            TokenClass::Cached => self.cached,
            TokenClass::Output => self.output,
        }
    }
}

/// What a token is billed as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenClass {
    /// Input that must be processed.
    Fresh,
    /// Input that a cache holds.
    Cached,
    /// Output.
    Output,
}

impl TokenClass {
    /// All of them, in the order of a bill.
    pub const ALL: [Self; 3] = [Self::Fresh, Self::Cached, Self::Output];
}
