//! Requirements: every option is judged against every one of them, with one of three answers.
//!
//! What must be promised (privacy, offline work, kinds of input) is not met until it is stated. A
//! number that every endpoint has (speed, wait, context) may be missing from its profile: that is
//! nobody's constraint, and the option stays, on a condition that is said.

use super::api_terms;
use crate::api::Api;
use crate::calc::capacity::fleet::Tenure;
use crate::calc::option::subject::Subject;
use crate::hardware::Hardware;
use crate::model::Model;
use crate::rent::{Offer, OfferTerms};
use crate::requirement::{NotStated, Requirement, Requirements};
use crate::scenario::Scenario;
use crate::source::Text;
use crate::tier::Tier;
use crate::unmet::{Long, Short, Term, TokenLimit, Unmet, Unobtainable};

/// What a requirement says of an option.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// It is met.
    Eligible,
    /// It is not, and why.
    Ineligible(Unmet),
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
    unmet.extend(too_long(scenario, api));
    unmet.extend(api_terms::unmet(scenario, api, share));
    let usual_speed = Requirement::MinSpeed(scenario.min_speed().get());
    let is_speed = |requirement: &&Requirement| matches!(requirement, Requirement::MinSpeed(_));
    let rest = scenario.requirements.asked.iter().filter(|requirement| !is_speed(requirement));
    for requirement in std::iter::once(&usual_speed).chain(rest) {
        if let Answer::Ineligible(why) = api_answer(scenario, api, requirement) {
            unmet.push(why);
        }
    }
    unmet
}

/// Why the context or the output of an endpoint does not hold the request, by what is stated.
fn too_long(scenario: &Scenario<'_>, api: &Api) -> Option<Unmet> {
    let made = scenario.workload.output_times(api.billing.output_factor);
    let hidden = scenario.workload.request.output_tokens * (made - 1.0);
    let wanted = (scenario.context_tokens() + hidden) * api.tokens_factor;
    if let Some(most) = api.context_tokens.filter(|most| wanted > *most) {
        return Some(context_too_short(most, wanted));
    }
    let output = scenario.workload.request.output_tokens * made * api.tokens_factor;
    let most = api.max_output_tokens.filter(|most| output > *most)?;
    Some(Unmet::Tokens(TokenLimit::Output, Short { has: most, wanted: output }))
}

const fn context_too_short(has: f64, wanted: f64) -> Unmet {
    Unmet::Tokens(TokenLimit::Context, Short { has, wanted })
}

fn api_answer(scenario: &Scenario<'_>, api: &Api, requirement: &Requirement) -> Answer {
    let unless = |met: bool, why: Unmet| match met {
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
                Unmet::StatedSpeed(Short { has: speed.typical, wanted: *least }),
            ),
        },
        Requirement::MaxWait(most) => match api.time_to_first_token_seconds {
            None => Answer::NotStated,
            Some(wait) => unless(
                wait.typical <= *most,
                Unmet::StatedWait(Long { takes: wait.typical, accepted: *most }),
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
        Requirement::Privacy => Answer::Ineligible(Unmet::DataLeaves),
        Requirement::OwnTenancy => Answer::Ineligible(Unmet::Shared),
        Requirement::Offline => Answer::Ineligible(Unmet::Network),
        Requirement::Control => Answer::Ineligible(Unmet::NotYours),
        Requirement::Current => unless(api.serves.is_none(), Unmet::FixedWeights),
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
        unmet.push(context_too_short(model.context_tokens, wanted));
    }
    let asked = scenario.requirements.asked.iter();
    unmet.extend(asked.filter_map(|requirement| machines_fail(model, tenure, requirement)));
    unmet.extend(unobtainable(scenario, hardware, tenure));
    unmet
}

fn machines_fail(model: &Model, tenure: Tenure, requirement: &Requirement) -> Option<Unmet> {
    let rented = tenure == Tenure::Rented;
    match requirement {
        Requirement::Needs(kinds) => lacks(model.modalities.as_deref(), kinds),
        Requirement::Privacy => rented.then_some(Unmet::DataLeaves),
        Requirement::Offline => rented.then_some(Unmet::Network),
        Requirement::NoOps => Some(Unmet::Care),
        Requirement::Current => Some(Unmet::InstalledByHand),
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
    (has < wanted).then_some(Unmet::Tier { has, wanted, of_hard: least.is_some() })
}

/// Whether a number on the index is high enough; of what is not scored its tier says between which two it
/// is.
fn index(requirements: &Requirements, (tier, has): (Tier, Option<f64>)) -> Option<Unmet> {
    let wanted = requirements.min_index()?;
    match has {
        Some(has) => (has < wanted).then_some(Unmet::Index { has, wanted }),
        None if tier.least_index() >= wanted => None,
        None if tier < Tier::of_index(wanted) => Some(Unmet::TierBelowIndex { has: tier, wanted }),
        None => Some(Unmet::NoIndex(wanted)),
    }
}

fn lacks(has: Option<&[Text]>, wanted: &[Text]) -> Option<Unmet> {
    let Some(has) = has else { return Some(Unmet::KindsNotStated) };
    let missing: Vec<Text> = wanted.iter().filter(|kind| !has.contains(kind)).cloned().collect();
    (!missing.is_empty()).then_some(Unmet::Kinds(missing))
}

/// Why a machine cannot be had in this way at any number.
pub fn unobtainable(scenario: &Scenario<'_>, hardware: &Hardware, tenure: Tenure) -> Option<Unmet> {
    match tenure {
        Tenure::Bought | Tenure::Owned if hardware.offer.is_some() => {
            Some(Unobtainable::OnlyRented.into())
        }
        Tenure::Bought if hardware.price.is_none() => Some(Unobtainable::NoPurchasePrice.into()),
        Tenure::Bought => {
            let why = hardware.unsold(scenario.today).map(Unobtainable::Unsold);
            why.map(Unmet::from)
        }
        Tenure::Rented => {
            let price = scenario.assumptions.rent_price;
            let missing =
                hardware.rent_at(price).is_none().then(|| Unobtainable::NoRent(price).into());
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
            Some(Term::Committed { term: months, horizon }.into())
        }
        OfferTerms::Spot { instead: None, .. } => Some(Unobtainable::NoFallback.into()),
        OfferTerms::Serverless(terms) => {
            let accepted = scenario.requirements.max_wait()?;
            let takes = terms.start_seconds;
            (takes > accepted).then_some(Unmet::Start(Long { takes, accepted }))
        }
        OfferTerms::OnDemand | OfferTerms::Reserved { .. } | OfferTerms::Spot { .. } => None,
    }
}
