//! Subscriptions: a fee for each seat, an allowance, and the API's prices beyond it. Worked out by hand on
//! the whole program's output.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;

use super::bills::{DEMAND, PLAIN, report};

/// The API of which the plans are, and the plans.
const PLANS: &str = "
[subscription.seat]
provider = \"p\"
plan = \"Seat\"
api = \"x\"
usd_per_month = 20
allowance_usd_per_month = { low = 100, typical = 150, high = 180 }
terms = \"for one person\"
as_of = 2026-11-20
source = \"made for this test\"

[subscription.pool]
provider = \"p\"
plan = \"Pool\"
api = \"x\"
usd_per_month = 20
allowance_tokens_per_month = 62_500_000
as_of = 2026-11-20
source = \"made for this test\"
";

static WORLD: LazyLock<String> = LazyLock::new(|| format!("{PLAIN}{PLANS}"));

fn option<'r>(report: &'r serde_json::Value, id: &str) -> Option<&'r serde_json::Value> {
    report["options"].as_array().unwrap().iter().find(|option| option["id"] == id)
}

fn first_month(world: &str, id: &str, more: &[&str]) -> f64 {
    let found = report("plans.toml", world, &[&DEMAND[..], more].concat());
    let option = option(&found, id).unwrap();
    assert_eq!(option["kind"], "subscription");
    option["monthly_usd"]["total"].as_f64().unwrap()
}

#[test]
fn what_exceeds_the_allowance_is_paid_by_the_token() {
    let seat = |more: &[&str]| first_month(&WORLD, "subscription/seat", more);
    // 20 + (200 - 150), and two seats allow more than is used.
    assert!((seat(&["--subscription", "seat"]) - 70.0).abs() < 1e-6);
    assert!((seat(&["--subscription", "seat", "--users", "2"]) - 40.0).abs() < 1e-6);
    // Half of the tokens are allowed: 20 + 100.
    let pool = first_month(&WORLD, "subscription/pool", &["--subscription", "seat,pool"]);
    assert!((pool - 120.0).abs() < 1e-6, "{pool}");
    // The API's fee is paid on what exceeds it, not on the seat: 20 + 50 x 1.1.
    let fee = WORLD.replacen("4.00\n", "4.00\nfee_percent = 10\n", 1);
    let found = first_month(&fee, "subscription/seat", &["--subscription", "seat"]);
    assert!((found - 75.0).abs() < 1e-6, "{found}");
}

/// The allowance is a range: small where prices are high. 20 + 20 and 20 + 100 are its ends.
#[test]
fn the_range_of_the_allowance_is_that_of_the_cost() {
    let args = [&DEMAND[..], &["--subscription", "seat"]].concat();
    let found = report("plans.toml", &WORLD, &args);
    let interval = &option(&found, "subscription/seat").unwrap()["interval"]["monthly_usd"];
    let end = |name: &str| interval[name].as_f64().unwrap();
    assert!((end("low") - 40.0).abs() < 1e-6, "{interval}");
    assert!((end("high") - 120.0).abs() < 1e-6, "{interval}");
}

#[test]
fn it_is_an_option_only_when_it_is_named_and_its_terms_are_said() {
    let silent = report("plans.toml", &WORLD, &DEMAND);
    assert!(option(&silent, "subscription/seat").is_none());
    let named = report("plans.toml", &WORLD, &[&DEMAND[..], &["--subscription", "seat"]].concat());
    let warnings = named["warnings"].as_array().unwrap();
    let said = warnings.iter().any(|warning| warning["message"] == "`seat`: for one person");
    assert!(said, "{warnings:?}");
    // The API itself and machines stay options.
    let kinds: Vec<_> =
        named["options"].as_array().unwrap().iter().map(|option| option["kind"].clone()).collect();
    assert!(kinds.contains(&"api".into()) && kinds.contains(&"local".into()), "{kinds:?}");
}

