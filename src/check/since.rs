//! Limits on how a number moved since an earlier report.

use super::bound::{Bound, Limit};
use super::fields::check_keys as keys;
use super::metric::Unit;
use crate::figure;
use crate::profile::schema::Field;

/// Which way a number moves, and how it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// It may grow by so much at most.
    Increase,
    /// It may fall by so much at most.
    Decrease,
    /// It must fall by so much at least.
    Saving,
}

/// What the size of a change is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Percent of what the number was.
    Percent,
    /// The unit of the metric.
    Unit,
    /// US dollars: the unit of the metric, which must be a sum of dollars.
    Usd,
}

/// A key of a check.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// How it is written.
    pub field: &'static Field,
    way: Way,
    /// What its value is counted in.
    pub scale: Scale,
}

const fn key(field: &'static Field, way: Way, scale: Scale) -> Key {
    Key { field, way, scale }
}

/// All of them.
pub const KEYS: [Key; 7] = [
    key(&keys::MAX_INCREASE_PERCENT, Way::Increase, Scale::Percent),
    key(&keys::MAX_INCREASE, Way::Increase, Scale::Unit),
    key(&keys::MAX_INCREASE_USD, Way::Increase, Scale::Usd),
    key(&keys::MAX_DECREASE_PERCENT, Way::Decrease, Scale::Percent),
    key(&keys::MAX_DECREASE, Way::Decrease, Scale::Unit),
    key(&keys::MAX_DECREASE_USD, Way::Decrease, Scale::Usd),
    key(&keys::MIN_SAVING_USD, Way::Saving, Scale::Usd),
];

/// A limit on a change.
#[derive(Clone, Copy, Debug)]
pub struct Since {
    /// The key.
    pub key: Key,
    /// Its value.
    pub limit: Limit<f64>,
}

impl Since {
    /// How a number moved, in what the limit is counted in: `, 16 % more`, `, $3.52 less`; empty when it did
    /// not.
    pub fn moved(&self, unit: Unit, old: f64, now: f64) -> String {
        if old == now {
            return String::new();
        }
        let word = if now > old { "more" } else { "less" };
        match self.key.scale {
            Scale::Percent if old == 0.0 => String::new(),
            Scale::Percent => format!(", {} {word}", figure::percent(((now - old) / old).abs())),
            Scale::Unit | Scale::Usd => format!(", {} {word}", unit.show((now - old).abs())),
        }
    }

    /// The bound on a number that was `old`: `old` plus or minus the size of the change.
    ///
    /// ```
    /// use breakeven::check::bound::{Bound, Limit};
    /// use breakeven::check::since::{KEYS, Since};
    /// let bound = |name, value| {
    ///     let key = *KEYS.iter().find(|key| key.field.key == name).unwrap();
    ///     Since { key, limit: Limit { value, line: 1 } }.bound(200.0)
    /// };
    /// assert_eq!(bound("max_increase_percent", 10.0), (Bound::Max, 220.0));
    /// assert_eq!(bound("max_decrease_percent", 50.0), (Bound::Min, 100.0));
    /// assert_eq!(bound("max_increase_usd", 5.0), (Bound::Max, 205.0));
    /// assert_eq!(bound("min_saving_usd", 20.0), (Bound::Max, 180.0));
    /// ```
    pub fn bound(&self, old: f64) -> (Bound, f64) {
        let size = match self.key.scale {
            Scale::Percent => old.abs() * self.limit.value / 100.0,
            Scale::Unit | Scale::Usd => self.limit.value,
        };
        match self.key.way {
            Way::Increase => (Bound::Max, old + size),
            Way::Decrease => (Bound::Min, old - size),
            Way::Saving => (Bound::Max, old - size),
        }
    }

    /// Whether `never` after a number keeps it: it is later than any number.
    pub fn never_keeps(&self) -> bool {
        self.key.way == Way::Decrease
    }

    /// Whether a number after `never` keeps it.
    pub fn keeps_after_never(&self) -> bool {
        self.key.way != Way::Decrease
    }

    /// `at most 10 % more than before`.
    pub fn wanted(&self, unit: Unit) -> String {
        let size = match self.key.scale {
            Scale::Percent => figure::percent(self.limit.value / 100.0),
            Scale::Unit | Scale::Usd => unit.show(self.limit.value),
        };
        match self.key.way {
            Way::Increase => format!("at most {size} more than before"),
            Way::Decrease => format!("at most {size} less than before"),
            Way::Saving => format!("at least {size} less than before"),
        }
    }
}
