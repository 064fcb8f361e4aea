//! What bounds the ways of a menu: whole machines beside an endpoint.

use std::rc::Rc;

use crate::support::draw::config;
use breakeven::calc::decide::full_month::{FullMonth, Standing};
use breakeven::calc::decide::month_bill::MonthBill;
use breakeven::calc::demand::horizon::{Drift, Horizon, Month};
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

/// Where machines stand: up to how many of them stand at home, and what more of them cost elsewhere: to be there
/// and to be at work, both over what it costs at home, and for a machine's load above that of so many.
type Places = (f64, (f64, f64), f64);

fn places() -> impl Strategy<Value = Places> {
    let most = prop_oneof![Just(f64::INFINITY), (0..6_u32).prop_map(f64::from)];
    (most, (0.3..3.0, 0.3..3.0), 0.0..500.0)
}

/// What so many machines cost to be there, and one of them to be at work all the time, by hand.
fn of([there, work]: [f64; 2], (most, elsewhere, by_load): Places, machines: f64) -> [f64; 2] {
    match machines <= most {
        true => [there * machines, work],
        false => {
            let above = (machines - most) * by_load;
            [there * elsewhere.0 * machines + above, work * elsewhere.1]
        }
    }
}

fn machine([there, work]: [f64; 2], places: Places, fullest: f64) -> FullMonth<'static> {
    let (most, (more, more_work), by_load) = places;
    let standing = |there, free, work| {
        let [there, free, work] = [there, free, work].map(Usd::new);
        Standing { there, free, work }
    };
    let free = if most.is_finite() { by_load * most } else { 0.0 };
    let has_many = most.is_finite();
    let least = |of: f64| if has_many { of.min(1.0) } else { 1.0 };
    let few = standing(there, 0.0, work);
    let many = standing(there * more + by_load, free, work * more_work);
    FullMonth {
        whole: true,
        least: standing(there * least(more), 0.0, work * least(more_work)),
        few: (few, most),
        many: if has_many { many } else { few },
        fullest,
        hours: Load::even(),
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
        places in places(),
    ) {
        let [price, waiting] = [price, waiting].map(Usd::new);
        let machine = machine([there, work], places, fullest);
        let [there, work] = of([there, work], places, f64::from(machines)).map(Usd::new);
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
            let cost = there + work * (load * served) + bill.bill_of(excess, 1.0);
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
        places in places(),
    ) {
        let price = Usd::new(price);
        let machine = machine([there, work], places, fullest);
        let bill = MonthBill { worth, ..bill(price, price) };
        let cost = |machines: f64, used: f64| {
            let served = f64::min(machines * fullest / load, 1.0) * used;
            let excess = Excess { interactive: 1.0 - served, batch: 0.0 };
            let [there, work] = of([there, work], places, machines).map(Usd::new);
            (there + work * (load * served)) * worth + bill.bill_of(excess, share)
        };
        let ways = (1..=101).flat_map(|n| [0.0, 1.0].map(|used| cost(f64::from(n), used).get()));
        let near = |bound: Usd, cost: f64| (bound.get() / cost - 1.0).abs() < 1e-9;
        let cheapest = ways.fold(f64::INFINITY, f64::min);
        let bound = machine.beside(&bill, (load, worth), share);
        prop_assert!(near(bound, cheapest), "{bound:?} {cheapest}");
        let machine = FullMonth { whole: false, ..machine };
        let bound = machine.beside(&bill, (load, worth), share);
        let all = (machine.least.there.get() / fullest + machine.least.work.get()) * load;
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
        places in places(),
    ) {
        let price = Usd::new(price);
        let machine = machine([there, work], places, fullest);
        let billed = |(load, worth): (f64, f64)| MonthBill { worth, ..bill(price * load, price * load) };
        let cost = |machines: f64| {
            let month = |(load, worth): &(f64, f64)| {
                let carried = f64::min(machines * fullest / load, 1.0);
                let way = |served: f64| {
                    let left = price.get() * load * (1.0 - served);
                    let [there, work] = of([there, work], places, machines);
                    there + work * load * served + left
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

    /// Over a horizon with growth, machines alone and machines beside an endpoint, as many in each month as anybody
    /// likes and as far as anybody likes used, cost no less than what is asked first.
    #[test]
    fn what_is_asked_first_is_no_more_than_any_way_costs(
        (there, work) in (0.0..1e3, 0.0..1e3),
        (fullest, load, price) in (0.1..1.0, 0.01..10.0, 1.0..1e4),
        (growth, discount, used) in (-0.6..2.0, 0.0..0.2, 0.0..1.0),
        numbers in prop::collection::vec(1_u32..40, 12),
        (alike, places) in (prop::option::of(0.9..1.1), places()),
    ) {
        let machine = machine([there, work], places, fullest);
        // An endpoint that costs about as much as many machines that are full.
        let each = machine.many.there.get() / fullest + machine.many.work.get();
        let price = alike.map_or(price, |alike: f64| each * alike);
        let horizon = Horizon::new(Drift { growth, discount, ..Drift::default() }, 12);
        let bill = Usd::new(price * load * horizon.worth.grown);
        let month = |at: &Month, machines: f64, used: f64| {
            let [there, work] = of([there, work], places, machines);
            let served = f64::min(machines * fullest / (load * at.demand), 1.0) * used;
            (there + (work * served + price * (1.0 - served)) * load * at.demand) * at.worth
        };
        let months = || horizon.months.iter();
        let mixed: f64 =
            months().zip(&numbers).map(|(at, number)| month(at, f64::from(*number), used)).sum();
        let bound = machine.with_overflow(bill, load, &horizon).get();
        prop_assert!(bound <= mixed * (1.0 + 1e-9), "{bound} {mixed}");
        let enough = |at: &Month| (load * at.start_demand.max(at.demand) / fullest).ceil().max(1.0);
        let alone: f64 = months().map(|at| month(at, enough(at), 1.0)).sum();
        let bound = machine.alone(load, 1.0, &horizon).get();
        prop_assert!(bound <= alone * (1.0 + 1e-9), "{bound} {alone}");
    }
}
