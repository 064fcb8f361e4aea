//! Machines that are paid by the second: planned with headroom, never more than there are.

use breakeven::calc::capacity::autoscale::by_the_second;
use breakeven::load::Load;
use breakeven::rent::Serverless;

const TERMS: Serverless =
    Serverless { start_seconds: 18.0, idle_seconds: 0.0, minimum_seconds: 0.0 };

fn paid(offered: f64, headroom: f64, most: f64) -> f64 {
    by_the_second(&Load::flat(), (offered, headroom), 50.0 / 3_600.0, most, &TERMS)
}

#[test]
fn headroom_makes_them_more() {
    // 1.25 at half of what they can do are 2.5: two full ones, and the third for half of each hour, with
    // the start of each of a fifth of 50 requests that finds it off.
    assert!((paid(1.25, 0.5, 10.0) - 2.525).abs() < 1e-12);
    assert!((paid(2.5, 1.0, 10.0) - 2.525).abs() < 1e-12);
    // Whole machines need nobody to start.
    assert_eq!(paid(1.0, 0.5, 10.0), 2.0);
    assert_eq!(paid(1.25, 0.5, 1.0), 1.0);
}

#[test]
fn hours_are_paid_for_what_they_ask() {
    let mut hours = [0.0; 24];
    hours[..6].fill(1.0); // a quarter of the day has four times the mean
    let load = Load::new("night".into(), &hours, 1.0).unwrap();
    let paid = by_the_second(&load, (0.5, 1.0), 0.0, 10.0, &TERMS);
    // Two machines for six hours of 24.
    assert!((paid - 0.5).abs() < 1e-12, "{paid}");
}
