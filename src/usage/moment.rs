//! Moments as logs write them: seconds since 1970 UTC, and how fine they are.

use crate::date::Date;

/// Seconds of an hour.
pub const HOUR: i64 = 3_600;
/// Seconds of a day.
pub const DAY: i64 = 86_400;

/// What one row of a source stands for, the finest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grain {
    /// A response with its time.
    Event,
    /// An hour.
    Hour,
    /// A day.
    Day,
    /// A month.
    Month,
    /// A session of unknown length.
    Session,
    /// The time between two scrapes.
    Window,
}

impl Grain {
    /// The word in the report.
    pub fn word(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Month => "month",
            Self::Session => "session",
            Self::Window => "window",
        }
    }

    /// The grain of a bucket of so many seconds: nothing finer than its width.
    pub fn of_width(seconds: i64) -> Self {
        let widest = [(HOUR, Self::Hour), (DAY, Self::Day), (31 * DAY, Self::Month)];
        let grain = widest.into_iter().find(|(width, _)| seconds <= *width);
        grain.map_or(Self::Window, |(_, grain)| grain)
    }
}

/// A moment in a text, and the grain of what it can mean: `2026-11-01T10:00:00.5+01:00`,
/// `2026-11-01 10:00:00`, `2026-11-01 10`, `2026-11-01`, `2026-11`, or seconds, milliseconds,
/// microseconds or nanoseconds since 1970. Without an offset it is UTC.
///
/// ```
/// use breakeven::usage::moment::{Grain, parse};
/// assert_eq!(parse("1970-01-02T00:00:01Z"), Some((86_401, Grain::Event)));
/// assert_eq!(parse("1970-01-01T10:00:01.75Z"), Some((36_001, Grain::Event)));
/// assert_eq!(parse("1970-13-01T10:00:01Z"), None);
/// assert_eq!(parse("1970-01-01 10"), Some((36_000, Grain::Hour)));
/// assert_eq!(parse("1970-01-02"), Some((86_400, Grain::Day)));
/// assert_eq!(parse("1970-02"), Some((31 * 86_400, Grain::Month)));
/// assert_eq!(parse("1970-01-01T00:00:00.9+05:30"), Some((-19_800, Grain::Event)));
/// assert_eq!(parse("02.01.1970 10:00"), Some((122_400, Grain::Event)));
/// assert_eq!(parse("1970-01-01 10:00:00.5 +0000 UTC"), Some((36_000, Grain::Event)));
/// assert_eq!(parse("Jan 02, 1970"), Some((86_400, Grain::Day)));
/// assert_eq!(parse("Feb 1970"), Some((31 * 86_400, Grain::Month)));
/// assert_eq!(parse("1759622400000"), Some((1_759_622_400, Grain::Event)));
/// ```
pub fn parse(text: &str) -> Option<(i64, Grain)> {
    let text = text.trim();
    if let Some(seconds) = plain_utc(text.as_bytes()) {
        return Some((seconds, Grain::Event));
    }
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return since_1970(text.parse().ok()?).map(|seconds| (seconds, Grain::Event));
    }
    if text.len() == 7 && text.as_bytes().get(4) == Some(&b'-') {
        let first: Date = format!("{text}-01").parse().ok()?;
        return Some((first.days_since_1970() * DAY, Grain::Month));
    }
    if text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return named_month(text);
    }
    let day = calendar_day(text.get(..10)?)?;
    let midnight = day.days_since_1970() * DAY;
    let rest = &text[10..];
    let Some(clock) = rest.strip_prefix(['T', 't', ' ']) else {
        return rest.is_empty().then_some((midnight, Grain::Day));
    };
    let end = clock.find(|c: char| !(c.is_ascii_digit() || c == ':' || c == '.' || c == ','));
    let (clock, zone) = clock.split_at(end.unwrap_or(clock.len()));
    let (seconds, grain) = clock_seconds(clock)?;
    Some((midnight + seconds - offset_seconds(zone.trim())?, grain))
}

