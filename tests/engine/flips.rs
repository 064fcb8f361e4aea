//! Every flip is one: the full listing has another verdict there, the same just before it, and at no
//! nearer value that the search looks at.

// A test that cannot go on has failed.
#![allow(clippy::unwrap_used)]

use crate::support::draw::config;
use crate::support::question::with_scenario;
use breakeven::answer::evaluate;
use breakeven::calc::crossing::part_of_way;
use breakeven::calc::decide::listing::candidates;
use breakeven::calc::decide::listing::cheapest;
use breakeven::calc::decide::rank::is_tied;
use breakeven::calc::option::serving::Kind;
use breakeven::calc::whatif::flips::STEPS;
use breakeven::calc::whatif::turn::Span;
use breakeven::lever::Lever;
use breakeven::report::Flip;
use breakeven::scenario::{Scenario, Shown};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

const FACTS: &str = "as_of = 2026-11-01\nsource = \"the test\"\n";

const DEFAULTS: &str = r#"
[defaults]
electricity_usd_per_kwh = 0.2
pue = 1
horizon_months = 36
headroom_percent = 80
ops_hours_per_month = 0
ops_usd_per_hour = 60
rent_overhead_percent = 0
min_tokens_per_second = 10
mix_input_share = 0.75
prompt_tokens = 3_000
output_tokens = 1_000
load = "office"
tier = "small"
stale_after_days = 90
as_of = 2026-11-01
source = "the test"

[load.office]
hours = [1, 1, 1, 1, 1, 1, 1, 2, 4, 6, 7, 7, 6, 7, 7, 6, 5, 3, 2, 2, 1, 1, 1, 1]
weekend_factor = 0.3
source = "the test"
as_of = 2026-11-01
"#;

/// An endpoint: tier, price of input, output over input, cached over input, a limit of the output.
type ApiNumbers = (bool, f64, f64, Option<f64>, bool);
/// A machine: price, watts, rent per hour, resale.
type MachineNumbers = (f64, f64, Option<f64>, f64);

#[derive(Clone, Debug)]
struct Question {
    apis: Vec<ApiNumbers>,
    machines: Vec<MachineNumbers>,
    /// Prefill and decode of the two models on every machine.
    rates: Vec<[(f64, f64); 2]>,
    flags: String,
}

impl Question {
    fn profiles(&self) -> String {
        let mut text = format!("{DEFAULTS}\n");
        for (index, (frontier, input, output, cached, short)) in self.apis.iter().enumerate() {
            let tier = if *frontier || index == 0 && self.flags.contains("--hard") {
                "frontier"
            } else {
                "mid"
            };
            let cached = cached.map_or(String::new(), |share| {
                format!("cached_input_usd_per_mtok = {}\n", input * share)
            });
            let short = if *short { "max_output_tokens = 1_500\n" } else { "" };
            text.push_str(&format!(
                "[api.a{index}]\nprovider = \"p\"\nmodel = \"m\"\ntier = \"{tier}\"\n\
                 context_tokens = 100_000\ninput_usd_per_mtok = {input}\n{cached}{short}\
                 output_usd_per_mtok = {}\n{FACTS}",
                input * output
            ));
        }
        for (model, tier) in [("little", "small"), ("good", "mid")] {
            text.push_str(&format!(
                "[model.{model}]\nname = \"{model}\"\nparameters_billion = 1\n\
                 active_parameters_billion = 1\nlayers = 10\nkv_bytes_per_token = 0\n\
                 context_tokens = 100_000\ntier = \"{tier}\"\nweights_gb = {{ fp8 = 1 }}\n{FACTS}"
            ));
        }
        for (index, (price, watts, rent, resale)) in self.machines.iter().enumerate() {
            let rent = rent.map_or(String::new(), |usd| format!("rent_usd_per_hour = {usd}\n"));
            text.push_str(&format!(
                "[hardware.h{index}]\nname = \"h\"\nfamily = \"cpu\"\ngpus = 1\nmemory_gb = 80\n\
                 memory_bandwidth_gb_per_s = 5_000_000\nprice_usd = {price}\n{rent}\
                 power_idle_watts = {}\npower_load_watts = {watts}\nlife_months = 36\n\
                 resale_fraction = {resale}\n{FACTS}",
                watts / 4.0
            ));
            for (model, (prefill, decode)) in ["little", "good"].into_iter().zip(self.rates[index])
            {
                text.push_str(&format!(
                    "[throughput.h{index}.{model}.fp8.bench]\n\
                     prefill_tokens_per_second = {prefill}\n\
                     decode_tokens_per_second = [[1, {decode}]]\n{FACTS}"
                ));
            }
        }
        text
    }
}

fn between(low: f64, high: f64) -> impl Strategy<Value = f64> {
    (low.ln()..high.ln()).prop_map(f64::exp)
}

