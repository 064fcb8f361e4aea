//! Flips: the nearest value of each lever at which the verdict changes.

use std::cell::OnceCell;

use super::turn::{P99, Span};
use crate::calc::crossing::{Crossing, Walk, narrowed};
use crate::calc::decide::menu::{Cheapest, Kinds, Menu};
use crate::calc::option::serving::Kind;
use crate::lever::Lever;
use crate::scenario::Scenario;

/// Distances that differ by less than this are the same.
const SAME: f64 = 1e-8;
/// Steps from today's value to each end of a lever's span: what changes and changes back within one
/// of them is not seen.
pub const STEPS: u32 = 32;

/// Parts of a step that changes, in which the nearest change is looked for.
const PARTS: u32 = 8;

/// Parts of the way to P1 or P99 at which it is asked whether another kind is cheaper by more than a trifle. What
/// changes how many machines are needed may change the verdict there and back, since they are whole: that is asked on the
/// way, too, and not seen within a quarter of it where few flips are wanted.
const fn probes(lever: Lever) -> &'static [f64] {
    match lever {
        Lever::Throughput
        | Lever::CachedShare
        | Lever::InputShare
        | Lever::PeakFactor
        | Lever::Growth
        | Lever::HardShare => &[1.0, 0.25, 0.5, 0.75],
        _ => &[1.0],
    }
}

/// The value of a lever at which the verdict changes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flip {
    /// The lever.
    pub lever: Lever,
    /// Its value now.
    pub now: f64,
    /// The first value found with another verdict.
    pub at: f64,
    /// A ratio lever: `at / now - 1`. Otherwise: the difference.
    pub change: f64,
    /// How far away it is, in steps to the P10 or P90 of what may be believed of the lever.
    pub distance: f64,
    /// Whether that is within P1 and P99, where another kind is cheaper by more than a trifle.
    pub plausible: bool,
    /// What the verdict becomes; `None` when nothing meets the requirements any more.
    pub becomes: Option<Kind>,
}

/// The part of its cost by which another kind must be cheaper within P1 and P99.
const TRIFLE: f64 = 0.005;

/// The nearest flip of each lever from what is `cheapest` now, nearest first: all of them, or so many plausible
/// ones. Volume and API prices are plausible wherever they are turned to. `resale` stands for the profiles' own
/// fractions.
///
/// All levers are walked at once, always the one that has come least far, so that of a few flips only
/// the near ones are looked for.
pub fn flips(
    menu: &Menu<'_, '_>,
    cheapest: Cheapest,
    resale: Option<f64>,
    wanted: usize,
) -> Vec<Flip> {
    if wanted == 0 {
        return Vec::new();
    }
    let sides = |lever| Turn::both(menu, lever, resale, cheapest);
    let may_be_shown = |turns: &Vec<Turn>| {
        wanted == usize::MAX || turns.iter().any(|turn| turn.may_be_plausible(menu, cheapest))
    };
    let mut turns: Vec<Turn> =
        Lever::ALL.into_iter().map(sides).filter(may_be_shown).flatten().collect();
    let is_shown = |plausible: bool| plausible || wanted == usize::MAX;
    // A lever flips once, also where that is not plausible.
    let mut found: Vec<Flip> = Vec::new();
    loop {
        let last = found.iter().filter(|flip| is_shown(flip.plausible)).nth(wanted - 1);
        turns.retain(|turn| {
            turn.distance().is_some_and(|distance| {
                let known = found.iter().any(|f| f.lever == turn.lever && f.distance <= distance);
                let near =
                    wanted == usize::MAX || distance <= P99 || is_always_plausible(turn.lever);
                // Of enough flips only nearer ones count.
                !known && near && last.is_none_or(|last| distance <= last.distance)
            })
        });
        let Some(nearest) = least_far(&turns) else { break };
        let Some(change) = turns[nearest].advance(menu) else { continue };
        // What is beyond is no nearer.
        let turn = turns.remove(nearest);
        let plausible = turn.is_plausible(menu, cheapest, change);
        let far = turn.span.distance(turn.now, change.after.0);
        let is_beside = |other: &Turn| {
            other.lever == turn.lever && other.distance().is_some_and(|nearest| nearest < far)
        };
        let is_known = found.iter().any(|other| other.lever == turn.lever);
        // Where it is counts where it is shown, or where the lever's other side may change nearer or farther.
        if !is_shown(plausible) && !is_known && !turns.iter().any(is_beside) {
            turns.retain(|other| other.lever != turn.lever);
            continue;
        }
        let flip = turn.pinned_down(menu, change);
        let plausible = plausible && (flip.distance <= P99 || is_always_plausible(turn.lever));
        turns.retain(|other| {
            other.lever != turn.lever || other.distance().is_some_and(|d| d < flip.distance)
        });
        found.retain(|other| other.lever != turn.lever || other.distance < flip.distance);
        if !found.iter().any(|other| other.lever == turn.lever) {
            found.push(Flip { plausible, ..flip });
        }
        sort(&mut found);
    }
    found.retain(|flip| is_shown(flip.plausible));
    found.truncate(wanted);
    found
}

