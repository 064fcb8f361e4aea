//! What machines cost for a month at least, whatever runs on them: what bounds of the menu are made of.

use super::month_bill::MonthBill;
use crate::calc::capacity::service::machines_for;
use crate::calc::crossing::first_from;
use crate::calc::demand::horizon::Horizon;
use crate::load::hours::Hours;
use crate::units::Usd;

/// A part of a load for which rounding buys no machine more than for the load.
const SURELY: f64 = 1.0 - 1e-9;

/// What a machine costs for a month at least.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FullMonth<'l> {
    /// Whether there are whole machines all the time, and one at least.
    pub whole: bool,
    /// To have it.
    pub there: Usd,
    /// The most load that it carries.
    pub fullest: f64,
    /// To be at work all the time, beside that.
    pub work: Usd,
    /// The hours in which the load comes, as far as they bound what machines carry.
    pub hours: &'l Hours,
}

impl FullMonth<'_> {
    /// Machines that carry a load, all of them as full as they can be.
    ///
    /// ```
    /// use breakeven::calc::decide::full_month::FullMonth;
    /// use breakeven::load::Load;
    /// use breakeven::units::Usd;
    /// let load = Load::flat();
    /// let machine = FullMonth {
    ///     whole: true,
    ///     there: Usd::new(60.0),
    ///     fullest: 0.5,
    ///     work: Usd::new(10.0),
    ///     hours: load.as_asked(),
    /// };
    /// assert_eq!(machine.of_load(2.0).get(), 260.0);
    /// ```
    pub fn of_load(&self, load: f64) -> Usd {
        (self.there / self.fullest + self.work) * load
    }

    /// Worth today of what they cost over a horizon without an endpoint, for this load today: as many as carry the
    /// busiest hour, when demand on the day from which on they are there is this part of that of the month.
    pub fn alone(&self, load: f64, first_day: f64, horizon: &Horizon) -> Usd {
        let worth = horizon.worth;
        if !self.whole {
            return self.of_load(load * worth.grown);
        }
        let planned = load * self.hours.peak() * first_day * SURELY;
        let machines = |demand: f64| machines_for(planned * demand, self.fullest);
        let there = match horizon.is_level() {
            true => machines(1.0) * worth.months,
            false => horizon.months.iter().map(|at| machines(at.demand) * at.worth).sum(),
        };
        self.there * there + self.work * (load * worth.grown)
    }

    /// Worth today of what machines and an endpoint cost together at least in a month (or in all, by what
    /// a dollar in them is worth) with this load for a share of the workload: by what is cheaper for each
    /// token; and where machines are whole, of one and of the numbers around the one from which on one more
    /// saves less than it costs to be there, since each saves less than the one before it.
    pub fn beside(&self, bill: &MonthBill, (load, worth): (f64, f64), share: f64) -> Usd {
        let by_token = self.by_token(bill, (load, worth), share);
        if !self.whole {
            return by_token;
        }
        let month = self.in_month(bill, (load, worth), share);
        let part = self.there * worth / (month.listed - month.work).max(Usd::ZERO) * month.full;
        let cheapest = self.hours.reached_for(part) * month.full;
        let with =
            |machines: f64| self.there * (machines * worth) + month.beside(machines, self.hours);
        let sizes = [1.0, cheapest.floor().max(1.0), cheapest.ceil().max(1.0)];
        by_token.max(sizes.into_iter().map(with).fold(Usd::new(f64::INFINITY), Usd::min))
    }

    /// The same by what is cheaper for each token alone.
    pub fn by_token(&self, bill: &MonthBill, (load, worth): (f64, f64), share: f64) -> Usd {
        bill.at_least(self.of_load(load) * worth, share)
    }

    /// What an endpoint takes in a month, by how many machines there are.
    pub fn in_month(&self, bill: &MonthBill, (load, worth): (f64, f64), share: f64) -> InMonth {
        let listed = bill.cheapest(share);
        InMonth {
            full: load / self.fullest,
            worth,
            listed,
            work: (self.work * (load * worth)).min(listed),
            let_off: bill.let_off(share),
        }
    }

    /// Worth today of what one number of machines and an endpoint cost together at least over months. Each
    /// machine more saves less than the one before it, so that the cheapest number is where one more saves
    /// less than it costs to be there.
    ///
    /// ```
    /// use breakeven::calc::decide::full_month::{FullMonth, InMonth};
    /// use breakeven::load::Load;
    /// use breakeven::units::Usd;
    /// let (load, [there, work]) = (Load::flat(), [60.0, 10.0].map(Usd::new));
    /// let hours = load.as_asked();
    /// let machine = FullMonth { whole: true, there, fullest: 0.5, work, hours };
    /// let month = |full| InMonth {
    ///     full,
    ///     worth: 1.0,
    ///     listed: Usd::new(100.0 * full),
    ///     work: Usd::new(5.0 * full),
    ///     let_off: Usd::ZERO,
    /// };
    /// // The second machine would save 95 in one of two months, and cost 120.
    /// assert_eq!(machine.staying(&[month(2.0), month(1.0)]).get(), 120.0 + 110.0);
    /// // In both it is worth it.
    /// assert_eq!(machine.staying(&[month(2.0), month(2.0)]).get(), 240.0 + 20.0);
    /// ```
    pub fn staying(&self, months: &[InMonth]) -> Usd {
        let there = self.there * months.iter().map(|month| month.worth).sum::<f64>();
        let with = |machines: f64| {
            let shared = months.iter().map(|month| month.beside(machines, self.hours));
            there * machines + shared.sum::<Usd>()
        };
        let sum = |of: fn(&InMonth) -> f64| months.iter().map(of).sum::<f64>();
        let full = sum(|month| month.full) / months.len() as f64;
        let saved = sum(|month| (month.listed - month.work).get()).max(0.0);
        let near = self.hours.reached_for(there.get() / saved * full) * full;
        let fullest = months.iter().map(|month| month.full).fold(0.0, f64::max);
        let most = (fullest * self.hours.peak()).ceil().max(1.0);
        let pays = |machines: f64| with(machines + 1.0) < with(machines);
        with(first_from(near, (1.0, most), pays))
    }
}

/// A month of machines and an endpoint.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InMonth {
    /// Machines that carry everything if it comes evenly.
    pub full: f64,
    /// Worth today of a dollar.
    pub worth: f64,
    /// The same of everything at the endpoint's price list.
    pub listed: Usd,
    /// Of everything done by machines, beside their being there, where that is less: nobody says that
    /// machines which are there must be cheaper to run than the endpoint.
    pub work: Usd,
    /// The most that is let off the bill.
    pub let_off: Usd,
}

impl InMonth {
    /// What so many machines do and what the endpoint bills for the rest.
    fn beside(&self, machines: f64, hours: &Hours) -> Usd {
        let exceeds = hours.above(machines / self.full);
        self.work * (1.0 - exceeds) + self.listed * exceeds - self.let_off
    }
}
