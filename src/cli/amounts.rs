//! Numbers as people type them: `12`, `12%`, `$0.12/kWh`, `3y`, `500ms`, `30 tok/s`.

use crate::assumptions::HostTenure;
use crate::figure;
use crate::place::Place;
use crate::text::one_of;
use crate::tier::Tier;
use crate::units::{DAYS_PER_MONTH, HOURS_PER_MONTH};

/// A unit that may stand behind a number, and what one of it is.
type Unit = (&'static str, f64);

const PLAIN: &[Unit] = &[];
const PERCENT: &[Unit] = &[("%", 1.0), ("percent", 1.0)];
const MONTHS: &[Unit] = &[
    ("months", 1.0),
    ("month", 1.0),
    ("mo", 1.0),
    ("m", 1.0),
    ("years", 12.0),
    ("year", 12.0),
    ("yr", 12.0),
    ("y", 12.0),
];
const SECONDS: &[Unit] = &[
    ("ms", 0.001),
    ("seconds", 1.0),
    ("second", 1.0),
    ("sec", 1.0),
    ("s", 1.0),
    ("minutes", 60.0),
    ("min", 60.0),
];
const HOURS: &[Unit] = &[
    ("hours/month", 1.0),
    ("h/month", 1.0),
    ("hours", 1.0),
    ("hour", 1.0),
    ("h", 1.0),
    ("minutes/month", 1.0 / 60.0),
    ("min/month", 1.0 / 60.0),
    ("minutes", 1.0 / 60.0),
    ("min", 1.0 / 60.0),
];
const TOKENS_PER_SECOND: &[Unit] =
    &[("tokens/s", 1.0), ("tok/s", 1.0), ("t/s", 1.0), ("tps", 1.0), ("/s", 1.0)];
const WATTS: &[Unit] = &[("watts", 1.0), ("kw", 1_000.0), ("w", 1.0)];
const USD: &[Unit] = &[("usd", 1.0), ("dollars", 1.0)];
const USD_PER_KWH: &[Unit] =
    &[("usd/kwh", 1.0), ("/kwh", 1.0), ("per kwh", 1.0), ("a kwh", 1.0), ("ct/kwh", 0.01)];
const USD_PER_HOUR: &[Unit] = &[("usd/h", 1.0), ("/hour", 1.0), ("/h", 1.0), ("an hour", 1.0)];
const USD_PER_MONTH: &[Unit] = &[
    ("/month", 1.0),
    ("/mo", 1.0),
    ("a month", 1.0),
    ("per month", 1.0),
    ("/year", 1.0 / 12.0),
    ("a year", 1.0 / 12.0),
    ("per year", 1.0 / 12.0),
    ("/day", DAYS_PER_MONTH),
    ("a day", DAYS_PER_MONTH),
    ("/hour", HOURS_PER_MONTH),
];

/// A number, with a dollar sign where it is money, and one of these units or none.
fn number(text: &str, units: &[Unit]) -> Result<f64, String> {
    let lower = text.trim().to_lowercase();
    let bare = lower.strip_prefix('$').unwrap_or(&lower);
    let with_unit = |(unit, factor): &Unit| {
        let digits = bare.strip_suffix(unit)?.trim_end();
        digits.parse::<f64>().ok().map(|number| number * factor)
    };
    let found = bare.parse().ok().or_else(|| units.iter().find_map(with_unit));
    let number = found.filter(|number: &f64| number.is_finite()).ok_or("expected a number")?;
    if number.abs() <= 1e12 { Ok(number) } else { Err("expected at most a trillion".into()) }
}

fn bounded(
    text: &str,
    units: &[Unit],
    accept: impl Fn(f64) -> bool,
    wanted: &str,
) -> Result<f64, String> {
    number(text, units)
        .and_then(|n| if accept(n) { Ok(n) } else { Err(format!("expected {wanted}")) })
}

fn at_least_0(text: &str, units: &[Unit]) -> Result<f64, String> {
    bounded(text, units, |n| n >= 0.0, "a number of at least 0")
}

/// A number of at least 0.
pub fn not_negative(text: &str) -> Result<f64, String> {
    at_least_0(text, PLAIN)
}

/// A standard deviation of logarithms, from 0 to 10.
pub fn spread(text: &str) -> Result<f64, String> {
    bounded(text, PLAIN, |n| (0.0..=10.0).contains(&n), "a number from 0 to 10, like 0.8")
}

/// A number of an index, from 0 to 100.
pub fn index(text: &str) -> Result<f64, String> {
    bounded(text, PLAIN, |n| (0.0..=100.0).contains(&n), "a number from 0 to 100, like 30")
}

/// Dollars, at least 0.
pub fn dollars(text: &str) -> Result<f64, String> {
    at_least_0(text, USD)
}

/// Dollars for a kWh, at least 0.
pub fn per_kwh(text: &str) -> Result<f64, String> {
    at_least_0(text, USD_PER_KWH)
}

/// Watts, at least 0.
pub fn watts(text: &str) -> Result<f64, String> {
    at_least_0(text, WATTS)
}

/// Seconds, at least 0.
pub fn not_negative_seconds(text: &str) -> Result<f64, String> {
    at_least_0(text, SECONDS)
}

/// `bought` or `owned`.
pub fn host(text: &str) -> Result<HostTenure, String> {
    HostTenure::from_word(text)
        .ok_or_else(|| format!("expected {}", HostTenure::WORDS.join(" or ")))
}

/// `home` or `rack`.
pub fn place(text: &str) -> Result<Place, String> {
    Place::from_word(text).ok_or_else(|| "expected home or rack".into())
}

/// Dollars for an hour, at least 0.
pub fn per_hour(text: &str) -> Result<f64, String> {
    at_least_0(text, USD_PER_HOUR)
}

/// Dollars a month, above 0: what is spent.
pub fn per_month(text: &str) -> Result<f64, String> {
    bounded(text, USD_PER_MONTH, |n| n > 0.0, "dollars a month above 0, like 50/month")
}

/// Hours, at least 0.
pub fn hours(text: &str) -> Result<f64, String> {
    at_least_0(text, HOURS)
}

/// Tokens per second, at least 0.
pub fn speed(text: &str) -> Result<f64, String> {
    at_least_0(text, TOKENS_PER_SECOND)
}

/// Seconds, above 0.
pub fn seconds(text: &str) -> Result<f64, String> {
    bounded(text, SECONDS, |n| n > 0.0, "a number above 0")
}

/// A number above 0.
pub fn positive(text: &str) -> Result<f64, String> {
    bounded(text, PLAIN, |n| n > 0.0, "a number above 0")
}

/// Facility power over machine power.
pub fn pue(text: &str) -> Result<f64, String> {
    bounded(text, PLAIN, |n| (1.0..=5.0).contains(&n), "a ratio from 1 to 5")
}

fn share(text: &str, accept: impl Fn(f64) -> bool, wanted: &str) -> Result<f64, String> {
    bounded(text, PERCENT, accept, wanted).map(|percent| percent / 100.0)
}

/// A percentage from 0 to 100, as a share.
pub fn percent(text: &str) -> Result<f64, String> {
    share(text, |n| (0.0..=100.0).contains(&n), "a percentage from 0 to 100")
}

/// A headroom, as a share: below 1 % the number of machines says nothing any more.
pub fn headroom(text: &str) -> Result<f64, String> {
    share(text, |n| (1.0..=100.0).contains(&n), "a percentage from 1 to 100")
}

/// What comes on top, as a share.
pub fn surcharge(text: &str) -> Result<f64, String> {
    share(text, |n| (0.0..=1_000.0).contains(&n), "a percentage from 0 to 1000")
}

/// A change, as a share.
pub fn change(text: &str) -> Result<f64, String> {
    share(text, |n| n > -100.0 && n <= 10_000.0, "a percentage above -100 and at most 10000")
}

/// A whole number in a range.
fn whole(text: &str, units: &[Unit], [from, to]: [u32; 2], what: &str) -> Result<u32, String> {
    let is_whole = |n: &f64| n.fract() == 0.0 && (f64::from(from)..=f64::from(to)).contains(n);
    let found = number(text, units).ok().filter(is_whole).map(|number| number as u32);
    found.ok_or_else(|| {
        let (from, to) = (figure::whole(from.into()), figure::whole(to.into()));
        format!("expected {what} from {from} to {to}")
    })
}

/// Draws; none for no answer of how sure it is.
pub fn draws(text: &str) -> Result<u32, String> {
    whole(text, PLAIN, [0, 100_000], "a whole number of draws")
}

/// People.
pub fn users(text: &str) -> Result<u32, String> {
    whole(text, PLAIN, [1, 1_000_000], "a whole number of users")
}

/// A whole number that is not negative.
pub fn count(text: &str) -> Result<u16, String> {
    whole(text, PLAIN, [0, 65_535], "a whole number").map(|number| number as u16)
}

/// Where random numbers begin.
pub fn seed(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| "expected a whole number of at least 0".into())
}

