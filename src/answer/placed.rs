//! Where the machines of the verdict stand, what that adds, and what they idle away.

use super::names::machines_of;
use crate::calc::capacity::fleet::Tenure;
use crate::calc::cash::ledger::Ledger;
use crate::calc::option::serving::ServingOption;
use crate::calc::price::item::{Origin, Part};
use crate::calc::price::wall_power::sleep_of;
use crate::calc::verdict::evaluation::Evaluation;
use crate::calc::verdict::selection::Choice;
use crate::figure::{dollars, fixed};
use crate::money::amount;
use crate::place::{Place, Rack};

/// Idle power is said where it is at least this share of the electricity.
const MUCH: f64 = 0.5;

/// Sentences of the machines of an option; none where it has no machines.
pub fn sentences(evaluation: &Evaluation<'_, '_>, winner: Choice<'_, '_>) -> Vec<String> {
    let Some(option) = winner.candidate.option() else { return Vec::new() };
    let ledger = Ledger::new(option, evaluation.scenario);
    racked(evaluation, option, &ledger)
        .into_iter()
        .chain(idled(evaluation, option, &ledger))
        .collect()
}

fn racked(
    evaluation: &Evaluation<'_, '_>,
    option: &ServingOption<'_>,
    ledger: &Ledger<'_, '_, '_>,
) -> Option<String> {
    let (fleet, quantities) = (option.machines()?, ledger.first_quantities());
    let kilowatts = quantities.rack_kilowatts;
    if quantities.place != Place::Rack {
        return None;
    }
    let hardware = fleet.deployment.hardware;
    let load = hardware.load.typical.get() * quantities.machines / 1_000.0;
    let (draw, stand) =
        if quantities.machines == 1.0 { ("draws", "stands") } else { ("draw", "stand") };
    let machines = machines_of(quantities.machines, &hardware.id);
    let hosting = ledger.first_month_of(|item| item.origin == Origin::RackHosting).get();
    let time = ledger.first_month_of(|item| item.origin == Origin::RackOperations).get();
    let rate = evaluation.scenario.assumptions.ops_rate.get();
    let mut parts = Vec::new();
    if hosting > 0.0 {
        parts.push(format!("{} of hosting", dollars(hosting)));
    }
    if time > 0.0 {
        let hours = if rate > 0.0 { fixed(time / rate, 1) } else { String::new() };
        parts.push(format!("{hours} h of operations ({})", dollars(time)));
    }
    let adds = match parts.is_empty() {
        true => String::new(),
        false => format!(
            ", which adds {} a month for {} kW above what a household carries",
            parts.join(" and "),
            fixed(kilowatts, 2)
        ),
    };
    let load = fixed(load, 2);
    Some(match fleet.tenure {
        Tenure::Rented => format!("{machines} {draw} {load} kW under load{adds}"),
        Tenure::Bought | Tenure::Owned => {
            format!("{machines} {draw} {load} kW under load and {stand} in a rack{adds}")
        }
    })
}

/// Electricity of the first month, US dollars, of machines while they wait: their idle power in the
/// hours in which they are not busy.
pub fn idle_energy(ledger: &Ledger<'_, '_, '_>) -> f64 {
    let quantities = ledger.first_quantities();
    if quantities.machines == 0.0 {
        return 0.0;
    }
    let there = ledger.first_month_of(|item| matches!(item.origin, Origin::IdlePower(_))).get();
    there * (1.0 - quantities.work.busy / quantities.machines)
}

fn idled(
    evaluation: &Evaluation<'_, '_>,
    option: &ServingOption<'_>,
    ledger: &Ledger<'_, '_, '_>,
) -> Option<String> {
    let assumptions = &evaluation.scenario.assumptions;
    let fleet = option.machines().filter(|fleet| fleet.tenure != Tenure::Rented)?;
    let idle = idle_energy(ledger);
    let all = ledger.first_month_of(|item| item.part == Part::Energy).get();
    let waits =
        if sleep_of(fleet.deployment.hardware, assumptions).is_some() { "sleeps" } else { "idles" };
    (idle >= MUCH * all && all > 0.0).then(|| {
        format!(
            "the machine {waits} away {} of {} of electricity a month",
            dollars(idle),
            dollars(all)
        )
    })
}

/// What a rack costs, for the list of what is assumed.
pub fn of_rack(rack: &Rack, evaluation: &Evaluation<'_, '_>) -> String {
    let (electricity, pue) = evaluation.scenario.assumptions.power_at(Place::Rack);
    format!(
        "in a rack, above {} kW of load: electricity {} per kWh, PUE {pue}; {} of hosting and {} h of \
         operations a month for each kW above",
        fixed(rack.above.get() / 1_000.0, 1),
        amount(electricity.get(), |usd| fixed(usd, 4).trim_end_matches('0').into()),
        dollars(rack.hosting_per_kw.get()),
        rack.ops_hours_per_kw.get()
    )
}
