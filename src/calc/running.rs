//! Running cost: what machines cost while they run.

use crate::assumptions::Assumptions;
use crate::hardware::Hardware;
use crate::units::{HOURS_PER_MONTH, HoursPerMonth, UsdPerHour, UsdPerMonth, Watts};

/// A month's cost by part.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Parts {
    /// Bills of APIs.
    pub api: UsdPerMonth,
    /// Electricity.
    pub energy: UsdPerMonth,
    /// Somebody's time.
    pub operations: UsdPerMonth,
    /// Space, network and hands.
    pub hosting: UsdPerMonth,
    /// Repairs and spare parts.
    pub maintenance: UsdPerMonth,
    /// Rent of machines.
    pub rent: UsdPerMonth,
    /// Deciding which request goes where.
    pub routing: UsdPerMonth,
}

impl Parts {
    /// All parts together: the running cost.
    pub fn total(&self) -> UsdPerMonth {
        self.api
            + self.energy
            + self.operations
            + self.hosting
            + self.maintenance
            + self.rent
            + self.routing
    }
}

/// Mean power of one machine at the wall: `idle + (load - idle) x utilization`. A machine that
/// sleeps draws its sleep power instead of its idle power while nothing is asked of it.
///
/// ```
/// use breakeven::calc::running::mean_power;
/// use breakeven::units::Watts;
/// assert_eq!(mean_power(Watts::new(100.0), Watts::new(500.0), 0.25).get(), 200.0);
/// ```
pub fn mean_power(waiting: Watts, load: Watts, utilization: f64) -> Watts {
    waiting + (load - waiting) * utilization
}

/// Electricity of `machines` machines, each with this mean utilization:
/// `n x 730 h x mean power / 1000 x PUE x USD per kWh`.
pub fn energy(
    hardware: &Hardware,
    machines: f64,
    utilization: f64,
    assumptions: &Assumptions,
) -> UsdPerMonth {
    let pick = assumptions.outlook.power;
    let waiting = hardware.sleep.unwrap_or(hardware.idle.at(pick));
    let power = mean_power(waiting, hardware.load.at(pick), utilization) * machines;
    assumptions.electricity * (power.kwh_per_month() * assumptions.pue)
}

/// Operations: hours a month times the hourly rate, once for the whole fleet.
///
/// ```
/// use breakeven::calc::running::operations;
/// use breakeven::units::{HoursPerMonth, UsdPerHour};
/// assert_eq!(operations(HoursPerMonth::new(4.0), UsdPerHour::new(50.0)).get(), 200.0);
/// ```
pub fn operations(hours: HoursPerMonth, rate: UsdPerHour) -> UsdPerMonth {
    rate * hours
}

/// Rent of `machines` machines for every hour of the month, busy or not:
/// `n x 730 h x rent per hour x (1 + overhead)`.
///
/// ```
/// use breakeven::calc::running::rent;
/// use breakeven::units::UsdPerHour;
/// assert_eq!(rent(UsdPerHour::new(1.0), 2.0, 0.5).get(), 2_190.0);
/// ```
pub fn rent(per_hour: UsdPerHour, machines: f64, overhead: f64) -> UsdPerMonth {
    per_hour * HoursPerMonth::new(HOURS_PER_MONTH) * machines * (1.0 + overhead)
}

/// Running cost of a fleet that is bought or owned.
pub fn local(
    hardware: &Hardware,
    machines: f64,
    utilization: f64,
    assumptions: &Assumptions,
) -> Parts {
    Parts {
        energy: energy(hardware, machines, utilization, assumptions),
        operations: operations(assumptions.ops_hours, assumptions.ops_rate),
        hosting: hardware.hosting.unwrap_or_default() * machines,
        maintenance: hardware.maintenance.unwrap_or_default() * machines,
        ..Parts::default()
    }
}

/// Running cost of a rented fleet: the landlord pays for power, space and repairs.
pub fn rented(per_hour: UsdPerHour, machines: f64, assumptions: &Assumptions) -> Parts {
    Parts {
        rent: rent(per_hour, machines, assumptions.rent_overhead),
        operations: operations(assumptions.ops_hours, assumptions.ops_rate),
        ..Parts::default()
    }
}
