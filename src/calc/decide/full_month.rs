//! What machines cost for a month at least, whatever runs on them: what bounds of the menu are made of.

use super::month_bill::MonthBill;
use crate::calc::capacity::service::machines_for;
use crate::calc::crossing::first_from;
use crate::calc::demand::horizon::Horizon;
use crate::load::hours::Hours;
use crate::units::Usd;

/// A part of a load for which rounding buys no machine more than for the load.
const SURELY: f64 = 1.0 - 1e-9;

/// What machines cost for a month at least, where so many of them stand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// To have one more.
    pub there: Usd,
    /// What is not asked for the first of them.
    pub free: Usd,
    /// To be at work all the time, beside that.
    pub work: Usd,
}

impl Standing {
    fn of(&self, machines: f64) -> Usd {
        self.there * machines - self.free
    }
}

/// What a machine costs for a month at least.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FullMonth<'l> {
    /// Whether there are whole machines all the time, and one at least.
    pub whole: bool,
    /// Wherever it stands.
    pub least: Standing,
    /// Where few of them stand, and up to how many those are.
    pub few: (Standing, f64),
    /// Where more of them stand.
    pub many: Standing,
    /// The most load that it carries.
    pub fullest: f64,
    /// The hours in which the load comes, as far as they bound what machines carry.
    pub hours: &'l Hours,
}

impl<'l> FullMonth<'l> {
    /// Of whole machines that cost the same wherever they stand: to have one, and to be at work all the time.
    pub fn alike([there, work]: [Usd; 2], fullest: f64, hours: &'l Hours) -> Self {
        let least = Standing { there, free: Usd::ZERO, work };
        Self { whole: true, least, few: (least, f64::INFINITY), many: least, fullest, hours }
    }

    /// Machines that carry a load, all of them as full as they can be.
    ///
    /// ```
    /// use breakeven::calc::decide::full_month::FullMonth;
    /// use breakeven::load::Load;
    /// use breakeven::units::Usd;
    /// let load = Load::flat();
    /// let machine = FullMonth::alike([60.0, 10.0].map(Usd::new), 0.5, load.as_asked());
    /// assert_eq!(machine.of_load(2.0).get(), 260.0);
    /// ```
    pub fn of_load(&self, load: f64) -> Usd {
        (self.least.there / self.fullest + self.least.work) * load
    }

    /// Worth today of what they cost over a horizon without an endpoint, for this load today: as many as carry the
    /// busiest hour, when demand on the day from which on they are there is this part of that of the month.
    pub fn alone(&self, load: f64, first_day: f64, horizon: &Horizon) -> Usd {
        let worth = horizon.worth;
        if !self.whole {
            return self.of_load(load * worth.grown);
        }
        let more_may_cost_less = self.more_may_cost_less();
        let planned = load * self.hours.peak() * first_day * SURELY;
        let month = |demand: f64| {
            let machines = machines_for(planned * demand, self.fullest);
            // Demand that grows within the month may be more than machines sized for its first day can do.
            let cost = |standing: Standing, machines: f64| {
                standing.of(machines) + standing.work * (load * demand).min(machines)
            };
            let elsewhere = || cost(self.many, machines.max(self.few.1 + 1.0));
            match machines <= self.few.1 {
                true if more_may_cost_less => cost(self.few.0, machines).min(elsewhere()),
                true => cost(self.few.0, machines),
                false => elsewhere(),
            }
        };
        match horizon.is_level() {
            true => month(1.0) * worth.months,
            false => horizon.months.iter().map(|at| month(at.demand) * at.worth).sum(),
        }
    }

    /// The same of machines and an endpoint that would bill so much for everything, always in proportion: by what is
    /// cheaper for each token. Few machines carry no more than a part of any month.
    pub fn with_overflow(&self, bill: Usd, load: f64, horizon: &Horizon) -> Usd {
        let worth = horizon.worth;
        let cheaper = |standing: Standing| {
            let each = (standing.there / self.fullest + standing.work) * (load * worth.grown);
            bill.min(each) - standing.free * worth.months
        };
        let ((few, most), least) = (self.few, cheaper(self.least));
        if !self.whole || most.is_infinite() {
            return least;
        }
        let demands = horizon.months.iter().map(|month| month.demand);
        let full = demands.fold(f64::INFINITY, f64::min) * load / self.fullest;
        let few = cheaper(few).max(bill * (1.0 - most / full).max(0.0));
        few.min(cheaper(self.many)).max(least)
    }

    /// Where so many may stand, from how many on and up to how many, of as many as are enough for all; or more,
    /// where only more may stand and that may cost less.
    fn standings(&self, enough: f64) -> impl Iterator<Item = (Standing, f64, f64)> {
        let ((few, most), more) = (self.few, self.few.1 + 1.0);
        let enough_elsewhere = if self.more_may_cost_less() { enough.max(more) } else { enough };
        let both = [(few, 1.0, most.min(enough)), (self.many, more, enough_elsewhere)];
        both.into_iter().filter(|(_, from, to)| from <= to)
    }

