//! How sure a verdict is: with nothing to doubt, with everything, and with truths that are drawn.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use breakeven::calc::option::serving::Kind;
use breakeven::calc::verdict::evaluation::with_evaluation;
use breakeven::calc::whatif::stratified::SplitMix64;
use breakeven::render::Style;
use breakeven::render::table::render;
use breakeven::report::drawn::TossUpReport;
use breakeven::report::{Figure, Report};
use breakeven::scenario::{Sampling, Scenario};

use crate::support::question::{WEIGHTS, ask, with_shipped};

/// A card with a price that is only believed, and an endpoint that costs about as much.
const PRICES: &str = r#"
[api.open]
provider = "somebody"
model = "o"
tier = "mid"
context_tokens = 1_000_000
input_usd_per_mtok = 0.40
output_usd_per_mtok = 0.80
as_of = 2026-11-20
source = "contract"

[hardware.box]
name = "Box"
family = "nv-geforce"
gpus = 1
life_months = 36
memory_gb = 100
memory_bandwidth_gb_per_s = 1000
power_idle_watts = 0
power_load_watts = 0
price_usd = { low = 1500, typical = 3240, high = 4800 }
as_of = 2026-11-20
source = "shop"
"#;

fn world() -> String {
    format!("{PRICES}{WEIGHTS}")
}

/// The bill of 5M/day is (2.5 x 0.40 + 2.5 x 0.80) x 365 / 12 x 36 = $3,285 over 36 months; the box is
/// below it up to a little more than its median.
const QUESTION: &str = "--volume 5M/day --load flat --resale 0 --draws 4096";

#[test]
fn a_verdict_inside_the_noise_is_a_toss_up() {
    let report = ask(&world(), QUESTION);
    assert_eq!(report.verdict.kind.as_deref(), Some("local"));
    let confidence = report.verdict.confidence.as_ref().unwrap();
    // Between the median and P90: 0.5 + 0.4 x 45 / 1560.
    let expected = 0.5 + 0.4 * 45.0 / 1_560.0;
    assert!((confidence.won_share.0 - expected).abs() < 1e-3, "{}", confidence.won_share.0);
    let toss_up = report.verdict.toss_up.as_ref().unwrap();
    assert_eq!(toss_up.simplest, "api/open");
    assert_eq!(toss_up.find_out.as_deref(), Some("hardware-price"));
    // Knowing the price saves what the box costs above the bill, where it does: the mean over those.
    let above = |q: f64| (3_240.0 + 1_560.0 * (q - 0.5) / 0.4 - 3_285.0).max(0.0);
    let below = |q: f64| (3_240.0 - 1_740.0 * (0.5 - q) / 0.4 - 3_285.0).max(0.0);
    let at = |q: f64| if q < 0.5 { below(q) } else { above(q) };
    let without = (0..10_000).map(|s| at((f64::from(s) + 0.5) / 1e4)).sum::<f64>() / 1e4;
    let mean = (0..10_000).map(|s| {
        let q = (f64::from(s) + 0.5) / 1e4;
        3_240.0 + if q < 0.5 { 1_740.0 } else { 1_560.0 } * (q - 0.5) / 0.4
    });
    let mean = mean.sum::<f64>() / 1e4;
    // Not knowing it the cheaper on average is taken: the box.
    let worth = without - (mean - mean.min(3_285.0));
    let found = toss_up.worth_usd.unwrap().0;
    // Of sixteen slices one holds the crossing.
    assert!((found / worth - 1.0).abs() < 0.03, "{found}, expected {worth}");
    assert_eq!(report.sensitivity[0].input, "hardware-price");
    assert!(report.sensitivity[0].variance_share.0 > 0.95);
    let text = words(&report);
    assert!(text.contains("how sure: a toss-up, cheapest in 51 % of 4,096 draws"), "{text}");
    assert!(text.contains("simplest within 5 %: the API open; find out first"), "{text}");
}

fn words(report: &Report) -> String {
    let style = Style { width: 80, ascii: false, color: false, full: true, top: None };
    render(report, &style).replace('\n', " ")
}

/// What is cheapest in more draws than the verdict is said beside it.
#[test]
fn a_toss_up_says_what_wins_more_often() {
    let mut report = ask(&world(), QUESTION);
    report.verdict.confidence.as_mut().unwrap().won_share = Figure(0.3);
    for option in &mut report.options {
        option.won_share = Some(Figure(if option.kind == "api" { 0.7 } else { 0.3 }));
    }
    let said = "cheapest in 30 % of 4,096 draws, the API open in 70 %, which is the simplest within 5 %; \
                find out first";
    assert!(words(&report).contains(said), "{}", words(&report));
    report.verdict.toss_up.as_mut().unwrap().simplest = "local/elsewhere".into();
    let said = "cheapest in 30 % of 4,096 draws, the API open in 70 %; find out first";
    assert!(words(&report).contains(said), "{}", words(&report));
}

/// Machines that are there are not bought.
#[test]
fn a_toss_up_does_not_buy_what_is_owned() {
    for (flags, said) in
        [("", "buying 1 x box in 70 %"), (" --owned --hardware box", "your own 1 x box in 70 %")]
    {
        let mut report = ask(&world(), &format!("{QUESTION}{flags}"));
        let api = report.options.iter().find(|option| option.kind == "api").unwrap().id.clone();
        let toss_up = TossUpReport { simplest: api.clone(), find_out: None, worth_usd: None };
        report.verdict.toss_up = Some(toss_up);
        report.verdict.option = Some(api);
        report.verdict.confidence.as_mut().unwrap().won_share = Figure(0.3);
        for option in &mut report.options {
            option.won_share = Some(Figure(if option.kind == "local" { 0.7 } else { 0.3 }));
        }
        assert!(words(&report).contains(said), "{}", words(&report));
    }
}

