//! Why the winner wins: against the other side, and at which volume that would change.

use super::names::{machines_of, name};
use super::{comparators, condition, lacking, owned, placed};
use crate::calc::capacity::fleet::Fleet;
use crate::calc::cash::break_even::{BreakEven, Line};
use crate::calc::cash::ledger::Ledger;
use crate::calc::cash::payback::{Payback, payback};
use crate::calc::option::serving::{Kind, ServingOption};
use crate::calc::option::subject::Subject;
use crate::calc::price::item::Part;
use crate::calc::verdict::evaluation::Evaluation;
use crate::calc::verdict::selection::Choice;
use crate::figure::{dollars, duration, fixed, monthly, once, per_day, per_mtok, percent, short};
use crate::range::Pick;
use crate::report::{About, Sentence};
use crate::text::list;
use crate::units::{TokensPerDay, UsdPerMonth};

/// The reasons, a sentence each.
pub fn because(evaluation: &Evaluation<'_, '_>, winner: Choice<'_, '_>) -> Vec<Sentence> {
    let said = |texts: Vec<String>| texts.into_iter().map(Sentence::from);
    let mut sentences: Vec<Sentence> =
        said(condition::sentences(evaluation.scenario, &winner.candidate.subject)).collect();
    sentences.extend(said(comparators::sentences(evaluation, winner)));
    sentences.extend(against_runner_up(evaluation, winner));
    sentences.extend(said(break_even(evaluation).into_iter().collect()));
    sentences.extend(said(placed::sentences(evaluation, winner).into_iter().collect()));
    sentences.extend(said(owned::sentences(evaluation)));
    sentences.extend(doubt(evaluation, winner).map(Sentence::from));
    sentences
}

/// That the verdict hangs on how uncertain the throughput is.
fn doubt(evaluation: &Evaluation<'_, '_>, winner: Choice<'_, '_>) -> Option<String> {
    let doubt = evaluation.doubt.as_ref()?;
    let owned = evaluation.scenario.owned;
    let becomes = match doubt.becomes {
        // Ends of intervals are compared for the same winner as is shown, or not at all.
        Some(kind) if kind == winner.candidate.subject.kind() => return None,
        Some(Kind::Api) => "an API wins",
        Some(Kind::Subscription) => "a subscription wins",
        Some(Kind::Local) if owned => "your own machines win",
        Some(Kind::Local) => "buying machines wins",
        Some(Kind::Rent) => "renting machines wins",
        Some(Kind::Routed) => "several APIs win",
        Some(Kind::Mixed) => "a mix wins",
        None => "nothing meets the requirements",
    };
    let end = if doubt.end == Pick::Low { "low" } else { "high" };
    let rate = doubt.machine.as_ref().map_or_else(String::new, |(machine, rate)| {
        format!(" ({} tokens/s on {machine})", short(*rate))
    });
    Some(format!("throughput is uncertain: at the {end} end of its interval{rate} {becomes}"))
}

