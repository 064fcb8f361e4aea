//! The program against an oracle that computes the same from plain numbers, on random questions.

// A test that cannot go on has failed.
#![allow(clippy::unwrap_used)]

use crate::support::case::{Case, option};
use crate::support::draw::{billed_case, case, config};
use crate::support::oracle::{BreakEven, End, Month, Oracle, Payback, Way};
use breakeven::report::{CostsReport, Figure, OptionReport};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

type Checked = Result<(), TestCaseError>;

/// Equal to 1e-9 of `scale`, the largest of the numbers that it was computed from.
fn close(what: &str, found: f64, expected: f64, scale: f64) -> Checked {
    let tolerance = 1e-9 * scale.abs().max(expected.abs());
    prop_assert!(
        (found - expected).abs() <= tolerance,
        "{what}: the program says {found}, the oracle {expected}"
    );
    Ok(())
}

fn parts(option: &OptionReport, costs: &CostsReport, oracle: &Oracle<'_>, way: Way) -> Checked {
    let month: Month = oracle.today(way);
    let found = &costs.monthly_usd;
    let written_off = oracle.amortization(way, month.machines);
    let total = month.running() + written_off;
    for (what, found, expected) in [
        ("api", found.api, month.api),
        ("energy", found.energy, month.energy),
        ("operations", found.operations, month.operations),
        ("hosting", found.hosting, month.hosting),
        ("maintenance", found.maintenance, month.maintenance),
        ("rent", found.rent, month.rent),
        ("amortization", found.amortization, written_off),
        ("total", found.total, total),
        ("upfront", costs.upfront_usd, month.purchase),
    ] {
        close(what, found.0, expected, 0.0)?;
    }
    if way == Way::Api {
        return Ok(());
    }
    prop_assert_eq!(option.units, Some(Figure(f64::from(month.machines))));
    let (mean, peak) = oracle.utilization(month.machines);
    let utilization = option.utilization.as_ref().unwrap();
    close("mean utilization", utilization.mean.0, mean, 0.0)?;
    close("peak utilization", utilization.peak.0, peak, 0.0)?;
    let capacity = oracle.capacity(month.machines);
    close("capacity", option.capacity_tokens_per_day.unwrap().0, capacity, 0.0)
}

fn horizon(costs: &CostsReport, oracle: &Oracle<'_>, way: Way) -> Checked {
    let Some((cost, mtok)) = oracle.horizon(way) else { return Ok(()) };
    let scale = costs.upfront_usd.0;
    close("horizon", costs.horizon_usd.0, cost, scale)?;
    let levelized = cost / mtok;
    close("levelized", costs.levelized_usd_per_mtok.0, levelized, scale / mtok)
}

/// Months may be huge, and then a saving that is nearly nothing has decided them.
fn repaid(what: &str, found: Option<Figure>, expected: Payback) -> Checked {
    match (found, expected) {
        (Some(found), Payback::Months(months)) => {
            let error = (found.0 - months).abs();
            prop_assert!(error <= 1e-6 * months.max(1.0), "{what}: {} is not {months}", found.0);
        }
        (None, Payback::Never) | (None, Payback::NotBefore(_)) => {}
        (Some(found), Payback::NotBefore(months)) => prop_assert!(found.0 >= months, "{what}"),
        (found, expected) => prop_assert!(false, "{what}: {found:?} is not {expected:?}"),
    }
    Ok(())
}

fn payback(case: &Case, costs: &CostsReport, oracle: &Oracle<'_>, way: Way) -> Checked {
    let found = &costs.payback;
    let expected = oracle.payback(way, false);
    repaid("payback", found.months, expected)?;
    let status = match found.months {
        None => "never",
        Some(Figure(months)) if months <= 0.0 => "immediate",
        Some(Figure(months)) if months <= f64::from(case.horizon) => "after",
        Some(_) => "beyond_horizon",
    };
    prop_assert_eq!(&found.status, status);
    if oracle.resale(way) > 0.0 {
        repaid("net payback", found.net_of_resale_months, oracle.payback(way, true))?;
    } else {
        prop_assert_eq!(found.net_of_resale_months, None);
    }
    Ok(())
}

/// Fleets that the oracle looks at.
const FLEETS: u32 = 400;

