//! What each lever does to the lead of the verdict from its low value to its high one, and where it flips the
//! verdict. The lead need not go one way between: a bar is as long as all of it.

use super::axis::{Axis, Unit};
use super::of_map::{name, unit};
use super::palette::Tone;
use super::picture::{Bar, Bars, Body, ChartKind, Picture};
use super::turned_menu::{Best, asked};
use crate::assumptions::{Assumptions, Outlook};
use crate::calc::crossing::Scale;
use crate::calc::decide::menu::Menu;
use crate::calc::verdict::evaluation::Evaluation;
use crate::calc::whatif::flips::Flip;
use crate::figure::{change, dollars};
use crate::lever::Lever;
use crate::money::{self, amount};
use crate::range::Pick;
use crate::report::Figure;
use crate::scenario::Scenario;

/// The most bars of a picture.
const MOST: usize = 10;
/// How far a lever is turned that has no range: a fifth of its value, or ten points of a share.
const PART: f64 = 0.2;
const POINTS: f64 = 0.1;
/// Hours of operations.
const HOURS: f64 = 4.0;
/// Steps from a low value to a high one, at whose ends the lead is asked.
const STEPS: u32 = 8;

/// A lever with a low and a high value, each as words and as the question that has it.
struct Turn<'c> {
    name: String,
    basis: &'static str,
    low: (String, Scenario<'c>),
    high: (String, Scenario<'c>),
    /// What is between them, besides what is now.
    between: Vec<Scenario<'c>>,
    flips: Option<String>,
}

/// What each lever does to the lead of the verdict.
pub fn picture(evaluation: &Evaluation<'_, '_>) -> Picture {
    let scenario = asked(evaluation.scenario);
    let menu = Menu::new(&scenario);
    let leads = Best::beside(&menu, &scenario).winner;
    let now = lead(&menu, &scenario, leads);
    let turns = turns(&scenario, &evaluation.flips).into_iter();
    let mut rows: Vec<Bar> = turns.filter_map(|turn| bar(&menu, turn, leads, now)).collect();
    let length = |bar: &Bar| bar.most.0 - bar.least.0;
    rows.retain(|bar| length(bar) > CENT || bar.flips.is_some());
    rows.sort_by(|a, b| length(b).total_cmp(&length(a)));
    rows.truncate(MOST);
    let ends = rows.iter().flat_map(|bar| [bar.least.0, bar.most.0]).chain(now);
    let axis = Axis::over(&title(leads), Unit::Usd, false, ends).with_room(0.05);
    Picture {
        chart: ChartKind::Levers,
        title: "What each lever does to the lead".into(),
        finding: finding(leads, now, &rows),
        numbers: rows.iter().map(said).collect(),
        body: Body::Bars(Bars { axis, now: Figure(now.unwrap_or(0.0)), leads, rows }),
    }
}

fn title(leads: Tone) -> String {
    let verb = if leads.is_several() { "beat" } else { "beats" };
    format!("{} a month by which {} {verb} the next kind", money::name(), leads.look().name)
}

/// By how much a kind of option is cheaper than the best of another kind, US dollars a month as a
/// mean over the horizon; `None` where there is none of it, or nothing else.
pub fn lead<'c>(menu: &Menu<'_, 'c>, scenario: &Scenario<'c>, kind: Tone) -> Option<f64> {
    let best = Best::beside(menu, scenario);
    let (own, other) = (best.of_kind(kind)?, best.other_than(kind)?);
    let months = f64::from(scenario.assumptions.horizon_months);
    Some((other.cost() - own.cost()).get() / months)
}

fn bar<'c>(menu: &Menu<'_, 'c>, turn: Turn<'c>, leads: Tone, now: Option<f64>) -> Option<Bar> {
    let at = |scenario: &Scenario<'c>| lead(menu, scenario, leads);
    let (low, high) = (at(&turn.low.1)?, at(&turn.high.1)?);
    let between = turn.between.iter().filter_map(at).chain(now);
    let ends = (low.min(high), low.max(high));
    let (least, most) = between.fold(ends, |(least, most), at| (least.min(at), most.max(at)));
    let [low, high, least, most] = [low, high, least, most].map(Figure);
    let Turn { name, basis, flips, low: (from, _), high: (to, _), .. } = turn;
    Some(Bar { name, from, to, low, high, least, most, basis: basis.into(), flips })
}

/// A value of a lever in words.
fn value(lever: Lever, now: f64, at: f64) -> String {
    match unit(lever).0 {
        Unit::Multiple => change(at / now - 1.0),
        Unit::Usd => amount(at, crate::figure::compact),
        unit => {
            let axis = Axis { unit, title: String::new(), log: false, from: 0.0, to: 1.0 };
            let noun = if lever == Lever::Horizon { " months" } else { "" };
            format!("{}{noun}", axis.label(at))
        }
    }
}

