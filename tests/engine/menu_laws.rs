//! Laws of the menu: more ways never cost more, what is left out changes nothing, and the compiled
//! search finds what the whole listing finds.

use super::flips::every_flip_is_the_nearest;
use crate::support::draw::config;
use crate::support::question::{WEIGHTS, with_scenario, with_shipped};
use breakeven::calc::decide::listing::{candidates, cheapest};
use breakeven::calc::decide::menu::{Cheapest, Kinds, Menu};
use breakeven::calc::option::serving::Kind;
use breakeven::lever::Lever;
use breakeven::requirement::Requirement;
use breakeven::scenario::{Scenario, Shown};
use breakeven::tier::Tier;
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs())
}

/// The total of the cheapest way, by a listing that leaves nothing out.
fn by_listing(scenario: &Scenario<'_>) -> Option<f64> {
    let all = Scenario { shown: Shown::All, ..scenario.clone() };
    cheapest(&candidates(&all)).map(|best| best.cost().get())
}

fn same(found: Option<Cheapest>, expected: Option<f64>) -> Result<(), TestCaseError> {
    match (found, expected) {
        (Some(found), Some(expected)) => {
            prop_assert!(close(found.total.get(), expected), "{found:?} is not {expected}");
        }
        (found, expected) => prop_assert_eq!(found.map(|found| found.total.get()), expected),
    }
    Ok(())
}

/// With and without leaving out, and by the listing: the same total, wherever a lever is turned.
fn holds(scenario: &Scenario<'_>, lever: Lever, share: f64) -> Result<(), TestCaseError> {
    let menu = Menu::new(scenario);
    let everybody = Menu::new(scenario).leaving_nothing_out();
    let Some(now) = lever.now(scenario) else { return Ok(()) };
    let span = lever.span(scenario, now);
    let value = span.scale.between(span.low, span.high, share);
    for turned in [scenario.clone(), lever.set(scenario, value)] {
        let expected = by_listing(&turned);
        same(menu.cheapest(&turned), expected)?;
        same(everybody.cheapest(&turned), expected)?;
        for now in [menu.cheapest(scenario), everybody.cheapest(&turned), None] {
            wins_as_before(&menu, &turned, now)?;
        }
    }
    Ok(())
}

/// What wins is of the kind of the cheapest way, and is that way where another kind did before.
fn wins_as_before<'c>(
    menu: &Menu<'_, 'c>,
    turned: &Scenario<'c>,
    now: Option<Cheapest>,
) -> Result<(), TestCaseError> {
    let kind = |way: Option<Cheapest>| way.map(|way| way.kind);
    let (cheapest, winner) = (menu.cheapest(turned), menu.winner(turned, now));
    prop_assert_eq!(kind(winner), kind(cheapest));
    if kind(winner) != kind(now) {
        prop_assert_eq!(winner.map(|way| way.total), cheapest.map(|way| way.total));
    }
    Ok(())
}

/// What is listed for a share of cached input is asked at other shares, too: of machines that are there
/// already, for which power is nearly all that is paid.
#[test]
fn another_cached_share_leaves_nothing_out() {
    for machines in ["rtx-a6000", "rtx-3090", "rtx-pro-6000-maxq"] {
        let questions = [
            "--volume 2M/day",
            "--volume 80M/day --cached 90",
            "--volume 80M/day --cached 60 --idle-sessions 4",
            "--volume 900M/day --idle-sessions 0",
        ];
        for flags in questions {
            let flags = format!("{flags} --hardware {machines} --owned --min-index 5");
            with_shipped(&flags, |scenario| {
                for share in [0.0, 0.3, 0.7, 1.0] {
                    let turned = holds(scenario, Lever::CachedShare, share);
                    turned.unwrap_or_else(|why| panic!("{flags} {share}: {why}"));
                }
            });
        }
    }
}

/// The endpoint that is the cheapest for everything is not the one for what exceeds machines, where a part of it waits
/// for a batch price: what is cheaper for the rest is asked, too.
#[test]
fn another_endpoint_than_the_cheapest_may_take_what_exceeds_machines() {
    let flags = "--volume 6575145823/day --load flat --tier frontier --batch 50 --pue 1.2 \
                 --hardware 8x-b200 --api wandb/glm-5.3";
    let total = |more: &str| {
        let of = |scenario: &Scenario<'_>| Menu::new(scenario).cheapest(scenario).unwrap().total;
        with_shipped(&format!("{flags} {more}"), of).get()
    };
    let (alone, both) = (total(""), total("--api bedrock/glm-5.3"));
    assert!(both < alone * 0.999, "{both} {alone}");
}

