//! On whose bill a role is: an endpoint in two roles sends one, with one quota and one minimum.

use super::ledger::Ledger;
use crate::calc::option::quantities::Quantities;
use crate::calc::price::item::{Driver, Role};
use crate::units::{Months, Usd, UsdPerMonth};

/// The bills of a month, before and after what providers make of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bills {
    /// At the price lists.
    pub listed: UsdPerMonth,
    /// What a bill of any size is let off.
    pub free: UsdPerMonth,
    /// What is paid at least.
    pub minimum: UsdPerMonth,
}

impl Ledger<'_, '_, '_> {
    /// Whether a driver is on the bill of the endpoint of a role.
    pub fn is_billed_on(&self, driver: Driver, role: Role) -> bool {
        driver.billed_role().is_some_and(|billed| self.option.account(billed) == role)
    }

    /// What goes to the endpoint of a role in all of its roles, over today's demand.
    pub fn billed_volume(&self, quantities: &Quantities, role: Role) -> f64 {
        let roles = Role::ALL.into_iter().filter(|other| self.option.account(*other) == role);
        roles.map(|role| quantities.volume(role)).sum()
    }

    /// The bills of the first month.
    pub fn bills(&self) -> Bills {
        let month = Months::new(1.0);
        let listed = self.first_month_of(|item| item.driver.billed_role().is_some());
        let of_account = |role| self.first_month_of(|item| self.is_billed_on(item.driver, role));
        let invoices = || self.invoices.iter();
        let free: Usd = invoices().map(|(role, invoice)| invoice.free_of(of_account(*role))).sum();
        let minimum: Usd = invoices().map(|(_, invoice)| invoice.minimum * invoice.on_top).sum();
        Bills { listed: listed / month, free: free / month, minimum: minimum / month }
    }
}
