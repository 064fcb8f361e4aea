//! What must hold for every question, whatever the numbers.

// A test that cannot go on has failed.
#![allow(clippy::unwrap_used)]

use crate::support::case::{Case, RackCase, Span, option};
use crate::support::draw::{case, config};
use breakeven::report::{Figure, OptionReport, Report};
use proptest::prelude::*;

/// The machines that are bought or owned: every case has some.
fn local(report: &Report) -> &OptionReport {
    option(report, "local").unwrap()
}

fn total(report: &Report, kind: &str) -> f64 {
    option(report, kind).unwrap().costs.as_ref().unwrap().monthly_usd.total.0
}

/// Months of payback, never being later than all of them.
fn months(figure: Option<Figure>) -> f64 {
    figure.map_or(f64::INFINITY, |figure| figure.0)
}

/// Payback without and with resale.
fn paybacks(case: &Case) -> [f64; 2] {
    let report = case.answer();
    let payback = &local(&report).costs.as_ref().unwrap().payback;
    [months(payback.months), months(payback.net_of_resale_months)]
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs())
}

fn times(span: Span, factor: f64) -> Span {
    span.map(|value| value * factor)
}

/// Nothing changes from month to month.
fn steady(case: Case) -> Case {
    Case {
        growth: 0.0,
        trend: 0.0,
        rent_trend: 0.0,
        hardware_trend: 0.0,
        discount: 0.0,
        setup: 0.0,
        setup_hours: 0.0,
        migration: 0.0,
        owned: false,
        changes: Vec::new(),
        ..case
    }
}