fn turns<'c>(scenario: &Scenario<'c>, flips: &[Flip]) -> Vec<Turn<'c>> {
    let flip = |lever| flips.iter().find(|flip| Some(flip.lever) == lever);
    let by_range = ranges().into_iter().map(|(lever, name, set)| {
        let at = |pick: Pick| {
            let mut outlook = scenario.assumptions.outlook;
            *set(&mut outlook) = pick;
            let assumptions = Assumptions { outlook, ..scenario.assumptions.clone() };
            Scenario { assumptions, ..scenario.clone() }
        };
        Turn {
            name: name.into(),
            basis: "range of the profiles",
            low: ("low".into(), at(Pick::Low)),
            high: ("high".into(), at(Pick::High)),
            between: Vec::new(),
            flips: flip(lever).map(said_at),
        }
    });
    let ranged = ranges().map(|(lever, ..)| lever);
    let others = Lever::ALL.into_iter().filter(|lever| !ranged.contains(&Some(*lever)));
    let by_step = |lever| by_step(scenario, lever, flip(Some(lever)));
    by_range.chain(others.filter_map(by_step)).collect()
}

/// A field of an outlook.
type Field = fn(&mut Outlook) -> &mut Pick;

/// What the profiles state a range of, and the lever that turns the same.
fn ranges() -> [(Option<Lever>, &'static str, Field); 5] {
    [
        (Some(Lever::HardwarePrice), "hardware price", |outlook| &mut outlook.hardware_price),
        (Some(Lever::Resale), "resale", |outlook| &mut outlook.resale),
        (None, "power", |outlook| &mut outlook.power),
        (None, "rent", |outlook| &mut outlook.rent),
        (Some(Lever::Throughput), "throughput", |outlook| &mut outlook.throughput),
    ]
}

/// A lever of which nothing states a range: turned a step to each side.
fn by_step<'c>(scenario: &Scenario<'c>, lever: Lever, flip: Option<&Flip>) -> Option<Turn<'c>> {
    let now = lever.now(scenario)?;
    let span = lever.span(scenario, now);
    let believed = scenario.beliefs.iter().find(|belief| belief.lever == lever);
    let range = believed.map(|belief| (belief.range.low, belief.range.high, "P10 to P90"));
    let step = || match (lever, span.scale) {
        (Lever::OpsHours, _) => (now - HOURS, now + HOURS, "4 hours either way"),
        (_, Scale::Difference) => (now - POINTS, now + POINTS, "10 points either way"),
        (_, Scale::Ratio | Scale::Whole) => {
            (now * (1.0 - PART), now * (1.0 + PART), "20 % either way")
        }
    };
    let (low, high, basis) = range.unwrap_or_else(step);
    let whole = |value: f64| if span.scale == Scale::Whole { value.round() } else { value };
    let at = |value: f64| {
        let value = whole(value.clamp(span.low.min(now), span.high.max(now)));
        (self::value(lever, now, value), lever.set(scenario, value))
    };
    let steps = (1..STEPS).map(|step| low + (high - low) * f64::from(step) / f64::from(STEPS));
    let flipped = flip.map(|flip| flip.at).filter(|at| (low..=high).contains(at));
    let between = steps.map(|value| at(value).1);
    let between = between.chain(flipped.map(|at| lever.set(scenario, at))).collect();
    let (low, high, flips) = (at(low), at(high), flip.map(said_at));
    Some(Turn { name: name(lever), basis, low, high, between, flips })
}

/// Where a lever flips the verdict.
fn said_at(flip: &Flip) -> String {
    value(flip.lever, flip.now, flip.at)
}

fn finding(leads: Tone, now: Option<f64>, rows: &[Bar]) -> String {
    let Some(now) = now else {
        return match leads {
            Tone::Nothing => "nothing meets the requirements".into(),
            _ => format!("nothing but {} meets the requirements", leads.look().winner),
        };
    };
    let verb = if leads.is_several() { "lead" } else { "leads" };
    let text = format!("{} {verb} by {} a month", leads.look().winner, dollars(now));
    let turning: Vec<&str> =
        rows.iter().filter(|bar| bar.least.0 < 0.0).map(|bar| &*bar.name).collect();
    match turning.is_empty() {
        true => format!("{text}, whichever lever is turned alone"),
        false => format!(
            "{text}; within its bar, each of these alone changes that: {}",
            turning.join(", ")
        ),
    }
}

/// What is not told apart.
const CENT: f64 = 0.005;

fn said(bar: &Bar) -> String {
    let flips = match &bar.flips {
        Some(at) => format!("; flips at {at}"),
        None => String::new(),
    };
    let Bar { name, from, to, low, high, least, most, basis, .. } = bar;
    let beyond = |end: &Figure, word: &str, is_beyond: bool| match is_beyond {
        true => format!(", {} at {word}", dollars(end.0)),
        false => String::new(),
    };
    let below = beyond(least, "least", least.0 < low.0.min(high.0) - CENT);
    let above = beyond(most, "most", most.0 > low.0.max(high.0) + CENT);
    let (low, high) = (dollars(low.0), dollars(high.0));
    format!("{name}: {low} at {from}, {high} at {to}{below}{above} ({basis}){flips}")
}
