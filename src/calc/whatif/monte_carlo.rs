//! Uncertainty: what beliefs make of an answer, by drawing from them.
//!
//! Beliefs are the ranges in the profiles, and those of inputs that nobody stated. One draw picks a
//! quantile for each, and the same for every option, so that options are compared in the same world;
//! fleets are sized anew in it. The options are those that the point answer chose: a draw asks how a
//! decision fares, not what another would be.

use super::stratified::{SplitMix64, quantiles};
use crate::assumptions::Outlook;
use crate::calc::cash::payback::payback;
use crate::calc::decide::compiled::Compiled;
use crate::calc::demand::horizon::Horizon;
use crate::calc::option::serving::ServingOption;
use crate::lever::Lever;
use crate::range::Pick;
use crate::scenario::Scenario;
use crate::source::Text;
use crate::throughput::Basis;

/// Paybacks are walked month by month, and asked of so many draws alone, which are in no order.
const PAYBACKS: usize = 512;

/// An input that is drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// Prices of machines.
    HardwarePrice,
    /// What machines fetch in the end.
    Resale,
    /// Idle and load power.
    Power,
    /// Rent.
    Rent,
    /// Prices of APIs.
    ApiPrice,
    /// The rates of an engine as the estimator has them, alike on every machine; or those measured on
    /// one machine.
    Throughput(Text),
    /// What nobody stated.
    Unstated(Lever),
}

/// An option that is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Drawn<'a, 'c> {
    /// The option.
    pub option: &'a ServingOption<'c>,
    /// Whether it may be chosen.
    pub possible: bool,
    /// Whether something is paid upfront, so that there is a payback.
    pub buys: bool,
}

/// What draws make of an option.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// Totals over the horizon, USD, one for each draw.
    pub totals: Vec<f64>,
    /// Paybacks in months of the first draws, infinite when it never comes; empty where nothing is paid
    /// upfront.
    pub paybacks: Vec<f64>,
    /// Draws in which it is the cheapest that may be chosen.
    pub wins: u32,
}

/// Draws of a question.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draws {
    /// What was drawn.
    pub inputs: Vec<Input>,
    /// Of each the quantile in each draw.
    pub quantiles: Vec<Vec<f64>>,
    /// Of each option what comes of it, in their order.
    pub outcomes: Vec<Outcome>,
}

/// Draws of the inputs that these options hang on, so many and from this seed.
pub fn simulate(
    options: &[Drawn<'_, '_>],
    baseline: Option<&ServingOption<'_>>,
    scenario: &Scenario<'_>,
    (count, seed): (u32, u64),
) -> Draws {
    let worlds = Worlds::new(options.iter().map(|one| one.option), scenario, (count, seed));
    let mut outcomes = vec![Outcome::default(); options.len()];
    let mut world = scenario.under(scenario.assumptions.outlook);
    let mut horizon = Horizon::of(scenario);
    for draw in 0..count as usize {
        worlds.set(&mut world, scenario, draw);
        if !horizon.is_of(&world) {
            horizon = Horizon::of(&world);
        }
        let mut cheapest: Option<(usize, f64)> = None;
        for (index, (one, outcome)) in options.iter().zip(&mut outcomes).enumerate() {
            world.assumptions.outlook.throughput = worlds.throughput_of(one.option, draw);
            let option = one.option.under(&world);
            let total = Compiled::new(&world, &horizon).total(&option).get();
            outcome.totals.push(total);
            if let Some(baseline) = baseline.filter(|_| one.buys && draw < PAYBACKS) {
                let found = payback(&option, baseline, &world, false).months();
                // Never is later than any month.
                outcome.paybacks.push(found.map_or(f64::INFINITY, |months| months.get()));
            }
            if one.possible && cheapest.is_none_or(|(_, least)| total < least) {
                cheapest = Some((index, total));
            }
        }
        if let Some((index, _)) = cheapest {
            outcomes[index].wins += 1;
        }
    }
    Draws { inputs: worlds.inputs, quantiles: worlds.quantiles, outcomes }
}

/// The worlds that are drawn: the same for every option.
pub struct Worlds {
    inputs: Vec<Input>,
    quantiles: Vec<Vec<f64>>,
}

impl Worlds {
    /// So many worlds of a question, from a seed, for these options.
    pub fn new<'o, 'c: 'o>(
        options: impl Iterator<Item = &'o ServingOption<'c>>,
        scenario: &Scenario<'_>,
        (count, seed): (u32, u64),
    ) -> Self {
        let mut inputs =
            vec![Input::HardwarePrice, Input::Resale, Input::Power, Input::Rent, Input::ApiPrice];
        for input in options.filter_map(throughput_input) {
            if !inputs.contains(&input) {
                inputs.push(input);
            }
        }
        inputs.extend(scenario.beliefs.iter().map(|belief| Input::Unstated(belief.lever)));
        let mut generator = SplitMix64::new(seed);
        let quantiles = inputs.iter().map(|_| quantiles(count, &mut generator)).collect();
        Self { inputs, quantiles }
    }

    /// A world of a question, but for throughput, which each option has its own of.
    pub fn set(&self, world: &mut Scenario<'_>, scenario: &Scenario<'_>, draw: usize) {
        let of = |input: &Input| Pick::Quantile(self.at(input, draw));
        world.assumptions.outlook = Outlook {
            hardware_price: of(&Input::HardwarePrice),
            resale: of(&Input::Resale),
            power: of(&Input::Power),
            rent: of(&Input::Rent),
            api_price: of(&Input::ApiPrice),
            throughput: world.assumptions.outlook.throughput,
        };
        if !scenario.beliefs.is_empty() {
            world.workload.clone_from(&scenario.workload);
        }
        for belief in &scenario.beliefs {
            let value = belief.range.at(of(&Input::Unstated(belief.lever)));
            if let Some(now) = belief.lever.now(scenario) {
                let span = belief.lever.span(scenario, now);
                belief.lever.turn(world, value.clamp(span.low, span.high));
            }
        }
    }

    /// The quantile of the throughput of an option in a world.
    pub fn throughput_of(&self, option: &ServingOption<'_>, draw: usize) -> Pick {
        throughput_input(option)
            .map_or(Pick::Typical, |input| Pick::Quantile(self.at(&input, draw)))
    }

    fn at(&self, input: &Input, draw: usize) -> f64 {
        let found = self.inputs.iter().position(|other| other == input);
        found.map_or(0.5, |index| self.quantiles[index][draw])
    }
}

/// What the rates of an option's machines hang on.
fn throughput_input(option: &ServingOption<'_>) -> Option<Input> {
    let fleet = option.machines()?;
    let deployment = &fleet.deployment;
    Some(Input::Throughput(match fleet.rates.basis {
        Basis::Measured => format!("{} on {}", deployment.engine, deployment.hardware.id).into(),
        Basis::Calibrated | Basis::Modelled => deployment.engine.clone(),
    }))
}

/// The value that a share of the draws does not exceed; `None` where that is never.
pub fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let rank = (share * sorted.len() as f64).ceil().max(1.0) as usize;
    sorted.get(rank - 1).copied().filter(|value| value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_is_later_than_any_month() {
        let sorted = [1.0, 2.0, 3.0, f64::INFINITY, f64::INFINITY];
        let found = [0.1, 0.5, 0.9].map(|share| quantile(&sorted, share));
        assert_eq!(found, [Some(1.0), Some(3.0), None]);
    }
}
