//! Which changes are worth a comment.

use super::diff::Difference;

/// Dollars a month that are worth one when nobody says otherwise.
const USD: f64 = 1.0;

/// How far the first month of a verdict must move. Either of the two is enough.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Threshold {
    /// US dollars a month.
    pub usd: Option<f64>,
    /// Share of what it was.
    pub share: Option<f64>,
}

impl Threshold {
    /// What is stated, else a dollar.
    pub fn new(usd: Option<f64>, percent: Option<f64>) -> Self {
        let share = percent.map(|percent| percent / 100.0);
        Self { usd: if share.is_none() { usd.or(Some(USD)) } else { usd }, share }
    }

    /// Whether a move of this size is one, from an amount.
    ///
    /// ```
    /// use breakeven::check::notable::Threshold;
    /// assert!(!Threshold::new(None, None).crossed(30.42, 0.01));
    /// assert!(Threshold::new(None, None).crossed(30.42, -1.0));
    /// assert!(Threshold::new(Some(5.0), Some(10.0)).crossed(20.0, 2.0));
    /// assert!(!Threshold::new(Some(5.0), Some(10.0)).crossed(30.0, 2.0));
    /// ```
    pub fn crossed(self, from: f64, difference: f64) -> bool {
        let size = difference.abs();
        self.usd.is_some_and(|usd| size > 0.0 && size >= usd)
            || self.share.is_some_and(|share| size > 0.0 && size >= share * from.abs())
    }

    /// Whether a difference is worth a comment: another option, or a first month that moved.
    pub fn is_notable(self, difference: &Difference) -> bool {
        let verdict = &difference.verdict;
        if verdict.from_option != verdict.to_option || verdict.changed {
            return true;
        }
        let cost = difference.of_verdict().and_then(|cost| cost.monthly_usd.as_ref());
        cost.is_some_and(|cost| self.crossed(cost.from.0, cost.difference.0))
    }
}
