//! A question in its compiled form: items by driver, times the look-ups of the horizon.
//!
//! The sum is the ledger's (tests hold them to 1e-12 of each other), without words and without a
//! list of months. What is asked thousands of times asks this: the menu, flips, solve and draws.

use super::overflow::Overflow;
use super::price_list::ApiPrices;
use crate::api::Api;
use crate::calc::capacity::autoscale;
use crate::calc::capacity::fleet::{Fleet, Tenure};
use crate::calc::demand::MonthlyTokens;
use crate::calc::demand::horizon::Horizon;
use crate::calc::option::serving::{Base, ServingOption};
use crate::calc::price::item::{Driver, Item};
use crate::calc::price::machine;
use crate::hardware::Hardware;
use crate::scenario::Scenario;
use crate::units::{DAYS_PER_MONTH, Usd};

/// The items of one machine by driver: USD for one unit of each.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MachineRates {
    /// A machine bought.
    pub bought: Usd,
    /// Share of that which it fetches in the end.
    pub resale: f64,
    /// A machine there for a month.
    pub there: Usd,
    /// A machine held for a month.
    pub held: Usd,
    /// A machine busy for a month.
    pub busy: Usd,
}

impl MachineRates {
    /// Those of a machine.
    pub fn new(hardware: &Hardware, tenure: Tenure, scenario: &Scenario<'_>) -> Self {
        let mut rates = Self::default();
        machine::items(hardware, tenure, &scenario.assumptions).for_each(|item| rates.add(&item));
        rates
    }

    fn add(&mut self, item: &Item<'_>) {
        match item.driver {
            Driver::Purchase { resale, .. } => {
                self.bought += item.rate;
                self.resale = resale;
            }
            Driver::MachineMonth => self.there += item.rate,
            Driver::HeldMonth => self.held += item.rate,
            Driver::BusyMonth => self.busy += item.rate,
            Driver::Month | Driver::Mtok(..) | Driver::ThousandRequests => {}
        }
    }
}

/// Machine-months of a fleet over a horizon, each at its worth, and purchases.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct MachineMonths {
    there: f64,
    held: f64,
    busy: f64,
    /// Purchases at their worth, and their number.
    bought: (f64, f64),
}

/// A question that is asked for costs alone.
pub struct Compiled<'s, 'c> {
    /// The question.
    pub scenario: &'s Scenario<'c>,
    /// Its months.
    pub horizon: &'s Horizon,
    /// The tokens of its first month.
    pub tokens: MonthlyTokens,
    /// Looking after a fleet, over the horizon.
    pub operations: Usd,
}

impl<'s, 'c> Compiled<'s, 'c> {
    /// Compiles a question.
    pub fn new(scenario: &'s Scenario<'c>, horizon: &'s Horizon) -> Self {
        let operations = machine::operations_item(&scenario.assumptions).rate;
        let tokens = MonthlyTokens::of(&scenario.workload);
        Self { scenario, horizon, tokens, operations: operations * horizon.worth.months }
    }

    /// The bill of an endpoint for the whole workload over the horizon.
    pub fn bill(&self, api: &Api) -> Usd {
        ApiPrices::new(api, self.scenario).bill(self.tokens, self.horizon)
    }

    /// Telling hard requests from the rest, over the horizon.
    pub fn routing(&self) -> Usd {
        let thousands = self.scenario.workload.requests_per_day() * DAYS_PER_MONTH / 1_000.0;
        let item = machine::router_item(&self.scenario.assumptions);
        item.rate * (thousands * self.horizon.worth.grown)
    }

    /// One machine that is bought in the first month and does nothing until it is sold in the end.
    pub fn standing(&self, rates: &MachineRates) -> Usd {
        let worth = self.horizon.worth;
        rates.bought * (1.0 - rates.resale * worth.end) + (rates.there + rates.held) * worth.months
    }

