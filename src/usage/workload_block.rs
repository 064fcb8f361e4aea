//! What was used as profiles: `[load.NAME]` and `[workload.NAME]` in TOML, to be reviewed and read
//! back. What the logs do not state is not there.

use super::counts::Counts;
use super::hour_series::local_hours;
use super::intake::Intake;
use super::moment::{DAY, HOUR, hour_of_week};
use super::summary::Summary;
use crate::date::Date;
use crate::figure::{fixed, grouped, significant};
use crate::text::count;
use crate::units::HOURS_PER_WEEK;

/// What the profiles are called, and the day for which they hold when the logs have no days.
#[derive(Clone, Copy, Debug)]
pub struct Naming<'a> {
    /// Their name.
    pub name: &'a str,
    /// The day.
    pub today: Date,
}

/// The weights of a week, and whether days that nobody saw are among them.
enum Week {
    /// Each of the 168 hours was seen.
    Seen(Vec<f64>),
    /// 24 hours of the days that were seen stand for every day.
    AnyDay(Vec<f64>),
}

fn week(intake: &Intake, summary: &Summary) -> Option<Week> {
    summary.hours.as_ref()?;
    let (from, to) = intake.gather.covered?;
    let offset = (summary.utc_offset * HOUR as f64).round() as i64;
    let (first, last) = ((from + offset).div_euclid(DAY), (to + offset).div_euclid(DAY));
    let days = last - first + 1;
    let weekly = days >= 7;
    let mut weights = vec![0.0; if weekly { HOURS_PER_WEEK } else { 24 }];
    for (hour, tokens) in local_hours(intake, summary.utc_offset) {
        let slot = hour_of_week(hour * HOUR) % weights.len();
        // How often the day of the week lies within the span: the mean of a slot is over those.
        let day = hour.div_euclid(24);
        let seen =
            if weekly { (last - day).div_euclid(7) + (day - first).div_euclid(7) + 1 } else { 1 };
        weights[slot] += tokens as f64 / seen as f64;
    }
    let mean = weights.iter().sum::<f64>() / weights.len() as f64;
    if mean <= 0.0 {
        return None;
    }
    weights.iter_mut().for_each(|weight| *weight /= mean);
    Some(if weekly { Week::Seen(weights) } else { Week::AnyDay(weights) })
}

/// The most days of a series: a year.
const DAYS_SHOWN: i64 = 366;

/// The hours of whole days as they were, with the day of the first, when they are more than a week:
/// relative to their mean.
fn series(intake: &Intake, summary: &Summary) -> Option<(Date, Vec<f64>)> {
    summary.hours.as_ref()?;
    let (from, to) = intake.gather.covered?;
    let offset = (summary.utc_offset * HOUR as f64).round() as i64;
    let last = (to + offset).div_euclid(DAY);
    let first = (from + offset).div_euclid(DAY).max(last + 1 - DAYS_SHOWN);
    let days = usize::try_from(last + 1 - first).ok().filter(|days| *days > 7)?;
    let mut hours = vec![0.0; days * 24];
    for (hour, tokens) in local_hours(intake, summary.utc_offset) {
        let slot = usize::try_from(hour - first * 24).ok().and_then(|at| hours.get_mut(at));
        slot.into_iter().for_each(|slot| *slot = tokens as f64);
    }
    let mean = hours.iter().sum::<f64>() / hours.len() as f64;
    hours.iter_mut().for_each(|weight| *weight /= mean);
    (mean > 0.0).then_some(())?;
    Some((Date::from_days_since_1970(first)?, hours))
}

