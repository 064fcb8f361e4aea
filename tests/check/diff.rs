//! Attribution of a difference in cost: shares sum to it, and go to what changed.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say so")]

use std::fs;

use crate::support::checks::{copy_folder, here, run_in, scratch};
use crate::support::question::costs_of;
use breakeven::check::diff::{Attribution, Difference};
use breakeven::cli::command_line::Cli;
use breakeven::cli::resolve::scenario;
use breakeven::profile::catalog::Catalog;
use breakeven::profile::document::Document;
use breakeven::report::Report;
use clap::Parser as _;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// A question and the profiles it is asked of.
#[derive(Clone, Debug)]
struct World {
    profiles: String,
    flags: Vec<String>,
}

impl World {
    fn report(&self) -> Report {
        let document = Document::parse("test.toml".into(), self.profiles.clone()).unwrap();
        let catalog = Catalog::with(vec![document]).unwrap();
        let pins = "--api test-api --hardware test-box --model test-model --draws 0";
        let args =
            ["breakeven"].into_iter().chain(pins.split(' ')).chain(self.flags.iter().map(|f| &**f));
        let cli = Cli::try_parse_from(args).unwrap();
        let today = "2026-11-23".parse().unwrap();
        let report = costs_of(&scenario(&cli.compare, &catalog, today).unwrap());
        // As a later run reads it back.
        let text = serde_json::to_string(&report).unwrap();
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {self:?} {text}"))
    }
}

fn world() -> impl Strategy<Value = World> {
    let prices = (0.1..5.0, 0.5..30.0, 0.01..1.0, any::<bool>(), any::<bool>(), any::<bool>());
    let machine =
        (500.0..50_000.0, 20.0..300.0, 1.0..5.0, 0.0..0.6, 0.05..20.0, 12_u32..60, any::<bool>());
    let rates = (2_000.0..20_000.0, 500.0..4_000.0, 0.8..1.5);
    let demand = (4.0..7.5, 0.05..0.95, 0.0..100.0, 1.0..6.0, -20.0..100.0, 0.0..100.0);
    let money = (0.0..0.6, 1.0..2.0, 6_u32..72, -60.0..40.0, 0.0..20.0, 0.0..20.0);
    let modes = (0..3_u8, any::<bool>(), proptest::option::of(0.0..100.0));
    (prices, machine, rates, demand, money, modes).prop_map(text)
}

/// Something that changes a world.
type Change<'a> = &'a dyn Fn(&mut World);
type Prices = (f64, f64, f64, bool, bool, bool);
type Machine = (f64, f64, f64, f64, f64, u32, bool);
type Rates = (f64, f64, f64);
type Demand = (f64, f64, f64, f64, f64, f64);
type Money = (f64, f64, u32, f64, f64, f64);
type Modes = (u8, bool, Option<f64>);

