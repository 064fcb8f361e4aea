//! Requirements: every option is judged against every one of them, with one of three answers.
//!
//! What must be promised (privacy, offline work, kinds of input) is not met until it is stated. A
//! number that every endpoint has (speed, wait, context) may be missing from its profile: that is
//! nobody's constraint, and the option stays, on a condition that is said.

use super::api_terms;
use crate::api::Api;
use crate::calc::capacity::fleet::Tenure;
use crate::calc::option::subject::Subject;
use crate::date::Date;
use crate::figure::whole;
use crate::hardware::{Hardware, Unsold};
use crate::model::Model;
use crate::rent::{Offer, OfferTerms};
use crate::requirement::{NotStated, Requirement, Requirements, Unmet};
use crate::scenario::Scenario;
use crate::source::Text;
use crate::tier::Tier;

/// What a requirement says of an option.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// It is met.
    Eligible,
    /// It is not, and why.
    Ineligible(String),
    /// It hangs on a number that exists and is not stated.
    NotStated,
}

/// The numbers that requirements hang on and that the endpoints of an option do not state.
pub fn not_stated(scenario: &Scenario<'_>, subject: &Subject<'_>) -> Vec<NotStated> {
    let mut found = Vec::new();
    for api in subject.apis() {
        for requirement in asked(scenario) {
            if api_answer(scenario, api, requirement) == Answer::NotStated {
                let unknown = NotStated { api: api.id.clone(), requirement: requirement.clone() };
                found.push(unknown);
            }
        }
        let raised = api_terms::raised(scenario, subject, api);
        let raised = raised.map(|requirement| NotStated { api: api.id.clone(), requirement });
        found.extend(raised);
    }
    found
}

/// The requirements that ask for more than holds when nobody asks: a speed up to the usual one and a
/// tier below it ask for nothing.
pub fn asked<'s>(scenario: &'s Scenario<'_>) -> impl Iterator<Item = &'s Requirement> {
    let usual_speed = scenario.assumptions.min_speed.get();
    let usual_tier = scenario.requirements.usual_tier;
    scenario.requirements.asked.iter().filter(move |requirement| match requirement {
        Requirement::MinSpeed(speed) => *speed > usual_speed,
        Requirement::Tier(tier) => usual_tier.is_none_or(|usual| *tier >= usual),
        Requirement::MinIndex(index) => usual_tier.is_none_or(|usual| *index > usual.least_index()),
        _ => true,
    })
}

/// What an endpoint fails as a part that serves a share of the workload and must reach at least `least`
/// (the frontier for the hard share), or else the tier that was asked for or is usual.
pub fn api(scenario: &Scenario<'_>, api: &Api, least: Option<Tier>, share: f64) -> Vec<Unmet> {
    // A plan is an option only when it is named.
    let named = scenario.pins.apis.contains(&api.id) || api.plan.is_some();
    let mut unmet = Vec::new();
    unmet.extend(tier(&scenario.requirements, api.tier, named, least));
    unmet.extend(index(&scenario.requirements, (api.tier, api.index)));
    unmet.extend(too_long(scenario, api).map(|why| Unmet::new("context", why)));
    unmet.extend(api_terms::unmet(scenario, api, share));
    let usual_speed = Requirement::MinSpeed(scenario.min_speed().get());
    let is_speed = |requirement: &&Requirement| matches!(requirement, Requirement::MinSpeed(_));
    let rest = scenario.requirements.asked.iter().filter(|requirement| !is_speed(requirement));
    for requirement in std::iter::once(&usual_speed).chain(rest) {
        if let Answer::Ineligible(why) = api_answer(scenario, api, requirement) {
            unmet.push(Unmet::new(requirement.word(), why));
        }
    }
    unmet
}

/// Why the context or the output of an endpoint does not hold the request, by what is stated.
fn too_long(scenario: &Scenario<'_>, api: &Api) -> Option<String> {
    let made = scenario.workload.output_times(api.billing.output_factor);
    let hidden = scenario.workload.request.output_tokens * (made - 1.0);
    let wanted = (scenario.context_tokens() + hidden) * api.tokens_factor;
    if let Some(most) = api.context_tokens.filter(|most| wanted > *most) {
        return Some(context_too_short(most, wanted));
    }
    let output = scenario.workload.request.output_tokens * made * api.tokens_factor;
    let most = api.max_output_tokens.filter(|most| output > *most)?;
    Some(format!("writes at most {} tokens, {} wanted", whole(most), whole(output)))
}

fn context_too_short(most: f64, wanted: f64) -> String {
    format!("holds {} tokens, {} wanted", whole(most), whole(wanted))
}

