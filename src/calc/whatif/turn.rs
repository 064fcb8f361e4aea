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
    /// How values in between are spaced, and whether a change is a ratio or a difference.
    pub scale: Scale,
    /// What counts as a whole step away.
    pub step: Step,
}

/// The distance from a value to the P10 or P90 of what is believed of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    /// The logarithm of a ratio, or a difference, by the scale of the lever.
    Even(f64),
    /// To the ends of a stated belief, below and above.
    Believed(f64, f64),
}

/// Steps from the median to P1 and P99: the quantile function goes on with the slope it has to P10 and
/// P90.
pub const P99: f64 = 0.49 / 0.4;

impl Span {
    /// The change from one value to another: `at / now - 1`, or the difference.
    pub fn change(&self, now: f64, at: f64) -> f64 {
        if self.is_difference() { at - now } else { at / now - 1.0 }
    }

    /// How many steps apart two values are.
    ///
    /// ```
    /// use breakeven::calc::crossing::Scale;
    /// use breakeven::calc::whatif::turn::{Span, Step};
    /// let span = |scale, step| Span { low: 0.0, high: 1.0, scale, step };
    /// let doubling = span(Scale::Ratio, Step::Even(2_f64.ln()));
    /// assert_eq!((doubling.distance(5.0, 20.0), doubling.distance(5.0, 2.5)), (2.0, 1.0));
    /// assert_eq!(span(Scale::Difference, Step::Even(0.25)).distance(0.5, 0.0), 2.0);
    /// let believed = span(Scale::Ratio, Step::Believed(0.0, 3.0));
    /// assert_eq!((believed.distance(1.0, 7.0), believed.distance(1.0, 0.5)), (2.0, f64::INFINITY));
    /// ```
    pub fn distance(&self, now: f64, at: f64) -> f64 {
        if at == now {
            return 0.0;
        }
        match self.step {
            Step::Even(step) if self.is_difference() => (at - now).abs() / step,
            Step::Even(step) => (at / now).ln().abs() / step,
            Step::Believed(below, above) => (at - now).abs() / if at < now { below } else { above },
        }
    }

    /// The value so many steps away, above or below, as far as the span goes.
    pub fn at(&self, now: f64, steps: f64, above: bool) -> f64 {
        let sign = if above { steps } else { -steps };
        let value = match self.step {
            Step::Even(step) if self.is_difference() => now + sign * step,
            Step::Even(step) => now * (sign * step).exp(),
            Step::Believed(_, step) if above => now + steps * step,
            Step::Believed(step, _) => now - steps * step,
        };
        let value = if self.scale == Scale::Whole { value.round() } else { value };
        value.clamp(self.low.min(now), self.high.max(now))
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

    /// How its values from this one on are spaced: by ratio where nothing else makes sense.
    pub fn scale(self, low: f64) -> Scale {
        match self {
            Self::Horizon => Scale::Whole,
            Self::Volume | Self::ApiPrice | Self::HardwarePrice | Self::Throughput => Scale::Ratio,
            Self::Electricity | Self::PeakFactor if low > 0.0 => Scale::Ratio,
            _ => Scale::Difference,
        }
    }

    /// How far it is turned: ten times up and down, or over all that is possible.
    pub fn span(self, scenario: &Scenario<'_>, now: f64) -> Span {
        let tenfold = (now / 10.0, now * 10.0);
        let (low, high) = match self {
            Self::Volume | Self::ApiPrice | Self::HardwarePrice | Self::Throughput => tenfold,
            Self::Electricity if now > 0.0 => tenfold,
            Self::Electricity => (0.0, 1.0),
            Self::PeakFactor => {
                (tenfold.0.max(1.0), tenfold.1.min(scenario.workload.load.largest_peak()))
            }
            Self::Horizon => (tenfold.0.ceil(), tenfold.1.min(600.0).max(now)),
            // Up to one person's working time.
            Self::OpsHours => (0.0, tenfold.1.max(160.0)),
            Self::CachedShare | Self::Resale => (0.0, 1.0),
            Self::InputShare | Self::HardShare => (0.001, 0.999),
            // Machines that sleep draw less; none draws more.
            Self::IdlePower => (0.0, now),
            Self::ApiPriceTrend => (-0.95, 2.0),
            Self::Growth => (-0.9, 9.0),
        };
        Span { low, high, scale: self.scale(now), step: self.step(scenario, now) }
    }

    /// The way to the ends of what is believed of it where nobody stated it, else the usual one.
    fn step(self, scenario: &Scenario<'_>, now: f64) -> Step {
        let belief = scenario.beliefs.iter().find(|belief| belief.lever == self);
        belief.map_or(Step::Even(scenario.spreads.of(self)), |belief| {
            Step::Believed((now - belief.range.low).max(0.0), (belief.range.high - now).max(0.0))
        })
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
            Self::CachedShare => cache(workload, value),
            Self::InputShare => mix(workload, value),
            Self::PeakFactor => {
                if let Ok(load) = workload.load.peaked(value) {
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

/// Another share of the input is cached.
fn cache(workload: &mut Workload, share: f64) {
    let input = workload.fresh + workload.cached;
    (workload.fresh, workload.cached) = (input * (1.0 - share), input * share);
}

/// Another mix of the same volume; the request keeps its total and takes the mix.
fn mix(workload: &mut Workload, share: f64) {
    let tokens = workload.tokens();
    let input = workload.fresh + workload.cached;
    let cached = if input.get() > 0.0 { workload.cached / input } else { 0.0 };
    let total = workload.request.context_tokens();
    workload.fresh = tokens * (share * (1.0 - cached));
    workload.cached = tokens * (share * cached);
    workload.output = tokens * (1.0 - share);
    workload.request =
        Request { prompt_tokens: total * share, output_tokens: total * (1.0 - share) };
}
