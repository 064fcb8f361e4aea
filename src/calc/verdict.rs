//! What to do, why, and what was assumed, in plain words.

use super::break_even::{BreakEven, Line};
use super::cash::Payback;
use super::choose::Choice;
use super::evaluate::{Evaluation, cheapest};
use super::option::{Fleet, Kind, ServingOption, Tenure};
use super::search::Subject;
use crate::figure::{dollars, duration, monthly, once, per_day, per_mtok, percent, whole};
use crate::report::Verdict;
use crate::text::count;
use crate::units::{TokensPerDay, UsdPerMonth};

/// The verdict over the options shown.
pub fn verdict(evaluation: &Evaluation<'_, '_>) -> Verdict {
    let assumed = assumed(evaluation);
    let Some(winner) = cheapest(&evaluation.choices) else {
        return Verdict {
            kind: None,
            option: None,
            binding_constraint: "requirements".into(),
            sentence: "nothing meets the requirements".into(),
            because: misses(evaluation),
            assumed,
            shadow_prices: Vec::new(),
            flips: Vec::new(),
        };
    };
    let mut because = Vec::new();
    because.extend(against_runner_up(evaluation, winner));
    because.extend(break_even(evaluation));
    Verdict {
        kind: Some(winner.candidate.subject.kind().word().into()),
        option: Some(winner.candidate.subject.id()),
        binding_constraint: "cost".into(),
        sentence: sentence(evaluation, winner),
        because,
        assumed,
        shadow_prices: Vec::new(),
        flips: Vec::new(),
    }
}

fn sentence(evaluation: &Evaluation<'_, '_>, winner: Choice<'_, '_>) -> String {
    let what = match &winner.candidate.subject {
        Subject::Api(api) => format!("use the API {}", api.id),
        Subject::Deployment(deployment, tenure) => {
            let verb = match tenure {
                Tenure::Bought => "buy",
                Tenure::Owned => "use your own",
                Tenure::Rented => "rent",
            };
            format!("{verb} {}", machines_running(evaluation, winner, deployment.model.id.as_ref()))
        }
    };
    let Some((option, totals)) = &winner.candidate.priced else { return what };
    let horizon = evaluation.scenario.assumptions.horizon_months;
    format!(
        "{what}: {} in the first month, {} over {horizon} months",
        monthly(evaluation.monthly(option)),
        once(totals.cost())
    )
}

fn machines_running(
    evaluation: &Evaluation<'_, '_>,
    choice: Choice<'_, '_>,
    model: &str,
) -> String {
    let fleet = choice.candidate.priced.as_ref().and_then(|(option, _)| option.fleet());
    let Subject::Deployment(deployment, _) = &choice.candidate.subject else {
        return model.to_string();
    };
    let number = fleet.map_or(1.0, |f| f.first_machines(&evaluation.scenario.assumptions));
    format!("{} x {} with {model}", whole(number), deployment.hardware.id)
}

/// The winner against the cheapest option of the other side: machines against the API, an API
/// against machines.
fn against_runner_up(evaluation: &Evaluation<'_, '_>, winner: Choice<'_, '_>) -> Vec<String> {
    let is_api = |choice: &Choice<'_, '_>| choice.candidate.subject.kind() == Kind::Api;
    let mut others: Vec<Choice<'_, '_>> = evaluation
        .choices
        .iter()
        .filter(|choice| choice.candidate.is_possible() && is_api(choice) != is_api(&winner))
        .copied()
        .collect();
    others.sort_by(|a, b| a.candidate.cost().total_cmp(&b.candidate.cost()));
    let mut sentences = Vec::new();
    if let Some(other) = others.first() {
        sentences.push(difference(evaluation, winner, *other));
        sentences.extend(reason(evaluation, winner, *other));
    } else {
        let side = if is_api(&winner) { "machines" } else { "API" };
        sentences.push(format!("no {side} in the profiles meets the requirements"));
        sentences.extend(misses(evaluation));
    }
    sentences
}

