//! Machines that are paid by the second: planned with headroom, never more than there are.

use std::rc::Rc;

use breakeven::calc::capacity::autoscale::{
    by_the_second, follows_load, held, may_be_off, share_that_waits,
};
use breakeven::calc::capacity::fleet::{Fleet, Tenure};
use breakeven::calc::decide::listing::candidates;
use breakeven::calc::demand::horizon::Horizon;
use breakeven::load::Load;
use breakeven::rent::{OfferTerms, Serverless};
use breakeven::scenario::Scenario;

use crate::support::binary::{Machine, api};
use crate::support::question::with_scenario;

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

/// An API that is dearer than any machine, one by the second that is off after 20 idle seconds, one that is
/// reserved, and a load of 12 hours at three halves of the mean and 12 at half of it.
fn world() -> String {
    let offers = "rent_usd_per_hour = 2\nrent_offers = [\
         { name = \"flex\", provider = \"p\", kind = \"serverless\", usd_per_second = 0.0005, \
         start_seconds = 10, idle_seconds = 20, as_of = 2026-11-20, source = \"made\" }, \
         { name = \"held\", provider = \"p\", kind = \"reserved\", usd_per_hour = 1, \
         commitment_months = 12, as_of = 2026-11-20, source = \"made\" }]\n";
    let machine = Machine { price_usd: 1e7, decode: 1_000.0, more: offers, ..Machine::default() };
    let hours = [vec!["1.5"; 12], vec!["0.5"; 12]].concat().join(", ");
    let load = format!(
        "[load.halves]\nhours = [{hours}]\nweekend_factor = 1.0\nas_of = 2026-11-01\nsource = \"made\"\n"
    );
    format!("{}{}{load}", api(1_000.0, 1_000.0), machine.profiles())
}

/// Looks at the rented machine of this offer; there is none in the list without a name.
fn with_rented<T>(offer: &str, flags: &str, look: impl Fn(&Scenario<'_>, &Fleet<'_>) -> T) -> T {
    let flags = format!("--request 40000+40000 --load halves --rent-price any --all {flags}");
    with_scenario(&world(), &flags, |scenario| {
        let found = candidates(scenario).into_iter().find_map(|candidate| {
            let fleet = candidate.option()?.machines_alone()?.clone();
            let is_it =
                fleet.tenure == Tenure::Rented && fleet.deployment.hardware.id.ends_with(offer);
            is_it.then(|| look(scenario, &fleet))
        });
        found.expect("the offer is listed")
    })
}

fn share_that_finds_it_off(flags: &str) -> f64 {
    with_rented(":flex", flags, |scenario, fleet| {
        let Some(OfferTerms::Serverless(terms)) = fleet.deployment.hardware.offer_terms() else {
            unreachable!("it is paid by the second")
        };
        share_that_waits(scenario, fleet, &terms)
    })
}

#[track_caller]
fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-9 * expected.abs(), "{found} is not {expected}");
}

#[test]
fn requests_wait_for_the_last_machine_of_their_hour_while_it_is_off() {
    // Tokens a day: 50 of output a second are a twentieth of what it makes, 50 of prompts next to nothing.
    let demand = |mtok: f64, more: &str| {
        share_that_finds_it_off(&format!(
            "--input {mtok}M/day --output {mtok}M/day --headroom 50 {more}"
        ))
    };
    // Busy for `b` and asked every `1 / r` seconds, it is off for (1 - b) exp(-20 r).
    let off = |busy: f64, rate: f64| (1.0 - busy) * (-20.0 * rate).exp();
    // At 50 % headroom each hour needs twice what is offered.
    let (busy, rate) = (0.05005, 1.0 / 800.0);
    let one = |weight: f64| weight * off(2.0 * weight * busy, weight * rate);
    near(demand(4.32, ""), (one(1.5) + one(0.5)) / 2.0);
    // At twelve times that demand the busy hours need 1.8018: the second machine gets 0.8018 of so many.
    let (busy, rate) = (0.6006, 12.0 / 800.0);
    let last = (2.0 * 1.5 * busy - 1.0) / (2.0 * 1.5 * busy);
    let high = 1.5 * last * off(2.0 * 1.5 * busy - 1.0, 1.5 * last * rate);
    let low = 0.5 * off(2.0 * 0.5 * busy, 0.5 * rate);
    near(demand(51.84, ""), (high + low) / 2.0);
    // One machine is on throughout the busy hours, in which it is asked for more than it can do.
    near(demand(51.84, "--machines 1"), low / 2.0);
}

