//! Answers at a few volumes and API prices, for a page that lets both be moved: exact at these points,
//! and nothing in between.

use super::palette::Tone;
use super::turned_menu::{Best, asked};
use crate::calc::decide::menu::Menu;
use crate::calc::verdict::evaluation::Evaluation;
use crate::lever::Lever;

/// Volumes to each side of the one asked about, four to a decade.
const STEPS: i32 = 8;
const PER_DECADE: f64 = 4.0;
/// API prices, times today's.
const PRICES: [f64; 5] = [0.25, 0.5, 1.0, 2.0, 4.0];

/// An answer at a point.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// What wins.
    pub winner: Tone,
    /// What the best of each kind costs a month, as a mean over the horizon, US dollars.
    pub each: Vec<(Tone, f64)>,
}

impl Answer {
    /// What a kind costs.
    pub fn of_kind(&self, kind: Tone) -> Option<f64> {
        self.each.iter().find(|(tone, _)| *tone == kind).map(|(_, usd)| *usd)
    }
}

/// Answers at a few points.
#[derive(Clone, Debug, PartialEq)]
pub struct Points {
    /// Tokens a day.
    pub volumes: Vec<f64>,
    /// API prices, times today's.
    pub prices: Vec<f64>,
    /// A row of volumes for each price.
    pub answers: Vec<Vec<Answer>>,
    /// Volume and price as they were asked about.
    pub here: (usize, usize),
}

/// The answers of a question.
pub fn points(evaluation: &Evaluation<'_, '_>) -> Points {
    let scenario = asked(evaluation.scenario);
    let menu = Menu::new(&scenario);
    let months = f64::from(scenario.assumptions.horizon_months);
    let now = scenario.workload.tokens().get();
    let volume = |step: i32| now * 10_f64.powf(f64::from(step) / PER_DECADE);
    let volumes: Vec<f64> = (-STEPS..=STEPS).map(volume).collect();
    let answer = |price: f64, volume: f64| {
        let turned = Lever::ApiPrice.set(&Lever::Volume.set(&scenario, volume), price);
        let best = Best::beside(&menu, &turned);
        let each = best.each.iter().map(|(tone, one)| (*tone, one.cost().get() / months));
        Answer { winner: best.winner, each: each.collect() }
    };
    let row = |price: &f64| volumes.iter().map(|volume| answer(*price, *volume)).collect();
    let answers = PRICES.iter().map(row).collect();
    let middle = PRICES.iter().position(|price| *price == 1.0).unwrap_or(0);
    Points { volumes, prices: PRICES.to_vec(), answers, here: (STEPS as usize, middle) }
}
