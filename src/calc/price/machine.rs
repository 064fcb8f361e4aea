//! The items of one machine, bought, owned or rented.

use super::item::{Driver, Escalation, Item, Origin, Part};
use super::wall_power::{idle_power, load_power, waiting_power};
use crate::api::Api;
use crate::assumptions::{Assumptions, HostTenure, Setup};
use crate::calc::capacity::fleet::Tenure;
use crate::hardware::Hardware;
use crate::place::Place;
use crate::range::Range;
use crate::rent::OfferTerms;
use crate::scenario::Scenario;
use crate::units::{HOURS_PER_MONTH, HoursPerMonth, Months, Usd, UsdPerHour, UsdPerMonth, Watts};

/// A driver of a month: what is paid for one of it.
const MONTH: Months = Months::new(1.0);

/// Electricity of a month of drawing this power all the time:
/// `W / 1000 x 730 h x PUE x USD per kWh`, both those of the place.
pub fn energy(power: Watts, assumptions: &Assumptions, place: Place) -> UsdPerMonth {
    let (electricity, pue) = assumptions.power_at(place);
    electricity * (power.kwh_per_month() * pue)
}

/// Operations: hours a month times the hourly rate, once for the whole fleet.
///
/// ```
/// use breakeven::calc::price::machine::operations;
/// use breakeven::units::{HoursPerMonth, UsdPerHour};
/// assert_eq!(operations(HoursPerMonth::new(4.0), UsdPerHour::new(50.0)).get(), 200.0);
/// ```
pub fn operations(hours: HoursPerMonth, rate: UsdPerHour) -> UsdPerMonth {
    rate * hours
}

/// Rent of one machine for every hour of the month, busy or not:
/// `730 h x rent per hour x (1 + overhead)`.
///
/// ```
/// use breakeven::calc::price::machine::rent;
/// use breakeven::units::UsdPerHour;
/// assert_eq!(rent(UsdPerHour::new(2.0), 0.5).get(), 2_190.0);
/// ```
pub fn rent(per_hour: UsdPerHour, overhead: f64) -> UsdPerMonth {
    per_hour * HoursPerMonth::new(HOURS_PER_MONTH) * (1.0 + overhead)
}

/// The rent of one machine: the chosen kind of price, as the outlook picks it.
pub fn rent_price(hardware: &Hardware, assumptions: &Assumptions) -> Option<UsdPerHour> {
    Some(hardware.rent_at(assumptions.rent_price)?.at(assumptions.outlook.rent))
}

/// Everything around the accelerators of one machine, where it is not there already.
pub fn host(hardware: &Hardware, assumptions: &Assumptions) -> Usd {
    match assumptions.host {
        HostTenure::Bought => hardware.host,
        HostTenure::Owned => Usd::ZERO,
    }
}

/// What the accelerators of one machine cost today, without the computer around cards.
/// Without a stated price this is not a number; such an option is ruled out before it counts.
pub fn accelerators(hardware: &Hardware, assumptions: &Assumptions) -> Usd {
    let price = |range: Range<Usd>| range.at(assumptions.outlook.hardware_price);
    hardware.price.map_or(Usd::new(f64::NAN), price) * assumptions.scale.hardware_price
}

/// Purchase of one whole machine: accelerators and everything around them.
pub fn purchase(hardware: &Hardware, assumptions: &Assumptions) -> Usd {
    let around = host(hardware, assumptions) * assumptions.scale.hardware_price;
    accelerators(hardware, assumptions) + around
}

/// Share of the purchase that the machine fetches in the end: the user's, else the profile's,
/// else nothing.
pub fn resale_fraction(hardware: &Hardware, assumptions: &Assumptions) -> f64 {
    let stated = hardware.resale_fraction.map(|range| range.at(assumptions.outlook.resale));
    assumptions.resale_fraction.or(stated).unwrap_or(0.0)
}

/// Rent of a machine for an hour in which it is held: where it may be taken back, another one on demand
/// is there for that share of the time, `(1 - s) p_spot + s p`.
pub fn rent_paid(hardware: &Hardware, assumptions: &Assumptions) -> Option<UsdPerHour> {
    let price = rent_price(hardware, assumptions)?;
    match hardware.offer_terms() {
        Some(OfferTerms::Spot { interrupted, instead }) => {
            let instead = instead?.at(assumptions.outlook.rent);
            Some(price * (1.0 - interrupted) + instead * interrupted)
        }
        _ => Some(price),
    }
}

/// Hands over the items of each machine of a fleet, one after another. A landlord pays for power, space and
/// repairs.
pub fn each_item<'c>(
    hardware: &'c Hardware,
    tenure: Tenure,
    scenario: &Scenario<'_>,
    mut with: impl FnMut(Item<'c>),
) {
    let assumptions = &scenario.assumptions;
    let rented = tenure == Tenure::Rented;
    if rented {
        rent_items(hardware, assumptions, &mut with);
    } else {
        own_items(hardware, scenario, &mut with);
        if hardware.price.is_some() {
            with(purchase_item(hardware, assumptions));
        }
    }
    rack_items(rented, hardware, assumptions, with);
}

