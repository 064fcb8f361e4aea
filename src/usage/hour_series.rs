//! Tokens over time: by hour and by hour of the week, over which span, how peaked and how growing.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::intake::Intake;
use super::moment::{DAY, Grain, HOUR, hour_of_week};
use super::quick_hash::Quick;
use crate::units::HOURS_PER_WEEK;

/// Peaks inside the hour, as multiples of the mean demand.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Bursts {
    /// The busiest minute.
    pub one_minute: f64,
    /// The busiest five minutes.
    pub five_minutes: f64,
}

/// All tokens by hour since 1970.
pub fn hourly(intake: &Intake) -> BTreeMap<i64, u64> {
    let mut hours = BTreeMap::new();
    for ((hour, _), counts) in &intake.gather.cells {
        let Some(hour) = hour else { continue };
        let sum: &mut u64 = hours.entry(*hour).or_default();
        *sum = sum.saturating_add(counts.tokens());
    }
    hours
}

/// All tokens by hour on a clock that is so many hours ahead of UTC. By the minute where that is known
/// and the clock is ahead by parts of an hour.
pub fn local_hours(intake: &Intake, utc_offset: f64) -> BTreeMap<i64, u64> {
    let offset = (utc_offset * HOUR as f64).round() as i64;
    let local = |at: i64| (at + offset).div_euclid(HOUR);
    let mut hours: BTreeMap<i64, u64> = BTreeMap::new();
    let mut add = |hour, tokens: u64| {
        let sum = hours.entry(hour).or_default();
        *sum = sum.saturating_add(tokens);
    };
    if offset % HOUR != 0 && intake.gather.grain == Some(Grain::Event) {
        let minutes = intake.gather.minutes.iter();
        minutes.for_each(|(minute, tokens)| add(local(minute * 60), *tokens));
    } else {
        hourly(intake).iter().for_each(|(hour, tokens)| add(local(hour * HOUR), *tokens));
    }
    hours
}

/// Sums by hour of the week.
pub fn week(local: &BTreeMap<i64, u64>) -> Vec<u64> {
    let mut hours = vec![0_u64; HOURS_PER_WEEK];
    for (hour, tokens) in local {
        let sum = &mut hours[hour_of_week(hour * HOUR)];
        *sum = sum.saturating_add(*tokens);
    }
    hours
}

/// Days of the calendar, or of a window its own length.
pub fn span(covered: Option<(i64, i64)>, offset: i64, grain: Option<Grain>) -> Option<f64> {
    let (from, to) = covered?;
    match grain? {
        Grain::Window if to > from => Some((to - from) as f64 / DAY as f64),
        Grain::Window | Grain::Session => None,
        Grain::Month => {
            let day = |at: i64| crate::date::Date::from_days_since_1970(at.div_euclid(DAY));
            let (first, last) = (day(from)?, day(to)?);
            // The last month whole: to the first day of the one after it.
            let text = last.to_string();
            let (year, month): (i32, u8) = (text[..4].parse().ok()?, text[5..7].parse().ok()?);
            let (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
            let end = crate::date::Date::new(year, month, 1)?;
            Some(end.days_since(first) as f64)
        }
        _ => {
            let day = |at: i64| (at + offset).div_euclid(DAY);
            Some((day(to) - day(from) + 1) as f64)
        }
    }
}

/// Peaks of the tokens by minute over so many an hour on average.
pub fn bursts(minutes: &HashMap<i64, u64, Quick>, mean: Option<f64>) -> Option<Bursts> {
    let mean = mean.filter(|mean| *mean > 0.0)?;
    let mut sorted: Vec<(i64, u64)> = minutes.iter().map(|(at, tokens)| (*at, *tokens)).collect();
    sorted.sort_unstable();
    let one = sorted.iter().map(|(_, tokens)| *tokens).max()?;
    let (mut five, mut sum, mut begin) = (0, 0_u64, 0);
    for (minute, tokens) in &sorted {
        sum = sum.saturating_add(*tokens);
        while sorted[begin].0 <= minute - 5 {
            sum = sum.saturating_sub(sorted[begin].1);
            begin += 1;
        }
        five = five.max(sum);
    }
    let factor = |tokens: u64, minutes: f64| tokens as f64 / (mean * minutes / 60.0);
    Some(Bursts { one_minute: factor(one, 1.0), five_minutes: factor(five, 5.0) })
}

/// The slope of the logarithm of whole weeks, when there are eight of them and none is idle.
pub fn growth(hourly: &BTreeMap<i64, u64>, covered: Option<(i64, i64)>) -> Option<f64> {
    let (from, to) = covered?;
    let week = |hour: i64| (hour - from.div_euclid(HOUR)).div_euclid(168);
    let count = usize::try_from((to - from) / (7 * DAY)).ok().filter(|weeks| *weeks >= 8)?;
    let mut sums = vec![0.0; count];
    for (hour, tokens) in hourly {
        if let Some(sum) = usize::try_from(week(*hour)).ok().and_then(|week| sums.get_mut(week)) {
            *sum += *tokens as f64;
        }
    }
    if sums.contains(&0.0) {
        return None;
    }
    let middle = (count - 1) as f64 / 2.0;
    let points = || sums.iter().enumerate().map(|(week, sum)| (week as f64 - middle, sum.ln()));
    let squares: f64 = points().map(|(x, _)| x * x).sum();
    let slope = points().map(|(x, y)| x * y).sum::<f64>() / squares;
    Some(((slope * 365.0 / 7.0).exp() - 1.0) * 100.0).filter(|growth| growth.is_finite())
}
