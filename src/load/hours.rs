//! Floor 1: hours by how much is asked for in them.

use super::real_hours::Series;
use crate::units::HOURS_PER_WEEK;

/// Levels that [`Hours::levels`] tells apart: as many as a week has hours.
const LEVELS: usize = HOURS_PER_WEEK;
/// Of a longer series, the busiest hours that stay on their own.
const ALONE: usize = 48;

/// 168 weights from Monday 00:00 on, or a series of which they are the mean week; and the same hours
/// from the largest down with their sums.
#[derive(Clone, Debug, PartialEq)]
pub struct Hours {
    weights: [f64; HOURS_PER_WEEK],
    series: Option<Series>,
    runs: Vec<Run>,
    /// Of a long series the runs that are told apart, where those are fewer.
    few: Option<Vec<Run>>,
}

/// Hours that are alike.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Run {
    weight: f64,
    count: f64,
    /// Hours that are as busy or busier.
    hours: f64,
    /// The sum of their weights.
    sum: f64,
}

impl Hours {
    /// These weights, week by week.
    pub fn of(weights: [f64; HOURS_PER_WEEK]) -> Self {
        Self { weights, series: None, runs: runs(alike(&falling(&weights))), few: None }
    }

    /// The hours of a series.
    pub fn of_series(series: Series) -> Self {
        let falling = falling(&series.hours);
        let few = (falling.len() > LEVELS).then(|| runs(together(&falling)));
        let runs = runs(alike(&falling));
        Self { weights: series.week(), series: Some(series), runs, few }
    }

    /// Every weight changed by a rule that keeps their order, and is a straight line below the peak.
    #[must_use]
    pub fn shaped(&self, rule: impl Fn(f64) -> f64) -> Self {
        let series = self.series.as_ref().map(|series| series.shaped(&rule));
        let weights = series.as_ref().map_or_else(|| self.weights.map(&rule), Series::week);
        // What is a mean of hours is that of the changed ones, too: no rule bends but at the peak.
        let shaped = |of: &[Run]| runs(of.iter().map(|run| (rule(run.weight), run.count)));
        Self { weights, series, runs: shaped(&self.runs), few: self.few.as_deref().map(shaped) }
    }

    /// The weights of a week, of a series the mean ones; hour 0 is Monday from 0 to 1 o'clock.
    pub const fn weights(&self) -> &[f64; HOURS_PER_WEEK] {
        &self.weights
    }

    /// The hours one after another, from the first of the series or from Monday 00:00 on.
    pub fn one_by_one(&self) -> &[f64] {
        self.series.as_ref().map_or(&self.weights, |series| &series.hours)
    }

    /// Whether they are those of a week, over and over.
    pub const fn is_weekly(&self) -> bool {
        self.series.is_none()
    }

    /// The mean hour.
    pub fn mean(&self) -> f64 {
        self.above(0.0)
    }

    /// How many hours these are.
    pub fn count(&self) -> f64 {
        self.runs.last().map_or(0.0, |last| last.hours)
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
        let (hours, sum) = self.first(self.runs.partition_point(|run| run.weight > limit));
        (sum - limit * hours) / self.count()
    }

    /// How many hours the first runs have, and the sum of their weights.
    fn first(&self, runs: usize) -> (f64, f64) {
        runs.checked_sub(1).map_or((0.0, 0.0), |last| (self.runs[last].hours, self.runs[last].sum))
    }

    /// The limit above which so much lies in the mean hour: the busiest hour for nothing.
    ///
    /// ```
    /// use breakeven::load::hours::Hours;
    /// let mut weights = [0.5; 168];
    /// weights[9] = 84.5;
    /// let hours = Hours::of(weights);
    /// assert_eq!([0.0, 0.25, 0.5, 1.0].map(|part| hours.limit(part)), [84.5, 42.5, 0.5, 0.0]);
    /// ```
    pub fn limit(&self, above: f64) -> f64 {
        if above <= 0.0 {
            return self.peak();
        }
        let sum = above * self.count();
        // Hours above it: as many as together lie that much above the next one.
        let reach = |runs: usize| {
            let (hours, before) = self.first(runs);
            self.runs.get(runs).is_none_or(|next| before - next.weight * hours >= sum)
        };
        let (mut few, mut enough) = (0, self.runs.len());
        while few + 1 < enough {
            let middle = (few + enough) / 2;
            if reach(middle) { enough = middle } else { few = middle }
        }
        let (hours, before) = self.first(enough);
        ((before - sum) / hours).max(0.0)
    }

