//! The one axis: where a value is between two ends, and which values are written beside it.

use serde::{Serialize, Serializer};

use crate::figure::{change, dollars, grouped, percent, short};
use crate::money::amount;
use crate::report::Figure;

/// What the numbers of an axis are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Tokens a day or an hour.
    Tokens,
    /// US dollars.
    Usd,
    /// Months.
    Months,
    /// Hours from Monday 00:00 on.
    HourOfWeek,
    /// A multiple of today's value.
    Multiple,
    /// A share, from 0 to 1.
    Share,
    /// A change a year.
    Change,
    /// A plain number.
    Number,
}

/// An axis.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Axis {
    /// What it measures, with its unit.
    pub title: String,
    /// What its numbers are.
    pub unit: Unit,
    /// Whether each step is a ratio.
    pub log: bool,
    /// Its lower end.
    #[serde(serialize_with = "rounded")]
    pub from: f64,
    /// Its upper end.
    #[serde(serialize_with = "rounded")]
    pub to: f64,
}

/// A number of the data, with the digits of a report.
fn rounded<S: Serializer>(number: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    Figure(*number).serialize(serializer)
}

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

impl Axis {
    /// An axis that holds all of these values: on a logarithmic one those above 0, else from 0 or the
    /// lowest.
    ///
    /// ```
    /// use breakeven::chart::axis::{Axis, Unit};
    /// let axis = Axis::over("tokens a day", Unit::Tokens, true, [0.0, 10.0, 500.0].into_iter());
    /// assert_eq!((axis.from, axis.to), (10.0, 500.0));
    /// ```
    pub fn over(title: &str, unit: Unit, log: bool, values: impl Iterator<Item = f64>) -> Self {
        let shown = values.filter(|value| value.is_finite() && (!log || *value > 0.0));
        let ends = shown.fold(None, |ends: Option<(f64, f64)>, value| match ends {
            None => Some((value, value)),
            Some((low, high)) => Some((low.min(value), high.max(value))),
        });
        let (low, high) = ends.unwrap_or(if log { (1.0, 10.0) } else { (0.0, 1.0) });
        let (from, to) = match log {
            true => (low, if high > low { high } else { low * 10.0 }),
            false => (low.min(0.0), if high > low.min(0.0) { high } else { low.min(0.0) + 1.0 }),
        };
        Self { title: title.into(), unit, log, from, to }
    }

    /// The same with this much room at its upper end, as a part of its length.
    #[must_use]
    pub fn with_room(self, part: f64) -> Self {
        let to = match self.log {
            true => self.to * (self.to / self.from).powf(part),
            false => self.to + (self.to - self.from) * part,
        };
        Self { to, ..self }
    }

    /// Where a value is, 0 at the lower end and 1 at the upper; `None` where the axis does not reach.
    ///
    /// ```
    /// use breakeven::chart::axis::{Axis, Unit};
    /// let log = Axis::over("a", Unit::Usd, true, [1.0, 10_000.0].into_iter());
    /// assert_eq!(log.place(100.0), Some(0.5));
    /// assert_eq!(log.place(0.0), None);
    /// let even = Axis::over("a", Unit::Usd, false, [4.0, 8.0].into_iter());
    /// assert_eq!(even.place(4.0), Some(0.5));
    /// ```
    pub fn place(&self, value: f64) -> Option<f64> {
        let place = match self.log {
            true if value <= 0.0 => return None,
            true => (value / self.from).ln() / (self.to / self.from).ln(),
            false => (value - self.from) / (self.to - self.from),
        };
        // A hair's breadth of slack, for ends that were multiplied together.
        (-1e-9..=1.0 + 1e-9).contains(&place).then(|| place.clamp(0.0, 1.0))
    }

    /// The values that are written beside it, at most so many: whole powers of ten, or 1, 2 or 5 times
    /// one; days on a week, quarters and years on months.
    ///
    /// ```
    /// use breakeven::chart::axis::{Axis, Unit};
    /// let log = Axis::over("a", Unit::Tokens, true, [5e4, 5e8].into_iter());
    /// assert_eq!(log.ticks(5), [1e5, 1e6, 1e7, 1e8]);
    /// assert_eq!(log.ticks(2), [1e5, 1e8]);
    /// let even = Axis::over("a", Unit::Usd, false, [0.0, 571.0].into_iter());
    /// assert_eq!(even.ticks(4), [0.0, 200.0, 400.0]);
    /// let months = Axis::over("a", Unit::Months, false, [0.0, 36.0].into_iter());
    /// assert_eq!(months.ticks(5), [0.0, 12.0, 24.0, 36.0]);
    /// ```
    pub fn ticks(&self, most: usize) -> Vec<f64> {
        let most = most.max(2);
        if self.log {
            return self.powers(most);
        }
        let length = self.to - self.from;
        let steps: Vec<f64> = match self.unit {
            Unit::HourOfWeek => vec![24.0, 48.0, 84.0, 168.0],
            Unit::Months => [1.0, 3.0, 6.0, 12.0, 24.0, 60.0, 120.0, 240.0, 600.0].to_vec(),
            _ => {
                let power = 10_f64.powf((length / most as f64).log10().floor());
                [1.0, 2.0, 5.0, 10.0, 20.0].map(|times| times * power).to_vec()
            }
        };
        let fits = |step: &&f64| length / **step + 1e-9 < most as f64;
        let step = steps.iter().find(fits).or(steps.last()).copied().unwrap_or(length);
        let first = (self.from / step - 1e-9).ceil() as i64;
        let last = (self.to / step + 1e-9).floor() as i64;
        (first..=last).map(|number| number as f64 * step).collect()
    }

    fn powers(&self, most: usize) -> Vec<f64> {
        let (from, to) = (self.from.log10() - 1e-9, self.to.log10() + 1e-9);
        let decades = to - from;
        if decades < 1.0 {
            let power = 10_f64.powf(from.floor());
            let all = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0].map(|times| times * power);
            let inside: Vec<f64> =
                all.into_iter().filter(|value| self.place(*value).is_some()).collect();
            return if inside.len() >= 2 { inside } else { vec![self.from, self.to] };
        }
        let step = (1..).find(|step| decades / f64::from(*step) < most as f64).unwrap_or(1);
        let (first, last) = (from.ceil() as i32, to.floor() as i32);
        (first..=last).step_by(step as usize).map(|power| 10_f64.powi(power)).collect()
    }

    /// A value as it is written beside the axis.
    pub fn label(&self, value: f64) -> String {
        match self.unit {
            Unit::Tokens => short(value),
            Unit::Usd => usd(value),
            Unit::Months => grouped(value, 0),
            Unit::HourOfWeek => {
                DAYS.get((value / 24.0) as usize).map_or(String::new(), ToString::to_string)
            }
            Unit::Multiple => format!("x{}", short(value)),
            Unit::Share => percent(value),
            Unit::Change => change(value),
            Unit::Number => crate::figure::compact(value),
        }
    }
}

/// Dollars as short as an axis needs them.
fn usd(value: f64) -> String {
    let size = value.abs();
    if size > 0.0 && size < 1.0 {
        return dollars(value);
    }
    amount(value, short)
}