fn difference(
    evaluation: &Evaluation<'_, '_>,
    winner: Choice<'_, '_>,
    other: Choice<'_, '_>,
) -> String {
    let horizon = f64::from(evaluation.scenario.assumptions.horizon_months);
    let more = other.candidate.cost() - winner.candidate.cost();
    format!(
        "{} costs {} more over {horizon} months, {} a month",
        name(evaluation, other),
        dollars(more),
        dollars(more / horizon)
    )
}

fn name(evaluation: &Evaluation<'_, '_>, choice: Choice<'_, '_>) -> String {
    match &choice.candidate.subject {
        Subject::Api(api) => format!("the API {}", api.id),
        Subject::Deployment(deployment, tenure) => {
            let verb = match tenure {
                Tenure::Bought => "buying",
                Tenure::Owned => "using your own",
                Tenure::Rented => "renting",
            };
            format!("{verb} {}", machines_running(evaluation, choice, &deployment.model.id))
        }
    }
}

/// Which part of the cost decides between an API and machines.
fn reason(
    evaluation: &Evaluation<'_, '_>,
    winner: Choice<'_, '_>,
    other: Choice<'_, '_>,
) -> Option<String> {
    let (first, _) = winner.candidate.priced.as_ref()?;
    let (second, _) = other.candidate.priced.as_ref()?;
    let api_wins = first.api().is_some();
    let (api, machines) = if api_wins { (first, second) } else { (second, first) };
    let scenario = evaluation.scenario;
    let bill = api.running_today(scenario).total();
    let running = machines.running_today(scenario);
    let bill_text = monthly(bill);
    Some(if running.rent > bill {
        format!("its bill ({bill_text}) is less than the rent ({})", monthly(running.rent))
    } else if running.energy > bill {
        format!("its bill ({bill_text}) is less than the power bill ({})", monthly(running.energy))
    } else if running.total() >= bill {
        format!(
            "its bill ({bill_text}) is less than what the machines cost to run ({})",
            monthly(running.total())
        )
    } else {
        let saving = bill - running.total();
        repayment(evaluation, machines, saving, api_wins)
    })
}

fn repayment(
    evaluation: &Evaluation<'_, '_>,
    machines: &ServingOption<'_>,
    saving: UsdPerMonth,
    api_wins: bool,
) -> String {
    let scenario = evaluation.scenario;
    let upfront = machines.month(scenario, 0).purchase;
    if upfront.get() == 0.0 {
        return format!("the machines cost {} a month less than its bill", monthly(saving));
    }
    let horizon = scenario.assumptions.horizon_months;
    let when = match evaluation.payback(machines, false) {
        Payback::After(months) => format!("repaid after {}", duration(months)),
        Payback::BeyondHorizon(months) => {
            format!("repaid after {}, beyond the horizon of {horizon} months", duration(months))
        }
        _ => "never repaid".into(),
    };
    let but = if api_wins { "only " } else { "" };
    format!(
        "the machines cost {} and save {but}{} a month over the bill: {when}",
        once(upfront),
        monthly(saving)
    )
}

/// The break-even volume of the cheapest machines, and what it would take.
fn break_even(evaluation: &Evaluation<'_, '_>) -> Option<String> {
    let baseline = evaluation.baseline?;
    let fleets = evaluation
        .choices
        .iter()
        .filter(|choice| choice.candidate.is_possible())
        .filter_map(|choice| choice.candidate.priced.as_ref())
        .filter_map(|(option, totals)| Some((option.fleet()?, totals.cost().get())));
    let (fleet, _) = fleets.min_by(|a, b| a.1.total_cmp(&b.1))?;
    let (line, found) = evaluation.break_even(fleet)?;
    let volume = evaluation.scenario.workload.tokens();
    let machine = &fleet.deployment.hardware.id;
    Some(match found {
        BreakEven::Reachable { tokens, machines, always_above } => {
            let beyond = always_above
                .filter(|above| above.get() > tokens.get() * 1.001)
                .map(|above| format!(", and wins at every volume above {}", per_day(above)));
            format!(
                "break-even with {}: {} ({}), {} your volume{}",
                baseline.id,
                per_day(tokens),
                machines_of(machines, machine),
                times(tokens, volume),
                beyond.unwrap_or_default()
            )
        }
        BreakEven::Never { .. } => never(fleet, &line, &baseline.id),
    })
}

