//! Whose bill a cost is on, and what a machine's break-even makes of a baseline's quota and minimum.

use breakeven::calc::cash::ledger::Ledger;
use breakeven::calc::decide::listing::candidates;
use breakeven::calc::demand::TokenClass;
use breakeven::calc::price::api_bill::prices_on;
use breakeven::calc::price::item::{Driver, Role};
use breakeven::calc::verdict::evaluation::with_evaluation;
use breakeven::date::Date;

use crate::support::binary::{Machine, api};
use crate::support::question::with_scenario;

#[test]
fn an_endpoint_in_two_roles_has_one_bill() {
    let machine = Machine { price_usd: 1_000.0, decode: 20.0, ..Machine::default() };
    let frontier = api(1.0, 2.0).replace("\"mid\"", "\"frontier\"").replace("[api.api]", "[api.a]");
    let flags = "--volume 50M/day --request 500+500 --hard 5 --machines 1 --all";
    // What exceeds the machine goes to whoever is cheaper, what is hard to the frontier.
    for (mid, same) in [(0.5, false), (5.0, true)] {
        let mid = api(mid, mid).replace("[api.api]", "[api.b]");
        let world = format!("{frontier}{mid}{}", machine.profiles());
        let seen = with_scenario(&world, flags, |scenario| {
            let mut seen = 0;
            for candidate in candidates(scenario) {
                let Some(option) = candidate.option() else { continue };
                let (Some(overflow), Some(hard)) = (option.overflow, option.hard) else { continue };
                let ledger = Ledger::new(option, scenario);
                assert_eq!(overflow.id == hard.id, same);
                let of = |role| Driver::Mtok(role, TokenClass::Output);
                assert!(ledger.is_billed_on(of(Role::Overflow), Role::Overflow));
                assert!(ledger.is_billed_on(
                    Driver::BatchMtok(Role::Overflow, TokenClass::Output),
                    Role::Overflow
                ));
                assert_eq!(ledger.is_billed_on(of(Role::Hard), Role::Overflow), same);
                assert_eq!(ledger.is_billed_on(of(Role::Hard), Role::Hard), !same);
                assert_eq!(ledger.is_billed_on(Driver::Requests(Role::Hard), Role::Hard), !same);
                assert!(!ledger.is_billed_on(of(Role::Overflow), Role::Hard));
                assert!(!ledger.is_billed_on(Driver::MachineMonth, Role::Overflow));
                seen += 1;
            }
            seen
        });
        assert!(seen > 0);
    }
}

/// What a bill is let off whatever its size is what a fleet costs more, and what it is at least is where it
/// breaks even at once: both with 10 % fee and 20 % tax, and no minimum is no least.
#[test]
fn the_line_of_a_fleet_knows_quota_and_minimum() {
    let machine = Machine { price_usd: 3_600.0, decode: 1_000.0, ..Machine::default() };
    let line = |fields: &str| {
        let api = api(1.0, 2.0).replace("source =", &format!("{fields}source ="));
        let world = format!("{api}{}", machine.profiles());
        let flags = "--volume 6M/day --request 500+500 --resale 0 --electricity 0.2";
        with_scenario(&world, flags, |scenario| {
            with_evaluation(scenario, |evaluation| {
                let all = candidates(scenario);
                let found = all.iter().filter_map(|candidate| candidate.option());
                let owned = found.into_iter().find(|option| option.machines_alone().is_some());
                let (line, _) = evaluation.break_even(owned.unwrap()).unwrap();
                line
            })
        })
    };
    let near = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-9, "{found}");
    let plain = line("");
    near(plain.least.get(), 0.0);
    near(plain.stretches[0].fleet.get(), 0.0);
    near(plain.stretches[0].machine.get(), 100.0);
    near(plain.baseline.get(), 1.5);
    let free = line("free_usd_per_month = 20\nfee_percent = 10\ntax_percent = 20\n");
    near(free.least.get(), 0.0);
    near(free.stretches[0].fleet.get(), 20.0 * 1.32);
    near(free.baseline.get(), 1.5 * 1.32);
    let both = line(
        "free_usd_per_month = 20\nminimum_usd_per_month = 50\nfee_percent = 10\ntax_percent = 20\n",
    );
    near(both.least.get(), 70.0 * 1.32);
    near(both.stretches[0].fleet.get(), 20.0 * 1.32);
    near(line("minimum_usd_per_month = 50\n").least.get(), 50.0);
}

#[test]
fn an_announced_price_holds_from_its_day_on() {
    let later =
        "scheduled = [{ from = 2027-03-15, input_usd_per_mtok = 3, output_usd_per_mtok = 4 }]\n";
    let world = api(1.0, 2.0).replace("source =", &format!("{later}source ="));
    let inputs = with_scenario(&world, "--volume 6M/day --request 500+500", |scenario| {
        let all = candidates(scenario);
        let option = all.iter().find_map(|candidate| candidate.option()).unwrap();
        let api = option.endpoint(Role::Base).unwrap();
        let day = |day| Date::new(2027, 3, day).unwrap();
        [14, 15, 16].map(|at| prices_on(api, day(at)).input.typical.get())
    });
    assert_eq!(inputs, [1.0, 3.0, 3.0]);
}