    /// Whether one machine more than may stand where few do may cost less than fewer there.
    fn more_may_cost_less(&self) -> bool {
        let ((few, most), many) = (self.few, self.many);
        most.is_finite() && (many.work < few.work || many.of(most + 1.0) < few.of(most))
    }

    /// Machines that carry the busiest hour, of as many as carry everything if it comes evenly.
    fn enough(&self, full: f64) -> f64 {
        (full * self.hours.peak()).ceil().max(1.0)
    }

    /// Worth today of what machines and an endpoint cost together at least in a month (or in all, by what
    /// a dollar in them is worth) with this load for a share of the workload: by what is cheaper for each
    /// token; and where machines are whole, of the numbers around the one from which on one more saves less
    /// than it costs to be there, since each saves less than the one before it.
    pub fn beside(&self, bill: &MonthBill, (load, worth): (f64, f64), share: f64) -> Usd {
        let by_token = self.by_token(bill, (load, worth), share);
        if !self.whole {
            return by_token;
        }
        let month = self.in_month(bill, (load, worth), share);
        let of_standing = |(standing, from, to): (Standing, f64, f64)| {
            let saved = (month.listed - month.work(standing)).max(Usd::ZERO);
            let part = standing.there * worth / saved * month.full;
            let cheapest = self.hours.reached_for(part) * month.full;
            let with = |machines: f64| {
                standing.of(machines) * worth + month.beside(machines, standing, self.hours)
            };
            let [below, above] =
                [cheapest.floor(), cheapest.ceil()].map(|machines| machines.max(from).min(to));
            if below == above { with(below) } else { with(below).min(with(above)) }
        };
        let least = self.standings(self.enough(month.full)).map(of_standing);
        by_token.max(least.fold(Usd::new(f64::INFINITY), Usd::min))
    }

    /// The same by what is cheaper for each token alone.
    pub fn by_token(&self, bill: &MonthBill, (load, worth): (f64, f64), share: f64) -> Usd {
        bill.at_least(self.of_load(load) * worth, share)
    }

    /// What an endpoint takes in a month, by how many machines there are.
    pub fn in_month(&self, bill: &MonthBill, (load, worth): (f64, f64), share: f64) -> InMonth {
        InMonth {
            full: load / self.fullest,
            load: load * worth,
            worth,
            listed: bill.cheapest(share),
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
    /// let load = Load::flat();
    /// let machine = FullMonth::alike([60.0, 10.0].map(Usd::new), 0.5, load.as_asked());
    /// let month = |full| InMonth {
    ///     full,
    ///     load: 0.5 * full,
    ///     worth: 1.0,
    ///     listed: Usd::new(100.0 * full),
    ///     let_off: Usd::ZERO,
    /// };
    /// // The second machine would save 95 in one of two months, and cost 120.
    /// assert_eq!(machine.staying(&[month(2.0), month(1.0)]).get(), 120.0 + 110.0);
    /// // In both it is worth it.
    /// assert_eq!(machine.staying(&[month(2.0), month(2.0)]).get(), 240.0 + 20.0);
    /// ```
    pub fn staying(&self, months: &[InMonth]) -> Usd {
        let worth: f64 = months.iter().map(|month| month.worth).sum();
        let full = months.iter().map(|month| month.full).sum::<f64>() / months.len() as f64;
        let fullest = months.iter().map(|month| month.full).fold(0.0, f64::max);
        let of_standing = |(standing, from, to): (Standing, f64, f64)| {
            let with = |machines: f64| {
                let shared =
                    months.iter().map(|month| month.beside(machines, standing, self.hours));
                standing.of(machines) * worth + shared.sum::<Usd>()
            };
            let saved = |month: &InMonth| (month.listed - month.work(standing)).get();
            let saved = months.iter().map(saved).sum::<f64>().max(0.0);
            let near = self.hours.reached_for((standing.there * worth).get() / saved * full) * full;
            let pays = |machines: f64| with(machines + 1.0) < with(machines);
            with(first_from(near, (from, to), pays))
        };
        let least = self.standings(self.enough(fullest)).map(of_standing);
        least.fold(Usd::new(f64::INFINITY), Usd::min)
    }
}

/// A month of machines and an endpoint.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InMonth {
    /// Machines that carry everything if it comes evenly.
    pub full: f64,
    /// Load that they carry, worth today.
    pub load: f64,
    /// Worth today of a dollar.
    pub worth: f64,
    /// Worth today of everything at the endpoint's price list.
    pub listed: Usd,
    /// The most that is let off the bill.
    pub let_off: Usd,
}

impl InMonth {
    /// Worth today of everything done by machines, beside their being there, where that is less than at the
    /// endpoint: nobody says that machines which are there must be cheaper to run.
    fn work(&self, standing: Standing) -> Usd {
        (standing.work * self.load).min(self.listed)
    }

    /// What so many machines do and what the endpoint bills for the rest.
    fn beside(&self, machines: f64, standing: Standing, hours: &Hours) -> Usd {
        let exceeds = hours.above(machines / self.full);
        self.work(standing) * (1.0 - exceeds) + self.listed * exceeds - self.let_off
    }
}
