//! Tokens and requests of some usage, each `None` where its source does not state it.

/// What was used. Reasoning tokens are inside `output`, and the two kinds of written tokens are
/// inside `written`; `fresh`, `cached` and `written` do not overlap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Input tokens that no cache held and that were not written to one.
    pub fresh: Option<u64>,
    /// Input tokens read from a cache.
    pub cached: Option<u64>,
    /// Input tokens written to a cache.
    pub written: Option<u64>,
    /// Those of them that stay for five minutes.
    pub written_5m: Option<u64>,
    /// Those of them that stay for an hour.
    pub written_1h: Option<u64>,
    /// Output tokens, reasoning included.
    pub output: Option<u64>,
    /// Output tokens that nobody sees.
    pub reasoning: Option<u64>,
    /// Requests.
    pub requests: Option<u64>,
}

impl Counts {
    /// Counts from an input that holds the cached and the written tokens, too.
    ///
    /// ```
    /// use breakeven::usage::counts::Counts;
    /// let counts = Counts::of_whole_input(Some(1_000), Some(250), Some(50));
    /// assert_eq!((counts.fresh, counts.cached, counts.written), (Some(700), Some(250), Some(50)));
    /// ```
    pub fn of_whole_input(input: Option<u64>, cached: Option<u64>, written: Option<u64>) -> Self {
        let held = cached.unwrap_or(0).saturating_add(written.unwrap_or(0));
        let fresh = input.map(|input| input.saturating_sub(held));
        Self { fresh, cached, written, ..Self::default() }
    }

    /// The numbers in the order of the fields.
    pub fn numbers(&self) -> [Option<u64>; 8] {
        let Self { fresh, cached, written, written_5m, written_1h, output, reasoning, requests } =
            *self;
        [fresh, cached, written, written_5m, written_1h, output, reasoning, requests]
    }

    /// The inverse of [`Counts::numbers`].
    pub fn of(numbers: [Option<u64>; 8]) -> Self {
        let [fresh, cached, written, written_5m, written_1h, output, reasoning, requests] = numbers;
        Self { fresh, cached, written, written_5m, written_1h, output, reasoning, requests }
    }

    /// The sum of both; what only one of them states is that.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        let (ours, theirs) = (self.numbers(), other.numbers());
        let mut sums = [None; 8];
        for (sum, pair) in sums.iter_mut().zip(ours.into_iter().zip(theirs)) {
            *sum = match pair {
                (Some(a), Some(b)) => Some(a.saturating_add(b)),
                (a, b) => a.or(b),
            };
        }
        Self::of(sums)
    }

    /// What is left of cumulative counts after those of an earlier moment; `None` when one of them
    /// fell.
    pub fn grown_since(&self, earlier: &Self) -> Option<Self> {
        let mut grown = [None; 8];
        for (slot, pair) in grown.iter_mut().zip(self.numbers().into_iter().zip(earlier.numbers()))
        {
            *slot = match pair {
                (Some(now), before) => Some(now.checked_sub(before.unwrap_or(0))?),
                (None, _) => None,
            };
        }
        Some(Self::of(grown))
    }

    /// Tokens of the prompt: fresh, cached and written.
    pub fn prompt(&self) -> u64 {
        let parts = [self.fresh, self.cached, self.written];
        parts.into_iter().flatten().fold(0, u64::saturating_add)
    }

    /// All tokens.
    pub fn tokens(&self) -> u64 {
        self.prompt().saturating_add(self.output.unwrap_or(0))
    }

    /// Whether any token is stated.
    pub fn states_tokens(&self) -> bool {
        [self.fresh, self.cached, self.written, self.output].iter().any(Option::is_some)
    }
}
