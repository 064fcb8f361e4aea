//! Floor 1: demand as people type it: `5M/day`, `3:1`, `1500+500`.

use crate::text::{did_you_mean, shown};
use crate::units::{DAYS_PER_MONTH, TokensPerDay};
use crate::workload::Request;

/// The largest rate accepted, per day: a thousand times all tokens served anywhere today.
const MOST: f64 = 1e18;
/// The smallest rate accepted, per day: a token in three years. Below it, costs per token overflow.
const LEAST: f64 = 1e-3;

/// Periods, with their short forms and their length in days.
const PERIODS: &[(&[&str], f64)] = &[
    (&["day", "days", "d"], 1.0),
    (&["week", "weeks", "wk", "w"], 7.0),
    (&["month", "months", "mo", "mon"], DAYS_PER_MONTH),
    (&["year", "years", "yr", "y"], 365.0),
    (&["hour", "hours", "hr", "h"], 1.0 / 24.0),
    (&["minute", "minutes", "min"], 1.0 / 1_440.0),
    (&["second", "seconds", "sec", "s"], 1.0 / 86_400.0),
];

const FORMS: &str = "expected a rate like 5M/day, 150M/month, 2B/year, 20k/hour or 60/s";

/// A number per period, per day.
///
/// # Errors
/// Says what is wrong and shows the forms.
///
/// ```
/// use breakeven::rate::per_day;
/// assert_eq!(per_day("5M/day"), Ok(5e6));
/// assert_eq!(per_day("5_000_000 / day"), Ok(5e6));
/// assert_eq!(per_day("3.65B/year"), Ok(1e7));
/// assert_eq!(per_day("1/s"), Ok(86_400.0));
/// assert_eq!(per_day("5 million tokens a day"), Ok(5e6));
/// assert_eq!(per_day("5M tokens per day"), Ok(5e6));
/// assert!(per_day("5M").unwrap_err().contains("no period"));
/// ```
pub fn per_day(text: &str) -> Result<f64, String> {
    let text = &as_written(text);
    let Some((number, period)) = text.split_once('/') else {
        return Err(format!("no period; {FORMS}"));
    };
    let amount = amount(number.trim())?;
    let period = period.trim().to_lowercase();
    let found = PERIODS.iter().find(|(names, _)| names.contains(&period.as_str()));
    let Some((_, days)) = found else {
        let known = PERIODS.iter().map(|(names, _)| names[0]);
        let hint = did_you_mean(&period, known).map(|hint| format!("\nhint: {hint}"));
        let period = shown(&period);
        return Err(format!("unknown period `{period}`; {FORMS}{}", hint.unwrap_or_default()));
    };
    let rate = amount / days;
    if rate <= 0.0 {
        return Err("expected a rate above 0".into());
    }
    if rate < LEAST {
        return Err("expected at least one in a thousand days".into());
    }
    if rate > MOST {
        return Err("expected at most a quintillion a day".into());
    }
    Ok(rate)
}

/// A rate in words, as it is written with signs: `5 million tokens a day` is `5M/day`.
fn as_written(text: &str) -> String {
    const WORDS: [(&str, &str); 11] = [
        (" per ", "/"),
        (" a ", "/"),
        (" an ", "/"),
        (" thousand", "k"),
        (" million", "M"),
        (" billion", "B"),
        (" trillion", "T"),
        (" tokens", ""),
        (" token", ""),
        (" requests", ""),
        (" calls", ""),
    ];
    let mut written = text.trim().to_string();
    for (word, sign) in WORDS {
        written = written.replace(word, sign);
    }
    written
}

/// Tokens per period.
///
/// # Errors
/// As [`per_day`].
pub fn tokens_per_day(text: &str) -> Result<TokensPerDay, String> {
    per_day(text).map(TokensPerDay::new)
}

