//! Floor 1: levers: the inputs of a question that can be turned, and what is believed of one that
//! nobody stated.

use crate::range::Range;

/// An input of a scenario that can be turned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lever {
    /// Tokens a day.
    Volume,
    /// Every API price, as a multiple of today's.
    ApiPrice,
    /// Every purchase price, as a multiple of today's.
    HardwarePrice,
    /// USD per kWh.
    Electricity,
    /// Hours a month.
    OpsHours,
    /// Every rate, as a multiple of what is known.
    Throughput,
    /// Share of the input that is cached.
    CachedShare,
    /// Share of the volume that is input.
    InputShare,
    /// Busiest hour over the mean hour.
    PeakFactor,
    /// Change of API prices per year.
    ApiPriceTrend,
    /// Growth of the volume per year.
    Growth,
    /// Share of the purchase that comes back.
    Resale,
    /// Months.
    Horizon,
    /// Share of the tokens that needs the frontier tier.
    HardShare,
    /// Power of machines that wait, as a share of their idle power: what sleeping is worth.
    IdlePower,
}

impl Lever {
    /// All of them, in the order of the output of equals.
    pub const ALL: [Self; 15] = [
        Self::Volume,
        Self::ApiPrice,
        Self::HardwarePrice,
        Self::Electricity,
        Self::OpsHours,
        Self::Throughput,
        Self::CachedShare,
        Self::InputShare,
        Self::PeakFactor,
        Self::ApiPriceTrend,
        Self::Growth,
        Self::Resale,
        Self::Horizon,
        Self::HardShare,
        Self::IdlePower,
    ];

    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Volume => "volume",
            Self::ApiPrice => "api-price",
            Self::HardwarePrice => "hardware-price",
            Self::Electricity => "electricity",
            Self::OpsHours => "ops-hours",
            Self::Throughput => "throughput",
            Self::CachedShare => "cached-share",
            Self::InputShare => "mix",
            Self::PeakFactor => "peak-factor",
            Self::ApiPriceTrend => "api-price-trend",
            Self::Growth => "growth",
            Self::Resale => "resale",
            Self::Horizon => "horizon",
            Self::HardShare => "hard-share",
            Self::IdlePower => "idle-power",
        }
    }
}

/// How far a value of each lever may plausibly be from another: the way from the median of a belief to
/// its P10 or P90, as a logarithm for what is measured by ratio, else in the unit of the lever.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spreads(pub [f64; Lever::ALL.len()]);

impl Spreads {
    /// That of a lever.
    pub const fn of(&self, lever: Lever) -> f64 {
        self.0[lever as usize]
    }
}

impl Default for Spreads {
    fn default() -> Self {
        Self([1.0; Lever::ALL.len()])
    }
}

/// What is believed of an input that nobody stated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Belief {
    /// The input.
    pub lever: Lever,
    /// Its values, in the units of the lever: P10, P50 and P90.
    pub range: Range<f64>,
}