/// What is paid for a rented machine: its rent while it is held, and a disk that stays.
fn rent_items<'c>(
    hardware: &'c Hardware,
    assumptions: &Assumptions,
    mut with: impl FnMut(Item<'c>),
) {
    let item = |rate, driver| Item::steady(Part::Rent, rate, driver, Origin::Rent(hardware));
    if let Some(price) = rent_paid(hardware, assumptions) {
        let held = item(rent(price, assumptions.rent_overhead) * MONTH, Driver::HeldMonth);
        with(Item { escalation: Escalation::RentTrend, ..held });
    }
    let disk = hardware.offer.as_ref().map(|offer| offer.disk * MONTH);
    if let Some(rate) = disk.filter(|rate| *rate > Usd::ZERO) {
        with(item(rate, Driver::MachineMonth));
    }
}

/// What a rack costs by the load that stands in it. Who rents pays for nobody's space.
fn rack_items<'c>(
    rented: bool,
    hardware: &Hardware,
    assumptions: &Assumptions,
    mut with: impl FnMut(Item<'c>),
) {
    let Some(rack) = &assumptions.places.rack else { return };
    let mut item = |part, each: UsdPerMonth, origin| {
        with(Item::steady(part, each * MONTH, Driver::RackKilowatt, origin));
    };
    let time = operations(rack.ops_hours_per_kw, assumptions.ops_rate);
    item(Part::Operations, time, Origin::RackOperations);
    if !rented && hardware.hosting.is_none() {
        item(Part::Hosting, rack.hosting_per_kw, Origin::RackHosting);
    }
}

fn own_items<'c>(hardware: &'c Hardware, scenario: &Scenario<'_>, mut with: impl FnMut(Item<'c>)) {
    let assumptions = &scenario.assumptions;
    let [waiting, idle] = [waiting_power(hardware, scenario), idle_power(hardware, assumptions)];
    let added = load_power(hardware, assumptions) - idle;
    for place in assumptions.places.of_machine(hardware.place).possible() {
        let mut power = |power, driver, origin| {
            let each = energy(power, assumptions, place);
            with(Item::steady(Part::Energy, each * MONTH, driver, origin));
        };
        power(waiting, Driver::StandingMonth(place), Origin::IdlePower(hardware));
        if idle != waiting {
            power(idle - waiting, Driver::BusyMonth(place), Origin::Waking(hardware));
        }
        power(added, Driver::LoadMonth(place), Origin::LoadPower(hardware));
    }
    let mut upkeep = |part, each: Option<UsdPerMonth>, origin| {
        let rate = each.unwrap_or_default() * MONTH;
        with(Item::steady(part, rate, Driver::MachineMonth, origin));
    };
    upkeep(Part::Hosting, hardware.hosting, Origin::Hosting(hardware));
    upkeep(Part::Maintenance, hardware.maintenance, Origin::Maintenance(hardware));
}

fn purchase_item<'c>(hardware: &'c Hardware, assumptions: &Assumptions) -> Item<'c> {
    let driver =
        Driver::Purchase { life: hardware.life, resale: resale_fraction(hardware, assumptions) };
    let rate = purchase(hardware, assumptions);
    let item = Item::steady(Part::Purchase, rate, driver, Origin::Purchase(hardware));
    Item { escalation: Escalation::HardwareTrend, ..item }
}

/// The item of looking after a fleet, whatever its size.
pub fn operations_item<'c>(assumptions: &Assumptions) -> Item<'c> {
    let each = operations(assumptions.ops_hours, assumptions.ops_rate);
    Item::steady(Part::Operations, each * MONTH, Driver::Month, Origin::Operations)
}

/// The item of telling hard requests from the rest.
pub fn router_item<'c>(assumptions: &Assumptions) -> Item<'c> {
    let rate = Usd::new(assumptions.router_usd_per_1k);
    Item::steady(Part::Routing, rate, Driver::ThousandRequests, Origin::Router)
}

/// Setting machines up: money, and hours at the price of operations.
pub fn setup_cost(setup: Setup, assumptions: &Assumptions) -> Usd {
    setup.usd + operations(HoursPerMonth::new(setup.hours), assumptions.ops_rate) * MONTH
}

/// What it takes to set a machine up: as somebody says, else as its profile does.
pub fn setup_of(hardware: &Hardware, assumptions: &Assumptions) -> Setup {
    assumptions.setup.unwrap_or(hardware.setup)
}

/// The item of setting machines up.
pub fn setup_item<'c>(hardware: &'c Hardware, assumptions: &Assumptions) -> Item<'c> {
    let rate = setup_cost(setup_of(hardware, assumptions), assumptions);
    Item::steady(Part::Once, rate, Driver::Once, Origin::Setup(hardware))
}

/// Leaving the stated baseline: as somebody says, else as its profile does; nothing where none is.
pub fn migration(scenario: &Scenario<'_>) -> Usd {
    let leave = |api: &Api| scenario.assumptions.migration.unwrap_or(api.billing.migration);
    scenario.baseline.map_or(Usd::ZERO, leave)
}

/// The item of leaving what is used now.
pub fn migration_item<'c>(scenario: &Scenario<'_>) -> Item<'c> {
    Item::steady(Part::Once, migration(scenario), Driver::Once, Origin::Migration)
}
