//! Whether the interval of the throughput alone could change the verdict.

use super::contest::Contest;
use super::contest::costs::Costs;
use super::option::Kind;
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
pub fn doubt(contest: &Contest<'_, '_>) -> Option<Doubt> {
    let scenario = contest.scenario();
    let now = contest.costs(scenario, 0.0);
    let winner = now.winner()?;
    let ends = [Pick::Low, Pick::High].into_iter();
    // Slower machines never win against an API.
    ends.filter(|end| winner != Kind::Api || *end == Pick::High).find_map(|end| {
        let outlook = Outlook { throughput: end, ..scenario.assumptions.outlook };
        let assumptions = Assumptions { outlook, ..scenario.assumptions.clone() };
        let there = contest.costs(&Scenario { assumptions, ..scenario.clone() }, 0.0);
        let becomes = there.winner();
        // Those that win now, or that win at the high end.
        let decides = if end == Pick::Low { now } else { there };
        let doubt = || Doubt { end, becomes, machine: machine(contest, &decides, end) };
        (becomes != Some(winner)).then(doubt)
    })
}

/// The machine that wins alone.
fn machine(contest: &Contest<'_, '_>, costs: &Costs<'_>, end: Pick) -> Option<(Text, f64)> {
    let alone = matches!(costs.winner(), Some(Kind::Local | Kind::Rent));
    let fleet = contest.fleet(costs.leading.filter(|_| alone)?);
    Some((fleet.deployment.hardware.id.clone(), fleet.rates.decode.at(end).get()))
}
