//! Turning a lever: what it is now, how far it goes, and the scenario with another value.

use crate::assumptions::Scale as Factors;
use crate::calc::crossing::Scale;
use crate::lever::Lever;
use crate::scenario::Scenario;
use crate::units::{HoursPerMonth, UsdPerKwh};
use crate::workload::{Request, Workload};

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
            Self::IdlePower => assumptions.scale.idle_power,
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
            // Machines that sleep draw less; none draws more.
            Self::IdlePower => share(0.0, now),
            Self::ApiPriceTrend => share(-0.95, 2.0),
            Self::Growth => share(-0.9, 9.0),
        }
    }

    /// The scenario with this value instead.
    #[must_use]
    pub fn set<'c>(self, scenario: &Scenario<'c>, value: f64) -> Scenario<'c> {
        let mut turned = scenario.clone();
        self.turn(&mut turned, value);
        turned
    }

    /// Turns it in place. A peak is made of the load that is there: turned twice, it is not that of the
    /// first load.
    pub fn turn(self, turned: &mut Scenario<'_>, value: f64) {
        let (workload, assumptions) = (&mut turned.workload, &mut turned.assumptions);
        match self {
            Self::Volume => *workload = workload.times(value / workload.tokens().get()),
            Self::ApiPrice => assumptions.scale.api_price = value,
            Self::HardwarePrice => assumptions.scale.hardware_price = value,
            Self::Electricity => assumptions.electricity = UsdPerKwh::new(value),
            Self::OpsHours => assumptions.ops_hours = HoursPerMonth::new(value),
            Self::Throughput => {
                assumptions.scale = Factors { throughput: value, ..assumptions.scale }
            }
            Self::CachedShare => *workload = with_cached(workload, value),
            Self::InputShare => *workload = with_input(workload, value),
            Self::PeakFactor => {
                if let Ok(load) = workload.load.with_peak(value) {
                    workload.load = load;
                }
            }
            Self::ApiPriceTrend => assumptions.api_price_trend = value,
            Self::Growth => workload.growth_per_year = value,
            Self::Resale => assumptions.resale_fraction = Some(value),
            Self::Horizon => assumptions.horizon_months = value.round() as u32,
            Self::HardShare => turned.requirements.hard_share = value,
            Self::IdlePower => assumptions.scale.idle_power = value,
        }
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
