//! What to be careful with in the offers for rent that are shown: commitments, interruptions, starts.

use crate::calc::capacity::autoscale::share_that_waits;
use crate::calc::capacity::fleet::Fleet;
use crate::calc::verdict::evaluation::Evaluation;
use crate::figure::percent;
use crate::rent::OfferTerms;
use crate::report::Warning;
use crate::scenario::Scenario;

/// The warnings, one for each offer.
pub fn of_offers(evaluation: &Evaluation<'_, '_>) -> Vec<Warning> {
    let mut found: Vec<(&str, Warning)> = Vec::new();
    for choice in &evaluation.choices {
        let Some(fleet) = choice.candidate.option().and_then(|option| option.machines()) else {
            continue;
        };
        let id: &str = &fleet.deployment.hardware.id;
        let is_new = !found.iter().any(|(known, _)| *known == id);
        if let Some(said) = said(fleet, evaluation.scenario).filter(|_| is_new) {
            let message = format!("`{id}` {said}");
            found.push((id, Warning { code: "rent-terms".into(), message }));
        }
    }
    found.into_iter().map(|(_, warning)| warning).collect()
}

fn said(fleet: &Fleet<'_>, scenario: &Scenario<'_>) -> Option<String> {
    match fleet.deployment.hardware.offer_terms()? {
        OfferTerms::OnDemand => None,
        OfferTerms::Spot { interrupted, .. } => {
            let share = percent(interrupted);
            Some(format!(
                "is taken back for {share} of the time: one on demand takes its place, and requests wait until it is there"
            ))
        }
        OfferTerms::Reserved { months } => {
            Some(format!("is held for {} months, needed or not", months.get()))
        }
        OfferTerms::Serverless(terms) => {
            let share = percent(share_that_waits(scenario, fleet, &terms));
            let seconds = terms.start_seconds;
            Some(format!(
                "stops when nothing is asked: {share} of requests wait {seconds} s for a start"
            ))
        }
    }
}
