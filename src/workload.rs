//! Floor 1: demand.

use crate::load::Load;
use crate::source::Text;
use crate::units::TokensPerDay;

/// One typical call. Its size fixes the context length and the KV cache.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Request {
    /// Tokens sent, cached ones included.
    pub prompt_tokens: f64,
    /// Tokens received.
    pub output_tokens: f64,
}

impl Request {
    /// Tokens that the context must hold.
    pub fn context_tokens(self) -> f64 {
        self.prompt_tokens + self.output_tokens
    }

    /// Machine-seconds for its prompt and for its output, at so many tokens of each a second.
    ///
    /// ```
    /// use breakeven::workload::Request;
    /// let request = Request { prompt_tokens: 1_500.0, output_tokens: 500.0 };
    /// assert_eq!(request.seconds([3_000.0, 50.0]), (0.5, 10.0));
    /// ```
    pub fn seconds(self, [prefill, decode]: [f64; 2]) -> (f64, f64) {
        (self.prompt_tokens / prefill, self.output_tokens / decode)
    }

    /// The same call in the tokens of a model or an endpoint that makes `factor` of each.
    ///
    /// ```
    /// use breakeven::workload::Request;
    /// let request = Request { prompt_tokens: 1_500.0, output_tokens: 500.0 };
    /// assert_eq!(request.times(1.5), Request { prompt_tokens: 2_250.0, output_tokens: 750.0 });
    /// ```
    #[must_use]
    pub fn times(self, factor: f64) -> Self {
        Self {
            prompt_tokens: self.prompt_tokens * factor,
            output_tokens: self.output_tokens * factor,
        }
    }
}

/// How much of the fresh input is written to a cache.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CacheWrites {
    /// Tokens for each one that is read from it, as far as there is fresh input.
    PerRead(f64),
    /// Share of the fresh input, as logs count it.
    Share(f64),
}

impl CacheWrites {
    /// What is read by the next request is written once by the one before.
    pub const USUAL: Self = Self::PerRead(1.0);
}

/// Demand: tokens per day by class, the shape of a request, its spread over the week, its growth.
#[derive(Clone, Debug, PartialEq)]
pub struct Workload {
    /// What it is called in the output.
    pub name: Text,
    /// Input tokens that must be processed.
    pub fresh: TokensPerDay,
    /// Input tokens that a cache already holds.
    pub cached: TokensPerDay,
    /// Tokens generated.
    pub output: TokensPerDay,
    /// How much of the fresh input is written to a cache.
    pub cache_writes: CacheWrites,
    /// Share of what is written to a cache that is to stay there for an hour, and not for minutes.
    pub hour_writes: f64,
    /// One typical call.
    pub request: Request,
    /// The spread over the week, and which part can wait.
    pub load: Load,
    /// Growth of the volume per year: 0.2 is 20 %.
    pub growth_per_year: f64,
    /// How far prompt lengths lie apart: the standard deviation of their logarithm; 0 when all are alike.
    pub prompt_spread: f64,
    /// Whether its output holds what is written and not seen, as logs count it.
    pub counts_hidden: bool,
    /// Calls of tools (search) of one request.
    pub calls_per_request: f64,
    /// The service tier that requests are sent to; `None` for the usual one.
    pub service_tier: Option<Text>,
    /// Sessions between two requests for each one in progress, whose prompts a machine keeps; 0 where all
    /// requests have the same cached prompt.
    pub idle_sessions: f64,
}

impl Workload {
    /// Input, cached or not, plus output.
    pub fn tokens(&self) -> TokensPerDay {
        self.fresh + self.cached + self.output
    }

    /// Input that a machine processes which finds the share `hits` of the cached part in its memory.
    pub fn processed(&self, hits: f64) -> TokensPerDay {
        self.fresh + self.cached * (1.0 - hits)
    }

    /// Share of the input, 0 to 1, that such a machine processes. Nothing of no input.
    pub fn processed_share(&self, hits: f64) -> f64 {
        let input = self.fresh + self.cached;
        if input.get() > 0.0 { self.processed(hits) / input } else { 0.0 }
    }

    /// Share of the tokens, 0 to 1, that can wait for a quiet hour or a batch price.
    pub fn batch_share(&self) -> f64 {
        self.load.batch_share()
    }

    /// Output that is made for each token of it, where so much is stated for what is seen.
    ///
    /// ```
    /// # use breakeven::{load::Load, units::TokensPerDay, workload::{CacheWrites, Request, Workload}};
    /// # let workload = |counts_hidden| Workload {
    /// #     name: "example".into(),
    /// #     fresh: TokensPerDay::new(1.0),
    /// #     cached: TokensPerDay::new(0.0),
    /// #     output: TokensPerDay::new(1.0),
    /// #     cache_writes: CacheWrites::USUAL, hour_writes: 0.0,
    /// #     request: Request { prompt_tokens: 15.0, output_tokens: 5.0 },
    /// #     load: Load::flat(),
    /// #     growth_per_year: 0.0,
    /// #     prompt_spread: 0.0,
    /// #     counts_hidden,
    /// #     calls_per_request: 0.0,
    /// #     service_tier: None,
    /// #     idle_sessions: 1.0,
    /// # };
    /// assert_eq!(workload(false).output_times(Some(3.0)), 3.0);
    /// assert_eq!(workload(true).output_times(Some(3.0)), 1.0);
    /// assert_eq!(workload(false).output_times(None), 1.0);
    /// ```
    pub fn output_times(&self, stated: Option<f64>) -> f64 {
        if self.counts_hidden { 1.0 } else { stated.unwrap_or(1.0) }
    }

    /// The same workload with `factor` times the volume.
    pub fn times(&self, factor: f64) -> Self {
        Self {
            fresh: self.fresh * factor,
            cached: self.cached * factor,
            output: self.output * factor,
            ..self.clone()
        }
    }

    /// Requests a day: tokens a day over the tokens of one request.
    ///
    /// ```
    /// # use breakeven::{load::Load, units::TokensPerDay, workload::{CacheWrites, Request, Workload}};
    /// # let tokens = TokensPerDay::new;
    /// let workload = Workload {
    ///     name: "example".into(),
    ///     fresh: tokens(1_000.0),
    ///     cached: tokens(500.0),
    ///     output: tokens(500.0),
    ///     cache_writes: CacheWrites::USUAL,
    ///     hour_writes: 0.0,
    ///     request: Request { prompt_tokens: 15.0, output_tokens: 5.0 },
    ///     load: Load::flat(),
    ///     growth_per_year: 0.0,
    ///     prompt_spread: 0.0,
    ///     counts_hidden: false,
    ///     calls_per_request: 0.0,
    ///     service_tier: None,
    ///     idle_sessions: 1.0,
    /// };
    /// assert_eq!(workload.requests_per_day(), 100.0);
    /// ```
    pub fn requests_per_day(&self) -> f64 {
        self.tokens().get() / self.request.context_tokens()
    }
}
