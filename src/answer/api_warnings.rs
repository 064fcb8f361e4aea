//! What to be careful with in the APIs shown: one that ends, and calls that cost nothing elsewhere.

use crate::api::Api;
use crate::calc::decide::api_terms::ends;
use crate::calc::verdict::evaluation::Evaluation;
use crate::report::Warning;
use crate::units::DAYS_PER_MONTH;

/// The warnings.
pub fn of_apis(evaluation: &Evaluation<'_, '_>) -> Vec<Warning> {
    let mut apis: Vec<&Api> = evaluation.baseline.into_iter().collect();
    for api in evaluation.choices.iter().flat_map(|choice| choice.candidate.subject.apis()) {
        if !apis.iter().any(|known| known.id == api.id) {
            apis.push(api);
        }
    }
    let ending = apis.iter().filter_map(|api| ending(evaluation, api));
    ending.chain(plans(evaluation)).chain(calls(evaluation)).collect()
}

/// An API that ends before the horizon does.
fn ending(evaluation: &Evaluation<'_, '_>, api: &Api) -> Option<Warning> {
    let scenario = evaluation.scenario;
    let day = ends(scenario, api)?;
    let months = (day.days_since(scenario.today) as f64 / DAYS_PER_MONTH).floor();
    let is_baseline = evaluation.baseline.is_some_and(|baseline| baseline.id == api.id);
    let next = api.terms.replaced_by.as_ref();
    let next = next.map_or(String::new(), |next| format!(", then {next}"));
    let hint = match months >= 1.0 {
        true => format!("; `--horizon {months}` ends before"),
        false => String::new(),
    };
    let message = match is_baseline {
        true => format!("payback is measured against `{}`, which ends on {day}{next}", api.id),
        false => format!("`{}` ends on {day}{next}{hint}", api.id),
    };
    Some(Warning { code: "retires".into(), message })
}

/// What the subscriptions shown may be used for.
fn plans<'e>(evaluation: &'e Evaluation<'_, '_>) -> impl Iterator<Item = Warning> + use<'e> {
    let choices = evaluation.choices.iter();
    let plans = choices.filter_map(|choice| choice.candidate.subject.api_of_plan()?.plan.as_ref());
    plans.map(|plan| Warning {
        code: "subscription-terms".into(),
        message: match &plan.terms {
            Some(terms) => format!("`{}`: {terms}", plan.id),
            None => format!("`{}`: what it may be used for is not stated; read its terms", plan.id),
        },
    })
}

/// Calls of tools, which cost something at an API and are not counted on machines.
fn calls(evaluation: &Evaluation<'_, '_>) -> Option<Warning> {
    let calls = evaluation.scenario.workload.calls_per_request;
    let mut choices = evaluation.choices.iter();
    let on_machines = choices.any(|choice| choice.candidate.subject.deployment().is_some());
    (calls > 0.0 && on_machines).then(|| Warning {
        code: "calls-not-counted".into(),
        message: format!(
            "{calls} calls of tools per request cost something at an API and nothing on machines \
             here: add what you would pay elsewhere"
        ),
    })
}