fn never(fleet: &Fleet<'_>, line: &Line, baseline: &str) -> String {
    let machine = &fleet.deployment.hardware.id;
    let full = line.capacity;
    let cost = line.machine + line.token * full;
    format!(
        "break-even with {baseline}: never. A full {machine} serves {} for {} a month, {} per \
         million tokens; the API asks {}",
        per_day(full.per_day()),
        monthly(cost),
        per_mtok(cost / full),
        per_mtok(line.baseline)
    )
}

fn machines_of(number: f64, hardware: &str) -> String {
    format!("{} x {hardware}", whole(number))
}

fn times(tokens: TokensPerDay, volume: TokensPerDay) -> String {
    let ratio = tokens / volume;
    if ratio >= 0.995 { format!("{ratio:.1} times") } else { format!("{} of", percent(ratio)) }
}

/// The nearest miss of every kind: what it lacks.
fn misses(evaluation: &Evaluation<'_, '_>) -> Vec<String> {
    let missing = evaluation.choices.iter().filter(|choice| !choice.candidate.is_possible());
    missing
        .take(5)
        .map(|choice| {
            let reasons: Vec<&str> =
                choice.candidate.unmet.iter().map(|unmet| &*unmet.reason).collect();
            format!("{} {}", choice.candidate.subject.id(), reasons.join("; "))
        })
        .collect()
}

/// Everything that was assumed because nobody said otherwise, zeros above all.
fn assumed(evaluation: &Evaluation<'_, '_>) -> Vec<String> {
    let scenario = evaluation.scenario;
    let (workload, assumptions) = (&scenario.workload, &scenario.assumptions);
    let mut lines = vec![
        format!(
            "demand: {} load, busiest hour {:.1} x the mean; growth {} a year",
            workload.load.name,
            workload.load.peak_factor(),
            percent(workload.growth_per_year)
        ),
        format!(
            "electricity: ${} per kWh, PUE {}; months of 730 hours",
            assumptions.electricity.get(),
            assumptions.pue
        ),
        format!("operations: {} h/month assumed", assumptions.ops_hours.get()),
        format!(
            "API prices: {} a year; discount rate {}; rent overhead {}",
            signed_percent(assumptions.api_price_trend),
            percent(assumptions.discount),
            percent(assumptions.rent_overhead)
        ),
    ];
    lines.extend(machine_zeros(evaluation));
    let fresh_only = workload.cached.get() == 0.0;
    if fresh_only {
        lines.push("cached input: 0 %".into());
    }
    lines
}

fn signed_percent(share: f64) -> String {
    if share == 0.0 { "no change".into() } else { format!("{:+.0} %", share * 100.0) }
}

/// Costs of machines that no profile states and that are therefore counted as zero.
fn machine_zeros(evaluation: &Evaluation<'_, '_>) -> Vec<String> {
    let hardware: Vec<_> = evaluation
        .choices
        .iter()
        .filter_map(|choice| match &choice.candidate.subject {
            Subject::Deployment(deployment, Tenure::Bought | Tenure::Owned) => {
                Some(deployment.hardware)
            }
            _ => None,
        })
        .collect();
    let Some(first) = hardware.first() else { return Vec::new() };
    let mut zeros = Vec::new();
    if hardware.iter().any(|h| h.hosting.is_none()) {
        zeros.push("hosting");
    }
    if hardware.iter().any(|h| h.maintenance.is_none()) {
        zeros.push("maintenance");
    }
    let mut lines = Vec::new();
    if !zeros.is_empty() {
        lines.push(format!("{}: not stated, $0 counted", zeros.join(" and ")));
    }
    let resale = super::option::resale_fraction(first, &evaluation.scenario.assumptions);
    let of = if hardware.len() > 1 {
        format!(" ({}; others by profile)", first.id)
    } else {
        String::new()
    };
    lines.push(format!(
        "resale: {} of the purchase after {}{of}",
        percent(resale),
        count(evaluation.scenario.assumptions.horizon_months as usize, "month")
    ));
    lines
}
