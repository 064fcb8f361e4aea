//! What options are called in a sentence.

use crate::calc::capacity::fleet::Tenure;
use crate::calc::decide::shadow_price::Instead;
use crate::calc::option::subject::{BaseSubject, Candidate, Subject};
use crate::calc::verdict::evaluation::Evaluation;
use crate::calc::verdict::selection::Choice;
use crate::figure::whole;
use crate::scenario::Scenario;

/// `2 x rtx-3090`.
pub fn machines_of(number: f64, hardware: &str) -> String {
    format!("{} x {hardware}", whole(number))
}

/// The verbs of the subject of a sentence.
const DOING: [&str; 4] = ["using", "buying", "using your own", "renting"];

/// As the subject of a sentence: `buying 2 x rtx-3090 with qwen3.8-27b`.
pub fn name(evaluation: &Evaluation<'_, '_>, choice: Choice<'_, '_>) -> String {
    called(evaluation.scenario, choice.candidate, DOING)
}

/// What requirements rule out, as the subject of a sentence.
pub fn instead(instead: &Instead<'_>) -> String {
    subject(&instead.subject, instead.machines, DOING)
}

/// As something to do: `buy 2 x rtx-3090 with qwen3.8-27b`.
pub fn advice(evaluation: &Evaluation<'_, '_>, choice: Choice<'_, '_>) -> String {
    of(evaluation.scenario, choice.candidate)
}

/// What to do with a candidate: `buy 2 x rtx-3090 with qwen3.8-27b`.
pub fn of(scenario: &Scenario<'_>, candidate: &Candidate<'_>) -> String {
    called(scenario, candidate, ["use", "buy", "use your own", "rent"])
}

fn called(scenario: &Scenario<'_>, candidate: &Candidate<'_>, verbs: [&str; 4]) -> String {
    subject(&candidate.subject, candidate.machines(scenario), verbs)
}

fn subject(subject: &Subject<'_>, machines: Option<f64>, verbs: [&str; 4]) -> String {
    let [using, buying, own, renting] = verbs;
    let mut text = match &subject.base {
        BaseSubject::Api(api) => match &api.plan {
            Some(plan) => format!("{using} the subscription {}", plan.id),
            None => format!("{using} the API {}", api.id),
        },
        BaseSubject::Machines(deployment, tenure) => {
            let verb = match tenure {
                Tenure::Bought => buying,
                Tenure::Owned => own,
                Tenure::Rented => renting,
            };
            let machines = machines_of(machines.unwrap_or(1.0), &deployment.hardware.id);
            let features: Vec<&str> = deployment.features.names().map(|name| &**name).collect();
            let features = match &features[..] {
                [] => String::new(),
                names => format!(" and {}", names.join(", ")),
            };
            format!("{verb} {machines} with {}{features}", deployment.model.id)
        }
    };
    if let Some(api) = subject.overflow {
        let what = match &subject.base {
            BaseSubject::Api(_) => "its limit",
            BaseSubject::Machines(..) => "them",
        };
        text.push_str(&format!(", plus {} for what exceeds {what}", api.id));
    }
    if let Some(api) = subject.hard {
        text.push_str(&format!(", plus {} for the hard share", api.id));
    }
    text
}
