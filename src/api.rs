//! Floor 1: a priced endpoint.

use crate::date::Date;
use crate::range::Range;
use crate::source::{Fault, Source, Text, not_increasing};
use crate::stale::Seller;
use crate::tier::Tier;
use crate::units::{Months, MtokPerMonth, TokensPerDay, Usd, UsdPerMonth, UsdPerMtok};

/// Prices of the three token classes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prices {
    /// Fresh input.
    pub input: Range<UsdPerMtok>,
    /// Cached input; `None` is billed as input.
    pub cached: Option<Range<UsdPerMtok>>,
    /// Output.
    pub output: Range<UsdPerMtok>,
}

/// A cliff: prices of every token of a request whose prompt is longer than a threshold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LongContext {
    /// The longest prompt, cached tokens included, that is still billed at the ordinary prices.
    pub above_prompt_tokens: f64,
    /// The prices above it.
    pub prices: Prices,
}

/// Prices that hold from a date on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scheduled {
    /// The first day.
    pub from: Date,
    /// The prices from then on.
    pub prices: Prices,
}

/// Prices of some hours of the week.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// Which days, Monday first.
    pub days: [bool; 7],
    /// The first hour of the day, UTC, 0 to 23.
    pub from_hour: usize,
    /// The hour at which it ends, 1 to 24.
    pub to_hour: usize,
    /// The prices within.
    pub prices: Prices,
}

/// What a bill carries besides the price list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Billing {
    /// Input that is written to a cache; `None` is billed as input.
    pub cache_write: Option<Range<UsdPerMtok>>,
    /// Of those that are to stay for an hour; `None` when they cost the same.
    pub cache_write_hour: Option<Range<UsdPerMtok>>,
    /// Other prices by hour of the week; they do not overlap.
    pub windows: Vec<Window>,
    /// Output that is billed for each token of it that is seen; `None` when not stated.
    pub output_factor: Option<f64>,
    /// Prices of service tiers over the usual ones, by name.
    pub service_tiers: Vec<(Text, f64)>,
    /// Price of a thousand requests, beside their tokens.
    pub per_1k_requests: Usd,
    /// Price of a thousand calls of its tools (search); `None` when not stated.
    pub per_1k_calls: Option<Usd>,
    /// Tokens of every class that cost nothing, each day.
    pub free_tokens: TokensPerDay,
    /// Part of the bill that is not paid, each month.
    pub free: UsdPerMonth,
    /// What is paid at least.
    pub minimum: UsdPerMonth,
    /// What it takes once to leave it.
    pub migration: Usd,
    /// Share of the bill that comes on top of it.
    pub fee: f64,
    /// Share of both that is paid as tax.
    pub tax: f64,
}

impl Billing {
    /// What fee and tax make of a bill: `(1 + fee) (1 + tax)` of it.
    ///
    /// ```
    /// use breakeven::api::Billing;
    /// assert_eq!(Billing { fee: 0.5, tax: 0.25, ..Billing::default() }.on_top(), 1.875);
    /// ```
    pub fn on_top(&self) -> f64 {
        (1.0 + self.fee) * (1.0 + self.tax)
    }

    /// Whether what is written to a cache has a price of its own.
    pub fn bills_writes(&self) -> bool {
        self.cache_write.is_some() || self.cache_write_hour.is_some()
    }

    /// The price of a service tier over the usual one; `None` when there is no such tier.
    pub fn tier(&self, name: &str) -> Option<f64> {
        self.service_tiers.iter().find(|(tier, _)| tier == name).map(|(_, factor)| *factor)
    }
}

/// A reserved unit of throughput: what it takes in a minute, and for how long it is reserved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Units {
    /// Tokens a minute of fresh input, of cached input and of output, each when nothing else is asked.
    pub per_minute: [f64; 3],
    /// Units that are held at least.
    pub least: f64,
    /// For how long they are held, needed or not.
    pub term: Months,
    /// What is paid beside them.
    pub fee: UsdPerMonth,
}

impl Units {
    /// Units that so many tokens a minute keep busy: `sum of tokens / tokens of a unit`.
    ///
    /// ```
    /// use breakeven::{api::Units, units::{Months, UsdPerMonth}};
    /// let unit = Units { per_minute: [1_000.0, 4_000.0, 200.0], least: 1.0, term: Months::new(1.0), fee: UsdPerMonth::ZERO };
    /// assert_eq!(unit.busy([500.0, 1_000.0, 100.0]), 1.25);
    /// ```
    pub fn busy(&self, per_minute: [f64; 3]) -> f64 {
        per_minute.iter().zip(self.per_minute).map(|(tokens, unit)| tokens / unit).sum()
    }

    /// Whole units for so many busy ones; a rounding error is none.
    ///
    /// ```
    /// use breakeven::{api::Units, units::{Months, UsdPerMonth}};
    /// let unit = Units { per_minute: [1.0; 3], least: 2.0, term: Months::new(1.0), fee: UsdPerMonth::ZERO };
    /// assert_eq!([0.1, 2.5, 3.0 + 4.0 * f64::EPSILON].map(|busy| unit.held(busy)), [2.0, 3.0, 3.0]);
    /// ```
    pub fn held(&self, busy: f64) -> f64 {
        (busy * (1.0 - 1e-12)).ceil().max(self.least)
    }
}

