//! A lever at many values: what wins at each, and where another kind begins to win.

use super::every_kind::of_every_kind;
use crate::calc::crossing::there_and_back;
use crate::calc::decide::listing::cheapest;
use crate::calc::decide::menu::Menu;
use crate::calc::option::serving::Kind;
use crate::calc::option::subject::Candidate;
use crate::lever::Lever;
use crate::scenario::Scenario;

/// What there is to say of a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Stop<T> {
    /// The value.
    pub value: f64,
    /// Whether it is the first one of another winning kind.
    pub changes: bool,
    /// What `look` made of it.
    pub seen: T,
}

/// Parts of a step in which another kind is looked for; what changes and changes back within one is not seen.
const PARTS: u32 = 32;

/// What wins at a value: its kind, and which machines or endpoint and how many.
type Winner = (Option<Kind>, Option<(String, Option<f64>)>);

/// Looks at a lever from one value to another in so many even steps of its scale, and at each value in
/// between from which on another kind wins; also there and back, where another option of the same kind wins at
/// the next step, as when a machine is full.
///
/// `look` is shown the question with that value, what is cheapest, and what is of another kind.
pub fn sweep<'c, T>(
    menu: &Menu<'_, 'c>,
    lever: Lever,
    (low, high): (f64, f64),
    steps: u32,
    look: impl Fn(&Scenario<'c>, Option<&Candidate<'c>>, Option<&Candidate<'c>>) -> T,
) -> Vec<Stop<T>> {
    let scale = lever.scale(low);
    let at = |value: f64, changes: bool| {
        let turned = lever.set(menu.scenario, value);
        let all = of_every_kind(&menu.beside(&turned));
        let best = cheapest(&all);
        let kind = best.map(|one| one.subject.kind());
        let others = all.iter().filter(|one| one.is_possible() && Some(one.subject.kind()) != kind);
        let next = others.min_by(|a, b| a.order(b));
        let winner: Winner = (kind, best.map(|one| (one.subject.id(), one.machines(&turned))));
        (winner, Stop { value, changes, seen: look(&turned, best, next) })
    };
    let kind_at = |value: f64| -> Option<Kind> {
        let turned = lever.set(menu.scenario, value);
        menu.beside(&turned).cheapest(&turned).map(|way| way.kind)
    };
    let mut stops: Vec<Stop<T>> = Vec::new();
    let mut before: Option<(f64, Winner)> = None;
    for step in 0..=steps {
        let value = scale.between(low, high, f64::from(step) / f64::from(steps));
        if stops.last().is_some_and(|last| last.value == value) {
            continue;
        }
        let (winner, mut stop) = at(value, false);
        if let Some((earlier, other)) = before.filter(|(_, other)| *other != winner) {
            let ends = [(earlier, other.0), (value, winner.0)];
            for (first, _) in there_and_back(scale, ends[0], ends[1], PARTS, kind_at) {
                match first == value {
                    true => stop.changes = true,
                    false => stops.push(at(first, true).1),
                }
            }
        }
        stops.push(stop);
        before = Some((value, winner));
    }
    stops
}
