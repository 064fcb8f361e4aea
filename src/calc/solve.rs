//! The question in reverse: at which value of an input do machines pay back in a given time?

use super::cash::payback;
use super::contest::Contest;
use super::demand::monthly_tokens;
use super::fleet::{Fleet, Tenure, purchase};
use super::input::Input;
use super::option::ServingOption;
use super::search::sized;
use crate::scenario::Scenario;
use crate::units::Months;

/// Steps of the walk over a span, each side.
const STEPS: u32 = 400;
/// Halvings of a bracket.
const HALVINGS: u32 = 60;

/// The answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Solution {
    /// The payback at today's value; `None` when it never comes.
    pub now: Option<Payback>,
    /// The value nearest to today's at which the payback is in time.
    pub at: Option<Payback>,
    /// The shortest payback met on the way, when none was in time.
    pub best: Option<Payback>,
}

/// The shortest payback at one value of the input.
#[derive(Clone, Debug, PartialEq)]
pub struct Payback {
    /// The value, in the unit of [`unit`].
    pub value: f64,
    /// The machines: number, hardware, model, quantization, engine.
    pub machines: String,
    /// When their saving has repaid them.
    pub months: Months,
}

/// What the values of an input are measured in.
pub const fn unit(input: Input) -> &'static str {
    match input {
        Input::Volume => "tokens/day",
        Input::ApiPrice => "USD per million tokens of the baseline, at this mix",
        Input::HardwarePrice => "USD per machine",
        Input::Electricity => "USD per kWh",
        Input::Throughput => "output tokens/s per machine",
        _ => "",
    }
}

/// The value nearest to today's at which some machines are repaid within `target`.
pub fn solve(contest: &Contest<'_, '_>, input: Input, target: Months) -> Solution {
    let scenario = contest.scenario();
    let Some(here) = input.now(scenario) else {
        return Solution { now: None, at: None, best: None };
    };
    let look = |value: f64| shortest(contest, input, value);
    let in_time = |value: f64| look(value).filter(|found| found.months <= target);
    let now = look(here);
    if now.as_ref().is_some_and(|now| now.months <= target) {
        return Solution { at: now.clone(), now, best: None };
    }
    let (low, high) = reach(input, here);
    let step = |end: f64, share: f64| {
        if low > 0.0 { here * (end / here).powf(share) } else { here + (end - here) * share }
    };
    let mut best = now.clone();
    for index in 1..=STEPS {
        let share = f64::from(index) / f64::from(STEPS);
        let before = f64::from(index - 1) / f64::from(STEPS);
        // The two sides in turn, so that the nearer one is found first.
        for end in [high, low] {
            let found = look(step(end, share));
            if found.as_ref().is_some_and(|found| found.months <= target) {
                let (mut late, mut early) = (step(end, before), step(end, share));
                for _ in 0..HALVINGS {
                    let middle = (late + early) / 2.0;
                    if in_time(middle).is_some() { early = middle } else { late = middle }
                }
                return Solution { now, at: in_time(early), best: None };
            }
            best = shorter(best, found);
        }
    }
    Solution { now, at: None, best }
}

fn shorter(a: Option<Payback>, b: Option<Payback>) -> Option<Payback> {
    [a, b].into_iter().flatten().min_by(|a, b| a.months.get().total_cmp(&b.months.get()))
}

/// How far an input is turned: ten thousand times for a volume, a thousand times for a ratio.
/// Dearer machines, dearer power, cheaper APIs and slower machines never pay back sooner.
fn reach(input: Input, now: f64) -> (f64, f64) {
    match input {
        Input::Volume => (now / 1e4, now * 1e4),
        Input::HardwarePrice | Input::Electricity => (0.0, now),
        _ => (now, now * 1e3),
    }
}

fn shortest(contest: &Contest<'_, '_>, input: Input, value: f64) -> Option<Payback> {
    let scenario = input.set(contest.scenario(), value);
    let baseline = contest.baseline(&scenario)?;
    let bought = contest.fleets().filter(|fleet| fleet.tenure == Tenure::Bought);
    let paybacks = bought.filter_map(|fleet| {
        let (option, unmet) = sized(&scenario, fleet.resized(&scenario, 1.0));
        let months = payback(&scenario, &option, &baseline, false).months();
        months.filter(|_| unmet.is_empty()).map(|months| (option, months))
    });
    let (option, months) = paybacks.min_by(|a, b| a.1.get().total_cmp(&b.1.get()))?;
    let fleet = option.fleet()?;
    Some(Payback {
        value: shown(input, value, &scenario, fleet, &baseline),
        machines: machines(fleet, &scenario),
        months,
    })
}

/// The value in the unit that people think in.
fn shown(
    input: Input,
    value: f64,
    scenario: &Scenario<'_>,
    fleet: &Fleet<'_>,
    baseline: &ServingOption<'_>,
) -> f64 {
    match input {
        Input::ApiPrice => {
            let bill = baseline.running_today(scenario).total();
            (bill / monthly_tokens(&scenario.workload).total()).get()
        }
        Input::HardwarePrice => purchase(fleet.deployment.hardware, &scenario.assumptions).get(),
        Input::Throughput => fleet.service.decode.get(),
        _ => value,
    }
}

fn machines(fleet: &Fleet<'_>, scenario: &Scenario<'_>) -> String {
    let deployment = &fleet.deployment;
    format!(
        "{} x {} with {} ({}, {})",
        fleet.first_machines(&scenario.assumptions),
        deployment.hardware.id,
        deployment.model.id,
        deployment.quantization,
        deployment.engine
    )
}
