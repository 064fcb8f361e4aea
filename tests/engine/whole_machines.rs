//! What bounds the ways of a menu: whole machines beside an endpoint.

use std::rc::Rc;

use crate::support::draw::config;
use breakeven::calc::decide::full_month::FullMonth;
use breakeven::calc::decide::month_bill::MonthBill;
use breakeven::calc::price::invoice::Invoice;
use breakeven::load::{Excess, Load};
use breakeven::units::Usd;
use proptest::prelude::*;

fn bill(tokens: Usd, waiting: Usd) -> MonthBill {
    MonthBill {
        tokens,
        waiting,
        waits: 0.0,
        requests: Usd::ZERO,
        demand: 1.0,
        worth: 1.0,
        beside: 0.0,
        invoice: None,
    }
}

/// All that is asked is paid but so many dollars.
fn letting_off(free: Usd) -> Invoice {
    Invoice {
        days: [1.0; 7],
        free_tokens: 0.0,
        monthly_tokens: 0.0,
        free,
        minimum: Usd::ZERO,
        on_top: 1.0,
        seats: Usd::ZERO,
        reserved: None,
    }
}

proptest! {
    #![proptest_config(config(256))]
    /// Whole machines and an endpoint for the rest cost no less than the bound, however many there are and
    /// however much of what they could serve goes to the endpoint.
    #[test]
    fn whole_machines_cost_no_less_than_the_bound(
        (there, work) in (0.0..1e3, 0.0..1e3),
        (fullest, load) in (0.1..1.0, 0.01..30.0),
        (price, waiting, waits) in (1.0..1e4, 1.0..1e4, prop_oneof![Just(0.0), 0.0..1.0]),
        (machines, used, free) in (1_u32..40, 0.0..1.0, prop_oneof![Just(0.0), 1.0..1e4]),
    ) {
        let [there, work, price, waiting] = [there, work, price, waiting].map(Usd::new);
        let machine = FullMonth { whole: true, there, fullest, work, hours: Load::even() };
        let invoice = Some(Rc::new(letting_off(Usd::new(free))));
        let tokens = price * (1.0 - waits) + waiting * waits;
        let bill = MonthBill { waits, invoice, ..bill(tokens, waiting) };
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

    /// Where nothing waits and nothing is let off a bill, the bound is what the cheapest number of machines costs
    /// that do all they can or nothing; of machines that are not whole, the cheaper of the two for each token.
    #[test]
    fn the_bound_is_what_the_cheapest_number_costs(
        (there, work) in (0.0..1e3, 0.0..1e3),
        (fullest, load) in (0.1..1.0, 0.01..10.0),
        (price, share, worth) in (1.0..1e4, 0.1..1.0, 0.5..40.0),
    ) {
        let [there, work, price] = [there, work, price].map(Usd::new);
        let machine = FullMonth { whole: true, there, fullest, work, hours: Load::even() };
        let bill = MonthBill { worth, ..bill(price, price) };
        let cost = |machines: f64, used: f64| {
            let served = f64::min(machines * fullest / load, 1.0) * used;
            let excess = Excess { interactive: 1.0 - served, batch: 0.0 };
            (there * machines + work * (load * served)) * worth + bill.bill_of(excess, share)
        };
        let ways = (1..=101).flat_map(|n| [0.0, 1.0].map(|used| cost(f64::from(n), used).get()));
        let near = |bound: Usd, cost: f64| (bound.get() / cost - 1.0).abs() < 1e-9;
        let cheapest = ways.fold(f64::INFINITY, f64::min);
        let bound = machine.beside(&bill, (load, worth), share);
        prop_assert!(near(bound, cheapest), "{bound:?} {cheapest}");
        let machine = FullMonth { whole: false, ..machine };
        let bound = machine.beside(&bill, (load, worth), share);
        let all = (there.get() / fullest + work.get()) * load;
        prop_assert!(near(bound, all.min(price.get() * share) * worth), "{bound:?}");
    }

    /// One number of machines for months of any demand: the bound is what the cheapest number costs that do
    /// all they can or nothing.
    #[test]
    fn the_bound_of_a_number_that_stays_is_what_the_cheapest_costs(
        (there, work) in (0.0..1e3, 0.0..1e3),
        fullest in 0.1..1.0,
        price in 1.0..1e4,
        months in prop::collection::vec((0.01..12.0, 0.2..2.0), 1..9),
    ) {
        let [there, work, price] = [there, work, price].map(Usd::new);
        let machine = FullMonth { whole: true, there, fullest, work, hours: Load::even() };
        let billed = |(load, worth): (f64, f64)| MonthBill { worth, ..bill(price * load, price * load) };
        let cost = |machines: f64| {
            let month = |(load, worth): &(f64, f64)| {
                let carried = f64::min(machines * fullest / load, 1.0);
                let way = |served: f64| {
                    let left = price.get() * load * (1.0 - served);
                    there.get() * machines + work.get() * load * served + left
                };
                way(0.0).min(way(carried)) * worth
            };
            months.iter().map(month).sum::<f64>()
        };
        let cheapest = (1..=150).map(|n| cost(f64::from(n))).fold(f64::INFINITY, f64::min);
        let in_months = months.iter().map(|at| machine.in_month(&billed(*at), *at, 1.0));
        let bound = machine.staying(&in_months.collect::<Vec<_>>()).get();
        prop_assert!((bound / cheapest - 1.0).abs() < 1e-9, "{bound} {cheapest}");
        let apart: f64 = months.iter().map(|at| machine.beside(&billed(*at), *at, 1.0).get()).sum();
        prop_assert!(apart <= bound * (1.0 + 1e-9), "{apart} {bound}");
    }
}