/// Which of the turns has come least far.
fn least_far(turns: &[Turn]) -> Option<usize> {
    let distances = turns.iter().map(|turn| turn.distance().unwrap_or(f64::INFINITY));
    Some(distances.enumerate().min_by(|a, b| a.1.total_cmp(&b.1))?.0)
}

/// Two that are as far away come in the order of the levers, whatever the last digit says.
fn sort(found: &mut [Flip]) {
    found.sort_by_key(|flip| ((flip.distance / SAME).round() as u64, flip.lever));
}

/// What everybody asks about.
const fn is_always_plausible(lever: Lever) -> bool {
    matches!(lever, Lever::Volume | Lever::ApiPrice)
}

/// A lever being turned to one side.
struct Turn {
    lever: Lever,
    now: f64,
    span: Span,
    walk: Walk<Winner>,
    /// Whether on the way to P1 or P99 another kind is cheaper than the one that wins now, by more than a trifle.
    is_material: OnceCell<bool>,
}

impl Turn {
    /// A lever to its two sides; none when it has no value.
    fn both(
        menu: &Menu<'_, '_>,
        lever: Lever,
        resale: Option<f64>,
        cheapest: Cheapest,
    ) -> Vec<Self> {
        let stated = lever.now(menu.scenario);
        let now = if lever == Lever::Resale { stated.or(resale) } else { stated };
        let Some(now) = now else { return Vec::new() };
        // One fraction for all machines, and the mix of the volume for the request too: another
        // question.
        let another = matches!(lever, Lever::Resale | Lever::InputShare);
        let winner = Winner(Some(cheapest));
        if another && winner_at(menu, lever, now, winner) != winner {
            return Vec::new();
        }
        let span = lever.span(menu.scenario, now);
        let ends = [span.low.min(now), span.high.max(now)].into_iter().filter(|end| *end != now);
        let here = (now, winner);
        let turn = |end| {
            let walk = Walk::new(span.scale, here, end, STEPS);
            Self { lever, now, span, walk, is_material: OnceCell::new() }
        };
        ends.map(turn).collect()
    }

    /// How far away the nearest flip can still be; `None` when it has been turned to the end.
    fn distance(&self) -> Option<f64> {
        self.walk.looked_to().map(|value| self.span.distance(self.now, value))
    }

    fn advance(&mut self, menu: &Menu<'_, '_>) -> Option<Crossing<Winner>> {
        let lever = self.lever;
        let before = self.walk.before();
        self.walk.advance(|value: f64| winner_at(menu, lever, value, before))
    }

    /// Where in a step the verdict changes.
    fn pinned_down(&self, menu: &Menu<'_, '_>, change: Crossing<Winner>) -> Flip {
        let found = pinned_down(menu, (self.lever, self.span), change);
        let (at, becomes) = (found.after.0, found.after.1.kind());
        let (change, distance) = (self.span.change(self.now, at), self.span.distance(self.now, at));
        Flip { lever: self.lever, now: self.now, at, change, distance, plausible: false, becomes }
    }