/// `2026-11-01T10:00:00.123Z`, with or without parts of a second: what most logs write, read without
/// looking for anything else.
fn plain_utc(text: &[u8]) -> Option<i64> {
    let (clock, rest) = text.split_at_checked(19)?;
    let parts = rest.strip_suffix(b"Z")?;
    let marks = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
    let fits = marks.iter().all(|(at, mark)| clock[*at] == *mark)
        && (parts.is_empty() || parts[0] == b'.' && parts[1..].iter().all(u8::is_ascii_digit));
    let number = |range: std::ops::Range<usize>| {
        clock[range].iter().try_fold(0, |number, byte| {
            byte.is_ascii_digit().then(|| number * 10 + i32::from(byte - b'0'))
        })
    };
    let (hour, minute, second) = (number(11..13)?, number(14..16)?, number(17..19)?);
    if !fits || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let (month, day) = (number(5..7)?.try_into().ok()?, number(8..10)?.try_into().ok()?);
    let date = Date::new(number(0..4)?, month, day)?;
    Some(date.days_since_1970() * DAY + i64::from(hour * 3_600 + minute * 60 + second))
}

/// `2026-11-01`, `2026/11/01` or, as spreadsheets write it, `01.11.2026`. Days and months between
/// slashes are in no order that can be known.
fn calendar_day(text: &str) -> Option<Date> {
    let plain = text.as_bytes().get(4) == Some(&b'-');
    match text.split_once('.').and_then(|(day, rest)| Some((day, rest.split_once('.')?))) {
        _ if plain => text.parse().ok(),
        Some((day, (month, year))) => format!("{year}-{month}-{day}").parse().ok(),
        None => text.replace('/', "-").parse().ok(),
    }
}

/// `Nov 01, 2026` or `Nov 2026`.
fn named_month(text: &str) -> Option<(i64, Grain)> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let words: Vec<&str> = text.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let name = words.first()?.get(..3)?.to_ascii_lowercase();
    let month = MONTHS.iter().position(|month| *month == name)? as u8 + 1;
    let (day, year, grain) = match words[1..] {
        [year] => (1, year, Grain::Month),
        [day, year] => (day.parse().ok()?, year, Grain::Day),
        _ => return None,
    };
    let date = Date::new(year.parse().ok()?, month, day)?;
    Some((date.days_since_1970() * DAY, grain))
}

/// Seconds since 1970 from a number in one of the four usual units.
pub fn since_1970(number: f64) -> Option<i64> {
    let seconds = match number {
        n if n < 1e11 => n,
        n if n < 1e14 => n / 1e3,
        n if n < 1e17 => n / 1e6,
        n => n / 1e9,
    };
    (0.0..1e11).contains(&seconds).then_some(seconds.floor() as i64)
}

/// `10`, `10:30`, `10:30:15` or `10:30:15.123`; an hour alone is an hour.
fn clock_seconds(text: &str) -> Option<(i64, Grain)> {
    let whole = text.split(['.', ',']).next().unwrap_or_default();
    let mut parts = whole.split(':');
    let mut number = |most: i64| match parts.next() {
        None => Some(None),
        Some(digits) if digits.len() == 2 => {
            digits.parse().ok().filter(|number| (0..=most).contains(number)).map(Some)
        }
        Some(_) => None,
    };
    let (hour, minute, second) = (number(23)??, number(59)?, number(60)?);
    let grain = if minute.is_none() { Grain::Hour } else { Grain::Event };
    Some((hour * HOUR + minute.unwrap_or(0) * 60 + second.unwrap_or(0), grain))
}

/// `Z`, `UTC`, `+01:00`, `+0100`, `+01`, or nothing, which is UTC.
fn offset_seconds(zone: &str) -> Option<i64> {
    // A name after the offset says it again.
    let zone = zone.split(' ').next().unwrap_or_default();
    if zone.is_empty()
        || zone.eq_ignore_ascii_case("z")
        || ["utc", "gmt"].contains(&&*zone.to_ascii_lowercase())
    {
        return Some(0);
    }
    let sign = match zone.as_bytes()[0] {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let digits: String = zone[1..].chars().filter(|c| *c != ':').collect();
    if !matches!(digits.len(), 2 | 4) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let hours: i64 = digits[..2].parse().ok()?;
    let minutes: i64 =
        digits.get(2..).filter(|rest| !rest.is_empty()).unwrap_or("0").parse().ok()?;
    Some(sign * (hours * HOUR + minutes * 60))
}

/// An hour as `2026-11-01T10:00:00Z`.
pub fn hour_text(seconds: i64) -> String {
    let day = Date::from_days_since_1970(seconds.div_euclid(DAY)).unwrap_or(Date::EPOCH);
    let hour = seconds.rem_euclid(DAY) / HOUR;
    format!("{day}T{hour:02}:00:00Z")
}

/// The hour of the week from Monday 00:00 on; 1970 began on a Thursday.
pub fn hour_of_week(seconds: i64) -> usize {
    (seconds.div_euclid(HOUR) + 72).rem_euclid(168) as usize
}
