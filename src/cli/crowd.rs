//! `--users`: from people to the tokens that they make.

use anyhow::Result;

use super::args::{CompareArgs, Use};
use super::hinted::Hinted;
use crate::lever::{Belief, Lever};
use crate::profile::fields::workload_fields::REQUESTS_PER_USER_PER_DAY;
use crate::profile::record::Fields;
use crate::range::Range;
use crate::workload::Workload;

/// People, and the requests that each of them makes a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Crowd {
    users: f64,
    /// Of which nobody said where in it they are, unless it has no width.
    pub each: Range<f64>,
}

impl Crowd {
    /// That of a question without a volume, when there is one.
    ///
    /// # Errors
    /// A workload that does not say how much one user makes, or none.
    pub(super) fn of(args: &CompareArgs, profile: Option<Fields<'_>>) -> Result<Option<Self>> {
        let demand = &args.demand;
        let is_said = demand.volume.is_some()
            || demand.input.is_some()
            || demand.output.is_some()
            || demand.requests.is_some()
            || demand.spend.is_some();
        let Some(users) = args.bill.users.filter(|_| !is_said) else { return Ok(None) };
        let each = profile.and_then(|fields| fields.range(&REQUESTS_PER_USER_PER_DAY));
        let each = match (each, profile, &demand.workload) {
            (Some(each), ..) => each,
            (None, Some(_), Some(name)) => return Err(no_rate(name)),
            _ => return Err(no_work()),
        };
        let each = match demand.intensity {
            None => each,
            Some(Use::Light) => Range::exactly(each.low),
            Some(Use::Typical) => Range::exactly(each.typical),
            Some(Use::Heavy) => Range::exactly(each.high),
        };
        Ok(Some(Self { users: f64::from(users), each }))
    }

    /// Requests a day of all of them.
    pub(super) fn requests(&self) -> f64 {
        self.users * self.each.typical
    }

    /// What is believed of their tokens a day.
    pub(super) fn belief(&self, workload: &Workload) -> Belief {
        let tokens = workload.tokens().get() / self.each.typical;
        Belief { lever: Lever::Volume, range: self.each.map(|each| each * tokens) }
    }
}

fn no_rate(name: &str) -> anyhow::Error {
    let key = REQUESTS_PER_USER_PER_DAY.key;
    Hinted::with_file(
        format!("the workload `{name}` does not say how many requests a user makes"),
        format!("say `--requests 10k/day`, or state `{key}` in a profile of your own"),
        format!("give `requests`, or state `{key}` in a profile of your own"),
    )
}

fn no_work() -> anyhow::Error {
    Hinted::with_file(
        "the number of users does not say what they do",
        "add `--workload chat`, `rag` or `agent`, or a volume",
        "give `workload`, like `chat`, `rag` or `agent`, or `volume`",
    )
}
