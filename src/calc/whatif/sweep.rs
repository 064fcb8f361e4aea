//! A lever at many values: what wins at each, and where another kind begins to win.

use super::every_kind::of_every_kind;
use crate::calc::crossing::narrowed;
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

/// Looks at a lever from one value to another in so many even steps of its scale, and at each value in
/// between from which on another kind wins. What changes and changes back within a step is not seen.
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
        (kind, Stop { value, changes, seen: look(&turned, best, next) })
    };
    let kind_at = |value: f64| -> Option<Kind> { at(value, false).0 };
    let mut stops: Vec<Stop<T>> = Vec::new();
    let mut before: Option<(f64, Option<Kind>)> = None;
    for step in 0..=steps {
        let value = scale.between(low, high, f64::from(step) / f64::from(steps));
        if stops.last().is_some_and(|last| last.value == value) {
            continue;
        }
        let (kind, stop) = at(value, false);
        if let Some(before) = before.filter(|(_, known)| *known != kind) {
            let first = narrowed(scale, before, (value, kind), kind_at).after.0;
            if first < value {
                stops.push(at(first, true).1);
                stops.push(stop);
            } else {
                stops.push(Stop { changes: true, ..stop });
            }
        } else {
            stops.push(stop);
        }
        before = Some((value, kind));
    }
    stops
}
