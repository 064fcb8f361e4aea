//! What machines do at a volume, in the tokens that would be as much work at full concurrency.

use crate::calc::capacity::activity::{Activity, ByLoad};
use crate::calc::capacity::fleet::Fleet;
use crate::load::Load;
use crate::scenario::Scenario;
use crate::units::MtokPerMonth;

/// What machines do at a volume.
#[derive(Clone, Debug, PartialEq)]
pub struct WorkAt {
    activity: Activity,
    load: Load,
    /// Mean offered load of a million tokens a month, in machines.
    each: f64,
}

impl WorkAt {
    /// That of machines which do one request at a time: every token is as much work.
    pub fn proportional() -> Self {
        Self { activity: Activity::proportional(), load: Load::flat(), each: 0.0 }
    }

    /// That of a fleet.
    pub fn of(fleet: &Fleet<'_>, scenario: &Scenario<'_>) -> Self {
        let tokens = scenario.workload.tokens().per_month();
        Self {
            activity: fleet.activity,
            load: scenario.workload.load.clone(),
            each: fleet.offered.mean / tokens.get(),
        }
    }

    fn tokens(&self, of: &ByLoad, machines: f64, volume: MtokPerMonth) -> MtokPerMonth {
        let each = volume.get() * self.each / machines;
        match each > 0.0 {
            true => volume * (of.mean(self.load.filled(), each, 0.0) / each),
            false => volume,
        }
    }

    /// The power that the load of so many machines adds, as tokens at full concurrency.
    pub fn power(&self, machines: f64, volume: MtokPerMonth) -> MtokPerMonth {
        self.tokens(&self.activity.power, machines, volume)
    }

    /// The time in which so many machines have a request in progress, as tokens at full concurrency.
    pub fn busy(&self, machines: f64, volume: MtokPerMonth) -> MtokPerMonth {
        self.tokens(&self.activity.busy, machines, volume)
    }
}