/// Of two models on one machine the quicker draws less at every load at which the power of the other was asked,
/// and more between two of them, where the question is.
#[test]
fn what_draws_more_between_two_loads_leaves_nothing_out() {
    let flags =
        "--volume 1023679938/day --tier small --require privacy --pue 1.2 --hardware 2x-rtx-3090";
    with_shipped(flags, |scenario| holds(scenario, Lever::Volume, 0.5)).unwrap();
}

/// A bill with cache writes depends on the share that is cached, one with prices by the hour on the
/// load: endpoints are priced anew wherever a lever turns one of these.
#[test]
fn endpoints_cost_what_they_cost_at_the_turned_inputs() {
    let machines = "--tier small --hardware rtx-3090";
    for api in ["claude-haiku-5.5", "deepseek-flash"] {
        let flags = format!("--volume 5M/day --cached 30 --load office --api {api} {machines}");
        with_shipped(&flags, |scenario| {
            for lever in Lever::ALL {
                for share in [0.1, 0.4, 0.9] {
                    holds(scenario, lever, share).unwrap_or_else(|why| panic!("{lever:?}: {why}"));
                }
            }
        });
    }
}

/// Endpoints whose bills are not in proportion to their tokens, and machines that take what is free of
/// them away.
const QUOTAS: &str = r#"
[api.quota]
provider = "somebody"
model = "weights"
tier = "mid"
input_usd_per_mtok = 0.40
output_usd_per_mtok = 0.80
free_usd_per_month = 60
fee_percent = 5
as_of = 2026-11-20
source = "contract"

[api.minimum]
provider = "somebody"
model = "weights"
tier = "mid"
input_usd_per_mtok = 0.30
output_usd_per_mtok = 0.70
minimum_usd_per_month = 150
as_of = 2026-11-20
source = "contract"

[api.daily]
provider = "somebody"
model = "weights"
tier = "mid"
input_usd_per_mtok = 0.50
output_usd_per_mtok = 0.90
free_tokens_per_day = 2_000_000
usd_per_1k_requests = 0.1
retires = 2029-06-01
as_of = 2026-11-20
source = "contract"

[hardware.box]
name = "Box"
family = "nv-geforce"
gpus = 1
life_months = 60
memory_gb = 100
memory_bandwidth_gb_per_s = 1000
power_idle_watts = 20
power_load_watts = 300
price_usd = 1500
rent_usd_per_hour = 0.2
as_of = 2026-11-20
source = "shop"
"#;

/// What it takes to leave what is used now is paid for another endpoint, too, and whoever takes what exceeds
/// machines.
#[test]
fn leaving_what_is_used_costs_the_same_in_both() {
    let load = "[load.hours]\nhours = [0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 3, 3, 3, 3, 3, 2, 2, 2, 1, 1, 1, 0, 0]\nweekend_factor = 0.5\nas_of = 2026-11-20\nsource = \"made\"\n";
    // At every volume dearer than another one, by less than it takes to leave it.
    let plain = |name: &str, price: f64| {
        let api =
            QUOTAS.split("\n[").nth(2).unwrap().replace("api.minimum", &format!("api.{name}"));
        let api = api.replace("0.30", &price.to_string()).replace("0.70", &price.to_string());
        format!("\n[{}\n", api.replace("minimum_usd_per_month = 150\n", ""))
    };
    let both = [plain("now", 0.21), plain("other", 0.2)].concat();
    let world = format!("{QUOTAS}{WEIGHTS}{load}{both}");
    let daily = [("2M", 50), ("9M", 400), ("60M", 400), ("400M", 9_000)].map(|at| ("daily", at));
    for (baseline, (volume, migration)) in daily.into_iter().chain([("now", ("9M", 9_000))]) {
        let flags = format!(
            "--volume {volume}/day --load hours --baseline {baseline} --migration {migration}"
        );
        with_scenario(&world, &flags, |scenario| {
            for lever in [Lever::Volume, Lever::ApiPrice] {
                for share in [0.2, 0.5, 0.8] {
                    let turned = holds(scenario, lever, share);
                    turned.unwrap_or_else(|why| panic!("{flags} {lever:?} {share}: {why}"));
                }
            }
        });
    }
}