fn api_answer(scenario: &Scenario<'_>, api: &Api, requirement: &Requirement) -> Answer {
    let fails = |why: &str| Answer::Ineligible(why.into());
    let unless = |met: bool, why: String| match met {
        true => Answer::Eligible,
        false => Answer::Ineligible(why),
    };
    match requirement {
        Requirement::Needs(kinds) => {
            lacks(api.modalities.as_deref(), kinds).map_or(Answer::Eligible, Answer::Ineligible)
        }
        Requirement::MinSpeed(least) => match api.decode_tokens_per_second {
            None => Answer::NotStated,
            Some(speed) => unless(
                speed.typical >= *least,
                format!("one stream makes {} tokens/s, {least} wanted", speed.typical),
            ),
        },
        Requirement::MaxWait(most) => match api.time_to_first_token_seconds {
            None => Answer::NotStated,
            Some(wait) => unless(
                wait.typical <= *most,
                format!("first token after {} s, {most} s accepted", wait.typical),
            ),
        },
        // What is stated is judged with the request itself.
        Requirement::Context(tokens) => {
            let is_more = *tokens > scenario.workload.request.context_tokens();
            match api.context_tokens {
                None if is_more => Answer::NotStated,
                _ => Answer::Eligible,
            }
        }
        Requirement::Privacy => fails("data leaves your premises"),
        Requirement::OwnTenancy => fails("machines are shared with others"),
        Requirement::Offline => fails("needs a network"),
        Requirement::Control => fails("weights and version are the provider's"),
        Requirement::Current => {
            unless(api.serves.is_none(), "serves one fixed open-weight model".into())
        }
        Requirement::Tier(_)
        | Requirement::MinIndex(_)
        | Requirement::NoOps
        | Requirement::Burst(_)
        | Requirement::TokensPerMinute(_)
        | Requirement::RequestsPerMinute(_)
        | Requirement::CallPrice => Answer::Eligible,
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
    unmet.extend(index(&scenario.requirements, (model.tier, model.index)));
    let wanted = scenario.context_of(model);
    if wanted > model.context_tokens {
        unmet.push(Unmet::new("context", context_too_short(model.context_tokens, wanted)));
    }
    for requirement in &scenario.requirements.asked {
        let why = machines_fail(model, tenure, requirement);
        unmet.extend(why.map(|why| Unmet::new(requirement.word(), why)));
    }
    unmet.extend(unobtainable(scenario, hardware, tenure));
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
        | Requirement::MinIndex(_)
        | Requirement::Context(_)
        | Requirement::MinSpeed(_)
        | Requirement::MaxWait(_)
        | Requirement::Burst(_)
        | Requirement::TokensPerMinute(_)
        | Requirement::RequestsPerMinute(_)
        | Requirement::CallPrice => None,
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

/// Whether a number on the index is high enough; of what is not scored its tier says between which two it
/// is.
fn index(requirements: &Requirements, (tier, has): (Tier, Option<f64>)) -> Option<Unmet> {
    let wanted = requirements.min_index()?;
    let why = match has {
        Some(has) => (has < wanted).then(|| format!("has an index of {has}, {wanted} wanted")),
        None if tier.least_index() >= wanted => None,
        None if tier < Tier::of_index(wanted) => {
            Some(format!("is of the {tier} tier, an index of {wanted} wanted"))
        }
        None => Some(format!("states no index, {wanted} wanted")),
    };
    why.map(|why| Unmet::new("min-index", why))
}

fn lacks(has: Option<&[Text]>, wanted: &[Text]) -> Option<String> {
    let Some(has) = has else { return Some("kinds of input are not stated".into()) };
    let missing: Vec<&str> =
        wanted.iter().filter(|kind| !has.contains(kind)).map(|kind| &**kind).collect();
    (!missing.is_empty()).then(|| format!("does not take {}", missing.join(", ")))
}

/// Why a machine cannot be had in this way at any number.
pub fn unobtainable(scenario: &Scenario<'_>, hardware: &Hardware, tenure: Tenure) -> Option<Unmet> {
    let unpriced = |what: &str| Unmet::new("price", format!("{what} is not stated"));
    match tenure {
        Tenure::Bought | Tenure::Owned if hardware.offer.is_some() => {
            Some(Unmet::new("sale", "is an offer for rent"))
        }
        Tenure::Bought if hardware.price.is_none() => Some(unpriced("purchase price")),
        Tenure::Bought => unsold(hardware, scenario.today),
        Tenure::Rented => {
            let price = scenario.assumptions.rent_price;
            let missing = hardware.rent_at(price).is_none().then(|| unpriced(price.noun()));
            missing.or_else(|| refused(scenario, hardware.offer.as_ref()?))
        }
        Tenure::Owned => None,
    }
}

/// Why an offer cannot serve a question.
fn refused(scenario: &Scenario<'_>, offer: &Offer) -> Option<Unmet> {
    let horizon = scenario.assumptions.horizon_months;
    match offer.terms {
        OfferTerms::Reserved { months } if months.get() > f64::from(horizon) => {
            let why = format!("commits for {} months, {horizon} looked at", months.get());
            Some(Unmet::new("commitment", why))
        }
        OfferTerms::Spot { instead: None, .. } => {
            let why = "what takes its place when it is taken back is not stated";
            Some(Unmet::new("price", why))
        }
        OfferTerms::Serverless(terms) => {
            let longest = scenario.requirements.max_wait()?;
            let why =
                format!("takes {} s to start, {longest} s wanted at most", terms.start_seconds);
            (terms.start_seconds > longest).then(|| Unmet::new("max-wait", why))
        }
        OfferTerms::OnDemand | OfferTerms::Reserved { .. } | OfferTerms::Spot { .. } => None,
    }
}

fn unsold(hardware: &Hardware, today: Date) -> Option<Unmet> {
    let why = match hardware.unsold(today)? {
        Unsold::Several(sold_in) => format!("its accelerators are sold {sold_in} at a time"),
        Unsold::Withdrawn(day) => format!("is not sold any more since {day}"),
    };
    Some(Unmet::new("sale", why))
}
