//! What was assumed because nobody said otherwise, zeros above all.

use super::placed;
use crate::assumptions::HostTenure;
use crate::calc::capacity::fleet::Tenure;
use crate::calc::price::machine::resale_fraction;
use crate::calc::verdict::evaluation::Evaluation;
use crate::calc::verdict::selection::Choice;
use crate::figure::{dollars, fixed, percent, short, significant};
use crate::hardware::Hardware;
use crate::money::{self, amount};
use crate::place::Place;
use crate::report::{About, Sentence};
use crate::text::{count, list};
use crate::units::Usd;
use crate::workload::CacheWrites;

/// Everything that was assumed because nobody said otherwise, zeros above all.
pub fn assumed(evaluation: &Evaluation<'_, '_>) -> Vec<Sentence> {
    let scenario = evaluation.scenario;
    let (workload, assumptions) = (&scenario.workload, &scenario.assumptions);
    let mut lines: Vec<Sentence> = said([
        format!(
            "demand: {} load, busiest hour {} x the mean; growth {} a year",
            workload.load.name,
            fixed(workload.load.peak_factor(), 1),
            percent(workload.growth_per_year)
        ),
        format!(
            "electricity: {} per kWh, PUE {}; months of 730 hours",
            amount(assumptions.electricity.get(), |usd| significant(usd, 12)),
            assumptions.pue
        ),
        format!("operations: {} h/month", assumptions.ops_hours.get()),
        format!(
            "API prices: {} a year; discount rate {}; rent overhead {}",
            signed_percent(assumptions.api_price_trend),
            percent(assumptions.discount),
            percent(assumptions.rent_overhead)
        ),
    ])
    .collect();
    lines.extend(said(money::shown().map(|currency| {
        format!("amounts: {currency} for a US dollar; prices as published, in US dollars")
    })));
    lines.extend(said(users(evaluation)));
    lines.extend(said(prompt_lengths(evaluation)));
    lines.extend(said(cache_writes(evaluation)));
    lines.extend(said(idle_sessions(evaluation)));
    lines.extend(hidden_output(evaluation));
    lines.extend(said(rack(evaluation)));
    lines.extend(machine_zeros(evaluation));
    lines.extend(said(waits(evaluation)));
    if scenario.requirements.burst().is_none() {
        lines.push(
            "bursts shorter than an hour: not counted; say `--burst N` to size for them".into(),
        );
    }
    let fresh_only = workload.cached.get() == 0.0;
    if fresh_only {
        lines.push("cached input: 0 %".into());
    }
    lines
}

/// What is believed of the requests of a user, where nobody said how much they use it.
fn users(evaluation: &Evaluation<'_, '_>) -> Option<String> {
    let each = evaluation.scenario.per_user.filter(|each| each.low < each.high)?;
    let [low, typical, high] = [each.low, each.typical, each.high].map(short);
    Some(format!(
        "each user: {typical} requests a day; {low} of light and {high} of heavy use, `--use` says which"
    ))
}

/// What is assumed where the wait of machines is shown.
fn waits(evaluation: &Evaluation<'_, '_>) -> Option<String> {
    let mut subjects = evaluation.choices.iter().map(|choice| &choice.candidate.subject);
    subjects.any(|subject| subject.deployment().is_some()).then(|| {
        "waits: requests at random, replies of exponential length; near full load p95 is a third too low"
            .into()
    })
}

/// How far prompts lie apart, where an API shown bills long ones otherwise.
fn prompt_lengths(evaluation: &Evaluation<'_, '_>) -> Option<String> {
    let mut apis = evaluation.choices.iter().flat_map(|choice| choice.candidate.subject.apis());
    apis.any(|api| !api.long_context.is_empty()).then(|| {
        match evaluation.scenario.workload.prompt_spread {
            0.0 => "prompts: all alike; long ones cost more".into(),
            spread => format!(
                "prompts: lognormal around their mean, spread {spread}; the long ones cost more"
            ),
        }
    })
}

/// How much is written to a cache, where an API shown bills that and nobody counted it.
fn cache_writes(evaluation: &Evaluation<'_, '_>) -> Option<String> {
    let workload = &evaluation.scenario.workload;
    let CacheWrites::PerRead(factor) = workload.cache_writes else { return None };
    let mut apis = evaluation.choices.iter().flat_map(|choice| choice.candidate.subject.apis());
    let billed = workload.cached.get() > 0.0 && apis.any(|api| api.billing.bills_writes());
    let hour = match workload.hour_writes {
        0.0 => String::new(),
        share => format!(", {} of it for an hour", percent(share)),
    };
    billed.then(|| format!("cache writes: {} of what is read from it{hour}", percent(factor)))
}

/// What machines keep of the prompts of idle sessions, where something is cached.
fn idle_sessions(evaluation: &Evaluation<'_, '_>) -> Option<String> {
    let workload = &evaluation.scenario.workload;
    let options = evaluation.choices.iter().filter_map(|choice| choice.candidate.option());
    let fleets = options.filter_map(|option| option.machines());
    let found = fleets.map(|fleet| {
        let (hits, on) = (fleet.rates.cache_hits, &fleet.deployment.hardware.id);
        format!("{} found on {on}", percent(hits))
    });
    let mut found: Vec<String> = found.collect();
    found.dedup();
    let counted = match workload.idle_sessions {
        0.0 => "one prompt for all".into(),
        1.0 => "1 idle session for each request in progress".into(),
        idle => format!("{} idle sessions for each request in progress", short(idle)),
    };
    let shown = workload.cached.get() > 0.0 && !found.is_empty();
    shown.then(|| format!("cached input on machines: {counted}; {}", list(&found, "and")))
}

