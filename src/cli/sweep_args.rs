//! `--sweep LEVER=LOW..HIGH`: which input is turned, and from where to where.

use anyhow::{Result, bail};

use super::amounts;
use super::args::{CompareArgs, Format};
use crate::answer::sweep_answer::swept;
use crate::lever::Lever;
use crate::rate;
use crate::render::{Style, json, sweep_rows};
use crate::scenario::Scenario;
use crate::text::{did_you_mean, one_of};

/// Steps from one end to the other.
const STEPS: u32 = 8;

/// An input, and the ends between which it is turned.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sweep {
    lever: Lever,
    low: f64,
    high: f64,
}

impl Sweep {
    /// Reads `volume=1M..1B/day`. What stands behind the second value alone, `/day` or `%`, is of both.
    ///
    /// # Errors
    /// What is expected instead.
    pub fn read(text: &str) -> Result<Self, String> {
        let wrong = || "expected an input and two values, like volume=1M..1B/day";
        let (word, ends) = text.split_once('=').ok_or_else(wrong)?;
        let (low, high) = ends.split_once("..").ok_or_else(wrong)?;
        let word = word.trim();
        let found = Lever::ALL.into_iter().find(|lever| lever.word() == word);
        let lever = found.ok_or_else(|| {
            let hint = did_you_mean(word, Lever::ALL.map(Lever::word));
            hint.unwrap_or_else(|| {
                format!("expected one of {}", one_of(Lever::ALL.map(Lever::word)))
            })
        })?;
        let (low, high) = (low.trim(), high.trim_start_matches('=').trim());
        let unit = high.find(['/', '%']).filter(|_| !low.contains(['/', '%']));
        let low = unit.map_or_else(|| low.to_string(), |at| format!("{low}{}", &high[at..]));
        let (low, high) = (value(lever, &low)?, value(lever, high)?);
        if low < high {
            Ok(Self { lever, low, high })
        } else {
            Err("expected the lower value first, like 1M..1B/day".into())
        }
    }

    /// Gives a question without a volume that of the middle, where the volume is turned.
    pub(super) fn leaves_volume_open(&self, compare: &mut CompareArgs) {
        let demand = &compare.demand;
        let is_said = demand.volume.is_some()
            || demand.input.is_some()
            || demand.requests.is_some()
            || demand.spend.is_some()
            || demand.workload.is_some()
            || compare.declared.config.is_some()
            || !demand.usage.is_empty();
        if self.lever == Lever::Volume && !is_said {
            let middle = (self.low * self.high).sqrt();
            compare.demand.volume = Some(crate::units::TokensPerDay::new(middle));
        }
    }

    /// The answer.
    ///
    /// # Errors
    /// An input that has no such value in this question.
    pub(super) fn answer(
        &self,
        compare: &CompareArgs,
        scenario: &Scenario<'_>,
        style: &Style,
    ) -> Result<String> {
        let Self { lever, low, high } = *self;
        let most = scenario.workload.load.largest_peak();
        match lever {
            Lever::CachedShare if lever.now(scenario).is_none() => {
                bail!("`cached-share` has no value in this question: there is no input")
            }
            Lever::PeakFactor if high > most => {
                bail!("this load reaches a peak factor of at most {most}; found {high}")
            }
            _ => {}
        }
        let report = swept(scenario, lever, (low, high), STEPS);
        Ok(match compare.output.form() {
            Format::Table => sweep_rows::table(&report, style),
            Format::Markdown => sweep_rows::markdown(&report),
            Format::Csv => sweep_rows::csv(&report)?,
            Format::Json => json::render(&report),
        })
    }
}

/// A value of a lever as people type it, in the unit of the lever.
fn value(lever: Lever, text: &str) -> Result<f64, String> {
    let above_0 = |found: Result<f64, String>| {
        found.and_then(|n| if n > 0.0 { Ok(n) } else { Err("expected a number above 0".into()) })
    };
    match lever {
        Lever::Volume => above_0(rate::tokens_per_day(text).map(|volume| volume.get())),
        Lever::Electricity => amounts::per_kwh(text),
        Lever::OpsHours => amounts::hours(text),
        Lever::Horizon => amounts::horizon(text).map(f64::from),
        Lever::PeakFactor => amounts::positive(text).and_then(|peak| {
            if peak >= 1.0 { Ok(peak) } else { Err("expected a number of at least 1".into()) }
        }),
        Lever::ApiPrice | Lever::HardwarePrice | Lever::Throughput if text.contains('%') => {
            above_0(amounts::surcharge(text))
        }
        Lever::ApiPrice | Lever::HardwarePrice | Lever::Throughput => amounts::positive(text),
        Lever::ApiPriceTrend | Lever::Growth => amounts::change(text),
        Lever::InputShare | Lever::HardShare => above_0(amounts::percent(text)),
        Lever::CachedShare | Lever::Resale | Lever::IdlePower => amounts::percent(text),
    }
}