/// The winner against the cheapest option of the other side: machines against the API, an API
/// against machines.
fn against_runner_up(evaluation: &Evaluation<'_, '_>, winner: Choice<'_, '_>) -> Vec<Sentence> {
    let kind = |choice: &Choice<'_, '_>| choice.candidate.subject.kind();
    let is_api = |choice: &Choice<'_, '_>| matches!(kind(choice), Kind::Api | Kind::Subscription);
    // A mix is compared with what it is made of; what it is made of is not compared with a mix.
    let other_side = |choice: &&Choice<'_, '_>| {
        choice.candidate.is_possible()
            && choice.can_win
            && is_api(choice) != is_api(&winner)
            && !kind(choice).is_several()
    };
    let mut others: Vec<Choice<'_, '_>> =
        evaluation.choices.iter().filter(other_side).copied().collect();
    others.sort_by(|a, b| a.candidate.cost().get().total_cmp(&b.candidate.cost().get()));
    let mut sentences: Vec<Sentence> = Vec::new();
    if let Some(other) = others.first() {
        sentences.push(difference(evaluation, winner, *other).into());
        sentences.extend(reason(evaluation, winner, *other).map(Sentence::from));
    } else {
        let side = if is_api(&winner) { "machine" } else { "API" };
        sentences.push(format!("no {side} to choose from meets the requirements").into());
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
    let more = (other.candidate.cost() - winner.candidate.cost()).get();
    format!(
        "{} costs {} more over {horizon} months, {} a month",
        name(evaluation, other),
        dollars(more),
        dollars(more / horizon)
    )
}

/// Which part of the cost decides between an API and machines.
fn reason(
    evaluation: &Evaluation<'_, '_>,
    winner: Choice<'_, '_>,
    other: Choice<'_, '_>,
) -> Option<String> {
    let (first, second) = (winner.candidate.option()?, other.candidate.option()?);
    let api_wins = matches!(first.kind(), Kind::Api | Kind::Subscription);
    let (api, machines) = if api_wins { (first, second) } else { (second, first) };
    let scenario = evaluation.scenario;
    let bill = Ledger::new(api, scenario).today().running.total();
    let running = Ledger::new(machines, scenario).today().running;
    let less = |of: &str, amount: UsdPerMonth| {
        let (bill, amount) = (monthly(bill), monthly(amount));
        if api_wins {
            format!("{}'s bill of {bill} a month is less than {of} ({amount})", who(api))
        } else {
            // Growth, price changes or discounting decide, not the first month.
            format!(
                "in the first month {}'s bill of {bill} is still less than {of} ({amount}), over \
                 the horizon it is not",
                who(api)
            )
        }
    };
    Some(if running[Part::Rent] > bill {
        less("the rent of the machines", running[Part::Rent])
    } else if running[Part::Energy] > bill {
        less("the electricity of the machines alone", running[Part::Energy])
    } else if running.total() >= bill {
        less("what the machines cost to run", running.total())
    } else {
        let saving = bill - running.total();
        repayment(evaluation, (machines, api), saving, api_wins)
    })
}

/// The endpoint of an option in a sentence.
fn who(option: &ServingOption<'_>) -> String {
    let apis: Vec<String> = Subject::of(option).apis().map(|api| api.id.to_string()).collect();
    list(&apis, "and")
}

fn repayment(
    evaluation: &Evaluation<'_, '_>,
    (machines, api): (&ServingOption<'_>, &ServingOption<'_>),
    saving: UsdPerMonth,
    api_wins: bool,
) -> String {
    let scenario = evaluation.scenario;
    let today = Ledger::new(machines, scenario).today();
    let upfront = today.once + today.purchase;
    if upfront.get() == 0.0 {
        return format!("the machines cost {} a month less than {}", monthly(saving), who(api));
    }
    let horizon = scenario.assumptions.horizon_months;
    // The saving and the time that it takes are measured against the same API.
    let when = match payback(machines, api, scenario, false) {
        Payback::After(months) if months.get() < 1.0 => "repaid within the first month".into(),
        Payback::After(months) => format!("repaid after {}", duration(months)),
        Payback::BeyondHorizon(months) => {
            format!("repaid after {}, beyond the horizon of {horizon} months", duration(months))
        }
        _ => "not repaid within its life".into(),
    };
    let but = if api_wins { "only " } else { "" };
    format!(
        "the machines cost {} and save {but}{} in the first month against {}: {when}",
        once(upfront),
        monthly(saving),
        who(api)
    )
}

/// The break-even volume of the cheapest machines, and what it would take.
fn break_even(evaluation: &Evaluation<'_, '_>) -> Option<String> {
    let baseline = evaluation.baseline?;
    let fleets =
        evaluation.choices.iter().filter(|choice| choice.candidate.is_possible()).filter_map(
            |choice| {
                let option = choice.candidate.option()?;
                Some((option, option.machines_alone()?, choice.candidate.cost().get()))
            },
        );
    let (option, fleet, _) = fleets.min_by(|a, b| a.2.total_cmp(&b.2))?;
    let (line, found) = evaluation.break_even(option)?;
    let volume = evaluation.scenario.workload.tokens();
    let machine = &fleet.deployment.hardware.id;
    Some(match found {
        BreakEven::Reachable { tokens, machines, always_above } => {
            let beyond =
                always_above.filter(|above| above.get() > tokens.get() * 1.001).map(|above| {
                    format!(
                        "; from there to {} it depends on how full the last machine is, above \
                         that machines always win",
                        per_day(above)
                    )
                });
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
    let cost = line.full_month();
    format!(
        "break-even with {baseline}: never. A full {machine} serves {} for {} a month, {} per \
         million tokens; the API asks {}",
        per_day(full.per_day()),
        monthly(cost),
        per_mtok(cost / full),
        per_mtok(line.baseline)
    )
}

fn times(tokens: TokensPerDay, volume: TokensPerDay) -> String {
    let ratio = tokens / volume;
    if ratio >= 1.995 {
        format!("{} times", fixed(ratio, 1))
    } else {
        format!("{} of", percent(ratio))
    }
}

/// The nearest miss of every kind: what it lacks.
pub fn misses(evaluation: &Evaluation<'_, '_>) -> Vec<Sentence> {
    let missing = evaluation.choices.iter().filter(|choice| !choice.candidate.is_possible());
    missing
        .take(5)
        .map(|choice| {
            let reasons: Vec<String> = choice.candidate.unmet.iter().map(lacking::reason).collect();
            let id = choice.candidate.subject.id();
            Sentence::about(format!("{id}: {}", reasons.join("; ")), About::Miss(id))
        })
        .collect()
}
