//! Floor 1: why a deployment cannot serve, or why its rate is not known.

use crate::criterion::Criterion;
use crate::units::{Gigabytes, TokensPerSecond};

/// Why a deployment cannot serve, or why its rate is not known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Unrated {
    /// It needs more memory than there is.
    Memory {
        /// For one request.
        needed: Gigabytes,
        /// To use.
        usable: Gigabytes,
        /// Accelerators that share the work, and those of the machine, where that is fewer.
        shared_by: Option<(f64, f64)>,
    },
    /// So many requests fit in memory at the same time, and more are wanted.
    Requests(Short),
    /// So many requests fit in memory at the same time, and more are said to have been measured.
    MeasuredRequests(Short),
    /// The prefill rate is not stated.
    NoPrefill,
    /// The 16-bit compute of the hardware is not stated.
    NoCompute,
    /// The engine is not known on the hardware.
    UnknownEngine,
    /// So many accelerators are needed at once, and how they talk is not stated.
    NoInterconnect(f64),
    /// Requests without tokens.
    NoTokens,
    /// Nothing is known beyond so many requests at the same time.
    Unknown(f64),
    /// A rate that was measured is above what the memory can do.
    AboveRoof {
        /// As measured.
        rate: TokensPerSecond,
        /// What can be.
        roof: TokensPerSecond,
    },
}

/// A number that is lower than what is wanted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Short {
    /// What there is.
    pub has: f64,
    /// What is wanted.
    pub wanted: f64,
}

impl Unrated {
    /// What the deployment is held to.
    pub const fn criterion(self) -> Criterion {
        match self {
            Self::Memory { .. } | Self::Requests(_) | Self::MeasuredRequests(_) => Criterion::Fit,
            Self::NoPrefill
            | Self::NoCompute
            | Self::UnknownEngine
            | Self::NoInterconnect(_)
            | Self::NoTokens
            | Self::Unknown(_)
            | Self::AboveRoof { .. } => Criterion::Throughput,
        }
    }
}
