//! A break-even volume that the machines cannot serve is not a break-even volume.

// A test that cannot go on has failed.
#![allow(clippy::unwrap_used)]

use crate::support::binary::{Answer, Machine, api, ask, same};

/// Days of our month.
const DAYS: f64 = 365.0 / 12.0;
/// A machine of 100M tokens in a month of 2,628,000 seconds.
const RATE: f64 = 100e6 / 2_628_000.0;

/// A machine of 100M tokens a month that costs `monthly_usd`, paid by depreciation alone, against $1
/// per million tokens.
fn costing(monthly_usd: f64, flags: &str) -> Answer {
    let machine = Machine {
        price_usd: monthly_usd * 36.0,
        prefill: RATE,
        decode: RATE,
        ..Machine::default()
    };
    ask(&(machine.profiles() + &api(1.0, 1.0)), flags)
}

fn mtok_a_month(answer: &Answer, path: &str) -> f64 {
    answer.number("local", path) * DAYS / 1e6
}

/// Full, the machine costs $1.20 per million: a division of prices says 120M a month, which it
/// cannot serve, and neither can two machines serve their 240M.
#[test]
fn a_machine_dearer_than_the_api_when_full_never_breaks_even() {
    for volume in [
        "1k/month",
        "1M/month",
        "99M/month",
        "100M/month",
        "120M/month",
        "240M/month",
        "1B/month",
        "7T/month",
    ] {
        let answer = costing(120.0, &format!("--volume {volume}"));
        assert_eq!(answer.word("local", "/break_even/status"), "never", "{volume}");
        same(mtok_a_month(&answer, "/break_even/tokens_per_day"), 120.0);
        // However many machines: what they cost is never below the bill.
        let total = |kind| answer.number(kind, "/monthly_usd/total");
        assert!(total("local") > total("api"), "{volume}");
        assert_eq!(answer.0["verdict"]["kind"], "api", "{volume}");
    }
    // A given number of machines does not help either.
    for machines in [1, 2, 5, 1_000] {
        let answer = costing(120.0, &format!("--volume 90M/month --machines {machines}"));
        assert_eq!(answer.word("local", "/break_even/status"), "never");
        let unreachable = 120.0 * f64::from(machines);
        same(mtok_a_month(&answer, "/break_even/tokens_per_day"), unreachable);
    }
}

/// The same for rent, for operations hours that no machine can carry, and for power alone.
#[test]
fn every_part_of_the_cost_can_be_the_trap() {
    let never = |machine: Machine<'_>, kind: &str, flags: &str| {
        let profiles = machine.profiles() + &api(1.0, 1.0);
        let answer = ask(&profiles, &format!("--volume 50M/month {flags}"));
        assert_eq!(answer.word(kind, "/break_even/status"), "never", "{flags}");
        answer
    };
    let slow = Machine { prefill: RATE, decode: RATE, ..Machine::default() };
    // $0.15 an hour is $109.50 a month for 100M tokens.
    never(Machine { more: "rent_usd_per_hour = 0.15", ..slow }, "rent", "");
    never(Machine { more: "hosting_usd_per_month = 110", ..slow }, "local", "--owned");
    // 150 kWh at $1 for 100M tokens: each costs more in power than the API asks, so that there is
    // not even a volume to name.
    let watts = 150_000.0 / 730.0;
    let hungry = Machine { load_watts: watts, ..slow };
    let answer = never(hungry, "local", "--owned --electricity 1");
    assert_eq!(answer.maybe("local", "/break_even/tokens_per_day"), None);
}

/// Full, the machine costs $0.80 per million: it breaks even at 80 % of its capacity. Then machines
/// 2, 3 and 4 each start behind, and the fifth does not: at 400M a month five cost $400. So the API is
/// level for the last time at four times 80.
#[test]
fn a_machine_that_breaks_even_at_four_fifths_reports_both_volumes() {
    let answer = costing(80.0, "--volume 50M/month");
    assert_eq!(answer.word("local", "/break_even/status"), "reachable");
    same(mtok_a_month(&answer, "/break_even/tokens_per_day"), 80.0);
    same(answer.number("local", "/break_even/units"), 1.0);
    same(mtok_a_month(&answer, "/break_even/always_above_tokens_per_day"), 320.0);
    // The staircase itself, run by run: who is cheaper at so many million a month.
    let stairs = [
        (79, "api"),
        (81, "local"),
        (100, "local"),
        (101, "api"),
        (159, "api"),
        (161, "local"),
        (201, "api"),
        (239, "api"),
        (241, "local"),
        (301, "api"),
        (319, "api"),
        (321, "local"),
        (401, "local"),
        (500, "local"),
        (501, "local"),
        (5_001, "local"),
    ];
    for (volume, cheaper) in stairs {
        let answer = costing(80.0, &format!("--volume {volume}M/month"));
        let total = |kind| answer.number(kind, "/monthly_usd/total");
        let found = if total("local") < total("api") { "local" } else { "api" };
        assert_eq!(found, cheaper, "{volume}M a month");
    }
}