/// A machine and how fast it is with the open weights: so many times the box of `WEIGHTS`.
fn machine(name: &str, price: u32, times: u32) -> String {
    let rates = match name {
        "box" => String::new(),
        _ => WEIGHTS
            .split("\n\n")
            .nth(1)
            .unwrap()
            .replace("box", name)
            .replace("5000", &(5_000 * times).to_string())
            .replace("100], [8, 400", &format!("{}], [8, {}", 100 * times, 400 * times)),
    };
    let card = QUOTAS.split("\n[").last().unwrap().replace("rent_usd_per_hour = 0.2\n", "");
    let card = card.replace("hardware.box", &format!("hardware.{name}"));
    let card = card.replace("s = 1000", &format!("s = {}", 1_000 * times));
    format!("\n[{}\n{rates}\n", card.replace("1500", &price.to_string()))
}

/// An endpoint of which so many tokens are free each day; the others are dear.
fn mostly_free(tokens: &str) -> String {
    let api = QUOTAS.split("\n[").nth(3).unwrap().replace("2_000_000", tokens);
    let api = api.replace("retires = 2029-06-01\n", "");
    format!("\n[{}", api.replace("0.50", "9").replace("0.90", "9"))
}

/// One full machine and what is free elsewhere cost less than the same work on full machines alone: no bound
/// may leave that out for another machine that costs less than those.
#[test]
fn a_machine_beside_what_is_free_is_not_left_out() {
    for large in [37_000, 39_000, 42_000, 46_000] {
        let machines = [machine("box", 36_000, 1), machine("large", large, 2)].concat();
        let world = format!("{WEIGHTS}{machines}{}", mostly_free("40_000_000"));
        for volume in [52, 60, 70, 80, 90] {
            let flags = format!("--volume {volume}M/day");
            with_scenario(&world, &flags, |scenario| {
                let found = Menu::new(scenario).cheapest(scenario);
                same(found, by_listing(scenario)).unwrap_or_else(|why| panic!("{flags}: {why}"));
                assert_eq!(found.map(|found| found.kind), Some(Kind::Mixed), "{flags}");
            });
        }
    }
}

/// In the only month of a falling demand there is less of it than on its first day.
#[test]
fn one_month_of_falling_demand_leaves_nothing_out() {
    for large in [36_500, 37_000, 38_000, 39_000] {
        let machines = [machine("box", 36_000, 1), machine("large", large, 2)].concat();
        let world = format!("{WEIGHTS}{machines}{}", mostly_free("1_000"));
        for volume in 44..52 {
            let flags = format!("--volume {volume}M/day --horizon 1 --growth -90");
            with_scenario(&world, &flags, |scenario| {
                let found = Menu::new(scenario).cheapest(scenario);
                same(found, by_listing(scenario)).unwrap_or_else(|why| panic!("{flags}: {why}"));
            });
        }
    }
}

/// Of machines that cost the same, the first of the list is chosen.
#[test]
fn of_machines_alike_the_first_is_chosen() {
    for many in 2..8 {
        let others = (1..many).map(|n| machine(&format!("box{n}"), 3_600, 1));
        let machines = others.fold(machine("box", 3_600, 1), |all, other| all + &other);
        let world = format!("{WEIGHTS}{machines}{}", mostly_free("1_000"));
        with_scenario(&world, "--volume 30M/day", |scenario| {
            let menu = Menu::new(scenario);
            let found = menu.cheapest(scenario).unwrap();
            let costs_as_much = |entry: &usize| {
                let alone = menu.cheapest_of(scenario, Kinds::All, Some(&[*entry]));
                alone.is_some_and(|alone| alone.total == found.total)
            };
            let alike: Vec<usize> = (0..menu.entries.len()).filter(costs_as_much).collect();
            assert_eq!((alike.len(), found.entry), (many, alike.first().copied()));
        });
    }
}