/// What a seat of a plan may use in a month before its endpoint's prices are paid: a range, for nobody
/// publishes it exactly.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Allowance {
    /// By what it would cost at the price list.
    Listed(Range<UsdPerMonth>),
    /// In millions of tokens of every class.
    Tokens(Range<MtokPerMonth>),
    /// What so many reserved units take in a minute: the busiest hour says how many are held.
    Units(Units),
    /// Nobody says how much: it is no option then.
    NotStated,
}

/// A plan: a fee for each seat, which allows some use of an endpoint.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The plan's name.
    pub id: Text,
    /// Fee of a seat, or of a reserved unit.
    pub seat: UsdPerMonth,
    /// What a seat may use.
    pub allowance: Allowance,
    /// What it may be used for, in words.
    pub terms: Option<Text>,
    /// Where the facts are from.
    pub source: Source,
}

/// Until when and for what an endpoint may be used.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Terms {
    /// The last day on which it answers; `None` when no end is announced.
    pub retires: Option<Date>,
    /// What its provider puts in its place.
    pub replaced_by: Option<Text>,
    /// Whether models are trained on what is sent to it.
    pub trains_on_data: bool,
    /// Longest prompt, where that is less than the context; `None` when not stated.
    pub max_prompt_tokens: Option<f64>,
    /// Tokens a minute that are granted; `None` when not stated.
    pub tokens_per_minute: Option<f64>,
    /// Requests a minute that are granted; `None` when not stated.
    pub requests_per_minute: Option<f64>,
    /// Whether these limits are never raised.
    pub limit_fixed: bool,
}

impl Terms {
    /// What is granted a minute: tokens, and requests.
    pub const fn limits(&self) -> [Option<f64>; 2] {
        [self.tokens_per_minute, self.requests_per_minute]
    }
}

/// A priced endpoint. It may serve closed weights, or open weights (`serves`).
#[derive(Clone, Debug, PartialEq)]
pub struct Api {
    /// The profile's name.
    pub id: Text,
    /// Who bills.
    pub provider: Text,
    /// What the provider calls the model.
    pub model: Text,
    /// What it can do.
    pub tier: Tier,
    /// Its number on the index that tiers are drawn from; `None` when not stated.
    pub index: Option<f64>,
    /// The open-weight model behind it, which makes it the hosted twin of a local one.
    pub serves: Option<Text>,
    /// Kinds of input accepted; `None` when not stated.
    pub modalities: Option<Vec<Text>>,
    /// Longest prompt plus output; `None` when not stated.
    pub context_tokens: Option<f64>,
    /// Longest output; `None` when not stated.
    pub max_output_tokens: Option<f64>,
    /// Prices until the first scheduled change.
    pub prices: Prices,
    /// Share off all prices in batch mode; `None` when there is none.
    pub batch_discount: Option<f64>,
    /// Cliffs, by threshold, lowest first.
    pub long_context: Vec<LongContext>,
    /// Changes to come, earliest first.
    pub scheduled: Vec<Scheduled>,
    /// Who sells it.
    pub seller: Seller,
    /// Cache writes, hours, quotas and fees.
    pub billing: Billing,
    /// Until when and for what it may be used.
    pub terms: Terms,
    /// The plan under which it is used; `None` when it is paid by the token.
    pub plan: Option<Plan>,
    /// Tokens billed per token of the workload.
    pub tokens_factor: f64,
    /// Seconds to the first token; `None` when not stated.
    pub time_to_first_token_seconds: Option<Range<f64>>,
    /// Tokens a second of one stream; `None` when not stated.
    pub decode_tokens_per_second: Option<Range<f64>>,
    /// Where the facts are from.
    pub source: Source,
}

/// An endpoint as it is used under a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Subscription(pub Api);

impl Api {
    /// The rules between fields.
    ///
    /// # Errors
    /// The first rule that does not hold.
    pub fn checked(self) -> Result<Self, Fault> {
        self.tier.agrees_with(self.index)?;
        let thresholds = self.long_context.iter().map(|entry| entry.above_prompt_tokens);
        if let Some((next, last)) = not_increasing(thresholds) {
            let message =
                format!("a threshold of {next} tokens after one of {last}; expected a larger one");
            return Err(Fault::new("long_context", message));
        }
        let dates = self.scheduled.iter().map(|entry| entry.from);
        if let Some((next, last)) = not_increasing(dates) {
            let message =
                format!("prices from {next} after those from {last}; expected a later day");
            return Err(Fault::new("scheduled", message));
        }
        let mut taken = [[false; 24]; 7];
        for window in &self.billing.windows {
            let hours = || window.from_hour..window.to_hour;
            if hours().is_empty() {
                let message = format!(
                    "hours from {} to {}; expected the end after the beginning",
                    window.from_hour, window.to_hour
                );
                return Err(Fault::new("windows", message));
            }
            for (day, _) in window.days.iter().enumerate().filter(|(_, on)| **on) {
                for hour in hours() {
                    if std::mem::replace(&mut taken[day][hour], true) {
                        let message = format!("hour {hour} of a day stands in two windows");
                        return Err(Fault::new("windows", message));
                    }
                }
            }
        }
        Ok(self)
    }
}