proptest! {
    #![proptest_config(config(128))]

    #[test]
    fn payback_never_shortens_when_something_gets_worse_for_machines(
        case in case(), factor in 1.0..3.0,
    ) {
        let cheaper_api = case.with_api_prices_times(1.0 / factor);
        let dearer_machines = Case {
            machine_usd: times(case.machine_usd, factor),
            host_usd: case.host_usd * factor,
            ..case.clone()
        };
        let dearer_power = Case { electricity: case.electricity * factor, ..case.clone() };
        // Machines that are hungrier may have to stand elsewhere, where power may be cheaper.
        let staying = Case { rack: None, ..case.clone() };
        let hungrier = Case { load_watts: times(case.load_watts, factor), ..staying.clone() };
        let worse = [(&case, cheaper_api), (&case, dearer_machines), (&case, dearer_power), (&staying, hungrier)];
        for (now, then) in worse {
            for (now, then) in paybacks(now).into_iter().zip(paybacks(&then)) {
                prop_assert!(then >= now * (1.0 - 1e-9), "{now} became {then}");
            }
        }
    }

    #[test]
    fn an_api_costs_the_same_per_token_at_every_volume(case in case(), factor in 0.001..1_000.0) {
        let (now, then) = (case.answer(), case.times(factor).answer());
        prop_assert!(close(total(&then, "api"), total(&now, "api") * factor));
        let levelized = |report| option(report, "api").unwrap().costs.as_ref().unwrap().levelized_usd_per_mtok.0;
        prop_assert!(close(levelized(&then), levelized(&now)));
    }

    #[test]
    fn rent_does_not_depend_on_demand_below_capacity(case in case(), share in 0.01..1.0) {
        prop_assume!(case.rent_per_hour.is_some());
        let case = Case { owned: false, ..case };
        let now = case.answer();
        let machines = option(&now, "rent").unwrap().units.unwrap().0;
        let held = Case { machines: Some(machines as u32), owned: false, ..case.clone() };
        let then = held.times(share).answer();
        prop_assert_eq!(total(&then, "rent"), total(&now, "rent"));
    }

    #[test]
    fn half_the_watts_at_twice_the_price_of_electricity_change_nothing(case in case()) {
        let halved = Case {
            electricity: case.electricity * 2.0,
            idle_watts: times(case.idle_watts, 0.5),
            load_watts: times(case.load_watts, 0.5),
            sleep_watts: case.sleep_watts.map(|watts| watts * 0.5),
            rack: case.rack.map(|rack| RackCase {
                above: rack.above * 0.5,
                hosting_per_kw: rack.hosting_per_kw * 2.0,
                hours_per_kw: rack.hours_per_kw * 2.0,
                ..rack
            }),
            ..case.clone()
        };
        let (now, then) = (case.answer(), halved.answer());
        // All but the watts themselves.
        let answers = |report: Report| {
            let options = report.options.into_iter();
            options.map(|option| OptionReport { inputs: None, ..option }).collect::<Vec<_>>()
        };
        prop_assert_eq!(answers(now), answers(then));
    }

    #[test]
    fn both_sides_cost_the_same_at_the_break_even_volumes(case in case(), more in 1.0..20.0) {
        let now = case.answer();
        for kind in ["local", "rent"] {
            let Some(costs) = option(&now, kind).and_then(|option| option.costs.as_ref()) else {
                continue;
            };
            let found = &costs.break_even;
            if found.status == "never" {
                continue;
            }
            let at = |tokens: f64| case.times(tokens / case.tokens_per_day()).answer();
            let first = found.tokens_per_day.unwrap().0;
            if first > 0.0 {
                let report = at(first);
                prop_assert!(close(total(&report, kind), total(&report, "api")));
                prop_assert_eq!(option(&report, kind).unwrap().units, found.units);
            }
            if let Some(Figure(last)) = found.always_above_tokens_per_day {
                prop_assert!(last >= first * (1.0 - 1e-9));
                if last > 0.0 {
                    let report = at(last);
                    prop_assert!(close(total(&report, kind), total(&report, "api")));
                    // A fleet of millions is level with the API to the last digit.
                    let report = at(last * more);
                    let (machines, api) = (total(&report, kind), total(&report, "api"));
                    prop_assert!(machines <= api * (1.0 + 1e-9));
                }
            }
        }
    }

    #[test]
    fn at_the_break_even_volume_the_totals_over_the_life_agree_too(
        case in case(), life in 1_u32..72,
    ) {
        let case = steady(Case { horizon: life, life_months: f64::from(life), ..case });
        let found = local(&case.answer()).costs.as_ref().unwrap().break_even.clone();
        prop_assume!(found.status == "reachable" && found.tokens_per_day.unwrap().0 > 0.0);
        let volume = found.tokens_per_day.unwrap().0;
        let report = case.times(volume / case.tokens_per_day()).answer();
        let horizon = |kind| option(&report, kind).unwrap().costs.as_ref().unwrap().horizon_usd.0;
        prop_assert!(close(horizon("local"), horizon("api")));
    }

    #[test]
    fn at_payback_the_savings_equal_the_purchase(case in case()) {
        let case = steady(case);
        let report = case.answer();
        let costs = local(&report).costs.as_ref().unwrap();
        let running = costs.monthly_usd.total.0 - costs.monthly_usd.amortization.0;
        let saving = total(&report, "api") - running;
        let upfront = costs.upfront_usd.0;
        match costs.payback.months {
            Some(Figure(months)) => prop_assert!((saving * months - upfront).abs() <= 1e-9 * (upfront + running * months)),
            // The life of the machine is not enough.
            None => prop_assert!(saving * case.life_months < upfront * (1.0 + 1e-9) || saving <= 0.0),
        }
        // With resale, what is lost in value.
        if let Some(Figure(months)) = costs.payback.net_of_resale_months {
            let lost = costs.monthly_usd.amortization.0 * case.life_months;
            prop_assert!((saving * months - lost).abs() <= 1e-9 * (upfront + running * months));
        }
    }

    #[test]
    fn machines_serve_the_busiest_hour_and_one_fewer_would_not(case in case()) {
        let report = Case { machines: None, ..case.clone() }.answer();
        for kind in ["local", "rent"] {
            let Some(option) = option(&report, kind) else { continue };
            let Some(Figure(units)) = option.units else { continue };
            let capacity = option.capacity_tokens_per_day.unwrap().0;
            let demand = case.tokens_per_day();
            prop_assert!(capacity >= demand * (1.0 - 1e-9));
            prop_assert!(units == 1.0 || capacity * (units - 1.0) / units < demand);
            // What can wait may fill them.
            let fullest = if case.batch_share > 0.0 { 1.0 } else { case.headroom };
            let peak = option.utilization.as_ref().unwrap().peak.0;
            prop_assert!(peak <= fullest * (1.0 + 1e-9));
        }
    }

    /// A fleet of a given size that demand outgrows within the horizon does not meet the question.
    #[test]
    fn a_given_fleet_must_last_until_the_horizon(case in case(), growth in 0.01..1.0) {
        let free = Case { machines: None, owned: false, growth, ..case };
        let first = local(&free.answer()).units.unwrap().0;
        let held = Case { machines: Some(first as u32), ..free.clone() };
        let last_month = f64::from(free.horizon - 1);
        let in_the_end = free.times((1.0 + growth).powf(last_month / 12.0));
        let enough = local(&in_the_end.answer()).units.unwrap().0 <= first;
        prop_assert_eq!(local(&held.answer()).meets_requirements, enough);
    }
}
