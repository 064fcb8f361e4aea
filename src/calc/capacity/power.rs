//! Power of one machine at the wall by what it does: idle, decoding for few or many, prompts, asleep.

use crate::units::Watts;

/// Power of one machine at the wall by what it does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Power {
    /// On, and nothing in progress.
    pub idle: Watts,
    /// Decoding at full concurrency.
    pub load: Watts,
    /// Share of the way from idle to load that one stream alone takes.
    pub one_stream: f64,
    /// Processing prompts; that of the load where it is not published.
    pub prefill: Watts,
}

impl Power {
    /// Watts while decoding at a rate `D(b)`, given `D(1)` and `D(B)`:
    /// `idle + (load - idle) (f + (1 - f) (D(b) - D(1)) / (D(B) - D(1)))`.
    ///
    /// ```
    /// use breakeven::{calc::capacity::power::Power, units::Watts};
    /// let power = Power { idle: Watts::new(100.0), load: Watts::new(300.0), one_stream: 0.5,
    ///     prefill: Watts::new(300.0) };
    /// assert_eq!(power.decoding(40.0, (40.0, 240.0)).get(), 200.0);
    /// assert_eq!(power.decoding(140.0, (40.0, 240.0)).get(), 250.0);
    /// assert_eq!(power.decoding(240.0, (40.0, 240.0)).get(), 300.0);
    /// // With room for one stream only, that is the load.
    /// assert_eq!(power.decoding(40.0, (40.0, 40.0)).get(), 300.0);
    /// ```
    pub fn decoding(&self, rate: f64, (one, most): (f64, f64)) -> Watts {
        let way = if most > one { ((rate - one) / (most - one)).clamp(0.0, 1.0) } else { 1.0 };
        self.idle + (self.load - self.idle) * (self.one_stream + (1.0 - self.one_stream) * way)
    }

    /// Watts with prompts processed for a share of the time, and decoding for the rest of it.
    pub fn serving(&self, decoding: Watts, prompts: f64) -> Watts {
        self.prefill * prompts + decoding * (1.0 - prompts)
    }
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
