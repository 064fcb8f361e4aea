//! Uncertainty: what beliefs make of an answer, by drawing from them.
//!
//! Beliefs are the ranges in the profiles, and those of inputs that nobody stated. One draw picks a
//! quantile for each, and the same for every option, so that options are compared in the same world;
//! fleets are sized anew in it. The options are those that the point answer chose: a draw asks how a
//! decision fares, not what another would be.

use super::stratified::{SplitMix64, quantiles};
use super::turn::Span;
use crate::assumptions::Outlook;
use crate::calc::cash::payback::payback;
use crate::calc::decide::compiled::Compiled;
use crate::calc::decide::rank::is_same;
use crate::calc::demand::horizon::Horizon;
use crate::calc::option::serving::ServingOption;
use crate::lever::{Belief, Lever};
use crate::range::Pick;
use crate::scenario::Scenario;
use crate::source::Text;
use crate::throughput::Basis;
use crate::units::Usd;

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
    /// The rates of an engine.
    Throughput {
        /// The engine.
        engine: Text,
        /// The machine they were measured on; `None` as the estimator has them, alike on every machine.
        measured_on: Option<Text>,
    },
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

/// Draws of the inputs that these options hang on, so many and from this seed. Of options that cost the same in
/// a draw the first one wins: machines beside an endpoint that has nothing to do are machines alone.
pub fn simulate(
    options: &[Drawn<'_, '_>],
    baseline: Option<&ServingOption<'_>>,
    scenario: &Scenario<'_>,
    (count, seed): (u32, u64),
) -> Draws {
    let worlds = Worlds::new(options.iter().map(|one| one.option), scenario, (count, seed));
    let mut outcomes = vec![Outcome::default(); options.len()];
    let columns: Vec<_> = options.iter().map(|one| worlds.column_of(one.option)).collect();
    let mut world = worlds.world();
    let mut horizon = Horizon::of(scenario);
    for draw in 0..count as usize {
        worlds.set(&mut world, draw);
        horizon.turn_to(&world);
        let mut cheapest: Option<(usize, Usd)> = None;
        for (index, (one, outcome)) in options.iter().zip(&mut outcomes).enumerate() {
            let option = worlds.redrawn(one.option, columns[index], &mut world, draw);
            let total = Compiled::new(&world, &horizon).total(&option);
            outcome.totals.push(total.get());
            if let Some(baseline) = baseline.filter(|_| one.buys && draw < PAYBACKS) {
                let found = payback(&option, baseline, &world, false).months();
                // Never is later than any month.
                outcome.paybacks.push(found.map_or(f64::INFINITY, |months| months.get()));
            }
            let is_cheaper = |(_, least): (usize, Usd)| total < least && !is_same(total, least);
            if one.possible && cheapest.is_none_or(is_cheaper) {
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
pub struct Worlds<'s, 'c> {
    scenario: &'s Scenario<'c>,
    inputs: Vec<Input>,
    quantiles: Vec<Vec<f64>>,
    /// The beliefs that mean something here, with how far each is turned and where its quantiles are.
    beliefs: Vec<(Belief, Span, usize)>,
}

/// What is drawn of every question, in the order of the quantiles.
const OF_ALL: [Input; 5] =
    [Input::HardwarePrice, Input::Resale, Input::Power, Input::Rent, Input::ApiPrice];

impl<'s, 'c> Worlds<'s, 'c> {
    /// So many worlds of a question, from a seed, for these options.
    pub fn new<'o, 'd: 'o>(
        options: impl Iterator<Item = &'o ServingOption<'d>>,
        scenario: &'s Scenario<'c>,
        (count, seed): (u32, u64),
    ) -> Self {
        let mut inputs = OF_ALL.to_vec();
        for input in options.filter_map(throughput_input) {
            if !inputs.contains(&input) {
                inputs.push(input);
            }
        }
        let first = inputs.len();
        inputs.extend(scenario.beliefs.iter().map(|belief| Input::Unstated(belief.lever)));
        let turned = scenario.beliefs.iter().zip(first..).filter_map(|(belief, column)| {
            let span = belief.lever.span(scenario, belief.lever.now(scenario)?);
            Some((*belief, span, column))
        });
        let mut generator = SplitMix64::new(seed);
        let quantiles = inputs.iter().map(|_| quantiles(count, &mut generator)).collect();
        Self { scenario, inputs, quantiles, beliefs: turned.collect() }
    }

    /// A world to be set: the question, without anything to choose from.
    pub fn world(&self) -> Scenario<'c> {
        self.scenario.under(self.scenario.assumptions.outlook)
    }

    /// Sets a world, but for throughput, which each option has its own of.
    pub fn set(&self, world: &mut Scenario<'_>, draw: usize) {
        let [hardware_price, resale, power, rent, api_price] =
            [0, 1, 2, 3, 4].map(|column| self.at(column, draw));
        let throughput = world.assumptions.outlook.throughput;
        world.assumptions.outlook =
            Outlook { hardware_price, resale, power, rent, api_price, throughput };
        if !self.beliefs.is_empty() {
            world.workload.clone_from(&self.scenario.workload);
        }
        for (belief, span, column) in &self.beliefs {
            let value = belief.range.at(self.at(*column, draw));
            belief.lever.turn(world, value.clamp(span.low, span.high));
        }
    }

    /// Where the quantiles of an option's throughput are; `None` without machines.
    pub fn column_of(&self, option: &ServingOption<'_>) -> Option<usize> {
        let input = throughput_input(option)?;
        self.inputs.iter().position(|other| *other == input)
    }

    /// An option in a world that is set, with the throughput of its column.
    pub fn redrawn<'o>(
        &self,
        option: &ServingOption<'o>,
        column: Option<usize>,
        world: &mut Scenario<'_>,
        draw: usize,
    ) -> ServingOption<'o> {
        world.assumptions.outlook.throughput =
            column.map_or(Pick::Typical, |column| self.at(column, draw));
        option.under(world)
    }

    fn at(&self, column: usize, draw: usize) -> Pick {
        Pick::Quantile(self.quantiles[column][draw])
    }
}

/// What the rates of an option's machines hang on.
fn throughput_input(option: &ServingOption<'_>) -> Option<Input> {
    let fleet = option.machines()?;
    let deployment = &fleet.deployment;
    let measured_on = match fleet.rates.basis {
        Basis::Measured => Some(deployment.hardware.id.clone()),
        Basis::Calibrated | Basis::Modelled => None,
    };
    Some(Input::Throughput { engine: deployment.engine.clone(), measured_on })
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
