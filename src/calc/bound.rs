//! What machines cost at least over the horizon, known without sizing them, so that a search can
//! leave out what cannot win.

use super::api_bill::trend;
use super::cash::present_value;
use super::demand::compounded;
use super::fleet::{Fleet, Tenure, purchase, resale_fraction};
use super::{running, service};
use crate::assumptions::RentMode;
use crate::scenario::Scenario;
use crate::units::UsdPerMonth;

/// Rounding must not leave out an option that costs exactly as much as another.
const SLACK: f64 = 1.0 - 1e-9;

/// Lower bounds of one scenario.
pub struct Bounds<'a, 'c> {
    scenario: &'a Scenario<'c>,
    /// Months, each weighed with the worth today of a dollar in it.
    months: f64,
    /// The same, weighed with the demand too.
    grown: f64,
    /// Demand of the last month over that of the first.
    last: f64,
    /// Worth today of a dollar at the end.
    end: f64,
    spill: Spill,
}

/// The months by demand, smallest first, for what is left to an API.
struct Spill {
    /// The API's lowest bill of a first month; `None` when nothing may be left to one.
    bill: Option<UsdPerMonth>,
    /// Demand of a month over that of the first.
    demand: Vec<f64>,
    /// Sum over the months up to this one of demand times the API's price.
    up_to: Vec<f64>,
    /// Sum over the months from this one on of the API's price.
    from: Vec<f64>,
}

impl<'a, 'c> Bounds<'a, 'c> {
    /// The bounds of a scenario in which an API takes what machines do not serve, for at least
    /// this bill if it were all of the first month.
    pub fn new(scenario: &'a Scenario<'c>, bill: Option<UsdPerMonth>) -> Self {
        let assumptions = &scenario.assumptions;
        let (rate, horizon) = (assumptions.discount, assumptions.horizon_months);
        let (growth, change) = (scenario.workload.growth_per_year, assumptions.api_price_trend);
        let price = |month| trend(change, assumptions.api_price_floor, month);
        // Demand, worth and price of every month; of one for all when nothing changes.
        let each: Vec<[f64; 3]> = if rate == 0.0 && growth == 0.0 && change == 0.0 {
            vec![[1.0, f64::from(horizon), 1.0]]
        } else {
            let month = |month: u32| {
                let start = f64::from(month);
                [compounded(growth, start), present_value(rate, start + 1.0), price(start)]
            };
            (0..horizon).map(month).collect()
        };
        Self {
            scenario,
            months: each.iter().map(|[_, worth, _]| worth).sum(),
            grown: each.iter().map(|[demand, worth, _]| demand * worth).sum(),
            last: each.last().map_or(1.0, |[demand, ..]| *demand),
            end: present_value(rate, f64::from(horizon)),
            spill: Spill::new(bill, each),
        }
    }

    /// One idle machine, or as many as are given, all the time.
    pub fn idle(&self, fleet: &Fleet<'_>) -> f64 {
        let machines = fleet.machines.unwrap_or(1.0);
        let each = self.bought(fleet) + self.running(fleet) * self.months;
        SLACK * (self.operations() + each * machines)
    }

    /// As many idle machines as the busiest hour of every month needs.
    pub fn alone(&self, fleet: &Fleet<'_>) -> f64 {
        let Some(needed) = self.needed(fleet, 1.0) else { return self.idle(fleet) };
        // Never fewer than before, and those bought later are sold for their share of the price.
        let more = self.needed(fleet, self.last).map_or(0.0, |last| (last - needed).max(0.0));
        let later = self.price(fleet) * self.end * (1.0 - self.fetched(fleet)) * more;
        let busiest = fleet.busy.peak / self.scenario.assumptions.headroom;
        let months = (needed * self.months).max(busiest * self.grown);
        let bought = self.bought(fleet) * needed + later;
        SLACK * (self.operations() + bought + self.running(fleet) * months)
    }