/// What is free hangs on how much is asked: a flip of a volume has that of its own.
#[test]
fn flips_know_quotas() {
    let world = format!("{QUOTAS}{WEIGHTS}");
    for flags in ["--volume 9M/day --api daily", "--volume 2M/day --api quota"] {
        with_scenario(&world, flags, every_flip_is_the_nearest).unwrap();
    }
}

#[test]
fn bills_with_quotas_and_minimum_spend_leave_nothing_out() {
    let world = format!("{QUOTAS}{WEIGHTS}");
    for volume in ["2M", "9M", "60M", "400M"] {
        for more in ["", "--growth 60", "--growth -30 --hard 0", "--api-price-trend -20"] {
            for apis in ["", "--api quota", "--api daily --horizon 24", "--api minimum"] {
                let flags = format!("--volume {volume}/day {more} {apis}");
                with_scenario(&world, &flags, |scenario| {
                    for lever in [Lever::Volume, Lever::ApiPrice, Lever::Horizon, Lever::InputShare]
                    {
                        for share in [0.1, 0.4, 0.9] {
                            holds(scenario, lever, share)
                                .unwrap_or_else(|why| panic!("{flags}, {lever:?}: {why}"));
                        }
                    }
                });
            }
        }
    }
}

fn flags() -> impl Strategy<Value = String> {
    let one_of = |flags: &'static [&'static str]| prop::sample::select(flags);
    (
        (1e5_f64.ln()..3e10_f64.ln()).prop_map(f64::exp),
        one_of(&["", "", "--growth 60", "--growth -30"]),
        one_of(&["", "", "--load office", "--load flat"]),
        one_of(&["", "", "--tier small", "--tier frontier", "--hard 5", "--hard 40"]),
        one_of(&["", "", "--rent-mode autoscale", "--machines 2", "--max-wait 3", "--burst 4"]),
        one_of(&["", "", "--require privacy", "--ops-hours 10", "--discount 8", "--batch 50"]),
    )
        .prop_map(|(volume, growth, load, tier, mode, more)| {
            format!("--volume {volume:.0}/day {growth} {load} {tier} {mode} {more} --pue 1.2")
        })
}

proptest! {
    #![proptest_config(config(8))]

    #[test]
    fn what_is_left_out_changes_nothing(
        flags in flags(), lever in prop::sample::select(&Lever::ALL[..]), share in 0.0..1.0,
    ) {
        // The listing of everything takes a while; one machine of each size is enough.
        let few = format!("{flags} --hardware rtx-3090 --hardware h100-sxm --hardware 2x-rtx-3090 --hardware 8x-h100-sxm");
        with_shipped(&few, |scenario| holds(scenario, lever, share))?;
    }

    /// What may serve everything is still allowed when a part of it is hard.
    #[test]
    fn telling_hard_requests_apart_never_costs_more_than_the_frontier_for_all(
        volume in (1e6_f64.ln()..1e10_f64.ln()).prop_map(f64::exp), hard in 0.5..99.0,
        load in prop::sample::select(&["", "--load flat"][..]),
    ) {
        let flags = format!("--volume {volume:.0}/day --hard {hard} {load}");
        with_shipped(&flags, |scenario| {
            let with_hard = Menu::new(scenario).cheapest(scenario).unwrap().total.get();
            let mut frontier = scenario.clone();
            frontier.requirements.hard_share = 0.0;
            frontier.requirements.asked.push(Requirement::Tier(Tier::Frontier));
            let alone = Menu::new(&frontier).cheapest(&frontier).unwrap().total.get();
            prop_assert!(with_hard <= alone * (1.0 + 1e-12), "{with_hard} {alone}");
            Ok(())
        })?;
    }

    #[test]
    fn more_endpoints_and_machines_never_cost_more(flags in flags(), keep in 1_usize..20) {
        with_shipped(&flags, |scenario| {
            let all = Menu::new(scenario).cheapest(scenario).map(|best| best.total.get());
            let mut fewer = scenario.clone();
            fewer.apis.truncate(keep);
            let few = Menu::new(&fewer).cheapest(&fewer).map(|best| best.total.get());
            let (all, few) = (all.unwrap_or(f64::INFINITY), few.unwrap_or(f64::INFINITY));
            prop_assert!(all <= few * (1.0 + 1e-12), "{all} {few}");
            Ok(())
        })?;
    }
}

