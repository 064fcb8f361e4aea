//! Floor 1: hard conditions on an option.

use crate::criterion::Criterion;
use crate::source::Text;
use crate::tier::Tier;

/// One hard condition. An option meets it, fails it, or its profile does not state the number that it
/// hangs on ([`NotStated`]).
#[derive(Clone, Debug, PartialEq)]
pub enum Requirement {
    /// The model can do this much.
    Tier(Tier),
    /// Its number on the index that tiers are drawn from is at least this.
    MinIndex(f64),
    /// The model takes these kinds of input.
    Needs(Vec<Text>),
    /// The context holds this many tokens.
    Context(f64),
    /// One stream makes at least this many tokens per second.
    MinSpeed(f64),
    /// The first token comes within this many seconds on average, in the busiest hour.
    MaxWait(f64),
    /// Data stays on your own premises.
    Privacy,
    /// Nobody else uses the machines: your own, or rented whole.
    OwnTenancy,
    /// It works without a network.
    Offline,
    /// Weights, version, sampling and quantization are yours.
    Control,
    /// Nobody has to look after machines.
    NoOps,
    /// New models appear behind the same endpoint.
    Current,
    /// This multiple of the mean demand is served without queueing.
    Burst(f64),
    /// So many tokens a minute are granted: asked of an endpoint whose limit is lower.
    TokensPerMinute(f64),
    /// The same in requests.
    RequestsPerMinute(f64),
    /// Calls of its tools have a price: asked of an endpoint when requests call some.
    CallPrice,
}

impl Requirement {
    /// What it holds options to.
    pub const fn criterion(&self) -> Criterion {
        match self {
            Self::Tier(_) => Criterion::Tier,
            Self::MinIndex(_) => Criterion::MinIndex,
            Self::Needs(_) => Criterion::Needs,
            Self::Context(_) => Criterion::Context,
            Self::MinSpeed(_) => Criterion::MinSpeed,
            Self::MaxWait(_) => Criterion::MaxWait,
            Self::Privacy => Criterion::Privacy,
            Self::OwnTenancy => Criterion::OwnTenancy,
            Self::Offline => Criterion::Offline,
            Self::Control => Criterion::Control,
            Self::NoOps => Criterion::NoOps,
            Self::Current => Criterion::Current,
            Self::Burst(_) => Criterion::Burst,
            Self::TokensPerMinute(_) => Criterion::TokensPerMinute,
            Self::RequestsPerMinute(_) => Criterion::RequestsPerMinute,
            Self::CallPrice => Criterion::CallPrice,
        }
    }

    /// The word for it in flags, TOML, tables and JSON.
    pub const fn word(&self) -> &'static str {
        self.criterion().word()
    }

    /// Those that need no number: what `--require` takes.
    pub const PLAIN: [Self; 6] =
        [Self::Privacy, Self::OwnTenancy, Self::Offline, Self::Control, Self::NoOps, Self::Current];

    /// The words of those.
    pub const WORDS: &'static [&'static str] = &[
        Self::Privacy.word(),
        Self::OwnTenancy.word(),
        Self::Offline.word(),
        Self::Control.word(),
        Self::NoOps.word(),
        Self::Current.word(),
    ];

    /// The plain requirement that `word` names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::PLAIN.into_iter().find(|requirement| requirement.word() == word)
    }

    /// Whether it changes how machines are sized, so that dropping it asks for a new search.
    pub const fn sizes_machines(&self) -> bool {
        matches!(self, Self::Context(_) | Self::MinSpeed(_) | Self::MaxWait(_) | Self::Burst(_))
    }
}

/// What an option must be able to do.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Requirements {
    /// What the user asked for, each at most once.
    pub asked: Vec<Requirement>,
    /// The tier that is meant when nobody asks for one; what the user named is free of it.
    pub usual_tier: Option<Tier>,
    /// Share of the tokens, 0 to 1, that needs the frontier tier.
    pub hard_share: f64,
}

impl Requirements {
    /// The same without one of them.
    #[must_use]
    pub fn without(&self, criterion: Criterion) -> Self {
        let asked = self.asked.iter().filter(|r| r.criterion() != criterion).cloned().collect();
        Self { asked, ..self.clone() }
    }

    /// The tier that is asked for.
    pub fn asked_tier(&self) -> Option<Tier> {
        self.asked.iter().find_map(|requirement| match requirement {
            Requirement::Tier(tier) => Some(*tier),
            _ => None,
        })
    }

    /// The tier that is asked for, else the usual one.
    pub fn tier(&self) -> Option<Tier> {
        self.asked_tier().or(self.usual_tier)
    }

    /// The least number on the index of tiers, if the user asked for one.
    pub fn min_index(&self) -> Option<f64> {
        self.asked.iter().find_map(|r| match r {
            Requirement::MinIndex(index) => Some(*index),
            _ => None,
        })
    }

    /// The slowest stream accepted, if the user asked for one.
    pub fn min_speed(&self) -> Option<f64> {
        self.asked.iter().find_map(|r| match r {
            Requirement::MinSpeed(speed) => Some(*speed),
            _ => None,
        })
    }

    /// The context that must fit, if the user asked for one.
    pub fn context(&self) -> Option<f64> {
        self.asked.iter().find_map(|r| match r {
            Requirement::Context(tokens) => Some(*tokens),
            _ => None,
        })
    }

    /// The multiple of the mean demand that must be served, if the user asked for one.
    pub fn burst(&self) -> Option<f64> {
        self.asked.iter().find_map(|r| match r {
            Requirement::Burst(multiple) => Some(*multiple),
            _ => None,
        })
    }

    /// The longest wait accepted, if the user asked for one.
    pub fn max_wait(&self) -> Option<f64> {
        self.asked.iter().find_map(|r| match r {
            Requirement::MaxWait(seconds) => Some(*seconds),
            _ => None,
        })
    }
}

/// A requirement that hangs on a number which every endpoint has and this one's profile does not state.
#[derive(Clone, Debug, PartialEq)]
pub struct NotStated {
    /// The endpoint.
    pub api: Text,
    /// The requirement, with the value asked for.
    pub requirement: Requirement,
}