/// The block.
pub fn block(intake: &Intake, summary: &Summary, naming: Naming<'_>) -> String {
    let mut text = said(summary);
    let as_of =
        intake.gather.covered.and_then(|(_, to)| Date::from_days_since_1970(to.div_euclid(DAY)));
    let tail = format!("as_of = {}\nsource = {}\n", as_of.unwrap_or(naming.today), source(summary));
    let week = week(intake, summary);
    if let Some(week) = &week {
        text.push_str(&load(week, series(intake, summary), summary, naming.name, &tail));
    }
    text.push_str(&format!("[workload.{}]\n", naming.name));
    text.push_str(&volumes(summary));
    if week.is_some() {
        text.push_str(&format!("load = \"{}\"\n", naming.name));
    } else {
        text.push_str("# load: not stated, the rows are coarser than an hour\n");
    }
    text.push_str(&tail);
    if let Some(bursts) = summary.bursts {
        text.push_str(&format!(
            "\n# the busiest five minutes, which are served without a queue; the busiest minute: {}\n\
             [workload.{}.require]\nburst = {}\n",
            significant(bursts.one_minute, 4),
            naming.name,
            significant(bursts.five_minutes, 4)
        ));
    }
    text.push_str(&prices(summary));
    text
}

fn source(summary: &Summary) -> String {
    let more = match summary.files.len() {
        0 | 1 => String::new(),
        files => format!(" and {}", count(files - 1, "more file")),
    };
    let first = summary.files.first().map_or("", String::as_str);
    let name = first.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = name.chars().filter(|c| !"\"\\".contains(*c)).collect();
    format!("\"usage: {plain}{more} ({})\"", summary.sources.join(", "))
}

/// Weights, those of a day on a line.
fn by_day(weights: &[f64]) -> String {
    let day =
        |day: &[f64]| day.iter().map(|weight| fixed(*weight, 4)).collect::<Vec<_>>().join(", ");
    weights.chunks(24).map(day).collect::<Vec<_>>().join(",\n  ")
}

fn load(
    week: &Week,
    series: Option<(Date, Vec<f64>)>,
    summary: &Summary,
    name: &str,
    tail: &str,
) -> String {
    let (weights, note) = match week {
        Week::Seen(weights) => (weights, ""),
        Week::AnyDay(weights) => (
            weights,
            "basis = \"estimate: less than a week was seen; its hours stand for every day\"\n",
        ),
    };
    let hours = by_day(weights);
    let series = series.map_or(String::new(), |(from, hours)| {
        format!("series_from = {from}\nseries = [\n  {},\n]\n", by_day(&hours))
    });
    let offset = summary.utc_offset;
    let zone = if offset == 0.0 { String::new() } else { format!("utc_offset = {offset}\n") };
    format!("[load.{name}]\nhours = [\n  {hours},\n]\n{series}{zone}{tail}{note}\n")
}

/// What a reader should know, as comments.
fn said(summary: &Summary) -> String {
    let mut lines = Vec::new();
    let whole = |number: u64| grouped(number as f64, 0);
    let rows = if summary.rows == 1 { "row" } else { "rows" };
    let mut found = format!("{} {rows}", whole(summary.rows));
    if summary.repeated_rows > 0 {
        found.push_str(&format!(", {} of them repeat others", whole(summary.repeated_rows)));
    }
    lines.push(format!("{found}; {}", summary.sources.join(", ")));
    if let (Some(first), Some(last)) = (&summary.first_hour, &summary.last_hour) {
        let days = summary.span_days.map_or("a time".into(), |days| {
            format!("{} {}", significant(days, 4), if days == 1.0 { "day" } else { "days" })
        });
        let active =
            summary.active_days.map_or(String::new(), |days| format!(", {days} with usage"));
        lines.push(format!("{days}{active}: {first} to {last}"));
    }
    for (name, model) in &summary.models {
        let sum = [
            model.fresh_input_tokens,
            model.cached_read_tokens,
            model.cache_write_tokens,
            model.output_tokens,
        ];
        let tokens = sum.into_iter().flatten().fold(0, u64::saturating_add);
        lines.push(format!("model {}: {} tokens", crate::text::shown(name), whole(tokens)));
    }
    if let Some(peak) = summary.peak_factor {
        lines.push(format!("busiest hour: {} times the mean hour", significant(peak, 3)));
    }
    if let Some(requests) = summary.totals.requests {
        let daily = summary.span_days.filter(|days| *days > 0.0);
        let daily = daily.map_or(String::new(), |days| {
            format!(", {} a day", significant(requests as f64 / days, 4))
        });
        lines.push(format!("{}{daily}", count(requests as usize, "request")));
    }
    if let Some(sizes) = summary.request_sizes {
        lines.push(format!(
            "prompts: half up to {}, 95 % up to {} tokens; answers: {} and {}",
            grouped(sizes.prompt_tokens_p50, 0),
            grouped(sizes.prompt_tokens_p95, 0),
            grouped(sizes.output_tokens_p50, 0),
            grouped(sizes.output_tokens_p95, 0)
        ));
    }
    for left in &summary.skipped {
        let place = format!("{}:{}", left.first_file, left.first_line);
        lines.push(format!(
            "skipped {}: {}, first {place}",
            count(left.rows as usize, "row"),
            left.reason
        ));
    }
    lines.extend(summary.warnings.iter().map(|warning| format!("warning: {warning}")));
    lines.iter().map(|line| format!("# {line}\n")).collect()
}

