//! Cost against volume: the cheapest API, machines, rented machines and mix at each volume.

use super::axis::{Axis, Unit};
use super::palette::Tone;
use super::picture::{Body, ChartKind, Line, Mark, MarkKind, Picture, Plot, Point, Shape};
use super::turned_menu::{Best, asked, winner};
use crate::answer::describe::label;
use crate::calc::crossing::{Scale, there_and_back};
use crate::calc::decide::menu::Menu;
use crate::calc::option::subject::Candidate;
use crate::calc::verdict::evaluation::Evaluation;
use crate::figure::{dollars, short};
use crate::lever::Lever;
use crate::money;
use crate::report::Figure;
use crate::scenario::Scenario;
use crate::text::count;

/// Volumes in each decade: a point every 15 %.
const PER_DECADE: i32 = 16;
/// Parts of the way between two of them, in which another kind is looked for.
const PARTS: u32 = 8;
/// Decades to each side of the volume asked about.
const DECADES: i32 = 2;
/// Decades upwards in which the first change of the winner is looked for.
const FARTHEST: i32 = 4;

/// Cost against volume.
pub fn picture(evaluation: &Evaluation<'_, '_>) -> Picture {
    let scenario = asked(evaluation.scenario);
    let menu = Menu::new(&scenario);
    let now = scenario.workload.tokens().get();
    let volumes = volumes(&menu, now);
    let found: Vec<(f64, Best<'_>)> = volumes
        .iter()
        .map(|volume| (*volume, Best::beside(&menu, &Lever::Volume.set(&scenario, *volume))))
        .collect();
    let reigns = reigns(&menu, &found);
    let marks = marks(&menu, &found, &reigns, now);
    let lines = Tone::KINDS.into_iter().filter_map(|kind| line(&scenario, kind, &found)).collect();
    let here = found.iter().find(|(volume, _)| *volume == now).map(|(_, best)| best);
    let numbers = here.map(|best| numbers(&scenario, best)).unwrap_or_default();
    Picture {
        chart: ChartKind::Cost,
        title: "Cost against volume".into(),
        finding: finding(&scenario, here, &reigns, now),
        numbers: numbers.into_iter().chain(said(&reigns)).collect(),
        body: Body::Plot(plot(&scenario, lines, marks)),
    }
}

fn plot(scenario: &Scenario<'_>, lines: Vec<Line>, marks: Vec<Mark>) -> Plot {
    let points = || lines.iter().flat_map(|line| &line.points);
    let months = count(scenario.assumptions.horizon_months as usize, "month");
    let costs = points().filter_map(|point| point.y).map(|y| y.0);
    Plot {
        x: Axis::over("tokens a day", Unit::Tokens, true, points().map(|point| point.x.0)),
        y: Axis::over(
            &format!("{} a month, mean of {months}", money::name()),
            Unit::Usd,
            true,
            costs,
        ),
        lines,
        marks,
    }
}

/// The volumes asked about, `now` among them: further up where the next winner is far away.
fn volumes(menu: &Menu<'_, '_>, now: f64) -> Vec<f64> {
    let at = |step: i32| now * 10_f64.powf(f64::from(step) / f64::from(PER_DECADE));
    let tone = |step: i32| winner(menu, &Lever::Volume.set(menu.scenario, at(step)));
    let (usual, farthest) = (DECADES * PER_DECADE, FARTHEST * PER_DECADE);
    let first = tone(0);
    let changes = (1..=farthest).find(|step| tone(*step) != first);
    let last = changes.map_or(usual, |step| (step + PER_DECADE / 2).clamp(usual, farthest));
    (-usual..=last).map(at).collect()
}

/// Cost of a month as a mean over the horizon.
pub fn monthly(scenario: &Scenario<'_>, candidate: &Candidate<'_>) -> f64 {
    candidate.cost().get() / f64::from(scenario.assumptions.horizon_months)
}

fn line(scenario: &Scenario<'_>, kind: Tone, found: &[(f64, Best<'_>)]) -> Option<Line> {
    let point = |(volume, best): &(f64, Best<'_>)| {
        let candidate = best.of_kind(kind);
        Point {
            x: Figure(*volume),
            y: candidate.map(|one| Figure(monthly(scenario, one))),
            low: None,
            high: None,
            option: candidate.map(|one| one.subject.id()),
        }
    };
    let points: Vec<Point> = found.iter().map(point).collect();
    points.iter().any(|point| point.y.is_some()).then(|| Line {
        name: kind.look().name.into(),
        tone: kind,
        shape: Shape::Line,
        points,
    })
}

/// A stretch of volumes that one kind wins: from where, and which.
type Reign = (f64, Tone);