    /// The best number of idle machines, when `n` of them save `n x limit / u` of the API's bill in
    /// a month that would keep `u` of them busy, and never more than the bill.
    pub fn spilling(&self, fleet: &Fleet<'_>) -> f64 {
        let Some(bill) = self.spill.bill else { return f64::INFINITY };
        let bill = bill.get() * fleet.share;
        // A queue with a longest wait may fill a machine beyond its headroom.
        let waits = self.scenario.requirements.max_wait().is_some();
        let limit = if waits { 1.0 } else { self.scenario.assumptions.headroom };
        // Multiples of the first month's demand that one machine serves.
        let one = limit / fleet.busy.mean;
        let each = self.bought(fleet) + self.running(fleet) * self.months;
        let served = match fleet.machines {
            Some(given) => given * one,
            None => self.spill.best(each / (bill * one)).max(one),
        };
        SLACK * (self.operations() + each * (served / one) + bill * self.spill.left(served))
    }

    fn needed(&self, fleet: &Fleet<'_>, demand: f64) -> Option<f64> {
        let headroom = self.scenario.assumptions.headroom;
        fleet.machines.is_none().then(|| service::fleet(fleet.busy.peak * demand, headroom))
    }

    fn price(&self, fleet: &Fleet<'_>) -> f64 {
        match fleet.tenure {
            Tenure::Bought => purchase(fleet.deployment.hardware, &self.scenario.assumptions).get(),
            Tenure::Owned | Tenure::Rented => 0.0,
        }
    }

    fn fetched(&self, fleet: &Fleet<'_>) -> f64 {
        resale_fraction(fleet.deployment.hardware, &self.scenario.assumptions)
    }

    /// One machine bought in the first month and sold at the end.
    fn bought(&self, fleet: &Fleet<'_>) -> f64 {
        self.price(fleet) * (1.0 - self.fetched(fleet) * self.end)
    }

    /// A month of one idle machine. Nothing for one that follows the load: it may be let go.
    fn running(&self, fleet: &Fleet<'_>) -> f64 {
        let assumptions = &self.scenario.assumptions;
        if fleet.tenure == Tenure::Rented && assumptions.rent_mode != RentMode::Always {
            return 0.0;
        }
        let running = fleet.running_of(1.0, 0.0, assumptions);
        (running.total() - running.operations).get()
    }

    fn operations(&self) -> f64 {
        let assumptions = &self.scenario.assumptions;
        running::operations(assumptions.ops_hours, assumptions.ops_rate).get() * self.months
    }
}

impl Spill {
    fn new(bill: Option<UsdPerMonth>, mut months: Vec<[f64; 3]>) -> Self {
        months.sort_by(|a, b| a[0].total_cmp(&b[0]));
        let prices = || months.iter().map(|[_, worth, price]| worth * price);
        let demand: Vec<f64> = months.iter().map(|[demand, ..]| *demand).collect();
        let mut up_to = vec![0.0];
        for (price, demand) in prices().zip(&demand) {
            up_to.push(up_to[up_to.len() - 1] + price * demand);
        }
        let mut from: Vec<f64> = vec![0.0];
        for price in prices().rev() {
            from.push(from[from.len() - 1] + price);
        }
        from.reverse();
        Self { bill, demand, up_to, from }
    }

    /// The demand up to which serving a little more in every month is worth this much a month of
    /// the API's first bill.
    fn best(&self, worth: f64) -> f64 {
        let months = self.from.partition_point(|from| *from > worth);
        months.checked_sub(1).map_or(0.0, |month| self.demand[month.min(self.demand.len() - 1)])
    }

    /// What the API bills over the horizon, in bills of the first month, when this much of its
    /// demand is served elsewhere in every month.
    fn left(&self, served: f64) -> f64 {
        let within = self.demand.partition_point(|demand| *demand <= served);
        let all = self.up_to[self.demand.len()];
        all - self.up_to[within] - served * self.from[within]
    }
}
