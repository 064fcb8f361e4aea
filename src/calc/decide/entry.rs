//! The machines of a menu, by how they come to be there.

use super::eligibility;
use crate::calc::capacity::fleet::Tenure;
use crate::hardware::Hardware;
use crate::scenario::Scenario;

/// Machines of a tenure.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'c> {
    /// Which machine.
    pub machine: usize,
    /// The same.
    pub hardware: &'c Hardware,
    /// How the machines come to be there.
    pub tenure: Tenure,
}

/// Every machine and tenure that can be had.
pub fn entries<'c>(scenario: &Scenario<'c>) -> Vec<Entry<'c>> {
    let bought = if scenario.owned { Tenure::Owned } else { Tenure::Bought };
    let machines = 0..scenario.deployments.machines();
    let all = machines.flat_map(|machine| [(machine, bought), (machine, Tenure::Rented)]);
    let priced = all.filter_map(|(machine, tenure)| {
        let hardware = scenario.deployments.hardware(machine);
        let missing = eligibility::unobtainable(scenario, hardware, tenure);
        missing.is_none().then_some(Entry { machine, hardware, tenure })
    });
    priced.collect()
}
