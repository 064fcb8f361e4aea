//! A month of machines and an endpoint that takes what exceeds them.

use super::compiled::Compiled;
use super::month_bill::MonthBill;
use crate::calc::capacity::fleet::Fleet;
use crate::calc::demand::horizon::Month;
use crate::calc::option::quantities::excess;
use crate::calc::price::machine_rates::MachineRates;
use crate::units::Usd;

/// A month, or all of them where demand stays.
#[derive(Clone, Debug, PartialEq)]
pub struct OverflowMonth {
    /// The month.
    pub month: Month,
    /// Worth today of a dollar, in months.
    pub worth: f64,
    /// The same of a rent of today.
    pub rented: f64,
    /// The endpoint's bill.
    pub bill: MonthBill,
}

impl OverflowMonth {
    /// What so many machines, and so many that are paid by the hour, cost in it beside being bought, and
    /// what exceeds them.
    pub fn spent(
        &self,
        compiled: &Compiled<'_, '_>,
        (fleet, rates): (&Fleet<'_>, &MachineRates),
        machines: f64,
        held: f64,
    ) -> Usd {
        let demand = self.month.demand;
        let excess = excess(fleet, compiled.scenario, demand, machines);
        let work = compiled.work(fleet, rates, machines, demand, excess.total());
        (rates.there(machines) + work) * self.worth
            + rates.held * (held * self.rented)
            + self.bill.bill_of(excess, fleet.share)
    }
}