    /// The most that this part of the hours ask for, or more.
    ///
    /// ```
    /// use breakeven::load::hours::Hours;
    /// let mut weights = [0.5; 168];
    /// weights[9..51].fill(2.5);
    /// let hours = Hours::of(weights);
    /// assert_eq!([0.1, 0.25, 0.3, 1.0, 1.1].map(|part| hours.reached_for(part)), [2.5, 2.5, 0.5, 0.5, 0.0]);
    /// ```
    pub fn reached_for(&self, part: f64) -> f64 {
        let asked = part * self.count();
        let reached = self.runs.get(self.runs.partition_point(|run| run.hours < asked));
        reached.map_or(0.0, |run| run.weight)
    }

    /// How many hours have each weight, the busiest first. Of more hours than a week has, the quieter
    /// ones are taken together, as many at a time, with their mean.
    ///
    /// ```
    /// use breakeven::load::hours::Hours;
    /// let mut weights = [0.5; 168];
    /// weights[9] = 84.5;
    /// let hours = Hours::of(weights);
    /// assert_eq!(hours.levels().collect::<Vec<_>>(), [(84.5, 1.0), (0.5, 167.0)]);
    /// ```
    pub fn levels(&self) -> impl Iterator<Item = (f64, f64)> {
        self.few.as_ref().unwrap_or(&self.runs).iter().map(|run| (run.weight, run.count))
    }

    /// The busiest hour.
    pub fn peak(&self) -> f64 {
        self.runs.first().map_or(0.0, |first| first.weight)
    }

    /// The quietest hour.
    pub fn least(&self) -> f64 {
        self.runs.last().map_or(0.0, |last| last.weight)
    }

    /// How many hours are as busy as the busiest.
    pub fn busiest_count(&self) -> f64 {
        self.runs.first().map_or(0.0, |first| first.count)
    }

    /// Share of the hours in which there is anything at all.
    ///
    /// ```
    /// use breakeven::load::hours::Hours;
    /// let mut weights = [0.0; 168];
    /// weights[9..51].fill(4.0);
    /// assert_eq!(Hours::of(weights).busy_share(), 0.25);
    /// ```
    pub fn busy_share(&self) -> f64 {
        self.first(self.runs.partition_point(|run| run.weight > 0.0)).0 / self.count()
    }
}

/// Runs of these weights and counts, the busiest first; neighbours of one weight are one.
fn runs(weighted: impl Iterator<Item = (f64, f64)>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::with_capacity(24);
    let (mut hours, mut sum) = (0.0, 0.0);
    for (weight, count) in weighted {
        hours += count;
        sum += weight * count;
        match runs.last_mut().filter(|last| last.weight == weight) {
            Some(last) => *last = Run { weight, count: last.count + count, hours, sum },
            None => runs.push(Run { weight, count, hours, sum }),
        }
    }
    runs
}

/// How many hours have each weight.
fn alike(falling: &[f64]) -> impl Iterator<Item = (f64, f64)> {
    falling.chunk_by(|a, b| a == b).map(|hours| (hours[0], hours.len() as f64))
}

/// The busiest hours of a long series alone, and of the others as many at a time.
fn together(falling: &[f64]) -> impl Iterator<Item = (f64, f64)> {
    let (busiest, others) = falling.split_at(ALONE);
    let size = others.len().div_ceil(LEVELS - ALONE).max(1);
    let together = others.chunks(size).map(|hours| {
        let count = hours.len() as f64;
        (hours.iter().sum::<f64>() / count, count)
    });
    alike(busiest).chain(together)
}

fn falling(hours: &[f64]) -> Vec<f64> {
    let mut falling = hours.to_vec();
    falling.sort_unstable_by(|a, b| b.total_cmp(a));
    falling
}

#[cfg(test)]
mod tests {
    use super::{Hours, Series};

    #[test]
    fn a_year_has_as_many_levels_as_a_week_and_the_same_sum() {
        let hours: Vec<f64> = (0..8_760).map(|hour| f64::from((hour * 7_919) % 8_760)).collect();
        let sum: f64 = hours.iter().sum();
        let hours = Hours::of_series(Series { first: 0, hours });
        let levels: Vec<(f64, f64)> = hours.levels().collect();
        assert!(levels.len() == 168 && levels[0] == (8_759.0, 1.0) && levels[47] == (8_712.0, 1.0));
        assert_eq!(levels.iter().map(|(_, hours)| hours).sum::<f64>(), hours.count());
        let found: f64 = levels.iter().map(|(weight, hours)| weight * hours).sum();
        assert!((found / sum - 1.0).abs() < 1e-12);
    }
}