fn break_even(costs: &CostsReport, oracle: &Oracle<'_>, way: Way, free: f64) -> Checked {
    let found = &costs.break_even;
    let tokens = found.tokens_per_day.map(|figure| figure.0);
    if let Some(given) = oracle.given() {
        match oracle.break_even_of(way, given) {
            Some(0.0) if free > 0.0 => {}
            Some(expected) => {
                prop_assert_eq!(&found.status, "reachable");
                close("break-even", tokens.unwrap(), expected, 0.0)?;
                prop_assert_eq!(found.units, Some(Figure(f64::from(given))));
            }
            None => prop_assert_eq!(&found.status, "never"),
        }
        prop_assert_eq!(found.always_above_tokens_per_day, None);
        return Ok(());
    }
    let above = found.always_above_tokens_per_day.map(|figure| figure.0);
    match oracle.break_even(way, FLEETS) {
        BreakEven::At { first, machines, last } => {
            prop_assert_eq!(&found.status, "reachable");
            close("break-even", tokens.unwrap(), first, 0.0)?;
            prop_assert_eq!(found.units, Some(Figure(f64::from(machines))));
            // A last crossing near the last fleet looked at may not be the last one.
            if let Some(above) = above.filter(|_| last < oracle.capacity(FLEETS / 2)) {
                close("always above", above, last, 0.0)?;
            }
        }
        // Machines that cost nothing while idle, against a bill that is free at first.
        BreakEven::Always if free > 0.0 => {}
        BreakEven::Always => {
            prop_assert_eq!(&found.status, "reachable");
            close("break-even", tokens.unwrap(), 0.0, 1e-9)?;
            if let Some(above) = above {
                close("always above", above, 0.0, 1e-9)?;
            }
        }
        BreakEven::NotFound => {
            let beyond = found.units.is_some_and(|units| units.0 > f64::from(FLEETS));
            prop_assert!(found.status == "never" || beyond, "{found:?}");
        }
    }
    Ok(())
}

fn interval(case: &Case, costs: &CostsReport, way: Way) -> Checked {
    let ends = [End::Good, End::Bad].map(|end| Oracle::new(case, end));
    let totals = ends.each_ref().map(|oracle| {
        let month = oracle.today(way);
        month.running() + oracle.amortization(way, month.machines)
    });
    let found = &costs.interval;
    let sorted = |a: f64, b: f64| (a.min(b), a.max(b));
    let (low, high) = sorted(totals[0], totals[1]);
    close("low end of a month", found.monthly_usd.low.unwrap().0, low, 0.0)?;
    close("high end of a month", found.monthly_usd.high.unwrap().0, high, 0.0)?;
    if let [Some(good), Some(bad)] = ends.each_ref().map(|oracle| oracle.horizon(way)) {
        let (low, high) = sorted(good.0, bad.0);
        let scale = costs.upfront_usd.0 * 2.0;
        close("low end of the horizon", found.horizon_usd.low.unwrap().0, low, scale)?;
        close("high end of the horizon", found.horizon_usd.high.unwrap().0, high, scale)?;
    }
    if way != Way::Api {
        repaid("low end of the payback", found.payback_months.low, ends[0].payback(way, false))?;
        repaid("high end of the payback", found.payback_months.high, ends[1].payback(way, false))?;
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn every_number_is_the_one_of_the_oracle(case in case()) {
        holds(&case)?;
    }

    /// The order is quota, minimum spend, fee, tax, month by month.
    #[test]
    fn every_number_of_a_bill_with_more_than_prices(case in billed_case()) {
        holds(&case)?;
    }
}

fn holds(case: &Case) -> Checked {
    let report = case.answer();
    let oracle = Oracle::new(case, End::Typical);
    for (kind, way) in [("api", Way::Api), ("local", Way::Local), ("rent", Way::Rent)] {
        let Some(option) = option(&report, kind) else { continue };
        if way == Way::Rent && case.rent_per_hour.is_none() {
            prop_assert_eq!(&option.unmet[0].requirement, "price");
            continue;
        }
        let given = oracle.given().filter(|_| way != Way::Api);
        let too_few = given.is_some_and(|machines| !oracle.enough(machines, 1.0));
        prop_assert_eq!(option.unmet.iter().any(|u| u.requirement == "capacity"), too_few);
        prop_assert_eq!(option.meets_requirements, !too_few);
        if too_few {
            continue;
        }
        let costs = option.costs.as_ref().unwrap();
        parts(option, costs, &oracle, way)?;
        horizon(costs, &oracle, way)?;
        interval(case, costs, way)?;
        if way == Way::Api {
            prop_assert_eq!(&costs.payback.status, "none");
            prop_assert_eq!(&costs.break_even.status, "none");
        } else {
            payback(case, costs, &oracle, way)?;
            // Below the minimum spend and the free tokens a bill is no line.
            if case.extras.minimum_usd == 0.0 && case.extras.free_tokens == 0.0 {
                break_even(costs, &oracle, way, case.extras.free_usd)?;
            }
        }
    }
    Ok(())
}