/// Tokens a day by class, and the size of a request.
fn volumes(summary: &Summary) -> String {
    let totals = &summary.totals;
    let mut text = String::new();
    let mut line = |key: &str, number: Option<f64>| match number {
        Some(number) => text.push_str(&format!("{key} = {}\n", significant(number, 12))),
        None => text.push_str(&format!("# {key}: not stated\n")),
    };
    let days = summary.span_days.filter(|days| *days > 0.0);
    let daily = |tokens: Option<u64>| Some(tokens? as f64 / days?);
    line("fresh_input_tokens_per_day", daily(totals.fresh_input_tokens));
    line("cached_read_tokens_per_day", daily(totals.cached_read_tokens));
    line("cache_write_tokens_per_day", daily(totals.cache_write_tokens));
    if totals.cache_write_1h_tokens.is_some() {
        line("cache_write_1h_tokens_per_day", daily(totals.cache_write_1h_tokens));
    }
    line("output_tokens_per_day", daily(totals.output_tokens));
    let counts = Counts {
        fresh: totals.fresh_input_tokens,
        cached: totals.cached_read_tokens,
        written: totals.cache_write_tokens,
        ..Counts::default()
    };
    let requests = totals.requests.filter(|requests| *requests > 0).map(|requests| requests as f64);
    let prompt = requests.map(|requests| counts.prompt() as f64 / requests);
    let answer =
        requests.zip(totals.output_tokens).map(|(requests, output)| output as f64 / requests);
    let both = prompt.zip(answer).filter(|(prompt, answer)| *prompt > 0.0 && *answer > 0.0);
    line("prompt_tokens", both.map(|(prompt, _)| prompt));
    line("output_tokens", both.map(|(_, answer)| answer));
    let spread = summary.request_sizes.and_then(|sizes| sizes.prompt_spread);
    line("prompt_spread", spread);
    if let Some(growth) = summary.growth_percent_per_year {
        line("growth_percent_per_year", Some(growth.clamp(-99.0, 10_000.0)));
    }
    let hidden =
        totals.reasoning_tokens.zip(totals.output_tokens).filter(|(_, output)| *output > 0);
    if let Some((hidden, output)) = hidden {
        let share = fixed(100.0 * hidden as f64 / output as f64, 1);
        text.push_str(&format!("# of the output, {share} % is hidden reasoning\n"));
    }
    text
}

/// Dollars and cents, or as many digits as a smaller sum needs.
fn dollars(sum: f64) -> String {
    if sum >= 1.0 { grouped(sum, 2) } else { significant(sum, 3) }
}

/// How many APIs the block compares with; `--format json` has all of them.
const PRICED: usize = 10;

fn prices(summary: &Summary) -> String {
    if summary.list_prices.is_empty() {
        return String::new();
    }
    let mut text = "\n# the same tokens at list prices, with and without a cache:\n".to_string();
    for price in summary.list_prices.iter().take(PRICED) {
        text.push_str(&format!(
            "#   {}: ${} and ${}\n",
            price.api,
            dollars(price.with_cache_usd),
            dollars(price.without_cache_usd)
        ));
    }
    let more = summary.list_prices.len().saturating_sub(PRICED);
    if more > 0 {
        text.push_str(&format!("#   {more} more with `--format json`\n"));
    }
    if let Some(dollars) = summary.billed_usd {
        text.push_str(&format!("# billed: ${}\n", grouped(dollars, 2)));
    }
    text
}
