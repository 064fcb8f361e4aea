//! Floor 0: a number that is known only between two ends.

/// A value with the lowest and highest one that is plausible. `low <= typical <= high`.
///
/// `typical` drives the point answer; the ends drive intervals.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range<T> {
    /// The lowest plausible value.
    pub low: T,
    /// The value of the point answer.
    pub typical: T,
    /// The highest plausible value.
    pub high: T,
}

/// Which value of a [`Range`] a calculation takes.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub enum Pick {
    /// The low end.
    Low,
    /// The point answer.
    #[default]
    Typical,
    /// The high end.
    High,
    /// This quantile, from 0 to 1, of what is believed: see [`Range::at`].
    Quantile(f64),
}

impl Pick {
    /// The other end: what is dear where this is cheap.
    ///
    /// ```
    /// use breakeven::range::Pick;
    /// assert_eq!(Pick::Low.mirrored(), Pick::High);
    /// assert_eq!(Pick::Quantile(0.25).mirrored(), Pick::Quantile(0.75));
    /// ```
    #[must_use]
    pub fn mirrored(self) -> Self {
        match self {
            Self::Low => Self::High,
            Self::Typical => Self::Typical,
            Self::High => Self::Low,
            Self::Quantile(quantile) => Self::Quantile(1.0 - quantile),
        }
    }
}

impl<T: Copy> Range<T> {
    /// A value without any doubt.
    pub const fn exactly(value: T) -> Self {
        Self { low: value, typical: value, high: value }
    }

    /// The same range of another type.
    pub fn map<U>(self, convert: impl Fn(T) -> U) -> Range<U> {
        Range { low: convert(self.low), typical: convert(self.typical), high: convert(self.high) }
    }
}

impl<T: Copy + Plain> Range<T> {
    /// The value that `pick` names.
    ///
    /// The ends are P10 and P90 of a belief, `typical` is its median: the quantile function is linear
    /// between them, and goes on with the same slopes to 0 and 1, but not through zero.
    ///
    /// ```
    /// use breakeven::range::{Pick, Range};
    /// use breakeven::units::Usd;
    /// let price = Range { low: Usd::new(4.0), typical: Usd::new(8.0), high: Usd::new(16.0) };
    /// assert_eq!(price.at(Pick::Typical).get(), 8.0);
    /// assert_eq!(price.at(Pick::Quantile(0.5)).get(), 8.0);
    /// assert_eq!(price.at(Pick::Quantile(0.3)).get(), 6.0);
    /// assert_eq!(price.at(Pick::Quantile(0.9)).get(), 16.0);
    /// assert_eq!(price.at(Pick::Quantile(1.0)).get(), 18.0);
    /// ```
    pub fn at(&self, pick: Pick) -> T {
        let quantile = match pick {
            Pick::Low => return self.low,
            Pick::Typical => return self.typical,
            Pick::High => return self.high,
            Pick::Quantile(quantile) => quantile,
        };
        let (low, median, high) = (self.low.plain(), self.typical.plain(), self.high.plain());
        if low >= high {
            return self.typical;
        }
        let end = if quantile < 0.5 { low } else { high };
        let value = median + (end - median) * ((quantile - 0.5).abs() / 0.4);
        // A price, a rate or a share that is not negative at P10 is never so.
        T::from_plain(if low >= 0.0 { value.max(0.0) } else { value })
    }
}

/// A quantity that can be turned into a plain number of its own units and back.
pub trait Plain {
    /// The number of units.
    fn plain(self) -> f64;
    /// The quantity of this many units.
    fn from_plain(value: f64) -> Self;
}

impl Plain for f64 {
    fn plain(self) -> f64 {
        self
    }
    fn from_plain(value: f64) -> Self {
        value
    }
}
