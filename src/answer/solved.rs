//! What `solve` found, in words.

use crate::calc::whatif::solve::{Payback, Solution};
use crate::figure::{dollars, duration, fixed, per_mtok, short};
use crate::lever::Lever;
use crate::money::amount;
use crate::units::{Months, UsdPerMtok};

/// What the values of a lever are measured in.
pub const fn unit(lever: Lever) -> &'static str {
    match lever {
        Lever::Volume => "tokens/day",
        Lever::ApiPrice => "USD per million tokens of the baseline, at this mix",
        Lever::HardwarePrice => "USD per machine",
        Lever::Electricity => "USD per kWh",
        Lever::Throughput => "output tokens/s per machine",
        _ => "",
    }
}

/// The machines that are repaid: number, hardware, model, quantization, engine.
pub fn machines(Payback { machines, deployment, .. }: &Payback<'_>) -> String {
    format!(
        "{machines} x {} with {} ({}, {})",
        deployment.hardware.id,
        deployment.model.id,
        deployment.quantization,
        deployment.engine_label()
    )
}

/// What pays back as things are; and where a lever is asked for, at which of its values machines pay back in
/// time.
pub fn sentence(lever: Option<Lever>, target: Months, solution: &Solution<'_>) -> String {
    let now = match &solution.now {
        Some(now) => {
            format!("as things are, {} pay back in {}", machines(now), duration(now.months))
        }
        None => "as things are, no machine that serves this ever pays back".into(),
    };
    let Some(lever) = lever else { return now };
    let goal = duration(target);
    match &solution.at {
        Some(found) if Some(found) == solution.now.as_ref() => {
            format!("{now}: already within {goal}, at {}", value(lever, found.value))
        }
        Some(found) => format!(
            "machines pay back within {goal} at {}: {}; {now}",
            value(lever, found.value),
            machines(found)
        ),
        None => {
            let best = solution.best.as_ref().map_or("nothing ever pays back".into(), |best| {
                let (time, at) = (duration(best.months), value(lever, best.value));
                format!("the shortest is {time}, at {at} ({})", machines(best))
            });
            format!("no {} makes machines pay back within {goal}: {best}; {now}", lever.word())
        }
    }
}

/// What is found where no volume was said.
pub fn volume_alone(target: Months, solution: &Solution<'_>) -> String {
    let goal = duration(target);
    let volume = |found: &Payback<'_>| value(Lever::Volume, found.value);
    match (&solution.at, &solution.best) {
        (Some(found), _) => {
            format!(
                "machines pay back within {goal} from {} on: {}",
                volume(found),
                machines(found)
            )
        }
        (None, Some(best)) => format!(
            "at no volume do machines pay back within {goal}: the shortest is {}, at {} ({})",
            duration(best.months),
            volume(best),
            machines(best)
        ),
        (None, None) => "at no volume do machines ever pay back".into(),
    }
}

fn value(lever: Lever, value: f64) -> String {
    match lever {
        Lever::Volume => format!("{} tokens/day", short(value)),
        Lever::ApiPrice => {
            format!("an API price of {} per million tokens", per_mtok(UsdPerMtok::new(value)))
        }
        Lever::HardwarePrice => format!("{} per machine", dollars(value)),
        Lever::Electricity => format!("{} per kWh", amount(value, |usd| fixed(usd, 4))),
        _ => format!("{} output tokens/s per machine", short(value)),
    }
}
