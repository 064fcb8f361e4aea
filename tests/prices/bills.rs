//! What a bill carries besides its price list: the public cases with their right values, and laws.

use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use breakeven::api::{Api, Billing, Prices, Window};
use breakeven::calc::price::api_bill::{paid, written_share};
use breakeven::calc::price::windows::{share_within, shares};
use breakeven::cli::run::{Surroundings, run};
use breakeven::load::Load;
use breakeven::load::hours::Hours;
use breakeven::profile::catalog::Catalog;
use breakeven::range::Range;
use breakeven::units::{TokensPerDay, UsdPerMtok};
use breakeven::workload::{CacheWrites, Request, Workload};
use proptest::prelude::*;

use crate::support::draw::config;

use super::today;

/// 100M input at $1 and 25M output at $4 a month: $200 at the price list.
pub const PLAIN: &str = "
[api.x]
provider = \"p\"
model = \"m\"
tier = \"mid\"
input_usd_per_mtok = 1.00
output_usd_per_mtok = 4.00
as_of = 2026-11-20
source = \"made for this test\"
";

pub const DEMAND: [&str; 6] =
    ["--input", "100M/month", "--output", "25M/month", "--request", "4000+1000"];

/// That demand of the API of [`PLAIN`].
pub fn of_x<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&DEMAND[..], &["--api", "x"], more].concat()
}

fn folder() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("prices-bills");
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// The report of the whole program about a profile.
pub(super) fn report(name: &str, profile: &str, args: &[&str]) -> serde_json::Value {
    // Tests run side by side.
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let path = folder().join(format!("{}-{name}", NEXT.fetch_add(1, Ordering::Relaxed)));
    fs::write(&path, profile).unwrap();
    let path = path.display().to_string();
    let words = ["breakeven", "--profiles", &path, "--hardware", "rtx-3090", "--tier", "small"];
    let words = words.iter().chain(args).chain(&["--format", "json"]);
    let around = Surroundings {
        today: today(),
        profiles: None,
        width: None,
        height: None,
        color: false,
        step_summary: None,
    };
    let outcome = run(words.map(OsString::from), &around);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    serde_json::from_str(&outcome.stdout).unwrap()
}

/// The API of a report.
pub(super) fn api_of(report: &serde_json::Value) -> &serde_json::Value {
    let options = report["options"].as_array().unwrap();
    options.iter().find(|option| option["kind"] == "api").unwrap()
}

/// The API's part of the first month, by the whole program.
pub(super) fn monthly(name: &str, profile: &str, args: &[&str]) -> f64 {
    api_of(&report(name, profile, args))["monthly_usd"]["api"].as_f64().unwrap()
}

