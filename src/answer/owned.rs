//! What machines that are there already are worth: sold, or joined by others.

use std::rc::Rc;

use super::names::{machines_of, name};
use crate::calc::capacity::fleet::{Fleet, Tenure};
use crate::calc::cash::payback::Payback;
use crate::calc::decide::sized_fleet::sized;
use crate::calc::demand::horizon::Horizon;
use crate::calc::option::serving::ServingOption;
use crate::calc::price::machine::{accelerators, purchase, resale_fraction};
use crate::calc::verdict::evaluation::Evaluation;
use crate::figure::{duration, once};
use crate::text::count;
use crate::units::Usd;

/// What selling the machines would bring, and whether as many again would pay for as much demand
/// again; nothing when no machine is owned.
pub fn sentences(evaluation: &Evaluation<'_, '_>) -> Vec<String> {
    let owned = evaluation.choices.iter().find_map(|choice| {
        let fleet = choice.candidate.option()?.machines_alone()?;
        (fleet.tenure == Tenure::Owned).then_some((fleet, choice.candidate.cost()))
    });
    let Some((fleet, total)) = owned else { return Vec::new() };
    let mut sentences = vec![sale(evaluation, fleet, total)];
    sentences.extend(second(evaluation, fleet));
    sentences
}

/// What they fetch today, and what keeping them costs when what they lose of that counts: the price of
/// such accelerators today, at straight line as if they were bought now.
fn sale(evaluation: &Evaluation<'_, '_>, fleet: &Fleet<'_>, total: Usd) -> String {
    let scenario = evaluation.scenario;
    let assumptions = &scenario.assumptions;
    let hardware = fleet.deployment.hardware;
    let machines = machines_of(fleet.owned, &hardware.id);
    if hardware.price.is_none() {
        return format!("what selling {machines} would bring is not known: no price is stated");
    }
    let value = accelerators(hardware, assumptions) * fleet.owned;
    let keeping = Horizon::of(scenario).one_life(0.0, hardware.life);
    let lost = value * (keeping.price - resale_fraction(hardware, assumptions) * keeping.fetched);
    let months = count(assumptions.horizon_months as usize, "month");
    let sold = format!("selling {machines} today would bring about {}", once(value));
    let kept =
        format!("with what is lost of that in {months}, keeping costs {}", once(total + lost));
    let others = evaluation.choices.iter().filter(|choice| {
        let alone = choice.candidate.option().and_then(ServingOption::machines);
        choice.can_win && choice.candidate.is_possible() && alone.is_none()
    });
    let instead = others.min_by(|a, b| a.candidate.order(b.candidate));
    let compared = instead.map_or_else(String::new, |choice| {
        let cost = choice.candidate.cost();
        format!(", {} {}", name(evaluation, *choice), once(cost))
    });
    format!("{sold}; {kept}{compared}")
}

/// The same machines as bought, against the API.
fn second(evaluation: &Evaluation<'_, '_>, owned: &Fleet<'_>) -> Option<String> {
    let scenario = evaluation.scenario;
    let baseline = evaluation.baseline?;
    let hardware = owned.deployment.hardware;
    hardware.price?;
    let rated = (owned.rates, Rc::clone(&owned.activities));
    let bought = Fleet::new(owned.deployment.clone(), Tenure::Bought, rated, 1.0, scenario);
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
