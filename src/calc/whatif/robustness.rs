//! Whether the interval of the throughput alone could change the verdict.

use crate::assumptions::{Assumptions, Outlook};
use crate::calc::decide::menu::{Cheapest, Menu};
use crate::calc::option::serving::Kind;
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

/// The first end of the interval at which another kind of option wins than `now`: for machines that win now
/// the low one, else the high one.
pub fn doubt(menu: &Menu<'_, '_>, now: Cheapest) -> Option<Doubt> {
    let scenario = menu.scenario;
    [Pick::Low, Pick::High].into_iter().find_map(|end| {
        let outlook = Outlook { throughput: end, ..scenario.assumptions.outlook };
        let assumptions = Assumptions { outlook, ..scenario.assumptions.clone() };
        let there = menu.winner(&Scenario { assumptions, ..scenario.clone() }, Some(now));
        let becomes = there.map(|there| there.kind);
        // Those that win now, or that win at the high end.
        let decides = if end == Pick::Low { Some(now) } else { there };
        let machine = decides.and_then(|decides| machine(menu, &decides, end));
        (becomes != Some(now.kind)).then_some(Doubt { end, becomes, machine })
    })
}

/// The machine that wins alone.
fn machine(menu: &Menu<'_, '_>, cheapest: &Cheapest, end: Pick) -> Option<(Text, f64)> {
    let slot = cheapest.machines?;
    let rates = menu.rated.rates(slot).as_ref().ok()?;
    Some((menu.rated.deployment(slot).hardware.id.clone(), rates.decode.at(end).get()))
}