/// A number with `_` or `,` between digits and a suffix k, M (or MM), B (or G) or T.
///
/// # Errors
/// Says what is wrong.
///
/// ```
/// use breakeven::rate::amount;
/// assert_eq!(amount("2.5k"), Ok(2_500.0));
/// assert_eq!(amount("1_000"), Ok(1_000.0));
/// assert_eq!(amount("5MM"), Ok(5e6));
/// assert_eq!(amount("1,500.5k"), Ok(1_500_500.0));
/// assert!(amount("1,5M").is_err());
/// assert!(amount("-3").is_err());
/// assert!(amount("1e400").is_err());
/// assert!(amount("nan").is_err());
/// ```
pub fn amount(text: &str) -> Result<f64, String> {
    let suffixes = [
        ("MM", 1e6),
        ("k", 1e3),
        ("K", 1e3),
        ("m", 1e6),
        ("M", 1e6),
        ("b", 1e9),
        ("B", 1e9),
        ("g", 1e9),
        ("G", 1e9),
        ("t", 1e12),
        ("T", 1e12),
    ];
    let (digits, factor) = suffixes
        .iter()
        .find_map(|(suffix, factor)| Some((text.strip_suffix(*suffix)?, *factor)))
        .unwrap_or((text, 1.0));
    let digits = digits.trim_end();
    if !commas_group_thousands(digits) {
        return Err(format!(
            "the comma in `{}` does not group thousands; expected a point before decimals",
            shown(text)
        ));
    }
    let plain: String = digits.chars().filter(|c| !matches!(c, '_' | ',')).collect();
    let shape = plain.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && plain.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-'));
    let number: f64 = plain.parse().ok().filter(|_| shape).ok_or_else(|| {
        if digits.starts_with('-') {
            "a negative number; expected one above 0".to_string()
        } else {
            let found = shown(text);
            format!("`{found}` is not a number; expected one like 5M, 20k or 5_000_000")
        }
    })?;
    let value = number * factor;
    if value.is_finite() { Ok(value) } else { Err(format!("`{}` is too large", shown(text))) }
}

/// `1,5` is one and a half to many people; read as 15 it would be an answer ten times wrong.
fn commas_group_thousands(digits: &str) -> bool {
    let whole = digits.split('.').next().unwrap_or(digits);
    let (mut groups, after_point) = (whole.split(','), &digits[whole.len()..]);
    groups.next().is_none_or(|first| whole.len() == first.len() || first.len() <= 3)
        && groups.all(|group| group.len() == 3)
        && !after_point.contains(',')
}

/// The share of input in `IN:OUT`.
///
/// # Errors
/// Shows the form.
///
/// ```
/// use breakeven::rate::input_share;
/// assert_eq!(input_share("3:1"), Ok(0.75));
/// assert_eq!(input_share("0:1"), Ok(0.0));
/// assert!(input_share("3").is_err());
/// ```
pub fn input_share(text: &str) -> Result<f64, String> {
    let form = || "expected IN:OUT, like 3:1".to_string();
    let (input, output) = text.split_once(':').ok_or_else(form)?;
    let part = |text: &str| amount(text.trim()).map_err(|_| form());
    let (input, output) = (part(input)?, part(output)?);
    let share = input / (input + output);
    if share.is_finite() { Ok(share) } else { Err(form()) }
}

/// `PROMPT+OUTPUT` tokens of one request.
///
/// # Errors
/// Shows the form.
///
/// ```
/// let request = breakeven::rate::request("1500+500").unwrap();
/// assert_eq!((request.prompt_tokens, request.output_tokens), (1500.0, 500.0));
/// assert!(breakeven::rate::request("2000").is_err());
/// ```
pub fn request(text: &str) -> Result<Request, String> {
    let form = || "expected PROMPT+OUTPUT tokens, like 1500+500".to_string();
    let (prompt, output) = text.split_once('+').ok_or_else(form)?;
    let part = |text: &str| amount(text.trim()).map_err(|_| form());
    let request = Request { prompt_tokens: part(prompt)?, output_tokens: part(output)? };
    let total = request.context_tokens();
    if total < 1.0 {
        return Err("expected at least one token".into());
    }
    if total > 1e8 {
        return Err("expected at most 100M tokens in one request".into());
    }
    Ok(request)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_of_what_is_accepted_are_accepted() {
        assert_eq!(per_day("0.001/day"), Ok(0.001));
        assert_eq!(per_day("1e18/day"), Ok(1e18));
        assert!(per_day("0.000999/day").unwrap_err().contains("thousand days"));
        assert!(per_day("1.001e18/day").unwrap_err().contains("quintillion"));
        assert!(per_day("0/day").unwrap_err().contains("above 0"));
    }
}