/// Headroom and the busiest hour shrink the capacity, and with it what can be reached: at half the
/// capacity the machine of $80 for 100M tokens is one of $80 for 50M.
#[test]
fn reserve_and_peaks_count_against_the_machine() {
    let status = |flags: &str| {
        let answer = costing(80.0, &format!("--volume 10M/month {flags}"));
        answer.word("local", "/break_even/status").to_string()
    };
    assert_eq!(status(""), "reachable");
    assert_eq!(status("--headroom 81"), "reachable");
    assert_eq!(status("--headroom 79"), "never");
    // The busiest hour of `daytime` is twice the mean.
    assert_eq!(status("--load daytime"), "never");
    assert_eq!(status("--load daytime --resale 37"), "never");
    assert_eq!(status("--load daytime --resale 38"), "reachable");
}

/// Operations hours are not per machine: they can be spread over more machines, so the volume comes
/// later, with several machines, but it comes.
#[test]
fn operations_hours_need_more_machines_not_a_miracle() {
    // Each full machine earns $100 - $80 = $20; two hours at $25 need three of them, less the part
    // that the third does not need: V = (50 + 3 x 80) / 1.
    let answer = costing(80.0, "--volume 50M/month --ops-hours 2 --ops-rate 25");
    assert_eq!(answer.word("local", "/break_even/status"), "reachable");
    same(answer.number("local", "/break_even/units"), 3.0);
    same(mtok_a_month(&answer, "/break_even/tokens_per_day"), 290.0);
    // A step to n machines is ahead at once from 1 + (50 + 80) / 20 = 7.5, so from the eighth on;
    // the last crossing is with seven: 50 + 7 x 80.
    same(mtok_a_month(&answer, "/break_even/always_above_tokens_per_day"), 610.0);
}

/// The sentence of the verdict that begins so.
fn sentence(answer: &Answer, beginning: &str) -> Option<String> {
    let because = answer.0["verdict"]["because"].as_array().unwrap().iter();
    let mut found = because.map(|s| s.as_str().unwrap()).filter(|s| s.starts_with(beginning));
    found.next().map(String::from)
}

#[test]
fn never_says_what_a_full_machine_costs() {
    // $110 of depreciation, and $10 for 500 / 7.3 watts at full load.
    let machine = Machine {
        price_usd: 110.0 * 36.0,
        load_watts: 500.0 / 7.3,
        prefill: RATE,
        decode: RATE,
        ..Machine::default()
    };
    let flags = "--volume 90M/month --electricity 0.2 --pue 1";
    let answer = ask(&(machine.profiles() + &api(1.0, 1.0)), flags);
    assert_eq!(
        sentence(&answer, "break-even").unwrap(),
        "break-even with api: never. A full machine serves 3.29M tokens/day for $120 a month, $1.20 per \
         million tokens; the API asks $1.00"
    );
}

#[test]
fn the_staircase_between_is_said_when_there_is_one() {
    let between =
        |answer: &Answer| sentence(answer, "break-even").unwrap().contains("from there to");
    // From 80M to 320M each further machine starts behind.
    let answer = costing(80.0, "--volume 90M/month");
    assert!(
        sentence(&answer, "break-even")
            .unwrap()
            .contains("from there to 10.5M tokens/day it depends")
    );
    // The second of these is level at once.
    assert!(!between(&costing(50.0, "--volume 90M/month")));
    // 203 and 204 machines are level with the API at 20,300M and 20,301M: the same volume.
    assert!(!between(&costing(1.0, "--volume 90M/month --ops-hours 1 --ops-rate 20097")));
}

#[test]
fn too_few_machines_are_what_decides() {
    // One machine costs $40 and serves 100M of 150M.
    let decides = |machines: u32| {
        let answer = costing(40.0, &format!("--volume 150M/month --machines {machines}"));
        answer.0["verdict"]["binding_constraint"].as_str().unwrap().to_string()
    };
    assert_eq!([decides(1), decides(2)], ["capacity", "cost"]);
    // Ten would be dearer than the API, however few are given.
    let dear = costing(400.0, "--volume 150M/month --machines 1");
    assert_eq!(dear.0["verdict"]["binding_constraint"], "cost");
}

#[test]
fn what_is_owned_is_worth_its_number() {
    let answer = costing(40.0, "--volume 150M/month --owned --machines 2 --resale 50");
    let sale = sentence(&answer, "selling").unwrap();
    let sold = "selling 2 x machine today would bring about $2,880; with what is lost of that in 36 months, keeping costs $";
    assert!(sale.starts_with(sold), "{sale}");
    let again = sentence(&answer, "as many again").unwrap();
    assert!(again.starts_with("as many again, bought for $2,880 to take as much"), "{again}");
}

