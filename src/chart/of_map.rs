//! Who wins at each value of two levers.

use super::axis::{Axis, Unit};
use super::palette::Tone;
use super::picture::{Body, Cells, ChartKind, Picture};
use super::turned_menu::{asked, winner};
use crate::calc::crossing::{Scale, first_change};
use crate::calc::decide::menu::Menu;
use crate::calc::verdict::evaluation::Evaluation;
use crate::calc::whatif::flips::STEPS;
use crate::figure::percent;
use crate::lever::Lever;
use crate::report::Figure;
use crate::scenario::Scenario;

/// How far the volume is turned to each side.
const VOLUMES: f64 = 100.0;

/// What a map is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MapOf {
    /// From left to right.
    pub x: Lever,
    /// From the bottom up.
    pub y: Lever,
    /// Columns and rows.
    pub size: (usize, usize),
}

impl Default for MapOf {
    fn default() -> Self {
        Self { x: Lever::Volume, y: Lever::ApiPrice, size: (64, 32) }
    }
}

/// The values of a lever from one end of its span to the other, and which of them is today's: the
/// step below today's and those above are even in themselves.
struct Turned {
    lever: Lever,
    axis: Axis,
    values: Vec<f64>,
    here: usize,
    scale: Scale,
}

/// Who wins at each value of two levers; `None` for a lever without a value in this question.
pub fn picture(evaluation: &Evaluation<'_, '_>, of: MapOf) -> Option<Picture> {
    let scenario = asked(evaluation.scenario);
    let menu = Menu::new(&scenario);
    let (columns, rows) =
        (turned(&scenario, of.x, of.size.0)?, turned(&scenario, of.y, of.size.1)?);
    let winners: Vec<Vec<Tone>> = rows
        .values
        .iter()
        .map(|y| {
            let row = rows.lever.set(&scenario, *y);
            let at = |x: &f64| winner(&menu, &columns.lever.set(&row, *x));
            columns.values.iter().map(at).collect()
        })
        .collect();
    let here = (columns.here, rows.here);
    let figures = |values: &[f64]| values.iter().map(|value| Figure(*value)).collect();
    Some(Picture {
        chart: ChartKind::Map,
        title: format!("Who wins: {} by {}", name(of.x), name(of.y)),
        finding: finding(&menu, winners[here.1][here.0], [&columns, &rows]),
        numbers: shares(&winners),
        body: Body::Cells(Cells {
            columns: figures(&columns.values),
            rows: figures(&rows.values),
            x: columns.axis,
            y: rows.axis,
            winners,
            here,
        }),
    })
}

/// What a lever is called.
pub fn name(lever: Lever) -> String {
    match lever {
        Lever::ApiPrice => "API price".into(),
        Lever::ApiPriceTrend => "API price trend".into(),
        Lever::InputShare => "input share".into(),
        Lever::OpsHours => "operations".into(),
        _ => lever.word().replace('-', " "),
    }
}

/// What the values of a lever are.
pub fn unit(lever: Lever) -> (Unit, &'static str) {
    match lever {
        Lever::Volume => (Unit::Tokens, "tokens a day"),
        Lever::ApiPrice => (Unit::Multiple, "API prices, times today's"),
        Lever::HardwarePrice => (Unit::Multiple, "hardware prices, times today's"),
        Lever::Throughput => (Unit::Multiple, "throughput, times what is known"),
        Lever::Electricity => (Unit::Usd, "price of a kWh"),
        Lever::OpsHours => (Unit::Number, "hours of operations a month"),
        Lever::CachedShare => (Unit::Share, "share of the input that is cached"),
        Lever::InputShare => (Unit::Share, "share of the volume that is input"),
        Lever::HardShare => (Unit::Share, "share of the tokens that is hard"),
        Lever::IdlePower => (Unit::Share, "share of the idle power that waiting machines draw"),
        Lever::Resale => (Unit::Share, "share of the purchase that comes back"),
        Lever::PeakFactor => (Unit::Number, "busiest hour over the mean hour"),
        Lever::ApiPriceTrend => (Unit::Change, "API price trend a year"),
        Lever::Growth => (Unit::Change, "growth a year"),
        Lever::Horizon => (Unit::Months, "months of the comparison"),
    }
}

fn turned(scenario: &Scenario<'_>, lever: Lever, count: usize) -> Option<Turned> {
    let now = lever.now(scenario)?;
    let span = lever.span(scenario, now);
    let (low, high) = match lever {
        Lever::Volume => (now / VOLUMES, now * VOLUMES),
        _ => (span.low.min(now), span.high.max(now)),
    };
    let log = span.scale == Scale::Ratio && low > 0.0;
    let (unit, title) = unit(lever);
    let axis =
        Axis { from: low, to: high, ..Axis::over(title, unit, log, [low, high].into_iter()) };
    // Today's value stands at its own place, with even steps to each side.
    let last = count.max(2) - 1;
    let here = (axis.place(now).unwrap_or(0.5) * last as f64).round() as usize;
    let value = |index: usize| match index {
        _ if index == here => now,
        _ if index < here => span.scale.between(low, now, index as f64 / here as f64),
        _ => span.scale.between(now, high, (index - here) as f64 / (last - here) as f64),
    };
    Some(Turned { lever, values: (0..=last).map(value).collect(), axis, here, scale: span.scale })
}

/// How far from today's value the winner is another, in each direction.
fn finding(menu: &Menu<'_, '_>, now: Tone, levers: [&Turned; 2]) -> String {
    let verb = if now.is_several() { "win" } else { "wins" };
    let text = format!("{} {verb} as things are", now.look().winner);
    let ends = levers.into_iter().flat_map(|turned| {
        let (first, last) = (turned.values.first(), turned.values.last());
        [(turned, last.copied(), "up"), (turned, first.copied(), "down")]
    });
    let changes: Vec<String> = ends
        .filter_map(|(turned, end, way)| {
            next(menu, now, turned, end?).map(|c| format!("{c} {way}"))
        })
        .collect();
    match changes.is_empty() {
        true => text + ", and whichever of the two is turned alone",
        false => format!("{text}; turned alone, the next is {}", changes.join(", ")),
    }
}

/// The nearest value towards an end at which another kind wins: found as flips are, so that it does
/// not depend on the cells that are drawn.
fn next(menu: &Menu<'_, '_>, now: Tone, turned: &Turned, end: f64) -> Option<String> {
    let here = turned.values[turned.here];
    if here == end {
        return None;
    }
    let at = |value: f64| winner(menu, &turned.lever.set(menu.scenario, value));
    let (value, tone) = first_change(turned.scale, (here, now), end, STEPS, at)?.after;
    let value = turned.axis.label(value);
    Some(format!("{} from {} {value}", tone.look().winner, name(turned.lever)))
}

/// How much of the map each kind wins.
fn shares(winners: &[Vec<Tone>]) -> Vec<String> {
    let cells = winners.iter().map(Vec::len).sum::<usize>() as f64;
    let of = |tone: Tone| winners.iter().flatten().filter(|there| **there == tone).count() as f64;
    let parts: Vec<String> = Tone::KINDS
        .into_iter()
        .chain([Tone::Nothing])
        .filter(|tone| of(*tone) > 0.0)
        .map(|tone| format!("{} {}", tone.look().name, percent(of(tone) / cells)))
        .collect();
    vec![format!("cells won: {}", parts.join(", "))]
}
