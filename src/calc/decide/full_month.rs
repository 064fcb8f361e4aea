//! What machines cost for a month at least, whatever runs on them: what bounds of the menu are made of.

use super::month_bill::MonthBill;
use crate::units::Usd;

/// What a machine costs for a month at least.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FullMonth {
    /// Whether there are whole machines all the time, and one at least.
    pub whole: bool,
    /// To have it.
    pub there: Usd,
    /// The most load that it carries as a mean.
    pub fullest: f64,
    /// To be at work all the time, beside that.
    pub work: Usd,
}

impl FullMonth {
    /// Machines that carry a load, all of them as full as they can be.
    ///
    /// ```
    /// use breakeven::calc::decide::full_month::FullMonth;
    /// use breakeven::units::Usd;
    /// let machine = FullMonth {
    ///     whole: true,
    ///     there: Usd::new(60.0),
    ///     fullest: 0.5,
    ///     work: Usd::new(10.0),
    /// };
    /// assert_eq!(machine.of_load(2.0).get(), 260.0);
    /// ```
    pub fn of_load(&self, load: f64) -> Usd {
        (self.there / self.fullest + self.work) * load
    }

    /// Worth today of what machines and an endpoint cost together at least in a month (or in all, by what
    /// a dollar in them is worth) with this load for a share of the workload: by what is cheaper for each
    /// token; and where machines are whole, of one and of as many as are full without and with the last
    /// one, since with each more until all are full the cost falls or rises by the same.
    pub fn beside(&self, bill: &MonthBill, (load, worth): (f64, f64), share: f64) -> Usd {
        let by_token = bill.at_least(self.of_load(load) * worth, share);
        if !self.whole {
            return by_token;
        }
        let (listed, let_off) = (bill.cheapest(share), bill.let_off(share));
        let full = load / self.fullest;
        let with = |machines: f64| {
            let carried = (machines / full).min(1.0);
            let shared = self.work * (load * carried * worth) + listed * (1.0 - carried);
            // Nobody says that machines which are there must be cheaper to run than the endpoint.
            self.there * (machines * worth) + shared.min(listed) - let_off
        };
        let sizes = [1.0, full.floor().max(1.0), full.ceil().max(1.0)];
        by_token.max(sizes.into_iter().map(with).fold(Usd::new(f64::INFINITY), Usd::min))
    }
}
