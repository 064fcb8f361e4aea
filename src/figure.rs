//! Floor 0: numbers as people read them. Rounding happens here and nowhere else; what money is shown in,
//! `money` knows.

pub use crate::money::{cents, dollars, dollars_to, monthly, once, per_mtok};
use crate::units::{Months, TokensPerDay};

/// Less than this of a number is noise in its last bits.
const NOISE: f64 = 1e-13;

/// So many decimals. What is half a digit but for the noise in its last bits is rounded up, so that
/// another order of the same sum shows the same.
///
/// ```
/// use breakeven::figure::fixed;
/// assert_eq!(fixed(0.09435, 4), "0.0944");
/// assert_eq!(fixed(1.375 - 1e-15, 2), "1.38");
/// assert_eq!(fixed(-2.5, 0), "-3");
/// assert_eq!(fixed(2.4999999, 0), "2");
/// ```
pub fn fixed(number: f64, decimals: usize) -> String {
    format!("{:.decimals$}", number * (1.0 + NOISE))
}

/// Digits with their thousands grouped, and this many decimals.
///
/// ```
/// use breakeven::figure::grouped;
/// assert_eq!(grouped(1234.56, 1), "1,234.6");
/// assert_eq!(grouped(-1234.56, 0), "-1,235");
/// assert_eq!(grouped(-0.04, 1), "0.0");
/// ```
pub fn grouped(number: f64, decimals: usize) -> String {
    let text = fixed(number.abs(), decimals);
    let (whole, fraction) = text.split_once('.').map_or((&*text, None), |(w, f)| (w, Some(f)));
    let mut out = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    let zero = out.chars().all(|c| matches!(c, '0' | '.' | ','));
    if number < 0.0 && !zero { format!("-{out}") } else { out }
}

/// A plain number with grouped thousands and no decimals.
///
/// ```
/// assert_eq!(breakeven::figure::whole(1234567.4), "1,234,567");
/// ```
pub fn whole(number: f64) -> String {
    grouped(number, 0)
}

/// A plain number with so many significant digits and no more decimals than those need, as files
/// take it. Digits before the point are all kept.
///
/// ```
/// use breakeven::figure::significant;
/// assert_eq!(significant(118.881588, 5), "118.88");
/// assert_eq!(significant(7100.002165, 5), "7100");
/// assert_eq!(significant(123_456.7, 5), "123457");
/// assert_eq!(significant(0.000123456, 3), "0.000123");
/// assert_eq!(significant(0.0, 3), "0");
/// ```
pub fn significant(number: f64, digits: i32) -> String {
    if number == 0.0 || !number.is_finite() {
        return number.to_string();
    }
    let before_point = number.abs().log10().floor() as i32 + 1;
    let decimals = usize::try_from(digits - before_point).unwrap_or(0);
    let text = fixed(number, decimals);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').into() } else { text }
}