fn text(
    (prices, machine, rates, demand, money, modes): (Prices, Machine, Rates, Demand, Money, Modes),
) -> World {
    let as_of = "as_of = 2026-11-01\nsource = \"invented for a test\"";
    let (input, output, cached, has_cached, cliff, scheduled) = prices;
    let mut api = format!(
        "[api.test-api]\nprovider = \"t\"\nmodel = \"t\"\ntier = \"mid\"\n\
         context_tokens = 100000\ninput_usd_per_mtok = {input}\noutput_usd_per_mtok = {output}\n\
         batch_discount = 0.5\ntokens_factor = {}\n{as_of}\n",
        rates.2
    );
    if has_cached {
        api.push_str(&format!("cached_input_usd_per_mtok = {cached}\n"));
    }
    if cliff {
        api.push_str(
            "long_context = [{ above_prompt_tokens = 1200, input_usd_per_mtok = 6.0, \
             output_usd_per_mtok = 31.0 }]\n",
        );
    }
    if scheduled {
        api.push_str(
            "scheduled = [{ from = 2027-02-10, input_usd_per_mtok = 0.3, \
             output_usd_per_mtok = 0.9 }]\n",
        );
    }
    let (price, idle, more, resale, rent, life, has_rent) = machine;
    let load = idle * more;
    let rent = if has_rent { format!("rent_usd_per_hour = {rent}\n") } else { String::new() };
    let profiles = format!(
        "{api}\n[hardware.test-box]\nname = \"t\"\nfamily = \"cpu\"\ngpus = 1\nmemory_gb = 100\n\
         memory_bandwidth_gb_per_s = 100000\nprice_usd = {price}\nhost_usd = 100\n\
         power_idle_watts = {idle}\npower_load_watts = {load}\nlife_months = {life}\n\
         resale_fraction = {resale}\n{rent}{as_of}\n\n[model.test-model]\nname = \"t\"\n\
         parameters_billion = 10\nactive_parameters_billion = 10\nlayers = 40\n\
         kv_bytes_per_token = 1000\ncontext_tokens = 100000\nmodalities = [\"text\"]\n\
         tier = \"mid\"\nlicense = \"MIT\"\nweights_gb = {{ q8 = 10 }}\n{as_of}\n\n\
         [throughput.test-box.test-model.q8.test-engine]\nprefill_tokens_per_second = {}\n\
         decode_tokens_per_second = [[1, {}]]\n{as_of}\n",
        rates.0, rates.1
    );
    let (volume, input, cached, peak, growth, batch) = demand;
    let (electricity, pue, horizon, trend, discount, ops) = money;
    let (owned, resale) = (modes.1, modes.2);
    let mut flags = vec![
        format!("--volume={}/day", 10_f64.powf(volume)),
        format!("--mix={input}:{}", 1.0 - input),
        format!("--cached={cached}"),
        format!("--load=flat"),
        format!("--growth={growth}"),
        format!("--batch={batch}"),
        format!("--electricity={electricity}"),
        format!("--pue={pue}"),
        format!("--horizon={horizon}"),
        format!("--api-price-trend={trend}"),
        format!("--discount={discount}"),
        format!("--ops-hours={ops}"),
    ];
    if modes.0 == 0 {
        flags.push(format!("--burst={peak}"));
    }
    if modes.0 == 1 {
        flags.push("--machines=7".into());
    }
    if owned {
        flags.push("--owned".into());
    }
    flags.extend(resale.map(|percent| format!("--resale={percent}")));
    World { profiles, flags }
}

