//! Stretches of a fleet's size, in each of which a machine more costs the same.

use super::ledger::Ledger;
use crate::calc::capacity::fleet::Fleet;
use crate::calc::price::item::Driver;
use crate::calc::price::machine_rates::MachineRates;
use crate::scenario::Scenario;
use crate::units::{Months, Usd, UsdPerMonth, UsdPerMtok};

/// Sizes of a fleet in which `n` machines cost `A + n F + E_n(V)`: a machine more is bought, or there
/// already, and stands where the others do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    /// The largest size.
    pub most: f64,
    /// `A`: what the fleet costs whatever its size, and what the baseline would be free of.
    pub fleet: UsdPerMonth,
    /// `F`: what a machine costs whatever it does.
    pub machine: UsdPerMonth,
    /// `e`: power of a million tokens at full concurrency.
    pub token: UsdPerMtok,
    /// The part of it that waking from sleep is.
    pub waking: UsdPerMtok,
}

/// The stretches of a fleet, from its items by driver.
pub fn stretches(
    ledger: &Ledger<'_, '_, '_>,
    fleet: &Fleet<'_>,
    scenario: &Scenario<'_>,
    free: UsdPerMonth,
) -> Vec<Stretch> {
    let each_fleet = ledger.items.iter().filter(|item| item.driver == Driver::Month);
    let each_fleet: Usd = each_fleet.map(|item| item.rate).sum();
    let written_off: UsdPerMonth = ledger.items.iter().map(|item| item.write_off()).sum();
    let rates = MachineRates::new(fleet.deployment.hardware, fleet.tenure, scenario);
    let tokens = scenario.workload.tokens().per_month();
    let (month, spare) = (Months::new(1.0), f64::from(scenario.spare_machines));
    let stretch = |from: f64, most: f64| {
        let size = from + spare;
        let each = rates.of(size);
        // What is paid for the kW above a limit is less than that of all machines by the limit.
        let limit = rates.there(size) - each.there * size;
        // Of machines that are there already nothing is written off.
        let bought = if most <= fleet.owned { 0.0 } else { 1.0 };
        let machine = (each.there + rates.held) / month + written_off * bought;
        Stretch {
            most,
            // Spare machines are there whatever the volume.
            fleet: (each_fleet + limit) / month + machine * spare
                - written_off * (bought * fleet.owned)
                + free,
            machine,
            token: each.all_the_time() / month * fleet.offered.mean / tokens,
            waking: each.awake / month * fleet.offered.mean / tokens,
        }
    };
    let alike = rates.most_alike().map(|most| most - spare);
    let mut ends: Vec<f64> = alike.into_iter().chain([fleet.owned, f64::INFINITY]).collect();
    ends.retain(|end| *end >= 1.0);
    ends.sort_by(f64::total_cmp);
    ends.dedup();
    let begins = std::iter::once(0.0).chain(ends.iter().copied());
    begins.zip(&ends).map(|(before, end)| stretch(before + 1.0, *end)).collect()
}
