//! What an option costs over the horizon is the sum of its months, however it was summed.

// A test that cannot go on has failed.
#![allow(clippy::unwrap_used)]

use crate::support::draw::config;
use crate::support::question::with_shipped;
use breakeven::calc::calendar::Calendar;
use breakeven::calc::flow::{Flow, flow, month_by_month};
use breakeven::calc::search::candidates;
use proptest::prelude::*;

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-11 * a.abs().max(b.abs())
}

fn same(one: Flow, other: Flow) -> bool {
    close(one.purchases.get(), other.purchases.get())
        && close(one.bought.get(), other.bought.get())
        && close(one.running.get(), other.running.get())
}

fn flags() -> impl Strategy<Value = String> {
    let maybe = |flags: &'static [&'static str]| prop::sample::select(flags);
    (
        (5.5..9.5_f64).prop_map(|digits| 10_f64.powf(digits)),
        maybe(&["", "--growth 40", "--growth 300", "--growth -30"]),
        maybe(&["", "--api-price-trend -40 --api-price-floor 50", "--api-price-trend 20"]),
        maybe(&["", "--discount 8"]),
        maybe(&["", "--hard 5", "--hard 30 --routing cascade --router-usd-per-1k 0.1"]),
        maybe(&["", "", "--machines 2", "--owned --hardware rtx-3090", "--rent-mode autoscale"]),
        maybe(&["", "--ops-hours 3 --pue 1.4", "--horizon 61", "--tier small"]),
    )
        .prop_map(|(volume, growth, trend, discount, hard, fleet, more)| {
            format!(
                "--all --volume {volume:.0}/day {growth} {trend} {discount} {hard} {fleet} {more}"
            )
        })
}

proptest! {
    #![proptest_config(config(24))]

    #[test]
    fn a_horizon_is_the_sum_of_its_months(flags in flags()) {
        with_shipped(&flags, |scenario| {
            let calendar = Calendar::new(scenario);
            for candidate in candidates(scenario) {
                let Some((option, _)) = candidate.priced else { continue };
                let [summed, added] = [flow, month_by_month].map(|sum| sum(&calendar, &option));
                let id = candidate.subject.id();
                prop_assert!(same(summed, added), "{id}: {summed:?} is not {added:?}");
            }
            Ok(())
        })?;
    }
}