/// Three significant digits with a suffix: `5M`, `3.75M`, `950`, `1.2B`.
///
/// ```
/// use breakeven::figure::short;
/// assert_eq!(short(5_000_000.0), "5M");
/// assert_eq!(short(3_754_000.0), "3.75M");
/// assert_eq!(short(999_999.0), "1M");
/// assert_eq!(short(950.0), "950");
/// assert_eq!(short(0.25), "0.25");
/// assert_eq!(short(-20_500.0), "-20.5k");
/// assert_eq!(short(2.5e17), "2.5e17");
/// ```
pub fn short(number: f64) -> String {
    // Nobody has a word for more than this, and a table has no room for the digits.
    if number.abs() >= 999.5e12 {
        return format!("{number:.1e}");
    }
    let steps = [(1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k"), (1.0, "")];
    let size = number.abs();
    let sign = if number < 0.0 { "-" } else { "" };
    // 999.5 is the smallest that three digits show as a thousand of the step below.
    let found = steps.iter().find(|(step, _)| size >= step * 0.9995);
    let (step, suffix) = *found.unwrap_or(&(1.0, ""));
    let scaled = size / step;
    let decimals = if scaled >= 99.95 {
        0
    } else if scaled >= 9.995 {
        1
    } else {
        2
    };
    let digits = fixed(scaled, decimals);
    let trimmed = if digits.contains('.') {
        digits.trim_end_matches('0').trim_end_matches('.')
    } else {
        &digits
    };
    format!("{sign}{trimmed}{suffix}")
}

/// Tokens a day.
pub fn per_day(volume: TokensPerDay) -> String {
    format!("{} tokens/day", short(volume.get()))
}

/// A time without false precision: whole months up to two years, then years.
///
/// ```
/// use breakeven::{figure::duration, units::Months};
/// let say = |months| duration(Months::new(months));
/// assert_eq!(say(0.4), "under a month");
/// assert_eq!(say(1.2), "1 month");
/// assert_eq!(say(9.4), "9 months");
/// assert_eq!(say(28.7), "2.4 years");
/// assert_eq!(say(170.0), "14 years");
/// ```
pub fn duration(time: Months) -> String {
    let months = time.get();
    if months < 0.95 {
        "under a month".into()
    } else if months < 1.5 {
        "1 month".into()
    } else if months < 23.5 {
        format!("{} months", fixed(months, 0))
    } else if months < 119.4 {
        format!("{} years", fixed(months / 12.0, 1))
    } else {
        format!("{} years", fixed(months / 12.0, 0))
    }
}

/// Two times as the ends of a span: of two numbers of months only the second one says so.
///
/// ```
/// use breakeven::{figure::span, units::Months};
/// let say = |low, high| span([low, high].map(Months::new));
/// assert_eq!(say(9.4, 14.0), ("9".into(), "14 months".into()));
/// assert_eq!(say(1.2, 14.0), ("1 month".into(), "14 months".into()));
/// assert_eq!(say(9.4, 28.7), ("9 months".into(), "2.4 years".into()));
/// ```
pub fn span([low, high]: [Months; 2]) -> (String, String) {
    let in_months = |time: Months| (1.5..23.5).contains(&time.get());
    let first = match in_months(low) && in_months(high) {
        true => fixed(low.get(), 0),
        false => duration(low),
    };
    (first, duration(high))
}

/// Whether a number with so many decimals reads as zero.
///
/// ```
/// use breakeven::figure::reads_zero;
/// assert!(reads_zero(-0.049, 1) && !reads_zero(0.05, 1));
/// ```
pub fn reads_zero(number: f64, decimals: i32) -> bool {
    number.abs() * (1.0 + NOISE) < 0.5 * 10_f64.powi(-decimals)
}

/// A share as a percentage: one decimal below 10 %.
///
/// ```
/// use breakeven::figure::percent;
/// assert_eq!(percent(0.123), "12 %");
/// assert_eq!(percent(0.0123), "1.2 %");
/// assert_eq!(percent(0.0), "0 %");
/// ```
pub fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if percent == 0.0 || percent.abs() >= 9.95 {
        format!("{} %", fixed(percent, 0))
    } else {
        format!("{} %", fixed(percent, 1))
    }
}

/// A change as a percentage with its sign.
///
/// ```
/// use breakeven::figure::change;
/// assert_eq!(change(0.5), "+50 %");
/// assert_eq!(change(-0.031), "-3.1 %");
/// assert_eq!(change(0.0), "0 %");
/// ```
pub fn change(share: f64) -> String {
    let sign = if share > 0.0 { "+" } else { "" };
    format!("{sign}{}", percent(share))
}

/// Three significant digits, also of a number far below one.
///
/// ```
/// use breakeven::figure::compact;
/// assert_eq!(compact(0.1872), "0.187");
/// assert_eq!(compact(0.00123), "0.00123");
/// assert_eq!(compact(-0.05), "-0.05");
/// assert_eq!(compact(17_600_000.0), "17.6M");
/// assert_eq!(compact(0.0), "0");
/// ```
pub fn compact(number: f64) -> String {
    let size = number.abs();
    if size == 0.0 || size >= 0.9995 {
        return short(number);
    }
    let leading_zeros = (-size.log10().floor()).clamp(1.0, 12.0) as usize;
    let digits = fixed(number, leading_zeros + 2);
    let trimmed = digits.trim_end_matches('0').trim_end_matches('.');
    if trimmed == "-0" { "0".into() } else { trimmed.into() }
}

/// A number with one decimal, grouped.
///
/// ```
/// assert_eq!(breakeven::figure::tenths(28.66), "28.7");
/// assert_eq!(breakeven::figure::tenths(24.0), "24");
/// ```
pub fn tenths(number: f64) -> String {
    let text = grouped(number, 1);
    text.strip_suffix(".0").map_or(text.clone(), ToString::to_string)
}

/// A number with all digits that a report keeps, for two numbers that look the same rounded.
///
/// ```
/// assert_eq!(breakeven::figure::full(500.200000000001), "500.2");
/// ```
pub fn full(number: f64) -> String {
    significant(number, 12)
}
