//! The rate grammar, dates and requests: what is read is finite and positive.
#![cfg_attr(feature = "libfuzzer", no_main)]

use breakeven::date::Date;
use breakeven::rate;

fn target(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    for text in text.lines() {
        line(text);
    }
}

fn line(text: &str) {
    for rate in [rate::per_day(text).ok(), rate::tokens_per_day(text).ok().map(|t| t.get())] {
        assert!(rate.is_none_or(|rate| rate.is_finite() && rate > 0.0), "{text:?} is {rate:?}");
    }
    if let Ok(share) = rate::input_share(text) {
        assert!((0.0..=1.0).contains(&share), "{text:?} is {share}");
    }
    let _ = rate::request(text);
    if let Ok(day) = text.parse::<Date>() {
        assert_eq!(day.to_string(), text, "a day is written one way");
    }
}

breakeven_fuzz::program!(target, &["tests/errors", "README.md"]);
