//! Floor 1: how demand is spread over the 168 hours of a week.

use std::sync::Arc;

use crate::source::Text;
use crate::units::HOURS_PER_WEEK;

/// A weekly pattern of demand: 168 weights from Monday 00:00 on, local time at
/// [`Load::utc_offset`]. Weights have mean 1; the largest is the peak factor.
#[derive(Clone, Debug, PartialEq)]
pub struct Load {
    /// The name in `--load` and in the profile.
    pub name: Text,
    /// Hours by which the clock of the weights is ahead of UTC; 0 when nobody says.
    utc_offset: f64,
    // Shared: a search asks the same question of thousands of scenarios with the same load.
    shape: Arc<Shape>,
}

#[derive(Debug, PartialEq)]
struct Shape {
    weights: [f64; HOURS_PER_WEEK],
    /// The weights from the largest down.
    falling: [f64; HOURS_PER_WEEK],
    /// `sums[n]` is the sum of the `n` largest weights.
    sums: [f64; HOURS_PER_WEEK + 1],
}

impl Load {
    /// Five weekdays of `hours` and two weekend days of `hours` times `weekend`, scaled to mean 1.
    ///
    /// # Errors
    /// Says why when a weight is negative or all of them are zero.
    ///
    /// ```
    /// use breakeven::load::Load;
    /// let mut hours = [1.0; 24];
    /// hours[12] = 25.0;
    /// let noon = Load::new("noon".into(), &hours, 1.0).unwrap();
    /// assert_eq!(noon.peak_factor(), 12.5);
    /// ```
    pub fn new(name: Text, hours: &[f64; 24], weekend: f64) -> Result<Self, String> {
        if hours.iter().chain([&weekend]).any(|weight| !(weight.is_finite() && *weight >= 0.0)) {
            return Err("weights must be finite and not negative".into());
        }
        let mut weights = [0.0; HOURS_PER_WEEK];
        for (hour, weight) in weights.iter_mut().enumerate() {
            *weight = hours[hour % 24] * if hour < 120 { 1.0 } else { weekend };
        }
        Self::weekly(name, weights)
    }

    /// The 168 hours of a week from Monday 00:00 on, in any unit, scaled to mean 1.
    ///
    /// # Errors
    /// Says why when a weight is negative or all of them are zero.
    ///
    /// ```
    /// use breakeven::load::Load;
    /// let mut hours = [1.0; 168];
    /// hours[167] = 169.0; // Sunday night: half of all demand
    /// let load = Load::weekly("night".into(), hours).unwrap();
    /// assert_eq!(load.peak_factor(), 84.5);
    /// ```
    pub fn weekly(name: Text, mut weights: [f64; HOURS_PER_WEEK]) -> Result<Self, String> {
        if weights.iter().any(|weight| !(weight.is_finite() && *weight >= 0.0)) {
            return Err("weights must be finite and not negative".into());
        }
        let mean = weights.iter().sum::<f64>() / HOURS_PER_WEEK as f64;
        if mean <= 0.0 {
            return Err("all weights are 0; expected at least one hour above 0".into());
        }
        weights.iter_mut().for_each(|weight| *weight /= mean);
        Ok(Self::of(name, weights))
    }

    /// The same weights on a clock that is `hours` ahead of UTC.
    #[must_use]
    pub fn at_utc_offset(self, hours: f64) -> Self {
        Self { utc_offset: hours, ..self }
    }

    /// Hours by which the clock of the weights is ahead of UTC; 0 when nobody says.
    pub fn utc_offset(&self) -> f64 {
        self.utc_offset
    }

    fn of(name: Text, weights: [f64; HOURS_PER_WEEK]) -> Self {
        let mut falling = weights;
        falling.sort_unstable_by(|a, b| b.total_cmp(a));
        Self::ordered(name, weights, falling)
    }