/// Who wins from which volume on. Where it is another option of the same kind that wins at the next volume, as when a
/// machine is full, another kind is looked for between the two.
fn reigns(menu: &Menu<'_, '_>, found: &[(f64, Best<'_>)]) -> Vec<Reign> {
    let mut reigns: Vec<Reign> =
        found.first().map(|(volume, best)| (*volume, best.winner)).into_iter().collect();
    let option = |best: &Best<'_>| {
        let one = best.cheapest()?;
        Some((one.subject.id(), one.machines(menu.scenario)))
    };
    let at = |volume: f64| winner(menu, &Lever::Volume.set(menu.scenario, volume));
    for pair in found.windows(2) {
        let [low, high] = [&pair[0], &pair[1]];
        if option(&low.1) != option(&high.1) {
            let [from, to] = [low, high].map(|(volume, best)| (*volume, best.winner));
            reigns.extend(there_and_back(Scale::Ratio, from, to, PARTS, at));
        }
    }
    reigns
}

fn marks(menu: &Menu<'_, '_>, found: &[(f64, Best<'_>)], reigns: &[Reign], now: f64) -> Vec<Mark> {
    let mark = |what, name: String, tone, x: f64| {
        let scenario = menu.scenario;
        let best = Best::beside(menu, &Lever::Volume.set(scenario, x));
        let y = best.cheapest().map(|one| Figure(monthly(scenario, one)))?;
        Some(Mark { what, name, tone, x: Figure(x), y })
    };
    let (below, above) = around(reigns, now);
    let crossings = below.into_iter().chain(above).filter_map(|(at, tone)| {
        mark(MarkKind::BreakEven, format!("break-even {}", short(at)), tone, at)
    });
    let winner = found.iter().find(|(volume, _)| *volume == now).map(|(_, best)| best.winner);
    let here = mark(MarkKind::Here, "you are here".into(), winner.unwrap_or(Tone::Nothing), now);
    crossings.chain(here).collect()
}

/// The changes of the winner next to a volume: below it, and above it.
fn around(reigns: &[Reign], now: f64) -> (Option<Reign>, Option<Reign>) {
    let changes = reigns.get(1..).unwrap_or_default();
    let below = changes.iter().rev().find(|(from, _)| *from <= now).copied();
    (below, changes.iter().find(|(from, _)| *from > now).copied())
}

fn finding(scenario: &Scenario<'_>, here: Option<&Best<'_>>, reigns: &[Reign], now: f64) -> String {
    let volume = format!("{} tokens/day", short(now));
    let Some(cheapest) = here.and_then(Best::cheapest) else {
        return format!("at {volume} nothing meets the requirements");
    };
    let tone = here.map_or(Tone::Nothing, |best| best.winner);
    let cost = dollars(monthly(scenario, cheapest));
    let verb = if tone.is_several() { "cost" } else { "costs" };
    let mut text = format!("at {volume} {} {verb} {cost} a month", tone.look().winner);
    let (below, above) = around(reigns, now);
    if let Some((at, next)) = above {
        let verb = if next.is_several() { "win" } else { "wins" };
        text.push_str(&format!("; {} {verb} from {}/day", next.look().winner, short(at)));
    }
    if let Some((at, _)) = below {
        let before = reigns.iter().rev().find(|(from, _)| *from < at);
        let who = before.map_or("nothing", |(_, tone)| tone.look().winner);
        text.push_str(&format!("; below {}/day it is {who}", short(at)));
    }
    if above.is_none() && below.is_none() {
        text.push_str(", cheapest at every volume shown");
    }
    text
}

/// What each kind costs at the volume asked about.
fn numbers(scenario: &Scenario<'_>, best: &Best<'_>) -> Vec<String> {
    let say = |(tone, one): &(Tone, Candidate<'_>)| {
        let cost = dollars(monthly(scenario, one));
        let label = label(&one.subject, one.machines(scenario)).join(", ");
        format!("{}: {cost} a month, {label}", tone.look().name)
    };
    best.each.iter().map(say).collect()
}

/// Who wins where, when that is short enough to be read.
fn said(reigns: &[Reign]) -> Option<String> {
    const MOST: usize = 6;
    let ends = reigns.iter().skip(1).map(|(from, _)| Some(*from)).chain([None]);
    let say = |((_, tone), end): (&Reign, Option<f64>)| match end {
        Some(end) => format!("{} up to {}", tone.look().name, short(end)),
        None => format!("then {}", tone.look().name),
    };
    let parts: Vec<String> = reigns.iter().zip(ends).map(say).collect();
    match parts.len() {
        0 | 1 => None,
        2..=MOST => Some(format!("cheapest by tokens a day: {}", parts.join(", "))),
        _ => {
            let first = parts[..MOST - 1].join(", ");
            let last = reigns.last().map_or("", |(_, tone)| tone.look().name);
            Some(format!("cheapest by tokens a day: {first}, and so on; at the end {last}"))
        }
    }
}
