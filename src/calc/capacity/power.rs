//! Power of one machine by what it does: waiting, decoding for few or many, prompts, asleep.

/// Parts of the way from idle to load power, which prompts take all of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PowerParts {
    /// What one stream takes.
    pub one_stream: f64,
    /// What as many streams take as there can be; no less than one does.
    pub decode: f64,
}

impl Default for PowerParts {
    /// All of it.
    fn default() -> Self {
        Self { one_stream: 1.0, decode: 1.0 }
    }
}

impl PowerParts {
    /// Part of the way while decoding at a rate `D(b)`, given `D(1)` and `D(B)`, of a machine that takes the part
    /// `f` of it for one stream and `d` for all: `f + (d - f) (D(b) - D(1)) / (D(B) - D(1))`.
    ///
    /// ```
    /// use breakeven::calc::capacity::power::PowerParts;
    /// let parts = PowerParts { one_stream: 0.5, decode: 0.9 };
    /// let ends = (40.0, 240.0);
    /// assert_eq!([40.0, 140.0, 240.0].map(|rate| parts.decoding(rate, ends)), [0.5, 0.7, 0.9]);
    /// // With room for one stream only, that is all.
    /// assert_eq!(parts.decoding(40.0, (40.0, 40.0)), 0.9);
    /// ```
    pub fn decoding(&self, rate: f64, (one, most): (f64, f64)) -> f64 {
        let way = if most > one { ((rate - one) / (most - one)).clamp(0.0, 1.0) } else { 1.0 };
        self.one_stream + (self.decode - self.one_stream) * way
    }
}

/// The same with prompts processed for a share of the time: they take all of it.
pub fn serving(decoding: f64, prompts: f64) -> f64 {
    prompts + decoding * (1.0 - prompts)
}

/// Share of the idle time that a machine is asleep which falls asleep so long after its last
/// request: the share of the gaps between Poisson arrivals that lies beyond, `exp(-rate x seconds)`.
///
/// ```
/// use breakeven::calc::capacity::power::asleep;
/// assert_eq!(asleep(0.0, 600.0), 1.0);
/// assert!((asleep(1.0 / 600.0, 600.0) - 0.367_879).abs() < 1e-6);
/// ```
pub fn asleep(requests_per_second: f64, sleep_after_seconds: f64) -> f64 {
    (-requests_per_second * sleep_after_seconds).exp()
}
