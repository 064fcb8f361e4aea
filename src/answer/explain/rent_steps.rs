//! Rent in words: typical prices, and offers with their terms.

use super::{Explanation, assumed, stated};
use crate::assumptions::RentPrice;
use crate::calc::price::item::{Driver, Item};
use crate::calc::price::machine::{rent, rent_price};
use crate::figure::{grouped, percent, significant};
use crate::hardware::Hardware;
use crate::money::worked;
use crate::rent::{Offer, OfferTerms};
use crate::units::HOURS_PER_MONTH;

impl Explanation<'_, '_, '_> {
    /// An item of the rent of a machine.
    pub(super) fn rent(&mut self, hardware: &Hardware, item: &Item<'_>) {
        let assumptions = &self.scenario.assumptions;
        let Some(price) = rent_price(hardware, assumptions) else { return };
        let quantity = self.quantities.of_driver(item.driver);
        let cost = worked((item.rate * quantity).get());
        if item.driver == Driver::MachineMonth {
            let numbers =
                format!("{} x {} = {cost} a month", grouped(quantity, 0), item.rate.get());
            let from =
                vec![stated(&hardware.source, "disk_usd_per_month", item.rate.get().to_string())];
            return self.step("disk that stays", "n x $/month", numbers, from);
        }
        let (share, formula) = match hardware.offer_terms() {
            Some(OfferTerms::Spot { interrupted, .. }) => (
                format!(
                    " x {}",
                    significant(item.rate.get() / rent(price, assumptions.rent_overhead).get(), 6)
                ),
                format!(
                    "n x 730 h x ((1 - s) x $/h + s x $/h on demand) x (1 + overhead), s = {}; over $/h",
                    percent(interrupted)
                ),
            ),
            _ => (String::new(), "n x 730 h x $/h x (1 + overhead)".into()),
        };
        let numbers = format!(
            "{} x {HOURS_PER_MONTH} x {} x (1 + {}){share} = {cost} a month",
            grouped(quantity, 2),
            significant(price.get(), 6),
            assumptions.rent_overhead,
        );
        let field = match (&hardware.offer, assumptions.rent_price) {
            (Some(_), _) => "usd_per_hour",
            (None, RentPrice::OnDemand | RentPrice::Serverless | RentPrice::Any) => {
                "rent_usd_per_hour"
            }
            (None, RentPrice::Spot) => "rent_spot_usd_per_hour",
            (None, RentPrice::Reserved) => "rent_reserved_usd_per_hour",
        };
        let mut from = vec![stated(&hardware.source, field, significant(price.get(), 6))];
        from.extend(hardware.offer.iter().flat_map(|offer| self.terms(hardware, offer)));
        from.push(assumed("--overhead", percent(assumptions.rent_overhead)));
        self.step("rent", &formula, numbers, from);
    }

    /// The terms of an offer that its rent hangs on.
    fn terms(&self, hardware: &Hardware, offer: &Offer) -> Vec<crate::report::NumberReport> {
        let number = |field, value: f64| stated(&hardware.source, field, value.to_string());
        match offer.terms {
            OfferTerms::OnDemand => Vec::new(),
            OfferTerms::Spot { interrupted, .. } => {
                vec![number("interrupted_percent", interrupted * 100.0)]
            }
            OfferTerms::Reserved { months } => vec![number("commitment_months", months.get())],
            OfferTerms::Serverless(terms) => vec![
                number("start_seconds", terms.start_seconds),
                number("idle_seconds", terms.idle_seconds),
                number("minimum_seconds", terms.minimum_seconds),
            ],
        }
    }
}