/// Questions about a machine or two, while demand and prices move.
fn moving() -> impl Strategy<Value = String> {
    const MACHINES: [&str; 11] = [
        "strix-halo",
        "rtx-3090",
        "rtx-4090",
        "m4-pro",
        "rtx-3090,2x-rtx-3090",
        "h100-sxm",
        "8x-h100-sxm",
        "rtx-pro-6000",
        "strix-halo,h100-sxm",
        "rtx-5090",
        "mi300x",
    ];
    let one_of = |flags: &'static [&'static str]| prop::sample::select(flags);
    (
        (1e6_f64.ln()..3e10_f64.ln()).prop_map(f64::exp),
        (one_of(&MACHINES), one_of(&["", "", "--owned"])),
        (-50..150, -60..40, 0..60),
        one_of(&["", "", "--hardware-trend -30", "--hardware-trend 20", "--discount 12"]),
        one_of(&["", "", "--batch 40", "--rent-trend -30", "--load flat", "--hard 10"]),
    )
        .prop_map(|(volume, (machine, owned), (growth, api, floor), prices, more)| {
            format!(
                "--volume {volume:.0}/day --hardware {machine} {owned} --growth {growth} \
                 --api-price-trend {api} --api-price-floor {floor} {prices} {more} --min-speed 0"
            )
        })
}

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn what_is_left_out_changes_nothing_while_prices_move(flags in moving()) {
        leaves_nothing_out(&flags, Lever::ApiPrice, &[]);
    }
}

/// With and without leaving out: the same kind and total, as the question is stated and with a lever at some
/// values.
fn leaves_nothing_out(flags: &str, lever: Lever, values: &[f64]) {
    with_shipped(flags, |scenario| {
        let (menu, everybody) = (Menu::new(scenario), Menu::new(scenario).leaving_nothing_out());
        let turned = values.iter().map(|value| lever.set(scenario, *value));
        for asked in std::iter::once(scenario.clone()).chain(turned) {
            let [found, all] = [&menu, &everybody].map(|menu| menu.cheapest(&asked));
            prop_assert_eq!(found.map(|way| way.kind), all.map(|way| way.kind), "{}", flags);
            same(found, all.map(|way| way.total.get()))?;
        }
        Ok(())
    })
    .unwrap();
}

/// A mix keeps the machines of a month in the next one. Where API prices fall, those that draw least are too many
/// later on, and cost more than the ones that are bought: that bounds nothing.
#[test]
fn machines_that_are_too_many_later_on_leave_nothing_out() {
    let trend = "--growth 10 --api-price-trend -30 --api-price-floor 30";
    for flags in [
        "--volume 8840000000/day --hardware strix-halo --owned --min-speed 0 --country us-az",
        "--volume 2B/day --hardware strix-halo --owned --min-speed 0",
        "--volume 500M/day --hardware rtx-3090 --discount 10",
    ] {
        leaves_nothing_out(&format!("{flags} {trend}"), Lever::ApiPrice, &[]);
    }
    // The quickest machines are never dearer than others, however many of them a month wants.
    let flags = "--volume 171957961/day --growth 46 --api-price-trend -56 --api-price-floor 34 \
                 --hardware strix-halo --owned";
    leaves_nothing_out(flags, Lever::ApiPrice, &[]);
}

/// Nearly everything at the endpoint beside a few machines in a rack, whose first kilowatts are free, is no more
/// bounded by its bill than by theirs.
#[test]
fn what_is_free_of_machines_is_free_beside_an_endpoint_too() {
    let flags = "--volume 167000000000/day --workload chat --hardware b200,rx-7900-xtx,8x-h100-sxm \
                 --electricity 0.58";
    leaves_nothing_out(flags, Lever::ApiPrice, &[0.2, 0.21, 0.22, 0.23, 0.24, 0.25]);
}

/// Machines that are full on the first day of a month do no more when demand has grown in it.
#[test]
fn machines_that_are_full_all_month_leave_nothing_out() {
    let flags = "--volume 512000000000/day --batch 100 --growth 100 --ops-hours 40 --setup-hours 2 \
                 --api gemini-3.1-pro-preview --api-price-trend -30 --api-price-floor 10";
    leaves_nothing_out(flags, Lever::Electricity, &[1.5, 1.58, 1.6, 1.62, 1.64]);
}
