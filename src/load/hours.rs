//! Floor 1: the hours of a week by how much is asked for in them.

use crate::units::HOURS_PER_WEEK;

/// 168 weights from Monday 00:00 on, and the same from the largest down with their sums.
#[derive(Clone, Debug, PartialEq)]
pub struct Hours {
    weights: [f64; HOURS_PER_WEEK],
    falling: [f64; HOURS_PER_WEEK],
    /// `sums[n]` is the sum of the `n` largest weights.
    sums: [f64; HOURS_PER_WEEK + 1],
}

impl Hours {
    /// These weights.
    pub fn of(weights: [f64; HOURS_PER_WEEK]) -> Self {
        let mut falling = weights;
        falling.sort_unstable_by(|a, b| b.total_cmp(a));
        Self::ordered(weights, falling)
    }

    /// Weights, and the same from the largest down.
    fn ordered(weights: [f64; HOURS_PER_WEEK], falling: [f64; HOURS_PER_WEEK]) -> Self {
        let mut sums = [0.0; HOURS_PER_WEEK + 1];
        for (count, weight) in falling.iter().enumerate() {
            sums[count + 1] = sums[count] + weight;
        }
        Self { weights, falling, sums }
    }

    /// Every weight changed by a rule that keeps their order.
    #[must_use]
    pub fn shaped(&self, rule: impl Fn(f64) -> f64) -> Self {
        Self::ordered(self.weights.map(&rule), self.falling.map(&rule))
    }

    /// The weights; hour 0 is Monday from 0 to 1 o'clock.
    pub const fn weights(&self) -> &[f64; HOURS_PER_WEEK] {
        &self.weights
    }

    /// What lies above `limit` in the mean hour: `mean of max(0, w[h] - limit)`.
    ///
    /// ```
    /// use breakeven::load::hours::Hours;
    /// let mut weights = [0.5; 168];
    /// weights[9] = 84.5;
    /// let hours = Hours::of(weights);
    /// assert_eq!(hours.above(0.5), 0.5);
    /// assert_eq!(hours.above(84.5), 0.0);
    /// ```
    pub fn above(&self, limit: f64) -> f64 {
        let above = self.falling.partition_point(|weight| *weight > limit);
        (self.sums[above] - limit * above as f64) / HOURS_PER_WEEK as f64
    }

    /// How many hours of a week have each weight, the busiest first.
    ///
    /// ```
    /// use breakeven::load::hours::Hours;
    /// let mut weights = [0.5; 168];
    /// weights[9] = 84.5;
    /// let hours = Hours::of(weights);
    /// assert_eq!(hours.levels().collect::<Vec<_>>(), [(84.5, 1.0), (0.5, 167.0)]);
    /// ```
    pub fn levels(&self) -> impl Iterator<Item = (f64, f64)> {
        let alike = self.falling.chunk_by(|a, b| a == b);
        alike.map(|hours| (hours[0], hours.len() as f64))
    }

    /// The busiest hour.
    pub const fn peak(&self) -> f64 {
        self.falling[0]
    }

    /// The quietest hour.
    pub const fn least(&self) -> f64 {
        self.falling[HOURS_PER_WEEK - 1]
    }
}