    /// Weights, and the same from the largest down.
    fn ordered(name: Text, weights: [f64; HOURS_PER_WEEK], falling: [f64; HOURS_PER_WEEK]) -> Self {
        let mut sums = [0.0; HOURS_PER_WEEK + 1];
        for (count, weight) in falling.iter().enumerate() {
            sums[count + 1] = sums[count] + weight;
        }
        Self { name, utc_offset: 0.0, shape: Arc::new(Shape { weights, falling, sums }) }
    }

    /// Several loads together, each by its weight: the hours of demand add. Loads of weights that
    /// are all 0 make a flat one.
    ///
    /// ```
    /// use breakeven::load::Load;
    /// let office = Load::new("office".into(), &[1.0; 24], 0.0).unwrap();
    /// let both = Load::mixed("both".into(), &[(&office, 1.0), (&Load::flat(), 3.0)]);
    /// assert_eq!(both.weights()[0], 1.1);
    /// assert_eq!(both.weights()[167], 0.75);
    /// ```
    pub fn mixed(name: Text, parts: &[(&Self, f64)]) -> Self {
        let sum: f64 = parts.iter().map(|(_, weight)| weight).sum();
        let mut weights = [if sum > 0.0 { 0.0 } else { 1.0 }; HOURS_PER_WEEK];
        for (load, weight) in parts.iter().filter(|_| sum > 0.0) {
            let hours = weights.iter_mut().zip(load.weights());
            hours.for_each(|(mixed, hour)| *mixed += hour * (weight / sum));
        }
        Self::of(name, weights)
    }

    /// The name of the load that is there without a profile.
    pub const FLAT: &str = "flat";

    /// The same demand in every hour.
    pub fn flat() -> Self {
        Self::of(Text::Borrowed(Self::FLAT), [1.0; HOURS_PER_WEEK])
    }

    /// Demand of each hour relative to the mean hour; hour 0 is Monday from 0 to 1 o'clock.
    pub fn weights(&self) -> &[f64; HOURS_PER_WEEK] {
        &self.shape.weights
    }

    /// Share of all demand that lies above `limit` times the mean hour:
    /// the mean over the week of `max(0, w[h] - limit)`.
    ///
    /// ```
    /// use breakeven::load::Load;
    /// let mut hours = [0.5; 24];
    /// hours[9] = 12.5;
    /// let load = Load::new("nine".into(), &hours, 1.0).unwrap();
    /// assert_eq!(load.share_above(0.5), 0.5);
    /// assert_eq!(load.share_above(12.5), 0.0);
    /// ```
    pub fn share_above(&self, limit: f64) -> f64 {
        let above = self.shape.falling.partition_point(|weight| *weight > limit);
        (self.shape.sums[above] - limit * above as f64) / HOURS_PER_WEEK as f64
    }

    /// How many hours of a week have each weight, the busiest first.
    ///
    /// ```
    /// use breakeven::load::Load;
    /// let mut hours = [0.5; 24];
    /// hours[9] = 12.5;
    /// let load = Load::new("nine".into(), &hours, 1.0).unwrap();
    /// assert_eq!(load.levels().collect::<Vec<_>>(), [(12.5, 7.0), (0.5, 161.0)]);
    /// ```
    pub fn levels(&self) -> impl Iterator<Item = (f64, f64)> {
        let alike = self.shape.falling.chunk_by(|a, b| a == b);
        alike.map(|hours| (hours[0], hours.len() as f64))
    }

    /// The busiest hour relative to the mean hour.
    pub fn peak_factor(&self) -> f64 {
        self.shape.falling[0]
    }

    /// The quietest hour relative to the mean hour.
    pub fn quietest(&self) -> f64 {
        self.shape.falling[HOURS_PER_WEEK - 1]
    }

