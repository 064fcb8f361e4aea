//! What would pass: the nearest volume or API price at which a failed check keeps its limit.
//!
//! Costs move in steps where a machine is added, so nothing is solved: the whole question is asked
//! again at other values, first over a grid and then by bisection between a value that fails and
//! one that passes.

use std::cell::Cell;

use super::config::{Check, Wanted};
use super::limit::{holds, share_of_draws};
use super::metric::{Metric, Unit};
use super::read_report::option;
use super::verdict::Advice;
use crate::answer::report;
use crate::calc::verdict::evaluation::with_costs;
use crate::deployments::Deployments;
use crate::figure;
use crate::report::{Figure, Report};
use crate::scenario::Scenario;
use crate::units::UsdPerMtok;

/// Steps of the grid: each twice the one before, to a thousandth and a thousandfold.
const STEP: f64 = 2.0;
const STEPS: i32 = 10;
/// Every how many of those steps are tried beyond a crossing.
const BEYOND: usize = 2;
/// How close a failing and a passing value must be, relative to them.
const CLOSE: f64 = 1e-4;
/// A volume above which the program does not answer, tokens a day.
const MOST: f64 = 1e18;

/// What may still be spent on advice of one run, in questions asked once: looking for one value asks some
/// fifty of them, and with a confidence each a thousand times.
pub struct Allowance(Cell<u32>);

/// What there is of it at first: advice for so many failed checks.
const AFFORDED: u32 = 200;
/// What a check with a confidence takes of it.
const WITH_CONFIDENCE: u32 = 20;

impl Default for Allowance {
    fn default() -> Self {
        Self(Cell::new(AFFORDED))
    }
}

impl Allowance {
    /// Whether a check can be afforded; it is then spent.
    fn spend(&self, check: &Check) -> bool {
        let price = if check.confidence.is_some() { WITH_CONFIDENCE } else { 1 };
        let left = self.0.get().checked_sub(price);
        self.0.set(left.unwrap_or(self.0.get()));
        left.is_some()
    }
}

/// What would make a failed check pass; nothing once the allowance is spent.
pub fn advice(
    check: &Check,
    scenario: &Scenario<'_>,
    found: &Report,
    before: Option<&Report>,
    allowance: &Allowance,
) -> Vec<Advice> {
    if !allowance.spend(check) {
        return Vec::new();
    }
    let mut scenario = scenario.clone();
    if let Wanted::Limits { metric: Metric::OfOption("api", _), .. } = check.wanted {
        // Machines do not change what an API costs, and asking them takes most of the time.
        scenario.deployments = Deployments::default();
    }
    let search = Search { check, scenario: &scenario, before };
    let mut advice = Vec::new();
    if search.depends_on_volume() {
        advice.extend(search.volume());
    }
    advice.extend(search.api_price(found));
    advice
}

struct Search<'a, 'c> {
    check: &'a Check,
    scenario: &'a Scenario<'c>,
    before: Option<&'a Report>,
}

/// A factor at which the check passes, next to one at which it fails.
struct Crossing {
    factor: f64,
    /// Whether it passes at every value tried beyond.
    throughout: bool,
}