    /// What a fleet of this machine costs at least, whatever runs on it: the machines that are there
    /// and do nothing.
    pub fn at_least(&self, rates: &MachineRates, tenure: Tenure) -> Usd {
        let machines = self.scenario.machines.map_or(1.0, f64::from);
        let worth = self.horizon.worth;
        let held = match autoscale::follows_load(self.scenario, tenure) {
            // An hour without demand may hold none.
            true => self.scenario.workload.load.busy_share(),
            false => machines,
        };
        let bought = rates.bought * (1.0 - rates.resale * worth.end) * machines;
        bought + (rates.there * machines + rates.held * held) * worth.months + self.operations
    }

    /// What a busy machine costs for a month at least: one that is full to the headroom all the time.
    pub fn full_month(&self, rates: &MachineRates) -> Usd {
        // Where waits limit what machines take, they may be busier than the headroom.
        let fullest = match self.scenario.requirements.max_wait() {
            Some(_) => 1.0,
            None => self.scenario.assumptions.headroom,
        };
        self.standing(rates) / self.horizon.worth.months / fullest + rates.busy
    }

    /// The total of a fleet that serves all that comes to it.
    pub fn fleet(&self, fleet: &Fleet<'_>, rates: &MachineRates) -> Usd {
        self.operations + self.of_machines(rates, &self.machine_months(fleet))
    }

    fn of_machines(&self, rates: &MachineRates, months: &MachineMonths) -> Usd {
        let (at_worth, number) = months.bought;
        rates.bought * (at_worth - number * rates.resale * self.horizon.worth.end)
            + rates.there * months.there
            + rates.held * months.held
            + rates.busy * months.busy
    }

    fn machine_months(&self, fleet: &Fleet<'_>) -> MachineMonths {
        let (worth, headroom) = (self.horizon.worth, self.scenario.assumptions.headroom);
        let most_demand = self.horizon.most_demand();
        let machines = fleet.machines_at(1.0, headroom);
        let stays = machines == fleet.machines_at(most_demand, headroom);
        let carried = fleet.offered.mean * most_demand <= machines;
        if stays && carried && !autoscale::follows_load(self.scenario, fleet.tenure) {
            return MachineMonths {
                there: machines * worth.months,
                held: machines * worth.months,
                busy: fleet.offered.mean * worth.grown,
                bought: (machines, machines),
            };
        }
        self.month_by_month(fleet)
    }

    fn month_by_month(&self, fleet: &Fleet<'_>) -> MachineMonths {
        let headroom = self.scenario.assumptions.headroom;
        let (mut sum, mut before) = (MachineMonths::default(), 0.0);
        let mut last = (0.0, 0.0);
        for month in &self.horizon.months {
            let machines = fleet.machines_at(month.demand, headroom);
            // Where demand stays, so does what is held.
            if last.0 != month.demand {
                let held = autoscale::held_by(fleet, self.scenario, month.demand, machines);
                last = (month.demand, held);
            }
            sum.there += machines * month.end;
            sum.held += last.1 * month.end;
            sum.busy += (fleet.offered.mean * month.demand).min(machines) * month.end;
            sum.bought.0 += (machines - before) * month.start;
            before = machines;
        }
        sum.bought.1 = before;
        sum
    }

    /// The total of an option.
    pub fn total(&self, option: &ServingOption<'_>) -> Usd {
        let share = option.base_share(self.scenario);
        let base = match (&option.base, option.overflow) {
            (Base::Api(api), _) => self.bill(api) * share,
            (Base::Fleet(fleet), None) => self.fleet(fleet, &self.rates_of(fleet)),
            (Base::Fleet(fleet), Some(api)) => {
                let machines = fleet.first_machines(&self.scenario.assumptions);
                let overflow = Overflow::new(self, &ApiPrices::new(api, self.scenario), None);
                overflow.total(self, fleet, &self.rates_of(fleet), machines)
            }
        };
        match option.hard {
            Some(api) => base + self.hard(self.bill(api)),
            None => base,
        }
    }

    /// What the hard share adds, by what its endpoint would bill for everything.
    pub fn hard(&self, bill: Usd) -> Usd {
        bill * self.scenario.requirements.hard_share + self.routing()
    }

    /// The items of a fleet's machines by driver.
    pub fn rates_of(&self, fleet: &Fleet<'_>) -> MachineRates {
        MachineRates::new(fleet.deployment.hardware, fleet.tenure, self.scenario)
    }
}
