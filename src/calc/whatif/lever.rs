//! Levers: inputs that can be turned: what they are now, and the scenario with another value.

use crate::assumptions::Scale as Factors;
use crate::calc::crossing::Scale;
use crate::scenario::Scenario;
use crate::units::{HoursPerMonth, UsdPerKwh};
use crate::workload::{Request, Workload};

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
}

/// How far a lever is turned.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// The smallest value tried.
    pub low: f64,
    /// The largest value tried.
    pub high: f64,
    /// How values in between are spaced. Distance is a ratio, or else a difference over `unit`.
    pub scale: Scale,
    /// What counts as a whole change of a lever that is measured by difference.
    pub unit: f64,
}

impl Span {
    /// The change from one value to another: `at / now - 1`, or the difference.
    pub fn change(&self, now: f64, at: f64) -> f64 {
        if self.is_difference() { at - now } else { at / now - 1.0 }
    }

    /// How far apart two values are: the size of the logarithm of their ratio, or of their difference
    /// over what counts as a whole change.
    pub fn distance(&self, now: f64, at: f64) -> f64 {
        if self.is_difference() { (at - now).abs() / self.unit } else { (at / now).ln().abs() }
    }

    fn is_difference(&self) -> bool {
        self.scale == Scale::Difference
    }
}

impl Lever {
    /// All of them, in the order of the output of equals.
    pub const ALL: [Self; 14] = [
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
        }
    }

    /// Its value; `None` when it has no meaning in this scenario.
    pub fn now(self, scenario: &Scenario<'_>) -> Option<f64> {
        let (workload, assumptions) = (&scenario.workload, &scenario.assumptions);
        let input = workload.fresh + workload.cached;
        Some(match self {
            Self::Volume => workload.tokens().get(),
            Self::ApiPrice => assumptions.scale.api_price,
            Self::HardwarePrice => assumptions.scale.hardware_price,
            Self::Electricity => assumptions.electricity.get(),
            Self::OpsHours => assumptions.ops_hours.get(),
            Self::Throughput => assumptions.scale.throughput,
            Self::CachedShare if input.get() > 0.0 => workload.cached / input,
            Self::CachedShare => return None,
            Self::InputShare => input / workload.tokens(),
            Self::PeakFactor => workload.load.peak_factor(),
            Self::ApiPriceTrend => assumptions.api_price_trend,
            Self::Growth => workload.growth_per_year,
            Self::Resale => assumptions.resale_fraction?,
            Self::Horizon => f64::from(assumptions.horizon_months),
            Self::HardShare if scenario.requirements.hard_share > 0.0 => {
                scenario.requirements.hard_share
            }
            Self::HardShare => return None,
        })
    }

    /// How far it is turned: ten times up and down, or over all that is possible.
    pub fn span(self, scenario: &Scenario<'_>, now: f64) -> Span {
        let ratio = |low, high| Span { low, high, scale: Scale::Ratio, unit: 1.0 };
        let share = |low, high| Span { low, high, scale: Scale::Difference, unit: 1.0 };
        match self {
            Self::Volume | Self::ApiPrice | Self::HardwarePrice | Self::Throughput => {
                ratio(now / 10.0, now * 10.0)
            }
            Self::Electricity if now > 0.0 => ratio(now / 10.0, now * 10.0),
            Self::Electricity => share(0.0, 1.0),
            Self::PeakFactor => ratio(
                (now / 10.0).max(1.0),
                (now * 10.0).min(scenario.workload.load.largest_peak()),
            ),
            Self::Horizon => Span {
                scale: Scale::Whole,
                ..ratio((now / 10.0).ceil(), (now * 10.0).min(600.0).max(now))
            },
            // Up to one person's working time.
            Self::OpsHours => Span { unit: 160.0, ..share(0.0, (now * 10.0).max(160.0)) },
            Self::CachedShare | Self::Resale => share(0.0, 1.0),
            Self::InputShare | Self::HardShare => share(0.001, 0.999),
            Self::ApiPriceTrend => share(-0.95, 2.0),
            Self::Growth => share(-0.9, 9.0),
        }
    }

    /// The scenario with this value instead.
    #[must_use]
    pub fn set<'c>(self, scenario: &Scenario<'c>, value: f64) -> Scenario<'c> {
        let mut turned = scenario.clone();
        let assumptions = &mut turned.assumptions;
        match self {
            Self::Volume => {
                turned.workload = scenario.workload.times(value / scenario.workload.tokens().get());
            }
            Self::ApiPrice => assumptions.scale.api_price = value,
            Self::HardwarePrice => assumptions.scale.hardware_price = value,
            Self::Electricity => assumptions.electricity = UsdPerKwh::new(value),
            Self::OpsHours => assumptions.ops_hours = HoursPerMonth::new(value),
            Self::Throughput => {
                assumptions.scale = Factors { throughput: value, ..assumptions.scale }
            }
            Self::CachedShare => turned.workload = with_cached(&scenario.workload, value),
            Self::InputShare => turned.workload = with_input(&scenario.workload, value),
            Self::PeakFactor => {
                if let Ok(load) = scenario.workload.load.with_peak(value) {
                    turned.workload.load = load;
                }
            }
            Self::ApiPriceTrend => assumptions.api_price_trend = value,
            Self::Growth => turned.workload.growth_per_year = value,
            Self::Resale => assumptions.resale_fraction = Some(value),
            Self::Horizon => assumptions.horizon_months = value.round() as u32,
            Self::HardShare => turned.requirements.hard_share = value,
        }
        turned
    }
}

fn with_cached(workload: &Workload, share: f64) -> Workload {
    let input = workload.fresh + workload.cached;
    Workload { fresh: input * (1.0 - share), cached: input * share, ..workload.clone() }
}

/// Another mix of the same volume; the request keeps its total and takes the mix.
fn with_input(workload: &Workload, share: f64) -> Workload {
    let tokens = workload.tokens();
    let input = workload.fresh + workload.cached;
    let cached = if input.get() > 0.0 { workload.cached / input } else { 0.0 };
    let total = workload.request.context_tokens();
    Workload {
        fresh: tokens * (share * (1.0 - cached)),
        cached: tokens * (share * cached),
        output: tokens * (1.0 - share),
        request: Request { prompt_tokens: total * share, output_tokens: total * (1.0 - share) },
        ..workload.clone()
    }
}
