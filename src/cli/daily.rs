//! Tokens a day by class, as a workload profile that was measured states them.

use crate::profile::fields::workload_fields as keys;
use crate::profile::record::Fields;
use crate::workload::{CacheWrites, Request};

/// Tokens a day.
pub(super) struct Daily {
    /// Input that no cache held, what was written to one included: it has to be processed.
    fresh: f64,
    /// Of it, what was written to one, when the profile states that.
    written: Option<f64>,
    /// Of that, what was to stay for an hour, when the profile states that.
    hour_written: Option<f64>,
    cached: f64,
    output: f64,
}

impl Daily {
    /// What the profile states, when it states fresh input and output.
    pub(super) fn read(fields: Fields<'_>) -> Option<Self> {
        let number = |field| fields.number(field);
        let written = number(&keys::CACHE_WRITE_TOKENS_PER_DAY);
        let daily = Self {
            fresh: number(&keys::FRESH_INPUT_TOKENS_PER_DAY)? + written.unwrap_or(0.0),
            written,
            hour_written: number(&keys::CACHE_WRITE_1H_TOKENS_PER_DAY),
            cached: number(&keys::CACHED_READ_TOKENS_PER_DAY).unwrap_or(0.0),
            output: number(&keys::OUTPUT_TOKENS_PER_DAY)?,
        };
        (daily.tokens() > 0.0).then_some(daily)
    }

    /// All tokens.
    pub(super) fn tokens(&self) -> f64 {
        self.fresh + self.cached + self.output
    }

    /// Share of the input that a cache held.
    pub(super) fn cached_share(&self) -> f64 {
        let input = self.fresh + self.cached;
        if input > 0.0 { self.cached / input } else { 0.0 }
    }

    /// How much of the fresh input is written to a cache: as logs counted it, else by a factor that is
    /// stated, else the usual.
    pub(super) fn cache_writes(daily: Option<&Self>, factor: Option<f64>) -> CacheWrites {
        let counted = daily.and_then(|daily| Some((daily.written?, daily.fresh)));
        match (counted, factor) {
            (Some((written, fresh)), _) if fresh > 0.0 => CacheWrites::Share(written / fresh),
            (_, Some(factor)) => CacheWrites::PerRead(factor),
            _ => CacheWrites::USUAL,
        }
    }

    /// Share of the cache writes that is to stay for an hour: as logs counted it, else as stated.
    pub(super) fn hour_writes(daily: Option<&Self>, stated: Option<f64>) -> f64 {
        let counted = daily.and_then(|daily| Some(daily.hour_written? / daily.written?));
        let counted = counted.filter(|share| share.is_finite());
        counted.or(stated).unwrap_or(0.0).min(1.0)
    }

    /// A request of the same size, split as the day is.
    pub(super) fn shaped(&self, request: Request) -> Request {
        let total = request.context_tokens();
        let share = (self.fresh + self.cached) / self.tokens();
        Request { prompt_tokens: total * share, output_tokens: total * (1.0 - share) }
    }
}
