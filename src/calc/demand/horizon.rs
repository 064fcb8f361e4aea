//! The months of a horizon: how far demand and prices have come in each, and what a dollar in it is
//! worth today.
//!
//! Running costs, volume and trends of a month are at its middle; machines are bought on the first day
//! of the month that needs them and sold on their day.

use super::compound::{compounded, floored};
use crate::assumptions::Assumptions;
use crate::scenario::Scenario;
use crate::units::{Months, Usd, UsdPerMonth};
use crate::workload::Workload;

/// What changes from month to month, per year.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Drift {
    /// Growth of demand.
    pub growth: f64,
    /// Trend of API prices.
    pub api_prices: f64,
    /// The part of today's API prices below which none falls.
    pub api_floor: f64,
    /// Trend of rents.
    pub rents: f64,
    /// Trend of the prices of machines.
    pub hardware: f64,
    /// Discount rate.
    pub discount: f64,
}

impl Drift {
    /// Whether prices have a trend.
    pub fn moves_prices(&self) -> bool {
        [self.api_prices, self.rents, self.hardware].iter().any(|trend| *trend != 0.0)
    }

    /// Whether a machine more may be worth it in a later month and not in an earlier one: demand grows, APIs get
    /// dearer, or machines cheaper.
    pub fn may_buy_later(&self) -> bool {
        self.growth > 0.0 || self.api_prices > 0.0 || self.rents < 0.0 || self.hardware < 0.0
    }

    /// What changes in a scenario.
    pub fn of(workload: &Workload, assumptions: &Assumptions) -> Self {
        Self {
            growth: workload.growth_per_year,
            api_prices: assumptions.api_price_trend,
            api_floor: assumptions.api_price_floor,
            rents: assumptions.rent_trend,
            hardware: assumptions.hardware_trend,
            discount: assumptions.discount,
        }
    }

    /// The months one after another, without end.
    ///
    /// ```
    /// use breakeven::calc::demand::horizon::Drift;
    /// let drift = Drift { growth: 3.0, api_prices: -0.75, api_floor: 0.4, ..Drift::default() };
    /// let months: Vec<_> = drift.months().take(7).collect();
    /// assert_eq!((months[0].start_demand, months[6].start_demand), (1.0, 2.0));
    /// assert_eq!(months[0].demand, 4_f64.powf(0.5 / 12.0));
    /// assert_eq!(months[0].api_price, 0.25_f64.powf(0.5 / 12.0));
    /// assert_eq!(Drift { api_floor: 0.9, ..drift }.months().nth(6).unwrap().api_price, 0.9);
    /// ```
    pub fn months(self) -> impl Iterator<Item = Month> {
        // The first twelve take powers; each later one is the month a year before, once more.
        let rates = [self.growth, self.growth, self.api_prices, self.rents, self.discount];
        let mut year: [[f64; 5]; 12] = std::array::from_fn(|month| {
            let (start, middle) = (month as f64, month as f64 + 0.5);
            let at = [start, middle, middle, middle, middle];
            std::array::from_fn(|index| compounded(rates[index], at[index]))
        });
        (0..).map(move |index: u32| {
            let now = &mut year[index as usize % 12];
            let [start_demand, demand, api_price, rent, discount] = *now;
            now.iter_mut().zip(rates).for_each(|(factor, rate)| *factor *= 1.0 + rate);
            let api_price = floored(self.api_prices, self.api_floor, api_price);
            Month { index, start_demand, demand, api_price, rent, worth: discount.recip() }
        })
    }

    /// Worth today of a dollar at a time in months: `(1 + discount rate)^(-months / 12)`.
    pub fn worth_at(self, months: f64) -> f64 {
        compounded(self.discount, months).recip()
    }

    /// Price of a machine at a time in months, over today's.
    pub fn hardware_at(self, months: f64) -> f64 {
        compounded(self.hardware, months)
    }
}

/// A month: how far demand and prices have come by then, and what a dollar in it is worth today.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Month {
    /// 0 is the first.
    pub index: u32,
    /// Demand on its first day over that of today: what fleets are sized for.
    pub start_demand: f64,
    /// Demand at its middle over that of today: what is served and billed.
    pub demand: f64,
    /// API prices over those of today, but for announced changes.
    pub api_price: f64,
    /// Rents over those of today.
    pub rent: f64,
    /// Worth today of a dollar at its middle.
    pub worth: f64,
}

impl Month {
    /// The first month at the stated volume and today's prices.
    pub const STATED: Self =
        Self { index: 0, start_demand: 1.0, demand: 1.0, api_price: 1.0, rent: 1.0, worth: 1.0 };
}

/// Demand on the first day of the last month over that of today.
pub fn last_demand(scenario: &Scenario<'_>) -> f64 {
    let months = scenario.assumptions.horizon_months;
    compounded(scenario.workload.growth_per_year, f64::from(months.saturating_sub(1)))
}

