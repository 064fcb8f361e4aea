//! Flips: the nearest value of each lever at which the verdict changes.

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

/// The nearest flip of each lever, nearest first: all of them, or so many plausible ones. Volume and API
/// prices are plausible wherever they are turned to. `resale` stands for the profiles' own fractions.
///
/// All levers are walked at once, always the one that has come least far, so that of a few flips only
/// the near ones are looked for.
pub fn flips(menu: &Menu<'_, '_>, resale: Option<f64>, wanted: usize) -> Vec<Flip> {
    let Some(cheapest) = menu.cheapest(menu.scenario) else { return Vec::new() };
    let winner = cheapest.kind;
    let mut turns: Vec<Turn> = match wanted {
        0 => Vec::new(),
        _ => {
            let sides = |lever| Turn::both(menu, lever, resale, cheapest);
            let may_be_shown = |turns: &Vec<Turn>| {
                wanted == usize::MAX || turns.iter().any(|turn| turn.ends_elsewhere(menu, winner))
            };
            Lever::ALL.into_iter().map(sides).filter(may_be_shown).flatten().collect()
        }
    };
    let mut found: Vec<Flip> = Vec::new();
    loop {
        turns.retain(|turn| {
            turn.distance().is_some_and(|distance| {
                // A lever flips once, and of enough flips only nearer ones count.
                let known = found.iter().any(|f| f.lever == turn.lever && f.distance <= distance);
                let near =
                    wanted == usize::MAX || distance <= P99 || is_always_plausible(turn.lever);
                let few = found.len() < wanted || distance <= found[wanted - 1].distance;
                !known && near && few
            })
        });
        let Some(nearest) = least_far(&turns) else { break };
        let Some(change) = turns[nearest].advance(menu) else { continue };
        // What is beyond is no nearer.
        let turn = turns.remove(nearest);
        let plausible = turn.is_plausible(menu, winner, change);
        let is_shown = plausible || wanted == usize::MAX;
        let far = turn.span.distance(turn.now, change.after.0);
        let is_beside = |other: &Turn| {
            other.lever == turn.lever && other.distance().is_some_and(|nearest| nearest < far)
        };
        let is_known = found.iter().any(|other| other.lever == turn.lever);
        // Where it is counts where it is shown, or where the lever's other side may change nearer or farther.
        if !is_shown && !is_known && !turns.iter().any(is_beside) {
            turns.retain(|other| other.lever != turn.lever);
            continue;
        }
        let flip = turn.pinned_down(menu, change);
        let plausible = plausible && (flip.distance <= P99 || is_always_plausible(turn.lever));
        turns.retain(|other| {
            other.lever != turn.lever || other.distance().is_some_and(|d| d < flip.distance)
        });
        found.retain(|other| other.lever != turn.lever || other.distance < flip.distance);
        let is_shown = plausible || wanted == usize::MAX;
        if is_shown && !found.iter().any(|other| other.lever == turn.lever) {
            found.push(Flip { plausible, ..flip });
        }
        sort(&mut found);
    }
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
        let winner = Winner::of(Some(cheapest));
        if another && winner_at(menu, lever, now, None) != winner {
            return Vec::new();
        }
        let span = lever.span(menu.scenario, now);
        let ends = [span.low.min(now), span.high.max(now)].into_iter().filter(|end| *end != now);
        let here = (now, winner);
        let turn = |end| Self { lever, now, span, walk: Walk::new(span.scale, here, end, STEPS) };
        ends.map(turn).collect()
    }

    /// How far away the nearest flip can still be; `None` when it has been turned to the end.
    fn distance(&self) -> Option<f64> {
        self.walk.looked_to().map(|value| self.span.distance(self.now, value))
    }

    fn advance(&mut self, menu: &Menu<'_, '_>) -> Option<Crossing<Winner>> {
        let lever = self.lever;
        self.walk.advance(|value: f64| winner_at(menu, lever, value, None))
    }

    /// Where in a step the verdict changes.
    fn pinned_down(&self, menu: &Menu<'_, '_>, change: Crossing<Winner>) -> Flip {
        let found = pinned_down(menu, (self.lever, self.span), change);
        let (at, Winner { kind: becomes, .. }) = found.after;
        let (change, distance) = (self.span.change(self.now, at), self.span.distance(self.now, at));
        Flip { lever: self.lever, now: self.now, at, change, distance, plausible: false, becomes }
    }

    /// Whether a change to this side may be shown at all: most levers change nothing as far as may be believed
    /// of them, and need not be walked there.
    fn ends_elsewhere(&self, menu: &Menu<'_, '_>, winner: Kind) -> bool {
        let above = self.walk.end() > self.now;
        is_always_plausible(self.lever) || self.is_material(menu, winner, above)
    }

    /// Whether a change may be plausible that is within a step.
    fn is_plausible(&self, menu: &Menu<'_, '_>, winner: Kind, change: Crossing<Winner>) -> bool {
        is_always_plausible(self.lever)
            || self.span.distance(self.now, change.before.0) <= P99
                && self.is_material(menu, winner, change.after.0 > self.now)
    }

    /// Whether at P1 or P99 another kind is cheaper than the one that wins now, by more than a trifle.
    fn is_material(&self, menu: &Menu<'_, '_>, winner: Kind, above: bool) -> bool {
        let turned = turned(menu, self.lever, self.span.at(self.now, P99, above));
        let cost = |cheapest: Option<Cheapest>| cheapest.map_or(f64::INFINITY, |c| c.total.get());
        let cheapest = menu.cheapest(&turned);
        let wins = cheapest.is_some_and(|cheapest| cheapest.kind == winner);
        !wins
            && cost(cheapest)
                <= cost(menu.cheapest_of(&turned, Kinds::Only(winner), None)) * (1.0 - TRIFLE)
    }
}

/// The cheapest way at some value of a lever; two of one kind are the same verdict.
#[derive(Clone, Copy, Debug)]
struct Winner {
    /// `None` when nothing meets the requirements.
    kind: Option<Kind>,
    /// The entry of its machines in the menu.
    entry: Option<usize>,
}

impl Winner {
    fn of(cheapest: Option<Cheapest>) -> Self {
        let entry = cheapest.and_then(|cheapest| cheapest.entry);
        Self { kind: cheapest.map(|cheapest| cheapest.kind), entry }
    }
}

impl PartialEq for Winner {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
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
    let among = |only| move |value| winner_at(menu, lever, value, only);
    let mut parts = Walk::new(span.scale, step.before, step.after.0, PARTS);
    let part = std::iter::from_fn(|| {
        parts.looked_to()?;
        Some(parts.advance(among(None)))
    });
    let Crossing { before, after } = part.flatten().next().unwrap_or(step);
    let few: Vec<usize> = [before.1.entry, after.1.entry].into_iter().flatten().collect();
    let found = narrowed(span.scale, before, after, among(Some(&few)));
    let holds = |(value, winner): (f64, Winner)| among(None)(value) == winner;
    match holds(found.before) && holds(found.after) {
        true => found,
        false => narrowed(span.scale, before, after, among(None)),
    }
}

/// The cheapest way with a lever at a value, of the whole menu or of a few of its machines.
fn winner_at(menu: &Menu<'_, '_>, lever: Lever, value: f64, only: Option<&[usize]>) -> Winner {
    let turned = turned(menu, lever, value);
    Winner::of(match only {
        None => menu.cheapest(&turned),
        Some(_) => menu.cheapest_of(&turned, Kinds::All, only),
    })
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
