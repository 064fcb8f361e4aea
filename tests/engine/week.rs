//! A load of 168 hours is a load of 168 hours: nothing takes one day for another.

use breakeven::calc::capacity::autoscale::following;
use breakeven::load::Load;
use breakeven::profile::catalog::Catalog;
use breakeven::profile::document::Document;
use breakeven::profile::problem::Problem;
use proptest::prelude::*;

use crate::support::draw::config;

/// Machine-hours of two weeks, hour by hour; the second week is the answer.
fn brute_force(weights: &[f64; 168], machines: f64, min: f64, most: f64, start: f64) -> f64 {
    let held = |hour: usize| {
        let wanted = (weights[hour % 168] * machines * (1.0 - 1e-12)).ceil();
        wanted.max(min).min(most)
    };
    let mut paid = 0.0;
    for hour in 168..336 {
        paid += held(hour);
        if held(hour) > held(hour - 1) {
            paid += (held(hour) - held(hour - 1)) * start;
        }
    }
    paid / 168.0
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn autoscaled_rent_walks_through_all_hours(
        hours in proptest::collection::vec(0.0..10.0_f64, 168),
        machines in 0.1..20.0_f64,
        min in 0.0..3.0_f64,
        more in 0.0..50.0_f64,
        start in 0.0..2.0_f64,
    ) {
        let hours: [f64; 168] = hours.try_into().unwrap();
        let load = Load::weekly("free".into(), hours).unwrap();
        let (min, most) = (min.floor(), min.floor() + more.ceil());
        let paid = following(&load, machines, 1.0, (min, most), start);
        let expected = brute_force(load.weights(), machines, min, most, start);
        prop_assert!((paid - expected).abs() < 1e-9 * expected.max(1.0), "{paid} {expected}");
    }

    #[test]
    fn equal_weekdays_are_the_same_load_in_both_forms(
        hours in proptest::collection::vec(0.0..10.0_f64, 24),
        weekend in 0.0..2.0_f64,
        limit in 0.0..5.0_f64,
    ) {
        let day: [f64; 24] = hours.try_into().unwrap();
        let mut week = [0.0; 168];
        for (hour, weight) in week.iter_mut().enumerate() {
            *weight = day[hour % 24] * if hour < 120 { 1.0 } else { weekend };
        }
        let short = Load::new("x".into(), &day, weekend).unwrap();
        let long = Load::weekly("x".into(), week).unwrap();
        prop_assert_eq!(&short, &long);
        let above: f64 = long.weights().iter().map(|w| (w - limit).max(0.0)).sum::<f64>() / 168.0;
        prop_assert!((long.interactive().above(limit) - above).abs() < 1e-12);
        let levels: Vec<(f64, f64)> = long.interactive().levels().collect();
        prop_assert_eq!(levels.iter().map(|(_, hours)| hours).sum::<f64>(), 168.0);
    }
}

#[test]
fn one_busy_tuesday_is_not_every_weekday() {
    let mut hours = [0.0; 168];
    hours[24 + 9] = 1.0;
    let load = Load::weekly("tuesday".into(), hours).unwrap();
    assert_eq!((load.peak_factor(), load.largest_peak()), (168.0, 168.0));
    assert_eq!(load.interactive().levels().collect::<Vec<_>>(), [(168.0, 1.0), (0.0, 167.0)]);
    // 168 machines for one hour a week, each paid half an hour before.
    assert_eq!(following(&load, 1.0, 1.0, (0.0, 168.0), 0.5), 1.5);
    assert_eq!(load.interactive().above(84.0), 0.5);
}

fn catalog(load: &str) -> Result<Catalog, String> {
    let text = format!("[load.x]\n{load}as_of = 2026-11-01\nsource = \"test\"\n");
    let said = |problems: Vec<Problem>| problems.first().unwrap().to_string();
    Catalog::of(vec![Document::parse("x.toml".into(), text).map_err(said)?]).map_err(said)
}

#[test]
fn toml_holds_24_hours_with_a_weekend_or_168() {
    let week = |weight: usize| format!("hours = [{}]\n", vec![weight.to_string(); 168].join(", "));
    let day = format!("hours = [{}]\n", vec!["1"; 24].join(", "));
    let flat = catalog(&format!("{}utc_offset = 5.5\n", week(7))).unwrap();
    let load = flat.named::<Load>("x").unwrap();
    assert_eq!((load.weights(), load.utc_offset()), (&[1.0; 168], 5.5));
    let load = catalog(&format!("{day}weekend_factor = 0\n")).unwrap();
    assert_eq!(load.named::<Load>("x").unwrap().peak_factor(), 1.4);
    let load = catalog(&day).unwrap();
    assert_eq!(load.named::<Load>("x").unwrap().peak_factor(), 1.0);
    for (text, found) in [
        (format!("{}weekend_factor = 1\n", week(1)), "168 `hours`"),
        (week(0), "all weights are 0"),
        ("hours = [1, 2]\nweekend_factor = 1\n".into(), "expected 24 or 168"),
    ] {
        let complaint = catalog(&text).err().unwrap();
        assert!(complaint.contains(found), "{complaint}");
    }
}