/// How many machines.
pub fn machines(text: &str) -> Result<u32, String> {
    whole(text, PLAIN, [1, 1_000_000], "a whole number of machines")
}

/// Months of the comparison; years are counted in months.
pub fn horizon(text: &str) -> Result<u32, String> {
    whole(text, MONTHS, [1, 600], "a whole number of months")
}

/// Columns of a page.
pub fn width(text: &str) -> Result<u16, String> {
    whole(text, PLAIN, [20, 500], "a whole number of columns").map(|columns| columns as u16)
}

/// A tier.
pub fn tier(text: &str) -> Result<Tier, String> {
    Tier::from_word(text).ok_or_else(|| format!("expected {}", one_of(Tier::ALL.map(Tier::word))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_that_people_type() {
        assert_eq!(percent("50%"), Ok(0.5));
        assert_eq!(percent("50 percent"), Ok(0.5));
        assert_eq!(per_kwh("$0.12"), Ok(0.12));
        assert_eq!(per_kwh("0.12/kWh"), Ok(0.12));
        assert_eq!(per_kwh("12 ct/kWh"), Ok(0.12));
        assert_eq!(horizon("3y"), Ok(36));
        assert_eq!(horizon("18 months"), Ok(18));
        assert_eq!(seconds("500ms"), Ok(0.5));
        assert_eq!(hours("5h"), Ok(5.0));
        assert_eq!(hours("90min"), Ok(1.5));
        assert_eq!(speed("30tok/s"), Ok(30.0));
        assert_eq!(speed("30 tokens/s"), Ok(30.0));
        assert_eq!(per_month("$50/month"), Ok(50.0));
        assert_eq!(per_month("50"), Ok(50.0));
        assert_eq!(per_month("600 a year"), Ok(50.0));
        assert_eq!(dollars("$200"), Ok(200.0));
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in ["", "%", "$", "nan", "inf", "5 kWh", "1e400", "12 dollars a day"] {
            assert!(percent(text).is_err(), "{text}");
        }
        assert!(horizon("1.5y").is_ok_and(|months| months == 18));
        assert!(horizon("1.01y").is_err());
        assert!(per_month("0/month").is_err());
        assert!(not_negative("$-1").is_err());
    }
}