const AGENT: &str = "
[api.\"agent-model\"]
provider = \"anthropic\"
model = \"m\"
tier = \"frontier\"
context_tokens = 1_000_000
input_usd_per_mtok = 5.0
cached_input_usd_per_mtok = 0.50
output_usd_per_mtok = 25.0
as_of = 2026-11-01
source = \"made for this case\"
";

/// A week of 14.9M tokens read, 0.9M written, 110k output: 14.9 x 0.5 + 0.9 x 6.25 + 0.11 x 25 is
/// 15.825, times 30.41667 / 7. With writes for an hour at 10 it is 19.2.
#[test]
fn cache_writes_cost_more_than_input() {
    let args = ["--input", "2257142.857/day", "--output", "15714.2857/day", "--cached"];
    let args = [&args[..], &["94.30379747", "--load", "flat", "--api", "agent-model"]].concat();
    for (price, right) in [("5.0", 63.875), ("6.25", 68.763), ("10.0", 83.429)] {
        let profile = format!("{AGENT}cache_write_usd_per_mtok = {price}\n");
        let found = monthly("writes.toml", &profile, &args);
        assert!((found - right).abs() < 0.001, "{price}: {found}");
    }
    let unstated = monthly("writes.toml", AGENT, &args);
    assert!((unstated - 63.875).abs() < 0.001, "{unstated}");
}

/// 60M fresh and 40M cached input, 25M output at 1, 0.10 and 4, writes at 1.25: of each token read a quarter is
/// written, 10M, which cost 2.50 more; half as much again as there is fresh input costs all of it. What logs
/// count of writes counts, unless the flag says otherwise.
#[test]
fn what_is_written_for_each_token_read() {
    let profile = format!(
        "{}cached_input_usd_per_mtok = 0.10\ncache_write_usd_per_mtok = 1.25\n
[workload.quarter]
tokens_per_day = 4109589.04109589
prompt_tokens = 4000
output_tokens = 1000
cached_percent = 40
write_factor = 0.25
as_of = 2026-11-01
source = \"made\"

[workload.logged]
fresh_input_tokens_per_day = 1315068.493150685
cached_read_tokens_per_day = 1315068.493150685
cache_write_tokens_per_day = 657534.246575342
output_tokens_per_day = 821917.808219178
as_of = 2026-11-01
source = \"made\"
",
        PLAIN
    );
    let typed = |more: &[&str]| {
        monthly("factor.toml", &profile, &of_x(&[&["--cached", "40"], more].concat()))
    };
    let named = |more: &[&str]| {
        monthly("factor.toml", &profile, &[&["--api", "x", "--workload"], more].concat())
    };
    for (found, right) in [
        (typed(&[]), 174.0),
        (typed(&["--cache-writes", "25"]), 166.5),
        (typed(&["--cache-writes", "0"]), 164.0),
        (typed(&["--cache-writes", "1000"]), 179.0),
        (named(&["quarter"]), 166.5),
        (named(&["quarter", "--cache-writes", "100"]), 174.0),
        (named(&["logged"]), 169.0),
        (named(&["logged", "--cache-writes", "100"]), 174.0),
    ] {
        assert!((found - right).abs() < 1e-6, "{found}, {right}");
    }
    let said = report("factor.toml", &profile, &of_x(&["--cached", "40", "--cache-writes", "25"]));
    let assumed = said["verdict"]["assumed"].as_array().unwrap();
    assert!(assumed.iter().any(|line| line == "cache writes: 25 % of what is read from it"));
}

/// Credits of a router cost 5.5 % more: (100 x 1 + 25 x 4) x 1.055.
#[test]
fn a_fee_comes_on_top() {
    let router = AGENT
        .replace("agent-model", "router/model-x")
        .replace("= 5.0\n", "= 1.00\n")
        .replace("cached_input_usd_per_mtok = 0.50\n", "")
        .replace("25.0\n", "4.00\nfee_percent = 5.5\n");
    let args = ["--input", "100M/month", "--output", "25M/month", "--api", "router/model-x"];
    let found = monthly("fee.toml", &router, &args);
    assert!((found - 211.0).abs() < 1e-6, "{found}");
}

const LOADS: &str = "
[load.\"peak-hours-only\"]
hours = [0, 1, 1, 1, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
weekend_factor = 0
as_of = 2026-11-01
source = \"made for this case\"

[load.\"never-in-peak-hours\"]
hours = [1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]
weekend_factor = 1
as_of = 2026-11-01
source = \"made for this case\"
";

/// DeepSeek's peak is 01:00 to 04:00 and 06:00 to 10:00 UTC from Monday to Friday, at twice the price:
/// 30.41667 days x (8 x input + 2 x output).
#[test]
fn prices_by_the_hour_follow_the_load() {
    for (load, right) in
        [("flat", 88.2083), ("peak-hours-only", 146.0), ("never-in-peak-hours", 73.0)]
    {
        let args = ["--input", "8M/day", "--output", "2M/day", "--api", "deepseek-flash"];
        let args = [&args[..], &["--load", load]].concat();
        let found = monthly("loads.toml", LOADS, &args);
        assert!((found - right).abs() < 0.001, "{load}: {found}");
    }
}

fn usd(price: f64) -> Range<UsdPerMtok> {
    Range::exactly(UsdPerMtok::new(price))
}

fn prices(input: f64) -> Prices {
    Prices { input: usd(input), cached: Some(usd(input / 10.0)), output: usd(input * 5.0) }
}

/// An endpoint at 1 / 0.1 / 5.
pub(super) fn api() -> Api {
    let catalog = Catalog::with(Vec::new()).unwrap();
    let api = catalog.all::<Api>().find(|api| api.id == "gpt-4o").unwrap();
    Api { prices: prices(1.0), billing: Billing::default(), ..api.clone() }
}

pub(super) fn workload() -> Workload {
    Workload {
        name: "w".into(),
        fresh: TokensPerDay::new(3e6),
        cached: TokensPerDay::new(1e6),
        output: TokensPerDay::new(1e6),
        cache_writes: CacheWrites::USUAL,
        hour_writes: 0.0,
        request: Request { prompt_tokens: 1_500.0, output_tokens: 500.0 },
        load: Load::flat(),
        growth_per_year: 0.0,
        prompt_spread: 0.0,
        counts_hidden: false,
        calls_per_request: 0.0,
        service_tier: None,
        idle_sessions: 1.0,
    }
}

/// Half the price for a third of the day on weekdays, and twice the price all of Sunday.
#[test]
fn what_can_wait_takes_the_cheap_hours_of_its_day() {
    let on = |days: [u8; 7]| days.map(|day| day == 1);
    let cheap =
        Window { days: on([1, 1, 1, 1, 1, 0, 0]), from_hour: 16, to_hour: 24, prices: prices(0.5) };
    let dear =
        Window { days: on([0, 0, 0, 0, 0, 0, 1]), from_hour: 0, to_hour: 24, prices: prices(2.0) };
    let mut api = api();
    api.billing.windows = vec![cheap, dear];
    api.batch_discount = None;
    let mut workload = workload();
    workload.load = Load::flat().with_batch(0.4);
    let near = |found: Vec<f64>, expected: [f64; 2]| {
        let close =
            found.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 1e-12);
        assert!(close, "{found:?} are not {expected:?}");
    };
    // 5 of 21 parts of what cannot wait, 5 of 7 days of what can. Sunday has no other hours.
    near(shares(&api, &workload, 0.4), [0.6 * 5.0 / 21.0 + 0.4 * 5.0 / 7.0, 1.0 / 7.0]);
    near(shares(&api, &workload, 1.0), [5.0 / 7.0, 1.0 / 7.0]);
    near(shares(&api, &workload, 0.0), [5.0 / 21.0, 1.0 / 7.0]);
    // A batch price is the same at all hours: they are those in which it is sent.
    api.batch_discount = Some(0.5);
    near(shares(&api, &workload, 0.4), [5.0 / 21.0, 1.0 / 7.0]);
}

proptest! {
    #![proptest_config(config(256))]

    /// Windows with their own prices give a mean between the lowest and the highest; with the same
    /// prices they change nothing, and all of the load falls into some hour.
    #[test]
    fn hours_weigh_with_the_load(
        hours in prop::array::uniform24(0.0_f64..10.0), weekend in 0.0_f64..2.0, from in 0_usize..23,
        length in 1_usize..12, days in prop::array::uniform7(any::<bool>()), dear in 0.01_f64..50.0,
        offset in -12.0_f64..14.0,
    ) {
        let load = Load::new("l".into(), &hours, weekend);
        prop_assume!(load.is_ok());
        let to_hour = (from + length).min(24);
        let window = Window { days, from_hour: from, to_hour, prices: prices(dear) };
        let load = load.unwrap();
        let share = share_within(&window, load.as_asked(), 0.0);
        let other = Window { days: days.map(|on| !on), ..window };
        let before = Window { days: [true; 7], from_hour: 0, to_hour: from, ..window };
        let after = Window { days: [true; 7], from_hour: to_hour, to_hour: 24, ..window };
        let within = |window: &&Window| share_within(window, load.as_asked(), offset);
        let all: f64 = [&window, &other, &before, &after].iter().map(within).sum();
        prop_assert!((all - 1.0).abs() < 1e-9, "{}", all);

        let mut api = api();
        let mut workload = workload();
        workload.load = load;
        api.billing = Billing { windows: vec![window], ..Billing::default() };
        let mixed = paid(&api, &api.prices, &workload, 0.0);
        let expected = (1.0 - share) + share * dear;
        prop_assert!((mixed.input.typical.get() - expected).abs() < 1e-9 * (1.0 + dear));
        api.billing.windows[0].prices = api.prices;
        let same = paid(&api, &api.prices, &workload, 0.0);
        prop_assert!((same.output.typical.get() - 5.0).abs() < 1e-9);
    }

    /// On a clock that is ahead of UTC an hour of the load comes so much earlier; half an hour is shared.
    #[test]
    fn windows_are_in_utc_and_loads_on_their_own_clock(
        hours in prop::collection::vec(0.0_f64..10.0, 168), ahead in -12_i32..14, day in 0_usize..7,
        from in 0_usize..23,
    ) {
        let hours = Hours::of(hours.try_into().unwrap());
        let days = std::array::from_fn(|index| index == day);
        let window = Window { days, from_hour: from, to_hour: from + 1, prices: prices(1.0) };
        let all: f64 = hours.weights().iter().sum();
        prop_assume!(all > 0.0);
        let local = |more: i32| (day as i32 * 24 + from as i32 + ahead + more).rem_euclid(168) as usize;
        let [this, next] = [0, 1].map(|more| hours.weights()[local(more)] / all);
        let share = |offset: f64| share_within(&window, &hours, offset);
        prop_assert!((share(f64::from(ahead)) - this).abs() < 1e-12);
        prop_assert!((share(f64::from(ahead) + 0.25) - (0.75 * this + 0.25 * next)).abs() < 1e-12);
    }

    /// Writes cost the write price for what is written and no more; a fee scales all three classes.
    #[test]
    fn writes_and_fees(
        fresh in 1.0_f64..1e9, cached in 0.0_f64..1e9, write in 1.0_f64..4.0, fee in 0.0_f64..1.0,
        factor in 0.0_f64..3.0,
    ) {
        let mut api = api();
        api.billing = Billing { cache_write: Some(usd(write)), fee, ..Billing::default() };
        let mut workload = workload();
        workload.fresh = TokensPerDay::new(fresh);
        workload.cached = TokensPerDay::new(cached);
        workload.cache_writes = CacheWrites::PerRead(factor);
        let found = paid(&api, &api.prices, &workload, 0.0);
        let written = fresh.min(cached * factor);
        prop_assert!((written_share(&workload) * fresh - written).abs() <= 1e-9 * fresh);
        let bill = (written * write + (fresh - written)) * (1.0 + fee);
        prop_assert!((found.input.typical.get() * fresh - bill).abs() <= 1e-9 * bill);
        prop_assert!((found.output.typical.get() - 5.0 * (1.0 + fee)).abs() < 1e-9);
    }
}

/// Twice the price from 16:00 on: what can wait is sent in the 16 other hours of its day.
#[test]
fn what_can_wait_keeps_out_of_the_dear_hours_of_its_day() {
    let dear = Window { days: [true; 7], from_hour: 16, to_hour: 24, prices: prices(2.0) };
    let mut api = api();
    api.billing.windows = vec![dear];
    api.batch_discount = None;
    let mut workload = workload();
    workload.load = Load::flat().with_batch(0.4);
    let found = shares(&api, &workload, 0.4);
    assert!((found[0] - 0.6 / 3.0).abs() < 1e-12, "{found:?}");
    // Where all of it can wait, no hour has a share of what cannot.
    workload.load = Load::flat().with_batch(1.0);
    assert_eq!(shares(&api, &workload, 1.0), [0.0]);
}

/// A third of the day at twice the price; prices that are announced are those of all hours.
#[test]
fn announced_prices_stay_as_published() {
    let dear = Window { days: [true; 7], from_hour: 16, to_hour: 24, prices: prices(2.0) };
    let mut api = api();
    api.billing.windows = vec![dear];
    let input = |prices: &Prices| paid(&api, prices, &workload(), 0.0).input.typical.get();
    assert!((input(&api.prices) - 4.0 / 3.0).abs() < 1e-12);
    assert!((input(&prices(3.0)) - 3.0).abs() < 1e-12);
}
