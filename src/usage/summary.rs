//! What was used, as plain data: the JSON of `breakeven usage`.

use std::collections::BTreeMap;

use serde::Serialize;

use super::counts::Counts;
use super::gather::NO_MODEL;
use super::hour_series::{Bursts, bursts, growth, hourly, local_hours, span, week};
use super::intake::Intake;
use super::list_price::ListPrice;
use super::moment::{Grain, HOUR, hour_text};
use super::sizes::Sizes;

/// Tokens and requests; `null` where the source does not state them.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Totals {
    /// Input that no cache held and that was not written to one.
    pub fresh_input_tokens: Option<u64>,
    /// Input read from a cache.
    pub cached_read_tokens: Option<u64>,
    /// Input written to a cache.
    pub cache_write_tokens: Option<u64>,
    /// Of it, what stays for five minutes.
    pub cache_write_5m_tokens: Option<u64>,
    /// Of it, what stays for an hour.
    pub cache_write_1h_tokens: Option<u64>,
    /// Output, reasoning included.
    pub output_tokens: Option<u64>,
    /// Of it, what nobody sees.
    pub reasoning_tokens: Option<u64>,
    /// Requests.
    pub requests: Option<u64>,
}

impl From<&Counts> for Totals {
    fn from(counts: &Counts) -> Self {
        Self {
            fresh_input_tokens: counts.fresh,
            cached_read_tokens: counts.cached,
            cache_write_tokens: counts.written,
            cache_write_5m_tokens: counts.written_5m,
            cache_write_1h_tokens: counts.written_1h,
            output_tokens: counts.output,
            reasoning_tokens: counts.reasoning,
            requests: counts.requests,
        }
    }
}

/// Rows left out for one reason.
#[derive(Clone, Debug, Serialize)]
pub struct Skipped {
    /// Why.
    pub reason: String,
    /// How many.
    pub rows: u64,
    /// The line of the first one, from 1.
    pub first_line: u64,
    /// The file of the first one.
    pub first_file: String,
}

/// Sizes of single requests.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct RequestSizes {
    /// Tokens that half of the prompts do not exceed.
    pub prompt_tokens_p50: f64,
    /// Tokens that 95 % of the prompts do not exceed.
    pub prompt_tokens_p95: f64,
    /// Standard deviation of the logarithm of prompt lengths.
    pub prompt_spread: Option<f64>,
    /// Tokens that half of the answers do not exceed.
    pub output_tokens_p50: f64,
    /// Tokens that 95 % of the answers do not exceed.
    pub output_tokens_p95: f64,
}

/// What was used.
#[derive(Clone, Debug, Serialize)]
pub struct Summary {
    /// Everything.
    pub totals: Totals,
    /// By model.
    pub models: BTreeMap<String, Totals>,
    /// What the coarsest row stands for; `null` without rows.
    pub grain: Option<&'static str>,
    /// The hour in which the first row begins.
    pub first_hour: Option<String>,
    /// The hour in which the last row begins.
    pub last_hour: Option<String>,
    /// Tokens by hour of the week from Monday 00:00 on; `null` when the rows are coarser.
    pub hours: Option<Vec<u64>>,
    /// Hours by which the clock of `hours` is ahead of UTC.
    pub utc_offset: f64,
    /// Days that the rows speak of, the first and the last one included.
    pub span_days: Option<f64>,
    /// Of them, those with usage; `null` when the rows are coarser than a day.
    pub active_days: Option<u64>,
    /// The busiest hour over the mean hour of the span.
    pub peak_factor: Option<f64>,
    /// Peaks inside the hour.
    pub bursts: Option<Bursts>,
    /// Growth per year, when the rows speak of eight weeks or more.
    pub growth_percent_per_year: Option<f64>,
    /// Sizes of requests, when there are single ones.
    pub request_sizes: Option<RequestSizes>,
    /// Dollars billed, where the source states them.
    pub billed_usd: Option<f64>,
    /// What the same tokens cost at list prices.
    pub list_prices: Vec<ListPrice>,
    /// Programs that wrote the files.
    pub sources: Vec<&'static str>,
    /// The files.
    pub files: Vec<String>,
    /// Rows that hold usage.
    pub rows: u64,
    /// Of them, those that say again what another one says.
    pub repeated_rows: u64,
    /// Rows left out.
    pub skipped: Vec<Skipped>,
    /// What a reader of the numbers must know.
    pub warnings: Vec<String>,
}

