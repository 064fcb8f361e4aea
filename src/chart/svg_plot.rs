//! Lines over an axis on a page.

use super::picture::{Line, Mark, Plot, Point, Shape};
use super::svg_frame::{Frame, HIGH, path};
use super::svg_paper::{Anchor, Paper, at};
use crate::report::Figure;
use crate::text::markup::xml;

/// Baselines of the names of marks, above the values.
const ROWS: [f64; 2] = [33.0, 50.0];

/// Lines over an axis.
pub fn plot(plot: &Plot) -> Paper {
    let (mut paper, frame) = (Paper::new(HIGH), Frame::PLOT);
    frame.upward(&mut paper, &plot.y);
    frame.across(&mut paper, &plot.x);
    plot.lines.iter().for_each(|line| band(&mut paper, frame, plot, line));
    plot.lines.iter().for_each(|line| trace(&mut paper, frame, plot, line));
    plot.marks.iter().rev().for_each(|one| mark(&mut paper, frame, plot, one));
    for (index, line) in plot.lines.iter().enumerate() {
        letters(&mut paper, frame, plot, line, index);
    }
    paper
}

/// Where a value is from left to right, in the units of the picture.
pub fn across(plot: &Plot, x: f64) -> Option<f64> {
    Frame::PLOT.x(&plot.x, x)
}

/// Where a point is, in the units of the picture.
pub fn spot(plot: &Plot, x: f64, y: f64) -> Option<(f64, f64)> {
    across(plot, x).zip(Frame::PLOT.y(&plot.y, y))
}

/// A line through places, broken where there is none.
pub fn trail(places: &[Option<(f64, f64)>]) -> String {
    let stretches = places.split(Option::is_none).filter(|stretch| !stretch.is_empty());
    stretches.map(|stretch| path(stretch.iter().flatten().copied())).collect()
}

fn place(frame: Frame, plot: &Plot, point: &Point) -> Option<(f64, f64)> {
    frame.x(&plot.x, point.x.0).zip(point.y.and_then(|y| frame.y(&plot.y, y.0)))
}

/// The stretches of a line without a gap.
fn stretches(frame: Frame, plot: &Plot, line: &Line) -> Vec<Vec<(f64, f64)>> {
    let places: Vec<_> = line.points.iter().map(|point| place(frame, plot, point)).collect();
    let stretches = places.split(Option::is_none);
    stretches
        .map(|one| one.iter().flatten().copied().collect())
        .filter(|one: &Vec<_>| !one.is_empty())
        .collect()
}

fn number(figure: Figure) -> String {
    figure.rounded().to_string()
}

/// The numbers of a line, as `x,y` or `x,y,low,high`; without a `y` where there is none.
fn data(line: &Line) -> String {
    let points = line.points.iter().map(|point| {
        let y = point.y.map(number).unwrap_or_default();
        match (point.low, point.high) {
            (Some(low), Some(high)) => {
                format!("{},{y},{},{}", number(point.x), number(low), number(high))
            }
            _ => format!("{},{y}", number(point.x)),
        }
    });
    points.collect::<Vec<_>>().join(" ")
}

fn trace(paper: &mut Paper, frame: Frame, plot: &Plot, line: &Line) {
    let stretches = stretches(frame, plot, line);
    let tone = line.tone.word();
    let mut d = String::new();
    for stretch in &stretches {
        match (line.shape, stretch.first(), stretch.last()) {
            (Shape::Area, Some(first), Some(last)) => {
                let ends = [(first.0, frame.bottom)].into_iter().chain(stretch.iter().copied());
                d.push_str(&path(ends.chain([(last.0, frame.bottom)])));
                d.push('Z');
            }
            (_, Some(only), _) if stretch.len() == 1 => {
                d.push_str(&path([*only, (only.0 + 0.1, only.1)].into_iter()));
            }
            _ => d.push_str(&path(stretch.iter().copied())),
        }
    }
    let class = match line.shape {
        Shape::Area => "area",
        Shape::Line => "line",
    };
    let (name, data) = (xml(&line.name), data(line));
    paper.add(&format!(
        r#"<path class="{class} t-{tone}" data-line="{name}" data-points="{data}" d="{d}"/>"#
    ));
}

fn band(paper: &mut Paper, frame: Frame, plot: &Plot, line: &Line) {
    let edge = |of: fn(&Point) -> Option<Figure>| {
        line.points.iter().filter_map(move |point| {
            frame.x(&plot.x, point.x.0).zip(frame.y(&plot.y, of(point)?.0))
        })
    };
    let upper: Vec<(f64, f64)> = edge(|point| point.high).collect();
    let mut lower: Vec<(f64, f64)> = edge(|point| point.low).collect();
    lower.reverse();
    if !upper.is_empty() && !lower.is_empty() {
        let d = path(upper.into_iter().chain(lower));
        paper.add(&format!(r#"<path class="band t-{}" d="{d}Z"/>"#, line.tone.word()));
    }
}

fn mark(paper: &mut Paper, frame: Frame, plot: &Plot, mark: &Mark) {
    let Some((x, y)) = frame.x(&plot.x, mark.x.0).zip(frame.y(&plot.y, mark.y.0)) else { return };
    let (tone, what) = (mark.tone.word(), mark.what.word());
    paper.line(&format!("mark m-{what} t-{tone}"), (x, frame.top - 4.0), (x, frame.bottom));
    let (cx, cy, mx, my) = (at(x), at(y), number(mark.x), number(mark.y));
    paper.add(&format!(
        r#"<circle class="dot m-{what} t-{tone}" data-mark="{what}" data-x="{mx}" data-y="{my}" cx="{cx}" cy="{cy}" r="5"/>"#
    ));
    paper.beside(&format!("said m-{what}"), x, &ROWS, &mark.name);
}

/// The letter of a line at its right end, or farther left where that is taken.
fn letters(paper: &mut Paper, frame: Frame, plot: &Plot, line: &Line, index: usize) {
    if line.shape == Shape::Area {
        return;
    }
    let letter = line.tone.look().letter.to_string();
    let class = format!("letter f-{}", line.tone.word());
    let places: Vec<(f64, f64)> = stretches(frame, plot, line).concat();
    let count = places.len();
    // Each line begins elsewhere, so that letters of lines that meet stay apart.
    let wanted = [3, 12].map(|from| (from + index * 3) * count / 16);
    for at in wanted {
        let around = (at..count).chain((0..at.min(count)).rev());
        for (x, y) in around.map(|index| places[index]) {
            if paper.text(&class, (x, y - 4.0), Anchor::Middle, &letter) {
                break;
            }
        }
    }
}
