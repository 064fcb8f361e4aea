//! Floor 1: why an option fails what it is held to, as data: `answer::lacking` has the words.

use crate::assumptions::RentPrice;
use crate::criterion::Criterion;
use crate::date::Date;
use crate::hardware::Unsold;
use crate::source::Text;
use crate::tier::Tier;
use crate::units::Months;
pub use crate::unrated::{Short, Unrated};

/// Why an option fails a criterion.
#[derive(Clone, Debug, PartialEq)]
pub enum Unmet {
    /// Its model is of a lower tier than that of everything, or of the hard share.
    Tier {
        /// Its own.
        has: Tier,
        /// The one asked for or usual.
        wanted: Tier,
        /// Whether the hard share asks for it.
        of_hard: bool,
    },
    /// Its weights have too few bits a parameter to be the model that was rated.
    Coarse {
        /// Bits a parameter.
        bits: f64,
        /// Their name: named, they are taken.
        quantization: Text,
    },
    /// Its number on the index is too low.
    Index {
        /// Its own.
        has: f64,
        /// The one asked for.
        wanted: f64,
    },
    /// It has no number on the index, and its tier ends below the one asked for.
    TierBelowIndex {
        /// Its tier.
        has: Tier,
        /// The number asked for.
        wanted: f64,
    },
    /// It has no number on the index; the one asked for.
    NoIndex(f64),
    /// It states no kinds of input.
    KindsNotStated,
    /// It does not take these kinds of input.
    Kinds(Vec<Text>),
    /// Tokens that do not do.
    Tokens(TokenLimit, Short),
    /// The speed that an endpoint states for one stream, in tokens per second.
    StatedSpeed(Short),
    /// The speed of one stream of a machine that is not busy, in tokens per second.
    Speed(Short),
    /// The first token comes after so many seconds as an endpoint states, and so many are accepted.
    StatedWait(Long),
    /// The first token comes after so many seconds in the busiest hour, without end where the queue grows.
    Wait(Long),
    /// A start takes so many seconds.
    Start(Long),
    /// Data leaves the premises.
    DataLeaves,
    /// Others use the machines, too.
    Shared,
    /// It needs a network.
    Network,
    /// Weights and version are the provider's.
    NotYours,
    /// It serves one fixed open-weight model.
    FixedWeights,
    /// Somebody has to look after machines.
    Care,
    /// Somebody has to install new models.
    InstalledByHand,
    /// The terms of an endpoint or an offer.
    Term(Term),
    /// It cannot be had at any number.
    Unobtainable(Unobtainable),
    /// It cannot serve, or its rate is not known.
    Unrated(Unrated),
    /// So many machines are not enough.
    Capacity {
        /// Machines that the busiest hour needs.
        needed: f64,
        /// Those that can be had.
        given: f64,
        /// Why no more.
        bound: Bound,
        /// The month in which so many are needed, when it is not the first.
        month: Option<u32>,
    },
}

/// Terms of an endpoint or an offer that do not do.
#[derive(Clone, Debug, PartialEq)]
pub enum Term {
    /// The endpoint has ended.
    Ended {
        /// Its last day.
        day: Date,
        /// What takes its place.
        next: Option<Text>,
    },
    /// The endpoint ends before the horizon does.
    Ends {
        /// Its last day.
        day: Date,
        /// The month of that day, from 1.
        month: Months,
        /// Months looked at.
        horizon: u32,
        /// What takes its place.
        next: Option<Text>,
    },
    /// What a seat of a plan may use is not stated.
    AllowanceNotStated,
    /// Units are reserved for longer than is looked at.
    Reserved {
        /// For how long.
        term: Months,
        /// Months looked at.
        horizon: u32,
    },
    /// An offer of machines commits for longer than is looked at.
    Committed {
        /// For how long.
        term: Months,
        /// Months looked at.
        horizon: u32,
    },
    /// Models are trained on what is sent.
    TrainsOnData,
    /// It has no service tier of this name.
    NoServiceTier(Text),
    /// The busiest hour asks for more a minute than is ever granted.
    RateLimit {
        /// What is counted.
        of: PerMinute,
        /// Granted, and wanted in the busiest hour.
        granted: Short,
        /// The month in which so much is wanted, when it is not the first.
        month: Option<u32>,
    },
}

/// Why machines cannot be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unobtainable {
    /// A machine has no purchase price.
    NoPurchasePrice,
    /// A machine has no such rent.
    NoRent(RentPrice),
    /// What takes the place of a machine that is taken back is not stated.
    NoFallback,
    /// It is an offer for rent, not a machine that is sold.
    OnlyRented,
    /// It is not sold, or not alone.
    Unsold(Unsold),
}

/// A time that is longer than what is accepted, in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Long {
    /// What it takes.
    pub takes: f64,
    /// What is accepted.
    pub accepted: f64,
}

/// What of a request has a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenLimit {
    /// Prompt and output together.
    Context,
    /// The prompt.
    Prompt,
    /// The output.
    Output,
}

/// What is counted a minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PerMinute {
    /// Tokens.
    Tokens,
    /// Requests.
    Requests,
}

/// Why there are no more machines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// Their number was given.
    Given,
    /// They are there, and no more can be bought.
    Owned,
    /// No more are sold together.
    Together,
}

impl Unmet {
    /// What the option is held to.
    pub const fn criterion(&self) -> Criterion {
        match self {
            Self::Tier { .. } | Self::Coarse { .. } => Criterion::Tier,
            Self::Index { .. } | Self::TierBelowIndex { .. } | Self::NoIndex(_) => {
                Criterion::MinIndex
            }
            Self::KindsNotStated | Self::Kinds(_) => Criterion::Needs,
            Self::Tokens(..) => Criterion::Context,
            Self::StatedSpeed(_) | Self::Speed(_) => Criterion::MinSpeed,
            Self::StatedWait(_) | Self::Wait(_) | Self::Start(_) => Criterion::MaxWait,
            Self::DataLeaves => Criterion::Privacy,
            Self::Shared => Criterion::OwnTenancy,
            Self::Network => Criterion::Offline,
            Self::NotYours => Criterion::Control,
            Self::Care => Criterion::NoOps,
            Self::FixedWeights | Self::InstalledByHand => Criterion::Current,
            Self::Term(term) => term.criterion(),
            Self::Unobtainable(why) => why.criterion(),
            Self::Unrated(why) => why.criterion(),
            Self::Capacity { .. } => Criterion::Capacity,
        }
    }
}

impl Term {
    const fn criterion(&self) -> Criterion {
        match self {
            Self::Ended { .. } | Self::Ends { .. } => Criterion::Retires,
            Self::AllowanceNotStated => Criterion::Allowance,
            Self::Reserved { .. } | Self::Committed { .. } => Criterion::Commitment,
            Self::TrainsOnData => Criterion::Training,
            Self::NoServiceTier(_) => Criterion::ServiceTier,
            Self::RateLimit { .. } => Criterion::RateLimit,
        }
    }
}

impl Unobtainable {
    const fn criterion(self) -> Criterion {
        match self {
            Self::NoPurchasePrice | Self::NoRent(_) | Self::NoFallback => Criterion::Price,
            Self::OnlyRented | Self::Unsold(_) => Criterion::Sale,
        }
    }
}

impl From<Term> for Unmet {
    fn from(term: Term) -> Self {
        Self::Term(term)
    }
}

impl From<Unobtainable> for Unmet {
    fn from(why: Unobtainable) -> Self {
        Self::Unobtainable(why)
    }
}

impl From<Unrated> for Unmet {
    fn from(why: Unrated) -> Self {
        Self::Unrated(why)
    }
}