impl<'c> Search<'_, 'c> {
    fn depends_on_volume(&self) -> bool {
        !matches!(self.check.wanted, Wanted::Limits { metric: Metric::MaxAge, .. })
    }

    fn passes(&self, scenario: &Scenario<'_>) -> bool {
        match self.check.confidence {
            None => with_costs(scenario, |evaluation| {
                holds(self.check, &report(evaluation), self.before)
            }),
            Some(confidence) => with_costs(scenario, |evaluation| {
                share_of_draws(self.check, evaluation, &report(evaluation)) >= confidence
            }),
        }
    }

    /// The passing factor nearest to 1 for a question that takes a factor.
    fn nearest(&self, at: impl Fn(f64) -> Option<Scenario<'c>>) -> Option<Crossing> {
        let passes = |factor: f64| at(factor).is_some_and(|scenario| self.passes(&scenario));
        for step in 1..=STEPS {
            for direction in [-1, 1] {
                let near = STEP.powi(direction * (step - 1));
                let far = STEP.powi(direction * step);
                if !passes(far) {
                    continue;
                }
                let factor = self.bisect(near, far, passes);
                let beyond = (1..=STEPS).step_by(BEYOND).map(|n| factor * STEP.powi(direction * n));
                let throughout = beyond.filter(|f| at(*f).is_some()).all(&passes);
                return Some(Crossing { factor, throughout });
            }
        }
        None
    }

    /// The passing end of an interval of which one end fails and the other passes.
    fn bisect(&self, mut fails: f64, mut passes: f64, holds: impl Fn(f64) -> bool) -> f64 {
        while ((passes - fails) / passes).abs() > CLOSE {
            let middle = (fails * passes).sqrt();
            if holds(middle) {
                passes = middle;
            } else {
                fails = middle;
            }
        }
        passes
    }

    fn volume(&self) -> Option<Advice> {
        let now = self.scenario.workload.tokens().get();
        let at = |factor: f64| {
            let mut scenario = self.scenario.clone();
            scenario.workload = scenario.workload.times(factor);
            (now * factor <= MOST && now * factor >= 1.0).then_some(scenario)
        };
        let crossing = self.nearest(at)?;
        let shown = towards(now * crossing.factor, crossing.factor);
        if !at(shown / now).is_some_and(|scenario| self.passes(&scenario)) {
            return None;
        }
        let word = word(&crossing, ["up to", "from"]);
        Some(Advice {
            input: "volume".into(),
            now: Figure(now),
            at: Figure(now * crossing.factor),
            relative_change: Figure(crossing.factor - 1.0),
            text: format!("passes {word} {} tokens/day", figure::short(shown)),
        })
    }

    /// Only for a number in which API prices are: an API's own, or one measured against an API.
    fn api_price(&self, found: &Report) -> Option<Advice> {
        let api = match &self.check.wanted {
            Wanted::Limits { metric: Metric::OfOption(subject, measure), .. } => {
                let money =
                    matches!(measure.unit, Unit::Usd | Unit::UsdPerMonth | Unit::UsdPerMtok);
                let against = matches!(measure.unit, Unit::Months | Unit::TokensPerDay);
                let chosen = option(found, subject).ok().filter(|o| o.kind == "api" && money);
                let baseline = || {
                    found.options.iter().find(|o| against && Some(&o.id) == found.baseline.as_ref())
                };
                chosen.or_else(baseline)?
            }
            Wanted::Limits { .. } => return None,
            Wanted::Verdict { .. } => {
                found.options.iter().find(|o| Some(&o.id) == found.baseline.as_ref())?
            }
        };
        let bill = api.costs.as_ref()?.monthly_usd.total.0;
        let now = bill / self.scenario.workload.tokens().per_month().get();
        if now <= 0.0 {
            return None;
        }
        let at = |factor: f64| {
            let mut scenario = self.scenario.clone();
            scenario.assumptions.scale.api_price *= factor;
            Some(scenario)
        };
        let crossing = self.nearest(at)?;
        let shown = towards(now * crossing.factor, crossing.factor);
        if !at(shown / now).is_some_and(|scenario| self.passes(&scenario)) {
            return None;
        }
        let word = word(&crossing, ["up to", "from"]);
        let price = figure::per_mtok(UsdPerMtok::new(shown));
        let today = figure::per_mtok(UsdPerMtok::new(now));
        Some(Advice {
            input: "api-price".into(),
            now: Figure(now),
            at: Figure(now * crossing.factor),
            relative_change: Figure(crossing.factor - 1.0),
            text: format!("passes with API prices {word} {price} per million tokens (now {today})"),
        })
    }
}

fn word(crossing: &Crossing, [down, up]: [&'static str; 2]) -> &'static str {
    match (crossing.throughout, crossing.factor < 1.0) {
        (false, _) => "at",
        (true, true) => down,
        (true, false) => up,
    }
}

/// A value with three digits on the passing side: what is printed must itself pass.
fn towards(value: f64, factor: f64) -> f64 {
    let unit = 10_f64.powf(value.abs().log10().floor() - 2.0);
    let steps = value / unit;
    let rounded = if factor < 1.0 { steps.floor() } else { steps.ceil() };
    // Through decimal digits, so that the number is the one that is printed.
    format!("{:.2e}", rounded * unit).parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::towards;

    #[test]
    fn printed_values_lie_on_the_passing_side() {
        assert_eq!(towards(4_129_999.0, 0.8), 4_120_000.0);
        assert_eq!(towards(4_120_001.0, 1.8), 4_130_000.0);
        assert_eq!(towards(0.41299, 0.5), 0.412);
    }
}
