//! Quantities, ranges, loads and what people type, by example.

// A test that cannot go on has failed.
#![allow(clippy::unwrap_used)]

use breakeven::load::Load;
use breakeven::range::{Pick, Range};
use breakeven::rate::{amount, input_share, per_day, request, tokens_per_day};
use breakeven::units::{
    Gigabytes, HOURS_PER_MONTH, MtokPerMonth, TokensPerDay, TokensPerSecond, Usd, UsdPerMtok, Watts,
};

#[test]
fn quantities_add_subtract_and_scale() {
    let (six, four) = (Usd::new(6.0), Usd::new(4.0));
    assert_eq!((six + four).get(), 10.0);
    assert_eq!((six - four).get(), 2.0);
    assert_eq!((-six).get(), -6.0);
    assert_eq!((six * 4.0).get(), 24.0);
    assert_eq!((six / 4.0).get(), 1.5);
    assert_eq!(six / four, 1.5);
    assert_eq!(six.min(four), four);
    assert_eq!(four.min(six), four);
    assert_eq!(six.max(four), six);
    assert_eq!([six, four, four].into_iter().sum::<Usd>().get(), 14.0);
    let mut sum = six;
    sum += four;
    assert_eq!(sum.get(), 10.0);
    assert_eq!(Usd::ZERO.get(), 0.0);
}

#[test]
fn quantities_of_different_kinds_make_others() {
    let volume = TokensPerDay::new(24e6);
    assert_eq!(volume.per_month().get(), 730.0);
    assert_eq!(MtokPerMonth::new(730.0).per_day().get(), 24e6);
    assert_eq!(volume.busy_share(TokensPerSecond::new(1e6 / 3_600.0 * 2.0)), 0.5);
    assert_eq!(Watts::new(1_000.0).kwh_per_month().get(), HOURS_PER_MONTH);
    assert_eq!(Gigabytes::from_bytes(65_536.0 * 1e6).get(), 65.536);
    let (price, month) = (UsdPerMtok::new(0.5), MtokPerMonth::new(60.0));
    assert_eq!((price * month).get(), 30.0);
    assert_eq!((month * price).get(), 30.0);
    assert_eq!(price * month / price, month);
    assert_eq!(price * month / month, price);
}

fn between(low: f64, typical: f64, high: f64) -> Range<f64> {
    Range { low, typical, high }
}

#[test]
fn a_pick_is_an_end_the_middle_or_a_quantile() {
    let range = between(1.0, 2.0, 5.0);
    assert_eq!(range.at(Pick::Low), 1.0);
    assert_eq!(range.at(Pick::Typical), 2.0);
    assert_eq!(range.at(Pick::High), 5.0);
    assert_eq!(range.map(|x| x * 2.0), between(2.0, 4.0, 10.0));
    assert_eq!(Range::exactly(3.0), between(3.0, 3.0, 3.0));
    assert_eq!(Range::exactly(3.0).at(Pick::Quantile(0.9)), 3.0);
}

#[test]
fn a_quantile_is_linear_through_the_ends_and_the_middle() {
    for range in [between(1.0, 2.0, 5.0), between(-3.0, 3.0, 4.0), between(0.0, 5.0, 10.0)] {
        let at = |quantile: f64| range.at(Pick::Quantile(quantile));
        for (quantile, value) in [(0.1, range.low), (0.5, range.typical), (0.9, range.high)] {
            assert!((at(quantile) - value).abs() < 1e-12, "{quantile} of {range:?}");
        }
        let quarter = (range.low * 5.0 + range.typical * 3.0) / 8.0;
        assert!((at(0.25) - quarter).abs() < 1e-12, "{range:?}");
        assert!(at(0.0) < range.low || range.low == 0.0, "{range:?}");
        assert!(at(1.0) > range.high, "{range:?}");
    }
    // What is not negative at P10 is never negative.
    assert_eq!(between(0.0, 5.0, 10.0).at(Pick::Quantile(0.05)), 0.0);
    // One side without width.
    assert_eq!(between(2.0, 2.0, 6.0).at(Pick::Quantile(0.25)), 2.0);
    assert_eq!(between(2.0, 6.0, 6.0).at(Pick::Quantile(0.75)), 6.0);
}

#[test]
fn weights_follow_the_hours_of_five_weekdays_and_two_weekend_days() {
    let mut hours = [0.0; 24];
    hours[9] = 3.0;
    hours[17] = 1.0;
    let load = Load::new("x".into(), &hours, 0.5).unwrap();
    // A week has 5 x 4 + 2 x 2 = 24; the mean hour 24 / 168 = 1/7.
    let expected = |day: usize, hour: usize| {
        let weekday = [(9, 21.0), (17, 7.0)].iter().find(|(h, _)| *h == hour).map_or(0.0, |x| x.1);
        if day < 5 { weekday } else { weekday / 2.0 }
    };
    for (index, weight) in load.weights().iter().enumerate() {
        assert!((weight - expected(index / 24, index % 24)).abs() < 1e-12, "hour {index}");
    }
    assert!((load.peak_factor() - 21.0).abs() < 1e-12);
    // All demand in the five busiest hours of the week.
    assert!((load.largest_peak() - 33.6).abs() < 1e-12);
    assert_eq!(Load::flat().weights(), &[1.0; 168]);
    assert_eq!(Load::flat().largest_peak(), 1.0);
}

