//! Whether the interval of the throughput alone could change the verdict.

use super::cash::totals;
use super::contest::Contest;
use super::fleet::Fleet;
use super::option::Kind;
use super::search::{Candidate, sized};
use crate::assumptions::{Assumptions, Outlook};
use crate::range::Pick;
use crate::scenario::Scenario;
use crate::source::Text;

/// Another verdict at one end of every throughput's interval.
#[derive(Clone, Debug, PartialEq)]
pub struct Doubt {
    /// The end.
    pub end: Pick,
    /// The kind that is cheapest there; `None` when nothing meets the requirements.
    pub becomes: Option<Kind>,
    /// The machine whose throughput decides, and its output tokens per second there.
    pub machine: Option<(Text, f64)>,
}

/// The first end of the interval at which another kind of option wins: for machines that win now
/// the low one, else the high one.
pub fn doubt(
    scenario: &Scenario<'_>,
    contest: &Contest<'_>,
    all: &[Candidate<'_>],
) -> Option<Doubt> {
    let winner = contest.costs(contest.scenario(), 0.0).winner()?;
    let ends = [Pick::Low, Pick::High].into_iter();
    // Slower machines never win against an API.
    ends.filter(|end| winner != Kind::Api || *end == Pick::High).find_map(|end| {
        let outlook = Outlook { throughput: end, ..scenario.assumptions.outlook };
        let assumptions = Assumptions { outlook, ..scenario.assumptions.clone() };
        let turned = Scenario { assumptions, ..scenario.clone() };
        // Intervals differ in width, so at their ends other machines may be the best.
        let there = Contest::new(&turned, all);
        let becomes = there.costs(there.scenario(), 0.0).winner();
        let decides = if end == Pick::Low { Some(winner) } else { becomes };
        (becomes != Some(winner)).then(|| Doubt {
            end,
            becomes,
            machine: decides.and_then(|kind| machine(contest, &there, kind, end)),
        })
    })
}

/// The machine of the cheapest fleet of a kind: of those that win now, or that win at the high end.
fn machine(now: &Contest<'_>, there: &Contest<'_>, kind: Kind, end: Pick) -> Option<(Text, f64)> {
    let contest = if end == Pick::Low { now } else { there };
    let scenario = contest.scenario();
    let cost = |fleet: &&Fleet<'_>| {
        let (option, unmet) = sized(scenario, fleet.resized(scenario, 1.0));
        let possible = unmet.is_empty() && option.kind() == kind;
        if possible { totals(scenario, &option).cost().get() } else { f64::INFINITY }
    };
    let cheapest = contest.fleets().iter().min_by(|a, b| cost(a).total_cmp(&cost(b)))?;
    let rate = cheapest.rates.decode.at(end).get();
    cost(&cheapest).is_finite().then(|| (cheapest.deployment.hardware.id.clone(), rate))
}