#[test]
fn the_break_even_is_said_as_a_part_or_a_multiple_of_the_volume() {
    let said = |volume: &str| {
        let answer = costing(80.0, &format!("--volume {volume}M/month"));
        sentence(&answer, "break-even").unwrap()
    };
    // It breaks even at 80M.
    let begins = |volume: &str, end: &str| {
        let right =
            format!("break-even with api: 2.63M tokens/day (1 x machine), {end} your volume");
        let said = said(volume);
        assert!(said.starts_with(&right), "{said}");
    };
    begins("150", "53 % of");
    begins("50", "160 % of");
    begins("40", "2.0 times");
    begins("20", "4.0 times");
}

/// Full, the machine costs $120 and $5 of power for 100M tokens. At $0.95 that each million then saves, $120 are
/// 126.3M.
#[test]
fn what_cannot_be_reached_counts_the_power_of_every_token() {
    let machine = Machine {
        price_usd: 120.0 * 36.0,
        load_watts: 250.0 / 7.3,
        prefill: RATE,
        decode: RATE,
        ..Machine::default()
    };
    let flags = "--volume 90M/month --electricity 0.2 --pue 1";
    let answer = ask(&(machine.profiles() + &api(1.0, 1.0)), flags);
    assert_eq!(answer.word("local", "/break_even/status"), "never");
    same(mtok_a_month(&answer, "/break_even/tokens_per_day"), 120.0 / 0.95);
}

/// A spare machine costs its $20 whatever the volume is.
#[test]
fn a_spare_machine_breaks_even_with_the_others() {
    let answer = costing(20.0, "--volume 50M/month --spare 1");
    same(mtok_a_month(&answer, "/break_even/tokens_per_day"), 40.0);
    same(answer.number("local", "/break_even/units"), 1.0);
    same(mtok_a_month(&answer, "/break_even/always_above_tokens_per_day"), 40.0);
}

/// A machine that is there already and needs power for its work alone: eight streams at once make eight times the
/// tokens of one for little more power, so that few requests cost more than the API asks, and many less.
fn for_nothing(volume: f64) -> Answer {
    let machine = Machine { load_watts: 100.0, decode: 100.0, ..Machine::default() };
    let profiles = machine.profiles().replace("[[1, 100]]", "[[1, 100], [8, 800]]");
    let flags = "--owned --electricity 0.2 --pue 1 --place home --request 500+500";
    ask(&(profiles + &api(0.01, 0.01)), &format!("{flags} --volume {volume:.0}/day"))
}

#[test]
fn few_requests_on_a_machine_for_nothing_may_cost_more_than_the_api() {
    let tokens = for_nothing(10e6).number("local", "/break_even/tokens_per_day");
    for (part, cheaper) in [(0.1, "api"), (0.99, "api"), (1.01, "local"), (10.0, "local")] {
        let answer = for_nothing(tokens * part);
        let total = |kind| answer.number(kind, "/monthly_usd/total");
        let found = if total("local") < total("api") { "local" } else { "api" };
        assert_eq!(found, cheaper, "{part} of {tokens}");
    }
}

#[test]
fn a_machine_for_nothing_wins_always_above_its_break_even() {
    let answer = for_nothing(10e6);
    let tokens = answer.number("local", "/break_even/tokens_per_day");
    same(answer.number("local", "/break_even/always_above_tokens_per_day"), tokens);
}

/// Two machines stand at home, one that serves 100M and a spare one; a third moves all of them into a rack, where at
/// 100M they are behind for a little while.
#[test]
fn a_spare_machine_may_be_what_moves_all_into_a_rack() {
    let machine = Machine {
        price_usd: 20.0 * 36.0,
        idle_watts: 900.0,
        load_watts: 900.0,
        prefill: RATE,
        decode: RATE,
        ..Machine::default()
    };
    let profiles = machine.profiles() + &api(5.9, 5.9);
    let at = |volume: f64| {
        ask(&profiles, &format!("--volume {volume:.0}/day --spare 1 --electricity 0"))
    };
    let above = at(1e6).number("local", "/break_even/always_above_tokens_per_day");
    assert!(
        above * DAYS / 1e6 > 100.0,
        "two machines at home, one of them spare, are behind once more: {above}"
    );
    for (part, cheaper) in [(0.999, "api"), (1.001, "local")] {
        let answer = at(above * part);
        let total = |kind| answer.number(kind, "/monthly_usd/total");
        let found = if total("local") < total("api") { "local" } else { "api" };
        assert_eq!(found, cheaper, "{part} of {above}");
    }
    same(at(1e6).number("local", "/break_even/tokens_per_day") * DAYS / 1e6, 40.0 / 5.9);
}

/// What is owned is weighed against the API, and not against itself.
#[test]
fn what_is_sold_is_replaced_by_the_api() {
    let answer = costing(40.0, "--volume 150M/month --owned --machines 2 --resale 50");
    let sale = sentence(&answer, "selling").unwrap();
    assert!(sale.ends_with("keeping costs $1,440, using the API api $5,400"), "{sale}");
}