/// The same cases in every run.
fn runner(cases: u32) -> TestRunner {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

fn attributions(difference: &Difference) -> Vec<(&str, bool, &Attribution)> {
    let costs = difference.costs.iter();
    let is_mix = |option: &Option<String>| {
        option.as_ref().is_some_and(|option| option.starts_with("mixed/"))
    };
    costs
        // A mix is told by part.
        .filter(|change| !is_mix(&change.from_option) && !is_mix(&change.to_option))
        .flat_map(|change| {
            let same = change.from_option == change.to_option;
            let pair = [&change.monthly_usd, &change.horizon_usd];
            pair.into_iter().flatten().map(move |found| (change.subject.as_str(), same, found))
        })
        .collect()
}

#[test]
fn shares_sum_to_the_difference() {
    let seen = std::cell::RefCell::new((0, 0, 0));
    runner(96)
        .run(&(world(), world()), |(one, two)| {
            let (old, new) = (one.report(), two.report());
            let difference = Difference::between(&old, &new);
            let back = Difference::between(&new, &old);
            for ((subject, same, found), (_, _, reverse)) in
                attributions(&difference).into_iter().zip(attributions(&back))
            {
                let size = found.from.0.abs().max(found.to.0.abs()).max(1.0);
                let sum: f64 = found.causes.iter().map(|cause| cause.usd.0).sum();
                prop_assert_eq!(found.difference.0, found.to.0 - found.from.0);
                prop_assert!((sum - found.difference.0).abs() <= 1e-9 * size, "{}", subject);
                for cause in &found.causes {
                    prop_assert!(cause.cause != "unexplained", "{} {:?}", subject, found);
                    if !same || cause.cause == "rounding" {
                        continue;
                    }
                    // The way back undoes the way there, cause by cause.
                    let other = reverse.causes.iter().find(|other| other.cause == cause.cause);
                    let other = other.map_or(0.0, |other| other.usd.0);
                    prop_assert!((cause.usd.0 + other).abs() <= 1e-9 * size, "{:?}", cause);
                }
                let mut seen = seen.borrow_mut();
                seen.0 += 1;
                seen.1 += i32::from(same);
                seen.2 += i32::from(!same);
            }
            Ok(())
        })
        .unwrap();
    let (all, same, switched) = seen.into_inner();
    assert!(all > 300 && same > 100 && switched > 10, "{all} {same} {switched}");
}

#[test]
fn nothing_changes_between_equal_reports() {
    runner(8)
        .run(&world(), |world| {
            let report = world.report();
            let difference = Difference::between(&report, &report);
            prop_assert!(!difference.is_change(), "{:?}", difference);
            Ok(())
        })
        .unwrap();
}

#[test]
fn what_changes_alone_has_the_whole_share() {
    let changes: [(&str, Change<'_>); 5] = [
        ("workload", &|w| w.flags.retain(|flag| !flag.starts_with("--growth"))),
        ("assumptions", &|w| w.flags.push("--overhead=15".into())),
        ("assumptions", &|w| {
            w.flags.retain(|flag| !flag.starts_with("--electricity"));
            w.flags.push("--electricity=0.7".into());
        }),
        ("price", &|w| w.profiles = w.profiles.replace("host_usd = 100", "host_usd = 900")),
        ("throughput", &|w| {
            let line = w.profiles.lines().find(|l| l.starts_with("prefill")).unwrap().to_string();
            w.profiles = w.profiles.replace(&line, "prefill_tokens_per_second = 199");
        }),
    ];
    let mut runner = runner(1);
    for (cause, change) in changes {
        let mut moved = 0;
        for _ in 0..16 {
            let one = world().new_tree(&mut runner).unwrap().current();
            let mut two = one.clone();
            change(&mut two);
            let difference = Difference::between(&one.report(), &two.report());
            for (subject, same, found) in attributions(&difference) {
                let size = found.from.0.abs().max(found.to.0.abs());
                if !same || found.difference.0.abs() <= 1e-9 * size {
                    continue;
                }
                let share = found.causes.iter().find(|share| share.cause == cause);
                let share = share.map_or(0.0, |share| share.usd.0);
                let rest = (share - found.difference.0).abs();
                assert!(rest <= 1e-9 * size, "{cause} {subject} {found:?}");
                moved += 1;
            }
        }
        // A share that never moved proves nothing.
        assert!(moved > 0, "{cause}");
    }
}

#[test]
fn the_command_tells_what_changed() {
    let folder = scratch("diff");
    copy_folder(&here().join("profiles"), &folder.join("profiles"));
    let ask = |name: &str, volume: &str| {
        let args = ["--profiles", "profiles", "--api", "bench-api", "--hardware", "bench-box"];
        let more = ["--model", "bench-model", "--volume", volume, "--format", "json"];
        let run = run_in(&folder, &[&args[..], &more, &["--today", "2026-11-23"]].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
        fs::write(folder.join(name), run.stdout).unwrap();
    };
    ask("old.json", "10M/day");
    let path = folder.join("profiles/bench.toml");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("typical = 3_000", "typical = 4_500")).unwrap();
    ask("new.json", "20M/day");
    let table = run_in(&folder, &["diff", "old.json", "new.json"]);
    assert_eq!((table.code, table.stderr.as_str()), (0, ""));
    let expected = "\
command line: $106 to $152 a month (+43 %); verdict unchanged: local

verdict, a month              $106     $152   +$45.66
  workload                                     +$3.99
  price                                       +$41.67
verdict, over the horizon   $3,825   $5,469   +$1,644
  workload                                      +$144
  price                                       +$1,500
api, a month                  $456     $913     +$456
  workload                                      +$456
api, over the horizon      $16,425  $32,850  +$16,425
  workload                                   +$16,425

what changed:
  workload: workload.input_tokens_per_day 7500000 -> 15000000
  workload: workload.output_tokens_per_day 2500000 -> 5000000
  workload: workload.tokens_per_day 10000000 -> 20000000
  price: local/bench-box/bench-model/q8/bench-engine: price_usd 3000 -> 4500
";
    assert_eq!(table.stdout, expected);
    let markdown = run_in(&folder, &["diff", "old.json", "new.json", "--format", "markdown"]);
    assert!(
        markdown.stdout.contains("| &nbsp;&nbsp;price |  |  | +$41.67 |"),
        "{}",
        markdown.stdout
    );
    let json = run_in(&folder, &["diff", "old.json", "new.json", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    let schema = fs::read_to_string(here().join("../../schemas/diff.schema.json")).unwrap();
    let schema = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::draft7::new(&schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(&json).map(|e| e.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let same = run_in(&folder, &["diff", "new.json", "new.json"]);
    assert_eq!(same.stdout, "command line: $152 a month as before; verdict unchanged: local\n");
}

#[test]
fn what_is_not_a_report_is_refused() {
    let folder = scratch("diff-bad");
    fs::write(folder.join("list.json"), "[]").unwrap();
    fs::write(folder.join("later.json"), "{\"schema_version\": 2}").unwrap();
    fs::write(folder.join("empty.json"), "{\"schema_version\": 1}").unwrap();
    for (file, message) in [
        ("none.json", "error: none.json: no such file or folder\n"),
        (
            "list.json",
            "error: list.json: the file is not a report: expected an object\nhint: expected what `--format json` wrote\n",
        ),
        (
            "later.json",
            "error: later.json: `schema_version` is 2; expected 1\nhint: expected what `--format json` wrote\n",
        ),
        (
            "empty.json",
            "error: empty.json: the file is not a report: missing field `tool` at line 1 column 21\nhint: expected what `--format json` wrote\n",
        ),
    ] {
        let run = run_in(&folder, &["diff", file, file]);
        assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (2, "", message));
    }
}

/// What is hard goes to a frontier API: such a mix has no inputs of its own and is told part by part. What the 12
/// digits of its parts leave is rounding, and nothing of a month is unattributed.
#[test]
fn what_the_digits_of_parts_leave_is_rounding() {
    use crate::support::binary::{Machine, api};
    use crate::support::question::ask;

    let machine = Machine { price_usd: 1_000.0, decode: 20.0, ..Machine::default() };
    let frontier = api(1.0, 2.0).replace("\"mid\"", "\"frontier\"").replace("[api.api]", "[api.a]");
    let mid = api(5.0, 5.0).replace("[api.api]", "[api.b]");
    let profiles = format!("{frontier}{mid}{}", machine.profiles());
    let report = |volume: &str| {
        let flags = format!("--volume {volume}/day --request 500+500 --hard 5 --headroom 100");
        let text = serde_json::to_string(&ask(&profiles, &flags)).unwrap();
        serde_json::from_str::<Report>(&text).unwrap()
    };
    let old = report("1.1M");
    let mut left = 0;
    for volume in ["5.3M", "9.1M", "13.7M", "17.7M", "23.3M"] {
        let difference = Difference::between(&old, &report(volume));
        let months = difference.costs.iter().filter_map(|change| change.monthly_usd.as_ref());
        for cause in months.flat_map(|month| &month.causes) {
            assert!(cause.cause != "unattributed", "{volume} {cause:?}");
            left += usize::from(cause.cause == "rounding" && cause.usd.0.abs() > 1e-11);
        }
    }
    // A rest that there never was proves nothing.
    assert!(left > 0);
}