/// Output that nobody sees, where no profile says how much of it there is.
fn hidden_output(evaluation: &Evaluation<'_, '_>) -> Option<Sentence> {
    if evaluation.scenario.workload.counts_hidden {
        return None;
    }
    let subjects = || evaluation.choices.iter().map(|choice| &choice.candidate.subject);
    let apis = subjects().flat_map(|subject| subject.apis()).map(|api| api.billing.output_factor);
    let models = subjects().filter_map(|subject| subject.deployment());
    let models = models.map(|(deployment, _)| deployment.model.output_factor);
    let mut stated = apis.chain(models);
    let unknown = stated.any(|factor| factor.is_none());
    unknown.then(|| not_stated("hidden reasoning: not stated, 0 counted"))
}

/// What a rack costs, where one of the options stands in one.
fn rack(evaluation: &Evaluation<'_, '_>) -> Option<String> {
    let scenario = evaluation.scenario;
    let is_racked = |choice: &Choice<'_, '_>| {
        let fleet = choice.candidate.option().and_then(|option| option.machines());
        fleet.is_some_and(|fleet| {
            fleet.standing(fleet.first_machines(scenario), scenario).0 == Place::Rack
        })
    };
    let rack = scenario.assumptions.places.rack.as_ref()?;
    evaluation.choices.iter().any(is_racked).then(|| placed::of_rack(rack, evaluation))
}

fn said(texts: impl IntoIterator<Item = String>) -> impl Iterator<Item = Sentence> {
    texts.into_iter().map(Sentence::from)
}

fn not_stated(text: impl Into<String>) -> Sentence {
    Sentence::about(text.into(), About::NotStated)
}

fn signed_percent(share: f64) -> String {
    if share == 0.0 { "no change".into() } else { format!("{:+.0} %", share * 100.0) }
}

/// Whose the computers around cards are, and what machines do while they wait.
fn computers(hardware: &[&Hardware], evaluation: &Evaluation<'_, '_>) -> Vec<Sentence> {
    let scenario = evaluation.scenario;
    let assumptions = &scenario.assumptions;
    let mut lines: Vec<Sentence> = Vec::new();
    let cards = || hardware.iter().filter(|machine| machine.host > Usd::ZERO);
    if assumptions.host == HostTenure::Owned && cards().next().is_some() {
        let there = count(scenario.machines.unwrap_or(1) as usize, "computer");
        lines.push(format!("{there} for cards: there already, and on anyway").into());
        let unknown = cards().filter(|card| card.host_idle.is_none()).map(|card| &*card.id);
        let unknown: Vec<&str> = unknown.collect();
        if !unknown.is_empty() {
            let of = list(&unknown, "and");
            let said =
                format!("idle power of the computer of {of}: not stated, counted with the card");
            lines.push(not_stated(said));
        }
    }
    let asleep: String = match assumptions.sleep {
        None if hardware.iter().all(|machine| machine.sleep.is_none()) => {
            "machines: on all the time; `--sleep W` says what they draw asleep".into()
        }
        None => "machines: asleep between requests where their profile says so".into(),
        Some(sleep) if sleep.after_seconds > 0.0 => format!(
            "machines: asleep at {} W from {} s after the last request on, every request to any of \
             them counted",
            sleep.watts.get(),
            sleep.after_seconds
        ),
        Some(sleep) => format!("machines: asleep at {} W between requests", sleep.watts.get()),
    };
    lines.push(asleep.into());
    lines
}

/// Costs of machines that no profile states and that are therefore counted as zero.
fn machine_zeros(evaluation: &Evaluation<'_, '_>) -> Vec<Sentence> {
    let hardware: Vec<_> = evaluation
        .choices
        .iter()
        .filter_map(|choice| match choice.candidate.subject.deployment() {
            Some((deployment, Tenure::Bought | Tenure::Owned)) => Some(deployment.hardware),
            _ => None,
        })
        .collect();
    let Some(first) = hardware.first() else { return Vec::new() };
    let mut lines = computers(&hardware, evaluation);
    let mut zeros = Vec::new();
    let has_rack = evaluation.scenario.assumptions.places.rack.is_some();
    if !has_rack && hardware.iter().any(|h| h.hosting.is_none()) {
        zeros.push("hosting");
    }
    if hardware.iter().any(|h| h.maintenance.is_none()) {
        zeros.push("maintenance");
    }
    if !zeros.is_empty() {
        let said = format!("{}: not stated, {} counted", zeros.join(" and "), dollars(0.0));
        lines.push(not_stated(said));
    }
    if evaluation.scenario.owned {
        return lines;
    }
    let resale = resale_fraction(first, &evaluation.scenario.assumptions);
    let of = if hardware.len() > 1 {
        format!(" ({}; others by profile)", first.id)
    } else {
        String::new()
    };
    let said = format!(
        "resale: {} of the purchase after {}, straight line until then{of}",
        percent(resale),
        count(first.life.get() as usize, "month")
    );
    lines.push(said.into());
    lines
}