fn breakeven(args: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_breakeven")).args(args).env_clear().output();
    let output = output.unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn an_unknown_name_is_one_error() {
    let (code, out, err) = breakeven(&["--volume", "1M/day", "--subscription", "copilot-pr"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.starts_with("error: no subscription is called `copilot-pr`\nhint: "), "{err}");
}

/// What nobody states is no allowance of nothing: the plan is ruled out, with why.
#[test]
fn a_plan_without_an_allowance_is_ruled_out() {
    let world = WORLD.replacen("allowance_tokens_per_month = 62_500_000\n", "", 1);
    let found = report("plans.toml", &world, &[&DEMAND[..], &["--subscription", "pool"]].concat());
    let unmet = &option(&found, "subscription/pool").unwrap()["unmet"][0];
    assert_eq!(unmet["reason"], "what a seat may use is not stated");
}

/// A plan that changes is a change of price, and nothing of it stays unexplained.
#[test]
fn a_diff_says_what_a_plan_does() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("plans-diff");
    fs::create_dir_all(&folder).unwrap();
    let args = [&DEMAND[..], &["--subscription", "seat"]].concat();
    let dearer = WORLD.replacen("usd_per_month = 20\n", "usd_per_month = 25\n", 1).replacen(
        "typical = 150",
        "typical = 120",
        1,
    );
    let paths = [("old.json", &*WORLD), ("new.json", &dearer)].map(|(name, world)| {
        let path = folder.join(name);
        fs::write(&path, report("plans.toml", world, &args).to_string()).unwrap();
        path.display().to_string()
    });
    let (_, out, err) = breakeven(&["diff", &paths[0], &paths[1], "--format", "json"]);
    let diff: serde_json::Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{err}"));
    let text = diff.to_string();
    assert!(text.contains("subscription/seat: plan"), "{text}");
    assert!(!text.contains("unexplained") && !text.contains("unattributed"), "{text}");
}

/// Every shipped plan is read, allows more than nothing and says where it is from.
#[test]
fn shipped_plans_are_options() {
    let names = "copilot-pro,copilot-pro-plus,copilot-max,copilot-business,claude-pro,\
                 claude-max-20x,chatgpt-pro-5x,supergrok,muse-code-high,minimax-plus,\
                 glm-coding-lite";
    let args = ["--volume", "1M/day", "--subscription", names];
    let found = report("plans.toml", &WORLD, &args);
    for name in names.split(',') {
        let id = format!("subscription/{name}");
        let plan = &option(&found, &id).unwrap()["inputs"]["api"]["plan"];
        let either = [&plan["allowance_usd_per_month"], &plan["allowance_tokens_per_month"]];
        assert!(either.iter().any(|value| value.as_f64() > Some(0.0)), "{name}: {plan}");
        let sources = found["sources"].as_array().unwrap();
        let of_plan = format!("subscription {name}");
        assert!(sources.iter().any(|source| source["profile"] == of_plan.as_str()), "{name}");
    }
}

/// Units of provisioned throughput at $2 an hour, each for 1,000 tokens of input or 500 of output a minute.
fn units(more: &str) -> String {
    format!(
        "{PLAIN}
[subscription.units]
provider = \"p\"
plan = \"Provisioned\"
api = \"x\"
usd_per_month = 0
unit_usd_per_hour = 2
input_tokens_per_minute = 1_000
output_tokens_per_minute = 500
term_months = 12
{more}
as_of = 2026-11-20
source = \"made for this test\"
"
    )
}

/// 2,283.1 tokens of input and 570.8 of output a minute keep 2.283 + 1.142 = 3.425 units busy: four, and seven
/// where the busiest hour has twice the mean; cached input at ten times the rate keeps 1.37 + 0.0913 + 1.142 busy,
/// three. Each is $1,460 a month, whatever the price list.
#[test]
fn reserved_units_are_as_many_as_the_busiest_hour_needs() {
    let month = |world: &str, more: &[&str]| {
        let named = [&["--subscription", "units"], more].concat();
        first_month(world, "subscription/units", &named)
    };
    let plain = units("");
    for (found, right) in [
        (month(&plain, &["--load", "flat"]), 4.0),
        (month(&plain, &["--peak", "2"]), 7.0),
        (month(&units("minimum_units = 9"), &["--load", "flat"]), 9.0),
        (
            month(
                &units("cached_tokens_per_minute = 10_000"),
                &["--load", "flat", "--cached", "40"],
            ),
            3.0,
        ),
        (month(&plain, &["--load", "flat", "--cached", "40"]), 4.0),
        (month(&plain, &["--load", "flat", "--users", "5"]), 4.0),
    ] {
        assert!((found - right * 1_460.0).abs() < 1e-6, "{found}, {right}");
    }
    // Twice the output, of which half is hidden, keeps 2.283 + 2.283 busy.
    let hidden = plain.replacen("source =", "output_factor = 2\nsource =", 1);
    let found = month(&hidden, &["--load", "flat"]);
    assert!((found - 5.0 * 1_460.0).abs() < 1e-6, "{found}");
    // With 60 % more demand each year, 3.43 units are 4 until 0.39 years, and more later.
    let args = [
        &DEMAND[..],
        &["--subscription", "units", "--load", "flat", "--growth", "60", "--horizon", "12"],
    ];
    let grown = report("plans.toml", &plain, &args.concat());
    let total = option(&grown, "subscription/units").unwrap()["horizon_usd"].as_f64().unwrap();
    let busy = (100e6 / 1_000.0 + 25e6 / 500.0) * 12.0 / 365.0 / 1_440.0;
    let held = |month: u32| (busy * 1.6_f64.powf((f64::from(month) + 0.5) / 12.0)).ceil();
    let right: f64 = (0..12).map(|month| held(month) * 1_460.0).sum();
    assert!((total - right).abs() < 1e-6, "{total}, {right}");
}

#[test]
fn units_are_reserved_for_a_term_and_explained() {
    let args = [&DEMAND[..], &["--subscription", "units", "--horizon", "11"]].concat();
    let short = report("plans.toml", &units(""), &args);
    let unmet = option(&short, "subscription/units").unwrap()["unmet"].to_string();
    assert!(unmet.contains("is reserved for 12 months, 11 looked at"), "{unmet}");
    let args = [&DEMAND[..], &["--subscription", "units", "--horizon", "12"]].concat();
    let long = report("plans.toml", &units(""), &args);
    assert_eq!(option(&long, "subscription/units").unwrap()["unmet"], serde_json::json!([]));
    let args = [&DEMAND[..], &["--subscription", "units", "--load", "flat", "--explain"]].concat();
    let explained = report("plans.toml", &units(""), &args);
    let text = explained["explanation"].to_string();
    assert!(text.contains("max(ceil(3.42), 1) x 1460 = $5,840 a month"), "{text}");
}

/// What an endpoint takes of those who pay by the token is no limit of units, which take what they are for.
#[test]
fn limits_of_an_endpoint_are_none_of_its_units() {
    let terms = "tokens_per_minute_limit = 100\nlimit_fixed = true\nsource =";
    let limited = units("").replacen("source =", terms, 1);
    let args = [&DEMAND[..], &["--subscription", "units", "--load", "flat"]].concat();
    let found = report("plans.toml", &limited, &args);
    assert_eq!(option(&found, "subscription/units").unwrap()["unmet"], serde_json::json!([]));
}

/// Where an endpoint lets off as many tokens a day as its plan allows in a month, both count: 125M a month are
/// 4.1M a day, all of them free.
#[test]
fn free_tokens_of_a_day_count_beside_as_many_of_a_month() {
    let free = PLAIN.replacen("4.00\n", "4.00\nfree_tokens_per_day = 62_500_000\n", 1);
    let plans = PLANS.replacen(
        "usd_per_month = 20\nallowance_tokens",
        "usd_per_month = 0\nallowance_tokens",
        1,
    );
    let month = first_month(&(free + &plans), "subscription/pool", &["--subscription", "pool"]);
    assert_eq!(month, 0.0);
}

/// Two seats of the pool allow twice as many tokens as one: all 125M.
#[test]
fn two_seats_allow_twice_the_tokens() {
    let args = ["--subscription", "seat,pool", "--users", "2"];
    let pool = first_month(&WORLD, "subscription/pool", &args);
    assert!((pool - 40.0).abs() < 1e-6, "{pool}");
    // Of three seats half an allowance is left over.
    let args = ["--subscription", "seat,pool", "--users", "3"];
    let pool = first_month(&WORLD, "subscription/pool", &args);
    assert!((pool - 60.0).abs() < 1e-6, "{pool}");
}

/// An endpoint that counts two tokens where the workload has one keeps twice as many units busy: 6.85, seven.
#[test]
fn units_are_busy_with_the_tokens_that_the_endpoint_counts() {
    let doubled = units("").replacen("source =", "tokens_factor = 2\nsource =", 1);
    let args = ["--subscription", "units", "--load", "flat"];
    let found = first_month(&doubled, "subscription/units", &args);
    assert!((found - 7.0 * 1_460.0).abs() < 1e-6, "{found}");
}