#[test]
fn without_anything_to_doubt_every_draw_is_the_point_answer() {
    let certain = world().replace("{ low = 1500, typical = 3240, high = 4800 }", "3240");
    let report = ask(&certain, QUESTION);
    assert_eq!(report.verdict.confidence.as_ref().unwrap().won_share.0, 1.0);
    assert!(report.verdict.toss_up.is_none() && report.sensitivity.is_empty());
    for option in &report.options {
        let Some(costs) = &option.costs else { continue };
        let drawn = &costs.interval.draws.as_ref().unwrap().horizon_usd;
        for quantile in [drawn.p10, drawn.p50, drawn.p90] {
            let (found, point) = (quantile.unwrap().0, costs.horizon_usd.0);
            assert!((found / point - 1.0).abs() < 1e-12, "{found}, {point}");
        }
    }
}

/// This tests the machinery, not the world: truths are drawn from the ranges that the intervals are
/// made of.
#[test]
fn intervals_hold_four_fifths_of_truths_that_are_drawn_as_believed() {
    with_shipped("--volume 20M/day --hardware rtx-3090 --api gpt-6-luna", |scenario| {
        let of = |sampling: Sampling| -> Vec<Vec<f64>> {
            let question = Scenario { sampling, flips: 0, ..scenario.clone() };
            with_evaluation(&question, |evaluation| {
                let found = evaluation.confidence.as_ref().unwrap();
                found.outcomes.iter().map(|(_, outcome)| outcome.totals.clone()).collect()
            })
        };
        let believed = of(Sampling::default());
        let truths = of(Sampling { draws: 10_000, seed: 9, ..Sampling::default() });
        for (mut believed, truths) in believed.into_iter().zip(truths) {
            believed.sort_by(f64::total_cmp);
            let [low, high] = [0.1, 0.9].map(|q| believed[(q * believed.len() as f64) as usize]);
            let held = truths.iter().filter(|truth| (low..=high).contains(truth)).count();
            let share = held as f64 / truths.len() as f64;
            assert!((0.78..0.82).contains(&share), "{share} of truths from {low} to {high}");
        }
    });
}

/// Latin hypercubes against a million plain draws, where the answer is known in closed form too: the
/// share of pairs in which one of two beliefs is below the other.
#[test]
fn a_share_of_draws_is_that_of_many_plain_ones() {
    let report = |seed: u64| ask(&world(), &format!("{QUESTION} --seed {seed}"));
    let won = |report: &Report| report.verdict.confidence.as_ref().unwrap().won_share.0;
    let mut generator = SplitMix64::new(3);
    let mut wins = 0_u32;
    for _ in 0..1_000_000 {
        let q = f64::from(generator.below(1 << 24)) / f64::from(1 << 24);
        let slope = if q < 0.5 { 1_740.0 } else { 1_560.0 };
        wins += u32::from(3_240.0 + slope * (q - 0.5) / 0.4 < 3_285.0);
    }
    let plain = f64::from(wins) / 1e6;
    for seed in 0..3 {
        let found = won(&report(seed));
        assert!((found - plain).abs() < 0.02, "seed {seed}: {found}, {plain}");
    }
}

/// Of thousands of options those are drawn that could matter: the best of each kind, and what costs
/// about as much as the cheapest.
#[test]
fn of_many_options_few_are_drawn() {
    with_shipped("--volume 50M/day --all --draws 64", |scenario| {
        let question = Scenario { flips: 0, ..scenario.clone() };
        with_evaluation(&question, |evaluation| {
            let found = evaluation.confidence.as_ref().unwrap();
            assert!(evaluation.choices.len() > 1_000, "{}", evaluation.choices.len());
            assert!(found.outcomes.len() <= 12, "{}", found.outcomes.len());
            let kinds: std::collections::BTreeSet<_> = found
                .outcomes
                .iter()
                .map(|(place, _)| evaluation.choices[*place].candidate.subject.kind())
                .collect();
            assert_eq!(kinds.len(), 4, "{kinds:?}");
            let wins: u32 = found.outcomes.iter().map(|(_, outcome)| outcome.wins).sum();
            assert_eq!(wins, 64);
        });
    });
}

/// Two machines beside an endpoint cost what two alone cost in every draw in which they are enough: the mix, which
/// is the verdict, wins these.
#[test]
fn of_what_costs_the_same_in_a_draw_the_verdict_wins() {
    let flags = "--volume 2B/day --tier frontier --hardware 8x-b200 --draws 512";
    with_shipped(flags, |scenario| {
        let (won, cheapest) = with_evaluation(scenario, |evaluation| {
            let confidence = evaluation.confidence.as_ref().unwrap();
            let outcomes = &confidence.outcomes;
            let least = |of: &dyn Fn(Kind) -> bool, draw: usize| {
                let kind = |place: &usize| evaluation.choices[*place].candidate.subject.kind();
                let of_kind = outcomes.iter().filter(|(place, _)| of(kind(place)));
                of_kind.map(|(_, one)| one.totals[draw]).fold(f64::INFINITY, f64::min)
            };
            let dearer = |draw: usize| {
                let [own, other] =
                    [true, false].map(|own| least(&|kind| (kind == Kind::Mixed) == own, draw));
                own / other - 1.0
            };
            let ties = (0..512).filter(|draw| dearer(*draw).abs() <= 1e-12).count();
            assert!(ties > 50, "{ties}");
            (confidence.won, (0..512).filter(|draw| dearer(*draw) <= 1e-12).count())
        });
        assert_eq!(won, cheapest as f64 / 512.0);
    });
}