#[test]
fn what_is_held_follows_the_load_or_the_contract() {
    let follows = |offer, flags| {
        let flags = format!("--volume 8.64M/day {flags}");
        with_rented(offer, &flags, |scenario, fleet| {
            let hardware = fleet.deployment.hardware;
            let held = held(scenario, fleet, 1.2, 4.0);
            let bought = follows_load(scenario, hardware, Tenure::Bought);
            let off = may_be_off(hardware, fleet.tenure) && !may_be_off(hardware, Tenure::Bought);
            (follows_load(scenario, hardware, fleet.tenure), bought, off, held)
        })
    };
    // A contract holds all of them, also where the others are held while they are needed.
    assert_eq!(follows(":held", ""), (false, false, false, 4.0));
    assert_eq!(follows(":held", "--rent-mode autoscale"), (false, false, false, 4.0));
    assert_eq!(follows("machine", ""), (false, false, false, 4.0));
    // 1.5 x 1.2 / 0.8 = 2.25 are three, 0.5 x 1.2 / 0.8 = 0.75 is one; none starts for nothing.
    let (is, bought, off, held) = follows("machine", "--rent-mode autoscale --headroom 80");
    assert_eq!((is, bought, off), (true, false, false));
    assert!((2.0..=2.5).contains(&held), "{held}");
    // By the second it follows whatever the mode is.
    let (is, bought, off, held) = follows(":flex", "");
    assert_eq!((is, bought, off), (true, false, true));
    assert!(held < 2.0, "{held}");
}

/// Demand that doubles every year needs a second machine after a year and a third after two. Contracts for
/// twelve months that end with the horizon of thirty begin in the nineteenth month at the latest.
#[test]
fn no_contract_lasts_longer_than_the_horizon() {
    let held = |offer, horizon: u32| {
        let flags = format!("--volume 51.84M/day --headroom 95 --growth 100 --horizon {horizon}");
        with_rented(offer, &flags, |scenario, fleet| {
            let months = Horizon::of(scenario).months;
            let machines = months.iter().map(|month| fleet.machines_in(month, scenario) as u32);
            (fleet.is_committed(), machines.collect::<Vec<_>>())
        })
    };
    let steps = |months: [usize; 3]| {
        [[1].repeat(months[0]), [2].repeat(months[1]), [3].repeat(months[2])].concat()
    };
    assert_eq!(held("machine", 30), (false, steps([13, 12, 5])));
    assert_eq!(held(":held", 30), (true, steps([13, 5, 12])));
    // Those of the last month are there from the first one on where there is one term alone.
    assert_eq!(held(":held", 12), (true, steps([12, 0, 0])));
    assert!(!held(":flex", 30).0);
}

/// The second half of each day asks for everything, twice the mean; the first for nothing, in which nobody waits.
#[test]
fn nobody_waits_in_an_hour_that_asks_for_nothing() {
    let flags = "--input 4.32M/day --output 4.32M/day --headroom 50";
    let found = with_rented(":flex", flags, |scenario, fleet| {
        let mut hours = [0.0; 24];
        hours[12..].fill(1.0);
        let mut scenario = scenario.clone();
        scenario.workload.load = Load::new("half".into(), &hours, 1.0).unwrap();
        let fleet = fleet.resized(&scenario, 1.0);
        let Some(OfferTerms::Serverless(terms)) = fleet.deployment.hardware.offer_terms() else {
            unreachable!("it is paid by the second")
        };
        share_that_waits(&scenario, &fleet, &terms)
    });
    // Busy for 5.005 % in the mean hour, four times of that at twice the load and 50 % headroom, with a request
    // every 400 seconds: it is off for the rest times exp(-20 / 400).
    near(found, (1.0 - 4.0 * 0.05005) * (-20.0_f64 / 400.0).exp());
}

#[test]
fn a_quarter_of_the_requests_waits_like_a_quarter() {
    let flags = "--input 4.32M/day --output 4.32M/day --headroom 50";
    let [part, alone] = with_rented(":flex", flags, |scenario, fleet| {
        let Some(OfferTerms::Serverless(terms)) = fleet.deployment.hardware.offer_terms() else {
            unreachable!("it is paid by the second")
        };
        let mut quarter = scenario.clone();
        quarter.workload = quarter.workload.times(0.25);
        [(scenario, 0.25), (&quarter, 1.0)].map(|(scenario, share)| {
            let known = (fleet.rates, Rc::clone(&fleet.activities));
            let fleet =
                Fleet::new(fleet.deployment.clone(), Tenure::Rented, known, share, scenario);
            share_that_waits(scenario, &fleet, &terms)
        })
    });
    assert!(alone > 0.0 && alone < 1.0, "{alone}");
    near(part, alone);
}