    /// Whether a change to this side may be plausible: most levers change nothing as far as may be believed of
    /// them, and need not be walked there.
    fn may_be_plausible(&self, menu: &Menu<'_, '_>, cheapest: Cheapest) -> bool {
        let is_material = || self.is_material(menu, cheapest);
        is_always_plausible(self.lever) || *self.is_material.get_or_init(is_material)
    }

    /// Whether a change may be plausible that is within a step.
    fn is_plausible(
        &self,
        menu: &Menu<'_, '_>,
        cheapest: Cheapest,
        change: Crossing<Winner>,
    ) -> bool {
        let is_near = self.span.distance(self.now, change.before.0) <= P99;
        (is_near || is_always_plausible(self.lever)) && self.may_be_plausible(menu, cheapest)
    }

    fn is_material(&self, menu: &Menu<'_, '_>, now: Cheapest) -> bool {
        let above = self.walk.end() > self.now;
        let cost = |way: Option<Cheapest>| way.map_or(f64::INFINITY, |way| way.total.get());
        probes(self.lever).iter().any(|part| {
            let turned = turned(menu, self.lever, self.span.at(self.now, P99 * part, above));
            let cheapest = menu.winner(&turned, Some(now));
            let own = || cost(menu.cheapest_of(&turned, Kinds::Only(now.kind), None));
            Winner(cheapest) != Winner(Some(now)) && cost(cheapest) <= own() * (1.0 - TRIFLE)
        })
    }
}

/// A way of the kind that wins at some value of a lever, `None` when nothing meets the requirements; two of one
/// kind are the same verdict.
#[derive(Clone, Copy, Debug)]
struct Winner(Option<Cheapest>);

impl Winner {
    fn kind(self) -> Option<Kind> {
        self.0.map(|way| way.kind)
    }
}

impl PartialEq for Winner {
    fn eq(&self, other: &Self) -> bool {
        self.kind() == other.kind()
    }
}

/// A step in which the verdict changes, narrowed to the nearest place where it does: the first of its parts in
/// which there is a change, which is halved. Mostly those that win at its ends meet there: they alone are
/// asked, and the whole menu at what is found. Where it says otherwise, the whole menu is asked all the way.
fn pinned_down(
    menu: &Menu<'_, '_>,
    (lever, span): (Lever, Span),
    step: Crossing<Winner>,
) -> Crossing<Winner> {
    let before = step.before.1;
    let of_all = |value| winner_at(menu, lever, value, before);
    let mut parts = Walk::new(span.scale, step.before, step.after.0, PARTS);
    let part = std::iter::from_fn(|| {
        parts.looked_to()?;
        Some(parts.advance(of_all))
    });
    let Crossing { before, after } = part.flatten().next().unwrap_or(step);
    let cheapest = menu.cheapest(&turned(menu, lever, before.0));
    let few: Vec<usize> = [cheapest, after.1.0].into_iter().filter_map(|way| way?.entry).collect();
    let of_few =
        |value| Winner(menu.cheapest_of(&turned(menu, lever, value), Kinds::All, Some(&few)));
    let found = narrowed(span.scale, before, after, of_few);
    let holds = |(value, winner): (f64, Winner)| of_all(value) == winner;
    match holds(found.before) && holds(found.after) {
        true => found,
        false => narrowed(span.scale, before, after, of_all),
    }
}

/// What wins with a lever at a value, when something else does now.
fn winner_at(menu: &Menu<'_, '_>, lever: Lever, value: f64, now: Winner) -> Winner {
    Winner(menu.winner(&turned(menu, lever, value), now.0))
}

/// The question with a lever at a value.
fn turned<'c>(menu: &Menu<'_, 'c>, lever: Lever, value: f64) -> Scenario<'c> {
    let mut turned = match lever {
        // Requests of another shape may fit other endpoints, and are served at other rates.
        Lever::InputShare => menu.scenario.clone(),
        // What endpoints say of quotas, limits and last days is asked again.
        _ => Scenario {
            apis: menu.scenario.apis.clone(),
            ..menu.scenario.under(menu.scenario.assumptions.outlook)
        },
    };
    lever.turn(&mut turned, value);
    turned
}
