//! Requirements: every option is judged against every one of them; not stated is not met.

use crate::api::Api;
use crate::calc::capacity::fleet::Tenure;
use crate::figure::whole;
use crate::hardware::Hardware;
use crate::model::Model;
use crate::requirement::{Requirement, Requirements, Unmet};
use crate::scenario::Scenario;
use crate::source::Text;
use crate::tier::Tier;

/// What an endpoint fails, as a part that must reach at least `least` (the frontier for the hard
/// share), or else the tier that was asked for or is usual.
pub fn api(scenario: &Scenario<'_>, api: &Api, least: Option<Tier>) -> Vec<Unmet> {
    let named = scenario.pins.apis.contains(&api.id);
    let mut unmet = Vec::new();
    unmet.extend(tier(&scenario.requirements, api.tier, named, least));
    unmet.extend(api_context(scenario, api));
    for requirement in &scenario.requirements.asked {
        unmet.extend(api_fails(api, requirement).map(|why| Unmet::new(requirement.word(), why)));
    }
    unmet
}

/// The context or the output that an endpoint lacks for the request.
pub fn api_context(scenario: &Scenario<'_>, api: &Api) -> Option<Unmet> {
    let wanted = scenario.context_tokens() * api.tokens_factor;
    let why = match api.context_tokens {
        None => "context length is not stated".to_string(),
        Some(most) if wanted > most => context_too_short(most, wanted),
        Some(_) => {
            let output = scenario.workload.request.output_tokens * api.tokens_factor;
            let most = api.max_output_tokens.filter(|most| output > *most)?;
            format!("writes at most {} tokens, {} wanted", whole(most), whole(output))
        }
    };
    Some(Unmet::new("context", why))
}

fn context_too_short(most: f64, wanted: f64) -> String {
    format!("holds {} tokens, {} wanted", whole(most), whole(wanted))
}

fn api_fails(api: &Api, requirement: &Requirement) -> Option<String> {
    let because = |fails: bool, why: &str| fails.then(|| why.to_string());
    match requirement {
        Requirement::Needs(kinds) => lacks(api.modalities.as_deref(), kinds),
        Requirement::MinSpeed(least) => match api.decode_tokens_per_second {
            None => Some("speed of one stream is not stated".into()),
            Some(speed) if speed.typical < *least => {
                Some(format!("one stream makes {} tokens/s, {least} wanted", speed.typical))
            }
            Some(_) => None,
        },
        Requirement::MaxWait(most) => match api.time_to_first_token_seconds {
            None => Some("time to the first token is not stated".into()),
            Some(wait) if wait.typical > *most => {
                Some(format!("first token after {} s, {most} s accepted", wait.typical))
            }
            Some(_) => None,
        },
        Requirement::Privacy => because(true, "data leaves your premises"),
        Requirement::OwnTenancy => because(true, "machines are shared with others"),
        Requirement::Offline => because(true, "needs a network"),
        Requirement::Control => because(true, "weights and version are the provider's"),
        Requirement::Current => because(api.serves.is_some(), "serves one fixed open-weight model"),
        Requirement::Tier(_)
        | Requirement::Context(_)
        | Requirement::NoOps
        | Requirement::Burst(_) => None,
    }
}

/// What machines fail whatever their size.
pub fn machines(
    scenario: &Scenario<'_>,
    hardware: &Hardware,
    model: &Model,
    tenure: Tenure,
    least: Option<Tier>,
) -> Vec<Unmet> {
    let named = scenario.pins.models.contains(&model.id);
    let mut unmet = Vec::new();
    unmet.extend(tier(&scenario.requirements, model.tier, named, least));
    let wanted = scenario.context_tokens() * model.tokens_factor;
    if wanted > model.context_tokens {
        unmet.push(Unmet::new("context", context_too_short(model.context_tokens, wanted)));
    }
    for requirement in &scenario.requirements.asked {
        let why = machines_fail(model, tenure, requirement);
        unmet.extend(why.map(|why| Unmet::new(requirement.word(), why)));
    }
    let unpriced = price_missing(scenario, hardware, tenure);
    unmet.extend(unpriced.map(|what| Unmet::new("price", format!("{what} is not stated"))));
    unmet
}

fn machines_fail(model: &Model, tenure: Tenure, requirement: &Requirement) -> Option<String> {
    let rented = tenure == Tenure::Rented;
    let because = |fails: bool, why: &str| fails.then(|| why.to_string());
    match requirement {
        Requirement::Needs(kinds) => lacks(model.modalities.as_deref(), kinds),
        Requirement::Privacy => because(rented, "data leaves your premises"),
        Requirement::Offline => because(rented, "needs a network"),
        Requirement::NoOps => because(true, "somebody has to look after the machines"),
        Requirement::Current => because(true, "somebody has to install new models"),
        // Own or rented whole, nobody else uses them, and the weights on them are yours. The rest
        // is judged where machines are sized.
        Requirement::OwnTenancy
        | Requirement::Control
        | Requirement::Tier(_)
        | Requirement::Context(_)
        | Requirement::MinSpeed(_)
        | Requirement::MaxWait(_)
        | Requirement::Burst(_) => None,
    }
}

fn tier(requirements: &Requirements, has: Tier, named: bool, least: Option<Tier>) -> Option<Unmet> {
    // The usual tier narrows the search; it does not rule out what the user named.
    let usual = requirements.usual_tier.filter(|_| !named);
    let wanted = least.or(requirements.asked_tier()).or(usual)?;
    let why = if least.is_some() { " for the hard share" } else { "" };
    (has < wanted)
        .then(|| Unmet::new("tier", format!("is of the {has} tier, {wanted} wanted{why}")))
}

fn lacks(has: Option<&[Text]>, wanted: &[Text]) -> Option<String> {
    let Some(has) = has else { return Some("kinds of input are not stated".into()) };
    let missing: Vec<&str> =
        wanted.iter().filter(|kind| !has.contains(kind)).map(|kind| &**kind).collect();
    (!missing.is_empty()).then(|| format!("does not take {}", missing.join(", ")))
}

/// The price that is not stated, if there has to be one.
pub fn price_missing(
    scenario: &Scenario<'_>,
    hardware: &Hardware,
    tenure: Tenure,
) -> Option<&'static str> {
    let (missing, what) = match tenure {
        Tenure::Bought => (hardware.price.is_none(), "purchase price"),
        Tenure::Rented => {
            let price = scenario.assumptions.rent_price;
            (hardware.rent_at(price).is_none(), price.noun())
        }
        Tenure::Owned => (false, ""),
    };
    missing.then_some(what)
}
