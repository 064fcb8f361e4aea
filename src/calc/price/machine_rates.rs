//! The items of one machine by driver, and what so many machines cost in a month.

use super::item::{Driver, Item};
use super::machine;
use crate::calc::capacity::fleet::{Tenure, Work};
use crate::calc::demand::horizon::{Owning, write_off};
use crate::hardware::Hardware;
use crate::place::{Place, Places};
use crate::scenario::Scenario;
use crate::units::{Months, Usd, Watts};

/// What one more machine costs for a month where it stands.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Each {
    /// To be there.
    pub there: Usd,
    /// To have a request in progress all the time, beside that.
    pub awake: Usd,
    /// To draw its load power all the time, beside both.
    pub load: Usd,
}

impl Each {
    /// What machines do, beside being there.
    pub fn work(&self, work: Work) -> Usd {
        self.awake * work.busy + self.load * work.power
    }

    /// A machine that is at work all the time, beside being there.
    pub fn all_the_time(&self) -> Usd {
        self.awake + self.load
    }

    /// Whether anything is paid for what it does; a landlord pays for the power of what is rented.
    pub fn pays_for_work(&self) -> bool {
        self.all_the_time() != Usd::ZERO
    }
}

/// The items of one machine by driver: USD for one unit of each.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MachineRates {
    /// A machine bought today.
    pub bought: Usd,
    /// Setting a fleet of it up.
    pub setup: Usd,
    /// Time over which it is written off.
    pub life: Months,
    /// Share of its price that it fetches in the end.
    pub resale: f64,
    /// A machine held for a month.
    pub held: Usd,
    /// By place, without what a rack asks by the kW.
    each: [Each; 2],
    /// A kW of load above what stands at home.
    kilowatt: Usd,
    /// Power of a machine at work.
    load: Watts,
    places: Places,
}

impl MachineRates {
    /// Those of a machine.
    pub fn new(hardware: &Hardware, tenure: Tenure, scenario: &Scenario<'_>) -> Self {
        let assumptions = &scenario.assumptions;
        let mut rates = Self {
            bought: Usd::ZERO,
            setup: machine::setup_item(hardware, assumptions).rate,
            life: hardware.life,
            resale: 0.0,
            held: Usd::ZERO,
            each: [Each::default(); 2],
            kilowatt: Usd::ZERO,
            load: hardware.load.typical,
            places: assumptions.places.of_machine(hardware.place),
        };
        machine::each_item(hardware, tenure, scenario, |item| rates.add(&item));
        rates
    }

    fn add(&mut self, item: &Item<'_>) {
        match item.driver {
            Driver::Purchase { resale, .. } => {
                self.bought += item.rate;
                self.resale = resale;
            }
            Driver::MachineMonth => self.each.iter_mut().for_each(|each| each.there += item.rate),
            Driver::StandingMonth(place) => self.each[place as usize].there += item.rate,
            Driver::BusyMonth(place) => self.each[place as usize].awake += item.rate,
            Driver::LoadMonth(place) => self.each[place as usize].load += item.rate,
            Driver::RackKilowatt => self.kilowatt += item.rate,
            Driver::HeldMonth => self.held += item.rate,
            Driver::Once
            | Driver::Month
            | Driver::Mtok(..)
            | Driver::BatchMtok(..)
            | Driver::ThousandRequests
            | Driver::Requests(_)
            | Driver::Invoice(_) => {}
        }
    }

    /// What owning machines comes to.
    pub fn owning(&self, owning: Owning) -> Usd {
        self.bought * (owning.price - self.resale * owning.fetched)
    }

    /// Write-off of a machine bought today, a month.
    pub fn write_off(&self) -> Usd {
        write_off(self.bought, self.resale, self.life) * Months::new(1.0)
    }

    /// What so many machines cost in a month for being there.
    pub fn there(&self, machines: f64) -> Usd {
        let kilowatts = self.places.kilowatts_above(self.load * machines);
        self.each[self.place(machines) as usize].there * machines + self.kilowatt * kilowatts
    }

    /// What one machine more costs for a month among so many.
    pub fn of(&self, machines: f64) -> Each {
        let each = self.each[self.place(machines) as usize];
        let pays_for_load = self.places.kilowatts_above(self.load * machines) > 0.0;
        let kilowatts = if pays_for_load { self.load.get() / 1_000.0 } else { 0.0 };
        Each { there: each.there + self.kilowatt * kilowatts, ..each }
    }

    /// The least that a machine costs wherever it stands.
    pub fn least(&self) -> Each {
        let possible = || self.places.possible().map(|place| self.each[place as usize]);
        let least =
            |of: fn(Each) -> Usd| possible().map(of).fold(Usd::new(f64::INFINITY), Usd::min);
        Each {
            there: least(|each| each.there),
            awake: least(|each| each.awake),
            load: least(|each| each.load),
        }
    }

    /// The most machines for which a machine more costs what it costs among fewer; more stand elsewhere,
    /// or begin to pay for their load.
    pub fn most_alike(&self) -> Option<f64> {
        self.places.most_alike(self.load)
    }

    fn place(&self, machines: f64) -> Place {
        self.places.of(self.load * machines)
    }
}
