//! What machines that are there already are worth: sold, or joined by others.

use super::names::machines_of;
use crate::calc::capacity::fleet::{Fleet, Tenure};
use crate::calc::cash::payback::Payback;
use crate::calc::decide::menu::sized;
use crate::calc::option::serving::ServingOption;
use crate::calc::price::machine::{purchase, resale_fraction};
use crate::calc::verdict::evaluation::Evaluation;
use crate::figure::{dollars, duration, once, percent};

/// What selling the machines would bring, and whether as many again would pay for as much demand
/// again; nothing when no machine is owned.
pub fn sentences(evaluation: &Evaluation<'_, '_>) -> Vec<String> {
    let owned = evaluation.choices.iter().find_map(|choice| {
        let fleet = choice.candidate.option()?.machines_alone()?;
        (fleet.tenure == Tenure::Owned).then_some(fleet)
    });
    let Some(fleet) = owned else { return Vec::new() };
    let mut sentences = vec![sale(evaluation, fleet)];
    sentences.extend(second(evaluation, fleet));
    sentences
}

fn sale(evaluation: &Evaluation<'_, '_>, fleet: &Fleet<'_>) -> String {
    let assumptions = &evaluation.scenario.assumptions;
    let hardware = fleet.deployment.hardware;
    let number = fleet.owned;
    let machines = machines_of(number, &hardware.id);
    let fraction = resale_fraction(hardware, assumptions);
    if hardware.price.is_none() {
        return format!("what selling {machines} would bring is not known: no price is stated");
    }
    if fraction == 0.0 {
        return format!(
            "what selling {machines} would bring is not stated, {} counted",
            dollars(0.0)
        );
    }
    let price = purchase(hardware, assumptions) * number;
    format!(
        "selling {machines} would bring about {}, {} of the price of {}",
        once(price * fraction),
        percent(fraction),
        once(price)
    )
}

/// The same machines as bought, against the API.
fn second(evaluation: &Evaluation<'_, '_>, owned: &Fleet<'_>) -> Option<String> {
    let scenario = evaluation.scenario;
    let baseline = evaluation.baseline?;
    let hardware = owned.deployment.hardware;
    hardware.price?;
    let bought = Fleet::new(owned.deployment.clone(), Tenure::Bought, owned.rates, 1.0, scenario);
    let number = bought.first_machines(scenario);
    let price = purchase(hardware, &scenario.assumptions) * number;
    let (fleet, unmet) = sized(scenario, bought);
    let option = ServingOption::fleet(fleet);
    if !unmet.is_empty() {
        return None;
    }
    let horizon = scenario.assumptions.horizon_months;
    let pays = match evaluation.payback(&option, false) {
        Payback::Immediate => "would pay from the first day".into(),
        Payback::After(months) if months.get() < 1.0 => {
            "would pay: repaid within the first month".into()
        }
        Payback::After(months) => format!("would pay: repaid after {}", duration(months)),
        Payback::BeyondHorizon(months) => {
            format!("would not pay within {horizon} months: repaid after {}", duration(months))
        }
        Payback::Never | Payback::None => "would not pay: never repaid".into(),
    };
    let what = if number == 1.0 { "a second one" } else { "as many again" };
    Some(format!(
        "{what}, bought for {} to take as much demand again from {}, {pays}",
        once(price),
        baseline.id
    ))
}