/// Worth today of a dollar in every month of the horizon, in months.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Worth {
    /// As it is.
    pub months: f64,
    /// Times demand over that of today.
    pub grown: f64,
    /// Times demand and the trend of API prices: what a bill of today amounts to.
    pub billed: f64,
    /// Times the trend of rents.
    pub rented: f64,
}

/// What the owner of one machine has paid for it in the end, over its price today: purchases less
/// what was fetched for it, `price - resale fraction x fetched`.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Owning {
    /// The part that does not depend on the resale fraction.
    pub price: f64,
    /// The part that comes back in proportion to it.
    pub fetched: f64,
}

impl Owning {
    /// So many machines more.
    pub fn add(&mut self, machines: f64, each: Self) {
        self.price += machines * each.price;
        self.fetched += machines * each.fetched;
    }
}

/// Write-off of a machine: `(price - resale) / life`.
///
/// ```
/// use breakeven::calc::demand::horizon::write_off;
/// use breakeven::units::{Months, Usd};
/// assert_eq!(write_off(Usd::new(1_000.0), 0.25, Months::new(60.0)).get(), 12.5);
/// ```
pub fn write_off(price: Usd, resale: f64, life: Months) -> UsdPerMonth {
    price * (1.0 - resale) / life
}

/// The months of a horizon.
#[derive(Clone, Debug, PartialEq)]
pub struct Horizon {
    /// What changes.
    pub drift: Drift,
    /// Every month.
    pub months: Vec<Month>,
    /// What a dollar in them is worth.
    pub worth: Worth,
}

impl Horizon {
    /// The months over which options of a scenario are compared.
    pub fn of(scenario: &Scenario<'_>) -> Self {
        let Scenario { workload, assumptions, .. } = scenario;
        Self::new(Drift::of(workload, assumptions), assumptions.horizon_months)
    }

    /// So many months.
    pub fn new(drift: Drift, count: u32) -> Self {
        let months: Vec<Month> = drift.months().take(count as usize).collect();
        let mut worth = Worth::default();
        for month in &months {
            worth.months += month.worth;
            worth.grown += month.demand * month.worth;
            worth.billed += month.demand * month.api_price * month.worth;
            worth.rented += month.rent * month.worth;
        }
        Self { drift, months, worth }
    }

    /// What makes one horizon the same as another: what changes, and how many months.
    pub fn key(&self) -> (Drift, usize) {
        (self.drift, self.months.len())
    }

    /// Whether it is the horizon of this scenario, too.
    pub fn is_of(&self, scenario: &Scenario<'_>) -> bool {
        let Scenario { workload, assumptions, .. } = scenario;
        let months = assumptions.horizon_months as usize;
        self.key() == (Drift::of(workload, assumptions), months)
    }

    /// Makes it that of a scenario, if it is another's.
    pub fn turn_to(&mut self, scenario: &Scenario<'_>) {
        if !self.is_of(scenario) {
            *self = Self::of(scenario);
        }
    }

    /// Its end, in months from now.
    pub fn end(&self) -> f64 {
        self.months.len() as f64
    }

    /// Whether demand stays what it is.
    pub fn is_level(&self) -> bool {
        self.drift.growth == 0.0
    }

    /// The last month.
    pub fn last(&self) -> Month {
        self.months.last().copied().unwrap_or(Month::STATED)
    }

    /// Owning one machine that is bought at a time, for one life: straight line.
    ///
    /// It is worth `P - (P - R) x age / life` until the end of its life and `R` then, and sold at
    /// that in the end of the horizon or of its life, whichever is first.
    ///
    /// ```
    /// use breakeven::calc::demand::horizon::{Drift, Horizon};
    /// use breakeven::units::Months;
    /// let horizon = Horizon::new(Drift::default(), 15);
    /// let owning = horizon.one_life(0.0, Months::new(60.0));
    /// // A quarter of the life: a quarter of the price, less a quarter of what it fetches.
    /// assert_eq!((owning.price, owning.fetched), (0.25, 0.25));
    /// ```
    pub fn one_life(&self, from: f64, life: Months) -> Owning {
        let (drift, end) = (self.drift, self.end());
        let (paid, to) = (drift.hardware_at(from), (from + life.get()).min(end));
        let (age, worth) = ((to - from) / life.get(), drift.worth_at(to));
        Owning {
            price: paid * (drift.worth_at(from) - worth * (1.0 - age)),
            fetched: paid * worth * age,
        }
    }

    /// Owning one machine from a time to the end, bought again at the end of each life.
    ///
    /// ```
    /// use breakeven::calc::demand::horizon::{Drift, Horizon};
    /// use breakeven::units::Months;
    /// let horizon = Horizon::new(Drift::default(), 96);
    /// let owning = horizon.to_the_end(0.0, Months::new(48.0));
    /// assert_eq!((owning.price, owning.fetched), (2.0, 2.0));
    /// ```
    pub fn to_the_end(&self, from: f64, life: Months) -> Owning {
        let (mut owning, mut start) = (Owning::default(), from);
        while start < self.end() {
            owning.add(1.0, self.one_life(start, life));
            start += life.get();
        }
        owning
    }
}
