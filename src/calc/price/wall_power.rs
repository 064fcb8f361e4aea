//! Power of one machine at the wall that somebody pays for: at work, idle, asleep, and without the
//! computer that was there before the card.

use crate::assumptions::{Assumptions, HostTenure, OneStreamPower, Sleep};
use crate::calc::capacity::power::{PowerParts, asleep};
use crate::hardware::Hardware;
use crate::scenario::Scenario;
use crate::units::{SECONDS_PER_DAY, Watts};
use crate::workload::Workload;

/// Power at work. A computer that is there already draws its own idle power anyway.
pub fn load_power(hardware: &Hardware, assumptions: &Assumptions) -> Watts {
    hardware.load.at(assumptions.outlook.power) - own_host(hardware, assumptions)
}

/// Power of a machine that is on and does nothing.
pub fn idle_power(hardware: &Hardware, assumptions: &Assumptions) -> Watts {
    hardware.idle.at(assumptions.outlook.power) - own_host(hardware, assumptions)
}

/// Parts of the way from idle to load power that output takes.
pub fn power_parts(hardware: &Hardware, assumptions: &Assumptions) -> PowerParts {
    let OneStreamPower { data_center, other } = assumptions.one_stream_power;
    let usual = if hardware.is_of_data_center() { data_center } else { other };
    let decode = hardware.decode_power.unwrap_or(1.0);
    PowerParts { one_stream: hardware.one_stream_power.unwrap_or(usual).min(decode), decode }
}

fn own_host(hardware: &Hardware, assumptions: &Assumptions) -> Watts {
    match assumptions.host {
        HostTenure::Bought => Watts::ZERO,
        HostTenure::Owned => hardware.host_idle.unwrap_or(Watts::ZERO),
    }
}

/// How a machine sleeps: as somebody says, else as its profile does.
pub fn sleep_of(hardware: &Hardware, assumptions: &Assumptions) -> Option<Sleep> {
    assumptions.sleep.or(hardware.sleep)
}

/// Power of a machine that waits: its idle power, and for the share of the time that it is asleep what it
/// draws then: `idle - (idle - sleep) x asleep`. Requests are counted as if each woke every machine.
pub fn waiting_power(hardware: &Hardware, scenario: &Scenario<'_>) -> Watts {
    let idle = idle_power(hardware, &scenario.assumptions);
    let waiting = match sleep_of(hardware, &scenario.assumptions) {
        None => idle,
        Some(sleep) => {
            let saved = idle - sleep.watts.min(idle);
            idle - saved * asleep_share(sleep.after_seconds, &scenario.workload)
        }
    };
    waiting * scenario.assumptions.scale.idle_power
}

/// Share of the idle hours of a week in which a machine is asleep that falls asleep so long after its last
/// request: the mean over the hours of `exp(-requests a second x seconds)`.
pub fn asleep_share(after_seconds: f64, workload: &Workload) -> f64 {
    if after_seconds == 0.0 {
        return 1.0;
    }
    let rate = workload.requests_per_day() / SECONDS_PER_DAY;
    let filled = workload.load.filled();
    let asleep =
        filled.levels().map(|(weight, hours)| hours * asleep(rate * weight, after_seconds));
    asleep.sum::<f64>() / filled.count()
}