/// What the user says that logs do not.
#[derive(Clone, Copy, Debug, Default)]
pub struct Terms {
    /// Hours by which the clock of the 168 hours is ahead of UTC.
    pub utc_offset: f64,
    /// The days of usage, for sources without times.
    pub days: Option<f64>,
}

impl Summary {
    /// Sums up what was read.
    pub fn of(intake: &Intake, terms: Terms) -> Self {
        let gather = &intake.gather;
        let offset = (terms.utc_offset * HOUR as f64).round() as i64;
        let mut totals = Counts::default();
        let mut models: BTreeMap<String, Counts> = BTreeMap::new();
        for ((_, model), counts) in &gather.cells {
            totals = totals.plus(counts);
            let name = gather.names().get(*model as usize).map_or(NO_MODEL, String::as_str);
            let sum = models.entry(name.to_string()).or_default();
            *sum = sum.plus(counts);
        }
        let hourly = hourly(intake);
        let fine = gather.grain.is_some_and(|grain| grain <= Grain::Hour);
        let daily = gather.grain.is_some_and(|grain| grain <= Grain::Day);
        let ends = hourly.keys().next().zip(hourly.keys().next_back());
        let span_days = terms.days.or_else(|| span(gather.covered, offset, gather.grain));
        let mean = span_days.map(|days| totals.tokens() as f64 / (days * 24.0));
        let busiest = hourly.values().copied().max().filter(|_| fine);
        let over = |tokens: u64| mean.filter(|mean| *mean > 0.0).map(|mean| tokens as f64 / mean);
        let local = local_hours(intake, terms.utc_offset);
        let days: std::collections::BTreeSet<i64> =
            local.keys().map(|hour| hour.div_euclid(24)).collect();
        Self {
            totals: (&totals).into(),
            models: models.iter().map(|(name, counts)| (name.clone(), counts.into())).collect(),
            grain: gather.grain.map(Grain::word),
            first_hour: ends.map(|(first, _)| hour_text(first * HOUR)),
            last_hour: ends.map(|(_, last)| hour_text(last * HOUR)),
            hours: fine.then(|| week(&local)),
            utc_offset: terms.utc_offset,
            span_days,
            active_days: daily.then_some(days.len() as u64),
            peak_factor: busiest.and_then(over),
            bursts: bursts(&gather.minutes, mean.filter(|_| fine)),
            growth_percent_per_year: if daily { growth(&hourly, gather.covered) } else { None },
            request_sizes: request_sizes(&gather.prompts, &gather.answers),
            billed_usd: gather.billed,
            list_prices: Vec::new(),
            sources: gather.sources.iter().copied().collect(),
            files: intake.files.clone(),
            rows: gather.rows,
            repeated_rows: gather.repeated,
            skipped: skipped(intake),
            warnings: gather.warnings.iter().cloned().collect(),
        }
    }
}

fn skipped(intake: &Intake) -> Vec<Skipped> {
    let one = |(reason, left): (&String, &super::gather::Left)| {
        let (file, line) = intake.line(left.first);
        Skipped {
            reason: crate::text::printable(reason).into_owned(),
            rows: left.rows,
            first_line: line,
            first_file: file.to_string(),
        }
    };
    intake.gather.skipped.iter().map(one).collect()
}

fn request_sizes(prompts: &Sizes, answers: &Sizes) -> Option<RequestSizes> {
    Some(RequestSizes {
        prompt_tokens_p50: prompts.quantile(0.5)?,
        prompt_tokens_p95: prompts.quantile(0.95)?,
        prompt_spread: prompts.spread(),
        output_tokens_p50: answers.quantile(0.5)?,
        output_tokens_p95: answers.quantile(0.95)?,
    })
}
