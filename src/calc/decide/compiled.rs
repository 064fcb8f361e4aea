//! A question in its compiled form: items by driver, times the look-ups of the horizon.
//!
//! The sum is the ledger's (tests hold them to 1e-12 of each other), without words and without a
//! list of months. What is asked thousands of times asks this: the menu, flips, solve and draws.

use super::entry::Entry;
use super::full_month::{FullMonth, Standing};
use super::price_list::ApiPrices;
use crate::api::Api;
use crate::calc::capacity::autoscale;
use crate::calc::capacity::fleet::{Fleet, Tenure};
use crate::calc::capacity::purchases::owning;
use crate::calc::demand::MonthlyTokens;
use crate::calc::demand::horizon::{Horizon, Month};
use crate::calc::price::machine;
use crate::calc::price::machine_rates::{Each, MachineRates};
use crate::hardware::Hardware;
use crate::load::Load;
use crate::scenario::Scenario;
use crate::units::Usd;

/// A question that is asked for costs alone.
pub struct Compiled<'s, 'c> {
    /// The question.
    pub scenario: &'s Scenario<'c>,
    /// Its months.
    pub horizon: &'s Horizon,
    /// The tokens of its first month.
    pub tokens: MonthlyTokens,
    /// Looking after a fleet over the horizon.
    pub upkeep: Usd,
    /// Leaving the stated baseline.
    pub migration: Usd,
}

impl<'s, 'c> Compiled<'s, 'c> {
    /// Compiles a question.
    pub fn new(scenario: &'s Scenario<'c>, horizon: &'s Horizon) -> Self {
        let assumptions = &scenario.assumptions;
        let upkeep = machine::operations_item(assumptions).rate * horizon.worth.months;
        let migration = machine::migration(scenario);
        let tokens = MonthlyTokens::of(&scenario.workload);
        Self { scenario, horizon, tokens, upkeep, migration }
    }

    /// What there is around a fleet, however large it is: looking after it, setting it up, and leaving
    /// what was there.
    pub fn around(&self, rates: &MachineRates) -> Usd {
        self.upkeep + rates.setup + self.migration
    }

    /// The bill of an endpoint for a share of the workload over the horizon.
    pub fn bill(&self, api: &Api, share: f64) -> Usd {
        ApiPrices::new(api, self.scenario).bill(share, self.tokens, self.horizon)
    }

    /// Telling hard requests from the rest, over the horizon.
    pub fn routing(&self) -> Usd {
        let thousands = self.tokens.thousand_requests;
        let item = machine::router_item(&self.scenario.assumptions);
        item.rate * (thousands * self.horizon.worth.grown)
    }

    /// What a fleet of this machine costs at least, whatever runs on it: one machine, or as many as
    /// are given, that does nothing. What is there already is not bought.
    pub fn at_least(&self, hardware: &Hardware, rates: &MachineRates, tenure: Tenure) -> Usd {
        let given = self.scenario.given_machines();
        let machines = given.unwrap_or(1.0);
        let worth = self.horizon.worth;
        let held = match autoscale::follows_load(self.scenario, hardware, tenure) {
            true if autoscale::may_be_off(hardware, tenure) => 0.0,
            // An hour without demand may hold none.
            true => self.scenario.workload.load.busy_share(),
            false => machines,
        };
        let owned = match tenure {
            Tenure::Bought => rates.owning(self.horizon.to_the_end(0.0, rates.life)) * machines,
            Tenure::Owned | Tenure::Rented => Usd::ZERO,
        };
        // More machines may stand where each costs less.
        let there = given.map_or_else(|| rates.least().there, |given| rates.there(given));
        owned + there * worth.months + rates.held * (held * worth.rented) + self.around(rates)
    }