fn flags() -> impl Strategy<Value = String> {
    let maybe = |flags: &'static [&'static str]| prop::sample::select(flags);
    (
        between(3e5, 3e8),
        maybe(&["", "--cached 50", "--cached 90"]),
        maybe(&["", "", "--growth 40", "--growth -20"]),
        maybe(&["", "", "--api-price-trend -40", "--api-price-trend 20"]),
        maybe(&["", "", "--ops-hours 3", "--ops-hours 20"]),
        maybe(&[
            "",
            "",
            "--hard 5",
            "--hard 30 --routing cascade",
            "--hard 5 --router-usd-per-1k 0.1",
        ]),
        maybe(&["", "", "--owned --hardware h0", "--machines 2", "--rent-mode autoscale"]),
        maybe(&["", "", "--tier mid", "--resale 20", "--load flat", "--discount 8", "--burst 6"]),
    )
        .prop_map(|(volume, cached, growth, trend, ops, hard, fleet, more)| {
            format!(
                "--volume {volume:.0}/day {cached} {growth} {trend} {ops} {hard} {fleet} {more}"
            )
        })
}

fn question() -> impl Strategy<Value = Question> {
    let api = (
        prop::bool::weighted(0.3),
        between(0.05, 5.0),
        2.0..6.0,
        prop::option::of(0.1..0.5),
        prop::bool::weighted(0.3),
    );
    let machine = (
        between(500.0, 30_000.0),
        between(50.0, 2_000.0),
        prop::option::of(between(0.1, 5.0)),
        0.0..0.6,
    );
    let rates = || (between(300.0, 20_000.0), between(30.0, 3_000.0));
    let rates = [rates(), rates()];
    let apis = prop::collection::vec(api, 2..4);
    let machines = prop::collection::vec(machine, 2..4);
    (apis, machines, prop::collection::vec(rates, 3), flags())
        .prop_map(|(apis, machines, rates, flags)| Question { apis, machines, rates, flags })
}

/// The kind of the cheapest option, by a search that knows no shortcut.
fn verdict(scenario: &Scenario<'_>) -> Option<Kind> {
    let all = Scenario { shown: Shown::All, ..scenario.clone() };
    cheapest(&candidates(&all)).map(|candidate| candidate.subject.kind())
}

