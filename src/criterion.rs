//! Floor 1: what options are held to.

use std::fmt;

/// What an option is held to: a requirement that may be asked for, or what must hold of every option.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Criterion {
    /// What its model can do.
    Tier,
    /// The number of its model on the index that tiers are drawn from.
    MinIndex,
    /// Kinds of input.
    Needs,
    /// Tokens that one request may hold.
    Context,
    /// Tokens per second of one stream.
    MinSpeed,
    /// Seconds until the first token.
    MaxWait,
    /// Data stays on your own premises.
    Privacy,
    /// Nobody else uses the machines.
    OwnTenancy,
    /// It works without a network.
    Offline,
    /// Weights, version, sampling and quantization are yours.
    Control,
    /// Nobody has to look after machines.
    NoOps,
    /// New models appear behind the same endpoint.
    Current,
    /// A multiple of the mean demand is served.
    Burst,
    /// Tokens a minute are granted.
    TokensPerMinute,
    /// Requests a minute are granted.
    RequestsPerMinute,
    /// Calls of tools have a price.
    CallPrice,
    /// Limits that are never raised.
    RateLimit,
    /// The endpoint answers until the horizon ends.
    Retires,
    /// What a seat of a plan may use.
    Allowance,
    /// What is reserved ends within the horizon.
    Commitment,
    /// Nothing is trained on what is sent.
    Training,
    /// The service tier that was named.
    ServiceTier,
    /// It has a price.
    Price,
    /// It is sold.
    Sale,
    /// It fits in memory.
    Fit,
    /// Its rate is known.
    Throughput,
    /// So many machines do the work.
    Capacity,
}

impl Criterion {
    /// The word for it in flags, TOML, tables and JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Tier => "tier",
            Self::MinIndex => "min-index",
            Self::Needs => "needs",
            Self::Context => "context",
            Self::MinSpeed => "min-speed",
            Self::MaxWait => "max-wait",
            Self::Privacy => "privacy",
            Self::OwnTenancy => "own-tenancy",
            Self::Offline => "offline",
            Self::Control => "control",
            Self::NoOps => "no-ops",
            Self::Current => "current",
            Self::Burst => "burst",
            Self::TokensPerMinute => "tokens-per-minute",
            Self::RequestsPerMinute => "requests-per-minute",
            Self::CallPrice => "call-price",
            Self::RateLimit => "rate-limit",
            Self::Retires => "retires",
            Self::Allowance => "allowance",
            Self::Commitment => "commitment",
            Self::Training => "training",
            Self::ServiceTier => "service-tier",
            Self::Price => "price",
            Self::Sale => "sale",
            Self::Fit => "fit",
            Self::Throughput => "throughput",
            Self::Capacity => "capacity",
        }
    }
}

impl fmt::Display for Criterion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
