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
    /// This quantile, from 0 to 1, of the triangular distribution over the range.
    Quantile(f64),
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
    /// A quantile `q` of triangular(low, typical, high) is `low + sqrt(q (high-low)(typical-low))`
    /// up to the mode and `high - sqrt((1-q)(high-low)(high-typical))` above it.
    /// Source: the inverse of the triangular cumulative distribution function, any textbook.
    ///
    /// ```
    /// use breakeven::range::{Pick, Range};
    /// use breakeven::units::Usd;
    /// let price = Range { low: Usd::new(0.0), typical: Usd::new(5.0), high: Usd::new(10.0) };
    /// assert_eq!(price.at(Pick::Typical).get(), 5.0);
    /// assert_eq!(price.at(Pick::Quantile(0.5)).get(), 5.0);
    /// assert_eq!(price.at(Pick::Quantile(0.125)).get(), 2.5);
    /// assert_eq!(price.at(Pick::Quantile(1.0)).get(), 10.0);
    /// ```
    pub fn at(&self, pick: Pick) -> T {
        let quantile = match pick {
            Pick::Low => return self.low,
            Pick::Typical => return self.typical,
            Pick::High => return self.high,
            Pick::Quantile(quantile) => quantile,
        };
        let (low, mode, high) = (self.low.plain(), self.typical.plain(), self.high.plain());
        let width = high - low;
        if width <= 0.0 {
            return self.typical;
        }
        let value = if quantile * width <= mode - low {
            low + (quantile * width * (mode - low)).sqrt()
        } else {
            high - ((1.0 - quantile) * width * (high - mode)).sqrt()
        };
        T::from_plain(value)
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
