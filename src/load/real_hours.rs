//! Floor 1: hours of demand one after another, as they were.

use crate::units::HOURS_PER_WEEK;

/// Hours one after another, more or fewer than a week.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// The hour of the week of the first one.
    pub first: usize,
    /// Their weights.
    pub hours: Vec<f64>,
}

impl Series {
    /// The mean of each hour of the week, of one that is not there the mean of all; scaled to mean 1, for
    /// days of the week that are there more often than others.
    pub fn week(&self) -> [f64; HOURS_PER_WEEK] {
        let mut sums = [(0.0, 0.0); HOURS_PER_WEEK];
        for (index, weight) in self.hours.iter().enumerate() {
            let slot = &mut sums[(self.first + index) % HOURS_PER_WEEK];
            *slot = (slot.0 + weight, slot.1 + 1.0);
        }
        let week = sums.map(|(sum, count)| if count > 0.0 { sum / count } else { 1.0 });
        let mean = week.iter().sum::<f64>() / HOURS_PER_WEEK as f64;
        week.map(|weight| if mean > 0.0 { weight / mean } else { weight })
    }

    /// Every weight changed by a rule.
    #[must_use]
    pub fn shaped(&self, rule: impl Fn(f64) -> f64) -> Self {
        Self { first: self.first, hours: self.hours.iter().map(|weight| rule(*weight)).collect() }
    }
}

/// Makes weights of mean 1.
///
/// # Errors
/// Says why when one is negative or all of them are zero.
pub fn scale(weights: &mut [f64]) -> Result<(), String> {
    if weights.iter().any(|weight| !(weight.is_finite() && *weight >= 0.0)) {
        return Err("weights must be finite and not negative".into());
    }
    let mean = weights.iter().sum::<f64>() / weights.len() as f64;
    if mean <= 0.0 {
        return Err("all weights are 0; expected at least one hour above 0".into());
    }
    weights.iter_mut().for_each(|weight| *weight /= mean);
    Ok(())
}