    /// Whether it is the very same pattern, not one like it.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shape, &other.shape)
    }

    /// Share of the hours in which anything is asked at all.
    pub fn busy_share(&self) -> f64 {
        let busy = self.shape.weights.iter().filter(|weight| **weight > 0.0).count();
        busy as f64 / HOURS_PER_WEEK as f64
    }

    /// The largest peak factor that [`Load::with_peak`] can give this load: all demand in the
    /// hours that are busiest now.
    pub fn largest_peak(&self) -> f64 {
        HOURS_PER_WEEK as f64 / self.busiest_hours() as f64
    }

    fn busiest_hours(&self) -> usize {
        let peak = self.peak_factor();
        self.shape.weights.iter().filter(|weight| **weight == peak).count()
    }

    /// The same pattern made flatter or sharper so that its peak factor is `peak`: mixed with the
    /// flat load below today's peak, and with all demand in the busiest hours above it. Mean 1 and
    /// no negative hour, whatever `peak`.
    ///
    /// # Errors
    /// Says which peaks are possible when `peak` is not one of them.
    ///
    /// ```
    /// use breakeven::load::Load;
    /// let mut hours = [0.5; 24];
    /// hours[9] = 12.5;
    /// let load = Load::new("nine".into(), &hours, 1.0).unwrap();
    /// for peak in [1.0, 3.0, 12.5, 20.0, 24.0] {
    ///     assert!((load.with_peak(peak).unwrap().peak_factor() - peak).abs() < 1e-12);
    /// }
    /// assert!(load.with_peak(24.1).is_err());
    /// ```
    pub fn with_peak(&self, peak: f64) -> Result<Self, String> {
        let (now, largest) = (self.peak_factor(), self.largest_peak());
        if !(1.0..=largest).contains(&peak) {
            return Err(format!(
                "a peak factor of `{peak}` is not possible for load `{}`; expected from 1 to {}",
                self.name,
                // Rounded down, so that the number shown is accepted.
                (largest * 100.0).floor() / 100.0
            ));
        }
        if peak == now {
            return Ok(self.clone());
        }
        let shaped = |weight: f64| match peak < now {
            true => weight + (now - peak) / (now - 1.0) * (1.0 - weight),
            false => {
                let spike = if weight == now { largest } else { 0.0 };
                weight + (peak - now) / (largest - now) * (spike - weight)
            }
        };
        // Busier hours stay busier: the order is that of before.
        let (mut weights, mut falling) = (self.shape.weights, self.shape.falling);
        weights.iter_mut().chain(&mut falling).for_each(|weight| *weight = shaped(*weight));
        let shaped = Self::ordered(format!("{}, peak {peak}", self.name).into(), weights, falling);
        Ok(shaped.at_utc_offset(self.utc_offset))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekend_hours_are_the_last_48() {
        let load = Load::new("office".into(), &[1.0; 24], 0.0).unwrap();
        assert_eq!(load.weights()[119], 1.4);
        assert_eq!(load.weights()[120], 0.0);
        assert_eq!(load.largest_peak(), 1.4);
    }

    #[test]
    fn every_load_has_mean_one() {
        let mut hours = [0.3; 24];
        hours[8] = 7.0;
        hours[20] = 7.0;
        let load = Load::new("two peaks".into(), &hours, 0.4).unwrap();
        for peak in [1.0, 2.0, 5.0, load.largest_peak()] {
            let shaped = load.with_peak(peak).unwrap();
            let mean = shaped.weights().iter().sum::<f64>() / 168.0;
            assert!((mean - 1.0).abs() < 1e-12);
            assert!(shaped.weights().iter().all(|weight| *weight >= -1e-15));
        }
    }

    #[test]
    fn nothing_and_negative_are_refused() {
        assert!(Load::new("x".into(), &[0.0; 24], 1.0).is_err());
        let mut hours = [1.0; 24];
        hours[3] = -1.0;
        assert!(Load::new("x".into(), &hours, 1.0).is_err());
        assert!(Load::new("x".into(), &[1.0; 24], f64::NAN).is_err());
    }
}