#[test]
fn a_load_is_sharpened_and_flattened_in_proportion() {
    let mut hours = [1.0; 24];
    hours[9] = 5.0;
    let load = Load::new("x".into(), &hours, 1.0).unwrap();
    // Mean 28 / 24; busiest 30 / 7, the others 6 / 7; all in one hour of the day would be 24.
    let hour = |peak: f64, hour: usize| load.with_peak(peak).unwrap().weights()[hour];
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} is not {b}");
    near(load.peak_factor(), 30.0 / 7.0);
    near(load.largest_peak(), 24.0);
    assert_eq!(load.with_peak(load.peak_factor()).unwrap(), load);
    near(hour(2.0, 9), 2.0);
    near(hour(2.0, 8), (24.0 - 2.0) / 23.0);
    near(hour(10.0, 9), 10.0);
    near(hour(10.0, 8), (24.0 - 10.0) / 23.0);
    near(hour(24.0, 8), 0.0);
    near(hour(1.0, 8), 1.0);
    assert_eq!(&*load.with_peak(2.0).unwrap().name, "x, peak 2");
    assert!(load.with_peak(0.99).is_err());
    let complaint = load.with_peak(24.01).unwrap_err();
    assert!(complaint.contains("`24.01`") && complaint.contains("from 1 to 24"), "{complaint}");
    // An unround largest peak is shown so that it is accepted.
    let weekdays = Load::new("y".into(), &hours, 0.1).unwrap();
    let complaint = weekdays.with_peak(99.0).unwrap_err();
    let shown: f64 = complaint.rsplit(' ').next().unwrap().parse().unwrap();
    assert!(weekdays.with_peak(shown).is_ok() && weekdays.largest_peak() - shown < 0.01);
}

#[test]
fn loads_without_sense_are_refused() {
    let mut hours = [1.0; 24];
    assert!(Load::new("x".into(), &hours, -0.1).is_err());
    assert!(Load::new("x".into(), &hours, f64::INFINITY).is_err());
    assert!(Load::new("x".into(), &hours, 0.0).is_ok());
    hours[5] = f64::NAN;
    assert!(Load::new("x".into(), &hours, 1.0).is_err());
    // Only weekends.
    assert!(Load::new("x".into(), &[0.0; 24], 1.0).is_err());
}

#[test]
fn amounts_and_their_suffixes() {
    for (text, value) in [
        ("2k", 2e3),
        ("2K", 2e3),
        ("2m", 2e6),
        ("2M", 2e6),
        ("2b", 2e9),
        ("2B", 2e9),
        ("2g", 2e9),
        ("2G", 2e9),
        ("2t", 2e12),
        ("2T", 2e12),
        ("2", 2.0),
        ("1.5 M", 1.5e6),
        ("1_000_000", 1e6),
        (".5", 0.5),
        ("2e3", 2e3),
        ("2E+3", 2e3),
        ("2e-3", 2e-3),
    ] {
        assert_eq!(amount(text), Ok(value), "{text}");
    }
    for text in ["", "M", "-3", "+3", "inf", "nan", "0x10", "1e400", "5 apples", "--3", "1e307k"] {
        assert!(amount(text).is_err(), "{text}");
    }
    assert!(amount("-3").unwrap_err().contains("negative"));
    assert!(amount("x").unwrap_err().contains("not a number"));
    assert!(amount("1e308k").unwrap_err().contains("too large"));
}

#[test]
fn every_period_has_its_length() {
    let near = |text: &str, expected: f64| {
        let found = per_day(text).unwrap();
        assert!((found / expected - 1.0).abs() < 1e-12, "{text}: {found}");
    };
    for (names, per_day_of_840) in [
        (["day", "days", "d"].as_slice(), 840.0),
        (&["week", "weeks", "wk", "w"], 120.0),
        (&["month", "months", "mo", "mon"], 840.0 * 12.0 / 365.0),
        (&["year", "years", "yr", "y"], 840.0 / 365.0),
        (&["hour", "hours", "hr", "h"], 840.0 * 24.0),
        (&["minute", "minutes", "min"], 840.0 * 1_440.0),
        (&["second", "seconds", "sec", "s"], 840.0 * 86_400.0),
    ] {
        for name in names {
            near(&format!("840/{name}"), per_day_of_840);
            near(&format!("840 / {}", name.to_uppercase()), per_day_of_840);
        }
    }
    assert_eq!(tokens_per_day("5M/day"), Ok(TokensPerDay::new(5e6)));
    assert!(per_day("5M/dya").unwrap_err().contains("day"));
    assert!(per_day("5M").unwrap_err().contains("5M/day"));
}

#[test]
fn mixes_and_requests() {
    assert_eq!(input_share("3:1"), Ok(0.75));
    assert_eq!(input_share("1:0"), Ok(1.0));
    assert_eq!(input_share("1k : 3k"), Ok(0.25));
    for text in ["", "3", "0:0", "3:-1", "a:b", "1:1:1"] {
        assert!(input_share(text).unwrap_err().contains("IN:OUT"), "{text}");
    }
    let found = request("4k + 300").unwrap();
    assert_eq!(
        (found.prompt_tokens, found.output_tokens, found.context_tokens()),
        (4e3, 3e2, 4.3e3)
    );
    assert_eq!(request("0.5+0.5").unwrap().context_tokens(), 1.0);
    assert_eq!(request("100M+0").unwrap().context_tokens(), 1e8);
    assert!(request("0+0").unwrap_err().contains("at least one token"));
    assert!(request("100M+1").unwrap_err().contains("at most 100M"));
    for text in ["", "5", "1500-500", "a+b", "1+"] {
        assert!(request(text).unwrap_err().contains("PROMPT+OUTPUT"), "{text}");
    }
}
