//! What bounds the ways of a menu: whole machines beside an endpoint.

use crate::support::draw::config;
use breakeven::calc::decide::full_month::FullMonth;
use breakeven::calc::decide::month_bill::MonthBill;
use breakeven::load::Excess;
use breakeven::units::Usd;
use proptest::prelude::*;

proptest! {
    #![proptest_config(config(256))]
    /// Whole machines and an endpoint for the rest cost no less than the bound, however many there are and
    /// however much of what they could serve goes to the endpoint.
    #[test]
    fn whole_machines_cost_no_less_than_the_bound(
        (there, work) in (0.0..1e3, 0.0..1e3),
        (fullest, load) in (0.1..1.0, 0.01..30.0),
        (price, waiting, waits) in (1.0..1e4, 1.0..1e4, prop_oneof![Just(0.0), 0.0..1.0]),
        (machines, used) in (1_u32..40, 0.0..1.0),
    ) {
        let [there, work, price, waiting] = [there, work, price, waiting].map(Usd::new);
        let machine = FullMonth { whole: true, there, fullest, work };
        let bill = MonthBill {
            tokens: price * (1.0 - waits) + waiting * waits,
            waiting,
            waits,
            requests: Usd::ZERO,
            demand: 1.0,
            worth: 1.0,
            beside: 0.0,
            invoice: None,
        };
        let served: f64 = f64::min(f64::from(machines) * fullest / load, 1.0) * used;
        // What is served is taken from what waits first, or from what does not.
        for of_waiting in [served.min(waits), (served - (1.0 - waits)).max(0.0)] {
            let excess = Excess {
                interactive: 1.0 - waits - (served - of_waiting),
                batch: waits - of_waiting,
            };
            let cost = there * f64::from(machines) + work * (load * served) + bill.bill_of(excess, 1.0);
            let least = machine.beside(&bill, (load, 1.0), 1.0);
            prop_assert!(least.get() <= cost.get() * (1.0 + 1e-9) + 1e-9, "{least:?} {cost:?}");
        }
    }
}