/// The kinds of all that cost what the cheapest option does.
fn same_price(scenario: &Scenario<'_>) -> Vec<&'static str> {
    let all = candidates(&Scenario { shown: Shown::All, ..scenario.clone() });
    let Some(best) = cheapest(&all) else { return vec!["nothing"] };
    let tied = all.iter().filter(|one| is_tied(one, best));
    tied.map(|one| one.subject.kind().word()).collect()
}

fn input(flip: &Flip) -> Lever {
    Lever::ALL.into_iter().find(|input| input.word() == flip.input).unwrap()
}

fn is_a_flip(
    scenario: &Scenario<'_>,
    flip: &Flip,
    here: Option<Kind>,
) -> Result<(), TestCaseError> {
    let input = input(flip);
    let (now, at) = (flip.now.0, flip.at.0);
    let span = input.span(scenario, now);
    let here = here.map_or("nothing", Kind::word);
    let at_value = |value: f64| same_price(&input.set(scenario, value));
    prop_assert!(at_value(at).contains(&&*flip.becomes), "{:?} {:?}", at_value(at), flip);
    prop_assert_ne!(&*flip.becomes, here, "{:?}", flip);
    prop_assert!(input != Lever::Horizon || at.fract() == 0.0, "{:?}", flip);
    let before = if input == Lever::Horizon {
        at - (at - now).signum()
    } else {
        let before = at + (now - at).signum() * 1e-8 * at.abs().max(now.abs());
        if now < at { before.max(now) } else { before.min(now) }
    };
    prop_assert!(at_value(before).contains(&here), "just before {:?}", flip);
    // Nothing nearer where the search looks, on either side.
    for end in [span.low, span.high] {
        for step in 1..=STEPS {
            let value = span.scale.between(now, end, part_of_way(step, STEPS));
            let nearer = span.distance(now, value) < flip_distance(&span, flip) * (1.0 - 1e-6);
            if nearer && value != now {
                prop_assert!(
                    at_value(value).contains(&here),
                    "{} is nearer than {:?}",
                    value,
                    flip
                );
            }
        }
    }
    Ok(())
}

fn flip_distance(span: &Span, flip: &Flip) -> f64 {
    span.distance(flip.now.0, flip.at.0)
}

/// An input without a flip has the same verdict wherever it is turned.
fn flips_nothing(scenario: &Scenario<'_>, input: Lever, here: &str) -> Result<(), TestCaseError> {
    let Some(now) = input.now(scenario) else { return Ok(()) };
    let span = input.span(scenario, now);
    for end in [span.low, span.high] {
        for step in 1..=STEPS {
            let value = span.scale.between(now, end, part_of_way(step, STEPS));
            let there = same_price(&input.set(scenario, value));
            prop_assert!(there.contains(&here), "{:?} at {} is missed", input, value);
        }
    }
    Ok(())
}

pub(super) fn every_flip_is_the_nearest(scenario: &Scenario<'_>) -> Result<(), TestCaseError> {
    let here = verdict(scenario);
    let report = evaluate(scenario);
    prop_assert_eq!(report.verdict.kind.as_deref(), here.map(Kind::word));
    let flips = &report.verdict.flips;
    for flip in flips {
        is_a_flip(scenario, flip, here)?;
    }
    for other in Lever::ALL {
        let changes = flips.iter().any(|flip| input(flip) == other);
        if let Some(here) = here.filter(|_| !changes) {
            flips_nothing(scenario, other, here.word())?;
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(12))]

    #[test]
    fn flips_are_where_the_verdict_changes_first(question in question()) {
        with_scenario(&question.profiles(), &question.flags, every_flip_is_the_nearest)?;
    }
}

proptest! {
    #![proptest_config(config(48))]

    /// What people are shown are the first plausible ones of what programs read.
    #[test]
    fn a_few_flips_are_the_nearest_of_all(question in question(), wanted in 0..6_usize) {
        with_scenario(&question.profiles(), &question.flags, |scenario| {
            let all = evaluate(scenario).verdict.flips;
            let few = evaluate(&Scenario { flips: wanted, ..scenario.clone() }).verdict.flips;
            let plausible: Vec<_> =
                all.into_iter().filter(|flip| flip.plausible).take(wanted).collect();
            prop_assert_eq!(few, plausible);
            Ok(())
        })?;
    }
}

/// The value of an input at which the verdict is another, by the report, after a look at all of them.
fn flips_at(question: &Question, input: Lever) -> (f64, String) {
    with_scenario(&question.profiles(), &question.flags, |scenario| {
        every_flip_is_the_nearest(scenario).unwrap();
        let flips = evaluate(scenario).verdict.flips;
        let flip = flips.iter().find(|flip| flip.input == input.word()).unwrap();
        (flip.at.0, flip.becomes.clone())
    })
}

/// $3,000 and 100 W, 20,000 prompt and 3,000 output tokens per second.
fn one_machine(apis: Vec<ApiNumbers>, flags: &str) -> Question {
    let machines = vec![(3_000.0, 100.0, None, 0.0)];
    let rates = vec![[(20_000.0, 3_000.0); 2]];
    Question { apis, machines, rates, flags: flags.into() }
}

/// One endpoint has cheap input, the other cheap output: only for an even mix both are dear, and the
/// verdict is the same at both ends.
#[test]
fn a_mix_that_both_endpoints_are_bad_at_is_found_between_two_that_they_are_good_at() {
    let apis = vec![(false, 0.01, 200.0, None, false), (false, 2.0, 0.005, None, false)];
    for (mix, nearest) in [("19:1", 0.85), ("1:19", 0.15)] {
        let question = one_machine(apis.clone(), &format!("--volume 10000000/day --mix {mix}"));
        let (at, becomes) = flips_at(&question, Lever::InputShare);
        assert!((at - nearest).abs() < 0.03, "{mix}: {at}");
        assert_eq!(becomes, "local");
    }
}

/// One machine is full at 572M tokens a day. A little more goes to the endpoint, much more to a second
/// machine, so machines alone win again and again on the way to ten times the volume.
#[test]
fn a_mix_is_found_between_volumes_that_fill_whole_machines() {
    let question = one_machine(
        vec![(false, 0.05, 4.0, None, false)],
        "--volume 400000000/day --load flat --mix 3:1",
    );
    let (at, becomes) = flips_at(&question, Lever::Volume);
    assert!((at / 572.2e6 - 1.0).abs() < 0.001, "{at}");
    assert_eq!(becomes, "mixed");
}

/// The cheapest machine costs $1,000 because it fetches $9,000 in the end; another costs $3,000 and
/// fetches nothing. With one fraction for both, the other would cost $300, and machines would win
/// against $900 already: then there is no way from the verdict to another one.
#[test]
fn resale_is_not_turned_where_one_fraction_for_all_is_another_verdict() {
    let question = Question {
        apis: vec![(false, 900.0 / 10_950.0, 1.0, None, false)],
        machines: vec![(10_000.0, 4.0, None, 0.9), (3_000.0, 4.0, None, 0.0)],
        rates: vec![[(20_000.0, 3_000.0); 2]; 2],
        flags: "--volume 10000000/day --load flat --mix 3:1".into(),
    };
    with_scenario(&question.profiles(), &question.flags, |scenario| {
        let verdict = evaluate(scenario).verdict;
        assert_eq!(verdict.kind.as_deref(), Some("api"));
        assert!(verdict.flips.iter().any(|flip| input(flip) == Lever::HardwarePrice));
        assert!(verdict.flips.iter().all(|flip| input(flip) != Lever::Resale));
    });
}

/// A prompt of 3,000 tokens takes 0.15 seconds. At a fifth of the speed it takes most of a second, and
/// no number of machines makes it shorter.
#[test]
fn machines_that_keep_requests_waiting_whatever_their_number_serve_nothing() {
    let question = one_machine(
        vec![(false, 0.05, 4.0, None, false)],
        "--volume 10000000/day --load flat --mix 3:1 --max-wait 0.75 --require privacy",
    );
    let (at, becomes) = flips_at(&question, Lever::Throughput);
    assert!((at - 0.2).abs() < 0.01, "{at}");
    assert_eq!(becomes, "nothing");
}
