//! The load-duration curve of a horizon: every hour of every month, the busiest first.
//!
//! What exceeds a limit over the whole horizon is one look-up in it, whatever the number of months.
//! Source: the load-duration curve of power system planning, e.g. Stoft, Power System Economics,
//! section 1-4.

use crate::load::Load;
use crate::units::HOURS_PER_WEEK;

/// Demand of one month, for the curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CurveMonth {
    /// Mean demand over that of the first month.
    pub demand: f64,
    /// Worth today of a dollar in it, in months.
    pub worth: f64,
    /// Worth today of the bill of whoever takes what exceeds the limit, for all of its demand: in any
    /// unit, for only its share in that of all months counts.
    pub bill: f64,
}

/// Sums over the hours above a level.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Sums {
    worth: f64,
    worth_of_demand: f64,
    bill: f64,
    bill_of_demand: f64,
}

/// All hours of a horizon by their demand, in units of the mean demand of the first month.
#[derive(Clone, Debug, PartialEq)]
pub struct LoadDuration {
    /// Falling.
    levels: Vec<f64>,
    /// `sums[n]` is of the `n` busiest levels.
    sums: Vec<Sums>,
    /// The bill of all months.
    bill: f64,
}

/// What lies above a limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Above {
    /// Demand above the limit, in months of the first month's mean demand, each at its worth.
    pub demand: f64,
    /// Share of the whole bill that it is.
    pub share_of_bill: f64,
}

impl LoadDuration {
    /// The curve of these months, in each of which demand follows the load.
    pub fn new(load: &Load, months: &[CurveMonth]) -> Self {
        let weights: Vec<(f64, f64)> = load.levels().collect();
        let mut hours: Vec<(f64, u32, u32)> = Vec::with_capacity(months.len() * weights.len());
        for (number, month) in (0..).zip(months).filter(|(_, month)| month.demand > 0.0) {
            let levels = (0..).zip(&weights);
            hours.extend(levels.map(|(index, (weight, _))| (weight * month.demand, number, index)));
        }
        hours.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
        let mut total = Sums::default();
        let mut sums = Vec::with_capacity(hours.len() + 1);
        sums.push(total);
        for (level, number, index) in &hours {
            let month = &months[*number as usize];
            let share = weights[*index as usize].1 / HOURS_PER_WEEK as f64;
            let (worth, bill) = (share * month.worth, share * month.bill / month.demand);
            total.worth += worth;
            total.worth_of_demand += worth * level;
            total.bill += bill;
            total.bill_of_demand += bill * level;
            sums.push(total);
        }
        let levels = hours.into_iter().map(|(level, ..)| level).collect();
        Self { levels, sums, bill: months.iter().map(|month| month.bill).sum() }
    }

    /// What lies above `limit` times the mean demand of the first month.
    ///
    /// ```
    /// use breakeven::calc::demand::load_duration::{CurveMonth, LoadDuration};
    /// use breakeven::load::Load;
    /// let month = |demand| CurveMonth { demand, worth: 1.0, bill: 25.0 * demand };
    /// let curve = LoadDuration::new(&Load::flat(), &[month(1.0), month(3.0)]);
    /// let above = curve.above(2.0);
    /// assert_eq!((above.demand, above.share_of_bill), (1.0, 0.25));
    /// assert_eq!(curve.above(0.5).demand, 3.0);
    /// ```
    pub fn above(&self, limit: f64) -> Above {
        let sums = &self.sums[self.levels.partition_point(|level| *level > limit)];
        let bill = sums.bill_of_demand - limit * sums.bill;
        Above {
            demand: sums.worth_of_demand - limit * sums.worth,
            share_of_bill: if self.bill > 0.0 { bill / self.bill } else { 0.0 },
        }
    }
}
