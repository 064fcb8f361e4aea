//! Draws random cases.

use proptest::option::weighted;
use proptest::prelude::*;

use super::case::{Case, Extras, Price, RackCase, Span};

/// The same cases in every run, and no file of past failures; `CASES=10000` draws more of them.
pub fn config(cases: u32) -> ProptestConfig {
    let more = std::env::var("CASES").ok().and_then(|text| text.parse().ok());
    let cases = more.unwrap_or(cases);
    ProptestConfig {
        cases,
        max_global_rejects: 4 * cases.max(256),
        rng_algorithm: proptest::test_runner::RngAlgorithm::ChaCha,
        rng_seed: proptest::test_runner::RngSeed::Fixed(20_261_122),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Evenly spread over orders of magnitude.
fn between(low: f64, high: f64) -> impl Strategy<Value = f64> {
    (low.ln()..high.ln()).prop_map(f64::exp)
}

/// Zero as often as not.
fn often_zero(range: impl Strategy<Value = f64>) -> impl Strategy<Value = f64> {
    weighted(0.5, range).prop_map(|value| value.unwrap_or(0.0))
}

fn span(low: f64, high: f64) -> impl Strategy<Value = Span> {
    let wide = (between(low, high), 0.5..1.0, 1.0..2.0).prop_map(|(m, l, h)| [m * l, m, m * h]);
    prop_oneof![wide, between(low, high).prop_map(|m| [m; 3])]
}

fn fraction() -> impl Strategy<Value = Span> {
    (0.0..1.0, 0.0..1.0, 0.0..1.0).prop_map(|(a, b, c): (f64, f64, f64)| {
        let mut span = [a, b, c];
        span.sort_by(f64::total_cmp);
        span
    })
}

fn price() -> impl Strategy<Value = Price> {
    (span(0.05, 10.0), weighted(0.5, span(0.01, 1.0)), span(0.1, 40.0))
        .prop_map(|(input, cached, output)| Price { input, cached, output })
}

fn hours() -> impl Strategy<Value = ([f64; 24], f64)> {
    let any = (prop::array::uniform24(0.0..10.0), 0.0..2.0);
    let any = any.prop_filter("an hour with demand", |(hours, _)| hours.iter().any(|h| *h > 0.0));
    prop_oneof![Just(([1.0; 24], 1.0)), any]
}

fn changes() -> impl Strategy<Value = Vec<(i64, Price)>> {
    let change = ((-40_i64..1_500), price());
    prop_oneof![2 => Just(Vec::new()), 1 => prop::collection::vec(change, 1..4)].prop_map(
        |mut all| {
            all.sort_by_key(|change| change.0);
            all.dedup_by_key(|change| change.0);
            all
        },
    )
}

/// Demand in units of one machine's whole day, its split, and the rates of the machine.
fn demand(case: &mut Case, busy: f64, output_share: f64, cached_share: f64) {
    let input = 1.0 - output_share;
    let (fresh, cached) = (input * (1.0 - cached_share), input * cached_share);
    let seconds = (fresh / case.prefill + output_share / case.decode) * case.model_tokens_factor;
    let tokens = busy * 86_400.0 / seconds;
    case.fresh_per_day = tokens * fresh;
    case.cached_per_day = tokens * cached;
    case.output_per_day = tokens * output_share;
}

/// A growth that a test which tries one machine more at a time can follow.
fn growth() -> impl Strategy<Value = f64> {
    prop_oneof![3 => Just(0.0), 1 => -0.4..0.0, 2 => 0.0..0.6]
}

/// A rack that begins among the fleets of a case, and whether it was said where machines stand.
fn rack() -> impl Strategy<Value = (Option<RackCase>, Option<bool>)> {
    let costs = (0.5..1.5, 1.0..2.0, often_zero(10.0..400.0), often_zero(0.5..10.0));
    let rack = (between(10.0, 5_000.0), costs).prop_map(|(above, costs)| RackCase {
        above,
        electricity: costs.0,
        pue: costs.1,
        hosting_per_kw: costs.2,
        hours_per_kw: costs.3,
    });
    (weighted(0.5, rack), weighted(0.2, prop::bool::ANY))
}

/// Any question with a positive volume.
pub fn case() -> impl Strategy<Value = Case> {
    let shape = (
        (between(0.02, 8.0), 0.02..1.0, often_zero(0.0..0.9)),
        hours(),
        growth(),
        often_zero(0.0..1.0),
        (1.0..20_000.0, 1.0..4_000.0, often_zero(0.2..1.5)),
    );
    let money = (
        (often_zero(0.05..0.5), 1.0..1.8, 1_u32..72, 0.3..1.0),
        (often_zero(0.0..20.0), 20.0..120.0, often_zero(0.0..0.5)),
        weighted(0.2, 0.0..1.0),
        (prop_oneof![2 => Just(0.0), 1 => -0.8..0.0, 1 => 0.0..0.5], often_zero(0.0..1.0)),
        often_zero(0.0..0.3),
        (weighted(0.2, 1_u32..12), prop::bool::weighted(0.2)),
        (often_zero(-0.5..0.3), often_zero(-0.5..0.3)),
        (often_zero(10.0..2_000.0), often_zero(1.0..40.0), often_zero(10.0..5_000.0)),
    );
    let api = (
        price(),
        weighted(0.5, 0.0..0.9),
        prop_oneof![Just(1.0), 0.7..1.6],
        weighted(0.3, (1_000.0..20_000.0, price())),
        changes(),
    );
    let machine = (
        (span(300.0, 30_000.0), often_zero(200.0..2_000.0), 12.0..72.0, weighted(0.5, fraction())),
        (span(5.0, 200.0), 1.0..6.0, weighted(0.3, 0.0..1.0)),
        (weighted(0.6, span(0.1, 20.0)), weighted(0.3, 1.0..300.0), weighted(0.3, 1.0..100.0)),
        (
            prop_oneof![Just(1.0), 0.7..1.6],
            between(100.0, 30_000.0),
            between(10.0, 3_000.0),
            prop_oneof![1 => Just(1_u32), 2 => 2_u32..20],
            (often_zero(0.05..0.999), often_zero(0.1..5.0)),
        ),
        rack(),
    );
    (shape, money, api, machine).prop_map(|(shape, money, api, machine)| {
        let ((busy, output_share, cached_share), (hours, weekend), growth, batch_share, request) =
            shape;
        let ((electricity, pue, horizon, headroom), ops, resale_for_all, ..) = money;
        let (_, _, _, trend, discount, fleet, trends, once) = money;
        let (price, batch_discount, api_tokens_factor, cliff, changes) = api;
        let ((machine_usd, host_usd, life_months, resale), power, extras, rates, rack) = machine;
        let (idle_watts, load_over_idle, sleep_of_idle) = power;
        let mut case = Case {
            fresh_per_day: 0.0,
            cached_per_day: 0.0,
            output_per_day: 0.0,
            prompt_tokens: request.0,
            reply_tokens: request.1,
            hours,
            weekend,
            growth,
            batch_share,
            prompt_spread: request.2,
            electricity,
            pue,
            horizon,
            headroom,
            ops_hours: ops.0,
            ops_rate: ops.1,
            rent_overhead: ops.2,
            resale_for_all,
            trend: trend.0,
            floor: trend.1,
            rent_trend: trends.0,
            hardware_trend: trends.1,
            setup: once.0,
            setup_hours: once.1,
            migration: once.2,
            discount,
            // A fleet of a given size that demand outgrows is ruled out, and has its own test.
            machines: fleet.0.filter(|_| growth <= 0.0 || fleet.1),
            owned: fleet.1,
            price,
            batch_discount,
            api_tokens_factor,
            extras: Extras::NONE,
            cliff,
            changes,
            machine_usd,
            host_usd,
            idle_watts,
            load_watts: idle_watts.map(|watts| watts * load_over_idle),
            sleep_watts: sleep_of_idle.map(|share| share * idle_watts[0]),
            life_months,
            resale,
            rent_per_hour: extras.0,
            rack: rack.0,
            in_a_rack: rack.1,
            hosting: extras.1,
            maintenance: extras.2,
            model_tokens_factor: rates.0,
            prefill: rates.1,
            decode: rates.2,
            streams: rates.3,
            kv_share: rates.4.0,
            idle_sessions: rates.4.1,
        };
        demand(&mut case, busy, output_share, cached_share);
        case
    })
}

fn extras() -> impl Strategy<Value = Extras> {
    let quota = (often_zero(between(1e2, 1e9)), often_zero(between(0.01, 1e4)));
    let paid = (often_zero(between(0.01, 1e4)), often_zero(0.0..0.5), often_zero(0.0..0.5));
    let requests = (often_zero(0.01..20.0), often_zero(0.01..20.0), often_zero(0.0..3.0));
    let factors = (prop_oneof![Just(1.0), 1.0..8.0], prop_oneof![Just(1.0), 1.0..8.0]);
    (quota, paid, requests, factors).prop_map(|(quota, paid, requests, factors)| Extras {
        free_tokens: quota.0,
        free_usd: quota.1,
        minimum_usd: paid.0,
        fee: paid.1,
        tax: paid.2,
        request_usd: requests.0,
        call_usd: requests.1,
        calls: requests.2,
        api_output_factor: factors.0,
        model_output_factor: factors.1,
    })
}

/// Any question about an API whose bill has more than a price list.
pub fn billed_case() -> impl Strategy<Value = Case> {
    (case(), extras()).prop_map(|(case, extras)| Case { extras, ..case })
}
