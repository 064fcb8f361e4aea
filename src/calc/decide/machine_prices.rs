//! What a menu's machines cost, looked up once for all questions with the same prices.

use super::entry::Entry;
use crate::calc::price::machine_rates::MachineRates;
use crate::scenario::Scenario;

/// The prices of a menu's machines in a question, by entry.
pub fn machine_prices(scenario: &Scenario<'_>, entries: &[Entry<'_>]) -> Vec<MachineRates> {
    let rates = |entry: &Entry<'_>| MachineRates::new(entry.hardware, entry.tenure, scenario);
    entries.iter().map(rates).collect()
}

/// Whether machines cost the same in two questions, whatever is asked of them.
pub fn same_machine_prices(one: &Scenario<'_>, other: &Scenario<'_>) -> bool {
    let key = |s: &Scenario<'_>| {
        let a = &s.assumptions;
        let picks = [a.outlook.hardware_price, a.outlook.resale, a.outlook.power, a.outlook.rent];
        let rent = (a.rent_price, a.rent_overhead);
        (
            a.electricity,
            a.pue,
            a.places,
            a.ops_rate,
            a.resale_fraction,
            a.scale.hardware_price,
            a.scale.idle_power,
            a.host,
            a.sleep,
            rent,
            picks,
        )
    };
    // How long machines sleep hangs on how often they are asked.
    let (asked, then) = (&one.workload, &other.workload);
    let alike =
        asked.requests_per_day() == then.requests_per_day() && asked.load.is_same(&then.load);
    let sleeps_late = || one.sleeps_late() || other.sleeps_late();
    key(one) == key(other) && (alike || !sleeps_late())
}