    /// What a machine costs for a month at least: full to the headroom, bought or rented whenever that is
    /// cheapest, or there already.
    pub fn full_month(&self, entry: &Entry<'_>, rates: &MachineRates) -> FullMonth<'s> {
        // Where waits limit what machines take, or some work can wait, they may be busier than the
        // headroom; and what can wait is done in other hours.
        let Scenario { workload, requirements, assumptions, .. } = self.scenario;
        let can_wait = workload.batch_share() > 0.0;
        let is_limited = can_wait || requirements.max_wait().is_some();
        let fullest = if is_limited { 1.0 } else { assumptions.headroom };
        let hours = if can_wait { Load::even() } else { workload.load.as_asked() };
        let rents = self.horizon.months.iter().map(|month| month.rent);
        let rent = rents.fold(f64::INFINITY, f64::min);
        let owned = match entry.tenure {
            Tenure::Bought => self.cheapest_month_of_owning(rates),
            Tenure::Owned | Tenure::Rented => Usd::ZERO,
        };
        let held = owned + rates.held * rent;
        let standing = |each: Each, free: Usd| Standing {
            there: held + each.there,
            free,
            work: each.all_the_time(),
        };
        let most = rates.most_alike().unwrap_or(f64::INFINITY);
        let many = if most.is_finite() { most + 1.0 } else { 1.0 };
        let each = rates.of(many);
        FullMonth {
            whole: !autoscale::follows_load(self.scenario, entry.hardware, entry.tenure),
            least: standing(rates.least(), Usd::ZERO),
            few: (standing(rates.of(1.0), Usd::ZERO), most),
            many: standing(each, each.there * many - rates.there(many)),
            fullest,
            hours,
        }
    }

    fn cheapest_month_of_owning(&self, rates: &MachineRates) -> Usd {
        if self.owning_is_even() {
            return rates.write_off();
        }
        let (mut left, mut owned) = (0.0, Usd::ZERO);
        let from_month_on = |(month, each): (&Month, Usd)| {
            (left, owned) = (left + month.worth, owned + each);
            owned / left
        };
        let months = self.horizon.months.iter().zip(self.months_of_owning(rates)).rev();
        months.map(from_month_on).fold(Usd::new(f64::INFINITY), Usd::min)
    }

    /// What a machine costs in each month for being bought at its beginning and not at that of the next one: as
    /// long as it is kept to the end, owning it from a month on is the sum from there.
    pub fn months_of_owning(&self, rates: &MachineRates) -> Vec<Usd> {
        let months = self.horizon.months.len();
        if self.owning_is_even() {
            return vec![rates.write_off(); months];
        }
        let from = |month: usize| rates.owning(self.horizon.to_the_end(month as f64, rates.life));
        let from: Vec<Usd> = (0..=months).map(from).collect();
        from.windows(2).map(|pair| pair[0] - pair[1]).collect()
    }

    /// Whether owning a machine costs the same in every month, whenever it is bought: its write-off.
    fn owning_is_even(&self) -> bool {
        self.horizon.drift.discount == 0.0 && self.horizon.drift.hardware == 0.0
    }

    /// The total of a fleet that serves all that comes to it.
    pub fn fleet(&self, fleet: &Fleet<'_>, rates: &MachineRates) -> Usd {
        let (scenario, worth) = (self.scenario, self.horizon.worth);
        let owned = rates.owning(owning(fleet, scenario, self.horizon));
        let machines = fleet.first_machines(scenario);
        let stays = machines == fleet.machines_in(&self.horizon.last(), scenario);
        let hardware = fleet.deployment.hardware;
        let follows = autoscale::follows_load(scenario, hardware, fleet.tenure);
        let works_alike = self.horizon.is_level() || !rates.of(machines).pays_for_work();
        let running = match stays && works_alike && !follows {
            true => {
                (rates.there(machines) + self.work(fleet, rates, machines, 1.0, 0.0)) * worth.months
                    + rates.held * (machines * worth.rented)
            }
            false => self.month_by_month(fleet, rates),
        };
        self.around(rates) + owned + running
    }

    /// What machines cost in a month for what they do, when demand is this many times that of today and a
    /// share of it exceeds them.
    pub fn work(
        &self,
        fleet: &Fleet<'_>,
        rates: &MachineRates,
        machines: f64,
        demand: f64,
        exceeds: f64,
    ) -> Usd {
        let (each, scenario) = (rates.of(machines), self.scenario);
        if each.awake != Usd::ZERO {
            return each.work(fleet.work(machines, demand, exceeds, scenario));
        }
        match each.load == Usd::ZERO {
            true => Usd::ZERO,
            false => each.load * fleet.power(machines, demand, exceeds, scenario),
        }
    }

    fn month_by_month(&self, fleet: &Fleet<'_>, rates: &MachineRates) -> Usd {
        let mut running = Usd::ZERO;
        let mut known = ((f64::NAN, f64::NAN), (0.0, Usd::ZERO));
        for month in &self.horizon.months {
            let machines = fleet.machines_in(month, self.scenario);
            let offered = fleet.offered.mean * month.demand;
            // Where demand stays, so do the hours that are paid, and what is done in them.
            if known.0 != (offered, machines) {
                let held = autoscale::held(self.scenario, fleet, offered, machines);
                let work = self.work(fleet, rates, machines, month.demand, 0.0);
                known = ((offered, machines), (held, work));
            }
            let (held, work) = known.1;
            running += (rates.there(machines) + work) * month.worth
                + rates.held * (held * month.rent * month.worth);
        }
        running
    }

    /// Share of the workload that is hard.
    pub fn hard_share(&self) -> f64 {
        self.scenario.requirements.hard_share
    }

    /// What the hard share adds, by what its endpoint bills for it.
    pub fn hard(&self, bill: Usd) -> Usd {
        bill + self.routing()
    }

    /// The items of a fleet's machines by driver.
    pub fn rates_of(&self, fleet: &Fleet<'_>) -> MachineRates {
        MachineRates::new(fleet.deployment.hardware, fleet.tenure, self.scenario)
    }
}
